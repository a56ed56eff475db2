//! A page of the real binary with two days of news, asked as programs ask, and its description, against which answers are held.

use crate::common::{self, House, server::Server};
use serde_json::Value;

/// One answer.
pub(crate) struct Said {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Said {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let line = self.head.lines().find(|l| l.to_ascii_lowercase().starts_with(&format!("{name}: ")))?;
        Some(&line[name.len() + 2..])
    }
}

/// A page with two days of news, sections, a password and a token.
pub(crate) struct Desk {
    pub(crate) house: House,
    pub(crate) page: Server,
    pub(crate) token: String,
}

impl Desk {
    pub(crate) fn open() -> Self {
        let house = House::new();
        let port = common::free_port().to_string();
        for day in ["1", "2"] {
            house.run(&["demo", "--once", "--day", day, "--quiet", "--newswire-port", &port]).expect(0, "");
        }
        let set = house.run_with_input(&["password"], b"heron on the weir\n");
        assert_eq!(set.code, 0, "{}", set.err);
        let token = house.run(&["token", "add", "phone"]).out.trim().to_owned();
        let config = "[sections]\n\"Sea & shore\" = \"harbour | port | ferry\"\nHills = \"storm\"\n";
        let config = house.write("own.toml", config);
        let args = ["serve", "--read-only", "--listen", "127.0.0.1:0", "--config", config.to_str().unwrap()];
        let page = Server::start(&house, &args);
        Self { house, page, token }
    }

    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Said {
        let host = format!("Host: localhost:{}", self.page.port());
        let length = format!("Content-Length: {}", body.len());
        let lines: Vec<&str> = [&[host.as_str(), length.as_str()], headers].concat();
        let (head, body) = self.page.ask(&format!("{method} {path} HTTP/1.0\r\n{}\r\n\r\n{body}", lines.join("\r\n")));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Said { status, head, body }
    }

    pub(crate) fn get(&self, path: &str) -> Said {
        self.ask("GET", path, &[], "")
    }

    pub(crate) fn owner(&self, method: &str, path: &str, body: Option<Value>) -> Said {
        let token = format!("Authorization: Bearer {}", self.token);
        let text = body.map_or_else(String::new, |b| b.to_string());
        self.ask(method, path, &[&token, "Content-Type: application/json"], &text)
    }
}

/// The description, and what holds answers against it.
pub(crate) struct Document(pub(crate) Value);

impl Document {
    pub(crate) fn read(desk: &Desk) -> Self {
        Self(desk.get("/api/openapi.json").json())
    }

    /// Holds an answer against the schema of its operation; what the schema does not name must not be there.
    pub(crate) fn check(&self, method: &str, template: &str, said: &Said) {
        let status = said.status.to_string();
        let mut response = &self.0["paths"][template][method]["responses"][&status];
        assert!(!response.is_null(), "{method} {template} does not say that it answers {status}");
        if let Some(name) = response["$ref"].as_str() {
            response = self.0.pointer(name.trim_start_matches('#')).unwrap();
        }
        let Some(content) = response["content"].as_object() else { return };
        let kind = said.header("content-type").unwrap_or_default();
        let schema = content.get(kind).map(|c| &c["schema"]).unwrap_or_else(|| panic!("{template}: {kind}"));
        self.fits(schema, &said.json(), template);
    }

    pub(crate) fn fits(&self, schema: &Value, value: &Value, what: &str) {
        let mut whole = schema.clone();
        whole["components"] = self.0["components"].clone();
        close(&mut whole["components"]["schemas"]);
        let validator = jsonschema::options().should_validate_formats(true).build(&whole).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(value).take(3).map(|e| format!("{} at {}", e, e.instance_path())).collect();
        assert!(faults.is_empty(), "{what}: {faults:?}");
    }
}

/// Lets no object hold what its schema does not name.
fn close(value: &mut Value) {
    match value {
        Value::Object(all) => {
            if all.contains_key("properties") && !all.contains_key("additionalProperties") {
                all.insert("additionalProperties".into(), false.into());
            }
            all.values_mut().for_each(close);
        }
        Value::Array(all) => all.iter_mut().for_each(close),
        _ => {}
    }
}

/// All rows of a list, page by page; each page's `Link` leads where its `next` says.
pub(crate) fn walk(desk: &Desk, document: &Document, template: &str, path: &str, limit: u32) -> Vec<Value> {
    let (mut rows, mut at) = (vec![], format!("{path}{}limit={limit}", if path.contains('?') { '&' } else { '?' }));
    loop {
        let said = desk.owner("GET", &at, None);
        assert_eq!(said.status, 200, "{at}");
        document.check("get", template, &said);
        let body = said.json();
        let items = body["items"].as_array().unwrap().clone();
        assert!(items.len() <= limit as usize, "{at}");
        rows.extend(items);
        let Some(next) = body["next"].as_str() else {
            assert_eq!(said.header("link"), None, "{at}");
            return rows;
        };
        let link = said.header("link").unwrap();
        let (address, rel) = link.trim_start_matches('<').split_once('>').unwrap();
        assert!(rel == "; rel=\"next\"" && address.ends_with(&format!("cursor={next}")), "{link}");
        at = address.to_owned();
        assert!(rows.len() < 10_000, "{path} never ends");
    }
}

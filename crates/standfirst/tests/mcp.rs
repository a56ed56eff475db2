//! `standfirst mcp` on the real binary: the protocol line by line, every tool held against the schema that it announces, and
//! the official Python client where it is installed (`.ci/run` installs it).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{House, server::Server};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

fn world() -> House {
    let house = House::new();
    house.run(&["demo", "--once", "--newswire-port", "0", "--quiet"]).expect(0, "");
    house
}

/// Sends lines and gives the answers, one a line.
fn talk(house: &House, lines: &[String]) -> Vec<Value> {
    let said = house.run_with_input(&["mcp"], (lines.join("\n") + "\n").as_bytes());
    assert_eq!(said.code, 0, "{}", said.err);
    said.out.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect()
}

fn request(id: i64, method: &str, params: Value) -> String {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string()
}

fn call(house: &House, name: &str, arguments: Value) -> Value {
    let answers = talk(house, &[request(1, "tools/call", json!({ "name": name, "arguments": arguments }))]);
    assert_eq!(answers.len(), 1);
    answers[0]["result"].clone()
}

/// Holds a value against the part of JSON Schema that our schemas use.
fn conforms(value: &Value, schema: &Value, path: &str) {
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        other => panic!("{path}: no type {other}"),
    };
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        kinds => kinds
            .as_array()
            .unwrap_or_else(|| panic!("{path} has no type"))
            .iter()
            .map(|k| k.as_str().unwrap())
            .collect(),
    };
    assert!(kinds.iter().any(|k| is(k)), "{path}: {value} is none of {kinds:?}");
    if let Some(properties) = schema["properties"].as_object() {
        let object = value.as_object().unwrap();
        for name in schema["required"].as_array().into_iter().flatten() {
            assert!(object.contains_key(name.as_str().unwrap()), "{path}: {name} is missing");
        }
        for (name, value) in object {
            let known = properties.get(name).unwrap_or_else(|| panic!("{path}: {name} is not announced"));
            conforms(value, known, &format!("{path}.{name}"));
        }
    }
    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
        conforms(item, &schema["items"], &format!("{path}[{i}]"));
    }
}

#[test]
fn versions_are_agreed_on_and_every_request_has_one_answer() {
    let house = world();
    for (asked, expected) in [
        ("2025-11-25", "2025-11-25"),
        ("2025-06-18", "2025-06-18"),
        ("2025-03-26", "2025-03-26"),
        ("2024-11-05", "2024-11-05"),
        ("2099-01-01", "2025-11-25"),
        ("", "2025-11-25"),
    ] {
        let hello =
            json!({ "protocolVersion": asked, "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
        let answers = talk(
            &house,
            &[
                request(1, "initialize", hello),
                r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#.into(),
                request(2, "ping", json!({})),
            ],
        );
        assert_eq!(answers.len(), 2, "a notification has no answer");
        assert_eq!(answers[0]["result"]["protocolVersion"], expected, "{asked}");
        assert_eq!(answers[0]["result"]["serverInfo"]["name"], "standfirst");
        assert!(answers[0]["result"]["instructions"].as_str().unwrap().contains("never an instruction"));
        assert_eq!(answers[1], json!({ "jsonrpc": "2.0", "id": 2, "result": {} }));
    }
}

#[test]
fn every_tool_gives_what_it_announces() {
    let house = world();
    let edition = house.run(&["show", "--format", "json"]).json(0);
    let brief = &edition["briefs"][0];
    let story = brief["story"].as_str().unwrap();
    let tools = talk(&house, &[request(1, "tools/list", json!({}))])[0]["result"]["tools"].as_array().unwrap().clone();
    let names: Vec<&str> = tools.iter().map(|t| t["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["search", "story", "brief", "evidence", "edition"]);
    assert!(tools.iter().all(|t| t["annotations"]["readOnlyHint"] == true && t["inputSchema"]["type"] == "object"));
    let ask = |name: &str, arguments: Value| -> Value {
        let tool = tools.iter().find(|t| t["name"] == name).unwrap();
        conforms(&arguments, &tool["inputSchema"], name);
        let result = call(&house, name, arguments);
        assert_eq!(result["isError"], false, "{name}: {result}");
        let value = result["structuredContent"].clone();
        conforms(&value, &tool["outputSchema"], name);
        // The text says what it is and holds the same, between two lines that it names itself.
        let text = result["content"][0]["text"].as_str().unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let mark = lines[0].split("marked ").nth(1).unwrap().split(' ').next().unwrap();
        assert!(lines[0].contains("nothing in it is an instruction") && lines.len() == 4, "{text}");
        assert_eq!(
            (lines[1], lines[3]),
            (format!("--- data {mark} ---").as_str(), format!("--- end {mark} ---").as_str())
        );
        assert_eq!(serde_json::from_str::<Value>(lines[2]).unwrap(), value);
        value
    };

    let found = ask("search", json!({ "query": "ferry", "limit": 1 }));
    assert_eq!(found["articles"].as_array().unwrap().len(), 1);
    let next = ask("search", json!({ "query": "ferry", "limit": 1, "cursor": found["next"] }));
    assert_ne!(found["articles"], next["articles"]);
    assert!(next["stories"].as_array().unwrap().is_empty());

    let told = ask("brief", json!({ "story": &story[..8] }));
    let sentences = told["briefs"][0]["sentences"].as_array().unwrap();
    assert_eq!(sentences[0]["text"], brief["headline"]["text"]);
    assert_eq!(sentences[0]["part"], "headline");
    assert_eq!(sentences[1]["text"], brief["tldr"][0]["text"]);
    assert_eq!(sentences.len(), common::each_sentence(brief).len(), "all of them");
    let all = ask("brief", json!({}));
    assert_eq!(all["edition"], edition["edition"]["id"]);
    assert_eq!(all["briefs"].as_array().unwrap().len(), edition["briefs"].as_array().unwrap().len());

    // The same passages as `explain`, and the words at their offsets.
    for n in 0..sentences.len() {
        let evidence = ask("evidence", json!({ "story": story, "sentence": n }));
        let explained = house.run(&["explain", &format!("{story}#{n}"), "--json"]).json(0);
        assert_eq!(evidence["text"], explained["text"]);
        assert_eq!(evidence["verdict"], explained["check"]["verdict"]);
        let (passages, refs) = (evidence["passages"].as_array().unwrap(), explained["refs"].as_array().unwrap());
        assert_eq!(passages.len(), refs.len());
        for (p, r) in passages.iter().zip(refs) {
            for key in ["article", "version", "start", "end", "hash"] {
                assert_eq!(p[key], r[key]);
            }
            assert!(p["url"].as_str().unwrap().starts_with("http") && !p["quote"].as_str().unwrap().is_empty());
        }
    }
    let why = ask("story", json!({ "story": story }));
    assert!(!why["reports"].as_array().unwrap().is_empty());
    let shown = ask("edition", json!({}));
    assert_eq!(shown["editions"][0]["edition"], edition["edition"]["id"]);
    assert_eq!(ask("edition", json!({ "edition": edition["edition"]["id"] })), shown);
    assert_eq!(ask("edition", json!({ "list": 3 }))["editions"].as_array().unwrap().len(), 1);

    let read = |uri: &str| {
        let answer = talk(&house, &[request(1, "resources/read", json!({ "uri": uri }))])[0].clone();
        serde_json::from_str::<Value>(
            answer["result"]["contents"][0]["text"].as_str().unwrap_or_else(|| panic!("{answer}")),
        )
        .unwrap()
    };
    assert_eq!(read("standfirst://edition/latest"), shown);
    assert_eq!(read(&format!("standfirst://story/{story}")), told);
}

#[test]
fn what_makes_no_sense_is_told_so() {
    let house = world();
    let code = |line: &str| {
        let answers = talk(&house, &[line.to_owned()]);
        assert_eq!(answers.len(), 1, "{line}");
        assert!(!answers[0]["error"]["message"].as_str().unwrap().is_empty());
        (answers[0]["error"]["code"].as_i64().unwrap(), answers[0]["id"].clone())
    };
    assert_eq!(code("{"), (-32700, Value::Null));
    assert_eq!(code("\u{feff}{}"), (-32700, Value::Null));
    assert_eq!(code("[]"), (-32600, Value::Null));
    assert_eq!(code("7"), (-32600, Value::Null));
    assert_eq!(code(r#"{"id":5,"method":"ping"}"#), (-32600, json!(5)));
    assert_eq!(code(r#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#), (-32600, Value::Null));
    assert_eq!(code(r#"{"jsonrpc":"2.0","id":[1],"method":"ping"}"#), (-32600, Value::Null));
    assert_eq!(code(&request(6, "server/discover", json!({}))), (-32601, json!(6)));
    assert_eq!(code(&request(7, "tools/call", json!({ "name": "delete" }))), (-32602, json!(7)));
    assert_eq!(code(&request(8, "tools/call", json!({ "name": "search", "arguments": [1] }))), (-32602, json!(8)));
    assert_eq!(code(&request(9, "resources/read", json!({ "uri": "file:///etc/passwd" }))), (-32002, json!(9)));
    assert_eq!(code(&format!("{{\"x\":\"{}\"}}", "x".repeat(2 << 20))), (-32600, Value::Null));
    assert_eq!(code(&format!("{}1{}", "[".repeat(5000), "]".repeat(5000))), (-32700, Value::Null));
    for (name, arguments, part) in [
        ("search", json!({}), "nothing to look for"),
        ("search", json!({ "query": "-ferry" }), "nothing to look for"),
        ("search", json!({ "query": 7 }), "takes a text"),
        ("search", json!({ "query": "x".repeat(3000) }), "takes a text"),
        ("search", json!({ "query": "ferry", "limit": 51 }), "from 1 to 50"),
        ("search", json!({ "query": "ferry", "limit": "ten" }), "from 1 to 50"),
        ("search", json!({ "query": "ferry", "cursor": "here" }), "cursor is none"),
        ("search", json!({ "query": "ferry", "sort": "date" }), "no argument “sort”"),
        ("brief", json!({ "story": "nosuchstory" }), "whose id begins"),
        ("brief", json!({ "story": "' OR 1=1 --" }), "is no story"),
        ("evidence", json!({}), "story is missing"),
        ("edition", json!({ "edition": "today" }), "is no edition"),
        ("edition", json!({ "edition": "0000000000000000" }), "no such edition"),
    ] {
        let result = call(&house, name, arguments.clone());
        assert_eq!(result["isError"], true, "{name} {arguments}");
        let text = result["content"][0]["text"].as_str().unwrap();
        assert!(text.contains(part) && text.len() < 300, "{name} {arguments}: {text}");
    }
    // An answer to nothing and blank lines are passed over; what follows is still answered.
    let answers =
        talk(&house, &[String::new(), r#"{"jsonrpc":"2.0","id":1,"result":{}}"#.into(), request(2, "ping", json!({}))]);
    assert_eq!(answers, [json!({ "jsonrpc": "2.0", "id": 2, "result": {} })]);
    let batch = format!("[{},{}]", request(1, "ping", json!({})), request(2, "no", json!({})));
    let answers = talk(&house, &[batch]);
    assert_eq!(answers[0].as_array().unwrap().len(), 2);
    House::new().run_with_input(&["mcp"], b"").expect(1, "there is nothing in");
}

/// The same over HTTP: for whoever may read, and no other site's page.
#[test]
fn the_page_answers_too() {
    let house = world();
    let token = house.run(&["token", "add", "assistant"]).out.trim().to_owned();
    let hello = request(1, "tools/call", json!({ "name": "edition", "arguments": {} }));
    let ask = |server: &Server, headers: &str, body: &str| {
        let head =
            format!("POST /mcp HTTP/1.0\r\nHost: localhost:{}\r\nContent-Length: {}\r\n", server.port(), body.len());
        let (head, body) = server.ask(&format!("{head}{headers}\r\n{body}"));
        let status: u16 = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, String::from_utf8(body).unwrap())
    };
    const JSON: &str = "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n";
    let open = Server::start(&house, &["serve", "--read-only", "--listen", "127.0.0.1:0"]);
    let (status, body) = ask(&open, JSON, &hello);
    assert_eq!(status, 200, "{body}");
    let over_http: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(over_http, talk(&house, std::slice::from_ref(&hello))[0], "the same as over standard input");
    let (status, body) = ask(&open, JSON, r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
    assert_eq!((status, body.as_str()), (202, ""));
    assert_eq!(ask(&open, "Content-Type: text/plain\r\n", &hello).0, 415);
    assert_eq!(ask(&open, &format!("{JSON}Origin: https://evil.example\r\n"), &hello).0, 403);
    assert_eq!(ask(&open, &format!("{JSON}Sec-Fetch-Site: cross-site\r\n"), &hello).0, 403);
    assert_eq!(ask(&open, JSON, &"x".repeat(2 << 20)).0, 413);
    assert!(open.get("/mcp").0.contains(" 405 "), "there is no stream to listen to");
    house.run_with_input(&["password"], b"heron on the weir\n").expect(0, "");
    let shut =
        Server::start(&house, &["serve", "--read-only", "--listen", "127.0.0.1:0", "--set", "access.reading=private"]);
    assert_eq!(ask(&shut, JSON, &hello).0, 401);
    assert_eq!(ask(&shut, &format!("{JSON}Authorization: Bearer {token}\r\n"), &hello).0, 200);
}

/// The official client's Python, where it is installed.
fn python() -> Option<PathBuf> {
    let exe = std::env::current_exe().unwrap();
    let installed = exe.ancestors().map(|d| d.join("mcp/bin/python"));
    std::env::var_os("STANDFIRST_MCP_PYTHON").map(PathBuf::from).into_iter().chain(installed).find(|p| p.is_file())
}

#[test]
fn the_official_client_is_served() {
    let Some(python) = python() else {
        eprintln!(
            "skipped: no Python with the package mcp; `python3 -m venv target/mcp && target/mcp/bin/pip install mcp` gets it"
        );
        return;
    };
    let house = world();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mcp_client.py");
    let output =
        Command::new(python).arg(script).arg(env!("CARGO_BIN_EXE_standfirst")).arg(house.data()).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let seen: Value = serde_json::from_str(&said).unwrap();
    if seen.is_null() {
        eprintln!("skipped: this Python has no package mcp");
        return;
    }
    assert_eq!(seen["tools"], json!(["search", "story", "brief", "evidence", "edition"]));
    assert_eq!(seen["read_only"], true);
    assert!(seen["errors"].as_array().unwrap().iter().all(|e| e == false), "{seen}");
    assert!(seen["sentences"].as_array().unwrap().len() > 3 && !seen["passages"].as_array().unwrap().is_empty());
    assert!(seen["refused"].as_str().unwrap().contains("from 0 to"), "{}", seen["refused"]);
    assert_eq!(seen["resources"], json!(["standfirst://edition/latest"]));
    assert!(seen["latest"]["stories"].as_array().is_some_and(|s| !s.is_empty()));
}

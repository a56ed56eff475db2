//! The `feed` filter: a feed document in (`path` or `body`, `headers`), its fields and entries out.

use serde_json::{Value, json};
use standfirst_collect::parse_feed;

/// Reads one feed. `path` is a file, `body` the text itself; `headers` may hold `content-type` and `content-location`.
pub(super) fn feed(line: &Value) -> Result<Value, String> {
    let body = match (line.get("path").and_then(Value::as_str), line.get("body").and_then(Value::as_str)) {
        (Some(path), _) => std::fs::read(path).map_err(|e| format!("{path} cannot be read: {e}; check the path"))?,
        (None, Some(body)) => body.as_bytes().to_vec(),
        (None, None) => return Err("the line has neither “path” nor “body”; give one of them".into()),
    };
    let mut document =
        parse_feed(&body, header(line, "content-type"), header(line, "content-location")).map_err(|e| e.to_string())?;
    if document.language.is_none() {
        document.language = header(line, "content-language").map(Into::into);
    }
    let feed = serde_json::to_value(&document).map_err(|e| e.to_string())?;
    Ok(json!({ "feed": feed }))
}

/// A header of the line, its name in any case.
fn header<'a>(line: &'a Value, name: &str) -> Option<&'a str> {
    let headers = line.get("headers")?.as_object()?;
    headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).and_then(|(_, v)| v.as_str())
}

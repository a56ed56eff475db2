//! `stage understand`: an article's text in; its names, quotations and times out.

use serde_json::{Value, json};
use standfirst_types::When;

/// Reads `text`, and `title`, `published` and `language` where a line has them.
pub(super) fn understand(line: &Value) -> Result<Value, String> {
    let field = |name: &str| line.get(name).and_then(Value::as_str);
    let text = field("text").ok_or("no \"text\": give the article's text as a string")?;
    let published = match field("published") {
        Some(date) => Some(
            When::parse(&format!("{date}Z"))
                .or_else(|| When::parse(date))
                .ok_or_else(|| format!("“{date}” is no date: give 2023-07-27 or 2023-07-27T17:00:00Z"))?,
        ),
        None => None,
    };
    let notes = standfirst_understand::understand_text(text, field("title"), published, field("language"));
    Ok(json!({ "names": notes.names, "quotes": notes.quotes, "times": notes.times, "events": [] }))
}

//! The `dates` filter: a date as a publisher wrote it in (`text`), seconds since 1970 out (`epoch`), or null.

use serde_json::{Value, json};
use standfirst_collect::parse_date;

/// Reads one date.
pub(super) fn dates(line: &Value) -> Result<Value, String> {
    let text = line.get("text").and_then(Value::as_str).ok_or("the line has no “text”; give the date as a string")?;
    Ok(json!({ "epoch": parse_date(text).map(|when| when.at.as_second()) }))
}

//! `standfirst stage repair`: a text in, the repaired text and every change out.
//!
//! In: `text`. Out: `text`, and `repairs` with the rule, the byte range in the text given, and what stood there.

use serde_json::{Value, json};

/// Repairs the text of one line.
///
/// # Errors
/// When the line has no `text`.
pub(super) fn repair(line: &Value) -> Result<Value, String> {
    let text = line.get("text").and_then(Value::as_str).ok_or("a line needs “text”")?;
    let repaired = standfirst_read::repair(text);
    let repairs: Vec<Value> = repaired
        .repairs
        .iter()
        .map(|r| json!({"rule": r.rule, "start": r.start, "end": r.end, "was": r.was}))
        .collect();
    Ok(json!({"text": repaired.text, "repairs": repairs}))
}

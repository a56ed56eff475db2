//! `stage write`: a summary of any texts, each sentence with the spans it stands at.

use serde_json::{Value, json};
use standfirst_write::{Budget, Source, summarise};

/// `{source | sources, title?, sentences | words}` → `{summary, support}`. Three sentences when no length is given.
pub(super) fn write(line: &Value) -> Result<Value, String> {
    let texts: Vec<&str> = match (line.get("source"), line.get("sources")) {
        (Some(Value::String(text)), _) => vec![text.as_str()],
        (_, Some(Value::Array(list))) => list.iter().filter_map(Value::as_str).collect(),
        _ => return Err("no `source` and no `sources`: give a text or a list of texts".into()),
    };
    let number = |key: &str| line.get(key).and_then(Value::as_u64).map(|n| n.min(10_000) as usize);
    let budget = match (number("words"), number("sentences")) {
        (Some(n), _) => Budget::Words(n),
        (None, n) => Budget::Sentences(n.unwrap_or(3)),
    };
    let read = |(n, text): (usize, &&str)| (n.to_string(), (*text).to_owned(), standfirst_read::sentences(text, None));
    let sources: Vec<Source> = texts.iter().enumerate().map(read).collect();
    let summary = summarise(&sources, line.get("title").and_then(Value::as_str), budget);
    let support: Vec<Vec<Value>> = summary
        .iter()
        .map(|(_, spans)| {
            spans.iter().map(|(s, start, end)| json!({"source": s, "start": start, "end": end})).collect()
        })
        .collect();
    let sentences: Vec<&String> = summary.iter().map(|s| &s.0).collect();
    Ok(json!({"summary": sentences, "support": support}))
}

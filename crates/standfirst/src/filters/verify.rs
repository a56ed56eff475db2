//! `stage verify`: any text against any sources.

use serde_json::{Value, json};
use standfirst_verify::{Source, check_text};

/// `{source | sources, summary}` → `{score, verdict, sentences}`. `source` in a support is the index of the source.
pub(super) fn verify(line: &Value) -> Result<Value, String> {
    let sources = sources(line)?;
    let summary: Vec<String> = match line.get("summary") {
        Some(Value::String(text)) => split(text),
        Some(Value::Array(list)) => list.iter().filter_map(|s| s.as_str().map(str::to_owned)).collect(),
        _ => return Err("no `summary`: give a text or a list of sentences".into()),
    };
    let check = check_text(&summary, &sources);
    let sentences: Vec<Value> = check
        .sentences
        .iter()
        .map(|s| {
            let spans = s.support.iter().map(|(id, start, end)| {
                json!({"source": id.parse::<usize>().unwrap_or_default(), "start": start, "end": end})
            });
            let support: Vec<Value> = spans.collect();
            json!({"text": s.text, "verdict": s.verdict, "score": s.score, "support": support, "missing": s.missing})
        })
        .collect();
    Ok(json!({"score": check.score, "verdict": check.verdict, "sentences": sentences}))
}

fn sources(line: &Value) -> Result<Vec<Source>, String> {
    let texts: Vec<&str> = match (line.get("source"), line.get("sources")) {
        (Some(Value::String(text)), _) => vec![text.as_str()],
        (_, Some(Value::Array(list))) => list.iter().filter_map(Value::as_str).collect(),
        _ => return Err("no `source` and no `sources`: give a text or a list of texts".into()),
    };
    let read = |(n, text): (usize, &&str)| (n.to_string(), (*text).to_owned(), standfirst_read::sentences(text, None));
    Ok(texts.iter().enumerate().map(read).collect())
}

fn split(text: &str) -> Vec<String> {
    let spans = standfirst_read::sentences(text, None);
    spans.iter().filter_map(|s| text.get(s[0] as usize..s[1] as usize)).map(str::to_owned).collect()
}

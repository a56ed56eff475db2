//! `stage verify`: any text against any sources.

use serde_json::{Value, json};
use standfirst_verify::{Source, check_text, features};

/// `{source | sources, summary}` → `{score, verdict, sentences}`. `source` in a support is the index of the source.
pub(super) fn verify(line: &Value) -> Result<Value, String> {
    let sources = sources(line)?;
    let summary: Vec<String> = match line.get("summary") {
        Some(Value::String(text)) => split(text),
        Some(Value::Array(list)) => list.iter().filter_map(|s| s.as_str().map(str::to_owned)).collect(),
        _ => return Err("no `summary`: give a text or a list of sentences".into()),
    };
    if line.get("features") == Some(&Value::Bool(true)) {
        return Ok(numbers(&summary, &sources));
    }
    let check = check_text(&summary, &sources);
    let sentences: Vec<Value> = check
        .sentences
        .iter()
        .map(|s| {
            let spans = s.support.iter().map(|(id, start, end)| {
                json!({"source": id.parse::<usize>().unwrap_or_default(), "start": start, "end": end})
            });
            let support: Vec<Value> = spans.collect();
            json!({"text": s.text, "verdict": s.verdict, "score": s.score, "support": support, "missing": s.missing, "by": s.by})
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

/// What the sentences are scored by, for fitting the weights of the score (`crates/verify/data/fit.py`).
fn numbers(summary: &[String], sources: &[Source]) -> Value {
    let one = |f: standfirst_verify::Features| json!({"sentence": f.sentence, "words": f.words, "verbatim": f.verbatim, "altered": f.altered, "cut": f.cut});
    let all = features(summary, sources).into_iter().zip(summary);
    json!({"features": all.map(|(f, text)| json!({"text": text, "of": f.map(one)})).collect::<Vec<_>>()})
}

/// The sentences of a text. Tokenised text, which puts a blank before every full stop, is parted there too, though the next
/// word begins small.
fn split(text: &str) -> Vec<String> {
    let spans = standfirst_read::sentences(text, None);
    let sentences = spans.iter().filter_map(|s| text.get(s[0] as usize..s[1] as usize));
    sentences.flat_map(tokenised).filter(|s| s.chars().any(char::is_alphanumeric)).map(str::to_owned).collect()
}

fn tokenised(mut rest: &str) -> Vec<&str> {
    let mut out = vec![];
    while let Some(at) = [" . ", " ? ", " ! "].iter().filter_map(|stop| rest.find(stop)).min() {
        out.push(&rest[..at + 2]);
        rest = &rest[at + 3..];
    }
    out.push(rest);
    out
}

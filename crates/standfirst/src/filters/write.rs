//! `stage write`: a summary of any texts, each sentence with the spans it stands at; or one sentence made shorter, or a
//! headline.

use serde_json::{Value, json};
use standfirst_write::{Budget, Sentence, Source, compress, headline, summarise};

/// `{source | sources, title?, sentences | words}` → `{summary, support}`. Three sentences when no length is given. With
/// `compress: true` every sentence of the source is given back shorter, with the spans of the pieces that stay; with
/// `headline: true` one headline of at most 90 characters.
pub(super) fn write(line: &Value) -> Result<Value, String> {
    let texts: Vec<&str> = match (line.get("source"), line.get("sources")) {
        (Some(Value::String(text)), _) => vec![text.as_str()],
        (_, Some(Value::Array(list))) => list.iter().filter_map(Value::as_str).collect(),
        _ => return Err("no `source` and no `sources`: give a text or a list of texts".into()),
    };
    let number = |key: &str| line.get(key).and_then(Value::as_u64).map(|n| n.min(10_000) as usize);
    let asked = |key: &str| line.get(key).and_then(Value::as_bool).unwrap_or_default();
    let budget = match (number("words"), number("sentences")) {
        (Some(n), _) => Budget::Words(n),
        (None, n) => Budget::Sentences(n.unwrap_or(3)),
    };
    let read = |(n, text): (usize, &&str)| (n.to_string(), (*text).to_owned(), standfirst_read::sentences(text, None));
    let sources: Vec<Source> = texts.iter().enumerate().map(read).collect();
    let summary = match () {
        () if asked("compress") => compressed(&sources),
        () if asked("headline") => headline(&sources).into_iter().collect(),
        () => summarise(&sources, line.get("title").and_then(Value::as_str), budget),
    };
    let support: Vec<Vec<Value>> = summary
        .iter()
        .map(|(_, spans)| {
            spans.iter().map(|(s, start, end)| json!({"source": s, "start": start, "end": end})).collect()
        })
        .collect();
    let sentences: Vec<&String> = summary.iter().map(|s| &s.0).collect();
    Ok(json!({"summary": sentences, "support": support}))
}

/// Every sentence, shorter where it can be, with what of it stays.
fn compressed(sources: &[Source]) -> Vec<Sentence> {
    let all = sources.iter().enumerate().flat_map(|(n, s)| s.2.iter().map(move |span| (n, s.1.as_str(), *span)));
    all.filter_map(|(n, text, [start, end])| {
        let (short, pieces) = compress(text.get(start as usize..end as usize)?);
        Some((short, pieces.iter().map(|p| (n, start + p[0] as u32, start + p[1] as u32)).collect()))
    })
    .collect()
}

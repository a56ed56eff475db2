//! The filters: every stage on its own, one JSON object a line in and out, same order, same `id`, bounded memory.
//!
//! `standfirst stage NAME` is for shell pipes, notebooks and bulk engines, and the contract by which each stage is measured.
//! A bad line yields `{"id"?, "error"}` in its place. All offsets are UTF-8 byte offsets, start inclusive, end exclusive.

mod dates;
mod duplicates;
mod feed;
mod group;
mod read;
mod repair;
mod understand;
mod verify;
mod write;

use serde_json::{Value, json};
use std::io::{BufRead, Write};

/// The filters by name, with what they take and give.
pub(crate) const NAMES: &[(&str, &str)] = &[
    ("feed", "{id, path|body, headers?} → {feed} or {error}"),
    ("dates", "{id, text} → {epoch}"),
    ("read", "{id, path|html, url?, headers?} → {title, authors, published, text, sentences, access, …}"),
    ("repair", "{id, text} → {text, repairs}"),
    ("understand", "{id, text, title?, published?} → {names, quotes, times, events}"),
    ("duplicates", "{id, title, text, date?, source?} → {cluster}"),
    (
        "group",
        "{id, title, text, date?, source?, summary?, names?, family?, language?} in time order → {cluster, score, runner_up}",
    ),
    ("write", "{id, source|sources, title?, sentences|words} → {summary, support}"),
    ("group", "{id, title, text, date?, source?} in time order → {cluster, score, runner_up}"),
    ("write", "{id, source|sources, title?, sentences|words|compress|headline} → {summary, support}"),
    ("verify", "{id, source|sources, summary} → {score, verdict, sentences}"),
];

/// Longest line taken, in bytes: a page of the largest size with its JSON escapes.
const MAX_LINE: usize = 64 << 20;

/// What a filter does with one line.
type Line = Box<dyn FnMut(&Value) -> Result<Value, String>>;

fn filter(name: &str) -> Option<Line> {
    Some(match name {
        "feed" => Box::new(feed::feed),
        "dates" => Box::new(dates::dates),
        "read" => Box::new(read::read),
        "repair" => Box::new(repair::repair),
        "understand" => Box::new(understand::understand),
        "duplicates" => {
            let mut state = duplicates::Duplicates::new();
            Box::new(move |line| state.line(line))
        }
        "group" => {
            let mut state = group::Group::new();
            Box::new(move |line| state.line(line))
        }
        "write" => Box::new(write::write),
        "verify" => Box::new(verify::verify),
        _ => return None,
    })
}

/// Runs a filter over lines. Returns how many lines were bad, or `None` when there is no such filter.
///
/// # Errors
/// When input or output fail, as on a closed pipe.
pub(crate) fn run(name: &str, input: impl BufRead, mut output: impl Write) -> std::io::Result<Option<u64>> {
    let Some(mut line_of) = filter(name) else { return Ok(None) };
    let mut bad = 0;
    for line in capped_lines(input) {
        let line = line?;
        let answer = match line {
            Ok(text) if text.iter().all(u8::is_ascii_whitespace) => continue,
            Ok(text) => answer(&text, &mut line_of),
            Err(why) => json!({ "error": why }),
        };
        bad += u64::from(answer.get("error").is_some());
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(Some(bad))
}

fn answer(text: &[u8], line_of: &mut Line) -> Value {
    let line: Value = match serde_json::from_slice(text) {
        Ok(line @ Value::Object(_)) => line,
        Ok(_) => return json!({ "error": "the line is JSON but no object" }),
        Err(e) => return json!({ "error": format!("the line is not JSON: {e}") }),
    };
    let id = line.get("id").cloned();
    // The stages promise not to panic; a filter keeps its place in the stream even if one breaks that promise.
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| line_of(&line)));
    let mut out = match result {
        Ok(Ok(Value::Object(map))) => map,
        Ok(Ok(other)) => serde_json::Map::from_iter([("result".to_owned(), other)]),
        Ok(Err(why)) => serde_json::Map::from_iter([("error".to_owned(), Value::String(why))]),
        Err(_) => serde_json::Map::from_iter([(
            "error".to_owned(),
            Value::String("this line broke the stage; please report it".into()),
        )]),
    };
    if let Some(id) = id {
        out.insert("id".into(), id);
    }
    Value::Object(out)
}

/// Lines of at most [`MAX_LINE`] bytes; a longer one is skipped to its end and reported in its place.
fn capped_lines(mut input: impl BufRead) -> impl Iterator<Item = std::io::Result<Result<Vec<u8>, String>>> {
    std::iter::from_fn(move || {
        let mut line = vec![];
        let mut over = false;
        loop {
            let chunk = match input.fill_buf() {
                Ok([]) if line.is_empty() && !over => return None,
                Ok(chunk) => chunk,
                Err(e) => return Some(Err(e)),
            };
            let end = chunk.iter().position(|&b| b == b'\n');
            let take = end.map_or(chunk.len(), |at| at + 1);
            over |= line.len() + take > MAX_LINE;
            if !over {
                line.extend_from_slice(&chunk[..take]);
            }
            input.consume(take);
            if end.is_some() || take == 0 {
                return Some(Ok(if over {
                    Err(format!("the line is longer than {MAX_LINE} bytes"))
                } else {
                    Ok(line)
                }));
            }
        }
    })
}

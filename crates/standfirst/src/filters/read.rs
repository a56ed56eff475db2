//! `standfirst stage read`: a page in, its article out.
//!
//! In: `path` (`.html` or `.html.gz`) or `html`, and `url`, `headers` where they are known. Out: the article's facts, its text,
//! the byte spans of its sentences, its access and the findings.

use serde_json::{Value, json};
use standfirst_read::{Hints, Stated, read_stated};
use standfirst_types::{Capture, CaptureOrigin, Reading};
use std::io::Read;

/// A page file is read to at most this many bytes after decompression; more is a finding of the reader.
const MAX_FILE: u64 = 9 * 1024 * 1024;

/// Reads the page of one line.
///
/// # Errors
/// When the line has neither `html` nor `path`, or the file cannot be read.
pub(super) fn read(line: &Value) -> Result<Value, String> {
    let text = |key: &str| line.get(key).and_then(Value::as_str);
    let url = text("url").unwrap_or_default();
    let headers = headers(line.get("headers"));
    let (body, headers, name) = match (text("html"), text("path")) {
        // Text given as text is UTF-8, whatever the page was delivered in.
        (Some(html), _) => (html.as_bytes().to_vec(), vec![], ""),
        (None, Some(path)) => (body(path)?, headers, path),
        (None, None) => return Err("a line needs “html” or “path”".into()),
    };
    let origin = CaptureOrigin::File(name.to_owned());
    let capture = Capture::new(url, url, jiff::Timestamp::UNIX_EPOCH, 200, headers, body, origin);
    let (reading, stated) = read_stated(&capture, &Hints::default());
    Ok(output(&reading, stated))
}

fn output(reading: &Reading, stated: Stated) -> Value {
    let article = &reading.article;
    json!({
        "title": article.title,
        "authors": article.authors,
        "published": stated.published,
        "modified": stated.modified,
        "language": article.language,
        "site": article.site,
        "section": article.section,
        "image": stated.image.map(|i| json!({"url": i.url, "credit": i.credit})),
        "keywords": stated.keywords,
        "canonical": article.canonical,
        "text": article.text,
        "sentences": article.sentences,
        "access": article.access,
        "findings": reading.findings,
    })
}

/// The bytes of a page file, decompressed when its name ends in `.gz`.
fn body(path: &str) -> Result<Vec<u8>, String> {
    let file = std::fs::File::open(path).map_err(|e| format!("cannot open {path}: {e}"))?;
    let mut out = vec![];
    let result = if path.ends_with(".gz") {
        flate2::read::MultiGzDecoder::new(std::io::BufReader::new(file)).take(MAX_FILE).read_to_end(&mut out)
    } else {
        file.take(MAX_FILE).read_to_end(&mut out)
    };
    result.map_err(|e| format!("cannot read {path}: {e}"))?;
    Ok(out)
}

/// Headers as an object or as a list of pairs, names in lower case. The file is not in its content coding any more.
fn headers(value: Option<&Value>) -> Vec<(String, String)> {
    let pair = |name: &str, value: &Value| Some((name.to_ascii_lowercase(), value.as_str()?.to_owned()));
    let all: Vec<(String, String)> = match value {
        Some(Value::Object(map)) => map.iter().filter_map(|(n, v)| pair(n, v)).collect(),
        Some(Value::Array(list)) => list.iter().filter_map(|p| pair(p.get(0)?.as_str()?, p.get(1)?)).collect(),
        _ => vec![],
    };
    all.into_iter().filter(|(n, _)| n != "content-encoding").collect()
}

//! What must not get worse, measured on files that are not part of this repository: skipped, and said so, without them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail like tests")]

use std::path::PathBuf;

/// A file of the development data, or `None` with a word about it.
fn data(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("STANDFIRST_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let file = root.join(path);
    if !file.exists() {
        println!("skipped: {} is not there; set STANDFIRST_DATA to the development data", file.display());
        return None;
    }
    Some(file)
}

#[test]
fn dates() {
    let Some(file) = data("feeds/feedparser/date_cases.json") else { return };
    let cases: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let (mut right, mut invented) = (0, Vec::new());
    for case in &cases {
        let text = case["in"].as_str().unwrap();
        let got = standfirst_collect::parse_date(text).map(|w| w.at.as_second());
        match case["want"].as_i64() {
            Some(want) => right += usize::from(got == Some(want)),
            None if got.is_some() => invented.push(text),
            None => {}
        }
    }
    assert!(cases.len() >= 72, "{} cases", cases.len());
    assert!(right >= 45, "{right} right");
    assert!(invented.is_empty(), "{invented:?}");
}

#[test]
fn every_feed_of_the_data_is_one() {
    // Files with an expectation beside them, in the expectation's own model: only the number of entries is compared.
    let Some(root) = data("feeds/gofeed/parser") else { return };
    let mut compared = 0;
    for kind in ["atom", "rss"] {
        for file in std::fs::read_dir(root.join(kind)).unwrap().flatten().map(|f| f.path()) {
            if file.extension().is_none_or(|e| e != "xml") {
                continue;
            }
            let Ok(expected) = std::fs::read(file.with_extension("json")) else { continue };
            let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
            let list = expected["items"].as_array().or(expected["entries"].as_array());
            let Ok(doc) = standfirst_collect::parse_feed(&std::fs::read(&file).unwrap(), None, None) else {
                panic!("{} is no feed", file.display())
            };
            let least = list.map_or(0, Vec::len);
            assert!(doc.entries.len() >= least, "{}: {} of {least} entries", file.display(), doc.entries.len());
            compared += 1;
        }
    }
    assert!(compared > 300, "{compared} compared");
}

//! What must not get worse, measured on files that are not part of this repository: skipped, and said so, without them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail like tests")]

mod score;

use sha2::Digest;
use standfirst_collect::parse_feed;
use std::path::{Path, PathBuf};

/// A folder of the development data, or `None` with a word about it.
fn data(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("STANDFIRST_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let folder = root.join(path);
    if !folder.exists() {
        println!("skipped: {} is not there; set STANDFIRST_DATA to the development data", folder.display());
        return None;
    }
    Some(folder)
}

/// The files under a folder, sorted by path.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Ends the test when a figure fell below its floor, or was measured on other data than its floor.
fn stands(name: &str, value: f64, corpus: &str) {
    println!("{name} {value:.4}");
    let floors = xtask::floors::repository().unwrap_or_else(|fault| panic!("{fault}"));
    let floor = floors.get(name).unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(floor.corpus_sha256.as_deref(), Some(corpus), "{name} was measured on other data");
    xtask::check(name, value).unwrap_or_else(|breach| panic!("{breach}"));
}

fn hash(files: &[PathBuf]) -> String {
    let mut hash = sha2::Sha256::new();
    files.iter().for_each(|f| hash.update(std::fs::read(f).unwrap()));
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// The field checks of feedparser's own tests. Fields are equal when they are without tags, references and white space.
#[test]
fn feedparser_fields() {
    let Some(root) = data("feeds/feedparser") else { return };
    let all: serde_json::Value = serde_json::from_slice(&std::fs::read(root.join("checks.json")).unwrap()).unwrap();
    let (mut right, mut total) = ([0.0f64; 2], [0.0f64; 2]);
    for check in all["checks"].as_array().unwrap() {
        let category = check["cat"].as_str().unwrap();
        // The sanitiser's job is done elsewhere: no HTML of a feed is ever shown.
        if category.contains("sanitize") {
            continue;
        }
        let group = usize::from(category == "entities");
        total[group] += 1.0;
        let body = std::fs::read(root.join(check["path"].as_str().unwrap())).unwrap();
        let header = |name: &str| {
            let headers = check["headers"].as_object()?;
            headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name))?.1.as_str()
        };
        let Ok(mut doc) = parse_feed(&body, header("content-type"), header("content-location")) else { continue };
        doc.language = doc.language.or_else(|| header("content-language").map(Into::into));
        let passes = score::passes(&serde_json::to_value(doc).unwrap(), check);
        right[group] += f64::from(u8::from(passes));
        if !passes {
            println!("fails: {} {}", check["path"], check["field"]);
        }
    }
    assert_eq!(total[0] + total[1], 692.0, "checks");
    let corpus = hash(&files(&root));
    stands("collect.feedparser.parser", right[0] / total[0], &corpus);
    stands("collect.feedparser.entities", right[1] / total[1], &corpus);
    stands("collect.feedparser.both", (right[0] + right[1]) / (total[0] + total[1]), &corpus);
}

#[test]
fn feedparser_dates() {
    let Some(file) = data("feeds/feedparser/date_cases.json") else { return };
    let cases: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let (mut right, mut invented) = (0u32, Vec::new());
    for case in &cases {
        let text = case["in"].as_str().unwrap();
        let got = standfirst_collect::parse_date(text).map(|w| w.at.as_second());
        match case["want"].as_i64() {
            Some(want) => right += u32::from(got == Some(want)),
            None if got.is_some() => invented.push(text),
            None => {}
        }
    }
    println!("invented: {invented:?}");
    let corpus = hash(&[file]);
    stands("collect.dates.right", f64::from(right), &corpus);
    stands("collect.dates.invented", invented.len() as f64, &corpus);
}

/// Files that hold no feed, or one of which another reader takes more entries than there are, each with its reason.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// No file of others' tests gives fewer entries than its expectation says, or than feed-rs finds in it.
#[test]
fn no_file_gives_fewer_entries_than_another_reader_finds() {
    let (mut compared, mut fewer, mut all) = (0, Vec::new(), Vec::new());
    for set in ["gofeed", "feed-rs", "feedsmith", "miniflux", "mini"] {
        let Some(root) = data(&format!("feeds/{set}")) else { return };
        for file in files(&root) {
            let ending = file.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
            if !matches!(ending.as_str(), "xml" | "rss" | "atom" | "json" | "rdf") {
                continue;
            }
            let body = std::fs::read(&file).unwrap();
            let ours = parse_feed(&body, None, None).map_or(0, |d| d.entries.len() + d.rejected.len());
            let theirs = feed_rs::parser::parse(body.as_slice()).map_or(0, |f| f.entries.len());
            let expected = expectation(&file).unwrap_or(0);
            let name = file.strip_prefix(&root).unwrap().display().to_string();
            if ours < theirs.max(expected) && !EXCEPTIONS.iter().any(|(n, _)| name.ends_with(n)) {
                fewer.push(format!("{set}/{name}: {ours}, feed-rs {theirs}, expected {expected}"));
            }
            compared += usize::from(theirs.max(expected) > 0);
            all.push(file);
        }
    }
    println!("{compared} files of {} compared", all.len());
    assert!(compared > 340, "{compared} compared");
    stands("collect.entries.fewer", fewer.len() as f64, &hash(&all));
    assert!(fewer.is_empty(), "{fewer:#?}");
}

/// The number of entries in the JSON that lies beside an XML file and says what should be read of it.
fn expectation(file: &Path) -> Option<usize> {
    if file.extension()? == "json" {
        return None;
    }
    let expected: serde_json::Value = serde_json::from_slice(&std::fs::read(file.with_extension("json")).ok()?).ok()?;
    expected["items"].as_array().or(expected["entries"].as_array()).map(Vec::len)
}

//! Quality figures of the reader on labelled development sets, held to `quality/floors.json`, and what must be true of every page
//! of them. The sets do not ship: where they are not there, each test says that it skips.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use serde_json::Value;
use standfirst_read::{Hints, Stated, read_stated, repair};
use standfirst_types::{Capture, CaptureOrigin, Reading};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The folder of a set, or `None` with a word about it.
fn set(name: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let folder = std::env::var_os("STANDFIRST_DATA").map_or(beside, PathBuf::from).join(name);
    if !folder.exists() {
        println!("skipped: {} is not here; set STANDFIRST_DATA", folder.display());
        return None;
    }
    Some(folder)
}

/// Every labelled page of a set with its reading; each is held to what must be true of all.
fn readings(folder: &Path) -> Vec<(Value, Reading, Stated)> {
    // Python writes what is no number as `NaN`, which is no JSON.
    let text = std::fs::read_to_string(folder.join("ground-truth.json")).unwrap().replace(": NaN", ": null");
    let gold: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    let page = |(id, gold): (String, Value)| {
        let file = std::fs::File::open(folder.join(format!("html/{id}.html.gz"))).unwrap();
        let mut body = vec![];
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut body).unwrap();
        let url = gold["url"].as_str().unwrap_or_default().to_owned();
        let (now, origin) = (jiff::Timestamp::UNIX_EPOCH, CaptureOrigin::Web);
        let capture = Capture::new(&url, &url, now, 200, vec![], body, origin);
        let (reading, stated) = read_stated(&capture, &Hints::default());
        spans_hold(&id, &reading);
        (gold, reading, stated)
    };
    gold.into_iter().map(page).collect()
}

/// Sentences lie in the text, in order, on character boundaries, inside one paragraph, without outer white space.
fn spans_hold(id: &str, reading: &Reading) {
    let article = &reading.article;
    let mut last = 0;
    for (i, [start, end]) in article.sentences.iter().enumerate() {
        let text = article.sentence(i).unwrap_or_default();
        let inside = *start >= last && start < end && !text.contains("\n\n");
        assert!(inside && !text.is_empty() && text.trim() == text, "{id}: sentence {i}, {text:?}");
        last = *end;
    }
    let letters = |t: &str| t.chars().filter(|c| c.is_alphanumeric()).count();
    let spoken: usize = (0..article.sentences.len()).filter_map(|i| article.sentence(i)).map(letters).sum();
    assert_eq!(spoken, letters(&article.text), "{id}: words outside of sentences");
}

/// Four-gram shingles of `\w+` tokens, with their counts (the metric of scrapinghub/article-extraction-benchmark).
fn shingles(text: &str) -> BTreeMap<Vec<&str>, usize> {
    let tokens: Vec<&str> =
        text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|t| !t.is_empty()).collect();
    let mut counts = BTreeMap::new();
    for window in tokens.windows(4.min(tokens.len().max(1))) {
        *counts.entry(window.to_vec()).or_default() += 1;
    }
    counts
}

/// The harmonic mean of mean precision and mean recall over pages.
fn text_f1(pages: &[(Value, Reading, Stated)]) -> f64 {
    let (mut precision, mut recall) = (vec![], vec![]);
    for (gold, reading, _) in pages {
        let (want, got) = (shingles(gold["articleBody"].as_str().unwrap_or_default()), shingles(&reading.article.text));
        let both: usize = want.iter().map(|(s, n)| got.get(s).map_or(0, |m| *n.min(m))).sum();
        let (want, got) = (want.values().sum::<usize>(), got.values().sum::<usize>());
        if got > 0 {
            precision.push(both as f64 / got as f64);
        }
        if want > 0 {
            recall.push(both as f64 / want as f64);
        }
    }
    let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len().max(1) as f64;
    harmonic(mean(&precision), mean(&recall))
}

fn harmonic(a: f64, b: f64) -> f64 {
    2.0 * a * b / (a + b)
}

fn hold(name: &str, value: f64) {
    println!("{name} = {value:.4}");
    xtask::check(name, value).unwrap_or_else(|breach| panic!("{breach}"));
}

#[test]
fn news_and_blogs() {
    let Some(folder) = set("pages/scrapinghub") else { return };
    hold("read.scrapinghub.f1", text_f1(&readings(&folder)));
}

#[test]
fn articles_of_all_kinds() {
    let Some(folder) = set("pages/articles-2026") else { return };
    let pages = readings(&folder);
    hold("read.articles.f1", text_f1(&pages));
    let squash = |t: &str| t.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let titled = pages.iter().filter_map(|(gold, r, _)| Some((gold["title"].as_str()?, &r.article.title)));
    let right: Vec<bool> = titled.filter(|(g, _)| !g.is_empty()).map(|(g, t)| squash(g) == squash(t)).collect();
    hold("read.articles.titles", right.iter().filter(|r| **r).count() as f64 / right.len() as f64);
    let signed = pages.iter().filter_map(|(gold, r, _)| Some((gold["author"].as_str()?, &r.article.authors)));
    let right: Vec<bool> = signed
        .filter(|(g, _)| !g.is_empty())
        .map(|(g, authors)| {
            let found: BTreeSet<String> = authors.iter().map(|a| squash(a)).collect();
            let wanted = g.replace(" and ", ",").replace(['&', ';'], ",");
            let wanted: BTreeSet<String> = wanted.split(',').map(squash).filter(|w| !w.is_empty()).collect();
            squash(g) == squash(&authors.join(", ")) || wanted == found
        })
        .collect();
    hold("read.articles.authors", right.iter().filter(|r| **r).count() as f64 / right.len() as f64);
}

#[test]
fn segments_in_and_out() {
    let Some(folder) = set("pages/segments") else { return };
    let squash = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
    let (mut right, mut wrong, mut missed) = (0.0, 0.0, 0.0);
    for (gold, reading, _) in readings(&folder) {
        let text = squash(&reading.article.text);
        let list = |key: &str| gold[key].as_array().cloned().unwrap_or_default();
        let found = |v: &Value| text.contains(&squash(v.as_str().unwrap_or_default()));
        let inside = list("with").iter().filter(|v| found(v)).count();
        right += inside as f64;
        missed += (list("with").len() - inside) as f64;
        wrong += list("without").iter().filter(|v| found(v)).count() as f64;
    }
    hold("read.segments.f1", harmonic(right / (right + wrong), right / (right + missed)));
}

#[test]
fn dates_of_publication() {
    let Some(folder) = set("pages/dates") else { return };
    let pages = readings(&folder);
    let day = |s: &Stated| s.published.as_deref().and_then(|p| p.get(..10)).map(str::to_owned);
    let right = pages.iter().filter(|(gold, _, stated)| day(stated).as_deref() == gold["date"].as_str()).count();
    hold("read.dates.right", right as f64 / pages.len() as f64);
}

#[test]
fn damaged_text() {
    let Some(folder) = set("feeds/ftfy") else { return };
    let mut right = 0;
    for file in ["in-the-wild", "synthetic", "negative"] {
        let cases: Vec<Value> =
            serde_json::from_slice(&std::fs::read(folder.join(format!("{file}.json"))).unwrap()).unwrap();
        for case in cases.iter().filter(|c| c["expect"] == "pass") {
            let text = repair(case["original"].as_str().unwrap_or_default()).text;
            right += usize::from(["fixed-encoding", "fixed"].iter().any(|k| case[*k].as_str() == Some(&text)));
        }
    }
    hold("read.ftfy.right", right as f64);
}

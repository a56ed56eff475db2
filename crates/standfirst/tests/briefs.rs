//! Quality of the default writer on labelled sets, through the real binary's filter, held to `quality/floors.json`. Settings
//! were chosen on the first, third, fifth … line of each set; the others are what is reported. Where the sets are not there,
//! each test says that it skips.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{
    House,
    sets::{hold, set},
};
use rust_stemmers::{Algorithm, Stemmer};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// The lines of a set that are reported, or `None` with a word about it.
fn reported(name: &str) -> Option<Vec<Value>> {
    let text = std::fs::read_to_string(set(&format!("briefs/{name}"))?).unwrap();
    let lines = text.lines().filter(|l| !l.trim().is_empty());
    Some(lines.skip(1).step_by(2).map(|l| serde_json::from_str(l).unwrap()).collect())
}

/// What `stage write` makes of each line, by place.
fn written(lines: &[Value], how: &Value) -> Vec<(Vec<String>, Value)> {
    let line = |(n, row): (usize, &Value)| {
        let mut line = json!({ "id": n });
        let fields = line.as_object_mut().unwrap();
        match row.get("sources") {
            Some(sources) => fields.insert("sources".into(), sources.clone()),
            None => fields.insert("source".into(), row.get("source").or(row.get("text")).unwrap().clone()),
        };
        fields.extend(how.as_object().unwrap().clone());
        format!("{line}\n")
    };
    let input: String = lines.iter().enumerate().map(line).collect();
    let said = House::new().run_with_input(&["stage", "write"], input.as_bytes());
    assert_eq!(said.code, 0, "{}", said.err);
    let sentences =
        |v: &Value| v["summary"].as_array().unwrap().iter().map(|s| s.as_str().unwrap().to_owned()).collect();
    said.out
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).unwrap())
        .map(|v| (sentences(&v), v["support"].clone()))
        .collect()
}

fn references(row: &Value) -> Vec<String> {
    let one = row.get("reference").and_then(Value::as_str).map(|r| vec![r.to_owned()]);
    let list = |key: &str| {
        let list = row.get(key)?.as_array()?;
        Some(list.iter().filter_map(|r| r.as_str().map(str::to_owned)).collect::<Vec<_>>())
    };
    one.or_else(|| list("references")).or_else(|| list("summaries")).unwrap()
}

/// Lower-case runs of letters and digits; Snowball stems of words longer than three letters.
fn tokens(text: &str, stemmer: Option<&Stemmer>) -> Vec<String> {
    let words = text.to_lowercase();
    let words = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    words.map(|w| stemmer.filter(|_| w.len() > 3).map_or_else(|| w.to_owned(), |s| s.stem(w).into_owned())).collect()
}

/// F1 of the n-grams that two texts share.
fn overlap(a: &[String], b: &[String], n: usize) -> f64 {
    let count = |words: &[String]| {
        let mut all: HashMap<Vec<String>, usize> = HashMap::new();
        words.windows(n).for_each(|w| *all.entry(w.to_vec()).or_default() += 1);
        all
    };
    let (x, y) = (count(a), count(b));
    let hits: usize = x.iter().map(|(g, c)| (*c).min(y.get(g).copied().unwrap_or_default())).sum();
    let all = a.len().saturating_sub(n - 1) + b.len().saturating_sub(n - 1);
    if hits == 0 { 0.0 } else { 2.0 * hits as f64 / all as f64 }
}

/// ROUGE-n F1 in percent, the best of several references; ROUGE-1 and ROUGE-2.
fn rouge(rows: &[Value], texts: &[String]) -> [f64; 2] {
    let stemmer = Stemmer::create(Algorithm::English);
    let mut sums = [0.0; 2];
    for (row, text) in rows.iter().zip(texts) {
        let own = tokens(text, Some(&stemmer));
        for (n, sum) in sums.iter_mut().enumerate() {
            let best =
                references(row).iter().map(|r| overlap(&own, &tokens(r, Some(&stemmer)), n + 1)).fold(0.0, f64::max);
            *sum += 100.0 * best / rows.len() as f64;
        }
    }
    sums
}

fn joined(made: &[(Vec<String>, Value)]) -> Vec<String> {
    made.iter().map(|m| m.0.join("\n")).collect()
}

#[test]
fn summaries_tell_what_editors_tell() {
    for (name, file, how) in [
        ("write.cnndm", "cnndm_frank250/all.jsonl", json!({ "sentences": 3 })),
        ("write.multinews", "multinews/val.jsonl", json!({ "words": 250 })),
        ("write.xsum", "xsum_frank250/all.jsonl", json!({ "sentences": 1 })),
    ] {
        let Some(rows) = reported(file) else { return };
        let made = written(&rows, &how);
        let [one, two] = rouge(&rows, &joined(&made));
        hold(&format!("{name}.rouge1"), one);
        hold(&format!("{name}.rouge2"), two);
    }
}

#[test]
fn no_sentence_opens_with_a_word_that_points_back() {
    const BACK: &[&str] = &[
        "he",
        "she",
        "it",
        "they",
        "his",
        "her",
        "their",
        "its",
        "him",
        "them",
        "this",
        "that",
        "these",
        "those",
        "but",
        "and",
        "however",
        "also",
        "so",
        "then",
        "yet",
        "instead",
        "therefore",
        "meanwhile",
        "nor",
        "or",
        "which",
        "who",
        "because",
    ];
    let (mut back, mut all) = (0, 0);
    let mut traced = 0;
    for (file, how) in [
        ("cnndm_frank250/all.jsonl", json!({ "sentences": 3 })),
        ("multinews/val.jsonl", json!({ "words": 250 })),
        ("xsum_frank250/all.jsonl", json!({ "sentences": 1 })),
    ] {
        let Some(rows) = reported(file) else { return };
        for (sentences, support) in written(&rows, &how) {
            for (n, sentence) in sentences.iter().enumerate() {
                let first = sentence.split(|c: char| !c.is_alphabetic()).find(|w| !w.is_empty()).unwrap_or_default();
                all += 1;
                back += usize::from(BACK.contains(&first.to_lowercase().as_str()) && !sentence.starts_with(['“', '"']));
                traced += usize::from(support[n].as_array().is_some_and(|s| !s.is_empty()));
            }
        }
    }
    hold("write.openings_that_point_back", back as f64 / all as f64);
    assert_eq!(traced, all, "every sentence is traced");
}

#[test]
fn headlines_tell_more_than_as_much_of_the_first_sentence() {
    let Some(rows) = reported("headlines/newsroom.jsonl") else { return };
    let cut = |text: &str| {
        let mut out = String::new();
        for word in text.split_whitespace() {
            if out.chars().count() + 1 + word.chars().count() > 90 {
                break;
            }
            out = format!("{out} {word}").trim().to_owned();
        }
        out
    };
    let whole: Vec<String> = rows.iter().map(|r| r["text"].as_str().unwrap().to_owned()).collect();
    let first: Vec<String> = whole.iter().map(|t| cut(t)).collect();
    let (long, short) = (rouge(&rows, &whole)[0], rouge(&rows, &first)[0]);
    let lone = rouge(&rows, &joined(&written(&rows, &json!({ "sentences": 1 }))))[0];
    let headlines = joined(&written(&rows, &json!({ "headline": true })));
    assert!(headlines.iter().all(|h| h.chars().count() <= 90));
    eprintln!("first sentence {long:.2}, its first 90 characters {short:.2}");
    hold("write.newsroom.lone_sentence_over_first_sentence", lone - long);
    hold("write.newsroom.headline_rouge1", rouge(&rows, &headlines)[0]);
}

#[test]
fn deletion_leaves_what_editors_leave() {
    let Some(rows) = reported("sentence_compression/google.jsonl") else { return };
    let made = joined(&written(&rows, &json!({ "compress": true })));
    let f1 = |text: &str, row: &Value| {
        let bag = |t: &str| {
            tokens(t, None).into_iter().fold(BTreeMap::<String, usize>::new(), |mut m, w| {
                *m.entry(w).or_default() += 1;
                m
            })
        };
        let (a, b) = (bag(text), bag(&references(row)[0]));
        let hits: usize = a.iter().map(|(w, c)| (*c).min(b.get(w).copied().unwrap_or_default())).sum();
        2.0 * hits as f64 / (a.values().sum::<usize>() + b.values().sum::<usize>()).max(1) as f64
    };
    let n = rows.len() as f64;
    let kept: f64 = rows.iter().map(|r| 100.0 * f1(r["text"].as_str().unwrap(), r) / n).sum();
    eprintln!("all kept: {kept:.2}");
    hold("write.compression.token_f1", rows.iter().zip(&made).map(|(r, t)| 100.0 * f1(t, r) / n).sum());
}

//! True paraphrases and fusions are believed, near misses are not: sixty of each, in our own words about invented places.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{article, whole};
use standfirst_verify::judge;

/// Source and claim of each pair, in order.
fn pairs(file: &str, mark: char) -> Vec<(String, String)> {
    let mut out = vec![];
    let mut source = String::new();
    for line in file.lines() {
        if let Some(text) = line.strip_prefix("> ") {
            text.clone_into(&mut source);
        } else if let Some(text) = line.strip_prefix(mark) {
            out.push((source.clone(), text.trim().to_owned()));
        }
    }
    out
}

/// How many of the pairs pass, and how many there are; what went `wrong` is printed.
fn passed(pairs: &[(String, String)], wrong: bool) -> (usize, usize) {
    let passes = |(source, claim): &&(String, String)| {
        let a = article(1, source);
        let verdict = judge(&whole(claim, &a), &[&a]);
        if verdict.kind.passes() == wrong {
            eprintln!("{:?} {:?}\n  {source}\n  {claim}", verdict.kind, verdict.missing);
        }
        verdict.kind.passes()
    };
    (pairs.iter().filter(passes).count(), pairs.len())
}

#[test]
fn true_paraphrases_are_believed() {
    let all = pairs(include_str!("data/paraphrases.txt"), '=');
    assert_eq!(all.len(), 60);
    let (seen, unseen) = all.split_at(30);
    let (a, b) = (passed(seen, false), passed(unseen, false));
    eprintln!("paraphrases believed: {}/{} looked at, {}/{} not", a.0, a.1, b.0, b.1);
    assert!(10 * (a.0 + b.0) >= 9 * 60);
}

#[test]
fn near_misses_are_not() {
    let all = pairs(include_str!("data/nearmisses.txt"), '!');
    assert_eq!(all.len(), 60);
    let (seen, unseen) = all.split_at(30);
    let (a, b) = (passed(seen, true), passed(unseen, true));
    eprintln!("near misses believed: {}/{} looked at, {}/{} not", a.0, a.1, b.0, b.1);
    assert!(100 * (a.0 + b.0) <= 3 * 60);
}

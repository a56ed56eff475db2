//! Versions of an article, all of them invented: which sentences changed.

use proptest::prelude::*;
use standfirst_read::versions::{Change, Kind, changes};
use standfirst_read::{Hints, read_html};
use standfirst_types::Article;

/// An article whose sentences are these.
fn article(sentences: &[&str], version: u32) -> Article {
    let mut article = read_html("<p>x</p>", "https://post.example/a", &Hints::default()).article;
    (article.text, article.sentences, article.version) = (String::new(), vec![], version);
    for sentence in sentences {
        if !article.text.is_empty() {
            article.text.push(' ');
        }
        let start = article.text.len() as u32;
        article.text.push_str(sentence);
        article.sentences.push([start, article.text.len() as u32]);
    }
    article
}

fn told(change: &Change, before: &Article, after: &Article) -> String {
    let text = |span: Option<standfirst_types::Span>, of: &Article| {
        span.map(|s| {
            assert_eq!(s.version, of.version);
            of.text[s.start as usize..s.end as usize].to_owned()
        })
        .unwrap_or_default()
    };
    let sign = match change.kind {
        Kind::Added => '+',
        Kind::Removed => '-',
        Kind::Edited => '~',
    };
    format!("{sign} {} > {}", text(change.before, before), text(change.after, after))
}

fn check(before: &[&str], after: &[&str], expected: &[&str]) {
    let (before, after) = (article(before, 0), article(after, 1));
    let found: Vec<String> = changes(&before, &after).iter().map(|c| told(c, &before, &after)).collect();
    assert_eq!(found, expected);
}

#[test]
fn each_sentence_that_changed_is_told() {
    let a = "The ferry to Orin was stopped on Monday.";
    let b = "Nobody was hurt.";
    let c = "The council of Vallmark meets tonight.";
    check(&[a, b, c], &[a, b, c], &[]);
    check(&[a, c], &[a, b, c], &["+  > Nobody was hurt."]);
    check(&[a, b, c], &[a, c], &["- Nobody was hurt. > "]);
    check(&[a, b, c], &[a, "Nobody was badly hurt.", c], &["~ Nobody was hurt. > Nobody was badly hurt."]);
    check(&[a, b], &[a, c], &["+  > The council of Vallmark meets tonight.", "- Nobody was hurt. > "]);
    check(&[], &[a], &["+  > The ferry to Orin was stopped on Monday."]);
    check(&[a], &[], &["- The ferry to Orin was stopped on Monday. > "]);
}

#[test]
fn what_only_moved_or_was_set_anew_is_no_change() {
    check(&["One thing.", "Another matter.", "The third."], &["The third.", "One thing.", "Another matter."], &[]);
    check(&["One  thing."], &["One\u{a0}thing."], &[]);
    check(&["No.", "Yes.", "No."], &["No.", "No.", "Yes."], &[]);
}

#[test]
fn the_closest_sentences_are_paired() {
    check(
        &["The ship sails at nine on Monday.", "The bus leaves at ten on Monday."],
        &["The bus leaves at noon on Monday.", "The ship sails at eight on Monday."],
        &[
            "~ The bus leaves at ten on Monday. > The bus leaves at noon on Monday.",
            "~ The ship sails at nine on Monday. > The ship sails at eight on Monday.",
        ],
    );
}

proptest! {
    #[test]
    fn every_change_is_accounted_for(old in proptest::collection::vec(0u8..12, 0..40), new in proptest::collection::vec(0u8..12, 0..40)) {
        let texts = |list: &[u8]| list.iter().map(|n| format!("Sentence {n} of {}.", n * 7)).collect::<Vec<_>>();
        let (old, new) = (texts(&old), texts(&new));
        let refs = |list: &'_ [String]| -> Vec<String> { list.to_vec() };
        let before = article(&refs(&old).iter().map(String::as_str).collect::<Vec<_>>(), 3);
        let after = article(&refs(&new).iter().map(String::as_str).collect::<Vec<_>>(), 4);
        let found = changes(&before, &after);
        let (mut gone, mut come) = (0i64, 0i64);
        for change in &found {
            prop_assert_eq!(change.before.is_some(), change.kind != Kind::Added);
            prop_assert_eq!(change.after.is_some(), change.kind != Kind::Removed);
            gone += i64::from(change.before.is_some());
            come += i64::from(change.after.is_some());
        }
        // What is not told stayed, and as much stayed on one side as on the other.
        prop_assert_eq!(old.len() as i64 - gone, new.len() as i64 - come);
        // Nothing is told twice.
        let mut spans: Vec<_> = found.iter().filter_map(|c| c.after.map(|s| s.start)).collect();
        spans.sort_unstable();
        spans.dedup();
        prop_assert_eq!(spans.len() as i64, come);
    }
}

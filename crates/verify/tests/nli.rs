//! A user's model beside the rules: what it may decide and what it may not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{article, claim_on};
use standfirst_types::VerdictKind::{self, Contradicted, Partly, Supported, Unsupported, Verbatim};
use standfirst_verify::{Nli, check_text_with, judge_with};

/// Answers everything with one number.
struct Fixed(Option<f32>);

impl Nli for Fixed {
    fn entails(&self, _: &str, _: &str) -> Option<f32> {
        self.0
    }
}

const SOURCE: &str = "The Orle dam burst at dawn on Friday, killing fourteen people, police said.";

/// The verdict on `text` when the model answers `p`, and who decided.
fn check(text: &str, p: Option<f32>, expected: (VerdictKind, &str)) {
    let a = article(1, SOURCE);
    let verdict = judge_with(&claim_on(text, &a), &[&a], Some(&Fixed(p)));
    assert_eq!((verdict.kind, verdict.by.as_str()), expected, "{text} {p:?}: {:?}", verdict.missing);
    let source = [("a".to_owned(), SOURCE.to_owned(), common::sentences(SOURCE))];
    let checked = check_text_with(&[text.to_owned()], &source, Some(&Fixed(p)));
    assert_eq!(checked.sentences[0].verdict.passes(), expected.0.passes(), "{text} {p:?}");
}

#[test]
fn what_is_word_for_word_there_needs_no_model() {
    check(SOURCE, Some(0.0), (Verbatim, "rules"));
}

#[test]
fn a_model_may_doubt_what_the_rules_let_pass() {
    let cut = "Police said the Orle dam burst at dawn on Friday.";
    check(cut, None, (Supported, "rules"));
    check(cut, Some(0.5), (Supported, "rules"));
    check(cut, Some(0.02), (Partly, "nli"));
}

#[test]
fn a_model_may_vouch_for_other_words() {
    let other = "The Orle dam gave way at dawn on Friday, killing fourteen people, police said.";
    check(other, None, (Partly, "rules"));
    check(other, Some(0.6), (Partly, "rules"));
    check(other, Some(0.97), (Supported, "nli"));
}

#[test]
fn no_model_talks_a_hard_fault_away() {
    let a = article(1, SOURCE);
    for text in [
        "The Orle dam burst at dawn on Friday, killing forty people, police said.",
        "The Vesk dam burst at dawn on Friday, killing fourteen people, police said.",
        "The Orle dam burst at dawn on Monday, killing fourteen people, police said.",
        "The Orle dam did not burst at dawn on Friday, killing fourteen people, police said.",
        "The Orle dam burst at dawn on Friday, killing fourteen people.",
        "“The Orle dam was blown up on Friday,” police said.",
        "",
    ] {
        let verdict = judge_with(&claim_on(text, &a), &[&a], Some(&Fixed(Some(1.0))));
        assert!(!verdict.kind.passes() && verdict.by == "rules", "{text}: {verdict:?}");
        assert!(matches!(verdict.kind, Partly | Unsupported | Contradicted));
    }
    let mut nowhere = claim_on(SOURCE, &a);
    nowhere.support.clear();
    assert!(!judge_with(&nowhere, &[&a], Some(&Fixed(Some(1.0)))).kind.passes());
}

#[test]
fn an_answer_that_is_no_probability_is_none() {
    let other = "The Orle dam gave way at dawn on Friday, killing fourteen people, police said.";
    for p in [f32::NAN, f32::INFINITY, 1.5, -1.0] {
        check(other, Some(p), (Partly, "rules"));
    }
}

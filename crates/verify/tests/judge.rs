//! The judge on small cases: a source, a claim, what is said of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{article, claim_on, whole};
use standfirst_types::VerdictKind::{self, Partly, Supported, Unsupported, Verbatim};
use standfirst_verify::{align, judge};

const DAM: &str = "The Orle dam burst at dawn on Friday, killing fourteen people, police said.";

/// Judges `text` by the whole of `source`.
fn check(source: &str, text: &str, expected: VerdictKind) {
    let a = article(1, source);
    let verdict = judge(&claim_on(text, &a), &[&a]);
    assert_eq!(verdict.kind, expected, "{text:?} by {source:?}: missing {:?}", verdict.missing);
}

/// It must not pass, and `missing` must be named.
fn refused(source: &str, text: &str, missing: &str) {
    let a = article(1, source);
    let verdict = judge(&claim_on(text, &a), &[&a]);
    assert!(!verdict.kind.passes(), "{text:?} by {source:?} passed");
    assert!(verdict.missing.iter().any(|m| m.contains(missing)), "{missing:?} not named in {:?}", verdict.missing);
}

#[test]
fn the_source_s_own_words_stand() {
    check(DAM, DAM, Verbatim);
    check(DAM, DAM.trim_end_matches('.'), Verbatim);
    check("Ada Vint, who runs the mill, left Tarnholm on Sunday.", "Ada Vint left Tarnholm on Sunday.", Supported);
    check("In a new sign of thaw, the ferry sailed to Mörsk.", "The ferry sailed to Mörsk.", Supported);
}

#[test]
fn numbers_in_any_form_and_no_other() {
    check(DAM, "The Orle dam burst at dawn on Friday, killing 14 people, police said.", Supported);
    check("The town lost two dozen boats.", "The town lost 24 boats.", Supported);
    check("The mill cost €1.4bn to build.", "The mill cost €1.4 billion to build.", Supported);
    refused(DAM, "The Orle dam burst at dawn on Friday, killing 40 people, police said.", "40");
    refused("The mill cost 14 percent more.", "The mill cost $14 more.", "14");
    refused("Three people died and twelve were injured in Tarnholm.", "Twelve people died in Tarnholm.", "Twelve");
}

#[test]
fn names_and_dates_stand_in_the_cited_words() {
    refused(DAM, "The Vesk dam burst at dawn on Friday, killing fourteen people, police said.", "Vesk");
    refused(DAM, "The Orle dam burst at dawn on Monday, killing fourteen people, police said.", "Monday");
    refused("Ada Vint sued Bero Lund over the mill.", "Bero Lund sued Ada Vint over the mill.", "");
}

#[test]
fn polarity_is_kept() {
    refused("The mayor did not resign over the dam.", "The mayor did resign over the dam.", "not");
    refused("The mayor resigned over the dam.", "The mayor never resigned over the dam.", "never");
    refused(
        "The council denied selling weapons to the rebels.",
        "The council selling weapons to the rebels.",
        "denied",
    );
    refused("Engineers failed to close the upper gate in time.", "Engineers close the upper gate in time.", "failed");
    refused("The upper gate opened before the storm.", "The upper gate opened after the storm.", "after");
}

#[test]
fn hedges_bounds_and_attribution_are_kept() {
    check(DAM, "The Orle dam burst at dawn on Friday, killing fourteen people.", Partly);
    check("The pilot was reportedly asleep at the gate.", "The pilot was asleep at the gate.", Partly);
    check("At least 40 people left Tarnholm.", "40 people left Tarnholm.", Partly);
    check("The ferry will sail on Sunday unless the wind turns.", "The ferry will sail on Sunday.", Partly);
}

#[test]
fn quotations_are_word_for_word() {
    let source = "“We had no warning from the dam,” Ada Vint said.";
    check(source, "“We had no warning from the dam,” said Ada Vint.", Supported);
    refused(source, "“We had a warning from the dam,” Ada Vint said.", "“");
    refused(source, "“We had warning from the dam,” Ada Vint said.", "“");
}

#[test]
fn what_is_not_there_is_refused() {
    check(DAM, "", Unsupported);
    check("", "The Orle dam burst.", Unsupported);
    refused(DAM, "The harbour reopened after a strike by pilots.", "harbour");
    let a = article(1, DAM);
    let mut nowhere = claim_on(DAM, &a);
    nowhere.support[0].end += 1;
    assert_eq!(judge(&nowhere, &[&a]).kind, Unsupported);
    nowhere.support.clear();
    assert_eq!(judge(&nowhere, &[&a]).kind, Unsupported);
}

#[test]
fn true_paraphrases_and_fusions_pass() {
    let passes = |source: &str, text: &str| {
        let a = article(1, source);
        let verdict = judge(&whole(text, &a), &[&a]);
        assert!(verdict.kind.passes(), "{text:?} by {source:?}: {verdict:?}");
    };
    passes(DAM, "Police said 14 people died when the Orle dam burst at dawn on Friday.");
    passes(
        "The council approved the ferry to Mörsk on Tuesday after talks.",
        "On Tuesday the council approved the ferry to Mörsk.",
    );
    passes(
        "Ada Vint, the mayor of Tarnholm, resigned over the dam.",
        "Tarnholm’s mayor, Ada Vint, resigned over the dam.",
    );
    passes(
        "Engineers warned the council twice last year that the gate was cracked.",
        "The council was warned twice last year by engineers that the gate was cracked.",
    );
    passes(
        "The company said it would close its mill in Tarnholm and cut 240 jobs.",
        "The company will close its Tarnholm mill and cut 240 jobs, it said.",
    );
    passes(
        "More than two dozen boats were lost in the flood. Insurers have not said who will pay.",
        "More than 24 boats were lost in the flood, and insurers have not said who will pay.",
    );
    passes(
        "Prices rose by 4 percent in May, the office said on Monday.",
        "The office said on Monday that prices rose 4% in May.",
    );
}

#[test]
fn who_did_it_to_whom_is_kept() {
    refused("Engineers warned the council about the gate.", "The council warned engineers about the gate.", "");
    refused("Bero Lund beat Ada Vint in the vote of May.", "Ada Vint beat Bero Lund in the vote of May.", "");
    refused(
        "Bero Lund won the election with 52 percent of the vote, beating Ada Vint.",
        "Ada Vint won the election with 52 percent of the vote, beating Bero Lund.",
        "",
    );
    refused(DAM, "Police said the Orle dam was blown up on Friday, killing fourteen people.", "blown");
}

#[test]
fn two_ends_sewn_together_are_refused() {
    let a = article(
        1,
        "The council will vote on the new dam next week. Ada Vint lost her mill in the flood of Sunday night.",
    );
    let verdict = judge(&whole("The council will vote on the new mill in the flood of Sunday night.", &a), &[&a]);
    assert!(!verdict.kind.passes(), "{verdict:?}");
}

#[test]
fn the_best_sentences_are_found() {
    let a = article(1, "Rain fell. The Orle dam burst at dawn. The mayor was in Mörsk. Boats came.");
    let check = |text: &str, expected: &[&str]| {
        let spans = align(text, &[&a]);
        let got: Vec<&str> = spans.iter().filter_map(|s| s.of(&a.text)).collect();
        assert_eq!(got, expected, "{text}");
    };
    check("The dam at Orle burst.", &["The Orle dam burst at dawn."]);
    check("The mayor was away when the Orle dam burst.", &["The Orle dam burst at dawn.", "The mayor was in Mörsk."]);
    check("Nothing of that kind.", &[]);
}

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

/// It must pass by the whole of `source`.
#[track_caller]
fn passes(source: &str, text: &str) {
    common::check(source, text, true);
}

/// It must not.
#[track_caller]
fn fails(source: &str, text: &str) {
    common::check(source, text, false);
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
fn what_is_said_may_end_earlier_and_keeps_its_speaker() {
    let source = "The first ferry reached Mörsk on Friday and sent a signal to its yard, the Harbour Office said.";
    passes(source, "The first ferry reached Mörsk on Friday, the Harbour Office said.");
    let source = "The yard will lay off 640 workers by the end of May after an order was cancelled, the company said.";
    passes(source, "The yard will lay off 640 workers by the end of May, the company said.");
    fails(source, "The yard will lay off 640 workers by the end of May, the council said.");
    let source = "The dam failed, the mayor said, and the town knew of it, the engineer said.";
    fails(source, "The dam failed, the engineer said.");
    let source = "The dam will open in May unless the river rises, the engineer said.";
    fails(source, "The dam will open in May, the engineer said.");
    let source = "The dam may open in May and the lock will close, the engineer said.";
    fails(source, "The dam will close, the engineer said.");
}

#[test]
fn true_paraphrases_and_fusions_pass() {
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

/// What small models have been seen to make of a sentence, in our own words about invented places.
#[test]
fn every_word_there_and_something_else_said() {
    let punch = "Leon Varr, 55, was killed by a single punch in the head from 28-year-old Pim Hald, 28, during a row in Orle, police said.";
    passes(punch, "Leon Varr was killed by a punch from Pim Hald during a row in Orle, police said.");
    passes(punch, "Leon Varr, 55, was killed by a single punch during a row in Orle, police said.");
    fails(punch, "Pim Hald, 28, was killed by a single punch during a row in Orle, police said.");
    fails(punch, "Police said Pim Hald was killed by a single punch from Leon Varr.");
    let teams = "The Vellas and the Marrows come first and second in the list of clubs that people in the province love, and the Tarns are not the favourite club in one county.";
    fails(teams, "The Vellas are not the favourite club in one county.");
    let dam = "The dam burst at dawn on Friday. Engineers from Mörsk will inspect the dam next week.";
    passes(dam, "The dam burst on Friday, and engineers from Mörsk will inspect the dam next week.");
    fails(dam, "Engineers from Mörsk burst the dam at dawn.");
    let shelter = "The cat was rescued by the shelter in October after it fell ill.";
    passes(shelter, "The cat was rescued by the shelter in October.");
    fails(shelter, "The cat was rescued from the shelter.");
    let hurry = "The lady, who wasted no time getting stuck in in her black hood, opened the fair.";
    fails(hurry, "The lady, who was stuck in her black hood, opened the fair.");
    fails("The man lied, after which police say he fled.", "The man lied, after police say he fled.");
    fails("The attendant can be heard warning Hult that she is being filmed.", "The attendant is being filmed.");
    passes("The fox, who had eaten nine hens, was caught in Velm.", "The fox was caught in Velm.");
    let league = "Renn has not scored in the league since the defeat in Velm.";
    fails(league, "Renn has not scored since the defeat in Velm.");
    passes(league, "Renn has not scored in the league since the defeat.");
    fails("He told the builder he would burn the shed down.", "The builder was told to burn the shed down.");
    fails(
        "Lund praised fans after calling out a man who called his sister a cheat.",
        "Lund praised fans after he called out a man who called him a cheat.",
    );
    fails(
        "The report has been published exactly 70 years after the war ended.",
        "The report has been published in 70 years after the war ended.",
    );
    fails("Every farm on the island has sold its sheep.", "The farm on the island has sold its sheep.");
    fails("Brushing the horse at least twice a day is needed.", "Brushing the horse twice a day is needed.");
    fails(
        "The goal return has become modest and he has not scored in the cup.",
        "The goal return has become modest and has not scored in the cup.",
    );
}

#[test]
fn no_verdict_is_better_than_a_piece_or_a_voice_of_nobody() {
    fails("Then pictures emerged of Varr and Hald with stolen pipes.", "Varr and Hald with stolen pipes.");
    fails("Hunger, cold and fear, he said, were all they had.", "Hunger, cold and fear.");
    fails(
        "However, if feeding the gulls is too much for you, there are cheaper ways.",
        "However, if feeding the gulls.",
    );
    fails(
        "But what happens when we sit in the dark and count the stars?",
        "When we sit in the dark, we count the stars.",
    );
    fails("“The fox is the worst of all pets,” Julia explained.", "The fox is the worst of all pets.");
    passes(
        "“The fox is the worst of all pets,” Julia explained.",
        "“The fox is the worst of all pets,” explained Julia.",
    );
    fails("‘Games like this are why we came back to the island.", "Games like this are why we came back.");
    fails(
        "Police told the story after the man tried to lodge a complaint in Orle.",
        "Police said: “Tried to lodge a complaint in Orle.”",
    );
}

#[test]
fn turns_that_grammar_knows() {
    passes("Engineers inspected the gate in May.", "The gate was inspected by engineers in May.");
    passes("The gate was inspected by engineers in May.", "Engineers inspected the gate in May.");
    passes("In May the council sold the mill.", "The council sold the mill in May.");
    passes("The prime minister of Norda resigned on Monday.", "Norda’s prime minister resigned on Monday.");
    passes("The mill, which was built in 1911, burned on Monday.", "The mill burned on Monday.");
    fails("The council in Orle sued the firm in Velm.", "The firm in Orle sued the council in Velm.");
    fails("The woman who attacked the mayor fled in a van.", "The mayor fled in a van.");
}

/// True, and refused: what the rules cannot follow they do not let pass.
#[test]
fn what_is_refused_though_it_is_true() {
    fails(DAM, "Police said 14 people died when the Orle dam burst at dawn on Friday.");
    fails(
        "The president flew to Feyr on Monday to meet the miners.",
        "The president went to Feyr on Monday to meet the miners.",
    );
}

//! Whole drafts: what fails is replaced or left out, and no draft whatever gets an unsupported sentence into a brief.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{article, frame, own};
use jiff::Timestamp;
use proptest::prelude::*;
use standfirst_types::{
    Article, Brief, Claim, Disagreement, Draft, OpenQuestion, Precision, Quoted, Section, Span, StoryId, TimelineItem,
    Version, When, Why,
};
use standfirst_verify::{check_text, judge, recheck, verify};

const FIRST: &str = "The Orle dam burst at dawn on Friday. Fourteen people were killed in Tarnholm, police said. \
    “We had no warning,” said Ada Vint. Who opened the upper gate?";
const SECOND: &str = "Twelve people were killed in Tarnholm, the mayor said. The army sent boats on Saturday.";

fn two() -> (Article, Article) {
    (article(1, FIRST), article(2, SECOND))
}

fn day(text: &str) -> When {
    When::parse(text).unwrap()
}

fn good(a: &Article, b: &Article) -> Draft {
    let item = |date, claim| TimelineItem { date: day(date), precision: Precision::Day, claim };
    let version = |value: &str, claim| Version { value: value.into(), as_of: day("2031-05-02"), claim };
    Draft {
        headline: Claim { text: "The Orle dam burst at dawn".into(), support: vec![a.sentence_span(0).unwrap()] },
        tldr: vec![own(a, 0), own(a, 1)],
        article: vec![Section { heading: "What else".into(), sentences: vec![own(b, 1)] }],
        quotes: vec![Quoted {
            text: "We had no warning,".into(),
            speaker: "Ada Vint".into(),
            span: a.sentence_span(2).unwrap(),
        }],
        timeline: vec![item("2031-05-02", own(b, 1)), item("2031-05-01", own(a, 0))],
        disagreements: vec![Disagreement {
            about: "killed".into(),
            versions: vec![version("Twelve", own(b, 0)), version("Fourteen", own(a, 1))],
        }],
        open_questions: vec![OpenQuestion {
            text: "Who opened the upper gate?".into(),
            why: Why::AskedBySource,
            support: vec![a.sentence_span(3).unwrap()],
        }],
        ..Draft::empty(StoryId::of(&[b"orle"]), "en")
    }
}

/// Verifies the good draft after `change`; gives the brief and the texts left out.
fn check(change: impl FnOnce(&mut Draft)) -> (Brief, Vec<String>) {
    let (a, b) = two();
    let mut draft = good(&a, &b);
    change(&mut draft);
    let verified = verify(draft, frame(&[&a, &b]), &[&a, &b]).unwrap();
    (verified.brief, verified.left_out.into_iter().map(|l| l.text).collect())
}

#[test]
fn a_good_draft_passes_whole_with_its_timeline_in_order() {
    let (brief, left_out) = check(|_| {});
    assert_eq!(left_out, Vec::<String>::new());
    assert_eq!((brief.quotes().len(), brief.disagreements().len(), brief.open_questions().len()), (1, 1, 1));
    assert_eq!(
        brief.timeline().first().map(|t| t.sentence.text.as_str()),
        Some("The Orle dam burst at dawn on Friday.")
    );
}

#[test]
fn a_failing_sentence_gives_way_to_the_source_s_own() {
    let (brief, left_out) = check(|d| d.article[0].sentences[0].text = "The army sent ships on Saturday.".into());
    assert_eq!(left_out, ["The army sent ships on Saturday."]);
    assert_eq!(brief.article()[0].sentences[0].text, "The army sent boats on Saturday.");
    let (brief, _) = check(|d| d.article[0].sentences[0].text = "Nobody knows whether pigs fly.".into());
    assert!(brief.article().is_empty());
    let (brief, _) = check(|d| d.tldr.truncate(0));
    assert_eq!(brief.tldr()[0].text, "The Orle dam burst at dawn on Friday.");
}

#[test]
fn the_first_headline_that_stands_is_taken() {
    let (a, _) = two();
    let claim = |text: &str| Claim { text: text.into(), support: vec![a.sentence_span(0).unwrap()] };
    let (brief, left_out) = check(|d| {
        let good = std::mem::take(&mut d.headline);
        d.other_headlines = vec![claim("Nine dams burst at dawn"), claim(&"The Orle dam burst. ".repeat(6)), good];
        d.headline = claim("The Orle dam held at dawn");
    });
    assert_eq!(brief.headline().text, "The Orle dam burst at dawn");
    assert_eq!(left_out, ["The Orle dam held at dawn"]);
    assert!(brief.unseal().0.other_headlines.is_empty());
}

#[test]
fn a_failing_headline_falls_back_to_the_lead() {
    for bad in ["The Vesk dam burst at noon", ""] {
        let (brief, _) = check(|d| d.headline.text = bad.into());
        assert!(brief.headline().text.starts_with("The Orle dam burst"), "{}", brief.headline().text);
    }
    let (brief, _) = check(|d| d.headline.text = "The Orle dam burst at dawn on Friday. ".repeat(3));
    assert!(brief.headline().text.chars().count() <= 90);
}

#[test]
fn quotes_disagreements_timelines_and_questions_are_held_to_it_too() {
    assert!(check(|d| d.quotes[0].text = "We had warning".into()).0.quotes().is_empty());
    assert!(check(|d| d.quotes[0].text = "had no warning".into()).0.quotes().is_empty());
    assert!(check(|d| d.quotes[0].speaker = "Bero Lund".into()).0.quotes().is_empty());
    assert!(check(|d| d.disagreements[0].versions[0].value = "Thirty".into()).0.disagreements().is_empty());
    assert!(check(|d| d.timeline[0].claim.text = "The army sent tanks on Saturday.".into()).0.timeline().is_empty());
    assert!(check(|d| d.open_questions[0].text = "Who opened the lower gate?".into()).0.open_questions().is_empty());
    let asked = check(|d| {
        d.open_questions[0].text = "Did Bero Lund open it?".into();
        d.open_questions[0].why = Why::Missing;
    });
    assert!(asked.0.open_questions().is_empty());
}

#[test]
fn a_changed_original_makes_a_correction_and_a_moved_sentence_none() {
    let (a, b) = two();
    let brief = verify(good(&a, &b), frame(&[&a, &b]), &[&a, &b]).unwrap().brief;
    let check = |text: String, expected: &[(&str, &str)]| {
        let newest = Article { version: 1, sentences: common::sentences(&text), text, ..article(1, "") };
        let corrections = recheck(&brief, &[&newest, &b], Timestamp::UNIX_EPOCH);
        let got: Vec<(&str, &str)> = corrections.iter().map(|c| (c.was.as_str(), c.now.as_str())).collect();
        assert_eq!(got, expected);
        assert!(corrections.iter().all(|c| c.why == "Paper 1 changed its text"));
    };
    check(format!("Rain fell all night. {FIRST}"), &[]);
    check(
        FIRST.replace("Fourteen", "Sixteen"),
        &[(
            "Fourteen people were killed in Tarnholm, police said.",
            "Sixteen people were killed in Tarnholm, police said.",
        )],
    );
    check(
        FIRST.replace("Fourteen people were killed in Tarnholm, police said. ", ""),
        &[("Fourteen people were killed in Tarnholm, police said.", "")],
    );
}

#[test]
fn a_sentence_that_another_source_still_carries_is_not_corrected() {
    let (a, b) = two();
    let mut draft = good(&a, &b);
    let whole = |a: &Article, part: &str| {
        let start = a.text.find(part).unwrap() as u32;
        standfirst_types::Span { article: a.id, version: a.version, start, end: start + part.len() as u32 }
    };
    let twin = Article { id: article(9, "").id, ..a.clone() };
    let said = "Fourteen people were killed in Tarnholm, police said.";
    draft.tldr =
        vec![standfirst_types::Claim { text: said.into(), support: vec![whole(&a, said), whole(&twin, said)] }];
    let all = [&a, &b, &twin];
    let brief = verify(draft, frame(&all), &all).unwrap().brief;
    let text = FIRST.replace("Fourteen", "Sixteen");
    let newest = Article { version: 1, sentences: common::sentences(&text), text, ..article(1, "") };
    let still = recheck(&brief, &[&newest, &b, &twin], Timestamp::UNIX_EPOCH);
    let in_tldr = brief.tldr().iter().any(|s| s.text == said && s.refs.len() == 2);
    assert!(in_tldr && !still.iter().any(|c| brief.tldr()[0].text == c.was), "{still:?}");
}

#[test]
fn any_text_is_checked_sentence_by_sentence() {
    let source = ("a".to_owned(), FIRST.to_owned(), common::sentences(FIRST));
    let check = |summary: &[&str]| {
        let summary: Vec<String> = summary.iter().map(|s| (*s).to_owned()).collect();
        check_text(&summary, std::slice::from_ref(&source))
    };
    let good = check(&["The Orle dam burst at dawn on Friday.", "14 people were killed in Tarnholm, police said."]);
    assert!(good.score >= 0.5 && good.sentences.iter().all(|s| s.verdict.passes()), "{good:?}");
    let bad = check(&["The Orle dam burst at dawn on Friday.", "Forty people were killed in Tarnholm, police said."]);
    assert!(bad.score < 0.5 && bad.sentences[1].missing == ["Forty"], "{bad:?}");
    assert!(check(&[]).score < 0.5 && check(&["—"]).score < 0.5);
}

fn any_span() -> impl Strategy<Value = Span> {
    let (a, b) = two();
    let (ids, spans) = ([a.id, b.id, article(3, "").id], [a.sentence_span(0), a.sentence_span(1), b.sentence_span(0)]);
    prop_oneof![
        3 => (0usize..3).prop_map(move |n| spans[n].unwrap()),
        1 => (0usize..3, 0u32..2, 0u32..150, 0u32..150)
            .prop_map(move |(n, version, start, end)| Span { article: ids[n], version, start, end }),
    ]
}

fn any_text() -> impl Strategy<Value = String> {
    let words =
        "the|Orle|dam|burst|at|dawn|not|Fourteen|12|people|were|killed|in|Tarnholm|,|police|said|“|”|denied|ß水|.|?|\n";
    let words: Vec<String> = words.split('|').map(str::to_owned).collect();
    prop_oneof![
        prop::collection::vec(prop::sample::select(words), 0..14).prop_map(|w| w.join(" ")),
        Just("Fourteen people were killed in Tarnholm, police said.".to_owned()),
        "\\PC{0,40}",
    ]
}

fn any_claim() -> impl Strategy<Value = Claim> {
    (any_text(), prop::collection::vec(any_span(), 0..4)).prop_map(|(text, support)| Claim { text, support })
}

prop_compose! {
    fn any_draft()(
        headline in any_claim(),
        tldr in prop::collection::vec(any_claim(), 0..4),
        article in prop::collection::vec(any_claim(), 0..4),
        facts in prop::collection::vec(any_claim(), 0..3),
        quote in (any_text(), any_span()),
        dated in prop::collection::vec(any_claim(), 0..3),
        versions in prop::collection::vec((any_text(), any_claim()), 0..3),
        question in (any_text(), prop::collection::vec(any_span(), 0..2)),
    ) -> Draft {
        let item = |(n, claim): (usize, Claim)| {
            TimelineItem { date: day(["2031-05-01", "2031-05-02"][n % 2]), precision: Precision::Day, claim }
        };
        let version = |(value, claim)| Version { value, as_of: day("2031-05-01"), claim };
        Draft {
            headline,
            tldr,
            article: vec![Section { heading: "What happened".into(), sentences: article }],
            key_facts: facts,
            quotes: vec![Quoted { text: quote.0, speaker: "Ada Vint".into(), span: quote.1 }],
            timeline: dated.into_iter().enumerate().map(item).collect(),
            disagreements: vec![Disagreement { about: "people".into(), versions: versions.into_iter().map(version).collect() }],
            open_questions: vec![OpenQuestion { text: question.0, why: Why::Conflict, support: question.1 }],
            ..Draft::empty(StoryId::of(&[b"orle"]), "en")
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_draft_gets_an_unsupported_sentence_into_a_brief(draft in any_draft()) {
        let (a, b) = two();
        let texts = [&a, &b];
        // with both originals there is always something true to say
        let brief = verify(draft, frame(&texts), &texts).map_err(|f| TestCaseError::fail(format!("{f:?}")))?.brief;
        for sentence in brief.sentences() {
            let claim = Claim { text: sentence.text.clone(), support: sentence.refs.iter().map(|r| r.span()).collect() };
            prop_assert!(judge(&claim, &texts).kind.passes(), "{:?}", sentence);
        }
        for r in brief.refs() {
            let cited = texts.iter().find(|t| t.id == r.article).and_then(|t| r.span().of(&t.text));
            prop_assert_eq!(cited.map(standfirst_types::span::span_hash), Some(r.hash.clone()));
        }
        prop_assert!(brief.disagreements().iter().all(|d| d.versions.len() >= 2));
        prop_assert!(brief.timeline().is_empty() || brief.timeline().len() >= 2);
    }

    #[test]
    fn the_judge_is_quiet_on_any_text(text in "\\PC{0,200}", source in "\\PC{0,200}") {
        let a = article(1, &source);
        let _ = judge(&common::claim_on(&text, &a), &[&a]);
        let _ = check_text(std::slice::from_ref(&text), &[("a".into(), source.clone(), a.sentences.clone())]);
    }

    /// Whatever the source says, its own sentences stand, one by one.
    #[test]
    fn a_source_s_own_sentences_always_pass(words in prop::collection::vec(any_word(), 1..60)) {
        let source = words.join(" ");
        let a = article(1, &source);
        let texts: Vec<String> = (0..a.sentences.len()).filter_map(|i| a.sentence(i).map(str::to_owned)).collect();
        for (i, text) in texts.iter().enumerate() {
            let judged = judge(&Claim { text: text.clone(), support: vec![a.sentence_span(i).unwrap()] }, &[&a]);
            let said = text.chars().any(char::is_alphanumeric);
            prop_assert!(judged.kind.passes() || !said, "{:?} {:?}", text, judged);
        }
        let checked = check_text(&texts, &[("a".into(), source.clone(), a.sentences.clone())]);
        for sentence in &checked.sentences {
            prop_assert!(sentence.verdict.passes() && sentence.score >= 0.5, "{:?}", sentence);
        }
    }
}

fn any_word() -> impl Strategy<Value = String> {
    let words = "the|Orle|dam|burst.|He|did|not|deny|it.|Fourteen|12|1,400|10, 000|98. 7|per cent|€1.4bn|said|“We|had|no|warning,”|\
        U.S.|didn’t|Reportedly|on|Monday|.|?|!|—|,|ß水|水が来た。|two dozen|-|of|and|unless";
    let words: Vec<String> = words.split('|').map(str::to_owned).collect();
    prop_oneof![8 => prop::sample::select(words), 1 => "\\PC{1,6}"]
}

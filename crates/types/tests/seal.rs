//! The seal, from outside: whatever it accepts is traced to the last byte, and each single damage is refused by name.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jiff::Timestamp;
use proptest::prelude::*;
use standfirst_types::{
    Article, ArticleId, Brief, BriefId, BriefStatus, Claim, Disagreement, Draft, Engine, Frame, OpenQuestion, Origin,
    Original, Precision, Quoted, Section, Span, StoryId, TimelineItem, Verdict, VerdictKind, Version, When, Why,
    Window, Writer, brief::OriginalVersion, seal, span::span_hash,
};

const TEXTS: [&str; 3] = [
    "The Orle dam burst at dawn. Twelve people refused to leave Tarnholm, police said.\n\nThe mayor did not resign.",
    "“Nobody warned us,” said Ada Vint. Fourteen were hurt in Tarnholm.",
    "Überall in Mörsk stand das Wasser. 水が来た。 Niemand half.",
];

fn article(n: usize) -> Article {
    Article {
        url: format!("https://paper{n}.example/orle"),
        title: "Orle dam bursts".into(),
        site: format!("Paper {n}"),
        language: Some("en".into()),
        ..Article::of(ArticleId::of(&[&[n as u8]]), TEXTS[n].into(), vec![])
    }
}

fn articles() -> Vec<Article> {
    (0..TEXTS.len()).map(article).collect()
}

/// The last article is in the store but not among the originals.
fn frame(articles: &[Article]) -> Frame {
    let at = Timestamp::UNIX_EPOCH;
    let original = |a: &Article| Original {
        id: a.id,
        url: a.url.clone(),
        title: a.title.clone(),
        publisher: a.site.clone(),
        family: a.site.clone(),
        origin: Origin::Original,
        published: None,
        modified: None,
        access: a.access,
        versions: vec![OriginalVersion { version: 0, at, hash: span_hash(&a.text) }],
    };
    Frame {
        id: BriefId::of(&[b"orle", b"1"]),
        revision: 1,
        supersedes: None,
        status: BriefStatus::New,
        window: Window { from: at, to: at },
        inputs_hash: "none".into(),
        engine: Engine { version: "test".into(), writer: Writer::Extractive, prompt_hash: None, retold: None },
        originals: articles.iter().take(2).map(original).collect(),
        independent_sources: 2,
        corrections: vec![],
        changed_numbers: vec![],
        verbatim: Default::default(),
    }
}

fn span(n: usize, part: &str) -> Span {
    let start = TEXTS[n].find(part).expect("part of the text") as u32;
    Span { article: article(n).id, version: 0, start, end: start + part.len() as u32 }
}

fn cited(n: usize, part: &str) -> Claim {
    Claim { text: part.into(), support: vec![span(n, part)] }
}

/// A draft with one of everything, all of it verbatim.
fn good() -> Draft {
    let day = |text: &str| When::parse(text).expect("a date");
    let (burst, hurt) = ("The Orle dam burst at dawn.", "Fourteen were hurt in Tarnholm.");
    let version = |value: &str, claim: Claim| Version { value: value.into(), as_of: day("2031-05-02"), claim };
    Draft {
        headline: cited(0, burst),
        tldr: vec![cited(0, burst), cited(1, hurt)],
        article: vec![Section { heading: "What happened".into(), sentences: vec![cited(1, hurt)] }],
        key_facts: vec![cited(0, "Twelve people refused to leave Tarnholm, police said.")],
        since_last: vec![cited(0, "The mayor did not resign.")],
        quotes: vec![Quoted {
            text: "Nobody warned us,".into(),
            speaker: "Ada Vint".into(),
            span: span(1, "“Nobody warned us,” said Ada Vint."),
        }],
        timeline: vec![TimelineItem { date: day("2031-05-01"), precision: Precision::Day, claim: cited(0, burst) }],
        disagreements: vec![Disagreement {
            about: "people".into(),
            versions: vec![
                version("14", cited(1, hurt)),
                version("12", cited(0, "Twelve people refused to leave Tarnholm, police said.")),
            ],
        }],
        open_questions: vec![OpenQuestion {
            text: "Who warned the town?".into(),
            why: Why::Missing,
            support: vec![span(1, "“Nobody warned us,” said Ada Vint.")],
        }],
        ..Draft::empty(StoryId::of(&[b"orle"]), "en")
    }
}

fn verdicts(draft: &Draft) -> Vec<Verdict> {
    draft.claims().map(|_| Verdict::by_rules(VerdictKind::Verbatim, vec![])).collect()
}

/// Seals the good draft after `damage` and gives the faults as text.
fn check(damage: impl FnOnce(&mut Draft, &mut Vec<Verdict>, &mut Frame), expected: &str) {
    let articles = articles();
    let (mut draft, mut frame) = (good(), frame(&articles));
    let mut verdicts = verdicts(&draft);
    damage(&mut draft, &mut verdicts, &mut frame);
    match Brief::seal(draft, verdicts, frame, articles.as_slice()) {
        Ok(_) => assert_eq!(expected, "", "sealed, though damaged"),
        Err(faults) => {
            let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
            assert!(!expected.is_empty() && told.iter().any(|t| t.contains(expected)), "{expected:?} not in {told:?}");
        }
    }
}

#[test]
fn a_whole_draft_is_sealed_and_each_damage_is_refused() {
    check(|_, _, _| {}, "");
    check(|_, _, f| f.originals.clear(), "without an original");
    check(|_, _, f| f.originals[0].url = "javascript:alert(1)".into(), "no http address");
    check(|_, _, f| f.originals[0].versions[0].version = 1, "does not resolve");
    check(|d, _, _| d.headline.text = "Orle ".repeat(40), "characters");
    check(|d, _, _| d.headline.text.clear(), "no headline");
    check(|d, v, _| v.truncate(d.claims().count() - 1), "verdicts");
    check(|d, _, _| d.tldr[0].support.clear(), "no reference");
    check(|d, _, _| d.tldr[0].support[0].end = 4000, "does not resolve");
    check(|d, _, _| d.tldr[0].support[0].article = article(2).id, "does not resolve");
    check(|_, v, _| v[1].kind = VerdictKind::Partly, "is Partly");
    check(|d, _, _| d.tldr[1].text = "Forty were hurt in Tarnholm.".into(), "does not stand");
    check(|d, _, _| d.quotes[0].text = "body warned us,".into(), "does not stand");
    check(|d, _, _| d.quotes[0].text = "Everybody warned us".into(), "does not stand");
    check(|d, _, _| d.disagreements[0].versions.truncate(1), "verdicts");
    check(|d, _, _| d.open_questions[0].support.clear(), "no reference");
    check(
        |d, v, _| {
            v.truncate(v.len() - 1);
            d.disagreements[0].versions.truncate(1);
        },
        "two versions",
    );
}

#[test]
fn verbatim_means_all_the_cited_words() {
    let check = |cited: &str, text: &str, expected: bool| assert_eq!(seal::same_words(cited, text), expected, "{text}");
    check("She paid the fine.", "She paid the fine", true);
    check("She  paid\nthe fine", "She paid the fine.", true);
    check("She did not pay the fine.", "pay the fine.", false);
    check("She refused to pay the fine.", "the fine", false);
    check("She paid the fine.", "She paid the fine...", false);
    check("She paid the fine.", "She paid a fine.", false);
    check(".", ".", false);
}

#[test]
fn a_sealed_brief_survives_being_taken_apart() {
    let articles = articles();
    let draft = good();
    let verdicts = verdicts(&draft);
    let brief = Brief::seal(draft, verdicts, frame(&articles), articles.as_slice()).expect("a good draft");
    let (draft, verdicts, frame) = brief.clone().unseal();
    assert_eq!(Brief::seal(draft, verdicts, frame, articles.as_slice()), Ok(brief));
}

fn any_span() -> impl Strategy<Value = Span> {
    let whole = (0usize..2).prop_map(|n| Span { article: article(n).id, version: 0, start: 0, end: 27 });
    let random = (0usize..3, 0u32..2, 0u32..130, 0u32..130).prop_map(|(n, version, start, end)| Span {
        article: article(n).id,
        version,
        start,
        end,
    });
    prop_oneof![3 => whole, 1 => random]
}

fn any_claim() -> impl Strategy<Value = Claim> {
    let text = prop_oneof!["[A-Z][a-zäß ]{0,20}", Just("The Orle dam burst at dawn.".to_owned()), Just(String::new())];
    (text, prop::collection::vec(any_span(), 0..3)).prop_map(|(text, support)| Claim { text, support })
}

fn any_verdict() -> impl Strategy<Value = Verdict> {
    use VerdictKind::{Contradicted, Partly, Supported, Unsupported, Verbatim};
    let kind = prop_oneof![12 => Just(Supported), 2 => Just(Verbatim), 1 => Just(Partly), 1 => Just(Unsupported), 1 => Just(Contradicted)];
    kind.prop_map(|kind| Verdict::by_rules(kind, vec![]))
}

prop_compose! {
    fn any_draft()(
        headline in any_claim(),
        tldr in prop::collection::vec(any_claim(), 0..3),
        article in prop::collection::vec(any_claim(), 0..3),
        quote in prop::option::of(("[A-Za-z ]{0,9}", any_span())),
        question in prop::option::of(prop::collection::vec(any_span(), 0..2)),
    ) -> Draft {
        Draft {
            headline,
            tldr,
            article: vec![Section { heading: "What happened".into(), sentences: article }],
            quotes: quote.into_iter().map(|(text, span)| Quoted { text, speaker: "Ada".into(), span }).collect(),
            open_questions: question
                .into_iter()
                .map(|support| OpenQuestion { text: "Why?".into(), why: Why::Missing, support })
                .collect(),
            ..Draft::empty(StoryId::of(&[b"orle"]), "en")
        }
    }
}

/// Every promise the seal makes, looked up independently of it.
fn assert_traced(brief: &Brief, articles: &[Article]) -> Result<(), TestCaseError> {
    prop_assert!(!brief.tldr().is_empty() && !brief.headline().text.is_empty());
    for sentence in brief.sentences() {
        prop_assert!(!sentence.refs.is_empty() && sentence.check.kind.passes() && !sentence.text.trim().is_empty());
    }
    for question in brief.open_questions() {
        prop_assert!(!question.refs.is_empty());
    }
    for r in brief.refs() {
        let original = brief.original(r.article);
        prop_assert!(original.is_some_and(|o| o.versions.iter().any(|v| v.version == r.version)));
        let text =
            articles.iter().find(|a| a.id == r.article).and_then(|a| a.text.get(r.start as usize..r.end as usize));
        prop_assert_eq!(text.map(span_hash), Some(r.hash.clone()));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_sealed_is_traced(draft in any_draft(), verdicts in prop::collection::vec(any_verdict(), 7)) {
        let articles = articles();
        let n = draft.claims().count();
        if let Ok(brief) = Brief::seal(draft, verdicts.into_iter().take(n).collect(), frame(&articles), articles.as_slice()) {
            assert_traced(&brief, &articles)?;
        }
    }
}

//! A day told with its date for a source's weekday or “yesterday”: accepted where it is that day, refused where it is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod common;

use common::{article, claim_on};
use standfirst_types::{Article, Claim, VerdictKind, When, days::Told};
use standfirst_verify::{check_text_told, judge, recheck, verify};

fn source(published: &str, text: &str) -> Article {
    Article { published: When::parse(published), ..article(1, text) }
}

/// In a report of Tuesday 2026-11-24, or of no day.
#[track_caller]
fn check(published: &str, cases: &[(&str, &str, &str)]) {
    let of = |text: &str, claim: &str| {
        let a = source(published, text);
        let verdict = judge(&claim_on(claim, &a), &[&a]);
        let said =
            if verdict.kind == VerdictKind::Supported { "supported".to_owned() } else { verdict.missing.join(", ") };
        (verdict.kind, said)
    };
    let wrong = cases.iter().filter(|(text, claim, expected)| {
        let (kind, said) = of(text, claim);
        // the fault is named, whatever else is
        let named =
            if *expected == "supported" { said == *expected } else { !kind.passes() && said.contains(expected) };
        !named
    });
    let wrong: Vec<String> = wrong.map(|(t, c, e)| format!("{c} | {t}: {:?} and not {e}", of(t, c))).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

const YES: &str = "supported";

#[test]
fn the_day_that_the_source_means_is_supported() {
    check(
        "2026-11-24T10:00:00Z",
        &[
            ("The Orle bridge fell on Monday.", "The Orle bridge fell on Monday 23 November.", YES),
            ("The Orle bridge fell on Monday.", "The Orle bridge fell on Monday, November 23.", YES),
            ("The Orle bridge fell on Monday.", "The Orle bridge fell on 23 November.", YES),
            ("The Orle bridge fell on Monday.", "The Orle bridge fell on Monday 23 November 2026.", YES),
            ("The Orle bridge fell on Monday.", "On 23 November, the Orle bridge fell.", YES),
            ("The Orle bridge fell yesterday.", "The Orle bridge fell on Monday 23 November.", YES),
            ("Yesterday the Orle bridge fell.", "On Monday 23 November the Orle bridge fell.", YES),
            ("The Orle bridge fell last night.", "The Orle bridge fell on the night of Monday 23 November.", YES),
            (
                "The Orle bridge fell on Saturday night.",
                "The Orle bridge fell on the night of Saturday 21 November.",
                YES,
            ),
            (
                "The council will vote on Thursday in Orle.",
                "The council will vote on Thursday 26 November in Orle.",
                YES,
            ),
            ("The road has been shut since Saturday.", "The road has been shut since Saturday 21 November.", YES),
            ("The mayor said Monday it was safe.", "The mayor said on Monday 23 November it was safe.", YES),
            ("The Orle bridge fell on Nov. 3.", "The Orle bridge fell on 3 November.", YES),
            ("The Orle bridge fell on the 3rd of November, 2025.", "The Orle bridge fell on November 3, 2025.", YES),
            (
                "The Orle bridge fell on Monday, killing two people.",
                "The Orle bridge fell on Monday, November 23, killing two people.",
                YES,
            ),
            ("The Orle bridge fell on Monday, killing two people.", "The Orle bridge fell on Monday 23 November.", YES),
        ],
    );
}

#[test]
fn any_other_day_is_refused_and_named() {
    check(
        "2026-11-24",
        &[
            ("The Orle bridge fell on Monday.", "The Orle bridge fell on Monday 24 November.", "24"),
            ("The Orle bridge fell on Monday.", "The Orle bridge fell on Monday 22 November.", "22"),
            ("The Orle bridge fell on Monday.", "The Orle bridge fell on Monday 23 October.", "October"),
            ("The Orle bridge fell on Monday.", "The Orle bridge fell on Monday 23 November 2025.", "2025"),
            ("The Orle bridge fell on Monday.", "The Orle bridge fell on Tuesday 23 November.", "Tuesday"),
            ("The Orle bridge fell yesterday.", "The Orle bridge fell on Tuesday 24 November.", "24"),
            ("The Orle bridge fell yesterday.", "The Orle bridge fell on Sunday 22 November.", "22"),
            ("The Orle bridge fell last night.", "The Orle bridge fell on the morning of Monday 23 November.", "23"),
            (
                "The council will vote on Thursday in Orle.",
                "The council will vote on Thursday 19 November in Orle.",
                "19",
            ),
            ("The union announced a strike on Friday.", "The union announced a strike on Friday 27 November.", "27"),
            ("The union announced a strike on Friday.", "The union announced a strike on Friday 20 November.", "20"),
            (
                "Tuesday's vote was close, the mayor said.",
                "The vote of Tuesday 24 November was close, the mayor said.",
                "24",
            ),
            ("The Orle bridge fell.", "The Orle bridge fell on Monday 23 November.", "23"),
            ("The Orle bridge fell in a storm.", "The Orle bridge fell in a storm on 23 November.", "23"),
            ("“It fell on Monday,” the mayor said.", "The mayor said it fell on Monday 23 November.", "23"),
            ("The Orle bridge fell on Nov. 3.", "The Orle bridge fell on 4 November.", "4"),
            ("The Orle bridge fell on Nov. 3.", "The Orle bridge fell on 3 December.", "December"),
            ("The Orle bridge fell on Nov. 3.", "The Orle bridge fell on 3 November 2026.", "2026"),
            ("The Orle bridge fell on Nov. 3, 2025.", "The Orle bridge fell on 3 November 2026.", "2026"),
            ("It fell on Monday. It was raised in 1987 on Monday.", "It fell on Monday 23 November.", "23"),
            ("Two of the 12 arches fell on Monday.", "Two of the arches fell on Monday 12 November.", "November"),
            ("The Orle bridge fell on Monday.", "The Orle bridge did not fall on Monday 23 November.", "not"),
            ("The Orle bridge fell on Monday.", "The Mörsk bridge fell on Monday 23 November.", "Mörsk"),
        ],
    );
}

#[test]
fn a_day_and_a_month_that_stand_apart_are_no_date() {
    check(
        "",
        &[
            ("Two of the 12 arches fell in November.", "Two of the arches fell on 12 November.", "12 November"),
            ("It ran on 12 and 13 November in Orle.", "It ran on 12 November in Orle.", YES),
            ("It ran on Nov. 12 and 13 in Orle.", "It ran on 13 November in Orle.", "November"),
        ],
    );
}

#[test]
fn without_a_day_of_publication_no_date_is_supported() {
    check(
        "",
        &[
            ("The Orle bridge fell on Monday.", "The Orle bridge fell on Monday 23 November.", "23"),
            ("The Orle bridge fell yesterday.", "The Orle bridge fell on Monday 23 November.", "23"),
            ("The Orle bridge fell on Nov. 3.", "The Orle bridge fell on 3 November.", YES),
        ],
    );
    check(
        "2026-11-24T23:30:00Z",
        &[
            ("The Orle bridge fell yesterday.", "The Orle bridge fell on Monday 23 November.", "23"),
            ("The Orle bridge fell on Sunday.", "The Orle bridge fell on Sunday 22 November.", YES),
        ],
    );
}

#[test]
fn two_sources_that_mean_two_days_mean_none() {
    let first = source("2026-11-24", "The Orle bridge fell on Monday.");
    let second = Article { id: article(2, "").id, ..source("2026-11-17", "The Mörsk bridge was tested on Monday.") };
    let both = [first.sentence_span(0).unwrap(), second.sentence_span(0).unwrap()];
    let claim = |text: &str, support: &[standfirst_types::Span]| Claim { text: text.into(), support: support.to_vec() };
    let text = "The Orle bridge fell on Monday 23 November.";
    assert!(judge(&claim(text, &both[..1]), &[&first, &second]).kind.passes());
    assert!(!judge(&claim(text, &both), &[&first, &second]).kind.passes());
}

#[test]
fn said_for_says_and_nothing_else() {
    check(
        "2026-11-24",
        &[
            ("The mayor says the bridge is safe.", "The mayor said the bridge is safe.", YES),
            ("Police say two people were hurt.", "Police said two people were hurt.", YES),
            ("The minister denies that he knew.", "The minister denied that he knew.", YES),
            ("The harbour board warns of thick ice.", "The harbour board warned of thick ice.", YES),
            ("Ada Vint tells reporters it was safe.", "Ada Vint told reporters it was safe.", YES),
            ("She adds that it was inspected in May.", "She added that it was inspected in May.", YES),
            ("“It is safe,” says Ada Vint.", "“It is safe,” said Ada Vint.", YES),
            ("The mayor says the bridge is safe.", "The mayor denied the bridge is safe.", "denied"),
            ("The mayor says the bridge is safe.", "The bridge is safe.", "says"),
            ("The mayor says the bridge is safe.", "The minister said the bridge is safe.", "minister"),
        ],
    );
}

#[test]
fn any_text_is_checked_alike() {
    let text = "The Orle bridge fell on Monday. Two people were hurt.";
    let source = ("a".to_owned(), text.to_owned(), common::sentences(text));
    let told = When::parse("2026-11-24").and_then(Told::at);
    let check = |claim: &str, told: &[Option<Told>]| {
        let checked = check_text_told(&[claim.to_owned()], std::slice::from_ref(&source), told, None);
        let one = &checked.sentences[0];
        assert_eq!(one.text, claim);
        (one.verdict, one.missing.join(" "))
    };
    assert_eq!(check("The Orle bridge fell on Monday 23 November.", &[told]).0, VerdictKind::Supported);
    assert_eq!(
        check("The Orle bridge fell on Monday 22 November.", &[told]),
        (VerdictKind::Unsupported, "22 November".into())
    );
    assert!(!check("The Orle bridge fell on Monday 23 November.", &[]).0.passes());
    assert!(!check("The Orle bridge fell on Monday 23 November.", &[None]).0.passes());
}

#[test]
fn a_brief_is_sealed_with_it_and_rechecked() {
    let a = source(
        "2026-11-24",
        "The Orle bridge fell on Monday, killing two people. It was built in 1931 by the Orle company.",
    );
    let text = "The Orle bridge fell on Monday 23 November, killing two people.";
    let claim = |text: &str| Claim { text: text.into(), support: vec![a.sentence_span(0).unwrap()] };
    let mut draft = standfirst_types::Draft::empty(standfirst_types::StoryId::of(&[b"s"]), "en");
    draft.headline = claim("The Orle bridge fell on Monday");
    draft.tldr = vec![claim(text)];
    let verified = verify(draft, common::frame(&[&a]), &[&a]).unwrap();
    let brief = verified.brief;
    assert_eq!(brief.tldr()[0].text, text);
    assert_eq!(brief.tldr()[0].check.kind, VerdictKind::Supported);
    let moved = Article { version: 1, text: format!("Updated. {}", a.text), ..a.clone() };
    let moved = Article { sentences: common::sentences(&moved.text), modified: When::parse("2026-11-24"), ..moved };
    assert_eq!(recheck(&brief, &[&moved], "2026-11-24T12:00:00Z".parse().unwrap()), vec![]);
    let other = Article {
        version: 1,
        text: a.text.replace("Monday", "Sunday"),
        modified: When::parse("2026-11-24"),
        ..a.clone()
    };
    assert_eq!(recheck(&brief, &[&other], "2026-11-24T12:00:00Z".parse().unwrap()).len(), 2);
}

//! Where reports of our own differ, and what none of them tells.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{article, draft};
use standfirst_types::{Draft, Name, NameKind, Notes, TimeMention, Why};

/// Site, time, text.
type Report<'a> = (&'a str, &'a str, &'a str);

/// Notes of the names and dates that the texts have, as a reader of them would take them.
fn notes(text: &str, persons: &[&str], places: &[&str], dates: &[(&str, &str)]) -> Notes {
    let at = |part: &str| text.find(part).map(|s| (s as u32, (s + part.len()) as u32));
    let name = |part: &str, kind: NameKind| {
        at(part).map(|(start, end)| Name { start, end, text: part.into(), kind, entity: None })
    };
    let mut names: Vec<Name> = persons.iter().filter_map(|p| name(p, NameKind::Per)).collect();
    names.extend(places.iter().filter_map(|p| name(p, NameKind::Loc)));
    let times = dates.iter().filter_map(|(part, value)| {
        let (start, end) = at(part)?;
        Some(TimeMention { start, end, text: (*part).into(), kind: "DATE".into(), value: (*value).into() })
    });
    Notes { names, times: times.collect(), ..Notes::default() }
}

fn brief(reports: &[Report<'_>], read: impl Fn(&str) -> Notes) -> Draft {
    let one =
        |(n, (site, when, text)): (usize, &Report<'_>)| article(n, site, "The Orle dam bursts at Tarnholm", when, text);
    let articles: Vec<_> = reports.iter().enumerate().map(one).collect();
    draft(&articles, read)
}

const ONE: &str = "2031-05-01T08:00:00Z";
const TWO: &str = "2031-05-01T11:00:00Z";
const LATER: &str = "2031-05-02T09:00:00Z";

#[test]
fn sides_stand_together_newest_first() {
    let check = |reports: &[Report<'_>], read: &dyn Fn(&str) -> Notes, about: &str, values: &[&str]| {
        let draft = brief(reports, read);
        let found: Vec<(&str, Vec<&str>)> = draft
            .disagreements
            .iter()
            .map(|d| (d.about.as_str(), d.versions.iter().map(|v| v.value.as_str()).collect()))
            .collect();
        assert!(found.contains(&(about, values.to_vec())), "{about} {values:?} is not in {found:?}");
        for version in draft.disagreements.iter().flat_map(|d| &d.versions) {
            assert!(version.claim.text.contains(&version.value), "{version:?}");
        }
    };
    let none = |_: &str| Notes::default();
    check(
        &[
            (
                "Orle Post",
                ONE,
                "The Orle dam burst at dawn on Friday. Nine people were killed in Tarnholm, police said.",
            ),
            (
                "Radio Mörsk",
                TWO,
                "The dam at Orle burst early on Friday. Eleven people were killed in Tarnholm, the hospital said.",
            ),
        ],
        &none,
        "deaths",
        &["Eleven", "Nine"],
    );
    // the newest source says itself that the older figure was another
    check(
        &[
            (
                "Orle Post",
                ONE,
                "The Orle dam burst at dawn on Friday. Nine people were killed in Tarnholm, police said.",
            ),
            (
                "Radio Mörsk",
                LATER,
                "The toll of the Orle dam was raised on Saturday. Twelve people were killed in Tarnholm, police said, correcting an earlier figure of nine.",
            ),
        ],
        &none,
        "deaths, later revised",
        &["Twelve", "Nine"],
    );
    let dated = |text: &str| notes(text, &[], &["Tarnholm"], &[("12 May", "2031-05-12"), ("13 May", "2031-05-13")]);
    check(
        &[
            (
                "Orle Post",
                ONE,
                "The Orle dam burst at dawn. The inquiry into the burst dam opens in Tarnholm on 12 May.",
            ),
            (
                "Radio Mörsk",
                TWO,
                "The Orle dam burst early. The inquiry into the burst dam opens in Tarnholm on 13 May.",
            ),
        ],
        &dated,
        "the date",
        &["13 May", "12 May"],
    );
    let named = |text: &str| notes(text, &["Ada Vint", "Per Lund"], &["Tarnholm"], &[]);
    check(
        &[
            (
                "Orle Post",
                ONE,
                "The Orle dam burst at dawn. The guard missing from the upper gate was named as Ada Vint.",
            ),
            (
                "Radio Mörsk",
                TWO,
                "The Orle dam burst early. The guard missing from the upper gate was named as Per Lund.",
            ),
        ],
        &named,
        "the name",
        &["Per Lund", "Ada Vint"],
    );
    check(
        &[
            ("Orle Post", ONE, "The Orle dam burst at dawn. The upper gate of the dam was open during the storm."),
            ("Radio Mörsk", TWO, "The Orle dam burst early. The upper gate of the dam was not open during the storm."),
        ],
        &none,
        "whether it is so",
        &["not", "was"],
    );
    check(
        &[
            (
                "Orle Post",
                ONE,
                "The Orle dam burst at dawn. Residents accused the council of ignoring cracks in the Orle dam.",
            ),
            (
                "Radio Mörsk",
                TWO,
                "The Orle dam burst early. The council denied that it had ignored cracks in the Orle dam.",
            ),
        ],
        &none,
        "the claim",
        &["denied", "accused"],
    );
}

#[test]
fn what_differs_within_one_house_or_in_another_thing_is_no_disagreement() {
    let check = |reports: &[Report<'_>], read: &dyn Fn(&str) -> Notes| {
        let draft = brief(reports, read);
        assert!(draft.disagreements.is_empty(), "{:?}", draft.disagreements);
    };
    let none = |_: &str| Notes::default();
    // one house
    check(
        &[
            ("Orle Post", ONE, "The Orle dam burst at dawn. Nine people were killed in Tarnholm, police said."),
            ("Orle Post", TWO, "The Orle dam burst at dawn. Eleven people were killed in Tarnholm, police said."),
        ],
        &none,
    );
    // other things
    check(
        &[
            ("Orle Post", ONE, "The Orle dam burst at dawn. The mill was not insured against the flood of the river."),
            ("Radio Mörsk", TWO, "The Orle dam burst early. The town hall was open to everybody who had lost a home."),
        ],
        &none,
    );
    let dated = |text: &str| notes(text, &[], &["Tarnholm"], &[("12 May", "2031-05-12"), ("13 May", "2031-05-13")]);
    check(
        &[
            ("Orle Post", ONE, "The Orle dam burst at dawn. The inquiry opens in Tarnholm on 12 May."),
            (
                "Radio Mörsk",
                TWO,
                "The Orle dam burst early. A service for the dead is held in the old church on 13 May.",
            ),
        ],
        &dated,
    );
}

#[test]
fn what_nobody_tells_is_asked() {
    let check = |text: &str, read: &dyn Fn(&str) -> Notes, question: &str, expected: bool| {
        let draft = brief(&[("Orle Post", ONE, text)], read);
        let asked: Vec<&str> =
            draft.open_questions.iter().filter(|q| q.why == Why::Missing).map(|q| q.text.as_str()).collect();
        assert_eq!(asked.contains(&question), expected, "{question} {asked:?} {text}");
        assert!(draft.open_questions.iter().all(|q| !q.support.is_empty()));
    };
    let placed = |text: &str| notes(text, &[], &["Tarnholm"], &[]);
    let person = |text: &str| notes(text, &["Ada Vint"], &["Tarnholm"], &[]);
    let hurt =
        "The Orle dam burst above Tarnholm at dawn. Several residents were injured when the water reached the mill.";
    check(hurt, &placed, "How many people were injured?", true);
    let counted = "The Orle dam burst above Tarnholm at dawn. Several residents were injured at the mill. Nine were injured in all.";
    check(counted, &placed, "How many people were injured?", false);
    let man = "A man was arrested in Tarnholm after the Orle dam burst. The gate had been left open.";
    check(man, &placed, "Who is the man?", true);
    check(man, &person, "Who is the man?", true);
    let named = "A man was arrested in Tarnholm after the Orle dam burst. Police named him as Ada Vint.";
    check(named, &person, "Who is the man?", false);
    check("The Orle dam burst above Tarnholm. The mill was lost.", &placed, "When did it happen?", true);
    check("The Orle dam burst above Tarnholm on Friday. The mill was lost.", &placed, "When did it happen?", false);
    // where nobody has looked, nothing is missing
    check("The Orle dam burst above Tarnholm. The mill was lost.", &|_| Notes::default(), "When did it happen?", false);
}

//! The demo end to end: the real binary reads the newswire over real HTTP; what the newswire holds must show in the edition.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{House, check_references, each_sentence, free_port, stories};
use serde_json::Value;
use std::{collections::BTreeMap, sync::OnceLock};

/// Both days' editions, read once for all tests of this file.
fn editions() -> &'static [Value; 2] {
    static EDITIONS: OnceLock<[Value; 2]> = OnceLock::new();
    EDITIONS.get_or_init(|| {
        let (house, port) = (House::new(), free_port().to_string());
        ["1", "2"].map(|day| {
            let args = [
                "demo",
                "--once",
                "--day",
                day,
                "--format",
                "json",
                "--with-originals",
                "--quiet",
                "--newswire-port",
                &port,
            ];
            house.run(&args).json(0)
        })
    })
}

fn day(n: usize) -> &'static Value {
    &editions()[n - 1]
}

/// `outlet/slug` of an original's address.
fn page_name(url: &str) -> String {
    let host = url.split("//").nth(1).unwrap().split('.').next().unwrap();
    format!("{host}/{}", url.rsplit('/').next().unwrap())
}

/// Which brief holds a page: headline by `outlet/slug`.
fn placed(edition: &Value) -> BTreeMap<String, String> {
    stories(edition)
        .into_iter()
        .flat_map(|(headline, urls)| urls.into_iter().map(move |u| (page_name(&u), headline.clone())))
        .collect()
}

fn list<'a>(value: &'a Value, path: &str) -> &'a Vec<Value> {
    value.pointer(path).and_then(Value::as_array).unwrap_or_else(|| panic!("no {path}"))
}

#[test]
fn every_sentence_of_both_days_resolves() {
    for n in [1, 2] {
        assert!(check_references(day(n)) > 100, "day {n}");
        let briefs = list(day(n), "/briefs");
        assert!((5..=12).contains(&briefs.len()), "day {n}: {} briefs", briefs.len());
        for brief in briefs {
            assert_eq!(brief["schema"], "standfirst.brief/1");
            let headline = brief["headline"]["text"].as_str().unwrap();
            assert!(headline.chars().count() <= 90, "{headline}");
            assert!(!list(brief, "/tldr").is_empty());
        }
    }
}

#[test]
fn nothing_is_merged_that_is_not_one_event() {
    for n in [1, 2] {
        let placed = placed(day(n));
        let expected = standfirst_demo::expected(n as u8);
        let story_of: BTreeMap<&str, &str> =
            expected.iter().flat_map(|s| s.members.iter().map(|m| (m.as_str(), s.name.as_str()))).collect();
        let mut brief_holds: BTreeMap<&str, &str> = BTreeMap::new();
        for (page, headline) in &placed {
            let story = story_of[page.as_str()];
            let before = brief_holds.insert(headline, story).unwrap_or(story);
            assert_eq!(before, story, "day {n}: “{headline}” mixes two events, by {page}");
        }
    }
}

#[test]
fn the_reports_of_an_event_stand_together() {
    for n in [1, 2] {
        let placed = placed(day(n));
        for story in standfirst_demo::expected(n as u8) {
            // Reports in another language stand apart.
            let (spanish, english): (Vec<&String>, Vec<&String>) =
                story.members.iter().partition(|m| m.starts_with("correo-"));
            for members in [spanish, english] {
                let briefs: std::collections::BTreeSet<&String> =
                    members.iter().filter_map(|m| placed.get(*m)).collect();
                assert!(briefs.len() <= 1, "day {n}: {} is told in {briefs:?}", story.name);
            }
        }
    }
}

#[test]
fn wire_copies_count_once() {
    let edition = day(1);
    let storm = list(edition, "/briefs")
        .iter()
        .find(|b| b["originals"].to_string().contains("storm-isolde"))
        .expect("the storm");
    let originals = list(storm, "/originals");
    let copies = originals.iter().filter(|o| o["origin"].as_str().unwrap().starts_with("copy-of:")).count();
    let outlets = ["cassen-tribune", "highmarch-post", "skellan-gazette", "meridian-wire"];
    let carried = originals.iter().filter(|o| outlets.iter().any(|n| o["url"].as_str().unwrap().contains(n))).count();
    assert!(copies >= 2, "{originals:#?}");
    assert!(storm["independent_sources"].as_u64().unwrap() as usize <= originals.len() - copies, "{carried}");
    assert!(edition["edition"]["ledger"]["copies"].as_u64().unwrap() >= 2);
}

#[test]
fn two_tolls_stand_side_by_side() {
    let ferry = list(day(1), "/briefs")
        .iter()
        .find(|b| b["originals"].to_string().contains("skellan-ferry"))
        .expect("the ferry");
    let about = list(ferry, "/disagreements");
    let values: Vec<&str> =
        about.iter().flat_map(|d| list(d, "/versions")).map(|v| v["value"].as_str().unwrap()).collect();
    let said = |number: &str, word: &str| values.iter().any(|v| v.contains(number) || v.to_lowercase().contains(word));
    assert!(said("9", "nine") && said("11", "eleven"), "{values:?}");
}

#[test]
fn the_ledger_tells_what_was_not_read() {
    let ledger = &day(2)["edition"]["ledger"];
    assert_eq!((ledger["feeds"].as_u64(), ledger["feeds_answered"].as_u64()), (Some(9), Some(8)));
    assert!(ledger["feed_problems"][0]["problem"].as_str().unwrap().contains("410"), "{ledger}");
    let reasons = list(ledger, "/not_shown").iter().map(|n| n["reason"].as_str().unwrap()).collect::<Vec<_>>();
    assert!(reasons.contains(&"paywall") && reasons.contains(&"copy"), "{reasons:?}");
    let first =
        list(day(1), "/edition/ledger/not_shown").iter().map(|n| n["reason"].as_str().unwrap()).collect::<Vec<_>>();
    assert!(first.contains(&"thin"), "{first:?}");
}

#[test]
fn damaged_bytes_are_never_shown() {
    for n in [1, 2] {
        for sentence in list(day(n), "/briefs").iter().flat_map(each_sentence) {
            let text = sentence["text"].as_str().unwrap();
            assert!(!text.contains(['β', 'π', '\u{fffd}']), "{text}");
        }
    }
}

#[test]
fn the_second_day_follows_up_and_corrects() {
    let edition = day(2);
    let changed = list(edition, "/edition/changed");
    assert!(changed.iter().filter(|c| c["what"] == "updated").count() >= 3, "{changed:#?}");
    let corrected: Vec<&Value> =
        list(edition, "/briefs").iter().filter(|b| !list(b, "/corrections").is_empty()).collect();
    assert!(!corrected.is_empty(), "no brief was corrected");
    for brief in corrected {
        let correction = &brief["corrections"][0];
        assert_ne!(correction["was"], correction["now"]);
        assert!(!correction["why"].as_str().unwrap().is_empty());
    }
    let revised = list(edition, "/briefs").iter().filter(|b| b["revision"] == 2).count();
    assert!(revised >= 3, "{revised}");
    assert!(
        list(edition, "/briefs").iter().any(|b| b["originals"].to_string().contains(r#""version":1"#)),
        "the edited page has two versions"
    );
}

#[test]
fn the_same_event_in_another_language_is_linked_and_not_joined() {
    let edition = day(1);
    let language = |id: &str| {
        let brief = list(edition, "/briefs").iter().find(|b| b["story"] == id || b["id"] == id);
        brief.map(|b| b["language"].as_str().unwrap().to_owned())
    };
    let links: Vec<(String, String, String)> = list(edition, "/edition/stories")
        .iter()
        .flat_map(|s| s["links"].as_array().into_iter().flatten().map(move |l| (s, l)))
        .filter(|(_, l)| l["how"] == "abroad")
        .map(|(s, l)| {
            let text = |v: &Value| v.as_str().unwrap().to_owned();
            (text(&s["story"]), text(&l["story"]), text(&l["language"]))
        })
        .collect();
    assert_eq!(links.len(), 2, "{links:?}");
    for (here, there, tongue) in &links {
        assert!(links.iter().any(|(a, b, _)| (a, b) == (there, here)), "{here} and {there} name each other");
        assert_eq!(language(there).as_deref(), Some(tongue.as_str()));
        assert_ne!(language(here), language(there));
    }
}

#[test]
fn another_language_is_briefed_in_it() {
    let spanish = [1, 2].iter().flat_map(|n| list(day(*n), "/briefs")).filter(|b| b["language"] == "es").count();
    assert!(spanish >= 1);
}

#[test]
fn the_same_day_again_is_the_same_edition() {
    let (house, port) = (House::new(), free_port().to_string());
    let args = ["demo", "--once", "--format", "json", "--quiet", "--newswire-port", &port];
    let first = house.run(&args).json(0);
    assert_eq!(House::new().run(&args).json(0), first, "another folder");
    assert_eq!(house.run(&args).json(0), first, "the same folder");
}

#[test]
fn every_form_prints() {
    let house = House::new();
    let port = free_port().to_string();
    let print = |format: &str| house.run(&["demo", "--once", "--quiet", "--newswire-port", &port, "--format", format]);
    print("text").expect(0, "That is all");
    print("md").expect(0, "# ");
    print("html").expect(0, "<!doctype html>");
    print("atom").expect(0, "http://www.w3.org/2005/Atom");
    let show = house.run(&["show", "--format", "json"]);
    let id = show.json(0)["edition"]["stories"][0]["story"].as_str().unwrap().to_owned();
    house.run(&["show", &id[..6]]).expect(0, "TL;DR");
    house.run(&["explain", &id]).expect(0, "similarity");
    let first = house.run(&["explain", &format!("{id}#1")]);
    first
        .expect(0, "late on Wednesday 26 July")
        .expect(0, "✓ supported")
        .expect(0, "thick fog late on\n    Wednesday, killing");
    house.run(&["explain", &format!("{id}#9999")]).expect(1, "there is no sentence");
    house.run(&["doctor"]).expect(4, "410");
}

#[test]
fn a_brief_is_made_again_to_the_byte() {
    let house = House::new();
    let port = free_port().to_string();
    let args =
        ["demo", "--once", "--quiet", "--newswire-port", &port, "--format", "json", "--with-originals", "--day", "2"];
    let edition = house.run(&args).json(0);
    let briefs = list(&edition, "/briefs");
    for brief in briefs {
        house.run(&["replay", brief["id"].as_str().unwrap()]).expect(0, "the same bytes again");
    }
    let revised = briefs.iter().find(|b| b["revision"] == 2).unwrap();
    house.run(&["replay", revised["supersedes"].as_str().unwrap()]).expect(0, "the same bytes again");
    house.run(&["diff", revised["id"].as_str().unwrap()]).expect(0, "+ ");
    let originals = briefs.iter().flat_map(|b| list(b, "/originals"));
    let edited = originals.clone().find(|o| o["url"].as_str().unwrap().ends_with("/rail-minister-memo")).unwrap();
    house.run(&["diff", edited["id"].as_str().unwrap()]).expect(0, "version 1 of").expect(0, "- ").expect(0, "+ ");
    let file = house.write("edition.json", &edition.to_string());
    house.run(&["verify", file.to_str().unwrap()]).expect(0, "0 not supported");
    let headline = revised["headline"]["text"].as_str().unwrap();
    let forged = edition
        .to_string()
        .replace(&format!("\"text\":\"{headline}\""), "\"text\":\"Seventeen mayors resigned in Marrow\"");
    let file = house.write("forged.json", &forged);
    house.run(&["verify", file.to_str().unwrap()]).expect(3, "Seventeen mayors");
}

//! Every output of the fixture, compared with what is kept in `tests/golden`; `UPDATE=1` rewrites it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod fixture;

use fixture::{published, site};
use standfirst_publish::{
    EditionSummary, Site,
    feed::{Channel, Format},
    json, markdown, page, terminal,
};
use standfirst_types::{Feed, FeedHealth, Published, Ref};
use std::path::Path;

fn golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if kept != actual {
        let line = kept.lines().zip(actual.lines()).take_while(|(a, b)| a == b).count();
        panic!(
            "{name} differs from line {}:\n  kept: {:?}\n  now:  {:?}\nRun with UPDATE=1 and look at the difference.",
            line + 1,
            kept.lines().nth(line),
            actual.lines().nth(line),
        );
    }
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

/// Pages name the style sheet by its hash, which is not what these are about.
fn settled(html: &str, site: &Site) -> String {
    html.replace(&page::style_href(site), "/style.css?v=STYLE").replace(&page::script_href(site), "/app.js?v=SCRIPT")
}

pub(crate) fn feeds() -> Vec<Feed> {
    let mut failing = Feed::new("https://skerry.example/rss", "Skerry Times");
    failing.health = FeedHealth {
        checked: Some(fixture::at("2031-05-08T15:00:00Z")),
        answered: Some(fixture::at("2031-05-06T03:00:00Z")),
        problem: Some("It does not answer (connection refused). Check the address, or remove the feed.".into()),
        failing_since: Some(fixture::at("2031-05-06T04:00:00Z")),
        failures: 12,
        ..FeedHealth::default()
    };
    vec![Feed::new("https://courant.example/feed", "Ellery Courant"), failing]
}

#[test]
fn pages() {
    let (p, site) = (published(), site());
    let story = p.briefs[0].story();
    let spans: Vec<_> = p.briefs[0].refs().map(Ref::span).collect();
    let archive =
        [EditionSummary { id: p.edition.id, window: p.edition.window, created: p.edition.created, stories: 3 }];
    for (name, html) in [
        ("edition.html", page::edition(&p, &site)),
        ("story.html", page::story(&p, story, &site).map(Option::unwrap)),
        ("why.html", page::why(&fixture::why(&p, &p.briefs[0]), &site)),
        ("ledger.html", page::ledger(&p, &site)),
        ("original.html", page::original(&p.originals[0], &spans, Some(&p.briefs[0]), &site)),
        ("feeds.html", page::feeds(&feeds(), &site)),
        ("archive.html", page::archive(&archive, None, "", &site)),
        ("about.html", page::about(&site)),
        ("not_found.html", page::not_found(&site)),
        ("welcome.html", page::welcome(&site)),
    ] {
        golden(name, &settled(&html.unwrap(), &site));
    }
}

#[test]
fn data_and_feeds() {
    let (p, mut site) = (published(), site());
    site.base_url = Some("https://news.example".into());
    golden("edition.json", &pretty(&json::edition(&p, true)));
    golden("story.json", &pretty(&json::story(&p, p.briefs[1].story(), true).unwrap()));
    golden("why.json", &pretty(&json::why(&fixture::why(&p, &p.briefs[0]))));
    let stories = Channel::stories(&p, &site).unwrap();
    golden("stories.atom", &stories.write(Format::Atom, &site));
    golden("stories.rss", &stories.write(Format::Rss, &site));
    let feed: serde_json::Value = serde_json::from_str(&stories.write(Format::Json, &site)).unwrap();
    golden("feed.json", &pretty(&feed));
    golden("editions.atom", &Channel::editions(&[&p], &site).unwrap().write(Format::Atom, &site));
}

#[test]
fn texts() {
    let (p, site) = (published(), site());
    let story = p.briefs[0].story();
    golden("edition.md", &markdown::edition(&p, &site));
    golden("story.md", &markdown::story(&p, story, &site).unwrap());
    golden("edition.txt", &terminal::edition(&p, &site, 72, false));
    golden("story.txt", &terminal::story(&p, story, &site, 72, false).unwrap());
    golden("story.ansi", &terminal::story(&p, story, &site, 100, true).unwrap());
    golden("why.txt", &terminal::why(&fixture::why(&p, &p.briefs[0]), &site, 72, false));
    golden("sentence.txt", &terminal::sentence(&p, story, 2, &site, 72, false).unwrap());
}

#[test]
fn what_is_not_there_is_none() {
    let (p, site) = (published(), site());
    let missing = standfirst_types::StoryId::of(&[b"missing"]);
    assert!(page::story(&p, missing, &site).unwrap().is_none());
    assert!(json::story(&p, missing, false).is_none());
    assert!(markdown::story(&p, missing, &site).is_none());
    assert!(terminal::story(&p, missing, &site, 72, false).is_none());
    assert!(terminal::sentence(&p, p.briefs[0].story(), 999, &site, 72, false).is_none());
}

#[test]
fn every_reference_can_be_checked_from_the_json_alone() {
    let data = json::edition(&published(), true);
    let mut checked = 0;
    let mut visit = vec![&data["briefs"]];
    while let Some(value) = visit.pop() {
        match value {
            serde_json::Value::Array(items) => visit.extend(items),
            serde_json::Value::Object(fields) => {
                if let (Some(article), Some(start)) =
                    (fields.get("article").and_then(|a| a.as_str()), fields.get("start"))
                {
                    let key = format!("{article}@{}", fields["version"]);
                    let text = data["originals"][&key]["text"].as_str().unwrap();
                    let cited = &text[start.as_u64().unwrap() as usize..fields["end"].as_u64().unwrap() as usize];
                    assert_eq!(fields["hash"], standfirst_types::span::span_hash(cited));
                    checked += 1;
                }
                visit.extend(fields.values());
            }
            _ => {}
        }
    }
    assert_eq!(checked, published().briefs.iter().map(|b| b.refs().count()).sum::<usize>());
    assert!(json::edition(&published(), false).get("originals").is_none());
}

#[test]
fn the_same_edition_is_the_same_bytes() {
    let make = |p: &Published| page::edition(p, &site()).unwrap() + &json::edition(p, true).to_string();
    assert_eq!(make(&published()), make(&published()));
}

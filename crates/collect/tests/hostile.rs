//! Documents made to hurt: each must end soon, within little memory, and keep the honest entry beside the harm.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail like tests")]

mod kinds;

use standfirst_collect::{discover_feeds, parse_feed};

/// The titles of a feed whose body holds `harm` before an honest item.
fn titles(harm: &str) -> Vec<String> {
    let text = format!("<rss><channel>{harm}<item><title>Honest</title></item></channel></rss>");
    let doc = parse_feed(text.as_bytes(), None, None).unwrap();
    doc.entries.iter().filter_map(|e| e.title.clone()).collect()
}

#[test]
fn every_kind_leaves_the_honest_entry() {
    for (name, make) in kinds::KINDS {
        for size in [3_000, 300_000] {
            let doc = parse_feed(&make(size), None, Some("http://hill.example/feed"));
            if name.starts_with("not a feed") {
                assert!(doc.is_err(), "{name}");
                continue;
            }
            let doc = doc.unwrap_or_else(|e| panic!("{name}: {e}"));
            let honest = doc.entries.iter().any(|e| e.title.as_deref() == Some("Honest"));
            // Where there are more entries than are kept, those left out are counted.
            assert!(
                honest || doc.rejected.iter().any(|r| r.reason.contains("were not read")),
                "{name} of {size} bytes"
            );
            let text = format!("{doc:?}");
            assert!(!text.contains("root:") && !text.contains("hahaha"), "{name}: an entity was expanded");
        }
    }
}

#[test]
fn entities_never_expand() {
    let bomb = "<!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>";
    let outside = "<!DOCTYPE r SYSTEM \"file:///etc/passwd\" [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    for (prologue, name) in [(bomb, "c"), (outside, "x")] {
        let text = format!(
            "<?xml version='1.0'?>{prologue}<rss><channel><item><title>&{name};</title></item></channel></rss>"
        );
        let doc = parse_feed(text.as_bytes(), None, None).unwrap();
        assert_eq!(doc.entries[0].title.as_deref(), Some(format!("&{name};").as_str()));
    }
}

#[test]
fn unclosed_and_cut() {
    let whole = "<?xml version='1.0'?><rss><channel><title>Hill</title><item><title>One &amp; only</title><description><![CDATA[<p>Text</p>]]></description></item>\
                 <item><title>Two</title></item></channel></rss>";
    for end in 0..=whole.len() {
        let doc = parse_feed(&whole.as_bytes()[..end], None, None);
        let kept = doc.map_or(0, |d| d.entries.len() + d.rejected.len());
        assert_eq!(kept, whole[..end].matches("<item>").count(), "cut at {end}");
    }
    assert_eq!(titles("<item><description><![CDATA[never closed</description></item>"), ["Honest"]);
    assert_eq!(
        titles("<item><title><![CDATA[open</title></item><item><title><![CDATA[Two]]></title></item>"),
        ["open", "Two", "Honest"]
    );
}

#[test]
fn json() {
    let deep = "[".repeat(100_000);
    let check = |text: String, entries: usize, rejected: usize| {
        let doc = parse_feed(text.as_bytes(), None, None).unwrap();
        assert_eq!((doc.entries.len(), doc.rejected.len()), (entries, rejected), "{}", &text[..text.len().min(200)]);
    };
    let head = "{\"version\":\"1\",\"title\":\"Hill\",\"items\":[{\"id\":\"a\"},";
    check(format!("{head}{{\"id\":\"b\",\"x\":{deep}"), 1, 1);
    check(format!("{head}{{\"id\":\"b\"}},{{\"id\":\"c\", \"tit"), 2, 1);
    check(format!("{head}3,null,{{}},{{\"id\":\"b\"}}]}}"), 2, 3);
    check(format!("{head}{}{{}}]}}", "{\"id\":\"z\"},".repeat(20_000)), 10_000, 1);
    assert!(parse_feed(format!("{{{deep}").as_bytes(), None, None).is_err());
}

#[test]
fn too_many_entries_are_counted() {
    let text = format!("<rss>{}</rss>", "<item><title>x</title></item>".repeat(10_005));
    let doc = parse_feed(text.as_bytes(), None, None).unwrap();
    assert_eq!(doc.entries.len(), 10_000);
    assert!(doc.rejected[0].reason.starts_with("5 entries"), "{:?}", doc.rejected);
}

#[test]
fn pages() {
    let page = "<link rel=alternate type=text/xml href=x".repeat(200_000) + "<script>".repeat(200_000).as_str();
    assert!(discover_feeds(&page, "http://hill.example/").len() <= 50);
}

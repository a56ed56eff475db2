//! Whatever comes in: no panic, no entry lost, and the same answer each time.

use proptest::prelude::*;
use standfirst_collect::robots::Rules;
use standfirst_collect::{discover_feeds, opml, parse_date, parse_feed, url_list};

/// Pieces that feeds are made of, whole and broken.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "<rss>",
        "<channel>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<item>",
        "</item>",
        "<entry>",
        "</entry>",
        "<title>",
        "</title>",
        "<title type='xhtml'>",
        "<content mode='base64'>",
        "</content>",
        "<description>",
        "</description>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?xml version='1.0'?>",
        "?>",
        "<!DOCTYPE x [",
        "]>",
        "<link href='a",
        "'/>",
        "\"",
        "<author><name>",
        "</name></author>",
        "<pubDate>",
        "</pubDate>",
        "&amp;",
        "&#x",
        ";",
        "&",
        "<",
        ">",
        "</",
        "/>",
        "xmlns:a='b'",
        "<a:b>",
        "</channel></rss>",
        "{\"items\":[",
        "{\"id\":1}",
        ",",
        "]}",
        "\0",
        "<div xml:base='/x/'>",
        "</div>",
        "<media:content url='u'>",
        "<itunes:category text='t'>",
        "é",
        "\u{92}",
        "Tue, 05 Mar 2024 08:30:00 GMT",
    ]);
    prop_oneof![8 => known.prop_map(String::from), 1 => "\\PC{0,8}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn feeds(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        let (one, two) = (parse_feed(text.as_bytes(), None, Some("http://a.example/b")), parse_feed(text.as_bytes(), None, Some("http://a.example/b")));
        prop_assert_eq!(&one, &two);
        if let Ok(doc) = one {
            let indices: Vec<usize> = doc.rejected.iter().map(|r| r.index).collect();
            prop_assert!(indices.windows(2).all(|w| w[0] < w[1]));
            prop_assert!(doc.entries.iter().all(|e| !e.id.is_empty()));
        }
        discover_feeds(&text, "http://a.example/");
        opml::read(text.as_bytes(), None);
    }

    #[test]
    fn bytes(bytes in prop::collection::vec(any::<u8>(), 0..400), content_type in prop::option::of("text/xml; charset=\\PC{0,12}")) {
        let _ = parse_feed(&bytes, content_type.as_deref(), None);
        opml::read(&bytes, content_type.as_deref());
    }

    #[test]
    fn dates(text in "([0-9]{1,4}|[-:/., TZ+]|Mar|mars|월|년|GMT|\\PC){0,20}") {
        let date = parse_date(&text);
        prop_assert_eq!(parse_date(&text), date);
        if let Some(date) = date {
            // What is written reads the same.
            let again = parse_date(&date.to_string()).map(|d| d.at);
            prop_assert!(again == Some(date.at) || date.date().year() > 9998 || date.date().year() < 1, "{} {:?}", date, again);
        }
    }

    #[test]
    fn robots_and_lists(text in "((User-agent|Allow|Disallow): ?[*$/a%]{0,9}\n|\\PC){0,30}", path in "/[a%*$é?]{0,12}") {
        Rules::parse(&text, "standfirst").allow(&path);
        url_list(&text);
    }
}

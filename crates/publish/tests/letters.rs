//! Letters: one edition as a message, compared with what is kept in `tests/golden`; its size; and two hundred payloads and
//! every trick with line ends, none of which becomes an element, an attribute or a header field.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod eml;
mod fixture;

use dom_query::Document;
use eml::Eml;
use fixture::{
    at,
    hostile::{hostile, payloads},
    published, site,
};
use jiff::tz::TimeZone;
use standfirst_publish::{
    Site,
    mail::{self, Letter, Recipient, Sender},
};
use standfirst_types::{Email, Published};
use std::path::Path;

fn address(text: &str) -> Email {
    Email::parse(text).unwrap()
}

fn sender() -> Sender {
    Sender {
        from: address("news@standfirst.example"),
        reply_to: Some(address("desk@standfirst.example")),
        at: at("2031-05-08T16:12:00Z"),
    }
}

fn recipient() -> Recipient {
    let email = address("ida@reader.example");
    let (own, leave) = mail::paths("a key", email.id());
    let link = |path: &str| format!("https://news.example/{path}");
    Recipient { id: email.id(), preferences: link(&own), leave: link(&leave), email }
}

fn based(title: &str) -> Site {
    let site = site();
    Site {
        title: title.into(),
        root: "https://news.example/".into(),
        base_url: Some("https://news.example".into()),
        ..site
    }
}

fn letter(published: &Published, title: &str) -> Letter {
    mail::edition(published, &based(title), &sender(), &recipient()).unwrap()
}

#[test]
fn an_edition_is_kept_as_it_was() {
    let letter = letter(&published(), "Standfirst");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/edition.eml");
    // A file of lines that end in line feeds, as all others here.
    let now = String::from_utf8(letter.bytes.clone()).unwrap().replace("\r\n", "\n");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let line = kept.lines().zip(now.lines()).position(|(a, b)| a != b);
    assert!(kept == now, "edition.eml differs from line {line:?}; run with UPDATE=1 and look at the difference");
    assert_eq!(letter.told, (3, 0));
}

#[test]
fn the_header_says_what_it_is_and_how_to_leave() {
    let eml = Eml::read(&letter(&published(), "Standfirst").bytes);
    let leave = recipient().leave;
    for (name, expected) in [
        ("Date", "Thu, 08 May 2031 16:12:00 +0000"),
        ("From", "Standfirst <news@standfirst.example>"),
        ("To", "ida@reader.example"),
        ("Reply-To", "desk@standfirst.example"),
        ("Auto-Submitted", "auto-generated"),
        ("Precedence", "bulk"),
        ("List-Id", "Standfirst <newsletter.news.example>"),
        ("List-Unsubscribe", &format!("<{leave}>")),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("MIME-Version", "1.0"),
    ] {
        assert_eq!(eml.field(name), expected, "{name}");
    }
    assert!(eml.field("Content-Type").starts_with("multipart/alternative"));
    let kinds: Vec<&str> = eml.parts.iter().map(|(k, _)| k.as_str()).collect();
    assert_eq!(kinds, ["text/plain; charset=utf-8", "text/html; charset=utf-8"], "the plain text comes first");
    // Without TLS no button may be offered (RFC 8058, 3.1).
    let plain = Recipient { leave: leave.replace("https:", "http:"), ..recipient() };
    let eml = Eml::read(&mail::edition(&published(), &based("S"), &sender(), &plain).unwrap().bytes);
    assert!(eml.fields.iter().all(|(n, _)| n != "List-Unsubscribe-Post"));
    assert!(eml.field("List-Unsubscribe").starts_with("<http:"));
}

#[test]
fn the_message_id_is_made_of_subscriber_edition_and_briefs() {
    let (all, fewer) = (published(), Published { briefs: published().briefs[..2].to_vec(), ..published() });
    let id = |p: &Published, to: &Recipient| mail::edition(p, &based("S"), &sender(), to).unwrap().id;
    let (ida, other) = (recipient(), Recipient { id: address("kai@reader.example").id(), ..recipient() });
    assert_eq!(id(&all, &ida), id(&all, &ida));
    assert_ne!(id(&all, &ida), id(&all, &other));
    assert_ne!(id(&all, &ida), id(&fewer, &ida));
    let later = Sender { at: at("2031-05-09T05:00:00Z"), ..sender() };
    assert_eq!(mail::edition(&all, &based("S"), &later, &ida).unwrap().id, id(&all, &ida));
}

#[test]
fn both_parts_say_the_same_and_every_sentence_has_its_sources() {
    let p = published();
    let eml = Eml::read(&letter(&p, "Standfirst").bytes);
    let (plain, html) = (eml.part("text/plain"), eml.part("text/html"));
    let document = Document::from(html);
    let joined = plain.split_whitespace().collect::<Vec<_>>().join(" ").replace("| ", "");
    let shown = document.select("body").text().split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in p.briefs.iter().flat_map(|b| b.sentences()) {
        assert!(
            joined.contains(&sentence.text) || joined.contains(sentence.text.trim_end_matches('.')),
            "{}",
            sentence.text
        );
        assert!(shown.contains(&sentence.text), "{}", sentence.text);
    }
    for original in p.briefs.iter().flat_map(|b| &b.frame().originals) {
        assert!(plain.contains(&original.url), "{}", original.url);
        assert!(document.select(&format!("a[href='{}']", original.url)).exists(), "{}", original.url);
    }
    // Each sentence of the TL;DR is followed by the numbers of its originals.
    assert!(document.select("a:contains('[1]')").length() > 5);
    assert!(plain.lines().all(|l| l.chars().count() <= 76 || l.trim_start().starts_with("http")), "lines are wrapped");
}

#[test]
fn nothing_is_loaded_and_no_colour_can_vanish() {
    let eml = Eml::read(&letter(&published(), "Standfirst").bytes);
    let document = Document::from(eml.part("text/html"));
    let active = "img, script, link, style, iframe, object, embed, form, input, button, svg, video, audio, base";
    assert_eq!(document.select(active).length(), 0);
    for element in document.select("[style]").iter() {
        let style = element.attr("style").unwrap();
        assert!(!style.contains("url(") && !style.contains("background") && !style.contains("color:"), "{style}");
    }
    assert!(document.select("meta[name='color-scheme'][content='light dark']").exists());
    assert_eq!(*document.errors.borrow(), Vec::<std::borrow::Cow<'_, str>>::new());
}

#[test]
fn what_does_not_fit_is_left_to_links_whole() {
    let p = published();
    for (times, links) in [(4, false), (60, true), (400, true)] {
        let many = |n: usize| p.briefs.iter().cycle().take(n).cloned().collect::<Vec<_>>();
        let long = Published { briefs: many(3 * times), ..p.clone() };
        let letter = letter(&long, "Standfirst");
        let (told, linked) = letter.told;
        assert_eq!(told + linked, 3 * times);
        assert_eq!(linked > 0, links, "{times}");
        let eml = Eml::read(&letter.bytes);
        let html = eml.part("text/html");
        let document = Document::from(html);
        // Whole stories only: each has its originals; the rest are one link each.
        assert_eq!(document.select("ol").length(), told);
        assert_eq!(document.select("body > div > div").length(), told);
        if links && times == 60 {
            assert!(letter.html_bytes <= 102 * 1024 && html.len() < 102_000, "{} bytes", letter.html_bytes);
            assert!(letter.html_bytes > 80_000, "room is used: {} bytes", letter.html_bytes);
            assert!(eml.part("text/plain").contains("More stories"));
        }
    }
}

#[test]
fn a_title_in_another_script_is_encoded() {
    let eml = Eml::read(&letter(&published(), "الميناء اليوم").bytes);
    assert!(eml.field("From").contains("=?utf-8?"), "{}", eml.field("From"));
    assert!(eml.field("Subject").contains("=?utf-8?"));
    assert!(eml.part("text/plain").contains("الميناء اليوم"));
}

#[test]
fn a_confirmation_holds_its_link_in_both_parts_and_is_no_list() {
    let link = "https://news.example/newsletter/confirm/abc";
    let (site, to) = (based("Standfirst"), address("ida@reader.example"));
    let confirmation = Eml::read(&mail::confirmation(link, &site, &sender(), &to).unwrap().bytes);
    let reminder = Eml::read(&mail::reminder(link, &site, &sender(), &to).unwrap().bytes);
    for eml in [confirmation, reminder] {
        assert!(eml.part("text/plain").lines().any(|l| l == link));
        assert!(Document::from(eml.part("text/html")).select(&format!("a[href='{link}']")).exists());
        assert!(eml.fields.iter().all(|(n, _)| !n.starts_with("List-")));
        assert_eq!(eml.field("Auto-Submitted"), "auto-generated");
    }
}

/// The fields every letter has, in order.
const FIELDS: [&str; 13] = [
    "Date",
    "From",
    "To",
    "Subject",
    "Message-ID",
    "Reply-To",
    "Auto-Submitted",
    "Precedence",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Content-Type",
];

#[test]
fn no_text_becomes_a_header_field() {
    let tricks = [
        "x\r\nBcc: all@evil.example",
        "x\nBcc: all@evil.example",
        "x\rBcc: all@evil.example",
        "x\r\n\r\n<script>alert(1)</script>",
        "x\u{85}Bcc: all@evil.example",
        "x\u{2028}Bcc: all@evil.example",
        "x\u{b}\u{c}\u{0}Bcc: y",
        "=?utf-8?Q?x=0D=0ABcc:_y?=",
        "\" <all@evil.example>, \"",
        "x <all@evil.example>; (y",
        "é\r\nBcc: all@evil.example",
        "",
        "   ",
        "\u{202e}",
    ];
    let long = "Straße ".repeat(400);
    for text in tricks.iter().map(|t| (*t).to_owned()).chain([long]).chain(payloads()) {
        let words = if text.trim().is_empty() { "alert plain words".to_owned() } else { text.clone() };
        let eml = Eml::read(&letter(&hostile(&words), &text).bytes);
        let names: Vec<&str> = eml.fields.iter().map(|(n, _)| n.as_str()).collect();
        assert_eq!(names, FIELDS, "{text:?}");
        assert_eq!(eml.field("To"), "ida@reader.example");
        assert!(
            eml.field("From").ends_with("news@standfirst.example>") || eml.field("From") == "news@standfirst.example"
        );
        assert_eq!(eml.field("From").matches('@').count(), 1, "{text:?}: {}", eml.field("From"));
        assert_eq!(eml.parts.len(), 2, "{text:?}");
    }
}

/// Elements with the names of their attributes, in order.
fn skeleton(document: &Document) -> Vec<String> {
    assert_eq!(*document.errors.borrow(), Vec::<std::borrow::Cow<'_, str>>::new(), "parse errors");
    let element = |e: dom_query::Selection<'_>| {
        let mut names: Vec<String> = e.attrs().iter().map(|a| a.name.local.to_string()).collect();
        names.sort();
        format!("{} {}", e.nodes()[0].node_name().unwrap(), names.join(" "))
    };
    document.select("*").iter().map(element).collect()
}

/// Plain words of more than 90 characters: a headline is cut there, and rests on other evidence than the whole.
const LONG: &str =
    "alert plain words uncharacteristically incomprehensibilities counterrevolutionaries interdisciplinary plain words";

#[test]
fn no_payload_becomes_an_element_or_an_attribute() {
    let html = |text: &str| Eml::read(&letter(&hostile(text), text).bytes).part("text/html").to_owned();
    let (short, long) = (html("alert plain words"), html(LONG));
    let (short, long) = (skeleton(&Document::from(short.as_str())), skeleton(&Document::from(long.as_str())));
    let all = payloads();
    assert_eq!(all.len(), 200);
    for payload in all {
        let made = html(&payload);
        let document = Document::from(made.as_str());
        let expected = if payload.chars().count() > 90 { &long } else { &short };
        assert_eq!(skeleton(&document), *expected, "{payload}");
        for link in document.select("[href]").iter().map(|e| e.attr("href").unwrap()) {
            let ours = ["https://news.example/", "https://evil.example/"];
            assert!(ours.iter().any(|o| link.starts_with(o)), "{payload}: {link}");
        }
        let of_subscription =
            mail::confirmation("https://news.example/x", &based(&payload), &sender(), &recipient().email);
        let eml = Eml::read(&of_subscription.unwrap().bytes);
        let active = "script, img, svg, style, iframe, object, embed, form, input, base, video, audio, math, details";
        assert_eq!(Document::from(eml.part("text/html")).select(active).length(), 0, "{payload}");
    }
}

#[test]
fn times_are_in_the_zone_of_who_reads() {
    let tokyo = Site { timezone: TimeZone::get("Asia/Tokyo").unwrap(), ..based("Standfirst") };
    let eml = Eml::read(&mail::edition(&published(), &tokyo, &sender(), &recipient()).unwrap().bytes);
    assert!(eml.part("text/plain").contains("Friday 9 May 2031"));
}

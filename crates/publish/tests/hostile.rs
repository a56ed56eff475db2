//! Hostile strings through every output: nothing from outside becomes markup, a script, a link or a terminal's command;
//! and every page parses as HTML5 without an error.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod fixture;

use dom_query::Document;
use fixture::{
    hostile::{feed, hostile},
    published, site,
};
use standfirst_publish::{
    Site,
    feed::{Channel, Format},
    json, markdown, page, terminal,
};
use standfirst_types::{Article, Mark, Published, Ref};

/// One string with every trick that fits in it. `EVIL` marks where it turns up.
const EVIL: &str = "EVIL</title></script><script>alert(1)</script><img src=x onerror=alert(2)>\" onmouseover=\"alert(3)' \
    onclick='alert(4) [x](javascript:alert(5)) ]]><svg/onload=alert(6)> {{ 7*7 }} {% raw %} \u{202e}\u{2066}\u{1b}[31m\
    \u{1b}]0;owned\u{7}\u{9b}2J\u{0}\u{2028} &#60;b&#62; `x` <!-- --> \u{feff}.";

fn pages(p: &Published) -> Vec<(&'static str, String)> {
    pages_for(p, &site())
}

/// The pages as the owner sees them, who has read one story, muted another and watches a word.
fn own_pages(p: &Published) -> Vec<(&'static str, String)> {
    let mut site = site();
    let stories: Vec<_> = p.briefs.iter().map(standfirst_types::Brief::story).collect();
    let viewer = &mut site.viewer;
    (viewer.owner, viewer.session, viewer.locked, viewer.served) = (true, true, true, true);
    (viewer.form_token, viewer.here) = (EVIL.into(), format!("/?{EVIL}"));
    viewer.sections = vec![EVIL.into()];
    for story in &stories {
        viewer.noted.watched.insert(*story, vec![EVIL.into()]);
    }
    viewer.noted.marks.insert((stories[0], Mark::Read), 1);
    viewer.noted.marks.insert((stories[0], Mark::Saved), 1);
    viewer.noted.marks.extend(stories.get(1).map(|s| ((*s, Mark::Muted), 1)));
    pages_for(p, &site)
}

fn pages_for(p: &Published, site: &Site) -> Vec<(&'static str, String)> {
    let spans: Vec<_> = p.briefs[0].refs().map(Ref::span).collect();
    vec![
        ("edition", page::edition(p, site).unwrap()),
        ("story", page::story(p, p.briefs[0].story(), site).unwrap().unwrap()),
        ("ledger", page::ledger(p, site).unwrap()),
        ("original", page::original(&p.originals[0], &spans, Some(&p.briefs[0]), site).unwrap()),
        ("feeds", page::feeds(&[feed(EVIL)], site).unwrap()),
        ("archive", page::archive(&[], None, "", site).unwrap()),
        ("about", page::about(site).unwrap()),
        ("not found", page::not_found(site).unwrap()),
        ("message", page::message(EVIL, &[EVIL.into()], site).unwrap()),
        ("welcome", page::welcome(site).unwrap()),
    ]
}

/// What must hold of any page, whatever it shows.
fn sound(name: &str, html: &str) {
    let document = Document::from(html);
    assert_eq!(*document.errors.borrow(), Vec::<std::borrow::Cow<'_, str>>::new(), "{name} has parse errors");
    let mut ids: Vec<String> =
        document.select("[id]").iter().filter_map(|e| e.attr("id")).map(|i| i.to_string()).collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all, "{name}: an id stands twice");
    for attribute in ["popovertarget", "aria-labelledby"] {
        for element in document.select(&format!("[{attribute}]")).iter() {
            let target = element.attr(attribute).unwrap().to_string();
            assert!(ids.contains(&target), "{name}: {attribute}={target} leads nowhere");
        }
    }
    for element in document.select("[href]").iter() {
        let href = element.attr("href").unwrap().to_string();
        if let Some(id) = href.strip_prefix('#') {
            assert!(ids.iter().any(|i| i == id), "{name}: {href} leads nowhere");
        } else if !href.starts_with('/') {
            assert!(href.starts_with("http://") || href.starts_with("https://"), "{name}: {href}");
            assert_eq!(element.attr("rel").as_deref(), Some("noopener noreferrer"), "{name}: {href}");
        }
    }
    assert_eq!(document.select("h1").length(), 1, "{name}: one h1");
    let mut level = 1;
    for heading in document.select("h1, h2, h3, h4").iter() {
        let tag = heading.nodes()[0].node_name().unwrap().to_string();
        let now = tag[1..].parse::<u32>().unwrap();
        assert!(now <= level + 1, "{name}: a heading is left out before {tag}");
        level = now;
    }
    for landmark in ["header.mast", "main", "footer.foot", "nav", "a.skip"] {
        assert!(document.select(landmark).length() >= 1, "{name}: no {landmark}");
    }
}

/// What the text from outside must not have become.
fn harmless(name: &str, html: &str) {
    let document = Document::from(html);
    assert_eq!(document.select("script").length(), 1, "{name}: our script only");
    assert_eq!(document.select("img, svg, style, iframe, form, object").length(), 0, "{name}");
    for element in document.select("*").iter() {
        for attribute in element.attrs() {
            let key = attribute.name.local.to_string();
            assert!(
                !key.starts_with("on") && key != "style" && key != "src" || key == "src" && element.is("script"),
                "{name}: {key}"
            );
        }
    }
    for bad in ['\u{202e}', '\u{2066}', '\u{1b}', '\u{7}', '\u{9b}', '\u{0}', '\u{2028}', '\u{feff}'] {
        assert!(!html.contains(bad), "{name} holds {bad:?}");
    }
}

#[test]
fn pages_are_sound() {
    for (name, html) in pages(&published()) {
        sound(name, &html);
    }
    for (name, html) in own_pages(&published()).into_iter().chain(own_pages(&hostile(EVIL))) {
        sound(name, &html);
    }
}

#[test]
fn pages_make_nothing_of_hostile_text() {
    for (name, html) in pages(&hostile(EVIL)) {
        sound(name, &html);
        harmless(name, &html);
        let shows = !matches!(name, "archive" | "about" | "not found" | "welcome");
        assert_eq!(html.contains("EVIL"), shows, "{name}");
    }
}

#[test]
fn each_mark_stays_with_its_last_word() {
    let html = page::story(&published(), published().briefs[0].story(), &site()).unwrap().unwrap();
    let document = Document::from(html.as_str());
    let marks = document.select(".mark").length();
    assert!(marks > 10);
    assert_eq!(document.select(".k > .mark:last-child, .nb > .mark:last-child").length(), marks);
    assert!(document.select(".evidence mark").length() > marks / 2);
}

#[test]
fn text_in_another_language_says_so() {
    let p = published();
    let edition = page::edition(&p, &site()).unwrap();
    assert_eq!(Document::from(edition.as_str()).select("h2[lang=ar][dir=rtl]").length(), 1);
    let story = page::story(&p, p.briefs[0].story(), &site()).unwrap().unwrap();
    assert_eq!(Document::from(story.as_str()).select("blockquote[lang=de][dir=ltr]").length(), 1);
}

#[test]
fn feeds_are_well_formed_and_their_html_harmless() {
    let (p, site) = (hostile(EVIL), site());
    let id = p.briefs[0].story();
    let channels = [
        Channel::stories(&p, &site).unwrap(),
        Channel::editions(&[&p], &site).unwrap(),
        Channel::section(EVIL, &[&p], &site).unwrap(),
        Channel::search(EVIL, &[&p], &site).unwrap(),
        Channel::revisions(id, &[&p], &site).unwrap(),
    ];
    for (channel, format) in channels.iter().flat_map(|c| [Format::Atom, Format::Rss, Format::Json].map(|f| (c, f))) {
        let feed = channel.write(format, &site);
        let plain =
            |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        let between = |from: &str, to: &str| plain(feed.split_once(from).unwrap().1.split_once(to).unwrap().0);
        let html = match format {
            Format::Atom => between("<content type=\"html\">", "</content>"),
            Format::Rss => {
                // Both once more, as a reader that takes them for HTML does.
                for text in [between("<title>", "</title>"), between("<description>", "</description>")] {
                    assert!(!text.contains('<'), "{text}");
                }
                between("<content:encoded>", "</content:encoded>")
            }
            _ => {
                let feed: serde_json::Value = serde_json::from_str(&feed).unwrap();
                feed["items"][0]["content_html"].as_str().unwrap().to_owned()
            }
        };
        assert!(format == Format::Json || !feed.contains("<script"));
        assert!(!feed.contains(['\u{1b}', '\u{0}', '\u{202e}', '\u{feff}', '\u{2028}']) && !feed.contains("\\u00"));
        let page = Document::from(html.as_str());
        assert_eq!(page.select("script, img, svg, [onmouseover], [onclick]").length(), 0);
        assert!(page.select("a").iter().all(|a| {
            let href = a.attr("href").unwrap().to_string();
            href.starts_with('/') || href.starts_with("https://evil.example/EVIL%3C/title%3E")
        }));
    }
}

#[test]
fn markdown_and_terminal_are_harmless() {
    let (p, site) = (hostile(EVIL), site());
    let story = p.briefs[0].story();
    for text in [markdown::edition(&p, &site), markdown::story(&p, story, &site).unwrap()] {
        // What stays live once every escaped character is gone, and every address between angle brackets, which holds no link.
        let mut live = text.replace("\\<", "").replace("\\]", "");
        while let Some((before, rest)) = live.split_once("<https://evil.example/") {
            live = format!("{before}{}", rest.split_once('>').unwrap().1);
        }
        assert!(!live.contains("<s") && !live.contains("<i") && !live.contains("]("), "{text}");
        assert!(!text.contains(standfirst_publish::text::is_hostile));
    }
    for color in [false, true] {
        for text in [
            terminal::edition(&p, &site, 80, color),
            terminal::story(&p, story, &site, 80, color).unwrap(),
            terminal::sentence(&p, story, 1, &site, 80, color).unwrap(),
        ] {
            let ours = text
                .split('\u{1b}')
                .skip(1)
                .all(|rest| rest.starts_with('[') && rest[1..].find('m').is_some_and(|i| i < 6));
            assert!(ours, "an escape that is not ours");
            assert!(color || !text.contains('\u{1b}'));
            assert!(!text.replace('\u{1b}', "").contains(standfirst_publish::text::is_hostile));
        }
    }
}

#[test]
fn json_keeps_the_bytes() {
    let data = json::edition(&hostile(EVIL), true);
    let original: &Article = &hostile(EVIL).originals[0];
    assert_eq!(data["originals"][format!("{}@0", original.id)]["text"], EVIL);
    assert!(!data.to_string().contains('\u{1b}'));
}

//! The newswire is what its description promises: every file parses, the feeds are well formed, the planted faults are there,
//! and no outlet prints another's words except as wire copy.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests are not inside a #[test], which is all that clippy.toml exempts

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{HeaderMap, header};
use standfirst_demo::{
    Access, Charset, Entry, FeedKind, Newswire, OUTLETS, Outlet, Reply, World, entries, expected, feeds, problems,
};

const PORT: u16 = 4000;

fn get(world: &Newswire, outlet: &Outlet, path: &str) -> Option<Reply> {
    world.answer(&format!("{}.localhost", outlet.label), path, &HeaderMap::new())
}

fn outlet(label: &str) -> &'static Outlet {
    OUTLETS.iter().find(|o| o.label == label).unwrap()
}

fn entry(name: &str) -> &'static Entry {
    entries().iter().find(|e| e.name() == name).unwrap()
}

/// The page as served on `day`, decoded.
fn served(name: &str, day: u8) -> String {
    let (entry, world) = (entry(name), Newswire::new(PORT));
    world.set_day(day);
    let outlet = outlet(entry.first.outlet);
    let reply = get(&world, outlet, &entry.first.path()).unwrap();
    match outlet.charset {
        Charset::Utf8 => String::from_utf8(reply.body).unwrap(),
        Charset::Windows1252 => encoding_rs::WINDOWS_1252.decode(&reply.body).0.into_owned(),
    }
}

#[test]
fn every_file_parses_and_is_compiled_in() {
    assert!(problems().is_empty(), "{:#?}", problems());
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("newswire");
    let mut on_disk = 0;
    for outlet in OUTLETS.iter().filter(|o| o.feed != FeedKind::Gone) {
        let files = std::fs::read_dir(folder.join(outlet.label)).unwrap();
        on_disk += files.filter(|f| f.as_ref().is_ok_and(|f| f.path().extension().is_some_and(|e| e == "txt"))).count();
    }
    let versions: usize = entries().iter().map(|e| 1 + usize::from(e.second.is_some())).sum();
    assert_eq!(versions, on_disk, "a new file is compiled in only when the crate is: touch src/corpus.rs");
}

#[test]
fn it_is_as_large_as_promised() {
    assert!((56..=66).contains(&entries().len()), "{}", entries().len());
    assert!(expected(1).len() >= 9 && expected(2).len() >= 13);
    let kinds: BTreeSet<String> = OUTLETS.iter().map(|o| format!("{:?}", o.feed)).collect();
    assert_eq!(kinds.len(), 5);
    assert_eq!(feeds(PORT).len(), 9);
    let follow_ups = expected(2).into_iter().filter(|s| s.day == 1);
    let grown =
        follow_ups.filter(|s| expected(1).iter().any(|f| f.name == s.name && f.members.len() < s.members.len()));
    assert!(grown.count() >= 3);
}

#[test]
fn pages_appear_on_their_day_and_before_its_cutoff() {
    let cutoffs: Vec<jiff::Timestamp> =
        [standfirst_demo::DAY1, standfirst_demo::DAY2].iter().map(|d| d.parse().unwrap()).collect();
    let mut paths = BTreeSet::new();
    for entry in entries() {
        let page = &entry.first;
        assert!(paths.insert((page.outlet, page.path())), "{} stands twice", entry.name());
        assert!(page.published < cutoffs[usize::from(page.day) - 1], "{}", entry.name());
        assert!(page.day == 1 || page.published > cutoffs[0], "{}", entry.name());
        assert_eq!(entry.on(1).is_some(), page.day == 1);
        if let Some(second) = &entry.second {
            assert_eq!((page.day, second.day, page.path()), (1, 2, second.path()), "{}", entry.name());
            assert_ne!(page.text(), second.text(), "{}", entry.name());
        }
    }
}

#[test]
fn pages_are_written_in_full() {
    for entry in entries() {
        let (words, text) = (entry.first.text().split_whitespace().count(), entry.first.text());
        let short = entry.first.access == Access::Paywall || entry.name() == "radio-vessen/stennick-road-open";
        assert!(if short { words < 90 } else { (140..=340).contains(&words) }, "{}: {words} words", entry.name());
        assert!(!text.contains(['"', '\'']), "{}: straight quotation marks", entry.name());
        assert_eq!(text.matches('“').count(), text.matches('”').count(), "{}", entry.name());
    }
}

#[test]
fn templates_leave_nothing_open_and_keep_the_text() {
    for entry in entries().iter().filter(|e| !e.first.damaged) {
        let html = served(&entry.name(), entry.first.day);
        assert!(!html.contains("{{") && !html.contains("}}"), "{}", entry.name());
        for block in &entry.first.blocks {
            assert!(html.contains(&block.text().replace('&', "&amp;")), "{}: {:?} is lost", entry.name(), block.text());
        }
    }
}

#[test]
fn every_feed_lists_its_pages_of_the_day() {
    for day in [1, 2] {
        let world = Newswire::new(PORT);
        world.set_day(day);
        for outlet in OUTLETS.iter().filter(|o| o.feed != FeedKind::Gone) {
            let reply = get(&world, outlet, outlet.feed_path).unwrap();
            let body = String::from_utf8(reply.body).unwrap();
            let links = links(outlet.feed, &body);
            let pages: BTreeSet<String> = entries()
                .iter()
                .filter(|e| e.first.outlet == outlet.label && e.on(day).is_some())
                .map(|e| format!("http://{}.localhost:{PORT}{}", outlet.label, e.first.path()))
                .collect();
            assert_eq!(links, pages, "{} on day {day}", outlet.label);
            for link in &links {
                let path = link.split_once(&format!(":{PORT}")).unwrap().1;
                assert_eq!(get(&world, outlet, path).unwrap().status, 200, "{link}");
            }
        }
    }
}

/// The addresses of a feed's entries, after checking that it is well formed.
fn links(kind: FeedKind, body: &str) -> BTreeSet<String> {
    if kind == FeedKind::Json {
        let feed: serde_json::Value = serde_json::from_str(body).unwrap();
        return feed["items"].as_array().unwrap().iter().map(|i| i["url"].as_str().unwrap().to_owned()).collect();
    }
    balanced(body);
    let entry = if kind == FeedKind::Atom { "<entry>" } else { "<item" };
    let (open, close) = if kind == FeedKind::Atom { ("text/html\" href=\"", "\"") } else { ("<link>", "</link>") };
    let items = body.split(entry).skip(1).filter(|i| i.contains("<title>"));
    items.map(|i| i.split_once(open).unwrap().1.split_once(close).unwrap().0.to_owned()).collect()
}

/// Every XML element closes in order and no ampersand stands bare. Enough for feeds that we write ourselves.
fn balanced(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in xml.split('<').skip(1).filter(|t| !t.starts_with('?')) {
        let (inside, text) = tag.split_once('>').unwrap_or_else(|| panic!("unclosed tag <{tag}"));
        assert!(!text.contains('>'), "a bare > after <{inside}>");
        let name = inside.split([' ', '\n']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if inside.ends_with('/') => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?} stay open");
    for after in xml.split('&').skip(1) {
        assert!(["amp;", "lt;", "gt;", "quot;"].iter().any(|e| after.starts_with(e)), "bare ampersand");
    }
}

#[test]
fn the_dead_feed_is_dead() {
    let world = Newswire::new(PORT);
    let gone = OUTLETS.iter().find(|o| o.feed == FeedKind::Gone).unwrap();
    assert_eq!(get(&world, gone, gone.feed_path).unwrap().status, 410);
    assert!(get(&world, gone, "/").is_none());
    assert!(world.answer("nowhere.localhost", "/", &HeaderMap::new()).is_none());
    assert!(get(&world, outlet("ellery-courant"), "/2023/07/27/nothing").is_none());
}

#[test]
fn replies_validate_until_the_page_changes() {
    let world = Newswire::new(PORT);
    let status = |name: &str, day: u8| {
        let page = &entry(name).first;
        let host = format!("{}.localhost", page.outlet);
        world.set_day(1);
        let first = world.answer(&host, &page.path(), &HeaderMap::new()).unwrap();
        let tag = &first.headers.iter().find(|h| h.0 == "etag").unwrap().1;
        world.set_day(day);
        let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, tag.parse().unwrap())]);
        world.answer(&host, &page.path(), &headers).unwrap().status
    };
    for entry in entries().iter().filter(|e| e.first.day == 1) {
        assert_eq!(status(&entry.name(), 1), 304, "{}", entry.name());
        assert_eq!(status(&entry.name(), 2), if entry.second.is_some() { 200 } else { 304 }, "{}", entry.name());
    }
}

#[test]
fn the_damaged_page_is_damaged() {
    let name = "highmarch-post/kim-and-shoigu-in-pyongyang";
    let html = served(name, 1);
    assert!(entry(name).first.title.contains('🤔'));
    assert!(html.contains("North Koreaβs leader") && html.contains("doesnβt sayβ¦") && html.contains("π€"));
    assert!(!html.contains(['“', '”', '’', '…']));
    assert!(!html.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c)));
}

#[test]
fn one_edit_is_silent_and_one_is_open() {
    let (first, second) =
        (served("highmarch-post/rail-minister-memo", 1), served("highmarch-post/rail-minister-memo", 2));
    assert!(
        first.contains("the minister ordered officials to give")
            && !second.contains("the minister ordered officials to give")
    );
    assert!(second.contains("the minister’s office asked officials to look again"));
    assert!(!second.contains("Updated") && !second.contains("Correction") && !second.contains("modified"));
    let name = "ellery-courant/rate-rise-divides-the-bank";
    assert!(served(name, 1).contains("six votes to three") && !served(name, 1).contains("Correction:"));
    let second = served(name, 2);
    assert!(
        second.contains("five votes to four")
            && second.contains("Correction:")
            && second.contains("2023-07-28T08:15:00Z")
    );
}

#[test]
fn access_and_language_are_declared() {
    let closed = served("northway-ledger/inside-the-split-at-the-bank", 2);
    assert!(closed.contains("\"isAccessibleForFree\":false") && closed.contains("class=\"paywall\""));
    assert!(!served("northway-ledger/bank-of-halvern-lifts-rate", 1).contains("\"isAccessibleForFree\":false"));
    let spanish = served("correo-valdoro/kim-recibe-a-shoigu", 1);
    assert!(spanish.contains("lang=\"es\"") && spanish.contains("«Solo tenemos la versión de una de las partes»"));
}

#[test]
fn only_wire_copy_repeats_words() {
    let copies: BTreeMap<String, String> =
        expected(2).into_iter().flat_map(|s| s.copies.into_iter().map(move |c| (c, s.name.clone()))).collect();
    assert_eq!(copies.len(), 3);
    let original = entry("meridian-wire/storm-isolde-evacuations").first.text();
    for (at, left) in entries().iter().enumerate() {
        if copies.contains_key(&left.name()) {
            assert!(containment(&left.first.text(), &original) > 0.5, "{} is no copy", left.name());
            assert!(left.first.text().contains("(Meridian Wire)"), "{} gives no credit", left.name());
            continue;
        }
        for right in entries().iter().skip(at + 1).filter(|r| !copies.contains_key(&r.name())) {
            let shared = containment(&left.first.text(), &right.first.text());
            assert!(shared < 0.1, "{} and {} share {shared:.2}", left.name(), right.name());
        }
    }
}

/// The share of the shorter text's five-word runs that the other text has too.
fn containment(left: &str, right: &str) -> f64 {
    let grams = |text: &str| -> BTreeSet<String> {
        let words: Vec<String> = text
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect();
        words.windows(5).map(|w| w.join(" ")).collect()
    };
    let (left, right) = (grams(left), grams(right));
    let shared = left.intersection(&right).count();
    shared as f64 / left.len().min(right.len()).max(1) as f64
}

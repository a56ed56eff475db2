//! Feeds out: every feed of the real binary's page, read back by the parser that reads other people's, and by Python's
//! feedparser where it is installed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{House, server::Server};
use serde_json::Value;
use standfirst_collect::parse_feed;
use std::{
    collections::BTreeMap,
    io::Write,
    process::{Command, Stdio},
};

const BASE: &str = "https://briefs.example/daily";

/// Reads a feed from standard input and says what it found.
const FEEDPARSER: &str = "
import sys, json
try:
    import feedparser
except ImportError:
    print('null'); sys.exit()
d = feedparser.parse(sys.stdin.buffer.read())
print(json.dumps({'bozo': int(d.bozo), 'why': str(d.get('bozo_exception', '')), 'version': d.version,
    'ids': [e.get('id') for e in d.entries], 'titles': [e.get('title') for e in d.entries],
    'links': [e.get('link') for e in d.entries], 'dated': all(e.get('updated_parsed') or e.get('published_parsed') for e in d.entries),
    'texts': [len(e.content[0].value) for e in d.entries if e.get('content')]}))
";

struct Page(Server);

impl Page {
    fn open(house: &House) -> Self {
        let section = "[sections]\n\"Sea & shore.rss\" = \"harbour | port | ferry\"\n";
        let topic = "[[topics]]\nname = \"Work & pay\"\nwords = [\"workers\", \"strike\"]\n";
        let toml = format!("watch = [\"Elin Rask\"]\n[site]\nbase_url = \"{BASE}\"\n{section}{topic}");
        let config = house.write("own.toml", &toml);
        let args = ["serve", "--read-only", "--listen", "127.0.0.1:0", "--config", config.to_str().unwrap()];
        Self(Server::start(house, &args))
    }

    /// Media type and body of a good answer.
    fn get(&self, path: &str) -> (String, Vec<u8>) {
        let (head, body) = self.0.get(path);
        let head = head.to_lowercase();
        assert!(head.starts_with("http/1.0 200"), "{path}: {head}");
        (head.lines().find_map(|l| l.strip_prefix("content-type: ")).unwrap().to_owned(), body)
    }
}

/// What a feed holds: id, title and link of each entry.
type Entries = Vec<(String, String, String)>;

/// Reads a feed with our own parser: nothing is rejected, and every entry has all its parts.
fn ours(page: &Page, path: &str) -> Entries {
    let (mime, body) = page.get(path);
    let doc = parse_feed(&body, Some(&mime), None).unwrap_or_else(|e| panic!("{path}: {e}"));
    assert!(doc.rejected.is_empty(), "{path}: {:?}", doc.rejected);
    let own = doc.self_link.as_deref().unwrap_or(BASE);
    assert!(doc.title.is_some() && own.starts_with(BASE), "{path}: {own}");
    doc.entries
        .into_iter()
        .map(|e| {
            assert!(e.updated.or(e.published).is_some() && e.content.iter().any(|c| c.contains("TL;DR")), "{path}");
            (e.id, e.title.unwrap(), e.link.unwrap())
        })
        .collect()
}

/// What feedparser makes of it; `None` where it is not installed.
fn feedparser(body: &[u8]) -> Option<Value> {
    let mut child = Command::new("python3")
        .args(["-c", FEEDPARSER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take()?;
    let body = body.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&body)));
    let out = child.wait_with_output().ok()?;
    writer.join().unwrap();
    serde_json::from_slice::<Value>(&out.stdout).ok().filter(|v| !v.is_null())
}

/// A feed as both read it. JSON Feed is not one that feedparser reads everywhere, so only ours reads it.
fn check(page: &Page, path: &str, parsed: &mut usize) -> Entries {
    let entries = ours(page, path);
    assert!(!entries.is_empty(), "{path}");
    for (id, _, link) in &entries {
        assert!(id.starts_with("urn:uuid:") && link.starts_with(&format!("{BASE}/")), "{path}: {id} {link}");
    }
    let (mime, body) = page.get(path);
    if mime.contains("json") {
        return entries;
    }
    if let Some(theirs) = feedparser(&body) {
        *parsed += 1;
        let list = |name: &str| -> Vec<String> {
            theirs[name].as_array().unwrap().iter().map(|v| v.as_str().unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(theirs["bozo"], 0, "{path}: {}", theirs["why"]);
        assert_eq!(theirs["version"], if mime.contains("rss") { "rss20" } else { "atom10" }, "{path}");
        assert_eq!(list("ids"), entries.iter().map(|e| e.0.clone()).collect::<Vec<_>>(), "{path}");
        assert_eq!(list("links"), entries.iter().map(|e| e.2.clone()).collect::<Vec<_>>(), "{path}");
        assert_eq!(theirs["dated"], true, "{path}");
        assert_eq!(theirs["texts"].as_array().unwrap().len(), entries.len(), "{path}");
    }
    entries
}

#[test]
fn every_feed_reads_back_whole() {
    let house = House::new();
    let mut editions: Vec<Value> = vec![];
    let port = common::free_port().to_string();
    for day in ["1", "2"] {
        let args = ["demo", "--once", "--day", day, "--format", "json", "--quiet", "--newswire-port", &port];
        editions.push(house.run(&args).json(0));
    }
    let briefs: Vec<&Value> = editions.iter().flat_map(|e| e["briefs"].as_array().unwrap()).collect();
    let revised = briefs.iter().find(|b| b["revision"] == 2).expect("the second day tells a story on");
    let (page, mut parsed) = (Page::open(&house), 0);
    let mut read = |path: &str| check(&page, path, &mut parsed);

    let latest = read("/atom.xml");
    assert_eq!(latest.len(), editions[1]["briefs"].as_array().unwrap().len());
    assert_eq!((read("/rss.xml").len(), &read("/feed.json")), (latest.len(), &latest), "all three are the same");
    let streams = ["/editions.xml", "/editions.rss", "/editions.json"].map(&mut read);
    assert!(streams.iter().all(|s| *s == streams[0] && s.len() == 2), "both days, in each");

    let section = "/t/Sea%20%26%20shore.rss";
    let sections = [".atom", ".rss", ".json"].map(|ending| read(&format!("{section}{ending}")));
    assert!(sections[0] == sections[2] && sections[0].len() == sections[1].len());
    let found = [".atom", ".rss", ".jsonfeed"].map(|e| read(&format!("/search{e}?q=harbour+%7C+port+%7C+ferry")));
    assert!(found.iter().all(|f| *f == sections[0]), "a section is a search that is kept");
    for topic in ["Work%20%26%20pay", "Elin%20Rask"] {
        let feeds = [".atom", ".rss", ".json"].map(|ending| read(&format!("/t/{topic}{ending}")));
        assert!(feeds.iter().all(|f| *f == feeds[0]), "a topic and a watched word are sections too");
    }
    for edition in &editions {
        let id = edition["edition"]["id"].as_str().unwrap();
        let feeds = [".atom", ".rss", ".jsonfeed"].map(|ending| read(&format!("/e/{id}{ending}")));
        assert!(feeds.iter().all(|f| f.len() == edition["briefs"].as_array().unwrap().len() && *f == feeds[0]));
    }
    let newest = editions[1]["edition"]["id"].as_str().unwrap();
    assert_eq!(read(&format!("/e/{newest}.atom")), latest, "the latest edition has no other ids under its own address");

    // One story is one entry in every feed, whichever revision it shows; its own feed has an entry for each.
    let ids: BTreeMap<String, String> = latest.iter().map(|(id, _, link)| (link.clone(), id.clone())).collect();
    for (id, _, link) in sections[0].iter().chain(&found[1]) {
        assert!(ids.get(link).is_none_or(|known| known == id), "{link}");
    }
    let story = revised["story"].as_str().unwrap();
    for ending in ["atom", "rss", "jsonfeed"] {
        let revisions = read(&format!("/s/{story}.{ending}"));
        assert!(revisions.len() == 2 && revisions[0].0 != revisions[1].0, "{revisions:?}");
        let newest = revised["headline"]["text"].as_str().unwrap();
        assert!(revisions[0].1.contains(newest.split(['&', '<', '\'', '"']).next().unwrap()), "newest first");
        assert!(!revisions[1].1.starts_with("Update: "), "the first telling is no update");
    }
    match parsed {
        0 => eprintln!("skipped: python3 with feedparser is not installed; our own parser read them all"),
        n => assert_eq!(n, 19),
    }
}

#[test]
fn update_stands_before_what_changed_and_nothing_else() {
    let house = House::new();
    let args = ["demo", "--once", "--day", "1", "--quiet", "--newswire-port", "0"];
    house.run(&args).expect(0, "");
    let first = house.run(&["show", "--format", "atom"]);
    assert!(!first.out.contains("<title>Update: "), "all is new on the first day");
    house.run(&["demo", "--once", "--day", "2", "--quiet", "--newswire-port", "0"]).expect(0, "");
    let edition = house.run(&["show", "--format", "json"]).json(0);
    let second = house.run(&["show", "--format", "atom"]);
    let told = second.out.matches("<title>Update: ").count();
    let full = |v: &Value| v.as_array().is_some_and(|a| !a.is_empty());
    let material = |b: &&Value| match b["status"].as_str().unwrap() {
        "developing" => full(&b["since_last"]) || full(&b["changed_numbers"]),
        "corrected" => full(&b["since_last"]) || full(&b["changed_numbers"]) || full(&b["corrections"]),
        _ => false,
    };
    let expected = edition["briefs"].as_array().unwrap().iter().filter(material).count();
    assert!(expected > 0 && told == expected, "{told} of {expected}");
}

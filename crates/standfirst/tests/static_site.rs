//! The static site: the real binary writes a folder, and whatever a page of it links to is there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

#[path = "../../publish/tests/browser/mod.rs"]
mod browser;
mod common;

use browser::{Browser, DESK, PHONE};
use common::House;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// Both days of the newswire, read.
fn house() -> House {
    let (house, port) = (House::new(), common::free_port().to_string());
    for day in ["1", "2"] {
        house.run(&["demo", "--once", "--day", day, "--quiet", "--newswire-port", &port]).expect(0, "");
    }
    house
}

fn build(house: &House, folder: &Path, base: &str) -> Value {
    house.run(&["build", "--output", folder.to_str().unwrap(), "--base-url", base, "--json"]).json(0)
}

/// Every file below a folder, by its path from there.
fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let (mut all, mut open) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                all.insert(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), path);
            }
        }
    }
    all
}

/// What the attributes of a page with addresses say.
fn addresses(html: &str) -> Vec<String> {
    let of = |name: &str| -> Vec<String> {
        html.split(&format!(" {name}=\"")).skip(1).map(|t| t.split('"').next().unwrap().replace("&amp;", "&")).collect()
    };
    ["href", "src", "action", "data-find"].iter().flat_map(|name| of(name)).collect()
}

/// The path an address leads to from a file, and its fragment.
fn follow(from: &str, address: &str) -> (String, Option<String>) {
    let (address, fragment) = match address.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment.to_owned())),
        None => (address, None),
    };
    let address = address.split('?').next().unwrap();
    if address.is_empty() {
        return (from.to_owned(), fragment);
    }
    let mut path: Vec<&str> = from.split('/').collect();
    path.pop();
    for part in address.split('/') {
        match part {
            "." => {}
            ".." => assert!(path.pop().is_some(), "{from}: {address} leads out of the site"),
            part => path.push(part),
        }
    }
    (path.join("/"), fragment)
}

/// Follows every link of every page. Returns the files that were reached from the first page.
fn crawl(folder: &Path, base: &str) -> BTreeSet<String> {
    let all = files(folder);
    let page = |path: &str| std::fs::read_to_string(&all[path]).unwrap();
    let (mut reached, mut open) = (BTreeSet::from(["index.html".to_owned()]), vec!["index.html".to_owned()]);
    while let Some(from) = open.pop() {
        let html = page(&from);
        for address in addresses(&html) {
            if address.starts_with("http://") || address.starts_with("https://") {
                assert!(!address.starts_with(base) || html.contains("rel=\"canonical\""), "{from}: {address}");
                continue;
            }
            assert!(!address.starts_with('/'), "{from}: {address} holds at the root of a host only");
            let (to, fragment) = follow(&from, &address);
            assert!(all.contains_key(&to), "{from}: {address} leads to {to}, which is not there");
            if let Some(fragment) = fragment {
                assert!(page(&to).contains(&format!(" id=\"{fragment}\"")), "{from}: {address}: no such place");
            }
            if reached.insert(to.clone()) && to.ends_with(".html") {
                open.push(to);
            }
        }
    }
    reached
}

#[test]
fn every_link_resolves_at_a_root_and_below_a_path() {
    let house = house();
    let own = "[sections]\nSea = \"ferry\"\n\"Sea and land\" = \"ferry|flood\"\n\"a/b\" = \"ferry\"\n";
    std::fs::write(house.data().join("standfirst.toml"), own).unwrap();
    let edition = house.run(&["show", "--format", "json"]).json(0);
    for (name, base) in [("root", "https://briefs.example"), ("below", "https://host.example/news/daily/")] {
        let folder = house.folder.path().join(name);
        let said = build(&house, &folder, base);
        let all = files(&folder);
        assert_eq!(said["built"]["files"].as_u64().unwrap() as usize + 1, all.len(), "all but the marker are told");
        assert!(said["built"]["editions"] == 2 && said["built"]["originals"].as_u64().unwrap() > 10, "{said}");
        let reached = crawl(&folder, base.trim_end_matches('/'));
        let hidden = ["404.html", "robots.txt", ".standfirst-site"];
        let lost: Vec<_> = all.keys().filter(|f| !reached.contains(*f) && !hidden.contains(&f.as_str())).collect();
        assert!(lost.is_empty(), "nothing leads to {lost:?}");
        for part in ["/index.html", ".atom", ".rss", ".json"] {
            assert!(reached.contains(&format!("t/Sea{part}")), "{part}");
            for name in ["t/Sea-and-land-", "t/a-b-"] {
                assert!(reached.iter().any(|f| f.starts_with(name) && f.ends_with(part)), "{name} {part}");
            }
        }
        for brief in edition["briefs"].as_array().unwrap() {
            let story = brief["story"].as_str().unwrap();
            for part in ["/index.html", "/why/index.html", ".json", ".atom", ".rss"] {
                assert!(reached.contains(&format!("s/{story}{part}")), "{story}{part}");
            }
            assert!(
                all.keys().any(|f| f.starts_with(&format!("s/{story}/original/"))),
                "{story} shows what it rests on"
            );
        }
        // Where the host asks for them at any depth, links begin at the root; what a feed links to is at its address.
        let root = base.trim_end_matches('/').splitn(4, '/').nth(3).map_or("/".into(), |p| format!("/{p}/"));
        for address in addresses(&std::fs::read_to_string(&all["404.html"]).unwrap()) {
            let Some(path) = address.strip_prefix(&root) else {
                assert!(address.starts_with('#'), "{address}");
                continue;
            };
            assert!(all.contains_key(path.split('?').next().unwrap()), "404.html: {address}");
        }
        let feed = std::fs::read_to_string(&all["rss.xml"]).unwrap();
        for link in feed.split("<link>").skip(2).map(|t| t.split("</link>").next().unwrap()) {
            let path = link.strip_prefix(base.trim_end_matches('/')).unwrap_or_else(|| panic!("{link}"));
            assert!(all.contains_key(&format!("{}/index.html", path.trim_start_matches('/'))), "{link}");
        }
    }
}

#[test]
fn stories_are_found_with_and_without_the_script() {
    let house = house();
    let folder = house.folder.path().join("site");
    let said = build(&house, &folder, "https://briefs.example");
    let index: Value = serde_json::from_str(&std::fs::read_to_string(folder.join("search.json")).unwrap()).unwrap();
    let list = std::fs::read_to_string(folder.join("search/index.html")).unwrap();
    let index = index.as_array().unwrap();
    assert_eq!(index.len() as u64, said["built"]["stories"].as_u64().unwrap());
    for story in index {
        let id = story["id"].as_str().unwrap();
        assert!(list.contains(&format!("s/{id}/index.html")) && folder.join(format!("s/{id}/index.html")).exists());
        assert!(!story["headline"].as_str().unwrap().is_empty() && !story["sources"].as_array().unwrap().is_empty());
    }
    assert!(list.contains("hidden>"), "the box shows only where the script runs");
}

/// A host that knows nothing but files, and serves them below `/news/`. It ends with the process.
async fn host(folder: PathBuf) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/news/", listener.local_addr().unwrap());
    let serve = move |uri: axum::http::Uri| async move {
        let path = uri.path().strip_prefix("/news/").unwrap_or("none").to_owned();
        let kind = match path.rsplit('.').next() {
            Some("css") => "text/css",
            Some("js") => "text/javascript",
            Some("json") => "application/json",
            Some("svg") => "image/svg+xml",
            _ => "text/html",
        };
        match std::fs::read(folder.join(path)) {
            Ok(body) => (axum::http::StatusCode::OK, [("content-type", kind)], body),
            Err(_) => (axum::http::StatusCode::NOT_FOUND, [("content-type", "text/plain")], vec![]),
        }
    };
    let app = axum::Router::new().fallback(serve);
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_reads_and_searches_it_without_a_server() {
    let Some(b) = Browser::start().await else { return };
    let house = house();
    let folder = house.folder.path().join("site");
    build(&house, &folder, "https://host.example/elsewhere");
    let url = host(folder).await;
    b.look(DESK).await;
    b.open(&format!("{url}index.html")).await;
    b.run("document.querySelector('a.open').click()").await;
    b.until("the story opens", "return !!document.querySelector('.story .tldr .mark')").await;
    b.keys("ne").await;
    b.until("its evidence opens", "return !!document.querySelector('.evidence:popover-open blockquote mark')").await;
    b.open(&format!("{url}search/index.html")).await;
    b.run("const q = document.querySelector('#q'); q.value = 'FERRY'; q.dispatchEvent(new Event('input'))").await;
    b.until("what is found shows", "return / found$/.test(document.querySelector('[role=status]').textContent)").await;
    let found =
        b.run("return [...document.querySelectorAll('#found .hit')].map(e => e.textContent.toLowerCase())").await;
    let found = found.as_array().unwrap().clone();
    assert!(!found.is_empty() && found.iter().all(|t| t.as_str().unwrap().contains("ferry")), "{found:?}");
    b.picture("built-search", false).await;
    b.run("document.querySelector('#found a').click()").await;
    b.until("it leads to its story", "return !!document.querySelector('.story .tldr')").await;
    for eye in [DESK, PHONE] {
        b.look(eye).await;
        for page in ["", "search/", "archive/", "feeds/", "ledger/", "corrections/", "about/"] {
            b.open(&format!("{url}{page}index.html")).await;
            let Some(faults) = b.axe().await else { return };
            assert!(faults.is_empty(), "{page}: {faults:#?}");
        }
    }
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let house = house();
    let folder = house.folder.path().join("site");
    let mine = house.write("mine/letter.txt", "Dear Ada");
    let refused = house.run(&[
        "build",
        "--output",
        mine.parent().unwrap().to_str().unwrap(),
        "--base-url",
        "https://briefs.example",
    ]);
    refused.expect(1, "are no site of ours").expect(1, "name an empty folder");
    assert_eq!(files(mine.parent().unwrap()).len(), 1);
    for base in ["briefs.example", "ftp://briefs.example", "https://briefs.example/?q", "https://a:b@briefs.example"] {
        let said = house.run(&["build", "--output", folder.to_str().unwrap(), "--base-url", base]);
        said.expect(1, "write for example https://news.example/daily");
        assert!(!folder.exists(), "{base}");
    }

    let first = build(&house, &folder, "https://briefs.example");
    assert_eq!((&first["written"], &first["removed"]), (&first["built"]["files"], &Value::from(0)));
    let again = build(&house, &folder, "https://briefs.example");
    assert_eq!(
        (again["written"].as_u64(), again["removed"].as_u64()),
        (Some(0), Some(0)),
        "the same site, the same bytes"
    );
    // A file of ours that is no more goes with its folder; a stranger's stays, whatever the list says.
    let marker = folder.join(".standfirst-site");
    let list = std::fs::read_to_string(&marker).unwrap();
    std::fs::write(&marker, format!("{list}s/old/index.html\n../mine/letter.txt\n")).unwrap();
    std::fs::create_dir_all(folder.join("s/old")).unwrap();
    std::fs::write(folder.join("s/old/index.html"), "old").unwrap();
    std::fs::write(folder.join("CNAME"), "briefs.example").unwrap();
    std::fs::write(folder.join("about/index.html"), "half").unwrap();
    let third = build(&house, &folder, "https://briefs.example");
    assert_eq!((third["written"].as_u64(), third["removed"].as_u64()), (Some(1), Some(1)));
    assert!(!folder.join("s/old").exists() && folder.join("CNAME").exists() && mine.exists());
    assert!(
        files(&folder).keys().all(|f| f == ".standfirst-site" || !f.contains(".standfirst-")),
        "no temporary file stays"
    );
}

#[test]
fn there_must_be_something_to_build() {
    let house = House::new();
    let folder = house.folder.path().join("site");
    let said = house.run(&["build", "--output", folder.to_str().unwrap(), "--base-url", "https://briefs.example"]);
    said.expect(1, "there is nothing in");
    assert!(!folder.exists());
}

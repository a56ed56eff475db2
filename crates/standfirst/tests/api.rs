//! The interface for programs, on the real binary over the demo: everything it says fits its own description, nothing is there that
//! the description does not have, and schemathesis, where it is installed, finds no fault.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;
mod desk;

use desk::{Desk, Document, walk};
use serde_json::{Value, json};
use std::{collections::BTreeMap, process::Command};

#[test]
fn everything_fits_its_description() {
    let desk = Desk::open();
    let document = Document::read(&desk);
    let first = |path: &str, pointer: &str| {
        let body = desk.get(path).json();
        body.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{path} {pointer}")).to_owned()
    };
    let story = first("/api/editions/latest", "/edition/stories/0/story");
    let article = first("/api/editions/latest", "/briefs/0/originals/0/id");
    let feed = first("/api/feeds", "/items/0/id");
    let names: BTreeMap<&str, &str> = [
        ("{edition}", "latest"),
        ("{story}", &story),
        ("{revision}", "1"),
        ("{n}", "2"),
        ("{article}", &article),
        ("{version}", "0"),
        ("{feed}", &feed),
        ("{section}", "Sea%20%26%20shore"),
        ("{mark}", "saved"),
    ]
    .into();
    let mut asked = 0;
    for (template, methods) in document.0["paths"].as_object().unwrap() {
        let Some(operation) = methods.get("get") else { continue };
        let path = names.iter().fold(template.clone(), |path, (name, value)| path.replace(name, value));
        let required = operation["parameters"].as_array().unwrap().iter();
        let query = required.filter(|p| p["in"] == "query" && p["required"] == true);
        let query: Vec<String> = query.map(|p| format!("{}=harbour", p["name"].as_str().unwrap())).collect();
        let path = if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) };
        let said = desk.owner("GET", &path, None);
        assert_eq!(said.status, 200, "{path}: {}", String::from_utf8_lossy(&said.body));
        document.check("get", template, &said);
        let tag = said.header("etag").unwrap_or_else(|| panic!("{path} has no ETag")).to_owned();
        if template != "/api/events" {
            let token = format!("Authorization: Bearer {}", desk.token);
            let again = desk.ask("GET", &path, &[&token, &format!("If-None-Match: {tag}")], "");
            assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        }
        let head = desk.owner("HEAD", &path, None);
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        asked += 1;
    }
    assert!(asked >= 25, "{asked}");
    for path in ["/api/editions/latest?originals=true", &format!("/api/stories/{story}?originals=true")] {
        let said = desk.get(path);
        document.check(
            "get",
            if path.contains("stories") { "/api/stories/{story}" } else { "/api/editions/{edition}" },
            &said,
        );
        assert!(!said.json()["originals"].as_object().unwrap().is_empty());
    }
    assert!(common::check_references(&desk.get("/api/editions/latest?originals=true").json()) > 100);
}

#[test]
fn the_description_names_what_is_there_and_nothing_else() {
    let desk = Desk::open();
    let document = Document::read(&desk);
    assert_eq!(document.0["openapi"], "3.1.0");
    let mut ids = vec![];
    for (path, methods) in document.0["paths"].as_object().unwrap() {
        let allow = desk.ask("OPTIONS", &path.replace(['{', '}'], "x"), &[], "");
        assert_eq!(allow.status, 204, "{path}");
        let mut there: Vec<String> = allow.header("allow").unwrap().split(", ").map(str::to_lowercase).collect();
        there.retain(|m| m != "head" && m != "options");
        let mut told: Vec<String> = methods.as_object().unwrap().keys().cloned().collect();
        there.sort();
        told.sort();
        assert_eq!(there, told, "{path}");
        for operation in methods.as_object().unwrap().values() {
            ids.push(operation["operationId"].as_str().unwrap().to_owned());
            for (status, response) in operation["responses"].as_object().unwrap() {
                for media in response["content"].as_object().into_iter().flat_map(|c| c.values()) {
                    if media["schema"]["$ref"].is_string() {
                        document.fits(&media["schema"], &media["example"], &format!("the example of {path} {status}"));
                    }
                }
            }
            if let Some(body) = operation["requestBody"]["content"]["application/json"].as_object() {
                document.fits(&body["schema"], &body["example"], path);
            }
        }
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "every operation has a name of its own");
    let manual = String::from_utf8(desk.get("/api").body).unwrap();
    assert!(ids.iter().all(|id| manual.contains(&format!("id=\"{id}\""))), "the page that teaches has them all");
    assert!(!manual.contains("<script>") && manual.contains("curl "));
}

#[test]
fn lists_are_whole_page_by_page() {
    let desk = Desk::open();
    let document = Document::read(&desk);
    let story = desk.get("/api/stories").json()["items"][0]["story"].as_str().unwrap().to_owned();
    let revised = desk.get("/api/editions/latest").json();
    let revised = revised["briefs"].as_array().unwrap().iter().find(|b| b["revision"] == 2).unwrap()["story"].clone();
    for (template, path) in [
        ("/api/editions", "/api/editions".to_owned()),
        ("/api/stories", "/api/stories".into()),
        ("/api/articles", "/api/articles".into()),
        ("/api/search", "/api/search?q=harbour+%7C+port".into()),
        ("/api/sections", "/api/sections".into()),
        ("/api/sections/{section}/hits", "/api/sections/Sea%20%26%20shore/hits".into()),
        ("/api/feeds", "/api/feeds".into()),
        ("/api/corrections", "/api/corrections".into()),
        ("/api/stories/{story}/sentences", format!("/api/stories/{story}/sentences")),
        ("/api/stories/{story}/revisions", format!("/api/stories/{}/revisions", revised.as_str().unwrap())),
    ] {
        let whole = walk(&desk, &document, template, &path, 100);
        for limit in [1, 3] {
            assert_eq!(walk(&desk, &document, template, &path, limit), whole, "{path} by {limit}");
        }
        assert!(whole.len() > 1 || path == "/api/corrections", "{path} has {}", whole.len());
    }
    assert_eq!(desk.get("/api/stories?limit=5000").status, 200, "a greater limit is the greatest");
}

#[test]
fn what_cannot_be_answered_says_why() {
    let desk = Desk::open();
    let document = Document::read(&desk);
    let long = format!("{{\"query\":\"{}\"}}", "x".repeat(70_000));
    let token = format!("Authorization: Bearer {}", desk.token);
    let (json_kind, owner) = ("Content-Type: application/json", token.as_str());
    for (method, path, headers, body, status, kind, detail) in [
        ("GET", "/api/nothing", &[][..], "", 404, "not-found", "/api/openapi.json"),
        ("GET", "/api/stories/short", &[], "", 404, "not-found", "16 characters"),
        ("GET", "/api/stories/0000000000000000", &[], "", 404, "not-found", "/api/stories"),
        ("GET", "/api/editions?cursor=s0000000000000000", &[], "", 400, "not-understood", "“cursor”"),
        ("GET", "/api/editions?limit=0", &[], "", 400, "not-understood", "from 1 on"),
        ("GET", "/api/editions?limit=1&limit=2", &[], "", 400, "not-understood", "twice"),
        ("GET", "/api/search", &[], "", 400, "not-understood", "missing"),
        ("GET", "/api/reports", &[], "", 401, "who-are-you", "standfirst token add"),
        ("GET", "/api/reports", &["Authorization: Bearer sf_wrong"], "", 401, "who-are-you", "Bearer"),
        ("DELETE", "/api/editions", &[], "", 405, "no-such-method", "GET, HEAD"),
        ("PUT", "/api/sections/x", &[owner], "{\"query\":\"x\"}", 415, "wrong-media-type", "Content-Type"),
        ("PUT", "/api/sections/x", &[owner, json_kind], &long, 413, "too-large", "65536"),
        ("PUT", "/api/sections/x", &[owner, json_kind], "{", 400, "not-understood", "no JSON"),
        ("PUT", "/api/sections/x", &[owner, json_kind], "[\"x\"]", 422, "does-not-fit", "object"),
        ("PUT", "/api/sections/x", &[owner, json_kind], "{\"query\":\"x\",\"y\":1}", 422, "does-not-fit", "`y`"),
        ("PUT", "/api/sections/x", &[owner, json_kind], "{\"query\":\"-x\"}", 409, "conflict", "give words"),
        ("PUT", "/api/sections/Hills", &[owner, json_kind], "{\"query\":\"x\"}", 409, "conflict", "configuration"),
        ("DELETE", "/api/sections/Hills", &[owner], "", 409, "conflict", "configuration"),
        ("DELETE", "/api/decisions/99", &[owner], "", 404, "not-found", "/api/decisions"),
        (
            "POST",
            "/api/reports",
            &["Origin: https://evil.example", json_kind],
            "{\"story\":\"0000000000000000\",\"n\":0}",
            403,
            "refused",
            "another site",
        ),
    ] {
        let said = desk.ask(method, path, headers, body);
        let problem = said.json();
        assert_eq!(said.status, status, "{method} {path}: {problem}");
        assert_eq!(said.header("content-type"), Some("application/problem+json"), "{path}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("/api#{kind}"));
        assert_eq!(problem["instance"], path.split('?').next().unwrap());
        assert!(problem["detail"].as_str().unwrap().contains(detail), "{path}: {problem}");
        document.fits(&json!({ "$ref": "#/components/schemas/Problem" }), &problem, path);
        match status {
            401 => assert_eq!(said.header("www-authenticate"), Some("Bearer")),
            405 => assert!(said.header("allow").unwrap().contains("GET")),
            _ => {}
        }
    }
    for _ in 0..8 {
        let story = desk.get("/api/stories").json()["items"][0]["story"].clone();
        let said = desk.ask("POST", "/api/reports", &[json_kind], &json!({ "story": story, "n": 0 }).to_string());
        if said.status == 429 {
            assert!(said.header("retry-after").unwrap().parse::<u32>().unwrap() > 0);
            return document.check("post", "/api/reports", &said);
        }
        assert_eq!(said.status, 201);
    }
    panic!("eight reports were taken from one address");
}

#[test]
fn what_the_forms_do_a_program_does() {
    let desk = Desk::open();
    let document = Document::read(&desk);
    let stories = desk.get("/api/stories").json()["items"].clone();
    let id = |n: usize| stories[n]["story"].as_str().unwrap().to_owned();
    let (one, two) = (id(0), id(1));
    let act = |method: &str, template: &str, path: &str, body: Option<Value>, status: u16| {
        let said = desk.owner(method, path, body);
        assert_eq!(said.status, status, "{method} {path}: {}", String::from_utf8_lossy(&said.body));
        document.check(&method.to_lowercase(), template, &said);
        assert_eq!(said.header("cache-control").unwrap(), "no-store");
        said.json()
    };
    let list = |path: &str| desk.owner("GET", path, None).json()["items"].as_array().unwrap().clone();

    let (section, mark) = ("/api/sections/{section}", "/api/stories/{story}/marks/{mark}");
    act("PUT", section, "/api/sections/Trams%20%2F%20rail", Some(json!({ "query": "tram | rail" })), 200);
    assert_eq!(list("/api/sections").len(), 3);
    assert!(!list("/api/sections/Trams%20%2F%20rail/hits").is_empty());
    act("DELETE", section, "/api/sections/Trams%20%2F%20rail", None, 200);
    assert_eq!(desk.get("/api/sections/Trams%20%2F%20rail").status, 404);

    act("PUT", mark, &format!("/api/stories/{one}/marks/saved"), Some(json!({})), 200);
    act("PUT", mark, &format!("/api/stories/{two}/marks/saved"), Some(json!({ "revision": 1.0 })), 200);
    let saved = list("/api/marks/saved");
    assert_eq!(saved.len(), 2);
    assert_eq!(walk(&desk, &document, "/api/marks/{mark}", "/api/marks/saved", 1), saved);
    act("DELETE", mark, &format!("/api/stories/{one}/marks/saved"), None, 200);
    assert_eq!(list("/api/marks/saved")[0]["story"], two.as_str());
    assert!(list(&format!("/api/stories/{one}/marks")).is_empty());

    act("POST", "/api/reports", "/api/reports", Some(json!({ "story": one, "n": 1, "note": "Not so." })), 201);
    let report = list("/api/reports")[0].clone();
    assert!(report["note"] == "Not so." && report["story"] == one.as_str());
    act("DELETE", "/api/reports/{report}", &format!("/api/reports/{}", report["id"]), None, 200);
    assert!(list("/api/reports").is_empty());

    let decide = |body: Value| act("POST", "/api/decisions", "/api/decisions", Some(body), 201);
    let merged = decide(json!({ "decided": "merge", "from": one, "into": two }));
    let there = desk.get(&format!("/api/stories/{one}/sentences/1"));
    assert_eq!(
        (there.status, there.header("location")),
        (307, Some(format!("/api/stories/{two}/sentences/1").as_str()))
    );
    let number = merged["decision"]["number"].as_u64().unwrap();
    act("DELETE", "/api/decisions/{decision}", &format!("/api/decisions/{number}"), None, 200);
    assert_eq!(desk.get(&format!("/api/stories/{one}")).status, 200);
    decide(json!({ "decided": "mute", "matter": { "matter": "name", "which": "Nobody At All" } }));
    decide(json!({ "decided": "pin", "story": two }));
    decide(json!({ "decided": "unpin", "story": two }));
    let decisions = walk(&desk, &document, "/api/decisions", "/api/decisions", 2);
    let told: Vec<&str> = decisions.iter().map(|d| d["decision"]["decided"].as_str().unwrap()).collect();
    assert_eq!(told, ["unpin", "pin", "mute", "undo", "merge"]);
}

#[test]
fn texts_are_shown_to_those_who_may_see_them() {
    let desk = Desk::open();
    let articles = walk(&desk, &Document::read(&desk), "/api/articles", "/api/articles", 100);
    let (mut shown, mut kept) = (0, 0);
    for article in &articles {
        let path = format!("/api/articles/{}/versions/{}", article["article"].as_str().unwrap(), article["version"]);
        assert_eq!(desk.owner("GET", &path, None).status, 200, "the owner sees {path}");
        match desk.get(&path).status {
            200 => shown += 1,
            404 => kept += 1,
            status => panic!("{path}: {status}"),
        }
    }
    assert!(shown > 20 && kept > 0, "{shown} shown, {kept} kept");
}

#[test]
fn schemathesis_finds_nothing() {
    let Some(program) = schemathesis() else {
        eprintln!("skipped: schemathesis is not installed; `pip install schemathesis` and try again");
        return;
    };
    let desk = Desk::open();
    let address = format!("http://127.0.0.1:{}/api/openapi.json", desk.page.port());
    for token in [None, Some(format!("Authorization: Bearer {}", desk.token))] {
        let mut command = Command::new(&program);
        command.args(["run", &address, "--checks", "all", "--max-examples", "8", "--no-color", "--seed", "7"]);
        // One worker: several trip over each other in the `ast` module of CPython 3.11.
        command.args(["--request-timeout", "60"]);
        command.args(token.iter().flat_map(|t| ["-H", t.as_str()])).current_dir(desk.house.folder.path());
        let out = command.output().unwrap();
        let said = String::from_utf8_lossy(&out.stdout);
        // What went wrong stands before the summary, under headings of their own.
        let from = ["= ERRORS =", "= FAILURES ="].iter().find_map(|heading| said.find(heading));
        let from = said.floor_char_boundary(from.unwrap_or(said.len().saturating_sub(4000)));
        let end: String = said[from..].chars().take(6000).collect();
        assert!(out.status.success(), "{end}{}", String::from_utf8_lossy(&out.stderr));
        assert!(said.contains("No issues found") || said.contains("passed"), "{end}");
    }
}

/// The program: the one that `STANDFIRST_SCHEMATHESIS` names, or one on the path.
fn schemathesis() -> Option<String> {
    let named = std::env::var("STANDFIRST_SCHEMATHESIS").ok();
    let names = named.into_iter().chain(["schemathesis".to_owned()]);
    names.into_iter().find(|name| Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success()))
}

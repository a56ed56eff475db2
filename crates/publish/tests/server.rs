//! The routes, over a fixed library, without a socket.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod fixture;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use fixture::{at, published};
use jiff::{Timestamp, tz::TimeZone};
use standfirst_publish::{
    EditionSummary,
    server::{DecidedRow, Library, LibraryError, SiteConfig, access::Vault, router},
};
use standfirst_types::{
    Article, ArticleId, Brief, EditionId, Feed, Published, StoryId, StoryWhy,
    search::{Query, Saved},
};
use std::sync::Arc;
use tower::ServiceExt;

/// What it holds: nothing, the fixture, or only errors.
#[derive(Clone, Copy, PartialEq)]
enum Shelf {
    Empty,
    Full,
    Broken,
}

impl Shelf {
    fn open(self) -> Result<Option<Arc<Published>>, LibraryError> {
        match self {
            Self::Empty => Ok(None),
            Self::Full => Ok(Some(Arc::new(published()))),
            Self::Broken => Err("SECRET: the disk at /var is gone".into()),
        }
    }
}

impl Vault for Shelf {}

impl Library for Shelf {
    async fn latest(&self) -> Result<Option<Arc<Published>>, LibraryError> {
        self.open()
    }
    async fn edition(&self, id: EditionId) -> Result<Option<Arc<Published>>, LibraryError> {
        Ok(self.open()?.filter(|p| p.edition.id == id))
    }
    async fn story(&self, id: StoryId) -> Result<Option<Arc<Published>>, LibraryError> {
        let Some(p) = self.open()? else { return Ok(None) };
        let only = |p: &Published| Published { briefs: vec![p.brief(id).unwrap().clone()], ..p.clone() };
        Ok(p.brief(id).is_some().then(|| Arc::new(only(&p))))
    }
    async fn leads_to(&self, id: StoryId) -> Result<StoryId, LibraryError> {
        let first = self.open()?.map(|p| p.briefs[0].story());
        Ok(first.filter(|_| id == StoryId::of(&[b"merged away"])).unwrap_or(id))
    }
    async fn why(&self, id: StoryId) -> Result<Option<StoryWhy>, LibraryError> {
        Ok(self.open()?.and_then(|p| p.brief(id).map(|b| fixture::why(&p, b))))
    }
    async fn decisions(&self) -> Result<Vec<DecidedRow>, LibraryError> {
        let said = fixture::decided();
        Ok(self.open()?.map(|_| DecidedRow { said, in_force: true }).into_iter().collect())
    }
    async fn editions(&self, _: Option<Timestamp>, _: u32) -> Result<Vec<EditionSummary>, LibraryError> {
        Ok(self.open()?.iter().map(|p| summary(p)).collect())
    }
    async fn feeds(&self) -> Result<Vec<Feed>, LibraryError> {
        Ok(self.open()?.map(|_| Feed::new("https://courant.example/feed", "Ellery Courant")).into_iter().collect())
    }
    async fn stories_found(&self, query: Query, _: u32) -> Result<Vec<Arc<Published>>, LibraryError> {
        let Some(p) = self.open()?.filter(|_| !query.is_empty()) else { return Ok(vec![]) };
        let alone = |b: &Brief| Arc::new(Published { briefs: vec![b.clone()], ..(*p).clone() });
        Ok(p.briefs.iter().map(alone).collect())
    }
    async fn revisions(&self, id: StoryId, _: u32) -> Result<Vec<Arc<Published>>, LibraryError> {
        Ok(self.story(id).await?.into_iter().collect())
    }
    async fn sections(&self) -> Result<Vec<Saved>, LibraryError> {
        let saved = |name: &str| Saved { name: name.into(), query: "ferry".into(), watch: false, fixed: true };
        Ok(self.open()?.map_or(vec![], |_| vec![saved("Sea & shore"), saved("v.rss")]))
    }
    async fn article(&self, _: ArticleId, _: u32) -> Result<Option<Article>, LibraryError> {
        self.open().map(|_| None)
    }
}

fn summary(p: &Published) -> EditionSummary {
    EditionSummary { id: p.edition.id, window: p.edition.window, created: p.edition.created, stories: 3 }
}

fn server(shelf: Shelf) -> Router {
    let now = Some(at("2031-05-08T16:12:00Z"));
    router(shelf, SiteConfig { now, ..SiteConfig::new("Standfirst", TimeZone::UTC) })
}

async fn get(shelf: Shelf, path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, String) {
    ask(&server(shelf), path, headers).await
}

async fn ask(server: &Router, path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, String) {
    let mut request = Request::builder().uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = server.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 10_000_000).await.unwrap();
    (parts.status, parts.headers, String::from_utf8(body.into()).unwrap())
}

/// A path's status, its media type, and a piece of its body.
async fn check(shelf: Shelf, path: &str, status: u16, mime: &str, piece: &str) {
    let (got, headers, body) = get(shelf, path, &[]).await;
    assert_eq!(got.as_u16(), status, "{path}");
    assert!(headers[header::CONTENT_TYPE].to_str().unwrap().starts_with(mime), "{path}");
    assert!(body.contains(piece), "{path}: {body}");
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe") && !policy.contains("http"));
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(headers[header::REFERRER_POLICY], "same-origin");
}

#[tokio::test]
async fn every_route_answers() {
    let p = published();
    let (edition, brief) = (p.edition.id, &p.briefs[0]);
    let story = brief.story();
    let article = brief.headline().refs[0].article;
    for (path, mime, piece) in [
        ("/".into(), "text/html", "That is all."),
        (format!("/e/{edition}"), "text/html", "That is all."),
        (format!("/e/{edition}.json"), "application/json", "standfirst.brief/1"),
        (format!("/e/{edition}.md"), "text/markdown", "That is all."),
        (format!("/s/{story}"), "text/html", "TL;DR"),
        (format!("/s/{story}.json"), "application/json", "\"originals\""),
        (format!("/s/{story}.md"), "text/markdown", "TL;DR"),
        (format!("/s/{story}/why"), "text/html", "Nearest story that it was not put into"),
        (format!("/s/{story}/why.json"), "application/json", "standfirst.why/1"),
        ("/decisions".into(), "text/html", "merged “A” into “B”"),
        (format!("/s/{story}/original/{article}/0"), "text/html", "<mark id=\"at"),
        ("/ledger".into(), "text/html", "robots.txt forbids it"),
        ("/feeds".into(), "text/html", "courant.example/feed"),
        ("/archive".into(), "text/html", "Thursday 8 May 2031"),
        ("/about".into(), "text/html", "What it cannot do"),
        ("/search".into(), "text/html", "How to search"),
        ("/search?q=%22ferry".into(), "text/html", "Nothing in the archive has this"),
        ("/search.json?q=a+-b".into(), "application/json", "\"terms\":["),
        ("/corrections".into(), "text/html", "No correction so far"),
        ("/archive?day=2031-05-08".into(), "text/html", "Thursday 8 May 2031"),
        ("/archive?day=%3Cx%3E&before=".into(), "text/html", "Archive"),
        (format!("/s/{story}/report?mark=1"), "text/html", "The sentence"),
        ("/login".into(), "text/html", "nothing to log in with"),
        ("/atom.xml".into(), "application/atom+xml", "<entry "),
        ("/editions.xml".into(), "application/atom+xml", "<entry "),
        ("/rss.xml".into(), "application/rss+xml", "<item>"),
        ("/feed.json".into(), "application/feed+json", "jsonfeed.org/version/1.1"),
        ("/editions.rss".into(), "application/rss+xml", "<title>Thursday 8 May 2031</title>"),
        ("/editions.json".into(), "application/feed+json", "Thursday 8 May 2031"),
        ("/t/Sea%20%26%20shore".into(), "text/html", "href=\"/t/Sea%20%26%20shore.rss\""),
        ("/t/Sea%20%26%20shore.atom".into(), "application/atom+xml", "<title>Standfirst: Sea &amp; shore</title>"),
        ("/t/Sea%20%26%20shore.rss".into(), "application/rss+xml", "<link>/t/Sea%20%26%20shore</link>"),
        ("/t/Sea%20%26%20shore.json".into(), "application/feed+json", "\"feed_url\":\"/t/Sea%20%26%20shore.json\""),
        ("/t/v.rss".into(), "text/html", "<h1>v.rss</h1>"),
        ("/t/v.rss.rss".into(), "application/rss+xml", "<title>Standfirst: v.rss</title>"),
        ("/search.atom?q=a%26b".into(), "application/atom+xml", "href=\"/search.atom?q=a%26b\""),
        ("/search.rss?q=%22ferry".into(), "application/rss+xml", "<item>"),
        ("/search.rss".into(), "application/rss+xml", "</channel>"),
        (format!("/s/{story}.atom"), "application/atom+xml", "<title>Update: Fourteen dead"),
        (format!("/s/{story}.rss"), "application/rss+xml", "<title>Update: Fourteen dead"),
        ("/edition.json".into(), "application/json", "schema_notes"),
        ("/edition.md".into(), "text/markdown", "That is all."),
        ("/edition.txt".into(), "text/plain", "That is all."),
        ("/style.css".into(), "text/css", ":root"),
        ("/app.js".into(), "text/javascript", "keydown"),
        ("/icon.svg".into(), "image/svg+xml", "<svg"),
        ("/robots.txt".into(), "text/plain", "Disallow: /*/original/"),
        ("/healthz".into(), "text/plain", "ok"),
    ] {
        check(Shelf::Full, &path, 200, mime, piece).await;
    }
}

#[tokio::test]
async fn an_address_that_was_given_out_leads_on() {
    let (old, new) = (StoryId::of(&[b"merged away"]), published().briefs[0].story());
    for ending in ["", ".json", ".md", ".atom", ".rss", "/why", "/why.json"] {
        let (status, headers, _) = get(Shelf::Full, &format!("/s/{old}{ending}"), &[]).await;
        assert_eq!(status, 307, "a merge can be taken back, so no browser may keep this");
        assert_eq!(headers[header::LOCATION], format!("/s/{new}{ending}"));
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    }
    for (path, to) in [("/story/", "/s/"), ("/story/%2F%2Fevil.example", "")] {
        let id = if to.is_empty() { String::new() } else { new.to_string() };
        let (status, headers, _) = get(Shelf::Full, &format!("{path}{id}"), &[]).await;
        assert_eq!(status, if to.is_empty() { 404 } else { 307 }, "{path}");
        assert!(to.is_empty() || headers[header::LOCATION] == format!("{to}{id}"));
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_404_page() {
    let p = published();
    let story = p.briefs[0].story();
    // An article that is stored but is no original of this story.
    let foreign = p.originals.last().unwrap().id;
    for path in [
        "/nothing".into(),
        "/s/short".into(),
        "/s/%3Cscript%3E".into(),
        "/s/short/why".into(),
        format!("/s/{}/why", StoryId::of(&[b"missing"])),
        "/s/iiiiiiiiiiiiiiii".into(),
        format!("/s/{}", StoryId::of(&[b"missing"])),
        format!("/e/{}", EditionId::of(&[b"missing"])),
        format!("/s/{story}/original/{foreign}/0"),
        format!("/s/{story}/original/{}/9", p.originals[0].id),
        format!("/s/{story}/original/{}/-1", p.originals[0].id),
        "/..%2f..%2fetc/passwd".into(),
        "/t/nothing".into(),
        "/t/nothing.atom".into(),
        format!("/s/{}.atom", StoryId::of(&[b"missing"])),
        format!("/e/{}.xml", p.edition.id),
        format!("/s/{story}/report?mark=999"),
    ] {
        check(Shelf::Full, &path, 404, "text/html", "Not found").await;
    }
    check(Shelf::Empty, "/", 200, "text/html", "No edition has been composed yet").await;
    check(Shelf::Empty, "/ledger", 200, "text/html", "No edition has been composed yet").await;
    check(Shelf::Empty, "/atom.xml", 404, "text/html", "Not found").await;
    check(Shelf::Empty, "/archive", 200, "text/html", "No edition has been composed yet").await;
    check(Shelf::Empty, "/feeds", 200, "text/html", "standfirst add").await;
}

#[tokio::test]
async fn what_the_router_refuses_is_a_page_or_a_problem_too() {
    check(Shelf::Full, "/s/%ff%fe", 400, "text/html", "was not understood").await;
    check(Shelf::Full, "/s/0123456789abcdef/mark", 405, "text/html", "Method Not Allowed").await;
    check(Shelf::Full, "/s/%ff.json", 400, "application/problem+json", "\"status\":400").await;
    check(Shelf::Full, "/nothing.json", 404, "application/problem+json", "\"title\":\"Not found\"").await;
}

#[tokio::test]
async fn a_broken_library_is_said_without_its_details() {
    for path in ["/", "/feeds", "/archive", "/edition.json", "/s/0123456789abcdef"] {
        let (status, _, body) = get(Shelf::Broken, path, &[]).await;
        assert_eq!(status, 500, "{path}");
        assert!(body.contains("Something failed") && !body.contains("SECRET"), "{path}");
    }
    assert_eq!(get(Shelf::Broken, "/healthz", &[]).await.0, 503);
}

#[tokio::test]
async fn what_the_browser_has_is_not_sent_again() {
    let server = server(Shelf::Full);
    let (_, headers, _) = ask(&server, "/", &[]).await;
    let tag = headers[header::ETAG].to_str().unwrap();
    for (asked, status) in
        [(tag, 304), (&format!("\"other\", W/{tag}"), 304), ("*", 304), ("\"other\"", 200), ("", 200)]
    {
        let (got, headers, body) = ask(&server, "/", &[("if-none-match", asked)]).await;
        assert_eq!(got.as_u16(), status, "{asked}");
        assert_eq!(body.is_empty(), status == 304);
        assert_eq!(headers[header::ETAG], tag);
    }
    let (_, headers, _) = get(Shelf::Full, "/style.css", &[]).await;
    assert!(headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
}

#[tokio::test]
async fn a_site_below_a_path_links_below_it() {
    let config = SiteConfig {
        base_url: Some("https://host.example/news/".into()),
        ..SiteConfig::new("Standfirst", TimeZone::UTC)
    };
    let request = Request::get("/").body(Body::empty()).unwrap();
    let response = router(Shelf::Full, config).oneshot(request).await.unwrap();
    let body = String::from_utf8(to_bytes(response.into_body(), 1_000_000).await.unwrap().into()).unwrap();
    assert!(body.contains("href=\"/news/s/") && !body.contains("href=\"/s/") && body.contains("\"/news/style.css?v="));
}

#[tokio::test]
async fn a_page_is_made_once_and_sent_as_the_browser_takes_it() {
    let server = server(Shelf::Full);
    // Who asks first for its head alone, or for what they have, does not spoil it for the next.
    server.clone().oneshot(Request::head("/").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(ask(&server, "/about", &[("if-none-match", "*")]).await.0, 304);
    assert!(ask(&server, "/about", &[]).await.2.contains("</html>"));
    let (_, plain, body) = ask(&server, "/", &[]).await;
    assert!(body.contains("</html>"));
    let (_, again, same) = ask(&server, "/", &[]).await;
    assert_eq!((&plain[header::ETAG], &body), (&again[header::ETAG], &same));
    for coding in ["br", "gzip"] {
        let request = Request::get("/").header("accept-encoding", coding).body(Body::empty()).unwrap();
        let response = server.clone().oneshot(request).await.unwrap();
        let headers = response.headers().clone();
        assert_eq!(headers[header::CONTENT_ENCODING], coding);
        let tag = headers[header::ETAG].to_str().unwrap().to_owned();
        assert!(tag.starts_with("W/") && headers[header::VARY].to_str().unwrap().contains("accept-encoding"));
        let length = to_bytes(response.into_body(), 1_000_000).await.unwrap().len();
        assert!(length * 2 < body.len() && headers[header::CONTENT_LENGTH] == *length.to_string());
        assert_eq!(ask(&server, "/", &[("if-none-match", &tag), ("accept-encoding", coding)]).await.0, 304);
    }
    let request = Request::head("/").body(Body::empty()).unwrap();
    let response = server.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()[header::CONTENT_LENGTH], *body.len().to_string());
    assert!(to_bytes(response.into_body(), 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_browser_keeps_how_pages_look() {
    let server = server(Shelf::Full);
    for (cookie, expected) in [
        ("sf_look=sepia.large", " data-theme=\"sepia\" data-size=\"large\">"),
        ("x=y; sf_look=dark.medium", " data-theme=\"dark\">"),
        ("sf_look=\"><script>.x", "<html lang=\"en\">"),
        ("", "<html lang=\"en\">"),
    ] {
        let (_, _, body) = ask(&server, "/", &[("cookie", cookie)]).await;
        assert!(
            body.contains(&format!("<html lang=\"en\"{expected}").replace("<html lang=\"en\"<html", "<html")),
            "{cookie}"
        );
    }
}

#[tokio::test]
async fn changes_are_told_to_pages_that_listen() {
    let request = Request::get("/events").body(Body::empty()).unwrap();
    let response = server(Shelf::Full).oneshot(request).await.unwrap();
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn pages_name_their_feeds_and_every_one_of_them_answers() {
    let server = server(Shelf::Full);
    let story = published().briefs[0].story();
    for (page, least) in [
        ("/".to_owned(), 3),
        ("/archive".into(), 6),
        ("/t/Sea%20%26%20shore".into(), 6),
        ("/search?q=sea+%26+shore".into(), 5),
        (format!("/s/{story}"), 5),
    ] {
        let (_, _, body) = ask(&server, &page, &[]).await;
        let links: Vec<&str> = body.lines().filter(|l| l.starts_with("<link rel=\"alternate\"")).collect();
        assert!(links.len() >= least, "{page}: {links:?}");
        for link in links {
            let part = |name: &str| link.split_once(&format!("{name}=\"")).unwrap().1.split('"').next().unwrap();
            let (status, headers, _) = ask(&server, &part("href").replace("&amp;", "&"), &[]).await;
            let mime = headers[header::CONTENT_TYPE].to_str().unwrap();
            assert!(status == 200 && mime.starts_with(part("type")), "{page}: {link}: {status} {mime}");
            let tag = headers[header::ETAG].to_str().unwrap();
            assert_eq!(ask(&server, part("href"), &[("if-none-match", tag)]).await.0, 304, "{link}");
        }
    }
}

#[tokio::test]
async fn feeds_link_below_the_public_address() {
    let config = SiteConfig {
        base_url: Some("https://host.example/news".into()),
        ..SiteConfig::new("Standfirst", TimeZone::UTC)
    };
    let server = router(Shelf::Full, config);
    for path in ["/atom.xml", "/rss.xml", "/feed.json", "/t/v.rss.atom", "/search.rss?q=ferry", "/editions.json"] {
        let (_, _, body) = ask(&server, path, &[]).await;
        let own = format!("https://host.example/news{path}");
        assert!(body.contains(&own) && body.contains("https://host.example/news/s/"), "{path}");
        assert!(!body.contains("href=\"/") && !body.contains("href=&quot;/") && !body.contains("<link>/"), "{path}");
    }
}

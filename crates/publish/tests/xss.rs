//! Two hundred payloads through every text that comes from outside, over the real routes: a page with a payload has the very
//! elements and attributes that it has with plain words, and a real browser, its policy switched off, runs none of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod browser;
mod fixture;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use dom_query::Document;
use fixture::{
    at,
    hostile::{SCRIPT_LINK, feed, hostile, payloads},
};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::json;
use standfirst_publish::{
    EditionSummary, PublishError, Site, build,
    server::{DecidedRow, Library, LibraryError, Listed, Noted, SiteConfig, access::Vault, router},
};
use standfirst_types::{
    Access, Article, ArticleId, Corrected, Correction, DecisionSaid, EditionId, Feed, Mark, Published, Report, StoryId,
    StoryWhy,
    search::{ArticleHit, Hits, Query, Saved, StoryHit},
};
use std::{collections::BTreeMap, sync::Arc};
use tower::ServiceExt;

/// A library whose every text is the payload; where it is built into files, but for the section's name, which names files.
struct Evil(String, Arc<Published>, bool);

impl Vault for Evil {}

type Found<T> = Result<Option<T>, LibraryError>;
type All<T> = Result<Vec<T>, LibraryError>;

impl Evil {
    fn published(&self) -> Arc<Published> {
        self.1.clone()
    }

    fn story_hit(&self) -> StoryHit {
        StoryHit {
            story: StoryId::of(&[b"evil"]),
            headline: self.0.clone(),
            lead: self.0.clone(),
            language: "en\"><script>".into(),
            sources: vec![self.0.clone()],
            at: at("2031-05-08T16:00:00Z"),
        }
    }
}

impl Library for Evil {
    async fn latest(&self) -> Found<Arc<Published>> {
        Ok(Some(self.published()))
    }
    async fn edition(&self, _: EditionId) -> Found<Arc<Published>> {
        Ok(Some(self.published()))
    }
    async fn story(&self, _: StoryId) -> Found<Arc<Published>> {
        Ok(Some(self.published()))
    }
    async fn editions(&self, _: Option<Timestamp>, _: u32) -> All<EditionSummary> {
        let p = self.published();
        Ok(vec![EditionSummary { id: p.edition.id, window: p.edition.window, created: p.edition.created, stories: 1 }])
    }
    async fn feeds(&self) -> All<Feed> {
        Ok(vec![feed(&self.0)])
    }
    async fn article(&self, _: ArticleId, _: u32) -> Found<Article> {
        Ok(None)
    }
    async fn search(&self, _: Query, _: Option<i64>, _: u32) -> Result<Hits, LibraryError> {
        let article = |url: String| ArticleHit {
            article: ArticleId::of(&[b"evil"]),
            version: 0,
            url,
            title: self.0.clone(),
            site: self.0.clone(),
            published: None,
            language: Some(self.0.clone()),
            access: Access::Full,
            text: self.0.clone(),
            story: Some(StoryId::of(&[b"evil"])),
        };
        let articles = vec![article(SCRIPT_LINK.into()), article(format!("https://evil.example/{}", self.0))];
        Ok(Hits { stories: vec![self.story_hit()], articles, next: Some(1) })
    }
    async fn stories_found(&self, _: Query, _: u32) -> All<Arc<Published>> {
        Ok(vec![self.published()])
    }
    async fn revisions(&self, _: StoryId, _: u32) -> All<Arc<Published>> {
        Ok(vec![self.published()])
    }
    async fn sections(&self) -> All<Saved> {
        let name = if self.2 { "section".into() } else { format!("s {}", self.0) };
        Ok(vec![Saved { name, query: self.0.clone(), watch: true, fixed: false }])
    }
    async fn noted(&self, stories: Vec<StoryId>) -> Result<Noted, LibraryError> {
        let watched = stories.iter().map(|s| (*s, vec![self.0.clone()])).collect();
        Ok(Noted { watched, ..Noted::default() })
    }
    async fn marked(&self, _: Mark, _: u32) -> All<StoryHit> {
        Ok(vec![self.story_hit()])
    }
    async fn corrections(&self, _: u32) -> All<Corrected> {
        let text = || self.0.clone();
        let correction = Correction { at: at("2031-05-08T13:05:00Z"), was: text(), now: text(), why: text() };
        Ok(vec![Corrected { story: StoryId::of(&[b"evil"]), headline: text(), correction }])
    }
    async fn stories_before(&self, _: i64, _: u32) -> Listed<i64, StoryHit> {
        Ok(vec![(1, self.story_hit())])
    }
    async fn articles_before(&self, _: i64, _: u32) -> Listed<i64, ArticleHit> {
        let hits = self.search(Query::default(), None, 1).await?;
        Ok(hits.articles.into_iter().map(|a| (1, a)).collect())
    }
    async fn article_hit(&self, _: ArticleId) -> Found<ArticleHit> {
        Ok(self.search(Query::default(), None, 1).await?.articles.pop())
    }
    async fn marked_after(&self, _: Mark, _: Option<(i64, String)>, _: u32) -> Listed<i64, StoryHit> {
        Ok(vec![(1, self.story_hit())])
    }
    async fn corrections_after(&self, _: Option<(i64, String, u32)>, _: u32) -> Listed<(i64, String, u32), Corrected> {
        let all = self.corrections(1).await?;
        Ok(all.into_iter().map(|c| ((1, c.story.to_string(), 0), c)).collect())
    }
    async fn why(&self, _: StoryId) -> Found<StoryWhy> {
        let (p, text) = (self.published(), || self.0.clone());
        let mut why = fixture::why(&p, &p.briefs[0]);
        (why.headline, why.independence, why.note) = (text(), text(), Some(text()));
        for member in &mut why.members {
            (member.terms, member.family, member.counts) = (vec![text()], text(), text());
            member.counts_as = Some(text());
            if let Some(other) = &mut member.runner_up {
                other.headline = text();
            }
        }
        why.links.iter_mut().for_each(|l| l.headline = text());
        why.decisions.iter_mut().for_each(|d| d.words = text());
        why.left_out = vec![(text(), vec![text()])];
        Ok(Some(why))
    }
    async fn decisions(&self) -> All<DecidedRow> {
        let p = self.published();
        let said = fixture::why(&p, &p.briefs[0]).decisions.into_iter();
        Ok(said.map(|d| DecidedRow { said: DecisionSaid { words: self.0.clone(), ..d }, in_force: true }).collect())
    }
    async fn reports(&self) -> All<Report> {
        let (sentence, note) = (self.0.clone(), self.0.clone());
        let report = Report {
            id: 1,
            story: StoryId::of(&[b"evil"]),
            revision: 1,
            sentence,
            note,
            at: at("2031-05-08T13:05:00Z"),
        };
        Ok(vec![report])
    }
}

fn server(payload: &str) -> Router {
    let config = SiteConfig {
        now: Some(at("2031-05-08T16:12:00Z")),
        only_local: true,
        ..SiteConfig::new(payload, TimeZone::UTC)
    };
    router(Evil(payload.into(), Arc::new(hostile(payload)), false), config)
}

/// Every page that shows something of outside. `{}` stands for the payload in an address.
fn pages() -> Vec<String> {
    let p = hostile("plain words");
    let (edition, story, article) = (p.edition.id, p.briefs[0].story(), p.originals[0].id);
    let fixed = [
        "/",
        "/ledger",
        "/feeds",
        "/archive?day={}",
        "/about",
        "/search?q={}",
        "/search?q=",
        "/saved",
        "/corrections",
        "/decisions",
        "/login?next=/{}",
        "/setup",
        "/t/s%20{}",
        "/no{}",
        "/api",
    ];
    let mut all: Vec<String> = fixed.map(str::to_owned).into();
    all.extend([
        format!("/e/{edition}"),
        format!("/s/{story}"),
        format!("/s/{story}/report?mark=1"),
        format!("/s/{story}/why"),
    ]);
    all.push(format!("/s/{story}/original/{article}/0"));
    all
}

const DATA: [&str; 39] = [
    "/atom.xml",
    "/rss.xml",
    "/feed.json",
    "/editions.xml",
    "/editions.rss",
    "/editions.json",
    "/t/s%20{}.atom",
    "/t/s%20{}.rss",
    "/t/s%20{}.json",
    "/search.atom?q={}",
    "/search.rss?q={}",
    "/s/STORY.atom",
    "/s/STORY.rss",
    "/s/STORY.json",
    "/edition.json",
    "/search.json?q={}",
    "/no{}.json",
    "/search.jsonfeed?q={}",
    "/s/STORY.jsonfeed",
    "/kite/kite.json",
    "/kite/all.json",
    "/kite/section_1.json",
    "/api/editions/latest?originals=true",
    "/api/editions/latest/ledger",
    "/api/stories",
    "/api/stories/STORY?originals=true",
    "/api/stories/STORY/why",
    "/api/stories/STORY/sentences",
    "/api/stories/STORY/sentences/1",
    "/api/articles",
    "/api/articles/ARTICLE",
    "/api/articles/ARTICLE/versions/0",
    "/api/search?q={}",
    "/api/sections/s%20{}/hits",
    "/api/feeds",
    "/api/corrections",
    "/api/decisions",
    "/api/marks/saved",
    "/api/no{}?cursor={}",
];

fn address(page: &str, payload: &str) -> String {
    page.replace("{}", &standfirst_publish::text::path_segment(payload))
}

async fn get(server: &Router, path: &str) -> (u16, String, String) {
    let request = Request::get(path).header("host", "localhost").body(Body::empty()).unwrap();
    let response = server.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["x-content-type-options"], "nosniff", "{path}");
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    let status = response.status().as_u16();
    (status, kind, String::from_utf8(to_bytes(response.into_body(), 10_000_000).await.unwrap().into()).unwrap())
}

/// Elements with the names of their attributes, in order. Which words a search lights up depends on the words.
fn skeleton(document: &Document) -> Vec<String> {
    assert_eq!(*document.errors.borrow(), Vec::<std::borrow::Cow<'_, str>>::new(), "parse errors");
    let elements = document.select("*");
    let named = elements.iter().map(|e| {
        let tag = e.nodes()[0].node_name().unwrap().to_string();
        let mut names: Vec<String> = e.attrs().iter().map(|a| a.name.local.to_string()).collect();
        names.sort();
        format!("{tag} {}", names.join(" "))
    });
    named.filter(|e| e.trim() != "mark").collect()
}

/// Plain words of more than 90 characters, but fewer than a search takes.
const LONG: &str =
    "alert plain words uncharacteristically incomprehensibilities counterrevolutionaries interdisciplinary plain words";

#[tokio::test]
async fn no_payload_becomes_an_element_or_an_attribute() {
    let all = payloads();
    assert_eq!(all.len(), 200);
    // A headline of more than 90 characters is cut, and rests on other evidence than the whole.
    let (mut short, mut long) = (vec![], vec![]);
    for (words, expected) in [("alert plain words", &mut short), (LONG, &mut long)] {
        let plain = server(words);
        for page in pages() {
            let (status, _, html) = get(&plain, &address(&page, words)).await;
            expected.push((page, status, skeleton(&Document::from(html.as_str()))));
        }
    }
    for payload in &all {
        let server = server(payload);
        for (page, status, bones) in if payload.chars().count() > 90 { &long } else { &short } {
            let path = address(page, payload);
            let (got, kind, html) = get(&server, &path).await;
            assert_eq!((got, kind.as_str()), (*status, "text/html; charset=utf-8"), "{path}");
            let document = Document::from(html.as_str());
            let now = skeleton(&document);
            let at = bones.iter().zip(&now).position(|(a, b)| a != b);
            assert!(
                bones.len() == now.len() && at.is_none(),
                "{page} with {payload}: {:?}",
                at.map(|i| (&bones[i], &now[i]))
            );
            for element in document.select("[href], [action], [src]").iter() {
                let link = ["href", "action", "src"].iter().find_map(|a| element.attr(a)).unwrap();
                let fine = ["/", "#", "https://evil.example/"].iter().any(|ours| link.starts_with(ours));
                assert!(fine && !link.starts_with("//"), "{page} with {payload}: {link}");
            }
        }
    }
}

#[tokio::test]
async fn data_stay_data() {
    for payload in payloads() {
        let server = server(&payload);
        for page in DATA {
            let page = page.replace("STORY", StoryId::of(&[b"evil"]).as_str());
            let page = page.replace("ARTICLE", ArticleId::of(&[b"evil"]).as_str());
            let (_, kind, body) = get(&server, &address(&page, &payload)).await;
            if kind.contains("json") || page.starts_with("/api") || page.starts_with("/kite") {
                let data = ["application/json", "application/problem+json", "application/feed+json"];
                assert!(data.contains(&kind.as_str()), "{page}: {kind}");
                serde_json::from_str::<serde_json::Value>(&body).unwrap();
                continue;
            }
            let atom = page.contains(".atom") || page.ends_with(".xml") && !page.contains("rss");
            assert_eq!(kind, format!("application/{}+xml; charset=utf-8", if atom { "atom" } else { "rss" }), "{page}");
            // What is no tag of ours is text; what the content says as HTML is as harmless as the page.
            let tags: Vec<&str> =
                body.split('<').skip(1).map(|t| t.split([' ', '>', '/']).find(|t| !t.is_empty()).unwrap()).collect();
            let ours = [
                "?xml",
                "feed",
                "id",
                "title",
                "updated",
                "author",
                "name",
                "generator",
                "link",
                "entry",
                "summary",
                "content",
                "rss",
                "channel",
                "description",
                "language",
                "lastBuildDate",
                "atom:link",
                "item",
                "guid",
                "pubDate",
                "content:encoded",
            ];
            assert!(tags.iter().all(|t| ours.contains(t)), "{payload}: {tags:?}");
            let (from, to) = match atom {
                true => ("<content type=\"html\">", "</content>"),
                false => ("<content:encoded>", "</content:encoded>"),
            };
            assert!(body.contains(from), "{page}");
            for content in body.split(from).skip(1) {
                let text = content.split(to).next().unwrap();
                let html = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
                let bad = "script, img, svg, style, iframe, object, embed, form, input, link, meta, base, template, video, audio, math, details, marquee";
                assert_eq!(Document::from(html.as_str()).select(bad).length(), 0, "{payload}");
            }
        }
    }
}

/// The files of a built site, by path. An article's id is made from its address, which holds the payload.
async fn files(payload: &str) -> BTreeMap<String, String> {
    let library = Evil(payload.into(), Arc::new(hostile(payload)), true);
    let site = Site {
        root: "/news/".into(),
        base_url: Some("https://host.example/news".into()),
        ..Site::new(payload, TimeZone::UTC, at("2031-05-08T16:12:00Z"))
    };
    let (stories, mut files) = ([library.story_hit()], BTreeMap::new());
    let put = |path: &str, content: &[u8]| {
        if path.ends_with(".epub") {
            return Ok(());
        }
        let content = String::from_utf8(content.into()).unwrap();
        let path: Vec<&str> = path.split('/').collect();
        let settled = path.iter().enumerate().map(|(i, s)| match i.checked_sub(1).map(|before| path[before]) {
            Some("original") => "ID",
            // Its name is made from the section's, which holds the payload.
            Some("t") => s.rsplit_once('.').map_or("SECTION", |(_, ending)| ending),
            _ => s,
        });
        assert!(files.insert(settled.collect::<Vec<_>>().join("/"), content).is_none(), "{path:?} twice");
        Ok::<_, PublishError>(())
    };
    build::build(&library, &site, &stories, put).await.unwrap();
    files
}

#[tokio::test]
async fn no_payload_becomes_an_element_of_a_built_page() {
    let short = files("alert plain words").await;
    let long = files(LONG).await;
    assert!(short.keys().filter(|p| p.ends_with(".html")).count() >= 12);
    for payload in payloads() {
        let expected = if payload.chars().count() > 90 { &long } else { &short };
        let built = files(&payload).await;
        assert!(built.keys().eq(expected.keys()), "{payload}");
        for (path, html) in built.iter().filter(|(path, _)| path.ends_with(".html")) {
            let document = Document::from(html.as_str());
            assert_eq!(
                skeleton(&document),
                skeleton(&Document::from(expected[path].as_str())),
                "{path} with {payload}"
            );
            for element in document.select("[href], [src], [data-find]").iter() {
                let link = ["href", "src", "data-find"].iter().find_map(|a| element.attr(a)).unwrap();
                let ours = ["./", "../", "#", "https://evil.example/", "https://host.example/news/", "/news/"];
                assert!(ours.iter().any(|ours| link.starts_with(ours)), "{path} with {payload}: {link}");
                assert!(path == "404.html" || !link.starts_with('/'), "{path} with {payload}: {link}");
            }
        }
        serde_json::from_str::<serde_json::Value>(&built["search.json"]).unwrap();
    }
}

#[tokio::test]
async fn a_real_browser_runs_none() {
    let Some(b) = browser::Browser::start().await else { return };
    b.cdp("Page.setBypassCSP", json!({ "enabled": true })).await;
    let spy = "window.ran = []; for (const f of ['alert', 'confirm', 'prompt']) window[f] = (x) => ran.push(x);";
    b.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": spy })).await;
    // It would see one that runs.
    b.open("data:text/html,<title>x</title><img src=x onerror=alert(1)>").await;
    b.until("the control runs", "return window.ran.length == 1").await;
    let poke = "for (const e of document.querySelectorAll('*')) for (const t of ['mouseover', 'focus', 'blur', 'toggle', 'error', 'load', 'animationstart', 'begin']) \
                e.dispatchEvent(new Event(t)); return window.ran";
    for some in payloads().chunks(20) {
        let payload = some.join(" ");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move { axum::serve(listener, server(&payload)).await });
        let query = some.iter().take(3).cloned().collect::<String>();
        for page in pages().iter().map(String::as_str).chain([
            "/atom.xml",
            "/api/editions/latest",
            "/kite/all.json",
            "/api/no{}",
        ]) {
            b.open(&format!("{url}{}", address(page, &query))).await;
            assert_eq!(b.run(poke).await, json!([]), "{page}: {some:?}");
        }
        server.abort();
    }
}

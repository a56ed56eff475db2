//! The Reader API's HTML: two hundred payloads in every text of an article and of a brief, and what comes out is elements of
//! ours and nothing else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod fixture;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use dom_query::Document;
use fixture::{
    at,
    hostile::{feed, hostile, payloads},
};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value;
use standfirst_publish::{
    EditionSummary,
    server::{
        Library, LibraryError, SiteConfig,
        access::{Access, Vault},
        router,
    },
};
use standfirst_types::{
    Access as Reads, Article, ArticleId, EditionId, Feed, Item, ItemQuery, Published, Shown, StoryId, Unread,
    search::Saved,
};
use std::{collections::BTreeSet, sync::Arc};
use tower::ServiceExt;

/// A library of one article and one brief, all of whose texts are the payload.
struct Evil(String, Arc<Published>);

type Found<T> = Result<Option<T>, LibraryError>;

impl Vault for Evil {
    async fn token(&self, _: String, _: Timestamp) -> Found<String> {
        Ok(Some(self.0.clone()))
    }
}

impl Library for Evil {
    async fn latest(&self) -> Found<Arc<Published>> {
        Ok(None)
    }
    async fn edition(&self, _: EditionId) -> Found<Arc<Published>> {
        Ok(None)
    }
    async fn story(&self, _: StoryId) -> Found<Arc<Published>> {
        Ok(None)
    }
    async fn editions(&self, _: Option<Timestamp>, _: u32) -> Result<Vec<EditionSummary>, LibraryError> {
        Ok(vec![])
    }
    async fn feeds(&self) -> Result<Vec<Feed>, LibraryError> {
        Ok(vec![feed(&self.0)])
    }
    async fn article(&self, _: ArticleId, _: u32) -> Found<Article> {
        Ok(None)
    }
    async fn sections(&self) -> Result<Vec<Saved>, LibraryError> {
        Ok(vec![Saved { name: self.0.clone(), query: self.0.clone(), watch: false, fixed: true }])
    }
    async fn items(&self, _: ItemQuery) -> Result<Vec<Item>, LibraryError> {
        let item = |number, shows, feed| Item { number, shows, feed, read: true, starred: true, kept: false };
        let brief = &self.1.briefs[0];
        Ok(vec![
            item(3, Shown::Article(self.1.originals[0].id), Some(feed(&self.0).id)),
            item(2, Shown::Article(self.1.originals[0].id), None),
            item(1, Shown::Brief(brief.story(), 2), None),
        ])
    }
    async fn items_by_number(&self, _: Vec<i64>) -> Result<Vec<Item>, LibraryError> {
        self.items(ItemQuery::default()).await
    }
    async fn unread(&self) -> Result<Vec<Unread>, LibraryError> {
        Ok(vec![Unread { feed: Some(feed(&self.0).id), count: 2, newest: 3 }])
    }
    async fn newest_article(&self, _: ArticleId) -> Found<Article> {
        let mut article = self.1.originals[0].clone();
        article.text = format!("{0}\n\n{0}\n{0}", self.0);
        article.access = Reads::Partial;
        Ok(Some(article))
    }
    async fn brief_at(&self, _: StoryId, _: u32) -> Found<Arc<Published>> {
        Ok(Some(self.1.clone()))
    }
}

fn server(payload: &str) -> Router {
    let access = Access { google_reader: true, ..Access::default() };
    let config = SiteConfig {
        now: Some(at("2031-05-08T16:12:00Z")),
        access,
        base_url: Some("https://news.example".into()),
        ..SiteConfig::new(payload, TimeZone::UTC)
    };
    router(Evil(payload.into(), Arc::new(hostile(payload))), config)
}

async fn get(server: &Router, call: &str) -> Value {
    let request = Request::get(format!("/reader/api/0/{call}")).header("authorization", "GoogleLogin auth=sf_x");
    let response = server.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), 200, "{call}");
    assert_eq!(response.headers()["content-type"], "application/json; charset=utf-8");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    serde_json::from_slice(&to_bytes(response.into_body(), 10_000_000).await.unwrap()).unwrap()
}

/// The elements of a piece of HTML, with their attributes; every address is a web address.
fn elements(html: &str) -> Vec<String> {
    let document = Document::fragment(html);
    let all = document.select("*");
    let names = all.iter().map(|e| {
        let tag = e.nodes()[0].node_name().unwrap().to_string();
        let names: Vec<String> = e.attrs().iter().map(|a| a.name.local.to_string()).collect();
        if let Some(link) = e.attr("href") {
            assert!(["https://news.example/", "https://evil.example/"].iter().any(|o| link.starts_with(o)), "{link}");
        }
        format!("{tag} {}", names.join(" ")).trim().to_owned()
    });
    names.collect()
}

#[tokio::test]
async fn no_payload_becomes_an_element_of_an_item() {
    const CALL: &str = "stream/contents/user/-/state/com.google/reading-list";
    let contents = async |payload: &str| -> Vec<(Value, Vec<String>)> {
        let answer = get(&server(payload), CALL).await;
        let items = answer["items"].as_array().unwrap().clone();
        assert_eq!(items.len(), 3);
        let bones = |i: &Value| elements(i["summary"]["content"].as_str().unwrap());
        items.iter().map(|i| (i.clone(), bones(i))).collect()
    };
    let plain = contents("alert plain words").await;
    let ours: BTreeSet<&str> = plain.iter().flat_map(|(_, bones)| bones).map(String::as_str).collect();
    let allowed =
        ["html", "head", "body", "p", "b", "i", "br", "h3", "ul", "li", "blockquote", "bdi", "a href", "a href rel"];
    assert!(ours.iter().all(|e| allowed.contains(e)), "{ours:?}");
    let all = payloads();
    assert_eq!(all.len(), 200);
    for payload in all {
        for ((item, bones), (_, expected)) in contents(&payload).await.iter().zip(&plain) {
            assert_eq!(bones, expected, "{payload}");
            for text in [&item["title"], &item["author"], &item["origin"]["title"]] {
                assert!(!text.as_str().unwrap().contains(['<', '>']), "{payload}: {text}");
            }
            for link in [&item["canonical"][0]["href"], &item["origin"]["htmlUrl"]] {
                let link = link.as_str().unwrap();
                assert!(link.is_empty() || link.starts_with("https://"), "{payload}: {link}");
            }
        }
    }
}

#[tokio::test]
async fn no_parameter_brings_the_server_down() {
    let server = server("plain words");
    let calls = [
        ("GET", "stream/items/ids", vec!["s", "n", "c", "ot", "nt", "xt", "it", "r"]),
        ("GET", "stream/items/contents", vec!["i"]),
        ("GET", "subscribed", vec!["s"]),
        ("POST", "edit-tag", vec!["i", "a", "r", "T"]),
        ("POST", "mark-all-as-read", vec!["s", "ts"]),
        ("POST", "subscription/edit", vec!["ac", "s", "t", "a", "r"]),
        ("POST", "subscription/quickadd", vec!["quickadd"]),
        ("POST", "rename-tag", vec!["s", "dest"]),
    ];
    let numbers =
        ["", "-1", "0", "9223372036854775807", "-9223372036854775808", "1e9", "٣", "\u{0}"].map(str::to_owned);
    for value in payloads().into_iter().step_by(7).chain(numbers) {
        let sent = standfirst_publish::text::path_segment(&value);
        for (method, call, names) in &calls {
            for name in names {
                let uri =
                    format!("/reader/api/0/{call}?s=user/-/state/com.google/read&i=1&{name}={sent}&{name}={sent}");
                let request =
                    Request::builder().method(*method).uri(uri).header("authorization", "GoogleLogin auth=sf_x");
                let response = server.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
                let status = response.status().as_u16();
                assert!([200, 400, 401, 403].contains(&status), "{method} {call} {name}={value}: {status}");
                let kind = response.headers()["content-type"].to_str().unwrap();
                assert!(kind.starts_with("text/plain") || kind.starts_with("application/json"), "{call}: {kind}");
            }
        }
        let path = format!("/reader/api/0/stream/contents/{sent}");
        let request = Request::get(path).header("authorization", "GoogleLogin auth=sf_x").body(Body::empty()).unwrap();
        let status = server.clone().oneshot(request).await.unwrap().status().as_u16();
        assert!([200, 400].contains(&status), "stream {value}: {status}");
    }
}

#[tokio::test]
async fn no_payload_becomes_a_title_or_an_address_in_a_list() {
    for payload in payloads() {
        let server = server(&payload);
        for call in ["subscription/list", "tag/list", "unread-count", "user-info"] {
            let answer = get(&server, call).await;
            for s in answer["subscriptions"].as_array().into_iter().flatten() {
                assert!(!s["title"].as_str().unwrap().contains(['<', '>']), "{payload}: {s}");
                for link in ["url", "htmlUrl", "iconUrl"] {
                    let link = s[link].as_str().unwrap();
                    assert!(link.is_empty() || link.starts_with("https://news.example/"), "{payload}: {link}");
                }
            }
        }
    }
}

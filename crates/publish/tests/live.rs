//! What changes, told with ids: to whoever asks now and then, and to whoever comes back after a break.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod fixture;

use axum::{Router, body::Body, http::Request};
use fixture::{at, published};
use futures_util::StreamExt;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value;
use standfirst_publish::{
    EditionSummary,
    server::{Act, Acted, Library, LibraryError, SiteConfig, access::Vault, router},
};
use standfirst_types::{Article, ArticleId, BriefId, EditionId, Feed, Published, StoryId};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use tower::ServiceExt;

/// A library whose first story is told anew whenever anything is done.
#[derive(Clone, Default)]
struct Growing(Arc<AtomicU64>);

impl Vault for Growing {}

type Found<T> = Result<Option<T>, LibraryError>;

impl Library for Growing {
    async fn generation(&self) -> Result<u64, LibraryError> {
        Ok(self.0.load(Ordering::SeqCst))
    }
    async fn latest(&self) -> Found<Arc<Published>> {
        let mut published = published();
        let told = self.0.load(Ordering::SeqCst);
        published.edition.stories[0].brief = BriefId::of(&[&told.to_le_bytes()]);
        Ok(Some(Arc::new(published)))
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
        Ok(vec![])
    }
    async fn article(&self, _: ArticleId, _: u32) -> Found<Article> {
        Ok(None)
    }
    async fn act(&self, _: Act) -> Result<Acted, LibraryError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(Acted::Done)
    }
}

async fn ask(
    server: &Router,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> axum::response::Response {
    let mut request = Request::builder().method(method).uri(path).header("host", "localhost");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    server.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap()
}

async fn poll(server: &Router, query: &str) -> Value {
    let response = ask(server, "GET", &format!("/api/events{query}"), &[], "").await;
    assert_eq!(response.status(), 200);
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    serde_json::from_slice(&body).unwrap()
}

async fn change(server: &Router) {
    let json = [("content-type", "application/json")];
    let done = ask(server, "PUT", "/api/sections/x", &json, "{\"query\":\"x\"}").await;
    assert_eq!(done.status(), 200);
}

/// The first piece of the line.
async fn first(server: &Router, path: &str, last: &str) -> String {
    let headers = [("accept", "text/event-stream"), ("last-event-id", last)];
    let response = ask(server, "GET", path, &headers, "").await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut pieces = response.into_body().into_data_stream();
    String::from_utf8(pieces.next().await.unwrap().unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn events_have_ids_from_which_to_go_on() {
    let now = Some(at("2031-05-08T16:12:00Z"));
    let config = SiteConfig { now, only_local: true, ..SiteConfig::new("Standfirst", TimeZone::UTC) };
    let server = router(Growing::default(), config);
    let start = poll(&server, "").await;
    assert!(start["items"].as_array().unwrap().is_empty() && start["reset"] == false, "the first look tells nothing");
    let start = start["next"].as_str().unwrap().to_owned();

    change(&server).await;
    let told = poll(&server, &format!("?after={start}")).await;
    let story = published().briefs[0].story().to_string();
    assert_eq!(
        (told["items"][0]["event"].as_str(), told["items"][0]["data"]["id"].as_str()),
        (Some("story"), Some(story.as_str()))
    );
    assert_eq!((told["items"].as_array().unwrap().len(), &told["items"][0]["id"]), (1, &told["next"]));
    let second = told["next"].as_str().unwrap().to_owned();
    change(&server).await;
    assert_eq!(poll(&server, &format!("?after={second}")).await["items"].as_array().unwrap().len(), 1);
    assert_eq!(poll(&server, &format!("?after={start}")).await["items"].as_array().unwrap().len(), 2);
    assert_eq!(poll(&server, "?after=00000000-7").await["reset"], true);
    assert_eq!(ask(&server, "GET", "/api/events?after=x", &[], "").await.status(), 400);

    for path in ["/events", "/api/events"] {
        let missed = first(&server, path, &start).await;
        assert!(missed.starts_with("retry: 5000\n\n") && missed.matches("event: story\n").count() == 2, "{missed}");
        assert!(missed.contains(&format!("id: {second}\n")), "{missed}");
        assert_eq!(first(&server, path, &second).await.matches("event: story\n").count(), 1);
        let lost = first(&server, path, "an id of another run").await;
        assert!(lost.contains("event: reset\ndata: {}\n\n") && !lost.contains("event: story"), "{lost}");
    }
}

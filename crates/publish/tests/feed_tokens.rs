//! Feed readers that can send no header, and other sites' scripts: who gets what, and where a token is not to be found.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod fixture;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request},
};
use fixture::{at, published};
use jiff::{Timestamp, tz::TimeZone};
use standfirst_publish::{
    EditionSummary,
    server::{
        Library, LibraryError, SiteConfig,
        access::{Access, Vault, secret_hash},
        router,
    },
};
use standfirst_types::{
    Article, ArticleId, EditionId, Feed, Published, StoryId,
    search::{Query, Saved},
};
use std::sync::Arc;
use tower::ServiceExt;

struct Shelf;

type Found<T> = Result<Option<T>, LibraryError>;

impl Vault for Shelf {
    async fn token(&self, hash: String, _: Timestamp) -> Found<String> {
        Ok((hash == secret_hash("sf_all")).then(|| "phone".into()))
    }
    async fn feed_token(&self, hash: String, _: Timestamp) -> Found<String> {
        let known = [secret_hash("sf_all"), secret_hash("sff_feeds")].contains(&hash);
        Ok(known.then(|| "reader".into()))
    }
}

impl Library for Shelf {
    async fn latest(&self) -> Found<Arc<Published>> {
        Ok(Some(Arc::new(published())))
    }
    async fn edition(&self, _: EditionId) -> Found<Arc<Published>> {
        self.latest().await
    }
    async fn story(&self, _: StoryId) -> Found<Arc<Published>> {
        self.latest().await
    }
    async fn editions(&self, _: Option<Timestamp>, _: u32) -> Result<Vec<EditionSummary>, LibraryError> {
        let p = published();
        Ok(vec![EditionSummary { id: p.edition.id, window: p.edition.window, created: p.edition.created, stories: 3 }])
    }
    async fn stories_found(&self, _: Query, _: u32) -> Result<Vec<Arc<Published>>, LibraryError> {
        Ok(vec![Arc::new(published())])
    }
    async fn revisions(&self, _: StoryId, _: u32) -> Result<Vec<Arc<Published>>, LibraryError> {
        Ok(vec![Arc::new(published())])
    }
    async fn sections(&self) -> Result<Vec<Saved>, LibraryError> {
        Ok(vec![Saved { name: "Sea".into(), query: "ferry".into(), watch: false, fixed: true }])
    }
    async fn feeds(&self) -> Result<Vec<Feed>, LibraryError> {
        Ok(vec![])
    }
    async fn article(&self, _: ArticleId, _: u32) -> Found<Article> {
        Ok(None)
    }
}

fn server(access: Access) -> Router {
    router(
        Shelf,
        SiteConfig {
            now: Some(at("2031-05-08T16:12:00Z")),
            access,
            only_local: true,
            ..SiteConfig::new("Standfirst", TimeZone::UTC)
        },
    )
}

fn private() -> Router {
    server(Access { private: true, ..Access::default() })
}

async fn ask(server: &Router, method: &str, path: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap, String) {
    // Not from this machine: whoever sits at it is the owner.
    let mut request = Request::builder().method(method).uri(path).header("host", "192.0.2.1");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = server.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(to_bytes(body, 10_000_000).await.unwrap().into()).unwrap();
    (parts.status.as_u16(), parts.headers, body)
}

/// Every feed there is.
fn feeds() -> Vec<String> {
    let p = published();
    let (edition, story) = (p.edition.id, p.briefs[0].story());
    let mut all: Vec<String> = ["atom.xml", "rss.xml", "feed.json", "editions.xml", "editions.rss", "editions.json"]
        .map(|name| format!("/{name}"))
        .into();
    for ending in ["atom", "rss", "jsonfeed"] {
        all.extend([format!("/e/{edition}.{ending}"), format!("/s/{story}.{ending}"), format!("/search.{ending}?q=a")]);
        all.push(format!("/t/Sea.{ending}"));
    }
    all.extend(["/t/Sea.json", "/kite/kite.json", "/kite/all.json", "/kite/sea.json"].map(str::to_owned));
    all
}

#[tokio::test]
async fn a_feed_token_reads_every_feed_and_nothing_else() {
    let server = private();
    // “user:sff_feeds” and “:sf_all”.
    let basic = [("authorization", "Basic dXNlcjpzZmZfZmVlZHM=")];
    let all = [("authorization", "Basic OnNmX2FsbA==")];
    for feed in feeds() {
        let mark = if feed.contains('?') { '&' } else { '?' };
        for (path, headers) in
            [(format!("{feed}{mark}token=sff_feeds"), &[][..]), (feed.clone(), &basic[..]), (feed.clone(), &all[..])]
        {
            let (status, head, body) = ask(&server, "GET", &path, headers).await;
            assert_eq!(status, 200, "{path}");
            assert!(!body.contains("sff_feeds") && !body.contains("token="), "{path} tells the token");
            assert_eq!(head["cache-control"], "private, no-cache", "{path}");
            let expected = if headers.is_empty() { "no-referrer" } else { "same-origin" };
            assert_eq!(head["referrer-policy"], expected, "{path}");
            for (_, value) in &head {
                assert!(!value.to_str().unwrap().contains("sff_"), "{path}");
            }
        }
        for bad in ["token=sff_wrong", "token=", "token=sff_feed"] {
            let (status, head, _) =
                ask(&server, "GET", &format!("{feed}{mark}{bad}"), &[("accept", "text/html")]).await;
            assert_eq!(status, 401, "{feed} {bad}");
            let asked: Vec<&str> = head.get_all("www-authenticate").iter().map(|v| v.to_str().unwrap()).collect();
            assert!(asked.iter().any(|a| a.starts_with("Basic realm=\"feeds\"")), "{asked:?}");
        }
    }
    let story = published().briefs[0].story();
    for path in ["/", "/edition.json", "/ledger", "/search?q=a", "/search.json?q=a", "/api/stories", "/saved", "/feeds"]
        .map(str::to_owned)
        .into_iter()
        .chain([format!("/s/{story}"), format!("/s/{story}.json"), format!("/api/stories/{story}")])
    {
        let mark = if path.contains('?') { '&' } else { '?' };
        for (path, headers) in [(format!("{path}{mark}token=sff_feeds"), &[][..]), (path.clone(), &basic[..])] {
            let (status, head, body) = ask(&server, "GET", &path, headers).await;
            assert_eq!(status, 401, "{path}");
            assert!(!format!("{head:?}{body}").contains("sff_"), "{path} tells the token");
        }
        // As a Bearer it is none.
        assert_eq!(ask(&server, "GET", &path, &[("authorization", "Bearer sff_feeds")]).await.0, 401, "{path}");
        assert_eq!(ask(&server, "GET", &path, &[("authorization", "Bearer sf_all")]).await.0, 200, "{path}");
    }
    let (status, head, _) = ask(&server, "GET", "/s/x?token=sff_feeds", &[("accept", "text/html")]).await;
    assert!(status == 303 && !head["location"].to_str().unwrap().contains("sff_"), "the way to the door neither");
}

#[tokio::test]
async fn what_one_reader_may_see_is_kept_for_no_other() {
    let server = private();
    assert_eq!(ask(&server, "GET", "/atom.xml?token=sff_feeds", &[]).await.0, 200);
    assert_eq!(ask(&server, "GET", "/atom.xml", &[]).await.0, 401);
    let open = self::server(Access::default());
    let (status, head, _) = ask(&open, "GET", "/atom.xml", &[]).await;
    assert_eq!((status, head["cache-control"].to_str().unwrap()), (200, "no-cache"));
    assert_eq!(ask(&open, "GET", "/atom.xml?token=sff_wrong", &[]).await.0, 200, "what all may read needs no token");
}

#[tokio::test]
async fn other_sites_scripts_read_only_what_is_open_and_only_if_let() {
    let origin = [("origin", "https://front.example")];
    let allows = |head: &HeaderMap| head.get("access-control-allow-origin").map(|v| v.to_str().unwrap().to_owned());
    let open = server(Access { cross_origin: true, ..Access::default() });
    for path in ["/api/stories", "/api/openapi.json", "/atom.xml", "/kite/kite.json", "/edition.json", "/api/nothing"] {
        let (_, head, _) = ask(&server(Access::default()), "GET", path, &origin).await;
        assert_eq!(allows(&head), None, "{path} by default");
        let (_, head, _) = ask(&open, "GET", path, &origin).await;
        assert_eq!(allows(&head).as_deref(), Some("*"), "{path}");
        assert!(head.get("access-control-allow-credentials").is_none());
        let (status, head, _) = ask(&open, "GET", path, &[origin[0], ("authorization", "Bearer sf_all")]).await;
        assert_eq!(allows(&head), None, "{path} with a token: {status}");
        let wants = [origin[0], ("access-control-request-method", "GET")];
        let (status, head, _) = ask(&open, "OPTIONS", path, &wants).await;
        assert_eq!((status, allows(&head).as_deref()), (204, Some("*")), "{path}");
        let allowed = head["access-control-allow-headers"].to_str().unwrap();
        assert!(!allowed.contains("authorization") && allowed.contains("if-none-match"));
        let wants = [origin[0], ("access-control-request-method", "DELETE")];
        assert_eq!(allows(&ask(&open, "OPTIONS", path, &wants).await.1), None, "{path}");
    }
    for path in ["/", "/ledger", "/login", "/s/0123456789abcdef"] {
        assert_eq!(allows(&ask(&open, "GET", path, &origin).await.1), None, "{path} is a page");
    }
    let closed = server(Access { cross_origin: true, private: true, ..Access::default() });
    assert_eq!(allows(&ask(&closed, "GET", "/atom.xml?token=sff_feeds", &origin).await.1), None);
}

//! Who may read and who may change: doors, sessions, tokens, proxies, and the guard before every change.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod fixture;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, header},
};
use fixture::{at, published};
use jiff::{Timestamp, tz::TimeZone};
use standfirst_publish::{
    EditionSummary,
    server::{
        Act, Acted, Library, LibraryError, SiteConfig,
        access::{Access, PASSWORD, Vault, password, secret_hash},
        router,
    },
};
use standfirst_types::{Article, ArticleId, EditionId, Feed, Mark, Published, StoryId};
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};
use tower::ServiceExt;

/// A library in memory that notes what it is told to do.
#[derive(Clone, Default)]
struct Keeper(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    settings: BTreeMap<&'static str, String>,
    sessions: BTreeMap<String, Timestamp>,
    acts: Vec<Act>,
}

type Found<T> = Result<Option<T>, LibraryError>;

impl Vault for Keeper {
    async fn setting(&self, name: &'static str) -> Found<String> {
        Ok(self.0.lock().unwrap().settings.get(name).cloned())
    }
    async fn set_setting(&self, name: &'static str, value: String) -> Result<(), LibraryError> {
        self.0.lock().unwrap().settings.insert(name, value);
        Ok(())
    }
    async fn begin_session(&self, hash: String, _: Timestamp, ends: Timestamp) -> Result<(), LibraryError> {
        self.0.lock().unwrap().sessions.insert(hash, ends);
        Ok(())
    }
    async fn session(&self, hash: String, now: Timestamp) -> Found<Timestamp> {
        Ok(self.0.lock().unwrap().sessions.get(&hash).copied().filter(|ends| *ends > now))
    }
    async fn end_sessions(&self, hash: Option<String>) -> Result<(), LibraryError> {
        self.0.lock().unwrap().sessions.retain(|h, _| hash.as_ref().is_some_and(|x| x != h));
        Ok(())
    }
    async fn token(&self, hash: String, _: Timestamp) -> Found<String> {
        Ok((hash == secret_hash("sf_right")).then(|| "phone".into()))
    }
}

impl Library for Keeper {
    async fn latest(&self) -> Found<Arc<Published>> {
        Ok(Some(Arc::new(published())))
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
    async fn act(&self, act: Act) -> Result<Acted, LibraryError> {
        self.0.lock().unwrap().acts.push(act);
        Ok(Acted::Done)
    }
}

/// A server and what it keeps.
struct House {
    keeper: Keeper,
    router: Router,
}

/// One answer.
struct Said {
    status: u16,
    headers: HeaderMap,
    body: String,
}

const HOME: &str = "localhost:7878";

impl House {
    fn new(access: Access, only_local: bool) -> Self {
        let keeper = Keeper::default();
        let now = Some(at("2031-05-08T16:12:00Z"));
        let config = SiteConfig { now, access, only_local, ..SiteConfig::new("Standfirst", TimeZone::UTC) };
        Self { router: router(keeper.clone(), config), keeper }
    }

    /// One whose owner has a password.
    fn locked(access: Access) -> Self {
        let house = Self::new(access, true);
        house.keeper.0.lock().unwrap().settings.insert(PASSWORD, password::hash("heron on the weir").unwrap());
        house
    }

    async fn ask(&self, method: &str, path: &str, peer: &str, headers: &[(&str, &str)], body: &str) -> Said {
        let mut request = Request::builder().method(method).uri(path).header("host", HOME);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::from(body.to_owned())).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = String::from_utf8(to_bytes(body, 10_000_000).await.unwrap().into()).unwrap();
        Said { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Said {
        let headers = [&[("accept", "text/html")], headers].concat();
        self.ask("GET", path, "127.0.0.1", &headers, "").await
    }

    async fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Said {
        let form = ("content-type", "application/x-www-form-urlencoded");
        self.ask("POST", path, "127.0.0.1", &[&[form], headers].concat(), body).await
    }

    /// The token that a page's forms carry.
    async fn token(&self, path: &str, headers: &[(&str, &str)]) -> String {
        let page = self.get(path, headers).await.body;
        let (_, rest) = page.split_once("name=\"token\" value=\"").unwrap_or_else(|| panic!("no form: {page}"));
        rest.split_once('"').unwrap().0.into()
    }

    async fn log_in(&self, word: &str) -> Said {
        let token = self.token("/login", &[]).await;
        self.post("/login", &[], &format!("token={token}&password={word}&next=%2Fs%2Fx")).await
    }

    fn acts(&self) -> usize {
        self.keeper.0.lock().unwrap().acts.len()
    }
}

fn story() -> StoryId {
    published().briefs[0].story()
}

fn cookie(said: &Said) -> String {
    let set = said.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/"), "{set}");
    set.split(';').next().unwrap().into()
}

fn location(said: &Said) -> &str {
    said.headers[header::LOCATION].to_str().unwrap()
}

#[tokio::test]
async fn a_change_needs_a_form_of_our_own() {
    let house = House::new(Access::default(), true);
    let (path, token) = (format!("/s/{}/mark", story()), house.token("/setup", &[]).await);
    let body = format!("mark=saved&on=1&revision=2&token={token}");
    for (headers, body, status) in [
        (vec![("sec-fetch-site", "same-origin")], body.as_str(), 303),
        (vec![("origin", "http://localhost:7878")], &body, 303),
        (vec![], &body, 303),
        (vec![("sec-fetch-site", "cross-site")], &body, 403),
        (vec![("sec-fetch-site", "same-site")], &body, 403),
        (vec![("origin", "http://evil.example")], &body, 403),
        (vec![("origin", "null")], &body, 403),
        (vec![], "mark=saved&on=1", 403),
        (vec![], "mark=saved&on=1&token=0000", 403),
        (vec![], &format!("mark=loved&token={token}"), 403),
        (vec![("content-type", "text/plain")], &body, 415),
        (vec![("content-type", "multipart/form-data; boundary=x")], &body, 415),
    ] {
        let before = house.acts();
        let mut all = headers.clone();
        if !all.iter().any(|(n, _)| *n == "content-type") {
            all.push(("content-type", "application/x-www-form-urlencoded"));
        }
        let said = house.ask("POST", &path, "127.0.0.1", &all, body).await;
        assert_eq!(said.status, status, "{headers:?} {body}: {}", said.body);
        assert_eq!(house.acts() - before, usize::from(status == 303), "{headers:?}");
    }
    let long = format!("token={token}&mark={}", "x".repeat(70_000));
    assert_eq!(house.post(&path, &[], &long).await.status, 413);
    let told = &house.keeper.0.lock().unwrap().acts[0];
    assert_eq!(*told, Act::Mark { story: story(), mark: Mark::Saved, on: true, revision: 2 });
}

#[tokio::test]
async fn what_follows_a_change_is_a_page_of_our_own() {
    let house = House::new(Access::default(), true);
    let (path, token) = (format!("/s/{}/mark", story()), house.token("/setup", &[]).await);
    for (back, expected) in [
        ("%2F%3Fq%3D1", "/?q=1"),
        ("%2F%2Fevil.example", "/"),
        ("https%3A%2F%2Fevil.example", "/"),
        ("%2Fa%0D%0Ax", "/"),
    ] {
        let said = house.post(&path, &[], &format!("mark=read&token={token}&back={back}")).await;
        assert_eq!((said.status, location(&said)), (303, expected));
    }
    let said = house.post(&path, &[], &format!("mark=read&token={token}")).await;
    assert_eq!(location(&said), format!("/s/{}", story()));
}

#[tokio::test]
async fn only_the_owner_changes_things() {
    let path = format!("/s/{}/mark", story());
    // Whoever reaches a page that listens to the world is nobody known.
    let house = House::new(Access::default(), false);
    assert_eq!(house.get("/", &[]).await.status, 200);
    let token = house.token("/login", &[]).await;
    assert_eq!(house.post(&path, &[], &format!("mark=read&token={token}")).await.status, 401);
    let page = house.get("/", &[]).await.body;
    assert!(
        !page.contains("/mark\"") && !page.contains("data-token"),
        "only the owner is offered what only the owner may"
    );
    assert!(House::new(Access::default(), true).get("/", &[]).await.body.contains("/mark\""));
    // With a password neither is who sits at the machine.
    let house = House::locked(Access::default());
    let token = house.token("/login", &[]).await;
    assert_eq!(house.post(&path, &[], &format!("mark=read&token={token}")).await.status, 401);
    assert_eq!(house.acts(), 0);
    // A program with a token is, and needs no form; its body may be JSON.
    let right = ("authorization", "Bearer sf_right");
    let json = [right, ("content-type", "application/json"), ("accept", "application/json")];
    let said = house.ask("POST", &path, "192.0.2.4", &json, "{\"mark\":\"muted\",\"revision\":3}").await;
    assert_eq!((said.status, said.body.trim()), (200, "{\"done\":true}"));
    for (headers, body, status) in [
        ([("authorization", "Bearer sf_wrong"), ("content-type", "application/json")], "{\"mark\":\"muted\"}", 403),
        ([right, ("content-type", "application/json")], "{\"mark\":[]}", 403),
        ([right, ("content-type", "application/json")], "{", 403),
    ] {
        let all = [&headers[..], &[("accept", "application/json")]].concat();
        let said = house.ask("POST", &path, "192.0.2.4", &all, body).await;
        assert!([status, 415, 401].contains(&said.status), "{}", said.body);
        assert_eq!(said.headers[header::CONTENT_TYPE], "application/problem+json");
    }
    assert_eq!(house.acts(), 1);
}

#[tokio::test]
async fn a_password_opens_a_session_and_logging_out_ends_it() {
    let house = House::locked(Access::default());
    let wrong = house.log_in("heron").await;
    assert!(wrong.status == 403 && wrong.body.contains("not the password"));
    let said = house.log_in("heron+on+the+weir").await;
    assert_eq!((said.status, location(&said)), (303, "/s/x"));
    let cookie = cookie(&said);
    let mine = [("cookie", cookie.as_str())];
    let path = format!("/s/{}/mark", story());
    let token = house.token("/", &mine).await;
    assert_eq!(house.post(&path, &mine, &format!("mark=read&token={token}")).await.status, 303);
    // The form's token belongs to the session, the session to the cookie.
    assert_eq!(house.post(&path, &[], &format!("mark=read&token={token}")).await.status, 403);
    let other = house.token("/login", &[]).await;
    assert_eq!(house.post(&path, &mine, &format!("mark=read&token={other}")).await.status, 403);
    let out = house.post("/logout", &mine, &format!("token={token}")).await;
    assert!(out.headers[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(house.post(&path, &mine, &format!("mark=read&token={token}")).await.status, 403);
    assert!(house.keeper.0.lock().unwrap().sessions.is_empty());
    // What is kept is not what opens.
    let kept = format!("{:?}", house.keeper.0.lock().unwrap().settings);
    assert!(!kept.contains("heron"));
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let house = House::locked(Access::default());
    for _ in 0..5 {
        assert_eq!(house.log_in("guess").await.status, 403);
    }
    let said = house.log_in("heron+on+the+weir").await;
    assert_eq!(said.status, 429, "even the right one waits");
    assert!(said.headers[header::RETRY_AFTER].to_str().unwrap().parse::<u64>().unwrap() > 800);
}

#[tokio::test]
async fn private_reading_shows_nobody_anything() {
    let house = House::locked(Access { private: true, ..Access::default() });
    let story = format!("/s/{}", story());
    for path in ["/", "/feeds", "/archive", "/ledger", "/about", "/nothing", &story] {
        let said = house.get(path, &[]).await;
        assert_eq!(said.status, 303, "{path}");
        assert!(location(&said).starts_with("/login?next=%2F"), "{path}");
    }
    for path in ["/atom.xml", "/edition.json", "/"] {
        let said = house.ask("GET", path, "127.0.0.1", &[("accept", "*/*")], "").await;
        assert_eq!((said.status, &said.headers[header::WWW_AUTHENTICATE]), (401, &"Bearer".parse().unwrap()), "{path}");
        assert!(!said.body.contains("ferry"));
    }
    for path in ["/login", "/style.css", "/app.js", "/healthz"] {
        assert_eq!(house.get(path, &[]).await.status, 200, "{path}");
    }
    let said = house.log_in("heron+on+the+weir").await;
    assert_eq!(house.get("/", &[("cookie", &cookie(&said))]).await.status, 200);
    assert_eq!(house.get("/", &[("authorization", "Bearer sf_right")]).await.status, 200);
    // Without a password the way leads to setting one.
    let house = House::new(Access { private: true, ..Access::default() }, false);
    assert_eq!(location(&house.get("/", &[]).await), "/setup");
}

#[tokio::test]
async fn a_proxy_is_believed_only_from_its_own_address() {
    let access = Access {
        private: true,
        proxy_header: Some("remote-user".into()),
        proxy_from: vec!["192.0.2.0/24".parse().unwrap()],
        proxy_users: vec!["ida".into()],
        ..Access::default()
    };
    let house = House::new(access, false);
    for (peer, user, status) in
        [("192.0.2.9", "ida", 200), ("192.0.2.9", "mallory", 303), ("192.0.2.9", "", 303), ("198.51.100.9", "ida", 303)]
    {
        let said = house.ask("GET", "/", peer, &[("accept", "text/html"), ("remote-user", user)], "").await;
        assert_eq!(said.status, status, "{peer} {user}");
    }
}

#[tokio::test]
async fn the_first_password_is_set_at_the_machine_or_with_the_code() {
    let set = |code: &str, again: &str| format!("password=heron+on+the+weir&again={again}&code={code}");
    let right = "heron+on+the+weir";
    let house = House::new(Access::default(), false);
    let token = house.token("/login", &[]).await;
    assert_eq!(house.post("/setup", &[], &format!("token={token}&{}", set("", right))).await.status, 403);
    let house = House::new(Access { setup_code: Some("4711".into()), ..Access::default() }, false);
    let token = house.token("/setup", &[]).await;
    for (fields, status) in [
        (set("0815", right), 422),
        (set("4711", "other"), 422),
        ("password=short&again=short&code=4711".into(), 422),
        (set("4711", right), 303),
        (set("4711", right), 403),
    ] {
        let said = house.post("/setup", &[], &format!("token={token}&{fields}")).await;
        assert_eq!(said.status, status, "{fields}");
    }
    assert!(house.keeper.0.lock().unwrap().settings[PASSWORD].starts_with("$argon2id$"));
    let house = House::new(Access::default(), true);
    let token = house.token("/setup", &[]).await;
    let said = house.post("/setup", &[], &format!("token={token}&{}", set("", right))).await;
    assert_eq!(said.status, 303);
    assert_eq!(house.keeper.0.lock().unwrap().sessions.len(), 1);
    cookie(&said);
}

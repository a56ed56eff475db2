//! The fetcher against a small server on this machine that answers as badly as servers do.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail like tests")]

mod web;

use standfirst_collect::{FetchConfig, FetchErrorKind, Fetched, Fetcher, Kind, Request, decoded};
use tokio::net::TcpListener;
use web::{config, empty, fails, gzip, now, ok, one, path, serve};

#[tokio::test]
async fn a_body_is_kept_as_delivered() {
    let page = "<p>Snow fell on Hill Town.</p>".repeat(500);
    let packed = gzip(page.as_bytes());
    let sent = packed.clone();
    let fetched =
        one(move |_, _| ok("content-encoding: gzip\r\netag: \"a\"\r\nLast-Modified: \u{e4}odd\r\n", &sent), |_| {})
            .await
            .unwrap();
    let Fetched::Body { capture, etag, last_modified, moved } = fetched else { panic!("no body") };
    assert_eq!(capture.body, packed);
    assert_eq!(decoded(&capture, 1 << 20).unwrap(), page.as_bytes());
    assert_eq!(decoded(&capture, 100).unwrap_err().kind, FetchErrorKind::TooLarge);
    assert_eq!((etag.as_deref(), moved), (Some("\"a\""), None));
    assert!(last_modified.is_some());
    assert_eq!((capture.status, capture.fetched, capture.header("content-encoding")), (200, now(), Some("gzip")));
}

#[tokio::test]
async fn validators_go_back_byte_for_byte_and_nothing_else_does() {
    let (port, seen, connections) = serve(|head, _| match head.contains("if-none-match") {
        true => empty("304 Not Modified", "etag: \"new\"\r\n"),
        false => ok("etag: W/\"caf\u{e9}\"\r\nset-cookie: a=b\r\n".to_owned().as_str(), b"<rss/>"),
    })
    .await;
    let fetcher = Fetcher::new(FetchConfig { user_agent_contact: "desk@hill.example".into(), ..config(port) }).unwrap();
    let mut request = Request::new(&format!("http://127.0.0.1:{port}/feed#part"), Kind::Feed);
    let Fetched::Body { etag, .. } = fetcher.fetch(&request, now()).await.unwrap() else { panic!("no body") };
    request.etag = etag;
    request.last_modified = Some("Tue, 05 Mar 2024 08:30:00 GMT".into());
    let fetched = fetcher.fetch(&request, now()).await.unwrap();
    assert_eq!(
        fetched,
        Fetched::NotModified { etag: Some("\"new\"".into()), last_modified: request.last_modified.clone() }
    );
    let seen = seen.lock().unwrap();
    // The server wrote UTF-8 bytes; they come back as they were.
    assert!(seen[1].contains("if-none-match: W/\"caf\u{c3}\u{a9}\"\r\n"), "{}", seen[1]);
    assert!(seen[1].contains("if-modified-since: Tue, 05 Mar 2024 08:30:00 GMT\r\n"), "{}", seen[1]);
    assert!(seen[0].starts_with("GET /feed HTTP/1.1\r\n") && seen[0].contains("(+desk@hill.example)"), "{}", seen[0]);
    for never in ["cookie", "referer", "authorization"] {
        assert!(!seen[1].contains(never), "{}", seen[1]);
    }
    assert_eq!(*connections.lock().unwrap(), 1, "the connection is used again");
}

#[tokio::test]
async fn redirects() {
    let hop = |status: &'static str, from: &'static str, to: &'static str| (status, from, to);
    let check = async |hops: &[(&'static str, &'static str, &'static str)],
                       expected: Result<(&str, Option<&str>), FetchErrorKind>| {
        let hops: Vec<_> = hops.to_vec();
        let shown = format!("{hops:?}");
        let fetched = one(
            move |head, _| match hops.iter().find(|(_, from, _)| *from == path(head)) {
                Some((status, _, to)) => empty(status, &format!("location: {to}\r\n")),
                None => ok("", b"x"),
            },
            |_| {},
        )
        .await;
        match (fetched, expected) {
            (Ok(Fetched::Body { capture, moved, .. }), Ok((end, moves))) => {
                assert!(capture.final_url.ends_with(end), "{shown}: {}", capture.final_url);
                assert!(capture.url.ends_with("/start"));
                assert_eq!(moved.is_some(), moves.is_some(), "{shown}");
                assert!(moved.unwrap_or_default().ends_with(moves.unwrap_or_default()), "{shown}");
            }
            (Err(error), Err(kind)) => assert_eq!(error.kind, kind, "{shown}: {error}"),
            (got, _) => panic!("{shown}: {got:?}"),
        }
    };
    check(&[hop("301 Moved", "/start", "/b"), hop("308 Moved", "/b", "c#x")], Ok(("/c", Some("/c")))).await;
    check(&[hop("301 Moved", "/start", "/b"), hop("302 Found", "/b", "/c")], Ok(("/c", Some("/b")))).await;
    check(&[hop("302 Found", "/start", "/b"), hop("301 Moved", "/b", "/c")], Ok(("/c", None))).await;
    check(&[hop("307 Found", "/start", "/start")], Err(FetchErrorKind::Redirect)).await;
    check(&[hop("302 Found", "/start", "/b"), hop("302 Found", "/b", "/start")], Err(FetchErrorKind::Redirect)).await;
    let chain = ["/start", "/1", "/2", "/3", "/4", "/5", "/6"];
    let hops: Vec<_> = chain.windows(2).map(|w| hop("302 Found", w[0], w[1])).collect();
    check(&hops[..5], Ok(("/5", None))).await;
    check(&hops, Err(FetchErrorKind::Redirect)).await;
    check(&[hop("302 Found", "/start", "http://10.0.0.1/")], Err(FetchErrorKind::Refused)).await;
    check(&[hop("302 Found", "/start", "http://0x7f.1:22/")], Err(FetchErrorKind::Refused)).await;
    check(&[hop("302 Found", "/start", "http://other.localhost/")], Err(FetchErrorKind::Refused)).await;
    check(&[hop("302 Found", "/start", "//[::ffff:169.254.169.254]/latest")], Err(FetchErrorKind::Refused)).await;
    check(&[hop("302 Found", "/start", "file:///etc/passwd")], Err(FetchErrorKind::Refused)).await;
    check(&[hop("302 Found", "/start", "http://")], Err(FetchErrorKind::Redirect)).await;
}

#[tokio::test]
async fn limits_of_size() {
    let bomb = gzip(&vec![b'a'; 64 << 20]);
    assert!(bomb.len() < 1 << 20);
    fails(move |_, _| ok("content-encoding: gzip\r\n", &bomb), FetchErrorKind::TooLarge).await;
    fails(|_, _| ok("", &vec![b'a'; (5 << 20) + 1]), FetchErrorKind::TooLarge).await;
    fails(|_, _| ok(&"x-a: b\r\n".repeat(1000), b"x"), FetchErrorKind::TooLarge).await;
    fails(|_, _| ok(&format!("x-a: {}\r\n", "b".repeat(100_000)), b"x"), FetchErrorKind::TooLarge).await;
    let five = vec![b'a'; 5 << 20];
    assert!(one(move |_, _| ok("", &five), |_| {}).await.is_ok());
}

#[tokio::test]
async fn damage() {
    fails(|_, _| b"CLOSE HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort".to_vec(), FetchErrorKind::Protocol).await;
    fails(|_, _| b"CLOSE nonsense\r\n\r\n".to_vec(), FetchErrorKind::Protocol).await;
    let mut cut = gzip("snow on the hill ".repeat(1000).as_bytes());
    cut.truncate(cut.len() / 2);
    fails(move |_, _| ok("content-encoding: gzip\r\n", &cut), FetchErrorKind::Decode).await;
    fails(|_, _| ok("content-encoding: br\r\n", b"not brotli at all"), FetchErrorKind::Decode).await;
    fails(|_, _| ok("content-encoding: zstd\r\n", b"not zstandard"), FetchErrorKind::Decode).await;
    fails(|_, _| ok("content-encoding: compress\r\n", b"x"), FetchErrorKind::Decode).await;
    // Says gzip and is not: taken as it is.
    assert!(one(|_, _| ok("content-encoding: gzip\r\n", b"<p>plain</p>"), |_| {}).await.is_ok());
}

#[tokio::test]
async fn statuses() {
    let check = async |status: &'static str, headers: &'static str, retry: Option<u64>, permanent: bool| {
        let code = status[..3].parse().unwrap();
        let error = fails(move |_, _| empty(status, headers), FetchErrorKind::Status(code)).await;
        assert_eq!((error.retry_after, error.permanent), (retry, permanent), "{error}");
    };
    check("404 Not Found", "", None, false).await;
    check("410 Gone", "", None, true).await;
    check("429 Slow Down", "retry-after: 120\r\n", Some(120), false).await;
    check("503 Busy", "retry-after: Tue, 14 Nov 2023 22:23:20 GMT\r\n", Some(600), false).await;
    check("503 Busy", "retry-after: soon\r\n", None, false).await;
    check("500 Oops", "retry-after: 99999999999\r\n", Some(604_800), false).await;
    check("204 Nothing", "", None, false).await;
    check("304 Not Modified", "", None, false).await;
}

#[tokio::test]
async fn limits_of_time() {
    let tiny = |c: &mut FetchConfig| (c.first_byte_timeout_s, c.total_timeout_s) = (0.1, 0.2);
    let error = one(|_, _| Vec::new(), tiny).await.unwrap_err();
    assert_eq!(error.kind, FetchErrorKind::Timeout, "{error}");
    let error = one(|_, _| b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nstall".to_vec(), tiny).await.unwrap_err();
    assert_eq!(error.kind, FetchErrorKind::Timeout, "{error}");
}

#[tokio::test]
async fn what_is_not_allowed_is_not_asked() {
    let (port, seen, _) = serve(|_, _| ok("", b"x")).await;
    let fetcher = Fetcher::new(FetchConfig::default()).unwrap();
    for kind in [Kind::Feed, Kind::Page, Kind::Robots] {
        for host in ["127.0.0.1", "localhost", "paper.localhost", "2130706433", "[::ffff:127.0.0.1]", "0x7f.1"] {
            let error = fetcher.fetch(&Request::new(&format!("http://{host}:{port}/"), kind), now()).await.unwrap_err();
            assert_eq!(error.kind, FetchErrorKind::Refused, "{host}: {error}");
        }
    }
    assert!(fetcher.allowed(&format!("http://localhost:{port}/"), now()).await.is_err());
    assert_eq!(
        fetcher.fetch(&Request::new("no address", Kind::Page), now()).await.unwrap_err().kind,
        FetchErrorKind::BadAddress
    );
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_proxy_takes_every_request() {
    let (port, seen, _) = serve(|_, _| ok("", b"x")).await;
    let fetcher =
        Fetcher::new(FetchConfig { proxy: Some(format!("http://localhost:{port}")), ..FetchConfig::default() })
            .unwrap();
    assert!(fetcher.fetch(&Request::new("http://hill.example/x", Kind::Page), now()).await.is_ok());
    assert!(fetcher.fetch(&Request::new("http://10.0.0.1/x", Kind::Page), now()).await.is_err());
    assert!(seen.lock().unwrap()[0].starts_with("GET http://hill.example/x "));
}

#[tokio::test]
async fn robots() {
    let (port, seen, _) = serve(|head, _| {
        let host = head
            .to_ascii_lowercase()
            .split("host: ")
            .nth(1)
            .unwrap_or_default()
            .split('.')
            .next()
            .unwrap_or_default()
            .to_owned();
        match host.as_str() {
            "rules" => ok("", b"User-agent: *\nDisallow: /no\nCrawl-delay: 7\n"),
            "none" => empty("404 Not Found", ""),
            "broken" => empty("500 Oops", ""),
            "moved" if path(head) == "/robots.txt" => empty("301 Moved", "location: /there\r\n"),
            "moved" => ok("", b"User-agent: standfirst\nDisallow: /"),
            _ => ok("", &b"User-agent: *\nDisallow: /a\n".repeat(50_000)),
        }
    })
    .await;
    let fetcher = Fetcher::new(config(port)).unwrap();
    let check = async |address: &str, expected: bool| {
        let url = format!("http://{}", address.replacen("/", &format!(".localhost:{port}/"), 1));
        assert_eq!(fetcher.allowed(&url, now()).await, Ok(expected), "{url}");
    };
    check("rules/yes", true).await;
    check("rules/no?x", false).await;
    check("none/x", true).await;
    check("broken/x", false).await;
    check("moved/x", false).await;
    check("huge/b", true).await;
    check("huge/a", false).await;
    assert_eq!(fetcher.crawl_delay(&format!("http://rules.localhost:{port}/"), now()).await, Ok(Some(7)));
    let asked = seen.lock().unwrap().iter().filter(|h| h.contains("rules.localhost")).count();
    assert_eq!(asked, 1, "kept for a day");
    let next_day = now() + jiff::SignedDuration::from_hours(25);
    assert_eq!(fetcher.allowed(&format!("http://rules.localhost:{port}/no"), next_day).await, Ok(false));
    assert_eq!(seen.lock().unwrap().iter().filter(|h| h.contains("rules.localhost")).count(), 2);
}

#[tokio::test]
async fn no_connection_and_no_encryption() {
    let (port, ..) = serve(|_, _| ok("", b"x")).await;
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let allow = vec!["127.0.0.1".into()];
    let fetcher = Fetcher::new(FetchConfig { allow, total_timeout_s: 5.0, ..FetchConfig::default() }).unwrap();
    let check = async |url: String, kind: FetchErrorKind| {
        let error = fetcher.fetch(&Request::new(&url, Kind::Page), now()).await.unwrap_err();
        assert_eq!(error.kind, kind, "{error}");
    };
    check(format!("http://127.0.0.1:{closed}/"), FetchErrorKind::Connect).await;
    check(format!("https://127.0.0.1:{port}/"), FetchErrorKind::Tls).await;
}

#[test]
fn wrong_settings_are_named() {
    let check = |config: FetchConfig, word: &str| {
        let error = Fetcher::new(config).unwrap_err();
        assert!(error.permanent && error.to_string().contains(word), "{error}");
    };
    check(FetchConfig { allow: vec!["home".into()], ..FetchConfig::default() }, "fetch.allow");
    check(FetchConfig { proxy: Some("::".into()), ..FetchConfig::default() }, "fetch.proxy");
    check(FetchConfig { user_agent_contact: "a\nb".into(), ..FetchConfig::default() }, "user_agent_contact");
}

//! Ways in: news sitemaps, web archives, and rules that keep entries out, each through the real binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{House, Said};
use standfirst_demo::{FakeWeb, Reply, World};
use std::sync::Arc;
use tokio::net::TcpListener;

const TEXTS: [(&str, &str); 2] = [
    (
        "Marrow opens its new tram line",
        "The first tram of the new line in Marrow left the harbour at six on Monday, the transport office said. It carries 4,000 people an hour. \
         “We waited eleven years for this,” said Mayor Ada Renn at the opening. The line is nine kilometres long and has 14 stops. \
         It cost 310 million crowns, of which the region paid half. A second line to the hospital is planned for the spring. \
         Shopkeepers along the route said that building had cost them a third of their trade.",
    ),
    (
        "Chess: Ostara wins the cup final",
        "Ostara beat Vallmark by five boards to three in the final of the national chess cup on Sunday. Lena Hult won the deciding game after six hours. \
         “I saw the rook move and could not breathe,” said Hult, who is nineteen. It is the first cup for Ostara since 1988. \
         The final was played before 900 people in the old customs hall. Vallmark had won the last four cups in a row. \
         The league season begins in September with ten clubs.",
    ),
];

fn page(n: usize, url: &str) -> String {
    let (title, text) = TEXTS[n];
    let body: String = text.split(". ").map(|s| format!("<p>{}.</p>", s.trim().trim_end_matches('.'))).collect();
    format!(
        "<!doctype html><html lang=en><head><title>{title}</title><link rel=canonical href=\"{url}\"></head><body><article><h1>{title}</h1>\
         <time datetime=\"{}\">now</time>{body}</article></body></html>",
        jiff::Timestamp::now()
    )
}

/// Two stories, announced by a sitemap of news and by a feed.
struct Town(u16);

impl World for Town {
    fn answer(&self, host: &str, path: &str, _: &axum::http::HeaderMap) -> Option<Reply> {
        let url = |n: usize| format!("http://{host}:{}/{n}", self.0);
        let now = jiff::Timestamp::now();
        let listed = |n: usize| {
            format!(
                "<url><loc>{}</loc><news:news><news:publication_date>{now}</news:publication_date><news:title>{}</news:title></news:news></url>",
                url(n),
                TEXTS[n].0
            )
        };
        let item = |n: usize| {
            format!(
                "<item><title>{}</title><link>{}</link><category>{}</category></item>",
                TEXTS[n].0,
                url(n),
                if n == 1 { "sport" } else { "city" }
            )
        };
        Some(match path {
            "/robots.txt" => Reply::new(404, "text/plain", ""),
            "/news.xml" => Reply::new(
                200,
                "application/xml",
                format!(
                    "<?xml version=\"1.0\"?><urlset xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">{}{}</urlset>",
                    listed(0),
                    listed(1)
                ),
            ),
            "/hub" => Reply::new(202, "text/plain", ""),
            "/hubbed" => {
                let links = format!(
                    "<atom:link rel=\"hub\" href=\"http://{host}:{0}/hub\"/><atom:link rel=\"self\" href=\"http://{host}:{0}/hubbed\"/>",
                    self.0
                );
                let head =
                    "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>Town</title>";
                Reply::new(200, "application/rss+xml", format!("{head}{links}{}</channel></rss>", item(0)))
            }
            "/feed" => Reply::new(
                200,
                "application/rss+xml",
                format!("<rss version=\"2.0\"><channel><title>Town</title>{}{}</channel></rss>", item(0), item(1)),
            ),
            "/0" | "/1" => {
                let n = usize::from(path == "/1");
                Reply::new(200, "text/html; charset=utf-8", page(n, &url(n)))
            }
            _ => return None,
        })
    }
}

async fn town() -> (FakeWeb, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (FakeWeb::serve(listener, Arc::new(Town(port))).await.unwrap(), port)
}

fn read(house: &House, port: u16, more: &[&str]) -> Said {
    let allow = format!("fetch.allow=[\"127.0.0.1:{port}\"]");
    let sets = ["run", "--once", "--json", "--set", &allow, "--set", "fetch.host_delay_ms=0"];
    house.run(&[&sets[..], more].concat())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sitemap_of_news_is_followed_like_a_feed() {
    let (_web, port) = town().await;
    let house = House::new();
    house.run(&["add", "--no-check", &format!("http://town.localhost:{port}/news.xml")]).expect(0, "Following");
    let report = read(&house, port, &[]).json(0);
    assert_eq!(report["edition"]["stories"].as_array().unwrap().len(), 2, "{report:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_keep_entries_out_and_a_changed_rule_is_applied_to_what_is_stored() {
    let (web, port) = town().await;
    let house = House::new();
    let url = format!("http://town.localhost:{port}/feed");
    house.run(&["add", "--no-check", &url]).expect(0, "Following");
    let block = format!("[rules.\"{url}\"]\nblock = [{{ field = \"category\", pattern = \"^sport$\" }}]\n");
    let file = house.write("data/standfirst.toml", &block);
    let first = read(&house, port, &[]).json(0);
    assert_eq!(first["edition"]["stories"].as_array().unwrap().len(), 1, "{first:#}");
    assert_eq!(web.hits("town.localhost", "/1"), 0, "what is kept out is not fetched");
    std::fs::write(&file, block.replace("sport", "city")).unwrap();
    let second = read(&house, port, &[]).json(0);
    assert_eq!(web.hits("town.localhost", "/1"), 1, "what is now let in is fetched");
    let shown = house.run(&["show"]);
    assert!(shown.out.contains("chess cup") || shown.out.contains("Chess"), "{}\n{second:#}", shown.out);
    assert!(!shown.out.contains("tram"), "{}", shown.out);
    std::fs::write(&file, "[rules.\"*\"]\nblock = [{ field = \"title\", pattern = \"(\" }]\n").unwrap();
    house.run(&["config", "validate"]).expect(1, "the block pattern “(” cannot be used");
}

/// A record of a web archive: an HTTP response as delivered.
fn record(url: &str, body: &str) -> String {
    let http = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {}\r\nWARC-Record-ID: <urn:uuid:1>\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        http.len()
    )
}

#[test]
fn a_web_archive_is_read_and_its_damage_skipped() {
    let house = House::new();
    let whole = record("http://town.example/0", &page(0, "http://town.example/0"))
        + &record("http://town.example/1", &page(1, "http://town.example/1"));
    let file = house.write("town.warc", &whole);
    house.run(&["import", file.to_str().unwrap()]).expect(0, "2 pages read");
    house.run(&["run", "--once", "--json"]);
    let shown = house.run(&["show", "--format", "json", "--with-originals"]);
    shown.expect(0, "http://town.example/1");
    let other = House::new();
    let cut = other.write("cut.warc", &whole[..whole.len() - 300]);
    other.run(&["import", cut.to_str().unwrap()]).expect(4, "damaged");
    other.run(&["import", other.write("no.warc", "this is no archive").to_str().unwrap()]).expect(4, "0 pages read");
}

/// A process that is ended with the test.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_is_asked_to_tell_of_changes_and_only_what_was_asked_is_confirmed() {
    let (web, port) = town().await;
    let (house, own) = (House::new(), common::free_port());
    let feed = format!("http://town.localhost:{port}/hubbed");
    house.run(&["add", "--no-check", &feed]).expect(0, "Following");
    let allow = format!("fetch.allow=[\"127.0.0.1:{port}\"]");
    let base = format!("site.base_url=\"http://127.0.0.1:{own}\"");
    let listen = format!("127.0.0.1:{own}");
    let args = ["serve", "--listen", &listen, "--set", &allow, "--set", &base, "--set", "fetch.host_delay_ms=0"];
    let _serving = Running(house.command(&args).spawn().unwrap());
    let config = standfirst_collect::FetchConfig { allow: vec![listen.clone()], ..Default::default() };
    let client = standfirst_collect::Fetcher::new(config).unwrap();
    // Each request waits for its answer; the hub is asked as soon as the first round is done.
    let begun = std::time::Instant::now();
    while web.hits("town.localhost", "/hub") == 0 {
        assert!(begun.elapsed().as_secs() < 60, "the hub was never asked");
        let _ = client.post_form(&format!("http://{listen}/healthz"), String::new()).await;
        tokio::task::yield_now().await;
    }
    let id = standfirst_types::FeedId::of(&[feed.as_bytes()]);
    let topic: String = url::form_urlencoded::byte_serialize(feed.as_bytes()).collect();
    let callback = |id: &str, topic: &str| {
        format!(
            "http://{listen}/websub/{id}?hub.mode=subscribe&hub.topic={topic}&hub.challenge=abc123&hub.lease_seconds=864000"
        )
    };
    let get = async |url: String| {
        let request = standfirst_collect::Request::new(&url, standfirst_collect::Kind::Page);
        match client.fetch(&request, jiff::Timestamp::now()).await {
            Ok(standfirst_collect::Fetched::Body { capture, .. }) => String::from_utf8(capture.body).unwrap(),
            Ok(other) => panic!("{other:?}"),
            Err(e) => format!("refused: {e}"),
        }
    };
    assert_eq!(get(callback(id.as_str(), &topic)).await, "abc123");
    assert!(get(callback(id.as_str(), "http%3A%2F%2Fother.example%2F")).await.contains("404"));
    assert!(get(callback("0123456789abcdef", &topic)).await.contains("404"));
    assert_eq!(client.post_form(&format!("http://{listen}/websub/{id}"), "news".into()).await.unwrap(), 200);
    assert_eq!(
        client.post_form(&format!("http://{listen}/websub/0123456789abcdef"), "news".into()).await.unwrap(),
        404
    );
}

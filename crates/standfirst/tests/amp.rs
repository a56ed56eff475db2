//! A page that holds only the beginning of its article names an AMP copy: the copy is asked for and read as the same article.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::House;
use standfirst_demo::{FakeWeb, Reply, World};
use std::sync::Arc;
use tokio::net::TcpListener;

/// The world, on its port.
struct Teaser(u16);

const STORY: &str = "The council of Marrow voted on Tuesday to rebuild the old harbour wall, the mayor said. \
Work will begin in October and is expected to take 14 months, according to the plan adopted by 9 votes to 2. \
“The wall protects four hundred homes,” said Mayor Ada Renn. The harbour was flooded twice last winter, and repairs cost 3 million crowns. \
Opponents said that the money should go to the school roof first. The council will choose a builder in September. \
Residents can read the plan at the town hall from Monday. The regional government pays a third of the cost, the mayor said.";

fn page(root: &str, head: &str, sentences: usize) -> Reply {
    let body: String =
        STORY.split(". ").take(sentences).map(|s| format!("<p>{}.</p>", s.trim_end_matches('.'))).collect();
    let title = "Marrow to rebuild its harbour wall";
    let html = format!(
        "<!doctype html><html lang=en {root}><head><title>{title}</title><link rel=canonical href=/story>{head}</head><body><article><h1>{title}</h1><time datetime=\"2026-07-01T10:00:00Z\">1 July</time>{body}</article></body></html>"
    );
    Reply::new(200, "text/html; charset=utf-8", html)
}

impl World for Teaser {
    fn answer(&self, host: &str, path: &str, _headers: &axum::http::HeaderMap) -> Option<Reply> {
        let port = self.0;
        Some(match path {
            "/robots.txt" => Reply::new(404, "text/plain", ""),
            "/feed" => {
                let at = jiff::Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT");
                let item = format!(
                    "<item><title>Marrow to rebuild its harbour wall</title><link>http://{host}:{port}/story</link><guid>1</guid><pubDate>{at}</pubDate></item>"
                );
                Reply::new(
                    200,
                    "application/rss+xml",
                    format!("<rss version=\"2.0\"><channel><title>Post</title>{item}</channel></rss>"),
                )
            }
            "/story" => page("", "<link rel=amphtml href=/story.amp>", 2),
            "/story.amp" => page("amp", "", 99),
            _ => return None,
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_amp_copy_of_a_page_that_holds_part_is_read() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let web = FakeWeb::serve(listener, Arc::new(Teaser(port))).await.unwrap();
    let house = House::new();
    let file = house.write("feeds.txt", &format!("http://post.localhost:{port}/feed\n"));
    house.run(&["import", file.to_str().unwrap()]).expect(0, "1 feed");
    let allow = format!("fetch.allow=[\"127.0.0.1:{port}\"]");
    let sets = ["--set", &allow, "--set", "fetch.host_delay_ms=0"];
    house.run(&[&["run", "--once"], &sets[..]].concat());
    assert_eq!((web.hits("post.localhost", "/story"), web.hits("post.localhost", "/story.amp")), (1, 1));
    let shown = house.run(&[&["show", "--format", "json"], &sets[..]].concat()).json(0);
    let originals = shown["briefs"][0]["originals"].as_array().unwrap();
    assert_eq!(originals.len(), 1, "{shown:#}");
    assert_eq!(originals[0]["access"], "full", "{shown:#}");
}

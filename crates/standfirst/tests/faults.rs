//! A world with faults: each feed and page that is broken or hostile costs only itself, and says so with a remedy.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::House;
use standfirst_demo::{FakeWeb, Fault, Reply, World};
use std::sync::Arc;
use tokio::net::TcpListener;

/// The world, on its port.
struct Broken(u16);

const STORY: &str = "The council of Marrow voted on Tuesday to rebuild the old harbour wall, the mayor said. \
Work will begin in October and is expected to take 14 months, according to the plan adopted by 9 votes to 2. \
“The wall protects four hundred homes,” said Mayor Ada Renn. The harbour was flooded twice last winter, and repairs cost 3 million crowns. \
Opponents said that the money should go to the school roof first. The council will choose a builder in September. \
Residents can read the plan at the town hall from Monday. The regional government pays a third of the cost, the mayor said.";

fn page(title: &str) -> Reply {
    let body = STORY.split(". ").map(|s| format!("<p>{s}.</p>")).collect::<String>();
    Reply::new(
        200,
        "text/html; charset=utf-8",
        format!(
            "<!doctype html><html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1><time datetime=\"2026-07-01T10:00:00Z\">1 July</time>{body}</article></body></html>"
        ),
    )
}

fn feed(host: &str, port: u16, title: &str) -> String {
    format!(
        "<rss version=\"2.0\"><channel><title>{host}</title><item><title>{title}</title><link>http://{host}:{port}/story</link><guid>1</guid><pubDate>{}</pubDate></item></channel></rss>",
        jiff::Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT")
    )
}

impl World for Broken {
    fn answer(&self, host: &str, path: &str, _headers: &axum::http::HeaderMap) -> Option<Reply> {
        let xml = |body: String| Reply::new(200, "application/rss+xml", body);
        let name = host.split('.').next().unwrap_or_default();
        Some(match (name, path) {
            (_, "/robots.txt") if name == "closed" => Reply::new(200, "text/plain", "User-agent: *\nDisallow: /"),
            (_, "/robots.txt") => Reply::new(404, "text/plain", ""),
            ("good" | "closed" | "hangpage" | "busy", "/feed") => {
                xml(feed(host, self.0, "Marrow to rebuild its harbour wall"))
            }
            // Read whole all the same: a wrong charset declared, and XML that is none.
            ("charset", "/feed") => Reply::new(
                200,
                "text/xml; charset=iso-8859-7",
                feed(host, self.0, "Marrow’s council “will rebuild” its harbour wall 🎉"),
            ),
            ("illformed", "/feed") => {
                xml(feed(host, self.0, "Marrow AT&T <b>rebuilds &nbsp; \u{1} its harbour wall").replace("</item>", ""))
            }
            ("good" | "charset" | "illformed", "/story") => page("Marrow to rebuild its harbour wall"),
            ("hangpage", "/story") => Reply::new(200, "text/html", "x").with_fault(Fault::Hang),
            ("busy", "/story") => Reply::new(503, "text/plain", "later").with_header("retry-after", "7200"),
            ("moved", "/feed") => Reply::new(301, "text/plain", "")
                .with_header("location", format!("http://good.localhost:{}/feed", self.0)),
            ("drip", _) => xml(feed(host, self.0, "Drip")).with_fault(Fault::Drip),
            ("hang", _) => xml(String::new()).with_fault(Fault::Hang),
            ("endless", _) => xml("<rss version=\"2.0\"><channel><title>".into()).with_fault(Fault::Endless),
            ("empty", _) => xml(String::new()),
            ("headers", _) => xml(feed(host, self.0, "Headers")).with_header("x-bomb", "a".repeat(400_000)),
            ("slower", _) => {
                Reply::new(429, "text/plain", "slow down").with_header("retry-after", "Fri, 31 Dec 2100 00:00:00 GMT")
            }
            ("error", _) => Reply::new(500, "text/html", "<h1>oops</h1>"),
            ("login", _) => Reply::new(200, "text/html", "<html><body>Please log in</body></html>"),
            ("cut", _) => xml(feed(host, self.0, "Cut")).with_fault(Fault::Truncated),
            ("reset", _) => xml(String::new()).with_fault(Fault::Reset),
            ("laughs", _) => xml(laughs()),
            ("private", _) => {
                Reply::new(302, "text/plain", "").with_header("location", "http://169.254.169.254/latest/meta-data/")
            }
            ("loop", _) => Reply::new(302, "text/plain", "").with_header("location", "/feed"),
            ("gone", _) => Reply::new(410, "text/plain", "gone"),
            _ => return None,
        })
    }
}

fn laughs() -> String {
    let mut text = String::from("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a0 \"lol\">");
    for q in 1..12 {
        text += &format!("<!ENTITY a{q} \"{}\">", format!("&a{};", q - 1).repeat(10));
    }
    text + "]><rss version=\"2.0\"><channel><title>&a11;</title></channel></rss>"
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_broken_costs_only_itself() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let web = FakeWeb::serve(listener, Arc::new(Broken(port))).await.unwrap();
    let house = House::new();
    let names = [
        "good",
        "closed",
        "hangpage",
        "error",
        "login",
        "cut",
        "reset",
        "laughs",
        "private",
        "loop",
        "gone",
        "missing",
        "busy",
        "moved",
        "drip",
        "hang",
        "endless",
        "empty",
        "headers",
        "slower",
        "charset",
        "illformed",
    ];
    let list = names.map(|n| format!("http://{n}.localhost:{port}/feed")).join("\n")
        + &format!("\nhttps://tls.localhost:{port}/feed\nhttp://127.0.0.1:9/unreachable\nhttp://10.1.2.3/inside\n");
    let file = house.write("feeds.txt", &list);
    house.run(&["import", file.to_str().unwrap()]).expect(0, "25 feeds read");
    let allow = format!("fetch.allow=[\"127.0.0.1:{port}\", \"127.0.0.1:9\"]");
    let sets = [
        "--set",
        &allow,
        "--set",
        "fetch.host_delay_ms=0",
        "--set",
        "fetch.first_byte_timeout_s=1",
        "--set",
        "fetch.total_timeout_s=3",
    ];
    let report = house.run(&[&["run", "--once", "--json"], &sets[..]].concat()).json(4);
    let edition = &report["edition"];
    assert_eq!(edition["stories"].as_array().unwrap().len(), 1, "{report:#}");
    let problems = edition["ledger"]["feed_problems"].as_array().unwrap();
    // `laughs` is a feed with no entry and a title that is not expanded: no fault.
    let failing = [
        "error",
        "login",
        "cut",
        "reset",
        "private",
        "loop",
        "gone",
        "missing",
        "tls",
        "unreachable",
        "inside",
        "drip",
        "hang",
        "endless",
        "empty",
        "headers",
        "slower",
    ];
    for name in failing {
        let problem = problems
            .iter()
            .find(|p| p["url"].as_str().unwrap().contains(name))
            .unwrap_or_else(|| panic!("{name} is not in the ledger: {problems:#?}"));
        assert!(problem["problem"].as_str().unwrap().len() > 20, "{problem}");
        assert!(!problem["since"].is_null(), "{problem}");
    }
    let refused = edition["ledger"]["pages_refused"].as_array().unwrap();
    for name in ["closed", "hangpage", "busy"] {
        assert!(refused.iter().any(|p| p["url"].as_str().unwrap().contains(name)), "{name}: {refused:#?}");
    }
    let read =
        house.run(&[&["show", "--format", "json"], &sets[..]].concat()).json(0)["briefs"][0]["originals"].to_string();
    for name in ["good", "charset", "illformed"] {
        assert!(read.contains(&format!("http://{name}.localhost")), "{name}: {read}");
    }
    house.run(&["doctor"]).expect(4, "robots.txt").expect(4, "private");
    house.run(&[&["show"], &sets[..]].concat()).expect(0, "Marrow");
    // A second round at once asks nobody who is not due: not the busy host, not the failing feeds.
    house.run(&[&["run", "--once"], &sets[..]].concat());
    assert_eq!((web.hits("busy.localhost", "/story"), web.hits("error.localhost", "/feed")), (1, 1));
    house.run(&["doctor"]).expect(4, "says it has moved to");
}

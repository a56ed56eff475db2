//! The address guard through the fetcher: every spelling of an address that is not public, for every kind of request and
//! after a redirect, is refused, and nothing is dialled.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail like tests")]

mod web;

use standfirst_collect::{FetchErrorKind, Fetcher, Kind, Request};
use web::{config, empty, now, path, serve};

const SPELLINGS: &str = include_str!("../src/fetch/spellings.txt");

#[tokio::test]
async fn every_spelling_for_every_kind() {
    let spellings: Vec<&str> = SPELLINGS.split_whitespace().collect();
    assert!(spellings.len() >= 60, "{}", spellings.len());
    // The only address that may be asked is this server's, which redirects to wherever its path says.
    let (port, seen, _) = serve(|head, _| {
        let to = path(head).trim_start_matches("/to/").replace("%25", "%");
        empty("302 Found", &format!("location: http://{to}/secret\r\n"))
    })
    .await;
    let fetcher = Fetcher::new(config(port)).unwrap();
    let kinds = [Kind::Feed, Kind::Page, Kind::Robots, Kind::Icon, Kind::List];
    let mut redirects = 0;
    for spelling in spellings {
        for kind in kinds {
            let direct = fetcher.fetch(&Request::new(&format!("http://{spelling}/x"), kind), now()).await.unwrap_err();
            assert_eq!(direct.kind, FetchErrorKind::Refused, "{kind:?} {spelling}: {direct}");
            // A header is ASCII; other spellings arrive as servers write them, in percent signs.
            let written: String = spelling
                .bytes()
                .map(|b| if b.is_ascii() { char::from(b).to_string() } else { format!("%{b:02X}") })
                .collect();
            let request = Request::new(&format!("http://127.0.0.1:{port}/to/{}", written.replace('%', "%25")), kind);
            let moved = fetcher.fetch(&request, now()).await.unwrap_err();
            assert_eq!(moved.kind, FetchErrorKind::Refused, "{kind:?} by redirect {spelling}: {moved}");
            redirects += 1;
        }
        assert!(fetcher.allowed(&format!("http://{spelling}/x"), now()).await.is_err(), "robots of {spelling}");
    }
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), redirects, "only the redirects were asked for");
    assert!(seen.iter().all(|head| head.starts_with("GET /to/")));
}

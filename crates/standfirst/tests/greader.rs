//! Reader apps on the real binary: sessions as NetNewsWire, Reeder and FeedMe send them, over the demo's world, and NewsFlash's
//! own client where it has been built (`.ci/run` builds it).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{
    House, free_port,
    reader::{ALL, App, KEPT, PASSWORD, READ, STARRED, World, form, has, long},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// As NetNewsWire syncs: lists, then ids of all, unread and starred, then contents by long ids, then marks.
#[test]
fn netnewswire_reads_originals_and_briefs() {
    let world = World::new("1", &[]);
    let app = world.app(PASSWORD);
    let subscriptions = app.get("subscription/list?output=json")["subscriptions"].as_array().unwrap().clone();
    assert_eq!(subscriptions[0]["id"], "feed/briefs");
    let feeds = world.house.run(&["feeds", "--json"]).json(0).as_array().unwrap().len();
    assert_eq!(subscriptions.len(), feeds + 1);
    for s in &subscriptions {
        assert!(
            s["title"].as_str().is_some_and(|t| !t.is_empty()) && s["url"].as_str().unwrap().starts_with("http"),
            "{s}"
        );
    }
    app.get("tag/list?output=json");
    let all = app.ids(ALL, "");
    let unread = app.ids(ALL, &format!("&{}", form(&[("xt", READ)])));
    assert_eq!(all, unread, "nothing is read yet");
    assert!(app.ids(STARRED, "").is_empty() && app.ids(READ, "").is_empty());
    let oldest: Vec<String> = app.ids(ALL, "&r=o").into_iter().rev().collect();
    assert_eq!(all, oldest, "both orders hold the same");
    let of_streams: usize = subscriptions.iter().map(|s| app.ids(s["id"].as_str().unwrap(), "").len()).sum();
    assert_eq!(of_streams, all.len(), "each item is in one feed");
    assert_eq!(app.unread(ALL), all.len() as u64);

    let wanted: Vec<String> = all.iter().map(|id| long(id)).collect();
    let items = app.contents(&wanted.iter().map(String::as_str).collect::<Vec<_>>());
    let got: Vec<&str> = items.iter().map(|i| i["id"].as_str().unwrap()).collect();
    assert_eq!(got, wanted, "in the order asked for");
    let (briefs, originals): (Vec<&Value>, Vec<&Value>) =
        items.iter().partition(|i| i["origin"]["streamId"] == "feed/briefs");
    let edition = world.house.run(&["show", "--format", "json"]).json(0);
    assert!(briefs.len() >= edition["briefs"].as_array().unwrap().len() && !originals.is_empty());
    for brief in edition["briefs"].as_array().unwrap() {
        let headline = brief["headline"]["text"].as_str().unwrap();
        let item = briefs.iter().find(|i| i["title"] == headline).unwrap_or_else(|| panic!("no item “{headline}”"));
        let html = item["summary"]["content"].as_str().unwrap();
        assert!(html.contains("TL;DR") && html.contains("<h3>Originals</h3>"), "{html}");
        let story = brief["story"].as_str().unwrap();
        let page = item["alternate"][0]["href"].as_str().unwrap();
        assert!(page.starts_with("http://localhost:") && page.ends_with(story), "{page}");
    }
    for item in &originals {
        assert!(
            item["canonical"][0]["href"].as_str().unwrap().starts_with("http")
                && !item["title"].as_str().unwrap().is_empty()
        );
        let html = item["summary"]["content"].as_str().unwrap();
        assert!(html.starts_with("<p>") && !html.contains("<script") && !html.contains("<img"), "{html}");
        assert!(item["published"].as_i64().is_some() && item["timestampUsec"].as_str().unwrap().parse::<i64>().is_ok());
    }

    // One of each: read, starred, unread again.
    let (brief, original) = (briefs[0]["id"].as_str().unwrap(), originals[0]["id"].as_str().unwrap());
    let token = app.ask("GET", "token", "").2.trim().to_owned();
    assert_eq!(token.len(), 57);
    for id in [brief, original] {
        app.edit("edit-tag", &[("i", id), ("a", READ), ("T", &token)]);
        app.edit("edit-tag", &[("i", id), ("a", STARRED), ("T", &token)]);
    }
    assert_eq!(app.unread(ALL), all.len() as u64 - 2);
    let marked: BTreeSet<String> = [brief, original].map(str::to_owned).into();
    for stream in [READ, STARRED] {
        assert_eq!(app.ids(stream, "").iter().map(|id| long(id)).collect::<BTreeSet<_>>(), marked, "{stream}");
    }
    assert!(app.contents(&[brief, original]).iter().all(|i| has(i, READ) && has(i, STARRED)));
    // The page and the apps have the same marks of stories.
    let bearer = format!("Authorization: Bearer {}\r\n", world.token);
    let saved = world.send("GET", "/saved", &bearer, "").2;
    let story = briefs[0]["alternate"][0]["href"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    assert!(saved.contains(&story), "the page lists what the app has starred");
    for id in [brief, original] {
        app.edit("edit-tag", &[("i", id), ("r", READ), ("a", KEPT), ("r", STARRED), ("T", &token)]);
    }
    assert!(app.contents(&[brief, original]).iter().all(|i| !has(i, READ) && !has(i, STARRED) && has(i, KEPT)));
    assert_eq!(app.ids(KEPT, "").len(), 2);
    assert_eq!(app.unread(ALL), all.len() as u64);
}

/// As Reeder and FeedMe do: contents page by page, `x` or nothing for a token, whole streams read at once.
#[test]
fn reeder_reads_by_contents_and_marks_whole_feeds() {
    let world = World::new("1", &[]);
    let app = world.app(&world.token);
    let (mut items, mut next) = (vec![], String::new());
    while {
        let page = app.get(&format!("stream/contents/{ALL}?n=5&xt={READ}&output=json{next}"));
        assert_eq!(page["id"], ALL);
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        next = page["continuation"].as_str().map(|c| format!("&c={c}")).unwrap_or_default();
        !next.is_empty()
    } {}
    assert_eq!(items.len(), app.ids(ALL, "").len());
    let feed = items.iter().map(|i| i["origin"]["streamId"].as_str().unwrap()).find(|s| *s != "feed/briefs").unwrap();
    let usec = |i: &Value| i["timestampUsec"].as_str().unwrap().parse::<i64>().unwrap();
    let newest = items.iter().map(usec).max().unwrap();
    // All came in at the demo's one moment: nothing is older than it, all is up to it.
    app.edit("mark-all-as-read", &[("s", feed), ("ts", &(newest - 60_000_000).to_string()), ("T", "x")]);
    assert!(app.unread(feed) > 0, "what came in later stays unread");
    app.edit("mark-all-as-read", &[("s", feed), ("ts", &newest.to_string()), ("T", "x")]);
    assert_eq!(app.unread(feed), 0);
    let left = app.unread(ALL);
    assert!(left > 0);
    app.edit("mark-all-as-read", &[("s", "feed/briefs")]);
    assert_eq!(app.unread("feed/briefs"), 0);
    assert!(app.unread(ALL) < left);
    app.edit("mark-all-as-read", &[("s", ALL), ("T", "")]);
    assert_eq!(app.unread(ALL), 0);
    assert_eq!(app.ask("GET", &format!("stream/items/count?s={READ}"), "").2.trim(), items.len().to_string());
    // Times on either side of the one moment.
    let at = newest / 1_000_000;
    for (rest, expected) in [
        (format!("ot={at}"), items.len()),
        (format!("ot={}", at + 60), 0),
        (format!("nt={at}"), 0),
        (format!("nt={}", at + 60), items.len()),
    ] {
        let page = app.get(&format!("stream/items/ids?s={ALL}&n=1000&{rest}"));
        assert_eq!(page["itemRefs"].as_array().unwrap().len(), expected, "{rest}");
    }
}

/// A revision that tells something new is unread again, under a number of its own; the old number still opens.
#[test]
fn an_update_is_a_new_item_and_the_old_one_stays_good() {
    let (house, port) = (House::new(), free_port().to_string());
    house.run(&["demo", "--once", "--newswire-port", &port, "--quiet"]).expect(0, "");
    let token = house.run(&["token", "add", "phone"]).out.trim().to_owned();
    let server = World::serve(&house, &[]);
    let world = World { house, server, token };
    let app = world.app(&world.token);
    let before = app.ids("feed/briefs", "");
    app.edit("mark-all-as-read", &[("s", "feed/briefs")]);
    drop(app);
    let World { house, server, token } = world;
    drop(server);
    house.run(&["demo", "--once", "--day", "2", "--newswire-port", &port, "--quiet"]).expect(0, "");
    let server = World::serve(&house, &[]);
    let world = World { house, server, token };
    let app = world.app(&world.token);
    let after = app.ids("feed/briefs", "");
    let gone: Vec<&String> = before.iter().filter(|id| !after.contains(id)).collect();
    assert!(!gone.is_empty(), "some stories have news on the second day");
    let new: Vec<&str> = after.iter().filter(|id| !before.contains(id)).map(String::as_str).collect();
    let items = app.contents(&new);
    assert!(items.iter().all(|i| !has(i, READ)), "what is new is unread");
    assert!(items.iter().any(|i| i["title"].as_str().unwrap().starts_with("Update: ")));
    let kept: Vec<&str> = after.iter().filter(|id| before.contains(id)).map(String::as_str).collect();
    assert!(app.contents(&kept).iter().all(|i| has(i, READ)), "what tells nothing new stays read");
    let old = app.contents(&gone.iter().map(|id| id.as_str()).collect::<Vec<_>>());
    assert_eq!(old.len(), gone.len());
    // The old number opens the old revision, not the new one.
    let titles: BTreeSet<&str> = items.iter().filter_map(|i| i["title"].as_str()).collect();
    assert!(old.iter().all(
        |i| !i["title"].as_str().unwrap().starts_with("Update: ") || !titles.contains(i["title"].as_str().unwrap())
    ));
}

/// Feeds are followed, filed, renamed and left; folders are labels.
#[test]
fn feeds_and_folders_can_be_changed() {
    let world = World::new("1", &["sections.Coast=\"ferry | harbour | port\""]);
    let app = world.app(PASSWORD);
    let feed = app.get("subscription/list")["subscriptions"][1]["id"].as_str().unwrap().to_owned();
    app.edit(
        "subscription/edit",
        &[("ac", "edit"), ("s", &feed), ("t", "The <Sea>"), ("a", "user/-/label/Far & near")],
    );
    let found = |id: &str| {
        let all = app.get("subscription/list")["subscriptions"].as_array().unwrap().clone();
        all.into_iter().find(|s| s["id"] == id)
    };
    let now = found(&feed).unwrap();
    assert_eq!(
        (now["title"].as_str(), now["categories"][0]["label"].as_str()),
        (Some("The ＜Sea＞"), Some("Far & near"))
    );
    let labels = |app: &App<'_>| -> Vec<String> {
        let tags = app.get("tag/list")["tags"].as_array().unwrap().clone();
        tags.iter().map(|t| t["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(labels(&app), [STARRED, "user/-/label/Coast", "user/-/label/Far & near"]);
    let inside = app.ids("user/-/label/Far & near", "");
    assert_eq!(inside, app.ids(&feed, ""));
    assert_eq!(app.unread("user/-/label/Far & near"), inside.len() as u64);
    let section = app.ids("user/-/label/Coast", "");
    assert!(
        !section.is_empty() && section.iter().all(|id| app.contents(&[id])[0]["origin"]["streamId"] == "feed/briefs")
    );
    app.edit("rename-tag", &[("s", "user/-/label/Far & near"), ("dest", "user/-/label/Near")]);
    assert!(labels(&app).contains(&"user/-/label/Near".to_owned()));
    app.edit("disable-tag", &[("s", "user/-/label/Near")]);
    assert_eq!(labels(&app).len(), 2);
    assert_eq!(app.ask("GET", &format!("subscribed?s={feed}"), "").2.trim(), "true");
    app.edit("subscription/edit", &[("ac", "unsubscribe"), ("s", &feed)]);
    assert_eq!(app.ask("GET", &format!("subscribed?s={feed}"), "").2.trim(), "false");
    assert!(found(&feed).is_none() && app.ids(&feed, "").is_empty());
    // What cannot be had is told in the answer, as apps expect it.
    let refused = app.json("POST", "subscription/quickadd", "quickadd=http%3A%2F%2F127.0.0.1%3A1%2Ffeed");
    assert_eq!(refused["numResults"], 0);
    assert!(refused["error"].as_str().unwrap().contains("127.0.0.1"), "{refused}");
    for (call, body, part) in [
        ("subscription/edit", "ac=unsubscribe&s=feed/briefs", "briefs are no feed"),
        ("subscription/edit", "ac=dance&s=feed/x", "subscribe, unsubscribe and edit"),
        ("subscription/edit", "ac=edit", "s names the feeds"),
        ("rename-tag", "s=user/-/label/Coast&dest=user/-/label/Shore", "is a section"),
        ("disable-tag", "s=user/-/label/None", "there is no folder"),
    ] {
        let (status, _, said) = app.ask("POST", call, body);
        assert!(status == 400 && said.contains(part), "{call} {body}: {status} {said}");
    }
}

/// A story that the user muted, or made part of another, is no item.
#[test]
fn what_is_muted_or_merged_is_not_listed() {
    let world = World::new("1", &[]);
    let app = world.app(&world.token);
    let all = app.ids("feed/briefs", "");
    let story = |id: &str| {
        let item = app.contents(&[id])[0].clone();
        item["alternate"][0]["href"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
    };
    let (first, second) = (story(&all[0]), story(&all[1]));
    world.house.run(&["mute", &first]).expect(0, "");
    assert_eq!(app.ids("feed/briefs", ""), all[1..]);
    assert_eq!(app.unread("feed/briefs"), all.len() as u64 - 1);
    world.house.run(&["unmute", &first]).expect(0, "");
    assert_eq!(app.ids("feed/briefs", ""), all);
    world.house.run(&["merge", &first, &second]).expect(0, "");
    let merged = app.ids("feed/briefs", "");
    assert!(!merged.contains(&all[0]) && merged.iter().any(|id| story(id) == second), "{merged:?}");
}

/// Who may call, and what nobody may.
#[test]
fn only_the_header_opens_the_door() {
    let world = World::new("1", &["access.reading=private"]);
    for secret in ["", "wrong", "sf_wrong"] {
        let (status, _, body) =
            world.send("POST", "/accounts/ClientLogin", "", &form(&[("Email", "me"), ("Passwd", secret)]));
        assert_eq!((status, body.trim()), (403, "Error=BadAuthentication"), "{secret}");
    }
    let app = world.app(PASSWORD); // a right one forgives the wrong ones
    let call = "/reader/api/0/subscription/list?output=json";
    let bearer = format!("Authorization: Bearer {}\r\n", world.token);
    for headers in [
        "",
        "Cookie: sf_session=x\r\n",
        "Authorization: GoogleLogin auth=\r\n",
        "Authorization: GoogleLogin auth=nonsense\r\n",
        &bearer,
    ] {
        let (status, head, _) = world.send("GET", call, headers, "");
        assert_eq!(status, 401, "{headers}");
        assert!(head.contains("www-authenticate: googlelogin") && head.contains("content-type: text/plain"), "{head}");
        assert_eq!(world.send("POST", "/reader/api/0/edit-tag", headers, "i=1&a=user/-/state/com.google/read").0, 401);
    }
    // What an app is given opens this and nothing else.
    let (status, ..) = world.send("GET", "/saved", &format!("Authorization: GoogleLogin auth={}\r\n", app.auth), "");
    assert_ne!(status, 200);
    let (status, head, _) = app.ask("POST", "edit-tag", "i=1&a=user/-/state/com.google/read&T=stale");
    assert!(status == 401 && head.contains("x-reader-google-bad-token: true"), "{head}");
    // Where FreshRSS has it, for apps that think it is one.
    let (login, auth) =
        (form(&[("Email", "me"), ("Passwd", PASSWORD)]), format!("Authorization: GoogleLogin auth={}\r\n", app.auth));
    assert_eq!(world.send("POST", "/api/greader.php/accounts/ClientLogin", "", &login).0, 200);
    let list = "/api/greader.php/reader/api/0/subscription/list?output=json";
    assert_eq!((world.send("GET", list, &auth, "").0, world.send("GET", list, &bearer, "").0), (200, 401));
    // Another password ends what the old one gave; tokens end when they are revoked.
    let by_token = world.app(&world.token);
    world.house.run_with_input(&["password"], b"a heron, not a crane\n").expect(0, "");
    assert_eq!(app.ask("GET", "user-info", "").0, 401);
    assert_eq!(by_token.get("user-info")["userId"], "1");
    world.house.run(&["token", "revoke", "phone"]).expect(0, "");
    assert_eq!(by_token.ask("GET", "user-info", "").0, 401);
    let tries: Vec<u16> =
        (0..6).map(|_| world.send("POST", "/accounts/ClientLogin", "", "Email=a&Passwd=b").0).collect();
    assert_eq!(tries, [403, 403, 403, 403, 403, 429], "guessing has an end");
    let off = World::serve(&world.house, &["access.google_reader=false"]);
    assert!(off.get("/reader/api/0/user-info").0.contains(" 404 "));
}

/// Nonsense is told so, and nothing falls over.
#[test]
fn nonsense_is_answered_plainly() {
    let world = World::new("1", &[]);
    let app = world.app(PASSWORD);
    let long_word = "x".repeat(3000);
    for call in [
        "stream/items/ids?s=user/-/state/com.google/reading-list&n=many",
        "stream/items/ids?s=user/-/state/com.google/reading-list&c=1%20OR%201=1",
        "stream/items/ids?s=user/-/state/com.google/reading-list&ot=99999999999999999999",
        "stream/items/ids?s=everything",
        "stream/items/ids?xt=user/-/label/x",
        "stream/contents/pop/goes/the/weasel",
        "stream/items/contents?i=tag:google.com,2005:reader/item/xyz",
        "stream/items/contents?i=%00",
        "subscription/list?output=xml",
        &format!("stream/items/ids?s={long_word}"),
    ] {
        let (status, head, said) = app.ask("GET", call, "");
        assert_eq!(status, 400, "{call}: {said}");
        assert!(head.contains("content-type: text/plain") && said.len() < 300, "{call}: {said}");
    }
    for (call, body) in [
        ("edit-tag", "a=user/-/state/com.google/read"),
        ("edit-tag", "i=x&a=user/-/state/com.google/read"),
        ("edit-tag", "i=1&a=user/-/label/Later"),
        ("mark-all-as-read", ""),
        ("mark-all-as-read", "s=feed/briefs&ts=soon"),
    ] {
        assert_eq!(app.ask("POST", call, body).0, 400, "{call} {body}");
    }
    for call in [
        "stream/items/ids?s=user/-/state/com.google/reading-list&n=-3&ot=-5&nt=9223372036854775807",
        "stream/items/ids?s=user/-/state/com.google/reading-list&c=-9223372036854775808",
        "stream/contents/feed/nowhere?n=0",
        "stream/contents/user/-/label/%27%3B--?n=5",
        "stream/contents/user/-/state/com.google/broadcast",
        "stream/items/contents?i=12345&i=-1",
        "preference/list",
        "preference/stream/list",
        "friend/list",
    ] {
        app.get(call);
    }
    app.edit("edit-tag", &[("i", "12345"), ("a", READ)]); // an item that is no more
    assert_eq!(app.ask("GET", "nothing/of/the/kind", "").0, 404);
    assert_eq!(app.ask("GET", "edit-tag", "").0, 405);
    let many = form(&vec![("i", "tag:google.com,2005:reader/item/0000000000000001"); 1000]);
    let many = format!("{many}&more={}", "x".repeat(64 << 10)); // above what a form of the page may hold
    assert_eq!(app.json("POST", "stream/items/contents", &many)["items"].as_array().unwrap().len(), 0);
    let too_many = form(&vec![("i", "1"); 1001]);
    assert_eq!(app.ask("POST", "stream/items/contents", &too_many).0, 400);
}

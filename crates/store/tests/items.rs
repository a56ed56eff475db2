//! Items: numbers that stay, feeds that come and go, marks.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use jiff::Timestamp;
use standfirst_store::{Change, FeedCheck, Store};
use standfirst_types::{
    Access, Article, ArticleId, BriefsOf, CaptureId, Entry, Feed, Item, ItemMark, ItemQuery, ItemsOf, Notes, Shown,
};
use std::collections::BTreeMap;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn article(url: &str, access: Access, version: u32) -> Article {
    Article {
        id: ArticleId::of(&[url.as_bytes()]),
        version,
        capture: CaptureId::of(&[url.as_bytes()]),
        url: url.into(),
        canonical: None,
        title: url.into(),
        authors: vec![],
        site: "A".into(),
        published: None,
        modified: None,
        language: None,
        section: None,
        text: format!("Text of {url}, version {version}."),
        sentences: vec![],
        access,
        reader: "test/1".into(),
    }
}

fn read(url: &str, access: Access, version: u32, when: &str) -> Change {
    let article = Box::new(article(url, access, version));
    Change::Article { article, notes: Notes::default(), findings: vec![], at: at(when) }
}

/// A feed that announces these addresses.
async fn announce(store: &Store, feed: &str, urls: &[&str]) -> Feed {
    let feed = Feed::new(feed, "A");
    let now = at("2031-05-08T10:00:00Z");
    store.add_feed(&feed, now).await.unwrap();
    let entry = |url: &&str| Entry { id: (*url).into(), link: Some((*url).into()), ..Entry::default() };
    let check = FeedCheck {
        feed: feed.clone(),
        at: now,
        entries: urls.iter().map(entry).collect(),
        ruled_out: BTreeMap::new(),
        rejected: 0,
    };
    store.keep(&[Change::Check(Box::new(check))]).await.unwrap();
    feed
}

fn all() -> ItemQuery {
    let of = ItemsOf { feeds: None, briefs: BriefsOf::All };
    ItemQuery { of, from: 1, limit: 100, oldest_first: true, ..ItemQuery::default() }
}

fn urls(items: &[Item], known: &[&str]) -> Vec<String> {
    let name = |i: &Item| {
        let of = |u: &&&str| i.shows == Shown::Article(ArticleId::of(&[u.as_bytes()]));
        (*known.iter().find(of).unwrap()).to_owned()
    };
    items.iter().map(name).collect()
}

#[tokio::test]
async fn numbers_grow_and_stay() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("a.db")).await.unwrap();
    let known =
        ["http://a.example/1", "http://a.example/2", "http://a.example/3", "http://a.example/4", "http://b.example/5"];
    let a = announce(&store, "http://a.example/feed", &known[..4]).await;
    let b = announce(&store, "http://b.example/feed", &known[3..]).await;
    store
        .keep(&[
            read(known[0], Access::Full, 0, "2031-05-08T10:00:01Z"),
            read(known[1], Access::Paywall, 0, "2031-05-08T10:00:01Z"),
            read(known[0], Access::Full, 1, "2031-05-08T10:05:00Z"),
            // The clock was set back; what comes later is still later.
            read(known[2], Access::NotArticle, 0, "2031-05-08T09:00:00Z"),
            read(known[3], Access::Full, 0, "2031-05-08T09:00:00Z"),
            read(known[4], Access::Full, 0, "2031-05-08T11:00:00Z"),
            read("http://c.example/of-no-feed", Access::Full, 0, "2031-05-08T11:00:00Z"),
        ])
        .await
        .unwrap();
    let items = store.items(&all()).await.unwrap();
    assert_eq!(
        urls(&items, &known),
        [known[0], known[1], known[3], known[4]],
        "no page that is none, nothing of no feed"
    );
    assert_eq!(items[0].number, Item::first_of(at("2031-05-08T10:00:01Z").as_second()));
    assert_eq!(items[1].number, items[0].number + 1);
    assert!(items.windows(2).all(|two| two[0].number < two[1].number));
    assert_eq!((items[2].feed, items[3].feed), (Some(a.id), Some(b.id)), "the feed that announced it first");
    assert_eq!(store.items_by_number(&[items[1].number, 7, -1]).await.unwrap(), [items[1].clone()]);
    let only = ItemQuery { of: ItemsOf { feeds: Some(vec![b.id]), briefs: BriefsOf::Nothing }, ..all() };
    assert_eq!(urls(&store.items(&only).await.unwrap(), &known), [known[4]]);
    let page = ItemQuery { limit: 2, oldest_first: false, below: Some(items[3].number), ..all() };
    assert_eq!(urls(&store.items(&page).await.unwrap(), &known), [known[3], known[1]]);
    let counts = store.unread().await.unwrap();
    assert_eq!(counts.iter().map(|u| (u.feed, u.count)).collect::<BTreeMap<_, _>>()[&Some(a.id)], 3);
    // A feed that is left takes its items along, but for what was starred.
    store.mark_items(&[items[0].number], ItemMark::Starred, true, at("2031-05-08T12:00:00Z")).await.unwrap();
    assert!(store.remove_feed(a.id).await.unwrap());
    assert_eq!(urls(&store.items(&all()).await.unwrap(), &known), [known[0], known[4]]);
}

#[tokio::test]
async fn marks_are_set_and_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("a.db")).await.unwrap();
    let known = ["http://a.example/1", "http://a.example/2"];
    announce(&store, "http://a.example/feed", &known).await;
    let news = known.map(|url| read(url, Access::Full, 0, "2031-05-08T10:00:00Z"));
    store.keep(&news).await.unwrap();
    let number = store.items(&all()).await.unwrap()[0].number;
    let now = at("2031-05-08T12:00:00Z");
    let check = async |mark: ItemMark, on: bool, expected: (bool, bool, bool)| {
        store.mark_items(&[number, 99], mark, on, now).await.unwrap();
        let item = store.items_by_number(&[number]).await.unwrap().remove(0);
        assert_eq!((item.read, item.starred, item.kept), expected, "{mark:?} {on}");
    };
    check(ItemMark::Read, true, (true, false, false)).await;
    check(ItemMark::Starred, true, (true, true, false)).await;
    check(ItemMark::Kept, true, (false, true, true)).await;
    check(ItemMark::Read, true, (true, true, false)).await;
    check(ItemMark::Read, false, (false, true, false)).await;
    check(ItemMark::Starred, false, (false, false, false)).await;
    let with = ItemQuery { with: vec![ItemMark::Read], ..all() };
    assert!(store.items(&with).await.unwrap().is_empty());
    let below = ItemQuery { below: Some(number + 1), ..all() };
    assert_eq!(store.read_items(&below, now).await.unwrap(), 1);
    assert_eq!(store.read_items(&below, now).await.unwrap(), 0, "what is read is not read again");
    assert_eq!(store.items(&ItemQuery { without: vec![ItemMark::Read], ..all() }).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_title_and_a_folder_outlive_a_check() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("a.db")).await.unwrap();
    let feed = announce(&store, "http://a.example/feed", &[]).await;
    assert!(store.rename_feed(feed.id, Some("Mine"), Some(Some("Sea"))).await.unwrap());
    // A check that was under way writes the feed as it knew it.
    announce(&store, "http://a.example/feed", &[]).await;
    let now = store.feed(feed.id).await.unwrap().unwrap();
    assert_eq!((now.title.as_str(), now.folder.as_deref()), ("Mine", Some("Sea")));
    assert!(store.rename_feed(feed.id, None, Some(None)).await.unwrap());
    let now = store.feed(feed.id).await.unwrap().unwrap();
    assert_eq!((now.title.as_str(), now.folder), ("Mine", None));
    assert!(!store.rename_feed(Feed::new("http://b.example/", "").id, Some("x"), None).await.unwrap());
}

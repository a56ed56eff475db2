//! Search: operators, order, pages, versions, and words that are no words to FTS5.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use jiff::Timestamp;
use standfirst_store::{Change, Store};
use standfirst_types::{Access, Article, ArticleId, CaptureId, Name, NameKind, Notes, When, search::Query};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn article(key: &str, site: &str, language: &str, published: &str, title: &str, text: &str) -> Article {
    let url = format!("https://{site}.example/{key}");
    Article {
        id: ArticleId::of(&[url.as_bytes()]),
        version: 0,
        capture: CaptureId::of(&[url.as_bytes()]),
        url,
        canonical: None,
        title: title.into(),
        authors: vec![],
        site: format!("The {site} Post"),
        published: When::parse(published),
        modified: None,
        language: Some(language.into()),
        section: None,
        text: text.into(),
        sentences: vec![],
        access: Access::Full,
        reader: "test/1".into(),
    }
}

fn named(text: &str, names: &[&str]) -> Notes {
    let name = |n: &&str| {
        let start = text.find(*n).unwrap() as u32;
        Name { start, end: start + n.len() as u32, text: (*n).into(), kind: NameKind::Per, entity: None }
    };
    Notes { names: names.iter().map(name).collect(), ..Notes::default() }
}

async fn keep(store: &Store, articles: &[(Article, Notes)]) {
    for (a, notes) in articles {
        let change = Change::Article {
            article: Box::new(a.clone()),
            notes: notes.clone(),
            findings: vec![],
            at: at("2031-06-01T00:00:00Z"),
        };
        store.keep(&[change]).await.unwrap();
    }
}

async fn house() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("standfirst.db")).await.unwrap();
    let ferry = "The ferry Marlow Star ran aground off Port Ellery. The coast guard came.";
    let all = [
        (article("a", "harbour", "en", "2031-05-08T09:00:00Z", "Ferry aground", ferry), named(ferry, &["Marlow Star"])),
        (
            article(
                "b",
                "courant",
                "en",
                "2031-05-09",
                "Guards at the coast",
                "Guard towers on the coast, and no ferries.",
            ),
            Notes::default(),
        ),
        (
            article(
                "c",
                "courant",
                "de",
                "2031-05-10T09:00:00Z",
                "Fähre auf Grund",
                "Die Fähre liegt vor Port Ellery.",
            ),
            Notes::default(),
        ),
        (
            article("d", "nippo", "ja", "2031-05-11T09:00:00Z", "渡船が座礁", "エレリー港の沖で渡船が座礁した。"),
            Notes::default(),
        ),
    ];
    keep(&store, &all).await;
    (folder, store)
}

/// The keys found, in order.
async fn check(store: &Store, line: &str, expected: &str) {
    let hits = store.search(&Query::parse(line), None, 50).await.unwrap_or_else(|e| panic!("{line}: {e}"));
    let keys: Vec<&str> = hits.articles.iter().map(|h| h.url.rsplit('/').next().unwrap()).collect();
    assert_eq!(keys.join(" "), expected, "{line}");
}

#[tokio::test]
async fn operators_find_what_they_say() {
    let (_folder, store) = house().await;
    check(&store, "ferry", "b a").await;
    check(&store, "FERRIES", "b a").await;
    check(&store, "\"coast guard\"", "a").await;
    check(&store, "coast guard", "b a").await;
    check(&store, "ferry -marlow", "b").await;
    check(&store, "\"port ellery\" -lang:de", "a").await;
    check(&store, "source:courant", "c b").await;
    check(&store, "source:harbour.example", "a").await;
    check(&store, "name:\"marlow star\"", "a").await;
    check(&store, "name:coast", "").await;
    check(&store, "lang:en", "b a").await;
    check(&store, "fahre", "c").await;
    check(&store, "ell*", "c a").await;
    check(&store, "渡船", "d").await;
    check(&store, "船渡", "").await;
    check(&store, "after:2031-05-09 before:2031-05-11", "c b").await;
    check(&store, "port after:2031-05-09", "c").await;
    check(&store, "nowhere", "").await;
    check(&store, "-ferry", "").await;
}

#[tokio::test]
async fn no_word_is_a_fault() {
    let (_folder, store) = house().await;
    for line in [
        "\"",
        "\"\"\"",
        "ferry AND",
        "OR",
        "NOT ferry",
        "NEAR(ferry coast)",
        "(",
        "ferry)",
        "title:ferry",
        "body : x",
        "{a b}:c",
        "^ferry",
        "ferry + coast",
        "*",
        "ferry*",
        "-",
        "--",
        "a\u{0}b",
        "ferry' OR 1=1 --",
        "\\",
        "lang:",
        "source:\"",
        "name:*",
        "\u{feff}ferry",
        "ferry\"coast",
        "éé é*",
        "🦭",
        "“ferry”",
        "a:b:c:d",
    ] {
        store.search(&Query::parse(line), None, 5).await.unwrap_or_else(|e| panic!("{line:?}: {e}"));
    }
    check(&store, "“ferry”", "b a").await;
    check(&store, "ferry AND", "b").await;
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended() {
    let (_folder, store) = house().await;
    let query = Query::parse("after:2031");
    let (mut seen, mut cursor) = (vec![], None);
    loop {
        let hits = store.search(&query, cursor, 1).await.unwrap();
        seen.extend(hits.articles.iter().map(|h| h.url.rsplit('/').next().unwrap().to_owned()));
        cursor = hits.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["d", "c", "b", "a"]);
}

#[tokio::test]
async fn a_new_version_takes_the_place_of_the_old() {
    let (_folder, store) = house().await;
    let mut changed = article("a", "harbour", "en", "2031-05-08T09:00:00Z", "Ferry afloat", "It is afloat again.");
    changed.version = 1;
    keep(&store, &[(changed.clone(), Notes::default())]).await;
    check(&store, "aground", "").await;
    check(&store, "afloat", "a").await;
    changed.version = 0;
    keep(&store, &[(changed, Notes::default())]).await;
    check(&store, "afloat", "a").await;
}

#[tokio::test]
async fn the_generation_changes_with_every_change() {
    let (_folder, store) = house().await;
    let before = store.generation().await.unwrap();
    assert_eq!(store.generation().await.unwrap(), before);
    store.set_setting("x", "y").await.unwrap();
    assert_ne!(store.generation().await.unwrap(), before);
}

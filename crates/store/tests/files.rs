//! The data file: a foreign, newer or damaged one is refused with a clear message and left byte for byte as it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use standfirst_store::{Store, StoreError};
use std::path::Path;

async fn refused(path: &Path) -> StoreError {
    let before = std::fs::read(path).unwrap();
    let error = Store::open(path).await.expect_err("refused");
    assert_eq!(std::fs::read(path).unwrap(), before, "left untouched");
    assert!(error.to_string().contains("--data DIR"), "{error}");
    error
}

/// Applies `sql` to a database file of its own connection.
async fn sqlite(path: &Path, sql: &'static str) {
    use sqlx::{ConnectOptions, Connection};
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut c = options.connect().await.unwrap();
    sqlx::raw_sql(sql).execute(&mut c).await.unwrap();
    c.close().await.unwrap();
}

#[tokio::test]
async fn text_is_no_data_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    std::fs::write(&path, "my shopping list: apples, pears, and a very long line").unwrap();
    assert!(matches!(refused(&path).await, StoreError::Unusable { .. }));
}

#[tokio::test]
async fn another_programs_database_is_foreign() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    sqlite(&path, "CREATE TABLE t(x); INSERT INTO t VALUES (1);").await;
    assert!(matches!(refused(&path).await, StoreError::Foreign { .. }));
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("newer.db");
    Store::open(&path).await.unwrap().close().await;
    sqlite(&path, "PRAGMA user_version = 99;").await;
    assert!(matches!(refused(&path).await, StoreError::Newer { found: 99, .. }));
}

#[tokio::test]
async fn a_damaged_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("damaged.db");
    Store::open(&path).await.unwrap().close().await;
    let mut bytes = std::fs::read(&path).unwrap();
    for byte in bytes.iter_mut().skip(4096).step_by(3) {
        *byte ^= 0x5a;
    }
    std::fs::write(&path, bytes).unwrap();
    assert!(matches!(refused(&path).await, StoreError::Unusable { .. }));
}

#[tokio::test]
async fn a_truncated_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.db");
    Store::open(&path).await.unwrap().close().await;
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert!(matches!(refused(&path).await, StoreError::Unusable { .. }));
}

#[tokio::test]
async fn reopening_keeps_everything() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let feed = standfirst_types::Feed::new("http://a.example/feed", "A");
    let now = "2023-07-27T17:00:00Z".parse().unwrap();
    let store = Store::open(&path).await.unwrap();
    assert!(store.add_feed(&feed, now).await.unwrap());
    assert!(!store.add_feed(&feed, now).await.unwrap(), "followed once");
    drop(store);
    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.feeds().await.unwrap(), [feed]);
    assert!(store.integrity().await.unwrap().is_empty());
}

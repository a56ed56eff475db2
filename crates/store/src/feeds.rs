//! Feeds and their entries.

use crate::{
    Store, StoreError,
    row::{column, json, ms},
};
use jiff::Timestamp;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use standfirst_types::{Author, Entry, Feed, FeedId, When};

/// What one check of a feed found, to be stored with the feed itself.
#[derive(Clone, Debug)]
pub struct FeedCheck {
    /// The feed with its new validators, times and health.
    pub feed: Feed,
    /// When it was asked.
    pub at: Timestamp,
    /// Entries as parsed; empty for “not modified” and failures.
    pub entries: Vec<Entry>,
    /// Entries seen that could not be kept.
    pub rejected: u32,
}

/// What a feed said about a page: hints for its reader.
#[derive(Clone, Debug)]
pub struct EntryRow {
    /// The feed.
    pub feed: FeedId,
    /// Title as announced.
    pub title: String,
    /// When it was published, says the feed.
    pub published: Option<When>,
    /// When it was changed, says the feed.
    pub updated: Option<When>,
    /// Who wrote it, says the feed.
    pub authors: Vec<Author>,
    /// The summary.
    pub summary: Option<String>,
}

impl Store {
    /// Follows a feed; `false` when it was followed already (its title and folder are kept).
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn add_feed(&self, feed: &Feed, now: Timestamp) -> Result<bool, StoreError> {
        let mut c = self.write().await;
        let done = sqlx::query(
            "INSERT INTO feeds(id, url, added, next_check, json) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(feed.id.as_str())
        .bind(&feed.url)
        .bind(ms(now))
        .bind(feed.next_check.map(ms))
        .bind(json(feed)?)
        .execute(&mut *c)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Stops following a feed; its articles and briefs stay. `false` when it was not followed.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn remove_feed(&self, id: FeedId) -> Result<bool, StoreError> {
        let mut c = self.write().await;
        Ok(sqlx::query("DELETE FROM feeds WHERE id = ?").bind(id.as_str()).execute(&mut *c).await?.rows_affected() > 0)
    }

    /// Every feed, by the order in which it was added.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn feeds(&self) -> Result<Vec<Feed>, StoreError> {
        let rows = sqlx::query("SELECT json FROM feeds ORDER BY added, url").fetch_all(&self.readers).await?;
        rows.iter().map(|r| column("feed", r, "json")).collect()
    }

    /// One feed.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn feed(&self, id: FeedId) -> Result<Option<Feed>, StoreError> {
        let row =
            sqlx::query("SELECT json FROM feeds WHERE id = ?").bind(id.as_str()).fetch_optional(&self.readers).await?;
        row.map(|r| column("feed", &r, "json")).transpose()
    }

    /// Feeds whose next check is due, with the address to ask.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn due_feeds(&self, now: Timestamp) -> Result<Vec<Feed>, StoreError> {
        let rows = sqlx::query("SELECT json FROM feeds WHERE coalesce(next_check, 0) <= ? ORDER BY added, url")
            .bind(ms(now))
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(|r| column("feed", r, "json")).collect()
    }

    /// What the feeds said about a page, the earliest entry first.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn entry_for(&self, url: &str) -> Result<Option<EntryRow>, StoreError> {
        let row = sqlx::query("SELECT * FROM entries WHERE url = ? ORDER BY seen, feed LIMIT 1")
            .bind(url)
            .fetch_optional(&self.readers)
            .await?;
        row.map(|r| entry(&r)).transpose()
    }
}

fn entry(r: &SqliteRow) -> Result<EntryRow, StoreError> {
    let when = |name: &str| r.get::<Option<&str>, _>(name).and_then(When::parse);
    Ok(EntryRow {
        feed: crate::row::parse("feed id", r.get::<&str, _>("feed"))?,
        title: r.get("title"),
        published: when("published"),
        updated: when("updated"),
        authors: column("authors", r, "authors")?,
        summary: r.get("summary"),
    })
}

pub(crate) async fn save_check(c: &mut SqliteConnection, check: &FeedCheck) -> Result<(), StoreError> {
    let feed = &check.feed;
    let known = sqlx::query("UPDATE feeds SET next_check = ?, json = ? WHERE id = ?")
        .bind(feed.next_check.map(ms))
        .bind(json(feed)?)
        .bind(feed.id.as_str())
        .execute(&mut *c)
        .await?;
    if known.rows_affected() == 0 {
        return Ok(()); // removed while it was being asked
    }
    sqlx::query("INSERT OR REPLACE INTO checks(feed, at, entries, rejected) VALUES (?, ?, ?, ?)")
        .bind(feed.id.as_str())
        .bind(ms(check.at))
        .bind(check.entries.len() as i64)
        .bind(check.rejected)
        .execute(&mut *c)
        .await?;
    for e in &check.entries {
        sqlx::query(
            "INSERT INTO entries(feed, guid, url, title, published, updated, authors, summary, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT(feed, guid) DO UPDATE SET url = excluded.url, title = excluded.title, updated = excluded.updated",
        )
        .bind(feed.id.as_str())
        .bind(&e.id)
        .bind(&e.link)
        .bind(e.title.as_deref().unwrap_or_default())
        .bind(e.published.or(e.updated).map(|w| w.to_string()))
        .bind(e.updated.map(|w| w.to_string()))
        .bind(json(&e.authors)?)
        .bind(&e.summary)
        .bind(ms(check.at))
        .execute(&mut *c)
        .await?;
    }
    Ok(())
}

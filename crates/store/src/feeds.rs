//! Feeds and their entries.

use crate::{
    Store, StoreError,
    row::{column, json, ms},
};
use jiff::Timestamp;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use standfirst_types::{Author, Entry, Feed, FeedId, When};
use std::collections::BTreeMap;

/// What one check of a feed found, to be stored with the feed itself.
#[derive(Clone, Debug)]
pub struct FeedCheck {
    /// The feed with its new validators, times and health.
    pub feed: Feed,
    /// When it was asked.
    pub at: Timestamp,
    /// Entries as parsed; empty for “not modified” and failures.
    pub entries: Vec<Entry>,
    /// Which of them a rule of the user's keeps out, by place, and why.
    pub ruled_out: BTreeMap<usize, String>,
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

    /// Gives a feed another title or folder (`Some(None)`: none). `false` when it is not followed.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn rename_feed(
        &self,
        id: FeedId,
        title: Option<&str>,
        folder: Option<Option<&str>>,
    ) -> Result<bool, StoreError> {
        let mut c = self.write().await;
        let done = sqlx::query(
            "UPDATE feeds SET json = json_set(json, '$.title', coalesce(?2, json_extract(json, '$.title')), '$.folder',
               CASE WHEN ?3 THEN ?4 ELSE json_extract(json, '$.folder') END) WHERE id = ?1",
        )
        .bind(id.as_str())
        .bind(title)
        .bind(folder.is_some())
        .bind(folder.flatten())
        .execute(&mut *c)
        .await?;
        Ok(done.rows_affected() > 0)
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

    /// When a feed's newest entries were published, at most 20: its rhythm.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn entry_times(&self, feed: FeedId) -> Result<Vec<Timestamp>, StoreError> {
        let rows = sqlx::query(
            "SELECT published FROM entries WHERE feed = ? AND published IS NOT NULL ORDER BY published DESC LIMIT 20",
        )
        .bind(feed.as_str())
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.iter().filter_map(|r| When::parse(r.get::<&str, _>(0))).map(|w| w.at).collect())
    }

    /// Holds every stored entry of a feed against changed rules. Returns the addresses whose standing changed: those that
    /// are now kept out, and those that are now kept.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn apply_rules(
        &self,
        feed: FeedId,
        verdict: impl Fn(&Entry) -> Option<String> + Send,
    ) -> Result<Vec<(String, bool)>, StoreError> {
        let rows =
            sqlx::query("SELECT * FROM entries WHERE feed = ?").bind(feed.as_str()).fetch_all(&self.readers).await?;
        let mut changed = vec![];
        let mut c = self.write().await;
        for r in &rows {
            let before: Option<String> = r.get("ruled_out");
            let after = verdict(&stored_entry(r)?);
            if before == after {
                continue;
            }
            sqlx::query("UPDATE entries SET ruled_out = ? WHERE feed = ? AND guid = ?")
                .bind(&after)
                .bind(feed.as_str())
                .bind(r.get::<&str, _>("guid"))
                .execute(&mut *c)
                .await?;
            if let Some(url) = r.get::<Option<String>, _>("url").filter(|_| before.is_some() != after.is_some()) {
                changed.push((url, after.is_some()));
            }
        }
        Ok(changed)
    }

    /// Why every feed that announced an address keeps it out, or `None` when one lets it in (or none announced it).
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn ruled_out(&self, url: &str) -> Result<Option<String>, StoreError> {
        let rows = sqlx::query("SELECT ruled_out FROM entries WHERE url = ? ORDER BY feed, guid")
            .bind(url)
            .fetch_all(&self.readers)
            .await?;
        let reasons: Vec<Option<String>> = rows.iter().map(|r| r.get(0)).collect();
        Ok(if reasons.iter().all(Option::is_some) { reasons.into_iter().flatten().next() } else { None })
    }

    /// A setting the program keeps for itself.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let row =
            sqlx::query("SELECT value FROM settings WHERE name = ?").bind(name).fetch_optional(&self.readers).await?;
        Ok(row.map(|r| r.get(0)))
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let mut c = self.write().await;
        sqlx::query("INSERT INTO settings(name, value) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET value = ?2")
            .bind(name)
            .bind(value)
            .execute(&mut *c)
            .await?;
        Ok(())
    }

    /// The setting's value; `value` where it has none yet, which it then keeps, whoever else asks at the same time.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn setting_or(&self, name: &str, value: &str) -> Result<String, StoreError> {
        let mut c = self.write().await;
        let row = sqlx::query(
            "INSERT INTO settings(name, value) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET value = value RETURNING value",
        )
        .bind(name)
        .bind(value)
        .fetch_one(&mut *c)
        .await?;
        Ok(row.get(0))
    }
}

/// What rules look at of a stored entry.
fn stored_entry(r: &SqliteRow) -> Result<Entry, StoreError> {
    Ok(Entry {
        id: r.get("guid"),
        title: Some(r.get("title")),
        link: r.get("url"),
        authors: column("authors", r, "authors")?,
        tags: column("tags", r, "tags")?,
        ..Entry::default()
    })
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
    // Title and folder may have been changed while it was asked.
    let known = sqlx::query(
        "UPDATE feeds SET next_check = ?1, json = json_set(?2, '$.folder', json_extract(json, '$.folder'),
           '$.title', coalesce(nullif(json_extract(json, '$.title'), ''), json_extract(?2, '$.title'))) WHERE id = ?3",
    )
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
    for (i, e) in check.entries.iter().enumerate() {
        sqlx::query(
            "INSERT INTO entries(feed, guid, url, title, published, updated, authors, tags, summary, ruled_out, seen)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT(feed, guid) DO UPDATE SET url = excluded.url, title = excluded.title, updated = excluded.updated,
               tags = excluded.tags, ruled_out = excluded.ruled_out",
        )
        .bind(feed.id.as_str())
        .bind(&e.id)
        .bind(&e.link)
        .bind(e.title.as_deref().unwrap_or_default())
        .bind(e.published.or(e.updated).map(|w| w.to_string()))
        .bind(e.updated.map(|w| w.to_string()))
        .bind(json(&e.authors)?)
        .bind(json(&e.tags)?)
        .bind(&e.summary)
        .bind(check.ruled_out.get(&i))
        .bind(ms(check.at))
        .execute(&mut *c)
        .await?;
    }
    Ok(())
}

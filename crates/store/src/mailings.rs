//! Mailings: each mail that was sent, begun before and ended after, so that a crash in between sends at most that one twice;
//! and the newest revision of each story that each subscriber was told.

use crate::{
    Store, StoreError,
    row::{ms, parse, time},
};
use jiff::Timestamp;
use sqlx::{Connection, Row};
use standfirst_types::{EditionId, StoryId, SubscriberId};
use std::collections::BTreeMap;

/// How long mailings are kept, in milliseconds, and what a subscriber was told of a story that is told no more.
const KEPT: i64 = 120 * 86_400_000;

/// A mail that is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailing {
    /// Its `Message-ID`.
    pub message: String,
    /// To whom.
    pub subscriber: SubscriberId,
    /// The newest edition it tells of, and that edition's end; `None` for a message about the subscription.
    pub edition: Option<(EditionId, Timestamp)>,
    /// Size of the message in bytes.
    pub bytes: u64,
}

/// How far a subscriber was told the news.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentTo {
    /// End of the newest edition that was sent.
    pub until: Option<Timestamp>,
    /// The newest revision of each story that was told.
    pub stories: BTreeMap<StoryId, u32>,
}

impl Store {
    /// Notes that a mail is about to be sent; returns how often that was tried before.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn begin_mailing(&self, m: &Mailing, now: Timestamp) -> Result<u32, StoreError> {
        let mut c = self.write().await;
        let row = sqlx::query(
            "INSERT INTO mailings(message, subscriber, edition, until, begun, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT(message) DO UPDATE SET begun = ?5, tries = tries + 1, bytes = ?6 RETURNING tries",
        )
        .bind(&m.message)
        .bind(m.subscriber.as_str())
        .bind(m.edition.map(|(id, _)| id.to_string()))
        .bind(m.edition.map(|(_, until)| ms(until)))
        .bind(ms(now))
        .bind(i64::try_from(m.bytes).unwrap_or(i64::MAX))
        .fetch_one(&mut *c)
        .await?;
        Ok(row.get::<u32, _>(0).saturating_sub(1))
    }

    /// Notes that a mail is sent, and what its subscriber was told by it.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn end_mailing(&self, m: &Mailing, stories: &[(StoryId, u32)], now: Timestamp) -> Result<(), StoreError> {
        let mut c = self.write().await;
        let mut t = c.begin().await?;
        sqlx::query("UPDATE mailings SET sent = ?2 WHERE message = ?1")
            .bind(&m.message)
            .bind(ms(now))
            .execute(&mut *t)
            .await?;
        for (story, revision) in stories {
            sqlx::query(
                "INSERT INTO mailed(subscriber, story, revision, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT(subscriber, story) DO UPDATE SET revision = max(revision, ?3), at = ?4",
            )
            .bind(m.subscriber.as_str())
            .bind(story.as_str())
            .bind(revision)
            .bind(ms(now))
            .execute(&mut *t)
            .await?;
        }
        sqlx::query("UPDATE subscribers SET faults = 0, refusals = 0, fault = NULL, retry = NULL WHERE id = ?")
            .bind(m.subscriber.as_str())
            .execute(&mut *t)
            .await?;
        Ok(t.commit().await?)
    }

    /// A mail was refused before any of it was taken: it is as if it had not been begun.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn drop_mailing(&self, m: &Mailing) -> Result<(), StoreError> {
        let mut c = self.write().await;
        sqlx::query("DELETE FROM mailings WHERE message = ? AND sent IS NULL")
            .bind(&m.message)
            .execute(&mut *c)
            .await?;
        Ok(())
    }

    /// How far a subscriber was told the news.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn sent_to(&self, id: SubscriberId) -> Result<SentTo, StoreError> {
        let until = sqlx::query("SELECT max(until) FROM mailings WHERE subscriber = ? AND sent IS NOT NULL")
            .bind(id.as_str())
            .fetch_one(&self.readers)
            .await?;
        let rows = sqlx::query("SELECT story, revision FROM mailed WHERE subscriber = ?")
            .bind(id.as_str())
            .fetch_all(&self.readers)
            .await?;
        let story =
            |r: &sqlx::sqlite::SqliteRow| Ok((parse("story id", r.get::<&str, _>("story"))?, r.get("revision")));
        let stories = rows.iter().map(story).collect::<Result<_, StoreError>>()?;
        Ok(SentTo { until: until.get::<Option<i64>, _>(0).map(time), stories })
    }

    /// How many mails were begun after a moment.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn mailings_since(&self, at: Timestamp) -> Result<u32, StoreError> {
        let row =
            sqlx::query("SELECT count(*) FROM mailings WHERE begun > ?").bind(ms(at)).fetch_one(&self.readers).await?;
        Ok(row.get(0))
    }

    /// Mails to those who get mail that were begun and not ended: the program was stopped, or the connection broke, while
    /// they were sent. Each address with the moment.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn mailings_open(&self) -> Result<Vec<(String, Timestamp)>, StoreError> {
        let rows = sqlx::query(
            "SELECT email, begun FROM mailings JOIN subscribers ON subscribers.id = subscriber
             WHERE sent IS NULL AND ended IS NULL AND bouncing IS NULL ORDER BY begun DESC LIMIT 100",
        )
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.iter().map(|r| (r.get(0), time(r.get(1)))).collect())
    }

    /// Forgets mailings of four months ago, and what was told of stories that were not told since.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn forget_mailings(&self, now: Timestamp) -> Result<(), StoreError> {
        let before = ms(now) - KEPT;
        let mut c = self.write().await;
        for statement in ["DELETE FROM mailings WHERE begun < ?", "DELETE FROM mailed WHERE at < ?"] {
            sqlx::query(statement).bind(before).execute(&mut *c).await?;
        }
        Ok(())
    }
}

//! Deliveries: what is to be told to webhooks, and what came of telling it. A row is committed with what it tells of, so that
//! no crash loses one; it is sent after that, at least once, always under the same id.

use crate::{
    Store, StoreError,
    row::{ms, parse, time},
};
use jiff::Timestamp;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use std::{fmt, str::FromStr};

/// Something to be told to one webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDelivery {
    /// Its id, made of the hook and of what is told, so that the same is told once.
    pub id: String,
    /// The hook's address.
    pub hook: String,
    /// `edition.published`, `story.new`, `story.updated` or `story.corrected`.
    pub event: String,
    /// The id of the edition or brief.
    pub subject: String,
    /// When it came about.
    pub made: Timestamp,
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryState {
    /// To be sent, for the first time or again.
    Waiting,
    /// The receiver has taken it.
    Sent,
    /// Not for this hook: its query does not find the story.
    Skipped,
    /// Given up.
    Failed,
}

impl DeliveryState {
    const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::Skipped, Self::Failed];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for DeliveryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for DeliveryState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|s| s.as_str() == text).ok_or_else(|| format!("“{text}” is no state of a delivery"))
    }
}

/// A delivery as it stands.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Delivery {
    /// Its id.
    pub id: String,
    /// The hook's address.
    pub hook: String,
    /// What is told.
    pub event: String,
    /// The id of the edition or brief.
    pub subject: String,
    /// When it came about.
    pub made: Timestamp,
    /// How it stands.
    pub state: DeliveryState,
    /// When it is to be sent, while it waits (wall clock).
    pub due: Timestamp,
    /// How often it was sent.
    pub tries: u32,
    /// When it was sent last (wall clock).
    pub tried: Option<Timestamp>,
    /// What came of the last try, where something is to be said.
    pub note: Option<String>,
}

impl Store {
    /// Deliveries that are due by the wall clock, in the order in which they came about, at most `limit`.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn due_deliveries(&self, real: Timestamp, limit: u32) -> Result<Vec<Delivery>, StoreError> {
        let rows =
            sqlx::query("SELECT * FROM deliveries WHERE state = 'waiting' AND due <= ? ORDER BY made, id LIMIT ?")
                .bind(ms(real))
                .bind(limit)
                .fetch_all(&self.readers)
                .await?;
        rows.iter().map(delivery).collect()
    }

    /// The newest deliveries, at most `limit`; with `state` only those that stand so, with `start` those whose id begins so.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn deliveries(
        &self,
        state: Option<DeliveryState>,
        start: &str,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM deliveries WHERE state = coalesce(?1, state) AND substr(id, 1, length(?2)) = ?2 ORDER BY made DESC, id LIMIT ?3",
        )
        .bind(state.map(DeliveryState::as_str))
        .bind(start)
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(delivery).collect()
    }

    /// Keeps what came of a try: state, due, tries, tried and note are taken from `d`.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn note_delivery(&self, d: &Delivery) -> Result<(), StoreError> {
        let mut c = self.write().await;
        sqlx::query("UPDATE deliveries SET state = ?, due = ?, tries = ?, tried = ?, note = ? WHERE id = ?")
            .bind(d.state.as_str())
            .bind(ms(d.due))
            .bind(d.tries)
            .bind(d.tried.map(ms))
            .bind(&d.note)
            .bind(&d.id)
            .execute(&mut *c)
            .await?;
        Ok(())
    }

    /// Forgets deliveries that came about before a time and wait no more. Returns how many.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn forget_deliveries(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut c = self.write().await;
        let done = sqlx::query("DELETE FROM deliveries WHERE made < ? AND state <> 'waiting'").bind(ms(before));
        Ok(done.execute(&mut *c).await?.rows_affected())
    }
}

fn delivery(r: &SqliteRow) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        id: r.get("id"),
        hook: r.get("hook"),
        event: r.get("event"),
        subject: r.get("subject"),
        made: time(r.get("made")),
        state: parse("delivery", r.get::<&str, _>("state"))?,
        due: time(r.get("due")),
        tries: r.get("tries"),
        tried: r.get::<Option<i64>, _>("tried").map(time),
        note: r.get("note"),
    })
}

/// What is told already is not told again.
pub(crate) async fn save(c: &mut SqliteConnection, d: &NewDelivery) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO deliveries(id, hook, event, subject, made, state, due) VALUES (?, ?, ?, ?, ?, 'waiting', 0) ON CONFLICT DO NOTHING",
    )
    .bind(&d.id)
    .bind(&d.hook)
    .bind(&d.event)
    .bind(&d.subject)
    .bind(ms(d.made))
    .execute(c)
    .await?;
    Ok(())
}

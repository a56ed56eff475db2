//! Subscribers: who asked for editions by mail, who confirmed it, what they chose, and who has left.
//!
//! A sign-up leaves a row that says when a message about the subscription is `due`; whoever sends such messages takes one
//! row at a time and gives it the hash of a fresh token, so that the token itself is in the message and nowhere else.

use crate::{
    Store, StoreError,
    row::{column, json, ms, parse, time},
};
use jiff::Timestamp;
use sqlx::{Row, sqlite::SqliteRow};
use standfirst_types::{Choices, Email, Standing, Subscriber, SubscriberId};

/// Most addresses that were asked and have not confirmed; more are not taken, so that nobody can fill the disk.
const MOST_ASKED: i64 = 10_000;
/// How long an address is not written to again about its subscription, in milliseconds.
const ASK_AGAIN: i64 = 12 * 3_600_000;
/// How long a token is good for, in milliseconds; addresses that were not confirmed by then are forgotten.
const TOKEN: i64 = 3 * 86_400_000;
/// How long whoever took a message has for it, in milliseconds.
const TAKEN: i64 = 300_000;
/// Tries of a message about a subscription.
const TRIES: i64 = 6;

impl Store {
    /// Notes that somebody asked for editions at this address, and that a message is due: at most one in twelve hours. What a
    /// subscriber who has confirmed chose stays; all others get these choices.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn sign_up(&self, email: &Email, choices: &Choices, now: Timestamp) -> Result<(), StoreError> {
        self.forget_subscribers(now).await?;
        let mut c = self.write().await;
        sqlx::query(
            "INSERT INTO subscribers(id, email, choices, made, asked, due) SELECT ?1, ?2, ?3, ?4, ?4, ?4
             WHERE EXISTS (SELECT 1 FROM subscribers WHERE id = ?1)
                OR (SELECT count(*) FROM subscribers WHERE confirmed IS NULL) < ?5
             ON CONFLICT(id) DO UPDATE SET
               choices = iif(confirmed IS NOT NULL AND ended IS NULL AND bouncing IS NULL, choices, ?3),
               due = iif(coalesce(asked, 0) + ?6 <= ?4, ?4, due), tries = iif(coalesce(asked, 0) + ?6 <= ?4, 0, tries),
               asked = iif(coalesce(asked, 0) + ?6 <= ?4, ?4, asked)",
        )
        .bind(email.id().as_str())
        .bind(email.as_str())
        .bind(json(choices)?)
        .bind(ms(now))
        .bind(MOST_ASKED)
        .bind(ASK_AGAIN)
        .execute(&mut *c)
        .await?;
        Ok(())
    }

    /// Adds a subscriber who has agreed already, or changes what they chose; `false` where they had confirmed before.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn add_subscriber(&self, email: &Email, choices: &Choices, now: Timestamp) -> Result<bool, StoreError> {
        let known = self.subscriber(email.id()).await?.is_some_and(|s| s.standing == Standing::Active);
        let mut c = self.write().await;
        sqlx::query(
            "INSERT INTO subscribers(id, email, choices, made, confirmed) VALUES (?1, ?2, ?3, ?4, ?4)
             ON CONFLICT(id) DO UPDATE SET choices = ?3, confirmed = coalesce(confirmed, ?4), ended = NULL, bouncing = NULL,
               faults = 0, refusals = 0, fault = NULL, retry = NULL, due = NULL",
        )
        .bind(email.id().as_str())
        .bind(email.as_str())
        .bind(json(choices)?)
        .bind(ms(now))
        .execute(&mut *c)
        .await?;
        Ok(!known)
    }

    /// Takes the next subscriber to whom a message about the subscription is due, and keeps the hash of the token that it
    /// will hold. Nobody else gets it within five minutes.
    ///
    /// # Errors
    /// When the data file refuses or the row is damaged.
    pub async fn take_due(&self, token: &str, now: Timestamp) -> Result<Option<Subscriber>, StoreError> {
        let mut c = self.write().await;
        let row = sqlx::query(
            "UPDATE subscribers SET due = ?1 + ?3, token = ?2, tries = tries + 1
             WHERE id = (SELECT id FROM subscribers WHERE due <= ?1 ORDER BY due, id LIMIT 1) RETURNING *",
        )
        .bind(ms(now))
        .bind(token)
        .bind(TAKEN)
        .fetch_optional(&mut *c)
        .await?;
        row.map(|r| subscriber(&r)).transpose()
    }

    /// The message is out, or will not go out: none is due any more. With `again`, it is tried then, six times in all.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn end_due(
        &self,
        id: SubscriberId,
        fault: Option<&str>,
        again: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let mut c = self.write().await;
        sqlx::query("UPDATE subscribers SET due = iif(tries < ?2, ?3, NULL), fault = ?4 WHERE id = ?1")
            .bind(id.as_str())
            .bind(TRIES)
            .bind(again.map(ms))
            .bind(fault)
            .execute(&mut *c)
            .await?;
        Ok(())
    }

    /// The holder of a token with this hash confirms; `None` where there is none, or it is older than three days.
    ///
    /// # Errors
    /// When the data file refuses or the row is damaged.
    pub async fn confirm_subscriber(&self, token: &str, now: Timestamp) -> Result<Option<Subscriber>, StoreError> {
        let mut c = self.write().await;
        let row = sqlx::query(
            "UPDATE subscribers SET confirmed = iif(ended IS NULL AND bouncing IS NULL, coalesce(confirmed, ?2), ?2), ended = NULL,
               bouncing = NULL, faults = 0, refusals = 0, fault = NULL, retry = NULL, due = NULL
             WHERE token = ?1 AND asked + ?3 > ?2 RETURNING *",
        )
        .bind(token)
        .bind(ms(now))
        .bind(TOKEN)
        .fetch_optional(&mut *c)
        .await?;
        row.map(|r| subscriber(&r)).transpose()
    }

    /// One subscriber.
    ///
    /// # Errors
    /// When the data file refuses or the row is damaged.
    pub async fn subscriber(&self, id: SubscriberId) -> Result<Option<Subscriber>, StoreError> {
        let row = sqlx::query("SELECT * FROM subscribers WHERE id = ?").bind(id.as_str()).fetch_optional(&self.readers);
        row.await?.map(|r| subscriber(&r)).transpose()
    }

    /// All subscribers, by address.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn subscribers(&self) -> Result<Vec<Subscriber>, StoreError> {
        let rows = sqlx::query("SELECT * FROM subscribers ORDER BY email, id").fetch_all(&self.readers).await?;
        rows.iter().map(subscriber).collect()
    }

    /// Changes what a subscriber who gets mail chose.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn choose(&self, id: SubscriberId, choices: &Choices) -> Result<(), StoreError> {
        let mut c = self.write().await;
        sqlx::query("UPDATE subscribers SET choices = ? WHERE id = ? AND confirmed IS NOT NULL AND ended IS NULL")
            .bind(json(choices)?)
            .bind(id.as_str())
            .execute(&mut *c)
            .await?;
        Ok(())
    }

    /// The subscriber leaves; links that would confirm are dead from now on. Leaving twice is leaving.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn leave(&self, id: SubscriberId, now: Timestamp) -> Result<(), StoreError> {
        let mut c = self.write().await;
        sqlx::query(
            "UPDATE subscribers SET ended = coalesce(ended, ?2), token = NULL, due = NULL, retry = NULL WHERE id = ?1",
        )
        .bind(id.as_str())
        .bind(ms(now))
        .execute(&mut *c)
        .await?;
        Ok(())
    }

    /// Removes all that is kept of a subscriber; `false` where there is none.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn remove_subscriber(&self, id: SubscriberId) -> Result<bool, StoreError> {
        let mut c = self.write().await;
        let done = sqlx::query("DELETE FROM subscribers WHERE id = ?").bind(id.as_str()).execute(&mut *c);
        Ok(done.await?.rows_affected() > 0)
    }

    /// Forgets addresses that were asked and did not confirm within three days.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn forget_subscribers(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut c = self.write().await;
        let done = sqlx::query("DELETE FROM subscribers WHERE confirmed IS NULL AND coalesce(asked, made) + ? <= ?")
            .bind(TOKEN)
            .bind(ms(now))
            .execute(&mut *c);
        Ok(done.await?.rows_affected())
    }

    /// A mail to a subscriber did not go out: the fault, and when to try again (never, where there is no time). A mailbox
    /// that is refused for good `most` times in a row gets no more.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn note_fault(
        &self,
        id: SubscriberId,
        fault: &str,
        retry: Option<Timestamp>,
        bounce: Option<(u32, Timestamp)>,
    ) -> Result<(), StoreError> {
        let (most, now) = bounce.map_or((None, None), |(most, now)| (Some(most), Some(ms(now))));
        let mut c = self.write().await;
        sqlx::query(
            "UPDATE subscribers SET fault = ?2, retry = ?3, faults = faults + 1, refusals = refusals + iif(?4 IS NULL, 0, 1),
               bouncing = iif(refusals + 1 >= ?4, ?5, bouncing) WHERE id = ?1",
        )
        .bind(id.as_str())
        .bind(fault)
        .bind(retry.map(ms))
        .bind(most)
        .bind(now)
        .execute(&mut *c)
        .await?;
        Ok(())
    }

    /// An hour of a subscriber's is dealt with.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn note_hour(&self, id: SubscriberId, hour: Timestamp) -> Result<(), StoreError> {
        let mut c = self.write().await;
        sqlx::query("UPDATE subscribers SET hour = max(coalesce(hour, ?2), ?2), retry = NULL WHERE id = ?1")
            .bind(id.as_str())
            .bind(ms(hour))
            .execute(&mut *c)
            .await?;
        Ok(())
    }
}

fn subscriber(r: &SqliteRow) -> Result<Subscriber, StoreError> {
    let at = |name: &str| r.get::<Option<i64>, _>(name).map(time);
    let (confirmed, left, bouncing) = (at("confirmed"), at("ended"), at("bouncing"));
    let standing = match (confirmed, left, bouncing) {
        (_, Some(_), _) => Standing::Left,
        (_, _, Some(_)) => Standing::Bouncing,
        (None, _, _) => Standing::Asked,
        (Some(_), None, None) => Standing::Active,
    };
    Ok(Subscriber {
        id: parse("subscriber id", r.get::<&str, _>("id"))?,
        email: parse("address", r.get::<&str, _>("email"))?,
        choices: column("choice", r, "choices")?,
        standing,
        made: time(r.get("made")),
        confirmed,
        left,
        hour: at("hour"),
        retry: at("retry"),
        faults: r.get("faults"),
        fault: r.get("fault"),
    })
}

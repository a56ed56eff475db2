//! Subscriptions: hubs that were asked to tell of a feed's changes (WebSub).

use crate::{
    Store, StoreError,
    row::{ms, time},
};
use jiff::Timestamp;
use sqlx::Row;
use standfirst_types::FeedId;

/// What was asked of a hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The feed.
    pub feed: FeedId,
    /// The hub's address.
    pub hub: String,
    /// The feed's address as the hub knows it.
    pub topic: String,
    /// What deliveries are signed with.
    pub secret: String,
    /// When it was last asked.
    pub asked: Timestamp,
    /// Until when the hub agreed to tell; `None` before it has.
    pub until: Option<Timestamp>,
}

impl Store {
    /// The subscription of a feed.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn subscription(&self, feed: FeedId) -> Result<Option<Subscription>, StoreError> {
        let row = sqlx::query("SELECT * FROM subscriptions WHERE feed = ?")
            .bind(feed.as_str())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.map(|r| Subscription {
            feed,
            hub: r.get("hub"),
            topic: r.get("topic"),
            secret: r.get("secret"),
            asked: time(r.get("asked")),
            until: r.get::<Option<i64>, _>("until").map(time),
        }))
    }

    /// Keeps a subscription, in place of the one before.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn keep_subscription(&self, s: &Subscription) -> Result<(), StoreError> {
        let mut c = self.write().await;
        sqlx::query(
            "INSERT OR REPLACE INTO subscriptions(feed, hub, topic, secret, asked, until) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(s.feed.as_str())
        .bind(&s.hub)
        .bind(&s.topic)
        .bind(&s.secret)
        .bind(ms(s.asked))
        .bind(s.until.map(ms))
        .execute(&mut *c)
        .await?;
        Ok(())
    }
}

//! Captures: deliveries as they came, kept for a configured time.

use crate::{
    Store, StoreError,
    row::{column, json, ms, time},
};
use jiff::Timestamp;
use sqlx::{Row, SqliteConnection};
use standfirst_types::{Capture, CaptureId};

impl Store {
    /// One delivery with its body.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn capture(&self, id: CaptureId) -> Result<Option<Capture>, StoreError> {
        let row =
            sqlx::query("SELECT * FROM captures WHERE id = ?").bind(id.as_str()).fetch_optional(&self.readers).await?;
        let Some(r) = row else { return Ok(None) };
        Ok(Some(Capture {
            id,
            url: r.get("url"),
            final_url: r.get("final_url"),
            fetched: time(r.get("fetched")),
            status: u16::try_from(r.get::<i64, _>("status")).unwrap_or(0),
            headers: column("capture", &r, "headers")?,
            body: r.get("body"),
            origin: column("capture", &r, "origin")?,
        }))
    }

    /// Whether a delivery is stored.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn has_capture(&self, id: CaptureId) -> Result<bool, StoreError> {
        Ok(sqlx::query("SELECT 1 FROM captures WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?
            .is_some())
    }

    /// Drops the bodies of deliveries fetched before `before`; article texts and cited spans stay. Returns how many.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn forget_captures(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut c = self.write().await;
        let done = sqlx::query("UPDATE captures SET body = x'' WHERE fetched < ? AND length(body) > 0")
            .bind(ms(before))
            .execute(&mut *c)
            .await?;
        Ok(done.rows_affected())
    }
}

pub(crate) async fn save(c: &mut SqliteConnection, capture: &Capture) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO captures(id, url, final_url, fetched, status, headers, origin, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(capture.id.as_str())
        .bind(&capture.url)
        .bind(&capture.final_url)
        .bind(ms(capture.fetched))
        .bind(capture.status)
        .bind(json(&capture.headers)?)
        .bind(json(&capture.origin)?)
        .bind(&capture.body)
        .execute(c)
        .await?;
    Ok(())
}

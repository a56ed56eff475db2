//! Reports: sentences that readers say are wrong, until the owner has looked at them.

use crate::{
    Store, StoreError,
    row::{ms, parse, time},
};
use sqlx::Row;
use standfirst_types::Report;

/// Most open reports; more are not taken, so that nobody can fill the disk.
const MOST: i64 = 1000;

impl Store {
    /// Keeps a report; `false` where a thousand are open already.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn add_report(&self, r: &Report) -> Result<bool, StoreError> {
        let mut c = self.write().await;
        let done = sqlx::query(
            "INSERT INTO reports(story, revision, sentence, note, at) SELECT ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM reports) < ?",
        )
        .bind(r.story.as_str())
        .bind(r.revision)
        .bind(&r.sentence)
        .bind(&r.note)
        .bind(ms(r.at))
        .bind(MOST)
        .execute(&mut *c)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// The open reports, newest first.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn reports(&self) -> Result<Vec<Report>, StoreError> {
        let rows = sqlx::query("SELECT * FROM reports ORDER BY id DESC").fetch_all(&self.readers).await?;
        rows.iter()
            .map(|r| {
                Ok(Report {
                    id: r.get("id"),
                    story: parse("story id", r.get::<&str, _>("story"))?,
                    revision: r.get("revision"),
                    sentence: r.get("sentence"),
                    note: r.get("note"),
                    at: time(r.get("at")),
                })
            })
            .collect()
    }

    /// Closes a report; `false` where there is none of that number.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn close_report(&self, id: i64) -> Result<bool, StoreError> {
        let mut c = self.write().await;
        Ok(sqlx::query("DELETE FROM reports WHERE id = ?").bind(id).execute(&mut *c).await?.rows_affected() > 0)
    }
}

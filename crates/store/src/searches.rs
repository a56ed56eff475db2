//! Saved searches: what the reader looks for again and again, each a section of the page; watched ones mark their stories.

use crate::{Store, StoreError, row::ms};
use jiff::Timestamp;
use sqlx::Row;
use standfirst_types::search::Saved;

/// Most searches kept.
const MOST: i64 = 200;

impl Store {
    /// Keeps a search under its name, in place of the one before; `false` where there are 200 already.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn keep_search(&self, s: &Saved, now: Timestamp) -> Result<bool, StoreError> {
        let mut c = self.write().await;
        let done = sqlx::query(
            "INSERT INTO searches(name, query, watch, made) SELECT ?1, ?2, ?3, ?4
             WHERE (SELECT count(*) FROM searches) < ?5 OR EXISTS (SELECT 1 FROM searches WHERE name = ?1)
             ON CONFLICT(name) DO UPDATE SET query = ?2, watch = ?3",
        )
        .bind(&s.name)
        .bind(&s.query)
        .bind(s.watch)
        .bind(ms(now))
        .bind(MOST)
        .execute(&mut *c)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Every saved search, by name.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn searches(&self) -> Result<Vec<Saved>, StoreError> {
        let rows =
            sqlx::query("SELECT name, query, watch FROM searches ORDER BY name").fetch_all(&self.readers).await?;
        Ok(rows.iter().map(|r| Saved { name: r.get(0), query: r.get(1), watch: r.get(2), fixed: false }).collect())
    }

    /// Drops a search; `false` where none has that name.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn drop_search(&self, name: &str) -> Result<bool, StoreError> {
        let mut c = self.write().await;
        Ok(sqlx::query("DELETE FROM searches WHERE name = ?").bind(name).execute(&mut *c).await?.rows_affected() > 0)
    }
}

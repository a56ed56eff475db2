//! The figures of the ledger: what a window's feeds and pages gave and did not give.

use crate::{
    Store, StoreError,
    row::{ms, time},
};
use jiff::Timestamp;
use sqlx::Row;

/// A page that gave nothing, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageProblem {
    /// Address.
    pub url: String,
    /// When it was last asked for.
    pub asked: Timestamp,
    /// What was met and what to do.
    pub problem: String,
}

/// Articles read in a window, by how whole they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccessCounts {
    /// All of them.
    pub read: u32,
    /// Behind a paywall.
    pub paywall: u32,
    /// Partial and too short to brief, or no article.
    pub thin: u32,
    /// Consent wall, bot check, login.
    pub blocked: u32,
}

impl Store {
    /// Entries first seen, and entries that could not be kept, in `(from, to]`.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn entries_between(&self, from: Timestamp, to: Timestamp) -> Result<(u32, u32), StoreError> {
        let seen = sqlx::query("SELECT count(*) FROM entries WHERE seen > ? AND seen <= ?")
            .bind(ms(from))
            .bind(ms(to))
            .fetch_one(&self.readers)
            .await?;
        let rejected = sqlx::query("SELECT coalesce(sum(rejected), 0) FROM checks WHERE at > ? AND at <= ?")
            .bind(ms(from))
            .bind(ms(to))
            .fetch_one(&self.readers)
            .await?;
        Ok((seen.get(0), rejected.get(0)))
    }

    /// Entries first seen in `(from, to]` that a rule keeps out.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn ruled_out_between(&self, from: Timestamp, to: Timestamp) -> Result<u32, StoreError> {
        let row = sqlx::query("SELECT count(*) FROM entries WHERE seen > ? AND seen <= ? AND ruled_out IS NOT NULL")
            .bind(ms(from))
            .bind(ms(to))
            .fetch_one(&self.readers)
            .await?;
        Ok(row.get(0))
    }

    /// Articles read in `(from, to]`.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn access_between(&self, from: Timestamp, to: Timestamp) -> Result<AccessCounts, StoreError> {
        let r = sqlx::query(
            "SELECT count(*) AS n, coalesce(sum(access = 'paywall'), 0) AS p, coalesce(sum(access = 'blocked'), 0) AS b,
               coalesce(sum(access = 'not_article' OR (access = 'partial' AND words < 60)), 0) AS t
             FROM articles WHERE read_at > ? AND read_at <= ?",
        )
        .bind(ms(from))
        .bind(ms(to))
        .fetch_one(&self.readers)
        .await?;
        Ok(AccessCounts { read: r.get("n"), paywall: r.get("p"), thin: r.get("t"), blocked: r.get("b") })
    }

    /// Pages whose last try in `(from, to]` gave nothing, oldest first, at most 200.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn page_problems(&self, from: Timestamp, to: Timestamp) -> Result<Vec<PageProblem>, StoreError> {
        let rows = sqlx::query("SELECT url, asked, problem FROM pages WHERE asked > ? AND asked <= ? AND problem IS NOT NULL ORDER BY asked, url LIMIT 200")
            .bind(ms(from))
            .bind(ms(to))
            .fetch_all(&self.readers)
            .await?;
        Ok(rows.iter().map(|r| PageProblem { url: r.get(0), asked: time(r.get(1)), problem: r.get(2) }).collect())
    }

    /// Articles read in `(from, to]` that no brief may rest on: title, address and access, at most 200.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn unbriefable(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<(String, String, standfirst_types::Access, u32)>, StoreError> {
        let rows = sqlx::query(
            "SELECT title, url, access, words FROM articles WHERE read_at > ? AND read_at <= ? AND (access NOT IN ('full', 'partial') OR (access = 'partial' AND words < 60))
             ORDER BY url LIMIT 200",
        )
        .bind(ms(from))
        .bind(ms(to))
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.iter().map(|r| (r.get(0), r.get(1), crate::articles::access(r.get::<&str, _>(2)), r.get(3))).collect())
    }

    /// Publishers read in `(from, to]`, by name.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn sites_between(&self, from: Timestamp, to: Timestamp) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query("SELECT DISTINCT site FROM articles WHERE read_at > ? AND read_at <= ? ORDER BY site")
            .bind(ms(from))
            .bind(ms(to))
            .fetch_all(&self.readers)
            .await?;
        Ok(rows.iter().map(|r| r.get(0)).collect())
    }
}

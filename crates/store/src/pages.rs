//! Pages: one row an address, with its validators and what the last try met.

use crate::{
    Store, StoreError,
    row::{ms, time},
};
use jiff::Timestamp;
use sqlx::{Row, SqliteConnection};
use standfirst_types::ArticleId;
use std::collections::BTreeMap;

/// What is known of an address.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The address.
    pub url: String,
    /// When it was last asked for.
    pub asked: Timestamp,
    /// `ETag` of the last good answer.
    pub etag: Option<String>,
    /// `Last-Modified` of the last good answer.
    pub last_modified: Option<String>,
    /// HTTP status of the last answer, when there was one.
    pub status: Option<u16>,
    /// What went wrong and what to do; `None` when nothing did.
    pub problem: Option<String>,
    /// A short stable name of the problem.
    pub kind: Option<String>,
    /// Tries in a row that went wrong.
    pub tries: u32,
    /// The article read from it.
    pub article: Option<ArticleId>,
}

impl Page {
    /// An address asked for at `asked`, nothing known yet.
    pub fn new(url: &str, asked: Timestamp) -> Self {
        Self {
            url: url.into(),
            asked,
            etag: None,
            last_modified: None,
            status: None,
            problem: None,
            kind: None,
            tries: 0,
            article: None,
        }
    }
}

impl Store {
    /// When each of some addresses was last asked for; those never asked for are not in it.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn asked(&self, urls: &[&str]) -> Result<BTreeMap<String, Timestamp>, StoreError> {
        let rows = sqlx::query("SELECT url, asked FROM pages WHERE url IN (SELECT value FROM json_each(?))")
            .bind(crate::row::json(&urls)?)
            .fetch_all(&self.readers)
            .await?;
        Ok(rows.iter().map(|r| (r.get(0), time(r.get(1)))).collect())
    }

    /// What is known of an address.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn page(&self, url: &str) -> Result<Option<Page>, StoreError> {
        let row = sqlx::query("SELECT * FROM pages WHERE url = ?").bind(url).fetch_optional(&self.readers).await?;
        Ok(row.map(|r| Page {
            url: r.get("url"),
            asked: time(r.get("asked")),
            etag: r.get("etag"),
            last_modified: r.get("last_modified"),
            status: r.get::<Option<i64>, _>("status").and_then(|s| u16::try_from(s).ok()),
            problem: r.get("problem"),
            kind: r.get("kind"),
            tries: r.get("tries"),
            article: r.get::<Option<&str>, _>("article").and_then(|a| a.parse().ok()),
        }))
    }
}

pub(crate) async fn save(c: &mut SqliteConnection, page: &Page) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO pages(url, asked, etag, last_modified, status, problem, kind, tries, article) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT(url) DO UPDATE SET asked = excluded.asked, etag = coalesce(excluded.etag, etag),
           last_modified = coalesce(excluded.last_modified, last_modified), status = excluded.status, problem = excluded.problem,
           kind = excluded.kind, tries = excluded.tries, article = coalesce(excluded.article, article)",
    )
    .bind(&page.url)
    .bind(ms(page.asked))
    .bind(&page.etag)
    .bind(&page.last_modified)
    .bind(page.status)
    .bind(&page.problem)
    .bind(&page.kind)
    .bind(page.tries)
    .bind(page.article.as_ref().map(|a| a.as_str()))
    .execute(c)
    .await?;
    Ok(())
}

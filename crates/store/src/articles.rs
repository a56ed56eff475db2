//! Articles: every version of every text that was read, with its notes.

use crate::{
    Store, StoreError,
    row::{column, json, ms, parse, time},
};
use jiff::Timestamp;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use standfirst_types::{Access, Article, ArticleId, Finding, Notes, When, span::span_hash};
use std::collections::BTreeMap;

/// What an article row keeps as JSON, because nothing searches it.
#[derive(serde::Serialize, serde::Deserialize)]
struct Meta {
    authors: Vec<String>,
    canonical: Option<String>,
    section: Option<String>,
    reader: String,
}

/// Versions of an article: number, when it was read, hash of its text.
pub type Versions = Vec<(u32, Timestamp, String)>;

impl Store {
    /// One version of an article, the newest when `version` is `None`.
    ///
    /// # Errors
    /// When the data file refuses or the row is damaged.
    pub async fn article(&self, id: ArticleId, version: Option<u32>) -> Result<Option<Article>, StoreError> {
        let row = sqlx::query("SELECT * FROM articles WHERE id = ?1 AND version = coalesce(?2, (SELECT max(version) FROM articles WHERE id = ?1))")
            .bind(id.as_str())
            .bind(version)
            .fetch_optional(&self.readers)
            .await?;
        row.map(|r| article(&r)).transpose()
    }

    /// A version with its notes.
    ///
    /// # Errors
    /// When the data file refuses or the row is damaged.
    pub async fn noted(&self, id: ArticleId, version: u32) -> Result<Option<(Article, Notes)>, StoreError> {
        let row = sqlx::query("SELECT * FROM articles WHERE id = ? AND version = ?")
            .bind(id.as_str())
            .bind(version)
            .fetch_optional(&self.readers)
            .await?;
        row.map(|r| Ok((article(&r)?, notes(&r)?))).transpose()
    }

    /// Every version of some articles: number, when it was read, hash of its text, oldest first.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn versions_of(&self, ids: &[ArticleId]) -> Result<BTreeMap<ArticleId, Versions>, StoreError> {
        let names: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
        let rows = sqlx::query(
            "SELECT id, version, read_at, hash FROM articles WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id, version",
        )
        .bind(crate::row::json(&names)?)
        .fetch_all(&self.readers)
        .await?;
        let mut all: BTreeMap<ArticleId, Versions> = BTreeMap::new();
        for r in &rows {
            let id = parse("article id", r.get::<&str, _>(0))?;
            all.entry(id).or_default().push((r.get::<u32, _>(1), time(r.get(2)), r.get(3)));
        }
        Ok(all)
    }

    /// What reading the newest version noticed.
    ///
    /// # Errors
    /// When the data file refuses or the row is damaged.
    pub async fn findings(&self, id: ArticleId) -> Result<Vec<Finding>, StoreError> {
        let row = sqlx::query("SELECT findings FROM articles WHERE id = ? ORDER BY version DESC LIMIT 1")
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.map_or(Ok(vec![]), |r| column("findings", &r, "findings"))
    }

    /// How many articles are stored (versions not counted).
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn article_count(&self) -> Result<u64, StoreError> {
        let row = sqlx::query("SELECT count(*) FROM articles WHERE version = 0").fetch_one(&self.readers).await?;
        Ok(row.get::<i64, _>(0).unsigned_abs())
    }
}

fn notes(r: &SqliteRow) -> Result<Notes, StoreError> {
    r.get::<Option<&str>, _>("notes").map_or_else(|| Ok(Notes::default()), |text| crate::row::from_json("notes", text))
}

pub(crate) fn article(r: &SqliteRow) -> Result<Article, StoreError> {
    let meta: Meta = column("article", r, "meta")?;
    let when = |name: &str| r.get::<Option<&str>, _>(name).and_then(When::parse);
    let sentences = r.get::<&[u8], _>("sentences").as_chunks::<8>().0.iter().map(pair).collect();
    Ok(Article {
        id: parse("article id", r.get::<&str, _>("id"))?,
        version: r.get("version"),
        capture: parse("capture id", r.get::<&str, _>("capture"))?,
        url: r.get("url"),
        canonical: meta.canonical,
        title: r.get("title"),
        authors: meta.authors,
        site: r.get("site"),
        published: when("published"),
        modified: when("modified"),
        language: r.get("language"),
        section: meta.section,
        text: r.get("text"),
        sentences,
        access: access(r.get::<&str, _>("access")),
        reader: meta.reader,
    })
}

/// Start and end, four little-endian bytes each.
fn pair(b: &[u8; 8]) -> [u32; 2] {
    let [a, b_, c, d, e, f, g, h] = *b;
    [u32::from_le_bytes([a, b_, c, d]), u32::from_le_bytes([e, f, g, h])]
}

pub(crate) fn access(text: &str) -> Access {
    [Access::Full, Access::Partial, Access::Paywall, Access::Blocked]
        .into_iter()
        .find(|a| a.as_str() == text)
        .unwrap_or(Access::NotArticle)
}

pub(crate) async fn save(
    c: &mut SqliteConnection,
    a: &Article,
    notes: &Notes,
    findings: &[Finding],
    at: Timestamp,
) -> Result<(), StoreError> {
    let sentences: Vec<u8> = a.sentences.iter().flatten().flat_map(|n| n.to_le_bytes()).collect();
    let meta = Meta {
        authors: a.authors.clone(),
        canonical: a.canonical.clone(),
        section: a.section.clone(),
        reader: a.reader.clone(),
    };
    sqlx::query(
        "INSERT INTO articles(id, version, capture, url, title, site, published, modified, language, access, words, text, sentences, meta, findings, notes, hash, read_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    )
    .bind(a.id.as_str())
    .bind(a.version)
    .bind(a.capture.as_str())
    .bind(&a.url)
    .bind(&a.title)
    .bind(&a.site)
    .bind(a.published.map(|w| w.to_string()))
    .bind(a.modified.map(|w| w.to_string()))
    .bind(&a.language)
    .bind(a.access.as_str())
    .bind(a.words() as i64)
    .bind(&a.text)
    .bind(sentences)
    .bind(json(&meta)?)
    .bind(json(&findings)?)
    .bind(json(notes)?)
    .bind(span_hash(&a.text))
    .bind(ms(at))
    .execute(c)
    .await?;
    Ok(())
}

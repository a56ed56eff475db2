//! Editions: composed once, kept for ever.

use crate::{
    Store, StoreError,
    briefs::BriefError,
    row::{column, json, ms},
};
use jiff::Timestamp;
use sqlx::{SqliteConnection, sqlite::SqliteRow};
use standfirst_types::{Edition, EditionId, Published, StoryId, Window};

/// An edition as an archive lists it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct EditionSummary {
    /// Which.
    pub id: EditionId,
    /// What it covers.
    pub window: Window,
    /// When it was composed.
    pub created: Timestamp,
    /// How many stories.
    pub stories: u32,
}

impl Store {
    /// One edition.
    ///
    /// # Errors
    /// When the data file refuses or the row is damaged.
    pub async fn edition(&self, id: EditionId) -> Result<Option<Edition>, StoreError> {
        let row = sqlx::query("SELECT json FROM editions WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|r| column("edition", &r, "json")).transpose()
    }

    /// The newest edition of all, or the newest that ends before `before.1` and is not `before.0`.
    ///
    /// # Errors
    /// When the data file refuses or the row is damaged.
    pub async fn latest_edition(&self, before: Option<(EditionId, Timestamp)>) -> Result<Option<Edition>, StoreError> {
        let (not, until) = before.map_or((String::new(), i64::MAX), |(id, at)| (id.to_string(), ms(at)));
        let row = sqlx::query("SELECT json FROM editions WHERE until < ? AND id <> ? ORDER BY until DESC LIMIT 1")
            .bind(until)
            .bind(not)
            .fetch_optional(&self.readers)
            .await?;
        row.map(|r| column("edition", &r, "json")).transpose()
    }

    /// Editions that end before a time (all, when it is `None`), newest first, at most `limit`.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn editions(&self, before: Option<Timestamp>, limit: u32) -> Result<Vec<EditionSummary>, StoreError> {
        let rows = sqlx::query("SELECT json FROM editions WHERE until < ? ORDER BY until DESC LIMIT ?")
            .bind(before.map_or(i64::MAX, ms))
            .bind(limit)
            .fetch_all(&self.readers)
            .await?;
        rows.iter()
            .map(|r: &SqliteRow| {
                let e: Edition = column("edition", r, "json")?;
                Ok(EditionSummary { id: e.id, window: e.window, created: e.created, stories: e.stories.len() as u32 })
            })
            .collect()
    }

    /// An edition with its briefs and every cited version of every article. A brief that no longer passes the seal is
    /// left out, and the ledger says so.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn published(&self, id: EditionId) -> Result<Option<Published>, StoreError> {
        let Some(mut edition) = self.edition(id).await? else { return Ok(None) };
        let (mut briefs, mut originals) = (Vec::with_capacity(edition.stories.len()), vec![]);
        let mut broken = vec![];
        for entry in &edition.stories {
            match self.brief(entry.brief).await {
                Ok(Some((brief, texts))) => {
                    briefs.push(brief);
                    originals.extend(texts);
                }
                Ok(None) => broken.push((entry.story, "its brief is missing from the data file".to_owned())),
                Err(BriefError::Broken { faults, .. }) => {
                    broken.push((entry.story, faults.first().map(ToString::to_string).unwrap_or_default()));
                }
                Err(BriefError::Store(e)) => return Err(e),
            }
        }
        refuse(&mut edition, broken);
        originals.sort_by_key(|a: &standfirst_types::Article| (a.id, a.version));
        originals.dedup_by_key(|a| (a.id, a.version));
        Ok(Some(Published { edition, briefs, originals }))
    }
}

fn refuse(edition: &mut Edition, broken: Vec<(StoryId, String)>) {
    for (story, detail) in broken {
        edition.stories.retain(|s| s.story != story);
        edition.changed.retain(|c| c.story != story);
        edition.ledger.not_shown.push(standfirst_types::NotShown {
            title: format!("story {story}"),
            url: String::new(),
            reason: "damaged".into(),
            detail,
        });
    }
}

pub(crate) async fn save(c: &mut SqliteConnection, edition: &Edition) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO editions(id, until, json) VALUES (?, ?, ?) ON CONFLICT(id) DO UPDATE SET json = excluded.json",
    )
    .bind(edition.id.as_str())
    .bind(ms(edition.window.to))
    .bind(json(edition)?)
    .execute(c)
    .await?;
    Ok(())
}

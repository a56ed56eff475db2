//! Briefs: every revision ever sealed, rebuilt through the same seal, so that a damaged row is refused and never shown.

use crate::{
    Store, StoreError,
    row::{column, json, ms, parse},
};
use jiff::Timestamp;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use standfirst_types::{Article, Brief, BriefId, Draft, Fault, Frame, StoryId, Verdict};
use std::collections::BTreeSet;

/// Why a stored brief cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum BriefError {
    /// The data file refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The stored brief no longer passes the seal.
    #[error("brief {id} no longer passes the seal: {}", .faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Broken {
        /// Which brief.
        id: BriefId,
        /// What is wrong.
        faults: Vec<Fault>,
    },
}

impl From<sqlx::Error> for BriefError {
    fn from(e: sqlx::Error) -> Self {
        Self::Store(e.into())
    }
}

impl Store {
    /// One revision of a brief and the article versions it cites.
    ///
    /// # Errors
    /// When the data file refuses, or the brief no longer passes the seal.
    pub async fn brief(&self, id: BriefId) -> Result<Option<(Brief, Vec<Article>)>, BriefError> {
        let row =
            sqlx::query("SELECT * FROM briefs WHERE id = ?").bind(id.as_str()).fetch_optional(&self.readers).await?;
        match row {
            Some(r) => self.reseal(&r).await.map(Some),
            None => Ok(None),
        }
    }

    /// The newest revision of a story's brief and the article versions it cites.
    ///
    /// # Errors
    /// When the data file refuses, or the brief no longer passes the seal.
    pub async fn latest_brief(&self, story: StoryId) -> Result<Option<(Brief, Vec<Article>)>, BriefError> {
        let row = sqlx::query("SELECT * FROM briefs WHERE story = ? ORDER BY revision DESC LIMIT 1")
            .bind(story.as_str())
            .fetch_optional(&self.readers)
            .await?;
        match row {
            Some(r) => self.reseal(&r).await.map(Some),
            None => Ok(None),
        }
    }

    /// One revision of a story's brief and the article versions it cites.
    ///
    /// # Errors
    /// When the data file refuses, or the brief no longer passes the seal.
    pub async fn brief_revision(
        &self,
        story: StoryId,
        revision: u32,
    ) -> Result<Option<(Brief, Vec<Article>)>, BriefError> {
        let row = sqlx::query("SELECT * FROM briefs WHERE story = ? AND revision = ?")
            .bind(story.as_str())
            .bind(revision)
            .fetch_optional(&self.readers)
            .await?;
        match row {
            Some(r) => self.reseal(&r).await.map(Some),
            None => Ok(None),
        }
    }

    /// The revisions of a story's brief, newest first, at most `limit`, each with the article versions it cites.
    ///
    /// # Errors
    /// When the data file refuses, or a brief no longer passes the seal.
    pub async fn revisions(&self, story: StoryId, limit: u32) -> Result<Vec<(Brief, Vec<Article>)>, BriefError> {
        let rows = sqlx::query("SELECT * FROM briefs WHERE story = ? ORDER BY revision DESC LIMIT ?")
            .bind(story.as_str())
            .bind(limit)
            .fetch_all(&self.readers)
            .await?;
        let mut revisions = vec![];
        for row in &rows {
            revisions.push(self.reseal(row).await?);
        }
        Ok(revisions)
    }

    /// The words of a story's newest brief as written, headline and TL;DR, without opening the brief: to search, not to
    /// show.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn brief_words(&self, story: StoryId) -> Result<Option<(String, String)>, StoreError> {
        let row = sqlx::query(
            "SELECT coalesce(json_extract(draft, '$.headline.text'), ''),
               coalesce((SELECT group_concat(json_extract(value, '$.text'), ' ') FROM json_each(draft, '$.tldr')), '')
             FROM briefs WHERE story = ? ORDER BY revision DESC LIMIT 1",
        )
        .bind(story.as_str())
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.map(|r| (r.get(0), r.get(1))))
    }

    /// The last of the user's decisions that a brief follows; 0 for none.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn decided_of(&self, id: BriefId) -> Result<u64, StoreError> {
        let row = sqlx::query("SELECT decided FROM briefs WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.map_or(0, |r| r.get::<i64, _>(0).unsigned_abs()))
    }

    /// The newest revision of a story's brief made at `until` or before.
    ///
    /// # Errors
    /// When the data file refuses, or the brief no longer passes the seal.
    pub async fn brief_until(&self, story: StoryId, until: Timestamp) -> Result<Option<Brief>, BriefError> {
        let row = sqlx::query("SELECT * FROM briefs WHERE story = ? AND created <= ? ORDER BY revision DESC LIMIT 1")
            .bind(story.as_str())
            .bind(ms(until))
            .fetch_optional(&self.readers)
            .await?;
        match row {
            Some(r) => Ok(Some(self.reseal(&r).await?.0)),
            None => Ok(None),
        }
    }

    /// When the newest revision of a story's brief was made, and its id.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn latest_brief_id(&self, story: StoryId) -> Result<Option<(BriefId, Timestamp)>, StoreError> {
        let row = sqlx::query("SELECT id, created FROM briefs WHERE story = ? ORDER BY revision DESC LIMIT 1")
            .bind(story.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|r| Ok((parse("brief id", r.get::<&str, _>(0))?, crate::row::time(r.get(1))))).transpose()
    }

    /// What the check left out of a brief: sentence and what was missing.
    ///
    /// # Errors
    /// When the data file refuses or the row is damaged.
    pub async fn left_out(&self, id: BriefId) -> Result<Vec<(String, Vec<String>)>, StoreError> {
        let row = sqlx::query("SELECT left_out FROM briefs WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.map_or(Ok(vec![]), |r| column("left-out list", &r, "left_out"))
    }

    /// Why the default writer made a brief that a model was to write.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn note(&self, id: BriefId) -> Result<Option<String>, StoreError> {
        let row =
            sqlx::query("SELECT note FROM briefs WHERE id = ?").bind(id.as_str()).fetch_optional(&self.readers).await?;
        Ok(row.and_then(|r| r.get::<Option<String>, _>(0)))
    }

    async fn reseal(&self, r: &SqliteRow) -> Result<(Brief, Vec<Article>), BriefError> {
        let id: BriefId = parse("brief id", r.get::<&str, _>("id"))?;
        let draft: Draft = column("draft", r, "draft")?;
        let verdicts: Vec<Verdict> = column("verdicts", r, "verdicts")?;
        let frame: Frame = column("frame", r, "frame")?;
        let cited: BTreeSet<_> = draft
            .claims()
            .flat_map(|c| &c.support)
            .chain(draft.quotes.iter().map(|q| &q.span))
            .chain(draft.open_questions.iter().flat_map(|q| &q.support))
            .map(|s| (s.article, s.version))
            .collect();
        let mut texts = Vec::with_capacity(cited.len());
        for (article, version) in cited {
            texts.extend(self.article(article, Some(version)).await?);
        }
        let brief = Brief::seal(draft, verdicts, frame, texts.as_slice())
            .map_err(|faults| BriefError::Broken { id, faults })?;
        Ok((brief, texts))
    }
}

pub(crate) async fn save(
    c: &mut SqliteConnection,
    brief: &Brief,
    left_out: &[(String, Vec<String>)],
    note: Option<&str>,
    at: Timestamp,
    decided: u64,
) -> Result<(), StoreError> {
    let story = brief.story();
    let (draft, verdicts, frame) = brief.clone().unseal();
    sqlx::query("INSERT INTO briefs(id, story, revision, created, draft, verdicts, frame, left_out, note, decided) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(frame.id.as_str())
        .bind(story.as_str())
        .bind(frame.revision)
        .bind(ms(at))
        .bind(json(&draft)?)
        .bind(json(&verdicts)?)
        .bind(json(&frame)?)
        .bind(json(&left_out)?)
        .bind(note)
        .bind(decided as i64)
        .execute(c)
        .await?;
    Ok(())
}

//! Marks: what the reader has read, saved and muted.

use crate::{
    Store, StoreError,
    row::{ms, parse},
};
use jiff::Timestamp;
use sqlx::Row;
use standfirst_types::{Mark, Matter, StoryId, search::StoryHit};

/// A story's mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The story.
    pub story: StoryId,
    /// Its mark.
    pub mark: Mark,
    /// The revision of the brief that was shown when it was set.
    pub revision: u32,
}

impl Store {
    /// Sets a mark on a story, with the revision of its brief that was seen, or takes it away; `false` where there is no such
    /// story.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn set_mark(&self, m: Marked, on: bool, now: Timestamp) -> Result<bool, StoreError> {
        let mut c = self.write().await;
        if !on {
            sqlx::query("DELETE FROM marks WHERE story = ? AND mark = ?")
                .bind(m.story.as_str())
                .bind(m.mark.as_str())
                .execute(&mut *c)
                .await?;
            return Ok(true);
        }
        let done = sqlx::query(
            "INSERT INTO marks(story, mark, revision, at) SELECT id, ?2, ?3, ?4 FROM stories WHERE id = ?1
             ON CONFLICT(story, mark) DO UPDATE SET revision = max(revision, ?3), at = ?4",
        )
        .bind(m.story.as_str())
        .bind(m.mark.as_str())
        .bind(m.revision)
        .bind(ms(now))
        .execute(&mut *c)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// The marks of these stories.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn marks_of(&self, stories: &[StoryId]) -> Result<Vec<Marked>, StoreError> {
        let wanted = crate::row::json(&stories)?;
        let rows = sqlx::query(
            "SELECT story, mark, revision FROM marks WHERE story IN (SELECT value FROM json_each(?)) ORDER BY story, mark",
        )
        .bind(wanted)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(marked).collect()
    }

    /// Stories with a mark, the newest marks first, at most `limit`; those without a brief are left out. Which are muted the
    /// user's decisions say, in order of id.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn marked(&self, mark: Mark, limit: u32) -> Result<Vec<StoryHit>, StoreError> {
        if mark == Mark::Muted {
            return self.muted(limit).await;
        }
        let rows = sqlx::query(
            "SELECT b.* FROM marks m JOIN brief_docs b ON b.story = m.story WHERE m.mark = ? ORDER BY m.at DESC, m.story LIMIT ?",
        )
        .bind(mark.as_str())
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(crate::search::story_hit).collect()
    }

    async fn muted(&self, limit: u32) -> Result<Vec<StoryHit>, StoreError> {
        let decisions = self.decisions().await?;
        let stories: Vec<StoryId> = decisions
            .muted()
            .filter_map(|m| match m {
                Matter::Story(id) => Some(*id),
                _ => None,
            })
            .collect();
        let rows = sqlx::query(
            "SELECT * FROM brief_docs WHERE story IN (SELECT value FROM json_each(?)) ORDER BY story LIMIT ?",
        )
        .bind(crate::row::json(&stories)?)
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(crate::search::story_hit).collect()
    }
}

fn marked(r: &sqlx::sqlite::SqliteRow) -> Result<Marked, StoreError> {
    Ok(Marked {
        story: parse("story id", r.get::<&str, _>(0))?,
        mark: parse("mark", r.get::<&str, _>(1))?,
        revision: r.get(2),
    })
}

//! Lists: what is stored, a page at a time, for programs that want all of it. Each list has an order of its own that does not
//! change while it grows at one end, and a page goes on after the position of the last row of the page before.

use crate::{
    Store, StoreError,
    corrections::corrected,
    row::parse,
    search::{article_hit, story_hit},
};
use sqlx::Row;
use standfirst_types::{
    ArticleId, Corrected, Mark, StoryId,
    search::{ArticleHit, StoryHit},
};

/// A correction's position: its time in milliseconds, its story, its place in it.
pub type CorrectionAt = (i64, String, u32);

impl Store {
    /// Stories that have a brief, the newest brief first, from before a position.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn stories_before(&self, before: i64, limit: u32) -> Result<Vec<(i64, StoryHit)>, StoreError> {
        let rows = sqlx::query("SELECT * FROM brief_docs WHERE doc < ? ORDER BY doc DESC LIMIT ?")
            .bind(before)
            .bind(limit)
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(|r| Ok((r.get("doc"), story_hit(r)?))).collect()
    }

    /// Articles, the newest first, from before a position. What was blocked or is no article is not among them.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn articles_before(&self, before: i64, limit: u32) -> Result<Vec<(i64, ArticleHit)>, StoreError> {
        let rows = sqlx::query(
            "SELECT x.doc, a.id, a.version, a.url, a.title, a.site, a.published, a.language, a.access, '' AS text, b.story
             FROM article_docs x JOIN articles a ON a.id = x.article AND a.version = x.version
             LEFT JOIN members m ON m.article = x.article LEFT JOIN brief_docs b ON b.story = m.story
             WHERE x.doc < ? ORDER BY x.doc DESC LIMIT ?",
        )
        .bind(before)
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|r| Ok((r.get("doc"), article_hit(r)?))).collect()
    }

    /// What is known of an article, without its text.
    ///
    /// # Errors
    /// When the data file refuses or the row is damaged.
    pub async fn article_hit(&self, id: ArticleId) -> Result<Option<ArticleHit>, StoreError> {
        let row = sqlx::query(
            "SELECT a.id, a.version, a.url, a.title, a.site, a.published, a.language, a.access, '' AS text, b.story
             FROM articles a LEFT JOIN members m ON m.article = a.id LEFT JOIN brief_docs b ON b.story = m.story
             WHERE a.id = ? ORDER BY a.version DESC LIMIT 1",
        )
        .bind(id.as_str())
        .fetch_optional(&self.readers)
        .await?;
        row.map(|r| article_hit(&r)).transpose()
    }

    /// Corrections, the newest first, after a position.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn corrections_after(
        &self,
        after: Option<CorrectionAt>,
        limit: u32,
    ) -> Result<Vec<(CorrectionAt, Corrected)>, StoreError> {
        let (at, story, seq) = after.unwrap_or((i64::MAX, String::new(), 0));
        let rows = sqlx::query(
            "SELECT * FROM corrections WHERE at < ?1 OR (at = ?1 AND (story > ?2 OR (story = ?2 AND seq > ?3)))
             ORDER BY at DESC, story, seq LIMIT ?4",
        )
        .bind(at)
        .bind(story)
        .bind(seq)
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|r| Ok(((r.get("at"), r.get("story"), r.get("seq")), corrected(r)?))).collect()
    }

    /// Stories with a mark, the newest marks first, after a position (time in milliseconds, story). Which are muted the user's
    /// decisions say, in order of id and all at the time 0.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn marked_after(
        &self,
        mark: Mark,
        after: Option<(i64, String)>,
        limit: u32,
    ) -> Result<Vec<(i64, StoryHit)>, StoreError> {
        if mark == Mark::Muted {
            let after = after.map_or_else(String::new, |(_, story)| story);
            let all = self.marked(mark, u32::MAX).await?.into_iter().filter(|s| *s.story.as_str() > *after);
            return Ok(all.take(limit as usize).map(|s| (0, s)).collect());
        }
        let (at, story) = after.unwrap_or((i64::MAX, String::new()));
        let rows = sqlx::query(
            "SELECT m.at AS marked, b.* FROM marks m JOIN brief_docs b ON b.story = m.story
             WHERE m.mark = ?1 AND (m.at < ?2 OR (m.at = ?2 AND m.story > ?3)) ORDER BY m.at DESC, m.story LIMIT ?4",
        )
        .bind(mark.as_str())
        .bind(at)
        .bind(story)
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|r| Ok((r.get("marked"), story_hit(r)?))).collect()
    }

    /// The numbers of the revisions of a story's brief, newest first, with what names each in the store.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn revision_ids(
        &self,
        story: StoryId,
        before: u32,
        limit: u32,
    ) -> Result<Vec<standfirst_types::BriefId>, StoreError> {
        let rows = sqlx::query("SELECT id FROM briefs WHERE story = ? AND revision < ? ORDER BY revision DESC LIMIT ?")
            .bind(story.as_str())
            .bind(before)
            .bind(limit)
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(|r| parse("brief id", r.get::<&str, _>(0))).collect()
    }
}

//! Stories and their members, in the order in which they joined: enough to rebuild the grouping exactly after a restart.

use crate::{
    Store, StoreError,
    row::{column, json, ms, parse, time},
};
use jiff::Timestamp;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use standfirst_types::{ArticleId, Member, Story, StoryId};

/// One article joining a story.
#[derive(Clone, Debug)]
pub struct Joined {
    /// The story.
    pub story: StoryId,
    /// Its language.
    pub language: String,
    /// When the article was published (or read, when it does not say).
    pub published: Timestamp,
    /// The member.
    pub member: Member,
}

/// Why a story has no brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// The story.
    pub story: StoryId,
    /// A short stable name: `paywall`, `thin`, `unsupported`, …
    pub reason: String,
    /// In words.
    pub detail: String,
}

impl Store {
    /// One story with its members.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn story(&self, id: StoryId) -> Result<Option<Story>, StoreError> {
        let row =
            sqlx::query("SELECT * FROM stories WHERE id = ?").bind(id.as_str()).fetch_optional(&self.readers).await?;
        let Some(r) = row else { return Ok(None) };
        let rows = sqlx::query("SELECT json FROM members WHERE story = ? ORDER BY seq")
            .bind(id.as_str())
            .fetch_all(&self.readers)
            .await?;
        let members = rows.iter().map(|m| column("member", m, "json")).collect::<Result<Vec<Member>, _>>()?;
        Ok(Some(Story {
            id,
            language: r.get("language"),
            members,
            first: time(r.get("first")),
            last: time(r.get("last")),
        }))
    }

    /// The story an article is in.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn story_of(&self, article: ArticleId) -> Result<Option<StoryId>, StoreError> {
        let row = sqlx::query("SELECT story FROM members WHERE article = ?")
            .bind(article.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|r| parse("story id", r.get::<&str, _>(0))).transpose()
    }

    /// Stories that an article joined, or whose brief was made, in `(from, to]`.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn stories_touched(&self, from: Timestamp, to: Timestamp) -> Result<Vec<StoryId>, StoreError> {
        let rows = sqlx::query(
            "SELECT story FROM members WHERE joined > ?1 AND joined <= ?2 UNION SELECT story FROM briefs WHERE created > ?1 AND created <= ?2 ORDER BY story",
        )
        .bind(ms(from))
        .bind(ms(to))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|r| parse("story id", r.get::<&str, _>(0))).collect()
    }

    /// Members of stories alive since `from`, in the order in which they joined, `limit` after `after`: the replay that
    /// rebuilds the grouping. Returns the last sequence number and the members with their story.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn replay(
        &self,
        from: Timestamp,
        after: i64,
        limit: u32,
    ) -> Result<(i64, Vec<(StoryId, Member)>), StoreError> {
        let rows = sqlx::query(
            "SELECT m.seq, m.story, m.json FROM members m JOIN stories s ON s.id = m.story WHERE m.seq > ? AND s.last >= ? ORDER BY m.seq LIMIT ?",
        )
        .bind(after)
        .bind(ms(from))
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        let last = rows.last().map_or(after, |r| r.get(0));
        let members = rows
            .iter()
            .map(|r| Ok((parse("story id", r.get::<&str, _>(1))?, column("member", r, "json")?)))
            .collect::<Result<_, StoreError>>()?;
        Ok((last, members))
    }

    /// Why stories touched in `(from, to]` have no brief, and how many sentences were left out of those that have.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn fates(&self, stories: &[StoryId]) -> Result<Vec<Fate>, StoreError> {
        let mut fates = vec![];
        for id in stories {
            let row = sqlx::query("SELECT id, fate, fate_detail FROM stories WHERE id = ? AND fate IS NOT NULL")
                .bind(id.as_str())
                .fetch_optional(&self.readers)
                .await?;
            fates.extend(row.map(|r| fate(&r)).transpose()?);
        }
        Ok(fates)
    }
}

fn fate(r: &SqliteRow) -> Result<Fate, StoreError> {
    Ok(Fate {
        story: parse("story id", r.get::<&str, _>("id"))?,
        reason: r.get("fate"),
        detail: r.get::<Option<String>, _>("fate_detail").unwrap_or_default(),
    })
}

pub(crate) async fn join(c: &mut SqliteConnection, j: &Joined) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO stories(id, language, first, last) VALUES (?1, ?2, ?3, ?3) ON CONFLICT(id) DO UPDATE SET first = min(first, ?3), last = max(last, ?3)")
        .bind(j.story.as_str())
        .bind(&j.language)
        .bind(ms(j.published))
        .execute(&mut *c)
        .await?;
    sqlx::query("INSERT INTO members(article, story, joined, json) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(j.member.article.as_str())
        .bind(j.story.as_str())
        .bind(ms(j.member.added))
        .bind(json(&j.member)?)
        .execute(c)
        .await?;
    Ok(())
}

pub(crate) async fn set_fate(
    c: &mut SqliteConnection,
    story: StoryId,
    fate: Option<&Fate>,
    left_out: u32,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE stories SET fate = ?, fate_detail = ?, left_out = ? WHERE id = ?")
        .bind(fate.map(|f| &f.reason))
        .bind(fate.map(|f| &f.detail))
        .bind(left_out)
        .bind(story.as_str())
        .execute(c)
        .await?;
    Ok(())
}

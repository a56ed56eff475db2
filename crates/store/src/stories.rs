//! Stories and their members, in the order in which they joined: enough to rebuild the grouping exactly after a restart.

use crate::{
    Store, StoreError,
    row::{column, json, ms, parse, time},
};
use jiff::{SignedDuration, Timestamp};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use standfirst_types::{ArticleId, Decisions, Member, MemberKind, Story, StoryId};

/// One article joining a story.
#[derive(Clone, Debug)]
pub struct Joined {
    /// The story that the grouping chose; the user's decisions may put the article elsewhere.
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
        let mut story =
            Story { id, language: r.get("language"), members, first: time(r.get("first")), last: time(r.get("last")) };
        story.settle();
        Ok(Some(story))
    }

    /// One story as other decisions than today's put it together, with the articles there are today.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn story_under(&self, id: StoryId, decisions: &Decisions) -> Result<Option<Story>, StoreError> {
        let row = sqlx::query("SELECT language FROM stories WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        let Some(r) = row else { return Ok(None) };
        let mut homes = decisions.merged_into(id);
        homes.push(id);
        let rows = sqlx::query(
            "SELECT home, json, published FROM members WHERE home IN (SELECT value FROM json_each(?1))
               OR home IN (SELECT home FROM members WHERE article IN (SELECT value FROM json_each(?2))) ORDER BY seq",
        )
        .bind(json(&homes)?)
        .bind(json(&decisions.put_into(id))?)
        .fetch_all(&self.readers)
        .await?;
        let (mut members, mut times) = (vec![], vec![]);
        for m in &rows {
            let member: Member = column("member", m, "json")?;
            if decisions.place(member.article, member.kind, parse("story id", m.get::<&str, _>("home"))?) == id {
                members.push(member);
                times.push(time(m.get("published")));
            }
        }
        let first = times.iter().copied().min().unwrap_or(Timestamp::UNIX_EPOCH);
        let last = times.iter().copied().max().unwrap_or(Timestamp::UNIX_EPOCH);
        let mut story = Story { id, language: r.get("language"), members, first, last };
        story.settle();
        Ok(Some(story))
    }

    /// When each article of a story counts as published, in the order in which they joined.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn published_times(&self, story: StoryId) -> Result<Vec<(ArticleId, Timestamp)>, StoreError> {
        let rows = sqlx::query("SELECT article, published FROM members WHERE story = ? ORDER BY seq")
            .bind(story.as_str())
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(|r| Ok((parse("article id", r.get::<&str, _>(0))?, time(r.get(1))))).collect()
    }

    /// Titles of the reports of a story that are no copies, as they stand now, in the order in which they joined.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn report_titles(&self, story: StoryId) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query(
            "SELECT a.title FROM members m JOIN articles a ON a.id = m.article
             WHERE m.story = ? AND json_extract(m.json, '$.kind') = 'original'
               AND a.version = (SELECT max(version) FROM articles WHERE id = m.article) ORDER BY m.seq",
        )
        .bind(story.as_str())
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.iter().map(|r| r.get(0)).collect())
    }

    /// Publisher families that have a report in any story, with a publisher's name of each, by family.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn families(&self) -> Result<Vec<(String, String)>, StoreError> {
        let rows = sqlx::query(
            "SELECT json_extract(m.json, '$.family') AS family, min(a.site) FROM members m
             JOIN articles a ON a.id = m.article AND a.version = 0 GROUP BY family ORDER BY family",
        )
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.iter().map(|r| (r.get(0), r.get(1))).collect())
    }

    /// Stories and articles whose id begins so, at most three of each: enough to know whether it names one.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn ids_like(&self, start: &str) -> Result<(Vec<StoryId>, Vec<ArticleId>), StoreError> {
        if start.is_empty() || !start.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Ok((vec![], vec![]));
        }
        let like = format!("{start}%");
        let stories = sqlx::query("SELECT id FROM stories WHERE id LIKE ? ORDER BY id LIMIT 3")
            .bind(&like)
            .fetch_all(&self.readers)
            .await?;
        let articles = sqlx::query("SELECT article FROM members WHERE article LIKE ? ORDER BY article LIMIT 3")
            .bind(&like)
            .fetch_all(&self.readers)
            .await?;
        Ok((
            stories.iter().map(|r| parse("story id", r.get::<&str, _>(0))).collect::<Result<_, _>>()?,
            articles.iter().map(|r| parse("article id", r.get::<&str, _>(0))).collect::<Result<_, _>>()?,
        ))
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

    /// Stories in other languages that reports of these stories were linked to, or whose reports were linked to them, with
    /// the part of the names shared; a story once for each report.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn abroad(&self, stories: &[StoryId]) -> Result<Vec<(StoryId, f32)>, StoreError> {
        let rows = sqlx::query(
            "SELECT json_extract(json, '$.abroad[0]'), json_extract(json, '$.abroad[1]') FROM members
             WHERE story IN (SELECT value FROM json_each(?1)) AND json_extract(json, '$.abroad[0]') IS NOT NULL
             UNION ALL SELECT story, json_extract(json, '$.abroad[1]') FROM members
             WHERE json_extract(json, '$.abroad[0]') IN (SELECT value FROM json_each(?1)) ORDER BY 1, 2",
        )
        .bind(json(&stories)?)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|r| Ok((parse("story id", r.get::<&str, _>(0))?, r.get::<f64, _>(1) as f32))).collect()
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

    /// Whether [`Store::stories_touched`] has a story.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn is_touched(&self, story: StoryId, from: Timestamp, to: Timestamp) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT EXISTS (SELECT 1 FROM members WHERE story = ?1 AND joined > ?2 AND joined <= ?3)
               OR EXISTS (SELECT 1 FROM briefs WHERE story = ?1 AND created > ?2 AND created <= ?3)",
        )
        .bind(story.as_str())
        .bind(ms(from))
        .bind(ms(to))
        .fetch_one(&self.readers)
        .await?;
        Ok(row.get(0))
    }

    /// From when on members must be replayed, to rebuild the grouping of stories alive since `from`: as early as the first
    /// report of any of them, but at most `most` before `from`; `None` when no story is alive.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn replay_from(&self, from: Timestamp, most: SignedDuration) -> Result<Option<Timestamp>, StoreError> {
        let first: Option<i64> = sqlx::query_scalar("SELECT min(first) FROM stories WHERE last >= ?")
            .bind(ms(from))
            .fetch_one(&self.readers)
            .await?;
        let earliest = from.saturating_sub(most).unwrap_or(from);
        Ok(first.map(|f| time(f).max(earliest)))
    }

    /// Members since the first published at `from` or later, in the order in which they joined, `limit` after `after`: the
    /// replay that rebuilds the grouping. Returns the last sequence number and the members with their story.
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
            "SELECT m.seq, m.story, m.json, o.story AS of FROM members m
             LEFT JOIN members o ON o.article = json_extract(m.json, '$.kind.copy_of')
             WHERE m.seq > ? AND m.seq >= (SELECT min(seq) FROM members WHERE published >= ?) ORDER BY m.seq LIMIT ?",
        )
        .bind(after)
        .bind(ms(from))
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        let last = rows.last().map_or(after, |r| r.get(0));
        let members = rows
            .iter()
            .map(|r| {
                let mut member: Member = column("member", r, "json")?;
                // A copy that was taken away from its original stands for its text where it is now.
                if r.get::<Option<&str>, _>(3).is_some_and(|of| of != r.get::<&str, _>(1)) {
                    member.kind = MemberKind::Original;
                }
                Ok((parse("story id", r.get::<&str, _>(1))?, member))
            })
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

/// `decisions` are those of this transaction and not of when the story was chosen: another process may have stored one in
/// between.
pub(crate) async fn join(c: &mut SqliteConnection, j: &Joined, decisions: &Decisions) -> Result<(), StoreError> {
    let story = decisions.place(j.member.article, j.member.kind, j.story);
    sqlx::query("INSERT INTO stories(id, language, first, last) VALUES (?1, ?2, ?3, ?3) ON CONFLICT(id) DO UPDATE SET first = min(first, ?3), last = max(last, ?3)")
        .bind(story.as_str())
        .bind(&j.language)
        .bind(ms(j.published))
        .execute(&mut *c)
        .await?;
    sqlx::query("INSERT INTO members(article, story, joined, json, home, published) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(j.member.article.as_str())
        .bind(story.as_str())
        .bind(ms(j.member.added))
        .bind(json(&j.member)?)
        .bind(j.story.as_str())
        .bind(ms(j.published))
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

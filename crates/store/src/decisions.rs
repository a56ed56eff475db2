//! Decisions of the user's: numbered rows that are only added to, and where they put the articles there are. What comes
//! later is put in its place when it joins, see [`crate::stories`].

use crate::{
    NewJob, Store, StoreError,
    jobs::{begin, enqueue_all, finish},
    row::{column, json, ms, parse, time},
};
use jiff::{SignedDuration, Timestamp};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use standfirst_types::{ArticleId, Choice, Decision, Decisions, Job, Matter, MemberKind, StoryId};
use std::collections::BTreeSet;

/// Stories whose last report is older are not written anew when one of their sources is muted or heard again.
const LIVE: SignedDuration = SignedDuration::from_hours(24 * 6);

/// A decision as stored, and the stories that it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The decision.
    pub decision: Decision,
    /// Stories that hold other articles than before, or whose brief is to be written anew, in order of id.
    pub stories: Vec<StoryId>,
}

impl Store {
    /// Every decision, in order.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn decision_list(&self) -> Result<Vec<Decision>, StoreError> {
        let rows =
            sqlx::query("SELECT number, at, json FROM decisions ORDER BY number").fetch_all(&self.readers).await?;
        rows.iter().map(decision).collect()
    }

    /// What all decisions come to.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn decisions(&self) -> Result<Decisions, StoreError> {
        Ok(Decisions::of(&self.decision_list().await?))
    }

    /// What the decisions up to a number come to.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn decisions_until(&self, number: u64) -> Result<Decisions, StoreError> {
        let mut list = self.decision_list().await?;
        list.retain(|d| d.number <= number);
        Ok(Decisions::of(&list))
    }

    /// The number of the last decision, 0 when there is none.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn decided(&self) -> Result<u64, StoreError> {
        let row = sqlx::query("SELECT coalesce(max(number), 0) FROM decisions").fetch_one(&self.readers).await?;
        Ok(row.get::<i64, _>(0).unsigned_abs())
    }

    /// Stores a decision, puts every article it concerns where it now belongs, and asks for the briefs of the stories that
    /// changed, in one transaction.
    ///
    /// # Errors
    /// When the data file refuses; then nothing was decided.
    pub async fn decide(&self, choice: Choice, at: Timestamp) -> Result<Decided, StoreError> {
        let mut c = self.write().await;
        begin(&mut c).await?;
        let result = decide(&mut c, choice, at).await;
        finish(&mut c, result).await
    }

    /// Where a story's address leads: to itself, to the story it was merged into, or, when a split that made it was taken
    /// back, to where its article is.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn resolve(&self, story: StoryId) -> Result<StoryId, StoreError> {
        let decisions = self.decisions().await?;
        let root = decisions.root(story);
        let held = sqlx::query("SELECT 1 FROM members WHERE story = ? LIMIT 1")
            .bind(root.as_str())
            .fetch_optional(&self.readers)
            .await?;
        match decisions.parted(root) {
            Some(article) if held.is_none() => Ok(self.story_of(article).await?.unwrap_or(root)),
            _ => Ok(root),
        }
    }
}

fn decision(r: &SqliteRow) -> Result<Decision, StoreError> {
    Ok(Decision {
        number: r.get::<i64, _>("number").unsigned_abs(),
        at: time(r.get("at")),
        choice: column("decision", r, "json")?,
    })
}

/// All decisions, inside a transaction.
pub(crate) async fn list(c: &mut SqliteConnection) -> Result<Vec<Decision>, StoreError> {
    let rows = sqlx::query("SELECT number, at, json FROM decisions ORDER BY number").fetch_all(c).await?;
    rows.iter().map(decision).collect()
}

async fn decide(c: &mut SqliteConnection, choice: Choice, at: Timestamp) -> Result<Decided, StoreError> {
    let mut all = list(c).await?;
    let before = Decisions::of(&all);
    let number = all.last().map_or(0, |d| d.number) + 1;
    sqlx::query("INSERT INTO decisions(number, at, json) VALUES (?, ?, ?)")
        .bind(number as i64)
        .bind(ms(at))
        .bind(json(&choice)?)
        .execute(&mut *c)
        .await?;
    let decision = Decision { number, at: time(ms(at)), choice };
    all.push(decision.clone());
    let after = Decisions::of(&all);
    let matter = matter(&decision.choice, &all);
    let named = named(c, matter).await?;
    let mut stories = place(c, &named, &before, &after).await?;
    if let Choice::Mute { matter: Matter::Source(family) } | Choice::Unmute { matter: Matter::Source(family) } = matter
    {
        stories.extend(stories_of(c, family, at.checked_sub(LIVE).unwrap_or(Timestamp::MIN)).await?);
    }
    let stories: Vec<StoryId> = stories.into_iter().collect();
    let jobs: Vec<NewJob> =
        stories.iter().map(|id| NewJob { job: Job::Brief(*id), lane: String::new(), due: at, order: 0 }).collect();
    enqueue_all(c, &jobs).await?;
    Ok(Decided { decision, stories })
}

/// What a choice is about in the end: for one that takes back, what that was about.
fn matter<'a>(choice: &'a Choice, all: &'a [Decision]) -> &'a Choice {
    let (mut choice, mut number) = (choice, u64::MAX);
    while let Choice::Undo { decision } = choice
        && *decision < number
        && let Some(earlier) = all.iter().find(|d| d.number == *decision)
    {
        (choice, number) = (&earlier.choice, *decision);
    }
    choice
}

/// The stories that a choice names, and where the grouping put the article that it names.
async fn named(c: &mut SqliteConnection, choice: &Choice) -> Result<BTreeSet<StoryId>, StoreError> {
    Ok(match choice {
        Choice::Merge { from, into } => BTreeSet::from([*from, *into]),
        Choice::Split { article, from, into } => {
            let home = sqlx::query("SELECT home FROM members WHERE article = ?")
                .bind(article.as_str())
                .fetch_optional(c)
                .await?;
            let home = home.map(|r| parse("story id", r.get::<&str, _>(0))).transpose()?;
            [Some(*from), Some(*into), home].into_iter().flatten().collect()
        }
        _ => BTreeSet::new(),
    })
}

/// Puts the articles of these stories, and of all that are or were merged with them, where they belong now. Returns the
/// stories that gained or lost one.
async fn place(
    c: &mut SqliteConnection,
    named: &BTreeSet<StoryId>,
    before: &Decisions,
    after: &Decisions,
) -> Result<BTreeSet<StoryId>, StoreError> {
    let mut concerned = named.clone();
    for id in named {
        for decisions in [before, after] {
            let root = decisions.root(*id);
            concerned.insert(root);
            concerned.extend(decisions.merged_into(root));
        }
    }
    let ids = json(&concerned)?;
    let rows = sqlx::query(
        "SELECT article, story, home, json_extract(json, '$.kind') AS kind FROM members
         WHERE home IN (SELECT value FROM json_each(?1)) OR story IN (SELECT value FROM json_each(?1)) ORDER BY seq",
    )
    .bind(&ids)
    .fetch_all(&mut *c)
    .await?;
    let mut touched = BTreeSet::new();
    for r in &rows {
        let article: ArticleId = parse("article id", r.get::<&str, _>("article"))?;
        let was: StoryId = parse("story id", r.get::<&str, _>("story"))?;
        let home: StoryId = parse("story id", r.get::<&str, _>("home"))?;
        let now = after.place(article, kind(r.get::<&str, _>("kind"))?, home);
        if now != was {
            sqlx::query("INSERT INTO stories(id, language, first, last) SELECT ?, language, first, last FROM stories WHERE id = ? ON CONFLICT DO NOTHING")
                .bind(now.as_str())
                .bind(was.as_str())
                .execute(&mut *c)
                .await?;
            sqlx::query("UPDATE members SET story = ? WHERE article = ?")
                .bind(now.as_str())
                .bind(article.as_str())
                .execute(&mut *c)
                .await?;
            touched.extend([was, now]);
        }
    }
    for id in &touched {
        sqlx::query(
            "UPDATE stories SET first = coalesce((SELECT min(published) FROM members WHERE story = ?1), first),
               last = coalesce((SELECT max(published) FROM members WHERE story = ?1), last) WHERE id = ?1",
        )
        .bind(id.as_str())
        .execute(&mut *c)
        .await?;
    }
    Ok(touched)
}

/// A member's kind as SQLite extracts it: a word, or an object.
fn kind(text: &str) -> Result<MemberKind, StoreError> {
    if text == "original" { Ok(MemberKind::Original) } else { crate::row::from_json("member", text) }
}

/// Stories alive since `from` that hold a report of a family.
async fn stories_of(c: &mut SqliteConnection, family: &str, from: Timestamp) -> Result<Vec<StoryId>, StoreError> {
    let rows = sqlx::query(
        "SELECT DISTINCT m.story FROM stories s JOIN members m ON m.story = s.id WHERE s.last >= ? AND json_extract(m.json, '$.family') = ?",
    )
    .bind(ms(from))
    .bind(family)
    .fetch_all(c)
    .await?;
    rows.iter().map(|r| parse("story id", r.get::<&str, _>(0))).collect()
}

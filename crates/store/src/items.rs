//! Items: the numbers by which reader apps know articles and briefs, and what was read and starred of them. What was read and
//! saved of a story is kept with its marks, so that page and apps agree.

use crate::{
    Store, StoreError, jobs,
    row::{json, ms, parse},
};
use jiff::Timestamp;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use standfirst_types::{
    Access, Article, Brief, BriefsOf, Choice, Item, ItemMark, ItemQuery, ItemsOf, Matter, Shown, StoryId, Unread,
};

/// Whether an item was read.
const READ: &str = "CASE i.kind WHEN 'article' THEN i.read IS NOT NULL ELSE EXISTS
  (SELECT 1 FROM marks m WHERE m.story = i.key AND m.mark = 'read' AND m.revision >= i.revision) END";
/// Whether it is starred.
const STARRED: &str = "CASE i.kind WHEN 'article' THEN i.starred IS NOT NULL ELSE EXISTS
  (SELECT 1 FROM marks m WHERE m.story = i.key AND m.mark = 'saved') END";
/// Whether it was set to be unread.
const KEPT: &str = "i.kept IS NOT NULL";
/// The newest revision that a brief's item stands for.
const REVISION: &str = "(SELECT max(b.revision) FROM briefs b WHERE b.story = i.key AND b.revision < coalesce(
  (SELECT min(n.revision) FROM items n WHERE n.kind = 'brief' AND n.key = i.key AND n.revision > i.revision), 4294967296))";

impl Store {
    /// The items that a query asks for. Stories that were muted or became part of another have none. Linear in the items
    /// between its numbers.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn items(&self, query: &ItemQuery) -> Result<Vec<Item>, StoreError> {
        let order = if query.oldest_first { "ASC" } else { "DESC" };
        let sql = format!("{} WHERE {} ORDER BY i.number {order} LIMIT ?6", select(), condition(query));
        let (feeds, stories) = lists(&query.of)?;
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(query.from)
            .bind(query.below.unwrap_or(i64::MAX))
            .bind(feeds)
            .bind(stories)
            .bind(json(&self.hidden().await?)?)
            .bind(query.limit)
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(item).collect()
    }

    /// The items of these numbers, the newest first; numbers that there are not give none.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn items_by_number(&self, numbers: &[i64]) -> Result<Vec<Item>, StoreError> {
        let sql = format!("{} WHERE i.number IN (SELECT value FROM json_each(?)) ORDER BY i.number DESC", select());
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(json(&numbers)?).fetch_all(&self.readers).await?;
        rows.iter().map(item).collect()
    }

    /// What is unread, by feed; briefs come last.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn unread(&self) -> Result<Vec<Unread>, StoreError> {
        let sql = format!(
            "SELECT i.feed, count(*), max(i.number) FROM items i WHERE i.kind = 'article' AND i.feed IS NOT NULL AND i.read IS NULL
             GROUP BY i.feed
             UNION ALL SELECT NULL, count(*), coalesce(max(i.number), 0) FROM items i WHERE i.kind = 'brief' AND i.listed
             AND i.key NOT IN (SELECT value FROM json_each(?)) AND NOT ({READ})"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(json(&self.hidden().await?)?);
        let rows = rows.fetch_all(&self.readers).await?;
        rows.iter()
            .map(|r| {
                let feed = r.get::<Option<&str>, _>(0).map(|id| parse("feed id", id)).transpose()?;
                Ok(Unread { feed, count: r.get::<i64, _>(1).unsigned_abs(), newest: r.get(2) })
            })
            .collect()
    }

    /// Sets a mark on items, or takes it away. What is kept unread counts as not read.
    ///
    /// # Errors
    /// When the data file refuses; then no mark is changed.
    pub async fn mark_items(
        &self,
        numbers: &[i64],
        mark: ItemMark,
        on: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let numbers = json(&numbers)?;
        let mut c = self.write().await;
        jobs::begin(&mut c).await?;
        let result = async {
            for statement in statements(mark, on) {
                sqlx::query(sqlx::AssertSqlSafe(statement)).bind(&numbers).bind(ms(now)).execute(&mut *c).await?;
            }
            Ok(())
        }
        .await;
        jobs::finish(&mut c, result).await
    }

    /// Marks all that a query finds as read, however many (`limit` is not heeded). Returns how many were not before.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn read_items(&self, query: &ItemQuery, now: Timestamp) -> Result<usize, StoreError> {
        let mut query = ItemQuery { limit: u32::MAX, ..query.clone() };
        query.without.push(ItemMark::Read);
        let numbers: Vec<i64> = self.items(&query).await?.iter().map(|i| i.number).collect();
        self.mark_items(&numbers, ItemMark::Read, true, now).await?;
        Ok(numbers.len())
    }

    /// Stories whose briefs are not listed: muted, or part of another now.
    async fn hidden(&self) -> Result<Vec<StoryId>, StoreError> {
        let decisions = self.decisions().await?;
        let muted = decisions.muted().filter_map(|m| match m {
            Matter::Story(id) => Some(*id),
            _ => None,
        });
        let merged = decisions.active().filter_map(|d| match d.choice {
            Choice::Merge { from, .. } => Some(from).filter(|from| decisions.root(*from) != *from),
            _ => None,
        });
        Ok(muted.chain(merged).collect())
    }
}

fn select() -> String {
    format!(
        "SELECT i.number, i.kind, i.key, i.feed, {READ} AS is_read, {STARRED} AS is_starred, {KEPT} AS is_kept,
         CASE i.kind WHEN 'brief' THEN {REVISION} END AS shown FROM items i"
    )
}

/// Numbers from `?1` to below `?2`, of the feeds `?3`, the stories `?4`, not of the stories `?5`.
fn condition(query: &ItemQuery) -> String {
    let feeds = match &query.of.feeds {
        None => "i.feed IS NOT NULL OR i.starred IS NOT NULL",
        Some(_) => "i.feed IN (SELECT value FROM json_each(?3))",
    };
    let briefs = match &query.of.briefs {
        BriefsOf::Nothing => "0",
        BriefsOf::All => "i.listed",
        BriefsOf::Stories(_) => "i.listed AND i.key IN (SELECT value FROM json_each(?4))",
    };
    let mut all = format!(
        "i.number >= ?1 AND i.number < ?2 AND (i.kind = 'article' AND ({feeds}) OR
         i.kind = 'brief' AND {briefs} AND i.key NOT IN (SELECT value FROM json_each(?5)))"
    );
    let state = |mark: &ItemMark| match mark {
        ItemMark::Read => READ,
        ItemMark::Starred => STARRED,
        ItemMark::Kept => KEPT,
    };
    query.with.iter().for_each(|m| all.push_str(&format!(" AND ({})", state(m))));
    query.without.iter().for_each(|m| all.push_str(&format!(" AND NOT ({})", state(m))));
    all
}

fn lists(of: &ItemsOf) -> Result<(String, String), StoreError> {
    let stories = match &of.briefs {
        BriefsOf::Stories(stories) => stories.as_slice(),
        BriefsOf::Nothing | BriefsOf::All => &[],
    };
    Ok((json(&of.feeds.as_deref().unwrap_or_default())?, json(&stories)?))
}

/// What sets a mark on the items whose numbers `?1` lists, at `?2`.
fn statements(mark: ItemMark, on: bool) -> Vec<String> {
    const THESE: &str = "number IN (SELECT value FROM json_each(?1))";
    let column = |name: &str, value: &str| {
        format!("UPDATE items SET {name} = {value} WHERE kind = 'article' AND {THESE} AND ?2 IS NOT NULL")
    };
    let set = |mark: &str| {
        format!(
            "INSERT INTO marks(story, mark, revision, at) SELECT i.key, '{mark}', {REVISION}, ?2 FROM items i JOIN stories s ON s.id = i.key
             WHERE i.kind = 'brief' AND i.{THESE} AND {REVISION} IS NOT NULL
             ON CONFLICT(story, mark) DO UPDATE SET revision = max(revision, excluded.revision), at = excluded.at"
        )
    };
    let drop = |mark: &str| {
        format!(
            "DELETE FROM marks WHERE mark = '{mark}' AND ?2 IS NOT NULL AND
             story IN (SELECT key FROM items WHERE kind = 'brief' AND {THESE})"
        )
    };
    let kept = |value: &str| format!("UPDATE items SET kept = {value} WHERE {THESE} AND ?2 IS NOT NULL");
    match (mark, on) {
        (ItemMark::Read, true) => vec![column("read", "?2"), set("read"), kept("NULL")],
        (ItemMark::Read, false) => vec![column("read", "NULL"), drop("read")],
        (ItemMark::Starred, true) => vec![column("starred", "?2"), set("saved")],
        (ItemMark::Starred, false) => vec![column("starred", "NULL"), drop("saved")],
        (ItemMark::Kept, true) => vec![column("read", "NULL"), drop("read"), kept("?2")],
        (ItemMark::Kept, false) => vec![kept("NULL")],
    }
}

fn item(r: &SqliteRow) -> Result<Item, StoreError> {
    let key: &str = r.get("key");
    let shows = match r.get::<&str, _>("kind") {
        "article" => Shown::Article(parse("article id", key)?),
        _ => Shown::Brief(parse("story id", key)?, r.get::<Option<u32>, _>("shown").unwrap_or_default()),
    };
    Ok(Item {
        number: r.get("number"),
        shows,
        feed: r.get::<Option<&str>, _>("feed").map(|id| parse("feed id", id)).transpose()?,
        read: r.get("is_read"),
        starred: r.get("is_starred"),
        kept: r.get("is_kept"),
    })
}

/// The next number, not below the second of `?1`.
const NEXT: &str = "max(?1, (SELECT coalesce(max(number), 0) + 1 FROM items))";

/// Numbers an article, once; a page that is none gets no number.
pub(crate) async fn add_article(c: &mut SqliteConnection, a: &Article, at: Timestamp) -> Result<(), StoreError> {
    if a.access == Access::NotArticle {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO items(number, kind, key, revision, feed) SELECT {NEXT}, 'article', ?2, 0,
           (SELECT feed FROM entries WHERE url IN (SELECT url FROM captures WHERE id = ?3 UNION SELECT ?4) ORDER BY seen, feed LIMIT 1)
         WHERE NOT EXISTS (SELECT 1 FROM items WHERE kind = 'article' AND key = ?2)"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(Item::first_of(at.as_second()))
        .bind(a.id.as_str())
        .bind(a.capture.as_str())
        .bind(&a.url)
        .execute(c)
        .await?;
    Ok(())
}

/// Numbers a revision that tells something new; it stands in the place of those before.
pub(crate) async fn add_brief(c: &mut SqliteConnection, brief: &Brief, at: Timestamp) -> Result<(), StoreError> {
    if brief.tells().is_none() {
        return Ok(());
    }
    let (story, revision) = (brief.story(), brief.frame().revision);
    let sql = format!(
        "INSERT INTO items(number, kind, key, revision) SELECT {NEXT}, 'brief', ?2, ?3
         WHERE NOT EXISTS (SELECT 1 FROM items WHERE kind = 'brief' AND key = ?2 AND revision >= ?3)"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(Item::first_of(at.as_second()))
        .bind(story.as_str())
        .bind(revision)
        .execute(&mut *c)
        .await?;
    sqlx::query("UPDATE items SET listed = 0 WHERE kind = 'brief' AND key = ? AND revision < ?")
        .bind(story.as_str())
        .bind(revision)
        .execute(c)
        .await?;
    Ok(())
}

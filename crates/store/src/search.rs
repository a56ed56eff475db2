//! Search: full text over every article and the newest brief of every story (SQLite FTS5).
//!
//! A document's number begins with its time, so that the index itself is in order of time: the newest come first and a range
//! of days is a range of numbers, whatever the words. The index holds no text; what is shown is read from the rows.

use crate::{
    Store, StoreError,
    row::{json, ms, parse, time},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use standfirst_types::{
    Access, Article, Brief, Notes, StoryId, When,
    search::{ArticleHit, Field, Hits, Query, StoryHit, Term},
};
use std::collections::BTreeSet;

/// Bits below a document's second: for documents of one second.
const BITS: u32 = 20;
/// Characters of an article that are looked through for the words found.
const SHOWN: i64 = 20_000;
/// Most names kept of one document.
const NAMES: usize = 400;
/// Most stories found at once.
const STORIES: u32 = 10;

impl Store {
    /// What is found for a query, newest first: at most `limit` articles after `cursor` (exclusive), and on the first page
    /// stories. An empty query finds nothing.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn search(&self, query: &Query, cursor: Option<i64>, limit: u32) -> Result<Hits, StoreError> {
        if query.is_empty() {
            return Ok(Hits::default());
        }
        let stories = if cursor.is_none() { self.story_hits(query, STORIES).await? } else { vec![] };
        let (from, to) = range(query);
        let to = cursor.map_or(to, |c| to.min(c));
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT d.doc, a.id, a.version, a.url, a.title, a.site, a.published, a.language, a.access, substr(a.text, 1, {SHOWN}) AS text, b.story
             FROM ({}) d JOIN article_docs x ON x.doc = d.doc JOIN articles a ON a.id = x.article AND a.version = x.version
             LEFT JOIN members m ON m.article = x.article LEFT JOIN brief_docs b ON b.story = m.story ORDER BY d.doc DESC",
            numbers("article", query)
        )))
        .bind(from)
        .bind(to)
        .bind(limit + 1)
        .bind(expression(query))
        .fetch_all(&self.readers)
        .await?;
        let next = rows.get(limit as usize).and_then(|_| rows.get(limit as usize - 1)).map(|r| r.get("doc"));
        let articles = rows.iter().take(limit as usize).map(article_hit).collect::<Result<_, _>>()?;
        Ok(Hits { stories, articles, next })
    }

    /// Stories found for a query, newest first.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn story_hits(&self, query: &Query, limit: u32) -> Result<Vec<StoryHit>, StoreError> {
        if query.is_empty() {
            return Ok(vec![]);
        }
        let (from, to) = range(query);
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT x.* FROM ({}) d JOIN brief_docs x ON x.doc = d.doc ORDER BY d.doc DESC",
            numbers("brief", query)
        )))
        .bind(from)
        .bind(to)
        .bind(limit)
        .bind(expression(query))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(story_hit).collect()
    }

    /// Which of these stories a query finds.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn finds(&self, query: &Query, stories: &[StoryId]) -> Result<BTreeSet<StoryId>, StoreError> {
        if query.is_empty() || stories.is_empty() {
            return Ok(BTreeSet::new());
        }
        let (from, to) = range(query);
        let sql = match expression(query) {
            Some(_) => {
                "SELECT x.story FROM brief_docs x WHERE x.story IN (SELECT value FROM json_each(?3)) AND x.doc BETWEEN ?1 AND ?2
                 AND x.doc IN (SELECT rowid FROM brief_index WHERE brief_index MATCH ?4 AND rowid IN
                   (SELECT doc FROM brief_docs WHERE story IN (SELECT value FROM json_each(?3))))"
            }
            None => {
                "SELECT x.story FROM brief_docs x WHERE x.story IN (SELECT value FROM json_each(?3)) AND x.doc BETWEEN ?1 AND ?2 AND ?4 IS NULL"
            }
        };
        let rows = sqlx::query(sql).bind(from).bind(to).bind(json(&stories)?).bind(expression(query));
        let rows = rows.fetch_all(&self.readers).await?;
        rows.iter().map(|r| parse("story id", r.get::<&str, _>(0))).collect()
    }
}

/// The numbers of the documents found: `?1` to `?2`, at most `?3`, matching `?4`. `kind` is one of ours.
fn numbers(kind: &str, query: &Query) -> String {
    // A story that was merged away keeps its brief, for the merge can be taken back, but has no report and is not found.
    let told = if kind == "brief" {
        "AND EXISTS (SELECT 1 FROM brief_docs b JOIN members t ON t.story = b.story WHERE b.doc = n.doc)"
    } else {
        ""
    };
    match expression(query) {
        Some(_) => format!(
            "SELECT doc FROM (SELECT rowid AS doc FROM {kind}_index WHERE {kind}_index MATCH ?4 AND rowid >= ?1 AND rowid < ?2 ORDER BY rowid DESC) n
             WHERE 1 {told} LIMIT ?3"
        ),
        None => format!(
            "SELECT n.doc FROM {kind}_docs n WHERE n.doc >= ?1 AND n.doc < ?2 AND ?4 IS NULL {told} ORDER BY n.doc DESC LIMIT ?3"
        ),
    }
}

/// The query in the language of FTS5, every word inside quotation marks, so that none is an operator; `None` where only days
/// are asked for.
fn expression(query: &Query) -> Option<String> {
    let term = |t: &Term| {
        let columns = match t.field {
            Field::Anywhere => "{title body names site}",
            Field::Source => "site",
            Field::Name => "names",
            Field::Language => "language",
        };
        format!("{columns} : \"{}\"{}", spaced(&t.words).replace('"', " "), if t.open { " *" } else { "" })
    };
    let (not, wanted): (Vec<_>, Vec<_>) = query.terms.iter().partition(|t| t.not);
    if wanted.is_empty() {
        return None;
    }
    let wanted = either(&wanted, term);
    if not.is_empty() {
        return Some(wanted);
    }
    Some(format!("({wanted}) NOT ({})", not.into_iter().map(term).collect::<Vec<_>>().join(" OR ")))
}

/// The terms joined: by OR where one will do in the place of the one before it, else by AND.
fn either(terms: &[&Term], show: impl Fn(&Term) -> String) -> String {
    let mut groups: Vec<String> = vec![];
    for term in terms {
        match groups.last_mut().filter(|_| term.or) {
            Some(group) => *group = format!("{group} OR {}", show(term)),
            None => groups.push(show(term)),
        }
    }
    groups.iter().map(|g| format!("({g})")).collect::<Vec<_>>().join(" AND ")
}

/// Scripts that are written without spaces, one character a word, so that any run of them is found as a phrase.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        let alone = matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
        if alone {
            out.push(' ');
        }
        out.push(c);
        if alone {
            out.push(' ');
        }
    }
    out
}

/// First number, and one past the last.
fn range(query: &Query) -> (i64, i64) {
    let number = |d: Date| TimeZone::UTC.to_timestamp(d.at(0, 0, 0, 0)).map_or(0, first_number);
    (query.after.map_or(0, number), query.before.map_or(i64::MAX, number))
}

/// The first number of documents of a time.
fn first_number(at: Timestamp) -> i64 {
    at.as_second().clamp(0, 1 << 40) << BITS
}

fn article_hit(r: &SqliteRow) -> Result<ArticleHit, StoreError> {
    Ok(ArticleHit {
        article: parse("article id", r.get::<&str, _>("id"))?,
        version: r.get("version"),
        url: r.get("url"),
        title: r.get("title"),
        site: r.get("site"),
        published: r.get::<Option<&str>, _>("published").and_then(When::parse),
        language: r.get("language"),
        access: crate::articles::access(r.get::<&str, _>("access")),
        text: r.get("text"),
        story: r.get::<Option<&str>, _>("story").map(|s| parse("story id", s)).transpose()?,
    })
}

pub(crate) fn story_hit(r: &SqliteRow) -> Result<StoryHit, StoreError> {
    Ok(StoryHit {
        story: parse("story id", r.get::<&str, _>("story"))?,
        headline: r.get("headline"),
        lead: r.get("lead"),
        language: r.get("language"),
        sources: crate::row::column("sources", r, "sources")?,
        at: time(r.get("at")),
    })
}

/// Takes an article's newest version into the index.
pub(crate) async fn add_article(
    c: &mut SqliteConnection,
    a: &Article,
    notes: &Notes,
    read: Timestamp,
) -> Result<(), StoreError> {
    if matches!(a.access, Access::Blocked | Access::NotArticle) {
        return Ok(());
    }
    let old = sqlx::query("DELETE FROM article_docs WHERE article = ? AND version <= ? RETURNING doc")
        .bind(a.id.as_str())
        .bind(a.version)
        .fetch_optional(&mut *c)
        .await?;
    let doc = match old {
        Some(row) => {
            let doc: i64 = row.get(0);
            sqlx::query("DELETE FROM article_index WHERE rowid = ?").bind(doc).execute(&mut *c).await?;
            doc
        }
        None => {
            // Nothing is published after it was read.
            let at = a.published.map_or(read, |w| w.at.min(read));
            free_number(c, "SELECT 1 FROM article_docs WHERE doc = ?", at, a.id.as_str()).await?
        }
    };
    let added = sqlx::query("INSERT INTO article_docs(doc, article, version) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(doc)
        .bind(a.id.as_str())
        .bind(a.version)
        .execute(&mut *c)
        .await?;
    if added.rows_affected() == 0 {
        return Ok(());
    }
    let host = a.url.split('/').nth(2).unwrap_or_default();
    sqlx::query("INSERT INTO article_index(rowid, title, body, names, site, language) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(doc)
        .bind(spaced(&a.title))
        .bind(spaced(&a.text))
        .bind(names(notes, |_| true))
        .bind(spaced(&format!("{} {host}", a.site)))
        .bind(primary(a.language.as_deref().unwrap_or_default()))
        .execute(c)
        .await?;
    Ok(())
}

/// Takes the newest brief of a story into the index, in place of the one before.
pub(crate) async fn add_brief(c: &mut SqliteConnection, brief: &Brief) -> Result<(), StoreError> {
    let old = sqlx::query("DELETE FROM brief_docs WHERE story = ? RETURNING doc")
        .bind(brief.story().as_str())
        .fetch_optional(&mut *c)
        .await?;
    if let Some(row) = old {
        sqlx::query("DELETE FROM brief_index WHERE rowid = ?").bind(row.get::<i64, _>(0)).execute(&mut *c).await?;
    }
    let frame = brief.frame();
    let sql = "SELECT 1 FROM brief_docs WHERE doc = ?";
    let doc = free_number(c, sql, frame.window.to, brief.story().as_str()).await?;
    let mut sources: Vec<&str> = frame.originals.iter().map(|o| o.publisher.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    let lead = brief.tldr().iter().take(2).map(|s| s.text.as_str()).collect::<Vec<_>>().join(" ");
    sqlx::query(
        "INSERT INTO brief_docs(doc, story, headline, lead, language, sources, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(doc)
    .bind(brief.story().as_str())
    .bind(&brief.headline().text)
    .bind(lead)
    .bind(brief.language())
    .bind(json(&sources)?)
    .bind(ms(frame.window.to))
    .execute(&mut *c)
    .await?;
    let text = brief.sentences().map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n");
    let named = names_of(c, brief, &text).await?;
    let hosts = frame.originals.iter().map(|o| o.url.split('/').nth(2).unwrap_or_default());
    let site = sources.iter().copied().chain(hosts).collect::<Vec<_>>().join(" ");
    sqlx::query("INSERT INTO brief_index(rowid, title, body, names, site, language) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(doc)
        .bind(spaced(&brief.headline().text))
        .bind(spaced(&text))
        .bind(named)
        .bind(spaced(&site))
        .bind(primary(brief.language()))
        .execute(c)
        .await?;
    Ok(())
}

/// A number of its time that no other document has. Documents of one second are spread by their ids.
async fn free_number(
    c: &mut SqliteConnection,
    taken: &'static str,
    at: Timestamp,
    id: &str,
) -> Result<i64, StoreError> {
    let spread = i64::from_str_radix(&standfirst_types::span::hex(id.as_bytes(), 2), 16).unwrap_or(0);
    let mut doc = first_number(at) + (spread << 4);
    while sqlx::query(taken).bind(doc).fetch_optional(&mut *c).await?.is_some() {
        doc += 1;
    }
    Ok(doc)
}

/// The names that a brief's originals name and its text holds.
async fn names_of(c: &mut SqliteConnection, brief: &Brief, text: &str) -> Result<String, StoreError> {
    let mut all = vec![];
    for original in brief.frame().originals.iter().take(24) {
        let row = sqlx::query("SELECT notes FROM articles WHERE id = ? ORDER BY version DESC LIMIT 1")
            .bind(original.id.as_str())
            .fetch_optional(&mut *c)
            .await?;
        if let Some(notes) = row.and_then(|r| r.get::<Option<String>, _>(0)) {
            all.push(names(&crate::row::from_json("notes", &notes)?, |name| text.contains(name)));
        }
    }
    Ok(all.join("\n"))
}

fn names(notes: &Notes, wanted: impl Fn(&str) -> bool) -> String {
    let mut all = BTreeSet::new();
    for name in notes.names.iter().filter(|n| wanted(&n.text)).take(NAMES) {
        all.insert(spaced(&name.text));
        all.extend(name.entity.as_deref().map(spaced));
    }
    all.into_iter().collect::<Vec<_>>().join("\n")
}

fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

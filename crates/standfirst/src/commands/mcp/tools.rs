//! The tools: what is asked, looked up. Every text of the result is one of a sealed brief, or a title, name or passage of an
//! original.

use super::{
    Desk,
    results::{self, clean, short},
};
use crate::{named, why};
use anyhow::Result;
use serde_json::{Value, json};
use standfirst_publish::server::{Library, LibraryError};
use standfirst_types::{EditionId, Published, StoryId, search::Query};

/// Most stories and articles of a page of search results.
const MOST: i64 = 50;

/// What came of a call.
pub(super) enum Told {
    /// Its result.
    Result(Value),
    /// It makes no sense as asked; why, and what to ask instead.
    Refused(String),
    /// Our own fault.
    Failed(anyhow::Error),
}

/// A fault of the asking, in words.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Asking(String);

fn asking<T>(what: impl Into<String>) -> Result<T> {
    Err(Asking(what.into()).into())
}

/// Calls a tool of [`super::schemas::NAMES`].
pub(super) async fn call(desk: &Desk, name: &str, arguments: &Value) -> Told {
    let done = match name {
        "search" => search(desk, arguments).await,
        "story" => story(desk, arguments).await,
        "brief" => brief(desk, arguments).await,
        "evidence" => evidence(desk, arguments).await,
        _ => edition(desk, arguments).await,
    };
    match done {
        Ok(value) => Told::Result(value),
        Err(e) if e.is::<Asking>() => Told::Refused(e.to_string()),
        Err(e) => Told::Failed(e),
    }
}

fn text<'a>(arguments: &'a Value, name: &str) -> Result<Option<&'a str>> {
    match arguments.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.len() <= 2000 => Ok(Some(text.trim())),
        Some(_) => asking(format!("{name} takes a text of at most 2000 bytes")),
    }
}

fn number(arguments: &Value, name: &str, least: i64, most: i64) -> Result<Option<i64>> {
    let Some(given) = arguments.get(name).filter(|v| !v.is_null()) else { return Ok(None) };
    match given.as_i64().filter(|n| (least..=most).contains(n)) {
        Some(n) => Ok(Some(n)),
        None => {
            asking(format!("{name} takes a whole number from {least} to {most}, not {}", short(&given.to_string())))
        }
    }
}

fn only(arguments: &Value, known: &[&str]) -> Result<()> {
    let mut keys = arguments.as_object().into_iter().flat_map(|o| o.keys());
    match keys.find(|k| !known.contains(&k.as_str())) {
        Some(key) => asking(format!("there is no argument “{}”; there are: {}", short(key), known.join(", "))),
        None => Ok(()),
    }
}

fn fault(e: LibraryError) -> anyhow::Error {
    anyhow::anyhow!("{e}")
}

/// The story meant; what cannot be found is the asker's to mend, what cannot be read is ours.
async fn named_story(desk: &Desk, arguments: &Value) -> Result<Option<StoryId>> {
    let Some(name) = text(arguments, "story")?.filter(|s| !s.is_empty()) else { return Ok(None) };
    if !name.bytes().all(|b| b.is_ascii_alphanumeric()) || name.len() > 16 {
        return asking(format!("“{}” is no story; ids are 16 letters and digits, as `search` gives them", short(name)));
    }
    match named::story(&desk.engine, name).await {
        Ok(id) => Ok(Some(id)),
        Err(e) if e.is::<standfirst_store::StoreError>() => Err(e),
        Err(_) => asking(format!("there is no one story whose id begins “{name}”; `search` and `edition` give ids")),
    }
}

async fn must_name(desk: &Desk, arguments: &Value) -> Result<StoryId> {
    match named_story(desk, arguments).await? {
        Some(id) => Ok(id),
        None => asking("story is missing; `search` and `edition` give ids"),
    }
}

async fn published(desk: &Desk, id: StoryId) -> Result<Published> {
    match desk.shelf.story_alone(id).await.map_err(fault)? {
        Some(published) => Ok(published),
        None => asking(format!("story {id} has no brief: none of its reports could be read well enough")),
    }
}

async fn search(desk: &Desk, arguments: &Value) -> Result<Value> {
    only(arguments, &["query", "limit", "cursor"])?;
    let limit = number(arguments, "limit", 1, MOST)?.unwrap_or(10);
    let query = Query::parse(text(arguments, "query")?.unwrap_or_default());
    if query.is_empty() {
        return asking("query holds nothing to look for; give a word, such as query = \"ferry\"");
    }
    let cursor = match text(arguments, "cursor")?.filter(|c| !c.is_empty()).map(str::parse).transpose() {
        Ok(cursor) => cursor,
        Err(_) => return asking("cursor is none; give `next` of the page before, or leave it out"),
    };
    let hits = desk.engine.store.search(&query, cursor, u32::try_from(limit)?).await?;
    Ok(results::hits(desk, &query, &hits))
}

async fn story(desk: &Desk, arguments: &Value) -> Result<Value> {
    only(arguments, &["story"])?;
    let id = must_name(desk, arguments).await?;
    match why::why(&desk.engine, id).await? {
        Some(why) => Ok(results::why(desk, &why)),
        None => asking(format!("story {id} is not there")),
    }
}

async fn brief(desk: &Desk, arguments: &Value) -> Result<Value> {
    only(arguments, &["story"])?;
    if let Some(id) = named_story(desk, arguments).await? {
        let published = published(desk, id).await?;
        let briefs: Vec<Value> = published.briefs.iter().map(|b| results::brief(desk, b, true)).collect();
        return Ok(json!({ "edition": null, "briefs": briefs }));
    }
    let Some(latest) = desk.shelf.latest().await.map_err(fault)? else {
        return asking("there is no edition yet; `standfirst run --once` composes one");
    };
    let briefs: Vec<Value> = latest.briefs.iter().map(|b| results::brief(desk, b, false)).collect();
    Ok(json!({ "edition": latest.edition.id, "briefs": briefs }))
}

async fn evidence(desk: &Desk, arguments: &Value) -> Result<Value> {
    only(arguments, &["story", "sentence"])?;
    let id = must_name(desk, arguments).await?;
    let published = published(desk, id).await?;
    let Some(brief) = published.brief(id) else { return asking(format!("story {id} has no brief")) };
    let last = i64::try_from(brief.sentences().count())? - 1;
    let Some(n) = number(arguments, "sentence", 0, last)? else {
        return asking(format!("sentence is missing; they run from 0 (the headline) to {last}"));
    };
    let n = usize::try_from(n)?;
    let Some(sentence) = brief.sentences().nth(n) else { return asking(format!("there is no sentence {n}")) };
    let passages: Vec<Value> = sentence.refs.iter().filter_map(|r| results::passage(&published, brief, r)).collect();
    Ok(json!({
        "story": id, "n": n, "text": clean(&sentence.text), "verdict": sentence.check.kind, "checked_by": sentence.check.by,
        "url": desk.engine.page(&format!("s/{id}")), "passages": passages,
    }))
}

async fn edition(desk: &Desk, arguments: &Value) -> Result<Value> {
    only(arguments, &["edition", "list"])?;
    if let Some(most) = number(arguments, "list", 1, MOST)? {
        let all = desk.shelf.editions(None, u32::try_from(most)?).await.map_err(fault)?;
        let editions: Vec<Value> =
            all.iter().map(|e| results::listed(desk, e.id, e.window, e.stories as usize)).collect();
        return Ok(json!({ "editions": editions, "stories": [], "changed": [] }));
    }
    let found = match text(arguments, "edition")?.filter(|e| !e.is_empty()) {
        None => desk.shelf.latest().await.map_err(fault)?,
        Some(id) => {
            let Ok(id) = id.parse::<EditionId>() else {
                return asking(format!("“{}” is no edition; `edition` with list = 10 gives ids", short(id)));
            };
            desk.shelf.edition(id).await.map_err(fault)?
        }
    };
    match found {
        Some(published) => Ok(results::edition(desk, &published)),
        None => asking("there is no such edition; `edition` with list = 10 gives those there are"),
    }
}

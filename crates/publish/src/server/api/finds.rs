//! What is found: articles and their versions, search, and the sections that are searches which are kept.

use super::{
    call::{Answer, Call},
    cursor::Place,
    fault::Fault,
};
use crate::{
    server::{Act, Library},
    text,
};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{json, to_value};
use standfirst_types::{
    Article, ArticleId, Published,
    search::{Hits, LONGEST, LONGEST_NAME, Query, Saved},
    span::span_hash,
};

pub(super) async fn articles<L: Library>(call: Call<L>) -> Answer {
    let before = call.place().map_or(i64::MAX, |p| p.number);
    let articles = call.shop.library.articles_before(before, call.rows()).await?;
    call.list(articles.into_iter().map(|(at, a)| (Place::number(at), to_value(a).unwrap_or_default())).collect())
}

const NO_ARTICLE: &str = "There is no such article; /api/articles lists those there are.";

pub(super) async fn article<L: Library>(call: Call<L>) -> Answer {
    let hit = call.shop.library.article_hit(call.value("article")?).await?;
    call.json(&hit.ok_or_else(|| Fault::absent(NO_ARTICLE))?)
}

pub(super) async fn versions<L: Library>(call: Call<L>) -> Answer {
    let versions = call.shop.library.versions(call.value("article")?).await?;
    if versions.is_empty() {
        return Err(Fault::absent(NO_ARTICLE));
    }
    let after = call.place().map_or(-1, |p| p.number);
    let rows = versions.into_iter().filter(|v| i64::from(v.version) > after).take(call.rows() as usize);
    call.list(rows.map(|v| (Place::number(v.version.into()), to_value(v).unwrap_or_default())).collect())
}

/// Texts belong to their publishers: readers get those that a brief names as an original, as on the page; the owner all.
pub(super) async fn version<L: Library>(call: Call<L>) -> Answer {
    let (id, version) = (call.value::<ArticleId>("article")?, call.value::<u32>("version")?);
    let library = &call.shop.library;
    let story = library.article_hit(id).await?.and_then(|hit| hit.story);
    let told = match story {
        Some(story) => library.story(story).await?,
        None => None,
    };
    let named = told.as_ref().is_some_and(|p| names(p, id, version));
    if !named && !call.visit.who.owner() {
        let what =
            "There is no such version of a text that a brief names as an original; others only the owner may read.";
        return Err(Fault::absent(what));
    }
    let kept = told.and_then(|p| p.original(id, version).cloned());
    let kept = match kept {
        Some(kept) => Some(kept),
        None => library.article(id, version).await?,
    };
    call.json(&with_hash(&kept.ok_or_else(|| Fault::absent(NO_ARTICLE))?))
}

fn names(published: &Published, id: ArticleId, version: u32) -> bool {
    let mut originals = published.briefs.iter().filter_map(|b| b.original(id));
    originals.any(|o| o.versions.iter().any(|v| v.version == version))
}

fn with_hash(article: &Article) -> serde_json::Value {
    let mut value = to_value(article).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        fields.insert("hash".into(), span_hash(&article.text).into());
    }
    value
}

impl<L: Library> Call<L> {
    async fn found(&self, line: &str) -> Answer {
        let query = Query::parse(line);
        let from = self.place().map(|p| p.number);
        let rows = self.rows() - 1;
        let Hits { stories, articles, next } = self.shop.library.search(query.clone(), from, rows).await?;
        let next = next.map(|at| super::FOUND.write(&Place::number(at)));
        self.linked(&json!({ "query": query, "stories": stories, "items": articles, "next": next }), next.as_deref())
    }

    async fn named_section(&self) -> Result<Saved, Fault> {
        let name = self.text("section");
        let found = self.shop.library.sections().await?.into_iter().find(|s| s.name == name);
        found.ok_or_else(|| Fault::absent("There is no such section; /api/sections lists those there are."))
    }
}

pub(super) async fn search<L: Library>(call: Call<L>) -> Answer {
    call.found(call.text("q")).await
}

pub(super) async fn sections<L: Library>(call: Call<L>) -> Answer {
    let mut sections = call.shop.library.sections().await?;
    sections.sort_by(|a, b| a.name.cmp(&b.name));
    let after = call.place().map(|p| p.text).unwrap_or_default();
    let rows = sections.into_iter().filter(|s| s.name > after).take(call.rows() as usize);
    call.list(rows.map(|s| (Place::text(&s.name), to_value(s).unwrap_or_default())).collect())
}

pub(super) async fn section<L: Library>(call: Call<L>) -> Answer {
    call.json(&call.named_section().await?)
}

pub(super) async fn hits<L: Library>(call: Call<L>) -> Answer {
    call.found(&call.named_section().await?.query).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionBody {
    query: String,
    #[serde(default)]
    watch: bool,
}

pub(super) async fn keep<L: Library>(call: Call<L>) -> Answer {
    let body: SectionBody = call.body()?;
    Call::<L>::fits(&body.query, "query", 1, LONGEST)?;
    let (name, query) = (text::one_line(call.text("section")), text::one_line(&body.query));
    if name.is_empty() || name.starts_with('.') || name.chars().count() > LONGEST_NAME {
        return Err(Fault::conflict("A section needs a name that can be read and does not begin with a dot."));
    }
    if Query::parse(&query).is_empty() {
        return Err(Fault::conflict("There is nothing to look for in this search; give words."));
    }
    let saved = Saved { name, query, watch: body.watch, fixed: false };
    call.act(Act::KeepSearch(saved.clone())).await?;
    call.json(&saved)
}

pub(super) async fn drop<L: Library>(call: Call<L>) -> Answer {
    let saved = call.named_section().await?;
    if saved.fixed {
        let what = "This section stands in the configuration; take it out there.";
        return Err(Fault::Said(StatusCode::CONFLICT, what.into()));
    }
    call.act(Act::DropSearch(saved.name)).await?;
    call.done()
}

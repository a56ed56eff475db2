//! Editions, their ledgers, stories, their revisions and reasons.

use super::{
    call::{Answer, Call},
    cursor::Place,
    fault::Fault,
};
use crate::{
    json as data,
    server::{Library, respond::elsewhere},
};
use jiff::Timestamp;
use serde_json::{Value, json, to_value};
use standfirst_types::{Brief, Published, StoryId};
use std::sync::Arc;

impl<L: Library> Call<L> {
    /// The edition that the path names.
    async fn named_edition(&self) -> Result<Arc<Published>, Fault> {
        let library = &self.shop.library;
        let found = match self.text("edition") {
            "latest" => library.latest().await?,
            _ => library.edition(self.value("edition")?).await?,
        };
        found.ok_or_else(|| Fault::absent("There is no such edition; /api/editions lists those there are."))
    }

    /// The story that the path names; the response that leads on, where it is part of another.
    pub(super) async fn named_story(&self) -> Result<Result<StoryId, axum::response::Response>, Fault> {
        let asked: StoryId = self.value("story")?;
        let id = self.shop.library.leads_to(asked).await?;
        if id == asked {
            return Ok(Ok(id));
        }
        let here = self.visit.site.viewer.here.replacen(asked.as_str(), id.as_str(), 1);
        Ok(Err(elsewhere(&self.visit.site.href(here.trim_start_matches('/')))))
    }

    /// The newest brief of a story.
    pub(super) async fn brief(&self, id: StoryId) -> Result<Arc<Published>, Fault> {
        let found = self.shop.library.story(id).await?.filter(|p| !p.briefs.is_empty());
        found.ok_or_else(|| Fault::absent("There is no brief of this story; /api/stories lists those there are."))
    }
}

pub(super) async fn editions<L: Library>(call: Call<L>) -> Answer {
    let before = call.place().map(|p| Timestamp::from_millisecond(p.number).unwrap_or(Timestamp::MAX));
    let editions = call.shop.library.editions(before, call.rows()).await?;
    let row = |e: crate::EditionSummary| (Place::number(e.window.to.as_millisecond()), to_value(e).unwrap_or_default());
    call.list(editions.into_iter().map(row).collect())
}

pub(super) async fn edition<L: Library>(call: Call<L>) -> Answer {
    let published = call.named_edition().await?;
    call.json(&data::edition(&published, call.flag("originals")))
}

pub(super) async fn ledger<L: Library>(call: Call<L>) -> Answer {
    call.json(&call.named_edition().await?.edition.ledger)
}

pub(super) async fn stories<L: Library>(call: Call<L>) -> Answer {
    let before = call.place().map_or(i64::MAX, |p| p.number);
    let stories = call.shop.library.stories_before(before, call.rows()).await?;
    call.list(stories.into_iter().map(|(at, s)| (Place::number(at), to_value(s).unwrap_or_default())).collect())
}

pub(super) async fn story<L: Library>(call: Call<L>) -> Answer {
    let id = match call.named_story().await? {
        Ok(id) => id,
        Err(on) => return Ok(on),
    };
    let published = call.brief(id).await?;
    call.json(&data::story(&published, id, call.flag("originals")))
}

pub(super) async fn why<L: Library>(call: Call<L>) -> Answer {
    let id = match call.named_story().await? {
        Ok(id) => id,
        Err(on) => return Ok(on),
    };
    let why = call.shop.library.why(id).await?;
    call.json(&data::why(&why.ok_or_else(|| Fault::absent("There is no such story."))?))
}

pub(super) async fn revisions<L: Library>(call: Call<L>) -> Answer {
    let id = match call.named_story().await? {
        Ok(id) => id,
        Err(on) => return Ok(on),
    };
    let before = call.place().map_or(u32::MAX, |p| u32::try_from(p.number.max(0)).unwrap_or(u32::MAX));
    let revisions = call.shop.library.revisions_before(id, before, call.rows()).await?;
    let rows = revisions.iter().flat_map(|p| &p.briefs).map(|b| (Place::number(b.frame().revision.into()), summary(b)));
    call.list(rows.collect())
}

pub(super) async fn revision<L: Library>(call: Call<L>) -> Answer {
    let id = match call.named_story().await? {
        Ok(id) => id,
        Err(on) => return Ok(on),
    };
    let number: u32 = call.value("revision")?;
    let found = call.shop.library.revisions_before(id, number.saturating_add(1), 1).await?;
    let this = |p: &&Arc<Published>| p.briefs.first().is_some_and(|b| b.frame().revision == number);
    let Some(published) = found.first().filter(this) else {
        return Err(Fault::absent(
            "There is no such revision; the list of the story's revisions says which there are.",
        ));
    };
    call.json(&data::story(published, id, call.flag("originals")))
}

fn summary(brief: &Brief) -> Value {
    let frame = brief.frame();
    json!({
        "story": brief.story(), "revision": frame.revision, "brief": frame.id, "status": frame.status,
        "window": frame.window, "headline": brief.headline().text, "independent_sources": frame.independent_sources,
        "inputs_hash": frame.inputs_hash,
    })
}

//! Decisions over HTTP: the forms by which the owner splits, merges, mutes and pins, and the list of all that was decided.

use super::{
    Act, Library, Open, Wish,
    form::OwnerForm,
    news::{Answer, made},
    respond::{Kind, Miss},
    visit::Visit,
};
use crate::page;
use axum::extract::{Path, State};
use standfirst_types::{Matter, StoryId};

/// Longest name, source or topic, in characters.
const LONGEST: usize = 200;

fn story(id: &str, form: &OwnerForm) -> Result<StoryId, Miss> {
    id.parse().map_err(|_| Miss::NotFound(form.visit.site.clone()))
}

fn on(form: &OwnerForm) -> bool {
    form.text("on") != Some("0")
}

/// `into=STORY`.
pub(super) async fn merge<L: Library>(State(shop): Open<L>, Path(id): Path<String>, form: OwnerForm) -> Answer {
    let from = story(&id, &form)?;
    let into = form.short("into", LONGEST)?.to_owned();
    shop.act(&form, Act::Decide(Wish::Merge { from, into }), &format!("/s/{from}/why")).await
}

/// `article=ID`, `into=STORY`?
pub(super) async fn split<L: Library>(State(shop): Open<L>, Path(id): Path<String>, form: OwnerForm) -> Answer {
    let from = story(&id, &form)?;
    let into = form.short("into", LONGEST)?.to_owned();
    let wish = Wish::Split { from, article: form.value("article")?, into };
    shop.act(&form, Act::Decide(wish), &format!("/s/{from}/why")).await
}

/// `on=1|0`.
pub(super) async fn pin<L: Library>(State(shop): Open<L>, Path(id): Path<String>, form: OwnerForm) -> Answer {
    let story = story(&id, &form)?;
    shop.act(&form, Act::Decide(Wish::Pin { story, on: on(&form) }), &format!("/s/{story}")).await
}

/// `on=1|0`.
pub(super) async fn mute_story<L: Library>(State(shop): Open<L>, Path(id): Path<String>, form: OwnerForm) -> Answer {
    let story = story(&id, &form)?;
    let wish = Wish::Mute { matter: Matter::Story(story), on: on(&form) };
    shop.act(&form, Act::Decide(wish), &format!("/s/{story}/why")).await
}

/// `matter=name|source|topic`, `which=WORDS`, `on=1|0`.
pub(super) async fn mute<L: Library>(State(shop): Open<L>, form: OwnerForm) -> Answer {
    let which = form.short("which", LONGEST)?.split_whitespace().collect::<Vec<_>>().join(" ");
    let matter = match form.text("matter") {
        Some("name") if !which.is_empty() => Matter::Name(which),
        Some("source") if !which.is_empty() => Matter::Source(which),
        Some("topic") if !which.is_empty() => Matter::Topic(which),
        _ => {
            let what = "Say what: a name, a source or a topic, and which.";
            return Err(Miss::refused(form.visit.site.clone(), "This was not done", what));
        }
    };
    shop.act(&form, Act::Decide(Wish::Mute { matter, on: on(&form) }), "/decisions").await
}

/// `decision=NUMBER`.
pub(super) async fn undo<L: Library>(State(shop): Open<L>, form: OwnerForm) -> Answer {
    let wish = Wish::Undo { decision: form.value("decision")? };
    shop.act(&form, Act::Decide(wish), "/decisions").await
}

/// All that was decided.
pub(super) async fn list<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    let site = visit.site.clone();
    match shop.library.decisions().await {
        Ok(decisions) => made(&visit, Kind::HTML, page::decisions(&decisions, &site)),
        Err(e) => Err(Miss::failed(site, e)),
    }
}

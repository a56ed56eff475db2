//! Names: which story, article, source or topic the user means by what was typed.

use crate::engine::Engine;
use anyhow::{Result, bail};
use standfirst_types::{ArticleId, StoryId};

/// A story by its id, or the first characters of it; those of the latest edition win. Leads on to the story it is part of
/// now.
pub(crate) async fn story(engine: &Engine, name: &str) -> Result<StoryId> {
    let store = &engine.store;
    let shown: Vec<StoryId> =
        store.latest_edition(None).await?.map_or(vec![], |e| e.stories.iter().map(|s| s.story).collect());
    let starts: Vec<StoryId> = shown.into_iter().filter(|id| id.as_str().starts_with(name)).collect();
    let found = match starts.as_slice() {
        [one] if !name.is_empty() => vec![*one],
        [_, _, ..] if !name.is_empty() => starts,
        _ => store.ids_like(name).await?.0,
    };
    match found.as_slice() {
        [one] => Ok(store.resolve(*one).await?),
        [] => match name.parse::<StoryId>() {
            Ok(id) if store.resolve(id).await? != id => Ok(store.resolve(id).await?),
            _ => bail!(
                "there is no story “{name}”; `standfirst show` lists the stories of the latest edition with their ids"
            ),
        },
        many => bail!("“{name}” begins {} stories; give more of the id", many.len()),
    }
}

/// An article of a story by its id, the first characters of it, its address, or its place in the list of `explain`.
pub(crate) async fn article(engine: &Engine, within: &standfirst_types::Story, name: &str) -> Result<ArticleId> {
    if let Ok(n) = name.parse::<usize>()
        && name.len() < 4
    {
        return match n.checked_sub(1).and_then(|i| within.members.get(i)) {
            Some(member) => Ok(member.article),
            None => bail!("story {} has {} articles; there is no number {n}", within.id, within.members.len()),
        };
    }
    if name.contains("://") {
        for member in &within.members {
            if engine.store.article(member.article, None).await?.is_some_and(|a| a.url == name) {
                return Ok(member.article);
            }
        }
        bail!(
            "no article of story {} has the address {name}; `standfirst explain {}` lists them",
            within.id,
            within.id
        );
    }
    let starts: Vec<ArticleId> = within
        .members
        .iter()
        .map(|m| m.article)
        .filter(|id| !name.is_empty() && id.as_str().starts_with(name))
        .collect();
    match starts.as_slice() {
        [one] => Ok(*one),
        [] => match name.parse() {
            Ok(id) => Ok(id),
            Err(_) => bail!(
                "“{name}” is no article of story {}; give its id, its address or its number as `standfirst explain {}` lists them",
                within.id,
                within.id
            ),
        },
        many => bail!("“{name}” begins {} articles; give more of the id", many.len()),
    }
}

/// A publisher family by its name, the publisher's name or its address.
pub(crate) async fn source(engine: &Engine, name: &str) -> Result<String> {
    let families = engine.store.families().await?;
    let own = standfirst_group::family(&address(name), &engine.config.families);
    let same = |(family, site): &&(String, String)| {
        family.eq_ignore_ascii_case(name) || site.eq_ignore_ascii_case(name) || *family == own
    };
    if let Some((family, _)) = families.iter().find(same) {
        return Ok(family.clone());
    }
    if own.contains('.') {
        return Ok(own);
    }
    let near =
        families.iter().map(|(f, s)| (strsim::damerau_levenshtein(&s.to_lowercase(), &name.to_lowercase()), f, s));
    match near.min() {
        Some((_, family, site)) => bail!("no source is called “{name}”; the nearest is {site} ({family})"),
        None => bail!("no source is called “{name}”, and none was read yet; give its address"),
    }
}

fn address(name: &str) -> String {
    if name.contains("://") || !name.contains('.') { name.to_owned() } else { format!("https://{name}/") }
}

/// A topic of the configuration by its name, whatever its case.
pub(crate) fn topic(engine: &Engine, name: &str) -> Result<String> {
    let topics = &engine.config.topics;
    if let Some(topic) = topics.iter().find(|t| t.name.to_lowercase() == name.to_lowercase()) {
        return Ok(topic.name.clone());
    }
    let names: Vec<&str> = topics.iter().map(|t| t.name.as_str()).collect();
    if names.is_empty() {
        bail!(
            "there is no topic “{name}”: the configuration has no [[topics]]; to mute a word, use `standfirst mute --name \"{name}\"`"
        );
    }
    bail!("there is no topic “{name}”; there are: {}", names.join(", "))
}

//! `merge`, `split`, `mute`, `pin`, `undo` and `decisions`: the user's word on what the machine did, which it remembers.

use super::{Exit, existing, print, print_json};
use crate::{
    cli::{Common, Merge, Mute, Pin, Split, Undo},
    decide::{Done, decide, in_words, merging, muting, pinning, splitting, undoing},
    engine::Engine,
    named,
};
use anyhow::{Context, Result};
use standfirst_types::{Choice, Decision, Matter};

pub(crate) async fn merge(common: &Common, args: Merge) -> Result<Exit> {
    let engine = existing(common).await?;
    let (into, from) = args.stories.split_last().context("name two stories")?;
    let into = named::story(&engine, into).await?;
    let mut choices = vec![];
    for name in from {
        let from = named::story(&engine, name).await?;
        choices.push(merging(&engine, from, into).await?);
    }
    carry_out(&engine, choices, args.json).await
}

pub(crate) async fn split(common: &Common, args: Split) -> Result<Exit> {
    let engine = existing(common).await?;
    let id = named::story(&engine, &args.story).await?;
    let story = engine.store.story(id).await?.with_context(|| format!("story {id} is not there"))?;
    let mut articles = vec![];
    for name in &args.articles {
        articles.push(named::article(&engine, &story, name).await?);
    }
    let into = match &args.into {
        Some(name) => Some(named::story(&engine, name).await?),
        None => None,
    };
    let choices = splitting(&engine, &story, &articles, into).await?;
    carry_out(&engine, choices, args.json).await
}

pub(crate) async fn mute(common: &Common, args: Mute, mute: bool) -> Result<Exit> {
    let engine = existing(common).await?;
    let mut matters = vec![];
    for name in &args.stories {
        matters.push(Matter::Story(named::story(&engine, name).await?));
    }
    let words = |name: &String| name.split_whitespace().collect::<Vec<_>>().join(" ");
    matters.extend(args.names.iter().map(|n| Matter::Name(words(n))));
    matters.extend(args.sources.iter().map(|n| Matter::Source(words(n))));
    matters.extend(args.topics.iter().map(|n| Matter::Topic(words(n))));
    let mut choices = vec![];
    for matter in matters {
        choices.push(muting(&engine, matter, mute).await?);
    }
    carry_out(&engine, choices, args.json).await
}

pub(crate) async fn pin(common: &Common, args: Pin, pin: bool) -> Result<Exit> {
    let engine = existing(common).await?;
    let mut choices = vec![];
    for name in &args.stories {
        choices.push(pinning(&engine, named::story(&engine, name).await?, pin).await?);
    }
    carry_out(&engine, choices, args.json).await
}

pub(crate) async fn undo(common: &Common, args: Undo) -> Result<Exit> {
    let engine = existing(common).await?;
    let choice = undoing(&engine, args.decision).await?;
    carry_out(&engine, vec![choice], args.json).await
}

/// Decides one thing after the other and says what came of it.
async fn carry_out(engine: &Engine, choices: Vec<Choice>, json: bool) -> Result<Exit> {
    let mut all: Vec<Done> = vec![];
    for choice in choices {
        all.push(decide(engine, choice).await?);
    }
    if json {
        print_json(&all)?;
        engine.store.close().await;
        return Ok(Exit::Fine);
    }
    for done in &all {
        print(&format!("{}. {}", done.decision.number, in_words(&engine.store, &done.decision.choice).await?))?;
    }
    let mut said = vec![];
    for story in all.iter().rev().flat_map(|d| &d.stories) {
        if !said.contains(&story.story) {
            said.push(story.story);
            print(&match story.articles {
                0 => format!("   {}: its address leads on now", story.story),
                1 => format!("   {}: “{}”, 1 article", story.story, story.headline),
                n => {
                    format!("   {}: “{}”, {n} articles, {} independent", story.story, story.headline, story.independent)
                }
            })?;
        }
    }
    if let Some(last) = all.last() {
        print(&format!("`standfirst undo {}` takes it back.", last.decision.number))?;
    }
    engine.store.close().await;
    Ok(Exit::Fine)
}

pub(crate) async fn list(common: &Common, json: bool) -> Result<Exit> {
    let engine = existing(common).await?;
    let list = engine.store.decision_list().await?;
    let decisions = engine.store.decisions().await?;
    let in_force: Vec<u64> = decisions.active().map(|d| d.number).collect();
    if json {
        let line = |d: &Decision| {
            let mut value = serde_json::to_value(d).unwrap_or_default();
            if let Some(object) = value.as_object_mut() {
                object.insert("in_force".into(), in_force.contains(&d.number).into());
            }
            value
        };
        print_json(&list.iter().map(line).collect::<Vec<_>>())?;
        return Ok(Exit::Fine);
    }
    if list.is_empty() {
        print("Nothing was decided yet. `standfirst merge`, `split`, `mute` and `pin` are there for it.")?;
    }
    for decision in &list {
        let words = in_words(&engine.store, &decision.choice).await?;
        let undone = !in_force.contains(&decision.number) && !matches!(decision.choice, Choice::Undo { .. });
        let mark = if undone { " (taken back)" } else { "" };
        print(&format!("{:>4}  {}  {words}{mark}", decision.number, decision.at.strftime("%Y-%m-%d %H:%M UTC")))?;
    }
    Ok(Exit::Fine)
}

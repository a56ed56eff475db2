//! `merge`, `split`, `mute`, `pin`, `undo` and `decisions`: the user's word on what the machine did, which it remembers.

use super::{Exit, existing, print, print_json};
use crate::{
    cli::{Common, Merge, Mute, Pin, Split, Undo},
    decide::{Done, decide, in_words, is_muted, merging, splitting},
    engine::Engine,
    named,
};
use anyhow::{Context, Result, bail};
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
    for name in &args.names {
        if !name.chars().any(char::is_alphanumeric) {
            bail!("“{name}” is no name; give a word or several");
        }
        matters.push(Matter::Name(name.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    for name in &args.sources {
        matters.push(Matter::Source(named::source(&engine, name).await?));
    }
    for name in &args.topics {
        matters.push(Matter::Topic(named::topic(&engine, name)?));
    }
    let mut choices = vec![];
    for matter in matters {
        let matter = known(&engine, matter).await?;
        match (is_muted(&engine, &matter).await?, mute) {
            (true, true) => bail!("it is muted already; `standfirst decisions` lists what is"),
            (false, false) => bail!("it is not muted; `standfirst decisions` lists what is"),
            (_, true) => choices.push(Choice::Mute { matter }),
            (_, false) => choices.push(Choice::Unmute { matter }),
        }
    }
    carry_out(&engine, choices, args.json).await
}

/// A name as it was muted, when it was muted in other letters.
async fn known(engine: &Engine, matter: Matter) -> Result<Matter> {
    let Matter::Name(name) = &matter else { return Ok(matter) };
    let decisions = engine.store.decisions().await?;
    let same = |m: &&Matter| matches!(m, Matter::Name(other) if other.to_lowercase() == name.to_lowercase());
    Ok(decisions.muted().find(same).cloned().unwrap_or(matter))
}

pub(crate) async fn pin(common: &Common, args: Pin, pin: bool) -> Result<Exit> {
    let engine = existing(common).await?;
    let decisions = engine.store.decisions().await?;
    let mut choices = vec![];
    for name in &args.stories {
        let story = named::story(&engine, name).await?;
        match (decisions.is_pinned(story), pin) {
            (true, true) => bail!("story {story} is pinned already; `standfirst unpin {story}` lets it go"),
            (false, false) => bail!("story {story} is not pinned; `standfirst decisions` lists what is"),
            (_, true) => choices.push(Choice::Pin { story }),
            (_, false) => choices.push(Choice::Unpin { story }),
        }
    }
    carry_out(&engine, choices, args.json).await
}

pub(crate) async fn undo(common: &Common, args: Undo) -> Result<Exit> {
    let engine = existing(common).await?;
    let list = engine.store.decision_list().await?;
    let decisions = engine.store.decisions().await?;
    let last = decisions.active().last().map(|d| d.number);
    let number = match args.decision.or(last) {
        Some(number) => number,
        None => bail!("nothing was decided yet that could be taken back"),
    };
    let Some(decision) = list.iter().find(|d| d.number == number) else {
        bail!("there is no decision {number}; `standfirst decisions` lists them with their numbers")
    };
    let taken_back = list.iter().rev().find(|d| matches!(d.choice, Choice::Undo { decision } if decision == number));
    let in_force = decisions.active().any(|d| d.number == number);
    if !in_force && !matches!(decision.choice, Choice::Undo { .. }) {
        let by = taken_back.map_or(0, |d| d.number);
        bail!(
            "decision {number} is taken back already, by decision {by}; `standfirst undo {by}` brings it into force again"
        );
    }
    carry_out(&engine, vec![Choice::Undo { decision: number }], args.json).await
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

//! Deciding: what the user says about stories, sources and topics is stored, carried out at once, and heeded from then on.
//! The command line and the page come here.

use crate::{
    engine::Engine,
    named,
    step::{self, StepError, headline},
};
use anyhow::{Result, bail};
use standfirst_publish::server::Wish;
use standfirst_store::{Decided, Store};
use standfirst_types::{ArticleId, Choice, Decisions, EditionId, Job, Matter, Story, StoryId};
use std::sync::atomic::Ordering;

/// A decision and what became of it.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Done {
    /// The decision as stored.
    pub(crate) decision: standfirst_types::Decision,
    /// The stories that it changed, as they are now.
    pub(crate) stories: Vec<Changed>,
    /// The edition that was composed again.
    pub(crate) edition: Option<EditionId>,
}

/// A story that a decision changed.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Changed {
    pub(crate) story: StoryId,
    pub(crate) headline: String,
    pub(crate) articles: usize,
    pub(crate) independent: u32,
}

/// Stores a choice, writes the stories that it changed anew and composes the latest edition again as of its cut-off.
pub(crate) async fn decide(engine: &Engine, choice: Choice) -> Result<Done> {
    let Decided { decision, stories } = engine.store.decide(choice, engine.now()).await?;
    for story in &stories {
        let outcome = step::step(engine, Job::Brief(*story)).await?;
        engine.store.apply(&outcome).await?;
    }
    let edition = step::review(engine, &stories).await?;
    let mut changed = vec![];
    for story in stories {
        let held = engine.store.story(story).await?;
        let (articles, independent) = held.map_or((0, 0), |s| (s.members.len(), s.independent()));
        changed.push(Changed { story, headline: headline(&engine.store, story).await?, articles, independent });
    }
    Ok(Done { decision, stories: changed, edition })
}

/// Lets go of the live grouping when the user has decided something since it was built, so that it is built anew from the
/// store. Called where nothing grouped waits to be stored.
pub(crate) async fn heed(engine: &Engine) -> Result<(), StepError> {
    let decided = engine.store.decided().await?;
    if engine.heeded.swap(decided, Ordering::Relaxed) != decided {
        *engine.grouping.lock().await = None;
    }
    Ok(())
}

/// The choice that makes two stories one.
pub(crate) async fn merging(engine: &Engine, from: StoryId, into: StoryId) -> Result<Choice> {
    if from == into {
        bail!(
            "“{}” is one story already; to part it, use `standfirst split {from} ARTICLE…`",
            headline(&engine.store, from).await?
        );
    }
    Ok(Choice::Merge { from, into })
}

/// The choices that take articles out of a story, into one there is or into a new one of their own.
pub(crate) async fn splitting(
    engine: &Engine,
    from: &Story,
    articles: &[ArticleId],
    into: Option<StoryId>,
) -> Result<Vec<Choice>> {
    let inside = |id: &ArticleId| from.members.iter().any(|m| m.article == *id);
    if let Some(stranger) = articles.iter().find(|id| !inside(id)) {
        let elsewhere = match engine.store.story_of(*stranger).await? {
            Some(story) => format!("it is in story {story}"),
            None => "it is in none".into(),
        };
        bail!(
            "article {stranger} is not in story {}: {elsewhere}; `standfirst explain {}` lists the articles",
            from.id,
            from.id
        );
    }
    let goes = |m: &standfirst_types::Member| {
        let with = match m.kind {
            standfirst_types::MemberKind::CopyOf(of) => articles.contains(&of),
            standfirst_types::MemberKind::Original => false,
        };
        with || articles.contains(&m.article)
    };
    if from.members.iter().all(goes) {
        bail!("that is all of story {}; leave it at least one article, or merge it into another story", from.id);
    }
    let Some(first) = articles.first() else { bail!("name at least one article to take out") };
    let into = match into {
        Some(into) if into == from.id => {
            bail!("the articles are in story {into} already; name another story with --into")
        }
        Some(into) => into,
        None => new_story(engine, *first).await?,
    };
    Ok(articles.iter().map(|article| Choice::Split { article: *article, from: from.id, into }).collect())
}

/// An id for a story that an article opens by hand: the one it would have opened itself, or the next that was never used.
async fn new_story(engine: &Engine, article: ArticleId) -> Result<StoryId> {
    let decisions: Decisions = engine.store.decisions().await?;
    let mut id = StoryId::of(&[article.as_str().as_bytes()]);
    for n in 1u32.. {
        let used =
            engine.store.story(id).await?.is_some() || decisions.parted(id).is_some() || decisions.root(id) != id;
        if !used {
            break;
        }
        id = StoryId::of(&[article.as_str().as_bytes(), &n.to_le_bytes()]);
    }
    Ok(id)
}

/// The choice that mutes something, or shows it again; names are those the user gave.
pub(crate) async fn muting(engine: &Engine, matter: Matter, mute: bool) -> Result<Choice> {
    let decisions = engine.store.decisions().await?;
    let matter = match matter {
        Matter::Story(id) => Matter::Story(engine.store.resolve(id).await?),
        Matter::Source(name) if mute => Matter::Source(named::source(engine, &name).await?),
        Matter::Topic(name) if mute => Matter::Topic(named::topic(engine, &name)?),
        Matter::Source(name) => Matter::Source(named::source(engine, &name).await.unwrap_or(name)),
        Matter::Topic(name) => Matter::Topic(named::topic(engine, &name).unwrap_or(name)),
        Matter::Name(name) => {
            if !name.chars().any(char::is_alphanumeric) {
                bail!("“{name}” is no name; give a word or several");
            }
            // As it was muted, when it was muted in other letters.
            let same = |m: &&Matter| matches!(m, Matter::Name(other) if other.to_lowercase() == name.to_lowercase());
            decisions.muted().find(same).cloned().unwrap_or(Matter::Name(name))
        }
    };
    match (decisions.is_muted(&matter), mute) {
        (true, true) => bail!("it is muted already; `standfirst decisions` lists what is"),
        (false, false) => bail!("it is not muted; `standfirst decisions` lists what is"),
        (_, true) => Ok(Choice::Mute { matter }),
        (_, false) => Ok(Choice::Unmute { matter }),
    }
}

/// The choice that pins a story, or lets it go.
pub(crate) async fn pinning(engine: &Engine, story: StoryId, pin: bool) -> Result<Choice> {
    match (engine.store.decisions().await?.is_pinned(story), pin) {
        (true, true) => bail!("story {story} is pinned already; `standfirst unpin {story}` lets it go"),
        (false, false) => bail!("story {story} is not pinned; `standfirst decisions` lists what is"),
        (_, true) => Ok(Choice::Pin { story }),
        (_, false) => Ok(Choice::Unpin { story }),
    }
}

/// The choice that takes back a decision: the one named, else the last in force.
pub(crate) async fn undoing(engine: &Engine, number: Option<u64>) -> Result<Choice> {
    let list = engine.store.decision_list().await?;
    let decisions = Decisions::of(&list);
    let Some(number) = number.or(decisions.active().last().map(|d| d.number)) else {
        bail!("nothing was decided yet that could be taken back")
    };
    let Some(decision) = list.iter().find(|d| d.number == number) else {
        bail!("there is no decision {number}; `standfirst decisions` lists them with their numbers")
    };
    let is_undo = matches!(decision.choice, Choice::Undo { .. });
    if !is_undo && !decisions.active().any(|d| d.number == number) {
        let by = list.iter().rev().find(|d| d.choice == Choice::Undo { decision: number }).map_or(0, |d| d.number);
        bail!(
            "decision {number} is taken back already, by decision {by}; `standfirst undo {by}` brings it into force again"
        );
    }
    Ok(Choice::Undo { decision: number })
}

/// The choices that a wish of the page comes to.
pub(crate) async fn wanted(engine: &Engine, wish: Wish) -> Result<Vec<Choice>> {
    let other = async |name: &str| named::story(engine, name).await;
    Ok(match wish {
        Wish::Merge { from, into } => {
            vec![merging(engine, other(from.as_str()).await?, other(&into).await?).await?]
        }
        Wish::Split { from, article, into } => {
            let id = engine.store.resolve(from).await?;
            let Some(story) = engine.store.story(id).await? else { bail!("there is no story {from}") };
            let into = if into.is_empty() { None } else { Some(other(&into).await?) };
            splitting(engine, &story, &[article], into).await?
        }
        Wish::Mute { matter, on } => vec![muting(engine, matter, on).await?],
        Wish::Pin { story, on } => vec![pinning(engine, engine.store.resolve(story).await?, on).await?],
        Wish::Undo { decision } => vec![undoing(engine, Some(decision)).await?],
    })
}

/// What a decision says, in words.
pub(crate) async fn in_words(store: &Store, choice: &Choice) -> Result<String> {
    let story = async |id: &StoryId| -> Result<String> { Ok(format!("“{}” ({id})", headline(store, *id).await?)) };
    Ok(match choice {
        Choice::Merge { from, into } => format!("merged {} into {}", story(from).await?, story(into).await?),
        Choice::Split { article, from, into } => {
            let title = store.article(*article, None).await?.map_or_else(|| article.to_string(), |a| a.title);
            format!("took “{title}” ({article}) out of {} into story {into}", story(from).await?)
        }
        Choice::Mute { matter } => format!("muted {}", matter_in_words(store, matter).await?),
        Choice::Unmute { matter } => format!("unmuted {}", matter_in_words(store, matter).await?),
        Choice::Pin { story: id } => format!("pinned {}", story(id).await?),
        Choice::Unpin { story: id } => format!("unpinned {}", story(id).await?),
        Choice::Undo { decision } => format!("took back decision {decision}"),
    })
}

async fn matter_in_words(store: &Store, matter: &Matter) -> Result<String> {
    Ok(match matter {
        Matter::Story(id) => format!("“{}” ({id})", headline(store, *id).await?),
        Matter::Name(name) => format!("stories about “{name}”"),
        Matter::Source(family) => format!("the source {family}"),
        Matter::Topic(topic) => format!("the topic “{topic}”"),
    })
}

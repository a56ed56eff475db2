//! Choosing: which stories an edition shows and in which order. Pinned ones first, then by rank; what the user muted is not
//! shown and the ledger says so.

use super::{StepError, publish::name_of};
use crate::engine::Engine;
use jiff::Timestamp;
use standfirst_group::{Ranked, Wording, interests, rank, represent};
use standfirst_store::Store;
use standfirst_types::{
    Brief, BriefId, Choice, Decisions, Interest, Ledger, Matter, MemberKind, NotShown, Ranking, Story, StoryId,
    StoryLink,
};
use std::collections::{BTreeMap, BTreeSet};

/// A story that is shown.
pub(super) struct Candidate {
    pub(super) story: Story,
    pub(super) brief: Brief,
    pub(super) ranking: Ranking,
    pub(super) pinned: bool,
    pub(super) links: Vec<StoryLink>,
    pub(super) left_out: u32,
    /// Why the default writer told it where a model was to.
    pub(super) note: Option<String>,
}

/// A story before its brief is opened.
pub(crate) struct Measured {
    pub(crate) story: Story,
    pub(crate) ranking: Ranking,
    /// Why it is not shown, when the user muted it.
    pub(crate) muted: Option<String>,
    pinned: bool,
    keep: bool,
}

/// Most stories below the fold that the ledger names; of the rest it gives the number.
const NAMED: usize = 100;

/// Ranks what was touched, and what is pinned, by members and words alone, and opens the briefs of the best only.
pub(super) async fn choose(
    engine: &Engine,
    touched: Vec<StoryId>,
    kept: &BTreeMap<StoryId, BriefId>,
    now: Timestamp,
    ledger: &mut Ledger,
) -> Result<Vec<Candidate>, StepError> {
    let decisions = engine.store.decisions().await?;
    let asked: BTreeSet<StoryId> = touched.into_iter().chain(decisions.pinned()).collect();
    let mut ranked = vec![];
    for id in asked {
        if engine.store.latest_brief_id(id).await?.is_none() {
            continue;
        }
        let Some(measured) = measure(engine, &decisions, id, now).await? else { continue };
        match &measured.muted {
            Some(why) => not_shown(engine, id, "muted", why.clone(), ledger).await?,
            None => ranked.push(measured),
        }
    }
    ranked.sort_by(|a, b| {
        let by_rank = b.ranking.rank.total_cmp(&a.ranking.rank);
        b.pinned.cmp(&a.pinned).then(by_rank).then_with(|| a.story.id.cmp(&b.story.id))
    });
    let (mut shown, mut below) = (vec![], 0);
    for measured in ranked {
        let fits = shown.len() < engine.config.edition.stories;
        if fits || measured.pinned || measured.keep {
            shown.extend(open(engine, &decisions, measured, kept, ledger).await?);
            continue;
        }
        below += 1;
        if below <= NAMED {
            let detail = format!("{} stories ranked higher", shown.len());
            not_shown(engine, measured.story.id, "below_the_fold", detail, ledger).await?;
        }
    }
    if below > NAMED {
        ledger.not_shown.push(NotShown {
            title: format!("{} more stories", below - NAMED),
            url: String::new(),
            reason: "below_the_fold".into(),
            detail: "ranked lower still; raise edition.stories to see more".into(),
        });
    }
    Ok(shown)
}

async fn not_shown(
    engine: &Engine,
    story: StoryId,
    reason: &str,
    detail: String,
    ledger: &mut Ledger,
) -> Result<(), StepError> {
    let (title, url) = name_of(&engine.store, story).await?;
    ledger.not_shown.push(NotShown { title, url, reason: reason.into(), detail });
    Ok(())
}

/// A story's rank at a time with all it is made of, and what the user's decisions and topics make of it. `None` for a story
/// that holds nothing.
pub(crate) async fn measure(
    engine: &Engine,
    decisions: &Decisions,
    id: StoryId,
    now: Timestamp,
) -> Result<Option<Measured>, StepError> {
    let Some(mut story) = engine.store.story(id).await?.filter(|s| !s.members.is_empty()) else { return Ok(None) };
    let silent = story.members.iter().all(|m| decisions.mutes_source(&m.family));
    if !silent {
        story.members.retain(|m| !decisions.mutes_source(&m.family));
        story.settle();
    }
    represent(&mut story.members);
    let config = &engine.config;
    let wanted = !config.topics.is_empty()
        || !config.watch.is_empty()
        || decisions.muted().any(|m| matches!(m, Matter::Name(_)));
    let wording = if wanted { wording(engine, id).await? } else { Wording::default() };
    let met = interests(&wording, &config.topics, &config.watch);
    let pinned = decisions.is_pinned(id);
    let muted = if pinned { None } else { muted(engine, decisions, &story, silent, &wording, &met) };
    let topic = |i: &Interest| config.topics.iter().any(|t| i.kind == "topic" && t.name == i.name && t.keep);
    let keep = met.iter().any(topic);
    let own: BTreeSet<_> = story.members.iter().filter(|m| m.kind == MemberKind::Original).map(|m| m.article).collect();
    let all = engine.store.published_times(id).await?;
    let times: Vec<Timestamp> = all.into_iter().filter(|(a, _)| own.contains(a)).map(|(_, at)| at).collect();
    let ranking = rank(
        Ranked {
            independent: story.independent(),
            reports: story.members.len(),
            times: &times,
            last: story.last,
            interests: met,
        },
        now,
    );
    Ok(Some(Measured { story, ranking, muted, pinned, keep }))
}

async fn wording(engine: &Engine, id: StoryId) -> Result<Wording, StepError> {
    let (headline, summary) = engine.store.brief_words(id).await?.unwrap_or_default();
    let titles = engine.store.report_titles(id).await?;
    Ok(Wording::new(&headline, &summary, titles.iter().map(String::as_str)))
}

/// Why the user does not want it shown, in words that say how to have it back.
fn muted(
    engine: &Engine,
    decisions: &Decisions,
    story: &Story,
    silent: bool,
    wording: &Wording,
    met: &[Interest],
) -> Option<String> {
    if decisions.is_muted(&Matter::Story(story.id)) {
        return Some(format!("you muted this story; `standfirst unmute {}` shows it again", story.id));
    }
    if silent {
        return Some("every report of it is by a source that you muted; `standfirst decisions` lists them".into());
    }
    let name = decisions.muted().find_map(|m| match m {
        Matter::Name(name) if wording.is_about(name) => Some(name),
        _ => None,
    });
    if let Some(name) = name {
        return Some(format!(
            "it is about “{name}”, which you muted; `standfirst unmute --name \"{name}\"` shows it again"
        ));
    }
    let topic = met.iter().filter(|i| i.kind == "topic").find_map(|i| {
        let set = engine.config.topics.iter().any(|t| t.name == i.name && t.mute);
        let decided = decisions.is_muted(&Matter::Topic(i.name.clone()));
        (set || decided).then_some((&i.name, set))
    })?;
    Some(match topic {
        (name, true) => format!("it is of your topic “{name}”, which has mute = true in the configuration"),
        (name, false) => {
            format!(
                "it is of your topic “{name}”, which you muted; `standfirst unmute --topic \"{name}\"` shows it again"
            )
        }
    })
}

async fn open(
    engine: &Engine,
    decisions: &Decisions,
    measured: Measured,
    kept: &BTreeMap<StoryId, BriefId>,
    ledger: &mut Ledger,
) -> Result<Option<Candidate>, StepError> {
    let Measured { story, ranking, pinned, .. } = measured;
    let found = match kept.get(&story.id) {
        Some(brief) => engine.store.brief(*brief).await,
        None => engine.store.latest_brief(story.id).await,
    };
    match found {
        Ok(Some((brief, _))) => {
            let left_out = engine.store.left_out(brief.frame().id).await?.len() as u32;
            let links = links(&engine.store, decisions, story.id).await?;
            let note = engine.store.note(brief.frame().id).await?;
            Ok(Some(Candidate { story, brief, ranking, pinned, links, left_out, note }))
        }
        Ok(None) => Ok(None),
        Err(standfirst_store::BriefError::Store(e)) => Err(e.into()),
        Err(broken) => {
            not_shown(engine, story.id, "damaged", broken.to_string(), ledger).await?;
            Ok(None)
        }
    }
}

/// Stories that this one was made of or parted from by the user, and the same event in other languages.
pub(crate) async fn links(store: &Store, decisions: &Decisions, id: StoryId) -> Result<Vec<StoryLink>, StepError> {
    let mut links = by_decision(store, decisions, id).await?;
    links.extend(abroad(store, decisions, id).await?);
    Ok(links)
}

/// The same event in other languages: of each the story with which most of the names are shared, if it has a brief.
async fn abroad(store: &Store, decisions: &Decisions, id: StoryId) -> Result<Vec<StoryLink>, StepError> {
    let mut asked = decisions.merged_into(id);
    asked.push(id);
    let mut shared: BTreeMap<StoryId, f32> = BTreeMap::new();
    for (other, part) in store.abroad(&asked).await? {
        *shared.entry(decisions.root(other)).or_default() += part;
    }
    shared.remove(&id);
    let mut best: BTreeMap<String, (StoryId, f32)> = BTreeMap::new();
    for (other, part) in shared {
        let Some(story) = store.story(other).await?.filter(|s| !s.members.is_empty()) else { continue };
        if best.get(&story.language).is_none_or(|(_, most)| part > *most) {
            best.insert(story.language, (other, part));
        }
    }
    let mut links = vec![];
    for (language, (story, _)) in best {
        if let Some((headline, _)) = store.brief_words(story).await? {
            links.push(StoryLink { how: "abroad".into(), story, headline, article: None, language: Some(language) });
        }
    }
    Ok(links)
}

async fn by_decision(store: &Store, decisions: &Decisions, id: StoryId) -> Result<Vec<StoryLink>, StepError> {
    let mut links = vec![];
    if decisions.last() == 0 {
        return Ok(links);
    }
    for story in decisions.merged_into(id) {
        let headline = headline(store, story).await?;
        links.push(StoryLink { how: "merged".into(), story, headline, article: None, language: None });
    }
    for (article, story) in decisions.taken_out_of(id) {
        let title = store.article(article, None).await?.map_or_else(|| article.to_string(), |a| a.title);
        let how = "split_off".into();
        links.push(StoryLink { how, story, headline: title, article: Some(article), language: None });
    }
    let here = decisions.put_into(id);
    let mut from: Vec<(StoryId, standfirst_types::ArticleId)> = vec![];
    for decision in decisions.active() {
        if let Choice::Split { article, from: old, .. } = decision.choice
            && here.contains(&article)
            && decisions.root(old) != id
            && !from.iter().any(|(story, _)| *story == decisions.root(old))
        {
            from.push((decisions.root(old), article));
        }
    }
    for (story, article) in from {
        let headline = headline(store, story).await?;
        let how = "split_from".into();
        links.push(StoryLink { how, story, headline, article: Some(article), language: None });
    }
    Ok(links)
}

/// What a story is called: its brief's headline, or its first report's title, or its id.
pub(crate) async fn headline(store: &Store, story: StoryId) -> Result<String, StepError> {
    match store.brief_words(story).await? {
        Some((headline, _)) if !headline.is_empty() => Ok(headline),
        _ => Ok(name_of(store, story).await?.0),
    }
}

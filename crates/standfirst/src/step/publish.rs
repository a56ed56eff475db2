//! Publish: compose an edition from the stories touched since the last one, with what changed and the ledger.

use super::{
    StepError,
    choose::{Candidate, choose},
};
use crate::{engine::Engine, hooks};
use jiff::Timestamp;
use standfirst_store::{Change as Stored, Outcome, Store};
use standfirst_types::{
    Access, BriefId, Change, Edition, EditionId, EditionStory, FeedProblem, Ledger, ModelUse, NotShown, Origin, Retold,
    StoryId, Window, Writer,
};
use standfirst_write::news;
use std::collections::BTreeMap;

pub(super) async fn publish(engine: &Engine, id: EditionId) -> Result<Outcome, StepError> {
    let cut_off = engine.now();
    let mut outcome = compose(engine, id, cut_off, &BTreeMap::new()).await?;
    outcome.changes.extend(hooks::of_edition(engine, id, cut_off));
    Ok(outcome)
}

/// The latest edition composed once more as of its own cut-off, because the user decided something. The stories in
/// `changed` are shown as they are now, all others by the revision that the edition shows already.
pub(crate) async fn review(engine: &Engine, changed: &[StoryId]) -> Result<Option<EditionId>, StepError> {
    let Some(edition) = engine.store.latest_edition(None).await? else { return Ok(None) };
    let kept = edition.stories.iter().filter(|s| !changed.contains(&s.story)).map(|s| (s.story, s.brief)).collect();
    let outcome = compose(engine, edition.id, edition.window.to, &kept).await?;
    engine.store.apply(&outcome).await?;
    Ok(Some(edition.id))
}

async fn compose(
    engine: &Engine,
    id: EditionId,
    cut_off: Timestamp,
    kept: &BTreeMap<StoryId, BriefId>,
) -> Result<Outcome, StepError> {
    let previous = engine.store.latest_edition(Some((id, cut_off))).await?;
    let from = previous.as_ref().map_or_else(
        || cut_off.checked_sub(hours(engine.config.edition.window_hours)).unwrap_or(Timestamp::MIN),
        |e| e.window.to,
    );
    let window = Window { from, to: cut_off };
    let touched = engine.store.stories_touched(from, cut_off).await?;
    let mut ledger = ledger(engine, window).await?;
    for fate in engine.store.fates(&touched).await? {
        let (title, url) = name_of(&engine.store, fate.story).await?;
        ledger.not_shown.push(NotShown { title, url, reason: fate.reason, detail: fate.detail });
    }
    let shown = choose(engine, touched, kept, cut_off, &mut ledger).await?;
    count_copies(&shown, &mut ledger);
    ledger.model = model_use(engine, window, &shown).await?;
    let mut changed = vec![];
    if previous.is_some() {
        for candidate in &shown {
            changed.extend(changes(engine, candidate, from).await?);
        }
    }
    let edition = Edition {
        schema: "standfirst.edition/1".into(),
        id,
        window,
        created: engine.now(),
        previous: previous.map(|e| e.id),
        sources: engine.store.sites_between(from, cut_off).await?,
        stories: shown
            .iter()
            .map(|c| EditionStory {
                story: c.story.id,
                brief: c.brief.frame().id,
                rank: c.ranking.rank,
                ranking: Some(c.ranking.clone()),
                pinned: c.pinned,
                links: c.links.clone(),
            })
            .collect(),
        changed,
        ledger,
    };
    Ok(Outcome { changes: vec![Stored::Edition(Box::new(edition))], jobs: vec![] })
}

fn hours(hours: u32) -> jiff::SignedDuration {
    jiff::SignedDuration::from_hours(i64::from(hours))
}

/// The title and address of a story's first report.
pub(crate) async fn name_of(store: &Store, story: StoryId) -> Result<(String, String), StepError> {
    let first = store.story(story).await?.and_then(|s| s.members.first().map(|m| m.article));
    let article = match first {
        Some(id) => store.article(id, None).await?,
        None => None,
    };
    Ok(article.map_or_else(|| (story.to_string(), String::new()), |a| (a.title, a.url)))
}

/// Most lines of one story that tell what is new, corrections not counted.
const MOST_NEWS: usize = 2;

/// What the reader of the last edition needs to hear of a story: what was corrected and withdrawn since, which numbers
/// changed, what is new against the brief as it was then.
async fn changes(engine: &Engine, c: &Candidate, since: Timestamp) -> Result<Vec<Change>, StepError> {
    let line = |what: &str, text: String, was: Option<String>| Change {
        story: c.story.id,
        headline: c.brief.headline().text.clone(),
        what: what.into(),
        text,
        was,
    };
    let frame = c.brief.frame();
    let mut lines: Vec<Change> = frame
        .corrections
        .iter()
        .filter(|k| k.at > since)
        .map(|k| {
            if k.now.is_empty() {
                line("withdrawn", k.why.clone(), Some(k.was.clone()))
            } else {
                line("corrected", k.now.clone(), Some(k.was.clone()))
            }
        })
        .collect();
    // A story that is new is in the list below anyway.
    let before = match engine.store.brief_until(c.story.id, since).await {
        Ok(before) => before,
        Err(standfirst_store::BriefError::Store(e)) => return Err(e.into()),
        Err(standfirst_store::BriefError::Broken { .. }) => None,
    };
    let Some(before) = before.filter(|b| b.frame().id != frame.id) else { return Ok(lines) };
    let said = |text: &str| lines.iter().any(|l| l.text == text);
    let news: Vec<Change> = news(&before, &c.brief, MOST_NEWS + lines.len())
        .into_iter()
        .filter(|n| !said(&n.text))
        .take(MOST_NEWS)
        .map(|n| match n.number {
            Some(number) => line("number", n.text, Some(number.was)),
            None => line("updated", n.text, None),
        })
        .collect();
    lines.extend(news);
    Ok(lines)
}

fn count_copies(candidates: &[Candidate], ledger: &mut Ledger) {
    for c in candidates {
        ledger.sentences_left_out += c.left_out;
        for copy in c.brief.frame().originals.iter().filter(|o| matches!(o.origin, Origin::CopyOf(_))) {
            ledger.copies += 1;
            let detail = format!(
                "the same text as another original of “{}”; listed there, not counted as a source",
                c.brief.headline().text
            );
            ledger.not_shown.push(NotShown {
                title: copy.title.clone(),
                url: copy.url.clone(),
                reason: "copy".into(),
                detail,
            });
        }
    }
}

/// What a model was asked and cost in the window; `None` where none writes and none was asked.
async fn model_use(engine: &Engine, window: Window, shown: &[Candidate]) -> Result<Option<ModelUse>, StepError> {
    let spent = engine.store.model_spent(window.from, window.to).await?;
    let instead = shown.iter().filter_map(|c| {
        let frame = c.brief.frame();
        Some(FeedProblem {
            title: c.brief.headline().text.clone(),
            url: frame.originals.first().map(|o| o.url.clone()).unwrap_or_default(),
            problem: c.note.clone()?,
            since: Some(frame.window.to),
        })
    });
    let instead: Vec<FeedProblem> = instead.collect();
    let sentences = shown.iter().filter_map(|c| c.brief.frame().engine.retold.as_ref());
    let sentences = sentences.fold(None, |sum: Option<Retold>, retold| {
        let mut sum = sum.unwrap_or_default();
        sum.add(retold);
        Some(sum)
    });
    if engine.config.writer.kind != Writer::Llm && spent.asked == 0 && instead.is_empty() {
        return Ok(None);
    }
    Ok(Some(ModelUse {
        model: engine.config.model.model.clone(),
        stories: shown.iter().filter(|c| c.brief.frame().engine.writer == Writer::Llm).count() as u32,
        asked: spent.asked,
        failed: spent.failed,
        tokens_in: spent.tokens_in,
        tokens_out: spent.tokens_out,
        millionths: spent.millionths,
        sentences,
        instead,
    }))
}

async fn ledger(engine: &Engine, window: Window) -> Result<Ledger, StepError> {
    let store = &engine.store;
    let feeds = store.feeds().await?;
    let problems = feeds.iter().filter_map(|f| {
        let problem = f.health.problem.clone()?;
        Some(FeedProblem { title: f.title.clone(), url: f.url.clone(), problem, since: f.health.failing_since })
    });
    let (entries, entries_rejected) = store.entries_between(window.from, window.to).await?;
    let entries_ruled_out = store.ruled_out_between(window.from, window.to).await?;
    let access = store.access_between(window.from, window.to).await?;
    let refused = store.page_problems(window.from, window.to).await?;
    let unbriefable = store.unbriefable(window.from, window.to).await?;
    Ok(Ledger {
        feeds: feeds.len() as u32,
        feeds_answered: feeds.iter().filter(|f| f.health.problem.is_none() && f.health.answered.is_some()).count()
            as u32,
        feed_problems: problems.collect(),
        entries,
        entries_rejected,
        entries_ruled_out,
        pages_read: access.read,
        pages_refused: refused
            .into_iter()
            .map(|p| FeedProblem { title: p.url.clone(), url: p.url, problem: p.problem, since: Some(p.asked) })
            .collect(),
        paywalled: access.paywall,
        thin: access.thin,
        blocked: access.blocked,
        copies: 0,
        sentences_left_out: 0,
        model: None,
        not_shown: unbriefable
            .into_iter()
            .map(|(title, url, access, words)| unread(title, url, access, words))
            .collect(),
    })
}

fn unread(title: String, url: String, access: Access, words: u32) -> NotShown {
    let (reason, detail) = match access {
        Access::Paywall => ("paywall", "behind a paywall; only what it shows freely was read".to_owned()),
        Access::Blocked => ("blocked", "a consent wall, bot check or login stands before it".to_owned()),
        Access::NotArticle => ("not_article", "an index or other page, no article".to_owned()),
        Access::Full | Access::Partial => ("thin", format!("only {words} words could be read")),
    };
    NotShown { title, url, reason: reason.into(), detail }
}

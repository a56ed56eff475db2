//! Publish: compose an edition from the stories touched since the last one, with what changed and the ledger.

use super::StepError;
use crate::engine::Engine;
use jiff::Timestamp;
use standfirst_store::{Change as Stored, Outcome};
use standfirst_types::{
    Access, Brief, BriefStatus, Change, Edition, EditionId, EditionStory, FeedProblem, Ledger, ModelUse, NotShown,
    Origin, Story, StoryId, Window, Writer,
};

/// A story that is shown.
struct Candidate {
    story: Story,
    brief: Brief,
    rank: f64,
    left_out: u32,
    /// Why the default writer told it where a model was to.
    note: Option<String>,
}

/// Most stories below the fold that the ledger names; of the rest it gives the number.
const NAMED: usize = 100;

pub(super) async fn publish(engine: &Engine, id: EditionId) -> Result<Outcome, StepError> {
    let now = engine.now();
    let previous = engine.store.latest_edition(Some((id, now))).await?;
    let from = previous.as_ref().map_or_else(|| engine.ago(engine.config.edition.window_hours), |e| e.window.to);
    let window = Window { from, to: now };
    let touched = engine.store.stories_touched(from, now).await?;
    let mut ledger = ledger(engine, window).await?;
    for fate in engine.store.fates(&touched).await? {
        let (title, url) = name_of(engine, fate.story).await?;
        ledger.not_shown.push(NotShown { title, url, reason: fate.reason, detail: fate.detail });
    }
    let shown = choose(engine, &touched, now, &mut ledger).await?;
    count_copies(&shown, &mut ledger);
    ledger.model = model_use(engine, window, &shown).await?;
    let changed = if previous.is_some() { shown.iter().flat_map(|c| changes(c, from)).collect() } else { vec![] };
    let edition = Edition {
        schema: "standfirst.edition/1".into(),
        id,
        window,
        created: now,
        previous: previous.map(|e| e.id),
        sources: engine.store.sites_between(from, now).await?,
        stories: shown
            .iter()
            .map(|c| EditionStory { story: c.story.id, brief: c.brief.frame().id, rank: c.rank })
            .collect(),
        changed,
        ledger,
    };
    Ok(Outcome { changes: vec![Stored::Edition(Box::new(edition))], jobs: vec![] })
}

/// Ranks what was touched by its members alone, and opens the briefs of the best only.
async fn choose(
    engine: &Engine,
    touched: &[StoryId],
    now: Timestamp,
    ledger: &mut Ledger,
) -> Result<Vec<Candidate>, StepError> {
    let mut ranked = vec![];
    for &id in touched {
        if engine.store.latest_brief_id(id).await?.is_none() {
            continue;
        }
        let Some(story) = engine.store.story(id).await? else { continue };
        ranked.push((standfirst_group::rank(story.independent(), story.members.len(), story.last, now), story));
    }
    ranked.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.id.cmp(&y.id)));
    let (mut shown, mut below) = (vec![], 0);
    for (rank, story) in ranked {
        if shown.len() < engine.config.edition.stories {
            shown.extend(open(engine, story, rank, ledger).await?);
            continue;
        }
        below += 1;
        if below <= NAMED {
            let (title, url) = name_of(engine, story.id).await?;
            ledger.not_shown.push(NotShown {
                title,
                url,
                reason: "below_the_fold".into(),
                detail: format!("{} stories ranked higher", shown.len()),
            });
        }
    }
    if below > NAMED {
        let title = format!("{} more stories", below - NAMED);
        ledger.not_shown.push(NotShown {
            title,
            url: String::new(),
            reason: "below_the_fold".into(),
            detail: "ranked lower still; raise edition.stories to see more".into(),
        });
    }
    Ok(shown)
}

async fn open(engine: &Engine, story: Story, rank: f64, ledger: &mut Ledger) -> Result<Option<Candidate>, StepError> {
    match engine.store.latest_brief(story.id).await {
        Ok(Some((brief, _))) => {
            let left_out = engine.store.left_out(brief.frame().id).await?.len() as u32;
            let note = engine.store.note(brief.frame().id).await?;
            Ok(Some(Candidate { story, brief, rank, left_out, note }))
        }
        Ok(None) => Ok(None),
        Err(standfirst_store::BriefError::Store(e)) => Err(e.into()),
        Err(broken) => {
            let (title, url) = name_of(engine, story.id).await?;
            ledger.not_shown.push(NotShown { title, url, reason: "damaged".into(), detail: broken.to_string() });
            Ok(None)
        }
    }
}

async fn name_of(engine: &Engine, story: StoryId) -> Result<(String, String), StepError> {
    let first = engine.store.story(story).await?.and_then(|s| s.members.first().map(|m| m.article));
    let article = match first {
        Some(id) => engine.store.article(id, None).await?,
        None => None,
    };
    Ok(article.map_or_else(|| (story.to_string(), String::new()), |a| (a.title, a.url)))
}

/// What the reader of the last edition needs to hear of a story.
fn changes(c: &Candidate, since: Timestamp) -> Vec<Change> {
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
    if frame.status == BriefStatus::New && frame.revision == 1 {
        return lines; // a story that is new is in the list below anyway
    }
    if let Some(news) = c.brief.since_last().first() {
        lines.push(line("updated", news.text.clone(), None));
    }
    lines
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
    if engine.config.writer.kind != Writer::Llm && spent.asked == 0 {
        return Ok(None);
    }
    let instead = shown.iter().filter_map(|c| {
        let frame = c.brief.frame();
        Some(FeedProblem {
            title: c.brief.headline().text.clone(),
            url: frame.originals.first().map(|o| o.url.clone()).unwrap_or_default(),
            problem: c.note.clone()?,
            since: Some(frame.window.to),
        })
    });
    Ok(Some(ModelUse {
        model: engine.config.model.model.clone(),
        stories: shown.iter().filter(|c| c.brief.frame().engine.writer == Writer::Llm).count() as u32,
        asked: spent.asked,
        failed: spent.failed,
        tokens_in: spent.tokens_in,
        tokens_out: spent.tokens_out,
        millionths: spent.millionths,
        instead: instead.collect(),
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

//! Brief: write a story, check every sentence, seal what holds. A revision supersedes the one before, never overwrites it.

use super::{StepError, pure};
use crate::{config::Config, engine::Engine};
use jiff::Timestamp;
use standfirst_store::{Change, Fate, Outcome};
use standfirst_types::{
    Access, Article, ArticleId, Brief, BriefId, BriefStatus, Correction, Engine as Maker, Fault, Frame, MemberKind,
    Notes, Origin, Original, Story, StoryId, Window, Writer,
    brief::OriginalVersion,
    span::{hex, span_hash},
};
use standfirst_verify::{Verified, recheck, verify};
use standfirst_write::{Input, extractive};
use std::sync::Arc;

/// Most articles a brief is written from, originals before copies, earliest first; all are listed.
const MOST_ARTICLES: usize = 40;

/// All that a brief is made of, so that it can be made off the async threads.
struct Material {
    story: Story,
    articles: Vec<Article>,
    notes: Vec<Notes>,
    originals: Vec<Original>,
    previous: Option<Brief>,
    now: Timestamp,
    config: Arc<Config>,
}

pub(super) async fn brief(engine: &Engine, id: StoryId) -> Result<Outcome, StepError> {
    let Some(story) = engine.store.story(id).await? else { return Ok(Outcome::default()) };
    let material = gather(engine, story).await?;
    let inputs_hash = inputs_hash(&material);
    if material.previous.as_ref().is_some_and(|b| b.frame().inputs_hash == inputs_hash) {
        return Ok(Outcome::default());
    }
    if !material.articles.iter().any(Article::briefable) {
        return Ok(no_brief(id, unread(&material)));
    }
    let now = material.now;
    let made = pure(move || make(material, inputs_hash)).await?;
    Ok(match made {
        Ok(verified) => {
            let left_out = verified.left_out.into_iter().map(|l| (l.text, l.verdict.missing)).collect();
            Outcome {
                changes: vec![Change::Brief { brief: Box::new(verified.brief), left_out, at: now }],
                jobs: vec![],
            }
        }
        Err(faults) => {
            let detail = faults
                .first()
                .map_or_else(|| "no sentence could be written that its sources support".into(), ToString::to_string);
            no_brief(id, ("unsupported".into(), detail))
        }
    })
}

fn no_brief(story: StoryId, (reason, detail): (String, String)) -> Outcome {
    Outcome { changes: vec![Change::NoBrief(story, Fate { story, reason, detail })], jobs: vec![] }
}

/// Why none of a story's originals can be briefed.
fn unread(material: &Material) -> (String, String) {
    if material.originals.is_empty() {
        return ("rule".into(), "a rule of yours keeps out every report of it".into());
    }
    let paywall = material.originals.iter().any(|o| o.access == Access::Paywall);
    if paywall {
        ("paywall".into(), "no original could be read in full: behind a paywall".into())
    } else {
        ("thin".into(), "no original is long enough to brief".into())
    }
}

async fn gather(engine: &Engine, story: Story) -> Result<Material, StepError> {
    let previous = engine.store.latest_brief(story.id).await?.map(|(brief, _)| brief);
    gather_until(engine, story, previous, engine.now()).await
}

/// What there was to write from at `now`.
async fn gather_until(
    engine: &Engine,
    story: Story,
    previous: Option<Brief>,
    now: Timestamp,
) -> Result<Material, StepError> {
    let (mut articles, mut notes, mut originals) = (vec![], vec![], vec![]);
    let mut members: Vec<_> = story.members.iter().collect();
    members.sort_by_key(|m| m.kind != MemberKind::Original); // stable: originals first, each in order
    for (i, member) in members.into_iter().enumerate() {
        let mut versions = engine.store.versions(member.article).await?;
        versions.retain(|(_, at, _)| *at <= now);
        let Some((version, ..)) = versions.last() else { continue };
        let Some(article) = engine.store.article(member.article, Some(*version)).await? else { continue };
        if !engine.config.rules.is_empty() && engine.store.ruled_out(&article.url).await?.is_some() {
            continue;
        }
        originals.push(original(&article, member.kind, member.wire.as_deref(), &member.family, versions));
        if i < MOST_ARTICLES && article.briefable() {
            notes.push(engine.store.notes(member.article, article.version).await?);
            articles.push(article);
        }
    }
    Ok(Material { story, articles, notes, originals, previous, now, config: engine.config.clone() })
}

/// A stored brief made again from what it was made of: its originals as they were, the revision before, its own time.
pub(crate) async fn replay(engine: &Engine, stored: &Brief) -> Result<Result<Brief, Vec<Fault>>, StepError> {
    let frame = stored.frame();
    let now = frame.window.to;
    let Some(mut story) = engine.store.story(stored.story()).await? else { return Ok(Err(vec![Fault::NoOriginals])) };
    story.members.retain(|m| m.added <= now);
    story.first = frame.window.from;
    let previous = match frame.supersedes {
        Some(id) => engine.store.brief(id).await?.map(|(brief, _)| brief),
        None => None,
    };
    let material = gather_until(engine, story, previous, now).await?;
    let hash = inputs_hash(&material);
    Ok(pure(move || make(material, hash)).await?.map(|verified| verified.brief))
}

fn original(
    article: &Article,
    kind: MemberKind,
    wire: Option<&str>,
    family: &str,
    versions: Vec<(u32, Timestamp, String)>,
) -> Original {
    let origin = match (kind, wire) {
        (MemberKind::CopyOf(of), _) => Origin::CopyOf(of),
        (MemberKind::Original, Some(wire)) => Origin::Wire(wire.into()),
        (MemberKind::Original, None) => Origin::Original,
    };
    Original {
        id: article.id,
        url: article.url.clone(),
        title: article.title.clone(),
        publisher: article.site.clone(),
        family: family.into(),
        origin,
        published: article.published,
        modified: article.modified,
        access: article.access,
        versions: versions.into_iter().map(|(version, at, hash)| OriginalVersion { version, at, hash }).collect(),
    }
}

/// Everything that decides the brief's bytes but the time: members, texts, settings, version.
fn inputs_hash(material: &Material) -> String {
    let mut all = format!("{} {:?}\n", env!("CARGO_PKG_VERSION"), material.config.brief);
    for original in &material.originals {
        let newest = original.versions.last().map_or("", |v| v.hash.as_str());
        all.push_str(&format!("{} {} {newest}\n", original.id, original.origin));
    }
    hex(all.as_bytes(), 16)
}

fn make(material: Material, inputs_hash: String) -> Result<Verified, Vec<Fault>> {
    let articles: Vec<&Article> = material.articles.iter().collect();
    let notes: Vec<&Notes> = material.notes.iter().collect();
    let previous = material.previous.as_ref();
    let fresh = fresh(&material);
    let input = Input {
        story: &material.story,
        articles: &articles,
        notes: &notes,
        previous,
        fresh: &fresh,
        options: &material.config.brief,
    };
    let draft = extractive(&input).ok_or_else(|| vec![Fault::Empty("TL;DR")])?;
    let frame = frame(&material, &articles, inputs_hash);
    verify(draft, frame, &articles)
}

/// Members that the previous revision did not know.
fn fresh(material: &Material) -> Vec<ArticleId> {
    let Some(previous) = &material.previous else { return vec![] };
    material.articles.iter().map(|a| a.id).filter(|id| previous.original(*id).is_none()).collect()
}

fn frame(material: &Material, articles: &[&Article], inputs_hash: String) -> Frame {
    let previous = material.previous.as_ref();
    let revision = previous.map_or(1, |p| p.frame().revision + 1);
    let found = previous.map_or(vec![], |p| recheck(p, articles, material.now));
    let status = match (previous, found.is_empty()) {
        (_, false) => BriefStatus::Corrected,
        (None, true) => BriefStatus::New,
        (Some(_), true) => BriefStatus::Developing,
    };
    let mut corrections: Vec<Correction> = previous.map_or(vec![], |p| p.frame().corrections.clone());
    corrections.extend(found);
    Frame {
        id: BriefId::of(&[material.story.id.as_str().as_bytes(), &revision.to_le_bytes()]),
        revision,
        supersedes: previous.map(|p| p.frame().id),
        status,
        window: Window { from: material.story.first, to: material.now },
        inputs_hash,
        engine: Maker { version: env!("CARGO_PKG_VERSION").into(), writer: Writer::Extractive, prompt_hash: None },
        originals: material.originals.clone(),
        independent_sources: material.story.independent(),
        corrections,
        verbatim: material.config.brief.verbatim(),
    }
}

/// A brief of one article alone, as `standfirst brief` makes it: no store, no story but its own.
pub(crate) fn of_one(
    article: &Article,
    notes: &Notes,
    config: &Arc<Config>,
    now: Timestamp,
) -> Result<Verified, Vec<Fault>> {
    let id = StoryId::of(&[article.id.as_str().as_bytes()]);
    let family = standfirst_group::family(&article.url, &config.families);
    let wire = standfirst_group::wire_origin(&article.text, &article.authors);
    let versions = vec![(article.version, now, span_hash(&article.text))];
    let originals = vec![original(article, MemberKind::Original, wire.as_deref(), &family, versions)];
    let member = standfirst_types::Member {
        article: article.id,
        kind: MemberKind::Original,
        family,
        wire,
        added: now,
        score: 1.0,
        runner_up: None,
        terms: vec![],
    };
    let at = crate::grouping::published(article, now);
    let story = Story {
        id,
        language: article.language.clone().unwrap_or_else(|| "und".into()),
        members: vec![member],
        first: at,
        last: at,
    };
    let material = Material {
        story,
        articles: vec![article.clone()],
        notes: vec![notes.clone()],
        originals,
        previous: None,
        now,
        config: config.clone(),
    };
    let hash = inputs_hash(&material);
    make(material, hash)
}

//! Brief: write a story, check every sentence, seal what holds. A revision supersedes the one before, never overwrites it.

use super::{
    StepError,
    make::{Made, fresh, inputs_hash, make},
    pure,
    second::{heard_again, make_heard, wanted},
    sentences::{TOO_OFTEN, note_small},
    telling::{Told, told, told_again},
};
use crate::{config::Config, engine::Engine, hooks, nli::Model};
use jiff::Timestamp;
use standfirst_store::{Change, Fate, Outcome};
use standfirst_types::{
    Access, Article, Brief, Decisions, Fault, MemberKind, Notes, Origin, Original, Span, Story, StoryId,
    brief::OriginalVersion, span::span_hash,
};
use standfirst_write::{Input, Options, is_order};
use std::sync::Arc;

/// Most articles a brief is written from, originals before copies, earliest first; all are listed.
const MOST_ARTICLES: usize = 40;

/// All that a brief is made of, so that it can be made off the async threads.
pub(super) struct Material {
    pub(super) story: Story,
    pub(super) articles: Vec<Article>,
    notes: Vec<Notes>,
    pub(super) originals: Vec<Original>,
    pub(super) previous: Option<Brief>,
    /// Sentences that publishers put into articles that the previous revision knew.
    edited: Vec<Span>,
    pub(super) now: Timestamp,
    pub(super) config: Arc<Config>,
    /// The last of the user's decisions that it follows.
    decided: u64,
}

impl Material {
    /// What a writer is given.
    pub(super) fn with_input<T>(&self, work: impl FnOnce(&Input<'_>) -> T) -> T {
        let articles: Vec<&Article> = self.articles.iter().collect();
        let notes: Vec<&Notes> = self.notes.iter().collect();
        let (fresh, options) = (fresh(self), self.options());
        work(&Input {
            story: &self.story,
            articles: &articles,
            notes: &notes,
            previous: self.previous.as_ref(),
            fresh: &fresh,
            edited: &self.edited,
            options: &options,
        })
    }

    /// The lengths in force.
    pub(super) fn options(&self) -> Options {
        self.config.writer.options(&self.config.brief)
    }
}

pub(super) async fn brief(engine: &Engine, id: StoryId) -> Result<Outcome, StepError> {
    let decisions = engine.store.decisions().await?;
    let id = decisions.root(id);
    // A story whose articles have all been put elsewhere keeps its last brief.
    let Some(story) = engine.store.story(id).await?.filter(|s| !s.members.is_empty()) else {
        return Ok(Outcome::default());
    };
    let material = Arc::new(gather(engine, story, &decisions).await?);
    let seen = material.previous.as_ref().map(|b| b.frame().inputs_hash.clone());
    if !material.articles.iter().any(Article::briefable) {
        return Ok(no_brief(id, unread(&material)));
    }
    let told = told(engine, &material).await?;
    if seen.as_ref() == Some(&inputs_hash(&material, &told, wanted(&material))) {
        return Ok(Outcome::default());
    }
    let (now, decided) = (material.now, material.decided);
    let by_model = matches!(told, Told::Model(..));
    let made = make_heard(engine, &material, told).await?;
    if let Ok(made) = &made
        && by_model
        && engine.model.came_to(made.brief.frame().engine.prompt_hash.is_some(), TOO_OFTEN)
    {
        note_small(engine, true).await?;
    }
    Ok(match made {
        // a model's answer that came to nothing gives the brief that is there already
        Ok(made) if seen.as_ref() == Some(&made.brief.frame().inputs_hash) => Outcome::default(),
        Ok(Made { brief, left_out, note }) => {
            let told = hooks::of_brief(engine, &brief);
            let change = Change::Brief { brief: Box::new(brief), left_out, note, at: now, decided };
            Outcome { changes: std::iter::once(change).chain(told).collect(), jobs: vec![] }
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
        return ("rule".into(), "a rule of yours, or a source you muted, keeps out every report of it".into());
    }
    let paywall = material.originals.iter().any(|o| o.access == Access::Paywall);
    if paywall {
        ("paywall".into(), "no original could be read in full: behind a paywall".into())
    } else {
        ("thin".into(), "no original is long enough to brief".into())
    }
}

async fn gather(engine: &Engine, story: Story, decisions: &Decisions) -> Result<Material, StepError> {
    let previous = engine.store.latest_brief(story.id).await?.map(|(brief, _)| brief);
    gather_until(engine, story, previous, engine.now(), decisions).await
}

/// What there was to write from at `now`.
async fn gather_until(
    engine: &Engine,
    mut story: Story,
    previous: Option<Brief>,
    now: Timestamp,
    decisions: &Decisions,
) -> Result<Material, StepError> {
    let (mut articles, mut notes, mut originals) = (vec![], vec![], vec![]);
    keep_wanted(engine, &mut story, decisions).await?;
    standfirst_group::represent(&mut story.members);
    let mut members: Vec<_> = story.members.iter().collect();
    members.sort_by_key(|m| m.kind != MemberKind::Original); // stable: originals first, each in order
    let mut known = engine.store.versions_of(&members.iter().map(|m| m.article).collect::<Vec<_>>()).await?;
    for (i, member) in members.into_iter().enumerate() {
        let mut versions = known.remove(&member.article).unwrap_or_default();
        versions.retain(|(_, at, _)| *at <= now);
        let Some((version, ..)) = versions.last() else { continue };
        let Some((mut article, mut own)) = engine.store.noted(member.article, *version).await? else { continue };
        originals.push(original(&article, member.kind, member.wire.as_deref(), &member.family, versions));
        if i < MOST_ARTICLES && article.briefable() {
            without_orders(&mut article, &mut own);
            if article.briefable() {
                notes.push(own);
                articles.push(article);
            }
        }
    }
    let edited = match &previous {
        Some(previous) => edited(engine, previous, &articles).await?,
        None => vec![],
    };
    let (config, decided) = (engine.config.clone(), decisions.last());
    Ok(Material { story, articles, notes, originals, previous, edited, now, config, decided })
}

/// The sentences that stand in an article now and did not in the version that the previous revision knew.
async fn edited(engine: &Engine, previous: &Brief, articles: &[Article]) -> Result<Vec<Span>, StepError> {
    let mut spans = vec![];
    for article in articles {
        let known = previous.original(article.id).and_then(|o| o.versions.last()).map(|v| v.version);
        let Some(known) = known.filter(|v| *v < article.version) else { continue };
        let Some(before) = engine.store.article(article.id, Some(known)).await? else { continue };
        spans.extend(standfirst_read::versions::changes(&before, article).into_iter().filter_map(|c| c.after));
    }
    Ok(spans)
}

/// Leaves out the members that a rule keeps out or whose source is muted: they neither tell nor count.
async fn keep_wanted(engine: &Engine, story: &mut Story, decisions: &Decisions) -> Result<(), StepError> {
    let mut kept = vec![];
    for member in std::mem::take(&mut story.members) {
        if decisions.mutes_source(&member.family) {
            continue;
        }
        if !engine.config.rules.is_empty()
            && let Some(article) = engine.store.article(member.article, None).await?
            && engine.store.ruled_out(&article.url).await?.is_some()
        {
            continue;
        }
        kept.push(member);
    }
    story.members = kept;
    story.settle();
    Ok(())
}

/// Takes out what orders its reader or a model about: such sentences are no news to any writer, and nothing that failed is
/// replaced by one. The text stays as it is, so that every span still counts over its bytes.
fn without_orders(article: &mut Article, notes: &mut Notes) {
    let text = &article.text;
    let before = article.sentences.len();
    article.sentences.retain(|s| !text.get(s[0] as usize..s[1] as usize).is_some_and(is_order));
    if article.sentences.len() < before {
        let held = |at: u32| article.sentences.iter().any(|s| s[0] <= at && at < s[1]);
        notes.quotes.retain(|q| held(q.content[0]));
        notes.times.retain(|t| held(t.start));
        notes.names.retain(|n| held(n.start));
    }
    if is_order(&article.title) {
        article.title.clear();
    }
}

/// A brief made again.
pub(crate) enum Again {
    /// It was made.
    Made(Box<Brief>),
    /// It was not sealed.
    Refused(Vec<Fault>),
    /// What it was made of is gone, in words.
    Gone(String),
}

/// A stored brief made again from what it was made of: its originals as they were, the revision before, its own time, and
/// where a model wrote it, that model's stored answer.
pub(crate) async fn replay(engine: &Engine, stored: &Brief) -> Result<Again, StepError> {
    let frame = stored.frame();
    let now = frame.window.to;
    let decisions = engine.store.decisions_until(engine.store.decided_of(frame.id).await?).await?;
    let Some(mut story) = engine.store.story_under(stored.story(), &decisions).await? else {
        return Ok(Again::Refused(vec![Fault::NoOriginals]));
    };
    story.members.retain(|m| m.added <= now);
    story.first = frame.window.from;
    let previous = match frame.supersedes {
        Some(id) => engine.store.brief(id).await?.map(|(brief, _)| brief),
        None => None,
    };
    let material = Arc::new(gather_until(engine, story, previous, now, &decisions).await?);
    let told = match told_again(engine, &material, stored).await? {
        Ok(told) => told,
        Err(why) => return Ok(Again::Gone(why)),
    };
    let second = match heard_again(engine, &material, &told, &frame.inputs_hash).await? {
        Ok(second) => second,
        Err(why) => return Ok(Again::Gone(why)),
    };
    Ok(match pure(move || make(&material, &told, second.as_ref())).await? {
        Ok(made) => Again::Made(Box::new(made.brief)),
        Err(faults) => Again::Refused(faults),
    })
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

/// A brief of one article alone, as `standfirst brief` makes it: no story but its own, and a store only for what a model
/// answers and costs. With the brief comes why the default writer made it where a model was to.
pub(crate) async fn of_one(
    engine: Option<&Engine>,
    article: &Article,
    notes: &Notes,
    config: &Arc<Config>,
    now: Timestamp,
) -> Result<Result<(Brief, Option<String>), Vec<Fault>>, StepError> {
    let material = Arc::new(alone(article, notes, config, now));
    let told = match engine {
        Some(engine) => told(engine, &material).await?,
        None => Told::Default(None),
    };
    let second = Model::new(&config.verify.nli_command, config.verify.nli_seconds);
    let made = pure(move || {
        let made = make(&material, &told, second.as_ref());
        let failed = second.is_some_and(|model| model.fault().is_some());
        if failed { make(&material, &told, None) } else { made }
    });
    Ok(made.await?.map(|made| (made.brief, made.note)))
}

/// All that a brief of one article is made of.
fn alone(article: &Article, notes: &Notes, config: &Arc<Config>, now: Timestamp) -> Material {
    let id = StoryId::of(&[article.id.as_str().as_bytes()]);
    let family = standfirst_group::family(&article.url, &config.families);
    let wire = standfirst_group::wire_origin(&article.text, &article.authors);
    let versions = vec![(article.version, now, span_hash(&article.text))];
    let originals = vec![original(article, MemberKind::Original, wire.as_deref(), &family, versions)];
    let member = standfirst_types::Member {
        wire,
        ..standfirst_types::Member::first(article.id, MemberKind::Original, family, now)
    };
    let at = crate::grouping::published(article, now);
    let story = Story {
        id,
        language: article.language.clone().unwrap_or_else(|| "und".into()),
        members: vec![member],
        first: at,
        last: at,
    };
    let (mut article, mut notes) = (article.clone(), notes.clone());
    without_orders(&mut article, &mut notes);
    Material {
        story,
        articles: vec![article],
        notes: vec![notes],
        originals,
        previous: None,
        edited: vec![],
        now,
        config: config.clone(),
        decided: 0,
    }
}

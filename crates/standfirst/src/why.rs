//! Why: gathers what decided about a story, for `explain` and the page.

use crate::{
    decide::in_words,
    engine::Engine,
    step::{self, StepError, headline},
};
use standfirst_types::{
    Article, ArticleId, Choice, Decision, DecisionSaid, Decisions, Edition, Matter, Member, MemberKind, MemberWhy,
    Place, RunnerUp, Story, StoryId, StoryWhy, Voice,
};
use std::collections::BTreeMap;

/// All that decided about a story; `None` when there is none. A story that was merged away answers with the one it is part
/// of.
pub(crate) async fn why(engine: &Engine, asked: StoryId) -> Result<Option<StoryWhy>, StepError> {
    let id = engine.store.resolve(asked).await?;
    let Some(mut story) = engine.store.story(id).await?.filter(|s| !s.members.is_empty()) else { return Ok(None) };
    // How each came in is told by what it was then, whether it counts by what it is now.
    let came: BTreeMap<ArticleId, MemberKind> = story.members.iter().map(|m| (m.article, m.kind)).collect();
    standfirst_group::represent(&mut story.members);
    let decisions = engine.store.decisions().await?;
    let times: BTreeMap<ArticleId, jiff::Timestamp> = engine.store.published_times(id).await?.into_iter().collect();
    let mut articles = BTreeMap::new();
    for member in &story.members {
        articles.extend(engine.store.article(member.article, None).await?.map(|a| (a.id, a)));
    }
    let voices = voices(&story, &decisions);
    let mut members = vec![];
    for member in &story.members {
        let came = came.get(&member.article).copied().unwrap_or(member.kind);
        let mut line = member_why(member, came, &articles, &voices, &decisions);
        line.published = times.get(&member.article).copied().unwrap_or(member.added);
        line.runner_up = runner_up(engine, &decisions, id, member).await?;
        members.push(line);
    }
    let edition = engine.store.latest_edition(None).await?;
    let place = edition.as_ref().and_then(|e| place(e, id));
    let not_shown = match (&edition, &place) {
        (Some(edition), None) => Some(not_shown(engine, &decisions, edition, id).await?),
        _ => None,
    };
    let brief = engine.store.latest_brief_id(id).await?;
    let (left_out, note) = match brief {
        Some((brief, _)) => (engine.store.left_out(brief).await?, engine.store.note(brief).await?),
        None => (vec![], None),
    };
    let mut said = vec![];
    for decision in about(&decisions, id) {
        let words = in_words(&engine.store, &decision.choice).await?;
        said.push(DecisionSaid { decision, words });
    }
    Ok(Some(StoryWhy {
        schema: "standfirst.why/1",
        story: id,
        asked: (asked != id).then_some(asked),
        headline: headline(&engine.store, id).await?,
        independent: voices.len() as u32,
        independence: independence(&story, &voices, &decisions),
        members,
        voices,
        place,
        not_shown,
        pinned: decisions.is_pinned(id),
        muted: decisions.is_muted(&Matter::Story(id)),
        decisions: said,
        links: step::links(&engine.store, &decisions, id).await?,
        note,
        left_out,
    }))
}

/// The name a member speaks under: its wire service, or its family.
fn voice_of(member: &Member) -> &str {
    member.wire.as_deref().unwrap_or(&member.family)
}

fn voices(story: &Story, decisions: &Decisions) -> Vec<Voice> {
    let mut out: Vec<Voice> = vec![];
    let speaks = |m: &&Member| m.kind == MemberKind::Original && !decisions.mutes_source(&m.family);
    for member in story.members.iter().filter(speaks) {
        let name = voice_of(member);
        match out.iter_mut().find(|v| v.name == name) {
            Some(voice) => voice.articles.push(member.article),
            None => {
                out.push(Voice { name: name.into(), wire: member.wire.is_some(), articles: vec![member.article] });
            }
        }
    }
    out.sort_by(|a, b| a.name.cmp(&b.name));
    out
}

/// “3 independent of 7: …”, with every report accounted for.
fn independence(story: &Story, voices: &[Voice], decisions: &Decisions) -> String {
    let voice = |v: &Voice| {
        let what = if v.wire { format!("the text of {}", v.name) } else { v.name.clone() };
        match v.articles.len() {
            1 => what,
            n => format!("{what} ({n} reports, counted once)"),
        }
    };
    let mut said = format!("{} independent of {}", voices.len(), story.members.len());
    if !voices.is_empty() {
        said.push_str(": ");
        said.push_str(&voices.iter().map(voice).collect::<Vec<_>>().join(", "));
    }
    let muted = story.members.iter().filter(|m| decisions.mutes_source(&m.family)).count();
    let copies = |m: &&Member| m.kind != MemberKind::Original && !decisions.mutes_source(&m.family);
    match story.members.iter().filter(copies).count() {
        0 => {}
        1 => said.push_str("; 1 copy does not count"),
        n => said.push_str(&format!("; {n} copies do not count")),
    }
    match muted {
        0 => {}
        1 => said.push_str("; 1 report is by a source you muted"),
        n => said.push_str(&format!("; {n} reports are by sources you muted")),
    }
    said.push('.');
    said
}

fn member_why(
    member: &Member,
    came: MemberKind,
    articles: &BTreeMap<ArticleId, Article>,
    voices: &[Voice],
    decisions: &Decisions,
) -> MemberWhy {
    let title = |id: ArticleId| articles.get(&id).map_or_else(|| id.to_string(), |a| a.title.clone());
    let of = |kind: MemberKind| match kind {
        MemberKind::CopyOf(of) => Some((of, title(of))),
        MemberKind::Original => None,
    };
    let stands_for_it = of(member.kind);
    let silent = decisions.mutes_source(&member.family);
    let voice = voices.iter().find(|v| v.articles.contains(&member.article));
    let counts = match (&stands_for_it, voice) {
        _ if silent => "does not count: you muted its source".into(),
        (Some((_, original)), _) => format!("does not count: it is the text of “{original}”"),
        (None, Some(voice)) => {
            let as_what = if voice.wire { format!("the text of {}", voice.name) } else { voice.name.clone() };
            match voice.articles.first() {
                Some(first) if *first != member.article => {
                    format!("counts together with “{}” as {as_what}", title(*first))
                }
                _ => format!("counts as {as_what}"),
            }
        }
        (None, None) => "does not count".into(),
    };
    let by = match (decisions.split(member.article), came) {
        (Some(_), _) => "user",
        (None, MemberKind::CopyOf(_)) => "copy",
        // Only an article that opened a story has nothing it was held against.
        (None, MemberKind::Original) if member.score >= 1.0 && member.terms.is_empty() => "first",
        (None, MemberKind::Original) => "joined",
    };
    let article = articles.get(&member.article);
    MemberWhy {
        article: member.article,
        title: title(member.article),
        publisher: article.map_or_else(String::new, |a| a.site.clone()),
        url: article.map_or_else(String::new, |a| a.url.clone()),
        published: member.added,
        joined: member.added,
        by,
        score: member.score,
        needed: member.needed,
        terms: member.terms.clone(),
        runner_up: None,
        copy_of: of(came).or(stands_for_it),
        wire: member.wire.clone(),
        family: member.family.clone(),
        counts_as: voice.map(|v| v.name.clone()),
        counts,
    }
}

async fn runner_up(
    engine: &Engine,
    decisions: &Decisions,
    id: StoryId,
    member: &Member,
) -> Result<Option<RunnerUp>, StepError> {
    let Some((other, score)) = member.runner_up else { return Ok(None) };
    let story = decisions.root(other);
    if story == id {
        return Ok(None);
    }
    let opened = member.score >= 1.0 && member.terms.is_empty();
    let margin = (!opened).then_some(member.score - score);
    Ok(Some(RunnerUp { story, headline: headline(&engine.store, story).await?, score, margin }))
}

fn place(edition: &Edition, id: StoryId) -> Option<Place> {
    let at = edition.stories.iter().position(|s| s.story == id)?;
    let entry = edition.stories.get(at)?;
    let rank = |i: Option<usize>| i.and_then(|i| edition.stories.get(i)).map(|s| s.rank);
    Some(Place {
        edition: edition.id,
        position: at as u32 + 1,
        of: edition.stories.len() as u32,
        pinned: entry.pinned,
        ranking: entry.ranking.clone(),
        neighbours: (rank(at.checked_sub(1)), rank(Some(at + 1))),
    })
}

/// Why the latest edition does not show a story.
async fn not_shown(
    engine: &Engine,
    decisions: &Decisions,
    edition: &Edition,
    id: StoryId,
) -> Result<String, StepError> {
    if let Some(fate) = engine.store.fates(&[id]).await?.into_iter().next() {
        return Ok(fate.detail);
    }
    let measured = step::measure(engine, decisions, id, edition.window.to).await?;
    if let Some(why) = measured.and_then(|m| m.muted) {
        return Ok(why);
    }
    Ok(if engine.store.is_touched(id, edition.window.from, edition.window.to).await? {
        format!("{} stories ranked higher, and the edition holds no more", edition.stories.len())
    } else {
        "nothing came of it in the edition's time".into()
    })
}

/// The decisions in force that made a story what it is.
fn about(decisions: &Decisions, id: StoryId) -> Vec<Decision> {
    let is = |story: &StoryId| decisions.root(*story) == id;
    let concerns = |d: &&Decision| match &d.choice {
        Choice::Merge { from, into } => is(from) || is(into),
        Choice::Split { from, into, .. } => is(from) || is(into),
        Choice::Pin { story } => decisions.is_pinned(id) && is(story),
        Choice::Mute { matter } => matches!(matter, Matter::Story(story) if is(story)) && decisions.is_muted(matter),
        Choice::Unmute { .. } | Choice::Unpin { .. } | Choice::Undo { .. } => false,
    };
    decisions.active().filter(concerns).cloned().collect()
}

//! Group: put an article into a story, alone in its order, so that the same articles give the same stories.

use super::{StepError, job};
use crate::{
    engine::Engine,
    grouping::{Grouping, doc, names, published, text},
};
use standfirst_store::{Change, Joined, Outcome};
use standfirst_types::{ArticleId, Job, Member};

pub(super) async fn group(engine: &Engine, id: ArticleId) -> Result<Outcome, StepError> {
    if let Some(story) = engine.store.story_of(id).await? {
        return Ok(Outcome { changes: vec![], jobs: vec![job(engine, Job::Brief(story), 0)] });
    }
    let Some((article, notes)) = engine.store.noted(id, 0).await? else { return Ok(Outcome::default()) };
    let text = text(engine, &article).await?;
    let mut held = engine.grouping.lock().await;
    if held.is_none() {
        *held = Some(Grouping::load(engine).await?);
    }
    let Some(grouping) = held.as_mut() else { return Ok(Outcome::default()) };
    let (names, family) = (names(&notes), standfirst_group::family(&article.url, &engine.config.families));
    let at = published(&article, engine.now());
    let placed = grouping.grouper.assign(&doc(&article, &text, at, &family, &names));
    // An agency's own page speaks with the agency's voice, credit line or not.
    let wire = standfirst_group::agency(&family).map(str::to_owned);
    let member = Member {
        article: id,
        kind: placed.kind,
        wire: wire.or_else(|| standfirst_group::wire_origin(&article.text, &article.authors)),
        family,
        added: engine.now(),
        score: placed.score,
        runner_up: placed.runner_up,
        needed: placed.needed,
        abroad: placed.abroad,
        terms: placed.terms,
    };
    let language = article.language.unwrap_or_else(|| "und".into());
    // Where it is told: a decision of the user's may have put it, or all of that story, elsewhere.
    let told_in = engine.store.decisions().await?.place(id, member.kind, placed.story);
    let joined = Joined { story: placed.story, language, published: at, member };
    Ok(Outcome { changes: vec![Change::Joined(Box::new(joined))], jobs: vec![job(engine, Job::Brief(told_in), 0)] })
}

//! Sentences: a story told by the default writer, each sentence put to a model by itself. A sentence without an answer stays;
//! so does one whose answer comes to nothing, and that is decided where the brief is made.

use super::{
    StepError,
    brief::Material,
    pure,
    telling::{Told, ask, asking},
};
use crate::engine::Engine;
use standfirst_types::span::hex;
use standfirst_write::{
    extractive,
    llm::{Retelling, retelling},
};
use std::sync::Arc;

/// Briefs in a row that came to nothing, after which a model is asked for sentences where the form is `auto`.
pub(super) const TOO_OFTEN: u32 = 3;

/// Who writes this story where sentences are asked for: the model, if it answers any.
pub(super) async fn told(engine: &Engine, material: &Arc<Material>) -> Result<Told, StepError> {
    let Some(retelling) = questions(material).await? else {
        return Ok(Told::Default(Some("none of its sentences can be asked for within model.context_tokens".into())));
    };
    let (mut answers, mut fault) = (vec![], None);
    for prompt in retelling.prompts() {
        let answer = match engine.store.model_answer(&prompt.hash).await? {
            Some(known) => Ok(known),
            None => ask(engine, prompt).await?,
        };
        let answer = answer.map_err(|why| fault.get_or_insert(why).clone());
        answers.push(answer.ok());
    }
    if answers.iter().all(Option::is_none) {
        return Ok(Told::Default(fault));
    }
    let said = serde_json::to_string(&answers).unwrap_or_default();
    let model = &engine.config.model.model;
    engine.store.keep_model_answer(&retelling.hash(&answers), model, engine.now(), &said).await?;
    Ok(Told::Sentences(Box::new(retelling), answers))
}

/// Who wrote a brief whose questions have this hash, from the cache alone; `None` where it was not asked for by sentences, or
/// the questions are others now.
pub(super) async fn told_again(
    engine: &Engine,
    material: &Arc<Material>,
    hash: &str,
) -> Result<Option<Told>, StepError> {
    let Some(said) = engine.store.model_answer(hash).await? else { return Ok(None) };
    let Ok(answers) = serde_json::from_str::<Vec<Option<String>>>(&said) else { return Ok(None) };
    let retelling = questions(material).await?.filter(|r| r.hash(&answers) == hash);
    Ok(retelling.map(|r| Told::Sentences(Box::new(r), answers)))
}

async fn questions(material: &Arc<Material>) -> Result<Option<Retelling>, StepError> {
    let material = Arc::clone(material);
    pure(move || {
        let asking = asking(&material.config);
        material.with_input(|input| retelling(&extractive(input)?, input, &asking))
    })
    .await
}

/// Name of the setting that says that a model makes no briefs.
fn name(engine: &Engine) -> String {
    let model = &engine.config.model;
    format!("model.small.{}", hex(format!("{} {}", model.base_url, model.model).as_bytes(), 8))
}

/// Whether the configured model is known to make no brief of news.
pub(crate) async fn known_small(engine: &Engine) -> Result<bool, StepError> {
    Ok(engine.store.setting(&name(engine)).await?.is_some_and(|v| v == "yes"))
}

/// Keeps whether it makes one.
pub(crate) async fn note_small(engine: &Engine, small: bool) -> Result<(), StepError> {
    engine.store.set_setting(&name(engine), if small { "yes" } else { "no" }).await?;
    Ok(())
}

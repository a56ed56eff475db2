//! The second opinion: a user's own model of entailment, heard beside the rules when briefs are made. What it answered is
//! kept by what the brief is made of, so that a brief made again asks nobody; where it fails, the rules judge alone and the
//! ledger says why.

use super::{
    StepError,
    brief::Material,
    make::{Made, inputs_hash, make},
    pure,
    telling::Told,
};
use crate::{engine::Engine, nli::Model};
use standfirst_types::Fault;
use std::sync::Arc;

/// Whether a model is to be heard.
pub(super) fn wanted(material: &Material) -> bool {
    !material.config.verify.nli_command.is_empty()
}

/// Makes a brief with the second opinion where one is configured.
pub(super) async fn make_heard(
    engine: &Engine,
    material: &Arc<Material>,
    told: Told,
) -> Result<Result<Made, Vec<Fault>>, StepError> {
    let check = &engine.config.verify;
    let key = key(material, &told);
    let model = match answers(engine, &key).await? {
        Some(known) => Some(known),
        None => Model::new(&check.nli_command, check.nli_seconds),
    };
    let own = Arc::clone(material);
    let (made, model, told) = pure(move || (make(&own, &told, model.as_ref()), model, told)).await?;
    let Some(model) = model else { return Ok(made) };
    let Some(why) = model.fault() else {
        let said = serde_json::to_string(&model.answers()).unwrap_or_default();
        engine.store.keep_model_answer(&key, &check.nli_command.join(" "), engine.now(), &said).await?;
        return Ok(made);
    };
    let own = Arc::clone(material);
    let alone = pure(move || make(&own, &told, None)).await?;
    Ok(alone.map(|made| {
        let left_out = format!("the model of verify.nli_command was left out, the rules judged alone: {why}");
        let note = made.note.map_or(left_out.clone(), |note| format!("{note}; {left_out}"));
        Made { note: Some(note), ..made }
    }))
}

/// The second opinion that a stored brief was made with, from what was kept; the inner `None` where the rules judged alone.
///
/// # Errors
/// In the inner result, in words: its answers are gone.
pub(super) async fn heard_again(
    engine: &Engine,
    material: &Material,
    told: &Told,
    inputs: &str,
) -> Result<Result<Option<Model>, String>, StepError> {
    if !wanted(material) || inputs_hash(material, told, true) != inputs {
        return Ok(Ok(None));
    }
    let known = answers(engine, &key(material, told)).await?;
    Ok(known
        .map(Some)
        .ok_or_else(|| "The answers of the model of verify.nli_command are no longer in the data file".into()))
}

fn key(material: &Material, told: &Told) -> String {
    format!("nli:{}:{}", material.story.id, inputs_hash(material, told, wanted(material)))
}

async fn answers(engine: &Engine, key: &str) -> Result<Option<Model>, StepError> {
    let kept = engine.store.model_answer(key).await?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).map(Model::of_answers))
}

//! Telling: who writes a story. With a model configured it is asked once for each question there ever is; whatever goes
//! wrong, the default writer writes, and the reason goes into the ledger. A small model is asked sentence by sentence.

use super::{StepError, brief::Material, pure, sentences};
use crate::{config::Config, engine::Engine, model};
use standfirst_collect::{JsonSchema, ModelClient, ModelError, ModelErrorKind};
use standfirst_store::ModelCall;
use standfirst_types::{Brief, Writer, span::hex};
use standfirst_write::llm::{Asking, Prompt, Reply, Retelling, Shape, prompt, reply};
use std::sync::Arc;

/// Who writes a story.
pub(super) enum Told {
    /// The default writer; where a model was to, why it does not.
    Default(Option<String>),
    /// A model, by this answer to this question.
    Model(Box<Prompt>, String),
    /// The default writer and a model that says its sentences in other words, by these answers; not each has one.
    Sentences(Box<Retelling>, Vec<Option<String>>),
}

impl Told {
    /// What of the telling decides a brief's bytes, beside all else.
    pub(super) fn marks(&self) -> String {
        match self {
            Self::Default(_) => String::new(),
            Self::Model(prompt, answer) => format!("llm {} {}\n", prompt.hash, hex(answer.as_bytes(), 16)),
            Self::Sentences(retelling, answers) => {
                let said = serde_json::to_string(answers).unwrap_or_default();
                format!("llm {} {}\n", retelling.hash(answers), hex(said.as_bytes(), 16))
            }
        }
    }
}

/// Who writes this story: by the settings, the cache, the budget and the server, in that order.
pub(super) async fn told(engine: &Engine, material: &Arc<Material>) -> Result<Told, StepError> {
    if engine.config.writer.kind != Writer::Llm {
        return Ok(Told::Default(None));
    }
    let instead = |why: String| Ok(Told::Default(Some(why)));
    if !engine.config.writer.can_tell(&material.story.language) {
        let (asked, own) = (&engine.config.writer.language, &material.story.language);
        return instead(format!(
            "writer.language is “{asked}” and its reports are in “{own}”; a translation cannot be checked"
        ));
    }
    if engine.config.model.by_sentences(sentences::known_small(engine).await?) {
        return sentences::told(engine, material).await;
    }
    let Some(prompt) = question(material).await? else {
        return instead(
            "its sentences do not fit into model.context_tokens beside the answer, or there are too few".into(),
        );
    };
    if let Some(answer) = engine.store.model_answer(&prompt.hash).await? {
        return Ok(Told::Model(Box::new(prompt), answer));
    }
    match ask(engine, &prompt).await? {
        Ok(answer) => Ok(Told::Model(Box::new(prompt), answer)),
        Err(why) => instead(why),
    }
}

/// Who wrote a stored brief, from the cache alone.
///
/// # Errors
/// In the inner result, in words: the question is another now, or its answer is gone.
pub(super) async fn told_again(
    engine: &Engine,
    material: &Arc<Material>,
    stored: &Brief,
) -> Result<Result<Told, String>, StepError> {
    let Some(hash) = &stored.frame().engine.prompt_hash else { return Ok(Ok(Told::Default(None))) };
    if let Some(told) = sentences::told_again(engine, material, hash).await? {
        return Ok(Ok(told));
    }
    let prompt = question(material).await?.filter(|p| p.hash == *hash);
    let Some(prompt) = prompt else {
        return Ok(Err("The settings of [writer], [model] or [brief] have changed since, or an original is gone: the model would be asked something else".into()));
    };
    Ok(match engine.store.model_answer(hash).await? {
        Some(answer) => Ok(Told::Model(Box::new(prompt), answer)),
        None => Err("The model's answer is no longer in the data file".into()),
    })
}

async fn question(material: &Arc<Material>) -> Result<Option<Prompt>, StepError> {
    let material = Arc::clone(material);
    pure(move || {
        let asking = asking(&material.config);
        material.with_input(|input| prompt(input, &asking))
    })
    .await
}

/// What a model is asked with.
pub(crate) fn asking(config: &Config) -> Asking<'_> {
    Asking {
        model: &config.model.model,
        telling: &config.writer,
        context_tokens: config.model.context_tokens,
        max_tokens: config.model.max_tokens,
        temperature: config.model.temperature,
        seed: config.model.seed,
        schema: model::wants_schema(config),
    }
}

/// Asks when its turn has come and within the budget, counts what it cost and keeps the answer.
pub(super) async fn ask(engine: &Engine, prompt: &Prompt) -> Result<Result<String, String>, StepError> {
    let Ok(_permit) = engine.model.gate.acquire().await else { return Ok(Err("the program is stopping".into())) };
    let (config, now) = (&engine.config.model, engine.now());
    // another story may have asked the same while this one waited
    if let Some(answer) = engine.store.model_answer(&prompt.hash).await? {
        return Ok(Ok(answer));
    }
    let client = match engine.model.client(&engine.config) {
        Ok(client) => client,
        Err(why) => return Ok(Err(why)),
    };
    if let Some(why) = engine.model.resting() {
        return Ok(Err(format!("the model is not asked again so soon: {why}")));
    }
    let spent = engine.store.model_spent(engine.today(), now).await?;
    let (ask, most) = (u64::from(prompt.tokens), u64::from(prompt.most));
    let (aside, cost) = (ask + most, config.millionths(ask, most));
    let others = engine.model.set_aside(aside, cost);
    let tokens = spent.tokens_in + spent.tokens_out + others.0;
    let over = config.over_budget(tokens, spent.millionths + others.1, (ask, most));
    let answered = match over {
        Some(why) => Err(why),
        None => send_and_count(engine, client, prompt).await?,
    };
    engine.model.release(aside, cost);
    Ok(answered)
}

async fn send_and_count(
    engine: &Engine,
    client: &ModelClient,
    prompt: &Prompt,
) -> Result<Result<String, String>, StepError> {
    let config = &engine.config.model;
    let sent = send(engine, client, prompt).await;
    let (tokens_in, tokens_out) = match &sent {
        Ok(reply) => (
            reply.tokens_in.unwrap_or(u64::from(prompt.tokens)),
            reply.tokens_out.unwrap_or((reply.text.len() as u64).div_ceil(3)),
        ),
        // what was understood was counted on the other side too, in full to be on the safe side
        Err(Failed::Nonsense(_)) => (u64::from(prompt.tokens), u64::from(prompt.most)),
        Err(Failed::Server(_)) => (0, 0),
    };
    let why = sent.as_ref().err().map(Failed::said);
    let call = ModelCall {
        at: engine.now(),
        key: prompt.hash.clone(),
        fault: why.clone(),
        tokens_in,
        tokens_out,
        millionths: config.millionths(tokens_in, tokens_out),
    };
    let text = sent.as_ref().ok().map(|r| r.text.as_str());
    engine.store.note_model_call(&call, &config.model, text).await?;
    if let Err(Failed::Server(e)) = &sent
        && e.lasts()
    {
        engine.model.rest(&e.message);
    }
    Ok(sent.map(|r| r.text).map_err(|_| why.unwrap_or_default()))
}

/// Why there is no answer.
enum Failed {
    /// The server gave none.
    Server(ModelError),
    /// What it gave is none.
    Nonsense(String),
}

impl Failed {
    fn said(&self) -> String {
        match self {
            Self::Server(e) => e.message.clone(),
            Self::Nonsense(why) => format!("the model's answer could not be used: {why}"),
        }
    }
}

/// Sends the question in the shape wanted; where the server does not understand it, in a plainer one, at most four.
async fn send(engine: &Engine, client: &ModelClient, prompt: &Prompt) -> Result<Reply, Failed> {
    let wanted = prompt.shape();
    let mut shape = engine.model.shape(wanted);
    for _ in 0..4 {
        let error = match client.chat(&prompt.body(shape), engine.now()).await {
            Ok(body) => {
                engine.model.took(wanted, shape);
                return reply(&body).map_err(Failed::Nonsense);
            }
            Err(error) => error,
        };
        match plainer(shape, &error, engine.config.model.json_schema) {
            Some(next) => shape = next,
            None => return Err(Failed::Server(error)),
        }
    }
    Err(Failed::Nonsense("the server understands the question in none of its forms".into()))
}

/// The shape to try after a refusal: newer names where it speaks of the settings, else without the schema.
fn plainer(shape: Shape, error: &ModelError, schema: JsonSchema) -> Option<Shape> {
    if !matches!(error.kind, ModelErrorKind::Status(400 | 404 | 415 | 422 | 500 | 501)) {
        return None;
    }
    let said = error.said.to_lowercase();
    let setting = ["max_tokens", "max_completion_tokens", "temperature", "seed"].iter().any(|s| said.contains(s));
    let form = ["response_format", "json_schema", "schema", "grammar", "structured"].iter().any(|s| said.contains(s));
    let without = if shape.lengths { Shape { lengths: false, ..shape } } else { Shape { schema: false, ..shape } };
    match error.kind {
        ModelErrorKind::Status(400 | 422) if setting && !form && !shape.modern => Some(Shape { modern: true, ..shape }),
        ModelErrorKind::Status(404 | 500) if !form => None,
        _ if shape.schema && schema == JsonSchema::Auto => Some(without),
        _ => None,
    }
}

//! The model as `doctor` looks at it: is it there, does its server know its name, does it keep to a schema, what is spent.

use crate::{engine::Engine, model::client_with};
use anyhow::Result;
use serde_json::{Value, json};
use standfirst_store::ModelCall;
use standfirst_types::Writer;
use standfirst_write::llm::reply;

/// Seconds that the question may take: the first one loads the model.
const SECONDS: u64 = 60;

/// What was found: `(what, state, detail)`; nothing where no model writes.
pub(super) async fn look(engine: &Engine) -> Result<Vec<(String, &'static str, String)>> {
    let config = &engine.config;
    if config.writer.kind != Writer::Llm {
        return Ok(vec![]);
    }
    let mut found = vec![];
    let name = format!("model {}", config.model.model);
    let client = match client_with(config, &config.model.brief(SECONDS)) {
        Ok(client) => client,
        Err(why) => return Ok(vec![(name, "error", why)]),
    };
    match client.models(engine.now()).await {
        Ok(body) => found.extend(known(&body, &config.model.model).map(|why| (name.clone(), "warning", why))),
        // not every server has a list; the question below decides
        Err(e) if matches!(e.kind, standfirst_collect::ModelErrorKind::Status(404 | 405)) => {}
        Err(e) => return Ok(vec![(name, "error", format!("{}; the default writer writes until then", e.message))]),
    }
    let spent = engine.store.model_spent(engine.today(), engine.now()).await?;
    let tokens = spent.tokens_in + spent.tokens_out;
    match config.model.over_budget(tokens, spent.millionths, (100, u64::from(config.model.max_tokens))) {
        Some(why) => found.push((name.clone(), "warning", why)),
        None => {
            found.push(ask(engine, &client, &name).await?);
            if found.iter().all(|f| f.1 != "error") {
                let brief = super::doctor_brief::look(engine, &client).await?;
                found.extend(brief.map(|(state, detail)| ("model briefs".into(), state, detail)));
            }
        }
    }
    let spent = engine.store.model_spent(engine.today(), engine.now()).await?;
    let tokens = spent.tokens_in + spent.tokens_out;
    let limit = match config.model.tokens_per_day {
        0 => "no limit".to_owned(),
        most => format!("of {most} a day"),
    };
    let cost = format!("{:.4}", spent.millionths as f64 / 1e6);
    let detail = format!(
        "requests today: {}, without an answer: {}; {tokens} tokens ({limit}), cost {cost}",
        spent.asked, spent.failed
    );
    found.push(("model budget".into(), "fine", detail));
    Ok(found)
}

/// Why the list of models is no good sign; `None` when the model is on it, or there is no list.
fn known(body: &[u8], model: &str) -> Option<String> {
    let list: Value = serde_json::from_slice(body).ok()?;
    let entries = list.get("data").or_else(|| list.get("models")).and_then(Value::as_array)?;
    let name = |e: &Value| e.get("id").or_else(|| e.get("name")).and_then(Value::as_str).map(str::to_owned);
    let names: Vec<String> = entries.iter().filter_map(name).collect();
    let same = |n: &String| n == model || n.split(':').next() == Some(model);
    if names.is_empty() || names.iter().any(same) {
        return None;
    }
    let shown = names.iter().take(8).cloned().collect::<Vec<_>>().join(", ");
    Some(format!("its server does not list it; it has: {shown}. Write one of them into model.model, or load it there"))
}

/// A small question in the form of the large ones; it is counted like them.
async fn ask(
    engine: &Engine,
    client: &standfirst_collect::ModelClient,
    name: &str,
) -> Result<(String, &'static str, String)> {
    let config = &engine.config.model;
    let schema = json!({"type": "object", "properties": {"from": {"type": "array", "items": {"type": "integer"}, "maxItems": 3}}, "required": ["from"], "additionalProperties": false});
    let question = json!({
        "model": config.model, "max_tokens": 60, "temperature": 0.0, "stream": false,
        "messages": [{"role": "user", "content": "Answer with the JSON object {\"from\":[1,2]} and nothing else."}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "probe", "strict": true, "schema": schema}},
    });
    let mut plain = question.clone();
    if let Some(fields) = plain.as_object_mut() {
        fields.remove("response_format");
    }
    let mut said = client.chat(&serde_json::to_vec(&question)?, engine.now()).await;
    let refused =
        matches!(&said, Err(e) if matches!(e.kind, standfirst_collect::ModelErrorKind::Status(400 | 422 | 500 | 501)));
    if refused {
        said = client.chat(&serde_json::to_vec(&plain)?, engine.now()).await;
    }
    let answer = match said {
        Ok(body) => reply(&body),
        Err(e) => return Ok((name.into(), "error", format!("{}; the default writer writes until then", e.message))),
    };
    let reply = match answer {
        Ok(reply) => reply,
        Err(why) => {
            return Ok((
                name.into(),
                "error",
                format!("it answers, but {why}; look what listens at {}", client.address()),
            ));
        }
    };
    let (tokens_in, tokens_out) = (reply.tokens_in.unwrap_or(60), reply.tokens_out.unwrap_or(20));
    let millionths = config.millionths(tokens_in, tokens_out);
    let call = ModelCall { at: engine.now(), key: "doctor".into(), fault: None, tokens_in, tokens_out, millionths };
    engine.store.note_model_call(&call, &config.model, None).await?;
    let kept =
        serde_json::from_str::<Value>(reply.text.trim()).is_ok_and(|v| v.get("from").is_some_and(Value::is_array));
    Ok(if refused {
        (name.into(), "warning", "it answers, but its server takes no JSON schema; set model.json_schema = \"off\", and expect more answers that cannot be used".into())
    } else if kept {
        (name.into(), "fine", format!("answers at {} and keeps to the schema", client.address()))
    } else {
        (
            name.into(),
            "warning",
            "it answers, but not in the form asked for; its sentences are used as far as they can be read".into(),
        )
    })
}

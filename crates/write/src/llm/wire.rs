//! The wire: what a server answers, opened. OpenAI, vLLM, llama.cpp and Ollama agree on where the words stand, mostly; the
//! other places they have been seen in are looked at too.

use serde_json::Value;

/// What a model said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// Its words.
    pub text: String,
    /// It ran out of tokens.
    pub cut: bool,
    /// Tokens of the question, as the server counts them.
    pub tokens_in: Option<u64>,
    /// Tokens of the answer.
    pub tokens_out: Option<u64>,
}

/// Opens the body of an answer.
///
/// # Errors
/// In words: it is no answer, it reports an error, or it holds no words.
pub fn reply(body: &[u8]) -> Result<Reply, String> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    let parts: Vec<Value> = match serde_json::from_str::<Value>(text) {
        Ok(value) => vec![value],
        Err(_) => streamed(text),
    };
    let first = parts.first().ok_or("it is no JSON")?;
    if let Some(error) = parts.iter().find_map(fault) {
        return Err(format!("the server says: {error}"));
    }
    let mut out = Reply::default();
    for part in &parts {
        out.text.push_str(&words(part).unwrap_or_default());
        let finish =
            part.pointer("/choices/0/finish_reason").or_else(|| part.get("done_reason")).and_then(Value::as_str);
        out.cut |= matches!(finish, Some("length" | "max_tokens")) || part.get("truncated") == Some(&Value::Bool(true));
        let count = |names: [&str; 3]| names.iter().find_map(|n| part.pointer(n).and_then(Value::as_u64));
        out.tokens_in = count(["/usage/prompt_tokens", "/usage/input_tokens", "/prompt_eval_count"]).or(out.tokens_in);
        out.tokens_out = count(["/usage/completion_tokens", "/usage/output_tokens", "/eval_count"]).or(out.tokens_out);
    }
    if !out.text.trim().is_empty() {
        return Ok(out);
    }
    let message = first.pointer("/choices/0/message");
    let has = |name: &str| {
        message
            .and_then(|m| m.get(name))
            .is_some_and(|v| !v.is_null() && v.as_str() != Some("") && v.as_array().is_none_or(|a| !a.is_empty()))
    };
    Err(if has("refusal") {
        "the model refused".into()
    } else if has("tool_calls") || has("function_call") {
        "the model asked for a tool, and it has none".into()
    } else if has("reasoning_content") || has("reasoning") {
        "the model only reasoned; raise model.max_tokens".into()
    } else if first.is_object() {
        "the answer holds no words".into()
    } else {
        "it is no answer of a chat".into()
    })
}

/// Server-sent events, or an object a line: streamed although that was not asked for. At most 10,000 parts.
fn streamed(text: &str) -> Vec<Value> {
    let line = |l: &str| serde_json::from_str::<Value>(l.trim().strip_prefix("data:").unwrap_or(l).trim()).ok();
    text.lines().filter_map(line).filter(Value::is_object).take(10_000).collect()
}

fn fault(part: &Value) -> Option<String> {
    let error = part.get("error").filter(|e| !e.is_null())?;
    let said = error.get("message").unwrap_or(error);
    let said = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
    Some(said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect())
}

/// The words of one part.
fn words(part: &Value) -> Option<String> {
    const PLACES: [&str; 8] = [
        "/choices/0/message/content",
        "/choices/0/delta/content",
        "/choices/0/text",
        "/message/content",
        "/response",
        "/output_text",
        "/content",
        "/output/0/content",
    ];
    let held = PLACES.iter().filter_map(|p| part.pointer(p)).find_map(text_of);
    // some answer with the object itself in the place of its text
    held.or_else(|| part.get("tldr").map(|_| part.to_string()))
}

/// A text, a list of parts with texts, or an object in the place of a text.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            let text = |p: &Value| p.get("text").and_then(Value::as_str).or_else(|| p.as_str()).map(str::to_owned);
            Some(parts.iter().filter_map(text).collect::<String>())
        }
        Value::Object(_) => Some(value.to_string()),
        _ => None,
    }
}

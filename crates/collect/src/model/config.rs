//! What a user may set about a model. Nothing is asked until a base address and a model are named and `writer.kind` is `llm`.

use super::{ModelError, ModelErrorKind};
use url::Url;

/// Whether the form of the answer is asked for by JSON schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JsonSchema {
    /// Asked for, and not again when the server refuses it.
    #[default]
    Auto,
    /// Asked for.
    On,
    /// Never asked for.
    Off,
}

/// What a model is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A brief where there is room for one and the model is not known to be too small, else sentences.
    #[default]
    Auto,
    /// A whole brief in one answer, as JSON.
    Brief,
    /// Each sentence of the default writer's brief in other words, one small question a sentence: for small models.
    Sentences,
}

/// Settings of the model.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ModelConfig {
    /// Address of the server, such as `http://127.0.0.1:11434` (Ollama), `http://127.0.0.1:8080` (llama.cpp),
    /// `http://127.0.0.1:8000` (vLLM) or `https://api.openai.com`; with or without `/v1`.
    pub base_url: String,
    /// The model's name, as its server knows it.
    pub model: String,
    /// A file that holds the key and nothing else; empty: no key.
    pub api_key_file: String,
    /// Seconds for one answer, 1 to 3600.
    pub timeout_s: u64,
    /// Tries of a request that may pass, 1 to 10.
    pub tries: u32,
    /// Milliseconds before the second try; doubled before each other.
    pub retry_pause_ms: u64,
    /// Requests at a time, 1 to 16.
    pub at_once: usize,
    /// Tokens that an answer may have.
    pub max_tokens: u32,
    /// Tokens that question and answer may have together.
    pub context_tokens: u32,
    /// 0 for the likeliest words, so that the same question gets the same answer where the server can.
    pub temperature: f32,
    /// Seed of the sampling, for servers that take one.
    pub seed: u64,
    /// Tokens, asked and answered, that a day (UTC) may use; 0: no limit.
    pub tokens_per_day: u64,
    /// Money that a day (UTC) may cost, in the currency of the prices; 0: no limit.
    pub money_per_day: f64,
    /// Price of a million tokens asked.
    pub price_in: f64,
    /// Price of a million tokens answered.
    pub price_out: f64,
    /// `auto`, `on` or `off`.
    pub json_schema: JsonSchema,
    /// `brief`, `sentences` (for small models) or `auto`.
    pub form: Form,
}

/// Tokens of question and answer, and of the answer alone, below which no brief is asked for by [`Form::Auto`].
const LEAST_CONTEXT: u32 = 4096;
const LEAST_ANSWER: u32 = 600;

impl Default for ModelConfig {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            model: String::new(),
            api_key_file: String::new(),
            timeout_s: 120,
            tries: 3,
            retry_pause_ms: 1000,
            at_once: 1,
            max_tokens: 1200,
            context_tokens: 8192,
            temperature: 0.0,
            seed: 1,
            tokens_per_day: 1_000_000,
            money_per_day: 0.0,
            price_in: 0.0,
            price_out: 0.0,
            json_schema: JsonSchema::Auto,
            form: Form::Auto,
        }
    }
}

impl ModelConfig {
    /// The address of the chat.
    ///
    /// # Errors
    /// When `base_url` is no `http` or `https` address.
    pub fn chat_url(&self) -> Result<Url, ModelError> {
        let wrong = |why: &str| {
            let what = format!("model.base_url = “{}” {why}; write for example http://127.0.0.1:11434", self.base_url);
            ModelError::new(ModelErrorKind::Config, what)
        };
        let mut url = Url::parse(self.base_url.trim()).map_err(|_| wrong("is no address"))?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(wrong("is no http or https address"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("holds a name or password; keys belong into the file that model.api_key_file names"));
        }
        url.set_fragment(None);
        let path = url.path().trim_end_matches('/').to_owned();
        let path = match path.as_str() {
            "" => "/v1/chat/completions".to_owned(),
            path if path.ends_with("/chat/completions") => path.to_owned(),
            path => format!("{path}/chat/completions"),
        };
        url.set_path(&path);
        Ok(url)
    }

    /// The settings for one request with one try and this much time, as `doctor` wants it.
    pub fn brief(&self, timeout_s: u64) -> Self {
        Self { tries: 1, timeout_s: self.timeout_s.min(timeout_s), ..self.clone() }
    }

    /// Whether sentences are asked for and no briefs; `small` when the model is known to make no brief of news. A brief with
    /// its sources needs some thousand tokens, and some hundred for itself.
    pub fn by_sentences(&self, small: bool) -> bool {
        match self.form {
            Form::Auto => small || self.context_tokens < LEAST_CONTEXT || self.max_tokens < LEAST_ANSWER,
            Form::Brief => false,
            Form::Sentences => true,
        }
    }

    /// What a day's tokens cost, in millionths of the currency.
    pub fn millionths(&self, tokens_in: u64, tokens_out: u64) -> u64 {
        let price = |p: f64| if p.is_finite() && p > 0.0 { p } else { 0.0 };
        (tokens_in as f64 * price(self.price_in) + tokens_out as f64 * price(self.price_out)).ceil() as u64
    }

    /// Why a request of about so many tokens, and as many of answer, may not be sent when so much is spent already; `None`
    /// when it may.
    pub fn over_budget(&self, tokens: u64, millionths: u64, (more_in, more_out): (u64, u64)) -> Option<String> {
        let more = more_in + more_out;
        if self.tokens_per_day > 0 && tokens + more > self.tokens_per_day {
            return Some(format!(
                "today's budget of {} tokens is used up ({tokens} are spent, the next question needs up to {more}); raise model.tokens_per_day",
                self.tokens_per_day
            ));
        }
        let most = (self.money_per_day * 1e6) as u64;
        if self.money_per_day > 0.0 && millionths + self.millionths(more_in, more_out) > most {
            let spent = millionths as f64 / 1e6;
            return Some(format!(
                "today's budget of {} is used up ({spent:.4} is spent); raise model.money_per_day",
                self.money_per_day
            ));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_completed() {
        let check = |base: &str, expected: Option<&str>| {
            let config = ModelConfig { base_url: base.into(), ..Default::default() };
            assert_eq!(config.chat_url().ok().as_ref().map(Url::as_str), expected, "{base}");
        };
        check("http://127.0.0.1:11434", Some("http://127.0.0.1:11434/v1/chat/completions"));
        check("http://127.0.0.1:8000/v1/", Some("http://127.0.0.1:8000/v1/chat/completions"));
        check("https://a.example/openai/v1", Some("https://a.example/openai/v1/chat/completions"));
        check("https://a.example/v1/chat/completions", Some("https://a.example/v1/chat/completions"));
        check("ftp://a.example", None);
        check("127.0.0.1:8080", None);
        check("https://me:secret@a.example/v1", None);
        check("", None);
    }

    #[test]
    fn the_form_follows_the_room_and_what_is_known() {
        let check = |form, context_tokens, max_tokens, small, expected| {
            let config = ModelConfig { form, context_tokens, max_tokens, ..Default::default() };
            assert_eq!(config.by_sentences(small), expected, "{form:?} {context_tokens} {max_tokens} {small}");
        };
        check(Form::Auto, 8192, 1200, false, false);
        check(Form::Auto, 8192, 1200, true, true);
        check(Form::Auto, 2048, 1200, false, true);
        check(Form::Auto, 8192, 300, false, true);
        check(Form::Brief, 1024, 100, true, false);
        check(Form::Sentences, 1 << 20, 1 << 16, false, true);
    }

    #[test]
    fn budgets_count_what_is_spent_and_what_may_come() {
        let config = ModelConfig {
            tokens_per_day: 10_000,
            money_per_day: 0.01,
            price_in: 1.0,
            price_out: 4.0,
            max_tokens: 1000,
            ..Default::default()
        };
        assert_eq!(config.millionths(2000, 1000), 6000);
        assert_eq!(config.over_budget(0, 0, (2000, 1000)), None);
        assert!(config.over_budget(7_500, 0, (2000, 1000)).is_some_and(|why| why.contains("tokens_per_day")));
        assert!(config.over_budget(0, 5_000, (2000, 1000)).is_some_and(|why| why.contains("money_per_day")));
        let free = ModelConfig { tokens_per_day: 0, money_per_day: 0.0, ..config };
        assert_eq!(free.over_budget(u64::from(u32::MAX), 1 << 40, (2000, 1000)), None);
    }
}

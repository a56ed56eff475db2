//! The model as the engine has it: its client, made at first use, how many may ask at a time, and what this process has
//! learnt of its server.

use crate::config::Config;
use standfirst_collect::{JsonSchema, ModelClient};
use standfirst_write::llm::Shape;
use std::{
    path::Path,
    sync::{Mutex, OnceLock, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::Semaphore;

/// How long a server that is away is not asked by the stories that follow.
const REST: Duration = Duration::from_secs(60);
/// Largest key file, in bytes.
const KEY_BYTES: u64 = 8 << 10;

/// What is known of the server by now.
#[derive(Default)]
struct Learnt {
    /// It takes no JSON schema, or none with lengths.
    no_schema: bool,
    no_lengths: bool,
    /// It wants the newer names of settings.
    modern: bool,
    /// Until when it is not asked, and why.
    rests: Option<(Instant, String)>,
    /// Tokens of questions that are on their way.
    under_way: (u64, u64),
    /// Briefs in a row that came to nothing.
    nothing: u32,
}

/// A model.
pub(crate) struct Model {
    client: OnceLock<Result<ModelClient, String>>,
    /// One permit a request.
    pub(crate) gate: Semaphore,
    learnt: Mutex<Learnt>,
}

impl Model {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            client: OnceLock::new(),
            gate: Semaphore::new(config.model.at_once.clamp(1, 16)),
            learnt: Mutex::default(),
        }
    }

    /// The client, or why there can be none.
    pub(crate) fn client(&self, config: &Config) -> Result<&ModelClient, String> {
        self.client.get_or_init(|| client(config)).as_ref().map_err(Clone::clone)
    }

    /// The shape to ask in: the one wanted, as far as the server is known to take it.
    pub(crate) fn shape(&self, wanted: Shape) -> Shape {
        let learnt = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        let lengths = wanted.lengths && !learnt.no_schema && !learnt.no_lengths;
        Shape { schema: wanted.schema && !learnt.no_schema, lengths, modern: wanted.modern || learnt.modern }
    }

    /// The server took this shape and none before it.
    pub(crate) fn took(&self, wanted: Shape, shape: Shape) {
        let mut learnt = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        learnt.no_schema |= wanted.schema && !shape.schema;
        learnt.no_lengths |= wanted.lengths && !shape.lengths;
        learnt.modern |= shape.modern;
    }

    /// Why the server is not asked just now.
    pub(crate) fn resting(&self) -> Option<String> {
        let learnt = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        let (until, why) = learnt.rests.as_ref()?;
        (*until > Instant::now()).then(|| why.clone())
    }

    /// The server is not asked for a while.
    pub(crate) fn rest(&self, why: &str) {
        let mut learnt = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        learnt.rests = Some((Instant::now() + REST, why.to_owned()));
    }

    /// Sets aside what a question may come to, tokens and millionths, so that questions side by side keep the budget
    /// together. Returns what was set aside before it.
    pub(crate) fn set_aside(&self, tokens: u64, millionths: u64) -> (u64, u64) {
        let mut learnt = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        let before = learnt.under_way;
        learnt.under_way = (before.0 + tokens, before.1 + millionths);
        before
    }

    /// Notes whether a brief that was asked for came to anything. Whether so many in a row now did not.
    pub(crate) fn came_to(&self, something: bool, many: u32) -> bool {
        let mut learnt = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        learnt.nothing = if something { 0 } else { learnt.nothing + 1 };
        learnt.nothing == many
    }

    /// The question is answered and counted.
    pub(crate) fn release(&self, tokens: u64, millionths: u64) {
        let mut learnt = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        let (t, m) = learnt.under_way;
        learnt.under_way = (t.saturating_sub(tokens), m.saturating_sub(millionths));
    }
}

/// A client with the key of the configured file.
pub(crate) fn client(config: &Config) -> Result<ModelClient, String> {
    client_with(config, &config.model)
}

/// A client of the configured server with other limits.
pub(crate) fn client_with(config: &Config, settings: &standfirst_collect::ModelConfig) -> Result<ModelClient, String> {
    let key = match config.model.api_key_file.trim() {
        "" => None,
        file => Some(key(Path::new(file))?),
    };
    ModelClient::new(settings, key.as_deref()).map_err(|e| e.message)
}

fn key(file: &Path) -> Result<String, String> {
    let wrong = |why: String| format!("the key in model.api_key_file = “{}” cannot be used: {why}", file.display());
    let length = std::fs::metadata(file).map_err(|e| wrong(e.to_string()))?.len();
    if length > KEY_BYTES {
        return Err(wrong("the file holds more than a key".into()));
    }
    let key = std::fs::read_to_string(file).map_err(|e| wrong(e.to_string()))?;
    let key = key.trim();
    if key.is_empty() { Err(wrong("the file is empty".into())) } else { Ok(key.to_owned()) }
}

/// Whether the form of the answer is asked for.
pub(crate) fn wants_schema(config: &Config) -> bool {
    config.model.json_schema != JsonSchema::Off
}

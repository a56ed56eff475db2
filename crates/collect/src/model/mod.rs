//! The model: one chat request to one configured server. It is the only thing that is connected to because a setting says so
//! and not because a feed or page does, so the address guard does not stand before it; redirects are not followed, nothing
//! but the answer is read, and size, time and tries are bounded.

mod config;
mod error;

pub use config::{Form, JsonSchema, ModelConfig};
pub use error::{ModelError, ModelErrorKind};

use crate::fetch::{MAX_HEADER_BYTES, MAX_HEADERS, retry_after, tls};
use jiff::Timestamp;
use reqwest::{Method, header};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use url::Url;

/// The most bytes of an answer: a brief has some thousand, so what is longer is no brief.
const MAX_BYTES: usize = 2 << 20;
/// The longest that `Retry-After` is waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// The longest list of models.
const LIST_TIMEOUT: Duration = Duration::from_secs(10);

/// A client of one server.
pub struct ModelClient {
    client: reqwest::Client,
    chat: Url,
    key: Option<header::HeaderValue>,
    timeout: Duration,
    tries: u32,
    pause: Duration,
}

impl std::fmt::Debug for ModelClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ModelClient").field("chat", &self.chat.as_str()).finish_non_exhaustive()
    }
}

impl ModelClient {
    /// A client with these settings and this key.
    ///
    /// # Errors
    /// [`ModelErrorKind::Config`] when a setting is wrong; the message names it.
    pub fn new(config: &ModelConfig, key: Option<&str>) -> Result<Self, ModelError> {
        let chat = config.chat_url()?;
        let key = key.map(|k| bearer(k, &chat)).transpose()?;
        let wrong = |e: String| ModelError::new(ModelErrorKind::Config, e);
        let client = reqwest::Client::builder()
            .user_agent(concat!("Standfirst/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .connect_timeout(Duration::from_secs(5))
            .pool_max_idle_per_host(1)
            .http1_max_headers(MAX_HEADERS)
            .http2_max_header_list_size(MAX_HEADER_BYTES)
            .tls_backend_preconfigured(tls().map_err(|e| wrong(e.message))?)
            .build()
            .map_err(|e| wrong(format!("no client for the model can be made ({e}); this build is broken")))?;
        Ok(Self {
            client,
            chat,
            key,
            timeout: Duration::from_secs(config.timeout_s.clamp(1, 3600)),
            tries: config.tries.clamp(1, 10),
            pause: Duration::from_millis(config.retry_pause_ms),
        })
    }

    /// The address that is asked.
    pub fn address(&self) -> &str {
        self.chat.as_str()
    }

    /// Sends one chat request and returns the body of the answer. What may pass (no connection, 429, 5xx, an answer cut off)
    /// is tried again a few times, with pauses that `Retry-After` can lengthen; a time-out is not. `now` reads a date in
    /// `Retry-After`.
    ///
    /// # Errors
    /// What went wrong the last time, with a sentence for a person.
    pub async fn chat(&self, body: &[u8], now: Timestamp) -> Result<Vec<u8>, ModelError> {
        let mut pause = self.pause;
        let mut tried = 1;
        loop {
            let error = match self.once(Method::POST, &self.chat, Some(body), self.timeout, now).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let asked = error.retry_after.map(Duration::from_secs);
            if !error.may_pass() || tried >= self.tries || asked.is_some_and(|wait| wait > LONGEST_WAIT) {
                return Err(error.after(tried));
            }
            tokio::time::sleep(asked.unwrap_or(pause)).await;
            (tried, pause) = (tried + 1, pause.saturating_mul(2).min(LONGEST_WAIT));
        }
    }

    /// Asks which models the server has (`/v1/models`), once.
    ///
    /// # Errors
    /// What went wrong, with a sentence for a person.
    pub async fn models(&self, now: Timestamp) -> Result<Vec<u8>, ModelError> {
        let mut url = self.chat.clone();
        let path = url.path().trim_end_matches("/chat/completions").to_owned() + "/models";
        url.set_path(&path);
        self.once(Method::GET, &url, None, self.timeout.min(LIST_TIMEOUT), now).await
    }

    async fn once(
        &self,
        method: Method,
        url: &Url,
        body: Option<&[u8]>,
        within: Duration,
        now: Timestamp,
    ) -> Result<Vec<u8>, ModelError> {
        let deadline = Instant::now() + within;
        let mut out = reqwest::Request::new(method, url.clone());
        let headers = out.headers_mut();
        headers.insert(header::ACCEPT, header::HeaderValue::from_static("application/json"));
        headers.insert(header::ACCEPT_ENCODING, header::HeaderValue::from_static("identity"));
        if let Some(key) = &self.key {
            headers.insert(header::AUTHORIZATION, key.clone());
        }
        if let Some(body) = body {
            headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
            *out.body_mut() = Some(body.to_vec().into());
        }
        let late = || ModelError::late(url.as_str(), within);
        let mut answer = timeout_at(deadline, self.client.execute(out))
            .await
            .map_err(|_| late())?
            .map_err(|e| ModelError::of_client(url.as_str(), &e))?;
        let (status, wait) = (answer.status().as_u16(), retry_after(answer.headers(), now));
        let mut bytes = Vec::new();
        // Of an error the beginning is enough.
        let cap = if status == 200 { MAX_BYTES } else { 16 << 10 };
        loop {
            let chunk = timeout_at(deadline, answer.chunk()).await.map_err(|_| late())?;
            let Some(chunk) = chunk.map_err(|e| ModelError::of_client(url.as_str(), &e))? else { break };
            bytes.extend_from_slice(&chunk);
            if bytes.len() > cap {
                if status == 200 {
                    return Err(ModelError::too_large(url.as_str(), MAX_BYTES));
                }
                bytes.truncate(cap);
                break;
            }
        }
        if status == 200 { Ok(bytes) } else { Err(ModelError::status(url.as_str(), status, wait, &bytes)) }
    }
}

/// A key is sent over an encrypted connection, or to this machine.
fn bearer(key: &str, url: &Url) -> Result<header::HeaderValue, ModelError> {
    let wrong = |what: String| ModelError::new(ModelErrorKind::Config, what);
    let near = match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback() || ip.is_private(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback() || ip.is_unique_local(),
        Some(url::Host::Domain(name)) => crate::fetch::is_localhost(name),
        None => false,
    };
    if url.scheme() != "https" && !near {
        return Err(wrong(format!(
            "model.base_url = “{url}” would send the key unencrypted over the network; use its https address"
        )));
    }
    let mut value = header::HeaderValue::from_str(&format!("Bearer {}", key.trim())).map_err(|_| {
        wrong(
            "the key in model.api_key_file has characters that no key has; it must hold the key and nothing else"
                .into(),
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}

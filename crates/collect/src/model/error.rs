//! Why a model gave no answer, in one sentence that names the address, the fault and the remedy.

use crate::fetch::{FetchError, FetchErrorKind};
use std::time::Duration;

/// The kind of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ModelErrorKind {
    /// A setting is wrong.
    Config,
    /// No connection: nobody listens there, or the name is not known.
    Connect,
    /// The certificate or the encryption is at fault.
    Tls,
    /// No answer in time.
    Timeout,
    /// The answer is over the limit.
    TooLarge,
    /// The answer ended before its end or was no HTTP.
    Protocol,
    /// The server answered with this status.
    Status(u16),
}

/// A request to a model that failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ModelError {
    /// What kind of fault.
    pub kind: ModelErrorKind,
    /// One sentence: the address, the fault, the remedy.
    pub message: String,
    /// Seconds that the server asks to wait (`Retry-After`).
    pub retry_after: Option<u64>,
    /// The beginning of what the server says about it.
    pub said: String,
}

impl ModelError {
    pub(super) fn new(kind: ModelErrorKind, message: String) -> Self {
        Self { kind, message, retry_after: None, said: String::new() }
    }

    pub(super) fn late(url: &str, within: Duration) -> Self {
        let message = format!(
            "{url}: no whole answer within {} seconds; raise model.timeout_s, or use a faster model",
            within.as_secs()
        );
        Self::new(ModelErrorKind::Timeout, message)
    }

    pub(super) fn too_large(url: &str, cap: usize) -> Self {
        Self::new(
            ModelErrorKind::TooLarge,
            format!("{url}: the answer is over {cap} bytes, which no brief is; look what listens there"),
        )
    }

    /// What a status that is no success means to a person.
    pub(super) fn status(url: &str, status: u16, retry_after: Option<u64>, body: &[u8]) -> Self {
        let said: String =
            String::from_utf8_lossy(body).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect();
        let meaning = match status {
            401 | 403 => "wants a key, or another one; name the file that holds it in model.api_key_file",
            402 => "wants payment; look at your account there",
            404 => "knows no such address or no such model; check model.base_url and model.model",
            413 => "finds the question too long; lower model.context_tokens",
            429 => "is asked too often, or your account there is used up",
            300..=399 => "points elsewhere; write its final address into model.base_url",
            400 | 422 => "does not understand the request",
            500..=599 => "failed",
            _ => "answered with something else",
        };
        let detail =
            if said.is_empty() { String::new() } else { format!(": {}", said.chars().take(160).collect::<String>()) };
        let mut error =
            Self::new(ModelErrorKind::Status(status), format!("{url}: the server ({status}) {meaning}{detail}"));
        (error.retry_after, error.said) = (retry_after, said);
        error
    }

    pub(super) fn of_client(url: &str, error: &reqwest::Error) -> Self {
        let known = FetchError::of_client(url, error);
        let (kind, remedy) = match known.kind {
            FetchErrorKind::Timeout | FetchErrorKind::Connect => {
                (ModelErrorKind::Connect, "no connection; start the model's server, or check model.base_url")
            }
            FetchErrorKind::Dns => (ModelErrorKind::Connect, "the name was not found; check model.base_url"),
            FetchErrorKind::Tls => {
                (ModelErrorKind::Tls, "the encryption failed; check whether model.base_url should begin with http://")
            }
            _ => (ModelErrorKind::Protocol, "the answer was broken or cut off"),
        };
        Self::new(kind, format!("{url}: {remedy}"))
    }

    /// Whether asking again may help.
    pub(super) fn may_pass(&self) -> bool {
        matches!(
            self.kind,
            ModelErrorKind::Connect
                | ModelErrorKind::Protocol
                | ModelErrorKind::Status(408 | 409 | 425 | 429 | 500..=599)
        )
    }

    pub(super) fn after(mut self, tries: u32) -> Self {
        if tries > 1 {
            self.message = format!("{} (tried {tries} times)", self.message);
        }
        self
    }

    /// Whether the next story would meet the same: the server is away, too slow or refuses us.
    pub fn lasts(&self) -> bool {
        !matches!(
            self.kind,
            ModelErrorKind::TooLarge | ModelErrorKind::Protocol | ModelErrorKind::Status(400 | 413 | 422)
        )
    }
}

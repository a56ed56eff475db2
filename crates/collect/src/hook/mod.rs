//! Webhooks: a message posted to an address that the user names, signed so that its receiver knows whose it is (Standard
//! Webhooks, https://www.standardwebhooks.com). It goes through the address guard like a fetch; no redirect is followed, no
//! proxy or cookie is used, nothing but the status of the answer is read.

mod config;
mod sign;

pub use config::{HOOK_EVENTS, HookConfig};
pub use sign::HookSecret;

use crate::fetch::{AddressGuard, Clients, FetchConfig, FetchError, FetchErrorKind, retry_after};
use jiff::Timestamp;
use reqwest::{Method, header};
use std::{sync::Arc, time::Duration};
use url::Url;

/// What a hook that may be in a private network may reach besides: this machine and the networks of RFC 1918, 4193 and 6598,
/// never the link-local addresses at which clouds keep their keys.
const PRIVATE: [&str; 7] =
    ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1", "fc00::/7"];

/// A message to be posted.
#[derive(Clone, Copy, Debug)]
pub struct Message<'m> {
    /// Its id, the same at every try.
    pub id: &'m str,
    /// When it is sent; receivers refuse what is minutes old.
    pub at: Timestamp,
    /// JSON.
    pub body: &'m [u8],
}

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct HookError {
    /// One sentence: the address, the fault, the remedy.
    pub message: String,
    /// Seconds that the receiver asks to wait.
    pub retry_after: Option<u64>,
    /// Whether trying again is of no use.
    pub permanent: bool,
}

impl HookError {
    fn lasting(message: String) -> Self {
        Self { message, retry_after: None, permanent: true }
    }

    fn status(url: &str, status: u16, retry_after: Option<u64>) -> Self {
        let meaning = match status {
            300..=399 => "points elsewhere, which is not followed; write its final address into the configuration",
            401 | 403 => "refuses us; check its address and the secret",
            404 => "knows no such address; check it",
            410 => "wants no more of this; take it out of the configuration",
            413 => "finds the message too large",
            429 => "is told too often",
            500..=599 => "failed",
            _ => "did not take it",
        };
        let message = format!("{url}: the receiver ({status}) {meaning}");
        Self { message, retry_after, permanent: status == 410 }
    }

    fn of(url: &str, fault: &FetchError) -> Self {
        let message = match fault.kind {
            FetchErrorKind::Refused => {
                let what = "is in a private network or names this machine, which no webhook may reach unless it says allow_private = true";
                return Self { permanent: false, ..Self::lasting(format!("{url} {what}")) };
            }
            FetchErrorKind::Timeout => format!("{url}: no answer in time; the receiver may be down"),
            FetchErrorKind::Dns => {
                format!("{url}: the name was not found; check its spelling and this machine's network")
            }
            FetchErrorKind::Connect => format!("{url}: no connection; the receiver may be down"),
            FetchErrorKind::Tls => format!("{url}: the encryption failed; check the receiver's certificate"),
            _ => format!("{url}: the answer was broken or cut off"),
        };
        Self { message, retry_after: fault.retry_after, permanent: false }
    }
}

/// The client of all webhooks.
pub struct HookClient {
    public: (Arc<AddressGuard>, Clients),
    private: (Arc<AddressGuard>, Clients),
}

impl std::fmt::Debug for HookClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HookClient").finish_non_exhaustive()
    }
}

impl HookClient {
    /// A client.
    ///
    /// # Errors
    /// When no TLS can be set up: the build is broken.
    pub fn new() -> Result<Self, HookError> {
        let client = |allow: &[&str]| {
            let guard = AddressGuard::new(allow).map_err(|e| HookError::lasting(e.to_string()))?;
            let guard = Arc::new(guard);
            let clients = Clients::new(&FetchConfig::default(), &guard).map_err(|e| HookError::lasting(e.message))?;
            Ok((guard, clients))
        };
        Ok(Self { public: client(&[])?, private: client(&PRIVATE)? })
    }

    /// Posts a message to a hook, once. Any status of 200 to 299 means that it was taken.
    ///
    /// # Errors
    /// Why it was not.
    pub async fn post(&self, hook: &HookConfig, secret: &HookSecret, m: Message<'_>) -> Result<u16, HookError> {
        let url = hook.address().map_err(HookError::lasting)?;
        let (guard, clients) = if hook.allow_private { &self.private } else { &self.public };
        let fault = |e: FetchError| HookError::of(url.as_str(), &e);
        guard.check_url(&url).map_err(|r| fault(FetchError::refused(url.as_str(), &r)))?;
        let out = request(&url, hook, secret, m)?;
        let answer = clients.of(&url).execute(out).await;
        let answer = answer.map_err(|e| fault(FetchError::of_client(url.as_str(), &e)))?;
        if let Some(peer) = answer.remote_addr() {
            let checked = guard.check(peer.ip(), Some(peer.port()));
            checked.map_err(|r| fault(FetchError::refused(url.as_str(), &r)))?;
        }
        match answer.status().as_u16() {
            status @ 200..=299 => Ok(status),
            status => Err(HookError::status(url.as_str(), status, retry_after(answer.headers(), m.at))),
        }
    }
}

fn request(url: &Url, hook: &HookConfig, secret: &HookSecret, m: Message<'_>) -> Result<reqwest::Request, HookError> {
    let mut out = reqwest::Request::new(Method::POST, url.clone());
    let seconds = m.at.as_second();
    let fields = [
        ("content-type", "application/json".to_owned()),
        ("webhook-id", m.id.to_owned()),
        ("webhook-timestamp", seconds.to_string()),
        ("webhook-signature", secret.sign(m.id, seconds, m.body)),
    ];
    for (name, value) in fields {
        let value = header::HeaderValue::from_str(&value)
            .map_err(|_| HookError::lasting(format!("the id “{}” cannot be sent", m.id.escape_debug())))?;
        out.headers_mut().insert(header::HeaderName::from_static(name), value);
    }
    *out.body_mut() = Some(m.body.to_vec().into());
    *out.timeout_mut() = Some(Duration::from_secs(hook.timeout_s.clamp(1, 60)));
    Ok(out)
}

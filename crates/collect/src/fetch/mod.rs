//! Fetching: one request, its redirects, its answer as delivered.
//!
//! [`Fetcher::fetch`] reads top down: check the address, ask, follow or take. Every hop passes the [`AddressGuard`] twice,
//! as an address and when its name is resolved for dialling. Pacing between requests is the engine's.

mod client;
mod coding;
mod config;
mod error;
mod guard;
mod meter;
mod post;

pub use config::FetchConfig;
pub use error::{FetchError, FetchErrorKind};
pub use guard::{AddressGuard, BadAllow, Refused};
pub use meter::decoded;

pub(crate) use client::{MAX_HEADER_BYTES, MAX_HEADERS, tls};
pub(crate) use guard::{is_localhost, not_public};

use crate::robots::RobotsCache;
pub(crate) use client::Clients;
use jiff::Timestamp;
use meter::Meter;
use reqwest::header::{self, HeaderMap, HeaderValue};
use standfirst_types::{Capture, CaptureOrigin};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use url::Url;

/// What is asked for; it decides the size limit and the `Accept` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A feed or a sitemap.
    Feed,
    /// A list of feeds (OPML). Limited as a feed is.
    List,
    /// A site's icon: at most 512 KiB.
    Icon,
    /// A page.
    Page,
    /// A site's `robots.txt`: cut, not refused, past 512 KiB (RFC 9309, 2.5).
    Robots,
}

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The address.
    pub url: String,
    /// What is asked for.
    pub kind: Kind,
    /// `ETag` of the last good answer, byte for byte.
    pub etag: Option<String>,
    /// `Last-Modified` of the last good answer, byte for byte.
    pub last_modified: Option<String>,
}

impl Request {
    /// A request without validators.
    pub fn new(url: &str, kind: Kind) -> Self {
        Self { url: url.into(), kind, etag: None, last_modified: None }
    }
}

/// A good answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Fetched {
    /// 304: nothing new.
    NotModified {
        /// `ETag` to send next time: the answer's, else the one sent.
        etag: Option<String>,
        /// `Last-Modified` to send next time: the answer's, else the one sent.
        last_modified: Option<String>,
    },
    /// A document.
    Body {
        /// It, as delivered.
        capture: Capture,
        /// Its `ETag`, each byte a character of Latin-1.
        etag: Option<String>,
        /// Its `Last-Modified`, each byte a character of Latin-1.
        last_modified: Option<String>,
        /// Where an unbroken chain of 301 and 308 from the address asked for led.
        moved: Option<String>,
    },
}

/// Fetches. Cheap to share behind an `Arc`; connections are kept and reused.
pub struct Fetcher {
    config: FetchConfig,
    guard: Arc<AddressGuard>,
    clients: Clients,
    robots: RobotsCache,
}

impl std::fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fetcher").field("config", &self.config).finish_non_exhaustive()
    }
}

impl Fetcher {
    /// A fetcher with these settings.
    ///
    /// # Errors
    /// When a setting is wrong; the message names it.
    pub fn new(config: FetchConfig) -> Result<Self, FetchError> {
        let guard =
            AddressGuard::new(&config.allow).map_err(|e| FetchError::new(FetchErrorKind::Config, e.to_string()))?;
        let guard = Arc::new(guard);
        let clients = Clients::new(&config, &guard)?;
        Ok(Self { config, guard, clients, robots: RobotsCache::default() })
    }

    /// The settings.
    pub fn config(&self) -> &FetchConfig {
        &self.config
    }

    pub(crate) fn robots(&self) -> &RobotsCache {
        &self.robots
    }

    /// Asks for a document, following redirects. `now` dates the capture.
    ///
    /// # Errors
    /// What went wrong, with a sentence for a person; see [`FetchErrorKind`].
    pub async fn fetch(&self, request: &Request, now: Timestamp) -> Result<Fetched, FetchError> {
        let asked = request.url.as_str();
        let deadline = Instant::now() + FetchConfig::seconds(self.config.total_timeout_s);
        let mut url = address(asked)?;
        let (mut seen, mut moved, mut permanent) = (vec![url.clone()], None, true);
        loop {
            self.guard.check_url(&url).map_err(|r| FetchError::refused(url.as_str(), &r))?;
            let answer = self.ask(request, &url, deadline).await?;
            let status = answer.status().as_u16();
            match status {
                304 if request.etag.is_some() || request.last_modified.is_some() => {
                    return Ok(not_modified(request, answer.headers()));
                }
                301 | 302 | 303 | 307 | 308 => {
                    url = next_hop(&url, answer.headers(), &seen, self.config.max_redirects)?;
                    permanent &= matches!(status, 301 | 308);
                    if permanent {
                        moved = Some(url.to_string());
                    }
                    seen.push(url.clone());
                }
                200 | 203 => {
                    let headers = headers_of(answer.headers());
                    let (etag, last_modified) =
                        (value(answer.headers(), &header::ETAG), value(answer.headers(), &header::LAST_MODIFIED));
                    let body = self.body(request.kind, &url, answer, deadline).await?;
                    let capture = Capture::new(asked, url.as_str(), now, status, headers, body, CaptureOrigin::Web);
                    return Ok(Fetched::Body { capture, etag, last_modified, moved });
                }
                _ => return Err(FetchError::status(url.as_str(), status, retry_after(answer.headers(), now))),
            }
        }
    }

    /// Sends the request to one address and waits for the head of the answer.
    async fn ask(&self, request: &Request, url: &Url, deadline: Instant) -> Result<reqwest::Response, FetchError> {
        let mut out = reqwest::Request::new(reqwest::Method::GET, url.clone());
        let headers = out.headers_mut();
        let (accept, encodings) = match request.kind {
            Kind::Feed => (ACCEPT_FEED, "gzip, br, zstd, deflate"),
            Kind::List => ("text/x-opml,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.5", "gzip, br, zstd, deflate"),
            Kind::Icon => ("image/*,*/*;q=0.5", "identity"),
            Kind::Page => ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.5", "gzip, br, zstd, deflate"),
            Kind::Robots => ("text/plain,*/*;q=0.5", "identity"),
        };
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(encodings));
        for (name, sent) in
            [(header::IF_NONE_MATCH, &request.etag), (header::IF_MODIFIED_SINCE, &request.last_modified)]
        {
            if let Some(sent) = sent.as_deref().and_then(latin1) {
                headers.insert(name, sent);
            }
        }
        let first_byte = (Instant::now() + FetchConfig::seconds(self.config.first_byte_timeout_s)).min(deadline);
        let answer = match timeout_at(first_byte, self.clients.of(url).execute(out)).await {
            Ok(answer) => answer.map_err(|e| FetchError::of_client(url.as_str(), &e))?,
            Err(_) => return Err(late(url, "no answer in time")),
        };
        // The address that was dialled, once more: no way around the resolver goes unseen.
        if let Some(peer) = answer.remote_addr().filter(|_| self.config.proxy.is_none()) {
            self.guard.check(peer.ip(), Some(peer.port())).map_err(|r| FetchError::refused(url.as_str(), &r))?;
        }
        let size: usize = answer.headers().iter().map(|(n, v)| n.as_str().len() + v.len() + 4).sum();
        if size > MAX_HEADER_BYTES as usize {
            let message =
                format!("{url}: the answer's headers are over {MAX_HEADER_BYTES} bytes; that is the server's fault");
            return Err(FetchError::new(FetchErrorKind::TooLarge, message));
        }
        Ok(answer)
    }

    /// The body as delivered, within its limits of size, time and rate.
    async fn body(
        &self,
        kind: Kind,
        url: &Url,
        mut answer: reqwest::Response,
        deadline: Instant,
    ) -> Result<Vec<u8>, FetchError> {
        let cap = match kind {
            Kind::Feed | Kind::List => self.config.feed_max_bytes,
            Kind::Icon => ICON_MAX_BYTES,
            Kind::Page => self.config.page_max_bytes,
            Kind::Robots => ROBOTS_MAX_BYTES,
        };
        let encoding = answer.headers().get(header::CONTENT_ENCODING).and_then(|v| v.to_str().ok()).map(String::from);
        let mut meter = Meter::new(url.as_str(), encoding.as_deref(), cap)?;
        let expected = answer.content_length().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        if expected > cap && kind != Kind::Robots {
            return Err(meter::too_large(url.as_str(), cap));
        }
        let mut body = Vec::with_capacity(expected.min(cap).min(1 << 20));
        let started = Instant::now();
        loop {
            let due = self.due(started, body.len());
            let chunk = match timeout_at(due.min(deadline), answer.chunk()).await {
                Ok(chunk) => chunk.map_err(|e| FetchError::of_client(url.as_str(), &e))?,
                Err(_) if due < deadline => return Err(slow(url, self.config.min_rate_bytes_s)),
                Err(_) => return Err(late(url, "the answer did not end in time")),
            };
            let Some(chunk) = chunk else { break };
            body.extend_from_slice(&chunk);
            if kind == Kind::Robots && body.len() >= cap {
                body.truncate(cap);
                return Ok(body);
            }
            meter.advance(&chunk, body.len())?;
        }
        meter.finish()?;
        body.shrink_to_fit();
        Ok(body)
    }

    /// When more bytes must have come for the minimum rate to hold.
    fn due(&self, started: Instant, bytes: usize) -> Instant {
        const GRACE: Duration = Duration::from_secs(3);
        let far = Duration::from_secs(86_400);
        let pace = match self.config.min_rate_bytes_s {
            0 => far,
            rate => Duration::from_secs_f64(bytes as f64 / rate as f64).min(far),
        };
        started + GRACE.max(pace)
    }
}

const ACCEPT_FEED: &str = "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.8,application/json;q=0.7,*/*;q=0.5";
const ROBOTS_MAX_BYTES: usize = 512 << 10;
const ICON_MAX_BYTES: usize = 512 << 10;

/// An address as asked for, without its fragment.
fn address(text: &str) -> Result<Url, FetchError> {
    let mut url = Url::parse(text.trim()).map_err(|e| {
        let shown: String = text.chars().take(200).collect();
        FetchError::new(FetchErrorKind::BadAddress, format!("“{shown}” is no web address ({e}); check its spelling"))
    })?;
    url.set_fragment(None);
    Ok(url)
}

/// Where a redirect leads.
fn next_hop(from: &Url, headers: &HeaderMap, seen: &[Url], max: usize) -> Result<Url, FetchError> {
    let wrong = |what: &str| {
        Err(FetchError::new(FetchErrorKind::Redirect, format!("{from}: {what}; check the address in a browser")))
    };
    let Some(location) = value_text(headers, &header::LOCATION) else {
        return wrong("a redirect without a destination");
    };
    let Ok(mut to) = from.join(location.trim()) else { return wrong("a redirect to something that is no address") };
    to.set_fragment(None);
    if seen.contains(&to) {
        return wrong("it redirects in a circle");
    }
    if seen.len() > max {
        return wrong(&format!("more than {max} redirects"));
    }
    Ok(to)
}

fn not_modified(request: &Request, headers: &HeaderMap) -> Fetched {
    Fetched::NotModified {
        etag: value(headers, &header::ETAG).or_else(|| request.etag.clone()),
        last_modified: value(headers, &header::LAST_MODIFIED).or_else(|| request.last_modified.clone()),
    }
}

/// A header's value, each byte a character of Latin-1, so that it can be sent back byte for byte.
fn value(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    headers.get(name).map(|v| v.as_bytes().iter().map(|b| char::from(*b)).collect())
}

/// The bytes of a text of Latin-1, as a header's value.
fn latin1(text: &str) -> Option<HeaderValue> {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    HeaderValue::from_bytes(&bytes?).ok()
}

/// A header's value as text: UTF-8 when it is, else Latin-1.
fn value_text(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    headers.get(name).map(text_of)
}

fn text_of(value: &HeaderValue) -> String {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => text.into(),
        Err(_) => value.as_bytes().iter().map(|b| char::from(*b)).collect(),
    }
}

fn headers_of(headers: &HeaderMap) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| (name.as_str().into(), text_of(value))).collect()
}

/// Seconds that `Retry-After` asks to wait: a number, or a date seen from `now` (RFC 9110, 10.2.3). At most a week.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<u64> {
    let text = value_text(headers, &header::RETRY_AFTER)?;
    let seconds = match text.trim().parse::<u64>() {
        Ok(seconds) => seconds,
        Err(_) => u64::try_from(crate::parse_date(&text)?.at.as_second() - now.as_second()).ok()?,
    };
    Some(seconds.min(7 * 86_400))
}

fn late(url: &Url, what: &str) -> FetchError {
    FetchError::new(
        FetchErrorKind::Timeout,
        format!("{url}: {what}; the server may be overloaded, it is asked again later"),
    )
}

fn slow(url: &Url, rate: u64) -> FetchError {
    let message = format!(
        "{url}: the answer came slower than {rate} bytes a second; lower fetch.min_rate_bytes_s if your line is slow"
    );
    FetchError::new(FetchErrorKind::TooSlow, message)
}

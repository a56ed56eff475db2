//! Answers: a body with its type, its `ETag` and the headers that keep a browser from running or leaking anything.

use super::{Library, Open};
use crate::{PublishError, Site, page};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use standfirst_types::span::hex;
use std::time::Duration;

/// Nothing but our own style sheet, script and icon, and what the script asks of us; no frame, no form to elsewhere, no base.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

const SECURITY: [(HeaderName, HeaderValue); 6] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    ),
];

/// Puts the security headers on every answer, errors and 404 included.
pub(super) async fn secure(request: Request, next: Next) -> Response {
    let token = super::access::has_token(request.uri());
    let mut response = next.run(request).await;
    for (name, value) in SECURITY {
        response.headers_mut().insert(name, value);
    }
    if token {
        // The address that is shown may have a token in it, which no other address is to learn.
        response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    response
}

/// A media type and how long a browser may keep the body without asking.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    mime: &'static str,
    cache: &'static str,
}

const ASK: &str = "no-cache";
const KEEP: &str = "public, max-age=31536000, immutable";

impl Kind {
    pub(super) const HTML: Self = Self { mime: "text/html; charset=utf-8", cache: ASK };
    /// For one visitor only, and not to be kept.
    pub(super) const PRIVATE: Self = Self { mime: "text/html; charset=utf-8", cache: "no-store" };
    pub(super) const ATOM: Self = Self { mime: "application/atom+xml; charset=utf-8", cache: ASK };
    pub(super) const RSS: Self = Self { mime: "application/rss+xml; charset=utf-8", cache: ASK };
    pub(super) const JSON_FEED: Self = Self { mime: "application/feed+json", cache: ASK };
    pub(super) const JSON: Self = Self { mime: "application/json", cache: ASK };
    pub(super) const MARKDOWN: Self = Self { mime: "text/markdown; charset=utf-8", cache: ASK };
    pub(super) const EPUB: Self = Self { mime: crate::epub::MIME, cache: ASK };
    pub(super) const TEXT: Self = Self { mime: "text/plain; charset=utf-8", cache: ASK };
    pub(super) const STYLE: Self = Self { mime: "text/css; charset=utf-8", cache: KEEP };
    pub(super) const SCRIPT: Self = Self { mime: "text/javascript; charset=utf-8", cache: KEEP };
    pub(super) const ICON: Self = Self { mime: "image/svg+xml", cache: "public, max-age=86400" };
}

/// A body with its `ETag` (a hash of the body, so strong), or 304 when the browser has it (RFC 9110, 13.1.2).
pub(super) fn answer(asked: &HeaderMap, kind: Kind, body: impl AsRef<[u8]> + Into<Body>) -> Response {
    let tag = format!("\"{}\"", hex(body.as_ref(), 12));
    let known: Vec<HeaderValue> = asked.get_all(header::IF_NONE_MATCH).iter().cloned().collect();
    let known = HeaderValue::from_str(&tag).is_ok_and(|tag| not_modified(&known, &tag));
    let (status, body) = if known { (StatusCode::NOT_MODIFIED, Body::empty()) } else { (StatusCode::OK, body.into()) };
    let headers =
        [(header::CONTENT_TYPE, kind.mime.to_owned()), (header::CACHE_CONTROL, kind.cache.into()), (header::ETAG, tag)];
    (status, headers, body).into_response()
}

/// Whether a browser that knows these has what `tag` names: the weak comparison of RFC 9110, 8.8.3.2.
pub(super) fn not_modified(known: &[HeaderValue], tag: &HeaderValue) -> bool {
    let tag = tag.to_str().unwrap_or_default().trim_start_matches("W/");
    let mut known = known.iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    known.any(|t| matches!(t.trim(), t if t == "*" || t.trim_start_matches("W/") == tag))
}

/// The thing is now at another of our addresses. Not for ever (RFC 9110, 15.4.8): a merge can be taken back.
pub(super) fn elsewhere(href: &str) -> Response {
    let headers = [(header::LOCATION, href.to_owned()), (header::CACHE_CONTROL, "no-store".into())];
    (StatusCode::TEMPORARY_REDIRECT, headers).into_response()
}

/// What keeps a page from being shown, or a change from being made.
pub(crate) enum Miss {
    /// There is no such thing.
    NotFound(Box<Site>),
    /// Something failed; logged, and told the reader without its details.
    Failed(Box<Site>, PublishError),
    /// Not as asked: a status, a heading, and what to do.
    Unfit(Box<Site>, StatusCode, String, String),
    /// Only the owner may.
    Unknown(Box<Site>),
    /// Too many tries; how long to wait.
    TooOften(Box<Site>, Duration),
}

impl Miss {
    /// The library failed.
    pub(super) fn failed(site: Box<Site>, error: super::LibraryError) -> Self {
        Self::Failed(site, error.into())
    }

    /// It was understood and is not done (403).
    pub(super) fn refused(site: Box<Site>, heading: &str, what: &str) -> Self {
        Self::Unfit(site, StatusCode::FORBIDDEN, heading.into(), what.into())
    }

    /// Only the owner may.
    pub(super) fn unknown(site: Box<Site>) -> Self {
        Self::Unknown(site)
    }

    /// Status, heading and words of the page that says so.
    fn told(self) -> (Box<Site>, StatusCode, String, Vec<String>) {
        match self {
            Self::NotFound(site) => {
                (site, StatusCode::NOT_FOUND, "Not found".into(), page::NOTHING_HERE.map(str::to_owned).into())
            }
            Self::Failed(site, error) => {
                tracing::error!(%error, "a page could not be made");
                let what = [
                    "The page could not be made. Nothing stored was touched.",
                    "The log of the server says why. Try again in a moment.",
                ];
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                (site, status, "Something failed".into(), what.map(str::to_owned).into())
            }
            Self::Unfit(site, status, heading, what) => (site, status, heading, vec![what]),
            Self::Unknown(site) => {
                let what = "Only the owner of this page may do that. Log in, or send a token that `standfirst token add` made \
                            as `Authorization: Bearer`.";
                (site, StatusCode::UNAUTHORIZED, "Who are you?".into(), vec![what.into()])
            }
            Self::TooOften(site, wait) => {
                let minutes = wait.as_secs().div_ceil(60);
                let what = format!("Too many wrong passwords came from your address. Wait {minutes} minutes.");
                (site, StatusCode::TOO_MANY_REQUESTS, "Wait".into(), vec![what])
            }
        }
    }
}

/// What went wrong, for a program (RFC 9457); see [`problems`].
#[derive(Clone)]
pub(super) struct Problem {
    /// The kind in words.
    pub(super) title: String,
    /// What was wrong, and what to do.
    pub(super) detail: String,
}

impl IntoResponse for Miss {
    fn into_response(self) -> Response {
        let wait = if let Self::TooOften(_, wait) = &self { Some(wait.as_secs()) } else { None };
        let (site, status, heading, what) = self.told();
        let page = page::message(&heading, &what, &site).unwrap_or_else(|_| status.to_string());
        let headers = [(header::CONTENT_TYPE, Kind::HTML.mime), (header::CACHE_CONTROL, "no-store")];
        let mut response = (status, headers, page).into_response();
        response.extensions_mut().insert(Problem { title: heading, detail: what.join(" ") });
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Tells programs in JSON (RFC 9457) what the page would tell people: where the request wants no HTML.
/// What the router itself refuses (an address that cannot be read, a method there is not) becomes a page of ours before.
pub(super) async fn problems<L: Library>(State(shop): Open<L>, request: Request, next: Next) -> Response {
    let accept = request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let path = request.uri().path();
    let program =
        path.starts_with("/api/") || path.ends_with(".json") || (accept.contains("json") && !accept.contains("html"));
    let instance = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let status = response.status();
    let bare = response.headers().get(header::CONTENT_TYPE).is_none_or(|t| t.as_bytes().starts_with(b"text/plain"));
    let plain = instance.starts_with("/websub/") || super::greader::is_path(&instance);
    let ours = status == StatusCode::MISDIRECTED_REQUEST || plain;
    let told = response.extensions().get::<Problem>().is_some();
    if status.is_client_error() && bare && !ours && !told {
        let allow = response.headers_mut().remove(header::ALLOW);
        let what = match status {
            StatusCode::METHOD_NOT_ALLOWED => "This address does not do that; nothing was changed.",
            _ => "The request was not understood; nothing was changed.",
        };
        let heading = status.canonical_reason().unwrap_or("Not understood");
        response = Miss::Unfit(shop.site(), status, heading.into(), what.into()).into_response();
        response.headers_mut().extend(allow.map(|allow| (header::ALLOW, allow)));
    }
    let Some(problem) = response.extensions().get::<Problem>().filter(|_| program).cloned() else { return response };
    let body = serde_json::json!({
        "type": super::api::problem_type(&shop.site(), response.status()), "title": problem.title, "status": response.status().as_u16(), "detail": problem.detail,
        "instance": instance,
    });
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response.headers_mut().remove(header::CONTENT_LENGTH);
    *response.body_mut() = Body::from(body.to_string());
    response
}

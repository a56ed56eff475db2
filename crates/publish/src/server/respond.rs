//! Answers: a body with its type, its `ETag` and the headers that keep a browser from running or leaking anything.

use crate::{PublishError, Site, page};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use standfirst_types::span::hex;

/// Nothing but our own style sheet, script and icon; no frame, no form to elsewhere, no base.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

const SECURITY: [(HeaderName, HeaderValue); 6] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    ),
];

/// Puts the security headers on every answer, errors and 404 included.
pub(super) async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in SECURITY {
        response.headers_mut().insert(name, value);
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
    pub(super) const ATOM: Self = Self { mime: "application/atom+xml; charset=utf-8", cache: ASK };
    pub(super) const JSON: Self = Self { mime: "application/json", cache: ASK };
    pub(super) const MARKDOWN: Self = Self { mime: "text/markdown; charset=utf-8", cache: ASK };
    pub(super) const TEXT: Self = Self { mime: "text/plain; charset=utf-8", cache: ASK };
    pub(super) const STYLE: Self = Self { mime: "text/css; charset=utf-8", cache: KEEP };
    pub(super) const SCRIPT: Self = Self { mime: "text/javascript; charset=utf-8", cache: KEEP };
    pub(super) const ICON: Self = Self { mime: "image/svg+xml", cache: "public, max-age=86400" };
}

/// A body with its `ETag` (a hash of the body, so strong), or 304 when the browser has it (RFC 9110, 13.1.2).
pub(super) fn answer(asked: &HeaderMap, kind: Kind, body: String) -> Response {
    let tag = format!("\"{}\"", hex(body.as_bytes(), 12));
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    let known = known
        .flat_map(|v| v.split(','))
        .any(|t| matches!(t.trim(), t if t == "*" || t.trim_start_matches("W/") == tag));
    let (status, body) = if known { (StatusCode::NOT_MODIFIED, Body::empty()) } else { (StatusCode::OK, body.into()) };
    let headers =
        [(header::CONTENT_TYPE, kind.mime.to_owned()), (header::CACHE_CONTROL, kind.cache.into()), (header::ETAG, tag)];
    (status, headers, body).into_response()
}

/// The thing is now at another of our addresses. Not for ever (RFC 9110, 15.4.8): a merge can be taken back.
pub(super) fn elsewhere(href: &str) -> Response {
    let headers = [(header::LOCATION, href.to_owned()), (header::CACHE_CONTROL, "no-store".into())];
    (StatusCode::TEMPORARY_REDIRECT, headers).into_response()
}

/// What keeps a page from being shown.
pub(super) enum Miss {
    /// There is no such thing.
    NotFound(Box<Site>),
    /// Something failed; logged, and told the reader without its details.
    Failed(Box<Site>, PublishError),
}

impl IntoResponse for Miss {
    fn into_response(self) -> Response {
        let (status, page) = match self {
            Self::NotFound(site) => (StatusCode::NOT_FOUND, page::not_found(&site)),
            Self::Failed(site, error) => {
                tracing::error!(%error, "a page could not be made");
                let what = "The log of the server says why. Try again in a moment.";
                (StatusCode::INTERNAL_SERVER_ERROR, page::failed(what, &site))
            }
        };
        let headers = [(header::CONTENT_TYPE, Kind::HTML.mime), (header::CACHE_CONTROL, "no-store")];
        (status, headers, page.unwrap_or_else(|_| status.to_string())).into_response()
    }
}

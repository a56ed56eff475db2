//! A fault: why a call is not answered, as RFC 9457 wants it told. Every kind has an address that leads to what it means.

use crate::server::{
    LibraryError,
    respond::{Miss, Problem},
};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::time::Duration;

/// The kinds of faults: status, the name in the type's address, what it means.
pub(crate) const KINDS: [(u16, &str, &str); 11] = [
    (
        400,
        "not-understood",
        "Something in the address or the body cannot be read. The detail names it and what would do.",
    ),
    (401, "who-are-you", "Only the owner may do this. Send a token as Authorization: Bearer."),
    (403, "refused", "It was understood and is not done, because of where it came from."),
    (404, "not-found", "There is no such thing, or no longer."),
    (405, "no-such-method", "This address does not do that. The header Allow says what it does."),
    (409, "conflict", "It does not go with what is there. The detail says why."),
    (413, "too-large", "The body is larger than is read."),
    (415, "wrong-media-type", "The body must be JSON and say so: Content-Type: application/json."),
    (422, "does-not-fit", "The body is JSON, but not what this call takes. The detail names the field."),
    (429, "too-often", "Too many came from your address. The header Retry-After says how long to wait."),
    (500, "failed", "Something failed here. Nothing stored was touched; the log of the server says why."),
];

/// The name of a status's kind.
pub(crate) fn kind(status: StatusCode) -> &'static str {
    KINDS.iter().find(|(code, ..)| *code == status.as_u16()).map_or("failed", |(_, name, _)| name)
}

/// Why a call is not answered.
pub(crate) enum Fault {
    /// A status and what to do.
    Said(StatusCode, String),
    /// Only the owner may.
    Unknown,
    /// Too many; how long to wait.
    TooOften(Duration),
    /// The library failed.
    Failed(LibraryError),
    /// What pages say.
    Miss(Miss),
}

impl Fault {
    /// It cannot be read (400).
    pub(crate) fn unreadable(detail: impl Into<String>) -> Self {
        Self::Said(StatusCode::BAD_REQUEST, detail.into())
    }

    /// There is no such thing (404).
    pub(crate) fn absent(detail: impl Into<String>) -> Self {
        Self::Said(StatusCode::NOT_FOUND, detail.into())
    }

    /// It does not go with what is there (409).
    pub(crate) fn conflict(detail: impl Into<String>) -> Self {
        Self::Said(StatusCode::CONFLICT, detail.into())
    }
}

impl From<LibraryError> for Fault {
    fn from(error: LibraryError) -> Self {
        Self::Failed(error)
    }
}

impl From<Miss> for Fault {
    fn from(miss: Miss) -> Self {
        Self::Miss(miss)
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let wait = if let Self::TooOften(wait) = &self { Some(wait.as_secs()) } else { None };
        let (status, detail) = match self {
            Self::Said(status, detail) => (status, detail),
            Self::Unknown => (
                StatusCode::UNAUTHORIZED,
                "Only the owner may do this. Make a token with `standfirst token add NAME` and send it as Authorization: \
                 Bearer TOKEN."
                    .into(),
            ),
            Self::TooOften(wait) => (
                StatusCode::TOO_MANY_REQUESTS,
                format!("Your address has sent several. Wait {} minutes.", wait.as_secs().div_ceil(60)),
            ),
            Self::Failed(error) => {
                tracing::error!(%error, "a call could not be answered");
                let detail = "Nothing stored was touched. The log of the server says why; try again in a moment.";
                (StatusCode::INTERNAL_SERVER_ERROR, detail.into())
            }
            Self::Miss(miss) => return miss.into_response(),
        };
        let title = status.canonical_reason().unwrap_or("Failed").to_owned();
        let mut response = (status, [(header::CACHE_CONTROL, "no-store")]).into_response();
        response.extensions_mut().insert(Problem { title, detail });
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

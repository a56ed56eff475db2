//! A call: what an app asks, its parameters from address and body together, and how it is answered.

use crate::{
    Site,
    server::{Library, LibraryError, Shop, access::Who},
};
use axum::{
    extract::{FromRequest, Request},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;
use std::sync::Arc;

/// Largest body, in bytes: a thousand ids in their long form, with room.
const LARGEST: usize = 512 << 10;
/// Most parameters.
const FIELDS: usize = 20_000;

/// One call of an app that has shown who it is.
pub(super) struct Call {
    /// The site, with an address that apps can open.
    pub(super) site: Box<Site>,
    /// Who asks.
    pub(super) who: Who,
    fields: Vec<(String, String)>,
}

impl Call {
    /// The first value of a parameter.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All values of a parameter, in order.
    pub(super) fn all<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c str> {
        self.fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A parameter that is a whole number.
    pub(super) fn number(&self, name: &str) -> Result<Option<i64>, Bad> {
        let Some(text) = self.text(name).filter(|t| !t.is_empty()) else { return Ok(None) };
        let wrong = || Bad::request(format!("{name} holds “{}”; it takes a whole number", short(text)));
        text.parse().map(Some).map_err(|_| wrong())
    }
}

/// A text as an error quotes it.
pub(super) fn short(text: &str) -> String {
    crate::text::cut(&crate::text::one_line(text), 60).into_owned()
}

/// The parameters of address and body.
pub(super) async fn fields(request: Request) -> Result<Vec<(String, String)>, Bad> {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let body = axum::body::to_bytes(request.into_body(), LARGEST).await;
    let body = body.map_err(|_| {
        Bad(StatusCode::PAYLOAD_TOO_LARGE, format!("a call may send {LARGEST} bytes; ask for fewer items at once"))
    })?;
    let all = url::form_urlencoded::parse(query.as_bytes()).chain(url::form_urlencoded::parse(&body));
    Ok(all.take(FIELDS).map(|(k, v)| (k.into_owned(), v.into_owned())).collect())
}

impl<L: Library> FromRequest<Arc<Shop<L>>> for Call {
    type Rejection = Bad;

    async fn from_request(request: Request, shop: &Arc<Shop<L>>) -> Result<Self, Bad> {
        if !shop.config.access.google_reader {
            return Err(Bad::absent());
        }
        let who = request.extensions().get::<Who>().cloned().unwrap_or(Who::Anyone);
        if !who.owner() {
            return Err(Bad::unknown());
        }
        let mut site = shop.site();
        let host = request.headers().get(header::HOST).and_then(|h| h.to_str().ok());
        let asked = host.and_then(|h| url::Url::parse(&format!("http://{h}/")).ok());
        let asked = asked.map(|u| u.origin().ascii_serialization());
        site.base_url = site.base_url.or(asked);
        let fields = fields(request).await?;
        if let Some((_, other)) = fields.iter().find(|(k, v)| k == "output" && v != "json") {
            return Err(Bad::request(format!("output=“{}” is not spoken here; ask for output=json", short(other))));
        }
        Ok(Self { site, who, fields })
    }
}

/// Why a call is not answered: a status and a sentence.
#[derive(Debug)]
pub(super) struct Bad(pub(super) StatusCode, pub(super) String);

impl Bad {
    /// It makes no sense.
    pub(super) fn request(what: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, what.into())
    }

    /// It is not known who asks.
    pub(super) fn unknown() -> Self {
        Self(
            StatusCode::UNAUTHORIZED,
            "log in at /accounts/ClientLogin and send “Authorization: GoogleLogin auth=…”".into(),
        )
    }

    /// There is no such call here.
    pub(super) fn absent() -> Self {
        Self(StatusCode::NOT_FOUND, "there is no such call here".into())
    }
}

impl From<LibraryError> for Bad {
    fn from(error: LibraryError) -> Self {
        tracing::error!(%error, "a call of a reader app failed");
        Self(StatusCode::INTERNAL_SERVER_ERROR, "the data could not be read; the log of the server says why".into())
    }
}

impl From<crate::PublishError> for Bad {
    fn from(error: crate::PublishError) -> Self {
        Self::from(LibraryError::from(error))
    }
}

impl IntoResponse for Bad {
    fn into_response(self) -> Response {
        let mut response = plain(self.0, &self.1);
        if self.0 == StatusCode::UNAUTHORIZED {
            // Apps that see the first log in again, those that see the second ask for another token.
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("GoogleLogin"));
            let name = HeaderName::from_static("x-reader-google-bad-token");
            response.headers_mut().insert(name, HeaderValue::from_static("true"));
        }
        response
    }
}

/// A line of plain text.
pub(super) fn plain(status: StatusCode, text: &str) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, format!("{text}\n")).into_response()
}

/// What an app is answered with.
pub(super) type Answer = Result<Response, Bad>;

/// JSON.
pub(super) fn json(value: &Value) -> Answer {
    let headers = [(header::CONTENT_TYPE, "application/json; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, value.to_string()).into_response())
}

/// What follows a change: apps look for these two letters.
pub(super) fn done() -> Answer {
    Ok(plain(StatusCode::OK, "OK"))
}

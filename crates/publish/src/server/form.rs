//! Forms: what a visitor sends to change something, once it is certain that one of our own pages sent it.
//!
//! A handler that takes a [`Form`] gets only what came from our origin with the form's token. One that takes an [`OwnerForm`]
//! gets only what the owner sent. Nothing else in the server takes a body, but for the hubs' callback. After a change the
//! handler leads on with [`Form::done`] (303), so that a reload changes nothing twice.

use super::{
    Library, Shop,
    access::{same, same_origin},
    respond::Miss,
    visit::Visit,
};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use std::{collections::BTreeMap, sync::Arc};

/// Largest body of a form, in bytes.
pub(crate) const LARGEST: usize = 64 * 1024;
/// Most fields of a form.
const FIELDS: usize = 100;

/// What was sent, by name; of a name given twice the last counts.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// The request.
    pub(crate) visit: Visit,
    fields: BTreeMap<String, String>,
}

impl Form {
    /// A field's text, without white space around it.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|v| v.trim())
    }

    /// The rest of the names of fields that begin so, in order: a box that is not ticked is not sent.
    pub(crate) fn ticked(&self, prefix: &str) -> Vec<&str> {
        self.fields.keys().filter_map(|name| name.strip_prefix(prefix)).collect()
    }

    /// A field read as `T`; a page that names the field where it is missing or none.
    pub(crate) fn value<T: std::str::FromStr>(&self, name: &str) -> Result<T, Miss> {
        self.text(name).and_then(|v| v.parse().ok()).ok_or_else(|| {
            Miss::refused(
                self.visit.site.clone(),
                "That cannot be used",
                &format!("The field “{name}” is missing or holds nothing usable."),
            )
        })
    }

    /// A field's text of at most `limit` characters; a page that says so where it is longer.
    pub(crate) fn short(&self, name: &str, limit: usize) -> Result<&str, Miss> {
        let text = self.text(name).unwrap_or_default();
        if text.chars().count() > limit {
            let what = format!("The field “{name}” is longer than {limit} characters; shorten it.");
            return Err(Miss::refused(self.visit.site.clone(), "That is too long", &what));
        }
        Ok(text)
    }

    /// What follows a change: the page named in the field `back`, else `default` (a path of this site). A program, which
    /// asks for JSON, is told in JSON.
    pub(crate) fn done(&self, default: &str) -> Response {
        let json = self.visit.asked.get(header::ACCEPT).is_some_and(|v| v.as_bytes().starts_with(b"application/json"));
        if json {
            return ([(header::CONTENT_TYPE, "application/json")], "{\"done\":true}\n").into_response();
        }
        let back = self.text("back").map_or(default, super::access::local_path);
        super::access::see_other(&self.visit.site.href(back.trim_start_matches('/')))
    }
}

impl<L: Library> FromRequest<Arc<Shop<L>>> for Form {
    type Rejection = Miss;

    async fn from_request(request: Request, shop: &Arc<Shop<L>>) -> Result<Self, Miss> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, shop).await?;
        let refused = |what: &str| Miss::refused(visit.site.clone(), "This was not done", what);
        let ambient = visit.who.ambient();
        if ambient {
            let host = parts.headers.get(header::HOST).and_then(|v| v.to_str().ok());
            same_origin(&parts.headers, host, shop.config.base_url.as_deref())
                .map_err(|why| refused(&format!("{why} Go to the page here and do it there.")))?;
        }
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let json = kind.starts_with("application/json") && !ambient;
        if !json && !kind.starts_with("application/x-www-form-urlencoded") {
            let what = "Send a form (application/x-www-form-urlencoded), or with a token JSON.";
            return Err(Miss::Unfit(
                visit.site,
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "This kind of body is not read".into(),
                what.into(),
            ));
        }
        let body = axum::body::to_bytes(body, LARGEST).await.map_err(|_| {
            let what = format!("A form may hold {LARGEST} bytes.");
            Miss::Unfit(visit.site.clone(), StatusCode::PAYLOAD_TOO_LARGE, "That is too much".into(), what)
        })?;
        let fields = if json { from_json(&body) } else { Some(from_form(&body)) };
        let fields = fields.ok_or_else(|| refused("The JSON is no object of texts, numbers and true or false."))?;
        let token = fields.get("token").map_or("", |t| t.as_str());
        if ambient && !same(token, &visit.site.viewer.form_token) {
            return Err(refused(
                "The page it was sent from is too old, or you have logged in or out since. Go back, load it again, and do it again.",
            ));
        }
        Ok(Self { visit, fields })
    }
}

fn from_form(body: &Bytes) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(body).take(FIELDS).map(|(k, v)| (k.into_owned(), v.into_owned())).collect()
}

fn from_json(body: &Bytes) -> Option<BTreeMap<String, String>> {
    let map: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(body).ok()?;
    map.into_iter()
        .take(FIELDS)
        .map(|(key, value)| match value {
            serde_json::Value::String(text) => Some((key, text)),
            serde_json::Value::Bool(_) | serde_json::Value::Number(_) => Some((key, value.to_string())),
            _ => None,
        })
        .collect()
}

/// A form that the owner sent.
#[derive(Clone, Debug)]
pub(crate) struct OwnerForm(pub(crate) Form);

impl std::ops::Deref for OwnerForm {
    type Target = Form;
    fn deref(&self) -> &Form {
        &self.0
    }
}

impl<L: Library> FromRequest<Arc<Shop<L>>> for OwnerForm {
    type Rejection = Miss;

    async fn from_request(request: Request, shop: &Arc<Shop<L>>) -> Result<Self, Miss> {
        let form = Form::from_request(request, shop).await?;
        if form.visit.who.owner() { Ok(Self(form)) } else { Err(Miss::unknown(form.visit.site)) }
    }
}

//! A call: one request for an operation, its parameters and body checked, and the ways in which it is answered.

use super::{
    cursor::Place,
    fault::Fault,
    operation::{Operation, ROWS, Stands, limit},
};
use crate::server::{
    Act, Acted, Library, Shop,
    access::{Caller, same_origin},
    respond::{Kind, answer},
    visit::Visit,
};
use axum::{
    extract::{FromRequestParts, RawPathParams, Request},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{collections::BTreeMap, str::FromStr, sync::Arc};

/// Largest body, in bytes.
const LARGEST: usize = 64 * 1024;

/// What an operation's function gives.
pub(crate) type Answer = Result<Response, Fault>;

/// A request that fits its operation.
pub(crate) struct Call<L> {
    pub(crate) shop: Arc<Shop<L>>,
    pub(crate) visit: Visit,
    pub(crate) caller: Caller,
    operation: Arc<Operation>,
    given: BTreeMap<String, String>,
    body: Value,
}

impl<L: Library> Call<L> {
    /// Checks a request: who asks, from where, with what.
    pub(crate) async fn read(shop: Arc<Shop<L>>, operation: Arc<Operation>, request: Request) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, &shop).await?;
        if operation.owner && !visit.who.owner() {
            return Err(Fault::Unknown);
        }
        if operation.changes() && visit.who.ambient() {
            let host = parts.headers.get(header::HOST).and_then(|v| v.to_str().ok());
            same_origin(&parts.headers, host, shop.config.base_url.as_deref())
                .map_err(|why| Fault::Said(StatusCode::FORBIDDEN, format!("{why} Send a token instead.")))?;
        }
        let mut given = in_path(&mut parts, &shop, &operation).await?;
        given.extend(in_query(parts.uri.query().unwrap_or_default(), &operation)?);
        let body = if operation.body.is_some() { read_body(&parts, body).await? } else { Value::Null };
        let nobody = Caller { address: None, by_proxy: false, secure: false };
        let caller = parts.extensions.get::<Caller>().copied().unwrap_or(nobody);
        Ok(Self { shop, visit, caller, operation, given, body })
    }

    /// A parameter's text.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.given.get(name).map_or("", String::as_str)
    }

    /// A parameter of the path, which was checked before.
    pub(crate) fn value<T: FromStr>(&self, name: &str) -> Result<T, Fault> {
        self.text(name).parse().map_err(|_| Fault::absent(format!("There is nothing under this {name}.")))
    }

    /// Whether a flag is set.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.text(name) == "true"
    }

    /// How many rows are wanted, and one more, which tells whether there is a next page.
    pub(crate) fn rows(&self) -> u32 {
        limit(self.text("limit")).unwrap_or(ROWS) + 1
    }

    /// Where the list goes on, if not at its beginning.
    pub(crate) fn place(&self) -> Option<Place> {
        self.operation.paged?.read(self.given.get("cursor")?)
    }

    /// The body as `T`.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        let unfit = |what: String| Fault::Said(StatusCode::UNPROCESSABLE_ENTITY, what);
        if !self.body.is_object() {
            return Err(unfit("The body must be an object.".into()));
        }
        T::deserialize(&self.body)
            .map_err(|e| unfit(format!("The body does not fit: {e}. /api/openapi.json has its schema.")))
    }

    /// Whether a field of the body is there and null.
    pub(crate) fn has_null(&self, name: &str) -> bool {
        self.body.get(name).is_some_and(Value::is_null)
    }

    /// A text of the body that must not be longer than `most` characters, nor empty if `least` is 1.
    pub(crate) fn fits(text: &str, name: &str, least: usize, most: usize) -> Result<(), Fault> {
        if (least..=most).contains(&text.chars().count()) {
            return Ok(());
        }
        let what = format!("“{name}” must have {least} to {most} characters.");
        Err(Fault::Said(StatusCode::UNPROCESSABLE_ENTITY, what))
    }

    /// The value as the answer.
    pub(crate) fn json(&self, value: &impl Serialize) -> Answer {
        let value = serde_json::to_string(value).map_err(|e| Fault::Failed(e.into()))?;
        let mut response = answer(&self.visit.asked, Kind::JSON, value);
        if let Ok(status) = StatusCode::from_u16(self.operation.status)
            && self.operation.changes()
        {
            *response.status_mut() = status;
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response.headers_mut().remove(header::ETAG);
        }
        Ok(response)
    }

    /// A page of a list: as many of `rows` as were asked for, each with its place, and where it goes on.
    pub(crate) fn list(&self, rows: Vec<(Place, Value)>) -> Answer {
        let (items, next) = self.page(rows);
        self.linked(&json!({ "items": items, "next": next }), next.as_deref())
    }

    /// The items of a page, and the cursor of the next.
    pub(crate) fn page(&self, mut rows: Vec<(Place, Value)>) -> (Vec<Value>, Option<String>) {
        let wanted = self.rows() as usize - 1;
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let last = rows.last().filter(|_| more).and_then(|(place, _)| Some(self.operation.paged?.write(place)));
        (rows.into_iter().map(|(_, item)| item).collect(), last)
    }

    /// A page with the address of the next in its head (RFC 8288).
    pub(crate) fn linked(&self, value: &Value, next: Option<&str>) -> Answer {
        let mut response = self.json(value)?;
        let (path, query) = self.visit.site.viewer.here.split_once('?').unwrap_or((&self.visit.site.viewer.here, ""));
        let Some(next) = next else { return Ok(response) };
        let kept = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "cursor");
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .append_pair("cursor", next)
            .finish();
        let link = format!("<{}?{query}>; rel=\"next\"", self.visit.site.absolute(path.trim_start_matches('/')));
        if let Ok(link) = HeaderValue::from_str(&link) {
            response.headers_mut().insert(header::LINK, link);
        }
        Ok(response)
    }

    /// Does what was asked; what the library refuses is a conflict.
    pub(crate) async fn act(&self, act: Act) -> Result<(), Fault> {
        let acted = self.shop.library.act(act).await?;
        self.shop.touch();
        match acted {
            Acted::Done => Ok(()),
            Acted::Refused(why) => Err(Fault::conflict(why)),
        }
    }

    /// It is done.
    pub(crate) fn done(&self) -> Answer {
        self.json(&json!({ "done": true }))
    }
}

async fn in_path<L: Library>(
    parts: &mut Parts,
    shop: &Arc<Shop<L>>,
    operation: &Operation,
) -> Result<BTreeMap<String, String>, Fault> {
    let path = RawPathParams::from_request_parts(parts, shop).await;
    let path = path.map_err(|_| Fault::unreadable("The address is not written in UTF-8."))?;
    let mut given = BTreeMap::new();
    for (name, value) in &path {
        if let Some(p) = operation.parameters.iter().find(|p| p.name == name && p.stands == Stands::Path) {
            p.takes.check(value).map_err(|wanted| Fault::absent(format!("The path wants {wanted}.")))?;
        }
        given.insert(name.to_owned(), value.to_owned());
    }
    Ok(given)
}

fn in_query(query: &str, operation: &Operation) -> Result<BTreeMap<String, String>, Fault> {
    let mut given = BTreeMap::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let known = operation.parameters.iter().find(|p| p.stands == Stands::Query && p.name == name);
        let Some(p) = known else { continue };
        p.takes.check(&value).map_err(|wanted| Fault::unreadable(format!("The parameter “{name}” takes {wanted}.")))?;
        if given.insert(name.to_string(), value.into_owned()).is_some() {
            return Err(Fault::unreadable(format!("The parameter “{name}” is given twice; give it once.")));
        }
    }
    let missing =
        operation.parameters.iter().find(|p| p.stands == Stands::Query && p.required && !given.contains_key(p.name));
    match missing {
        Some(p) => Err(Fault::unreadable(format!("The parameter “{}” is missing.", p.name))),
        None => Ok(given),
    }
}

async fn read_body(parts: &Parts, body: axum::body::Body) -> Result<Value, Fault> {
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().is_some_and(|mime| mime.trim().eq_ignore_ascii_case("application/json")) {
        let what = "Send JSON, and say so: Content-Type: application/json.";
        return Err(Fault::Said(StatusCode::UNSUPPORTED_MEDIA_TYPE, what.into()));
    }
    let large = |_| Fault::Said(StatusCode::PAYLOAD_TOO_LARGE, format!("A body may hold {LARGEST} bytes."));
    let bytes = axum::body::to_bytes(body, LARGEST).await.map_err(large)?;
    let body = serde_json::from_slice(&bytes).map_err(|e| Fault::unreadable(format!("The body is no JSON: {e}.")))?;
    Ok(whole(body))
}

/// Numbers such as `3.0` are whole (JSON Schema 2020-12, 6.1.1), however they are written. As deep as JSON is read.
fn whole(value: Value) -> Value {
    match value {
        Value::Number(n) if n.is_f64() => match n.as_f64() {
            Some(f) if f.fract() == 0.0 && f.abs() < 9e15 => json!(f as i64),
            _ => Value::Number(n),
        },
        Value::Object(all) => Value::Object(all.into_iter().map(|(name, v)| (name, whole(v))).collect()),
        Value::Array(all) => all.into_iter().map(whole).collect(),
        other => other,
    }
}

/// A call that is not answered by its operation, as a response.
pub(crate) fn told(answer: Answer) -> Response {
    answer.unwrap_or_else(IntoResponse::into_response)
}

//! What changes: server-sent events for whoever keeps a line open, and the same as a list for whoever asks now and then.

use super::call::{Answer, Call};
use crate::server::{Library, Shop, live, visit::Visit};
use axum::{
    extract::{FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use std::sync::Arc;

/// What the document says of it.
pub(super) const SAYS: &str = "With `Accept: text/event-stream` a stream of server-sent events that stays open: `story` and `edition`, each \
                               with an id, from which the header `Last-Event-ID` goes on; `reset` where that id is not known any more; a comment every 25 seconds. With \
                               any other `Accept` the last events as a list, to be asked for now and then.";

/// Whether a client wants to keep the line.
pub(in crate::server) fn streams(headers: &HeaderMap) -> bool {
    let accepts = headers.get_all(header::ACCEPT).iter().filter_map(|v| v.to_str().ok());
    accepts
        .flat_map(|v| v.split(','))
        .any(|kind| kind.split(';').next().is_some_and(|mime| mime.trim().eq_ignore_ascii_case("text/event-stream")))
}

/// The stream.
pub(super) async fn stream<L: Library>(shop: Arc<Shop<L>>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    match Visit::from_request_parts(&mut parts, &shop).await {
        Ok(visit) => live::stream(shop, visit).await,
        Err(miss) => miss.into_response(),
    }
}

/// The list.
pub(super) async fn recent<L: Library>(call: Call<L>) -> Answer {
    let last = call.visit.asked.get("last-event-id").and_then(|v| v.to_str().ok());
    let after = Some(call.text("after")).filter(|a| !a.is_empty()).or(last);
    let since = live::since(&call.shop, after).await;
    let items: Vec<Value> =
        since.told.iter().map(|t| json!({ "id": t.id, "event": t.event, "data": t.data })).collect();
    let mut response = call.json(&json!({ "items": items, "next": since.next, "reset": since.reset }))?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

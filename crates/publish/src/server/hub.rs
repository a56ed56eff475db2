//! The callback of WebSub hubs (W3C Recommendation, 5.3 and 7). What a hub delivers is never shown: it only says that a feed
//! is worth asking again.

use super::{HubCall, Library, Shop};
use axum::{
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use standfirst_types::FeedId;
use std::sync::Arc;

/// Largest delivery taken in, in bytes; what it says is not read.
pub(super) const LARGEST: usize = 2 << 20;

type Open<L> = State<Arc<Shop<L>>>;

pub(super) async fn intent<L: Library>(
    State(shop): Open<L>,
    Path(feed): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&shop, &feed, HubCall::Intent(query.unwrap_or_default())).await
}

pub(super) async fn delivery<L: Library>(
    State(shop): Open<L>,
    Path(feed): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let signature = headers.get("x-hub-signature").and_then(|v| v.to_str().ok()).map(str::to_owned);
    answer(&shop, &feed, HubCall::Delivery { signature, body: body.to_vec() }).await
}

async fn answer<L: Library>(shop: &Shop<L>, feed: &str, call: HubCall) -> Response {
    let Ok(feed) = feed.parse::<FeedId>() else { return StatusCode::NOT_FOUND.into_response() };
    match shop.library.hub(feed, call).await {
        Ok(Some(text)) => text.into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(e) => {
            tracing::error!("a hub's call about feed {feed} failed: {e}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

//! Other sites' scripts: whether they may read what anyone may read (Fetch Standard, CORS protocol). Off unless the owner says
//! otherwise, and never with a credential: what is answered to somebody known is for no other site.

use super::{Shop, access::Who};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

const OPEN: [(HeaderName, HeaderValue); 2] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    (header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag, link, retry-after")),
];

const PREFLIGHT: [(HeaderName, HeaderValue); 3] = [
    (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD")),
    (header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("if-none-match, last-event-id")),
    (header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400")),
];

/// Lets scripts of other sites read what is for programs, where the owner wants that.
pub(super) async fn open<L: Send + Sync + 'static>(
    State(shop): State<Arc<Shop<L>>>,
    request: Request,
    next: Next,
) -> Response {
    let access = &shop.config.access;
    let unknown = request.extensions().get::<Who>().is_some_and(Who::unknown);
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let preflight = request.method() == Method::OPTIONS
        && request.headers().get(header::ACCESS_CONTROL_REQUEST_METHOD).is_some_and(|m| m == "GET" || m == "HEAD");
    if !access.cross_origin || access.private || !unknown || !for_programs(request.uri().path()) {
        return next.run(request).await;
    }
    let mut response = match (preflight, reads) {
        (true, _) => (StatusCode::NO_CONTENT, HeaderMap::from_iter(PREFLIGHT)).into_response(),
        (false, true) => next.run(request).await,
        (false, false) => return next.run(request).await,
    };
    response.headers_mut().extend(OPEN);
    response
}

/// Whether an address is for programs: the interface, feeds, data.
fn for_programs(path: &str) -> bool {
    let ends = |e: &&str| path.ends_with(*e);
    path.starts_with("/api/")
        || path.starts_with("/kite/")
        || [".json", ".xml", ".atom", ".rss", ".jsonfeed"].iter().any(ends)
}

//! The Model Context Protocol over HTTP (“Streamable HTTP”): one message posted, one answer in JSON. It keeps no sessions and
//! opens no streams, and it only reads, so whoever may read the page may ask; a browser only from one of our own pages.

use super::{Library, Open, access::same_origin, news::Answer, respond::Miss, visit::Visit};
use axum::{
    body::{Body, to_bytes},
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
};

/// Largest message, in bytes.
const LARGEST: usize = 1 << 20;

pub(super) async fn message<L: Library>(State(shop): Open<L>, visit: Visit, asked: HeaderMap, body: Body) -> Answer {
    let unfit =
        |status, heading: &str, what: &str| Miss::Unfit(visit.site.clone(), status, heading.into(), what.into());
    let host = asked.get(header::HOST).and_then(|v| v.to_str().ok());
    if let Err(why) = same_origin(&asked, host, shop.config.base_url.as_deref()) {
        return Err(Miss::refused(visit.site.clone(), "Not from there", why));
    }
    let json = asked.get(header::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"application/json"));
    if !json {
        let what = "Send JSON-RPC as application/json.";
        return Err(unfit(StatusCode::UNSUPPORTED_MEDIA_TYPE, "This kind of body is not read", what));
    }
    let Ok(body) = to_bytes(body, LARGEST).await else {
        let what = format!("A message may have {LARGEST} bytes.");
        return Err(unfit(StatusCode::PAYLOAD_TOO_LARGE, "That is too much", &what));
    };
    match shop.library.mcp(body.to_vec()).await.map_err(|e| Miss::failed(visit.site.clone(), e))? {
        Some(answer) => {
            let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
            Ok((headers, answer).into_response())
        }
        None => Ok(StatusCode::ACCEPTED.into_response()),
    }
}

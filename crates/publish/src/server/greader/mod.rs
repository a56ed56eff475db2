//! The Google Reader API, as FreshRSS, Miniflux and The Old Reader speak it, so that reader apps show originals and briefs: the
//! feeds that are followed, with the texts that were read, and one feed of our own, `feed/briefs`, whose items are briefs.
//!
//! There is no document that defines it; what is done here is what those servers do and what apps ask for. Every call but the
//! login needs `Authorization: GoogleLogin auth=…`. No cookie, no proxy's word and no sitting at this machine counts here, so
//! that no other site can make a browser call it. Faults are told in plain text.

mod call;
mod edits;
mod items;
mod lists;
mod login;
mod stream;

use super::{Library, Shop};
use axum::{
    Router,
    routing::{get, post},
};
use std::sync::Arc;

pub(super) use login::who;

/// Where FreshRSS has its own, which some of its apps add to an address by themselves.
const FRESHRSS: &str = "/api/greader.php";

/// Whether a path is one of ours.
pub(super) fn is_path(path: &str) -> bool {
    let path = path.strip_prefix(FRESHRSS).unwrap_or(path);
    path.starts_with("/reader/api/") || path == "/accounts/ClientLogin"
}

/// The calls.
pub(super) fn routes<L: Library>() -> Router<Arc<Shop<L>>> {
    let api = Router::new()
        .route("/token", get(login::token::<L>))
        .route("/user-info", get(lists::user::<L>))
        .route("/subscription/list", get(lists::subscriptions::<L>))
        .route("/subscribed", get(lists::subscribed::<L>))
        .route("/subscription/edit", post(edits::subscription::<L>))
        .route("/subscription/quickadd", post(edits::quickadd::<L>))
        .route("/tag/list", get(lists::tags::<L>))
        .route("/unread-count", get(lists::unread::<L>))
        .route("/preference/list", get(lists::preferences::<L>))
        .route("/preference/stream/list", get(lists::stream_preferences::<L>))
        .route("/friend/list", get(lists::friends::<L>))
        .route("/stream/contents", get(stream::contents::<L>))
        .route("/stream/contents/", get(stream::contents::<L>))
        .route("/stream/contents/{*stream}", get(stream::contents_of::<L>))
        .route("/stream/items/ids", get(stream::ids::<L>))
        .route("/stream/items/count", get(stream::count::<L>))
        .route("/stream/items/contents", get(stream::items::<L>).post(stream::items::<L>))
        .route("/edit-tag", post(edits::tag::<L>))
        .route("/mark-all-as-read", post(edits::mark_all::<L>))
        .route("/disable-tag", post(edits::disable_tag::<L>))
        .route("/rename-tag", post(edits::rename_tag::<L>))
        .route("/{*other}", get(lists::nothing::<L>).post(lists::nothing::<L>));
    let calls = Router::new().route("/accounts/ClientLogin", post(login::log_in::<L>)).nest("/reader/api/0", api);
    calls.clone().nest(FRESHRSS, calls)
}

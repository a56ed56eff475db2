//! Why a story is what it is, over HTTP, and the long address of a story.

use super::{
    Library,
    news::{Answer, Open, found, made},
    respond::{Kind, Miss, elsewhere},
};
use crate::{PublishError, json as data, page};
use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use standfirst_types::StoryId;

/// `/s/ID/why`, and `/s/ID/why.json` for the same as data.
pub(super) async fn why<L: Library>(
    State(shop): Open<L>,
    Path((id, form)): Path<(String, String)>,
    asked: HeaderMap,
) -> Answer {
    let site = shop.site();
    let kind = match form.as_str() {
        "why" => Kind::HTML,
        "why.json" => Kind::JSON,
        _ => return Err(Miss::NotFound(site)),
    };
    let asked_for = found::<StoryId, PublishError>(Ok(id.parse().ok()), &site)?;
    let id = found(shop.library.leads_to(asked_for).await.map(Some), &site)?;
    if id != asked_for {
        return Ok(elsewhere(&site.href(&format!("s/{id}/{form}"))));
    }
    let why = found(shop.library.why(id).await, &site)?;
    let body = if kind == Kind::JSON { Ok(data::why(&why).to_string()) } else { page::why(&why, &site) };
    made(&asked, kind, body, site)
}

/// `/story/ID`: the same as `/s/ID`.
pub(super) async fn alias<L: Library>(State(shop): Open<L>, Path(id): Path<String>) -> Answer {
    to(&shop.site(), &id, "")
}

/// `/story/ID/why`: the same as `/s/ID/why`.
pub(super) async fn alias_why<L: Library>(State(shop): Open<L>, Path((id, form)): Path<(String, String)>) -> Answer {
    to(&shop.site(), &id, &format!("/{form}"))
}

/// Only what could be an id goes into the address that is sent back.
fn to(site: &crate::Site, id: &str, rest: &str) -> Answer {
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'/');
    if !plain(id) || !plain(rest) {
        return Err(Miss::NotFound(Box::new(site.clone())));
    }
    Ok(elsewhere(&site.href(&format!("s/{id}{rest}"))))
}

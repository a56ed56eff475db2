//! Why a story is what it is, over HTTP, and the long address of a story.

use super::{
    Library, Open,
    news::{Answer, found, made},
    respond::{Kind, Miss, elsewhere},
    visit::Visit,
};
use crate::{PublishError, json as data, page};
use axum::extract::{Path, State};
use standfirst_types::StoryId;

/// `/s/ID/why`.
pub(super) async fn page<L: Library>(shop: Open<L>, Path(id): Path<String>, visit: Visit) -> Answer {
    why(shop, &id, visit, Kind::HTML, "why").await
}

/// `/s/ID/why.json`: the same as data.
pub(super) async fn json<L: Library>(shop: Open<L>, Path(id): Path<String>, visit: Visit) -> Answer {
    why(shop, &id, visit, Kind::JSON, "why.json").await
}

async fn why<L: Library>(State(shop): Open<L>, id: &str, visit: Visit, kind: Kind, form: &str) -> Answer {
    let site = visit.site.clone();
    let asked_for = found::<StoryId, PublishError>(Ok(id.parse().ok()), &site)?;
    let id = found(shop.library.leads_to(asked_for).await.map(Some), &site)?;
    if id != asked_for {
        return Ok(elsewhere(&site.href(&format!("s/{id}/{form}"))));
    }
    let why = found(shop.library.why(id).await, &site)?;
    let body = if kind == Kind::JSON { Ok(data::why(&why).to_string()) } else { page::why(&why, &site) };
    made(&visit, kind, body)
}

/// `/story/ID`: the same as `/s/ID`.
pub(super) async fn alias<L: Library>(State(shop): Open<L>, Path(id): Path<String>) -> Answer {
    to(&shop.site(), &id, "")
}

/// `/story/ID/why`: the same as `/s/ID/why`.
pub(super) async fn alias_why<L: Library>(State(shop): Open<L>, Path(id): Path<String>) -> Answer {
    to(&shop.site(), &id, "/why")
}

/// Only what could be an id goes into the address that is sent back.
fn to(site: &crate::Site, id: &str, rest: &str) -> Answer {
    if !id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.') {
        return Err(Miss::NotFound(Box::new(site.clone())));
    }
    Ok(elsewhere(&site.href(&format!("s/{id}{rest}"))))
}

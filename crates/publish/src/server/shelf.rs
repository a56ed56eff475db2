//! What stands beside the news: feeds, archive, how it works, style, script, health.

use super::{
    Library, Shop,
    news::made,
    respond::{Kind, Miss, answer},
};
use crate::page;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::sync::Arc;

type Answer = Result<Response, Miss>;
type Open<L> = State<Arc<Shop<L>>>;

pub(super) async fn feeds<L: Library>(State(shop): Open<L>, asked: HeaderMap) -> Answer {
    let site = shop.site();
    match shop.library.feeds().await {
        Ok(feeds) => made(&asked, Kind::HTML, page::feeds(&feeds, &site), site),
        Err(e) => Err(Miss::Failed(site, e.into())),
    }
}

pub(super) async fn archive<L: Library>(State(shop): Open<L>, asked: HeaderMap) -> Answer {
    let site = shop.site();
    match shop.library.editions().await {
        Ok(editions) => made(&asked, Kind::HTML, page::archive(&editions, &site), site),
        Err(e) => Err(Miss::Failed(site, e.into())),
    }
}

pub(super) async fn about<L: Library>(State(shop): Open<L>, asked: HeaderMap) -> Answer {
    let site = shop.site();
    made(&asked, Kind::HTML, page::about(&site), site)
}

pub(super) async fn not_found<L: Library>(State(shop): Open<L>) -> Miss {
    Miss::NotFound(shop.site())
}

pub(super) async fn style(asked: HeaderMap) -> Response {
    answer(&asked, Kind::STYLE, page::STYLE.into())
}

pub(super) async fn script(asked: HeaderMap) -> Response {
    answer(&asked, Kind::SCRIPT, page::SCRIPT.into())
}

pub(super) async fn icon(asked: HeaderMap) -> Response {
    answer(&asked, Kind::ICON, page::ICON.into())
}

/// Search engines may list the briefs but not the stored texts, which belong to their publishers.
pub(super) async fn robots(asked: HeaderMap) -> Response {
    answer(&asked, Kind::TEXT, "User-agent: *\nDisallow: /*/original/\n".into())
}

/// `ok`, once the library answers; for supervisors and load balancers.
pub(super) async fn health<L: Library>(State(shop): Open<L>) -> Response {
    let (status, word) = match shop.library.latest().await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(%error, "the library does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the library does not answer\n")
        }
    };
    (status, [(header::CACHE_CONTROL, "no-store")], word).into_response()
}

//! What stands beside the news: feeds, archive, how it works, style, script, health.

use super::{
    Library, Open,
    news::{Answer, made},
    respond::{Kind, Miss, answer},
    visit::Visit,
};
use crate::page;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

pub(super) async fn feeds<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    match shop.library.feeds().await {
        Ok(feeds) => made(&visit, Kind::HTML, page::feeds(&feeds, &visit.site)),
        Err(e) => Err(Miss::failed(visit.site, e)),
    }
}

pub(super) async fn archive<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    match shop.library.editions().await {
        Ok(editions) => made(&visit, Kind::HTML, page::archive(&editions, &visit.site)),
        Err(e) => Err(Miss::failed(visit.site, e)),
    }
}

pub(super) async fn about(visit: Visit) -> Answer {
    made(&visit, Kind::HTML, page::about(&visit.site))
}

pub(super) async fn not_found(visit: Visit) -> Miss {
    Miss::NotFound(visit.site)
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

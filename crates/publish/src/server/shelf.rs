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
use jiff::{Timestamp, civil::Date};

/// Editions on a page of the archive.
const EDITIONS: u32 = 120;

pub(super) async fn feeds<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    match shop.library.feeds().await {
        Ok(feeds) => made(&visit, Kind::HTML, page::feeds(&feeds, &visit.site)),
        Err(e) => Err(Miss::failed(visit.site, e)),
    }
}

/// `day`: editions up to the end of this day of the site's zone; `before`: those that end before this second.
pub(super) async fn archive<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    let day = visit.param("day").and_then(|d| d.parse::<Date>().ok());
    let zone = &visit.site.timezone;
    let end = day.and_then(|d| d.tomorrow().ok()).and_then(|d| zone.to_timestamp(d.at(0, 0, 0, 0)).ok());
    let before = end.or_else(|| visit.param("before").and_then(|s| Timestamp::from_second(s.parse().ok()?).ok()));
    let editions = match shop.library.editions(before, EDITIONS + 1).await {
        Ok(editions) => editions,
        Err(e) => return Err(Miss::failed(visit.site, e)),
    };
    let shown = &editions[..editions.len().min(EDITIONS as usize)];
    let older = shown.last().filter(|_| editions.len() > shown.len());
    let older = older.map(|e| format!("archive?before={}", e.window.to.as_second()));
    let day = day.map(|d| d.to_string()).unwrap_or_default();
    made(&visit, Kind::HTML, page::archive(shown, older.as_deref(), &day, &visit.site))
}

pub(super) async fn about(visit: Visit) -> Answer {
    made(&visit, Kind::HTML, page::about(&visit.site))
}

pub(super) async fn not_found(visit: Visit) -> Miss {
    Miss::NotFound(visit.site)
}

pub(super) async fn style(visit: Visit) -> Response {
    answer(&visit.asked, Kind::STYLE, page::style(&visit.site).to_owned())
}

pub(super) async fn script(asked: HeaderMap) -> Response {
    answer(&asked, Kind::SCRIPT, page::SCRIPT)
}

pub(super) async fn icon(asked: HeaderMap) -> Response {
    answer(&asked, Kind::ICON, page::ICON)
}

/// Search engines may list the briefs but not the stored texts, which belong to their publishers.
pub(super) async fn robots(asked: HeaderMap) -> Response {
    answer(&asked, Kind::TEXT, "User-agent: *\nDisallow: /*/original/\n")
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

//! The host a browser asks for. A page that listens on loopback only answers to loopback's names, so that a website whose
//! name is made to point at this machine (DNS rebinding) cannot read it.

use super::Shop;
use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{net::IpAddr, sync::Arc};

/// Refuses a request for a name that is not ours (RFC 9110, 15.5.20).
pub(super) async fn ours<L: Send + Sync + 'static>(
    State(shop): State<Arc<Shop<L>>>,
    request: Request,
    next: Next,
) -> Response {
    let asked = request.uri().host().map(str::to_owned);
    let asked = asked.or_else(|| request.headers().get(header::HOST)?.to_str().ok().map(str::to_owned));
    let own = shop
        .config
        .base_url
        .as_deref()
        .and_then(|u| url::Url::parse(u).ok())
        .and_then(|u| u.host_str().map(str::to_owned));
    if shop.config.only_local && asked.as_deref().is_some_and(|h| !local(h, own.as_deref())) {
        return (
            StatusCode::MISDIRECTED_REQUEST,
            "This page is read under localhost or its own address; set site.base_url for another name.\n",
        )
            .into_response();
    }
    next.run(request).await
}

/// Whether a `Host` names loopback, an address, or the public name.
fn local(host: &str, own: Option<&str>) -> bool {
    let name = name(host);
    is_local(&name) || name.parse::<IpAddr>().is_ok() || own.is_some_and(|own| own.eq_ignore_ascii_case(&name))
}

/// Whether a `Host` names loopback.
pub(super) fn is_loopback(host: &str) -> bool {
    let name = name(host);
    is_local(&name) || name.parse::<IpAddr>().is_ok_and(|a| a.is_loopback())
}

fn is_local(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

/// The name without its port, in lower case.
fn name(host: &str) -> String {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_our_own_names() {
        let check = |host: &str, expected: bool| assert_eq!(local(host, Some("news.example")), expected, "{host}");
        check("127.0.0.1:7878", true);
        check("localhost:7878", true);
        check("[::1]:7878", true);
        check("demo.localhost", true);
        check("News.Example", true);
        check("evil.example:7878", false);
        check("localhost.evil.example", false);
        check("", false);
    }
}

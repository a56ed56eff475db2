//! The guard before every change: what a browser sends must come from one of our own pages.

use axum::http::{HeaderMap, header};

/// Refuses a request that a browser sends from another site (Fetch Metadata; RFC 6454, 7), with the reason. A client that
/// says nothing about where it comes from is no browser of this decade; it still needs the form's token.
pub(crate) fn same_origin(headers: &HeaderMap, host: Option<&str>, base_url: Option<&str>) -> Result<(), &'static str> {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return if site == "same-origin" { Ok(()) } else { Err("It was sent from another site.") };
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return Ok(()) };
    let sent = origin.split_once("://").map(|(_, authority)| authority);
    let own = sent.is_some() && sent.map(str::to_ascii_lowercase) == host.map(str::to_ascii_lowercase);
    let public = base_url.and_then(|u| url::Url::parse(u).ok()).map(|u| u.origin().ascii_serialization());
    if own || public.as_deref() == Some(origin) { Ok(()) } else { Err("It was sent from another site.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_send() {
        let check = |sent: &[(&'static str, &'static str)], expected: bool| {
            let headers: HeaderMap = sent.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect();
            let got = same_origin(&headers, Some("localhost:7878"), Some("https://news.example/brief/"));
            assert_eq!(got.is_ok(), expected, "{sent:?}");
        };
        check(&[], true);
        check(&[("sec-fetch-site", "same-origin")], true);
        check(&[("sec-fetch-site", "same-origin"), ("origin", "null")], true);
        check(&[("sec-fetch-site", "same-site")], false);
        check(&[("sec-fetch-site", "cross-site")], false);
        check(&[("sec-fetch-site", "none")], false);
        check(&[("origin", "http://localhost:7878")], true);
        check(&[("origin", "https://news.example")], true);
        check(&[("origin", "http://localhost:7879")], false);
        check(&[("origin", "https://evil.example")], false);
        check(&[("origin", "null")], false);
    }
}

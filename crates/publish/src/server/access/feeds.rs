//! Feed readers: programs that can send no header of their own choosing. They may give a token in the address (`?token=`) or as
//! the password of HTTP Basic (RFC 7617); any user name will do. So given, a token reads feeds and does nothing else, and
//! `standfirst token add NAME --feeds` makes tokens that never can do more.
//!
//! An address with a token is taken apart before anything else sees it: no page, link, cache or log has the token.

use super::{Shop, Who, secret_hash};
use crate::server::{Library, LibraryError};
use axum::{
    extract::Request,
    http::{HeaderValue, Uri, header},
    response::Response,
};
use base64::{Engine, engine::general_purpose::STANDARD};

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 200;

/// Whether an address is a feed, or another output that readers fetch.
pub(super) fn is_feed(path: &str) -> bool {
    let feeds = ["/atom.xml", "/rss.xml", "/feed.json", "/editions.xml", "/editions.rss", "/editions.json"];
    let ends = |endings: &[&str]| endings.iter().any(|e| path.ends_with(e));
    let one = path.starts_with("/s/") || path.starts_with("/e/") || path.starts_with("/search.");
    feeds.contains(&path)
        || path.starts_with("/kite/")
        || (one && ends(&[".atom", ".rss", ".jsonfeed"]))
        || (path.starts_with("/t/") && ends(&[".atom", ".rss", ".json", ".jsonfeed"]))
}

/// Whether an address has a token in it.
pub(in crate::server) fn has_token(uri: &Uri) -> bool {
    uri.query().is_some_and(|q| q.split('&').any(|pair| pair.starts_with("token=")))
}

/// The token that a reader gives, which is taken out of the address.
pub(super) fn take_token(request: &mut Request) -> Option<String> {
    let basic = request.headers().get(header::AUTHORIZATION).and_then(|v| password(v.to_str().ok()?));
    if !has_token(request.uri()) {
        return basic;
    }
    let query = request.uri().query().unwrap_or_default();
    let mut given = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "token");
    let token = given.next().map(|(_, token)| token.into_owned());
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("token=")).collect();
    let path = request.uri().path();
    let bare = if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) };
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = bare.parse().ok();
    *request.uri_mut() = Uri::from_parts(parts).unwrap_or_else(|_| Uri::from_static("/"));
    token.or(basic)
}

/// The password of HTTP Basic.
fn password(authorization: &str) -> Option<String> {
    let (scheme, value) = authorization.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") || value.len() > 2 * LONGEST {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
    Some(pair.split_once(':')?.1.to_owned())
}

/// Who gives this token.
pub(super) async fn reader<L: Library>(shop: &Shop<L>, token: Option<String>) -> Result<Who, LibraryError> {
    let Some(token) = token.filter(|t| t.len() <= LONGEST) else { return Ok(Who::Anyone) };
    let name = shop.library.feed_token(secret_hash(token.trim()), shop.config.moment()).await?;
    Ok(name.map_or(Who::Anyone, Who::Feeds))
}

/// Asks for a password, as feed readers understand it, beside what is asked of programs.
pub(super) fn ask(mut response: Response) -> Response {
    let basic = HeaderValue::from_static("Basic realm=\"feeds\", charset=\"UTF-8\"");
    response.headers_mut().append(header::WWW_AUTHENTICATE, basic);
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[test]
    fn a_token_is_taken_out_of_the_address() {
        let check = |uri: &str, authorization: &str, token: Option<&str>, left: &str| {
            let mut request = Request::builder().uri(uri).body(Body::empty()).unwrap();
            if !authorization.is_empty() {
                request.headers_mut().insert(header::AUTHORIZATION, authorization.parse().unwrap());
            }
            assert_eq!(take_token(&mut request).as_deref(), token, "{uri}");
            assert_eq!(request.uri().to_string(), left);
        };
        check("/atom.xml?token=sff_1", "", Some("sff_1"), "/atom.xml");
        check("/search.atom?q=a%26b&token=sff_1&x", "", Some("sff_1"), "/search.atom?q=a%26b&x");
        check("/search.atom?q=token%3D1", "", None, "/search.atom?q=token%3D1");
        check("/atom.xml", "Basic dXNlcjpzZmZfMQ==", Some("sff_1"), "/atom.xml");
        check("/atom.xml", "basic OmE6Yg==", Some("a:b"), "/atom.xml");
        check("/atom.xml?token=x", "Basic OmE6Yg==", Some("x"), "/atom.xml");
        for bad in ["Basic !!", "Basic dXNlcg==", "Bearer x", "Basic", "Basic /w=="] {
            check("/atom.xml", bad, None, "/atom.xml");
        }
    }

    #[test]
    fn only_feeds_are_feeds() {
        for path in [
            "/atom.xml",
            "/t/Sea.json",
            "/s/0123456789abcdef.rss",
            "/e/0123456789abcdef.jsonfeed",
            "/search.rss",
            "/kite/all.json",
        ] {
            assert!(is_feed(path), "{path}");
        }
        for path in [
            "/",
            "/edition.json",
            "/s/0123456789abcdef.json",
            "/e/0123456789abcdef.json",
            "/search.json",
            "/api/stories",
            "/atom.xml/",
            "/ledger",
        ] {
            assert!(!is_feed(path), "{path}");
        }
    }
}

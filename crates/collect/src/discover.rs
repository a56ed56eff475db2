//! From what a user has to feeds: a site's page names its feeds, a plain text lists addresses.

use crate::feed::text;
use crate::feed::token::{Token, Tokens};
use url::Url;

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovered {
    /// Absolute address.
    pub url: String,
    /// Title; empty when the page gives none.
    pub title: String,
}

/// The most feeds taken from one page.
const MAX: usize = 50;

/// The feeds that a page names in `<link rel="alternate" type="…">`, in order, each once. `base`: where the page was
/// fetched. Linear.
pub fn discover_feeds(html: &str, base: &str) -> Vec<Discovered> {
    let mut base = Url::parse(base).ok();
    let mut found: Vec<Discovered> = Vec::new();
    for token in Tokens::html(html) {
        let Token::Start(tag) = token else { continue };
        if tag.name.eq_ignore_ascii_case("base") {
            let href = tag.attribute("href").map(|h| text::resolve(&h, base.as_ref()));
            base = href.and_then(|h| Url::parse(&h).ok()).or(base);
        }
        if !tag.name.eq_ignore_ascii_case("link") || found.len() >= MAX {
            continue;
        }
        let rel = tag.attribute("rel").unwrap_or_default().to_ascii_lowercase();
        let kind = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
        let feed_rel = rel.split_ascii_whitespace().any(|r| r == "feed");
        let alternate = rel.split_ascii_whitespace().any(|r| r == "alternate") && is_feed_type(&kind);
        let Some(href) = tag.attribute("href").filter(|h| (alternate || feed_rel) && !h.trim().is_empty()) else {
            continue;
        };
        let url = text::resolve(&href, base.as_ref());
        let title = tag.attribute("title").and_then(|t| text::short(t.into_owned())).unwrap_or_default();
        if is_web(&url) && found.iter().all(|d| d.url != url) {
            found.push(Discovered { url, title });
        }
    }
    found
}

fn is_feed_type(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    matches!(
        kind,
        "application/rss+xml"
            | "application/atom+xml"
            | "application/rdf+xml"
            | "application/feed+json"
            | "application/xml"
            | "text/xml"
            | "application/x.atom+xml"
            | "application/x-atom+xml"
            | "text/rss+xml"
            | "text/rss"
            | "application/rss"
    )
}

fn is_web(url: &str) -> bool {
    Url::parse(url).is_ok_and(|u| matches!(u.scheme(), "http" | "https"))
}

/// The addresses of a plain text, one a line, in order, each once. Empty lines and what follows a `#` at a line's start or
/// after white space are comments; lines that are no `http` or `https` address are left out.
pub fn url_list(text: &str) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let lines = text.trim_start_matches('\u{FEFF}').lines().filter_map(|line| line.split_whitespace().next());
    lines.filter(|l| !l.starts_with('#') && is_web(l)).filter(|l| seen.insert(*l)).map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_of_a_page() {
        let check = |html: &str, expected: &[(&str, &str)]| {
            let found = discover_feeds(html, "https://hill.example/news/");
            let found: Vec<(&str, &str)> = found.iter().map(|d| (d.url.as_str(), d.title.as_str())).collect();
            assert_eq!(found, expected, "{html}");
        };
        check(
            "<link rel=alternate type=application/rss+xml href=feed.xml title='Hill &amp; dale'>",
            &[("https://hill.example/news/feed.xml", "Hill & dale")],
        );
        check("<LINK REL='Alternate' TYPE='Application/Atom+XML' HREF='/a'/>", &[("https://hill.example/a", "")]);
        check(
            "<base href='https://dale.example/'><link rel='alternate' type='application/feed+json' href='j'>",
            &[("https://dale.example/j", "")],
        );
        check("<link rel='alternate' hreflang='de' href='/de'><link rel='stylesheet' type='text/xml' href='s'>", &[]);
        check(
            "<script>'<link rel=alternate type=text/xml href=x>'</script><!-- <link rel=feed href=y> --><link rel=feed href=z>",
            &[("https://hill.example/news/z", "")],
        );
        check("<link rel=alternate type=text/xml href='javascript:x'><link rel=alternate type=text/xml href=''>", &[]);
        check(
            "<link rel=alternate type=text/xml href=x><link rel=alternate type=text/xml href=x>",
            &[("https://hill.example/news/x", "")],
        );
    }

    #[test]
    fn addresses_of_a_text() {
        let text = "\u{FEFF}# mine\nhttps://a.example/f\n\n  http://b.example/ # second\nhttps://a.example/f\nftp://c.example/\nnonsense\r\n";
        assert_eq!(url_list(text), ["https://a.example/f", "http://b.example/"]);
    }
}

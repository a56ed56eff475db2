//! A feed document: bytes in, [`FeedDocument`] out, whatever dialect they are written in and however badly.
//!
//! One pass in linear time: decode the bytes ([`decode`]), cut them into tokens that cannot fail ([`token`]), let the
//! element table ([`names`]) say where each belongs ([`xml`]); JSON Feed goes its own way ([`json`]). No entry is lost in
//! silence: entries seen = entries kept + entries rejected with a reason.

mod decode;
mod draft;
pub(crate) mod entity;
mod json;
mod names;
mod seek;
mod tag;
pub(crate) mod text;
pub(crate) mod token;
mod xml;

use standfirst_types::FeedDocument;
use url::Url;

use decode::is_binary;
pub(crate) use decode::to_text;

/// Why a document is no feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// Nothing but white space.
    #[error("the document is empty; the server may be at fault for now, it will be asked again")]
    Empty,
    /// Something else than a feed.
    #[error("the document is {0}, not a feed; give the feed's own address (the site's address finds it)")]
    NotAFeed(String),
    /// JSON that could not be read.
    #[error("the document begins as JSON but is no JSON Feed: {0}; tell its publisher, or use another of its feeds")]
    Json(String),
}

/// Reads a feed: RSS 0.9x to 2.0, RSS 1.0, Atom 0.3 and 1.0, CDF, JSON Feed 1.0 and 1.1.
///
/// `content_type` is the HTTP header (its charset is one witness of the encoding); `content_location` the address that
/// relative addresses are relative to: the `Content-Location` header, or where the document was fetched.
///
/// # Errors
/// Only when there is no feed at all; a damaged feed gives what can be had. Linear in the body; depth, attributes,
/// namespaces and entries are bounded.
pub fn parse_feed(
    body: &[u8],
    content_type: Option<&str>,
    content_location: Option<&str>,
) -> Result<FeedDocument, FeedError> {
    if is_binary(body) {
        return Err(FeedError::NotAFeed("binary data".into()));
    }
    let text = to_text(body, content_type);
    let base = content_location.and_then(|l| Url::parse(l.trim()).ok());
    let trimmed = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}' || c == '\0');
    if trimmed.is_empty() {
        return Err(FeedError::Empty);
    }
    if trimmed.starts_with('{') {
        return json::read(trimmed, base);
    }
    xml::read(&text, base).map_err(|first| {
        FeedError::NotAFeed(match first {
            Some(name) if name.eq_ignore_ascii_case("html") => "a web page".into(),
            Some(name) if name.eq_ignore_ascii_case("opml") => "a list of feeds (OPML)".into(),
            Some(name) => format!("an XML document of <{}>", name.chars().take(40).collect::<String>()),
            None => "neither XML nor JSON".into(),
        })
    })
}

/// Puts what was gathered about the feed itself into the document.
fn fill(doc: &mut FeedDocument, mut feed: draft::Draft) {
    doc.ttl_minutes = feed.ttl_minutes();
    for list in [&mut feed.skip_hours, &mut feed.skip_days] {
        list.sort_unstable();
        list.dedup();
    }
    doc.skip_hours = std::mem::take(&mut feed.skip_hours);
    doc.skip_days = std::mem::take(&mut feed.skip_days);
    doc.hubs = std::mem::take(&mut feed.hubs);
    doc.self_link = feed.self_link.take();
    doc.authors = feed.best_authors();
    doc.tags = feed.tags;
    doc.title = feed.title.take();
    doc.subtitle = feed.summary.take();
    doc.link = feed.link.take();
    doc.id = feed.id.take();
    doc.language = feed.language.take();
    doc.published = feed.published.take();
    doc.updated = feed.updated.take();
}

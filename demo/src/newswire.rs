//! The newswire as a world: every outlet's feed, pages, front page, robots.txt and pictures, as they stand on the chosen day.

use std::sync::atomic::{AtomicU8, Ordering};

use axum::http::{HeaderMap, header};
use xxhash_rust::xxh3::xxh3_64;

use crate::{
    corpus::entries,
    feed,
    html::{self, escape},
    outlets::{Charset, FeedKind, OUTLETS, Outlet},
    page::Page,
    world::{Reply, World},
};

/// The sample newswire. It starts on day 1.
///
/// A page marked as damaged leaves with its UTF-8 bytes read as ISO-8859-7, the C1 controls dropped, and saved as UTF-8 again:
/// `’` becomes `β`, `…` becomes `β¦`, and most emoji `π`.
#[derive(Debug)]
pub struct Newswire {
    port: u16,
    day: AtomicU8,
}

impl Newswire {
    /// The newswire as served on `port`, which every address in its feeds and pages carries.
    #[must_use]
    pub fn new(port: u16) -> Self {
        Newswire { port, day: AtomicU8::new(1) }
    }

    /// Moves the newswire to `day`: pages appear and change, as they do on the real web.
    pub fn set_day(&self, day: u8) {
        self.day.store(day, Ordering::Relaxed);
    }

    fn reply(&self, outlet: &Outlet, path: &str, day: u8) -> Option<Reply> {
        let published = || pages(outlet, day);
        if path == outlet.feed_path {
            return Some(self.feed(outlet, day));
        }
        if path == "/robots.txt" {
            return robots(outlet);
        }
        if path.starts_with("/img/") {
            return Some(Reply::new(200, "image/svg+xml", html::PICTURE));
        }
        if outlet.feed == FeedKind::Gone {
            return None;
        }
        if path == "/" {
            return Some(send(outlet, html::front(outlet, published(), self.port)));
        }
        if let Some(section) = path.strip_prefix("/section/") {
            let inside = published().filter(|p| html::slug(p.section) == section);
            return Some(send(outlet, html::front(outlet, inside, self.port)));
        }
        let page = published().find(|p| p.path() == path)?;
        let related: Vec<&Page<'_>> =
            published().filter(|p| p.slug != page.slug && p.published < page.published).take(3).collect();
        let text = html::page(outlet, page, &related, self.port);
        Some(send(outlet, if page.damaged { damage(&text) } else { text }))
    }

    fn feed(&self, outlet: &Outlet, day: u8) -> Reply {
        let listed: Vec<&Page<'_>> = pages(outlet, day).collect();
        let (kind, body) = match outlet.feed {
            FeedKind::Rss => ("application/rss+xml; charset=utf-8", feed::rss(outlet, &listed, self.port)),
            FeedKind::Atom => ("application/atom+xml; charset=utf-8", feed::atom(outlet, &listed, self.port)),
            FeedKind::Rdf => ("text/xml", feed::rdf(outlet, &listed, self.port)),
            FeedKind::Json => ("application/feed+json", feed::json(outlet, &listed, self.port)),
            FeedKind::Gone => return Reply::new(410, "text/plain; charset=utf-8", "This feed has been withdrawn.\n"),
        };
        Reply::new(200, kind, body)
    }

    fn home(&self) -> Reply {
        let list: String = OUTLETS
            .iter()
            .map(|o| {
                format!("<li><a href=\"{}/\">{}</a> ({})</li>\n", o.base(self.port), escape(o.title), escape(o.tagline))
            })
            .collect();
        let page = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>The sample newswire</title>\n\
             <h1>The sample newswire</h1><p>Invented outlets, invented places, one real event.</p><ul>\n{list}</ul></html>\n"
        );
        Reply::new(200, "text/html; charset=utf-8", page)
    }
}

impl World for Newswire {
    fn answer(&self, host: &str, path: &str, headers: &HeaderMap) -> Option<Reply> {
        let day = self.day.load(Ordering::Relaxed);
        let path = path.split('?').next().unwrap_or(path);
        let reply = match host.strip_suffix(".localhost") {
            Some(label) => self.reply(OUTLETS.iter().find(|o| o.label == label)?, path, day)?,
            None if path == "/" => self.home(),
            None => return None,
        };
        let date = if day < 2 { "Thu, 27 Jul 2023 17:00:00 GMT" } else { "Fri, 28 Jul 2023 17:00:00 GMT" };
        Some(validate(reply, headers).with_header("date", date))
    }
}

/// Answers 304 where the client already holds these bytes (RFC 9110, 13.1.2); every 200 carries its ETag.
fn validate(reply: Reply, headers: &HeaderMap) -> Reply {
    if reply.status != 200 {
        return reply;
    }
    let tag = format!("\"{:016x}\"", xxh3_64(&reply.body));
    let held = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    let mut held = held.map(|t| t.trim().trim_start_matches("W/"));
    if held.any(|t| t == "*" || t == tag) {
        return Reply { status: 304, headers: Vec::new(), body: Vec::new(), ..reply }.with_header("etag", tag);
    }
    reply.with_header("etag", tag)
}

/// The outlet's pages as they stand on `day`, newest first.
fn pages(outlet: &Outlet, day: u8) -> impl Iterator<Item = &'static Page<'static>> {
    let label = outlet.label;
    entries().iter().filter(move |e| e.first.outlet == label).filter_map(move |e| e.on(day))
}

fn send(outlet: &Outlet, text: String) -> Reply {
    match outlet.charset {
        Charset::Utf8 => Reply::new(200, "text/html; charset=utf-8", text),
        // Sent without a charset in the header: the page's own <meta> is all that a reader has to go by.
        Charset::Windows1252 => Reply::new(200, "text/html", encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()),
    }
}

fn robots(outlet: &Outlet) -> Option<Reply> {
    let rules = match outlet.label {
        // A site without the file allows everything (RFC 9309, 2.3.1.3).
        "skellan-gazette" => return None,
        "northway-ledger" => "User-agent: *\nDisallow: /account/\nDisallow: /subscribe\nDisallow: /search\n",
        "highmarch-post" => {
            "User-agent: *\nDisallow: /*?print=\nDisallow: /comments/\nAllow: /\n\nUser-agent: GreedyBot\nDisallow: /\n"
        }
        _ => "User-agent: *\nDisallow: /search\n",
    };
    Some(Reply::new(200, "text/plain; charset=utf-8", rules))
}

fn damage(text: &str) -> String {
    let (read, _) = encoding_rs::ISO_8859_7.decode_without_bom_handling(text.as_bytes());
    read.chars().filter(|c| !('\u{80}'..='\u{9f}').contains(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_the_kind_met_in_the_wild() {
        assert_eq!(damage("the island’s “quiet”… 🚢"), "the islandβs βquietββ¦ π’");
    }

    #[test]
    fn etags_validate() {
        let reply = || Reply::new(200, "text/plain", "a");
        let tag = validate(reply(), &HeaderMap::new()).headers[1].1.clone();
        let check = |held: &str, status: u16| {
            let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, held.parse().unwrap())]);
            assert_eq!(validate(reply(), &headers).status, status, "{held}");
        };
        check(&tag, 304);
        check(&format!("\"x\", W/{tag}"), 304);
        check("*", 304);
        check("\"x\"", 200);
    }
}

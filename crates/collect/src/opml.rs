//! OPML 1 and 2 (opml.org): lists of feeds as readers exchange them, with folders and titles.

use crate::feed::token::{Tag, Token, Tokens};
use crate::feed::{entity, text, to_text};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A feed in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpmlFeed {
    /// Address of the feed.
    pub url: String,
    /// Title; empty when the list gives none.
    pub title: String,
    /// Address of the site.
    pub site: Option<String>,
    /// Folder; folders in folders are joined by `/`.
    pub folder: Option<String>,
}

/// The most feeds read of one list.
const MAX_FEEDS: usize = 100_000;
/// The deepest nesting of folders; what is deeper counts as of the deepest.
const MAX_DEPTH: usize = 16;

/// Reads a list: every outline with an address, in order, each address once. Damaged lists give what can be had; a document
/// that is no list gives none. Linear.
pub fn read(body: &[u8], content_type: Option<&str>) -> Vec<OpmlFeed> {
    let text = to_text(body, content_type);
    let mut feeds = Vec::new();
    let mut seen = BTreeSet::new();
    // The folder's name that each open outline adds; `None` for a feed that is (wrongly) left open.
    let mut open: Vec<Option<String>> = Vec::new();
    let mut deeper = 0usize;
    for token in Tokens::new(&text) {
        match token {
            Token::Start(tag) if tag.name.eq_ignore_ascii_case("outline") => {
                let feed = outline(&tag, &open);
                let folder = feed.is_none().then(|| title(&tag)).filter(|t| !t.is_empty());
                if let Some(feed) = feed.filter(|f| feeds.len() < MAX_FEEDS && seen.insert(f.url.clone())) {
                    feeds.push(feed);
                }
                match tag.closed {
                    true => {}
                    false if open.len() < MAX_DEPTH => open.push(folder),
                    false => deeper += 1,
                }
            }
            Token::End(name) if name.eq_ignore_ascii_case("outline") => match deeper {
                0 => drop(open.pop()),
                n => deeper = n - 1,
            },
            _ => {}
        }
    }
    feeds
}

/// The feed of an outline, when it is one.
fn outline(tag: &Tag<'_>, open: &[Option<String>]) -> Option<OpmlFeed> {
    let attribute = |name: &str| tag.attribute(name).and_then(|v| text::short(v.into_owned()));
    let kind = attribute("type").unwrap_or_default().to_ascii_lowercase();
    let url = attribute("xmlUrl").or_else(|| attribute("url").filter(|_| matches!(kind.as_str(), "rss" | "atom")))?;
    let url = url.strip_prefix("feed://").map(|rest| format!("http://{rest}")).unwrap_or(url);
    let folders: Vec<&str> = open.iter().flatten().map(String::as_str).collect();
    let folder = Some(folders.join("/")).filter(|f| !f.is_empty());
    let folder =
        folder.or_else(|| attribute("category").map(|c| c.trim_matches('/').into()).filter(|c: &String| !c.is_empty()));
    Some(OpmlFeed { title: title(tag), site: attribute("htmlUrl"), folder, url })
}

fn title(tag: &Tag<'_>) -> String {
    let attribute = |name: &str| tag.attribute(name).and_then(|v| text::short(v.into_owned()));
    attribute("title").or_else(|| attribute("text")).unwrap_or_default().replace('\n', " ")
}

/// Writes a list: feeds without a folder first, then folder by folder, each in the order given.
pub fn write(title: &str, feeds: &[OpmlFeed]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n");
    // Writing to a String cannot fail.
    let _ = writeln!(out, "  <head><title>{}</title></head>\n  <body>", entity::escape(title));
    let mut folders: BTreeMap<Option<&str>, Vec<&OpmlFeed>> = BTreeMap::new();
    for feed in feeds {
        folders.entry(feed.folder.as_deref()).or_default().push(feed);
    }
    for (folder, feeds) in folders {
        if let Some(name) = folder {
            let _ = writeln!(out, "    <outline text=\"{0}\" title=\"{0}\">", entity::escape(name));
        }
        for feed in feeds {
            let name = entity::escape(if feed.title.is_empty() { &feed.url } else { &feed.title });
            let _ = write!(
                out,
                "    {}<outline type=\"rss\" text=\"{name}\" title=\"{name}\"",
                if folder.is_some() { "  " } else { "" }
            );
            let _ = write!(out, " xmlUrl=\"{}\"", entity::escape(&feed.url));
            if let Some(site) = &feed.site {
                let _ = write!(out, " htmlUrl=\"{}\"", entity::escape(site));
            }
            out.push_str("/>\n");
        }
        if folder.is_some() {
            out.push_str("    </outline>\n");
        }
    }
    out.push_str("  </body>\n</opml>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(url: &str, title: &str, site: Option<&str>, folder: Option<&str>) -> OpmlFeed {
        OpmlFeed { url: url.into(), title: title.into(), site: site.map(Into::into), folder: folder.map(Into::into) }
    }

    #[test]
    fn lists_are_read() {
        let check = |text: &str, expected: &[OpmlFeed]| assert_eq!(read(text.as_bytes(), None), expected, "{text}");
        let a = || feed("http://a.example/f", "A & B", Some("http://a.example/"), None);
        check(
            "<opml version='1.1'><body><outline text='A &amp; B' xmlUrl='http://a.example/f' htmlUrl='http://a.example/'/></body></opml>",
            &[a()],
        );
        check(
            "<opml><body><outline text='Hills'><outline title='North'><outline text='x' xmlURL='http://b.example/'></outline></outline>\
             <outline text='y' xmlUrl='feed://c.example/'/></outline><outline text='z' xmlUrl='http://d.example/'/>",
            &[
                feed("http://b.example/", "x", None, Some("Hills/North")),
                feed("http://c.example/", "y", None, Some("Hills")),
                feed("http://d.example/", "z", None, None),
            ],
        );
        check(
            "<outline xmlUrl='http://a.example/'/><outline xmlUrl='http://a.example/'/>",
            &[feed("http://a.example/", "", None, None)],
        );
        check("<outline type='link' url='http://a.example/'/>", &[]);
        check("<rss/>", &[]);
        check("", &[]);
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let feeds = [
            feed("http://a.example/f?x=1&y=2", "A <b>", Some("http://a.example/"), None),
            feed("http://b.example/", "B \"quoted\"", None, Some("Hills & dales")),
            feed("http://c.example/", "Ć", None, Some("Hills & dales")),
        ];
        assert_eq!(read(write("Mine", &feeds).as_bytes(), None), feeds);
    }

    #[test]
    fn hostile_lists_end() {
        let feed = |i: usize| feed(&format!("http://a.example/{i}"), "", None, Some(&format!("f{}", i / 2)));
        let many: Vec<OpmlFeed> = (0..50_000).map(feed).collect();
        assert_eq!(read(write("Many", &many).as_bytes(), None).len(), many.len());
        let deep = "<outline text='a'>".repeat(200_000);
        assert_eq!(read(format!("{deep}<outline xmlUrl='http://a.example/'/>").as_bytes(), None).len(), 1);
    }
}

//! RSS 2.0 (RSS Advisory Board, 2.0.11), with full texts by the content module and the feed's own address by Atom's `link`.
//!
//! A description is HTML, so plain words are escaped twice. Readers do not agree whether a title is: its angle brackets are
//! escaped twice, which no reader runs, and its ampersands once, as the Board's profile has it.

use super::{Channel, Item, xml::escape};
use crate::Site;
use jiff::{Timestamp, fmt::rfc2822::DateTimePrinter};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" \
                    xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n";

pub(super) fn write(channel: &Channel, site: &Site) -> String {
    let items: String = channel.items.iter().map(item).collect();
    format!(
        "{HEAD}<channel>\n<title>{}</title>\n<link>{}</link>\n<description>{}</description>\n<language>{}</language>\n\
         <lastBuildDate>{}</lastBuildDate>\n<generator>Standfirst {}</generator>\n\
         <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{}\"/>\n{items}</channel>\n</rss>\n",
        title(&channel.title),
        escape(&site.absolute(&channel.page)),
        title(&channel.title),
        escape(&site.language),
        date(channel.updated),
        env!("CARGO_PKG_VERSION"),
        escape(&site.absolute(&channel.own[1])),
    )
}

fn item(item: &Item) -> String {
    format!(
        "<item>\n<title>{}</title>\n<link>{}</link>\n<guid isPermaLink=\"false\">{}</guid>\n<pubDate>{}</pubDate>\n\
         <description>{}</description>\n<content:encoded>{}</content:encoded>\n</item>\n",
        title(&item.title),
        escape(&item.url),
        item.id,
        date(item.updated),
        escape(&escape(&item.summary)),
        escape(&item.html),
    )
}

fn title(text: &str) -> String {
    escape(text).replace("&lt;", "&amp;lt;").replace("&gt;", "&amp;gt;")
}

/// A time as RFC 822 writes it, with four digits of the year; empty for a year beyond them, which none of ours is.
fn date(at: Timestamp) -> String {
    DateTimePrinter::new().timestamp_to_rfc9110_string(&at).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_run_in_no_reader() {
        assert_eq!(title("Cod & <b>chips</b>"), "Cod &amp; &amp;lt;b&amp;gt;chips&amp;lt;/b&amp;gt;");
        assert_eq!(date("2031-05-08T16:00:00Z".parse().unwrap()), "Thu, 08 May 2031 16:00:00 GMT");
    }
}

//! Atom 1.0 (RFC 4287).

use super::{Channel, Item, xml::escape};
use crate::Site;

pub(super) fn write(channel: &Channel, site: &Site) -> String {
    let entries: String = channel.items.iter().map(entry).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<author><name>{}</name></author>\n\
         <generator version=\"{}\">Standfirst</generator>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n{entries}</feed>\n",
        escape(&site.language),
        channel.id,
        escape(&channel.title),
        channel.updated,
        escape(&site.title),
        env!("CARGO_PKG_VERSION"),
        escape(&site.absolute(&channel.own[0])),
        escape(&site.absolute(&channel.page)),
    )
}

fn entry(item: &Item) -> String {
    let Item { id, updated, .. } = item;
    format!(
        "<entry xml:lang=\"{}\">\n<id>{id}</id>\n<title>{}</title>\n<updated>{updated}</updated>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<summary>{}</summary>\n\
         <content type=\"html\">{}</content>\n</entry>\n",
        escape(&item.language),
        escape(&item.title),
        escape(&item.url),
        escape(&item.summary),
        escape(&item.html),
    )
}

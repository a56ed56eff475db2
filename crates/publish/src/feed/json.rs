//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use super::{Channel, Item};
use crate::{Site, text::clean};
use serde_json::{Value, json};

pub(super) fn write(channel: &Channel, site: &Site) -> String {
    let items: Vec<Value> = channel.items.iter().map(item).collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(&channel.title),
        "home_page_url": site.absolute(&channel.page),
        "feed_url": site.absolute(&channel.own[2]),
        "language": clean(&site.language),
        "authors": [{ "name": clean(&site.title) }],
        "items": items,
    })
    .to_string()
}

fn item(item: &Item) -> Value {
    json!({
        "id": item.id,
        "url": item.url,
        "title": clean(&item.title),
        "summary": clean(&item.summary),
        "content_html": clean(&item.html),
        "date_modified": item.updated.to_string(),
        "language": clean(&item.language),
    })
}

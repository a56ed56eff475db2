//! Lists: the subscriptions, folders and sections, what is unread, and what apps ask a server for out of habit.

use super::{
    call::{Answer, Bad, Call, json, plain},
    items::{briefs_title, title, usec},
    stream::{ALL, BRIEFS, Stream},
};
use crate::{
    server::{Library, Open, Shop},
    text,
};
use axum::{extract::State, http::StatusCode};
use serde_json::{Value, json};
use standfirst_types::{Feed, Item, Shown, StoryId};
use std::collections::{BTreeMap, BTreeSet};

/// What counts are cut at, as on other servers; apps show “1000+”.
const MOST: u64 = 1000;

pub(super) async fn user<L: Library>(State(_): Open<L>, call: Call) -> Answer {
    let name = title(&call.site.title);
    json(&json!({
        "userId": "1", "userName": name, "userProfileId": "1", "userEmail": "", "isBloggerUser": false,
        "signupTimeSec": 0, "isMultiLoginEnabled": false,
    }))
}

pub(super) async fn subscriptions<L: Library>(State(shop): Open<L>, call: Call) -> Answer {
    let own = json!({
        "id": BRIEFS, "title": briefs_title(&call.site), "categories": [], "sortid": "00000000",
        "url": call.site.absolute("atom.xml"), "htmlUrl": call.site.absolute(""), "iconUrl": call.site.absolute("icon.svg"),
    });
    let feeds = shop.library.feeds().await?;
    let feeds = feeds.iter().enumerate().map(|(i, f)| subscription(f, i + 1));
    json(&json!({ "subscriptions": std::iter::once(own).chain(feeds).collect::<Vec<_>>() }))
}

fn subscription(feed: &Feed, place: usize) -> Value {
    let name = if feed.title.trim().is_empty() { &feed.url } else { &feed.title };
    let folders: Vec<Value> = feed.folder.iter().map(|f| json!({ "id": label(f), "label": f })).collect();
    json!({
        "id": format!("feed/{}", feed.id), "title": title(name), "categories": folders, "sortid": format!("{place:08X}"),
        "url": text::web_link(&feed.url).unwrap_or_default(),
        "htmlUrl": feed.site.as_deref().and_then(text::web_link).unwrap_or_default(), "iconUrl": "",
    })
}

/// The id of a folder or section.
pub(super) fn label(name: &str) -> String {
    format!("user/-/label/{name}")
}

/// Whether a feed (`s`) is followed, as text.
pub(super) async fn subscribed<L: Library>(State(shop): Open<L>, call: Call) -> Answer {
    let known = match Stream::parse(call.text("s").unwrap_or_default())? {
        Stream::Briefs => true,
        Stream::Feed(id) => shop.library.feeds().await?.iter().any(|f| f.id == id),
        _ => false,
    };
    Ok(plain(StatusCode::OK, if known { "true" } else { "false" }))
}

pub(super) async fn tags<L: Library>(State(shop): Open<L>, _: Call) -> Answer {
    let mut names: BTreeSet<String> = shop.library.feeds().await?.into_iter().filter_map(|f| f.folder).collect();
    names.extend(shop.library.sections().await?.into_iter().map(|s| s.name));
    let starred = json!({ "id": "user/-/state/com.google/starred", "sortid": "00000000" });
    let labels = names
        .iter()
        .enumerate()
        .map(|(i, name)| json!({ "id": label(name), "type": "folder", "sortid": format!("{:08X}", i + 1) }));
    json(&json!({ "tags": std::iter::once(starred).chain(labels).collect::<Vec<_>>() }))
}

pub(super) async fn unread<L: Library>(State(shop): Open<L>, _: Call) -> Answer {
    let feeds = shop.library.feeds().await?;
    let mut counts: BTreeMap<String, (u64, i64)> = BTreeMap::new();
    let mut add = |id: String, count: u64, newest: i64| {
        let held = counts.entry(id).or_default();
        *held = (held.0 + count, held.1.max(newest));
    };
    for u in shop.library.unread().await?.iter().filter(|u| u.count > 0) {
        let feed = u.feed.and_then(|id| feeds.iter().find(|f| f.id == id));
        add(u.feed.map_or_else(|| BRIEFS.into(), |id| format!("feed/{id}")), u.count, u.newest);
        if let Some(folder) = feed.and_then(|f| f.folder.as_deref()) {
            add(label(folder), u.count, u.newest);
        }
        add(ALL.into(), u.count, u.newest);
    }
    let counts = counts.into_iter().map(|(id, (count, newest))| {
        json!({ "id": id, "count": count.min(MOST), "newestItemTimestampUsec": usec(&bare(newest)).to_string() })
    });
    json(&json!({ "max": MOST, "unreadcounts": counts.collect::<Vec<_>>() }))
}

/// An item of which only the number is known.
fn bare(number: i64) -> Item {
    let shows = Shown::Brief(StoryId::of(&[]), 0);
    Item { number, shows, feed: None, read: false, starred: false, kept: false }
}

pub(super) async fn preferences<L: Library>(State(_): Open<L>, _: Call) -> Answer {
    json(&json!({ "prefs": [] }))
}

pub(super) async fn stream_preferences<L: Library>(State(_): Open<L>, _: Call) -> Answer {
    json(&json!({ "streamprefs": {} }))
}

pub(super) async fn friends<L: Library>(State(_): Open<L>, _: Call) -> Answer {
    json(&json!({ "friends": [] }))
}

pub(super) async fn nothing<L: Library>(State(_): Open<L>, _: Call) -> Answer {
    Err(Bad::absent())
}

impl<L: Library> Shop<L> {
    /// A feed by its stream's id; a fault that says so where it is none that can be changed.
    pub(super) async fn changeable(&self, id: &str) -> Result<Feed, Bad> {
        match Stream::parse(id)? {
            Stream::Feed(id) => {
                let feed = self.library.feeds().await?.into_iter().find(|f| f.id == id);
                feed.ok_or_else(|| Bad::request(format!("no feed feed/{id} is followed")))
            }
            Stream::Briefs => Err(Bad::request("the briefs are no feed that can be changed or left")),
            _ => Err(Bad::request(format!("“{}” is no feed", super::call::short(id)))),
        }
    }
}

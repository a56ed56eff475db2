//! Edits: marks on items, and the list of feeds. What can only be done on the page or the command line is refused in words.

use super::{
    call::{Answer, Bad, Call, done, json, short},
    login::may_change,
    stream::{Stream, number},
};
use crate::server::{Act, Acted, Library, Open, Shop};
use axum::{extract::State, http::StatusCode};
use serde_json::json;
use standfirst_types::{Feed, Item, ItemQuery};

/// Most items of one edit.
const ITEMS: usize = 10_000;
/// Longest title or name of a folder, in characters.
const NAME: usize = 200;

impl<L: Library> Shop<L> {
    async fn change(&self, act: Act) -> Result<(), Bad> {
        let acted = self.library.act(act).await?;
        self.touch();
        match acted {
            Acted::Done => Ok(()),
            Acted::Refused(why) => Err(Bad(StatusCode::FORBIDDEN, why)),
        }
    }
}

/// `i` (items), `a` and `r` (marks to set and take away).
pub(super) async fn tag<L: Library>(State(shop): Open<L>, call: Call) -> Answer {
    may_change(&shop, &call).await?;
    let numbers: Vec<i64> = call.all("i").take(ITEMS + 1).map(number).collect::<Result<_, _>>()?;
    if numbers.is_empty() || numbers.len() > ITEMS {
        return Err(Bad::request(format!("i names the items, one to {ITEMS} of them")));
    }
    // All are understood before any is done.
    let mut changes = vec![];
    for (name, on) in [("r", false), ("a", true)] {
        for id in call.all(name).filter(|id| !id.is_empty()) {
            match Stream::parse(id)? {
                Stream::Marked(mark) => changes.push((mark, on)),
                Stream::All | Stream::Empty => {}
                _ => {
                    let what = format!("“{}” is no mark; items are marked read, kept-unread or starred", short(id));
                    return Err(Bad::request(what));
                }
            }
        }
    }
    for (mark, on) in changes {
        shop.change(Act::MarkItems { numbers: numbers.clone(), mark, on }).await?;
    }
    done()
}

/// `s` (the stream), `ts` (no item that came in after this, in millionths of a second).
pub(super) async fn mark_all<L: Library>(State(shop): Open<L>, call: Call) -> Answer {
    may_change(&shop, &call).await?;
    let stream = Stream::parse(call.text("s").ok_or_else(|| Bad::request("s names the stream to mark as read"))?)?;
    let mut query = ItemQuery { of: stream.of(&shop).await?, from: 1, ..ItemQuery::default() };
    query.below = call.number("ts")?.filter(|ts| *ts > 0).map(|ts| Item::first_of(seconds(ts) + 1));
    if let Stream::Marked(mark) = stream {
        query.with.push(mark);
    }
    shop.change(Act::ReadItems(query)).await?;
    done()
}

/// Some apps send seconds or thousandths.
fn seconds(ts: i64) -> i64 {
    let unit = [100_000_000_000, 100_000_000_000_000].iter().filter(|least| ts >= **least).count();
    match unit {
        0 => ts,
        1 => ts / 1000,
        _ => ts / 1_000_000,
    }
}

/// `ac` (subscribe, unsubscribe, edit), `s` (feeds), `t` (title), `a` and `r` (folder).
pub(super) async fn subscription<L: Library>(State(shop): Open<L>, call: Call) -> Answer {
    may_change(&shop, &call).await?;
    let name = call.text("t").map(name).transpose()?.filter(|t| !t.is_empty());
    let folder = match (call.text("a").filter(|a| !a.is_empty()), call.text("r").filter(|r| !r.is_empty())) {
        (Some(a), _) => Some(Some(folder(a)?)),
        (None, Some(_)) => Some(None),
        (None, None) => None,
    };
    let streams: Vec<&str> = call.all("s").collect();
    if streams.is_empty() || streams.len() > 100 {
        return Err(Bad::request("s names the feeds, one to a hundred of them"));
    }
    for stream in streams {
        match call.text("ac") {
            Some("subscribe") => {
                let url = stream.strip_prefix("feed/").unwrap_or(stream);
                follow(&shop, url, name.clone(), folder.clone().flatten()).await?;
            }
            Some("unsubscribe") => {
                let feed = shop.changeable(stream).await?;
                shop.change(Act::Unfollow(feed.id)).await?;
            }
            Some("edit") => {
                let feed = shop.changeable(stream).await?;
                shop.change(Act::RenameFeed { feed: feed.id, title: name.clone(), folder: folder.clone() }).await?;
            }
            other => {
                let what = format!(
                    "ac=“{}” is not known; there are subscribe, unsubscribe and edit",
                    short(other.unwrap_or_default())
                );
                return Err(Bad::request(what));
            }
        }
    }
    done()
}

async fn follow<L: Library>(
    shop: &Shop<L>,
    url: &str,
    title: Option<String>,
    folder: Option<String>,
) -> Result<Feed, Bad> {
    let followed = shop.library.follow(url.to_owned(), title, folder).await?;
    shop.touch();
    followed.map_err(Bad::request)
}

/// `quickadd`: the address of a feed or of a site that announces one.
pub(super) async fn quickadd<L: Library>(State(shop): Open<L>, call: Call) -> Answer {
    may_change(&shop, &call).await?;
    let asked = call.text("quickadd").unwrap_or_default().trim();
    let url = asked.strip_prefix("feed/").unwrap_or(asked);
    json(&match follow(&shop, url, None, None).await {
        Ok(feed) => json!({
            "numResults": 1, "query": asked, "streamId": format!("feed/{}", feed.id), "streamName": super::items::title(&feed.title),
        }),
        // Apps read the reason out of a good answer.
        Err(Bad(StatusCode::BAD_REQUEST, why)) => json!({ "numResults": 0, "query": asked, "error": why }),
        Err(other) => return Err(other),
    })
}

/// `s` or `t`: a folder, whose feeds are then in none.
pub(super) async fn disable_tag<L: Library>(State(shop): Open<L>, call: Call) -> Answer {
    may_change(&shop, &call).await?;
    refile(&shop, &call, None).await
}

/// `s` or `t`: a folder; `dest`: what it is called from now on.
pub(super) async fn rename_tag<L: Library>(State(shop): Open<L>, call: Call) -> Answer {
    may_change(&shop, &call).await?;
    let to = folder(call.text("dest").unwrap_or_default())?;
    refile(&shop, &call, Some(to)).await
}

async fn refile<L: Library>(shop: &Shop<L>, call: &Call, to: Option<String>) -> Answer {
    let from = match (call.text("s"), call.text("t")) {
        (Some(s), _) => folder(s)?,
        (None, Some(t)) => folder(t).or_else(|_| name(t))?,
        (None, None) => return Err(Bad::request("s names the folder, as user/-/label/NAME")),
    };
    let feeds = shop.library.feeds().await?;
    let inside: Vec<&Feed> = feeds.iter().filter(|f| f.folder.as_deref() == Some(&from)).collect();
    if inside.is_empty() {
        let what = if shop.library.sections().await?.iter().any(|s| s.name == from) {
            format!("“{}” is a section; sections are changed on the page, by searching", short(&from))
        } else {
            format!("there is no folder “{}”", short(&from))
        };
        return Err(Bad::request(what));
    }
    for feed in inside {
        shop.change(Act::RenameFeed { feed: feed.id, title: None, folder: Some(to.clone()) }).await?;
    }
    done()
}

/// The folder that a label's id names.
fn folder(id: &str) -> Result<String, Bad> {
    match Stream::parse(id)? {
        Stream::Label(folder) => name(&folder),
        _ => Err(Bad::request(format!("“{}” is no folder; write user/-/label/NAME", short(id)))),
    }
}

/// A name as it is kept: one line, not too long.
fn name(text: &str) -> Result<String, Bad> {
    let name = crate::text::one_line(text);
    if name.chars().count() > NAME {
        return Err(Bad::request(format!("“{}” is too long for a name; take at most {NAME} characters", short(&name))));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_in_millionths_or_not() {
        for ts in [1_935_936_000, 1_935_936_000_000, 1_935_936_000_000_000] {
            assert_eq!(seconds(ts), 1_935_936_000, "{ts}");
        }
        assert_eq!(seconds(i64::MAX), i64::MAX / 1_000_000);
    }
}

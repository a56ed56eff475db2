//! Streams: a feed, a folder or section, a mark, or all; asked for as contents, as ids, or item by item.

use super::{
    call::{Answer, Bad, Call, json, plain, short},
    items::{Shelf, long_id, usec},
};
use crate::server::{Library, Open, Shop};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::{Value, json};
use standfirst_types::{BriefsOf, FeedId, Item, ItemMark, ItemQuery, ItemsOf, search::Query};

/// The feed of briefs.
pub(super) const BRIEFS: &str = "feed/briefs";
/// All that is followed.
pub(super) const ALL: &str = "user/-/state/com.google/reading-list";
/// Items that come when no number is asked for.
const USUAL: i64 = 20;
/// Most items at once with their contents.
const CONTENTS: i64 = 1000;
/// Most ids at once.
const IDS: i64 = 10_000;
/// Most stories of a section.
const SECTION: u32 = 1000;

/// A stream by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    /// Everything.
    All,
    /// What has a mark.
    Marked(ItemMark),
    /// A feed that is followed.
    Feed(FeedId),
    /// Our own.
    Briefs,
    /// A folder of feeds, or a section.
    Label(String),
    /// One that other servers have and that is always empty here.
    Empty,
}

impl Stream {
    /// From an id as apps send it: the user may be `-` or any number, a feed is known by its id or its address.
    pub(super) fn parse(id: &str) -> Result<Self, Bad> {
        if id == BRIEFS {
            return Ok(Self::Briefs);
        }
        if let Some(feed) = id.strip_prefix("feed/") {
            return Ok(Self::Feed(feed.parse().unwrap_or_else(|_| FeedId::of(&[feed.as_bytes()]))));
        }
        let of_user = id.strip_prefix("user/").and_then(|rest| rest.split_once('/')).map(|(_, rest)| rest);
        match of_user.and_then(|rest| rest.split_once('/')) {
            Some(("label", name)) if !name.is_empty() => Ok(Self::Label(name.into())),
            Some(("state", state)) => Ok(match state {
                "com.google/reading-list" => Self::All,
                "com.google/read" => Self::Marked(ItemMark::Read),
                "com.google/starred" => Self::Marked(ItemMark::Starred),
                "com.google/kept-unread" => Self::Marked(ItemMark::Kept),
                _ => Self::Empty,
            }),
            _ => Err(Bad::request(format!("“{}” is no stream; write {ALL}, user/-/label/NAME or feed/ID", short(id)))),
        }
    }

    /// Where its items are looked for.
    pub(super) async fn of<L: Library>(&self, shop: &Shop<L>) -> Result<ItemsOf, Bad> {
        let feeds = |feeds: Vec<FeedId>| ItemsOf { feeds: Some(feeds), briefs: BriefsOf::Nothing };
        Ok(match self {
            Self::All | Self::Marked(_) => ItemsOf { feeds: None, briefs: BriefsOf::All },
            Self::Feed(id) => feeds(vec![*id]),
            Self::Briefs => ItemsOf { feeds: Some(vec![]), briefs: BriefsOf::All },
            Self::Empty => feeds(vec![]),
            Self::Label(name) => {
                let all = shop.library.feeds().await?;
                let inside = all.iter().filter(|f| f.folder.as_deref() == Some(name)).map(|f| f.id).collect();
                let section = shop.library.sections().await?.into_iter().find(|s| s.name == *name);
                let briefs = match section {
                    Some(s) => BriefsOf::Stories(shop.library.story_ids(Query::parse(&s.query), SECTION).await?),
                    None => BriefsOf::Nothing,
                };
                ItemsOf { feeds: Some(inside), briefs }
            }
        })
    }
}

/// What of a stream is asked for: `n`, `r`, `ot`, `nt`, `c`, `xt`, `it`.
async fn query<L: Library>(shop: &Shop<L>, call: &Call, stream: &Stream, most: i64) -> Result<ItemQuery, Bad> {
    let limit = call.number("n")?.unwrap_or(USUAL).clamp(1, most);
    let oldest_first = matches!(call.text("r"), Some("o"));
    let mut query = ItemQuery {
        of: stream.of(shop).await?,
        from: call.number("ot")?.map_or(1, Item::first_of).max(1),
        below: call.number("nt")?.map(Item::first_of),
        oldest_first,
        limit: u32::try_from(limit).unwrap_or(1),
        ..ItemQuery::default()
    };
    match call.number("c")? {
        Some(next) if oldest_first => query.from = query.from.max(next),
        Some(next) => query.below = Some(query.below.map_or(next, |below| below.min(next))),
        None => {}
    }
    if let Stream::Marked(mark) = stream {
        query.with.push(*mark);
    }
    for (name, marks) in [("it", &mut query.with), ("xt", &mut query.without)] {
        for id in call.all(name).filter(|id| !id.is_empty()) {
            match Stream::parse(id)? {
                Stream::Marked(mark) => marks.push(mark),
                Stream::All | Stream::Empty => {}
                _ => {
                    let what =
                        format!("{name}=“{}” is not understood; it takes user/-/state/com.google/read", short(id));
                    return Err(Bad::request(what));
                }
            }
        }
    }
    Ok(query)
}

/// The items of a page, and what the next page is asked for with.
async fn page<L: Library>(shop: &Shop<L>, mut query: ItemQuery) -> Result<(Vec<Item>, Option<String>), Bad> {
    let (most, oldest_first) = (query.limit as usize, query.oldest_first);
    query.limit += 1;
    let mut items = shop.library.items(query).await?;
    let more = items.len() > most;
    items.truncate(most);
    let next = items.last().filter(|_| more).map(|i| i.number + i64::from(oldest_first));
    Ok((items, next.map(|n| n.to_string())))
}

fn with_next(mut answer: Value, next: Option<String>) -> Value {
    if let (Some(fields), Some(next)) = (answer.as_object_mut(), next) {
        fields.insert("continuation".into(), next.into());
    }
    answer
}

pub(super) async fn contents<L: Library>(State(shop): Open<L>, call: Call) -> Answer {
    let id = call.text("s").unwrap_or(ALL).to_owned();
    stream_contents(&shop, &call, &id).await
}

pub(super) async fn contents_of<L: Library>(State(shop): Open<L>, Path(id): Path<String>, call: Call) -> Answer {
    stream_contents(&shop, &call, &id).await
}

async fn stream_contents<L: Library>(shop: &Shop<L>, call: &Call, id: &str) -> Answer {
    let stream = Stream::parse(id)?;
    let (items, next) = page(shop, query(shop, call, &stream, CONTENTS).await?).await?;
    answer(shop, call, id, items, next).await
}

async fn answer<L: Library>(shop: &Shop<L>, call: &Call, id: &str, items: Vec<Item>, next: Option<String>) -> Answer {
    let shelf = Shelf::open(shop, &call.site).await?;
    let newest = items.iter().map(|i| i.at().as_second()).max().unwrap_or(0);
    let mut entries = vec![];
    for item in &items {
        entries.extend(shelf.entry(shop, item).await?);
    }
    let answer = json!({
        "direction": "ltr", "id": id, "title": shelf.title(id), "updated": newest, "items": entries,
    });
    json(&with_next(answer, next))
}

pub(super) async fn ids<L: Library>(State(shop): Open<L>, call: Call) -> Answer {
    let stream = Stream::parse(call.text("s").unwrap_or(ALL))?;
    let (items, next) = page(&shop, query(&shop, &call, &stream, IDS).await?).await?;
    let reference =
        |i: &Item| json!({ "id": i.number.to_string(), "directStreamIds": [], "timestampUsec": usec(i).to_string() });
    let refs: Vec<Value> = items.iter().map(reference).collect();
    json(&with_next(json!({ "itemRefs": refs }), next))
}

/// How many items a stream has, as text.
pub(super) async fn count<L: Library>(State(shop): Open<L>, call: Call) -> Answer {
    let stream = Stream::parse(call.text("s").unwrap_or(ALL))?;
    let query = ItemQuery { limit: u32::MAX, ..query(&shop, &call, &stream, IDS).await? };
    Ok(plain(StatusCode::OK, &shop.library.items(query).await?.len().to_string()))
}

/// The items of `i`, in the order in which they are asked for.
pub(super) async fn items<L: Library>(State(shop): Open<L>, call: Call) -> Answer {
    let mut numbers = vec![];
    for id in call.all("i") {
        numbers.push(number(id)?);
    }
    if numbers.len() > CONTENTS as usize {
        return Err(Bad::request(format!("{} items are asked for; ask for at most {CONTENTS} at once", numbers.len())));
    }
    let mut items = shop.library.items_by_number(numbers.clone()).await?;
    items.sort_by_key(|i| numbers.iter().position(|n| *n == i.number));
    answer(&shop, &call, ALL, items, None).await
}

/// An item's number: in the long form, as sixteen hexadecimal digits, or as a decimal, which may have a sign.
pub(super) fn number(id: &str) -> Result<i64, Bad> {
    let wrong = || Bad::request(format!("“{}” is no item; ids look like {}", short(id), long_id(1)));
    let hexadecimal = |digits: &str| {
        let fine = (1..=16).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        fine.then(|| u64::from_str_radix(digits, 16).ok()).flatten().map(u64::cast_signed)
    };
    if let Some(digits) = id.strip_prefix("tag:google.com,2005:reader/item/") {
        return hexadecimal(digits).ok_or_else(wrong);
    }
    if id.len() == 16 && id.starts_with('0') {
        return hexadecimal(id).ok_or_else(wrong);
    }
    id.parse().ok().or_else(|| hexadecimal(id)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_has_three_spellings() {
        let n = Item::first_of(1_935_936_000) + 7;
        for id in [long_id(n), format!("{n:016x}"), n.to_string()] {
            assert_eq!(number(&id).unwrap(), n, "{id}");
        }
        assert_eq!(number("tag:google.com,2005:reader/item/ffffffffffffffff").unwrap(), -1);
        assert_eq!(number("-5").unwrap(), -5);
        for id in ["", "x", "tag:google.com,2005:reader/item/", "99999999999999999999", "0x12", "１２", "1 OR 1=1"] {
            assert!(number(id).is_err(), "{id}");
        }
    }

    #[test]
    fn streams_are_known_by_their_ids() {
        let feed = FeedId::of(&[b"http://a.example/feed?x=1"]);
        for (id, expected) in [
            ("user/-/state/com.google/reading-list", Stream::All),
            ("user/1005921515/state/com.google/starred", Stream::Marked(ItemMark::Starred)),
            ("user/-/state/com.google/broadcast", Stream::Empty),
            ("user/-/label/Sea/shore", Stream::Label("Sea/shore".into())),
            ("feed/briefs", Stream::Briefs),
            ("feed/http://a.example/feed?x=1", Stream::Feed(feed)),
            (&format!("feed/{feed}"), Stream::Feed(feed)),
        ] {
            assert_eq!(Stream::parse(id).unwrap(), expected, "{id}");
        }
        for id in ["", "user/-/label/", "user/-", "pop", "splice/x"] {
            assert!(Stream::parse(id).is_err(), "{id}");
        }
    }
}

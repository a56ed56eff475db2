//! A feed and its entries: what a publisher announces.

use crate::{FeedId, When};
use jiff::Timestamp;

/// Who wrote an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Author {
    /// Name as given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Home page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
}

/// A file attached to an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Enclosure {
    /// Absolute address.
    pub url: String,
    /// Media type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Length in bytes as announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
}

/// Where an entry's news is set, as its feed says (GeoRSS, W3C Basic Geo).
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Location {
    /// The name of the feature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Latitude and longitude in degrees (WGS 84): one point, or the corners of a line, box or polygon in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<[f64; 2]>,
}

/// One entry of a feed. Texts of HTML kind keep their markup; addresses are absolute.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// The publisher's id (guid), or the link when there is none.
    pub id: String,
    /// Title, HTML as given.
    pub title: Option<String>,
    /// Address of the page.
    pub link: Option<String>,
    /// First published.
    pub published: Option<When>,
    /// Last changed.
    pub updated: Option<When>,
    /// When it was written, where the feed says that apart (Atom 0.3, Dublin Core); stands in for a missing `published`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<When>,
    /// Summary or description.
    pub summary: Option<String>,
    /// Full contents.
    pub content: Vec<String>,
    /// Authors.
    pub authors: Vec<Author>,
    /// Categories.
    pub tags: Vec<String>,
    /// Attached files.
    pub enclosures: Vec<Enclosure>,
    /// Where its news is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Location>,
}

/// An entry that was seen and could not be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Rejected {
    /// Its place in the document, from 0.
    pub index: usize,
    /// Why.
    pub reason: String,
}

/// A parsed feed document: entries seen = `entries` + `rejected`.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FeedDocument {
    /// Feed title.
    pub title: Option<String>,
    /// The site's address.
    pub link: Option<String>,
    /// The feed's own id.
    pub id: Option<String>,
    /// Language tag as declared.
    pub language: Option<String>,
    /// What the feed says it is about (description, subtitle), HTML as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// First published, where the feed itself is dated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<When>,
    /// Last changed, where the feed itself is dated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<When>,
    /// Authors of the feed as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Author>,
    /// Categories of the feed as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Entries in document order.
    pub entries: Vec<Entry>,
    /// Entries that could not be kept, each with its reason.
    pub rejected: Vec<Rejected>,
    /// Minutes a reader should wait between checks (`ttl`, `sy:`), when stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl_minutes: Option<u32>,
    /// Hours of the day in UTC, 0 to 23, in which the publisher asks not to be asked (`skipHours`); ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skip_hours: Vec<u8>,
    /// Days of the week in UTC, 1 for Monday to 7, in which the publisher asks not to be asked (`skipDays`); ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skip_days: Vec<u8>,
    /// WebSub hubs that tell of changes (`rel=hub`), absolute, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hubs: Vec<String>,
    /// The feed's own address (`rel=self`), absolute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_link: Option<String>,
}

/// How a feed is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FeedHealth {
    /// Last check, good or bad.
    pub checked: Option<Timestamp>,
    /// Last good answer (200 or 304).
    pub answered: Option<Timestamp>,
    /// What the last check met, in words, with what to do; `None` when it was good.
    pub problem: Option<String>,
    /// Since when it has failed.
    pub failing_since: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// The publisher says it is gone for good (410): not asked again.
    pub gone: bool,
    /// When its newest entry was published, as far as that is known.
    #[serde(default)]
    pub newest_entry: Option<Timestamp>,
    /// Where it says it has moved to for good (301/308).
    pub moved_to: Option<String>,
    /// How often in a row it has said so; believed from [`FeedHealth::MOVED_AFTER`] on.
    #[serde(default)]
    pub moved_seen: u32,
}

impl FeedHealth {
    /// Answers in a row that must name the same new address before it is asked there: one may be an accident.
    pub const MOVED_AFTER: u32 = 3;

    /// Days without a new entry after which a feed that answers counts as silent.
    pub const SILENT_DAYS: i64 = 30;

    /// Since when a feed that answers has had nothing new, when that is long.
    pub fn silent_since(&self, now: Timestamp) -> Option<Timestamp> {
        let quiet = |at: &Timestamp| now.duration_since(*at).as_hours() > 24 * Self::SILENT_DAYS;
        self.newest_entry.filter(quiet).filter(|_| self.problem.is_none())
    }
}

/// A feed the user follows, with what the last check left for the next one.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Feed {
    /// Made of `url`.
    pub id: FeedId,
    /// Address.
    pub url: String,
    /// Title: the user's, else the feed's own, else the host.
    pub title: String,
    /// The site's address.
    pub site: Option<String>,
    /// Folder of the user's (OPML outline).
    pub folder: Option<String>,
    /// `ETag` of the last good answer, byte for byte.
    pub etag: Option<String>,
    /// `Last-Modified` of the last good answer, byte for byte.
    pub last_modified: Option<String>,
    /// When to ask next.
    pub next_check: Option<Timestamp>,
    /// Seconds between checks.
    pub interval_s: u32,
    /// Minutes it asks to wait between checks, as last said.
    #[serde(default)]
    pub ttl_minutes: Option<u32>,
    /// Hours of the day in UTC in which it asks not to be asked, as last said.
    #[serde(default)]
    pub skip_hours: Vec<u8>,
    /// Days of the week (1 for Monday) in which it asks not to be asked, as last said.
    #[serde(default)]
    pub skip_days: Vec<u8>,
    /// The WebSub hub that tells of its changes, and the address that the feed is known by there.
    #[serde(default)]
    pub hub: Option<(String, String)>,
    /// How it is doing.
    pub health: FeedHealth,
}

impl Feed {
    /// A feed as first added: due at once, an hour between checks until its rhythm is known.
    pub fn new(url: &str, title: &str) -> Self {
        Self {
            id: FeedId::of(&[url.as_bytes()]),
            url: url.into(),
            title: title.into(),
            site: None,
            folder: None,
            etag: None,
            last_modified: None,
            next_check: None,
            interval_s: 3600,
            ttl_minutes: None,
            skip_hours: vec![],
            skip_days: vec![],
            hub: None,
            health: FeedHealth::default(),
        }
    }

    /// The address to ask: the new one once the feed has said often enough that it moved.
    pub fn asked_at(&self) -> &str {
        match &self.health.moved_to {
            Some(new) if self.health.moved_seen >= FeedHealth::MOVED_AFTER => new,
            _ => &self.url,
        }
    }
}

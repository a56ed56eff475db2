//! An item: what reader apps list, mark and star by number. An article is one; of a story each revision of its brief that tells
//! something new is one, and stands for the later revisions that do not.

use crate::{ArticleId, FeedId, StoryId};
use jiff::Timestamp;

/// What an item shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// The newest version of an article.
    Article(ArticleId),
    /// A revision of a story's brief: the newest up to the next item of that story.
    Brief(StoryId, u32),
}

/// An item with its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its number, above 0: its second since 1970 times 2^20 and a little, so that numbers are in order of time.
    pub number: i64,
    /// What it shows.
    pub shows: Shown,
    /// The feed that announced an article first, as long as it is followed.
    pub feed: Option<FeedId>,
    /// Whether it was read.
    pub read: bool,
    /// Whether it was starred (saved).
    pub starred: bool,
    /// Whether it was set to be unread after it had been shown.
    pub kept: bool,
}

/// Bits of an item's number below its second.
pub const ITEM_BITS: u32 = 20;

impl Item {
    /// When it came in, to the second; for a brief, when the revision was made.
    pub fn at(&self) -> Timestamp {
        Timestamp::from_second(self.number >> ITEM_BITS).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The least number of a second.
    pub fn first_of(second: i64) -> i64 {
        second.clamp(0, i64::MAX >> ITEM_BITS) << ITEM_BITS
    }
}

/// A mark on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemMark {
    /// It was read.
    Read,
    /// It is to be kept: the story's “saved”.
    Starred,
    /// It was set to be unread.
    Kept,
}

/// Which briefs are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BriefsOf {
    /// None.
    #[default]
    Nothing,
    /// All.
    All,
    /// Those of these stories.
    Stories(Vec<StoryId>),
}

/// Where items are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemsOf {
    /// Articles of these feeds; `None`: of every feed followed.
    pub feeds: Option<Vec<FeedId>>,
    /// Briefs.
    pub briefs: BriefsOf,
}

/// Which items are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemQuery {
    /// Where they are looked for.
    pub of: ItemsOf,
    /// Only with all of these marks.
    pub with: Vec<ItemMark>,
    /// Only without any of these marks.
    pub without: Vec<ItemMark>,
    /// Numbers from this one on.
    pub from: i64,
    /// Numbers below this one.
    pub below: Option<i64>,
    /// Those that came in first are first.
    pub oldest_first: bool,
    /// At most so many.
    pub limit: u32,
}

/// How much is unread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The feed; `None`: briefs.
    pub feed: Option<FeedId>,
    /// Unread items.
    pub count: u64,
    /// The newest of them.
    pub newest: i64,
}

//! The library: what the server shows, however it is kept. The store implements it; tests use a fixed one.

use super::access::Vault;
use crate::EditionSummary;
use jiff::Timestamp;
use standfirst_types::{
    Article, ArticleId, Corrected, DecisionSaid, EditionId, Feed, FeedId, Item, ItemMark, ItemQuery, Mark, Matter,
    Published, Report, StoryId, StoryWhy, Subscriber, Unread,
    brief::OriginalVersion,
    search::{ArticleHit, Hits, Query, Saved, StoryHit},
};
use std::{collections::BTreeMap, future::Future, sync::Arc};

/// What went wrong in a library, in words.
pub type LibraryError = Box<dyn std::error::Error + Send + Sync>;

type Found<T> = Result<Option<T>, LibraryError>;

/// Rows, each with its position in the list.
pub type Listed<P, T> = Result<Vec<(P, T)>, LibraryError>;

/// What the server reads from.
pub trait Library: Vault {
    /// A number that changes whenever anything changes that a page may show; pages made before are made anew.
    fn generation(&self) -> impl Future<Output = Result<u64, LibraryError>> + Send {
        std::future::ready(Ok(0))
    }
    /// The newest edition.
    fn latest(&self) -> impl Future<Output = Found<Arc<Published>>> + Send;
    /// An edition as it was published.
    fn edition(&self, id: EditionId) -> impl Future<Output = Found<Arc<Published>>> + Send;
    /// A story's newest brief, as the only one of its [`Published`], in the edition that last showed it.
    fn story(&self, id: StoryId) -> impl Future<Output = Found<Arc<Published>>> + Send;
    /// Editions that end before a time (the newest, when it is `None`), newest first, at most `limit`.
    fn editions(
        &self,
        before: Option<Timestamp>,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<EditionSummary>, LibraryError>> + Send;
    /// The story that a story's address leads to: itself, or the one it is part of now.
    fn leads_to(&self, id: StoryId) -> impl Future<Output = Result<StoryId, LibraryError>> + Send {
        std::future::ready(Ok(id))
    }
    /// Why a story is what it is.
    fn why(&self, _id: StoryId) -> impl Future<Output = Found<StoryWhy>> + Send {
        std::future::ready(Ok(None))
    }
    /// Every decision, oldest first.
    fn decisions(&self) -> impl Future<Output = Result<Vec<DecidedRow>, LibraryError>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// Every feed followed.
    fn feeds(&self) -> impl Future<Output = Result<Vec<Feed>, LibraryError>> + Send;
    /// One version of an article.
    fn article(&self, id: ArticleId, version: u32) -> impl Future<Output = Found<Article>> + Send;
    /// What a search finds, newest first; `cursor` is [`Hits::next`] of the page before.
    fn search(
        &self,
        _query: Query,
        _cursor: Option<i64>,
        _limit: u32,
    ) -> impl Future<Output = Result<Hits, LibraryError>> + Send {
        std::future::ready(Ok(Hits::default()))
    }
    /// The stories a search finds, newest first, each as [`Library::story`] has it.
    fn stories_found(
        &self,
        _query: Query,
        _limit: u32,
    ) -> impl Future<Output = Result<Vec<Arc<Published>>, LibraryError>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// The revisions of a story's brief, newest first, each the only one of its [`Published`]; none where it has none.
    fn revisions(
        &self,
        _id: StoryId,
        _limit: u32,
    ) -> impl Future<Output = Result<Vec<Arc<Published>>, LibraryError>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// The revisions of a story's brief below a number, newest first; see [`Library::revisions`].
    fn revisions_before(
        &self,
        _id: StoryId,
        _before: u32,
        _limit: u32,
    ) -> impl Future<Output = Result<Vec<Arc<Published>>, LibraryError>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// Stories that have a brief, newest first, from before a position, each with its own.
    fn stories_before(&self, _before: i64, _limit: u32) -> impl Future<Output = Listed<i64, StoryHit>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// Articles, newest first, from before a position, each with its own.
    fn articles_before(&self, _before: i64, _limit: u32) -> impl Future<Output = Listed<i64, ArticleHit>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// What is known of an article, without its text.
    fn article_hit(&self, _id: ArticleId) -> impl Future<Output = Found<ArticleHit>> + Send {
        std::future::ready(Ok(None))
    }
    /// The versions of an article, oldest first.
    fn versions(&self, _id: ArticleId) -> impl Future<Output = Result<Vec<OriginalVersion>, LibraryError>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// The searches that are kept, which are sections of the page.
    fn sections(&self) -> impl Future<Output = Result<Vec<Saved>, LibraryError>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// The owner's marks on these stories, and the names of watched sections that find them.
    fn noted(&self, _stories: Vec<StoryId>) -> impl Future<Output = Result<Noted, LibraryError>> + Send {
        std::future::ready(Ok(Noted::default()))
    }
    /// Stories with a mark, the newest marks first.
    fn marked(&self, _mark: Mark, _limit: u32) -> impl Future<Output = Result<Vec<StoryHit>, LibraryError>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// The newest corrections.
    fn corrections(&self, _limit: u32) -> impl Future<Output = Result<Vec<Corrected>, LibraryError>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// Stories with a mark, the newest marks first, after a position: when, in milliseconds, and the story.
    fn marked_after(
        &self,
        _mark: Mark,
        _after: Option<(i64, String)>,
        _limit: u32,
    ) -> impl Future<Output = Listed<i64, StoryHit>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// Corrections, newest first, after a position: when, in milliseconds, the story, the place in it.
    fn corrections_after(
        &self,
        _after: Option<(i64, String, u32)>,
        _limit: u32,
    ) -> impl Future<Output = Listed<(i64, String, u32), Corrected>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// Reports of wrong sentences that are not closed, newest first.
    fn reports(&self) -> impl Future<Output = Result<Vec<Report>, LibraryError>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// Does what the owner wants.
    fn act(&self, _act: Act) -> impl Future<Output = Result<Acted, LibraryError>> + Send {
        std::future::ready(Ok(Acted::Refused("Nothing can be changed here.".into())))
    }
    /// A WebSub hub calls about a feed: what to answer with, or `None` where nobody asked for this (404).
    fn hub(&self, _feed: FeedId, _call: HubCall) -> impl Future<Output = Found<String>> + Send {
        std::future::ready(Ok(None))
    }
    /// What a subscriber of the newsletter wants; the subscriber as they are then, where there is one to be told of.
    fn letters(&self, _what: super::Letters) -> impl Future<Output = Found<Subscriber>> + Send {
        std::future::ready(Ok(None))
    }
    /// The items that reader apps list.
    fn items(&self, _query: ItemQuery) -> impl Future<Output = Result<Vec<Item>, LibraryError>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// The items of these numbers.
    fn items_by_number(&self, _numbers: Vec<i64>) -> impl Future<Output = Result<Vec<Item>, LibraryError>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// How many items are unread, by feed.
    fn unread(&self) -> impl Future<Output = Result<Vec<Unread>, LibraryError>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// The newest version of an article.
    fn newest_article(&self, _id: ArticleId) -> impl Future<Output = Found<Article>> + Send {
        std::future::ready(Ok(None))
    }
    /// A revision of a story's brief, as the only one of its [`Published`].
    fn brief_at(&self, _id: StoryId, _revision: u32) -> impl Future<Output = Found<Arc<Published>>> + Send {
        std::future::ready(Ok(None))
    }
    /// The stories a search finds, newest first.
    fn story_ids(&self, _query: Query, _limit: u32) -> impl Future<Output = Result<Vec<StoryId>, LibraryError>> + Send {
        std::future::ready(Ok(vec![]))
    }
    /// The answer to a message of the Model Context Protocol; `None` where none is due.
    fn mcp(&self, _message: Vec<u8>) -> impl Future<Output = Found<String>> + Send {
        std::future::ready(Ok(None))
    }
    /// Follows a feed, or the one that a site announces. What keeps it from being followed comes in words.
    fn follow(
        &self,
        _url: String,
        _title: Option<String>,
        _folder: Option<String>,
    ) -> impl Future<Output = Result<Result<Feed, String>, LibraryError>> + Send {
        std::future::ready(Ok(Err("no feed can be followed from here".into())))
    }
}

/// What is noted about stories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noted {
    /// Their marks, with the revision of the brief that was seen.
    pub marks: BTreeMap<(StoryId, Mark), u32>,
    /// The watched sections that find them.
    pub watched: BTreeMap<StoryId, Vec<String>>,
}

/// Something the owner wants done. A library that cannot do it refuses, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Act {
    /// Sets a mark on a story, or takes it away.
    Mark {
        /// The story.
        story: StoryId,
        /// Which mark.
        mark: Mark,
        /// Set it, or take it away.
        on: bool,
        /// The revision of the brief that was seen.
        revision: u32,
    },
    /// Keeps a report of a wrong sentence; any reader may send one.
    Report(Report),
    /// Closes a report.
    CloseReport(i64),
    /// Keeps a search as a section.
    KeepSearch(Saved),
    /// Drops one, by its name.
    DropSearch(String),
    /// Decides something about stories, which the machine then remembers.
    Decide(Wish),
    /// Sets a mark on items, or takes it away.
    MarkItems {
        /// Their numbers.
        numbers: Vec<i64>,
        /// Which mark.
        mark: ItemMark,
        /// Set it, or take it away.
        on: bool,
    },
    /// Marks all items that a query finds as read.
    ReadItems(ItemQuery),
    /// Follows a feed no more.
    Unfollow(FeedId),
    /// Gives a feed another title or folder.
    RenameFeed {
        /// The feed.
        feed: FeedId,
        /// The title; `None`: as it is.
        title: Option<String>,
        /// The folder; `None`: as it is, `Some(None)`: none.
        folder: Option<Option<String>>,
    },
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acted {
    /// It is done.
    Done,
    /// It is not, and why, with what to do.
    Refused(String),
}

/// What a WebSub hub sends to a feed's callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HubCall {
    /// It asks whether a request was ours; the query string.
    Intent(String),
    /// It tells of a change.
    Delivery {
        /// `X-Hub-Signature`.
        signature: Option<String>,
        /// What it delivers.
        body: Vec<u8>,
    },
}

/// A decision as the page lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct DecidedRow {
    /// The decision and what it says.
    pub said: DecisionSaid,
    /// Whether it can be taken back: it is in force, or takes back one that was.
    pub in_force: bool,
}

/// What the owner wants decided, by ids and names as a form has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// One story becomes part of another.
    Merge {
        /// The story that ends.
        from: StoryId,
        /// The story that stays, by its id or the first characters of it.
        into: String,
    },
    /// An article is taken out of its story.
    Split {
        /// The story it is in.
        from: StoryId,
        /// The article.
        article: ArticleId,
        /// The story it goes into, by its id or the first characters of it; empty for one of its own.
        into: String,
    },
    /// Something is muted, or shown again.
    Mute {
        /// What.
        matter: Matter,
        /// Mute it, or show it again.
        on: bool,
    },
    /// A story is pinned, or let go.
    Pin {
        /// The story.
        story: StoryId,
        /// Pin it, or let it go.
        on: bool,
    },
    /// A decision is taken back.
    Undo {
        /// Its number.
        decision: u64,
    },
}

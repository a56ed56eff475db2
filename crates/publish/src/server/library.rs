//! The library: what the server shows, however it is kept. The store implements it; tests use a fixed one.

use super::access::Vault;
use crate::EditionSummary;
use standfirst_types::{
    Article, ArticleId, DecisionSaid, EditionId, Feed, FeedId, Mark, Matter, Published, StoryId, StoryWhy,
};
use std::{future::Future, sync::Arc};

/// What went wrong in a library, in words.
pub type LibraryError = Box<dyn std::error::Error + Send + Sync>;

type Found<T> = Result<Option<T>, LibraryError>;

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
    /// Every edition, in any order.
    fn editions(&self) -> impl Future<Output = Result<Vec<EditionSummary>, LibraryError>> + Send;
    /// Every feed followed.
    fn feeds(&self) -> impl Future<Output = Result<Vec<Feed>, LibraryError>> + Send;
    /// One version of an article.
    fn article(&self, id: ArticleId, version: u32) -> impl Future<Output = Found<Article>> + Send;
    /// Does what the owner wants.
    fn act(&self, _act: Act) -> impl Future<Output = Result<Acted, LibraryError>> + Send {
        std::future::ready(Ok(Acted::Refused("Nothing can be changed here.".into())))
    }
    /// A WebSub hub calls about a feed: what to answer with, or `None` where nobody asked for this (404).
    fn hub(&self, _feed: FeedId, _call: HubCall) -> impl Future<Output = Found<String>> + Send {
        std::future::ready(Ok(None))
    }
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
    /// Decides something about stories, which the machine then remembers.
    Decide(Wish),
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

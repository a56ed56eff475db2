//! The library: what the server shows, however it is kept. The store implements it; tests use a fixed one.

use crate::EditionSummary;
use standfirst_types::{Article, ArticleId, EditionId, Feed, FeedId, Published, StoryId, StoryWhy};
use std::{future::Future, sync::Arc};

/// What went wrong in a library, in words.
pub type LibraryError = Box<dyn std::error::Error + Send + Sync>;

type Found<T> = Result<Option<T>, LibraryError>;

/// What the server reads from.
pub trait Library: Send + Sync + 'static {
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
    /// Every edition, in any order.
    fn editions(&self) -> impl Future<Output = Result<Vec<EditionSummary>, LibraryError>> + Send;
    /// Every feed followed.
    fn feeds(&self) -> impl Future<Output = Result<Vec<Feed>, LibraryError>> + Send;
    /// One version of an article.
    fn article(&self, id: ArticleId, version: u32) -> impl Future<Output = Found<Article>> + Send;
    /// A WebSub hub calls about a feed: what to answer with, or `None` where nobody asked for this (404).
    fn hub(&self, _feed: FeedId, _call: HubCall) -> impl Future<Output = Found<String>> + Send {
        std::future::ready(Ok(None))
    }
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

impl<L: Library> Library for Arc<L> {
    fn latest(&self) -> impl Future<Output = Found<Arc<Published>>> + Send {
        L::latest(self)
    }
    fn edition(&self, id: EditionId) -> impl Future<Output = Found<Arc<Published>>> + Send {
        L::edition(self, id)
    }
    fn story(&self, id: StoryId) -> impl Future<Output = Found<Arc<Published>>> + Send {
        L::story(self, id)
    }
    fn leads_to(&self, id: StoryId) -> impl Future<Output = Result<StoryId, LibraryError>> + Send {
        L::leads_to(self, id)
    }
    fn why(&self, id: StoryId) -> impl Future<Output = Found<StoryWhy>> + Send {
        L::why(self, id)
    }
    fn editions(&self) -> impl Future<Output = Result<Vec<EditionSummary>, LibraryError>> + Send {
        L::editions(self)
    }
    fn feeds(&self) -> impl Future<Output = Result<Vec<Feed>, LibraryError>> + Send {
        L::feeds(self)
    }
    fn article(&self, id: ArticleId, version: u32) -> impl Future<Output = Found<Article>> + Send {
        L::article(self, id, version)
    }
    fn hub(&self, feed: FeedId, call: HubCall) -> impl Future<Output = Found<String>> + Send {
        L::hub(self, feed, call)
    }
}

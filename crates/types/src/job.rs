//! A job: one step of the background work. Idempotent; its results and the jobs that follow commit together.

use crate::{ArticleId, CaptureId, EditionId, FeedId, StoryId};

/// Everything that happens in the background.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "key")]
pub enum Job {
    /// Ask a feed what is new.
    CheckFeed(FeedId),
    /// Fetch a page.
    Fetch(String),
    /// Read a capture into an article.
    Read(CaptureId),
    /// Put an article into a story.
    Group(ArticleId),
    /// Write and verify a story's brief.
    Brief(StoryId),
    /// Compose an edition.
    Publish(EditionId),
}

impl Job {
    /// A short name of the kind, as stored and shown.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::CheckFeed(_) => "check_feed",
            Self::Fetch(_) => "fetch",
            Self::Read(_) => "read",
            Self::Group(_) => "group",
            Self::Brief(_) => "brief",
            Self::Publish(_) => "publish",
        }
    }

    /// What the job is about; with [`Job::kind`] it makes the job one row however often it is asked for.
    pub fn key(&self) -> String {
        match self {
            Self::CheckFeed(id) => id.to_string(),
            Self::Fetch(url) => url.clone(),
            Self::Read(id) => id.to_string(),
            Self::Group(id) => id.to_string(),
            Self::Brief(id) => id.to_string(),
            Self::Publish(id) => id.to_string(),
        }
    }

    /// The job of a stored kind and key.
    pub fn from_parts(kind: &str, key: &str) -> Option<Self> {
        Some(match kind {
            "check_feed" => Self::CheckFeed(key.parse().ok()?),
            "fetch" => Self::Fetch(key.into()),
            "read" => Self::Read(key.parse().ok()?),
            "group" => Self::Group(key.parse().ok()?),
            "brief" => Self::Brief(key.parse().ok()?),
            "publish" => Self::Publish(key.parse().ok()?),
            _ => return None,
        })
    }

    /// Phases in the order of the flow, 0 to 5: a later phase of a round waits until the earlier ones have run dry, so
    /// that the order in which pages happen to arrive never decides what an edition says.
    pub fn phase(&self) -> u8 {
        match self {
            Self::CheckFeed(_) => 0,
            Self::Fetch(_) => 1,
            Self::Read(_) => 2,
            Self::Group(_) => 3,
            Self::Brief(_) => 4,
            Self::Publish(_) => 5,
        }
    }
}

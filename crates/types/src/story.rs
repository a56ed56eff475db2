//! A story: the reports of one event, each a member with the reason it is one.

use crate::{ArticleId, StoryId};
use jiff::Timestamp;

/// What a member is to its story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberKind {
    /// A report of its own.
    Original,
    /// The same text as another article (wire copy, syndication); it does not vote.
    CopyOf(ArticleId),
}

/// One article of a story and why it is in it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Member {
    /// The article.
    pub article: ArticleId,
    /// A report of its own or a copy.
    pub kind: MemberKind,
    /// Publisher family: the owner that counts once, e.g. a registrable domain.
    pub family: String,
    /// The wire service the text names as its origin, e.g. `AP`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire: Option<String>,
    /// When it joined.
    pub added: Timestamp,
    /// Similarity to the story when it joined, 0 to 1; 1 for the first member.
    pub score: f32,
    /// The nearest other story and its similarity, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runner_up: Option<(StoryId, f32)>,
    /// The terms that decided, heaviest first, at most 8.
    #[serde(default)]
    pub terms: Vec<String>,
}

/// The reports of one event.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Story {
    /// Made of its first article; stable for ever.
    pub id: StoryId,
    /// BCP 47 primary tag shared by its members.
    pub language: String,
    /// Members in the order they joined.
    pub members: Vec<Member>,
    /// Publication time of the earliest member.
    pub first: Timestamp,
    /// Publication time of the latest member.
    pub last: Timestamp,
}

impl Story {
    /// How many sources speak for themselves: distinct families among members that are no copies, a wire service
    /// counting once whoever ran its text.
    pub fn independent(&self) -> u32 {
        let mut voices: Vec<&str> = self
            .members
            .iter()
            .filter(|m| m.kind == MemberKind::Original)
            .map(|m| m.wire.as_deref().unwrap_or(&m.family))
            .collect();
        voices.sort_unstable();
        voices.dedup();
        voices.len() as u32
    }
}

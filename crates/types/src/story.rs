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
    /// The similarity that was asked of the nearest story, 0 to 1: more among many stories and where another is about as
    /// near, less where names bind. Absent for copies, and where no story was near at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed: Option<f32>,
    /// The nearest story in another language and the part of the names that they share, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abroad: Option<(StoryId, f32)>,
    /// The terms that decided, heaviest first, at most 8.
    #[serde(default)]
    pub terms: Vec<String>,
}

impl Member {
    /// A member that was held against nothing, as the first of its story is.
    pub fn first(article: ArticleId, kind: MemberKind, family: impl Into<String>, added: Timestamp) -> Self {
        Self {
            article,
            kind,
            family: family.into(),
            wire: None,
            added,
            score: 1.0,
            runner_up: None,
            needed: None,
            abroad: None,
            terms: vec![],
        }
    }
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
    /// Makes the story whole by itself: a copy whose original is in another story stands for the text here, and further
    /// copies of it are copies of that one. Changes nothing where every original is there.
    pub fn settle(&mut self) {
        let here: std::collections::BTreeSet<ArticleId> = self.members.iter().map(|m| m.article).collect();
        let mut stands: std::collections::BTreeMap<ArticleId, ArticleId> = std::collections::BTreeMap::new();
        for member in &mut self.members {
            if let MemberKind::CopyOf(of) = member.kind
                && !here.contains(&of)
            {
                let first = *stands.entry(of).or_insert(member.article);
                member.kind = if first == member.article { MemberKind::Original } else { MemberKind::CopyOf(first) };
            }
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_without_its_original_stands_for_the_text() {
        let a = |name: &str| ArticleId::of(&[name.as_bytes()]);
        let member = |name: &str, kind: MemberKind| Member::first(a(name), kind, name, Timestamp::UNIX_EPOCH);
        let check = |members: &[(&str, MemberKind)], expected: &[MemberKind], independent: u32| {
            let members = members.iter().map(|(name, kind)| member(name, *kind)).collect();
            let id = StoryId::of(&[b"s"]);
            let (first, last) = (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
            let mut story = Story { id, language: "en".into(), members, first, last };
            story.settle();
            assert_eq!(story.members.iter().map(|m| m.kind).collect::<Vec<_>>(), expected);
            assert_eq!(story.independent(), independent);
        };
        let (own, of) = (MemberKind::Original, |name: &str| MemberKind::CopyOf(a(name)));
        check(&[("x", own), ("y", of("x"))], &[own, of("x")], 1);
        check(&[("y", of("x")), ("z", of("x")), ("w", own)], &[own, of("y"), own], 2);
        check(&[], &[], 0);
    }
}

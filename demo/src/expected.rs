//! The intended stories: which pages report one event, as `demo/newswire/EXPECTED.json` says, to test grouping against.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::corpus::{entries, file};

/// One event and the pages that report it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedStory {
    /// A short name, e.g. `ferry`.
    pub name: String,
    /// The day on which it is first reported.
    pub day: u8,
    /// Its pages as `outlet/slug`.
    pub members: Vec<String>,
    /// The members that are copies of another member's text.
    #[serde(default)]
    pub copies: Vec<String>,
    /// The name of a story that it must not be merged with, however alike they read.
    #[serde(default)]
    pub lookalike_of: Option<String>,
    /// What this story is in the sample for.
    #[serde(default)]
    pub note: Option<String>,
}

/// The stories as they should stand at the cut-off of `day`: only pages published by then.
#[must_use]
pub fn expected(day: u8) -> Vec<ExpectedStory> {
    let published: BTreeSet<String> = entries().iter().filter(|e| e.on(day).is_some()).map(|e| e.name()).collect();
    let mut stories = all().unwrap_or_default();
    for story in &mut stories {
        story.members.retain(|m| published.contains(m));
        story.copies.retain(|m| published.contains(m));
    }
    stories.retain(|s| s.day <= day && !s.members.is_empty());
    stories
}

/// Every story of both days, or what is wrong with the file.
pub(crate) fn all() -> Result<Vec<ExpectedStory>, String> {
    let text = file("EXPECTED.json").ok_or("EXPECTED.json is not compiled in")?;
    serde_json::from_str(text).map_err(|e| format!("EXPECTED.json: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_one_story() {
        let stories = all().unwrap();
        let members: Vec<&String> = stories.iter().flat_map(|s| &s.members).collect();
        let named: BTreeSet<String> = members.iter().map(|m| (*m).clone()).collect();
        let pages: BTreeSet<String> = entries().iter().map(|e| e.name()).collect();
        assert_eq!(members.len(), named.len(), "a page is in two stories");
        assert_eq!(named, pages);
    }

    #[test]
    fn references_hold() {
        let stories = all().unwrap();
        for story in &stories {
            assert!(story.copies.iter().all(|c| story.members.contains(c)), "{}", story.name);
            assert!(story.copies.len() < story.members.len(), "{}: no original", story.name);
            if let Some(other) = &story.lookalike_of {
                assert!(stories.iter().any(|s| s.name == *other), "{}: no story {other:?}", story.name);
            }
            let first = entries().iter().filter(|e| story.members.contains(&e.name())).map(|e| e.first.day).min();
            assert_eq!(first, Some(story.day), "{}", story.name);
        }
    }
}

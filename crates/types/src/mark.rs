//! What the reader makes of a story: marks, and reports of what is wrong in it.

use crate::StoryId;
use jiff::Timestamp;
use std::{fmt, str::FromStr};

/// A mark on a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// Read, up to a revision of its brief.
    Read,
    /// Kept for later.
    Saved,
    /// Not to be shown again.
    Muted,
}

impl Mark {
    /// The word that stands for it in tables, forms and data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Saved => "saved",
            Self::Muted => "muted",
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Mark {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Read, Self::Saved, Self::Muted]
            .into_iter()
            .find(|m| m.as_str() == text)
            .ok_or_else(|| format!("“{text}” is no mark: there are read, saved and muted"))
    }
}

/// A reader's report that a sentence is wrong.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Report {
    /// Its number, by which it is closed; 0 before it is kept.
    pub id: i64,
    /// The story.
    pub story: StoryId,
    /// The revision of the brief that was read.
    pub revision: u32,
    /// The sentence as it was shown.
    pub sentence: String,
    /// What is wrong, in the reader's words; may be empty.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

/// Longest note of a report, in characters.
pub const LONGEST_NOTE: usize = 600;

//! What grouping is given and what it answers: a document, the settings, an assignment.

use jiff::Timestamp;
use standfirst_types::{ArticleId, MemberKind, StoryId};

/// One article as grouping sees it.
#[derive(Clone, Copy, Debug)]
pub struct Doc<'a> {
    /// The article.
    pub id: ArticleId,
    /// When it was published, or when it was met if nobody says.
    pub at: Timestamp,
    /// BCP 47 primary tag, or `und`.
    pub language: &'a str,
    /// Headline.
    pub title: &'a str,
    /// Text; may be empty, then the headline alone counts.
    pub text: &'a str,
    /// Publisher family, see [`crate::family()`].
    pub family: &'a str,
    /// Names found in it; may be empty.
    pub names: &'a [String],
}

/// Where an article was put and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The story.
    pub story: StoryId,
    /// Whether this article opened it.
    pub is_new: bool,
    /// A report of its own or a copy.
    pub kind: MemberKind,
    /// Similarity to the story, 0 to 1; 1 for the first member; the shared part of the shorter text for a copy.
    pub score: f32,
    /// The nearest story it was not put into, and the similarity to it.
    pub runner_up: Option<(StoryId, f32)>,
    /// The similarity that was asked of the nearest story, 0 to 1; `None` for copies and where no story was near at all.
    pub needed: Option<f32>,
    /// The nearest story in another language and how much of the names they share, 0 to 1. A link and no more: languages
    /// are never one story.
    pub abroad: Option<(StoryId, f32)>,
    /// The terms that decided, heaviest first, at most 8; empty for the first member and for copies.
    pub terms: Vec<String>,
}

/// The settings of grouping. The defaults are the ones every published figure was measured with.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Hours without a new member after which a story, or a text to compare copies with, is let go.
    pub window_hours: u32,
    /// Similarity from which an article joins a story.
    pub join: f32,
    /// How much more similarity is asked when another story is exactly as near; falls to nothing as it gets less near.
    pub rival: f32,
    /// Weights of the similarities of the whole text, the lead and the names.
    pub slots: [f32; 3],
    /// Similarity of names below which two articles that have names are taken to speak of different things.
    pub stranger: f32,
    /// Weight of the similarity to the nearest members against that to the centres.
    pub member: f32,
    /// Latest members of a story that an article is held against one by one.
    pub members: usize,
    /// How much less similarity counts when a single term makes it, 0 to 1.
    pub thin: f32,
    /// From how many terms of equal weight similarity counts in full.
    pub proofs: f32,
    /// How much less similarity is asked when an article holds the names that a story's reports share and no other
    /// story has, 0 to 1.
    pub bond: f32,
    /// How many of them, the nearest, are averaged.
    pub nearest: usize,
    /// How much more similarity is asked when they share no name at all.
    pub conflict: f32,
    /// Weight of a pair of neighbouring words against a single word.
    pub pairs: f32,
    /// Hours over which similarity falls to a half when a story gets no new member.
    pub half_life_hours: f32,
    /// Terms of an article that are compared.
    pub terms: usize,
    /// How much a headline's word counts against a word of the text.
    pub headline: f32,
    /// Articles' worth of background knowledge that a term is rare; more makes new streams steadier.
    pub prior: f32,
    /// Weight of a long word's first five letters against the word itself; they join what stemming leaves apart.
    pub prefix: f32,
    /// Exponent of rarity in a term's weight.
    pub power: f32,
    /// How much more similarity is asked for each doubling of the language's live stories, 256 being the middle.
    pub crowd: f32,
    /// Days whose articles rarity is measured by, today with them; no more than the window, so that a restart can count
    /// them again.
    pub memory_days: u32,
    /// Terms of a story's centre.
    pub centre: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            window_hours: 120,
            join: 0.215,
            rival: 0.05,
            crowd: 0.022,
            slots: [0.57, 0.43, 0.1],
            stranger: 0.21,
            member: 0.5,
            members: 24,
            nearest: 2,
            thin: 0.33,
            proofs: 10.0,
            bond: 0.55,
            conflict: 0.5,
            half_life_hours: 60.0,
            terms: 64,
            centre: 96,
            headline: 2.45,
            pairs: 0.3,
            prefix: 0.33,
            prior: 180.0,
            memory_days: 5,
            power: 1.07,
        }
    }
}

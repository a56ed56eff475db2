//! A draft: what a writer, any writer, hands in. Untrusted: nothing of it is shown before it is checked and sealed.

use crate::{Precision, Span, StoryId, When};

/// One sentence and the spans it says it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Claim {
    /// The sentence.
    pub text: String,
    /// What it rests on; one to three source sentences as a rule.
    pub support: Vec<Span>,
}

/// A headed run of sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Section {
    /// E.g. “What happened”.
    pub heading: String,
    /// Its sentences in order.
    pub sentences: Vec<Claim>,
}

/// A quotation, word for word.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Quoted {
    /// The words, without outer quotation marks; they stand verbatim inside `span`.
    pub text: String,
    /// Who said them, as the source names the speaker; the name stands in the span or in its article.
    pub speaker: String,
    /// The source sentence (or sentences) that hold the quotation and its attribution.
    pub span: Span,
}

/// A dated line of the story.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TimelineItem {
    /// When it happened.
    pub date: When,
    /// How exactly that is known.
    pub precision: Precision,
    /// What happened.
    pub claim: Claim,
}

/// One side's value in a disagreement.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Version {
    /// The value as the source writes it, e.g. `12`.
    pub value: String,
    /// When that source said so.
    pub as_of: When,
    /// The sentence that says so.
    pub claim: Claim,
}

/// Something the originals disagree on, at least two versions, newest first.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Disagreement {
    /// What about, in a word or two: `deaths`.
    pub about: String,
    /// The versions.
    pub versions: Vec<Version>,
}

/// Why a question is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A source asks it.
    AskedBySource,
    /// Every original leaves it out.
    Missing,
    /// The originals conflict.
    Conflict,
}

/// A question the originals leave open; never answered here.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OpenQuestion {
    /// The question.
    pub text: String,
    /// Why it is open.
    pub why: Why,
    /// Where it is asked, or what conflicts; what was searched when it is missing.
    pub support: Vec<Span>,
}

/// Who wrote a draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Writer {
    /// The default writer: sentences of the originals, chosen and cut.
    #[default]
    Extractive,
    /// A language model.
    Llm,
}

/// What a writer hands in.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Draft {
    /// Of which story.
    pub story: StoryId,
    /// Who wrote it.
    pub writer: Writer,
    /// BCP 47 primary tag of its words.
    pub language: String,
    /// At most [`crate::seal::HEADLINE_CHARS`] characters.
    pub headline: Claim,
    /// Other headlines, best first, for where the judge refuses the first. The judge empties it: no brief holds them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_headlines: Vec<Claim>,
    /// Three to six sentences where the sources give as many.
    pub tldr: Vec<Claim>,
    /// The article.
    pub article: Vec<Section>,
    /// Numbers, places and dates worth a line of their own.
    pub key_facts: Vec<Claim>,
    /// What is new since the last revision.
    pub since_last: Vec<Claim>,
    /// Quotations.
    pub quotes: Vec<Quoted>,
    /// Dated lines, oldest first.
    pub timeline: Vec<TimelineItem>,
    /// What the originals disagree on.
    pub disagreements: Vec<Disagreement>,
    /// What they leave open.
    pub open_questions: Vec<OpenQuestion>,
}

impl Draft {
    /// An empty draft of a story.
    pub fn empty(story: StoryId, language: &str) -> Self {
        Self {
            story,
            writer: Writer::default(),
            language: language.into(),
            headline: Claim::default(),
            other_headlines: vec![],
            tldr: vec![],
            article: vec![],
            key_facts: vec![],
            since_last: vec![],
            quotes: vec![],
            timeline: vec![],
            disagreements: vec![],
            open_questions: vec![],
        }
    }

    /// Every claim in the order in which [`crate::Brief::seal`] expects verdicts: headline, TL;DR, article, key facts,
    /// since last, timeline, disagreements.
    pub fn claims(&self) -> impl Iterator<Item = &Claim> {
        std::iter::once(&self.headline)
            .chain(&self.tldr)
            .chain(self.article.iter().flat_map(|s| &s.sentences))
            .chain(&self.key_facts)
            .chain(&self.since_last)
            .chain(self.timeline.iter().map(|t| &t.claim))
            .chain(self.disagreements.iter().flat_map(|d| d.versions.iter().map(|v| &v.claim)))
    }
}

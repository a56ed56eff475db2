//! What of a brief can be chosen in the configuration.

use standfirst_types::Verbatim;

/// How the days of a brief are written by the default writer, in English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dates {
    /// “on Tuesday 24 November”.
    #[default]
    DayMonth,
    /// “on Tuesday, November 24”.
    MonthDay,
    /// As each original writes them: “on Tuesday”, “yesterday”.
    AsWritten,
}

/// Lengths and counts of a brief.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// Fewest sentences of the TL;DR, where the originals give as many.
    pub tldr_min: usize,
    /// Most sentences of the TL;DR.
    pub tldr_max: usize,
    /// Words the TL;DR aims at, 20 to 400; it closes at the first sentence past it.
    pub tldr_words: usize,
    /// Words the article aims at; it closes at the first sentence past it.
    pub article_words: usize,
    /// Most key facts.
    pub key_facts: usize,
    /// Most quotations.
    pub quotes: usize,
    /// Most dated lines.
    pub timeline: usize,
    /// Most disagreements.
    pub disagreements: usize,
    /// Most open questions.
    pub open_questions: usize,
    /// Most lines of what is new since the last revision.
    pub since_last: usize,
    /// Most words of any one original that a brief may hold in rows of eight or more.
    pub verbatim_words: u32,
    /// Largest share of an original that it may hold so, 0 to 1.
    pub verbatim_share: f32,
    /// Words of any original that it may hold so whatever the share: of a short one a share would be no sentence.
    pub verbatim_least: u32,
    /// Sentences longer than this many words are shortened by leaving out parentheses and relative clauses.
    pub long_sentence: usize,
    /// How days are written. Given by the telling, not by `[brief]`.
    #[serde(skip)]
    pub dates: Dates,
    /// The language of the headings, as a BCP 47 tag; empty: that of the story. Given by the telling, not by `[brief]`.
    #[serde(skip)]
    pub labels: String,
}

impl Options {
    /// How much of any one original a brief may hold word for word.
    pub fn verbatim(&self) -> Verbatim {
        Verbatim { words: self.verbatim_words, share: self.verbatim_share, least: self.verbatim_least }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            tldr_min: 3,
            tldr_max: 6,
            tldr_words: 110,
            article_words: 260,
            key_facts: 5,
            quotes: 4,
            timeline: 8,
            disagreements: 4,
            open_questions: 5,
            since_last: 4,
            verbatim_words: 150,
            verbatim_share: 0.2,
            verbatim_least: 60,
            long_sentence: 32,
            dates: Dates::default(),
            labels: String::new(),
        }
    }
}

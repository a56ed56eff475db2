//! What of a brief can be chosen in the configuration.

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
    /// Largest share of one original's sentences that a brief may hold, 0 to 1. A very short original may give
    /// [`Options::short_original`] sentences, but never all of them.
    pub original_share: f32,
    /// Sentences that any original may give whatever its length.
    pub short_original: usize,
    /// Sentences longer than this many words are shortened by leaving out parentheses and relative clauses.
    pub long_sentence: usize,
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
            original_share: 0.34,
            short_original: 4,
            long_sentence: 32,
        }
    }
}

//! The telling: what of tone, length, language and ending a user may choose, for both writers.

use crate::{Dates, Options};
use standfirst_types::{Claim, Draft, Why, Writer};

/// How a model is asked to sound. The default writer sounds like its sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Like a news agency.
    #[default]
    Neutral,
    /// Short sentences and everyday words.
    Plain,
    /// Like a paper of record.
    Formal,
}

/// How long a brief is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Length {
    /// Half of what `[brief]` says.
    Short,
    /// What `[brief]` says.
    #[default]
    Standard,
    /// Half as much again.
    Long,
}

/// Who writes, and what of the telling can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telling {
    /// `extractive` (the default writer) or `llm` (the model of `[model]`).
    pub kind: Writer,
    /// How a model is asked to sound.
    pub tone: Tone,
    /// How long a brief is, by either writer.
    pub length: Length,
    /// The language a model writes in and of the headings, as a BCP 47 primary tag; empty: that of the sources. A story in
    /// another language is told in its own by the default writer, since no translation can be checked word by word.
    pub language: String,
    /// How days are written: by the default writer, and by a model as far as it does as it is told.
    pub dates: Dates,
    /// Whether the TL;DR ends with a question that a source asks, where one does.
    pub closing_question: bool,
}

impl Telling {
    /// The lengths in force.
    pub fn options(&self, options: &Options) -> Options {
        let scaled = |n: usize| match self.length {
            Length::Short => n.div_ceil(2),
            Length::Standard => n,
            Length::Long => n + n.div_ceil(2),
        };
        Options {
            tldr_words: scaled(options.tldr_words),
            article_words: scaled(options.article_words),
            dates: self.dates,
            labels: self.language.clone(),
            ..options.clone()
        }
    }

    /// Whether a story in `language` can be told as asked.
    pub fn can_tell(&self, language: &str) -> bool {
        self.language.is_empty() || primary(&self.language) == primary(language)
    }

    /// Puts the first question that a source asks at the end of the TL;DR, if that is wanted and there is one.
    pub fn close(&self, draft: &mut Draft) {
        if !self.closing_question || draft.tldr.iter().any(|c| c.text.ends_with('?')) {
            return;
        }
        let asked = draft.open_questions.iter().find(|q| q.why == Why::AskedBySource && !q.support.is_empty());
        let claim = asked.map(|q| Claim { text: q.text.clone(), support: q.support.clone() });
        draft.tldr.extend(claim);
    }
}

/// `en` of `en-GB`, in lower case.
pub(crate) fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

//! A brief: the checked, published form of a story. Only [`Brief::seal`] makes one (see `seal.rs`), so text that was not
//! verified cannot be served: publishing takes `&Brief`.

use crate::{ArticleId, BriefId, Precision, Ref, StoryId, Verbatim, When, Writer};
use jiff::Timestamp;

/// How a sentence stands to what it cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VerdictKind {
    /// Its words are the cited words.
    Verbatim,
    /// All it says stands in the cited words.
    Supported,
    /// Some of what it says does not.
    Partly,
    /// It does not stand there.
    Unsupported,
    /// The cited words say otherwise.
    Contradicted,
}

impl VerdictKind {
    /// Whether a sentence with this verdict may be shown.
    pub fn passes(self) -> bool {
        matches!(self, Self::Verbatim | Self::Supported)
    }
}

/// The judgement on one claim.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Verdict {
    /// How it stands.
    #[serde(rename = "verdict")]
    pub kind: VerdictKind,
    /// Who judged: `rules`, or `nli` for a user's model.
    pub by: String,
    /// What is missing from the cited words: numbers, names, negations, as they stand in the claim.
    pub missing: Vec<String>,
}

impl Verdict {
    /// A verdict of the built-in rules.
    pub fn by_rules(kind: VerdictKind, missing: Vec<String>) -> Self {
        Self { kind, by: "rules".into(), missing }
    }
}

/// A sentence as published: its words, what they rest on, and the judgement.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Checked {
    /// The sentence.
    pub text: String,
    /// What it rests on; never empty.
    pub refs: Vec<Ref>,
    /// The judgement; always one that passes.
    pub check: Verdict,
}

/// Where a story stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BriefStatus {
    /// First told in this edition.
    New,
    /// More is known than before.
    Developing,
    /// Something told before no longer holds.
    Corrected,
    /// Nothing new for days.
    Concluded,
}

/// What a revision of a brief tells a reader who knows the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tells {
    /// A story not told before.
    New,
    /// Something that is new, or a number that changed.
    Update,
    /// That something told before no longer holds.
    Correction,
}

/// A stretch of time, start exclusive, end inclusive: what came after the last cut-off, up to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Window {
    /// The cut-off before.
    pub from: Timestamp,
    /// The cut-off.
    pub to: Timestamp,
}

/// What made a brief, so that it can be made again.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Engine {
    /// Version of Standfirst.
    pub version: String,
    /// Which writer.
    pub writer: Writer,
    /// Hash of the prompt, for a model.
    pub prompt_hash: Option<String>,
    /// What of the sentences a model put into its own words, where it was asked sentence by sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retold: Option<Retold>,
}

/// What became of the sentences that a model was asked to put into its own words, one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Retold {
    /// Sentences asked for.
    pub asked: u32,
    /// Sentences that are the model's.
    pub told: u32,
    /// Why the others stayed as the default writer had them.
    pub kept: Vec<Kept>,
}

/// Sentences that stayed as they were.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Kept {
    /// Why, in words.
    pub why: String,
    /// How many.
    pub sentences: u32,
}

impl Retold {
    /// Adds what became of others.
    pub fn add(&mut self, other: &Self) {
        self.asked += other.asked;
        self.told += other.told;
        for kept in &other.kept {
            match self.kept.iter_mut().find(|k| k.why == kept.why) {
                Some(own) => own.sentences += kept.sentences,
                None => self.kept.push(kept.clone()),
            }
        }
    }

    /// Why sentences stayed as they were, with how many, in words: “4 did this, 2 that”.
    pub fn why_kept(&self) -> String {
        let mut kept: Vec<&Kept> = self.kept.iter().collect();
        kept.sort_by(|a, b| b.sentences.cmp(&a.sentences).then_with(|| a.why.cmp(&b.why)));
        kept.iter().map(|k| format!("{} times {}", k.sentences, k.why)).collect::<Vec<_>>().join(", ")
    }
}

/// Where an original's text comes from. Written `original`, `wire:AP` or `copy-of:ID`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The publisher's own.
    Original,
    /// A wire service's text.
    Wire(String),
    /// The same text as another original.
    CopyOf(ArticleId),
}

/// One version of an original: when it was read and the hash of its text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OriginalVersion {
    /// The version, from 0.
    pub version: u32,
    /// When it was read.
    pub at: Timestamp,
    /// [`crate::span::span_hash`] of the whole text.
    pub hash: String,
}

/// An original: every report a brief rests on or was read for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Original {
    /// The article's id, which every [`Ref`] names.
    pub id: ArticleId,
    /// Address, `http` or `https`; as text it is always shown.
    pub url: String,
    /// Title as the publisher gave it.
    pub title: String,
    /// Publisher's name.
    pub publisher: String,
    /// Owner that counts once.
    pub family: String,
    /// Own text, wire or copy.
    pub origin: Origin,
    /// First published.
    pub published: Option<When>,
    /// Last changed.
    pub modified: Option<When>,
    /// `full`, `partial` or `paywall`.
    pub access: crate::Access,
    /// Versions read, oldest first.
    pub versions: Vec<OriginalVersion>,
}

/// Something told before that no longer holds.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Correction {
    /// When it was noticed.
    pub at: Timestamp,
    /// What was said.
    pub was: String,
    /// What is said now; empty when it was withdrawn.
    pub now: String,
    /// Why: which original changed its text.
    pub why: String,
}

/// A number that later reports give otherwise than the brief before: no fault of anybody's, but the reader has read it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChangedNumber {
    /// What is counted, in a word: `deaths`.
    pub about: String,
    /// The sentence of the brief before.
    pub was: String,
    /// Its number, as it writes it.
    pub was_value: String,
    /// The sentence of this brief, one of [`Brief::since_last`].
    pub now: String,
    /// Its number, as it writes it.
    pub now_value: String,
}

/// What a brief is, apart from its words: identity, sources and history.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Frame {
    /// Made of story and revision.
    pub id: BriefId,
    /// From 1.
    pub revision: u32,
    /// The revision it takes the place of; never overwritten.
    pub supersedes: Option<BriefId>,
    /// Where the story stands.
    pub status: BriefStatus,
    /// The time it covers.
    pub window: Window,
    /// Hash of everything it was made of: same hash, same bytes.
    pub inputs_hash: String,
    /// What made it.
    pub engine: Engine,
    /// Every original.
    pub originals: Vec<Original>,
    /// Distinct independent sources among them.
    pub independent_sources: u32,
    /// What was told before and no longer holds, oldest first.
    pub corrections: Vec<Correction>,
    /// Numbers that changed since the revision before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed_numbers: Vec<ChangedNumber>,
    /// How much of any one original it may hold word for word.
    #[serde(default, skip_serializing_if = "Verbatim::is_default")]
    pub verbatim: Verbatim,
}

/// A quotation as published.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CheckedQuote {
    /// The words, verbatim.
    pub text: String,
    /// Who said them.
    pub speaker: String,
    /// Where they stand.
    #[serde(rename = "ref")]
    pub reference: Ref,
}

/// A headed run of sentences as published.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CheckedSection {
    /// Heading.
    pub heading: String,
    /// Sentences.
    pub sentences: Vec<Checked>,
}

/// A dated line as published.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CheckedTime {
    /// When.
    pub date: When,
    /// How exactly.
    pub precision: Precision,
    /// What.
    pub sentence: Checked,
}

/// One side of a disagreement as published.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CheckedVersion {
    /// The value.
    pub value: String,
    /// When that source said so.
    pub as_of: When,
    /// The sentence that says so.
    pub sentence: Checked,
}

/// A disagreement as published.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CheckedDisagreement {
    /// What about.
    pub about: String,
    /// At least two versions, newest first.
    pub versions: Vec<CheckedVersion>,
}

/// An open question as published.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CheckedQuestion {
    /// The question.
    pub text: String,
    /// Why it is open.
    pub why: crate::Why,
    /// Where it is asked, or what conflicts.
    pub refs: Vec<Ref>,
}

/// The checked, published form of a story: schema `standfirst.brief/1`. There is no way to one but [`Brief::seal`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Brief {
    pub(crate) schema: &'static str,
    pub(crate) story: StoryId,
    #[serde(flatten)]
    pub(crate) frame: Frame,
    pub(crate) language: String,
    pub(crate) headline: Checked,
    pub(crate) tldr: Vec<Checked>,
    pub(crate) article: Vec<CheckedSection>,
    pub(crate) key_facts: Vec<Checked>,
    pub(crate) since_last: Vec<Checked>,
    pub(crate) quotes: Vec<CheckedQuote>,
    pub(crate) timeline: Vec<CheckedTime>,
    pub(crate) disagreements: Vec<CheckedDisagreement>,
    pub(crate) open_questions: Vec<CheckedQuestion>,
}

impl Brief {
    /// `standfirst.brief/1`.
    pub const SCHEMA: &'static str = "standfirst.brief/1";
    /// The story it tells.
    pub fn story(&self) -> StoryId {
        self.story
    }
    /// Identity, sources and history.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }
    /// BCP 47 primary tag of its words.
    pub fn language(&self) -> &str {
        &self.language
    }
    /// The headline.
    pub fn headline(&self) -> &Checked {
        &self.headline
    }
    /// The TL;DR.
    pub fn tldr(&self) -> &[Checked] {
        &self.tldr
    }
    /// The article.
    pub fn article(&self) -> &[CheckedSection] {
        &self.article
    }
    /// Key facts.
    pub fn key_facts(&self) -> &[Checked] {
        &self.key_facts
    }
    /// What is new since the last revision.
    pub fn since_last(&self) -> &[Checked] {
        &self.since_last
    }
    /// Quotations.
    pub fn quotes(&self) -> &[CheckedQuote] {
        &self.quotes
    }
    /// Dated lines, oldest first.
    pub fn timeline(&self) -> &[CheckedTime] {
        &self.timeline
    }
    /// What the originals disagree on.
    pub fn disagreements(&self) -> &[CheckedDisagreement] {
        &self.disagreements
    }
    /// What they leave open.
    pub fn open_questions(&self) -> &[CheckedQuestion] {
        &self.open_questions
    }
    /// Whether this revision tells what the one before did not, and what; `None` where only its words or sources are others.
    pub fn tells(&self) -> Option<Tells> {
        let told = !self.since_last.is_empty() || !self.frame.changed_numbers.is_empty();
        match self.frame.status {
            _ if self.frame.revision <= 1 => Some(Tells::New),
            BriefStatus::Developing if told => Some(Tells::Update),
            BriefStatus::Corrected if told || !self.frame.corrections.is_empty() => Some(Tells::Correction),
            _ => None,
        }
    }
    /// The original a reference names.
    pub fn original(&self, id: ArticleId) -> Option<&Original> {
        self.frame.originals.iter().find(|o| o.id == id)
    }
    /// Every sentence, in the order of [`crate::Draft::claims`].
    pub fn sentences(&self) -> impl Iterator<Item = &Checked> {
        std::iter::once(&self.headline)
            .chain(&self.tldr)
            .chain(self.article.iter().flat_map(|s| &s.sentences))
            .chain(&self.key_facts)
            .chain(&self.since_last)
            .chain(self.timeline.iter().map(|t| &t.sentence))
            .chain(self.disagreements.iter().flat_map(|d| d.versions.iter().map(|v| &v.sentence)))
    }
    /// Every reference of every part.
    pub fn refs(&self) -> impl Iterator<Item = &Ref> {
        self.sentences()
            .flat_map(|s| &s.refs)
            .chain(self.quotes.iter().map(|q| &q.reference))
            .chain(self.open_questions.iter().flat_map(|q| &q.refs))
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Original => f.write_str("original"),
            Self::Wire(name) => write!(f, "wire:{name}"),
            Self::CopyOf(id) => write!(f, "copy-of:{id}"),
        }
    }
}

impl serde::Serialize for Origin {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Origin {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        match text.split_once(':') {
            None if text == "original" => Ok(Self::Original),
            Some(("wire", name)) => Ok(Self::Wire(name.into())),
            Some(("copy-of", id)) => id.parse().map(Self::CopyOf).map_err(serde::de::Error::custom),
            _ => Err(serde::de::Error::custom(format!("“{text}” is no origin"))),
        }
    }
}

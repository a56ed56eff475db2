//! An edition: the briefs of a window in order, what changed since the last one, and the ledger of what was and was not read.

use crate::{ArticleId, BriefId, EditionId, Ranking, Retold, StoryId, Window};
use jiff::Timestamp;

/// A story's place in an edition.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct EditionStory {
    /// The story.
    pub story: StoryId,
    /// The revision of its brief that the edition shows.
    pub brief: BriefId,
    /// What it was ordered by; higher first, but for pinned stories, which come before all others.
    pub rank: f64,
    /// The numbers the rank is made of; absent for a story shown alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranking: Option<Ranking>,
    /// Whether the user pinned it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
    /// Stories it was made of or parted from by the user.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<StoryLink>,
}

impl EditionStory {
    /// A story shown alone: no rank, no links.
    pub fn alone(story: StoryId, brief: BriefId) -> Self {
        Self { story, brief, rank: 0.0, ranking: None, pinned: false, links: vec![] }
    }
}

/// How another story hangs together with this one: by a decision of the user's, or because it tells the same in another
/// language.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StoryLink {
    /// `merged`: that story is part of this one; `split_off`: an article of this one is there now; `split_from`: this one
    /// holds an article that was there; `abroad`: it seems to tell the same event in another language.
    pub how: String,
    /// The other story.
    pub story: StoryId,
    /// Its headline, or the article's title.
    pub headline: String,
    /// The article that was taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
    /// BCP 47 tag of a story in another language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// One line of “Changed since …”.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Change {
    /// The story.
    pub story: StoryId,
    /// Its headline now.
    pub headline: String,
    /// `new`, `updated`, `number`, `corrected` or `withdrawn`; `number` is a number that later reports give otherwise.
    pub what: String,
    /// A sentence of the brief, or of a correction: what is new.
    pub text: String,
    /// What it said before, for corrections and changed numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
}

/// A correction, and the story it was made in.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Corrected {
    /// The story.
    pub story: StoryId,
    /// Its headline now.
    pub headline: String,
    /// The correction.
    pub correction: crate::Correction,
}

/// A feed or page that gave nothing, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FeedProblem {
    /// Title of the feed, or the page's address.
    pub title: String,
    /// Address.
    pub url: String,
    /// What was met and what to do about it.
    pub problem: String,
    /// Since when.
    pub since: Option<Timestamp>,
}

/// Something read and not shown, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NotShown {
    /// Title of the article or story.
    pub title: String,
    /// Address of one original.
    pub url: String,
    /// `copy`, `paywall`, `thin`, `blocked`, `not_article`, `unsupported`, `below_the_fold`, `muted`, `old`.
    pub reason: String,
    /// In words.
    pub detail: String,
}

/// What a model was asked in a window, what it cost, and where the default writer wrote in its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ModelUse {
    /// The model's name.
    pub model: String,
    /// Stories of the edition that it told.
    pub stories: u32,
    /// Times it was asked.
    pub asked: u32,
    /// Times it gave no answer.
    pub failed: u32,
    /// Tokens asked.
    pub tokens_in: u64,
    /// Tokens answered.
    pub tokens_out: u64,
    /// What it cost, in millionths of the currency of its prices.
    pub millionths: u64,
    /// What became of single sentences, where it was asked for them one by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Retold>,
    /// Stories of the edition that the default writer told in its place, with the reason.
    pub instead: Vec<FeedProblem>,
}

/// What was and was not read. “No news” never looks like “the fetch failed”.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ledger {
    /// Feeds followed.
    pub feeds: u32,
    /// Feeds that answered (200 or 304).
    pub feeds_answered: u32,
    /// Feeds that did not.
    pub feed_problems: Vec<FeedProblem>,
    /// Entries announced in the window.
    pub entries: u32,
    /// Entries that could not be kept.
    pub entries_rejected: u32,
    /// Entries that a rule of the user's keeps out.
    #[serde(default)]
    pub entries_ruled_out: u32,
    /// Pages read in the window.
    pub pages_read: u32,
    /// Pages that did not answer, were forbidden by robots.txt, or were no pages.
    pub pages_refused: Vec<FeedProblem>,
    /// Pages behind a paywall.
    pub paywalled: u32,
    /// Pages too thin to brief.
    pub thin: u32,
    /// Pages blocked by a consent wall, bot check or login.
    pub blocked: u32,
    /// Articles that are copies of another.
    pub copies: u32,
    /// Sentences that failed the check and were left out.
    pub sentences_left_out: u32,
    /// What a model was asked and what it cost; `None` where none is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelUse>,
    /// Stories and articles not shown, each with its reason.
    pub not_shown: Vec<NotShown>,
}

/// What the reader opens.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Edition {
    /// Always `standfirst.edition/1`.
    pub schema: String,
    /// Made of the window's end.
    pub id: EditionId,
    /// From the last edition (or a day before) to the cut-off.
    pub window: Window,
    /// When it was composed.
    pub created: Timestamp,
    /// The edition before.
    pub previous: Option<EditionId>,
    /// Publishers read in the window, by name.
    pub sources: Vec<String>,
    /// Stories in order.
    pub stories: Vec<EditionStory>,
    /// What changed since the last edition.
    pub changed: Vec<Change>,
    /// The ledger.
    pub ledger: Ledger,
}

/// All that any output of an edition needs, so that page, feed, mail, JSON and terminal can never differ.
#[derive(Clone, Debug)]
pub struct Published {
    /// The edition.
    pub edition: Edition,
    /// Its briefs, in its order.
    pub briefs: Vec<crate::Brief>,
    /// Every version of every article that a brief cites.
    pub originals: Vec<crate::Article>,
}

impl Published {
    /// The cited version of an article.
    pub fn original(&self, article: crate::ArticleId, version: u32) -> Option<&crate::Article> {
        self.originals.iter().find(|a| a.id == article && a.version == version)
    }
    /// The brief of a story.
    pub fn brief(&self, story: StoryId) -> Option<&crate::Brief> {
        self.briefs.iter().find(|b| b.story() == story)
    }
}

//! Why: what decided about a story, for whoever asks. Which article is in it by what, what it is a copy of, who counts as a
//! voice of its own, where the story stands in the edition and by which numbers, what the user decided.

use crate::{ArticleId, Decision, EditionId, Ranking, StoryId, StoryLink};
use jiff::Timestamp;

/// Everything that decided about a story: schema `standfirst.why/1`.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StoryWhy {
    /// `standfirst.why/1`.
    pub schema: &'static str,
    /// The story.
    pub story: StoryId,
    /// The story that was asked for, when that is now part of this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<StoryId>,
    /// Its headline, or its first report's title while it has no brief.
    pub headline: String,
    /// The articles in the order in which they joined.
    pub members: Vec<MemberWhy>,
    /// Voices that count, by name; their number is `independent`.
    pub voices: Vec<Voice>,
    /// How many voices count.
    pub independent: u32,
    /// How that number came about, in a sentence.
    pub independence: String,
    /// Its place in the latest edition that shows it.
    pub place: Option<Place>,
    /// Why the latest edition does not show it, when it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_shown: Option<String>,
    /// Whether the user pinned it.
    pub pinned: bool,
    /// Whether the user muted this very story.
    pub muted: bool,
    /// Decisions of the user's that made it what it is, oldest first.
    pub decisions: Vec<DecisionSaid>,
    /// Stories it was made of or parted from.
    pub links: Vec<StoryLink>,
    /// Why the default writer told it where a model was to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Sentences that the check left out of its brief, each with what was missing of it.
    pub left_out: Vec<(String, Vec<String>)>,
}

/// Why one article is in its story.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct MemberWhy {
    /// The article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// Its publisher.
    pub publisher: String,
    /// Its address.
    pub url: String,
    /// When it counts as published.
    pub published: Timestamp,
    /// When it joined.
    pub joined: Timestamp,
    /// How it came in: `first`, `joined`, `copy` or `user`.
    pub by: &'static str,
    /// Similarity to the story when it joined, 0 to 1; the shared part of the shorter text for a copy.
    pub score: f32,
    /// The similarity that was asked; absent for copies and where nothing was near.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed: Option<f32>,
    /// The terms that decided, heaviest first.
    pub terms: Vec<String>,
    /// The nearest other story and by how much it was farther.
    pub runner_up: Option<RunnerUp>,
    /// The article whose text it is, with its title.
    pub copy_of: Option<(ArticleId, String)>,
    /// The wire service its text names.
    pub wire: Option<String>,
    /// Who owns its publisher.
    pub family: String,
    /// The voice it counts as, if it counts.
    pub counts_as: Option<String>,
    /// In a sentence: whether it counts and why.
    pub counts: String,
}

/// A story that an article was not put into.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct RunnerUp {
    /// The story.
    pub story: StoryId,
    /// Its headline.
    pub headline: String,
    /// Similarity to it, 0 to 1.
    pub score: f32,
    /// By how much the story the article is in was nearer; absent for an article that opened its story, for then none was
    /// near enough.
    pub margin: Option<f32>,
}

/// One voice: a family, or a wire service whoever ran its text.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Voice {
    /// The family or the service.
    pub name: String,
    /// Whether it is a wire service.
    pub wire: bool,
    /// Its reports in the story that are no copies.
    pub articles: Vec<ArticleId>,
}

/// A story's place in an edition.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Place {
    /// The edition.
    pub edition: EditionId,
    /// From 1.
    pub position: u32,
    /// How many stories the edition shows.
    pub of: u32,
    /// Whether the user pinned it.
    pub pinned: bool,
    /// The numbers.
    pub ranking: Option<Ranking>,
    /// The rank of the story right before it and of the one right after it.
    pub neighbours: (Option<f64>, Option<f64>),
}

/// A decision and what it says.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DecisionSaid {
    /// The decision.
    #[serde(flatten)]
    pub decision: Decision,
    /// In words, with the headlines of the stories that it names.
    pub words: String,
}

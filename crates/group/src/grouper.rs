//! The grouper: one pass over articles in the order they come, a story for each.
//!
//! `assign` decides and then does what `restore` does, and nothing else changes the state: so replaying the stored
//! assignments after a restart gives the very state that was lost.

use crate::copies::Copies;
use crate::doc::{Assignment, Config, Doc};
use crate::frequency::Frequency;
use crate::live::{Asking, Bond};
use crate::stories::{Near, Stories};
use crate::terms::{Terms, common_shares, terms};
use crate::vector::{Key, Query};
use jiff::Timestamp;
use standfirst_types::{ArticleId, MemberKind, StoryId};

/// Terms shown as the ones that decided.
const SHOWN: usize = 8;
/// Names in both leads, a first and a last one, that bind an article to a story in full.
const BONDS: f32 = 2.0;
/// Seconds of article time between sweeps.
const SWEEP: i64 = 3600;

/// The state of grouping: live stories, remembered texts, live term counts. Its size is bounded by the articles of the
/// window.
#[derive(Clone, Debug)]
pub struct Grouper {
    config: Config,
    clock: i64,
    swept: i64,
    copies: Copies,
    stories: Stories,
    rarity: Frequency,
}

impl Grouper {
    /// An empty state.
    pub fn new(config: Config) -> Self {
        Self {
            clock: i64::MIN,
            swept: i64::MIN,
            copies: Copies::new(config.window_hours),
            stories: Stories::default(),
            rarity: Frequency::new(config.prior, config.power, config.memory_days, common_shares()),
            config,
        }
    }

    /// Decides which story an article belongs to and takes it in. A new version of an article that is still remembered
    /// stays in its story.
    pub fn assign(&mut self, doc: &Doc<'_>) -> Assignment {
        self.advance(doc.at);
        if let Some(story) = self.copies.home(doc.id) {
            self.take_copy(doc.id, story, doc.at);
            let kind = MemberKind::Original;
            return Assignment {
                story,
                is_new: false,
                kind,
                score: 1.0,
                runner_up: None,
                needed: None,
                abroad: None,
                terms: Vec::new(),
            };
        }
        let print = Copies::print(doc);
        if let Some((first, part)) = self.copies.find(&print) {
            let kind = MemberKind::CopyOf(first);
            let story = self.copies.home(first).unwrap_or_else(|| story_of(first));
            let answer = Assignment {
                story,
                is_new: false,
                kind,
                score: part,
                runner_up: None,
                needed: None,
                abroad: None,
                terms: Vec::new(),
            };
            self.take_copy(first, story, doc.at);
            return answer;
        }
        let terms = self.terms(doc);
        let answer = self.decide(doc, &terms);
        self.take_original(doc, answer.story, terms, print);
        answer
    }

    /// Takes in an article whose story is already known: replay after a restart, or a person's own choice. Afterwards
    /// the state is what `assign` with that answer would have left. Replay every article of the live stories in the
    /// order they came.
    pub fn restore(&mut self, doc: &Doc<'_>, story: StoryId, kind: MemberKind) {
        self.advance(doc.at);
        if let MemberKind::CopyOf(first) = kind {
            return self.take_copy(first, story, doc.at);
        }
        if self.copies.home(doc.id).is_some() {
            return self.take_copy(doc.id, story, doc.at);
        }
        let terms = self.terms(doc);
        self.take_original(doc, story, terms, Copies::print(doc));
    }

    /// Lets go of what has had no new member for the window before `now`. Called as often as one likes.
    pub fn expire(&mut self, now: Timestamp) {
        self.advance(now);
        self.sweep();
    }

    /// How many stories are live.
    pub fn live(&self) -> usize {
        self.stories.len()
    }

    fn advance(&mut self, at: Timestamp) {
        self.copies.advance(at);
        self.clock = self.clock.max(at.as_second());
        self.rarity.advance(self.clock);
        self.stories.expire(self.clock.saturating_sub(i64::from(self.config.window_hours) * 3600));
        if self.clock.saturating_sub(self.swept) >= SWEEP {
            self.sweep();
        }
    }

    fn sweep(&mut self) {
        self.swept = self.clock;
        self.copies.sweep();
    }

    /// The article's terms, the whole cut to its rarest and heaviest.
    fn terms(&self, doc: &Doc<'_>) -> Terms {
        let mut terms = terms(doc, &self.config, |key| self.rarity.is_common(key));
        terms.all.prune(self.config.terms, &self.rarity);
        terms.names.prune(32, &self.rarity);
        terms.lead.prune(64, &self.rarity);
        terms
    }

    fn decide(&self, doc: &Doc<'_>, terms: &Terms) -> Assignment {
        let all = Query::new(&terms.all, &self.rarity);
        let lead = if terms.lead.0.is_empty() { all.clone() } else { Query::new(&terms.lead, &self.rarity) };
        let names = Query::new(&terms.names, &self.rarity);
        let bonds = self.bonds(terms);
        let (only_headline, at) = (terms.lead.0.is_empty(), doc.at.as_second());
        let asking = Asking { bonds, slots: [&all, &lead, &names], only_headline, at };
        let near = self.stories.nearest(&asking, &self.config);
        let abroad = self.stories.abroad(&terms.foreign, doc.language, at);
        let pair = |n: Option<&Near>| n.map(|n| (n.id, n.score));
        let second = near.get(1).map_or(0.0, |n| n.score);
        let needed = near.first().map(|best| self.needed(best, second, doc.language));
        match near.first().filter(|best| needed.is_some_and(|needed| best.score >= needed)) {
            Some(best) => Assignment {
                story: best.id,
                is_new: false,
                kind: MemberKind::Original,
                score: best.score,
                runner_up: pair(near.get(1)),
                needed,
                abroad,
                terms: self.shown(best.id, &all, terms),
            },
            None => Assignment {
                story: story_of(doc.id),
                is_new: true,
                kind: MemberKind::Original,
                score: 1.0,
                runner_up: pair(near.first()),
                needed,
                abroad,
                terms: Vec::new(),
            },
        }
    }

    fn bonds(&self, terms: &Terms) -> Vec<Bond> {
        let bond = |&(name, stem): &(Key, Key)| Bond {
            name,
            stem,
            in_lead: terms.lead.has(stem),
            seen: self.rarity.seen(name),
        };
        terms.bonds.iter().map(bond).collect()
    }

    /// The similarity asked for. Less when names bind the article to the story. More among many live stories, for the best of many strangers looks nearer than the
    /// best of few; and more when another story is about as near, for then the shared words are the theme's and not
    /// the event's.
    fn needed(&self, best: &Near, second: f32, language: &str) -> f32 {
        let rivalry = if best.score > 0.0 { (second / best.score).clamp(0.0, 1.0) } else { 0.0 };
        let crowd = ((self.stories.of_language(language) as f32 + 16.0) / 256.0).log2();
        let bound = 1.0 - self.config.bond * (best.bonds / BONDS).min(1.0);
        bound * (self.config.join + self.config.rival * rivalry * rivalry + self.config.crowd * crowd)
    }

    fn shown(&self, story: StoryId, query: &Query, terms: &Terms) -> Vec<String> {
        let shared = self.stories.shared(story, query);
        shared.iter().filter_map(|(key, _)| terms.spelled.get(key).cloned()).take(SHOWN).collect()
    }

    fn take_original(&mut self, doc: &Doc<'_>, story: StoryId, terms: Terms, print: crate::copies::Print) {
        let keys: Vec<Key> = terms.all.0.iter().chain(&terms.names.0).map(|e| e.0).collect();
        self.stories.add(story, doc, terms, &self.rarity, &self.config);
        self.rarity.count(doc.at.as_second(), keys.into_iter());
        self.copies.remember(doc.id, doc.at, print);
        self.copies.settle(doc.id, story);
    }

    fn take_copy(&mut self, first: ArticleId, story: StoryId, at: Timestamp) {
        self.copies.touch(first, at);
        self.stories.touch(story, at.as_second());
    }
}

/// The story an article opens.
fn story_of(article: ArticleId) -> StoryId {
    StoryId::of(&[article.as_str().as_bytes()])
}

//! A live story as articles are held against it: the centres of its whole texts, leads, headlines and names, and its
//! latest reports one by one. A centre says what all reports have in common; a single report says what a follow-up to
//! it goes on from.

use crate::doc::Config;
use crate::frequency::Frequency;
use crate::terms::Terms;
use crate::vector::{Key, Query, Vector};
use standfirst_types::StoryId;

/// The slots: the whole text, the lead, the headline, the names.
pub(crate) const WHOLE: usize = 0;
const LEAD: usize = 1;
const NAMES: usize = 3;
/// Terms of a story's leads, headlines, names.
const CAPS: [usize; 3] = [64, 32, 64];
/// The fading by age of single reports is this much slower, for the story's is taken too.
const MEMBER_HALF_LIVES: f32 = 4.0;
/// Reports from which a story has names of its own.
const SETTLED: u32 = 2;
/// How many articles may hold a name of a story for each of its reports: some mention it, and some are held apart by error.
const ALONE: f32 = 1.05;
/// The part of a story's reports that hold a name of its own.
const SHARED: f32 = 0.6;

/// A live story. `number` counts stories as they open, so ties go to the older one whatever place it has.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    pub(crate) id: StoryId,
    pub(crate) language: String,
    pub(crate) number: u64,
    pub(crate) last: i64,
    first: i64,
    reports: u32,
    centres: [Centre; 4],
    /// The latest reports and when they came.
    members: Vec<(i64, Centre)>,
}

/// The sum of reports' vectors in one slot and its length.
#[derive(Clone, Debug, Default)]
struct Centre {
    sum: Vector,
    norm: f32,
}

/// An article ready to be compared.
pub(crate) struct Asking<'a> {
    /// Of the whole text, the lead, the headline, the names.
    pub(crate) slots: [&'a Query; 4],
    pub(crate) bonds: Vec<Bond>,
    pub(crate) at: i64,
}

/// A name of the article that may bind it to a story.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bond {
    pub(crate) name: Key,
    /// The name's key among the words.
    pub(crate) stem: Key,
    pub(crate) in_lead: bool,
    /// How many articles of late held it.
    pub(crate) seen: f32,
}

impl Live {
    pub(crate) fn new(id: StoryId, language: &str, number: u64, at: i64) -> Self {
        let (language, centres, members) = (language.to_owned(), Default::default(), Vec::new());
        Self { id, language, number, first: at, last: at, reports: 0, centres, members }
    }

    /// The centre of the whole texts.
    pub(crate) fn whole(&self) -> &Vector {
        &self.centres[WHOLE].sum
    }

    /// Similarity to an article, 0 to 1, faded by the time between the article and the story's nearest end.
    pub(crate) fn score(&self, asking: &Asking<'_>, config: &Config) -> f32 {
        let (mut score, proofs) = self.centre_score(asking, config);
        if let Some(near) = self.nearest_members(asking, config) {
            score += (near - score) * config.member;
        }
        score *= 1.0 - config.thin * (1.0 - (proofs / config.proofs.max(1.0)).min(1.0));
        let gap = (asking.at.saturating_sub(self.last)).max(self.first.saturating_sub(asking.at)).max(0);
        score * (-(gap as f32 / 3600.0) / config.half_life_hours).exp2()
    }

    /// How many names bind the article to the story: names that most of its reports hold and hardly any other article
    /// of late.
    /// One that stands in both leads counts in full, in one of them half, in none a quarter.
    pub(crate) fn bonds(&self, asking: &Asking<'_>) -> f32 {
        if self.reports < SETTLED {
            return 0.0;
        }
        let reports = self.reports as f32;
        let own = |b: &&Bond| b.seen <= ALONE * reports && b.seen >= SHARED * reports;
        let held = asking.bonds.iter().filter(own).filter(|b| self.centres[NAMES].sum.has(b.name));
        held.map(|b| match (b.in_lead, self.centres[LEAD].sum.has(b.stem)) {
            (true, true) => 1.0,
            (false, false) => 0.25,
            _ => 0.5,
        })
        .sum()
    }

    /// Adds a report's terms; returns the keys of the whole text there were before and the ones let go. Every report
    /// weighs the same until its terms are pruned away.
    pub(crate) fn take_in(
        &mut self,
        at: i64,
        terms: &Terms,
        rarity: &Frequency,
        config: &Config,
    ) -> (Vec<Key>, Vec<Key>) {
        self.first = self.first.min(at);
        self.last = self.last.max(at);
        self.reports = self.reports.saturating_add(1);
        self.members.push((at, Centre { sum: terms.all.clone(), norm: terms.all.norm(rarity) }));
        if self.members.len() > config.members {
            self.members.remove(0);
        }
        let before = self.whole().0.iter().map(|e| e.0).collect();
        let [whole, lead, title, names] = &mut self.centres;
        let gone = whole.add(&terms.all, rarity, config.centre);
        for ((centre, vector), cap) in
            [(lead, &terms.lead), (title, &terms.title), (names, &terms.names)].into_iter().zip(CAPS)
        {
            centre.add(vector, rarity, cap);
        }
        (before, gone)
    }

    /// The weighted mean of the similarities to the centres, and how many terms make that to the whole text. Names that
    /// all differ take from it: then the shared words are the theme's and not the event's.
    fn centre_score(&self, asking: &Asking<'_>, config: &Config) -> (f32, f32) {
        let (mut sum, mut weights, mut proofs, mut names) = (0.0, 0.0, 0.0, None);
        for (i, (query, centre)) in asking.slots.iter().zip(&self.centres).enumerate() {
            if query.is_empty() || centre.norm <= 0.0 {
                continue;
            }
            let (part, terms) = query.evidence(&centre.sum, centre.norm);
            let weight = config.slots.get(i).copied().unwrap_or(0.0);
            sum += part * weight;
            weights += weight;
            match i {
                WHOLE => proofs = terms,
                NAMES => names = Some(part),
                _ => {}
            }
        }
        let mut score = sum / weights.max(f32::MIN_POSITIVE);
        if let Some(names) = names.filter(|n| *n < config.stranger) {
            score *= 1.0 - config.conflict * (1.0 - names / config.stranger);
        }
        (score, proofs)
    }

    /// The mean similarity to the nearest reports, each faded by the time between; none while a story has one report,
    /// which is its centre.
    fn nearest_members(&self, asking: &Asking<'_>, config: &Config) -> Option<f32> {
        if self.members.len() < 2 {
            return None;
        }
        let half_life = config.half_life_hours * MEMBER_HALF_LIVES;
        let near = self.members.iter().map(|(at, member)| {
            let hours = asking.at.saturating_sub(*at).saturating_abs() as f32 / 3600.0;
            asking.slots[WHOLE].cosine(&member.sum, member.norm) * (-hours / half_life).exp2()
        });
        let mut near: Vec<f32> = near.collect();
        near.sort_unstable_by(|a, b| b.total_cmp(a));
        near.truncate(config.nearest.max(1));
        Some(near.iter().sum::<f32>() / near.len() as f32)
    }
}

impl Centre {
    /// Adds a vector at length 1 and keeps the `cap` heaviest terms; returns the keys let go.
    fn add(&mut self, vector: &Vector, rarity: &Frequency, cap: usize) -> Vec<Key> {
        let norm = vector.norm(rarity);
        if norm > 0.0 {
            self.sum.add(vector, 1.0 / norm);
        }
        let gone = self.sum.prune(cap, rarity);
        self.norm = self.sum.norm(rarity);
        gone
    }
}

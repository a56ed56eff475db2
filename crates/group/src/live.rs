//! A live story as articles are held against it: the centres of its whole texts, leads, headlines and names, and its
//! latest reports one by one. A centre says what all reports have in common; a single report says what a follow-up to
//! it goes on from.

use crate::doc::Config;
use crate::frequency::Frequency;
use crate::terms::Terms;
use crate::vector::{Key, Query, Vector};
use standfirst_types::StoryId;

/// The slots: the whole text, the lead, the names.
pub(crate) const WHOLE: usize = 0;
const LEAD: usize = 1;
const NAMES: usize = 2;
/// Terms of a story's leads and names.
const CAPS: [usize; 2] = [64, 64];
/// The fading by age of single reports is this much slower, for the story's is taken too.
const MEMBER_HALF_LIVES: f32 = 4.0;
/// Reports from which a story has names of its own.
const SETTLED: u32 = 2;
/// How many articles may hold a name of a story for each of its reports: some mention it, and some are held apart by error.
const ALONE: f32 = 1.05;
/// The part of a story's reports that hold a name of its own.
const SHARED: f32 = 0.6;

/// A live story. `number` counts stories as they open, so ties go to the older one.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    pub(crate) id: StoryId,
    /// Place of its language in the list of languages.
    pub(crate) language: u16,
    pub(crate) number: u32,
    reports: u32,
    pub(crate) last: i64,
    first: i64,
    body: Body,
}

/// What a story's reports say. Most stories stay with one report, so one report takes little room: its own vectors are
/// the centres.
#[derive(Clone, Debug)]
enum Body {
    Empty,
    One(Box<[Centre; 3]>),
    Many(Box<Many>),
}

#[derive(Clone, Debug)]
struct Many {
    centres: [Centre; 3],
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
    /// Of the whole text, the lead, the names.
    pub(crate) slots: [&'a Query; 3],
    /// Whether the lead is the whole, for there is no text.
    pub(crate) only_headline: bool,
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
    pub(crate) fn new(id: StoryId, language: u16, number: u32, at: i64) -> Self {
        Self { id, language, number, reports: 0, first: at, last: at, body: Body::Empty }
    }

    /// The centre of the whole texts.
    pub(crate) fn whole(&self) -> &[(Key, f32)] {
        self.centres().first().map_or(&[], |centre| &centre.sum.0)
    }

    fn centres(&self) -> &[Centre] {
        match &self.body {
            Body::Empty => &[],
            Body::One(centres) => centres.as_slice(),
            Body::Many(many) => &many.centres,
        }
    }

    /// A slot's centre; a headline alone is its own lead.
    fn centre(&self, slot: usize) -> Option<&Centre> {
        let centres = self.centres();
        centres.get(slot).filter(|centre| slot != LEAD || centre.norm > 0.0).or_else(|| centres.get(WHOLE))
    }

    fn holds(&self, slot: usize, key: Key) -> bool {
        self.centre(slot).is_some_and(|centre| centre.sum.has(key))
    }

    /// Similarity of the whole texts, and how many terms make it.
    pub(crate) fn similarity(&self, asking: &Asking<'_>) -> (f32, f32) {
        self.centre(WHOLE).map_or((0.0, 0.0), |centre| asking.slots[WHOLE].evidence(&centre.sum, centre.norm))
    }

    /// Similarity to an article, 0 to 1, faded by the time between the article and the story's nearest end. `whole` is what
    /// [`Self::similarity`] said.
    pub(crate) fn score(&self, asking: &Asking<'_>, whole: (f32, f32), config: &Config) -> f32 {
        let mut score = self.centre_score(asking, whole.0, config);
        if let Some(near) = self.nearest_members(asking, config) {
            score += (near - score) * config.member;
        }
        score *= 1.0 - config.thin * (1.0 - (whole.1 / config.proofs.max(1.0)).min(1.0));
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
        let held = asking.bonds.iter().filter(own).filter(|b| self.holds(NAMES, b.name));
        held.map(|b| match (b.in_lead, self.holds(LEAD, b.stem)) {
            (true, true) => 1.0,
            (false, false) => 0.25,
            _ => 0.5,
        })
        .sum()
    }

    /// Adds a report's terms; returns the keys of the whole text that are new and the ones let go. Every report weighs the
    /// same until its terms are pruned away.
    pub(crate) fn take_in(
        &mut self,
        at: i64,
        terms: Terms,
        rarity: &Frequency,
        config: &Config,
    ) -> (Vec<Key>, Vec<Key>) {
        let report = [terms.all, terms.lead, terms.names].map(|vector| Centre::of(vector, rarity));
        let keys: Vec<Key> = report[WHOLE].sum.0.iter().map(|e| e.0).collect();
        let (added, gone) = match &mut self.body {
            Body::Empty => {
                self.body = Body::One(Box::new(report));
                (keys, Vec::new())
            }
            Body::One(first) => {
                let before = first[WHOLE].sum.clone();
                let mut many =
                    Many { centres: first.as_ref().clone(), members: vec![(self.first, first[WHOLE].clone())] };
                many.centres.iter_mut().for_each(Centre::scale);
                let gone = many.add(at, report, rarity, config);
                self.body = Body::Many(Box::new(many));
                new_and_gone(&before, keys, gone)
            }
            Body::Many(many) => {
                let before = many.centres[WHOLE].sum.clone();
                let gone = many.add(at, report, rarity, config);
                new_and_gone(&before, keys, gone)
            }
        };
        self.first = self.first.min(at);
        self.last = self.last.max(at);
        self.reports = self.reports.saturating_add(1);
        (added, gone)
    }

    /// The weighted mean of the similarities to the centres, `whole` being that to the whole text's. Names that all differ
    /// take from it: then the shared words are the theme's and not the event's.
    fn centre_score(&self, asking: &Asking<'_>, whole: f32, config: &Config) -> f32 {
        let (mut sum, mut weights, mut names) = (0.0, 0.0, None);
        for (i, (query, weight)) in asking.slots.iter().zip(config.slots).enumerate() {
            let Some(centre) = self.centre(i) else { continue };
            if query.is_empty() || centre.norm <= 0.0 {
                continue;
            }
            let same = i == WHOLE || (i == LEAD && asking.only_headline && self.only_headlines());
            let part = if same { whole } else { query.cosine(&centre.sum, centre.norm) };
            sum += part * weight;
            weights += weight;
            names = (i == NAMES).then_some(part).or(names);
        }
        let score = sum / weights.max(f32::MIN_POSITIVE);
        match names.filter(|part| *part < config.stranger) {
            Some(part) => score * (1.0 - config.conflict * (1.0 - part / config.stranger)),
            None => score,
        }
    }

    /// Whether its lead is its whole.
    fn only_headlines(&self) -> bool {
        self.centres().get(LEAD).is_none_or(|lead| lead.norm <= 0.0)
    }

    /// The mean similarity to the nearest reports, each faded by the time between; none while a story has one report,
    /// which is its centre.
    fn nearest_members(&self, asking: &Asking<'_>, config: &Config) -> Option<f32> {
        let Body::Many(many) = &self.body else { return None };
        let half_life = config.half_life_hours * MEMBER_HALF_LIVES;
        let near = many.members.iter().map(|(at, member)| {
            let hours = asking.at.saturating_sub(*at).saturating_abs() as f32 / 3600.0;
            asking.slots[WHOLE].cosine(&member.sum, member.norm) * (-hours / half_life).exp2()
        });
        let mut near: Vec<f32> = near.collect();
        near.sort_unstable_by(|a, b| b.total_cmp(a));
        near.truncate(config.nearest.max(1));
        Some(near.iter().sum::<f32>() / near.len() as f32)
    }
}

impl Many {
    /// Adds a report to the centres and to the latest ones; returns the keys of the whole text let go.
    fn add(&mut self, at: i64, report: [Centre; 3], rarity: &Frequency, config: &Config) -> Vec<Key> {
        let [all, lead, names] = report;
        let [whole, leads, all_names] = &mut self.centres;
        let gone = whole.add(&all, rarity, config.centre);
        if lead.norm > 0.0 || leads.norm > 0.0 {
            leads.add(if lead.norm > 0.0 { &lead } else { &all }, rarity, CAPS[0]);
        }
        all_names.add(&names, rarity, CAPS[1]);
        self.members.push((at, all));
        if self.members.len() > config.members {
            self.members.remove(0);
        }
        gone
    }
}

impl Centre {
    fn of(vector: Vector, rarity: &Frequency) -> Self {
        let norm = vector.norm(rarity);
        Self { sum: vector, norm }
    }

    /// Scales to length 1 with rarity as it was when the length was taken.
    fn scale(&mut self) {
        if self.norm > 0.0 {
            self.sum.0.iter_mut().for_each(|e| e.1 /= self.norm);
        }
    }

    /// Adds a report at length 1 and keeps the `cap` heaviest terms; returns the keys let go.
    fn add(&mut self, report: &Self, rarity: &Frequency, cap: usize) -> Vec<Key> {
        if report.norm > 0.0 {
            self.sum.add(&report.sum, 1.0 / report.norm);
        }
        let gone = self.sum.prune(cap, rarity);
        self.norm = self.sum.norm(rarity);
        gone
    }
}

/// Of the report's keys those that the story did not have and keeps; of the keys let go those that it had.
fn new_and_gone(before: &Vector, mut keys: Vec<Key>, mut gone: Vec<Key>) -> (Vec<Key>, Vec<Key>) {
    keys.retain(|key| !before.has(*key) && !gone.contains(key));
    gone.retain(|key| before.has(*key));
    (keys, gone)
}

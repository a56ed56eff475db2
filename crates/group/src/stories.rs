//! The live stories and an index from terms to them. A story is let go when the window has passed without a new member,
//! and its slot is used again.

use crate::doc::{Config, Doc};
use crate::frequency::Frequency;
use crate::live::{Asking, Live, WHOLE};
use crate::terms::Terms;
use crate::vector::{Key, Query};
use rustc_hash::FxHashMap;
use standfirst_types::StoryId;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Heaviest terms of an article that candidates are looked up by.
const LOOKED_UP: usize = 32;
/// Stories compared exactly, those with the heaviest shared terms first.
const CANDIDATES: usize = 32;
/// Index entries visited for one article, rarest terms first.
const VISITS: usize = 6_000;

/// All live stories of all languages; a term's key is made with its language, so languages never meet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stories {
    slots: Vec<Option<Live>>,
    free: Vec<u32>,
    by_id: FxHashMap<StoryId, u32>,
    index: FxHashMap<Key, Vec<u32>>,
    /// One entry a live story: its last member's time when the entry was made, and its slot.
    ends: BinaryHeap<Reverse<(i64, u32)>>,
    /// Live stories of each language.
    counts: FxHashMap<String, u32>,
    opened: u64,
}

/// A story near an article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Near {
    pub(crate) id: StoryId,
    pub(crate) score: f32,
    /// How many names bind the article to it.
    pub(crate) bonds: f32,
    number: u64,
}

impl Stories {
    /// The stories nearest to an article, nearest first. Bounded by [`VISITS`] and [`CANDIDATES`], not by how many live.
    pub(crate) fn nearest(&self, asking: &Asking<'_>, config: &Config) -> Vec<Near> {
        let mut near: Vec<Near> = self
            .candidates(asking)
            .into_iter()
            .filter_map(|slot| self.live(slot))
            .map(|live| Near {
                id: live.id,
                score: live.score(asking, config),
                bonds: live.bonds(asking),
                number: live.number,
            })
            .collect();
        near.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.number.cmp(&b.number)));
        near
    }

    /// Adds an article to a story, opening it if it is not live.
    pub(crate) fn add(&mut self, id: StoryId, doc: &Doc<'_>, terms: &Terms, rarity: &Frequency, config: &Config) {
        let at = doc.at.as_second();
        let slot = self.open(id, doc.language, at);
        let Some(live) = self.slots.get_mut(slot as usize).and_then(Option::as_mut) else { return };
        let (before, gone) = live.take_in(at, terms, rarity, config);
        for &(key, _) in &terms.all.0 {
            if !before.contains(&key) && !gone.contains(&key) {
                self.index.entry(key).or_default().push(slot);
            }
        }
        for key in gone.iter().filter(|key| before.contains(key)) {
            self.unlist(*key, slot);
        }
    }

    /// A copy came in: the story stays alive, nothing else changes.
    pub(crate) fn touch(&mut self, id: StoryId, at: i64) {
        let slot = self.by_id.get(&id).copied();
        if let Some(live) = slot.and_then(|s| self.slots.get_mut(s as usize)).and_then(Option::as_mut) {
            live.last = live.last.max(at);
        }
    }

    /// The shared terms of an article and a story, heaviest first.
    pub(crate) fn shared(&self, id: StoryId, query: &Query) -> Vec<(Key, f32)> {
        let mut out = Vec::new();
        let slot = self.by_id.get(&id).copied();
        if let Some(live) = slot.and_then(|s| self.slots.get(s as usize)).and_then(Option::as_ref) {
            query.shared(live.whole(), |key, part| out.push((key, part)));
        }
        out.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        out
    }

    /// Lets go of the stories whose last member came before `oldest`. Amortised logarithmic in the live stories.
    pub(crate) fn expire(&mut self, oldest: i64) {
        while let Some(&Reverse((noted, slot))) = self.ends.peek().filter(|end| end.0.0 < oldest) {
            self.ends.pop();
            let last = self.live(slot).map_or(noted, |live| live.last);
            if last >= oldest {
                self.ends.push(Reverse((last, slot)));
                continue;
            }
            let Some(live) = self.slots.get_mut(slot as usize).and_then(Option::take) else { continue };
            self.by_id.remove(&live.id);
            if let Some(count) = self.counts.get_mut(&live.language) {
                *count = count.saturating_sub(1);
            }
            for (key, _) in &live.whole().0 {
                self.unlist(*key, slot);
            }
            self.free.push(slot);
        }
    }

    /// How many stories of a language are live.
    pub(crate) fn of_language(&self, language: &str) -> u32 {
        self.counts.get(language).copied().unwrap_or(0)
    }

    /// How many are live.
    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }

    fn live(&self, slot: u32) -> Option<&Live> {
        self.slots.get(slot as usize)?.as_ref()
    }

    fn candidates(&self, asking: &Asking<'_>) -> Vec<u32> {
        let mut terms: Vec<(f32, Key, f32)> =
            asking.slots[WHOLE].entries().iter().map(|&(k, w, rare)| (rare, k, w)).collect();
        terms.sort_unstable_by(|a, b| b.2.total_cmp(&a.2).then(a.1.cmp(&b.1)));
        terms.truncate(LOOKED_UP);
        terms.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut found: FxHashMap<u32, f32> = FxHashMap::default();
        let mut visits = 0;
        for (_, key, weight) in terms {
            for &slot in self.index.get(&key).map_or(&[][..], Vec::as_slice) {
                *found.entry(slot).or_default() += weight * weight;
                visits += 1;
            }
            if visits > VISITS {
                break;
            }
        }
        let number = |slot: u32| self.live(slot).map_or(u64::MAX, |l| l.number);
        let mut found: Vec<(f32, u64, u32)> = found.into_iter().map(|(slot, w)| (w, number(slot), slot)).collect();
        found.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.into_iter().take(CANDIDATES).map(|(_, _, slot)| slot).collect()
    }

    fn open(&mut self, id: StoryId, language: &str, at: i64) -> u32 {
        if let Some(&slot) = self.by_id.get(&id) {
            return slot;
        }
        let live = Live::new(id, language, self.opened, at);
        self.opened += 1;
        let slot = self.free.pop().unwrap_or(self.slots.len() as u32);
        match self.slots.get_mut(slot as usize) {
            Some(place) => *place = Some(live),
            None => self.slots.push(Some(live)),
        }
        self.by_id.insert(id, slot);
        self.ends.push(Reverse((at, slot)));
        *self.counts.entry(language.to_owned()).or_default() += 1;
        slot
    }

    fn unlist(&mut self, key: Key, slot: u32) {
        if let Some(list) = self.index.get_mut(&key) {
            if let Some(at) = list.iter().position(|&s| s == slot) {
                list.swap_remove(at);
            }
            if list.is_empty() {
                self.index.remove(&key);
            }
        }
    }
}

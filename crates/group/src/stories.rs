//! The live stories and an index from words to them. A story is let go when the window has passed without a new member,
//! and its room is used again.

use crate::abroad::Abroad;
use crate::doc::{Config, Doc};
use crate::frequency::Frequency;
use crate::live::{Asking, Live, WHOLE};
use crate::terms::Terms;
use crate::vector::{Key, Query, is_pair};
use rustc_hash::FxHashMap;
use standfirst_types::StoryId;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// Heaviest terms of an article that candidates are looked up by.
const LOOKED_UP: usize = 32;
/// Stories compared exactly, those with the heaviest shared terms first.
const CANDIDATES: usize = 20;
/// Of these, how many are held against all that is known of a story: those whose whole texts are nearest.
const CLOSE: usize = 8;
/// Index entries visited for one article, rarest terms first.
const VISITS: usize = 1_000;
/// Entries of one term visited, those of the youngest stories.
const OF_ONE_TERM: usize = 192;

/// Languages told apart; more than the world's papers are written in.
const LANGUAGES: usize = 256;

/// All live stories of all languages; a term's key is made with its language, so languages never meet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stories {
    live: FxHashMap<u32, Box<Live>>,
    by_id: FxHashMap<StoryId, u32>,
    /// The numbers of the stories that hold a word, rising. Pairs of words are not listed: whoever shares one shares its
    /// words.
    index: FxHashMap<Key, VecDeque<u32>>,
    /// One entry a live story: its last member's time when the entry was made, and its number.
    ends: BinaryHeap<Reverse<(i64, u32)>>,
    abroad: Abroad,
    /// Languages met and how many stories of each are live.
    languages: Vec<(String, u32)>,
    opened: u32,
}

/// A story near an article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Near {
    pub(crate) id: StoryId,
    pub(crate) score: f32,
    /// How many names bind the article to it.
    pub(crate) bonds: f32,
    number: u32,
}

impl Stories {
    /// The stories nearest to an article, nearest first. Bounded by [`VISITS`] and [`CANDIDATES`], not by how many live.
    pub(crate) fn nearest(&self, asking: &Asking<'_>, config: &Config) -> Vec<Near> {
        let found = self.candidates(asking).into_iter().filter_map(|number| self.live.get(&number));
        let mut found: Vec<((f32, f32), &Live)> = found.map(|live| (live.similarity(asking), live.as_ref())).collect();
        found.sort_unstable_by(|a, b| b.0.0.total_cmp(&a.0.0).then(a.1.number.cmp(&b.1.number)));
        let near = |(whole, live): ((f32, f32), &Live)| Near {
            id: live.id,
            score: live.score(asking, whole, config),
            bonds: live.bonds(asking),
            number: live.number,
        };
        let mut near: Vec<Near> = found.into_iter().take(CLOSE).map(near).collect();
        near.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.number.cmp(&b.number)));
        near
    }

    /// The nearest story in another language that tells of the same names, and how much of them it shares, 0 to 1.
    pub(crate) fn abroad(&self, names: &[Key], language: &str, at: i64) -> Option<(StoryId, f32)> {
        if names.is_empty() || self.languages.iter().filter(|(name, live)| *live > 0 && name != language).count() == 0 {
            return None;
        }
        let own = self.languages.iter().position(|(name, _)| name == language).map_or(u16::MAX, |place| place as u16);
        let (number, part) = self.abroad.nearest(names, own, at)?;
        self.live.get(&number).map(|live| (live.id, part))
    }

    /// Adds an article to a story, opening it if it is not live.
    pub(crate) fn add(&mut self, id: StoryId, doc: &Doc<'_>, terms: Terms, rarity: &Frequency, config: &Config) {
        let at = doc.at.as_second();
        let number = self.open(id, doc.language, at);
        let Some(live) = self.live.get_mut(&number) else { return };
        self.abroad.add(number, live.language, at, &terms.foreign);
        let (added, gone) = live.take_in(at, terms, rarity, config);
        for key in added.into_iter().filter(|key| !is_pair(*key)) {
            let list = self.index.entry(key).or_default();
            if let Err(place) = list.binary_search(&number) {
                list.insert(place, number);
            }
        }
        gone.into_iter().for_each(|key| self.unlist(key, number));
    }

    /// A copy came in: the story stays alive, nothing else changes.
    pub(crate) fn touch(&mut self, id: StoryId, at: i64) {
        if let Some(live) = self.by_id.get(&id).and_then(|number| self.live.get_mut(number)) {
            live.last = live.last.max(at);
        }
    }

    /// The shared terms of an article and a story, heaviest first.
    pub(crate) fn shared(&self, id: StoryId, query: &Query) -> Vec<(Key, f32)> {
        let mut out = Vec::new();
        if let Some(live) = self.by_id.get(&id).and_then(|number| self.live.get(number)) {
            query.shared(live.whole(), |key, part| out.push((key, part)));
        }
        out.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        out
    }

    /// Lets go of the stories whose last member came before `oldest`. Amortised logarithmic in the live stories.
    pub(crate) fn expire(&mut self, oldest: i64) {
        while let Some(&Reverse((noted, number))) = self.ends.peek().filter(|end| end.0.0 < oldest) {
            self.ends.pop();
            let last = self.live.get(&number).map_or(noted, |live| live.last);
            if last >= oldest {
                self.ends.push(Reverse((last, number)));
                continue;
            }
            let Some(live) = self.live.remove(&number) else { continue };
            self.by_id.remove(&live.id);
            self.abroad.remove(number);
            if let Some((_, count)) = self.languages.get_mut(usize::from(live.language)) {
                *count = count.saturating_sub(1);
            }
            live.whole().iter().for_each(|(key, _)| self.unlist(*key, number));
        }
    }

    /// How many stories of a language are live.
    pub(crate) fn of_language(&self, language: &str) -> u32 {
        self.languages.iter().find(|(name, _)| name == language).map_or(0, |(_, count)| *count)
    }

    /// How many are live.
    pub(crate) fn len(&self) -> usize {
        self.live.len()
    }

    fn candidates(&self, asking: &Asking<'_>) -> Vec<u32> {
        let words = asking.slots[WHOLE].entries().iter().filter(|entry| !is_pair(entry.0));
        let mut terms: Vec<(f32, Key, f32)> = words.map(|&(key, weight, rare)| (rare, key, weight)).collect();
        terms.sort_unstable_by(|a, b| b.2.total_cmp(&a.2).then(a.1.cmp(&b.1)));
        terms.truncate(LOOKED_UP);
        terms.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut found: FxHashMap<u32, f32> = FxHashMap::with_capacity_and_hasher(VISITS, Default::default());
        let mut visits = 0;
        for (_, key, weight) in terms {
            for &number in self.index.get(&key).into_iter().flat_map(|list| list.iter().rev().take(OF_ONE_TERM)) {
                *found.entry(number).or_default() += weight * weight;
                visits += 1;
            }
            if visits > VISITS {
                break;
            }
        }
        let mut found: Vec<(f32, u32)> = found.into_iter().map(|(number, weight)| (weight, number)).collect();
        let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if found.len() > CANDIDATES {
            found.select_nth_unstable_by(CANDIDATES, order);
            found.truncate(CANDIDATES);
        }
        found.sort_unstable_by(order);
        found.into_iter().map(|(_, number)| number).collect()
    }

    fn open(&mut self, id: StoryId, language: &str, at: i64) -> u32 {
        if let Some(&number) = self.by_id.get(&id) {
            return number;
        }
        let number = self.opened;
        self.opened = self.opened.wrapping_add(1);
        let language = self.language(language);
        self.live.insert(number, Box::new(Live::new(id, language, number, at)));
        self.by_id.insert(id, number);
        self.ends.push(Reverse((at, number)));
        number
    }

    /// The place of a language, counting one story more. Past [`LANGUAGES`] all others share the last one.
    fn language(&mut self, language: &str) -> u16 {
        let known = self.languages.iter().position(|(name, _)| name == language);
        let place = known.unwrap_or_else(|| {
            if self.languages.len() < LANGUAGES {
                self.languages.push((language.to_owned(), 0));
            }
            self.languages.len() - 1
        });
        if let Some((_, count)) = self.languages.get_mut(place) {
            *count += 1;
        }
        place as u16
    }

    fn unlist(&mut self, key: Key, number: u32) {
        if let Some(list) = self.index.get_mut(&key) {
            if let Ok(at) = list.binary_search(&number) {
                list.remove(at);
            }
            if list.is_empty() {
                self.index.remove(&key);
            }
        }
    }
}

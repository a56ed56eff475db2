//! Live document frequencies: how common a term is in the news of these days, over a background prior.
//!
//! In the week of the games "games" tells nothing; in another it does. Counted are the articles of the last days, by the
//! day each was published, and a day is dropped as a whole: so replaying the articles of those days gives their counts
//! again, whatever came before. Words are counted exactly; pairs of words, which hardly ever repeat, in a table of fixed
//! size where two may share a counter (a count-min sketch of one row: Cormode and Muthukrishnan 2005), which makes a pair
//! look a little more common than it is when very many are live.

use crate::vector::{Key, is_pair};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::sync::Arc;

/// Counters of pairs. A million live pairs put eight on each.
const PAIRS: usize = 1 << 17;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// Counts of articles and of terms in them.
#[derive(Clone, Debug)]
pub(crate) struct Frequency {
    prior: f32,
    power: f32,
    days: i64,
    today: i64,
    articles: u32,
    words: FxHashMap<Key, u32>,
    pairs: Vec<u32>,
    /// Every day's own counts, oldest first.
    past: VecDeque<(i64, Day)>,
    /// The share of texts that hold a common term, before any was counted.
    common: Arc<FxHashMap<Key, f32>>,
}

/// What one day adds to the counts.
#[derive(Clone, Debug)]
struct Day {
    articles: u32,
    words: FxHashMap<Key, u32>,
    pairs: Vec<u16>,
}

impl Frequency {
    /// `prior`: articles' worth of background; `days`: how many days are counted, today with them.
    pub(crate) fn new(prior: f32, power: f32, days: u32, common: FxHashMap<Key, f32>) -> Self {
        Self {
            prior,
            power,
            days: i64::from(days.max(1)),
            today: i64::MIN,
            articles: 0,
            words: FxHashMap::default(),
            pairs: vec![0; PAIRS],
            past: VecDeque::new(),
            common: Arc::new(common),
        }
    }

    /// Moves the clock, in seconds; never back. Drops the days that are over.
    pub(crate) fn advance(&mut self, now: i64) {
        self.today = self.today.max(now.div_euclid(DAY));
        let over = self.today.saturating_sub(self.days);
        while self.past.front().is_some_and(|(day, _)| *day <= over) {
            let Some((_, day)) = self.past.pop_front() else { break };
            self.articles = self.articles.saturating_sub(day.articles);
            for (key, n) in day.words {
                if let Some(count) = self.words.get_mut(&key) {
                    *count = count.saturating_sub(n);
                    if *count == 0 {
                        self.words.remove(&key);
                    }
                }
            }
            for (count, n) in self.pairs.iter_mut().zip(day.pairs) {
                *count = count.saturating_sub(u32::from(n));
            }
        }
    }

    /// Counts the terms of an article published at `at`, each key once; nothing when its day is over.
    pub(crate) fn count(&mut self, at: i64, keys: impl Iterator<Item = Key>) {
        let Some(day) = self.day(at.div_euclid(DAY)) else { return };
        let Some((_, day)) = self.past.get_mut(day) else { return };
        day.articles += 1;
        self.articles += 1;
        for key in keys {
            if !is_pair(key) {
                *day.words.entry(key).or_default() += 1;
                *self.words.entry(key).or_default() += 1;
            } else if let (Some(of_day), Some(all)) = (day.pairs.get_mut(place(key)), self.pairs.get_mut(place(key)))
                && *of_day < u16::MAX
            {
                *of_day += 1;
                *all += 1;
            }
        }
    }

    /// Rarity: the logarithm of how many articles there are for one with the term, at least a little above 0.
    pub(crate) fn of(&self, key: Key) -> f32 {
        let all = self.articles as f32 + self.prior;
        let before = self.prior * self.common.get(&key).copied().unwrap_or(0.0);
        (1.0 + (all / (self.seen(key) + before + 1.0))).ln().powf(self.power)
    }

    /// How many articles of late held a term.
    pub(crate) fn seen(&self, key: Key) -> f32 {
        let count = if is_pair(key) { self.pairs.get(place(key)) } else { self.words.get(&key) };
        count.map_or(0.0, |&count| count as f32)
    }

    /// Whether a term is common before any is counted.
    pub(crate) fn is_common(&self, key: Key) -> bool {
        self.common.contains_key(&key)
    }

    /// The place of a day among the counted ones, made if it is not there; none for a day that is over.
    fn day(&mut self, day: i64) -> Option<usize> {
        if day <= self.today.saturating_sub(self.days) {
            return None;
        }
        let at = self.past.partition_point(|(d, _)| *d < day);
        if self.past.get(at).is_none_or(|(d, _)| *d != day) {
            let empty = Day { articles: 0, words: FxHashMap::default(), pairs: vec![0; PAIRS] };
            self.past.insert(at, (day, empty));
        }
        Some(at)
    }
}

/// The counter of a pair.
fn place(key: Key) -> usize {
    (key >> 1) as usize % PAIRS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_goes_as_a_whole_and_leaves_nothing() {
        let mut counts = Frequency::new(10.0, 1.0, 3, FxHashMap::default());
        let (word, pair) = (4, 7);
        counts.advance(0);
        let fresh = counts.of(word);
        counts.count(0, [word, pair].into_iter());
        counts.count(DAY, [word].into_iter());
        counts.advance(DAY);
        assert_eq!((counts.seen(word), counts.seen(pair)), (2.0, 1.0));
        assert!(counts.of(word) < fresh);
        counts.count(-9 * DAY, [word].into_iter());
        counts.advance(3 * DAY);
        assert_eq!((counts.seen(word), counts.seen(pair)), (1.0, 0.0));
        counts.advance(4 * DAY);
        assert_eq!((counts.seen(word), counts.of(word)), (0.0, fresh));
        assert!(counts.words.is_empty() && counts.past.is_empty());
    }
}

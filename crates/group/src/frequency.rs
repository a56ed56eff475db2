//! Live document frequencies: how common a term is in the news of these days, over a background prior.
//!
//! In the week of the games "games" tells nothing; in another it does. Counts fade with a half-life, so the stream's
//! own past is what rarity is measured against. Fading is lazy (done when a count is touched) and depends on article
//! times alone.

use crate::vector::Key;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Below this a faded count reads as nothing, so sweeping it away changes no answer.
const GONE: f32 = 0.05;

/// Counts of articles and of terms in them.
#[derive(Clone, Debug)]
pub(crate) struct Frequency {
    prior: f32,
    power: f32,
    half_life: f32,
    now: i64,
    articles: (f32, i64),
    terms: FxHashMap<Key, (f32, i64)>,
    /// The share of texts that hold a common term, before any was counted.
    common: Arc<FxHashMap<Key, f32>>,
}

impl Frequency {
    /// `prior`: articles' worth of background; `half_life` in seconds.
    pub(crate) fn new(prior: f32, power: f32, half_life: f32, common: FxHashMap<Key, f32>) -> Self {
        let (articles, terms, common) = ((0.0, 0), FxHashMap::default(), Arc::new(common));
        Self { prior, power, half_life, now: i64::MIN, articles, terms, common }
    }

    /// Moves the clock; never back.
    pub(crate) fn advance(&mut self, now: i64) {
        self.now = self.now.max(now);
    }

    /// Counts one article's terms, each key once.
    pub(crate) fn count(&mut self, keys: impl Iterator<Item = Key>) {
        let now = self.now;
        self.articles = (self.faded(self.articles) + 1.0, now);
        for key in keys {
            let before = self.terms.get(&key).map_or(0.0, |&c| self.faded(c));
            self.terms.insert(key, (before + 1.0, now));
        }
    }

    /// Rarity: the logarithm of how many articles there are for one with the term, at least a little above 0.
    pub(crate) fn of(&self, key: Key) -> f32 {
        let count = self.terms.get(&key).map_or(0.0, |&c| self.faded(c));
        let all = self.faded(self.articles) + self.prior;
        let before = self.prior * self.common.get(&key).copied().unwrap_or(0.0);
        (1.0 + (all / (count + before + 1.0))).ln().powf(self.power)
    }

    /// How many articles of late held a term.
    pub(crate) fn seen(&self, key: Key) -> f32 {
        self.terms.get(&key).map_or(0.0, |&count| self.faded(count))
    }

    /// Whether a term is common before any is counted.
    pub(crate) fn is_common(&self, key: Key) -> bool {
        self.common.contains_key(&key)
    }

    /// Forgets faded terms. Changes no answer.
    pub(crate) fn sweep(&mut self) {
        let mut terms = std::mem::take(&mut self.terms);
        terms.retain(|_, count| self.faded(*count) > 0.0);
        self.terms = terms;
    }

    fn faded(&self, (count, at): (f32, i64)) -> f32 {
        let age = self.now.saturating_sub(at);
        if age <= 0 {
            return count;
        }
        let left = count * (-(age as f32) / self.half_life).exp2();
        if left < GONE { 0.0 } else { left }
    }
}

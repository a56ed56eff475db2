//! The profile: what the titles and leads of a story's reports have in common, which is what the event is. The newest
//! reports weigh most, so that a story that goes on is told by its newest state.

use crate::pool::Sentence;
use crate::words::{Splitter, Word};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// One report's part in the profile.
pub(crate) struct Voice<'a> {
    /// Its title.
    pub(crate) title: &'a str,
    /// Index of its first usable sentence in the pool.
    pub(crate) lead: Option<usize>,
    /// 0 to 1; 1 for the newest.
    pub(crate) weight: f32,
}

/// How much of the event each stem is.
#[derive(Default)]
pub(crate) struct Profile {
    weights: FxHashMap<String, f32>,
    full: f32,
}

impl Profile {
    /// Linear in titles and leads.
    pub(crate) fn new(voices: &[Voice<'_>], sentences: &[Sentence], splitter: &Splitter) -> Self {
        let all: f32 = voices.iter().map(|v| v.weight).sum::<f32>().max(f32::EPSILON);
        let mut weights: FxHashMap<String, f32> = FxHashMap::default();
        for voice in voices {
            let title = splitter.words(voice.title);
            let lead: &[Word] =
                voice.lead.and_then(|i| sentences.get(i)).map(|s| s.words.as_slice()).unwrap_or_default();
            for (words, share) in [(title.as_slice(), 0.5), (lead, 0.5)] {
                let mut seen = BTreeSet::new();
                for word in words.iter().filter(|w| w.is_content()) {
                    if seen.insert(word.stem.as_str()) {
                        let named = if word.capital { 1.2 } else { 1.0 };
                        *weights.entry(word.stem.clone()).or_default() += share * named * voice.weight / all;
                    }
                }
            }
        }
        let mut heaviest: Vec<f32> = weights.values().copied().collect();
        heaviest.sort_by(|a, b| b.total_cmp(a));
        let full = heaviest.iter().take(8).sum::<f32>().max(f32::EPSILON);
        Self { weights, full }
    }

    /// How much of the event these words are, 0 to about 1: how much of it they cover, and how little else they say.
    pub(crate) fn held<'w>(&self, words: impl Iterator<Item = &'w Word>) -> f32 {
        let (mut sum, mut n, mut seen) = (0.0, 0.0, BTreeSet::new());
        for word in words.filter(|w| w.is_content()) {
            if seen.insert(word.stem.as_str()) {
                sum += self.of(&word.stem);
                n += 1.0;
            }
        }
        let (cover, mean) = ((sum / self.full).min(1.0), (sum / (n + 1.0)) / (self.full / 8.0));
        let mean = mean.min(1.0);
        if cover + mean > 0.0 { 2.0 * cover * mean / (cover + mean) } else { 0.0 }
    }

    /// Weight of one stem, 0 when no title and no lead has it.
    pub(crate) fn of(&self, stem: &str) -> f32 {
        self.weights.get(stem).copied().unwrap_or_default()
    }
}

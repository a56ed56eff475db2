//! The same: whether two sentences tell one fact, also in other words. Numbers and names weigh most, words of one sense
//! count as one word, and what the whole story is about weighs little.

use crate::lexicon::{SENSES, WEEKDAYS};
use crate::pool::Sentence;
use crate::words::Word;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// From this share of the shorter one's weight on, the two tell the same.
pub(crate) const SAME_FACT: f32 = 0.45;

/// What each sentence tells, as weighted keys.
pub(crate) struct Facts {
    keys: Vec<Vec<(u32, f32)>>,
    sums: Vec<f32>,
    numbers: Vec<bool>,
}

impl Facts {
    /// Linear in the sentences.
    pub(crate) fn new(sentences: &[Sentence]) -> Self {
        let mut ids: FxHashMap<String, (u32, u32, f32, bool)> = FxHashMap::default();
        let mut told: Vec<Vec<u32>> = Vec::with_capacity(sentences.len());
        for sentence in sentences {
            let mut own: Vec<u32> = Vec::new();
            for (n, word) in sentence.words.iter().enumerate() {
                let Some((key, weight, number)) = key(word, n) else { continue };
                let next = ids.len() as u32;
                let entry = ids.entry(key).or_insert((next, 0, weight, number));
                if !own.contains(&entry.0) {
                    entry.1 += 1;
                    own.push(entry.0);
                }
            }
            told.push(own);
        }
        let n = sentences.len() as f32;
        let mut by_id: Vec<(f32, bool)> = vec![(0.0, false); ids.len()];
        for (id, many, weight, number) in ids.into_values() {
            if let Some(slot) = by_id.get_mut(id as usize) {
                *slot = (weight * (1.0 + n / many as f32).ln(), number);
            }
        }
        let weight = |id: u32| by_id.get(id as usize).copied().unwrap_or_default();
        let mut numbers = vec![false; by_id.len()];
        for (slot, (_, number)) in numbers.iter_mut().zip(&by_id) {
            *slot = *number;
        }
        let keys: Vec<Vec<(u32, f32)>> = told
            .into_iter()
            .map(|mut own| {
                own.sort_unstable();
                own.into_iter().map(|id| (id, weight(id).0)).collect()
            })
            .collect();
        let sums = keys.iter().map(|k| k.iter().map(|x| x.1).sum()).collect();
        Self { keys, sums, numbers }
    }

    /// How much of the shorter of the two stands in the other, 0 to 1; a number and two more words shared count extra.
    pub(crate) fn shared(&self, a: usize, b: usize) -> f32 {
        let (Some(x), Some(y)) = (self.keys.get(a), self.keys.get(b)) else { return 0.0 };
        let (mut i, mut j, mut sum, mut count, mut number) = (0, 0, 0.0, 0, false);
        while let (Some(p), Some(q)) = (x.get(i), y.get(j)) {
            match p.0.cmp(&q.0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    sum += p.1;
                    count += 1;
                    number |= self.numbers.get(p.0 as usize).copied().unwrap_or_default();
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        let of = |n: usize| self.sums.get(n).copied().unwrap_or_default();
        let least = of(a).min(of(b)).max(f32::EPSILON);
        let extra = if number && count >= 4 { 0.15 } else { 0.0 };
        if count < 2 { 0.0 } else { (sum / least + extra).min(1.0) }
    }
}

/// What a word counts as, how much, and whether it is a number.
fn key(word: &Word, place: usize) -> Option<(String, f32, bool)> {
    if let Some(value) = word.value().filter(|v| *v > 1.0) {
        return Some((format!("#{value}"), 1.6, true));
    }
    if !word.is_content() {
        return None;
    }
    if word.is(WEEKDAYS) {
        return Some((word.lower.clone(), 0.3, false));
    }
    if let Some(sense) = senses().get(word.stem.as_str()) {
        return Some((format!("~{sense}"), 0.9, false));
    }
    let weight = if word.capital && place > 0 { 1.3 } else { 1.0 };
    Some((word.stem.clone(), weight, word.has_digit()))
}

fn senses() -> &'static FxHashMap<&'static str, usize> {
    static TABLE: OnceLock<FxHashMap<&'static str, usize>> = OnceLock::new();
    TABLE.get_or_init(|| {
        SENSES.iter().enumerate().flat_map(|(n, line)| line.iter().map(move |stem| (*stem, n))).collect()
    })
}

//! A sparse vector: term keys in rising order, each with a weight.

use crate::frequency::Frequency;

/// A term's key: 32 bits of a hash of its language and its letters. Two of a million terms share one now and then;
/// they are then weighed as one term, which moves no decision by itself.
pub(crate) type Key = u32;

/// Whether a key is a pair's of neighbouring words: those keys are odd, all others even.
pub(crate) fn is_pair(key: Key) -> bool {
    key & 1 == 1
}

/// Keys in rising order with their weights (how often, damped; rarity is applied when vectors are compared).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Vector(pub(crate) Vec<(Key, f32)>);

impl Vector {
    /// Sorts and adds up equal keys.
    pub(crate) fn gather(mut entries: Vec<(Key, f32)>) -> Self {
        entries.sort_unstable_by_key(|e| e.0);
        entries.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 += later.1;
            }
            same
        });
        Self(entries)
    }

    /// Whether it has the key.
    pub(crate) fn has(&self, key: Key) -> bool {
        self.0.binary_search_by_key(&key, |entry| entry.0).is_ok()
    }

    /// Euclidean length with rarity applied.
    pub(crate) fn norm(&self, rarity: &Frequency) -> f32 {
        self.0.iter().map(|&(key, weight)| (weight * rarity.of(key)).powi(2)).sum::<f32>().sqrt()
    }

    /// Adds `other` times `factor`.
    pub(crate) fn add(&mut self, other: &Self, factor: f32) {
        let scaled = other.0.iter().map(|&(key, weight)| (key, weight * factor));
        let mut all = std::mem::take(&mut self.0);
        all.reserve_exact(other.0.len());
        all.extend(scaled);
        *self = Self::gather(all);
        self.0.shrink_to_fit();
    }

    /// Keeps the `cap` heaviest entries by weight and rarity; ties go to the smaller key. Returns the keys let go.
    pub(crate) fn prune(&mut self, cap: usize, rarity: &Frequency) -> Vec<Key> {
        if self.0.len() <= cap {
            return Vec::new();
        }
        let mut ranked: Vec<(f32, Key, f32)> = self.0.iter().map(|&(k, w)| (w * rarity.of(k), k, w)).collect();
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let gone = ranked.iter().skip(cap).map(|e| e.1).collect();
        ranked.truncate(cap);
        self.0 = ranked.into_iter().map(|(_, k, w)| (k, w)).collect();
        self.0.shrink_to_fit();
        self.0.sort_unstable_by_key(|e| e.0);
        gone
    }
}

/// A vector ready to be compared: weights with rarity applied and its length.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    entries: Vec<(Key, f32, f32)>,
    norm: f32,
}

impl Query {
    /// Applies rarity once, so that comparing needs none.
    pub(crate) fn new(vector: &Vector, rarity: &Frequency) -> Self {
        let entries: Vec<_> = vector
            .0
            .iter()
            .map(|&(key, weight)| {
                let rare = rarity.of(key);
                (key, weight * rare, rare)
            })
            .collect();
        let norm = entries.iter().map(|e| e.1 * e.1).sum::<f32>().sqrt();
        Self { entries, norm }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.norm <= 0.0
    }

    /// Key, weight with rarity, rarity.
    pub(crate) fn entries(&self) -> &[(Key, f32, f32)] {
        &self.entries
    }

    /// Cosine with `other`, whose length with rarity is `norm`; 0 to 1. Linear in both.
    pub(crate) fn cosine(&self, other: &Vector, norm: f32) -> f32 {
        self.evidence(other, norm).0
    }

    /// Cosine as in [`Self::cosine`], and how many terms of equal weight would make it.
    pub(crate) fn evidence(&self, other: &Vector, norm: f32) -> (f32, f32) {
        if self.norm <= 0.0 || norm <= 0.0 {
            return (0.0, 0.0);
        }
        let (mut dot, mut squares) = (0.0, 0.0);
        self.shared(&other.0, |_, product| {
            dot += product;
            squares += product * product;
        });
        let terms = if squares > 0.0 { dot * dot / squares } else { 0.0 };
        ((dot / (self.norm * norm)).clamp(0.0, 1.0), terms)
    }

    /// Calls `each` with every shared key and its part of the dot product.
    pub(crate) fn shared(&self, other: &[(Key, f32)], mut each: impl FnMut(Key, f32)) {
        let mut theirs = other.iter().peekable();
        for &(key, weight, rare) in &self.entries {
            while theirs.next_if(|t| t.0 < key).is_some() {}
            if let Some(&&(_, their_weight)) = theirs.peek().filter(|t| t.0 == key) {
                each(key, weight * their_weight * rare);
            }
        }
    }
}

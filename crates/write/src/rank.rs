//! Rank: how much of the story each sentence holds.
//!
//! Three signs, added: where it stands in its source (news is written from the top), how central it is (the similarity of
//! TF-IDF vectors to the sentences after it and to those of other sources; Zheng & Lapata 2019, “Sentence Centrality
//! Revisited”), and how many independent sources say the same. Then greedy choice by maximal marginal relevance
//! (Carbonell & Goldstein 1998), so that nothing is said twice.

use crate::pool::Sentence;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Cosine from which two sentences of different sources say the same.
pub(crate) const SAME: f32 = 0.5;
/// Cosine from which a sentence repeats another.
pub(crate) const REPEATS: f32 = 0.55;

/// A pool with vectors and scores.
pub(crate) struct Ranked {
    /// By source and place.
    pub(crate) sentences: Vec<Sentence>,
    vectors: Vec<Vec<(u32, f32)>>,
    voices: Vec<String>,
    /// For each sentence those of other voices that say the same, with their cosine.
    similar: Vec<Vec<(usize, f32)>>,
}

/// Scores the pool. `voices` names who speaks in each source; `title` holds stems that count extra. Time: the sum over
/// stems of the square of the number of sentences they stand in.
pub(crate) fn rank(sentences: Vec<Sentence>, voices: Vec<String>, title: &BTreeSet<String>) -> Ranked {
    let vectors = vectors(&sentences);
    let mut ranked = Ranked { sentences, vectors, voices, similar: vec![] };
    let centrality = ranked.compare();
    let top = centrality.iter().copied().fold(f32::EPSILON, f32::max);
    let mut place: BTreeMap<usize, usize> = BTreeMap::new();
    let supported: Vec<usize> = (0..ranked.sentences.len()).map(|i| ranked.voices_of(i)).collect();
    let many = ranked.voices.iter().collect::<BTreeSet<_>>().len().saturating_sub(1).max(1) as f32;
    for (i, sentence) in ranked.sentences.iter_mut().enumerate() {
        let nth = place.entry(sentence.source).or_default();
        let position = 1.3 / (1.0 + 0.5 * *nth as f32);
        *nth += 1;
        let central = centrality.get(i).copied().unwrap_or_default().max(0.0) / top;
        let support = supported.get(i).copied().unwrap_or_default() as f32 / many;
        let named = sentence.terms.iter().filter(|t| title.contains(*t)).count() as f32 / title.len().max(3) as f32;
        // of two that tell as much the shorter one
        let long = 0.2 * sentence.words.len().min(25) as f32 / 25.0;
        let told = position + 0.45 * central + 0.35 * support + 0.25 * named - long;
        sentence.score = (told + 0.2) * shape(sentence);
    }
    ranked
}

/// Very short, very long, asking and half-quoted sentences tell less.
fn shape(sentence: &Sentence) -> f32 {
    let n = sentence.words.len();
    let length = if n < 7 {
        0.6
    } else if n > 50 {
        0.8
    } else {
        1.0
    };
    let speech = if sentence.is_speech() { 0.7 } else { 1.0 };
    let asks = if sentence.text.trim_end_matches(['”', '"']).ends_with('?') { 0.5 } else { 1.0 };
    let quoted = sentence.text.contains(['“', '"', '‘']);
    let reader = if !quoted && sentence.has(&["you", "your", "we", "our", "us", "i", "my"]) { 0.6 } else { 1.0 };
    let cries = if sentence.text.ends_with('!') { 0.6 } else { 1.0 };
    length * speech * asks * reader * cries
}

fn vectors(sentences: &[Sentence]) -> Vec<Vec<(u32, f32)>> {
    let mut ids: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for term in sentences.iter().flat_map(|s| &s.terms) {
        let next = ids.len() as u32;
        ids.entry(term).or_insert((next, 0)).1 += 1;
    }
    let n = sentences.len() as f32;
    let vector = |s: &Sentence| {
        let mut v: Vec<(u32, f32)> = s
            .terms
            .iter()
            .filter_map(|t| ids.get(t.as_str()))
            .map(|&(id, df)| (id, (1.0 + n / df as f32).ln()))
            .collect();
        v.sort_unstable_by_key(|x| x.0);
        let norm = v.iter().map(|x| x.1 * x.1).sum::<f32>().sqrt().max(f32::EPSILON);
        v.iter_mut().for_each(|x| x.1 /= norm);
        v
    };
    sentences.iter().map(vector).collect()
}

impl Ranked {
    /// Cosine of two sentences, 0 to 1.
    pub(crate) fn cosine(&self, a: usize, b: usize) -> f32 {
        let (Some(mut x), Some(mut y)) = (self.vectors.get(a).map(|v| v.iter()), self.vectors.get(b).map(|v| v.iter()))
        else {
            return 0.0;
        };
        let (mut p, mut q, mut sum) = (x.next(), y.next(), 0.0);
        while let (Some(a), Some(b)) = (p, q) {
            match a.0.cmp(&b.0) {
                std::cmp::Ordering::Less => p = x.next(),
                std::cmp::Ordering::Greater => q = y.next(),
                std::cmp::Ordering::Equal => {
                    sum += a.1 * b.1;
                    (p, q) = (x.next(), y.next());
                }
            }
        }
        sum
    }

    /// How central each sentence is: its similarity to what comes after in the same source, plus a part of that to what came
    /// before, plus that to other voices. Finds on the way which sentences of other voices say the same. Through the places
    /// where each stem stands, so that sentences that share none are never compared.
    fn compare(&mut self) -> Vec<f32> {
        let n = self.vectors.len();
        let mut places: FxHashMap<u32, Vec<(usize, f32)>> = FxHashMap::default();
        for (i, vector) in self.vectors.iter().enumerate() {
            for &(term, weight) in vector {
                places.entry(term).or_default().push((i, weight));
            }
        }
        let (mut out, mut similar) = (Vec::with_capacity(n), Vec::with_capacity(n));
        let (mut cosines, mut touched) = (vec![0.0_f32; n], Vec::new());
        for (i, vector) in self.vectors.iter().enumerate() {
            for &(term, weight) in vector {
                for &(j, other) in places.get(&term).into_iter().flatten() {
                    let Some(slot) = cosines.get_mut(j) else { continue };
                    if *slot == 0.0 {
                        touched.push(j);
                    }
                    *slot += weight * other;
                }
            }
            // in order, so that the sum is the same on every run
            touched.sort_unstable();
            let (mut sum, mut same) = (0.0, Vec::new());
            for j in touched.drain(..) {
                let cosine = cosines.get_mut(j).map(std::mem::take).unwrap_or_default();
                let (own, that) = (self.source_of(i), self.source_of(j));
                let apart = own != that && !self.same_voice(i, j);
                sum += cosine
                    * match () {
                        () if apart => 1.0,
                        () if own != that => 0.2,
                        () if j > i => 1.0,
                        () if j < i => 0.3,
                        () => 0.0,
                    };
                if apart && cosine >= SAME {
                    same.push((j, cosine));
                }
            }
            out.push(sum);
            similar.push(same);
        }
        self.similar = similar;
        out
    }

    fn source_of(&self, i: usize) -> Option<usize> {
        self.sentences.get(i).map(|s| s.source)
    }

    fn voice(&self, i: usize) -> Option<&str> {
        self.voices.get(self.sentences.get(i)?.source).map(String::as_str)
    }

    fn same_voice(&self, a: usize, b: usize) -> bool {
        self.voice(a) == self.voice(b)
    }

    /// Whether two sentences are of independent voices.
    pub(crate) fn voices_differ(&self, a: usize, b: usize) -> bool {
        !self.same_voice(a, b)
    }

    /// Sentences of other voices that say the same and contradict nothing in it, best first, one a voice.
    pub(crate) fn agreeing(&self, i: usize) -> Vec<usize> {
        let Some(own) = self.sentences.get(i) else { return vec![] };
        let found = self.similar.get(i).into_iter().flatten();
        let mut found: Vec<(usize, f32)> =
            found.copied().filter(|&(j, _)| self.sentences.get(j).is_some_and(|that| agrees(own, that))).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut voices = BTreeSet::new();
        found.retain(|f| voices.insert(self.voice(f.0)));
        found.into_iter().map(|f| f.0).collect()
    }

    fn voices_of(&self, i: usize) -> usize {
        self.agreeing(i).len()
    }

    /// Greedy choice: the best score less what the chosen ones already say, among those `allowed`, until `enough` says so.
    /// Sentences in `taken` are said already; from `repeats` on, `alike` makes a sentence say the same as another. Gives indices in the order chosen.
    pub(crate) fn choose(
        &self,
        taken: &[usize],
        alike: impl Fn(usize, usize) -> f32,
        repeats: f32,
        mut allowed: impl FnMut(usize, &[usize]) -> bool,
        mut enough: impl FnMut(&[usize]) -> bool,
    ) -> Vec<usize> {
        let mut chosen: Vec<usize> = Vec::new();
        let mut refused: Vec<usize> = Vec::new();
        let mut closed: BTreeSet<usize> = taken.iter().copied().collect();
        let mut said: Vec<f32> =
            (0..self.sentences.len()).map(|i| taken.iter().map(|&t| alike(i, t)).fold(0.0, f32::max)).collect();
        while !enough(&chosen) {
            let gain = |i: usize| {
                let score = self.sentences.get(i).map_or(0.0, |s| s.score);
                score - 0.6 * said.get(i).copied().unwrap_or_default()
            };
            let next = (0..self.sentences.len())
                .filter(|i| !closed.contains(i) && said.get(*i).is_none_or(|s| *s < repeats))
                .max_by(|&a, &b| gain(a).total_cmp(&gain(b)).then(b.cmp(&a)));
            let Some(next) = next else { break };
            closed.insert(next);
            if !allowed(next, &chosen) {
                refused.push(next);
                continue;
            }
            // one that leans on the sentence before it may be allowed now that this one is there
            refused.retain(|r| *r != next + 1 || !closed.remove(r));
            for (i, s) in said.iter_mut().enumerate() {
                *s = s.max(alike(i, next));
            }
            chosen.push(next);
        }
        chosen
    }
}

/// Every number of the one stands in the other, and both or neither deny.
fn agrees(a: &Sentence, b: &Sentence) -> bool {
    let denies =
        |s: &Sentence| s.has(&["not", "no", "never", "denied", "denies", "failed", "without", "refused", "didn't"]);
    let values = |s: &Sentence| s.words.iter().filter_map(crate::words::Word::value).collect::<Vec<_>>();
    let (x, y) = (values(a), values(b));
    denies(a) == denies(b) && x.iter().all(|v| y.contains(v))
}

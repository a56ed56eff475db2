//! One: the single sentence that tells most of a text. A summary of one sentence has no second one to make up for what it
//! leaves out, so length and how much of the whole text it touches count for more than where it stands.
//!
//! Weights: least squares on one half of 250 articles whose first sentence is hidden, checked on the other half and on 250
//! whole ones.

use crate::pool::Sentence;
use rustc_hash::FxHashMap;

/// Words up to which a longer sentence tells more.
const FULL: f32 = 30.0;
/// Words from which on it tells too much.
const LONG: f32 = 40.0;

/// How well each sentence would do alone, higher is better; in the order given. Linear in the words.
pub(crate) fn alone(sentences: &[Sentence]) -> Vec<f32> {
    let (mut spoken, mut holding) = (FxHashMap::<&str, u32>::default(), FxHashMap::<&str, u32>::default());
    let mut opening = FxHashMap::<&str, u32>::default();
    for (i, sentence) in sentences.iter().enumerate() {
        for word in sentence.words.iter().filter(|w| w.is_content()) {
            *spoken.entry(&word.stem).or_default() += 1;
        }
        for term in &sentence.terms {
            *holding.entry(term).or_default() += 1;
            if i < 4 {
                *opening.entry(term).or_default() += 1;
            }
        }
    }
    let of = |map: &FxHashMap<&str, u32>, term: &str| map.get(term).copied().unwrap_or_default();
    let ln = |n: u32| (n.max(1) as f32).ln();
    let touched: Vec<[f32; 3]> = sentences
        .iter()
        .enumerate()
        .map(|(i, s)| {
            let own = |t: &str| s.words.iter().filter(|w| w.stem == t && w.is_content()).count() as u32;
            let central = s.terms.iter().map(|t| ln(1 + of(&spoken, t) - own(t).min(of(&spoken, t)))).sum::<f32>();
            let wide = s.terms.iter().map(|t| ln(of(&holding, t))).sum::<f32>();
            let lead = s.terms.iter().filter(|t| of(&opening, t) > u32::from(i < 4)).count() as f32;
            [central, wide, lead / s.terms.len().max(4) as f32]
        })
        .collect();
    let top = |n: usize| touched.iter().filter_map(|t| t.get(n)).copied().fold(f32::EPSILON, f32::max);
    let (most_central, widest) = (top(0), top(1));
    let score = |(i, (s, [central, wide, lead])): (usize, (&Sentence, [f32; 3]))| {
        let n = s.words.len() as f32;
        let quoted = if s.text.contains(['“', '"']) { 0.1 } else { 0.0 };
        0.85 * n.min(FULL) / FULL - 0.01 * (n - LONG).max(0.0)
            + 0.35 * central / most_central
            + 0.25 * wide / widest
            + 0.15 * lead
            + 0.15 * central / s.terms.len().max(4) as f32
            + 0.2 / (1.0 + 0.35 * i as f32)
            - quoted
    };
    sentences.iter().zip(touched.iter().copied()).enumerate().map(score).collect()
}

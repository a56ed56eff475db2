//! The model: the weights by which the numbers of a sentence and of its words become a score.
//!
//! Two logistic regressions, the first from the evidence of a word to how likely it is made up, the second from those and
//! the numbers of the sentence to how likely all of it is supported. The second has a second set of weights that counts the
//! more, the more the sentence copies: a new word in a sentence that is otherwise copied is another matter than a new word
//! in a sentence that is all new words. Fitted by `data/fit.py` to one half of labelled sets; the other half is reported.

use crate::evidence::{WORD, Word};
use crate::features::SENTENCE;

/// Numbers made of the words' scores.
const SUMMED: usize = 7;
/// The number that says how much of the sentence is copied.
const COPIES: usize = 10;

/// How well the sentence is supported, 0 to 1.
pub(crate) fn score(sentence: &[f32; SENTENCE], words: &[Word]) -> f32 {
    let summed = summed(words);
    let all = || sentence.iter().chain(&summed);
    let copies = sentence.get(COPIES).copied().unwrap_or(0.0);
    let sum = |weights: &[f32]| all().zip(weights).map(|(x, w)| x * w).sum::<f32>();
    logistic(sum(&PLAIN) + copies * sum(&COPIED))
}

/// How likely a word is made up, 0 to 1.
pub(crate) fn made_up(word: &Word) -> f32 {
    logistic(word.numbers.iter().zip(&WORDS).map(|(x, w)| x * w).sum())
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// The worst three, the mean, and what is left of the sentence when each word may be made up.
fn summed(words: &[Word]) -> [f32; SUMMED] {
    let mut made: Vec<f32> = words.iter().map(made_up).collect();
    if made.is_empty() {
        return [0.0; SUMMED];
    }
    made.sort_by(|a, b| b.total_cmp(a));
    let n = made.len() as f32;
    let at = |i: usize| made.get(i).copied().unwrap_or(0.0);
    let lost: f32 = made.iter().map(|p| -(1.0 - p).clamp(1e-4, 1.0).ln()).sum();
    [at(0), at(1), at(2), made.iter().sum::<f32>() / n, lost / 5.0, lost / n, (at(0) + 1e-3).ln() / 3.0]
}

/// Weights of a word's evidence.
#[rustfmt::skip]
const WORDS: [f32; WORD] = [
    -0.3486, -0.7729, 3.4287, 0.2336, 0.0547, -1.1632, -0.0952, 0.1742, 0.1541, -0.0789, -0.1933, 0.6272,
    -1.0825, -0.2247, -0.1676, -0.2976, -0.2309, 0.3465, -0.5773, -0.3227, -0.1630, -0.2045, 0.0169, -0.0409,
    -0.1941, 0.1414, 0.1946, -0.0952, -0.0622, -0.1272, 0.0942, 1.7745, -0.0807, 1.6098, 1.4427, 0.3199,
    -0.4482, 0.1224, -0.1290, 0.2353, 1.8424, 0.2281, -1.3639, -0.0655, 0.4642, 0.4073, 0.8335, 0.6326,
    0.9491, 0.0026, 0.6064, -0.5715, -0.3048, 0.2322, 0.1166, 0.1243,
];

/// Weights of the sentence's numbers.
#[rustfmt::skip]
const PLAIN: [f32; SENTENCE + SUMMED] = [
    0.2316, 4.2948, -1.6857, 0.5416, -0.5563, -0.1136, -1.1734, -1.6985, 2.9129, -0.0659, -7.5105, 0.8260,
    -0.4793, -0.5224, -0.1672, -1.3637, -0.6586, 0.7405, -0.1351, -4.6158, -1.0389, -0.2904, 0.3475, -0.9027,
    1.1411, 0.5125, 0.0845, -2.8653, -0.9747, 0.4371, 1.1289, -1.3208, 0.0372, 0.8093, 0.8093, -0.5542,
    -0.4785, -2.0591, -0.4941, 0.5580, -0.2708, 1.4733, 0.7242, 1.1527, 1.4425, 0.6481, 0.0545, -0.0023,
    -0.6089, -1.2585, -0.0226, 0.0063, 0.5190, -0.0362, 0.2748, -0.2239, 0.6940, -2.8264, 0.3320, 0.0330,
    -0.1094, -1.6964, -0.4365, -0.5365, -1.6165, 5.4318, -0.9787, 0.2701, 0.7675,
];

/// The same, times how much is copied.
#[rustfmt::skip]
const COPIED: [f32; SENTENCE + SUMMED] = [
    0.0000, -4.3726, 5.7490, -1.0025, 0.5217, 0.7298, 1.7711, 4.7326, -3.8320, 0.3964, -0.9985, -0.3131,
    0.2031, 2.0224, -1.3811, 4.2341, 0.6462, -1.7054, 0.2842, 5.7112, 0.1167, 0.2738, 0.4095, 0.2618,
    -1.6690, -8.8476, 1.9042, 4.2463, 1.1131, 0.5831, -2.5181, 3.3567, -0.4727, -1.3458, -1.3458, 0.0155,
    1.3984, 1.5894, 0.7099, -1.8170, 0.1893, -2.4664, 0.6659, -1.9829, -1.3370, -1.1222, 0.4755, 0.2719,
    2.1132, 0.2450, 3.9896, 0.2112, -0.1516, -1.9650, -1.3386, 0.7446, -1.9881, 3.4667, 0.1179, -0.1158,
    1.0094, 2.3649, -0.7898, -2.1563, 4.0122, -3.3360, 1.0411, 0.3057, -2.2273,
];

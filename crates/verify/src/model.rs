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
    -0.3882, -0.5666, 3.3067, 0.2014, 0.0116, -1.0500, -0.0933, 0.1754, 0.1632, -0.1625, -0.2832, 0.5746,
    -1.0379, -0.2447, -0.1491, -0.1809, -0.1224, 0.4775, -0.5999, -0.3426, -0.1848, -0.2225, 0.0058, -0.0466,
    -0.1885, 0.1323, 0.2004, -0.1045, -0.0729, -0.1395, 0.1080, 1.2632, -0.0771, 1.5673, 1.3868, 0.3414,
    -0.4458, 0.1252, -0.1257, 0.2528, 0.9804, 0.2171, -1.3838, -0.0839, 0.4602, 0.4124, 0.8153, 0.6334,
    1.0868, -0.0081, 0.7900, -0.5932, -0.2722, 0.3339, 0.1933, 1.1133,
];

/// Weights of the sentence's numbers.
#[rustfmt::skip]
const PLAIN: [f32; SENTENCE + SUMMED] = [
    -1.5102, 2.2236, 0.2346, 0.1809, -0.3589, -0.2153, -1.0125, 0.0203, 0.8616, -0.0135, -0.2564, 0.5339,
    -0.2731, -0.3330, -0.3304, -0.7697, -0.2645, -0.1063, -0.0547, -1.8219, -0.8374, -0.2938, 0.4366, -0.4550,
    0.7070, -0.3516, 0.3835, -0.6986, -0.6168, 0.7529, 0.8404, 0.0314, -0.6120, 0.3577, 0.3577, -0.1962,
    -0.2604, -1.7257, -0.1398, 0.6886, 0.0063, 0.7278, 0.0920, 0.6604, 1.0680, 0.3672, 0.0919, 0.0039,
    -0.5597, -1.2619, -0.2708, -0.0682, 0.6381, -0.1063, 0.2905, 0.0013, 0.2747, -0.7320, 0.2930, 0.0432,
    0.0608, -0.3593, -0.4124, -1.0275, -1.0499, 3.9883, -0.6969, 0.4152, 0.3266,
];

/// The same, times how much is copied.
#[rustfmt::skip]
const COPIED: [f32; SENTENCE + SUMMED] = [
    -0.2564, 0.1995, 0.3643, -0.1056, -0.2000, 0.6477, 0.0887, 0.9092, 0.1462, 0.2753, 0.2552, 0.1191,
    0.1188, 1.7842, -1.6060, 3.5886, 0.2534, -0.7788, 0.1179, 1.8004, -0.5131, 0.2742, 0.3878, -1.5314,
    -0.5288, -7.0587, 1.8177, 0.8484, 0.5286, 0.1887, -1.8177, 0.2005, 0.0181, -0.1717, -0.1717, -0.5199,
    0.1208, 0.4783, -0.4611, -2.2918, -0.5390, -0.3441, 2.8669, -0.0876, 0.4827, 0.3065, 0.6304, 0.6797,
    1.8095, 0.3910, 5.3190, 0.5197, 0.4155, -1.7597, -5.6465, 1.3072, -1.9580, -1.7338, 0.1915, -0.0215,
    0.3828, -2.0390, -1.0706, -1.5255, 2.8534, 2.6915, -0.1065, -0.2174, -0.5494,
];

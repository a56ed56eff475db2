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
    -0.3286, -0.7688, 3.4253, 0.2625, 0.0613, -1.1517, -0.0954, 0.1840, 0.1563, -0.0829, -0.1890, 0.6236,
    -1.0841, -0.2278, -0.1644, -0.3220, -0.2210, 0.3503, -0.5713, -0.3262, -0.1697, -0.2095, 0.0101, -0.0402,
    -0.1891, 0.1391, 0.1951, -0.0982, -0.0663, -0.1285, 0.0966, 1.8237, -0.0720, 1.4624, 1.4424, 0.3166,
    -0.4391, 0.1230, -0.1287, 0.2428, 1.8757, 0.2250, -1.3357, -0.0772, 0.4623, 0.4018, 0.8233, 0.6399,
    0.8472, 0.0236, 0.5987, -0.5713, -0.3227, 0.2337, 0.1117, 0.0836,
];

/// Weights of the sentence's numbers.
#[rustfmt::skip]
const PLAIN: [f32; SENTENCE + SUMMED] = [
    0.1557, 3.3401, -1.7458, 0.5381, -0.5168, -0.1814, -1.1098, -1.3140, 2.4250, -0.0170, -5.5512, 0.9810,
    -0.8032, -0.4421, -0.5376, -1.2114, -0.3760, 0.7528, 0.0247, -3.6950, -0.8833, -0.2599, 0.4866, -0.6336,
    0.9582, -0.1116, 0.2021, -2.4044, -0.9029, 0.3425, 1.0969, -0.8724, -0.0637, 0.8326, 0.8326, -0.5456,
    -0.5073, -2.1564, -0.4858, 0.5867, -0.2491, 1.3632, 0.5098, 0.9651, 1.3242, 0.6165, 0.1711, -0.0022,
    -0.3180, -1.6027, 0.1074, 0.0848, 0.4081, -0.2045, 0.2196, -0.1846, 0.6539, -2.4108, 0.4357, 0.1954,
    -0.2054, -1.5195, -0.4128, -0.3426, -1.4549, 4.9706, -0.8300, 0.2010, 0.4876,
];

/// The same, times how much is copied.
#[rustfmt::skip]
const COPIED: [f32; SENTENCE + SUMMED] = [
    0.0000, -3.0289, 5.1315, -1.5043, -0.3278, 0.7740, 1.8803, 3.5562, -3.2082, 0.4427, -0.3843, -1.0591,
    0.3822, 1.7426, -1.0827, 3.5553, 0.5806, -2.0398, -0.5069, 4.5712, 0.0343, 0.1923, 0.3278, 0.0807,
    -1.7082, -7.2386, 2.2207, 3.9060, 1.3196, 1.0769, -2.3131, 2.2202, -0.0730, -1.2505, -1.2505, 0.1304,
    1.5120, 1.9578, 0.6883, -1.7782, 0.3005, -2.1582, 0.6584, -1.4826, -1.2365, -1.2980, 0.1546, 0.1580,
    0.3351, 3.2413, 3.0816, -0.0708, -0.0598, -1.5287, -1.1941, 0.6015, -1.5993, 2.4043, -0.2715, -0.3794,
    0.9095, 2.1561, -0.7828, -2.4319, 3.0230, -4.9147, 1.0195, 1.7662, -1.7916,
];

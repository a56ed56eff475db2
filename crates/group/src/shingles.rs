//! Shingles: runs of words as hashes. A sample of the five-word runs finds texts that may share a part; three-word runs
//! decide how much of the shorter text stands in the longer one.
//!
//! The sample is a scaled MinHash (FracMinHash: Irber and others 2022): the runs whose hash ends in enough zero bits.
//! Unlike a signature of fixed length it finds a short text inside a long one, whose Jaccard similarity is small, and
//! it costs one hash a word. Of two 400-word texts of Jaccard similarity 0.15 about 13 sampled runs meet.

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Words up to which one run in four is sampled; of longer texts one in eight. Samples nest, so both meet.
const DENSE: usize = 300;
/// Words of a text that are compared; the rest of a longer one is left out.
pub(crate) const WORDS: usize = 4_000;

/// One hash a word.
pub(crate) fn word_hashes(words: &[String]) -> Vec<u64> {
    words.iter().map(|w| xxh3_64(w.as_bytes())).collect()
}

/// The distinct three-word runs, sorted.
pub(crate) fn triples(words: &[u64]) -> Vec<u32> {
    let mut out: Vec<u32> = words.windows(3).map(|run| fold(run) as u32).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The sampled five-word runs, distinct and sorted. Linear in the words.
pub(crate) fn sample(words: &[u64]) -> Vec<u64> {
    let mask = if words.len() <= DENSE { 3 } else { 7 };
    let mut out: Vec<u64> = words.windows(5).map(fold).filter(|hash| hash & mask == 0).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// One key for exactly this title and text, word by word.
pub(crate) fn exact(words: &[u64]) -> u64 {
    let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
    xxh3_64_with_seed(&bytes, 1)
}

/// How many of two sorted lists' entries are shared.
pub(crate) fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        i += usize::from(x <= y);
        j += usize::from(y <= x);
        n += usize::from(x == y);
    }
    n
}

fn fold(run: &[u64]) -> u64 {
    run.iter().fold(0x9E37_79B9_7F4A_7C15, |key, &word| mix(key.rotate_left(5) ^ word))
}

/// The finisher of SplitMix64 (Steele, Lea, Flood 2014).
fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(n: std::ops::Range<u64>) -> Vec<u64> {
        n.map(mix).collect()
    }

    #[test]
    fn texts_that_share_a_part_meet_and_others_do_not() {
        let met = |x: &[u64], y: &[u64]| x.iter().filter(|x| y.contains(x)).count();
        let [a, b, c] = [sample(&hashes(0..400)), sample(&hashes(300..700)), sample(&hashes(1000..1400))];
        assert!(met(&a, &b) > 4, "Jaccard 0.14");
        assert_eq!(met(&a, &c), 0);
        assert!(met(&a, &sample(&hashes(100..140))) > 0, "a short text inside a long one");
        assert!((20..90).contains(&a.len()));
    }

    #[test]
    fn shared_counts_common_runs() {
        assert_eq!(shared(&triples(&hashes(0..100)), &triples(&hashes(50..200))), 48);
        assert_eq!(shared(&[], &[1]), 0);
        assert!(sample(&[]).is_empty());
    }
}

//! The model: how the numbers of a sentence and of its words become a score.
//!
//! A logistic regression says of each word how likely it is made up. Their sums, the means of their numbers, the numbers of
//! the sentence and of its setting go two ways: through a second logistic regression, which has further weights that count
//! the more, the more the sentence copies (a new word in a sentence that is otherwise copied is another matter than one in a
//! sentence that is all new words), and through small decision trees grown by gradient boosting. The score is their mean in
//! log-odds. `data/weights.txt` holds all of it, fitted by `data/fit.py` to one half of labelled sets; the other half is
//! reported.

use crate::evidence::{WORD, Word};
use crate::features::SENTENCE;
use std::sync::LazyLock;

static TEXT: &str = include_str!("../data/weights.txt");

/// Numbers made of the words' scores.
const SUMMED: usize = 7;
/// The number that says how much of the sentence is copied.
const COPIES: usize = 10;
/// Questions asked on the way down a tree.
const DEPTH: usize = 3;
const SPLITS: usize = (1 << DEPTH) - 1;
const LEAVES: usize = 1 << DEPTH;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::read(TEXT));

#[derive(Default)]
struct Model {
    /// Weights of a word's evidence.
    words: Vec<f32>,
    /// Weights of everything known of a sentence.
    plain: Vec<f32>,
    /// The same, times how much is copied.
    copied: Vec<f32>,
    trees: Vec<Tree>,
}

/// A full binary tree, its splits in the order of a heap: number, and the most it may be to go left.
#[derive(Debug, PartialEq)]
struct Tree {
    splits: [(usize, f32); SPLITS],
    leaves: [f32; LEAVES],
}

/// How well the sentence is supported, 0 to 1.
pub(crate) fn score(sentence: &[f32; SENTENCE], words: &[Word]) -> f32 {
    let all = everything(sentence, words);
    let copies = sentence.get(COPIES).copied().unwrap_or(0.0);
    let sum = |weights: &[f32]| all.iter().zip(weights).map(|(x, w)| x * w).sum::<f32>();
    let straight = sum(&MODEL.plain) + copies * sum(&MODEL.copied);
    let grown: f32 = MODEL.trees.iter().map(|t| t.leaf(&all)).sum();
    logistic((straight + grown) / 2.0)
}

/// How likely a word is made up, 0 to 1.
pub(crate) fn made_up(word: &Word) -> f32 {
    logistic(word.numbers.iter().zip(&MODEL.words).map(|(x, w)| x * w).sum())
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// The numbers of the sentence, what its words sum up to, and the means of the words' numbers.
fn everything(sentence: &[f32; SENTENCE], words: &[Word]) -> Vec<f32> {
    let mut means = [0.0; WORD];
    for word in words {
        means.iter_mut().zip(&word.numbers).for_each(|(mean, n)| *mean += n / words.len() as f32);
    }
    sentence.iter().copied().chain(summed(words)).chain(means).collect()
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

impl Model {
    /// Lines of a name and its numbers; a line that is not understood is passed over.
    fn read(text: &str) -> Self {
        let mut model = Self::default();
        for line in text.lines() {
            let mut parts = line.split_whitespace();
            let name = parts.next().unwrap_or_default();
            let numbers = parts.map_while(|p| p.parse().ok()).collect();
            match name {
                "words" => model.words = numbers,
                "plain" => model.plain = numbers,
                "copied" => model.copied = numbers,
                "tree" => model.trees.extend(Tree::of(&numbers)),
                _ => {}
            }
        }
        model
    }
}

impl Tree {
    /// Number and bound of each split, then the leaves.
    fn of(numbers: &[f32]) -> Option<Self> {
        let (splits, leaves) = numbers.split_at_checked(2 * SPLITS)?;
        let splits: Vec<(usize, f32)> =
            splits.as_chunks::<2>().0.iter().map(|&[number, most]| (number as usize, most)).collect();
        Some(Self { splits: splits.try_into().ok()?, leaves: leaves.try_into().ok()? })
    }

    fn leaf(&self, all: &[f32]) -> f32 {
        let mut at = 0;
        for _ in 0..DEPTH {
            let left = self.splits.get(at).is_none_or(|(n, most)| all.get(*n).copied().unwrap_or(0.0) <= *most);
            at = 2 * at + if left { 1 } else { 2 };
        }
        self.leaves.get(at - SPLITS).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_whole() {
        let lines = TEXT.lines().filter(|l| l.starts_with("tree ")).count();
        assert!(lines > 0 && MODEL.trees.len() == lines, "{} of {lines} trees", MODEL.trees.len());
        assert_eq!(MODEL.words.len(), WORD);
        assert_eq!(MODEL.plain.len(), SENTENCE + SUMMED + WORD);
        assert_eq!(MODEL.copied.len(), SENTENCE + SUMMED);
        assert!(MODEL.trees.iter().flat_map(|t| &t.splits).all(|(n, _)| *n < MODEL.plain.len()));
    }

    #[test]
    fn a_tree_asks_its_way_down() {
        let tree = Tree::of(&[
            0., 1., 1., 5., 1., 7., 2., 0., 2., 0., 2., 0., 2., 0., // number and bound of each split
            1., 2., 3., 4., 5., 6., 7., 8.,
        ])
        .unwrap();
        for (all, expected) in
            [([0., 0., 0.], 1.), ([0., 0., 1.], 2.), ([0., 6., 0.], 3.), ([2., 7., 0.], 5.), ([2., 8., 1.], 8.)]
        {
            assert_eq!(tree.leaf(&all), expected, "{all:?}");
        }
        assert_eq!(Tree::of(&[0.0; 5]), None);
    }
}

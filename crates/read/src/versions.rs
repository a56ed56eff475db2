//! Versions: what a publisher changed between two readings of one article, sentence by sentence.
//!
//! Sentences that both versions have in one order are found by patience diff (Bram Cohen): those said once in each version anchor the
//! rest. What lies between two anchors is paired by its words: the closest sentences are one that was edited, the others were removed
//! or added. A sentence that only moved is no change.

use standfirst_types::{Article, Span};
use std::collections::BTreeMap;

/// Two sentences that share at least this part of their words (Dice) are one sentence, edited.
const ALIKE: f32 = 0.5;
/// At most this many pairs are compared in one gap; beyond it only sentences in the same place are.
const MAX_PAIRS: usize = 40_000;

/// What happened to a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It stands there in other words.
    Edited,
}

/// One sentence that changed, with where it stood and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// The sentence in the earlier version; `None` when it was added.
    pub before: Option<Span>,
    /// The sentence in the later version; `None` when it was removed.
    pub after: Option<Span>,
}

/// The sentences that changed from one version to the next, in the order of the later text, a removed sentence where it stood.
/// White space does not count. O(n log n) for n sentences, and quadratic in the longest run of changed ones up to a bound.
pub fn changes(before: &Article, after: &Article) -> Vec<Change> {
    let (old, new) = (said(before), said(after));
    let mut gaps = vec![];
    diff(&old, &new, (0, 0), &mut gaps);
    let moved = moved(&old, &new, &gaps);
    let mut out = vec![];
    for gap in &gaps {
        let gone: Vec<usize> = gap.0.clone().filter(|i| !moved.0.contains(i)).collect();
        let come: Vec<usize> = gap.1.clone().filter(|j| !moved.1.contains(j)).collect();
        settle(&old, &new, &gone, &come, |i, j| {
            let kind = match (i, j) {
                (Some(_), Some(_)) => Kind::Edited,
                (Some(_), None) => Kind::Removed,
                _ => Kind::Added,
            };
            let before = i.and_then(|i| before.sentence_span(i));
            let after = j.and_then(|j| after.sentence_span(j));
            out.push(Change { kind, before, after });
        });
    }
    out
}

/// The sentences with their white space collapsed.
fn said(article: &Article) -> Vec<String> {
    let text = |i| article.sentence(i).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    (0..article.sentences.len()).map(text).collect()
}

type Gap = (std::ops::Range<usize>, std::ops::Range<usize>);

/// The ranges of sentences that differ; `at` is where the slices begin in the whole.
fn diff(old: &[String], new: &[String], at: (usize, usize), gaps: &mut Vec<Gap>) {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (old.get(..old.len() - tail).unwrap_or_default(), new.get(..new.len() - tail).unwrap_or_default());
    let at = (at.0 + head, at.1 + head);
    let anchors = anchors(old, new);
    if anchors.is_empty() {
        if !(old.is_empty() && new.is_empty()) {
            gaps.push((at.0..at.0 + old.len(), at.1..at.1 + new.len()));
        }
        return;
    }
    let mut from = (0, 0);
    for (i, j) in anchors.into_iter().chain([(old.len(), new.len())]) {
        let (a, b) = (old.get(from.0..i).unwrap_or_default(), new.get(from.1..j).unwrap_or_default());
        diff(a, b, (at.0 + from.0, at.1 + from.1), gaps);
        from = (i + 1, j + 1);
    }
}

/// Sentences said once in each, in the longest order common to both.
fn anchors(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    let once = |list: &[String]| {
        let mut at: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for (i, text) in list.iter().enumerate() {
            at.entry(text.clone()).and_modify(|seen| *seen = None).or_insert(Some(i));
        }
        at
    };
    let there = once(new);
    let here = once(old);
    let pairs: Vec<(usize, usize)> = old
        .iter()
        .enumerate()
        .filter(|(_, text)| here.get(*text).copied().flatten().is_some())
        .filter_map(|(i, text)| Some((i, there.get(text).copied().flatten()?)))
        .collect();
    increasing(&pairs)
}

/// The longest subsequence whose second numbers rise (patience sorting).
fn increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The top of each pile, and for each pair the one under it.
    let (mut piles, mut under): (Vec<usize>, Vec<Option<usize>>) = (vec![], vec![]);
    let second = |k: &usize| pairs.get(*k).map_or(0, |p| p.1);
    for (k, pair) in pairs.iter().enumerate() {
        let pile = piles.partition_point(|top| second(top) < pair.1);
        under.push(pile.checked_sub(1).and_then(|p| piles.get(p).copied()));
        match piles.get_mut(pile) {
            Some(top) => *top = k,
            None => piles.push(k),
        }
    }
    let mut out = vec![];
    let mut at = piles.last().copied();
    while let Some(k) = at {
        out.extend(pairs.get(k));
        at = under.get(k).copied().flatten();
    }
    out.reverse();
    out
}

/// Sentences that stand word for word in a gap of each version: they only moved.
fn moved(old: &[String], new: &[String], gaps: &[Gap]) -> (Vec<usize>, Vec<usize>) {
    let mut gone: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for i in gaps.iter().flat_map(|g| g.0.clone()).rev() {
        gone.entry(old.get(i).map_or("", String::as_str)).or_default().push(i);
    }
    let mut out = (vec![], vec![]);
    for j in gaps.iter().flat_map(|g| g.1.clone()) {
        if let Some(i) = new.get(j).and_then(|t| gone.get_mut(t.as_str())).and_then(Vec::pop) {
            out.0.push(i);
            out.1.push(j);
        }
    }
    out
}

/// Pairs the closest of two runs and says what became of each sentence, in order.
fn settle(
    old: &[String],
    new: &[String],
    gone: &[usize],
    come: &[usize],
    mut say: impl FnMut(Option<usize>, Option<usize>),
) {
    let words = |list: &[String], i: usize| bag(list.get(i).map_or("", String::as_str));
    let bags: (Vec<_>, Vec<_>) =
        (gone.iter().map(|i| words(old, *i)).collect(), come.iter().map(|j| words(new, *j)).collect());
    let near = gone.len() * come.len() <= MAX_PAIRS;
    let mut pairs = vec![];
    for (a, left) in bags.0.iter().enumerate() {
        for (b, right) in bags.1.iter().enumerate().filter(|(b, _)| near || *b == a) {
            let score = dice(left, right);
            if score >= ALIKE {
                pairs.push((score, a, b));
            }
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)).then(x.2.cmp(&y.2)));
    let (mut to, mut from) = (vec![None; gone.len()], vec![None; come.len()]);
    for (_, a, b) in pairs {
        if let (Some(t @ None), Some(f @ None)) = (to.get_mut(a), from.get_mut(b)) {
            (*t, *f) = (Some(b), Some(a));
        }
    }
    // Removed sentences come before the place where the next one that stayed now stands.
    let mut a = 0;
    let removed = |a: usize| to.get(a).is_some_and(Option::is_none);
    for (b, j) in come.iter().enumerate() {
        let source = from.get(b).copied().flatten();
        if let Some(s) = source {
            while a < s {
                if removed(a) {
                    say(gone.get(a).copied(), None);
                }
                a += 1;
            }
        }
        say(source.and_then(|s| gone.get(s).copied()), Some(*j));
    }
    for rest in (a..gone.len()).filter(|a| removed(*a)) {
        say(gone.get(rest).copied(), None);
    }
}

/// The words of a sentence in lower case, sorted.
fn bag(text: &str) -> Vec<String> {
    let mut out: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    out.sort_unstable();
    out
}

/// Twice the shared words over all words.
fn dice(a: &[String], b: &[String]) -> f32 {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
        }
    }
    2.0 * shared as f32 / (a.len() + b.len()).max(1) as f32
}

//! Fuse: two originals tell one thing of one subject, and one of them tells besides why or after what. The sentence of the
//! one takes over that clause of the other, word for word, and cites both.

use crate::cut::{Token, tokens};
use crate::lexicon::{KEEP, SAYING};
use crate::pool::Sentence;
use std::collections::BTreeSet;

/// Words that begin a clause which belongs to the whole statement before it.
const CLAUSES: &[&str] = &["after", "because", "following", "amid", "despite"];
/// Words of the longest sentence that is made.
const LONGEST: usize = 36;

/// `a` with the clause of `b` that it lacks; `None` when their cores are not the same statement, when either is somebody's
/// word or denies or hedges, or when `a` has a clause of its own.
pub(crate) fn fused(a: &Sentence, b: &Sentence) -> Option<String> {
    let firm = |s: &Sentence| {
        !s.has(SAYING) && !s.has(KEEP) && !s.is_speech() && !s.text.contains(['“', '"', '‘', ';', ':', '—', '–'])
    };
    if !firm(a) || !firm(b) || a.lean.is_some() || b.lean.is_some() || !a.text.ends_with('.') || !b.text.ends_with('.')
    {
        return None;
    }
    let (own, other) = (tokens(&a.text), tokens(&b.text));
    let clause = |list: &[Token]| list.iter().enumerate().skip(3).find(|(_, t)| t.is(CLAUSES)).map(|c| c.0);
    let at = clause(&other)?;
    if clause(&own).is_some() || other.len() - at < 4 || own.iter().chain(&other).any(|t| t.breaks) {
        return None;
    }
    let first = other.get(at)?;
    let tail = b.text.get(first.start..)?.trim_end_matches('.');
    let points = other.iter().skip(at).any(|t| {
        t.is(&[
            "he", "she", "it", "they", "his", "her", "its", "their", "him", "them", "this", "that", "these", "those",
        ])
    });
    let core = |s: &Sentence, until: usize| -> BTreeSet<String> {
        s.words
            .iter()
            .filter(|w| w.start < until && (w.is_content() || w.has_digit()))
            .map(|w| w.stem.clone())
            .collect()
    };
    let (x, y) = (core(a, usize::MAX), core(b, first.start));
    let both = x.intersection(&y).count();
    let numbers = |s: &Sentence, until: usize| -> Vec<String> {
        s.words.iter().filter(|w| w.start < until && w.value().is_some()).map(|w| w.lower.clone()).collect()
    };
    let same = both >= 3 && both == y.len() && 4 * both >= 3 * x.len();
    let counted = numbers(b, first.start).iter().all(|n| numbers(a, usize::MAX).contains(n));
    let new = b.words.iter().filter(|w| w.start >= first.start && w.is_content() && !x.contains(&w.stem)).count();
    let short = own.len() + other.len() - at <= LONGEST;
    (same && counted && new >= 2 && !points && short).then(|| format!("{} {tail}.", a.text.trim_end_matches('.')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pool::{Piece, pool};

    #[test]
    fn the_clause_of_the_other_is_taken_over() {
        let check = |a: &str, b: &str, expected: Option<&str>| {
            let read = |text: &str| {
                let spans = [[0, text.len() as u32]];
                pool(&[Piece { text, sentences: &spans, voice: String::new(), english: true }]).remove(0)
            };
            assert_eq!(fused(&read(a), &read(b)).as_deref(), expected, "{a} {b}");
        };
        check(
            "The Orle dam burst at dawn and flooded Tarnholm.",
            "The Orle dam burst at dawn after a week of heavy rain.",
            None,
        );
        check(
            "The Orle dam burst at dawn on Friday.",
            "The Orle dam burst at dawn after a week of heavy rain.",
            Some("The Orle dam burst at dawn on Friday after a week of heavy rain."),
        );
        check(
            "The Orle dam did not burst at dawn on Friday.",
            "The Orle dam burst at dawn after a week of rain.",
            None,
        );
        check("The Orle dam burst at dawn on Friday.", "The Orle dam burst at dawn after they opened the gate.", None);
        check("Two boats sank off Mörsk harbour.", "Three boats sank off Mörsk harbour after a night storm.", None);
        check(
            "The Orle dam burst at dawn on Friday.",
            "Police said the Orle dam burst at dawn after heavy rain.",
            None,
        );
    }
}

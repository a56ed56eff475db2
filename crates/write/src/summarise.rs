//! A summary of any texts: the best sentences under a budget, each with the spans it stands at.

use crate::clean::Opening;
use crate::one::alone;
use crate::pool::{Piece, pool};
use crate::rank::{REPEATS, Ranked, rank};
use crate::words::{Splitter, length};
use std::collections::BTreeSet;

/// A source: id, text, sentences as byte spans.
pub type Source = (String, String, Vec<[u32; 2]>);
/// A sentence of a summary with `(index of the source, first byte, one past the last)` of what it stands at.
pub type Sentence = (String, Vec<(usize, u32, u32)>);
/// A summary, in the order of the sources.
pub type Summary = Vec<Sentence>;

/// How long a summary may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// That many sentences.
    Sentences(usize),
    /// About that many words: it closes with the first sentence that reaches it.
    Words(usize),
}

/// Chooses sentences of `sources` for a summary. A sentence that opens with a pronoun or a connective is used only right
/// after the sentence it leans on. Deterministic; the time is that of ranking, see `rank.rs`.
pub fn summarise(sources: &[Source], title: Option<&str>, budget: Budget) -> Summary {
    let pieces: Vec<Piece<'_>> = sources
        .iter()
        .map(|(id, text, sentences)| Piece { text, sentences, voice: id.clone(), english: true })
        .collect();
    let splitter = Splitter::new(true);
    let title: BTreeSet<String> = title
        .map(|t| splitter.words(t).into_iter().filter(|w| w.is_content()).map(|w| w.stem).collect())
        .unwrap_or_default();
    let mut ranked = rank(pool(&pieces), pieces.iter().map(|p| p.voice.clone()).collect(), &title);
    if budget == Budget::Sentences(1) {
        let scores = alone(&ranked.sentences);
        ranked.sentences.iter_mut().zip(scores).for_each(|(s, score)| s.score = score);
    }
    let mut chosen = pick(&ranked, budget);
    if chosen.is_empty() {
        chosen = ranked.choose(&[], |a, b| ranked.cosine(a, b), REPEATS, |_, _| true, |c| !c.is_empty());
    }
    chosen.sort_unstable();
    chosen.into_iter().filter_map(|i| sentence(&ranked, i)).collect()
}

fn pick(ranked: &Ranked, budget: Budget) -> Vec<usize> {
    let words = |chosen: &[usize]| {
        chosen.iter().filter_map(|&i| ranked.sentences.get(i)).map(|s| length(&s.text)).sum::<usize>()
    };
    let enough = |chosen: &[usize]| match budget {
        Budget::Sentences(n) => chosen.len() >= n,
        Budget::Words(n) => words(chosen) >= n,
    };
    ranked.choose(&[], |a, b| ranked.cosine(a, b), REPEATS, |i, chosen| usable(ranked, i, chosen), enough)
}

/// Stands alone, or comes right after the sentence it leans on.
fn usable(ranked: &Ranked, i: usize, chosen: &[usize]) -> bool {
    let Some(sentence) = ranked.sentences.get(i) else { return false };
    let before = i.checked_sub(1).filter(|b| chosen.contains(b)).and_then(|b| ranked.sentences.get(b));
    let led = before.is_some_and(|b| b.source == sentence.source && b.index + 1 == sentence.index && b.stands());
    led || sentence.stands() || matches!(sentence.opening, Opening::Broken | Opening::Role)
}

fn sentence(ranked: &Ranked, i: usize) -> Option<Sentence> {
    let own = ranked.sentences.get(i)?;
    let also = ranked.agreeing(i).into_iter().take(2).filter_map(|j| ranked.sentences.get(j));
    let support = std::iter::once(own).chain(also).map(|s| (s.source, s.start, s.end)).collect();
    Some((own.text.clone(), support))
}

//! A summary of any texts: the best sentences under a budget, each with the spans it stands at.

use crate::clean::{Opening, dateline};
use crate::cut::{Depth, cut};
use crate::lexicon::PRONOUNS;
use crate::one::alone;
use crate::pool::{Piece, pool};
use crate::pronoun::resolve;
use crate::rank::{REPEATS, Ranked, rank};
use crate::words::{Splitter, flat, length};
use std::collections::BTreeSet;

/// How many words more than at the core must stand before what is cut of a lone sentence.
const LIGHTER: i32 = 12;

/// Sentences of a source up to which one may lean on the one right before it.
const LEAD: usize = 2;

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

/// Chooses sentences of `sources` for a summary. A sentence that opens with a pronoun is used only where
/// the one before names whom it means, in whose name it is then told. Deterministic; the time is that of ranking, see `rank.rs`.
pub fn summarise(sources: &[Source], title: Option<&str>, budget: Budget) -> Summary {
    let pieces: Vec<Piece<'_>> = sources
        .iter()
        .map(|(id, text, sentences)| Piece { text, sentences, voice: id.clone(), english: true })
        .collect();
    let splitter = Splitter::new(true);
    let title: BTreeSet<String> = title
        .map(|t| splitter.words(t).into_iter().filter(|w| w.is_content()).map(|w| w.stem).collect())
        .unwrap_or_default();
    if let (Budget::Sentences(1), [(_, text, sentences)]) = (budget, sources)
        && let [[start, end]] = sentences.as_slice()
    {
        return lighter(text, *start, *end);
    }
    let mut sentences = pool(&pieces);
    resolve(&mut sentences);
    let mut ranked = rank(sentences, pieces.iter().map(|p| p.voice.clone()).collect(), &title);
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

/// Asked for one sentence of a text that has but one, there is nothing to choose: it is told with less beside it.
fn lighter(text: &str, start: u32, end: u32) -> Summary {
    let Some(whole) = text.get(start as usize..end as usize) else { return vec![] };
    let skip = dateline(whole);
    let rest = whole.get(skip..).unwrap_or_default();
    let (short, pieces) = match cut(rest, Depth::Core(LIGHTER)) {
        Some(shorter) => (shorter.text, shorter.pieces),
        None => (rest.to_owned(), vec![[0, rest.len()]]),
    };
    let at = |byte: usize| start + (skip + byte) as u32;
    vec![(flat(&short), pieces.into_iter().map(|[from, to]| (0, at(from), at(to))).collect())]
}

fn pick(ranked: &Ranked, budget: Budget) -> Vec<usize> {
    let short = matches!(budget, Budget::Sentences(_));
    let words = |chosen: &[usize]| {
        chosen.iter().filter_map(|&i| ranked.sentences.get(i)).map(|s| length(&s.text)).sum::<usize>()
    };
    let enough = |chosen: &[usize]| match budget {
        Budget::Sentences(n) => chosen.len() >= n,
        Budget::Words(n) => words(chosen) >= n,
    };
    ranked.choose(&[], |a, b| ranked.cosine(a, b), REPEATS, |i, chosen| usable(ranked, i, chosen, short), enough)
}

/// Stands alone; or speaks of somebody in a role (“the driver”) after a sentence of the same source that can bring him in.
fn usable(ranked: &Ranked, i: usize, chosen: &[usize], short: bool) -> bool {
    let Some(sentence) = ranked.sentences.get(i) else { return false };
    let before = |c: &usize| {
        ranked.sentences.get(*c).is_some_and(|b| b.source == sentence.source && b.index < sentence.index && b.stands())
    };
    // a short summary may go on as the report itself does: right after its first sentence “it” is that one's own
    let led = || {
        let last = i.checked_sub(1).filter(|b| chosen.contains(b)).and_then(|b| ranked.sentences.get(b));
        let pronoun = sentence.words.first().is_some_and(|w| w.is(PRONOUNS));
        short
            && pronoun
            && last.is_some_and(|b| {
                b.source == sentence.source && b.index + 1 == sentence.index && b.stands() && sentence.index <= LEAD
            })
    };
    match sentence.opening {
        Opening::Role => chosen.iter().any(before),
        Opening::Bound | Opening::Person => led(),
        Opening::Broken => true,
        _ => sentence.stands(),
    }
}

fn sentence(ranked: &Ranked, i: usize) -> Option<Sentence> {
    let own = ranked.sentences.get(i)?;
    let also = ranked.agreeing(i).into_iter().take(2).filter_map(|j| ranked.sentences.get(j));
    let lean = own.lean.map(|[start, end]| (own.source, start, end));
    let also = also.map(|s| (s.source, s.start, s.end));
    let support = std::iter::once((own.source, own.start, own.end)).chain(lean).chain(also).collect();
    Some((own.text.clone(), support))
}

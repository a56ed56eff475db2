//! One sentence: made shorter, or made a headline.

use crate::clean::dateline;
use crate::cut::{Depth, cut};
use crate::headcut::{Trim, trimmed};
use crate::pool::{Piece, pool};
use crate::rank::rank;
use crate::shorten::shortened;
use crate::summarise::{Sentence, Source};
use crate::words::flat;
use std::collections::BTreeSet;

/// The sentence of English without what it can do without, with the bytes of every piece that stays; the whole sentence
/// when nothing can go. Only words are left out: no negation, hedge, condition, quantity or attribution ever is.
pub fn compress(sentence: &str) -> (String, Vec<[usize; 2]>) {
    let skip = dateline(sentence);
    let rest = sentence.get(skip..).unwrap_or_default();
    match cut(rest, Depth::Core) {
        Some(shorter) => (shorter.text, shorter.pieces.iter().map(|p| [p[0] + skip, p[1] + skip]).collect()),
        None => (rest.to_owned(), vec![[skip, sentence.len()]]),
    }
}

/// A headline of at most 90 characters out of the first sentences that give one, with what it stands on; `None` when none
/// does.
pub fn headline(sources: &[Source]) -> Option<Sentence> {
    let parted: Vec<Vec<[u32; 2]>> = sources.iter().map(|(_, text, sentences)| parted(text, sentences)).collect();
    let pieces: Vec<Piece<'_>> = sources
        .iter()
        .zip(&parted)
        .map(|((id, text, _), sentences)| Piece { text, sentences, voice: id.clone(), english: true })
        .collect();
    let ranked = rank(pool(&pieces), pieces.iter().map(|p| p.voice.clone()).collect(), &BTreeSet::new());
    let all = || ranked.sentences.iter().enumerate().filter(|(_, s)| !s.text.ends_with('?'));
    let made = all().filter(|(_, s)| s.stands()).find_map(|(i, s)| Some((i, shortened(s, i, true, false)?.text)));
    let cut = |how: Trim| all().find_map(|(i, s)| Some((i, trimmed(&s.text, how)?)));
    let Some((i, text)) = made.or_else(|| cut(Trim::Strict)).or_else(|| cut(Trim::Loose)) else {
        return plain(sources);
    };
    let s = ranked.sentences.get(i)?;
    Some((text, vec![(s.source, s.start, s.end)]))
}

/// A run of blanks inside a sentence is the end of a line: what stands before it is a label or a line of its own.
fn parted(text: &str, sentences: &[[u32; 2]]) -> Vec<[u32; 2]> {
    let mut out = Vec::with_capacity(sentences.len());
    for &[start, end] in sentences {
        let whole = text.get(start as usize..end as usize).unwrap_or_default();
        match whole.rsplit_once("  ") {
            Some((before, rest)) if rest.split(' ').count() >= 5 => {
                let blanks = (rest.len() - rest.trim_start().len()) as u32;
                out.push([start, start + before.trim_end().len() as u32]);
                out.push([end - rest.len() as u32 + blanks, end]);
            }
            _ => out.push([start, end]),
        }
    }
    out
}

/// The same of sentences that would be no part of a brief.
fn plain(sources: &[Source]) -> Option<Sentence> {
    let all = || {
        let spans = sources.iter().enumerate().flat_map(|(n, s)| s.2.iter().map(move |span| (n, s.1.as_str(), *span)));
        spans.filter_map(|(n, text, [start, end])| Some((n, start, end, flat(text.get(start as usize..end as usize)?))))
    };
    let asks = |text: &str| text.ends_with(['?', '？']);
    let made = |how: Trim| {
        all()
            .filter(|a| !asks(&a.3))
            .find_map(|(n, start, end, text)| Some((trimmed(&text, how)?, vec![(n, start, end)])))
    };
    made(Trim::Strict).or_else(|| made(Trim::Loose))
}

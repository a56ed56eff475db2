//! The pool: every sentence of every source that could be used, with its words and how it begins.

use crate::clean::{Opening, dateline, is_junk, opening};
use crate::words::{Splitter, Word, flat};

/// Sentences of one source that are looked at, sources, and sentences in all: ranking compares each with each.
const MOST: usize = 240;
const MOST_SOURCES: usize = 200;
const MOST_IN_ALL: usize = 2400;

/// A source as the pool is made of it.
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    pub(crate) sentences: &'a [[u32; 2]],
    /// Who speaks; sources with one voice count once.
    pub(crate) voice: String,
    pub(crate) english: bool,
}

/// A sentence that could be used.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    /// Which source.
    pub(crate) source: usize,
    /// Which of its sentences.
    pub(crate) index: usize,
    /// First byte, after dateline and connective.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
    /// The words as they are written there, white space as single blanks.
    pub(crate) text: String,
    /// The words.
    pub(crate) words: Vec<Word>,
    /// How it begins.
    pub(crate) opening: Opening,
    /// Distinct content stems, sorted.
    pub(crate) terms: Vec<String>,
    /// The sentence before, when a name was taken from it in the place of a pronoun.
    pub(crate) lean: Option<[u32; 2]>,
    /// Higher is better; set by [`crate::rank`].
    pub(crate) score: f32,
}

impl Sentence {
    /// Can stand without the sentence before it.
    pub(crate) fn stands(&self) -> bool {
        matches!(self.opening, Opening::Free | Opening::Connective(_))
    }
    /// Part of direct speech that began or ends elsewhere, or nothing but it.
    pub(crate) fn is_speech(&self) -> bool {
        let open = self.text.matches('“').count();
        let close = self.text.matches('”').count();
        open != close || self.text.matches('"').count() % 2 == 1 || self.text.starts_with(['“', '"', '‘', '\''])
    }
    pub(crate) fn has(&self, list: &[&str]) -> bool {
        self.words.iter().any(|w| w.is(list))
    }
    pub(crate) fn has_number(&self) -> bool {
        self.words.iter().any(|w| w.has_digit() || w.value().is_some_and(|v| v > 1.0))
    }
}

/// The usable sentences of the pieces, by source and place. Linear.
pub(crate) fn pool(pieces: &[Piece<'_>]) -> Vec<Sentence> {
    let mut out = Vec::new();
    let most = (MOST_IN_ALL / pieces.len().clamp(1, MOST_SOURCES)).min(MOST);
    let splitters = [Splitter::new(false), Splitter::new(true)];
    for (source, piece) in pieces.iter().enumerate().take(MOST_SOURCES) {
        let [other, english] = &splitters;
        let splitter = if piece.english { english } else { other };
        let mut first = true;
        for (index, span) in piece.sentences.iter().take(most).enumerate() {
            if let Some(sentence) = read(piece, source, index, *span, splitter, first) {
                first = false;
                out.push(sentence);
            }
        }
    }
    out
}

fn read(
    piece: &Piece<'_>,
    source: usize,
    index: usize,
    span: [u32; 2],
    splitter: &Splitter,
    first: bool,
) -> Option<Sentence> {
    let whole = piece.text.get(span[0] as usize..span[1] as usize)?;
    let first_mark = if index < 3 { dateline(whole) } else { 0 };
    // “(Wire) ELLERY — …”
    let skip = first_mark + if first_mark > 0 { dateline(whole.get(first_mark..)?) } else { 0 };
    let raw = whole.get(skip..)?;
    let words = splitter.words(raw);
    if is_junk(raw, &words) {
        return None;
    }
    let opening = if piece.english { opening(raw, &words, first) } else { Opening::Free };
    let opening = match opening {
        _ if piece.english && begins_small(raw) => Opening::Bound,
        Opening::Free | Opening::Connective(_) if piece.english && !marks_match(raw) => Opening::Broken,
        opening => opening,
    };
    let (cut, text) = match opening {
        Opening::Connective(cut) => (cut, capitalised(raw.get(cut..)?)),
        _ => (0, raw.to_owned()),
    };
    let text = flat(&text);
    let words = if text == raw { words } else { splitter.words(&text) };
    let mut terms: Vec<String> = words.iter().filter(|w| w.is_content()).map(|w| w.stem.clone()).collect();
    terms.sort_unstable();
    terms.dedup();
    let start = span[0] + (skip + cut) as u32;
    Some(Sentence { source, index, start, end: span[1], text, words, opening, terms, lean: None, score: 0.0 })
}

/// A sentence that begins with a small letter is the rest of one.
fn begins_small(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// Every quotation mark and bracket that opens closes.
fn marks_match(text: &str) -> bool {
    let count = |c: char| text.matches(c).count();
    count('“') == count('”') && count('"') % 2 == 0 && count('(') == count(')') && count('[') == count(']')
}

impl Sentence {
    /// Puts `name`, which stands in the sentence before (`lean`), in the place of the pronoun that opens this one.
    pub(crate) fn resolve(&mut self, name: &str, lean: [u32; 2]) {
        let Some(rest) = self.words.first().and_then(|w| self.text.get(w.end..)) else { return };
        let owner = if self.words.first().is_some_and(|w| w.is(&["his", "her"])) { "'s" } else { "" };
        self.text = format!("{name}{owner}{rest}");
        self.words = Splitter::new(true).words(&self.text);
        self.opening = Opening::Free;
        self.lean = Some(lean);
    }
}

/// The text with its first letter made a capital.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

//! Words: a sentence as the writer compares it.

use crate::lexicon::STOP;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::{FxHashMap, FxHashSet};
use std::{cell::RefCell, sync::OnceLock};

/// Stems that are remembered.
const MOST_STEMS: usize = 20_000;

/// One word with its bytes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    /// First byte in the sentence.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// Lower case.
    pub(crate) lower: String,
    /// Stem, or `lower` outside English.
    pub(crate) stem: String,
    /// Begins with a capital.
    pub(crate) capital: bool,
    /// A comma, dash or other mark stands before it.
    pub(crate) breaks: bool,
    /// Has a meaning of its own.
    content: bool,
}

impl Word {
    pub(crate) fn is(&self, list: &[&str]) -> bool {
        list.contains(&self.lower.as_str())
    }
    pub(crate) fn is_content(&self) -> bool {
        self.content
    }
    pub(crate) fn has_digit(&self) -> bool {
        self.lower.bytes().any(|b| b.is_ascii_digit())
    }
    /// The value of a number in digits or a small one in words.
    pub(crate) fn value(&self) -> Option<f64> {
        const SMALL: [&str; 21] = [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ];
        const TENS: [&str; 7] = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
        if self.lower.bytes().next().is_some_and(|b| b.is_ascii_digit()) {
            return self.lower.replace(',', "").parse().ok();
        }
        let small = SMALL.iter().position(|w| *w == self.lower).map(|n| n as f64);
        small.or_else(|| TENS.iter().position(|w| *w == self.lower).map(|n| 30.0 + 10.0 * n as f64))
    }
}

/// Splits sentences into words; stems English.
pub(crate) struct Splitter {
    stemmer: Option<Stemmer>,
    /// Stems found so far: half of a text's words come again.
    stems: RefCell<FxHashMap<String, String>>,
}

impl Splitter {
    pub(crate) fn new(english: bool) -> Self {
        Self { stemmer: english.then(|| Stemmer::create(Algorithm::English)), stems: RefCell::default() }
    }

    fn stem(&self, stemmer: &Stemmer, lower: &str) -> String {
        if let Some(stem) = self.stems.borrow().get(lower) {
            return stem.clone();
        }
        let stem = stemmer.stem(lower).into_owned();
        let mut stems = self.stems.borrow_mut();
        if stems.len() < MOST_STEMS {
            stems.insert(lower.to_owned(), stem.clone());
        }
        stem
    }

    /// The words of `text`: runs of letters and digits; an apostrophe between letters and a comma or point between digits
    /// belong to them, a possessive ’s does not.
    pub(crate) fn words(&self, text: &str) -> Vec<Word> {
        let mut out: Vec<Word> = Vec::new();
        let mut chars = text.char_indices().peekable();
        let mut gap = 0;
        while let Some((start, c)) = chars.next() {
            if !c.is_alphanumeric() {
                continue;
            }
            let (mut end, mut last) = (start + c.len_utf8(), c);
            while let Some(&(at, c)) = chars.peek() {
                let next = text.get(at + c.len_utf8()..).and_then(|t| t.chars().next()).unwrap_or(' ');
                let joins = c.is_alphanumeric()
                    || matches!(c, '\'' | '’') && last.is_alphabetic() && next.is_alphabetic()
                    || matches!(c, ',' | '.') && last.is_ascii_digit() && next.is_ascii_digit()
                    || c == '.' && last.is_uppercase() && next.is_uppercase();
                if !joins {
                    break;
                }
                (end, last) = (at + c.len_utf8(), c);
                chars.next();
            }
            // the last dot of “U.S.” is its own
            let dotted =
                text.get(start..end).is_some_and(|w| w.contains('.') && !w.contains(|c: char| c.is_ascii_digit()));
            if dotted && text.get(end..).is_some_and(|t| t.starts_with('.')) {
                end += 1;
                chars.next();
            }
            let breaks = text.get(gap..start).is_some_and(|g| g.chars().any(|c| !c.is_whitespace() && c != '-'));
            gap = end;
            out.push(self.word(text, start, end, c.is_uppercase(), breaks && start > 0));
        }
        out
    }

    fn word(&self, text: &str, start: usize, end: usize, capital: bool, breaks: bool) -> Word {
        let raw = text.get(start..end).unwrap_or_default();
        let mut lower = if raw.is_ascii() { raw.to_ascii_lowercase() } else { raw.to_lowercase().replace('’', "'") };
        if lower.ends_with("'s") {
            lower.truncate(lower.len() - 2);
        }
        lower.truncate(lower.trim_end_matches('.').len());
        let stem = match &self.stemmer {
            Some(stemmer) if lower.len() > 3 => self.stem(stemmer, &lower),
            _ => lower.clone(),
        };
        // elsewhere short words are mostly articles and prepositions
        let content = !stops().contains(lower.as_str())
            && (self.stemmer.is_some() || lower.len() > 3 || capital || lower.bytes().any(|b| b.is_ascii_digit()));
        Word { start, end, lower, stem, capital, breaks, content }
    }
}

/// [`STOP`] as a set: every word is looked up in it.
fn stops() -> &'static FxHashSet<&'static str> {
    static SET: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| STOP.iter().copied().collect())
}

/// White space as single blanks.
pub(crate) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How long a text is in words, also where words are not parted by blanks.
pub(crate) fn length(text: &str) -> usize {
    let wide = text
        .chars()
        .filter(|c| matches!(*c as u32, 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af | 0xe00..=0xe7f))
        .count();
    text.split_whitespace().count() + wide / 2
}

//! Tokens: the words of a text as the judge compares them, each with the bytes it came from.
//!
//! Hyphens part words (“54-year-old” is three), contractions are opened (“didn’t” is “did not”), a possessive ’s is
//! dropped, and “U.S.” is one word. So that a number never hides in a longer one, digits keep their commas and points.

use crate::lexicon::{is_content, is_opposed};
use crate::number::Unit;
use crate::thesaurus::{Bases, bases};
use compact_str::CompactString;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// One word.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    /// First byte in the text.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// Lower case, apostrophes straight.
    pub(crate) lower: CompactString,
    /// Stem of `lower`; of a number its value.
    pub(crate) stem: CompactString,
    /// Begins with a capital.
    pub(crate) capital: bool,
    /// First word of the text or of a quotation in it.
    pub(crate) opens: bool,
    /// A comma, dash, colon, bracket or quotation mark stands before it.
    pub(crate) breaks: bool,
    /// Carries meaning of its own.
    pub(crate) content: bool,
    /// Has an opposite among the words the judge knows by name.
    pub(crate) opposed: bool,
    /// What it may be a form of.
    pub(crate) bases: Bases,
    /// Hashes of `lower` and `stem`, so that most words are told apart without being read.
    pub(crate) keys: (u64, u64),
    /// Its value, when it is a number; “1.4 billion” and “12 per cent” are one token.
    pub(crate) number: Option<(f64, Unit)>,
}

impl Token {
    /// Whether the two are written alike, but for capitals.
    pub(crate) fn alike(&self, other: &Self) -> bool {
        self.keys.0 == other.keys.0 && self.lower == other.lower
    }
    /// Whether the two have one stem.
    pub(crate) fn stems_alike(&self, other: &Self) -> bool {
        self.keys.1 == other.keys.1 && self.stem == other.stem
    }
    pub(crate) fn is(&self, list: &[&str]) -> bool {
        list.contains(&self.lower.as_str())
    }
    /// Carries meaning of its own.
    pub(crate) fn is_content(&self) -> bool {
        self.content
    }
}

/// Hash of a word; not for keeping.
pub(crate) fn key(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish()
}

/// What is known of a word by its letters alone.
#[derive(Clone)]
struct Lexeme {
    stem: CompactString,
    content: bool,
    opposed: bool,
    bases: Bases,
    keys: (u64, u64),
}

/// The words met so far: the words of a story come again and again, and each is looked up once.
pub(crate) struct Lexemes {
    stemmer: Stemmer,
    known: FxHashMap<CompactString, Lexeme>,
}

impl Default for Lexemes {
    fn default() -> Self {
        Self { stemmer: Stemmer::create(Algorithm::English), known: FxHashMap::default() }
    }
}

impl Lexemes {
    fn of(&mut self, lower: &str) -> Lexeme {
        if let Some(known) = self.known.get(lower) {
            return known.clone();
        }
        let stem = if lower.len() > 3 { self.stemmer.stem(lower).as_ref().into() } else { CompactString::from(lower) };
        let content = is_content(lower);
        let bases = if content { bases(lower) } else { [crate::thesaurus::NONE; 3] };
        let keys = (key(lower), key(&stem));
        let lexeme = Lexeme { stem, content, opposed: is_opposed(lower), bases, keys };
        self.known.insert(lower.into(), lexeme.clone());
        lexeme
    }
}

/// The words of `text`. Linear.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    tokens_with(text, &mut Lexemes::default())
}

/// The same, with what is known already of words.
pub(crate) fn tokens_with(text: &str, lexemes: &mut Lexemes) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    let mut gap_start = 0;
    while let Some(rest) = text.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        if !c.is_alphanumeric() {
            at += c.len_utf8();
            continue;
        }
        let mut end = at + word_len(rest);
        end += spaced_number(text, at, end);
        // the last dot of “U.S.” is its own
        let dotted = text.get(at..end).is_some_and(|w| w.contains('.') && !w.contains(|c: char| c.is_ascii_digit()));
        if dotted && text.get(end..).is_some_and(|t| t.starts_with('.')) {
            end += 1;
        }
        let gap = text.get(gap_start..at).unwrap_or_default();
        push_word(&mut out, text, (at, end), gap, lexemes);
        at = end;
        gap_start = end;
    }
    let mut out = crate::number::mark(out, text);
    // “No 1” and “no. 10” are numbers of things, not none of them
    for i in 1..out.len() {
        let numbered = out.get(i).is_some_and(|t| {
            t.number.is_some_and(|n| n.0 < 1000.0) && t.lower.starts_with(|c: char| c.is_ascii_digit())
        });
        if let Some(before) = out.get_mut(i - 1).filter(|t| numbered && t.lower == "no") {
            before.lower = "number".into();
            before.content = true;
            before.keys.0 = key(&before.lower);
        }
    }
    out
}

/// Bytes that a number goes on for after a blank, as tokenised text writes it: “10, 000”, and “1. 7 million”, where a unit
/// follows.
fn spaced_number(text: &str, start: usize, end: usize) -> usize {
    let digits = |t: &str| t.bytes().take_while(u8::is_ascii_digit).count();
    let (Some(word), Some(rest)) = (text.get(start..end), text.get(end..)) else { return 0 };
    if word.is_empty() || word.len() > 3 || digits(word) != word.len() {
        return 0;
    }
    let (mut len, mut comma) = (0, false);
    while let Some(more) = rest.get(len..).and_then(|r| r.strip_prefix(", ")) {
        if digits(more) != 3 || more.as_bytes().get(3).is_some_and(u8::is_ascii_alphanumeric) {
            break;
        }
        (len, comma) = (len + 5, true);
    }
    let Some(more) = rest.strip_prefix(". ").filter(|_| !comma) else { return len };
    let n = digits(more);
    let unit = more.get(n..).map(str::trim_start).unwrap_or_default();
    let unit = unit.split(|c: char| !c.is_alphanumeric() && c != '%').next().unwrap_or_default();
    if (1..=2).contains(&n) && UNITS.contains(&unit) { 2 + n } else { 0 }
}

const UNITS: &[&str] = &[
    "%",
    "percent",
    "per",
    "million",
    "billion",
    "trillion",
    "m",
    "bn",
    "tn",
    "miles",
    "km",
    "kilometres",
    "metres",
    "kg",
];

/// Bytes of the word that `rest` begins with.
fn word_len(rest: &str) -> usize {
    let chars: Vec<(usize, char)> = rest.char_indices().take(80).collect();
    let mut n = 1;
    while let Some(&(_, c)) = chars.get(n) {
        let before = chars.get(n.wrapping_sub(1)).map_or(' ', |x| x.1);
        let after = chars.get(n + 1).map_or(' ', |x| x.1);
        let joins = match c {
            '\'' | '’' => before.is_alphabetic() && after.is_alphabetic(),
            '.' | ',' => before.is_ascii_digit() && after.is_ascii_digit() || c == '.' && initial(&chars, n),
            _ => c.is_alphanumeric(),
        };
        if !joins {
            break;
        }
        n += 1;
    }
    chars.get(n).map_or_else(|| chars.last().map_or(0, |(i, c)| i + c.len_utf8()), |x| x.0)
}

/// The dot at `n` belongs to an acronym: single letters parted by dots, at least two of them.
fn initial(chars: &[(usize, char)], n: usize) -> bool {
    let letter = |i: usize| chars.get(i).is_some_and(|x| x.1.is_alphabetic());
    let dot = |i: usize| chars.get(i).is_some_and(|x| x.1 == '.');
    let single = letter(n.wrapping_sub(1)) && (n == 1 || dot(n.wrapping_sub(2)));
    single && (letter(n + 1) && dot(n + 2) || n >= 3 && dot(n - 2) && !letter(n + 1))
}

/// In lower case, apostrophes straight.
fn lower_case(word: &str) -> CompactString {
    if word.is_ascii() {
        let mut lower = CompactString::from(word);
        lower.make_ascii_lowercase();
        return lower;
    }
    word.to_lowercase().chars().map(|c| if c == '’' { '\'' } else { c }).collect()
}

fn push_word(out: &mut Vec<Token>, text: &str, (start, end): (usize, usize), gap: &str, lexemes: &mut Lexemes) {
    let Some(word) = text.get(start..end) else { return };
    let lower = lower_case(word);
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let quote = |c| matches!(c, '"' | '“' | '‘' | '\'' | '`');
    let opens = out.is_empty() || gap.contains(['.', '!', '?', '\n', ':']) || gap.contains(quote);
    let breaks = gap
        .contains(|c: char| matches!(c, ',' | ';' | ':' | '—' | '–' | '(' | ')' | '.' | '?' | '!' | '\n') || quote(c))
        || gap.contains(" - ");
    let mut push = |lower: &str, first: bool| {
        let Lexeme { stem, content, opposed, bases, keys } = lexemes.of(lower);
        let (opens, breaks) = (opens && first, breaks && first);
        let lower = CompactString::from(lower);
        out.push(Token {
            start,
            end,
            lower,
            stem,
            capital,
            opens,
            breaks,
            content,
            opposed,
            bases,
            keys,
            number: None,
        });
    };
    // “did n't” and “it 's” as tokenised text writes them
    if matches!(lower.as_str(), "s" | "re" | "ve" | "ll" | "d" | "t") && gap.ends_with(['\'', '’']) {
        if lower == "t" {
            push("not", true);
        }
        return;
    }
    match lower.as_str() {
        "can't" | "cannot" => (push("can", true), push("not", false)).0,
        "won't" => (push("will", true), push("not", false)).0,
        "shan't" => (push("shall", true), push("not", false)).0,
        "ain't" => (push("is", true), push("not", false)).0,
        "n't" => push("not", true),
        w => match w.rsplit_once('\'') {
            Some((base, "t")) if base.ends_with('n') => {
                push(base.strip_suffix('n').unwrap_or(base), true);
                push("not", false);
            }
            Some((base, "s" | "re" | "ve" | "ll" | "d" | "m")) => push(base, true),
            _ => push(w.trim_end_matches('.').trim_end_matches('\''), true),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_as_the_judge_compares_them() {
        let check = |text: &str, expected: &str| {
            let got: Vec<_> = tokens(text).into_iter().map(|t| t.lower).collect();
            assert_eq!(got.join("|"), expected, "{text}");
        };
        check("The 54-year-old didn’t pay £1,400.50.", "the|54|year|old|did|not|pay|1,400.50");
        check("U.S. envoy Ada Vint's aide can't go", "u.s|envoy|ada|vint|aide|can|not|go");
        check("it did n't rain , he said .", "it|did|not|rain|he|said");
        check("He paid. A man left", "he|paid|a|man|left");
        check("", "");
        check("水が来た", "水が来た");
    }
}

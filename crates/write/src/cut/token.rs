//! Tokens: a sentence as it is cut. A hyphenated word is one token; what must never be cut away is known by its words.

use crate::lexicon::{KEEP, SAYING, is_finite};

/// One word with its bytes in the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// Lower case, with a straight apostrophe.
    pub(crate) lower: String,
    /// Begins with a capital.
    pub(crate) capital: bool,
    /// A comma, dash or other mark stands before it.
    pub(crate) breaks: bool,
}

/// Number words, and words of how many or how much.
#[rustfmt::skip]
const QUANTITY: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
    "eighty", "ninety", "hundred", "thousand", "million", "billion", "trillion", "dozen", "dozens", "hundreds", "thousands",
    "millions", "billions", "half", "third", "quarter", "twice", "few", "fewer", "many", "several", "some", "all", "every",
    "any", "more", "less", "majority", "minority",
];

/// Saying in other forms than [`SAYING`] has, and verbs that turn a statement round.
#[rustfmt::skip]
const SAYING_TOO: &[&str] = &[
    "saying", "tell", "announces", "announcing", "claim", "claiming", "alleges", "alleging", "insists", "reports",
    "reporting", "argues", "warns", "warning", "states", "stating", "confirms", "confirming", "accuses", "believe", "suggests",
    "cannot", "fail", "fails", "refuses", "unlikely", "deny", "denying", "disputed", "rejected",
];

impl Token {
    pub(crate) fn is(&self, list: &[&str]) -> bool {
        list.contains(&self.lower.as_str())
    }
    pub(crate) fn has_digit(&self) -> bool {
        self.lower.bytes().any(|b| b.is_ascii_digit())
    }
    /// A small word that looks like the verb of a sentence.
    pub(crate) fn finite(&self) -> bool {
        !self.capital && is_finite(&self.lower)
    }
    pub(crate) fn ends(&self, end: &str, longer: usize) -> bool {
        self.lower.len() > longer && self.lower.ends_with(end)
    }
    /// Negation, hedge, condition, attribution or quantity: never cut away.
    pub(crate) fn is_kept(&self) -> bool {
        self.is(KEEP) || self.is(SAYING) || self.is(SAYING_TOO) || self.is_quantity() || self.lower.ends_with("n't")
    }
    /// A number, or a word of how many or how much.
    pub(crate) fn is_quantity(&self) -> bool {
        self.has_digit() || self.lower.split('-').any(|part| QUANTITY.contains(&part))
    }
}

/// The tokens of a text, in order.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut gap = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            let joint = matches!(c, '-' | '\'' | '’' | '&' | '.' | ',');
            let next = text.get(at + c.len_utf8()..).and_then(|t| t.chars().next()).unwrap_or(' ');
            let inner = match c {
                ',' => {
                    text.get(..at).is_some_and(|t| t.ends_with(|p: char| p.is_ascii_digit())) && next.is_ascii_digit()
                }
                _ => next.is_alphanumeric(),
            };
            if !(c.is_alphanumeric() || joint && inner) {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let lower = text.get(start..end).unwrap_or_default().to_lowercase().replace('’', "'");
        // a lone dot inside a sentence is that of “Inc.” and parts nothing
        let breaks = !out.is_empty() && text.get(gap..start).is_some_and(|g| !matches!(g.trim(), "" | "."));
        out.push(Token { start, end, lower, capital: first.is_uppercase(), breaks });
        gap = end;
    }
    out
}

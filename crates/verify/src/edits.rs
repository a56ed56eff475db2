//! Edits: what was put into, taken out of and exchanged in a source sentence to make the claim from it.
//!
//! Most claims of a summary are a source sentence cut and stitched. For those the longest common subsequence of words
//! tells each edit apart, and each is judged by what it does to the meaning: a dropped “not” turns it round, a dropped
//! “reportedly” makes it firmer than its source, an exchanged name is a different claim.

use crate::lexicon::{BOUNDS, CONDITIONS, DENIALS, HEDGES, NEGATORS, is_calendar, is_unit, opposite, same_sense};
use crate::number::same_value;
use crate::thesaurus::same_base;
use crate::token::Token;
use crate::window::Line;

/// What is wrong with a claim, word by word as the claim or its source has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Findings {
    /// The source says otherwise.
    pub(crate) contradicted: Vec<String>,
    /// Numbers, names, dates and quoted words that the window does not have.
    pub(crate) strict: Vec<String>,
    /// Other content that it does not have.
    pub(crate) missing: Vec<String>,
    /// Hedges, bounds, conditions and attributions that the source has and the claim has not.
    pub(crate) dropped: Vec<String>,
}

impl Findings {
    /// Words are missing or stand elsewhere, and nothing else is wrong.
    pub(crate) fn misplaced(&self) -> bool {
        self.contradicted.is_empty() && self.dropped.is_empty() && !(self.missing.is_empty() && self.strict.is_empty())
    }

    pub(crate) fn all(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for word in self.contradicted.iter().chain(&self.strict).chain(&self.missing).chain(&self.dropped) {
            if !out.contains(word) && out.len() < 24 {
                out.push(word.clone());
            }
        }
        out
    }
}

/// Whether a word of the claim is that word of the source.
pub(crate) fn same_word(a: &Token, b: &Token) -> bool {
    match (a.number, b.number) {
        // a decade is no year: “the 1990s” and “1990”
        (Some(x), Some(y)) => {
            same_value(x.0, y.0) && x.1.agrees(y.1) && a.lower.ends_with("0s") == b.lower.ends_with("0s")
        }
        (None, None) => {
            a.alike(b)
                || a.stems_alike(b) && a.lower.len() > 3
                || a.is_content() && b.is_content() && same_base(&a.bases, &b.bases)
        }
        _ => a.alike(b),
    }
}

/// For each token of `claim` the token of `line` it is matched to: a longest common subsequence.
/// Time and space claim × line, both cut to [`crate::window::MOST_TOKENS`].
pub(crate) fn matched(claim: &[Token], line: &[Token]) -> Vec<Option<usize>> {
    let (n, m) = (claim.len(), line.len());
    let width = m + 1;
    let mut table = vec![0u16; (n + 1) * width];
    let get = |table: &[u16], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in claim.iter().enumerate().rev() {
        for (j, b) in line.iter().enumerate().rev() {
            let value = if same_word(a, b) {
                get(&table, i + 1, j + 1) + 1
            } else {
                get(&table, i + 1, j).max(get(&table, i, j + 1))
            };
            if let Some(cell) = table.get_mut(i * width + j) {
                *cell = value;
            }
        }
    }
    let mut out = vec![None; n];
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (claim.get(i), line.get(j)) {
        if same_word(a, b) {
            if let Some(slot) = out.get_mut(i) {
                *slot = Some(j);
            }
            (i, j) = (i + 1, j + 1);
        } else if get(&table, i + 1, j) >= get(&table, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// Judges each edit that makes `claim` of `line`; `others` are the rest of the window.
pub(crate) fn edits(claim: &[Token], line: &Line, map: &[Option<usize>], others: &[&Line]) -> Findings {
    let mut found = Findings::default();
    let spare = spare(line, map);
    let (mut from, mut low) = (0, 0);
    for i in 0..=claim.len() {
        let anchor = match map.get(i) {
            Some(Some(j)) => *j,
            Some(None) => continue,
            None => line.tokens.len(),
        };
        let inserted = claim.get(from..i).unwrap_or_default();
        let deleted = line.tokens.get(low..anchor).unwrap_or_default();
        let ends = i == claim.len();
        insertions(inserted, deleted, &spare, others, &mut found);
        deletions(inserted, &line.tokens, (low, anchor), ends, &mut found);
        (from, low) = (i + 1, anchor + 1);
    }
    found
}

/// The words of the line that are matched to none of the claim: a claim may move them.
fn spare<'l>(line: &'l Line, map: &[Option<usize>]) -> Vec<&'l Token> {
    line.tokens.iter().enumerate().filter(|(j, _)| !map.contains(&Some(*j))).map(|(_, t)| t).collect()
}

fn insertions(inserted: &[Token], deleted: &[Token], spare: &[&Token], others: &[&Line], found: &mut Findings) {
    let content_gone = deleted.iter().any(Token::is_content);
    let stands_for = |t: &Token| {
        let stands = |d: &Token| same_word(d, t) || t.number.is_none() && same_sense(&d.lower, &t.lower);
        deleted.iter().any(stands)
    };
    let pronoun = !content_gone && deleted.iter().any(|d| d.is(PRONOUNS));
    for token in inserted {
        let moved = spare.iter().any(|o| same_word(o, token));
        let elsewhere = moved || others.iter().any(|l| l.tokens.iter().any(|o| same_word(o, token)));
        if token.is(NEGATORS) {
            if !deleted.iter().any(|d| d.is(NEGATORS) || is_denial(d)) {
                found.contradicted.push(token.lower.to_string());
            }
        } else if deleted.iter().any(|d| opposite(&d.lower, &token.lower)) && !stands_for(token) {
            found.contradicted.push(token.lower.to_string());
        } else if stands_for(token) || !token.is_content() || moved && !content_gone {
        } else if token.number.is_some() {
            let exchanged = deleted.iter().any(|d| d.number.is_some());
            if exchanged || !elsewhere {
                found.strict.push(token.lower.to_string());
            }
        } else if content_gone && !pronoun || !elsewhere {
            let strict = token.capital && !token.opens || is_calendar(&token.lower) || is_unit(&token.lower);
            if strict { &mut found.strict } else { &mut found.missing }.push(token.lower.to_string());
        }
    }
}

const PRONOUNS: &[&str] =
    &["he", "she", "it", "they", "him", "her", "them", "his", "their", "its", "who", "this", "that"];

pub(crate) fn is_denial(token: &Token) -> bool {
    DENIALS.contains(&token.stem.as_str())
}

/// Judges what was taken out between two kept words: `line[low..anchor]`.
fn deletions(inserted: &[Token], line: &[Token], (low, anchor): (usize, usize), ends: bool, found: &mut Findings) {
    if ends && inserted.is_empty() {
        return bounds_at_end(line, low, anchor, found);
    }
    for at in low..anchor {
        let Some(token) = line.get(at) else { break };
        // what the word governs: the next content word, in the same clause, and kept
        let governed = (at + 1..line.len().min(at + 5))
            .take_while(|&k| line.get(k).is_some_and(|t| !t.breaks))
            .find(|&k| line.get(k).is_some_and(Token::is_content));
        let kept = !ends && governed.is_some_and(|k| k >= anchor);
        if !kept {
            continue;
        }
        if token.is(NEGATORS) || is_denial(token) {
            if !inserted.iter().any(|t| t.is(NEGATORS) || is_denial(t)) {
                found.contradicted.push(token.lower.to_string());
            }
        } else if token.is(HEDGES) && !inserted.iter().any(|t| t.is(HEDGES))
            || token.is(CONDITIONS)
            || token.is(BOUNDS) && governed.and_then(|k| line.get(k)).is_some_and(|t| t.number.is_some())
        {
            found.dropped.push(token.lower.to_string());
        }
    }
}

/// “until”, “unless” and “if” after the kept part: what stays is told without its condition.
fn bounds_at_end(line: &[Token], low: usize, anchor: usize, found: &mut Findings) {
    let condition =
        (low..anchor).take(2).filter_map(|k| line.get(k)).find(|t| t.is(&["if", "unless", "until", "except"]));
    if let Some(token) = condition {
        found.dropped.push(token.lower.to_string());
    }
}

/// Finds two ends of different sentences sewn together in the middle of a clause. `None` when the claim is no such thing;
/// otherwise the word at the seam.
pub(crate) fn seam(claim: &[Token], lines: &[&Line]) -> Option<String> {
    let mut at = 0;
    let mut before: Option<(usize, usize)> = None;
    let mut began = 0;
    while at < claim.len() {
        let (line, start, len) = longest_run(claim, at, lines)?;
        if len < 3 && at + len < claim.len() {
            before = None;
            at += len.max(1);
            continue;
        }
        if let Some((held, end)) = before.filter(|b| b.0 != line || start < b.1) {
            let cut = lines.get(held).is_some_and(|l| clause_ends(&l.tokens, end));
            let joined = lines.get(line).is_some_and(|l| clause_starts(&l.tokens, start));
            let own = claim.get(at).is_some_and(|t| t.breaks || t.is(JOINS));
            let long = |n: usize| n >= 4 && 10 * (n + len) >= 6 * claim.len();
            if len >= 4 && long(at - began) && !(cut && joined && own) {
                return claim.get(at).map(|t| t.lower.to_string());
            }
        }
        if before.is_none_or(|b| b.0 != line || start < b.1) {
            began = at;
        }
        before = Some((line, start + len));
        at += len.max(1);
    }
    None
}

pub(crate) const JOINS: &[&str] = &[
    "and",
    "but",
    "while",
    "who",
    "which",
    "after",
    "before",
    "as",
    "because",
    "when",
    "although",
    "though",
    "where",
    "since",
    "so",
    "or",
    "with",
    "that",
    "despite",
    "following",
    "whose",
    "saying",
    "including",
];

fn clause_ends(tokens: &[Token], end: usize) -> bool {
    tokens.get(end).is_none_or(|t| t.breaks || t.is(JOINS))
}

fn clause_starts(tokens: &[Token], start: usize) -> bool {
    start == 0
        || tokens.get(start).is_some_and(|t| t.breaks || t.is(JOINS))
        || clause_ends(tokens, start.saturating_sub(1))
}

/// The longest run of words from `claim[at]` on that stands in one line: line, start there, length (0 when none).
fn longest_run(claim: &[Token], at: usize, lines: &[&Line]) -> Option<(usize, usize, usize)> {
    let mut best = (0, 0, 0);
    for (n, line) in lines.iter().enumerate() {
        for start in 0..line.tokens.len() {
            let pairs = claim.iter().skip(at).zip(line.tokens.iter().skip(start));
            let len = pairs.take_while(|(a, b)| a.alike(b)).count();
            if len > best.2 {
                best = (n, start, len);
            }
        }
    }
    Some(best)
}

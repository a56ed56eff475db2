//! Repair: the source sentence that takes the place of a claim that failed, and the headline that takes the place of one.

use crate::judge::judge;
use crate::token::{Token, tokens};
use crate::window::{Sources, span};
use standfirst_types::{Article, Claim, seal::HEADLINE_CHARS};

/// Words that point at something said before, so that a sentence which opens with one cannot stand alone.
const DANGLING: &[&str] = &[
    "he",
    "she",
    "it",
    "they",
    "his",
    "her",
    "their",
    "its",
    "this",
    "that",
    "these",
    "those",
    "but",
    "and",
    "however",
    "meanwhile",
    "also",
    "then",
    "so",
    "yet",
    "instead",
    "such",
    "we",
    "i",
    "you",
    "our",
    "my",
    "there",
];

/// Words a headline must not end with.
const OPEN_END: &[&str] = &[
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "as", "and", "or", "but", "not", "no",
    "is", "are", "was", "were", "has", "have", "had", "that", "who", "which", "his", "her", "its", "their", "said",
];

/// The source sentence that says best what the failed `text` meant to say: it shares a third of its content and can stand
/// alone. `None` when there is none.
pub(crate) fn nearest(text: &str, sources: &Sources, articles: &[&Article]) -> Option<Claim> {
    let claim = tokens(text);
    let content: Vec<&Token> = claim.iter().filter(|t| t.is_content()).collect();
    let best = sources.align(&claim).into_iter().filter_map(|i| sources.lines.get(i)).find(|line| {
        let held = content.iter().filter(|c| line.tokens.iter().any(|t| t.stem == c.stem)).count();
        3 * held >= content.len().max(1) && !dangles(&line.tokens)
    })?;
    Some(Claim { text: flat(&best.text), support: vec![span(best, articles)?] })
}

pub(crate) fn dangles(tokens: &[Token]) -> bool {
    tokens.first().is_none_or(|t| t.is(DANGLING))
}

/// White space as single blanks.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A headline made of `lead` by cutting it at a clause boundary: at most [`HEADLINE_CHARS`] characters, and it verifies.
/// With `whole`, what is kept must have a verb and not begin with a clause or phrase that leads up to the subject.
pub(crate) fn shortened(lead: &Claim, articles: &[&Article], whole: bool) -> Option<Claim> {
    let words = tokens(&lead.text);
    let mut ends: Vec<usize> =
        words.iter().skip(1).filter(|t| t.breaks || t.is(CUTS) || !whole && t.is(LAST_CUTS)).map(|t| t.start).collect();
    ends.push(lead.text.len());
    let phrase = words.first().is_none_or(|t| t.is(SUBORDINATE));
    for end in ends.into_iter().rev() {
        let all = end == lead.text.len();
        let text = lead.text.get(..end).unwrap_or_default();
        let text =
            text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '—' | '–' | '-' | '('));
        let text = if all { text.trim_end_matches('.') } else { text };
        let kept = words.iter().take_while(|t| t.start < text.len()).count();
        let open = kept.checked_sub(1).and_then(|n| words.get(n)).is_none_or(|t| t.is(OPEN_END));
        let verb =
            words.iter().take(kept).skip(1).any(|t| t.is(FINITE) || t.lower.len() > 4 && t.lower.ends_with("ed"));
        if kept < 3 || open || text.chars().count() > HEADLINE_CHARS || whole && !(all || verb && !phrase) {
            continue;
        }
        let claim = Claim { text: text.into(), support: lead.support.clone() };
        if judge(&claim, articles).kind.passes() {
            return Some(claim);
        }
    }
    None
}

const CUTS: &[&str] = &["after", "while", "following", "amid", "during"];

/// Where to cut when there is no better place.
const LAST_CUTS: &[&str] = &["and", "in", "from", "for", "on", "at", "with", "by"];

/// Words that begin what leads up to the subject.
const SUBORDINATE: &[&str] = &[
    "if",
    "when",
    "while",
    "after",
    "as",
    "although",
    "though",
    "because",
    "since",
    "despite",
    "with",
    "in",
    "at",
    "on",
    "for",
    "by",
    "from",
    "under",
    "during",
    "before",
    "until",
    "unless",
    "once",
    "whether",
    "to",
    "without",
    "among",
    "following",
];

/// Verbs that carry a sentence whatever its words.
const FINITE: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "might", "must", "do",
    "does", "did", "says", "said", "say", "won", "lost", "fell", "rose", "met", "hit", "burst", "went", "took", "made",
    "left", "held", "found", "told", "struck", "began", "sank", "became", "came", "sent", "killed", "died",
];

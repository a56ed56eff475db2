//! Ends: what a claim leaves out before its first word and after its last. A clause that begins in the middle of another is
//! about somebody else; one that ends there is a piece.

use crate::edits::is_denial;
use crate::joints::{AMOUNTS, PLACING, Walk};
use crate::lexicon::{CONDITIONS, HEDGES, NEGATORS, is_calendar};
use crate::phrases::{is_be, is_link, is_verb, leads_in, speaks};
use crate::thesaurus::{NONE, VERB, flags};
use crate::token::Token;
use crate::turns::ends_at;

/// Words before the first that are looked at.
const BEFORE: usize = 4;

/// The claim’s first word, where the source supposes or denies what follows it, says it of some only, or has it as part of
/// another phrase. `excused` are the words that a passive or active sentence puts elsewhere.
pub(crate) fn opening(walk: &Walk, excused: &[usize]) -> Option<usize> {
    let first = walk.taken.first()?;
    let line = walk.tokens(first.place.0);
    let at = first.place.1 as usize;
    let said = walk.claim.iter().any(speaks);
    let own = walk.claim.get(..first.word).unwrap_or_default();
    let turns = walk.taken.get(1).is_some_and(|t| t.place.0 != first.place.0 || t.place.1 < first.place.1);
    let moved = turns || walk.taken.iter().take(8).any(|t| excused.contains(&t.word));
    let mut nearest = true;
    for k in (at.saturating_sub(BEFORE)..at).rev() {
        let (Some(word), Some(after)) = (line.get(k), line.get(k + 1)) else { break };
        if after.breaks {
            break;
        }
        if walk.used(first.place.0, k) {
            nearest = false;
        }
        if walk.used(first.place.0, k) || own.iter().any(|t| t.alike(word)) {
            continue;
        }
        let told = said || k.checked_sub(1).is_some_and(|b| walk.used(first.place.0, b));
        let supposed = word.is(CONDITIONS) || word.is(&["that", "than"]) && !told;
        let denied = word.is(NEGATORS) || is_denial(word) || word.is(HEDGES) && !word.capital || word.is(AMOUNTS);
        let order = k == 0 && is_plain(word) && after.is(&["this", "these", "the", "a", "an", "your", "our", "all"]);
        let acts = (is_verb(word) || is_be(word)) && !told && !speaks(word);
        let inside = nearest && !moved && !leads_in(line.get(at)?) && (is_within(word) || acts || order);
        if supposed || denied || inside {
            return Some(first.word);
        }
        nearest &=
            !word.is_content() && !is_calendar(&word.lower) && !word.is(&["then", "also", "so", "there", "here"]);
    }
    None
}

/// A phrase goes on after this word: what follows is its object.
fn is_within(word: &Token) -> bool {
    !is_calendar(&word.lower) && (leads_in(word) || is_link(word) || word.is(&["of", "into", "onto", "as", "like"]))
}

/// The claim’s last word, where the source goes on with the noun that it belongs to.
pub(crate) fn closing(walk: &Walk) -> Option<usize> {
    let last = walk.taken.last()?;
    let line = walk.tokens(last.place.0);
    let at = last.place.1 as usize;
    let own = walk.claim.get(last.word + 1..).unwrap_or_default();
    let rest = line.get(at + 1..).unwrap_or_default();
    let added = |t: &&Token| (is_link(t) || t.is(PLACING)) && !rest.iter().any(|r| r.alike(t));
    if own.iter().any(|t| added(&t)) && !own.iter().any(|t| is_calendar(&t.lower)) {
        return Some(last.word);
    }
    let next = line.get(at + 1)?;
    let unused = !walk.used(last.place.0, at + 1);
    let finite = walk.claim.iter().any(|t| t.is(CARRIERS));
    let from = (0..=at).rev().find(|&k| line.get(k).is_some_and(|t| t.breaks));
    let named = from.is_some_and(|f| line.get(f..=at).is_some_and(|t| !t.iter().any(|t| is_verb(t) || leads_in(t))));
    if unused && (is_be(next) && !finite || (is_verb(next) || speaks(next)) && named && !next.breaks) {
        return Some(last.word);
    }
    let goes_on = next.is_content() && unused && !is_verb(next) && !next.lower.ends_with("ly");
    let passive = rest.iter().take(2).any(is_verb);
    (goes_on && !passive && !ends_at(line, at) && own.is_empty()).then_some(last.word)
}

/// A sentence that no verb carries, or that is a condition and nothing else; `None` when it is whole. Titles, which end in
/// no mark, need no verb.
pub(crate) fn piece(text: &str, claim: &[Token]) -> Option<&'static str> {
    if !text.trim_end_matches(['”', '"', '’', '\'', ')']).ends_with(['.', '!', '?']) {
        return None;
    }
    if text.ends_with('.') && claim.last().is_some_and(|t| t.capital && t.is(TITLES)) {
        return Some("its end");
    }
    let carries = |i: usize| {
        let before = i.checked_sub(1).and_then(|b| claim.get(b));
        claim.get(i).is_some_and(|t| {
            let held = before.is_some_and(|b| b.is(&["being", "having", "a", "an", "the", "of"]));
            !held && (t.is(CARRIERS) || is_verb(t) && !t.lower.ends_with("ing") || is_plain_verb(before, t))
        })
    };
    if !(0..claim.len()).any(carries) {
        return Some("a verb");
    }
    let opens =
        claim.iter().take(2).position(|t| t.is(&["if", "when", "while", "although", "though", "because", "unless"]))?;
    let comma = (opens + 1..claim.len()).find(|&i| claim.get(i).is_some_and(|t| t.breaks));
    let whole = comma.is_some_and(|c| (c..claim.len()).any(carries));
    (!whole).then_some("the clause that its condition belongs to")
}

/// Words that a name follows.
pub(crate) const TITLES: &[&str] = &[
    "rep", "sen", "gov", "gen", "mr", "mrs", "ms", "dr", "prof", "lt", "col", "sgt", "rev", "capt", "maj", "det",
    "insp", "supt", "cpl", "hon",
];

/// Verbs that carry a sentence whatever stands around them.
#[rustfmt::skip]
const CARRIERS: &[&str] = &[
    "is", "are", "was", "were", "am", "has", "have", "had", "will", "would", "can", "could", "may", "might", "must", "shall", "should", "do",
    "does", "did", "says", "say", "said",
];

/// “wants”, “prefer”: a present tense, after a noun or a pronoun.
fn is_plain_verb(before: Option<&Token>, token: &Token) -> bool {
    const HELD: &[&str] = &["a", "an", "the", "his", "her", "their", "its", "and", "or"];
    let free = before.is_some_and(|b| !is_within(b) && b.number.is_none() && !b.is(AMOUNTS) && !b.is(HELD));
    is_plain(token) && !token.capital && free
}

/// It may be a verb.
fn is_plain(token: &Token) -> bool {
    token.bases.iter().any(|&b| b != NONE && flags(b) & VERB != 0)
}

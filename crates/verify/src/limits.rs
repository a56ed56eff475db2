//! Limits: words that make less of what they stand before. “Former”, “alleged”, “nearly” or “part of” left out makes a
//! sentence say more than its source did; so does any adjective left out where all of a kind are spoken of (“A tired driver is
//! a danger”) or none (“has no private lake”).

use crate::lexicon::{NEGATORS, same_sense};
use crate::phrases::{is_be, is_link, is_verb};
use crate::token::Token;
use crate::window::{Place, Sources};

/// Words between a limit and what it limits.
const NEAR: usize = 3;

/// What is not, not yet, not quite or not always what it is called, and how many or how much of it.
#[rustfmt::skip]
const LIMITS: &[&str] = &[
    "only", "first", "last", "former", "formerly", "ex", "once", "alleged", "allegedly", "fake", "mock", "false", "sham", "bogus",
    "supposed", "supposedly", "aspiring", "acting", "interim", "incoming", "outgoing", "retired", "deputy", "vice", "assistant", "honorary",
    "unofficial", "unofficially", "partial", "partially", "partly", "near", "nearly", "almost", "virtually", "practically", "mostly",
    "mainly", "largely", "generally", "usually", "often", "sometimes", "occasionally", "rarely", "seldom", "typically", "half", "semi",
    "some", "most", "many", "few", "several", "certain", "attempted", "failed", "planned", "proposed", "intended", "draft", "provisional",
    "provisionally", "temporary", "temporarily", "initially", "potential", "potentially", "possible", "possibly", "suspected", "presumed",
    "apparent", "apparently", "accused", "minor", "slightly", "somewhat", "styled", "proclaimed", "described",
    "reported", "reportedly", "claimed", "purported", "unconfirmed", "tentative", "conditional", "theoretical", "hypothetical", "fictional",
    "imaginary", "simulated", "replica", "toy", "model",
];

/// “Part of the bridge”, “some of them”.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "part", "parts", "half", "some", "most", "many", "few", "several", "majority", "minority", "third", "quarter", "portion", "section",
    "fraction", "one", "none", "any", "much", "percent", "cent", "edge", "outskirts", "corner", "wing", "version", "kind", "sort", "form",
    "risk", "threat", "danger", "possibility", "chance", "lack", "absence", "end", "replica", "copy",
];

/// Words after which all or none of a kind are spoken of.
const ALL: &[&str] = &["all", "every", "no", "any", "each", "most", "few", "neither", "without", "never"];

/// Verbs by which a sentence speaks of a kind and not of one of it.
#[rustfmt::skip]
const GENERAL: &[&str] = &[
    "must", "should", "can", "cannot", "may", "might", "will", "would", "is", "are", "has", "have", "need", "needs", "ought", "do", "does",
    "tend", "tends", "cause", "causes", "make", "makes",
];

/// It makes less of what it stands before, or says that all or none of a kind are spoken of.
pub(crate) fn is_limit(word: &Token) -> bool {
    word.is(LIMITS) || word.is(PARTS) || word.is(ALL)
}

/// The first word that limited what the claim says and is not in it. `path` says where each word of the claim was taken from.
/// Linear in the claim but for looking a word up in it.
pub(crate) fn unlimited(claim: &[Token], sources: &Sources, path: &[Option<Place>]) -> Option<String> {
    let said =
        |word: &Token| claim.iter().any(|t| t.alike(word) || t.stems_alike(word) || same_sense(&t.lower, &word.lower));
    claim.iter().zip(path).filter(|(t, _)| t.is_content() && t.number.is_none()).find_map(|(_, place)| {
        let (line, at) = (*place)?;
        let tokens = sources.lines.get(line as usize)?.tokens.as_slice();
        let at = at as usize;
        let word = limit(tokens, at).or_else(|| part(tokens, at)).filter(|w| !said(w));
        let word = word.or_else(|| narrowing(tokens, at).iter().rev().find(|w| !said(w)));
        word.map(|w| w.lower.to_string())
    })
}

/// The limit before the word at `at`, in its phrase.
fn limit(tokens: &[Token], at: usize) -> Option<&Token> {
    let mut k = at;
    for _ in 0..NEAR {
        if tokens.get(k)?.breaks {
            return None;
        }
        k = k.checked_sub(1)?;
        let word = tokens.get(k)?;
        let called =
            word.lower == "called" && k.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|b| b.lower == "so");
        let name = word.capital && !word.opens;
        if called || word.is(LIMITS) && !name {
            return Some(word);
        }
        if !word.is_content() || word.number.is_some() || is_verb(word) && k + 1 < at {
            return None;
        }
    }
    None
}

/// “Part of the …” before the phrase that ends at `at`.
fn part(tokens: &[Token], at: usize) -> Option<&Token> {
    let mut k = at;
    for _ in 0..=NEAR {
        if tokens.get(k)?.breaks {
            return None;
        }
        k = k.checked_sub(1)?;
        let word = tokens.get(k)?;
        if word.lower == "of" {
            return tokens.get(k.checked_sub(1)?).filter(|w| w.is(PARTS));
        }
        if is_link(word) || is_verb(word) || is_be(word) {
            return None;
        }
    }
    None
}

/// The adjectives before the noun at `at` where all of a kind or none are spoken of.
fn narrowing(tokens: &[Token], at: usize) -> &[Token] {
    let is = |k: usize, of: &dyn Fn(&Token) -> bool| tokens.get(k).is_some_and(of);
    let general = is(at + 1, &|t| !t.breaks && t.is(GENERAL));
    // the noun is the last of its phrase
    let follows = is(at + 1, &|t| !t.breaks && t.is_content() && t.number.is_none() && !t.is(GENERAL) && !is_verb(t));
    if follows || is(at, &|t| t.breaks || is_verb(t)) {
        return &[];
    }
    let adjective =
        |t: &Token| t.is_content() && t.number.is_none() && (!t.capital || t.opens) && !t.is(NEGATORS) && !t.is(ALL);
    let mut first = at;
    while first > 0 && at - first < 4 && !is(first, &|t| t.breaks) && is(first - 1, &adjective) {
        first -= 1;
    }
    let parted = first == 0 || is(first, &|t| t.breaks);
    let before = |of: &[&str]| !parted && is(first - 1, &|t| t.is(of));
    let starts = |k: usize| k == 0 || is(k, &|t| t.breaks || t.opens);
    let article = before(&["a", "an"]);
    let plural = is(at, &|t| t.lower.len() > 3 && t.lower.ends_with('s') && !t.lower.ends_with("ss"));
    let kind = general && (article && starts(first - 1) || plural && parted);
    let none = before(ALL) || article && first > 1 && is(first - 2, &|t| t.is(NEGATORS));
    if kind || none { tokens.get(first..at).unwrap_or_default() } else { &[] }
}

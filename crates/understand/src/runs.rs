//! Runs: neighbouring words with capitals that may be a name, cut where one name ends and another begins.

use crate::cues::{
    GIVEN, NO_NAMES, OFFICES, ORGANISATIONS, PARTICLES, PLACE_STARTS, PLACES, SAYING, SPEAKERS, THINGS, TITLES, has,
};
use crate::dates::{month, weekday};
use crate::gazetteer::{Known, known};
use crate::tokens::{Shape, Token};
use rustc_hash::FxHashSet;

/// Words of one name at most.
const LONGEST: usize = 12;

/// Tokens `from..to` that may be a name; `titled` when a person's title stands before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) titled: bool,
}

/// What the whole text says about a word at a sentence's start.
pub(crate) struct Evidence {
    high: FxHashSet<String>,
    low: FxHashSet<String>,
    nouns_high: bool,
}

impl Evidence {
    /// Collects words met with a capital inside a sentence (or in the title), and words met without one.
    pub(crate) fn new(tokens: &[Token<'_>], title: &[Token<'_>], language: &str) -> Self {
        let words = || tokens.iter().filter(|t| t.shape == Shape::Word);
        let inside =
            words().filter(|t| t.is_high() && !t.first).chain(title.iter().filter(|t| t.is_high() && !t.first));
        Self {
            high: inside.map(|t| t.text.to_owned()).collect(),
            low: words().filter(|t| !t.is_high()).map(|t| t.text.to_owned()).collect(),
            nouns_high: matches!(language, "de" | "lb" | "deu"),
        }
    }

    fn only_low(&self, word: &str) -> bool {
        self.low.contains(&word.to_lowercase()) && !self.high.contains(word)
    }
}

/// All runs of a text, in order.
pub(crate) fn runs(tokens: &[Token<'_>], evidence: &Evidence) -> Vec<Run> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !starts(tokens, at, evidence) {
            at += 1;
            continue;
        }
        let end = extend(tokens, at);
        if let Some(event_end) = event(tokens, at, end) {
            out.push(Run { from: at - 1, to: event_end, titled: false });
            at = event_end;
            continue;
        }
        split(tokens, at, end, &mut out);
        at = end.max(at + 1);
    }
    out.retain(|run| keep(tokens, run, evidence));
    out
}

fn starts(tokens: &[Token<'_>], at: usize, evidence: &Evidence) -> bool {
    let Some(token) = tokens.get(at).filter(|t| t.is_high()) else { return false };
    let next = tokens.get(at + 1).filter(|t| !t.first && t.is_high());
    if token.is("The") {
        return next.is_some() && !token.first;
    }
    if is_calendar(token.text) && !previous_is_given(tokens, at) {
        return false;
    }
    if has(&NO_NAMES, token.text) {
        return next.is_some() && (token.is("New") || (!token.first && token.text.len() > 3));
    }
    if !token.first {
        return true;
    }
    next.is_some() || !evidence.only_low(token.text)
}

fn previous_is_given(tokens: &[Token<'_>], at: usize) -> bool {
    at.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| has(&GIVEN, t.text))
}

/// Days and months, which are written with capitals and name no one.
pub(crate) fn is_calendar(word: &str) -> bool {
    weekday(word).is_some() || month(word).is_some()
}

/// The token after the last one of the run that begins at `at`.
fn extend(tokens: &[Token<'_>], at: usize) -> usize {
    let mut end = at + 1;
    while end - at < LONGEST {
        let next = |i: usize| tokens.get(end + i).filter(|t| !t.first);
        let high = |i: usize| next(i).is_some_and(|t| t.is_high() && !is_calendar(t.text));
        let Some(token) = next(0) else { break };
        let last = tokens.get(end - 1).map_or("", |t| t.text);
        let heads =
            has(&ORGANISATIONS, last) || has(&PLACES, last) || has(&THINGS, last) || matches!(last, "Battle" | "Isle");
        let small = |t: &Token<'_>| has(&PARTICLES, t.text) && !has(&PARTICLES, last);
        let given = has(&GIVEN, last) && token.is("May");
        if (token.is_high() && !is_calendar(token.text) && !token.is("I")) || given {
            end += 1;
        } else if high(1)
            && (small(token)
                || token.is("&")
                || (token.is("of") && heads)
                || (token.is("for") && has(&ORGANISATIONS, last)))
        {
            end += 2;
        } else if matches!(token.text, "of" | "for") && heads && next(1).is_some_and(|t| t.is("the")) && high(2)
            || matches!(token.text, "'" | "’") && joins_possessive(tokens, at, end)
        {
            end += 3;
        } else {
            break;
        }
    }
    end.min(tokens.len())
}

/// Last words, in small letters, of an event named with its year: "2001 Lowland general election".
pub(crate) fn is_event_word(word: &str) -> bool {
    matches!(
        word,
        "election" | "elections" | "referendum" | "primaries" | "primary" | "summit" | "coup" | "census" | "budget"
    )
}

/// The end of an event named by a year before the run and a small word after it.
fn event(tokens: &[Token<'_>], from: usize, to: usize) -> Option<usize> {
    let year = from.checked_sub(1).and_then(|i| tokens.get(i))?;
    if year.text.len() != 4 || !year.text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let rest = tokens.get(to..)?.iter().take(3).take_while(|t| t.shape == Shape::Word && !t.first && !t.is_high());
    rest.enumerate().find(|(_, t)| is_event_word(t.text)).map(|(i, _)| to + i + 1)
}

/// "St. Brannoc's Hospital" is one name, "Kenya's Treasury" two.
fn joins_possessive(tokens: &[Token<'_>], at: usize, end: usize) -> bool {
    let s = tokens.get(end + 1).is_some_and(|t| t.is("s"));
    let noun = tokens
        .get(end + 2)
        .is_some_and(|t| has(&ORGANISATIONS, t.text) || has(&PLACES, t.text) || has(&THINGS, t.text));
    let whole = join(tokens, at, end);
    s && noun && known(&whole).is_none() && end - at <= 2
}

/// The run's words with single spaces.
pub(crate) fn join(tokens: &[Token<'_>], from: usize, to: usize) -> String {
    let words: Vec<&str> = tokens.get(from..to).unwrap_or_default().iter().map(|t| t.text).collect();
    words.join(" ")
}

fn is_title(token: &Token<'_>) -> bool {
    let lower = token.text.to_lowercase();
    token.is_high() && has(&TITLES, lower.trim_end_matches('.'))
}

/// Whether the run's last word makes it an organisation, a place or a thing, so that its first words belong to it.
fn has_head(tokens: &[Token<'_>], from: usize, to: usize) -> bool {
    let run = tokens.get(from..to).unwrap_or_default();
    let head = |t: &Token<'_>| has(&ORGANISATIONS, t.text) || has(&PLACES, t.text) || has(&THINGS, t.text);
    run.len() > 1
        && (run.last().is_some_and(head) || run.iter().any(|t| t.is("of") || t.is("for")) && run.iter().any(head))
}

/// Cuts a run at titles and after a nationality.
fn split(tokens: &[Token<'_>], from: usize, to: usize, out: &mut Vec<Run>) {
    let (mut from, mut titled) = (from, from.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(lower_title));
    let back = |n: usize| from.checked_sub(n).and_then(|i| tokens.get(i));
    let office = tokens.get(from).is_some_and(|t| has(&OFFICES, t.text)) && from + 1 < to;
    if office && back(1).is_some_and(|t| t.is("of")) && back(2).is_some_and(is_title) {
        (from, titled) = (from + 1, true);
    }
    let whole = join(tokens, from, to);
    let own = known(&whole).is_some() || has_head(tokens, from, to);
    let title = (from..to).find(|&i| tokens.get(i).is_some_and(is_title));
    if let Some(title) = title.filter(|_| !own) {
        let rest = |i: &usize| tokens.get(*i).is_none_or(|t| !is_title(t) && !has(&PARTICLES, t.text));
        let office = |i: &usize| tokens.get(*i).is_some_and(|t| has(&OFFICES, t.text));
        let before = (from..title).rev().take_while(office).last().unwrap_or(title);
        if before > from {
            split(tokens, from, before, out);
        }
        let Some(after) = (title..to).find(rest) else { return };
        (from, titled) = (after, true);
    }
    let leads = |n: usize| (from + n < to).then(|| join(tokens, from, from + n)).and_then(|t| known(&t));
    let lead = [2, 1].into_iter().find(|&n| match leads(n) {
        Some(Known::Demonym) => true,
        Some(Known::Country(_)) => tokens.get(from).is_some_and(|t| t.is_capitals()) || n == 2,
        _ => false,
    });
    if let Some(n) = lead.filter(|_| known(&join(tokens, from, to)).is_none() && !has_head(tokens, from, to)) {
        out.push(Run { from, to: from + n, titled: false });
        return split_rest(tokens, from + n, to, titled, out);
    }
    out.push(Run { from, to, titled });
}

fn split_rest(tokens: &[Token<'_>], from: usize, to: usize, titled: bool, out: &mut Vec<Run>) {
    let from = (from..to).find(|&i| tokens.get(i).is_some_and(Token::is_high)).unwrap_or(to);
    if from < to {
        out.push(Run { from, to, titled });
    }
}

/// A title in small letters right before a name: "president Anna Reed", "spokesman".
fn lower_title(token: &Token<'_>) -> bool {
    token.shape == Shape::Word && has(&TITLES, token.text.trim_end_matches('.'))
}

/// Drops runs that name nothing: a lone word at a sentence's start without any sign that it is a name.
fn keep(tokens: &[Token<'_>], run: &Run, evidence: &Evidence) -> bool {
    let Some(token) = tokens.get(run.from) else { return false };
    let single = run.to == run.from + 1;
    if !single || run.titled || known(token.text).is_some() {
        return true;
    }
    if is_title(token) || has(&OFFICES, token.text) || has(&NO_NAMES, token.text) || token.text.chars().count() < 2 {
        return false;
    }
    if evidence.nouns_high {
        return token.is_capitals() || has(&GIVEN, token.text);
    }
    if token.first && !evidence.high.contains(token.text) && has(&SPEAKERS, &token.text.to_lowercase()) {
        return false;
    }
    let next = tokens.get(run.to).filter(|t| !t.first);
    let paired = next.is_some_and(|t| t.is("and")) && tokens.get(run.to + 1).is_some_and(Token::is_high);
    let speaks = next.is_some_and(|t| has(&SAYING, t.text));
    let owns = next.is_some_and(|t| matches!(t.text, "'" | "’"));
    !token.first
        || token.is_capitals()
        || evidence.high.contains(token.text)
        || has(&GIVEN, token.text)
        || has(&PLACE_STARTS, token.text)
        || ((speaks || owns || paired || next.is_some_and(acts)) && !evidence.only_low(token.text))
}

/// A small verb that a name at a sentence's start is the subject of.
fn acts(token: &Token<'_>) -> bool {
    let common = matches!(
        token.text,
        "was"
            | "is"
            | "has"
            | "had"
            | "became"
            | "did"
            | "will"
            | "would"
            | "won"
            | "lost"
            | "made"
            | "took"
            | "went"
            | "came"
            | "left"
            | "died"
            | "ran"
            | "held"
            | "led"
            | "says"
            | "also"
            | "then"
            | "later"
    );
    common || (token.shape == Shape::Word && token.text.len() > 4 && token.text.ends_with("ed"))
}

//! Kinds: whether a name is a person's, an organisation's, a place's or something else's, and how sure that is.

use crate::cues::{GIVEN, ORGANISATIONS, PLACE_STARTS, PLACES, SAYING, THINGS, has};
use crate::gazetteer::{Known, known};
use crate::runs::{Run, is_event_word, join};
use crate::tokens::{Shape, Token};
use standfirst_types::NameKind::{self, Loc, Misc, Org, Per};

/// The kind of a run and how sure it is: 9 is said by the name itself or a list, 1 is a guess.
pub(crate) fn kind(tokens: &[Token<'_>], run: &Run) -> (NameKind, u8) {
    let words: Vec<&str> = tokens.get(run.from..run.to).unwrap_or_default().iter().map(|t| t.text).collect();
    let text = join(tokens, run.from, run.to);
    if run.titled && known(&text).is_none() {
        return (Per, 8);
    }
    if let Some(kind) = listed(&text) {
        return kind;
    }
    if is_dateline(tokens, run) {
        return (Loc, 7);
    }
    if let Some(kind) = by_its_words(&words) {
        return kind;
    }
    let before = run.from.checked_sub(1).and_then(|i| tokens.get(i)).map_or("", |t| t.text);
    let after = tokens.get(run.to).filter(|t| !t.first).map_or("", |t| t.text);
    by_its_neighbours(&words, before, after).unwrap_or_else(|| guess(tokens, run, &words))
}

/// A city's name may be a person's: a full name in the text that ends with it is surer.
fn listed(text: &str) -> Option<(NameKind, u8)> {
    Some(match known(text)? {
        Known::Country(_) => (Loc, 9),
        Known::City | Known::Region => (Loc, 6),
        Known::Demonym => (Misc, 9),
        Known::Body => (Org, 6),
        Known::Leader => (Per, 9),
    })
}

fn by_its_words(words: &[&str]) -> Option<(NameKind, u8)> {
    let (first, last) = (words.first()?, words.last()?);
    let bare = |w: &&str| !matches!(*w, "of" | "the" | "for");
    let head = words.iter().take_while(|w| bare(w)).last()?;
    if is_event_word(last) {
        return Some((Misc, 9));
    }
    if matches!(*first, "Sir" | "Lord" | "Lady" | "Dame") && words.len() > 1 {
        return Some((Per, 8));
    }
    let digits = |w: &str| w.chars().any(char::is_numeric);
    if words.len() > 1 {
        for word in [head, last] {
            if has(&THINGS, word) {
                return Some((Misc, 8));
            }
            if has(&ORGANISATIONS, word) {
                return Some((Org, 8));
            }
            if has(&PLACES, word) {
                return Some((Loc, 7));
            }
        }
        if has(&GIVEN, first) && !digits(last) {
            return Some((Per, 8));
        }
        if has(&PLACE_STARTS, first) {
            return Some((Loc, 6));
        }
        if words.contains(&"&") {
            return Some((Org, 7));
        }
        let initial = |w: &&str| w.ends_with('.') && w.chars().count() == 2;
        if words.len() <= 4 && words.iter().take(words.len() - 1).any(initial) {
            return Some((Per, 7));
        }
        if words.iter().any(|w| has(&ORGANISATIONS, w)) {
            return Some((Org, 5));
        }
        return None;
    }
    if has(&GIVEN, first) {
        return Some((Per, 4));
    }
    if has(&ORGANISATIONS, first) {
        return Some((Org, 4));
    }
    let creed = ["ist", "ists", "ism", "sceptic", "ian", "ians", "ese"].iter().any(|end| first.ends_with(end));
    creed.then_some((Misc, 3))
}

/// A place in capitals at a paragraph's start, before a comma, a bracket or a dash.
fn is_dateline(tokens: &[Token<'_>], run: &Run) -> bool {
    let first = tokens.get(run.from);
    let opens = first.is_some_and(|t| t.first)
        && run.from.checked_sub(1).and_then(|i| tokens.get(i)).map(|t| t.paragraph) != first.map(|t| t.paragraph);
    let marked = tokens.get(run.to).is_some_and(|t| matches!(t.text, "," | "(" | "—" | "–" | "-"));
    opens && marked && tokens.get(run.from..run.to).is_some_and(|run| run.iter().all(Token::is_capitals))
}

fn by_its_neighbours(words: &[&str], before: &str, after: &str) -> Option<(NameKind, u8)> {
    let single = words.len() == 1;
    let acronym = single && words.iter().all(|w| w.len() > 1 && !w.chars().any(char::is_lowercase));
    if acronym {
        return Some((Org, 5));
    }
    if has(&SAYING, after) || has(&SAYING, before) && !matches!(before, "called" | "calls" | "according") {
        return Some((Per, 5));
    }
    if matches!(before, "in" | "near" | "from" | "at" | "outside" | "across" | "throughout" | "into" | "In" | "Near")
        && words.len() <= 2
    {
        return Some((Loc, 4));
    }
    if before == "of" && single {
        return Some((Loc, 2));
    }
    None
}

fn guess(tokens: &[Token<'_>], run: &Run, words: &[&str]) -> (NameKind, u8) {
    let plain = words.iter().all(|w| w.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.')));
    let article =
        run.from.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| matches!(t.text, "the" | "The" | "a"));
    let number = tokens.get(run.to).is_some_and(|t| t.shape == Shape::Number && !t.first);
    match words.len() {
        _ if number => (Misc, 2),
        2 | 3 if plain && !article => (Per, 3),
        1 if article => (Org, 2),
        1 => (Per, 1),
        _ if article => (Org, 2),
        _ => (Misc, 2),
    }
}

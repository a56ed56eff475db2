//! Head cut: a sentence cut to the length of a headline by leaving out no more than that takes.

use crate::cut::{head, second_statement, verb_ends};
use crate::lexicon::{KEEP, SUBORDINATE};
use crate::pool::capitalised;
use crate::shorten::{LONGEST, PHRASES, attribution, closes};
use crate::words::{Splitter, Word};

/// What the second statement of a sentence has over the first where it turns it round, and less where it only follows.
const TURNS: f32 = 0.5;
const FOLLOWS: f32 = -1.5;
/// The same where the first opens with a word that points back.
const POINTS: f32 = 4.0;

/// The sentence as it tells most within the length of a headline; of two statements the one that tells more. With `whole` it
/// stays a sentence where it can.
pub(crate) fn core(text: &str, whole: bool) -> Option<String> {
    if whole && let Some(short) = cut(text, true) {
        return Some(short);
    }
    cut(text, false)
}

fn cut(text: &str, whole: bool) -> Option<String> {
    let text = text.replace("``", "“").replace("''", "”");
    let moved = source_last(&text);
    let text = moved.as_deref().unwrap_or(&text).trim_end_matches('!');
    let second = second_statement(text).and_then(|(rest, turns)| {
        let (short, worth) = head(&capitalised(rest), LONGEST, whole)?;
        let points = ["That ", "This ", "It ", "These ", "Those ", "They "].iter().any(|p| text.starts_with(p));
        Some((
            short,
            worth
                + if points {
                    POINTS
                } else if turns {
                    TURNS
                } else {
                    FOLLOWS
                },
        ))
    });
    let both = head(text, LONGEST, whole).into_iter().chain(second);
    let short = both.filter(|h| opens_well(&h.0)).max_by(|a, b| a.1.total_cmp(&b.1))?.0;
    Some(short)
}

/// Words that only lead up to a subject.
const LEADS_UP: &[&str] =
    &["now", "ever", "here", "including", "using", "whatever", "whichever", "whoever", "wherever"];

/// It has words enough and does not begin with what only leads up to a subject.
fn opens_well(short: &str) -> bool {
    let words = Splitter::new(true).words(short);
    let leads = |w: &Word| w.is(SUBORDINATE) || w.is(LEADS_UP);
    words.len() >= 4 && (!words.first().is_some_and(leads) || words.get(1).is_some_and(|w| w.is(&["least", "most"])))
}

/// How a sentence may be cut at a place before the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trim {
    /// Behind its verb, and it does not begin with what only leads up to a subject.
    Strict,
    /// Behind its verb.
    Loose,
    /// Wherever no word is left hanging: better than none where there must be one.
    Any,
}

/// The sentence cut at the last place before the limit where no word is left hanging, no attribution and no condition is
/// lost.
pub(crate) fn trimmed(text: &str, how: Trim) -> Option<String> {
    const LAST: &[&str] = &["that", "to", "into", "under", "against"];
    const BEFORE: &[&str] = &["who", "which", "where", "when", "because", "after", "while", "and", "but"];
    let text = text.trim_end_matches(['.', '!', ' ', '。']);
    if text.ends_with(['?', '？', '！']) {
        return None;
    }
    let leads = |w: &Word| w.is(SUBORDINATE) || w.is(LEADS_UP);
    if how == Trim::Strict && Splitter::new(true).words(text).first().is_none_or(leads) {
        return None;
    }
    if let Some((short, _)) = head(text, LONGEST, false) {
        return Some(short);
    }
    if text.chars().count() <= LONGEST {
        return Some(text.to_owned());
    }
    let told = if how == Trim::Any { 0 } else { verb_ends(text) };
    if how != Trim::Any && told == 0 {
        return None;
    }
    let splitter = Splitter::new(true);
    let words = splitter.words(text);
    let (head, tail) = attribution(text, &words);
    let places = (4..words.len()).rev().filter_map(|i| Some((i, words.get(i)?)));
    let places = places.filter(|(i, w)| {
        w.start <= head
            && *i > 0
            && words.get(i - 1).is_some_and(|b| b.end > told)
            && (w.breaks || w.is(PHRASES) || w.is(BEFORE) || how == Trim::Any && w.is(LAST))
    });
    places
        .filter_map(|(kept, w)| {
            let said = text
                .get(..w.start)?
                .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '”' | '"' | ')' | '%'));
            let marks = said.matches(['“', '”']).count() % 2 == 0 && said.matches(['"', '(', ')']).count() % 2 == 0;
            // “…, but the mayor denied it” is a second statement; anything else may turn the first one round
            let second = w.breaks && w.is(&["and", "but", "while", "although"]);
            let pair = w.is(&["and"]) && words.iter().take(kept).any(|w| w.is(&["both", "between", "either"]));
            let denial = !second && words.iter().skip(kept).filter(|w| w.start < head).any(|w| w.is(KEEP));
            (marks && !pair && !denial && closes(&words, kept, head)).then(|| format!("{said}{tail}"))
        })
        .find(|t| t.chars().count() <= LONGEST)
}

/// “According to the harbour office, the ferry sank” as “The ferry sank, according to the harbour office”.
fn source_last(text: &str) -> Option<String> {
    let rest = text.strip_prefix("According to ")?;
    let (source, said) = rest.split_once(", ")?;
    let said = said.trim_end_matches(['.', ' ']);
    (source.split_whitespace().count() <= 8 && said.split_whitespace().count() >= 4 && !said.contains(['“', '"']))
        .then(|| format!("{}, according to {source}", capitalised(said)))
}

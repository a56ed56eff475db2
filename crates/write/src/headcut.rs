//! Head cut: a sentence cut to the length of a headline by leaving out no more than that takes.

use crate::cut::{Depth, cut};
use crate::lexicon::{CONNECTIVES, KEEP, SUBORDINATE};
use crate::pool::capitalised;
use crate::shorten::{LONGEST, PHRASES, attribution, carried, closes};
use crate::words::{Splitter, Word};

/// The core of the sentence, cut no sooner than it must be to be short enough.
pub(crate) fn core(text: &str) -> Option<String> {
    let splitter = Splitter::new(true);
    let moved = source_last(text);
    let text = moved.as_deref().unwrap_or(text);
    let short = |text: &str| {
        let text = text.trim_end_matches(['.', ' ', ',', ';', ':']);
        let words = splitter.words(text);
        let good = text.chars().count() <= LONGEST
            && words.len() >= 4
            && !words
                .first()
                .is_some_and(|w| w.is(SUBORDINATE) || w.is(&["now", "ever", "here", "including", "using"]))
            && (carried(&words, words.len()) || told(&words))
            && closes(&words, words.len(), text.len());
        good.then(|| text.to_owned())
    };
    let kept = cut(text, Depth::Within(LONGEST, 0)).map(|s| s.text);
    short(kept.as_deref().unwrap_or(text))
        .or_else(|| [-2, -4, -6].into_iter().find_map(|later| short(&cut(text, Depth::Within(LONGEST, later))?.text)))
}

/// The sentence cut at the last place before the limit where no word is left hanging, no attribution and no condition is
/// lost; it need not have a verb. With `strict` it does not begin with what only leads up to a subject.
pub(crate) fn trimmed(text: &str, strict: bool) -> Option<String> {
    const BEFORE: &[&str] =
        &["that", "who", "which", "to", "and", "but", "where", "when", "because", "into", "under", "against"];
    let short = cut(text, Depth::Within(LONGEST, -6)).map(|s| s.text);
    let text = short.as_deref().unwrap_or(text).trim_end_matches(['.', ' ', '。']);
    let leads = |w: &Word| w.is(SUBORDINATE) || w.is(&["now", "ever", "here", "including", "using"]);
    if strict && Splitter::new(true).words(text).first().is_none_or(leads) {
        return None;
    }
    if text.chars().count() <= LONGEST {
        return Some(text.to_owned());
    }
    let splitter = Splitter::new(true);
    let words = splitter.words(text);
    let (head, tail) = attribution(text, &words);
    let places = (4..words.len()).rev().filter_map(|i| Some((i, words.get(i)?)));
    let places =
        places.filter(|(_, w)| w.start <= head && (w.breaks || w.is(PHRASES) || w.is(CONNECTIVES) || w.is(BEFORE)));
    places
        .filter_map(|(kept, w)| {
            let said = text
                .get(..w.start)?
                .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '”' | '"' | ')' | '%'));
            let marks = said.matches(['“', '”']).count() % 2 == 0 && said.matches(['"', '(', ')']).count() % 2 == 0;
            // “…, but the mayor denied it” is a second statement; anything else may turn the first one round
            let second = w.breaks && w.is(&["and", "but", "while", "although"]);
            let denial = !second && words.iter().skip(kept).filter(|w| w.start < head).any(|w| w.is(KEEP));
            (marks && !denial && closes(&words, kept, head)).then(|| format!("{said}{tail}"))
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

/// A small word in -s or a helper stands where a verb would: “the yard builds ferries”.
fn told(words: &[Word]) -> bool {
    const CLAUSES: &[&str] = &["who", "which", "whose", "that", "when", "where", "because", "if", "while", "whether"];
    let main = words.iter().position(|w| w.is(CLAUSES)).unwrap_or(words.len());
    words.get(..main).unwrap_or_default().windows(3).any(|three| match three {
        [a, b, c] => {
            let present = !b.capital && b.lower.len() > 3 && b.lower.ends_with('s') && !b.lower.ends_with("ss");
            let helper = b.is(&[
                "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "must",
            ]);
            let opens = c.capital
                || c.is(&["the", "a", "an", "to", "its", "his", "her", "their", "that", "for", "in", "on", "with"]);
            let subject = a.capital || a.is_content() && !a.lower.ends_with('s');
            !b.breaks && (helper || present && subject && opens && !c.breaks)
        }
        _ => false,
    })
}

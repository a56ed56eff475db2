//! Clean: what of a source's sentence is news. Datelines are passed over by moving the start, so that what is left is
//! still the source's own bytes; captions, bylines and “click here” are no sentences of the news at all.

use crate::lexicon::{
    BOUND, BOUND_PHRASES, CALENDAR_NOUNS, CONNECTIVES, JUNK, PAGE, PRONOUNS, ROLE_NOUNS, SAYING, WEEKDAYS, is_finite,
};
use crate::words::{Word, length};

/// How a sentence begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// Stands alone.
    Free,
    /// Stands alone without its first word, which ends at this byte of the sentence.
    Connective(usize),
    /// Points at a role named before (“the company”).
    Role,
    /// Opens with “he”, “she”, “his” or “her”, which may be resolved.
    Person,
    /// A part of direct speech: a quotation mark or bracket opens or closes elsewhere.
    Broken,
    /// Cannot stand alone.
    Bound,
}

/// Bytes of a dateline or agency mark at the beginning of a text: “ELLERY, July 27 (Wire) — ”, “(Wire) ”.
pub(crate) fn dateline(text: &str) -> usize {
    let head_end = text.char_indices().map(|(i, _)| i).take_while(|&i| i <= 80).last().unwrap_or(0);
    let head = text.get(..head_end).unwrap_or_default();
    let dash = ["—", "–", " - ", "--"].iter().filter_map(|d| head.find(d).map(|at| (at, at + d.len()))).min();
    if let Some((at, after)) = dash {
        let before = head.get(..at).unwrap_or_default();
        if is_dateline(before) {
            let rest = text.get(after..).unwrap_or_default();
            let skip = rest.len() - rest.trim_start_matches(['-', '—', '–', ' ', '\u{a0}']).len();
            return after + skip;
        }
    }
    let Some(close) = head.strip_prefix('(').and_then(|h| h.find(')')) else { return 0 };
    let inside = head.get(1..=close).unwrap_or_default();
    let agency = inside.len() <= 24 && inside.chars().next().is_some_and(char::is_uppercase);
    let rest = text.get(close + 2..).unwrap_or_default();
    if agency && !rest.trim().is_empty() { close + 2 + rest.len() - rest.trim_start().len() } else { 0 }
}

fn is_dateline(before: &str) -> bool {
    let mut words = before.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let place = words.clone().next().is_some_and(|w| w.len() >= 3 && w.chars().all(char::is_uppercase));
    let agency = before.trim_end().ends_with(')') && before.contains('(');
    let small = ["of", "and", "de", "the", "la"];
    (place || agency)
        && words.all(|w| small.contains(&w) || !w.chars().next().is_some_and(char::is_lowercase))
        && before.split_whitespace().count() <= 8
}

/// Whether a sentence belongs to the page and not to the news.
pub(crate) fn is_junk(text: &str, words: &[Word]) -> bool {
    let lower = text.to_lowercase();
    let long = length(text);
    let byline =
        lower.starts_with("by ") && long <= 8 && words.iter().skip(1).filter(|w| w.capital).count() + 2 >= words.len();
    let ends =
        text.trim_end().ends_with(['.', '!', '?', '”', '"', '’', '\'', ')', '。', '！', '？', '»', '।', '؟', '…']);
    let shouting =
        text.chars().filter(|c| c.is_uppercase()).count() * 2 > text.chars().filter(|c| c.is_alphabetic()).count();
    byline
        || !ends
        || crate::orders::is_order(text)
        || text.contains('|')
        || shouting && long > 3
        || long < 4
        || text.len() > 1200
        || PAGE.iter().any(|j| lower.contains(j))
        || long < 30 && JUNK.iter().any(|j| lower.contains(j))
}

const QUOTES: [char; 4] = ['“', '"', '‘', '\''];

/// Direct speech stands alone when its sentence names the speaker.
fn speech(text: &str, words: &[Word]) -> Opening {
    let close = text.char_indices().skip(1).filter(|(_, c)| matches!(c, '”' | '"' | '’' | '\'')).map(|x| x.0).last();
    let after = |w: &&Word| close.is_some_and(|c| w.start > c) || w.breaks;
    let said = words.iter().position(|w| {
        w.is(SAYING) && text.get(..w.start).is_some_and(|t| t.trim_end().ends_with(['”', '"', '’', '\'', ',']))
            || w.is(SAYING) && close.is_some_and(|c| w.start > c)
    });
    let named = words.iter().filter(after).any(|w| w.capital && !w.is(PRONOUNS));
    let at = said.unwrap_or(0);
    let near = words.iter().skip(at.saturating_sub(3)).take(7).any(|w| w.capital && !w.is(PRONOUNS));
    if said.is_some() && named && near { Opening::Free } else { Opening::Bound }
}

/// How a sentence of English begins; `first` when nothing stands before it in its text.
pub(crate) fn opening(text: &str, words: &[Word], first: bool) -> Opening {
    let Some(word) = words.first() else { return Opening::Bound };
    if text.starts_with(QUOTES) {
        return speech(text, words);
    }
    let second = words.get(1);
    let lower = text.to_lowercase();
    if word.is(&["this", "that", "last", "next"]) && second.is_some_and(|w| w.is(CALENDAR_NOUNS)) {
        // “Last year it built two.”
        let led = words.get(2).is_some_and(|w| w.is(&["he", "she", "it", "they", "his", "her", "its", "their"]));
        return if led { Opening::Bound } else { Opening::Free };
    }
    if word.is(&["he", "she", "his", "her"]) && second.is_some_and(|w| !w.breaks) {
        return Opening::Person;
    }
    let there = word.lower == "there" && second.is_some_and(|w| w.is(&["are", "is", "were", "was", "have", "has"]));
    let contracted = word.lower.split_once('\'').is_some_and(|(base, _)| PRONOUNS.contains(&base));
    if contracted || word.is(PRONOUNS) && !there || word.is(BOUND) || BOUND_PHRASES.iter().any(|p| lower.starts_with(p))
    {
        return Opening::Bound;
    }
    let so_far = word.lower == "so" && second.is_some_and(|w| w.is(&["far", "many", "much", "long", "few"]));
    if word.is(CONNECTIVES) && !so_far {
        let rest = words.get(1..).unwrap_or_default();
        let cut = second.map_or(0, |w| w.start);
        let after = text.get(cut..).unwrap_or_default();
        return match opening(after, rest, first) {
            Opening::Free if rest.len() >= 4 => Opening::Connective(cut),
            _ => Opening::Bound,
        };
    }
    if points_back(words) {
        return Opening::Bound;
    }
    let role = word.lower == "the" && words.iter().skip(1).take(2).any(|w| w.is(ROLE_NOUNS) && !w.capital);
    let aged = word.lower == "the" && words.get(2).is_some_and(|w| w.lower == "year");
    if (role || aged) && !first { Opening::Role } else { Opening::Free }
}

/// Words that begin a phrase before the subject.
const LEADING: &[&str] = &[
    "in", "at", "on", "with", "for", "from", "by", "under", "during", "before", "despite", "amid", "beside", "behind",
    "over", "around", "near", "without", "through",
];

/// “At his side …”, “In 1996, before the walls were raised, it was 900”, “Four more were missing”: what it points at
/// stands before it.
fn points_back(words: &[Word]) -> bool {
    const BACK: &[&str] = &["he", "she", "it", "they"];
    let Some(first) = words.first() else { return false };
    let more = first.value().is_some_and(|v| v > 1.0)
        && words.get(1).is_some_and(|w| w.is(&["more", "others"]))
        && words.get(2).is_some_and(|w| is_finite(&w.lower));
    let few = first.value().is_some_and(|v| v > 1.0) && words.get(1).is_some_and(|w| is_finite(&w.lower) && !w.breaks);
    let of_them = words.iter().take(4).skip(1).any(|w| w.is(&["them", "these", "those", "it"]))
        && words.iter().take(3).any(|w| w.lower == "of");
    let then = words.get(1).is_some_and(|w| w.is(&["later", "earlier"]))
        && first.is(&["seconds", "minutes", "hours", "days", "weeks", "months", "years", "moments"]);
    if more || few || of_them || then {
        return true;
    }
    if !first.is(LEADING) {
        return false;
    }
    let owned = words.get(1).is_some_and(|w| w.is(&["his", "her", "their"]));
    let named = |w: &&Word| w.capital && !w.is(WEEKDAYS) && !w.is(BACK);
    let base = |w: &Word| w.lower.split('\'').next().is_some_and(|b| BACK.contains(&b));
    let subject = words.iter().take(14).position(base);
    let led = subject.is_some_and(|at| !words.iter().take(at).skip(1).any(|w| named(&w)));
    // “they” are no place and no single person
    let many = words.iter().take(10).skip(1).find(|w| w.is(BACK)).is_some_and(|w| w.lower == "they");
    owned || led || many
}

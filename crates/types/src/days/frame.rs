//! The frame: how a weekday or “yesterday” is tied to its sentence. Only an adverbial may be told with its date without
//! harm: “the Tuesday deadline”, “next Tuesday”, “Black Friday” and “Monday to Friday” are other things.

use super::scan::{Found, Sentence};
use super::tense::{is_past, speaks};
use super::{Led, Names};

/// How what was found is led in.
pub(super) fn led(sentence: &Sentence<'_>, found: &Found) -> Led {
    let (first, last) = (found.first, found.last);
    if in_list(sentence, first, last) || !plain_after(sentence, last, false) {
        return Led::Other;
    }
    let before = first.checked_sub(1).filter(|_| sentence.word(first).is_some_and(|w| w.close));
    let Some(before) = before else { return opening(sentence, found) };
    let is = |list: &[&str]| sentence.is(before, list);
    let weekday = matches!(found.names, Names::Weekday(_));
    if is(&["on"]) {
        let governed = before.checked_sub(1).is_some_and(|b| sentence.is(b, GOVERNS_ON));
        return if governed { Led::Other } else { Led::On };
    }
    if is(&["since"]) {
        return Led::Since;
    }
    if is(&["by", "until", "till", "for"]) && weekday && !ranging(sentence, first, last) {
        return match () {
            () if is(&["by"]) => Led::By,
            () if is(&["for"]) => Led::For,
            () => Led::Until,
        };
    }
    if is(NO_ADVERB) || is(WHOLE_DAY) || sentence.word(before).is_some_and(|w| w.quoted) {
        return Led::Other;
    }
    if !weekday {
        return Led::Bare;
    }
    if adverbial(sentence, before) { Led::Bare } else { Led::Other }
}

/// Nothing, or a mark, stands before it: “Yesterday the council …”, but not “Yesterday was …”.
fn opening(sentence: &Sentence<'_>, found: &Found) -> Led {
    let verb = sentence.word(found.last + 1).is_some_and(|w| w.close && (is_past(&w.lower()) || w.is(IS)));
    let weekday = matches!(found.names, Names::Weekday(_));
    // “Tuesday, the council …” hardly occurs, and “Sunday, Bloody Sunday” does
    if weekday || verb { Led::Other } else { Led::Bare }
}

const IS: &[&str] = &["is", "are", "will", "has", "would", "may", "can", "marks", "brings", "sees", "and", "or"];

/// “based on Tuesday’s …”, “focused on Sunday”: the “on” is the verb’s.
const GOVERNS_ON: &[&str] = &[
    "based", "focus", "focused", "depends", "depend", "depended", "hinges", "down", "centred", "centered", "reliant",
    "count", "rely", "insist", "keen",
];

/// After these it is no adverbial, or another day.
#[rustfmt::skip]
const NO_ADVERB: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "his", "her", "their", "its", "our", "my", "your", "of", "for", "from", "by",
    "until", "till", "than", "like", "before", "after", "to", "and", "or", "as", "at", "in", "into", "about", "between", "with", "next",
    "last", "every", "each", "one", "some", "any", "another", "following", "previous", "coming", "first", "second", "third", "better",
    "brighter", "through", "over", "around", "past", "is", "are", "was", "were", "be", "no", "not", "but", "good", "holy", "black",
];

/// What a day is the object of: “spent Monday on the roof”.
#[rustfmt::skip]
const WHOLE_DAY: &[&str] = &[
    "spend", "spends", "spent", "waste", "wasted", "take", "takes", "took", "miss", "missed", "enjoy", "enjoyed", "mark", "marked",
    "celebrate", "celebrated", "choose", "chose", "pick", "picked", "call", "called", "named", "declared", "proclaimed", "made", "had",
    "booked", "dedicated", "devoted", "rued", "survived",
];

/// “said Tuesday”, “was arrested Monday”, “late Friday”: the weekday stands where American papers leave out the “on”.
fn adverbial(sentence: &Sentence<'_>, before: usize) -> bool {
    let Some(word) = sentence.word(before) else { return false };
    let lower = word.lower();
    let ruled = before.checked_sub(1).is_some_and(|b| {
        word.close && sentence.is(b, &["a", "an", "the", "this", "that", "his", "her", "their", "its", "every", "each"])
    });
    let small = !word.capital() || before == 0;
    small
        && !ruled
        && !lower.contains('-')
        && (is_past(&lower) || speaks(&lower) || word.is(&["late", "early", "m", "am", "pm", "noon"]))
}

/// “Monday and Tuesday”, “today or tomorrow”, “Monday to Friday”, “Monday–Friday”.
fn in_list(sentence: &Sentence<'_>, first: usize, last: usize) -> bool {
    let day = |i: usize| {
        sentence.weekday(i).is_some()
            || sentence.is(i, &["today", "tomorrow", "yesterday", "mondays", "weekend", "weekends"])
    };
    let joins = |i: usize| sentence.is(i, &["and", "or", "to", "through", "till", "until", "nor"]);
    let marked = |i: usize| sentence.gap(i).contains(['–', '/', '-', '—']) || sentence.gap(i) == ", ";
    // past “night” and “on”
    let after = (last + 1..last + 4).find(|&i| day(i));
    let next = after.is_some_and(|i| (last + 1..i).any(joins) || i == last + 1 && marked(i));
    let prior = (1..=4).filter_map(|n| first.checked_sub(n)).find(|&i| day(i));
    let held = prior.is_some_and(|i| (i + 1..first).any(joins) || i + 1 == first && marked(first));
    next || held || sentence.gap(last + 1).contains(['–', '/']) && !sentence.gap(last + 1).contains(' ')
}

/// “from Monday until Friday”
fn ranging(sentence: &Sentence<'_>, first: usize, last: usize) -> bool {
    let from = (1..=5).filter_map(|n| first.checked_sub(n)).any(|i| sentence.is(i, &["from", "between"]));
    from || (last + 1..last + 4).any(|i| sentence.is(i, &["to", "through", "until", "till"]))
}

/// What may follow an adverbial: nothing, a mark, or a small word or verb; a noun or a name would be one with it. With
/// `nouns` they may follow too: “on 24 November protests began”.
pub(super) fn plain_after(sentence: &Sentence<'_>, last: usize, nouns: bool) -> bool {
    let Some(next) = sentence.word(last + 1) else { return true };
    let gap = sentence.gap(last + 1);
    if sentence.text.get(..next.start).is_none() || gap.starts_with(['-', '–', '\'', '’', '/']) && !gap.contains(' ')
    {
        return false;
    }
    if !next.close {
        return true;
    }
    let lower = next.lower();
    !next.capital()
        && (nouns || next.is(FOLLOWS) || is_past(&lower) || speaks(&lower) || lower.ends_with("ing") && lower.len() > 5)
        || next.quoted
}

#[rustfmt::skip]
const FOLLOWS: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "his", "her", "their", "its", "our", "he", "she", "it", "they", "we", "i", "there",
    "in", "on", "at", "to", "for", "from", "by", "with", "without", "as", "of", "off", "into", "onto", "over", "under", "near", "outside", "inside",
    "after", "before", "during", "amid", "among", "against", "between", "about", "around", "through", "across", "along", "behind", "beside",
    "following", "despite", "because", "when", "while", "where", "who", "which", "if", "unless", "until", "since", "than", "and", "or",
    "but", "so", "though", "although", "not", "no", "both", "all", "only", "also", "alone", "again", "too", "is", "are", "was", "were", "has",
    "have", "had", "will", "would", "can", "could", "may", "might", "must", "should", "do", "does", "did", "that's", "then", "even",
];

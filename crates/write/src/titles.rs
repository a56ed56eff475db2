//! Titles: what of a report's title could be a headline: no site's name, no label, no shouting, no colour.

use crate::index::Index;
use crate::lexicon::{COLOUR, FORMS_OF_BE, LOUD, is_finite, verb};
use crate::pool::capitalised;
use crate::words::{Splitter, Word, flat};

/// The forms in which a title could serve, fullest first: whole, and without a label before a colon.
pub(crate) fn forms(title: &str, site: &str, index: &Index, splitter: &Splitter) -> Vec<String> {
    let whole = sentence_case(&without_site(title, site), index, splitter);
    let mut out = Vec::new();
    if let Some((label, rest)) = whole.split_once(": ") {
        let rest = rest.trim();
        if label.split_whitespace().count() <= 4 && rest.split_whitespace().count() >= 4 {
            out.push(capitalised(rest));
        }
        // a label that names an outlet, a place or a beat belongs to no sentence of the body
        if label.split_whitespace().skip(1).any(|w| w.chars().next().is_some_and(char::is_uppercase))
            || label.split_whitespace().count() == 1
            || plain(site).contains(&plain(label))
        {
            return out;
        }
    }
    out.insert(0, whole);
    out
}

fn plain(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The title without “ | Site”, “ - Site” and kin.
fn without_site(title: &str, site: &str) -> String {
    let title = flat(title);
    for mark in [" | ", " – ", " — ", " - ", " :: ", " » "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let (name, end) = (plain(site), plain(tail));
            let own = !end.is_empty() && (name.contains(&end) || end.contains(&name) && !name.is_empty());
            if head.split_whitespace().count() >= 4 && (own || mark == " | " && tail.split_whitespace().count() <= 4) {
                return head.trim().to_owned();
            }
        }
    }
    title
}

/// No question, no shouting, no colour, no “you”, 4 to 20 words, at most 90 characters.
pub(crate) fn neutral(title: &str, words: &[Word], index: &Index) -> bool {
    let small = title.chars().any(char::is_lowercase) || !title.chars().any(char::is_uppercase);
    let shouts = |w: &&Word| {
        title.get(w.start..w.end).is_some_and(|t| t.chars().count() > 1 && t.chars().all(char::is_uppercase))
            && (!w.is_content() || w.is(LOUD) || index.cases(w).small > 0)
    };
    let marks = title.matches(['“', '”']).count().is_multiple_of(2) && title.matches('"').count().is_multiple_of(2);
    small
        && marks
        && !words.iter().any(|w| w.is(LOUD) || w.is(COLOUR))
        && !words.iter().any(|w| w.lower == "no")
        && words.iter().find(shouts).is_none()
        && !title.contains(['?', '!', '…', '|'])
        && !title.contains("...")
        && (4..=20).contains(&words.len())
        && title.chars().count() <= 90
}

/// A title tells that something happened: it has a verb that carries it (“bursts”, “to close”, “told to leave”).
pub(crate) fn has_verb(words: &[Word], index: &Index) -> bool {
    const CLAUSES: &[&str] = &["as", "after", "when", "while", "before", "amid", "following", "who", "that", "which"];
    let main = words.iter().position(|w| w.is(CLAUSES)).unwrap_or(words.len());
    words.get(..main).unwrap_or_default().windows(2).any(|two| {
        let [a, b] = two else { return false };
        if b.capital || b.breaks {
            return false;
        }
        let after_noun = !a.is(NO_SUBJECT);
        let present = b.lower.len() > 3 && b.lower.ends_with('s') && !b.lower.ends_with("ss") && index.is_verb(b);
        let coming = a.lower == "to" && (verb(&b.lower).is_some() || index.is_verb(b));
        coming || after_noun && (is_finite(&b.lower) || present) || b.is(FORMS_OF_BE)
    })
}

/// After one of these a word is no verb.
const NO_SUBJECT: &[&str] = &[
    "the", "a", "an", "its", "his", "her", "their", "of", "and", "in", "on", "at", "by", "for", "from", "with", "some",
    "two", "three", "who", "which", "whose", "that", "as", "after", "over", "under", "into",
];

/// A Title Written So becomes “A title written so”: words that the body writes small are written small.
fn sentence_case(title: &str, index: &Index, splitter: &Splitter) -> String {
    let words = splitter.words(title);
    let long: Vec<&Word> = words.iter().skip(1).filter(|w| w.is_content()).collect();
    if long.is_empty() || long.iter().filter(|w| w.capital).count() * 10 < long.len() * 9 {
        return title.to_owned();
    }
    let mut out = title.to_owned();
    for word in words.iter().skip(1).filter(|w| w.capital) {
        let cases = index.cases(word);
        let written = title.get(word.start..word.end).unwrap_or_default();
        let acronym = written.len() > 1 && written.chars().all(|c| c.is_uppercase() || c == '.');
        let small = cases.small > 0 || index.is_small(word);
        if acronym || cases.large > cases.small || !small && word.is_content() {
            continue;
        }
        let lower = written.to_lowercase();
        if lower.len() == word.end - word.start {
            out.replace_range(word.start..word.end, &lower);
        }
    }
    out
}

/// Stems of the content of the titles, for ranking.
pub(crate) fn title_stems<'a>(
    titles: impl Iterator<Item = &'a str>,
    english: bool,
) -> std::collections::BTreeSet<String> {
    let splitter = Splitter::new(english);
    titles.flat_map(|t| splitter.words(t)).filter(Word::is_content).map(|w| w.stem).collect()
}

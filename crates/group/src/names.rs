//! Name words: the capitalised words of a headline and a text that are names by the way they are written. No list of
//! names is needed, so a town nobody has heard of is found on its first day.

use crate::background::is_stop;
use rustc_hash::{FxHashMap, FxHashSet};

/// Words looked at.
const WORDS: usize = 500;
/// Words of the text that count as its lead.
const LEAD: usize = 80;
/// How much a name in headline or lead counts against a later one.
const FIRST: f32 = 2.0;

/// A word as written, and whether a sentence begins with it.
struct Word<'a> {
    text: &'a str,
    first: bool,
}

/// The name words of an article in lower case with how often they stand there, a headline's and a lead's counting double;
/// sorted. `common` tells ordinary words, which a capital alone does not make a name. `known` are names somebody else
/// found. Linear in the words looked at.
pub(crate) fn name_words(
    (title, text): (&str, &str),
    language: &str,
    known: &[String],
    common: impl Fn(&str) -> bool,
) -> Vec<(String, f32)> {
    let (head, body) = (split(title), split(text));
    let known: FxHashSet<String> = known.iter().flat_map(|name| split(name)).map(|w| w.text.to_lowercase()).collect();
    let mut inside: FxHashSet<String> = FxHashSet::default();
    let mut low: FxHashSet<&str> = FxHashSet::default();
    for word in &body {
        if !is_high(word.text) {
            low.insert(word.text);
        } else if !word.first {
            inside.insert(word.text.to_lowercase());
        }
    }
    // A headline in title case says nothing by its capitals.
    let shown = head.iter().filter(|w| !w.first && w.text.chars().count() > 3);
    let (high, all) = shown.fold((0, 0), |(h, n), w| (h + usize::from(is_high(w.text)), n + 1));
    let title_case = high * 10 > all * 6;
    let mut found: FxHashMap<String, f32> = FxHashMap::default();
    let places = head.iter().map(|w| (w, true, 0)).chain(body.iter().enumerate().map(|(i, w)| (w, false, i)));
    for (word, in_title, at) in places.filter(|(w, ..)| is_high(w.text)) {
        let lower = word.text.to_lowercase();
        let short = lower.chars().count() < 2;
        if short || is_stop(language, &lower) || low.contains(lower.as_str()) && !known.contains(&lower) {
            continue;
        }
        let sure = known.contains(&lower) || inside.contains(&lower);
        let by_case = if in_title { !title_case && !word.first } else { !word.first };
        if sure || by_case || (in_title && !common(&lower) && body.is_empty()) {
            let weight = if in_title || at < LEAD { FIRST } else { 1.0 };
            *found.entry(lower).or_default() += weight;
        }
    }
    let mut found: Vec<(String, f32)> = found.into_iter().collect();
    found.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    found
}

fn is_high(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// The words of `text` as written, without possessive endings.
fn split(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut first = true;
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (i, c) in ends {
        if c.is_alphanumeric() {
            start = start.or(Some(i));
            continue;
        }
        if let Some(from) = start.take() {
            if out.len() >= WORDS {
                break;
            }
            if let Some(word) = text.get(from..i).filter(|w| w.len() <= 64) {
                out.push(Word { text: word, first });
            }
            first = false;
        }
        // An initial or a title's point ends no sentence, but a capital after it is then missed at worst.
        if matches!(c, '.' | '!' | '?' | ':' | '\n' | '“' | '”' | '"' | '—' | '|' | '…' | '‘') {
            first = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_by_how_they_are_written() {
        let check = |title: &str, text: &str, known: &[&str], expected: &[&str]| {
            let known: Vec<String> = known.iter().map(|s| (*s).to_owned()).collect();
            let common = |word: &str| matches!(word, "council" | "votes" | "bridge");
            let found = name_words((title, text), "en", &known, common);
            let found: Vec<&str> = found.iter().map(|(word, _)| word.as_str()).collect();
            assert_eq!(found, expected, "{title} / {text}");
        };
        check("", "The trawler Calliope sank. Divers saw her.", &[], &["calliope"]);
        check("", "Pellan voted. The mayor of Pellan slept.", &[], &["pellan"]);
        check("", "Pellan voted.", &["Pellan"], &["pellan"]);
        check("Council Votes For Pellan Bridge", "", &[], &["pellan"]);
        check("Council in Pellan votes", "It is done.", &[], &["pellan"]);
        check("Mill burns", "The mill burned. Mill owner Ada Quist wept.", &[], &["ada", "quist"]);
        check("", "", &[], &[]);
    }

    #[test]
    fn a_lead_counts_double() {
        let text = format!("The Calliope sank. {}She lay off Lowmark.", "It was calm. ".repeat(40));
        let found = name_words(("", &text), "en", &[], |_| false);
        assert_eq!(found, [("calliope".to_owned(), 2.0), ("lowmark".to_owned(), 1.0)]);
    }
}

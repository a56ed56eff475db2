//! Pronoun: “he”, “she”, “his” and “her” at the beginning of a sentence become the one person whom the sentence before
//! names, in full where the text has given the full name. Where it names two, or none, the pronoun stays and the sentence
//! cannot stand alone.

use crate::clean::Opening;
use crate::lexicon::{HONOURS, STOP, WEEKDAYS};
use crate::pool::Sentence;
use crate::words::Word;

/// Words of names that are no person's.
#[rustfmt::skip]
const NO_PERSON: &[&str] = &[
    "bank", "council", "board", "office", "club", "university", "police", "city", "town", "party", "company", "ministry", "union",
    "post", "times", "news", "street", "road", "island", "hospital", "united", "national", "house", "department", "association",
    "group", "inc", "court", "county", "state", "states", "south", "north", "west", "east", "new", "san", "los", "las", "saint",
    "st", "league", "cup", "championship", "festival", "committee", "commission", "congress", "parliament", "senate", "army",
    "force", "service", "airport", "airlines", "school", "college", "institute", "center", "centre", "park", "square", "bridge",
    "river", "lake", "valley", "international", "american", "british", "french", "german", "russian", "chinese", "european",
    "african", "world", "internet", "facebook", "twitter", "god", "christmas", "january", "february", "march", "april", "june",
    "july", "august", "september", "october", "november", "december", "church", "foundation", "society", "agency", "authority",
    "prison", "street", "district", "province", "republic", "kingdom", "government", "royal", "supreme", "premier", "manchester",
    "real", "fc", "tv", "radio", "black", "white", "red", "blue", "green", "great", "middle", "central", "democratic",
];

/// Resolves what can be resolved in sentences whose names nobody has looked for. `sentences` stand by source and place.
/// Linear.
pub(crate) fn resolve(sentences: &mut [Sentence]) {
    let mut known = Known::default();
    for i in 0..sentences.len() {
        let (before, rest) = sentences.split_at_mut(i);
        let Some(sentence) = rest.first_mut() else { continue };
        if before.last().is_none_or(|b| b.source != sentence.source) {
            known = Known::default();
        }
        let follows = before.last().filter(|b| b.source == sentence.source && b.index + 1 == sentence.index);
        if sentence.opening == Opening::Person && !sentence.is_speech() {
            let woman = sentence.words.first().is_some_and(|w| w.is(&["she", "her"]));
            let name = follows.and_then(|b| Some((known.meant(b, woman)?, [b.start, b.end])));
            if let Some((name, lean)) = name {
                sentence.resolve(&name, lean);
                known.last = Some((sentence.index, name));
            }
        }
        known.read(sentence);
    }
}

/// The persons of one source, as far as it has been read.
#[derive(Default)]
struct Known {
    /// Last word of a name and the name in full, as it first stands.
    names: Vec<(String, String)>,
    /// The last sentence in which a pronoun was resolved, and to whom.
    last: Option<(usize, String)>,
}

impl Known {
    /// Learns the full names of a sentence.
    fn read(&mut self, sentence: &Sentence) {
        for (from, to) in persons(sentence, &[], false).into_iter().flatten().flatten() {
            let Some(name) = written(sentence, from, to) else { continue };
            let Some(last) = sentence.words.get(to - 1).filter(|_| to - from >= 2) else { continue };
            if !self.names.iter().any(|n| n.0 == last.lower) {
                self.names.push((last.lower.clone(), name));
            }
        }
    }

    /// Whom a pronoun right after `before` means: the one person named there, or whom the pronoun that opens it meant, if it
    /// names nobody else.
    fn meant(&self, before: &Sentence, woman: bool) -> Option<String> {
        let surnames: Vec<&str> = self.names.iter().map(|n| n.0.as_str()).collect();
        let mut named: Vec<String> = Vec::new();
        for found in persons(before, &surnames, woman) {
            let (from, to) = match found {
                Some(Some(at)) => at,
                Some(None) => continue,
                None => return None,
            };
            let last = before.words.get(to - 1)?;
            let full = self.names.iter().find(|n| n.0 == last.lower).map(|n| n.1.clone());
            let name = full.or_else(|| written(before, from, to))?;
            if !named.contains(&name) {
                named.push(name);
            }
        }
        match (named.as_slice(), &self.last) {
            ([one], Some((at, meant))) if *at == before.index => (one == meant).then(|| meant.clone()),
            ([one], _) if before.opening != Opening::Person => Some(one.clone()),
            ([], Some((at, meant))) if *at == before.index => Some(meant.clone()),
            _ => None,
        }
    }
}

/// A name as the sentence writes it, without a possessive.
fn written(sentence: &Sentence, from: usize, to: usize) -> Option<String> {
    let (first, last) = (sentence.words.get(from)?, sentence.words.get(to.checked_sub(1)?)?);
    let text = sentence.text.get(first.start..last.end)?;
    Some(text.trim_end_matches("'s").trim_end_matches("’s").to_owned())
}

/// What each run of capitals outside of quotations names; single words only where they are one of `surnames`.
#[allow(clippy::option_option, reason = "a name, none, or no telling")]
fn persons(sentence: &Sentence, surnames: &[&str], woman: bool) -> Vec<Option<Option<(usize, usize)>>> {
    let words = &sentence.words;
    let quoted = |w: &Word| {
        let before = sentence.text.get(..w.start).unwrap_or_default();
        before.matches('“').count() > before.matches('”').count() || before.matches('"').count() % 2 == 1
    };
    let marked = sentence.text.contains(['“', '"']);
    let mut out = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let run = words.iter().skip(i).enumerate().take_while(|(n, w)| w.capital && (*n == 0 || !w.breaks)).count();
        let own = words.get(i..i + run).unwrap_or_default();
        if !(marked && own.first().is_some_and(quoted)) {
            let surname = own.len() == 1 && own.first().is_some_and(|w| w.is(surnames));
            let found = if surname { Some(Some((0, 1))) } else { person(own, i == 0, woman) };
            out.push(found.map(|f| f.map(|(from, to)| (i + from, i + to))));
        }
        i += run.max(1);
    }
    out
}

/// Which words of a run of capitals are a person's name; `Some(None)` when it names nobody, `None` when it could be anybody.
#[allow(clippy::option_option, reason = "a name, none, or no telling")]
fn person(run: &[Word], opens: bool, woman: bool) -> Option<Option<(usize, usize)>> {
    let mut from = 0;
    while run.get(from).is_some_and(|w| opens && from == 0 && w.is(STOP) || w.is(WEEKDAYS)) {
        from += 1;
    }
    let (mut titled, mut fits) = (false, true);
    while let Some(word) = run.get(from).filter(|w| w.is(HONOURS)) {
        titled = true;
        fits &= !(woman && word.is(&["mr", "sir", "lord", "king", "prince"]));
        fits &= woman || !word.is(&["mrs", "ms", "miss", "lady", "dame", "queen", "princess"]);
        from += 1;
    }
    let name = run.get(from..).unwrap_or_default();
    let many = name.len() >= 2 || titled && name.len() == 1;
    if !many || name.len() > 4 || name.iter().any(|w| w.is(NO_PERSON) || w.has_digit()) {
        return Some(None);
    }
    let shouted = name.iter().any(|w| w.end - w.start <= 1 && name.len() == 1);
    let start = if titled && name.len() == 1 { from - 1 } else { from };
    (fits && !shouted).then_some(Some((start, from + name.len())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pool::{Piece, pool};

    #[test]
    fn one_person_named_before_takes_the_place_of_the_pronoun() {
        let check = |before: &str, after: &str, expected: &str| {
            let text = format!("{before} {after}");
            let (a, b) = (before.len() as u32, text.len() as u32);
            let spans = [[0, a], [a + 1, b]];
            let piece = [Piece { text: &text, sentences: &spans, voice: String::new(), english: true }];
            let mut all = pool(&piece);
            resolve(&mut all);
            assert_eq!(all.last().map(|s| s.text.as_str()), Some(expected), "{text}");
        };
        check("Ada Vint runs the mill.", "She lost three boats.", "Ada Vint lost three boats.");
        check("On Friday Ada Vint left Tarnholm.", "Her boats were sold.", "Ada Vint's boats were sold.");
        check("Mayor Per Lund left Tarnholm.", "He took the ferry home.", "Per Lund took the ferry home.");
        check("Mr Lund left Tarnholm.", "He took the ferry home.", "Mr Lund took the ferry home.");
        check("Mrs Lund left Tarnholm.", "He took the ferry home.", "He took the ferry home.");
        check("Ada Vint met Per Lund in Orle.", "She took the ferry home.", "She took the ferry home.");
        check("The Orle Bank closed.", "He took the ferry home.", "He took the ferry home.");
        check("The mill burned for hours.", "He took the ferry home.", "He took the ferry home.");
    }
}

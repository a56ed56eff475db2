//! Loyalty: what is asked of a model's sentence before the judge sees it. A model may leave words out, change small words, and
//! join the sentences that it cites clause by clause; it may not bring words of its own, turn the order of the source's words
//! round (which turns round who did what to whom), leap over half a sentence, or take words out of a quotation.
//!
//! Stricter than the judge on purpose: a fluent sentence that puts true words together wrongly is what models are best at.

use crate::lexicon::{SAYING, is_finite};
use crate::words::{Splitter, Word};

/// Words of a source that may be left out between two words kept.
const LEAP: usize = 12;
/// Words after a “not” that must be kept, as far as they have a meaning.
const SCOPE: usize = 6;
const NEGATORS: &[&str] = &["not", "never", "no", "none", "nobody", "nothing", "without", "neither", "nor"];

/// Why a sentence is not loyal to what it cites; `None` when it is. For English; quadratic in the words of a sentence.
pub(crate) fn disloyal(text: &str, cited: &[&str]) -> Option<&'static str> {
    let splitter = Splitter::new(true);
    let own = splitter.words(text);
    let sources: Vec<Vec<Word>> = cited.iter().map(|c| splitter.words(c)).collect();
    let content = own.iter().filter(|w| w.is_content());
    if content.clone().any(|w| !sources.iter().flatten().any(|s| same(w, s))) {
        return Some("it has a word that its sources do not have");
    }
    if !clauses(&own).iter().all(|clause| sources.iter().any(|s| follows(clause, s))) {
        return Some("its words stand in another order than in what it cites");
    }
    if unquotes(text, &own, cited, &splitter) {
        return Some("it takes words out of a quotation without saying whose they are");
    }
    narrowed(&own, &sources).then_some("it leaves out what a “not” of its source is about")
}

fn same(a: &Word, b: &Word) -> bool {
    a.stem == b.stem || a.value().is_some() && a.value() == b.value()
}

/// Pieces between commas and other marks, and before “and”, “but”, “while”; short ones belong to the one before.
fn clauses(words: &[Word]) -> Vec<&[Word]> {
    let (mut out, mut start) = (vec![], 0);
    for (i, word) in words.iter().enumerate() {
        let joins = word.breaks || word.is(&["and", "but", "while", "which"]);
        let piece = words.get(start..i).unwrap_or_default();
        if joins && piece.iter().filter(|w| w.is_content()).count() >= 2 {
            out.push(piece);
            start = i;
        }
    }
    out.extend(words.get(start..));
    out
}

/// Whether the words stand in the source in this order, and what is left out between two of them turns nothing round.
fn follows(clause: &[Word], source: &[Word]) -> bool {
    let kept: Vec<usize> = (0..clause.len()).filter(|&i| clause.get(i).is_some_and(Word::is_content)).collect();
    let (Some(&head), Some(&tail)) = (kept.first(), kept.last()) else { return true };
    let Some(first) = clause.get(head) else { return true };
    let before = strong(clause.get(..head).unwrap_or_default());
    let after = strong(clause.get(tail + 1..).unwrap_or_default());
    let starts = (0..source.len()).filter(|&i| source.get(i).is_some_and(|s| same(first, s)));
    starts.into_iter().filter(|&start| strong(lead(source, start)) == before).any(|start| {
        let mut at = start;
        let in_order = kept.windows(2).all(|two| {
            let [from, to] = two else { return true };
            let (Some(word), Some(own)) = (clause.get(*to), clause.get(from + 1..*to)) else { return false };
            let end = source.len().min(at + 2 + LEAP);
            let fits = |j: &usize| {
                let left = source.get(at + 1..*j).unwrap_or_default();
                source.get(*j).is_some_and(|s| same(word, s) && harmless(own, left, s))
            };
            let next = (at + 1..end).find(fits);
            at = next.unwrap_or(at);
            next.is_some()
        });
        let rest = source.get(at + 1..).unwrap_or_default();
        let rest = rest.split(Word::is_content).next().unwrap_or_default();
        in_order && after.iter().all(|w| strong(rest).contains(w))
    })
}

/// The words without a meaning of their own right before word `start`, as far as the mark before them.
fn lead(source: &[Word], start: usize) -> &[Word] {
    let mut from = start;
    while let Some(before) = from.checked_sub(1).and_then(|b| source.get(b)) {
        if before.is_content() || source.get(from).is_some_and(|w| w.breaks) {
            break;
        }
        from -= 1;
    }
    source.get(from..start).unwrap_or_default()
}

fn strong(words: &[Word]) -> Vec<&str> {
    words.iter().filter(|w| w.is(STRONG)).map(|w| w.lower.as_str()).collect()
}

/// Small words that say who does what to whom, and whether it is so.
#[rustfmt::skip]
const STRONG: &[&str] = &[
    "by", "from", "to", "against", "after", "before", "until", "with", "without", "for", "than", "if", "unless", "which", "who", "whom", "is",
    "are", "was", "were", "be", "been", "being", "has", "have", "had", "did", "does", "do", "will", "would", "could", "may", "might", "must",
    "can", "should", "not", "no", "never",
];

/// Whether `left` of the source may become `own` before the word `next`: no small word that counts is put in; where nothing
/// else is left out none goes either; and no name and no verb goes, but between marks.
fn harmless(own: &[Word], left: &[Word], next: &Word) -> bool {
    let strong =
        |words: &[Word]| -> Vec<String> { words.iter().filter(|w| w.is(STRONG)).map(|w| w.lower.clone()).collect() };
    let (ours, theirs) = (strong(own), strong(left));
    if !left.iter().any(Word::is_content) {
        return ours == theirs;
    }
    let verb = |w: &Word| is_finite(&w.lower) || w.lower.ends_with("ed") || w.lower.ends_with("ing");
    let heavy = left.iter().rposition(|w| w.is_content() && (w.capital || verb(w)));
    let closes = |at: usize| left.iter().skip(at + 1).any(|w| w.breaks) || next.breaks;
    let aside = heavy.is_some_and(|at| left.first().is_some_and(|w| w.breaks) && closes(at));
    ours.iter().all(|w| theirs.contains(w)) && (heavy.is_none() || aside)
}

/// Most of it stands between quotation marks there, and here are neither marks nor a speaker.
fn unquotes(text: &str, own: &[Word], cited: &[&str], splitter: &Splitter) -> bool {
    const MARKS: [char; 6] = ['“', '”', '"', '‘', '«', '»'];
    let said = |w: &&Word| w.is(SAYING) || w.is(&["according", "explained", "wrote", "alleges", "allegedly"]);
    if text.contains(MARKS) || text.contains('\'') || own.iter().any(|w| said(&w)) {
        return false;
    }
    let inside: String = cited.iter().map(|c| quoted(c)).collect::<Vec<_>>().join(" ");
    let inside = splitter.words(&inside);
    let content: Vec<&Word> = own.iter().filter(|w| w.is_content()).collect();
    let held = content.iter().filter(|w| inside.iter().any(|s| same(w, s))).count();
    held * 10 >= content.len() * 6 && held >= 3
}

/// What stands in quotation marks, single ones too where they open after a blank.
fn quoted(text: &str) -> String {
    let (mut out, mut open, mut before) = (String::new(), None, ' ');
    for c in text.chars() {
        match (open, c) {
            (None, '“' | '«') => open = Some(c),
            (None, '"') => open = Some('"'),
            (None, '‘' | '\'') if !before.is_alphanumeric() => open = Some('\''),
            (Some('“'), '”') | (Some('«'), '»') | (Some('"'), '"') => open = None,
            (Some('\''), '’' | '\'') if !before.is_whitespace() && before.is_ascii_punctuation() => open = None,
            (Some(_), _) => out.push(c),
            (None, _) => {}
        }
        before = c;
    }
    out
}

/// “has not scored in the league” may not become “has not scored”.
fn narrowed(own: &[Word], sources: &[Vec<Word>]) -> bool {
    if !own.iter().any(|w| w.is(NEGATORS)) {
        return false;
    }
    sources.iter().any(|source| {
        source.iter().enumerate().filter(|(_, w)| w.is(NEGATORS)).any(|(i, _)| {
            let after = source.iter().skip(i + 1).take(SCOPE).take_while(|w| !w.breaks);
            let scope: Vec<&Word> = after.filter(|w| w.is_content()).collect();
            let kept = scope.iter().filter(|s| own.iter().any(|w| same(w, s))).count();
            kept > 0 && kept < scope.len()
        })
    })
}

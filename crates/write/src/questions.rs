//! Open questions, never out of nowhere: what a source asks, what the originals conflict in, what they say is not known.

use crate::desk::Desk;
use crate::differ::REVISED;
use crate::missing::unsaid;
use crate::pool::Sentence;
use standfirst_types::{Disagreement, OpenQuestion, Why};

/// Phrases by which a source says that something is not known, and after which it may say what.
const UNKNOWN: &[&str] = &[
    "not immediately clear",
    "not yet clear",
    "not clear",
    "remains unclear",
    "remained unclear",
    "is unclear",
    "was unclear",
    "unclear",
    "is not known",
    "was not known",
    "not yet known",
    "remains unknown",
    "remain unknown",
    "unknown",
    "did not say",
    "does not say",
    "would not say",
    "declined to say",
    "did not specify",
    "did not disclose",
    "has not said",
    "have not said",
    "has not been named",
    "have not been named",
    "has not been identified",
    "have not been identified",
    "not been released",
    "has not been determined",
    "not yet been determined",
    "has not been confirmed",
    "no information on",
];

const ASKING: &[&str] = &["how", "why", "who", "what", "when", "where", "whether", "which"];

/// Words that a question to be answered begins with.
#[rustfmt::skip]
const ASKS: &[&str] = &[
    "how", "why", "who", "what", "when", "where", "which", "whose", "whom", "is", "are", "was", "were", "will", "would", "can",
    "could", "should", "does", "did", "do", "has", "have", "had", "must", "may", "might", "to", "in", "at", "on", "for", "by", "from",
];

/// The questions: asked, conflicting, missing; at most as many as the options allow.
pub(crate) fn open_questions(desk: &Desk<'_>, disagreements: &[Disagreement]) -> Vec<OpenQuestion> {
    let most = desk.input.options.open_questions;
    let open = disagreements.iter().filter(|d| desk.english && !d.about.ends_with(REVISED));
    let mut out: Vec<OpenQuestion> = open.filter_map(conflict).collect();
    let (mut asked, mut missing) = (vec![], vec![]);
    for i in ordered(desk) {
        let Some(sentence) = desk.sentence(i) else { continue };
        if is_question(sentence, desk.english) {
            asked.extend(question(desk, i, sentence.text.clone(), Why::AskedBySource));
        } else if let Some(text) = desk.english.then(|| unknown(sentence)).flatten() {
            missing.extend(question(desk, i, text, Why::Missing));
        }
    }
    missing.extend(unsaid(desk));
    asked.truncate(most.div_ceil(2));
    out.extend(missing.into_iter().take(most.div_ceil(2)));
    out.extend(asked);
    let mut told: Vec<String> = Vec::new();
    out.retain(|q| {
        !told.contains(&q.text) && {
            told.push(q.text.clone());
            true
        }
    });
    out.truncate(most);
    out
}

/// All sentences, best first.
fn ordered(desk: &Desk<'_>) -> Vec<usize> {
    let mut all: Vec<usize> = (0..desk.ranked.sentences.len()).collect();
    let score = |i: &usize| desk.sentence(*i).map_or(0.0, |s| s.score);
    all.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
    all
}

fn question(desk: &Desk<'_>, i: usize, text: String, why: Why) -> Option<OpenQuestion> {
    Some(OpenQuestion { text, why, support: vec![desk.span(i)?] })
}

/// A direct question of the source itself: not quoted, not put to the reader, able to stand alone.
fn is_question(sentence: &Sentence, english: bool) -> bool {
    let n = sentence.words.len();
    let asks = sentence.text.ends_with(['?', '？']);
    // “Who doesn’t love a ferry?” and “Fond of ferries?” want no answer
    let opens = sentence.words.first().is_some_and(|w| w.is(ASKS));
    let rhetorical = sentence.words.iter().take(3).any(|w| w.lower.ends_with("n't"));
    let reader = sentence.has(&[
        "you", "your", "we", "us", "our", "i", "my", "he", "she", "they", "it", "this", "that", "him", "her", "them",
        "these", "those", "else", "guys",
    ]);
    let asks = asks && (opens || sentence.text.ends_with('？') || sentence.text.starts_with('¿') || !english);
    asks && (4..=30).contains(&n)
        && !rhetorical
        && !sentence.text.contains(['(', ')'])
        && !reader
        && !sentence.text.contains(['“', '"', '‘', '”'])
}

fn conflict(disagreement: &Disagreement) -> Option<OpenQuestion> {
    let values: Vec<&str> = disagreement.versions.iter().map(|v| v.value.as_str()).take(3).collect();
    let (last, rest) = values.split_last()?;
    let support = disagreement.versions.iter().take(3).flat_map(|v| v.claim.support.iter().copied()).collect();
    let text = match disagreement.about.as_str() {
        "the claim" | "whether it is so" => return None,
        "the date" | "the name" => format!("Which is {}: {} or {last}?", disagreement.about, rest.join(", ")),
        about => format!("Which figure for {about} holds: {} or {last}?", rest.join(", ")),
    };
    Some(OpenQuestion { text, why: Why::Conflict, support })
}

/// What the source says is not known, in its own words: “Still open: how the fire began.”
fn unknown(sentence: &Sentence) -> Option<String> {
    let lower = sentence.text.to_lowercase();
    if lower.len() != sentence.text.len() || sentence.is_speech() {
        return None;
    }
    let (at, phrase) =
        UNKNOWN.iter().filter_map(|p| Some((lower.find(p)?, *p))).min_by_key(|x| (x.0, usize::MAX - x.1.len()))?;
    let after = at + phrase.len();
    let asking = sentence.words.iter().find(|w| w.start >= after && w.start <= after + 16 && w.is(ASKING));
    let clause = asking.and_then(|w| {
        let end = sentence.words.iter().find(|o| o.start > w.start && o.breaks && !priced(&sentence.text, o.start));
        let end = end.map_or(sentence.text.len(), |o| o.start);
        let clause = sentence
            .text
            .get(w.start..end)?
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '—' | '–' | '-'));
        (clause.split_whitespace().count() >= 3).then(|| clause.to_owned())
    });
    match clause {
        Some(clause) => Some(format!("Still open: {clause}.")),
        // “unclear explanations” are not unknown
        None if ["unclear", "unknown", "not clear"].contains(&phrase) => None,
        None if sentence.stands() && sentence.words.len() <= 28 => Some(format!("Still open: {}", sentence.text)),
        None => None,
    }
}

/// A sign of money stands before the number at `start`: no mark parts it from what stands before.
fn priced(text: &str, start: usize) -> bool {
    text.get(..start).is_some_and(|t| t.ends_with(['$', '€', '£', '¥', '#', '“', '"', '‘']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pool::{Piece, pool};

    #[test]
    fn only_questions_that_want_an_answer_are_asked() {
        let check = |text: &str, expected: bool| {
            let spans = [[0, text.len() as u32]];
            let piece = Piece { text, sentences: &spans, voice: String::new(), english: true };
            let asks = pool(&[piece]).first().is_some_and(|s| is_question(s, true));
            assert_eq!(asks, expected, "{text}");
        };
        check("Who will pay for the second bridge of Orle?", true);
        check("Will the mill of Tarnholm open again?", true);
        check("Who doesn’t love the ferry to Mörsk?", false);
        check("Fond of the old ferry to Mörsk?", false);
        check("(Is the ferry to Mörsk still running?", false);
        check("What do you think of the ferry?", false);
    }

    #[test]
    fn what_is_not_known_is_told_in_the_words_of_the_source() {
        let check = |text: &str, expected: Option<&str>| {
            let spans = [[0, text.len() as u32]];
            let piece = Piece { text, sentences: &spans, voice: String::new(), english: true };
            assert_eq!(pool(&[piece]).first().and_then(unknown).as_deref(), expected, "{text}");
        };
        check("It is not clear how the gate came open, the watch said.", Some("Still open: how the gate came open."));
        check(
            "The watch would not say how much of the $3 million was spent.",
            Some("Still open: how much of the $3 million was spent."),
        );
        check("Guests complained of slow boats and unclear prices at the pier.", None);
    }
}

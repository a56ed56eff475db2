//! Compression by deletion only: parentheses, relative clauses and asides of a long sentence go; attribution, hedge,
//! negation, condition and quantity never do.

use crate::cut::{Depth, cut};
use crate::lexicon::{CONNECTIVES, KEEP, SAYING};
use crate::pool::Sentence;
use crate::words::{Splitter, Word};

/// Words of the longest piece that is left out.
const LONGEST: usize = 22;

/// The sentence without what it can do without, when it is longer than `long` words; `None` when nothing can go.
pub(crate) fn compressed(sentence: &Sentence, long: usize, english: bool) -> Option<String> {
    if !english || sentence.words.len() <= long || sentence.is_speech() || sentence.text.contains(['“', '"', '‘']) {
        return None;
    }
    cut(&sentence.text, Depth::Asides).map(|shorter| shorter.text)
}

/// The text without the bytes from `start` to `end`.
pub(crate) fn spliced(text: &str, start: usize, end: usize) -> Option<String> {
    let (before, after) = (text.get(..start)?.trim_end(), text.get(end..)?.trim_start());
    Some(if after.is_empty() || after.starts_with(['.', ',', ';', ':']) {
        format!("{before}{after}")
    } else {
        format!("{before} {after}")
    })
}

fn free_of_meaning(words: &[Word]) -> bool {
    !words.is_empty()
        && words.len() <= LONGEST
        && !words
            .iter()
            .any(|w| w.is(KEEP) || w.is(SAYING) || w.has_digit() || w.value().is_some() || w.lower.ends_with("n't"))
}

/// A parenthesis without numbers: its bytes.
pub(crate) fn parenthesis(text: &str) -> Option<(usize, usize)> {
    let open = text.find('(')?;
    let close = open + text.get(open..)?.find(')')? + 1;
    let inside = Splitter::new(true).words(text.get(open..close)?);
    (open > 0 && free_of_meaning(&inside)).then_some((open, close))
}

/// “, who … ,” between commas, or “, which … .” at the end: its bytes from the first comma to the next mark.
pub(crate) fn relative(text: &str, words: &[Word]) -> Option<(usize, usize)> {
    for (i, word) in words.iter().enumerate().skip(2) {
        if !word.breaks || !word.is(&["who", "which", "whose", "where"]) {
            continue;
        }
        let comma = text.get(..word.start)?.trim_end();
        if !comma.ends_with(',') {
            continue;
        }
        let tail = words.get(i..)?;
        let next = tail.iter().skip(1).position(|w| w.breaks).map(|n| n + 1);
        let inside = tail.get(..next.unwrap_or(tail.len()))?;
        if !free_of_meaning(inside) {
            continue;
        }
        let last = inside.last()?.end;
        let mark = text.get(last..)?;
        return match next.and_then(|n| tail.get(n)) {
            Some(after) if mark.starts_with(',') && !after.is(CONNECTIVES) && !after.is(&["who", "which", "whose"]) => {
                Some((comma.len() - 1, last + 1))
            }
            None => Some((comma.len() - 1, last)),
            _ => None,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pool::{Piece, pool};

    #[test]
    fn only_asides_go() {
        let check = |text: &str, expected: Option<&str>| {
            let piece = Piece { text, sentences: &[[0, text.len() as u32]], voice: String::new(), english: true };
            let sentences = pool(&[piece]);
            assert_eq!(compressed(&sentences[0], 8, true).as_deref(), expected, "{text}");
        };
        check(
            "The ferry to Mörsk (the older of the pair) ran aground off Tarnholm on Friday.",
            Some("The ferry to Mörsk ran aground off Tarnholm on Friday."),
        );
        check(
            "Ada Vint, who runs the mill below the dam, left Tarnholm with her dogs.",
            Some("Ada Vint left Tarnholm with her dogs."),
        );
        check("Ada Vint, who did not warn the town, left Tarnholm with her dogs.", None);
        check("The dam, which police said was sound, burst over the lower town.", None);
        check("The dam burst over the town, which lay empty.", Some("The dam burst over the town."));
        check("It burst, which lay.", None);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 1000, failure_persistence: None, ..Default::default() })]

        #[test]
        fn nothing_that_changes_the_meaning_is_ever_cut(picks in proptest::collection::vec(0usize..22, 12..48)) {
            const WORDS: [&str; 22] = [
                "Vint", "mill", "dam", ", who", ", which", ",", "(the", "old)", "not", "said", "reportedly", "if", "12", "never",
                "failed", "police", "told", "town", "left", "three", "denied", "ran",
            ];
            let text = format!("The {}.", picks.iter().filter_map(|&n| WORDS.get(n)).copied().collect::<Vec<_>>().join(" "));
            let text = text.replace(" ,", ",");
            let piece = Piece { text: &text, sentences: &[[0, text.len() as u32]], voice: String::new(), english: true };
            for sentence in pool(&[piece]) {
                let Some(short) = compressed(&sentence, 8, true) else { continue };
                let kept = |text: &str| {
                    let words = Splitter::new(true).words(text);
                    let meant = |w: &Word| w.is(KEEP) || w.is(SAYING) || w.has_digit() || w.value().is_some();
                    words.into_iter().filter(meant).map(|w| w.lower).collect::<Vec<_>>()
                };
                proptest::prop_assert_eq!(kept(&sentence.text), kept(&short));
            }
        }
    }
}

//! Compression by deletion only: parentheses, relative clauses and asides of a long sentence go; attribution, hedge,
//! negation, condition and quantity never do.

use crate::cut::{Depth, cut};
use crate::pool::Sentence;

/// The sentence without what it can do without, when it is longer than `long` words; `None` when nothing can go.
pub(crate) fn compressed(sentence: &Sentence, long: usize, english: bool) -> Option<String> {
    if !english || sentence.words.len() <= long || sentence.is_speech() || sentence.text.contains(['“', '"', '‘']) {
        return None;
    }
    cut(&sentence.text, Depth::Asides).map(|shorter| shorter.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{KEEP, SAYING};
    use crate::pool::{Piece, pool};
    use crate::words::{Splitter, Word};

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

//! The arc of the article: what happened, what was said, what else, what is disputed, background, what comes next. A
//! section appears only when there is something to say.

use crate::lexicon::{CHARGES, FUTURE, PAST, SAYING};
use crate::pool::Sentence;
use crate::rank::Ranked;
use crate::words::Word;

/// The sections in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Happened,
    Said,
    Else,
    Disputed,
    Background,
    Next,
}

/// Phrases of what is to come.
const COMING: &[&str] = &[
    "expected to",
    "plans to",
    "plan to",
    "due to be",
    "next week",
    "next month",
    "next year",
    "set to",
    "meets next",
    "is to be",
    "are to be",
    "is forecast",
    "are forecast",
];

/// Where in the arc a sentence belongs. `year` is the year of the news; `length` the number of sentences of its source.
pub(crate) fn part(sentence: &Sentence, length: usize, year: Option<i16>) -> Part {
    let place = sentence.index as f32 / length.max(1) as f32;
    let earlier = |w: &Word| {
        let y = w.lower.parse::<i16>().ok().filter(|y| (1800..2100).contains(y));
        y.zip(year).is_some_and(|(y, now)| y < now)
    };
    let old = sentence.words.iter().any(earlier) || sentence.has(PAST) && place > 0.3;
    let had = sentence.words.iter().any(|w| w.lower == "had");
    let coming = !had && (sentence.has(FUTURE) || COMING.iter().any(|p| sentence.text.contains(p)));
    let quoted = sentence.text.contains(['“', '"', '‘']);
    if is_denial(sentence) || is_claim(sentence) {
        Part::Disputed
    } else if coming && !old && !quoted {
        Part::Next
    } else if old && !quoted && place > 0.2 {
        Part::Background
    } else if quoted || sentence.has(SAYING) && place > 0.15 {
        Part::Said
    } else if place <= 0.3 {
        Part::Happened
    } else {
        Part::Else
    }
}

/// Somebody says that it is not so: “denied …”, “rejected accusations”.
pub(crate) fn is_denial(sentence: &Sentence) -> bool {
    const TURNS_DOWN: &[&str] = &["rejected", "rejects", "reject", "dismissed", "dismisses", "disputed", "disputes"];
    sentence.words.iter().enumerate().any(|(i, w)| {
        let charge = || sentence.words.iter().skip(i + 1).take(5).any(|o| o.is(CHARGES));
        w.is(&["denied", "denies", "deny", "refuted", "refutes"]) || w.is(TURNS_DOWN) && charge()
    })
}

/// Somebody accuses and is not denying it.
pub(crate) fn is_claim(sentence: &Sentence) -> bool {
    !is_denial(sentence)
        && sentence.has(&[
            "accused",
            "accuses",
            "accusing",
            "allegation",
            "allegations",
            "alleged",
            "alleges",
            "allege",
        ])
}

/// The claim that a denial answers: the sentence most like it that accuses and does not deny.
pub(crate) fn answered(denial: usize, ranked: &Ranked) -> Option<usize> {
    const SAYS: &[&str] = &["claimed", "claims", "blamed", "blames", "said", "says", "reported"];
    let own = ranked.sentences.get(denial).filter(|s| is_denial(s))?;
    if own.has(&["accused", "accuses", "alleged", "blamed"]) {
        return None;
    }
    let accuses = |s: &Sentence| (is_claim(s) || s.has(SAYS) && !is_denial(s)) && s.stands();
    (0..ranked.sentences.len())
        .filter(|&i| i != denial && ranked.sentences.get(i).is_some_and(accuses))
        .map(|i| {
            (i, ranked.cosine(denial, i) + ranked.sentences.get(i).map_or(0.0, |s| if is_claim(s) { 0.2 } else { 0.0 }))
        })
        .filter(|x| x.1 >= 0.15)
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
        .map(|x| x.0)
}

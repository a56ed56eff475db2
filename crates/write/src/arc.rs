//! The arc of the article: what happened, what was said, what else, what is disputed, background, what comes next. A
//! section appears only when there is something to say.

use crate::lexicon::{DISPUTE, FUTURE, PAST, SAYING};
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

impl Part {
    pub(crate) const ALL: [Self; 6] =
        [Self::Happened, Self::Said, Self::Else, Self::Disputed, Self::Background, Self::Next];

    pub(crate) fn heading(self) -> &'static str {
        match self {
            Self::Happened => "What happened",
            Self::Said => "What was said",
            Self::Else => "What else",
            Self::Disputed => "What is disputed",
            Self::Background => "Background",
            Self::Next => "What comes next",
        }
    }
}

/// Phrases of what is to come.
const COMING: &[&str] =
    &["expected to", "plans to", "plan to", "due to be", "next week", "next month", "next year", "set to"];

/// Where in the arc a sentence belongs. `year` is the year of the news; `length` the number of sentences of its source.
pub(crate) fn part(sentence: &Sentence, length: usize, year: Option<i16>) -> Part {
    let place = sentence.index as f32 / length.max(1) as f32;
    let earlier = |w: &Word| {
        let y = w.lower.parse::<i16>().ok().filter(|y| (1800..2100).contains(y));
        y.zip(year).is_some_and(|(y, now)| y < now)
    };
    let old = sentence.words.iter().any(earlier) || sentence.has(PAST) && place > 0.3;
    let coming = sentence.has(FUTURE) || COMING.iter().any(|p| sentence.text.contains(p));
    let quoted = sentence.text.contains(['“', '"', '‘']);
    if sentence.has(DISPUTE) {
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

/// The claim that a denial answers: the sentence most like it that accuses and does not deny.
pub(crate) fn answered(denial: usize, ranked: &Ranked) -> Option<usize> {
    const DENIES: &[&str] = &["denied", "denies", "deny", "rejected", "rejects", "dismissed", "refuted", "disputed"];
    const ACCUSES: &[&str] =
        &["accused", "accuses", "alleged", "alleges", "claimed", "claims", "blamed", "blames", "said", "says"];
    let own = ranked.sentences.get(denial).filter(|s| s.has(DENIES))?;
    if own.has(&["accused", "accuses", "alleged", "blamed"]) {
        return None;
    }
    let accuses = |s: &Sentence| s.has(ACCUSES) && !s.has(DENIES) && s.stands();
    (0..ranked.sentences.len())
        .filter(|&i| i != denial && ranked.sentences.get(i).is_some_and(accuses))
        .map(|i| (i, ranked.cosine(denial, i)))
        .filter(|x| x.1 >= 0.15)
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
        .map(|x| x.0)
}

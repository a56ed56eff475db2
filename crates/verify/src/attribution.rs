//! Attribution: whose word a statement is.

use crate::edits::{Findings, same_word};
use crate::lexicon::{HEDGES, SAYING};
use crate::phrases::is_pronoun;
use crate::token::Token;
use crate::window::Line;

const ATTRIBUTION: &[&str] = &[
    "say",
    "said",
    "says",
    "told",
    "tells",
    "according",
    "claimed",
    "claims",
    "alleged",
    "alleges",
    "insisted",
    "reported",
    "argued",
    "accused",
    "warned",
    "believes",
];

/// Verbs by which a statement is somebody's belief; after an article or another word for it, a noun.
#[rustfmt::skip]
const BELIEF: &[&str] = &[
    "believe", "believed", "think", "thinks", "suspect", "suspects", "suspected", "fear", "feared", "claim", "claiming", "allege", "suggest",
    "suggests", "suggested", "argue", "argues", "warn", "warns", "contend", "contends", "maintain", "maintains", "insist", "insists",
    "speculate", "speculated", "reckon", "reckons", "reckoned", "predict", "predicts", "predicted",
];

/// Whether the word at `i` gives what is beside it as somebody's word.
pub(crate) fn gives(tokens: &[Token], i: usize) -> bool {
    let noun = i.checked_sub(1).and_then(|b| tokens.get(b)).is_none_or(|b| !b.is_content() && !is_pronoun(b));
    tokens.get(i).is_some_and(|t| t.is(ATTRIBUTION) || t.is(BELIEF) && !noun)
}

/// Every sentence that holds most of the claim gives it as somebody's word, and the claim does not.
pub(crate) fn attribution(claim: &[Token], lines: &[&Line], found: &mut Findings) {
    // “the United States” says nothing
    let name = |t: &Token| t.capital && !t.opens;
    // a hedge stands for the speaker where it is the claim's own, and not where the source has both
    let hedges = |t: &Token| t.is(HEDGES) && !lines.iter().any(|l| l.tokens.iter().any(|o| o.alike(t)));
    if claim.iter().filter(|t| !name(t)).any(|t| t.is(ATTRIBUTION) || SAYING.contains(&t.stem.as_str()) || hedges(t)) {
        return;
    }
    let content: Vec<&Token> = claim.iter().filter(|t| t.is_content()).collect();
    let holding = |l: &&&Line| {
        let held = content.iter().filter(|c| l.tokens.iter().any(|t| same_word(c, t))).count();
        2 * held >= content.len()
    };
    let mut word = None;
    for line in lines.iter().filter(holding) {
        let said = line.tokens.iter().enumerate().find(|(i, t)| {
            let relative = i.checked_sub(1).and_then(|b| line.tokens.get(b)).is_some_and(|b| b.is(&["who", "which"]));
            (t.is(ATTRIBUTION) || gives(&line.tokens, *i)) && !relative
        });
        match said {
            None => return,
            Some((_, t)) => word = word.or_else(|| Some(t.lower.to_string())),
        }
    }
    found.dropped.extend(word);
}

/// A name beside a verb of saying that stands in no line where somebody says something.
pub(crate) fn misattributed(claim: &[Token], lines: &[&Line]) -> Option<String> {
    let saying = |t: &Token| SAYING.contains(&t.stem.as_str()) || t.is(ATTRIBUTION);
    let name = |t: &&Token| t.capital && t.number.is_none() && t.is_content();
    (0..claim.len()).filter(|&i| claim.get(i).is_some_and(saying)).find_map(|i| {
        let beside = [i.checked_sub(1), Some(i + 1)];
        let speaker = beside.into_iter().flatten().filter_map(|k| claim.get(k)).find(name)?;
        let says = |l: &&Line| l.tokens.iter().any(|t| same_word(t, speaker)) && l.tokens.iter().any(saying);
        let stands = lines.iter().any(|l| l.tokens.iter().any(|t| same_word(t, speaker)));
        (stands && !lines.iter().any(says)).then(|| speaker.lower.to_string())
    })
}

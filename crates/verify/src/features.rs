//! Features: a sentence of a claim as numbers, from which its score is made.

use crate::channel::Way;
use crate::edits::{Findings, is_denial};
use crate::evidence::Word;
use crate::judge::close_pairs;
use crate::lexicon::{HEDGES, NEGATORS};
use crate::setting::SETTING;
use crate::token::Token;
use crate::window::{Line, Sources, pairs_shared};

/// Numbers a sentence has of its own, apart from those of its words.
pub(crate) const SENTENCE: usize = 62 + SETTING;

/// What is known of a sentence when it is scored.
pub(crate) struct Seen<'a> {
    pub(crate) claim: &'a [Token],
    pub(crate) lines: &'a [&'a Line],
    pub(crate) window: &'a [usize],
    pub(crate) sources: &'a Sources,
    pub(crate) found: &'a Findings,
    /// Share of the words that stand in order in the best line; `None` when that is less than three quarters.
    pub(crate) near: Option<f32>,
    pub(crate) share: f32,
    pub(crate) words: &'a [Word],
    /// How it can be made of the sources.
    pub(crate) way: &'a Way,
    /// What kind of texts are held against each other.
    pub(crate) setting: &'a [f32; SETTING],
    /// Score by the rules alone, and whether they find nothing wrong.
    pub(crate) rules: (f32, bool),
}

/// The numbers of a sentence.
pub(crate) fn features(seen: &Seen) -> [f32; SENTENCE] {
    let Seen { claim, lines, sources, found, words, .. } = seen;
    let content: Vec<&Token> = claim.iter().filter(|t| t.is_content()).collect();
    let n = content.len().max(1) as f32;
    let weight = |f: &dyn Fn(&Token) -> bool| {
        let all: f32 = content.iter().map(|t| sources.weight(t)).sum();
        let held: f32 = content.iter().filter(|t| f(t)).map(|t| sources.weight(t)).sum();
        if all > 0.0 { held / all } else { 0.0 }
    };
    let in_lines = |t: &Token| lines.iter().any(|l| l.tokens.iter().any(|o| crate::edits::same_word(t, o)));
    let count = |list: &[String]| (list.len() as f32).min(4.0) / 2.0;
    let some = |list: &[String]| f32::from(u8::from(!list.is_empty()));
    let near = f32::from(u8::from(seen.near.is_some()));
    let negators = |tokens: &[Token]| tokens.iter().filter(|t| t.is(NEGATORS) || is_denial(t)).count() as f32;
    let (own, theirs) = (negators(claim), lines.first().map_or(0.0, |l| negators(&l.tokens)));
    let hedged = |tokens: &[Token]| f32::from(u8::from(tokens.iter().any(|t| t.is(HEDGES))));
    let spread = seen.window.iter().max().zip(seen.window.iter().min()).map_or(0, |(a, b)| a - b) as f32;
    let (longest, density) = fragments(claim, lines);
    let mean = |i: usize| {
        let held = words.iter().filter_map(|w| w.numbers.get(i));
        held.sum::<f32>() / words.len().max(1) as f32
    };
    let gone = n - content.iter().filter(|t| sources.has(t)).count() as f32;
    let own = [
        1.0,
        n.ln() / 3.0,
        (claim.len() as f32).ln() / 4.0,
        weight(&|t| sources.has(t)),
        weight(&in_lines),
        gone.min(6.0) / 3.0,
        sources.runs_held(claim, 2),
        sources.runs_held(claim, 3),
        seen.share,
        near,
        lines.iter().map(|l| pairs_shared(claim, &l.tokens)).fold(0.0, f32::max),
        close_pairs(claim, lines),
        count(&found.strict),
        count(&found.missing),
        count(&found.contradicted),
        count(&found.dropped),
        near * some(&found.strict),
        near * some(&found.missing),
        near * some(&found.contradicted),
        near * some(&found.dropped),
        (own - theirs).clamp(0.0, 2.0),
        (theirs - own).clamp(0.0, 2.0),
        hedged(claim),
        lines.len() as f32 / 3.0,
        (1.0 + spread).ln() / 4.0,
        repeated(claim),
        content.iter().filter(|t| t.number.is_some()).count() as f32 / n,
        longest,
        density,
        (1.0 + sources.lines.len() as f32).ln() / 4.0,
        f32::from(u8::from(claim.last().is_some_and(|t| !t.is_content()))),
        mean(16),
        mean(18),
        mean(19),
        mean(21),
        lines.first().map_or(0.0, |l| (l.tokens.len() as f32 / claim.len().max(1) as f32).min(4.0)) / 4.0,
    ];
    let way = &seen.way;
    let length = claim.len().max(1) as f32;
    let mut all = [0.0; SENTENCE];
    let steps = way.steps.iter().enumerate().map(|(kind, n)| if kind == 0 { n / length } else { n.min(6.0) / 2.0 });
    let joints: f32 = way.steps.iter().skip(5).take(5).sum();
    let rest = [
        way.cost / length,
        way.cost.min(20.0) / 10.0,
        way.lines.min(6) as f32 / 3.0,
        joints / length * 4.0,
        seen.rules.0,
        f32::from(u8::from(seen.rules.1)),
        f32::from(u8::from(seen.rules.1)) * near,
        (way.steps.iter().skip(11).take(3).sum::<f32>() / n).min(1.0),
    ];
    for (slot, value) in all.iter_mut().zip(own.into_iter().chain(steps).chain(rest).chain(*seen.setting)) {
        *slot = value;
    }
    all
}

/// Share of the claim in its longest run of words that stands in one line, and the mean length of the run a word is in.
fn fragments(claim: &[Token], lines: &[&Line]) -> (f32, f32) {
    let (mut at, mut longest, mut squares) = (0, 0, 0);
    while at < claim.len() {
        let mut best = 0;
        for line in lines {
            for start in 0..line.tokens.len() {
                let pairs = claim.iter().skip(at).zip(line.tokens.iter().skip(start));
                best = best.max(pairs.take_while(|(a, b)| a.alike(b)).count());
            }
        }
        longest = longest.max(best);
        squares += best * best;
        at += best.max(1);
    }
    let n = claim.len().max(1) as f32;
    (longest as f32 / n, (1.0 + squares as f32 / n).ln() / 3.0)
}

/// Share of the runs of two words that stand in the claim twice: a writer that stammers.
fn repeated(claim: &[Token]) -> f32 {
    let mut runs: Vec<u64> = claim.windows(2).map(crate::window::run_key).collect();
    let all = runs.len();
    runs.sort_unstable();
    runs.dedup();
    if all == 0 { 0.0 } else { (all - runs.len()) as f32 / all as f32 }
}

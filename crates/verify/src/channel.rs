//! The channel: the cheapest way to make a claim out of source sentences, by copying runs of words, skipping, jumping to
//! another sentence, saying a word in other words, and putting in words of its own.
//!
//! Writers that cut and stitch go wrong at the joints: they skip out of the middle of a clause, or go on in another
//! sentence as if its subject were the same. What the cheapest way needs of each kind of joint tells more of a claim than
//! how many of its words stand somewhere. A beam search over the places of the words.

use crate::edits::is_denial;
use crate::lexicon::{HEDGES, NEGATORS, is_calendar};
use crate::thesaurus::{Kinship, kinship};
use crate::token::Token;
use crate::window::{Place, Sources};

/// Kinds of step.
pub(crate) const STEPS: usize = 18;
const NEXT: usize = 0;
const SKIP_CLAUSE: usize = 1;
const SKIP_SHORT: usize = 2;
const SKIP_SOME: usize = 3;
const SKIP_LONG: usize = 4;
const BACK: usize = 5;
const NEAR_CLAUSE: usize = 6;
const NEAR_CUT: usize = 7;
const FAR_CLAUSE: usize = 8;
const FAR_CUT: usize = 9;
const OWN_FUNCTION: usize = 10;
const OWN_WORD: usize = 11;
const OWN_NAME: usize = 12;
const OWN_NUMBER: usize = 13;
const OTHER_WORDS: usize = 14;
const OWN_NEGATION: usize = 15;
const SKIPPED_NEGATION: usize = 16;
const SKIPPED_HEDGE: usize = 17;

/// What each kind of step costs.
const COSTS: [f32; STEPS] = [0.0, 0.6, 0.5, 0.9, 1.2, 1.5, 1.0, 1.8, 1.6, 2.4, 0.3, 1.6, 2.5, 2.5, 0.5, 1.5, 0.5, 0.2];

/// What a word of the claim's own costs where each is to be found.
const DEAR: f32 = 8.0;

/// Steps of a word that is taken from nowhere.
const OWN_STEPS: u32 = 1 << OWN_FUNCTION | 1 << OWN_WORD | 1 << OWN_NAME | 1 << OWN_NUMBER | 1 << OWN_NEGATION;

/// States kept at each word.
const BEAM: usize = 24;
/// Source sentences that are looked at.
const MOST_LINES: usize = 12;

/// The cheapest way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Way {
    /// How often each kind of step is taken.
    pub(crate) steps: [f32; STEPS],
    /// What it costs in all.
    pub(crate) cost: f32,
    /// Sentences it goes through.
    pub(crate) lines: usize,
    /// Where each word of the claim was taken from; `None` for one of its own.
    pub(crate) path: Vec<Option<Place>>,
}

#[derive(Clone, Copy)]
struct Node {
    before: u32,
    place: Option<(u32, u16)>,
    cost: f32,
    steps: u32,
}

/// The cheapest way to `claim`. Words × beam × places, all bounded.
pub(crate) fn way(claim: &[Token], sources: &Sources, window: &[usize]) -> Way {
    cheapest(claim, sources, window, &COSTS)
}

/// Where each word of `claim` was taken from: each that stands in the window at all, at the cost of whatever turns.
pub(crate) fn path(claim: &[Token], sources: &Sources, window: &[usize]) -> Vec<Option<Place>> {
    let mut costs = COSTS;
    for kind in [OWN_WORD, OWN_NAME, OWN_NUMBER, OWN_NEGATION] {
        if let Some(cost) = costs.get_mut(kind) {
            *cost = DEAR;
        }
    }
    cheapest(claim, sources, window, &costs).path
}

fn cheapest(claim: &[Token], sources: &Sources, window: &[usize], costs: &[f32; STEPS]) -> Way {
    let mut lines = sources.nearest(claim, MOST_LINES);
    lines.extend(window.iter().map(|&w| w as u32));
    lines.sort_unstable();
    lines.dedup();
    let mut arena = vec![Node { before: u32::MAX, place: None, cost: 0.0, steps: 0 }];
    let mut beam: Vec<u32> = vec![0];
    for (i, token) in claim.iter().enumerate() {
        let places = places(token, &lines, sources);
        let mut next: Vec<Node> = vec![];
        for &from in &beam {
            let Some(node) = arena.get(from as usize).copied() else { continue };
            let own = own(token, i);
            next.push(step(node, from, node.place, 1 << own, costs));
            for &(place, kin) in &places {
                let steps = joint(node.place, place, token, sources) | u32::from(kin) << OTHER_WORDS;
                next.push(step(node, from, Some(place), steps, costs));
            }
        }
        next.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.place.cmp(&b.place)));
        beam.clear();
        let mut held: Vec<Option<(u32, u16)>> = vec![];
        for node in next {
            if beam.len() == BEAM {
                break;
            }
            if !held.contains(&node.place) {
                held.push(node.place);
                beam.push(arena.len() as u32);
                arena.push(node);
            }
        }
    }
    let Some(mut at) = beam.first().and_then(|&b| arena.get(b as usize)) else { return Way::default() };
    let mut out = Way { cost: at.cost, ..Way::default() };
    let mut through: Vec<u32> = vec![];
    while at.before != u32::MAX {
        for (kind, slot) in out.steps.iter_mut().enumerate() {
            *slot += f32::from(u8::from(at.steps >> kind & 1 == 1));
        }
        through.extend(at.place.map(|p| p.0));
        let Some(before) = arena.get(at.before as usize) else { break };
        let own = at.steps & OWN_STEPS != 0;
        out.path.push(at.place.filter(|_| !own));
        at = before;
    }
    out.path.reverse();
    through.sort_unstable();
    through.dedup();
    out.lines = through.len();
    out
}

fn step(node: Node, from: u32, place: Option<(u32, u16)>, steps: u32, costs: &[f32; STEPS]) -> Node {
    let cost = costs.iter().enumerate().filter(|(kind, _)| steps >> kind & 1 == 1).map(|(_, c)| c).sum::<f32>();
    Node { before: from, place, cost: node.cost + cost, steps }
}

/// The kind of a word of the claim's own.
fn own(token: &Token, at: usize) -> usize {
    if token.is(NEGATORS) || is_denial(token) {
        OWN_NEGATION
    } else if token.number.is_some() {
        OWN_NUMBER
    } else if !token.is_content() {
        if token.opposed { OWN_NEGATION } else { OWN_FUNCTION }
    } else if token.capital && at > 0 && !token.opens || is_calendar(&token.lower) {
        OWN_NAME
    } else {
        OWN_WORD
    }
}

/// Where the word stands in the lines, in any of its forms; a word that stands nowhere there, where its next of kin stands.
fn places(token: &Token, lines: &[u32], sources: &Sources) -> Vec<((u32, u16), bool)> {
    let all = || {
        lines
            .iter()
            .filter_map(|&l| Some((l, sources.lines.get(l as usize)?)))
            .flat_map(|(l, line)| line.tokens.iter().enumerate().map(move |(j, t)| ((l, j as u16), t)))
    };
    let same = |t: &Token| crate::edits::same_word(token, t) || token.is_content() && kin(token, t, Kinship::Same);
    let found: Vec<_> = all().filter(|(_, t)| same(t)).map(|(p, _)| (p, false)).collect();
    if !found.is_empty() || !token.is_content() || token.number.is_some() {
        return found;
    }
    all().filter(|(_, t)| t.is_content() && kin(token, t, Kinship::Broader)).map(|(p, _)| (p, true)).collect()
}

fn kin(a: &Token, b: &Token, at_most: Kinship) -> bool {
    if at_most == Kinship::Same {
        return crate::thesaurus::same_base(&a.bases, &b.bases);
    }
    kinship(&a.bases, &b.bases) <= at_most
}

/// The steps it takes to go on at `to` after `from`.
fn joint(from: Option<(u32, u16)>, to: (u32, u16), token: &Token, sources: &Sources) -> u32 {
    let Some(from) = from else { return 1 << NEXT };
    let tokens = |l: u32| sources.lines.get(l as usize).map_or(&[][..], |l| l.tokens.as_slice());
    let (here, there) = (tokens(from.0), tokens(to.0));
    let ends = here.get(from.1 as usize + 1).is_none_or(|t| t.breaks);
    let begins = to.1 == 0 || there.get(to.1 as usize).is_some_and(|t| t.breaks);
    if from.0 != to.0 {
        let clause = ends && (begins || token.breaks);
        return 1
            << match (from.0.abs_diff(to.0) <= 2, clause) {
                (true, true) => NEAR_CLAUSE,
                (true, false) => NEAR_CUT,
                (false, true) => FAR_CLAUSE,
                (false, false) => FAR_CUT,
            };
    }
    if to.1 <= from.1 {
        return 1 << BACK;
    }
    let skipped = here.get(from.1 as usize + 1..to.1 as usize).unwrap_or_default();
    let kind = match skipped.len() {
        0 => return 1 << NEXT,
        _ if ends && begins => SKIP_CLAUSE,
        1..=2 => SKIP_SHORT,
        3..=7 => SKIP_SOME,
        _ => SKIP_LONG,
    };
    let negated = skipped.iter().any(|t| t.is(NEGATORS) || is_denial(t));
    let hedged = skipped.iter().any(|t| t.is(HEDGES));
    1 << kind | u32::from(negated) << SKIPPED_NEGATION | u32::from(hedged) << SKIPPED_HEDGE
}

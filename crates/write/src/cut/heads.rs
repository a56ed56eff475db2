//! Heads: the ways in which a sentence can be cut to the length of a headline, and which of them tells most. Asides, roles
//! and modifiers go in several ways; behind the verb and what it needs the sentence may end wherever a phrase or a clause
//! begins. Whoever says so stays, and so do negation, hedge and condition of what stays.

use super::{Cutter, Step, ends::End, lead::LEADING};
use crate::lexicon::{SAYING, STOP};

/// What may go before the end, and what each that finds something costs in words told; any of them may go without the
/// others.
const STEPS: &[(Step, f32)] = &[
    (Step::Parentheses, 0.1),
    (Step::Dashes, 0.2),
    (Step::Relatives, 0.2),
    (Step::Appositions, 0.2),
    (Step::Asides, 0.2),
    (Step::LeadingPhrase, 0.2),
    (Step::Stride, 0.3),
    (Step::Source, 0.2),
    (Step::SourceShort, 0.2),
    (Step::SourceTold, 0.3),
    (Step::Modifiers, 0.8),
    (Step::Role, 0.3),
    (Step::That, 0.5),
    (Step::Titles, 0.4),
    (Step::FirstVerb, 1.0),
    (Step::Whence, 2.0),
    (Step::WhichOne, 2.0),
    (Step::Helpers, 1.2),
    (Step::Articles, 2.5),
];
/// Steps that leave a headline's own English, which not every reader of sentences takes for one.
fn elliptic(step: Step) -> bool {
    matches!(step, Step::FirstVerb | Step::Whence | Step::Helpers | Step::Articles | Step::WhichOne)
}

/// How much less than the best a way may promise and still be tried: a cut whose marks do not match gives way to the next.
const SPARE: f32 = 1.0;
/// Most ways that are tried: each step doubles them.
const MOST_WAYS: usize = 96;
/// What it costs to leave out a phrase before a clause that stays.
const JUMP: f32 = 0.6;
/// What a sentence that opens with a phrase before its subject has less.
const LED: f32 = 20.0;
/// Words of a headline from which on each costs something, and what.
const FULL: usize = 11;
const LONG: f32 = 0.3;

/// A way to cut: what is gone, and how many words' worth it tells or costs.
#[derive(Clone)]
struct Way {
    worth: f32,
    gone: Vec<bool>,
    asides: Vec<usize>,
}

impl Cutter<'_> {
    /// The cut of at most `most` characters that tells most, with how many words' worth it tells; `None` when there is none.
    pub(super) fn head(&mut self, most: usize) -> Option<(String, f32)> {
        if !self.has_verb() {
            return None;
        }
        self.times();
        self.dateline();
        self.tie();
        self.label();
        self.behind_source();
        let weights = self.weights();
        let mut tried = Vec::new();
        let mut ways = self.ways(most);
        ways.sort_by(|a, b| a.worth.total_cmp(&b.worth));
        let mut best = f32::NEG_INFINITY;
        for way in ways {
            // all that is left of it tells no more than what is tried already
            let told: f32 = weights.iter().zip(&way.gone).filter(|(_, gone)| !**gone).map(|(w, _)| w).sum();
            if told - way.worth <= best - SPARE {
                continue;
            }
            (self.gone, self.asides) = (way.gone, way.asides);
            self.try_ends(most, way.worth, &weights, &mut tried);
            best = tried.iter().map(|t| t.worth).fold(best, f32::max);
        }
        tried.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        tried.into_iter().find_map(|t| {
            (self.gone, self.asides) = (t.gone, t.asides);
            let text = self.rendered()?.text;
            let text = text.trim_end_matches([' ', ',', ';', ':', '—', '–']);
            // the dot of “U.S.” is its own
            let short = text.strip_suffix('.').unwrap_or(text);
            let dotted = short
                .rsplit(' ')
                .next()
                .is_some_and(|w| w.contains('.') && w.len() <= 4 && !w.contains(|c: char| c.is_ascii_digit()));
            let text = if dotted { text } else { short.trim_end_matches('.') }.to_owned();
            (text.chars().count() <= most).then_some((text, t.worth))
        })
    }

    /// Every way to take some of the steps, in their order; the sentence alone where it is short enough as it is.
    fn ways(&mut self, most: usize) -> Vec<Way> {
        let mut ways = vec![Way { worth: 0.0, gone: self.gone.clone(), asides: self.asides.clone() }];
        if self.size() <= most + 1 && !self.is_led() {
            return ways;
        }
        let whole = self.whole;
        for (step, price) in STEPS.iter().filter(|s| !(whole && elliptic(s.0))) {
            for n in 0..ways.len() {
                if ways.len() >= MOST_WAYS {
                    return ways;
                }
                let Some(way) = ways.get(n) else { continue };
                let cost = way.worth + price;
                self.gone.clone_from(&way.gone);
                self.asides.clone_from(&way.asides);
                let before = self.left();
                self.step(*step);
                if self.left() < before && !ways.iter().any(|w| w.gone == self.gone) {
                    ways.push(Way { worth: cost, gone: self.gone.clone(), asides: self.asides.clone() });
                }
            }
        }
        ways
    }

    /// It opens with a phrase before its subject.
    fn is_led(&self) -> bool {
        let first = self.gone.iter().position(|g| !*g);
        first.is_some_and(|i| self.is(i, LEADING) && !self.is(i + 1, &["least", "most"]))
    }

    fn left(&self) -> usize {
        self.gone.iter().filter(|g| !**g).count()
    }

    /// As it is now, and ended at each place where it may end.
    fn try_ends(&mut self, most: usize, cost: f32, weights: &[f32], tried: &mut Vec<Way>) {
        let cost = cost + if self.is_led() { LED } else { 0.0 };
        if self.size() <= most + 1 {
            self.keep(cost, weights, tried);
        }
        let end = self.attribution();
        let gone = self.gone.clone();
        for stop in std::iter::once(end).chain(self.turn(end)) {
            let ends = self.ends(stop);
            for End { at, cost: more } in &ends {
                self.drop(*at, stop);
                if self.size() <= most + 1 {
                    self.keep(cost + more, weights, tried);
                }
                self.gone.clone_from(&gone);
            }
            self.try_jumps(&ends, stop, cost, most, (weights, &mut *tried));
            self.gone.clone_from(&gone);
        }
    }

    /// “was held for theft [in a shop] when his car broke down”: the phrase before a clause goes and the clause stays.
    fn try_jumps(&mut self, ends: &[End], stop: usize, cost: f32, most: usize, out: (&[f32], &mut Vec<Way>)) {
        let (weights, tried) = out;
        let gone = self.gone.clone();
        let phrase = |e: &&End| self.is(e.at, super::tail::PHRASES) && !self.breaks(e.at);
        let before = self.before_without(stop);
        let jumps: Vec<(usize, usize, f32)> = ends
            .iter()
            .chain(&before)
            .filter(phrase)
            .filter_map(|e| {
                let clause = |e: &&End| self.is(e.at, super::tail::CLAUSES) && e.cost == 0.0;
                let without = (e.at + 1..stop).find(|&i| self.binds(i));
                if let Some(to) = without {
                    return self.free(e.at, to).then_some((e.at, to, e.cost + JUMP));
                }
                let next = ends.iter().filter(|n| n.at > e.at + 1).find(clause)?;
                self.free(e.at, next.at).then_some((e.at, next.at, e.cost + JUMP))
            })
            .collect();
        for (from, to, more) in jumps {
            self.drop(from, to);
            if self.size() <= most + 1 {
                self.keep(cost + more, weights, tried);
            }
            let jumped = self.gone.clone();
            for End { at, cost: last } in ends.iter().filter(|e| e.at > to + 1) {
                self.drop(*at, stop);
                if self.size() <= most + 1 {
                    self.keep(cost + more + last, weights, tried);
                }
                self.gone.clone_from(&jumped);
            }
            self.gone.clone_from(&gone);
        }
    }

    fn keep(&self, cost: f32, weights: &[f32], tried: &mut Vec<Way>) {
        let many = self.gone.iter().filter(|g| !**g).count();
        let cost = cost + LONG * many.saturating_sub(FULL) as f32;
        let told: f32 = weights.iter().zip(&self.gone).filter(|(_, gone)| !**gone).map(|(w, _)| w).sum();
        tried.push(Way { worth: told - cost, gone: self.gone.clone(), asides: self.asides.clone() });
    }

    /// How much each word tells: one of meaning 1, a name or number more, what stands beside the sentence less.
    fn weights(&mut self) -> Vec<f32> {
        let mut side = vec![1.0_f32; self.tokens.len()];
        let (gone, asides) = (self.gone.clone(), self.asides.clone());
        const BESIDE: &[(Step, f32)] = &[
            (Step::Parentheses, 0.3),
            (Step::Dashes, 0.3),
            (Step::Relatives, 0.3),
            (Step::Appositions, 0.3),
            (Step::Asides, 0.3),
            (Step::LeadingPhrase, 0.3),
            (Step::Source, 0.3),
            (Step::Modifiers, 0.5),
            (Step::Role, 0.6),
        ];
        for (step, less) in BESIDE {
            self.step(*step);
            for (i, slot) in side.iter_mut().enumerate() {
                if self.is_gone(i) && !gone.get(i).copied().unwrap_or_default() {
                    *slot = slot.min(*less);
                }
            }
            self.gone.clone_from(&gone);
            self.asides.clone_from(&asides);
        }
        let of = |(token, side): (&super::Token, &f32)| match () {
            () if token.is(SAYING) || token.is(STOP) => 0.05,
            () if token.capital || token.has_digit() => 1.2 * side,
            () => *side,
        };
        self.tokens.iter().zip(&side).map(of).collect()
    }

    /// “Flood: ”, “Operation North: ”.
    fn label(&mut self) {
        let colon = (1..self.tokens.len().min(6)).find(|&i| self.gap(i).trim() == ":");
        if let Some(at) =
            colon.filter(|&at| !(0..at).any(|i| self.finite(i)) && self.tokens.len() - at >= 5 && self.free(0, at))
        {
            self.drop(0, at);
        }
    }

    /// “raised its rate by half a point to 4 per cent”: the stride, where the new state stands beside it.
    pub(super) fn stride(&mut self) {
        let Some(by) = (2..self.tokens.len()).find(|&i| self.is(i, &["by"]) && !self.is_gone(i)) else { return };
        let to = (by + 2..by + 9).find(|&i| self.is(i, &["to"]) && !self.breaks(i) && self.has_digit(i + 1));
        if let Some(to) = to.filter(|&to| (by..to).all(|i| !self.breaks(i) && !self.capital(i))) {
            self.drop(by, to);
        }
    }

    /// “A man was arrested” as “Man arrested”: the article that opens it and the helpers of a passive.
    pub(super) fn helpers(&mut self) {
        const HELP: &[&str] = &["has", "have", "had", "was", "were", "is", "are", "been"];
        let Some(first) = self.gone.iter().position(|g| !*g) else { return };
        let verb = self.main_verb();
        let end = self.verb_end(verb);
        let passive = self.tokens.get(end).is_some_and(super::Token::finite)
            && (verb..end).any(|i| self.is(i, &["been", "was", "were"]))
            && (verb..end).all(|i| self.is(i, HELP) || self.tokens.get(i).is_some_and(|t| t.ends("ly", 3)));
        let said = self.is(first, &["there", "it", "he", "she", "they"]);
        for i in (verb..end).filter(|&i| passive && !said && self.is(i, HELP)).collect::<Vec<_>>() {
            self.drop(i, i + 1);
        }
        const MANY: &[&str] =
            &["number", "couple", "pair", "group", "series", "few", "lot", "dozen", "third", "quarter", "majority"];
        if self.is(first, &["a", "an", "the"]) && verb > first + 1 && !self.is(first + 1, MANY) {
            self.drop(first, first + 1);
        }
    }
}

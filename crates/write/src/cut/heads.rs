//! Heads: the ways in which a sentence can be cut to the length of a headline, and which of them tells most. Asides, roles
//! and modifiers go in several ways; behind the verb and what it needs the sentence may end wherever a phrase or a clause
//! begins. Whoever says so stays, and so do negation, hedge and condition of what stays.

use super::{Cutter, Step, ends::End, lead::LEADING};
use crate::lexicon::{HONOURS, SAYING, STOP};

/// What may go before the end, and what each that finds something costs in words told.
const STEPS: &[(Step, f32)] = &[
    (Step::Parentheses, 0.1),
    (Step::Dashes, 0.2),
    (Step::Relatives, 0.2),
    (Step::Appositions, 0.2),
    (Step::Asides, 0.2),
    (Step::LeadingPhrase, 0.2),
    (Step::Stride, 0.3),
    (Step::Source, 0.2),
    (Step::Modifiers, 0.8),
    (Step::Role, 0.3),
    (Step::WhichOne, 2.0),
];
/// The same for a passive's helpers.
const HELPERS: f32 = 1.2;
/// How many of [`STEPS`] are taken, and whether the helpers go; a way that finds nothing more than the last is passed over.
const WAYS: &[(usize, bool)] = &[
    (0, false),
    (5, false),
    (6, false),
    (7, false),
    (8, false),
    (9, false),
    (10, false),
    (9, true),
    (10, true),
    (11, false),
    (11, true),
];
/// What a sentence that opens with a phrase before its subject has less.
const LED: f32 = 2.0;

/// A way to cut that was tried.
struct Tried {
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
        self.label();
        self.behind_source();
        let weights = self.weights();
        let mut tried = Vec::new();
        let (gone, asides) = (self.gone.clone(), self.asides.clone());
        let mut last: Option<Vec<bool>> = None;
        for (steps, helpers) in WAYS {
            self.gone.clone_from(&gone);
            self.asides.clone_from(&asides);
            let cost = self.take(*steps, *helpers);
            if last.as_ref() == Some(&self.gone) {
                continue;
            }
            last = Some(self.gone.clone());
            self.try_ends(most, cost, &weights, &mut tried);
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

    /// Takes the steps of a way; what it costs.
    fn take(&mut self, steps: usize, helpers: bool) -> f32 {
        let mut cost = 0.0;
        let last = helpers.then_some((Step::Helpers, HELPERS));
        for (step, price) in STEPS.iter().take(steps).copied().chain(last) {
            let before = self.left();
            self.step(step);
            cost += if self.left() < before { price } else { 0.0 };
        }
        cost
    }

    fn left(&self) -> usize {
        self.gone.iter().filter(|g| !**g).count()
    }

    /// As it is now, and ended at each place where it may end.
    fn try_ends(&mut self, most: usize, cost: f32, weights: &[f32], tried: &mut Vec<Tried>) {
        let led = self
            .gone
            .iter()
            .position(|g| !*g)
            .is_some_and(|i| self.is(i, LEADING) && !self.is(i + 1, &["least", "most"]));
        let cost = cost + if led { LED } else { 0.0 };
        if self.size() <= most + 1 {
            self.keep(cost, weights, tried);
        }
        let end = self.attribution();
        let gone = self.gone.clone();
        for stop in std::iter::once(end).chain(self.turn(end)) {
            for End { at, cost: more } in self.ends(stop) {
                self.drop(at, stop);
                if self.size() <= most + 1 {
                    self.keep(cost + more, weights, tried);
                }
                self.gone.clone_from(&gone);
            }
        }
    }

    fn keep(&self, cost: f32, weights: &[f32], tried: &mut Vec<Tried>) {
        let told: f32 = weights.iter().zip(&self.gone).filter(|(_, gone)| !**gone).map(|(w, _)| w).sum();
        tried.push(Tried { worth: told - cost, gone: self.gone.clone(), asides: self.asides.clone() });
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

    /// “…, officials said, as the water rose”: what follows who says so, where it is neither condition nor contrary.
    fn behind_source(&mut self) {
        let verb = self.main_verb();
        let breaks: Vec<usize> = (verb + 1..self.tokens.len()).filter(|&i| self.gap(i).trim() == ",").collect();
        let says = |two: &&[usize]| match two {
            [a, b] => {
                let plain = (*a..*b)
                    .all(|i| !self.is(i, &["who", "which", "that", "whose", "and"]) && (i == *a || !self.breaks(i)));
                plain
                    && b - a <= 9
                    && (*a..*b).any(|i| self.is(i, SAYING))
                    && !self.is(*b, &["but", "if", "unless", "until"])
            }
            _ => false,
        };
        let Some(&end) = breaks.windows(2).find(says).and_then(|two| two.get(1)) else { return };
        let last = self.tokens.len();
        if (end..last).all(|i| !self.is(i, &["if", "unless", "until", "except"]))
            && !self.inside.get(end).copied().unwrap_or_default()
        {
            self.drop(end, last);
        }
    }

    /// “according to a study in the journal” as “according to a study”, “police confirmed to the Post” as “police confirmed”,
    /// “brigade spokeswoman Ada Vint told the Post” as “brigade spokeswoman told the Post”.
    pub(super) fn source(&mut self) {
        const AFTER: &[&str] = &[
            "in",
            "on",
            "at",
            "from",
            "by",
            "during",
            "through",
            "via",
            "released",
            "published",
            "obtained",
            "while",
            "when",
            "after",
            "ahead",
            "here",
            "as",
        ];
        let from = self.attribution();
        let Some(says) = (from..self.tokens.len()).find(|&i| self.is(i, SAYING)) else { return };
        // “said Interior Minister Per Lund”
        let last = self.tokens.len();
        if says == from && last - says > 3 && (says + 1..last).all(|i| !self.breaks(i) && self.capital(i)) {
            self.drop(says + 1, last - 2);
        }
        let honour = (from..says).rfind(|&i| self.is(i, HONOURS) && says - i >= 3);
        if let Some(honour) = honour.filter(|&h| (from..says).all(|i| self.capital(i)) && self.free(from, h + 1)) {
            self.drop(from, honour + 1);
        }
        let role = (from..says).rfind(|&i| !self.capital(i)).map_or(from, |r| r + 1);
        if role > from
            && says - role >= 2
            && !self.is(role - 1, &["of", "the", "for", "at", "and", "by", "in", "'s"])
            && self.free(role, says)
        {
            self.drop(role, says);
        }
        let sourced = self.is(says, &["according"]);
        let told = self.is(says, &["told", "tells", "accused"]);
        let first = says + if sourced { 3 } else { 1 + usize::from(told) };
        let last = self.tokens.len();
        let ends = |i: &usize| {
            let named = sourced
                && self.tokens.get(*i).is_some_and(|t| t.ends("ing", 5) && !self.is(i - 1, &["the", "a", "an"]));
            self.is(*i, AFTER) || !sourced && self.is(*i, &["to"]) || named
        };
        let Some(end) = (first..last).find(|i| ends(i) && !self.is_gone(*i)) else { return };
        if (end..last).all(|i| !self.inside.get(i).copied().unwrap_or_default()) {
            self.drop(end, last);
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

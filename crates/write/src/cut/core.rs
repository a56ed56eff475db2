//! Core: of a sentence that tells two things the one that matters, and the small words a headline does without.

use super::{Cutter, lead::LEADING};
use crate::lexicon::{HONOURS, PRONOUNS, SAYING, STOP, past};

/// Helpers under which all verbs of a sentence stand: “may sink and block …”.
#[rustfmt::skip]
const GOVERNS: &[&str] = &[
    "will", "would", "can", "could", "may", "might", "must", "do", "does", "did", "should", "shall", "is", "are", "was", "were",
    "been", "be", "to", "not",
];
/// Before one of these “a” and “the” are part of a number or of what is meant.
#[rustfmt::skip]
const MANY: &[&str] = &[
    "number", "couple", "pair", "group", "series", "few", "lot", "dozen", "third", "quarter", "majority", "same", "only",
    "first", "last", "most", "least", "best", "other", "day", "week", "month", "year", "time", "million", "hundred", "thousand",
    "little", "fifth", "half",
];

impl Cutter<'_> {
    /// “A man forced his way in and set off a bomb” as “A man set off a bomb”: the first of two verbs of one subject, where
    /// both stand in one form and nothing that must stay is lost.
    pub(super) fn first_verb(&mut self) {
        self.first_of_clauses();
        let verb = self.main_verb();
        let simple = |i: usize| {
            self.tokens.get(i).is_some_and(|t| !t.capital && (t.ends("ed", 4) || past(&t.lower)) && !t.is(SAYING))
        };
        let helper = self.is(verb, &["has", "have", "had"]);
        if self.is(verb, GOVERNS) || !(helper || simple(verb)) || self.is(verb + 1, GOVERNS) {
            return;
        }
        let apart = |i: usize| {
            self.breaks(i) || self.is(i, super::tail::CLAUSES) || self.is(i, &["that", "who", "which", "if"])
        };
        let run =
            (verb + 1..self.tokens.len()).take_while(|&i| !apart(i) || self.breaks(i) && self.is(i, &["and", "but"]));
        let again = |i: usize| {
            let like = self.tokens.get(verb).zip(self.tokens.get(i + 1)).is_some_and(|(a, b)| a.lower == b.lower);
            self.is(i, &["and", "but"])
                && !self.breaks(i + 1)
                && if helper { like } else { simple(i + 1) && !self.is(i + 2, &["by"]) }
        };
        let Some(and) = run.into_iter().find(|&i| i >= verb + 2 && again(i)) else { return };
        let subject = (0..verb).find(|&i| !self.is_gone(i));
        let named = subject.is_some_and(|i| !self.is(i, PRONOUNS) && !self.is(i, LEADING));
        if named && self.free(verb, and + 1) {
            self.drop(verb, and + 1);
        }
    }

    /// “He said that they are old and should go” as “he said that they should go”: each with a helper of its own.
    fn first_of_clauses(&mut self) {
        const OWN: &[&str] =
            &["should", "will", "would", "must", "has", "have", "is", "are", "was", "were", "could", "may"];
        let verb = self.core_verb(self.tokens.len());
        let apart = |i: usize| self.breaks(i) && !self.inside.get(i).copied().unwrap_or_default();
        let again = |i: usize| self.is(i, &["and", "but"]) && self.is(i + 1, OWN) && !self.breaks(i + 1);
        let next =
            (verb + 2..self.tokens.len().min(verb + 14)).take_while(|&i| !apart(i) || again(i)).find(|&i| again(i));
        let Some(and) = next.filter(|_| self.is(verb, OWN)) else { return };
        let inside = |i: usize| self.inside.get(i).copied().unwrap_or_default();
        let meant = (verb..and)
            .any(|i| self.tokens.get(i).is_some_and(super::Token::is_kept) || self.is(i, super::tail::CLAUSES));
        if !inside(verb) && !inside(and) && !meant && !self.is(and + 2, &["not"]) {
            self.drop(verb, and + 1);
        }
    }

    /// “A couple from Orle was found” as “A couple was found”, “An Orle father” as “A father”: where somebody not named
    /// before comes from.
    pub(super) fn whence(&mut self) {
        const WHERE: &[&str] = &["from", "in", "near", "outside", "at"];
        let verb = self.main_verb();
        let Some(first) = (0..verb).find(|&i| !self.is_gone(i)) else { return };
        let told = self.tokens.get(verb).is_some_and(|t| past(&t.lower) || t.ends("ed", 4))
            || self.is(verb, &["has", "have", "had", "was", "were", "urge", "call", "demand", "warn", "vow"]);
        let several = told && self.tokens.get(first).is_some_and(|t| t.ends("s", 4)) && first + 2 < verb;
        let one = self.is(first, &["a", "an"]);
        if !(one || several) {
            return;
        }
        self.premodifier(first, verb);
        let of = |i: usize| one && self.is(i, &["of"]) && self.is(i + 1, &["the"]) && self.is(i - 2, &["for", "to"]);
        let from = (first + if several { 1 } else { 2 }..verb)
            .find(|&i| !self.is_gone(i) && (self.is(i, WHERE) && !self.is(i - 1, &["of"]) || of(i)));
        let Some(from) = from else { return };
        let counted = |i: usize| self.is(i, &["and"]) && self.tokens.get(i + 1).is_some_and(super::Token::is_quantity);
        let to = (from..verb).find(|&i| !self.is_gone(i) && counted(i)).unwrap_or(verb);
        let stops: &[&str] =
            if of(from) { &["with", "who", "that"] } else { &["of", "for", "to", "with", "who", "that"] };
        let plain = (first..from).all(|i| self.is_gone(i) || !self.breaks(i) && !self.is(i, stops) && !self.finite(i))
            && (from..to).all(|i| self.is_gone(i) || !self.breaks(i) && !self.finite(i));
        if plain && to - from <= 18 && self.leads_only(from, to) {
            self.drop(from, to);
        }
    }

    /// “A New Orle woman was …” as “A woman was …”.
    fn premodifier(&mut self, first: usize, verb: usize) {
        let run = (first + 1..verb).take_while(|&i| self.capital(i) && !self.breaks(i) && !self.is_gone(i)).count();
        let noun = first + 1 + run;
        let vowel = |n: usize| self.tokens.get(n).is_some_and(|t| t.lower.starts_with(['a', 'e', 'i', 'o', 'u']));
        let plain = noun < verb && !self.breaks(noun) && !self.is(noun, &["and", "of", "for"]) && !self.finite(noun);
        let person = noun + 1 == verb
            || self.finite(noun + 1)
            || self.breaks(noun + 1)
            || self.tokens.get(noun + 1).is_some_and(|t| t.ends("ing", 4));
        if (1..=3).contains(&run)
            && plain
            && person
            && vowel(first + 1) == vowel(noun)
            && self.leads_only(first + 1, noun)
        {
            self.drop(first + 1, noun);
        }
    }

    /// “said that she would” as “said she would”.
    pub(super) fn that(&mut self) {
        let at = (2..self.tokens.len().saturating_sub(3)).find(|&i| {
            let says = self.is(i - 1, SAYING) || self.is(i - 1, super::ends::TELLS);
            let goes_on = !self.is(i + 1, &["while", "although", "though", "when", "if", "as", "because", "since"]);
            self.is(i, &["that"])
                && says
                && goes_on
                && !self.is(i - 1, &["accused"])
                && !self.breaks(i)
                && !self.breaks(i + 1)
        });
        if let Some(at) = at.filter(|&at| self.whole(at, at + 1)) {
            self.drop(at, at + 1);
        }
    }

    /// “against former Orle defender Per Lund” as “against Per Lund”, behind the verb or a preposition.
    pub(super) fn titles(&mut self) {
        const BEFORE: &[&str] =
            &["against", "by", "for", "with", "from", "to", "of", "in", "on", "at", "as", "between"];
        for name in 3..self.tokens.len().saturating_sub(1) {
            let named = self.capital(name) && self.capital(name + 1) && !self.breaks(name) && !self.breaks(name + 1);
            let role = !self.capital(name - 1) || self.is(name - 1, HONOURS);
            if !named || !role || self.is(name - 1, STOP) || self.is(name - 1, BEFORE) || self.is_gone(name - 1) {
                continue;
            }
            let from = (name.saturating_sub(6)..name).rfind(|&i| self.is(i, BEFORE) || self.finite(i)).map(|i| i + 1);
            let Some(from) = from.filter(|&f| f > 1 && self.is(f, &["former"]) || name == f + 1) else { continue };
            let plain = (from..name).all(|i| !self.breaks(i) && !self.is(i, STOP) && !self.is_gone(i));
            if plain && self.free(from, name) {
                self.drop(from, name);
            }
        }
    }

    /// “found in the debris of a mansion” as “found in debris of mansion”: articles, as headlines leave them out.
    pub(super) fn articles(&mut self) {
        for i in 1..self.tokens.len().saturating_sub(1) {
            let quoted = self.inside.get(i).copied().unwrap_or_default();
            let within_name = self.capital(i - 1) && self.capital(i + 1);
            let starts = self.breaks(i) || self.breaks(i + 1);
            let superlative = self.tokens.get(i + 1).is_some_and(|t| t.ends("est", 4));
            if self.is(i, &["a", "an", "the"])
                && !(self.is_gone(i) || quoted || within_name || starts || superlative)
                && !self.is(i + 1, MANY)
                && !self.is(i - 1, &["such", "half", "all", "what", "quite", "many", "per", "both"])
                && !self.has_digit(i - 1)
            {
                self.drop(i, i + 1);
            }
        }
    }

    /// “Thus, ”, “In fact, ”: what only ties the sentence to one before it.
    pub(super) fn tie(&mut self) {
        const TIES: &[&str] = &[
            "thus",
            "however",
            "meanwhile",
            "instead",
            "also",
            "indeed",
            "moreover",
            "furthermore",
            "nevertheless",
            "still",
            "then",
            "now",
            "so",
            "yet",
            "therefore",
            "additionally",
            "separately",
        ];
        let tie = if self.is(0, TIES) {
            1
        } else if self.is(0, &["in"]) && self.is(1, &["fact", "addition"]) {
            2
        } else {
            0
        };
        if tie > 0 && self.gap(tie).trim() == "," && self.tokens.len() - tie >= 5 {
            self.drop(0, tie);
        }
    }

    /// Where a second statement with a subject of its own begins behind a comma, and whether it turns the first round
    /// (“but”, “yet”); none where the first says who says so or on what condition.
    pub(super) fn second_statement(&self) -> Option<(usize, bool)> {
        const BINDS: &[&str] = &["if", "unless", "until", "whether", "that", "because"];
        let bound = |i: usize| {
            self.is(i, SAYING)
                || self.is(i, super::ends::TELLS)
                || self.is(i, BINDS)
                || self.inside.get(i).copied().unwrap_or_default()
        };
        let verb = self.main_verb();
        let at = (verb + 1..self.tokens.len()).find(|&i| {
            self.breaks(i) && self.gap(i).contains([',', ';', '—', '–']) && self.is(i, &["but", "and", "yet"])
        })?;
        let from = at + 1;
        let own = !self.is(from, PRONOUNS) && !self.is(from, LEADING) && !self.finite(from) && !self.breaks(from);
        let told = (from + 1..self.tokens.len().min(from + 14)).any(|i| self.finite(i) || self.base(i));
        let apart = !(0..at).any(bound) && (0..at).any(|i| self.finite(i));
        (own && told && apart && self.tokens.len() - from >= 5).then(|| (from, !self.is(at, &["and"])))
    }
}

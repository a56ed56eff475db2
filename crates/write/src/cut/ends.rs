//! Ends: the places behind the verb where a headline may end: a clause or a phrase begins there, nothing before it is left
//! hanging, and nothing behind it turns what stands before.

use super::Cutter;
use super::tail::{CLAUSES, NEEDS_MORE, PHRASES, TAKES_TO};
use crate::lexicon::{CHARGES, PRONOUNS, SAYING};

/// A place before which it may end, and what that costs in words told.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) at: usize,
    pub(super) cost: f32,
}

/// What it costs to leave out what somebody says against it.
const CONTRARY: f32 = 4.0;
/// A condition behind the end would be lost.
const CONDITIONS: &[&str] = &["if", "unless", "until", "except", "provided", "lest", "whether"];
/// A phrase with one of these tells the contrary of what is left.
const DENIES: &[&str] =
    &["not", "no", "never", "without", "nobody", "none", "neither", "nor", "hardly", "barely", "only"];
/// “A third of” is not cut before “of”.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "number", "half", "third", "quarter", "group", "series", "lot", "part", "dozens", "hundreds", "thousands", "millions", "members", "most", "majority", "head", "leader", "end", "list", "set", "pair", "form", "kind", "sort", "type", "way",
];
/// Adverbs by which all that stands before is in doubt.
const DOUBTS: &[&str] =
    &["reportedly", "allegedly", "apparently", "possibly", "perhaps", "probably", "likely", "maybe", "supposedly"];
/// Behind one of these a headline does not end.
#[rustfmt::skip]
const HANGS: &[&str] = &[
    "in", "on", "at", "for", "with", "from", "by", "into", "over", "near", "under", "through", "about", "such", "more", "less",
    "least", "outside", "inside", "this", "these", "who", "which", "where", "when", "because", "if", "while", "including", "very",
    "so", "too", "also", "now", "just", "both", "either", "between", "among", "most", "some", "said", "says", "up", "due", "able",
    "according", "like", "than", "what", "how", "once", "familiar", "their", "towards", "first",
    "second", "last", "next", "other", "same", "another", "each", "every", "any", "no", "why", "being", "having", "do", "does", "did", "can", "only", "even", "then",
];
/// Verbs of saying and finding whose matter follows them.
#[rustfmt::skip]
pub(super) const TELLS: &[&str] = &[
    "shows", "show", "showed", "shown", "suggests", "suggest", "found", "finds", "find", "believe", "means", "reveals",
    "revealed", "thinks", "agree", "agreed", "fears", "indicates", "indicate", "learned", "admitted", "admits",
    "acknowledged", "hopes", "hope", "fear", "insists", "insist", "ruled", "rules", "decided", "voted",
];

/// Adjectives that no ending shows.
#[rustfmt::skip]
const ADJECTIVES: &[&str] = &[
    "new", "old", "big", "own", "good", "bad", "high", "low", "long", "short", "large", "small", "great", "strong", "weak", "wide",
    "deep", "hard", "free", "clear", "full", "rich", "poor", "young", "early", "late", "heavy", "light", "safe", "quick", "slow",
    "wrong", "right", "real", "main", "major", "minor", "former", "further", "severe", "fair", "cold", "hot", "dry", "wet", "best",
    "worst", "better", "worse", "larger", "smaller", "higher", "lower", "longer", "shorter", "greater", "stronger", "only",
];

impl Cutter<'_> {
    /// The places before `end` where it may end.
    pub(super) fn ends(&self, end: usize) -> Vec<End> {
        let verb = self.core_verb(end);
        let last = self.verb_end(verb);
        (last + 1..end)
            .filter(|&i| !self.is_gone(i))
            .filter_map(|at| Some(End { at, cost: self.end_cost(at, verb, last, end)? }))
            .collect()
    }

    /// “without …”, “if …”: what must stay with what it is said of.
    pub(super) fn binds(&self, i: usize) -> bool {
        (self.is(i, &["without"]) || self.is(i, CONDITIONS)) && !self.breaks(i)
    }

    /// The places before a condition that must stay: a phrase between may go.
    pub(super) fn before_without(&self, end: usize) -> Vec<End> {
        let verb = self.core_verb(end);
        let last = self.verb_end(verb);
        let Some(to) = (last + 1..end).find(|&i| self.binds(i)) else { return vec![] };
        let places = (last + 1..to).filter(|&i| !self.is_gone(i));
        places.filter_map(|at| Some(End { at, cost: self.end_cost(at, verb, last, to)? })).collect()
    }

    /// The last word of the verb of what happened.
    pub(super) fn told_by(&self) -> Option<usize> {
        self.has_verb().then(|| self.verb_end(self.core_verb(self.attribution())))
    }

    /// Some word looks like a verb.
    pub(super) fn has_verb(&self) -> bool {
        (0..self.tokens.len()).any(|i| self.finite(i)) || self.present().is_some()
    }

    /// The verb of what happened: where the sentence first says who says so, that of what is said.
    pub(super) fn core_verb(&self, end: usize) -> usize {
        let main = self.main_verb();
        let tells = self.is(main, SAYING) || self.is(main, TELLS);
        if !tells || end < self.tokens.len() || self.is(main, &["accused", "accuses"]) {
            return main;
        }
        const NOUNS: &[&str] = &["the", "a", "an", "its", "his", "her", "their", "of", "and", "no"];
        let finite = |i: &usize| (self.finite(*i) || self.base(*i)) && !self.is(*i - 1, NOUNS) && !self.is_gone(*i);
        // “say that while it rained the dam …”: the verb behind the clause
        let clause = (main + 1..main + 3)
            .any(|i| self.is(i, &["while", "although", "though", "when", "since", "because", "despite"]));
        let comma = (main + 2..self.tokens.len()).find(|&i| self.breaks(i)).filter(|_| clause);
        let next = (comma.unwrap_or(main + 2)..self.tokens.len()).find(finite);
        // “announced plans for …, which were” announces a thing and no statement
        let thing = self
            .is(main, &["announced", "confirmed", "reported", "claimed", "found", "revealed", "voted", "showed"])
            && next
                .is_some_and(|n| (main + 1..n).any(|i| self.is(i, PHRASES) || self.is(i, &["to", "of", "including"])))
            && !(main + 1..main + 4).any(|i| self.is(i, &["that"]));
        if thing {
            return main;
        }
        next.map_or(main, |n| self.after_participle(n).unwrap_or(n))
    }

    /// What it costs to end before `i`; `None` when it may not.
    fn end_cost(&self, i: usize, verb: usize, last: usize, end: usize) -> Option<f32> {
        let token = self.tokens.get(i)?;
        let before = (0..i).rev().find(|&b| !self.is_gone(b))?;
        let ended = token.breaks && self.is(before, &["have"]) && before > 0 && self.is(before - 1, &["to"]);
        let hangs = !ended && self.is(before, NEEDS_MORE) || self.is(before, HANGS) || self.is(before, PRONOUNS);
        let inside = |n: usize| self.inside.get(n).copied().unwrap_or_default();
        let joined = i > 0
            && !self.gap(i).contains(char::is_whitespace)
            && (self.has_digit(i) || !self.gap(i).contains(['—', '–']));
        if hangs || joined || inside(i) && inside(before) || self.is(i, DOUBTS) || self.lost(i, end) {
            return None;
        }
        // “has been going after …”
        const WITH_AFTER: &[&str] =
            &["going", "went", "goes", "gone", "looking", "looks", "looked", "named", "running", "taking"];
        if token.is(&["after"]) && self.is(before, WITH_AFTER) {
            return None;
        }
        const UNITS: &[&str] = &["minutes", "hours", "feet", "pounds", "years", "months", "metres", "miles", "points"];
        if token.has_digit() && self.is(before, UNITS) {
            return None;
        }
        // “when Ada Vint, the miller, …” has no verb yet
        let clause = (last + 1..i).rfind(|&n| self.is(n, &["when", "while", "because", "as", "where"]));
        if token.breaks
            && clause.is_some_and(|c| i - c <= 5 && !(c + 1..i).any(|n| self.finite(n)) && self.capital(c + 1))
        {
            return None;
        }
        // “, but the watch said …” turns what stands: it goes only where there is no room for it
        let contrary = self.is(i, &["but"]) && (i..end).any(|n| self.says(n));
        if contrary && (self.breaks(i) || self.turns(i, end)) {
            return Some(CONTRARY);
        }
        let after = i > last + 1;
        let verbal = self.verbal(before) && before > last;
        let wants =
            (verb..i).rfind(|&n| self.is(n, TAKES_TO)).is_some_and(|n| !(n + 1..i).any(|k| self.is(k, &["to"])));
        let listed = token.capital && self.capital(before);
        match () {
            () if token.breaks && !listed => Some(if self.lists(i, end) { 1.0 } else { 0.0 }),
            () if self.turns(i, end) => Some(0.0),
            () if token.is(CLAUSES) && self.is_clause(i, end) => (i > last).then_some(0.0),
            () if token.is(&["which", "who", "that", "where", "whose"]) => {
                let matter =
                    self.is(before, CHARGES) || self.is(before, &["fact", "news", "evidence", "hopes", "fears"]);
                (after && !self.finite(before) && !self.is(before, SAYING)).then_some(if matter { 1.5 } else { 0.3 })
            }
            // “a house once owned by …”
            () if self.tells_which(i) || token.is(&["once"]) && self.tells_which(i + 1) => {
                (after && !verbal && !self.plain(before) && !self.is(before, &["the", "a", "an"])).then_some(0.4)
            }
            () if token.is(&["of"]) => {
                let whole = !self.is(before, PARTS)
                    && !self.capital(before)
                    && !self.has_digit(before)
                    && !verbal
                    && !self.plain(before);
                (after && whole).then_some(2.5)
            }
            () if token.is(&["from"]) && self.tokens.get(i + 1).is_some_and(|t| t.ends("ing", 4)) => None,
            () if token.is(&["after", "before", "since", "during"]) => {
                (i > last && (!verbal || self.is(before, &["died", "held", "killed"]))).then_some(0.5)
            }
            // “was killed in …”
            () if i == last + 1 && last > verb && token.is(&["in", "on", "at", "during", "near", "outside"]) => {
                Some(2.0)
            }
            () if token.is(&["due", "next", "thanks"]) && self.is(i + 1, &["to"]) => (i > last).then_some(0.5),
            // “counts the yard as a partner” means little without it
            () if token.is(&["as"]) && self.is(i + 1, &["a", "an"]) => (after && !verbal).then_some(2.0),
            () if token.is(PHRASES) || token.is(&["as", "between"]) => {
                // “investors remained transfixed on …”
                let passive = verbal
                    && self.tokens.get(before).is_some_and(|t| t.ends("ed", 4))
                    && self.is(before - before.min(1), &["was", "were", "been", "is", "are", "remained", "remain"]);
                (after && (!verbal || passive)).then_some(if passive { 2.0 } else { 0.5 })
            }
            () if token.lower == "to" => {
                let infinitive = self.tokens.get(i + 1).is_some_and(|t| !t.capital && !t.has_digit())
                    && !self.is(i + 1, &["the", "a", "an", "its", "his", "her", "their", "be"]);
                let passive = i == last + 1 && last > verb;
                ((after || passive) && infinitive && !wants && !verbal).then_some(if after { 0.5 } else { 2.0 })
            }
            () if token.is(&["and", "or"]) => {
                let pair = (before.saturating_sub(8)..before).any(|n| self.is(n, &["between", "both", "either"]));
                let counted = self.quantity(before) && self.quantity(i + 1);
                (after && !pair && !verbal && !counted && !self.plain(before)).then_some(1.0)
            }
            () if token.ends("ing", 4) && !token.capital && !token.lower.contains('-') => {
                let noun = !self.is(before, PHRASES) && !self.verbal(before) && !self.plain(before);
                (after && noun && self.is_participle(i)).then_some(0.4)
            }
            () => None,
        }
    }

    /// A second statement begins: “and she left”, “, but …”, “; the owner …”.
    fn turns(&self, i: usize, end: usize) -> bool {
        let joined = self.is(i, &["and", "but"]) && (self.second(i, end) || self.breaks(i) || self.breaks(i + 1));
        joined || self.gap(i).contains(';')
    }

    /// A verb of saying, and not “an alleged attempt”.
    fn says(&self, i: usize) -> bool {
        let small =
            self.tokens.get(i + 1).is_some_and(|t| !t.breaks && !t.capital && !t.is(&["to", "that", "in", "by"]));
        let noun = self.is(i, &["claims"])
            && self
                .tokens
                .get(i + 1)
                .is_none_or(|t| t.breaks || !t.capital && !t.is(&["that", "the", "a", "to", "it", "he", "she"]));
        self.is(i, SAYING) && !(self.is(i, &["alleged"]) && small) && !noun
    }

    /// Where “, but …” begins, up to `end`: what trails before it may go alone.
    pub(super) fn turn(&self, end: usize) -> Option<usize> {
        let verb = self.main_verb();
        (verb + 2..end).find(|&i| self.breaks(i) && self.is(i, &["but", "and"]) && self.second(i, end))
    }

    /// “owned by”, “intended to”: a participle that only tells which one.
    fn tells_which(&self, i: usize) -> bool {
        let shaped = self
            .tokens
            .get(i)
            .is_some_and(|t| !t.capital && !t.breaks && (t.ends("ed", 4) || t.is(&["held", "led", "run"])));
        shaped
            && self.is(i + 1, &["by", "to", "in", "for", "as", "from", "at", "with", "on", "into", "of", "after"])
            && !self.breaks(i + 1)
    }

    /// A verb, participle or gerund: what follows belongs to it.
    fn verbal(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| {
            !t.capital && (t.finite() || t.ends("ing", 4) && !self.is(i - i.min(1), &["the", "a", "an"]))
        })
    }

    fn quantity(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(super::Token::is_quantity)
    }

    /// An adjective by its ending, which needs its noun.
    fn plain(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| {
            ["ous", "ive", "ful", "ic", "al", "less", "able", "ible", "ary"].iter().any(|e| t.ends(e, 4)) && !t.capital
        }) || self.is(i, ADJECTIVES)
    }

    /// “carrying the …”, “leaving them …”: a participle and not “parking lot”.
    fn is_participle(&self, i: usize) -> bool {
        self.is(
            i + 1,
            &[
                "the", "a", "an", "its", "his", "her", "their", "to", "in", "on", "at", "from", "for", "more", "them",
                "him",
            ],
        ) || self.capital(i + 1)
            || self.has_digit(i + 1)
    }

    /// “as the ship sank” and not “as the first woman”; “after the flood” is as good.
    fn is_clause(&self, i: usize, end: usize) -> bool {
        if self.is(i, &["as"]) && self.is(i + 1, &["well", "long", "many", "much", "part", "of"]) {
            return false;
        }
        let stop = (i + 2..end).find(|&n| self.breaks(n)).unwrap_or(end);
        let tells = (i + 2..stop).any(|n| self.finite(n))
            || self.tokens.get(i + 1).is_some_and(|t| t.ends("ing", 4) && !self.is(i, &["as"]));
        tells || !self.is(i, &["as", "after", "before", "since"])
    }

    /// “a move that the firm said …”: not of what stands before.
    fn in_relative(&self, i: usize) -> bool {
        (i.saturating_sub(6)..i)
            .rev()
            .take_while(|&n| !self.breaks(n + 1))
            .any(|n| self.is(n, &["that", "which", "who", "whom"]))
    }

    /// “a gun, a knife and a rope”: what is left is the half of a list.
    fn lists(&self, i: usize, end: usize) -> bool {
        let and = (i..end.min(i + 10)).find(|&n| self.is(n, &["and", "or"]));
        and.is_some_and(|n| {
            (i..n).all(|k| !self.finite(k)) && !self.is(i, &["and", "or", "but"]) && !self.second(n, end)
        })
    }

    /// Whether what stands from `i` on holds a condition, a denial or a source of what stands before.
    fn lost(&self, i: usize, end: usize) -> bool {
        let rest = || (i..end).filter(|&n| !self.is_gone(n));
        let second = self.turns(i, end);
        let turn = rest().find(|&n| n > i && self.is(n, &["but", "and"]) && self.second(n, end)).unwrap_or(end);
        let trails = self.breaks(i) && self.tokens.get(i).is_some_and(|t| t.ends("ing", 4));
        let clause = trails || self.is(i, CLAUSES) || self.is(i, &["who", "which", "where", "whose"]);
        // who says so behind “and” says what stands behind it
        let own = |n: usize| !self.whole && second && n <= i + 7 && !(i + 2..=n).any(|k| self.breaks(k));
        let said = !clause
            && rest().any(|n| self.says(n) && !self.in_relative(n) && !own(n))
            && !(0..i).any(|n| self.is(n, SAYING));
        // a condition in a clause of its own binds that clause
        let under = rest().find(|&n| self.is(n, CLAUSES) || self.is(n, &["who", "which", "that"])).unwrap_or(end);
        let until =
            rest().find(|&n| n > i && (self.breaks(n) || self.is(n, CLAUSES) || self.is(n, &["but"]))).unwrap_or(end);
        let denies = |n: usize| self.is(n, DENIES) || self.tokens.get(n).is_some_and(|t| t.lower.ends_with("n't"));
        let denied = !second && !clause && (i..until).any(|n| !self.is_gone(n) && denies(n));
        let condition = if second {
            false
        } else {
            rest().any(|n| {
                n < turn.min(under) && self.is(n, CONDITIONS) || self.is(n, &["long"]) && self.is(n - 1, &["as"])
            })
        };
        said || denied || condition
    }
}

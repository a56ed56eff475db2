//! The tail: what trails behind the verb and what it needs. Phrases and clauses go from the end backward, each whole, while
//! enough is left; who says so stays.

use super::Cutter;
use crate::lexicon::{FORMS_OF_BE, SAYING};

/// What begins a phrase behind the verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A mark and more.
    Break,
    /// “after …”, “while …”.
    Clause,
    /// “that …”, “who …” without a comma.
    Relative,
    /// “in …”, “with …”.
    Phrase,
    /// “to improve …”.
    Purpose,
    /// “and she left …”.
    Second,
    /// “carrying …”.
    Participle,
}

impl Kind {
    /// Fewest words that must stand before it. Chosen on one half of 1,000 sentences with references.
    fn needs(self) -> i32 {
        match self {
            Self::Second => 6,
            Self::Clause => 8,
            Self::Break | Self::Participle => 9,
            Self::Relative | Self::Phrase | Self::Purpose => 11,
        }
    }
}

pub(super) const CLAUSES: &[&str] = &[
    "after",
    "as",
    "while",
    "when",
    "where",
    "because",
    "following",
    "amid",
    "since",
    "before",
    "although",
    "though",
    "during",
];
#[rustfmt::skip]
pub(super) const PHRASES: &[&str] = &[
    "in", "on", "at", "for", "with", "from", "during", "by", "into", "over", "near", "under", "through", "across", "among",
    "against", "along", "around", "within", "despite", "via", "about", "toward", "towards", "behind", "beside", "off", "onto",
];
const HELPERS: &[&str] = &["been", "be", "being", "not", "also", "now", "still", "to", "do", "does", "did"];

/// After one of these something must follow.
#[rustfmt::skip]
pub(super) const NEEDS_MORE: &[&str] = &[
    "a", "an", "the", "of", "to", "as", "that", "and", "or", "but", "not", "is", "are", "was", "were", "be", "been", "being",
    "has", "have", "had", "will", "would", "can", "could", "may", "might", "must", "its", "his", "her", "their", "than",
];
/// Verbs of several (“mayors urge …”) that are no nouns behind a plural.
#[rustfmt::skip]
const BASE: &[&str] = &[
    "urge", "want", "need", "ask", "agree", "continue", "remain", "contain", "believe", "expect", "oppose", "consider", "reject",
    "vow", "warn", "fear", "hope", "plan", "call", "face", "join", "push", "seem", "appear", "include", "require", "demand",
    "prepare", "struggle", "compete", "live", "work", "use", "open", "close", "gather", "celebrate", "refuse", "allow", "help",
];
/// Verbs that tell half without “to …”.
#[rustfmt::skip]
pub(super) const TAKES_TO: &[&str] = &[
    "asked", "asks", "ask", "ordered", "orders", "urged", "urges", "urge", "forced", "forces", "allowed", "allows", "allow",
    "wants", "wanted", "want", "needs", "need", "expected", "expects", "helped", "helps", "told", "warned", "plans", "planned",
    "agreed", "agrees", "vowed", "tried", "tries", "try", "able", "unable", "ready", "set", "due", "likely", "sentenced",
    "invited", "persuaded", "directed", "instructed", "permitted", "required", "requires", "decided", "decides", "continues",
    "continued", "seeks", "sought", "calls", "called", "pledged", "promised", "threatened", "threatens", "hopes", "hoped",
];

impl Cutter<'_> {
    /// The verb that carries the sentence: not that of a clause (“who …”). A guess where none looks like it.
    pub(super) fn main_verb(&self) -> usize {
        #[rustfmt::skip]
        const NO_SUBJECT: &[&str] = &["the", "a", "an", "its", "his", "her", "their", "of", "and"];
        let mut clause = false;
        let mut first = true;
        for i in (0..self.tokens.len()).filter(|&i| !self.is_gone(i)) {
            if !first && !clause && self.bold && self.holds(i) {
                return i;
            }
            if !first && self.is(i, &["who", "which", "whose", "that", "when", "where", "whom"]) {
                clause = true;
            } else if !first && self.finite(i) && !self.is(i - 1, NO_SUBJECT) {
                if !clause {
                    return self.after_participle(i).unwrap_or(i);
                }
                clause = false;
            }
            first = false;
        }
        self.present().unwrap_or_else(|| 3.min(self.tokens.len().saturating_sub(1)))
    }

    /// “A man charged with … has been released”: the verb behind a participle that only tells which man.
    pub(super) fn after_participle(&self, at: usize) -> Option<usize> {
        #[rustfmt::skip]
        const ENDS: &[&str] = &["when", "after", "as", "while", "because", "if", "and", "but", "where", "before"];
        #[rustfmt::skip]
        const NO_VERB: &[&str] = &[
            "the", "a", "an", "and", "or", "be", "been", "to", "of", "its", "his", "her", "their", "was", "were", "had", "has", "by",
            "in", "with", "for", "is", "are",
        ];
        const CARRY: &[&str] =
            &["is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "must"];
        let shaped = self
            .tokens
            .get(at)
            .is_some_and(|t| t.ends("ed", 4) || t.is(&["found", "held", "built", "made", "sent", "led", "shot"]));
        let led = self.is(at + 1, PHRASES) || self.is(at + 1, &["to", "as", "of", "dead", "guilty", "alive"])
            // “a pup found strolling”, “a man found asleep”
            || self.bold
                && self.is(at, &["found", "seen", "caught"])
                && (self.is(at + 1, &["asleep", "unconscious", "wounded", "injured", "unharmed", "safe"])
                    || self.tokens.get(at + 1).is_some_and(|t| t.ends("ing", 5)));
        if !shaped || !led || self.breaks(at) {
            return None;
        }
        // the verb of “the storm that flooded …” is that clause's own
        let mut clause = false;
        let run = (at + 1..self.tokens.len().min(at + 24)).take_while(|&i| {
            !self.breaks(i) && (!self.is(i, ENDS) || self.tokens.get(i + 1).is_some_and(|t| t.ends("ing", 4)))
        });
        run.into_iter().find(|&i| {
            let own = clause && self.finite(i);
            clause = !own && (clause || self.is(i, &["that", "who", "which"]));
            let past = self.bold && self.finite(i) && !self.is(i - 1, NO_VERB) && !self.breaks(i);
            !own && (self.is(i, CARRY) || past && !clause)
        })
    }

    /// “people who live …”, “a body pulled from …”, between the subject and its verb, where no comma parts it.
    pub(super) fn which_one(&mut self) {
        let main = self.main_verb();
        let verb = if self.bold { self.core_verb(self.tokens.len()) } else { main };
        const ALL: &[&str] = &[
            "all", "every", "any", "only", "most", "some", "no", "each", "many", "few", "those", "anyone", "everyone",
        ];
        let starts = |i: usize| {
            let verbal = self.bold
                && (self.finite(i - 1)
                    || self.is(i - 1, HELPERS)
                    || self.is(i - 1, CLAUSES)
                    || self.tokens.get(i - 1).is_some_and(|t| t.ends("ly", 3)));
            let participle =
                !verbal && self.tokens.get(i).is_some_and(|t| !t.capital && (t.ends("ed", 4) || t.ends("ing", 5)));
            let purpose = self.bold
                && self.is(i, &["to"])
                && self.tokens.get(i + 1).is_some_and(|t| !t.capital && !t.has_digit());
            let told = self.is(i, &["that"]) && (self.is(i - 1, SAYING) || self.is(i - 1, super::ends::TELLS));
            // “shows that a woman found dead … was shot”: not of the sentence's own verb, which may be that one
            let found = verb != main && self.is(i, &["found", "shot", "held", "born", "caught"]);
            let counts = self.bold && self.tokens.get(i + 1).is_some_and(super::Token::is_quantity);
            let led = self.is(i + 1, PHRASES) || self.is(i + 1, &["to", "a", "an", "the"]) || counts;
            purpose || self.is(i, &["who", "which", "that"]) && !told || participle && led || found
        };
        let Some(from) = (2..verb).find(|&i| !self.is_gone(i) && starts(i)) else { return };
        let broken = (from..=verb).any(|i| self.breaks(i) && !self.is_gone(i));
        let counted = (0..from).any(|i| self.is(i, ALL));
        // “women who smoke are …” is not said of all women
        let first = (0..from).find(|&i| !self.is_gone(i));
        let kind = first.is_some_and(|i| {
            self.tokens.get(i).is_some_and(|t| t.ends("s", 3) || t.is(&["women", "men", "people", "children"]))
        }) && self.is(from, &["who", "that", "which"]);
        if self.bold {
            if !kind && !counted && verb - from <= 24 && self.leads_only(from, verb) {
                self.drop(from, verb);
            }
        } else if !broken && !counted && verb - from <= 12 && self.free(from, verb) {
            self.drop(from, verb);
        }
    }

    /// “The yard builds the …”: a small word in -s between a noun and what may follow a verb.
    pub(super) fn present(&self) -> Option<usize> {
        const AFTER: &[&str] =
            &["the", "a", "an", "to", "its", "his", "her", "their", "in", "that", "for", "on", "with"];
        let verb = |i: usize| {
            let verb = self.tokens.get(i).is_some_and(|t| !t.capital && t.ends("s", 3) && !t.lower.ends_with("ss"));
            let subject = !self.is(i - 1, &["the", "a", "an", "of", "and", "in", "for", "to"])
                && (self.capital(i - 1) || self.tokens.get(i - 1).is_some_and(|t| !t.lower.ends_with('s')));
            verb && subject && !self.is_gone(i)
        };
        let open = || (1..self.tokens.len().saturating_sub(1)).filter(|&i| verb(i));
        let base = (1..self.tokens.len().saturating_sub(1)).filter(|_| self.bold).find(|&i| self.base(i));
        let sure = open().find(|&i| self.is(i + 1, AFTER) || self.capital(i + 1));
        let loose = |i: &usize| {
            (!self.is(i + 1, PHRASES) || self.has_digit(i + 2))
                && !self.is(i + 1, &["of", "and"])
                && !self.breaks(i + 1)
                && !self.breaks(*i)
        };
        sure.or_else(|| open().find(loose).filter(|_| self.bold)).or(base)
    }

    /// “Mayors urge …”, “the islanders still expect …”.
    pub(super) fn base(&self, i: usize) -> bool {
        let adverb =
            |n: usize| self.is(n, &["still", "also", "now"]) || self.tokens.get(n).is_some_and(|t| t.ends("ly", 4));
        let before = (i.saturating_sub(2)..i).rfind(|&n| !adverb(n));
        let several = before.and_then(|n| self.tokens.get(n)).is_some_and(|t| {
            t.capital && i > 1
                || t.ends("s", 3) && !t.lower.ends_with("'s") && !t.lower.ends_with("ss")
                || t.is(&["people", "women", "men", "children", "police"])
        });
        self.is(i, BASE) && several && !self.breaks(i) && !self.breaks(i + 1) && !self.is_gone(i)
    }

    /// “The yard builds the …”, also where another verb comes later: what follows can only follow a verb.
    fn holds(&self, i: usize) -> bool {
        #[rustfmt::skip]
        const NOUNS: &[&str] = &[
            "talks", "plans", "calls", "claims", "reports", "charges", "attacks", "efforts", "attempts", "bids", "moves", "sales",
            "prices", "ties", "fears", "hopes", "trials", "protests", "demands", "offers", "votes", "threats", "needs", "rights",
            "tests", "troops", "visits", "answers", "ways", "days", "years", "times", "links", "thanks", "damages", "goods",
            "his", "its", "this", "as", "was", "has", "is", "does", "us", "news", "series", "proceeds",
        ];
        let verb = self
            .tokens
            .get(i)
            .is_some_and(|t| !t.capital && t.ends("s", 3) && !t.lower.ends_with("ss") && !t.is(NOUNS));
        let before = i.checked_sub(1).and_then(|b| self.tokens.get(b));
        let subject = before.is_some_and(|b| {
            b.capital
                || !b.ends("s", 0)
                    && !b.is(&["the", "a", "an", "of", "and", "in", "for", "to", "its", "his", "her", "their", "or"])
        });
        let object = self.is(i + 1, &["the", "a", "an", "its", "his", "her", "their", "that", "to", "into", "not"]);
        verb && subject && object && !self.breaks(i) && !self.breaks(i + 1)
    }

    /// The last word of “was forced to leave”, “has been accused”.
    pub(super) fn verb_end(&self, verb: usize) -> usize {
        let mut end = verb;
        while let Some(next) = self.tokens.get(end + 1).filter(|t| !t.breaks) {
            let be = self.is(end, &["is", "are", "was", "were", "be", "been", "has", "have", "had"]);
            let form = next.finite()
                || next.is(FORMS_OF_BE)
                || next.is(HELPERS)
                || next.ends("ly", 3)
                || self.is(end, &["to"]) && !next.capital
                || be && (next.ends("ing", 4) || next.ends("en", 4));
            if !form {
                break;
            }
            end += 1;
        }
        if self.is(end, &["to"]) { end - 1 } else { end }
    }

    /// Leaves out what trails behind the verb.
    pub(super) fn tail(&mut self) {
        let verb = self.main_verb();
        let end = self.attribution();
        let ve = self.verb_end(verb);
        let starts: Vec<(usize, Kind)> = (verb + 1..end)
            .filter(|&i| !self.is_gone(i))
            .filter_map(|i| Some((i, self.kind(i, verb, ve, end)?)))
            .collect();
        for n in (0..starts.len()).rev() {
            let Some(&(from, kind)) = starts.get(n) else { continue };
            let to = starts.get(n + 1).map_or(end, |s| s.0);
            let after = (to..end).find(|&i| !self.is_gone(i));
            // what stays behind it must not hang on it
            let loose = after.is_none_or(|a| {
                let next = starts.iter().find(|s| s.0 == a).map(|s| s.1);
                matches!(next, Some(Kind::Clause | Kind::Break | Kind::Second))
                    || kind == Kind::Phrase && next == Some(Kind::Phrase)
            });
            let free = self.free(from, to);
            let before = (0..from).filter(|&i| !self.is_gone(i)).count();
            if loose && before >= (kind.needs() + self.later).max(4) as usize && free {
                self.drop(from, to);
            }
        }
    }

    /// Where “, police said” begins at the end, else the end.
    pub(super) fn attribution(&self) -> usize {
        let all = (0..self.tokens.len()).rfind(|&i| !self.is_gone(i)).map_or(0, |i| i + 1);
        let last = (1..all).rev().find(|&i| self.gap(i).contains([',', '”', '"'])).unwrap_or(all);
        // “…, the agency reports”
        let says =
            (last..all).find(|&i| self.is(i, SAYING) || i + 1 == all && i > last && self.is(i, &["reports", "report"]));
        if self.bold {
            let clause =
                |says: usize| (last..says).any(|i| self.is(i, &["that", "which", "who", "whose", "whom", "and"]));
            if says.is_some_and(|s| s - last <= 10 && all - last <= 24 && !clause(s))
                && !self.is(last, &["but", "while", "as"])
            {
                return last;
            }
        } else if all - last <= 12 && says.is_some() {
            return last;
        }
        let source = (1..all).rev().take(14).find(|&i| self.is(i, &["according"]) && self.is(i + 1, &["to"]));
        source.filter(|_| self.bold).unwrap_or(all)
    }

    fn kind(&self, i: usize, verb: usize, ve: usize, end: usize) -> Option<Kind> {
        let token = self.tokens.get(i)?;
        let last = (0..i).rev().find(|&b| !self.is_gone(b))?;
        if !token.breaks && self.is(last, NEEDS_MORE) {
            return None;
        }
        let before = |list: &[&str]| self.is(last, list);
        let wants = (verb..i).any(|n| self.is(n, TAKES_TO));
        let said = (last.saturating_sub(3)..=last).any(|n| self.is(n, SAYING));
        let ing = token.ends("ing", 4) && !token.capital;
        if token.breaks && !(token.capital && self.capital(i - 1)) {
            Some(Kind::Break)
        } else if token.is(CLAUSES) && i >= verb + 2 {
            Some(Kind::Clause)
        } else if token.is(&["which", "who", "that", "where"]) && i >= verb + 3 && !said && !self.finite(last) {
            Some(Kind::Relative)
        } else if token.is(PHRASES) && i > ve + 1 && !(self.finite(last) && last > ve) {
            Some(Kind::Phrase)
        } else if token.lower == "to" && i >= verb + 4 && !wants && !self.finite(last) {
            Some(Kind::Purpose)
        } else if token.is(&["and", "but"]) && self.second(i, end) {
            Some(Kind::Second)
        } else if ing && i >= verb + 4 && !before(PHRASES) && !said {
            Some(Kind::Participle)
        } else {
            None
        }
    }

    /// A verb follows soon: a second thing is told.
    pub(super) fn second(&self, i: usize, end: usize) -> bool {
        let soon = i + 1 < end && !(i + 1..i + 5).any(|n| self.breaks(n)) && (i + 2..i + 6).any(|n| self.finite(n));
        i + 1 < end && (self.finite(i + 1) || self.is(i + 1, &["he", "she", "it", "they", "this", "that"]) || soon)
    }
}

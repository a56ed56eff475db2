//! The lead-in: what stands before the subject (“After a night of rain, …”), a dateline, the role before a name, and the
//! modifiers that colour a noun or a verb.

use super::Cutter;
use crate::lexicon::{FORMS_OF_BE, HONOURS, SAYING};

/// Words that begin a phrase before the subject.
#[rustfmt::skip]
pub(super) const LEADING: &[&str] = &[
    "in", "on", "at", "for", "with", "from", "during", "since", "by", "as", "over", "near", "under", "against", "through",
    "across", "between", "among", "around", "within", "outside", "inside", "behind", "before", "after", "following", "amid",
    "despite", "about", "when", "while", "although", "though", "because", "just", "speaking", "once", "to", "now", "using",
    "ever", "including", "even", "like", "unlike",
];
/// Words that a run of modifiers does not pass.
#[rustfmt::skip]
const STOPS: &[&str] = &[
    "in", "on", "at", "for", "with", "from", "during", "by", "as", "into", "over", "near", "under", "against", "through", "of",
    "and", "or", "but", "to", "that", "who", "which", "the", "its", "his", "her", "their", "after", "before", "when", "where",
];
/// Adjectives without which the noun would be another thing.
#[rustfmt::skip]
const DEFINING: &[&str] = &[
    "illegal", "unofficial", "additional", "federal", "general", "international", "national", "local", "original", "final",
    "medical", "political", "initial", "official", "presidential", "royal", "criminal", "sexual", "social", "legal", "central",
    "critical", "hospital", "capital", "festival", "physical", "professional", "financial", "regional", "public", "republic",
    "music", "traffic", "domestic", "potential", "partial", "illicit", "commercial", "nuclear", "chemical", "electric", "fatal",
    "plastic", "fictional", "conditional", "provisional", "temporary", "olympic", "economic", "economical", "catholic",
    "islamic", "democratic", "military", "natural", "animal", "toxic", "explosive", "executive", "honorary", "interest",
    "protest", "forest", "contest", "request", "arrest", "harvest", "test", "guest", "clinic", "topic", "fabric",
    "secretary", "library", "salary", "trial", "rival", "survival", "arrival", "approval", "proposal", "hopeful",
    "unsuccessful", "comic", "attic", "cubic", "picnic", "detective", "captive", "motive", "olive", "archive", "drive",
];
/// Plain adjectives that may go.
#[rustfmt::skip]
const PLAIN: &[&str] =
    &["new", "big", "major", "huge", "popular", "key", "fresh", "top", "leading", "prominent", "special"];
/// Of those what a headline can do without: “the first boat of the new line” is not that of the line.
const LOUD: &[&str] = &["big", "major", "huge", "popular", "key", "prominent"];
/// Words in -ly that are no adverbs, or without which the verb would tell another thing.
#[rustfmt::skip]
const LY_STAYS: &[&str] = &[
    "family", "early", "daily", "weekly", "monthly", "yearly", "monopoly", "assembly", "italy", "reply", "supply", "july",
    "falsely", "wrongly", "illegally", "accidentally", "unanimously", "publicly", "officially", "mistakenly", "initially",
    "unsuccessfully", "elderly", "friendly", "anomaly", "temporarily", "partly", "partially", "mostly", "rarely", "seldom",
    "narrowly", "provisionally", "conditionally", "potentially", "roughly", "approximately", "slightly", "jointly",
    "separately", "fully", "formerly", "previously", "butterfly", "ally", "rally", "bully",
    "supposedly", "presumably", "purportedly", "seemingly", "scarcely", "largely", "mainly", "mutually", "unlawfully",
    "sexually", "fatally", "mentally", "critically", "seriously", "annually", "wholly", "privately", "secretly",
    "deliberately", "knowingly", "unintentionally", "intentionally", "simultaneously", "respectively", "relatively", "fairly", "comparatively", "reportedly",
];

impl Cutter<'_> {
    /// “After a night of rain, ”, up to its comma, or to the next one where another such phrase follows.
    pub(super) fn leading_phrase(&mut self) {
        let leads = |i: usize| {
            let opens = |t: &super::Token| {
                t.ends("ing", 5)
                    || self.bold && t.ends("ed", 4) && (self.is(1, LEADING) || self.is(1, &["without", "of", "upon"]))
            };
            self.is(i, LEADING) || i == 0 && self.tokens.first().is_some_and(|t| opens(t) && !self.finite(1))
        };
        if !leads(0) {
            return;
        }
        // of a headline all that stands before the subject
        let verb = self.main_verb();
        let last = self.commas().into_iter().rfind(|&c| c < verb);
        let from = if self.bold && !self.is_sentence(verb) { last.unwrap_or_default() } else { 0 };
        for to in self.commas().into_iter().skip_while(|&c| c < from) {
            if leads(to) {
                continue;
            }
            let goes_on = self.is(to, &["and", "or", "which", "who", "but"]);
            if !goes_on
                && self.tokens.len() - to >= 5
                && self.gap(to).trim().trim_start_matches('.') == ","
                && self.leads_only(0, to)
                && !(self.bold && self.is_sentence(to))
            {
                self.drop(0, to);
            }
            return;
        }
    }

    /// An aside or a lead-in may go; one of a headline if it neither binds the statement nor says who made it.
    pub(super) fn leads_only(&self, from: usize, to: usize) -> bool {
        const BINDS: &[&str] = &["if", "unless", "until", "except", "whether", "without", "only"];
        let relative = self.is(from, &["who", "which", "whose", "where"]);
        if self.bold {
            let bound = |i: usize| self.is(i, BINDS) || !relative && self.is(i, SAYING);
            return self.whole(from, to) && !(from..to).any(|i| !self.is_gone(i) && bound(i));
        }
        self.free(from, to)
    }

    /// “In May the dam burst” is no phrase but the sentence: a verb stands in it that belongs to no clause.
    fn is_sentence(&self, to: usize) -> bool {
        const CLAUSES: &[&str] = &[
            "when", "while", "after", "before", "as", "although", "though", "because", "since", "once", "even", "that",
            "who", "which", "whose", "where", "ever", "to",
        ];
        // “techniques borrowed from …” tells which, where a verb follows behind the comma
        let told = (to + 1..self.tokens.len()).any(|i| self.finite(i));
        let which = |i: usize| {
            told && self.tokens.get(i).is_some_and(|t| t.ends("ed", 4) || t.is(&["held", "made", "built", "led"]))
                && self.is(i + 1, LEADING)
        };
        (1..to).any(|i| self.finite(i) && !which(i) && !self.is(i - 1, STOPS) && !(0..i).any(|n| self.is(n, CLAUSES)))
    }

    /// “SOCHI, Russia ” before a sentence that begins with a capital.
    pub(super) fn dateline(&mut self) {
        let shouted = |i: usize| {
            self.tokens
                .get(i)
                .and_then(|t| self.text.get(t.start..t.end))
                .is_some_and(|t| t.len() >= 3 && t.chars().all(|c| c.is_uppercase() || c == '.' || c == '-'))
        };
        let many = (0..4).take_while(|&i| shouted(i)).count();
        let country = many == 1 && self.gap(1).contains(',') && self.capital(1) && self.capital(2) && !self.breaks(2);
        if (2..4).contains(&many) && self.capital(many) && !self.breaks(many) && self.free(0, many) {
            self.drop(0, many);
        } else if country && self.free(0, 2) {
            self.drop(0, 2);
        }
    }

    /// “Former shipyard manager ”, “Transport Minister ” before a name of two words that is the subject.
    pub(super) fn role(&mut self) {
        let verb = self.main_verb();
        let subject: Vec<usize> = (0..verb).filter(|&i| !self.is_gone(i)).collect();
        let Some(&first) = subject.first() else { return };
        let run: Vec<usize> = subject.iter().copied().take_while(|&i| i == first || !self.breaks(i)).collect();
        let small = run.iter().rposition(|&i| !self.capital(i) || self.is(i, HONOURS));
        let Some(name) = small.map(|at| at + 1) else { return };
        let role = run.get(..name).unwrap_or_default();
        let named = run.len() - name >= 2;
        const PARTICLES: &[&str] = &[
            "de", "del", "della", "di", "da", "du", "la", "le", "el", "al", "bin", "ibn", "van", "von", "der", "den",
            "ten", "y",
        ];
        let plain = !role
            .iter()
            .any(|&i| self.is(i, STOPS) && i != first && !(self.bold && self.is(i, &["and"])) || self.is(i, PARTICLES))
            && !self.is(first, LEADING);
        let Some(&last) = role.last() else { return };
        // “Tom and Ada Vint” are two
        if self.is(last, &["and", "or"]) {
            return;
        }
        let free = if self.bold { self.leads_only(first, last + 1) } else { self.free(first, last + 1) };
        if named && plain && last + 1 - first == role.len() && free {
            self.drop(first, last + 1);
        }
    }

    /// “a massive fire”, “strongly condemned”: adjectives after an article and adverbs that colour.
    pub(super) fn modifiers(&mut self) {
        for i in 1..self.tokens.len().saturating_sub(1) {
            if self.is_gone(i) || self.capital(i) || self.breaks(i) || self.breaks(i + 1) || !self.free(i, i + 1) {
                continue;
            }
            let Some(word) = self.tokens.get(i) else { continue };
            let of_noun = self.is(i - 1, &["a", "an", "the", "its", "his", "her", "their"])
                && !self.capital(i + 1)
                && !self.is(i + 1, STOPS)
                && !self.is(i + 1, FORMS_OF_BE)
                && !self.is_gone(i - 1);
            let ends = ["ive", "ous", "ic", "al", "ful", "est", "ary"].iter().any(|e| word.ends(e, 4));
            // “a” and “an” must still suit what follows
            let vowel = |n: usize| self.tokens.get(n).is_some_and(|t| t.lower.starts_with(['a', 'e', 'i', 'o', 'u']));
            let suits = !self.is(i - 1, &["a", "an"]) || vowel(i) == vowel(i + 1);
            let adjective = of_noun
                && suits
                && !word.is(DEFINING)
                && if self.bold { word.is(LOUD) } else { word.is(PLAIN) || ends };
            let adverb = word.ends("ly", 5) && !word.is(LY_STAYS) && !word.is(SAYING);
            if adjective || adverb {
                self.drop(i, i + 1);
            }
        }
    }
}

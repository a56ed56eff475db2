//! Source: who says so, and how little of it names him still. It is never left out.

use super::Cutter;
use crate::lexicon::{HONOURS, SAYING};

/// Behind who says so these begin where or when it was said.
#[rustfmt::skip]
const AFTER: &[&str] = &[
    "in", "on", "at", "from", "by", "during", "through", "via", "released", "published", "obtained", "while", "when", "after",
    "ahead", "here", "as", "with", "before", "outside", "late", "early", "familiar",
];

impl Cutter<'_> {
    /// “…, officials said, as the water rose”: what follows who says so, where it is neither condition nor contrary.
    pub(super) fn behind_source(&mut self) {
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
        let last = self.tokens.len();
        let comma = breaks.windows(2).find(says).and_then(|two| two.get(1)).copied();
        let Some(end) = comma.or_else(|| breaks.last().and_then(|&from| self.goes_on(from))) else { return };
        if (end..last).all(|i| !self.is(i, &["if", "unless", "until", "except"]))
            && !self.inside.get(end).copied().unwrap_or_default()
        {
            self.drop(end, last);
        }
    }

    /// “according to a study in the journal” as “according to a study”, “police confirmed to the Post” as “police confirmed”,
    /// “brigade spokeswoman Ada Vint told the Post” as “brigade spokeswoman told the Post”.
    pub(super) fn source(&mut self) {
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

    /// “…, officials said and called on the town to wait”: where it goes on behind the verb of saying of the part from `from`.
    fn goes_on(&self, from: usize) -> Option<usize> {
        let says = (from..self.tokens.len().min(from + 8)).find(|&i| self.is(i, SAYING))?;
        let plain = (from..says).all(|i| !self.is(i, &["who", "which", "that", "whose", "and", "but"]));
        (plain && says > from && self.is(says + 1, &["and", "while", "adding", "as"])).then_some(says + 1)
    }

    /// “according to a new review” as “according to a review”, “the governor has said” as “the governor said”: what stands
    /// small before the last word of the source, and the helper of its verb.
    pub(super) fn source_short(&mut self) {
        self.agency();
        let from = self.attribution();
        let last = (0..self.tokens.len()).rfind(|&i| !self.is_gone(i)).map_or(0, |i| i + 1);
        let Some(says) = (from..last).find(|&i| self.is(i, SAYING)) else { return };
        if self.is(says, &["said", "announced", "told", "warned", "confirmed"]) && says >= from + 2 {
            if self.is(says - 1, &["has", "have", "had"]) {
                self.drop(says - 1, says);
            }
            return;
        }
        // “according to Captain Ada Vint”
        let titled = self.is(says, &["according"]) && self.is(says + 2, HONOURS) && self.capital(says + 3);
        if titled && self.capital(says + 4) && says + 5 <= last {
            self.drop(says + 2, says + 3);
        }
        let noun = (says + 2..last).take_while(|&i| !self.breaks(i)).find(|&i| {
            self.is(i + 1, AFTER) || self.is(i + 1, &["of", "that", "who", "which", "familiar"]) || i + 1 == last
        });
        let article = says + 2;
        let Some(noun) = noun.filter(|_| self.is(says, &["according"]) && self.is(article, &["a", "an", "the"])) else {
            return;
        };
        let small = (article + 1..noun).all(|i| !self.capital(i) && !self.is(i, &["and", "or"]) && !self.has_digit(i));
        let vowel = |n: usize| self.tokens.get(n).is_some_and(|t| t.lower.starts_with(['a', 'e', 'i', 'o', 'u']));
        let suits = self.is(article, &["the"]) || vowel(article + 1) == vowel(noun);
        if noun > article + 1 && small && suits {
            self.drop(article + 1, noun);
        }
    }

    /// “the Harbour news agency reports” as “Harbour reports”: what a named source is.
    fn agency(&mut self) {
        const KINDS: &[&str] = &["agency", "newspaper", "magazine", "website", "broadcaster"];
        let from = self.attribution();
        let last = (0..self.tokens.len()).rfind(|&i| !self.is_gone(i)).map_or(0, |i| i + 1);
        let Some(kind) =
            (from + 1..last).find(|&i| self.is(i, KINDS) && self.is(i + 1, &["reports", "reported", "said", "says"]))
        else {
            return;
        };
        let name = (from..kind).rfind(|&i| self.capital(i)).filter(|&n| kind - n <= 3);
        let Some(name) = name else { return };
        self.drop(name + 1, kind + 1);
        if self.is(from, &["the"]) {
            self.drop(from, from + 1);
        }
    }

    /// “told a conference in Orle on trade that …” as “told a conference that …”.
    pub(super) fn source_told(&mut self) {
        let verb = self.main_verb();
        if !self.is(verb, &["told", "tells", "said"]) {
            return;
        }
        let Some(that) = (verb + 1..self.tokens.len().min(verb + 14)).find(|&i| self.is(i, &["that"])) else { return };
        let from = (verb + 1 + usize::from(!self.is(verb, &["said"])) * 2..that).find(|&i| self.is(i, AFTER));
        let plain = |from: usize| (from..that).all(|i| !self.breaks(i) && !self.finite(i));
        if let Some(from) = from.filter(|&f| plain(f) && self.leads_only(f, that)) {
            self.drop(from, that);
        }
    }
}

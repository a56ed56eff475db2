//! Times: adverbials that tell when (“late on Wednesday night”, “on 12 May 2013”, “in the last two days”), never a span of
//! time that is a quantity (“for two days”, “since Monday”).

use super::Cutter;
use crate::lexicon::{FORMS_OF_BE, WEEKDAYS};

#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
];
const PARTS_OF_DAY: &[&str] = &["morning", "afternoon", "evening", "night", "lunchtime"];
#[rustfmt::skip]
const PERIODS: &[&str] = &[
    "week", "month", "year", "morning", "afternoon", "evening", "weekend", "season", "summer", "winter", "spring", "fall",
    "autumn", "night",
];
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades", "decade", "week", "month", "year",
    "quarter",
];
/// After one of these a time is part of something else: “the winner of Sunday's race”, “until Monday”.
#[rustfmt::skip]
const BOUND: &[&str] = &[
    "of", "from", "until", "by", "since", "to", "between", "before", "after", "next", "last", "for", "and", "or", "in", "the",
    "a", "an", "at", "than", "through", "till", "around",
];
/// What may follow a bare time; a noun would take it as its name (“Friday prayers”).
#[rustfmt::skip]
const FOLLOWS: &[&str] = &[
    "in", "on", "at", "for", "with", "from", "during", "by", "as", "into", "over", "near", "under", "against", "through",
    "after", "following", "amid", "despite", "to", "about", "that", "and", "when", "who", "of", "before", "because", "while",
    "outside", "inside", "where", "across", "between", "around", "along", "behind", "at",
];

impl Cutter<'_> {
    /// Leaves out the times.
    pub(super) fn times(&mut self) {
        let mut i = 0;
        while i < self.tokens.len() {
            let Some((mut from, mut to)) = self.calendar(i).or_else(|| self.stated(i)) else {
                i += 1;
                continue;
            };
            if self.is(to + 1, PARTS_OF_DAY) && !self.breaks(to + 1) {
                to += 1;
            }
            if from > 0 && self.is(from - 1, &["on", "in", "during"]) && !self.breaks(from) {
                from -= 1;
            }
            if from > 0 && self.is(from - 1, &["late", "early", "earlier", "later", "over"]) && !self.breaks(from) {
                from -= 1;
            }
            let quoted = (from.saturating_sub(1)..=to).any(|n| self.inside.get(n).copied().unwrap_or_default());
            if !quoted && self.stands_free(from, to) {
                self.drop(from, to + 1);
            }
            i = to + 1;
        }
    }

    /// “Monday”, “today”, “this week”, “May 12”, with the date that follows.
    fn calendar(&self, i: usize) -> Option<(usize, usize)> {
        let token = self.tokens.get(i)?;
        let day = token.capital && token.is(WEEKDAYS) || token.is(&["today", "yesterday", "tonight"]) && i > 0;
        let month = token.capital && token.is(MONTHS) && self.is_day(i + 1);
        let mut to = match () {
            () if day => i,
            () if month => i + 1,
            () if token.is(&["this", "last", "next"]) && self.is(i + 1, PERIODS) && !self.breaks(i + 1) => i + 1,
            () if token.is(&["earlier", "later"]) && self.is(i + 1, &["this"]) && self.is(i + 2, PERIODS) => i + 2,
            () => return None,
        };
        if day && self.is_month(to + 1) && self.is_day(to + 2) {
            to += 2;
        }
        if self.is_day(to) && self.is_year(to + 1) {
            to += 1;
        }
        Some((i, to))
    }

    /// A month; “may” and “march” with a small letter are verbs, and not to be lost.
    fn is_month(&self, i: usize) -> bool {
        self.is(i, MONTHS) && (self.tokens.get(i).is_some_and(|t| t.capital) || !self.is(i, &["may", "march"]))
    }

    /// “in 2011”, “in October 2011”, “on 12 May 2013”, “in the last two days”, “at 3.30 pm”.
    fn stated(&self, i: usize) -> Option<(usize, usize)> {
        let before = |n: usize| i.checked_sub(n);
        if self.is_year(i) {
            let led = before(1).filter(|&b| self.is(b, &["in", "during"]));
            if led.is_some() && self.may_follow(i + 1) {
                return Some((i, i));
            }
            let mut from = before(1).filter(|&b| self.is_month(b))?;
            from = from.checked_sub(1).filter(|&d| self.is_day(d)).unwrap_or(from);
            return from.checked_sub(1).filter(|&p| self.is(p, &["in", "on", "during"])).map(|_| (from, i));
        }
        if self.is(i, MONTHS) && self.tokens.get(i)?.capital && before(1).is_some_and(|b| self.is(b, &["in", "during"]))
        {
            return Some((i, i));
        }
        let the =
            before(1).filter(|&b| self.is(b, &["the"]) && self.is(i, &["last", "past", "next", "coming", "previous"]));
        if let Some(the) = the.filter(|&t| t > 0 && self.is(t - 1, &["in", "over", "during", "within"])) {
            return (i + 1..i + 3).find(|&n| self.is(n, UNITS)).map(|to| (the, to));
        }
        let clock = before(1).filter(|&b| self.is(i, &["a.m", "p.m", "am", "pm"]) && self.has_digit(b))?;
        let from = clock.checked_sub(1).filter(|&b| self.has_digit(b)).unwrap_or(clock);
        from.checked_sub(1).filter(|&p| self.is(p, &["at", "around"])).map(|p| (p, i))
    }

    /// Nothing before or after the time takes it as a part of itself.
    fn stands_free(&self, from: usize, to: usize) -> bool {
        let bound = from > 0 && self.is(from - 1, BOUND);
        let led =
            self.is(from, &["on", "in", "during", "this", "last", "next", "earlier", "late", "early", "at", "over"]);
        let more = self.is(to + 2, WEEKDAYS) || self.is(to + 2, MONTHS) || self.has_digit(to + 2);
        let listed = self.is(to + 1, &["and", "or", "to", "through"]) && more;
        let after = self.tokens.get(to).and_then(|t| self.text.get(t.end..)).unwrap_or_default();
        let owner = after.starts_with(['\'', '’', '-'])
            || self.tokens.get(to).is_some_and(|t| t.lower.ends_with("'s") || t.lower.contains('-'));
        let clause = from > 0
            && self.tokens.get(from - 1).is_some_and(|t| t.finite())
            && self.is(to + 1, &["that", "he", "she", "it", "they", "the", "a", "an"]);
        !(bound || listed || owner) && (led || clause || from == 0 || self.may_follow(to + 1))
    }

    /// Nothing, a break, a verb or a word that begins a phrase stands there.
    fn may_follow(&self, i: usize) -> bool {
        self.tokens.get(i).is_none_or(|t| t.breaks || t.finite() || t.is(FOLLOWS) || t.is(FORMS_OF_BE) || t.has_digit())
    }

    fn is_day(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| {
            let digits = t.lower.trim_end_matches(|c: char| c.is_ascii_lowercase());
            digits.len() <= 2 && digits.parse::<u8>().is_ok_and(|d| (1..=31).contains(&d))
        })
    }

    fn is_year(&self, i: usize) -> bool {
        self.tokens
            .get(i)
            .is_some_and(|t| t.lower.len() == 4 && t.lower.parse().is_ok_and(|y: u16| (1800..2100).contains(&y)))
    }
}

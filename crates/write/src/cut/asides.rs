//! Asides: what stands between brackets or commas beside the sentence.

use super::Cutter;
use crate::lexicon::SAYING;

/// Most tokens of an aside between commas.
const LONGEST: usize = 22;

impl Cutter<'_> {
    /// “(the older of the pair)”.
    pub(super) fn parentheses(&mut self) {
        let mut from = None;
        for i in 0..=self.tokens.len() {
            if let Some(first) = from.filter(|_| self.gap(i).contains(')')) {
                if first > 0 && self.bracketed(first, i) {
                    self.drop_aside(first, i);
                }
                from = None;
            }
            if self.gap(i).contains('(') {
                from = Some(i);
            }
        }
    }

    /// “, 26, from Orle, who …,” between a subject and its verb, all of it.
    pub(super) fn asides(&mut self) {
        let verb = self.main_verb();
        let start = (1..=verb).rev().find(|&i| self.gap(i).trim() == ",");
        let Some(to) = start.filter(|&to| to == verb || (to..verb).all(|i| self.adverb(i) || self.is_gone(i))) else {
            return;
        };
        let opens = |c: &usize| !self.capital(*c) && !self.is(*c, &["and", "or"]) && !self.is(*c, SAYING);
        let from = self.commas().into_iter().filter(|&c| c < to).find(opens);
        let Some(from) = from.filter(|&f| f >= 2 && to - f <= 2 * LONGEST && !(0..f).any(|i| self.finite(i))) else {
            return;
        };
        let listed = (from..to).any(|i| self.is(i, &["and", "or"]) && self.breaks(i));
        if !listed && self.leads_only(from, to) {
            self.drop_aside(from, to);
        }
    }

    /// “— which had cost a million —”.
    pub(super) fn dashes(&mut self) {
        let dash = |gap: &str| ["—", "–", "--", " - "].iter().any(|d| gap.contains(d));
        let at: Vec<usize> = (1..self.tokens.len()).filter(|&i| dash(self.gap(i))).collect();
        if let [from, to] = at.as_slice()
            && to - from <= LONGEST
            && self.leads_only(*from, *to)
        {
            self.drop_aside(*from, *to);
        }
    }

    /// The brackets go with the words, so they do not count as halved.
    fn bracketed(&self, from: usize, to: usize) -> bool {
        let inner = (from..to).filter_map(|i| self.tokens.get(i));
        let quoted = (from..=to).any(|i| self.gap(i).contains(['“', '”', '"', '‘']));
        from < to && !quoted && !inner.clone().any(super::Token::is_kept)
    }

    /// “, who runs the mill,” and “, which lay empty.”
    pub(super) fn relatives(&mut self) {
        let commas = self.commas();
        for &from in commas.iter().filter(|&&i| i >= 2) {
            if self.is_gone(from) || !self.is(from, &["who", "which", "whose", "where", "whom"]) {
                continue;
            }
            let to = self.next_break(from);
            let ends = to == self.tokens.len();
            let closed = ends || self.gap(to).trim() == ",";
            let goes_on = self.is(to, &["and", "or", "but", "who", "which", "whose"]);
            if closed && !goes_on && to - from <= LONGEST && self.leads_only(from, to) {
                // who says so keeps its comma
                if to == self.attribution() { self.drop(from, to) } else { self.drop_aside(from, to) }
            }
        }
    }

    /// “, one of two shipyards in Orle, ” between a name and its verb. Commas inside it stay inside.
    pub(super) fn appositions(&mut self) {
        #[rustfmt::skip]
        const OPENS: &[&str] = &[
            "a", "an", "the", "one", "its", "his", "her", "their", "known", "sponsored", "based", "located", "founded", "owned",
        ];
        let commas = self.commas();
        for &from in &commas {
            let subject = (0..from).all(|i| self.is_gone(i) || !self.finite(i));
            if self.is_gone(from) || !subject || self.is(0, super::lead::LEADING) {
                continue;
            }
            let mut ends = commas.iter().copied().filter(|&c| c > from && c - from <= LONGEST);
            let noun = self.is(from, OPENS) || self.bold && self.is(from, &["with", "including", "along", "among"]);
            let verb = |c: usize| {
                let c = (c..self.tokens.len()).find(|&i| !self.is_gone(i)).unwrap_or(c);
                self.finite(c) || self.bold && self.adverb(c) && self.told(c + 1)
            };
            let end = if noun { ends.find(|&c| verb(c)) } else { ends.next().filter(|&c| verb(c)) };
            let listed = end.is_some_and(|e| (from..e).any(|i| self.is(i, &["and", "or"]) && self.capital(i + 1)));
            if let Some(end) =
                end.filter(|&e| self.gap(e).trim() == "," && (noun || !listed) && self.leads_only(from, e))
            {
                self.drop_aside(from, end);
            }
        }
    }

    fn adverb(&self, i: usize) -> bool {
        self.is(i, &["now", "also", "then", "later", "still", "already", "never"])
            || self.tokens.get(i).is_some_and(|t| t.ends("ly", 4))
    }

    /// A verb, in -s too.
    fn told(&self, i: usize) -> bool {
        let present = |t: &super::Token| !t.capital && t.ends("s", 3) && !t.lower.ends_with("ss");
        self.finite(i) || self.tokens.get(i).is_some_and(present)
    }

    /// The next token before which a mark stands, or the end.
    pub(super) fn next_break(&self, from: usize) -> usize {
        (from + 1..self.tokens.len()).find(|&i| self.breaks(i)).unwrap_or(self.tokens.len())
    }
}

//! Turns: a claim goes back in its source, or over into another sentence, in one of the ways that grammar knows.

use crate::edits::JOINS;
use crate::joints::{Taken, Walk};
use crate::phrases::{is_be, is_link, is_pronoun, is_verb, leads_in, speaks};
use crate::token::Token;

impl Walk<'_> {
    /// Whether going back, or over into another sentence, is one of the turns that grammar knows.
    pub(crate) fn turn(&self, n: usize, a: Taken, b: Taken, own: &[Token]) -> bool {
        let (here, there) = (self.tokens(a.place.0), self.tokens(b.place.0));
        let Some(written) = self.claim.get(b.word) else { return false };
        let ends = ends_at(here, a.place.1 as usize);
        let parted = written.breaks || written.is(JOINS) || own.iter().any(|t| t.breaks || t.is(JOINS));
        let begins = begins_at(there, b.place.1 as usize, parted) && (a.place.0 == b.place.0 || self.opens_clause(b));
        let said = self.claim.get(a.word).is_some_and(|t| speaks(t) || t.lower == "reportedly")
            || own.iter().any(|t| t.lower == "that");
        let adjunct = a.place.0 == b.place.0 && there.get(b.place.1 as usize).is_some_and(leads_in);
        let its_word = speaks(written) && own.iter().any(is_pronoun) && parted;
        if ends && (its_word || begins && (parted || said) || adjunct && own.is_empty()) {
            return true;
        }
        self.swapped(n, a, b) || self.after_adjunct(n, b, ends)
    }

    /// Over in another sentence, an adverbial alone is none: what it was said of stays behind. Going back to where the claim left
    /// a sentence is no going over.
    fn opens_clause(&self, b: Taken) -> bool {
        let line = self.tokens(b.place.0);
        let at = b.place.1 as usize;
        let left_at = self.taken.iter().filter(|t| t.word < b.word && t.place.0 == b.place.0).map(|t| t.place.1).max();
        let of_another = |t: &Token| t.is(&["as", "with", "that", "who", "which", "whose", "including"]);
        let before = |back: usize| at.checked_sub(back).and_then(|k| line.get(k));
        let article = before(1).is_some_and(|t| t.is(&["a", "an", "the"]));
        let hangs = |t: &Token| leads_in(t) || t.is(&["including", "with", "as", "despite", "following"]);
        // a pronoun that does not open the next sentence may stand for anybody
        let anybody = before(1).is_some_and(is_pronoun) && at > 1;
        left_at.is_some_and(|l| l < b.place.1)
            || !anybody
                && !line.get(at).is_some_and(hangs)
                && !before(if article { 2 } else { 1 }).is_some_and(of_another)
    }

    /// “Norda's minister” for “the minister of Norda”: two neighbours that change places around a small word.
    fn swapped(&self, n: usize, a: Taken, b: Taken) -> bool {
        if a.place.0 != b.place.0 {
            return false;
        }
        let run = |from: usize, step: isize| {
            let mut at = from;
            while let (Some(x), Some(y)) =
                (self.taken.get(at), at.checked_add_signed(step).and_then(|k| self.taken.get(k)))
            {
                let far = y.place.1.abs_diff(x.place.1);
                if y.place.0 != x.place.0 || far > 2 || (y.place.1 > x.place.1) != (step > 0) {
                    break;
                }
                at = at.saturating_add_signed(step);
            }
            at
        };
        let (Some(start), Some(end)) = (self.taken.get(run(n, -1)), self.taken.get(run(n + 1, 1))) else {
            return false;
        };
        let line = self.tokens(a.place.0);
        let between = line.get(end.place.1 as usize + 1..start.place.1 as usize);
        let acts =
            line.get(b.place.1 as usize..=a.place.1 as usize).is_none_or(|t| t.iter().any(|t| is_verb(t) || is_be(t)));
        let beside = line.get(start.place.1 as usize).is_some_and(|t| t.breaks);
        let small = |b: &[Token]| {
            (!b.is_empty() || beside)
                && b.len() <= 3
                && b.iter().all(|t| t.is(&["of", "the", "a", "an", "in", "for", "from"]))
        };
        end.place.1 < start.place.1 && !acts && between.is_some_and(small)
    }

    /// What stands after an adverbial that was moved: it goes on where the words before that adverbial broke off.
    fn after_adjunct(&self, n: usize, b: Taken, ends: bool) -> bool {
        if !ends {
            return false;
        }
        let line = self.tokens(b.place.0);
        let mut k = n;
        // back to where the adverbial begins
        while let (Some(x), Some(y)) = (k.checked_sub(1).and_then(|p| self.taken.get(p)), self.taken.get(k)) {
            let goes_on = x.place.0 == y.place.0 && y.place.1 > x.place.1 && y.place.1 - x.place.1 <= 2;
            if !goes_on {
                let adjunct = y.place.0 == b.place.0 && line.get(y.place.1 as usize).is_some_and(leads_in);
                let on = x.place.0 == b.place.0 && x.place.1 < b.place.1;
                return adjunct && on && self.gap(*x, b, &[]);
            }
            k -= 1;
        }
        // it opens the claim, and what follows is where the sentence begins
        let first = self
            .taken
            .first()
            .is_some_and(|t| t.place.0 == b.place.0 && line.get(t.place.1 as usize).is_some_and(leads_in));
        first && begins_at(line, b.place.1 as usize, true)
    }
}

/// A phrase or a clause may end after word `at`.
pub(crate) fn ends_at(line: &[Token], at: usize) -> bool {
    line.get(at + 1)
        .is_none_or(|t| t.breaks || t.is(JOINS) || leads_in(t) || is_link(t) || is_be(t) || t.lower == "because")
}

/// A phrase or a clause begins with word `at`, or with the article before it; with `joined`, one whose subject is a pronoun.
pub(crate) fn begins_at(line: &[Token], at: usize, joined: bool) -> bool {
    let Some(word) = line.get(at) else { return false };
    let Some(before) = at.checked_sub(1).and_then(|b| line.get(b)) else { return true };
    // what it says it says of a subject that stands before
    let predicate = (is_be(word) || is_verb(word)) && !speaks(word);
    !predicate && (word.breaks || before.is(JOINS))
        || word.is(JOINS)
        || leads_in(word)
        || speaks(before)
        || before.is(&["a", "an", "the", "his", "her", "their", "its", "some"]) && begins_at(line, at - 1, false)
        || joined && is_pronoun(before) && begins_at(line, at - 1, false)
}

//! Speakers: whose words a quotation is, by the verb of saying beside it and the subject of that verb.

use crate::cues::{SAYING, SPEAKERS, has};
use crate::marks::{Marked, around};
use crate::tokens::{Shape, Token};
use standfirst_types::{Name, NameKind};
use std::ops::Range;

/// Tokens after a quotation that are searched for its verb.
const AFTER: usize = 30;
/// Tokens before it.
const BEFORE: usize = 40;

/// A verb of saying and its subject, as byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attribution {
    pub(crate) cue: [usize; 2],
    pub(crate) source: [usize; 2],
    /// Index of the name that is the source, if it is one.
    pub(crate) name: Option<usize>,
}

/// What the search reads.
pub(crate) struct Scene<'a> {
    pub(crate) tokens: &'a [Token<'a>],
    pub(crate) names: &'a [Name],
    pub(crate) marks: &'a [Marked],
}

impl Scene<'_> {
    /// The attribution of a quotation: after it when it ends like the first half of a sentence, else before it, else the
    /// sentence before, when that one reports speech and the quotation is a sentence of its own.
    pub(crate) fn attribution(&self, m: &Marked, text: &str) -> Option<Attribution> {
        let before = self.before(m);
        let after = self.after(m);
        let ends_open = text.get(m.start..m.end)?.ends_with([',', '?', '!', '—', '–']);
        let ends_whole = text.get(m.start..m.end)?.ends_with('.');
        let look_before = || self.verb_before(before.clone());
        let look_after = || self.verb_after(after.clone());
        if ends_open {
            return look_after().or_else(look_before);
        }
        look_before().or_else(|| if ends_whole { None } else { look_after() }).or_else(|| {
            let starts_fresh = before.is_empty();
            let previous = self.sentence_before(before.start);
            if starts_fresh { self.verb_before(previous) } else { None }
        })
    }

    /// Token indices of the sentence after the quotation, within its paragraph and before the next quotation.
    fn after(&self, m: &Marked) -> Range<usize> {
        let from = self.tokens.partition_point(|t| t.start < m.close);
        let open = self.marks.partition_point(|o| o.open < m.close);
        let open = self.marks.get(open).map_or(usize::MAX, |o| o.open);
        let paragraph = from.checked_sub(1).and_then(|i| self.tokens.get(i)).map(|t| t.paragraph);
        let rest = self.tokens.get(from..).unwrap_or_default().iter().take(AFTER);
        let stops = |t: &&Token<'_>| {
            Some(t.paragraph) == paragraph && t.start < open && !matches!(t.text, "." | "!" | "?" | ":")
        };
        from..from + rest.take_while(stops).count()
    }

    /// Token indices of the part of the quotation's sentence that stands before it.
    fn before(&self, m: &Marked) -> Range<usize> {
        let to = self.tokens.partition_point(|t| t.start < m.open);
        to.saturating_sub(self.back(to, m.open))..to
    }

    fn sentence_before(&self, to: usize) -> Range<usize> {
        let stop = to.checked_sub(1).and_then(|i| self.tokens.get(i)).filter(|t| matches!(t.text, "." | ":"));
        let to = if stop.is_some() { to - 1 } else { return 0..0 };
        let open = self.tokens.get(to).map_or(0, |t| t.start);
        to.saturating_sub(self.back(to, open))..to
    }

    /// How many tokens before `to` belong to its sentence. A quotation in it is passed over unless it ends a sentence.
    fn back(&self, to: usize, at: usize) -> usize {
        let paragraph = self.tokens.get(to).or_else(|| self.tokens.last()).map(|t| t.paragraph);
        let ends = |t: &Token<'_>| matches!(t.text, "." | "!" | "?");
        let words = self.tokens.get(..to).unwrap_or_default().iter().rev().take(BEFORE);
        words.take_while(|t| Some(t.paragraph) == paragraph && t.start < at && !ends(t)).count()
    }

    fn quoted(&self, token: &Token<'_>) -> bool {
        around(self.marks, token.start).is_some()
    }

    fn verb_before(&self, range: Range<usize>) -> Option<Attribution> {
        for at in range.clone().rev() {
            let Some(verb) = self.tokens.get(at).filter(|t| self.is_saying(t, at)) else { continue };
            let subject = if verb.text.eq_ignore_ascii_case("according") {
                self.subject(at + 1..range.end)
            } else {
                self.clauses_back(range.start..at)
            };
            if let Some((source, name)) = subject {
                return Some(Attribution { cue: [verb.start, verb.end], source, name });
            }
        }
        None
    }

    fn verb_after(&self, range: Range<usize>) -> Option<Attribution> {
        let at = range.clone().find(|&i| self.tokens.get(i).is_some_and(|t| self.is_saying(t, i)))?;
        let verb = self.tokens.get(at)?;
        let words_before = self.tokens.get(range.start..at)?.iter().any(|t| t.shape == Shape::Word);
        let subject = if words_before {
            self.subject(range.start..at).or_else(|| self.phrase(range.start..at))
        } else {
            self.subject(at + 1..range.end)
        };
        let (source, name) = subject?;
        Some(Attribution { cue: [verb.start, verb.end], source, name })
    }

    fn is_saying(&self, token: &Token<'_>, at: usize) -> bool {
        let to = || self.tokens.get(at + 1).is_some_and(|t| t.is("to"));
        let lower = token.text.to_lowercase();
        token.shape == Shape::Word && !self.quoted(token) && has(&SAYING, &lower) && (lower != "according" || to())
    }

    /// The subject in the clause right before a verb, or in the ones before that.
    fn clauses_back(&self, range: Range<usize>) -> Option<([usize; 2], Option<usize>)> {
        let mut to = range.end;
        loop {
            let breaks = |t: &Token<'_>| matches!(t.text, "," | ";" | ":" | "—" | "–" | "(" | ")");
            let from = (range.start..to)
                .rev()
                .find(|&i| self.tokens.get(i).is_some_and(breaks))
                .map_or(range.start, |i| i + 1);
            if let Some(found) = self.subject(from..to) {
                return Some(found);
            }
            to = from.checked_sub(1).filter(|&to| to > range.start)?;
        }
    }

    /// The first person named, else the first name, pronoun or noun for a speaker, before any comma after it.
    fn subject(&self, range: Range<usize>) -> Option<([usize; 2], Option<usize>)> {
        let mut first = None;
        for at in range.clone() {
            let token = self.tokens.get(at)?;
            if self.quoted(token) {
                continue;
            }
            if first.is_some() && matches!(token.text, "," | ";" | "that" | "who" | "whether" | "and") {
                break;
            }
            if let Some(i) = self.name_at(token.start) {
                let name = self.names.get(i)?;
                let found = Some(([name.start as usize, name.end as usize], Some(i)));
                if name.kind == NameKind::Per {
                    return found;
                }
                if name.kind != NameKind::Misc {
                    first = first.or(found);
                }
            } else if first.is_none() && is_pronoun(token.text) {
                return Some(([token.start, token.end], None));
            } else if first.is_none() && has(&SPEAKERS, &token.text.to_lowercase()) {
                first = Some(([self.phrase_start(range.start, at)?, token.end], None));
            }
        }
        first
    }

    /// The words right after a quotation up to its verb or a comma, whoever they are: "the two write".
    fn phrase(&self, range: Range<usize>) -> Option<([usize; 2], Option<usize>)> {
        let words = self.tokens.get(range)?.iter().skip_while(|t| t.shape == Shape::Mark);
        let mut words = words.take_while(|t| t.shape != Shape::Mark).take(8);
        let first = words.next()?;
        let last = words.last().unwrap_or(first);
        Some(([first.start, last.end], None))
    }

    fn name_at(&self, start: usize) -> Option<usize> {
        let i = self.names.partition_point(|n| (n.start as usize) < start);
        self.names.get(i).is_some_and(|n| n.start as usize == start).then_some(i)
    }

    /// Where the noun phrase that ends with token `at` begins: at its article, at most four words before.
    fn phrase_start(&self, from: usize, at: usize) -> Option<usize> {
        let begin = at.saturating_sub(4).max(from);
        let article = |t: &Token<'_>| {
            matches!(
                t.text.to_lowercase().as_str(),
                "a" | "an" | "the" | "his" | "her" | "their" | "its" | "one" | "another" | "some" | "several"
            )
        };
        let start = (begin..at).rev().find(|&i| self.tokens.get(i).is_some_and(article)).unwrap_or(at);
        self.tokens.get(start).map(|t| t.start)
    }
}

/// Pronouns that can be who spoke.
pub(crate) fn is_pronoun(word: &str) -> bool {
    matches!(word, "he" | "He" | "she" | "She" | "they" | "They" | "I" | "we" | "We")
}

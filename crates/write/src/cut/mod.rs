//! Cut: a sentence made shorter by leaving words out and by nothing else. Asides, times, relative clauses, appositions and
//! what trails behind the verb may go; attribution, hedge, negation, condition and quantity never do, and neither does half
//! of a quotation. Of every word that stays, its bytes are known.

mod asides;
mod core;
mod ends;
mod heads;
mod lead;
mod source;
mod tail;
mod times;
mod token;

pub(crate) use token::{Token, tokens};

/// How much may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Depth {
    /// Parentheses, relative clauses and appositions between commas: nothing that the sentence is about.
    Asides,
    /// Asides, times, a phrase before the subject, and what trails far behind.
    Light,
    /// All but the core: the role before a name, modifiers and what trails behind as well.
    Core,
}

/// A sentence made shorter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shorter {
    /// The words that stay.
    pub(crate) text: String,
    /// The bytes in the sentence that stay, in order.
    pub(crate) pieces: Vec<[usize; 2]>,
}

/// The sentence without what it can do without; `None` when nothing can go. English only. Linear in its length but for the
/// square of its commas.
pub(crate) fn cut(text: &str, depth: Depth) -> Option<Shorter> {
    let mut cutter = Cutter::new(text, if depth == Depth::Light { LIGHTER } else { 0 })?;
    match depth {
        Depth::Asides => cutter.all(&[Step::Parentheses, Step::Relatives, Step::Appositions]),
        Depth::Light => cutter.all(LIGHT),
        Depth::Core => cutter.all(CORE),
    }
    cutter.gone.contains(&true).then(|| cutter.rendered()).flatten()
}

/// The sentence cut to at most `most` characters, as it tells most, and how many words’ worth that is. English only.
/// With `whole` it stays a sentence, with its articles and helpers.
pub(crate) fn head(text: &str, most: usize, whole: bool) -> Option<(String, f32)> {
    let mut cutter = Cutter::new(text, 0)?;
    (cutter.bold, cutter.whole) = (true, whole);
    cutter.head(most)
}

/// The second of two statements of a sentence, where it can stand without the first, and whether it turns that one round.
pub(crate) fn second_statement(text: &str) -> Option<(&str, bool)> {
    let cutter = Cutter::new(text, 0)?;
    let (at, turns) = cutter.second_statement()?;
    Some((text.get(cutter.tokens.get(at)?.start..)?, turns))
}

/// The byte behind the verb of what happened; 0 where no word looks like one. English only.
pub(crate) fn verb_ends(text: &str) -> usize {
    Cutter::new(text, 0).and_then(|c| Some(c.tokens.get(c.told_by()?)?.end)).unwrap_or_default()
}

/// One kind of what may go.
#[derive(Clone, Copy, Debug)]
enum Step {
    Times,
    Parentheses,
    Dashes,
    Relatives,
    Appositions,
    LeadingPhrase,
    Dateline,
    Role,
    Modifiers,
    WhichOne,
    Tail,
    /// All that stands between commas before the verb.
    Asides,
    /// What an attribution can do without.
    Source,
    /// What stands small before the last word of a source.
    SourceShort,
    /// Where he was told it.
    SourceTold,
    /// The first of two verbs of one subject.
    FirstVerb,
    /// Where somebody not named comes from.
    Whence,
    /// “that” behind a verb of saying.
    That,
    /// What somebody is, before his name, wherever it stands.
    Titles,
    /// All articles but the first.
    Articles,
    /// By how much something moved, where it stands to what.
    Stride,
    /// The first article and the helpers of a passive.
    Helpers,
}

/// How many words more than at the core must stand before what is cut lightly.
const LIGHTER: i32 = 13;

/// The steps of a light cut.
const LIGHT: &[Step] = &[
    Step::Times,
    Step::Parentheses,
    Step::Relatives,
    Step::Appositions,
    Step::LeadingPhrase,
    Step::Dateline,
    Step::Tail,
];
/// The steps to the core.
const CORE: &[Step] = &[
    Step::Times,
    Step::Parentheses,
    Step::Relatives,
    Step::Appositions,
    Step::LeadingPhrase,
    Step::Dateline,
    Step::Role,
    Step::Modifiers,
    Step::Tail,
];
/// A sentence under the knife.
struct Cutter<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    gone: Vec<bool>,
    /// Tokens after which an aside between two commas stood: both commas go.
    asides: Vec<usize>,
    /// How many words more than usual must stand before what is cut of the tail.
    later: i32,
    /// Tokens inside a quotation or brackets.
    inside: Vec<bool>,
    /// For a headline: what is left out beside the statement may count and name.
    bold: bool,
    /// A headline that stays a whole sentence: with its articles and helpers.
    whole: bool,
}

impl<'a> Cutter<'a> {
    fn new(text: &'a str, later: i32) -> Option<Self> {
        let tokens = tokens(text);
        if tokens.len() < 5 || tokens.len() > 150 {
            return None;
        }
        let gone = vec![false; tokens.len()];
        let mut cutter = Self { text, tokens, gone, asides: vec![], later, inside: vec![], bold: false, whole: false };
        cutter.inside = cutter.marked();
        Some(cutter)
    }
}

impl Cutter<'_> {
    /// The steps in order.
    fn all(&mut self, steps: &[Step]) {
        for step in steps {
            self.step(*step);
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Times => self.times(),
            Step::Parentheses => self.parentheses(),
            Step::Dashes => self.dashes(),
            Step::Relatives => self.relatives(),
            Step::Appositions => self.appositions(),
            Step::LeadingPhrase => self.leading_phrase(),
            Step::Dateline => self.dateline(),
            Step::Role => self.role(),
            Step::Modifiers => self.modifiers(),
            Step::WhichOne => self.which_one(),
            Step::Tail => self.tail(),
            Step::Asides => self.asides(),
            Step::Source => self.source(),
            Step::SourceShort => self.source_short(),
            Step::SourceTold => self.source_told(),
            Step::FirstVerb => self.first_verb(),
            Step::Whence => self.whence(),
            Step::That => self.that(),
            Step::Titles => self.titles(),
            Step::Articles => self.articles(),
            Step::Stride => self.stride(),
            Step::Helpers => self.helpers(),
        }
    }

    fn is(&self, i: usize, list: &[&str]) -> bool {
        self.tokens.get(i).is_some_and(|t| t.is(list))
    }
    fn breaks(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.breaks)
    }
    fn has_digit(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(Token::has_digit)
    }
    fn finite(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(Token::finite)
    }
    fn capital(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.capital)
    }
    fn is_gone(&self, i: usize) -> bool {
        self.gone.get(i).copied().unwrap_or_default()
    }

    /// The bytes between two neighbours, or before the first and after the last.
    fn gap(&self, i: usize) -> &str {
        let from = i.checked_sub(1).and_then(|b| self.tokens.get(b)).map_or(0, |t| t.end);
        let to = self.tokens.get(i).map_or(self.text.len(), |t| t.start);
        self.text.get(from..to).unwrap_or_default()
    }

    /// Whether tokens `from..to` may go: nothing that must be kept is among those still there, and no quotation or bracket
    /// is cut into.
    fn free(&self, from: usize, to: usize) -> bool {
        let left = || (from..to).filter(|&i| !self.is_gone(i)).filter_map(|i| self.tokens.get(i));
        self.whole(from, to) && !left().any(Token::is_kept)
    }

    fn whole(&self, from: usize, to: usize) -> bool {
        let outside = |i: usize| !self.inside.get(i).copied().unwrap_or_default();
        from < to && to <= self.tokens.len() && (from.saturating_sub(1)..to).all(outside)
    }

    /// For each token whether it stands inside a quotation or brackets.
    fn marked(&self) -> Vec<bool> {
        let (mut round, mut double, mut single, mut plain) = (0_i32, 0_i32, 0_i32, false);
        let mut out = Vec::with_capacity(self.tokens.len());
        for i in 0..self.tokens.len() {
            let mut parted = i == 0;
            for c in self.gap(i).chars() {
                match c {
                    '(' | '[' => round += 1,
                    ')' | ']' => round -= 1,
                    '“' => double += 1,
                    '”' => double -= 1,
                    '"' => plain = !plain,
                    // an apostrophe opens after a blank; it closes only what is open
                    '‘' | '\'' | '`' | '’' if parted => single += 1,
                    '\'' | '’' if single > 0 => single -= 1,
                    _ => {}
                }
                parted |= c.is_whitespace() || matches!(c, '(' | '—' | '–');
            }
            out.push(round > 0 || double > 0 || single > 0 || plain);
        }
        out
    }

    /// About how many characters are left.
    fn size(&self) -> usize {
        let kept = (0..self.tokens.len()).filter(|&i| !self.is_gone(i));
        let chars = |i: usize| {
            let token = self.tokens.get(i).and_then(|t| self.text.get(t.start..t.end)).unwrap_or_default();
            token.chars().count() + self.gap(i).chars().count()
        };
        kept.map(chars).sum()
    }

    fn drop(&mut self, from: usize, to: usize) {
        self.gone.iter_mut().take(to).skip(from).for_each(|g| *g = true);
    }

    /// An aside between two commas.
    fn drop_aside(&mut self, from: usize, to: usize) {
        self.drop(from, to);
        self.asides.push(from);
    }

    /// Indices of tokens before which a comma stands.
    fn commas(&self) -> Vec<usize> {
        (1..self.tokens.len()).filter(|&i| self.gap(i).contains(',')).collect()
    }

    /// What is left; `None` when it is hardly a sentence or its marks do not match.
    fn rendered(&self) -> Option<Shorter> {
        let mut text = String::with_capacity(self.text.len());
        let mut pieces: Vec<[usize; 2]> = Vec::new();
        let mut last: Option<usize> = None;
        let kept: Vec<usize> = (0..self.tokens.len()).filter(|&i| !self.is_gone(i)).collect();
        for &i in &kept {
            let token = self.tokens.get(i)?;
            match last {
                None => text.push_str(self.opening_marks(i)),
                Some(before) if before + 1 == i => text.push_str(self.gap(i)),
                Some(before) => {
                    text.push_str(self.sign(before));
                    text.push_str(self.joint(before, i));
                }
            }
            text.push_str(self.text.get(token.start..token.end)?);
            match pieces.last_mut().filter(|_| last.is_some_and(|b| b + 1 == i)) {
                Some(piece) => piece[1] = token.end,
                None => pieces.push([token.start, token.end]),
            }
            last = Some(i);
        }
        let end = self.gap(self.tokens.len());
        text.push_str(self.sign(last?));
        text.push_str(if last? + 1 == self.tokens.len() {
            end
        } else {
            // a mark that closes there belongs to what went
            end.trim_matches(|c: char| !matches!(c, '.' | '!' | '?'))
        });
        let text = crate::pool::capitalised(&text);
        let marks = |c: [char; 2]| text.matches(c[0]).count() == text.matches(c[1]).count();
        (kept.len() >= 3 && marks(['“', '”']) && marks(['(', ')']) && text.matches('"').count().is_multiple_of(2))
            .then_some(Shorter { text, pieces })
    }

    /// “%” behind a number that what followed it has left.
    fn sign(&self, i: usize) -> &str {
        let gap = if i + 1 < self.tokens.len() { self.gap(i + 1) } else { "" };
        gap.get(..gap.len() - gap.trim_start_matches(['%', '°', '‰']).len()).unwrap_or_default()
    }

    /// A quotation mark or bracket that opens the sentence's new first word.
    fn opening_marks(&self, first: usize) -> &str {
        let gap = self.gap(first);
        if first == 0 { gap } else { gap.rsplit([' ', ',']).next().unwrap_or_default() }
    }

    /// What stands between two words that were none: the mark before the second, unless both ends of an aside went.
    fn joint(&self, before: usize, i: usize) -> &str {
        // the dot of “a.m.” goes with it
        let (first, second) = (self.gap(before + 1), self.gap(i).trim_start_matches('.'));
        if let Some((_, after)) = second.rsplit_once(')').filter(|_| first.contains('(')) {
            return if after.is_empty() { " " } else { after };
        }
        let dashes = first.contains(['—', '–', '-']) && second.contains(['—', '–', '-']);
        let aside = self.asides.contains(&(before + 1)) && (first.contains(',') && second.trim() == "," || dashes);
        let plain = second.trim().is_empty();
        // “, 30, who …, is held”: the comma that an age has opened closes it
        let age = first.contains(',') && self.breaks(before) && self.has_digit(before) && second.trim() == ",";
        if aside && (self.attribution() == i || age) {
            return second;
        }
        // “, the Orle Wire agency reports” keeps its comma without its article
        if plain && first.trim() == "," && self.attribution() == before + 1 && !aside {
            return first;
        }
        if aside || plain || self.tokens.get(i).is_some_and(|t| t.finite()) && second.trim() == "," {
            " "
        } else {
            second
        }
    }
}

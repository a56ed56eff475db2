//! Evidence: what the sources say for and against each word of a claim, as numbers.
//!
//! A word that stands anywhere in a document proves little; what counts is whether it stands where its neighbours in the
//! claim stand, beside them and in their order, and if not, what stands there in its place. The numbers of one word are
//! weighed by `model.rs`, and go into the score of the sentence.

use crate::lexicon::{NEGATORS, is_calendar, opposites};
use crate::thesaurus::{ADJECTIVE, Bases, Kinship, NAME, NONE, NOUN, VERB, antonyms, commonness, flags, kinship};
use crate::token::Token;
use crate::window::{Place, Sources};

/// Numbers a word has.
pub(crate) const WORD: usize = 56;

/// Sentences of the sources looked at for one claim: those that share most with it.
const MOST_LINES: usize = 60;
/// Words of one claim that are weighed.
pub(crate) const MOST_WORDS: usize = 80;

/// The evidence for one word.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Which token of the claim.
    pub(crate) token: usize,
    /// The numbers, as [`numbers`] orders them.
    pub(crate) numbers: [f32; WORD],
}

struct Trial<'a> {
    claim: &'a [Token],
    sources: &'a Sources,
    window: &'a [usize],
    /// Tokens that are weighed.
    checked: Vec<usize>,
    places: Vec<Vec<Place>>,
    weights: Vec<f32>,
    lines: Vec<u32>,
}

/// Weighs each word of `claim`; `window` are the lines it is aligned to. Words × lines, both bounded.
pub(crate) fn evidence(claim: &[Token], sources: &Sources, window: &[usize]) -> Vec<Word> {
    let weighed = |t: &Token| t.is_content() || t.is(NEGATORS) || t.opposed;
    let checked: Vec<usize> =
        (0..claim.len()).filter(|&i| claim.get(i).is_some_and(weighed)).take(MOST_WORDS).collect();
    let token = |i: &usize| claim.get(*i);
    let places: Vec<Vec<Place>> = checked.iter().filter_map(token).map(|t| sources.places(t)).collect();
    let weights = checked.iter().filter_map(token);
    let weights = weights.map(|t| if t.is_content() { sources.weight(t) } else { 0.1 }).collect();
    let lines = touched(&places, window);
    let trial = Trial { claim, sources, window, checked, places, weights, lines };
    (0..trial.checked.len()).filter_map(|k| trial.word(k)).collect()
}

/// The lines that hold most of the words, and the window.
fn touched(places: &[Vec<Place>], window: &[usize]) -> Vec<u32> {
    let mut all: Vec<u32> =
        places.iter().flat_map(|p| p.chunk_by(|a, b| a.0 == b.0).filter_map(|c| c.first()).map(|p| p.0)).collect();
    all.sort_unstable();
    let mut counted: Vec<(usize, u32)> =
        all.chunk_by(|a, b| a == b).filter_map(|c| Some((c.len(), *c.first()?))).collect();
    counted.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut lines: Vec<u32> = counted.into_iter().take(MOST_LINES).map(|c| c.1).collect();
    lines.extend(window.iter().map(|&w| w as u32));
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// What stands in the place of a word, between its neighbours.
#[derive(Default)]
struct Slot {
    known: bool,
    same: bool,
    other: Option<Kinship>,
    number: bool,
    name: bool,
}

impl Trial<'_> {
    fn at(&self, k: usize, line: u32) -> &[Place] {
        let Some(places) = self.places.get(k) else { return &[] };
        let from = places.partition_point(|p| p.0 < line);
        let to = places.partition_point(|p| p.0 <= line);
        places.get(from..to).unwrap_or_default()
    }

    fn token(&self, k: usize) -> Option<&Token> {
        self.claim.get(*self.checked.get(k)?)
    }

    fn tokens_of(&self, line: u32) -> &[Token] {
        self.sources.lines.get(line as usize).map_or(&[], |l| l.tokens.as_slice())
    }

    /// How much of the word's neighbourhood stands in the best line with it and in the best without; and the best of all.
    fn context(&self, k: usize) -> (f32, f32, Option<u32>) {
        let weight = |m: usize| {
            let far = m.abs_diff(k) as f32;
            self.weights.get(m).copied().unwrap_or(0.0) / (1.0 + 0.4 * (far - 1.0).max(0.0))
        };
        let all: f32 = (0..self.checked.len()).filter(|&m| m != k).map(weight).sum();
        let (mut with, mut without, mut best) = (0f32, 0f32, (f32::MIN, None));
        for &line in &self.lines {
            let held: f32 =
                (0..self.checked.len()).filter(|&m| m != k && !self.at(m, line).is_empty()).map(weight).sum();
            let held = if all > 0.0 { held / all } else { 0.0 };
            let own = !self.at(k, line).is_empty();
            if own {
                with = with.max(held)
            } else {
                without = without.max(held)
            }
            let rank = held + if own { 0.05 } else { 0.0 };
            if rank > best.0 {
                best = (rank, Some(line));
            }
        }
        (with, without, best.1)
    }

    /// How words `k` and `m` stand to each other in the sources: 1 as in the claim, less when farther or the other way
    /// round, 0 never in one sentence; `None` when one of them stands nowhere.
    fn together(&self, k: usize, m: usize) -> Option<f32> {
        let (a, b) = (self.places.get(k)?, self.places.get(m)?);
        if a.is_empty() || b.is_empty() {
            return None;
        }
        let gap = i64::try_from(*self.checked.get(m)?).ok()? - i64::try_from(*self.checked.get(k)?).ok()?;
        let mut best = 0f32;
        for x in a {
            for y in self.at(m, x.0) {
                let found = i64::from(y.1) - i64::from(x.1);
                let near = (found - gap).abs();
                best = best.max(match (near, found.signum() == gap.signum()) {
                    (0, true) => 1.0,
                    (1..=2, true) => 0.85,
                    (3..=6, true) => 0.6,
                    (_, true) => 0.35,
                    (_, false) if found.abs() <= 6 => 0.45,
                    _ => 0.25,
                });
            }
        }
        Some(best)
    }

    /// What stands in `line` where the claim has word `k`: between the nearest words on both sides that it shares.
    fn slot(&self, k: usize, line: u32) -> Slot {
        let tokens = self.tokens_of(line);
        let place = |m: Option<usize>| m.map(|m| self.at(m, line)).unwrap_or_default();
        let (before, after) = (place(k.checked_sub(1)), place(Some(k + 1)));
        let pairs = before.iter().flat_map(|a| after.iter().map(move |b| (a.1 as usize, b.1 as usize)));
        let between = pairs.filter(|(a, b)| a < b && b - a <= 7).min_by_key(|(a, b)| b - a);
        let range = between.map(|(a, b)| (a + 1, b)).or_else(|| match (before.first(), after.first()) {
            (Some(a), None) => Some((a.1 as usize + 1, (a.1 as usize + 4).min(tokens.len()))),
            (None, Some(b)) => Some(((b.1 as usize).saturating_sub(3), b.1 as usize)),
            _ => None,
        });
        let (Some((from, to)), Some(own)) = (range, self.token(k)) else { return Slot::default() };
        let mut slot = Slot { known: true, ..Slot::default() };
        for (j, other) in tokens.iter().enumerate().take(to).skip(from) {
            if other.alike(own) || self.at(k, line).iter().any(|p| p.1 as usize == j) {
                slot.same = true;
            } else if other.is_content() || other.is(NEGATORS) {
                let kin = kinship(&own.bases, &other.bases);
                slot.other = Some(slot.other.map_or(kin, |o| o.min(kin)));
                slot.number |= other.number.is_some();
                slot.name |= other.capital && !other.opens;
            }
        }
        slot
    }

    /// The nearest kin of a word among the words of a line, and whether an opposite stands there.
    fn kin(&self, own: &Token, line: u32) -> (Kinship, bool) {
        let mut best = Kinship::Stranger;
        let mut opposite = false;
        for other in self.tokens_of(line) {
            if own.alike(other) {
                best = Kinship::Same;
            } else if other.is_content() || own.opposed {
                let kin = kinship(&own.bases, &other.bases);
                opposite |= kin == Kinship::Antonym || own.opposed && opposites(&own.lower).any(|o| o == other.lower);
                if kin != Kinship::Antonym {
                    best = best.min(kin);
                }
            }
        }
        (best, opposite)
    }

    fn kin_anywhere(&self, own: &Bases) -> (Kinship, bool) {
        let mut best = Kinship::Stranger;
        let mut opposite = false;
        if own[0] == NONE {
            return (best, opposite);
        }
        for other in &self.sources.vocabulary {
            let kin = kinship(own, other);
            opposite |= kin == Kinship::Antonym;
            if kin != Kinship::Antonym {
                best = best.min(kin);
            }
        }
        (best, opposite)
    }

    fn word(&self, k: usize) -> Option<Word> {
        let own = self.token(k)?;
        let mut n = Numbers::default();
        let (with, without, line) = self.context(k);
        let places = self.places.get(k).map_or(&[][..], Vec::as_slice);
        let function = !own.is_content();
        let in_line = line.is_some_and(|l| self.tokens_of(l).iter().any(|o| o.alike(own)) || !self.at(k, l).is_empty());
        let in_window = self.window.iter().any(|&w| !self.at(k, w as u32).is_empty());
        let in_document = !places.is_empty();
        // what it is
        let name = self.is_name(own, places);
        let all = own.bases.iter().filter(|&&b| b != NONE).fold(0, |f, &b| f | flags(b));
        let common = own.bases.iter().filter(|&&b| b != NONE).map(|&b| commonness(b)).max().unwrap_or(0);
        let kind = |flag: u8| f32::from(u8::from(own.number.is_none() && !name && all & flag != 0));
        n.put_all(&[1.0, flag(function), flag(own.is(NEGATORS)), flag(own.number.is_some()), flag(name)]);
        n.put_all(&[flag(is_calendar(&own.lower)), kind(NOUN), kind(VERB), kind(ADJECTIVE)]);
        n.put_all(&[flag(own.bases[0] == NONE && own.number.is_none()), f32::from(common) / 12.0]);
        n.put_all(&[self.weights.get(k).copied().unwrap_or(0.0) / 4.0, flag(own.opens)]);
        // where it stands
        n.put_all(&[flag(in_line), flag(in_window), flag(in_document), with, without, (with - without).max(-1.0)]);
        // beside what it stands
        for m in [k.checked_sub(1), Some(k + 1), k.checked_sub(2), Some(k + 2)] {
            let near = m.and_then(|m| self.together(k, m));
            n.put_all(&[near.unwrap_or(0.0), flag(near.is_none())]);
        }
        // what stands in its place
        let slot = line.map(|l| self.slot(k, l)).unwrap_or_default();
        let vacant = slot.known && !slot.same && slot.other.is_none();
        let taken = slot.other.filter(|_| !slot.same);
        n.put_all(&[flag(slot.known), flag(slot.same), flag(vacant), flag(taken.is_some())]);
        n.put_all(&[flag(taken == Some(Kinship::Antonym)), flag(taken.is_some_and(|t| t <= Kinship::Derived))]);
        n.put(flag(taken.is_some() && slot.number && own.number.is_some()));
        n.put(flag(taken.is_some() && slot.name && name));
        // what kin stands there
        let (kin, opposite) = match line.filter(|_| !in_line) {
            Some(line) => self.kin(own, line),
            None => (Kinship::Same, false),
        };
        n.put_all(&[flag(kin == Kinship::Synonym), flag(kin == Kinship::Derived), flag(kin == Kinship::Broader)]);
        n.put_all(&[flag(kin == Kinship::Narrower), flag(kin == Kinship::Sibling), flag(opposite)]);
        let (far, far_opposite) =
            if in_document || function { (Kinship::Same, false) } else { self.kin_anywhere(&own.bases) };
        n.put_all(&[flag(far == Kinship::Synonym), flag(far == Kinship::Derived), flag(far == Kinship::Broader)]);
        n.put_all(&[flag(far == Kinship::Narrower), flag(far == Kinship::Sibling), flag(far == Kinship::Stranger)]);
        n.put(flag(far_opposite));
        // what makes it worse
        let number = own.number.is_some();
        n.put_all(&[flag(number && !in_document), flag(number && in_document && !in_line)]);
        n.put_all(&[flag(name && !in_document), flag(name && in_document && !in_line)]);
        n.put_all(&[
            kind(VERB) * flag(!in_document),
            kind(NOUN) * flag(!in_document),
            kind(ADJECTIVE) * flag(!in_document),
        ]);
        let turned = line.is_some_and(|l| self.opposite_only(own, l));
        n.put(flag(turned));
        Some(Word { token: *self.checked.get(k)?, numbers: n.all })
    }

    /// The line holds an opposite of the word and not the word.
    fn opposite_only(&self, own: &Token, line: u32) -> bool {
        let tokens = self.tokens_of(line);
        !tokens.iter().any(|o| o.alike(own))
            && tokens.iter().any(|o| {
                own.opposed && opposites(&own.lower).any(|w| w == o.lower)
                    || own.is_content() && antonyms(&own.bases, &o.bases)
            })
    }

    /// Written as a name, or where it is not written at all with capitals, written as one in the sources.
    fn is_name(&self, own: &Token, places: &[Place]) -> bool {
        if own.number.is_some() || !own.is_content() {
            return false;
        }
        if own.capital && !own.opens {
            return true;
        }
        let there = |p: &Place| self.tokens_of(p.0).get(p.1 as usize);
        let written = places.iter().take(8).filter_map(there).filter(|t| !t.opens);
        let (mut capital, mut small) = (0, 0);
        written.for_each(|t| if t.capital { capital += 1 } else { small += 1 });
        let only_name = own.bases[0] != NONE && flags(own.bases[0]) & NAME != 0;
        capital > small || capital + small == 0 && only_name
    }
}

fn flag(b: bool) -> f32 {
    f32::from(u8::from(b))
}

struct Numbers {
    all: [f32; WORD],
    next: usize,
}

impl Default for Numbers {
    fn default() -> Self {
        Self { all: [0.0; WORD], next: 0 }
    }
}

impl Numbers {
    fn put(&mut self, value: f32) {
        if let Some(slot) = self.all.get_mut(self.next) {
            *slot = value;
        }
        self.next += 1;
    }
    fn put_all(&mut self, values: &[f32]) {
        values.iter().for_each(|&v| self.put(v));
    }
}

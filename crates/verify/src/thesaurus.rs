//! The thesaurus: which words are forms of one word, stand for each other, are kinds of each other, or are opposites.
//!
//! It is WordNet's single words, in one table made by `data/make.py` (which describes the layout) and read where it lies:
//! nothing is unpacked, every look-up is a binary search. English; a word of another language is simply not in it.

/// The table. Its licence is in `NOTICE`.
static WORDS: &[u8] = include_bytes!("../data/words.bin");

const HEADER: usize = 32;
const ROW: usize = 10;

/// Base forms a word can have, as lemma numbers; [`NONE`] where there are fewer.
pub(crate) type Bases = [u32; 3];
/// No lemma.
pub(crate) const NONE: u32 = u32::MAX;

/// How a word of a claim stands to one of its source, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kinship {
    /// Forms of one word.
    Same,
    /// One sense in common.
    Synonym,
    /// One is derived from the other: “resign”, “resignation”.
    Derived,
    /// The claim's is the more general.
    Broader,
    /// The claim's is the more particular.
    Narrower,
    /// Two kinds of one thing: “boat”, “raft”.
    Sibling,
    /// Opposites.
    Antonym,
    /// None known.
    Stranger,
}

/// A lemma may be a noun, a verb, an adjective, an adverb; or it is a name only.
pub(crate) const NAME: u8 = 1;
pub(crate) const NOUN: u8 = 2;
pub(crate) const VERB: u8 = 4;
pub(crate) const ADJECTIVE: u8 = 8;

fn u32_at(at: usize) -> u32 {
    WORDS.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn u24_at(at: usize) -> u32 {
    match WORDS.get(at..at + 3) {
        Some(&[a, b, c]) => u32::from_le_bytes([a, b, c, 0]),
        _ => 0,
    }
}

/// Where each part of the table begins.
struct Layout {
    lemmas: usize,
    senses: usize,
    synsets: usize,
    pairs: [(usize, usize); 3],
    text: usize,
}

fn layout() -> Layout {
    let n = |i: usize| u32_at(4 * i) as usize;
    let lemmas = n(0);
    let senses = HEADER + ROW * (lemmas + 1);
    let synsets = senses + 3 * n(1);
    let mut at = synsets + 3 * n(2);
    let pairs = [3, 4, 5].map(|i| {
        let part = (at, n(i));
        at += 6 * n(i);
        part
    });
    Layout { lemmas, senses, synsets, pairs, text: at }
}

fn row(lemma: u32) -> usize {
    HEADER + ROW * lemma as usize
}

fn word(l: &Layout, lemma: u32) -> &'static [u8] {
    let (from, to) = (u32_at(row(lemma)) as usize, u32_at(row(lemma + 1)) as usize);
    WORDS.get(l.text + from..l.text + to).unwrap_or_default()
}

fn find_in(l: &Layout, text: &[u8]) -> Option<u32> {
    let (mut low, mut high) = (0, l.lemmas as u32);
    while low < high {
        let middle = low.midpoint(high);
        match word(l, middle).cmp(text) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Some(middle),
        }
    }
    None
}

/// Whether the sorted part `which` holds a pair that begins with `a`; `see` is given each second.
fn seconds((from, count): (usize, usize), a: u32, mut see: impl FnMut(u32) -> bool) -> bool {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if u24_at(from + 6 * middle) < a { low = middle + 1 } else { high = middle }
    }
    while low < count && u24_at(from + 6 * low) == a {
        if see(u24_at(from + 6 * low + 3)) {
            return true;
        }
        low += 1;
    }
    false
}

/// The lemma with these letters.
#[cfg(test)]
pub(crate) fn find(text: &str) -> Option<u32> {
    find_in(&layout(), text.as_bytes())
}

/// Whether `word` stands in the table of irregular forms.
pub(crate) fn is_form(word: &str) -> bool {
    let l = layout();
    find_in(&l, word.as_bytes()).is_some_and(|own| seconds(l.pairs[2], own, |_| true))
}

/// The lemmas that `word` (lower case) may be a form of, itself first. WordNet's own rules of detachment, and a table of
/// irregular forms.
pub(crate) fn bases(word: &str) -> Bases {
    let mut out = [NONE; 3];
    if word.len() < 2 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return out;
    }
    let l = layout();
    let mut put = |lemma: u32| {
        if !out.contains(&lemma)
            && let Some(slot) = out.iter_mut().find(|s| **s == NONE)
        {
            *slot = lemma;
        }
    };
    let own = find_in(&l, word.as_bytes());
    if let Some(own) = own {
        if flags(own) != 0 {
            put(own);
        }
        let mut irregular = false;
        seconds(l.pairs[2], own, |base| {
            put(base);
            irregular = true;
            false
        });
        if irregular {
            return out;
        }
    }
    let mut buffer = [0u8; 32];
    for (ending, instead, kind) in ENDINGS {
        let Some(stem) = word.strip_suffix(ending).filter(|s| s.len() >= 2 && s.len() < 28) else { continue };
        let len = stem.len() + instead.len();
        let Some(slot) = buffer.get_mut(..len) else { continue };
        slot[..stem.len()].copy_from_slice(stem.as_bytes());
        slot[stem.len()..].copy_from_slice(instead.as_bytes());
        if let Some(lemma) = find_in(&l, slot).filter(|&b| flags(b) & kind != 0) {
            put(lemma);
        }
        let undoubled = stem.as_bytes();
        if let (true, [.., a, b]) = (instead.is_empty() && *ending != "s", undoubled)
            && a == b
            && let Some(lemma) = find_in(&l, &undoubled[..undoubled.len() - 1]).filter(|&b| flags(b) & kind != 0)
        {
            put(lemma);
        }
    }
    out
}

const ADVERB_OR_ADJECTIVE: u8 = ADJECTIVE | 16;
const ENDINGS: &[(&str, &str, u8)] = &[
    ("ies", "y", NOUN | VERB),
    ("sses", "ss", NOUN | VERB),
    ("es", "e", NOUN | VERB),
    ("es", "", NOUN | VERB),
    ("s", "", NOUN | VERB),
    ("ied", "y", VERB),
    ("ed", "e", VERB),
    ("ed", "", VERB),
    ("ing", "e", VERB),
    ("ing", "", VERB),
    ("ier", "y", ADVERB_OR_ADJECTIVE),
    ("er", "", ADVERB_OR_ADJECTIVE),
    ("er", "e", ADVERB_OR_ADJECTIVE),
    ("iest", "y", ADVERB_OR_ADJECTIVE),
    ("est", "", ADVERB_OR_ADJECTIVE),
    ("est", "e", ADVERB_OR_ADJECTIVE),
    ("ly", "", ADJECTIVE),
    ("ily", "y", ADJECTIVE),
];

/// What a lemma may be: [`NAME`], [`NOUN`], [`VERB`], [`ADJECTIVE`], 16 for an adverb.
pub(crate) fn flags(lemma: u32) -> u8 {
    WORDS.get(row(lemma) + 8).copied().unwrap_or(0)
}

/// How common a lemma is, 0 to about 13: the binary logarithm of its uses in WordNet's counted texts.
pub(crate) fn commonness(lemma: u32) -> u8 {
    WORDS.get(row(lemma) + 9).copied().unwrap_or(0)
}

fn senses(l: &Layout, lemma: u32) -> impl Iterator<Item = u32> + Clone {
    let (from, to) = (u32_at(row(lemma) + 4) as usize, u32_at(row(lemma + 1) + 4) as usize);
    let base = l.senses;
    (from..to).map(move |i| u24_at(base + 3 * i))
}

fn known(bases: &Bases) -> impl Iterator<Item = u32> + Clone {
    let bases = *bases;
    bases.into_iter().filter(|&b| b != NONE)
}

/// Whether the two may be forms of one word.
pub(crate) fn same_base(a: &Bases, b: &Bases) -> bool {
    known(a).any(|x| b.contains(&x))
}

/// Whether the two are opposites.
pub(crate) fn antonyms(a: &Bases, b: &Bases) -> bool {
    let l = layout();
    known(a).any(|x| seconds(l.pairs[0], x, |y| b.contains(&y)))
}

/// Nearest kinship of `claim` to `source`. A few hundred look-ups at worst.
pub(crate) fn kinship(claim: &Bases, source: &Bases) -> Kinship {
    if claim[0] == NONE || source[0] == NONE {
        return Kinship::Stranger;
    }
    if same_base(claim, source) {
        return Kinship::Same;
    }
    let l = layout();
    if known(claim).any(|x| seconds(l.pairs[0], x, |y| source.contains(&y))) {
        return Kinship::Antonym;
    }
    let up = |s: u32| u24_at(l.synsets + 3 * s as usize);
    let mut best = Kinship::Stranger;
    for x in known(claim).flat_map(|c| senses(&l, c)) {
        let (x1, x2) = (up(x), up(up(x)));
        for y in known(source).flat_map(|c| senses(&l, c)) {
            let found = if x == y {
                return Kinship::Synonym;
            } else if up(y) == x || up(up(y)) == x {
                Kinship::Broader
            } else if x1 == y || x2 == y {
                Kinship::Narrower
            } else if x1 == up(y) {
                Kinship::Sibling
            } else {
                continue;
            };
            best = best.min(found);
        }
    }
    if known(claim).any(|x| seconds(l.pairs[1], x, |y| source.contains(&y))) { Kinship::Derived } else { best }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word() {
        let check = |a: &str, b: &str, expected: bool| assert_eq!(same_base(&bases(a), &bases(b)), expected, "{a} {b}");
        check("went", "go", true);
        check("stopped", "stop", true);
        check("cities", "city", true);
        check("women", "woman", true);
        check("making", "make", true);
        check("bigger", "big", true);
        check("dam", "damp", false);
        check("zzz", "zzz", false);
    }

    #[test]
    fn kin() {
        let check =
            |a: &str, b: &str, expected: Kinship| assert_eq!(kinship(&bases(a), &bases(b)), expected, "{a} {b}");
        check("bought", "purchased", Kinship::Synonym);
        check("resigned", "resignation", Kinship::Derived);
        check("animal", "dogs", Kinship::Stranger);
        check("vehicle", "car", Kinship::Broader);
        check("rise", "fall", Kinship::Antonym);
        check("increasing", "decreasing", Kinship::Antonym);
        check("boat", "zzz", Kinship::Stranger);
        assert!(find("dam").is_some_and(|l| flags(l) & NOUN != 0 && commonness(l) < 20));
    }
}

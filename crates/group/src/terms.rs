//! Terms: what an article is compared by. Stemmed words of headline and text, pairs of neighbouring words, and names.

use crate::abroad::foreign;
use crate::background::is_stop;
use crate::canonical::canonical;
use crate::common::common;
use crate::doc::{Config, Doc};
use crate::names::name_words;
use crate::origin::wire_origin;
use crate::vector::{Key, Vector};
use crate::words::words;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Words of the text that are looked at; news tells its event first.
const TEXT_WORDS: usize = 400;
/// Words of a headline that are looked at.
const TITLE_WORDS: usize = 40;
/// Words of the text that count as its lead.
const LEAD_WORDS: usize = 80;
/// Words of a text among which a dateline stands.
const DATELINE: usize = 14;
/// Names that are looked at.
const NAMES: usize = 24;
/// The word of the text whose weight is half of the first one's.
const HALF_AT: f32 = 120.0;

/// Keys of names, each with its key among the words.
type Bonds = Vec<(Key, Key)>;
/// What the names give: the name words, the bonds, the names as other languages write them.
type Named = (Vec<(Key, f32)>, Bonds, Vec<Key>);

/// An article's terms: of the whole, of the headline, and how they read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    pub(crate) all: Vector,
    /// Of headline and lead; empty when there is no text, for then the headline is all there is.
    pub(crate) lead: Vector,
    pub(crate) names: Vector,
    /// Of each name word of a text its key among the names and its stem's among the words.
    pub(crate) bonds: Bonds,
    /// The names of a text as other languages may write them, see [`crate::abroad`].
    pub(crate) foreign: Vec<Key>,
    /// How the words read; pairs and beginnings are told by theirs.
    pub(crate) spelled: FxHashMap<Key, String>,
}

/// Makes the terms of a document. Linear in the words looked at.
pub(crate) fn terms(doc: &Doc<'_>, config: &Config, is_common: impl Fn(Key) -> bool) -> Terms {
    let mut maker = Maker::new(doc.language, config.pairs, config.prefix);
    let house = house(doc);
    let mut title = Vec::new();
    maker.push(&words(headline(doc.title, doc.family), TITLE_WORDS), &mut title, |_| 1.0);
    let mut all: Vec<(Key, f32)> = title.iter().map(|&(key, weight)| (key, weight * config.headline)).collect();
    let mut text = words(doc.text, TEXT_WORDS);
    let mut at = 0;
    text.retain(|word| {
        at += 1;
        at > DATELINE || !house.contains(word)
    });
    let mut lead = all.clone();
    maker.push(text.get(..LEAD_WORDS).unwrap_or(&text), &mut lead, |_| 1.0);
    maker.push(&text, &mut all, |i| HALF_AT / (HALF_AT + i as f32));
    for name in doc.names.iter().take(NAMES) {
        let parts = words(name, 6);
        if parts.len() > 1 {
            all.push((maker.key(&parts.join(" "), name), 1.0));
        }
    }
    let (names, bonds, foreign) = maker.names(doc, &house, is_common);
    let damp = |vector: Vector| Vector(vector.0.into_iter().map(|(key, n)| (key, n.sqrt())).collect());
    let [all, lead, names] = [all, lead, names].map(|entries| damp(Vector::gather(entries)));
    Terms {
        all,
        lead: if doc.text.is_empty() { Vector::default() } else { lead },
        names,
        bonds,
        foreign,
        spelled: maker.spelled,
    }
}

/// The shares of texts that hold the common words, by their keys.
pub(crate) fn common_shares() -> FxHashMap<Key, f32> {
    let mut shares = FxHashMap::default();
    for language in ["en", "und"] {
        let maker = Maker::new(language, 0.0, 0.0);
        for (word, share) in common() {
            let stem = maker.stem(word);
            for term in [Some(maker.hash(&stem)), start(&stem).map(|s| maker.hash(&s))].into_iter().flatten() {
                let before = shares.entry(term).or_insert(0.0_f32);
                *before = before.max(share);
            }
        }
    }
    shares
}

/// The first five letters of a longer word.
fn start(stem: &str) -> Option<String> {
    (stem.chars().count() > 5).then(|| stem.chars().take(5).chain(['-']).collect())
}

/// The words that name the article's own house or agency, which tell nothing of the event.
fn house(doc: &Doc<'_>) -> Vec<String> {
    let agency = wire_origin(doc.text, &[]).unwrap_or_default();
    words(&agency, 8)
}

/// The headline without the site's name at its end ("… | Kelp Gazette", "… - Kelp Gazette"): a last part of at most
/// four words after at least four others.
fn headline<'a>(title: &'a str, family: &str) -> &'a str {
    let mut title = title.trim();
    if let Some((head, tail)) = title.split_once(": ") {
        let family = family.to_lowercase();
        let house = words(head, 6);
        if !house.is_empty() && house.iter().all(|word| family.contains(word.as_str())) {
            title = tail.trim();
        }
    }
    for mark in [" | ", " - ", " – ", " — "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let capital = tail.chars().next().is_some_and(|c| !c.is_lowercase());
            if capital && tail.split_whitespace().count() <= 4 && head.split_whitespace().count() >= 4 {
                title = head;
            }
        }
    }
    title
}

struct Maker<'a> {
    language: &'a str,
    seed: u64,
    stemmer: Option<Stemmer>,
    pairs: f32,
    prefix: f32,
    spelled: FxHashMap<Key, String>,
}

impl<'a> Maker<'a> {
    fn new(language: &'a str, pairs: f32, prefix: f32) -> Self {
        let seed = xxh3_64_with_seed(language.as_bytes(), 0);
        let stemmer = algorithm(language).map(Stemmer::create);
        Self { language, seed, stemmer, pairs, prefix, spelled: FxHashMap::default() }
    }

    /// Adds the words' terms with the weight of their place, and their pairs.
    fn push(&mut self, words: &[String], out: &mut Vec<(Key, f32)>, weight: impl Fn(usize) -> f32) {
        let mut before: Option<Key> = None;
        for (i, written) in words.iter().enumerate() {
            let word = canonical(self.language, written);
            if is_stop(self.language, word) || (word.chars().count() < 2 && !word.starts_with(|c: char| c.is_numeric()))
            {
                continue;
            }
            let stem = self.stem(word);
            let key = self.key(&stem, written);
            out.push((key, weight(i)));
            if let Some(start) = start(&stem).filter(|_| self.prefix > 0.0) {
                out.push((self.hash(&start), weight(i) * self.prefix * self.prefix));
            }
            if let Some(left) = before.filter(|_| self.pairs > 0.0) {
                out.push((pair(left, key), weight(i) * self.pairs * self.pairs));
            }
            before = Some(key);
        }
    }

    /// The name words without the house's own, and their bonds.
    fn names(&mut self, doc: &Doc<'_>, house: &[String], is_common: impl Fn(Key) -> bool) -> Named {
        let articles = (headline(doc.title, doc.family), doc.text);
        let common = |word: &str| is_common(self.hash(&self.stem(word)));
        let mut found = name_words(articles, doc.language, doc.names, common);
        found.retain(|(word, _)| !house.contains(word));
        let names: Vec<_> = found.iter().map(|(word, n)| (self.key(&format!("@{word}"), word), *n)).collect();
        let stems = found.iter().map(|(word, _)| self.hash(&self.stem(canonical(self.language, word))));
        if doc.text.is_empty() {
            return (names, Vec::new(), Vec::new());
        }
        let bonds = names.iter().map(|n| n.0).zip(stems).collect();
        (names, bonds, foreign(&found))
    }

    fn stem(&self, word: &str) -> String {
        self.stemmer.as_ref().map_or_else(|| word.to_owned(), |s| s.stem(word).into_owned())
    }

    fn hash(&self, term: &str) -> Key {
        xxh3_64_with_seed(term.as_bytes(), self.seed) as Key & !1
    }

    fn key(&mut self, term: &str, spelled: &str) -> Key {
        let key = self.hash(term);
        self.spelled.entry(key).or_insert_with(|| spelled.to_owned());
        key
    }
}

/// The key of two neighbouring words.
fn pair(left: Key, right: Key) -> Key {
    let both = (u64::from(left) << 32 | u64::from(right)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (both >> 32) as Key | 1
}

fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "en" | "und" => Algorithm::English,
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "nl" => Algorithm::Dutch,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_name_is_no_part_of_the_headline() {
        let check = |title: &str, expected: &str| assert_eq!(headline(title, "kelp-gazette.example"), expected);
        check("Ferry runs aground off Lowmark - Kelp Gazette", "Ferry runs aground off Lowmark");
        check("Ferry runs aground off Lowmark - Kelp Gazette | Sea", "Ferry runs aground off Lowmark");
        check("Kelp Gazette: Ferry aground", "Ferry aground");
        check("Lowmark: Ferry aground", "Lowmark: Ferry aground");
        check("Ferry - aground", "Ferry - aground");
        check(
            "Harbour town counts its losses - and its blessings",
            "Harbour town counts its losses - and its blessings",
        );
    }
}

//! Terms: what an article is compared by. Stemmed words of headline and text, pairs of neighbouring words, and names.

use crate::background::is_stop;
use crate::doc::{Config, Doc};
use crate::vector::{Key, Vector};
use crate::words::words;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Words of the text that are looked at; news tells its event first.
const TEXT_WORDS: usize = 400;
/// Words of a headline that are looked at.
const TITLE_WORDS: usize = 40;
/// Names that are looked at.
const NAMES: usize = 24;
/// The word of the text whose weight is half of the first one's.
const HALF_AT: f32 = 120.0;

/// An article's terms: of the whole, of the headline, and how they read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    pub(crate) all: Vector,
    pub(crate) title: Vector,
    pub(crate) spelled: FxHashMap<Key, String>,
}

/// Makes the terms of a document. Linear in the words looked at.
pub(crate) fn terms(doc: &Doc<'_>, config: &Config) -> Terms {
    let mut maker = Maker::new(doc.language, config.pairs);
    let mut title = Vec::new();
    maker.push(&words(headline(doc.title), TITLE_WORDS), &mut title, |_| 1.0);
    let mut all: Vec<(Key, f32)> = title.iter().map(|&(key, weight)| (key, weight * config.headline)).collect();
    maker.push(&words(doc.text, TEXT_WORDS), &mut all, |i| HALF_AT / (HALF_AT + i as f32));
    for name in doc.names.iter().take(NAMES) {
        let parts = words(name, 6);
        if parts.len() > 1 {
            all.push((maker.key(&parts.join(" "), name), 1.0));
        }
    }
    let damp = |vector: Vector| Vector(vector.0.into_iter().map(|(key, n)| (key, n.sqrt())).collect());
    Terms { all: damp(Vector::gather(all)), title: damp(Vector::gather(title)), spelled: maker.spelled }
}

/// The headline without the site's name at its end ("… | Kelp Gazette", "… - Kelp Gazette"): a last part of at most
/// four words after at least four others.
fn headline(title: &str) -> &str {
    let mut title = title.trim();
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
    spelled: FxHashMap<Key, String>,
}

impl<'a> Maker<'a> {
    fn new(language: &'a str, pairs: f32) -> Self {
        let seed = xxh3_64_with_seed(language.as_bytes(), 0);
        let stemmer = algorithm(language).map(Stemmer::create);
        Self { language, seed, stemmer, pairs, spelled: FxHashMap::default() }
    }

    /// Adds the words' terms with the weight of their place, and their pairs.
    fn push(&mut self, words: &[String], out: &mut Vec<(Key, f32)>, weight: impl Fn(usize) -> f32) {
        let mut before: Option<(String, &str)> = None;
        for (i, word) in words.iter().enumerate() {
            if is_stop(self.language, word) || (word.chars().count() < 2 && !word.starts_with(|c: char| c.is_numeric()))
            {
                continue;
            }
            let stem = self.stemmer.as_ref().map_or_else(|| word.clone(), |s| s.stem(word).into_owned());
            out.push((self.key(&stem, word), weight(i)));
            if let Some((left, spelled)) = before.filter(|_| self.pairs > 0.0) {
                let key = self.key(&format!("{left} {stem}"), &format!("{spelled} {word}"));
                out.push((key, weight(i) * self.pairs * self.pairs));
            }
            before = Some((stem, word));
        }
    }

    fn key(&mut self, term: &str, spelled: &str) -> Key {
        let key = xxh3_64_with_seed(term.as_bytes(), self.seed) as Key;
        self.spelled.entry(key).or_insert_with(|| spelled.to_owned());
        key
    }
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
        let check = |title: &str, expected: &str| assert_eq!(headline(title), expected);
        check("Ferry runs aground off Lowmark - Kelp Gazette", "Ferry runs aground off Lowmark");
        check("Ferry runs aground off Lowmark - Kelp Gazette | Sea", "Ferry runs aground off Lowmark");
        check("Ferry - aground", "Ferry - aground");
        check(
            "Harbour town counts its losses - and its blessings",
            "Harbour town counts its losses - and its blessings",
        );
    }
}

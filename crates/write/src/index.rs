//! The index: in which sentences of the body each word stands, in whatever form, so that a title is looked up and not
//! searched for.

use crate::lexicon::verb;
use crate::pool::Sentence;
use crate::words::Word;
use rustc_hash::FxHashMap;

/// How a title's word may stand in the body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// As it is written, but for capitals.
    Lower(String),
    /// With the same stem.
    Stem(String),
    /// As a form of the same irregular verb.
    Verb(usize),
    /// The same number, in digits or in words.
    Value(u64),
}

/// What is known of a word of the body.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cases {
    /// How often it stands small inside a sentence.
    pub(crate) small: u32,
    /// How often it stands with a capital inside a sentence.
    pub(crate) large: u32,
}

/// The words of the body.
#[derive(Default)]
pub(crate) struct Index {
    places: FxHashMap<Key, Vec<u32>>,
    cases: FxHashMap<String, Cases>,
    small_keys: FxHashMap<Key, u32>,
    inflected: FxHashMap<String, u32>,
}

impl Index {
    /// Linear in the body.
    pub(crate) fn new(sentences: &[Sentence]) -> Self {
        let mut index = Self::default();
        for (i, sentence) in sentences.iter().enumerate() {
            for (n, word) in sentence.words.iter().enumerate() {
                index.add(i as u32, n, word);
            }
        }
        index
    }

    fn add(&mut self, i: u32, n: usize, word: &Word) {
        for key in
            [Some(Key::Lower(word.lower.clone())), Some(Key::Stem(word.stem.clone())), verb_key(word), value_key(word)]
                .into_iter()
                .flatten()
        {
            if n > 0 && !word.capital {
                *self.small_keys.entry(key.clone()).or_default() += 1;
            }
            let places = self.places.entry(key).or_default();
            if places.last() != Some(&i) {
                places.push(i);
            }
        }
        if n > 0 {
            let cases = self.cases.entry(word.lower.clone()).or_default();
            if word.capital { cases.large += 1 } else { cases.small += 1 }
        }
        if !word.capital && (word.lower.ends_with("ed") || word.lower.ends_with("ing")) {
            *self.inflected.entry(word.stem.clone()).or_default() += 1;
        }
    }

    /// How the word is written inside sentences of the body.
    pub(crate) fn cases(&self, word: &Word) -> Cases {
        self.cases.get(&word.lower).copied().unwrap_or_default()
    }

    /// Whether a word of the same stem or verb stands small in the body.
    pub(crate) fn is_small(&self, word: &Word) -> bool {
        self.small_keys.contains_key(&Key::Stem(word.stem.clone()))
            || verb_key(word).is_some_and(|k| self.small_keys.contains_key(&k))
    }

    /// Whether the body has the word with an ending of verbs.
    pub(crate) fn is_verb(&self, word: &Word) -> bool {
        self.inflected.contains_key(&word.stem)
    }

    /// The sentences in which the word stands; as it is written when `strict`. Sorted, each once.
    pub(crate) fn places(&self, word: &Word, strict: bool) -> Vec<u32> {
        let of = |key: Key| self.places.get(&key).into_iter().flatten().copied();
        let mut found: Vec<u32> = of(Key::Lower(word.lower.clone())).collect();
        if !strict {
            found.extend(of(Key::Stem(word.stem.clone())));
            found.extend(verb_key(word).into_iter().flat_map(of));
            found.extend(value_key(word).into_iter().flat_map(of));
            found.sort_unstable();
            found.dedup();
        }
        found
    }
}

fn verb_key(word: &Word) -> Option<Key> {
    verb(&word.lower).map(Key::Verb)
}

fn value_key(word: &Word) -> Option<Key> {
    word.value().filter(|v| *v > 1.0).map(|v| Key::Value(v.to_bits()))
}

//! Cue words: what stands beside or inside a name and says what it names. The lists are `data/cues.txt`.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// A list of words.
pub(crate) type List = LazyLock<FxHashSet<&'static str>>;

/// Whether `word` is in a list.
pub(crate) fn has(list: &List, word: &str) -> bool {
    list.contains(word)
}

/// Before a person's name and no part of it. Lower case, without a full stop.
pub(crate) static TITLES: List = LazyLock::new(|| section("titles"));

/// Words before a title that belong to the office: "Finance Minister".
pub(crate) static OFFICES: List = LazyLock::new(|| section("offices"));

/// Given names common in the news of many countries.
pub(crate) static GIVEN: List = LazyLock::new(|| section("given"));

/// Words that make a name an organisation's when they end it or stand before "of" or "for".
pub(crate) static ORGANISATIONS: List = LazyLock::new(|| section("organisations"));

/// Words that make a name a place's when they end it.
pub(crate) static PLACES: List = LazyLock::new(|| section("places"));

/// Words that begin a place's name.
pub(crate) static PLACE_STARTS: List = LazyLock::new(|| section("place_starts"));

/// Words that make a name something else's: events, laws, prizes, works.
pub(crate) static THINGS: List = LazyLock::new(|| section("things"));

/// Words written with a capital at a sentence's start, or always, that name nothing.
pub(crate) static NO_NAMES: List = LazyLock::new(|| section("no_names"));

/// Small words inside a name.
pub(crate) static PARTICLES: List = LazyLock::new(|| section("particles"));

/// Verbs of saying, all forms, lower case.
pub(crate) static SAYING: List = LazyLock::new(|| section("saying"));

/// Nouns for a person or body that speaks, lower case: "the minister said".
pub(crate) static SPEAKERS: List = LazyLock::new(|| section("speakers"));

/// The words between `[name]` and the next blank line.
fn section(name: &str) -> FxHashSet<&'static str> {
    let mut lines = include_str!("../data/cues.txt").lines();
    let heading = |line: &str| line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) == Some(name);
    lines.find(|line| heading(line));
    lines.take_while(|line| !line.is_empty()).flat_map(str::split_whitespace).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_read() {
        for list in [&TITLES, &OFFICES, &GIVEN, &ORGANISATIONS, &PLACES, &PLACE_STARTS, &THINGS, &NO_NAMES, &PARTICLES]
        {
            assert!(list.len() > 10);
        }
        assert!(has(&SAYING, "said") && has(&SPEAKERS, "minister") && !has(&SAYING, "[speakers]"));
    }
}

//! The gazetteer: countries, regions, cities, nationalities and leaders, compiled in (see `data/README.md`).

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What the lists know a name as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// A country, with its usual name.
    Country(&'static str),
    /// A city.
    City,
    /// A state, a province, a continent, a river.
    Region,
    /// A nationality, a people or a faith.
    Demonym,
    /// A company or another body.
    Body,
    /// A head of state or government.
    Leader,
}

static NAMES: LazyLock<FxHashMap<&'static str, Known>> = LazyLock::new(|| {
    let mut names = FxHashMap::default();
    for line in include_str!("../data/leaders.txt").lines() {
        names.insert(line, Known::Leader);
    }
    for line in include_str!("../data/cities.txt").lines() {
        names.insert(line, Known::City);
    }
    for line in include_str!("../data/bodies.txt").lines() {
        names.insert(line, Known::Body);
    }
    for line in include_str!("../data/regions.txt").lines() {
        names.insert(line, Known::Region);
    }
    for line in include_str!("../data/demonyms.txt").lines() {
        names.insert(line, Known::Demonym);
    }
    for line in include_str!("../data/countries.tsv").lines() {
        let (name, others) = line.split_once('\t').unwrap_or((line, ""));
        names.insert(name, Known::Country(name));
        for other in others.split('|').filter(|other| !other.is_empty()) {
            names.insert(other, Known::Country(name));
        }
    }
    names
});

/// What the lists know `name` as, in its own case; a leading "the" does not count.
pub(crate) fn known(name: &str) -> Option<Known> {
    let bare = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    NAMES.get(bare).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_by_their_usual_and_other_forms() {
        assert_eq!(known("U.S."), Some(Known::Country("United States")));
        assert_eq!(known("the Netherlands"), Some(Known::Country("Netherlands")));
        assert_eq!(known("Kenyan"), Some(Known::Demonym));
        assert_eq!(known("Nairobi"), Some(Known::City));
        assert_eq!(known("Lowmark"), None);
    }
}

//! Floors: the value below which a quality figure may not fall. They stand in `quality/floors.json`, so that lowering one is
//! a line in a diff that somebody reads, and never happens in silence.
//!
//! A test that measures a figure ends in `xtask::check("pages.f1", measured)?`, or reads its threshold with [`floor`].

use serde::Deserialize;
use std::collections::BTreeSet;

/// The floors as they stand in the repository.
const FILE: &str = include_str!("../../quality/floors.json");

/// The file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floors {
    /// Where the sets come from and where the tests look for them.
    pub corpus: String,
    /// One for each figure.
    pub floors: Vec<Floor>,
}

/// The floor under one figure.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    /// E.g. `pages.f1`; each name once.
    pub name: String,
    /// The worst value that passes.
    pub floor: f64,
    /// The value when the floor was set.
    pub measured: f64,
    /// What is counted: `F1`, `share`, `pages/s`, `MiB`.
    pub unit: String,
    /// The set it is measured on.
    pub set: String,
    /// SHA-256 of the set, 64 hexadecimal digits: a figure on other data is another figure.
    #[serde(default)]
    pub corpus_sha256: Option<String>,
    /// `false` for figures that should be small, such as error rates; the floor is then a ceiling.
    pub higher_is_better: bool,
    /// What to type to measure it again.
    pub command: String,
}

/// Why a figure does not pass.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Breach {
    /// No floor has that name.
    #[error("no floor is called “{0}”; add it to quality/floors.json")]
    Unknown(String),
    /// Worse than the floor, or not a number.
    #[error(
        "{name} is {value} {unit} on {set}, worse than its floor of {floor}; find what made it fall (`{command}`) before you touch the floor"
    )]
    Below {
        /// The figure.
        name: String,
        /// What was measured.
        value: f64,
        /// The worst value that passes.
        floor: f64,
        /// What is counted.
        unit: String,
        /// What it was measured on.
        set: String,
        /// How to measure it.
        command: String,
    },
    /// The file of floors cannot be used.
    #[error("quality/floors.json: {0}")]
    File(String),
}

impl Floor {
    /// Whether a value passes. A value that is no number never does.
    pub fn passes(&self, value: f64) -> bool {
        if self.higher_is_better { value >= self.floor } else { value <= self.floor }
    }
}

impl Floors {
    /// Reads a file of floors and checks it against itself: every figure passed when its floor was set, names are unique,
    /// nothing is left empty.
    ///
    /// # Errors
    /// [`Breach::File`] with the first fault, [`Breach::Below`] when a floor was set above its own figure.
    pub fn parse(text: &str) -> Result<Self, Breach> {
        let floors: Self = serde_json::from_str(text).map_err(|e| Breach::File(e.to_string()))?;
        let mut names = BTreeSet::new();
        for floor in &floors.floors {
            if [&floor.name, &floor.unit, &floor.set, &floor.command].iter().any(|field| field.trim().is_empty()) {
                return Err(Breach::File(format!("a field of “{}” is empty", floor.name)));
            }
            if !names.insert(&floor.name) {
                return Err(Breach::File(format!("“{}” stands there twice", floor.name)));
            }
            let digits = |hash: &str| hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
            if floor.corpus_sha256.as_deref().is_some_and(|hash| !digits(hash)) {
                return Err(Breach::File(format!("corpus_sha256 of “{}” is not 64 hexadecimal digits", floor.name)));
            }
            floors.check(&floor.name, floor.measured)?;
        }
        Ok(floors)
    }

    /// The floor of that name.
    ///
    /// # Errors
    /// [`Breach::Unknown`].
    pub fn get(&self, name: &str) -> Result<&Floor, Breach> {
        self.floors.iter().find(|f| f.name == name).ok_or_else(|| Breach::Unknown(name.into()))
    }

    /// Whether a figure measured now still stands on its floor.
    ///
    /// # Errors
    /// [`Breach::Below`] when it does not, [`Breach::Unknown`] when there is none.
    pub fn check(&self, name: &str, value: f64) -> Result<(), Breach> {
        let floor = self.get(name)?.clone();
        if floor.passes(value) {
            return Ok(());
        }
        let Floor { name, floor, unit, set, command, .. } = floor;
        Err(Breach::Below { name, value, floor, unit, set, command })
    }
}

/// The floors of the repository.
///
/// # Errors
/// See [`Floors::parse`].
pub fn repository() -> Result<Floors, Breach> {
    Floors::parse(FILE)
}

/// Whether a figure measured now still stands on its floor in the repository.
///
/// # Errors
/// See [`Floors::check`] and [`Floors::parse`].
pub fn check(name: &str, value: f64) -> Result<(), Breach> {
    repository()?.check(name, value)
}

/// The worst value that passes, from the repository.
///
/// # Errors
/// See [`Floors::get`] and [`Floors::parse`].
pub fn floor(name: &str) -> Result<f64, Breach> {
    Ok(repository()?.get(name)?.floor)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"corpus": "c", "floors": [
        {"name": "f1", "floor": 0.9, "measured": 0.91, "unit": "F1", "set": "s", "higher_is_better": true, "command": "a"},
        {"name": "lies", "floor": 0.02, "measured": 0.01, "unit": "share", "set": "s", "higher_is_better": false, "command": "b"}
    ]}"#;

    #[test]
    fn holds_figures_up() {
        let floors = Floors::parse(GOOD).unwrap();
        assert_eq!(floors.check("f1", 0.9), Ok(()));
        assert_eq!(floors.check("lies", 0.0), Ok(()));
        for (name, value) in [("f1", 0.899), ("lies", 0.021), ("f1", f64::NAN), ("lies", f64::NAN)] {
            assert!(matches!(floors.check(name, value), Err(Breach::Below { .. })), "{name} {value}");
        }
        assert_eq!(floors.check("speed", 1.0), Err(Breach::Unknown("speed".into())));
    }

    #[test]
    fn refuses_a_file_that_cannot_be_trusted() {
        for (from, to) in [
            ("0.91", "0.89"),
            ("0.01", "0.03"),
            ("\"lies\"", "\"f1\""),
            ("\"set\": \"s\"", "\"set\": \" \""),
            ("\"command\": \"a\"", "\"command\": \"a\", \"corpus_sha256\": \"abc\""),
            ("\"command\": \"a\"", "\"command\": \"a\", \"comand\": \"a\""),
            ("\"corpus\": \"c\",", ""),
        ] {
            let bad = GOOD.replacen(from, to, 1);
            assert_ne!(bad, GOOD);
            assert!(Floors::parse(&bad).is_err(), "{from} → {to}");
        }
    }
}

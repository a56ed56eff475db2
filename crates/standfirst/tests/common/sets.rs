//! The labelled sets, which do not ship, and the floors that figures on them are held to.

use std::path::PathBuf;

/// A folder or file of a set, or `None` with a word about it.
pub(crate) fn set(name: &str) -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let root = std::env::var_os("STANDFIRST_DATA").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let place = root.join(name);
    if place.exists() {
        return Some(place);
    }
    eprintln!(
        "skipped: no development set at {}; set STANDFIRST_DATA to the folder that holds {name}",
        place.display()
    );
    None
}

/// Prints a figure and holds it to its floor.
pub(crate) fn hold(name: &str, value: f64) {
    eprintln!("{name} = {value:.4}");
    xtask::check(name, value).unwrap_or_else(|breach| panic!("{breach}"));
}

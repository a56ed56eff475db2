//! Checks of the house that the compiler cannot make: which crate may know which, where a brief may be sealed, what a pure
//! crate must not touch, and the floors under every quality figure.
//!
//! `cargo test` runs all of it through `tests/tidy.rs` and `tests/floors.rs`; there is no command to forget. A check is a
//! function `fn(&Tree) -> Vec<Complaint>` in the list [`CHECKS`], with a unit test that shows what it refuses.

pub mod docs;
pub mod floors;
pub mod layers;
pub mod manifests;
pub mod pure;
pub mod seal;
pub mod source;
pub mod text;
pub mod tree;

pub use floors::{check, floor};
pub use tree::{Complaint, Tree};

/// A check: its name and what it does.
pub type Check = (&'static str, fn(&Tree) -> Vec<Complaint>);

/// Every check, in the order in which complaints are shown.
pub const CHECKS: &[Check] = &[
    ("stages know no other stage", layers::check_stages),
    ("the judge does not know the author", layers::check_judge),
    ("SQL lives in store", layers::check_sql),
    ("HTTP server and templates live in publish", layers::check_web),
    ("pure crates depend on nothing impure", pure::check_dependencies),
    ("pure crates touch nothing outside", pure::check_sources),
    ("only verify and store seal", seal::check_callers),
    ("a brief cannot be made but by the seal", seal::check_brief),
    ("plain cargo test tests every crate", manifests::check_default_members),
    ("every crate forbids unsafe code", manifests::check_lints),
    ("every crate has a description and a licence", manifests::check_package),
    ("dependencies are shared and switch default features off", manifests::check_dependencies),
    ("every source file opens with its noun", text::check_opening),
    ("no source file is too long", text::check_length),
    ("nothing is left half done", text::check_markers),
    ("no white space at the end of a line", text::check_white_space),
    ("the changelog tells of this version", docs::check_changelog),
    ("commands in the documents exist", docs::check_commands),
    ("links in the documents resolve", docs::check_links),
    ("the README prints the script that ships", docs::check_script),
    ("the architecture can be read in one sitting", docs::check_architecture),
];

/// Runs every check; an empty list is a tidy house.
pub fn tidy(tree: &Tree) -> Vec<Complaint> {
    CHECKS.iter().flat_map(|(_, check)| check(tree)).collect()
}

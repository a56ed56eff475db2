//! Pure crates: their functions give the same result for the same arguments, in a worker, in a filter and in a test. Files,
//! network, clock, environment and chance are arguments or are not there.

use crate::{
    source,
    tree::{Complaint, Tree},
};

/// Pure crates, without the `standfirst-` before them.
pub const PURE: &[&str] = &["types", "read", "understand", "group", "verify", "write"];

/// Packages that bring the outside in.
const IMPURE: &[&str] =
    &["tokio", "sqlx", "reqwest", "hyper", "axum", "ureq", "async-std", "smol", "rand", "fastrand", "getrandom"];

/// Paths that bring the outside in, and what to do instead.
const FORBIDDEN: &[(&[&str], &str)] = &[
    (&["std", "fs"], "take the text or bytes as an argument"),
    (&["std", "net"], "networking belongs in standfirst-collect"),
    (&["std", "env"], "take the setting as an argument"),
    (&["std", "process"], "take its output as an argument"),
    (&["SystemTime"], "take the time as an argument"),
    (&["time", "Instant"], "take the time as an argument"),
    (&["Instant", "now"], "take the time as an argument"),
    (&["Timestamp", "now"], "take the time as an argument"),
    (&["ZonedDateTime", "now"], "take the time as an argument"),
    (&["Zoned", "now"], "take the time as an argument"),
    (&["TimeZone", "system"], "take the time zone as an argument"),
    (&["rand"], "take a seed as an argument"),
    (&["fastrand"], "take a seed as an argument"),
    (&["RandomState"], "its order differs from run to run: use BTreeMap, or FxHashMap and sort"),
    (&["std", "collections", "HashMap"], "its order differs from run to run: use BTreeMap, or FxHashMap and sort"),
    (&["std", "collections", "HashSet"], "its order differs from run to run: use BTreeSet, or FxHashSet and sort"),
    (&["std", "collections", "hash_map"], "its order differs from run to run: use BTreeMap, or FxHashMap and sort"),
    (&["std", "collections", "hash_set"], "its order differs from run to run: use BTreeSet, or FxHashSet and sort"),
];

/// A pure crate depends on no runtime, database, network or source of chance. Tests may.
pub fn check_dependencies(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = vec![];
    for package in &tree.packages {
        if !package.name.strip_prefix("standfirst-").is_some_and(|short| PURE.contains(&short)) {
            continue;
        }
        for dependency in package.dependencies.iter().filter(|d| !d.dev() && IMPURE.contains(&d.name.as_str())) {
            let fault = format!("{} is pure and depends on {}; do that outside it", package.name, dependency.name);
            complaints.push(Complaint::file(&package.manifest_path, fault));
        }
    }
    complaints
}

/// No file of a pure crate names the file system, the network, the clock, the environment or chance; its tests may.
pub fn check_sources(tree: &Tree) -> Vec<Complaint> {
    let pure = |path: &str| PURE.iter().any(|short| path.starts_with(&format!("crates/{short}/src/")));
    let mut complaints = vec![];
    for file in tree.product().filter(|f| pure(&f.path)) {
        let used = match source::paths(&file.text) {
            Ok(used) => used,
            Err(fault) => {
                complaints.push(Complaint::file(&file.path, fault));
                continue;
            }
        };
        for path in used {
            // A local variable may be called `rand`; a crate of that name is followed by `::`.
            let names = |wanted: &[&str]| (wanted.len() > 1 || path.segments.len() > 1) && path.contains(wanted);
            if let Some((wanted, remedy)) = FORBIDDEN.iter().find(|(wanted, _)| names(wanted)) {
                let fault = format!("{} in a pure crate; {remedy}", wanted.join("::"));
                complaints.push(Complaint::line(&file.path, path.line, fault));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies() {
        let refused = |package: &str, names: &[&str]| check_dependencies(&Tree::default().with(package, names)).len();
        assert_eq!(refused("standfirst-read", &["tokio", "serde"]), 1);
        assert_eq!(refused("standfirst-types", &["sqlx", "reqwest"]), 2);
        assert_eq!(refused("standfirst-read", &["dev:tokio"]), 0);
        assert_eq!(refused("standfirst-collect", &["tokio", "reqwest"]), 0);
    }

    #[test]
    fn sources() {
        let lines = |path: &str, text: &str| {
            check_sources(&Tree::of(&[(path, text)])).iter().map(|c| c.line.unwrap_or(0)).collect::<Vec<_>>()
        };
        let read = "crates/read/src/date.rs";
        for bad in [
            "use std::fs;",
            "use std::{collections::HashMap, io};",
            "fn f() { std::net::TcpStream::connect(a); }",
            "fn f() { Timestamp::now(); }",
            "fn f() { jiff::Timestamp::now(); }",
            "use std::time::Instant;",
            "fn f() { rand::random() }",
            "fn f() { std::env::var(a) }",
        ] {
            assert_eq!(lines(read, bad), [1], "{bad}");
        }
        let fine = "//! std::fs\nfn f(rand: u8) { env!(\"A\"); g(rand) }\n#[cfg(test)]\nmod tests { use std::fs; }";
        assert!(lines(read, fine).is_empty());
        assert!(lines("crates/collect/src/opml.rs", "use std::fs;").is_empty());
        assert!(lines("crates/read/tests/data.rs", "use std::fs;").is_empty());
    }
}

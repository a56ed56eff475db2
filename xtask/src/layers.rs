//! Layers: which crate may know which. A stage knows the types and no other stage, so that each can be read, tested and
//! run on its own; only the binary puts them together.

use crate::tree::{Complaint, Package, Tree};

/// The stages of the flow, without the `standfirst-` before them.
pub const STAGES: &[&str] = &["collect", "read", "understand", "group", "write", "verify", "publish", "store"];

/// Packages that may put stages together.
const ASSEMBLERS: &[&str] = &["standfirst", "standfirst-backfill"];

/// The stage that a package is.
fn stage(name: &str) -> Option<&str> {
    name.strip_prefix("standfirst-").filter(|short| STAGES.contains(short))
}

/// A stage depends on no other stage, for tests neither; publishing may look into the store. Outside the stages only
/// [`ASSEMBLERS`] name two of them.
pub fn check_stages(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = vec![];
    for package in tree.packages.iter().filter(|p| !ASSEMBLERS.contains(&p.name.as_str())) {
        let mut known: Vec<&str> = package.dependencies.iter().filter_map(|d| stage(&d.name)).collect();
        known.sort_unstable();
        known.dedup();
        match stage(&package.name) {
            Some(own) => known.retain(|other| *other != own && (own, *other) != ("publish", "store")),
            None if package.name != "standfirst-types" && known.len() < 2 => known.clear(),
            None => {}
        }
        for other in known {
            complaints.push(Complaint::file(
                &package.manifest_path,
                format!(
                    "{} depends on the stage {other}; move what both need into standfirst-types, or put them together in \
                     crates/standfirst",
                    package.name
                ),
            ));
        }
    }
    complaints
}

/// `verify` must not know `write`, in its manifest or in its code, tests included: a judge that knows the author can be
/// made to agree with it.
pub fn check_judge(tree: &Tree) -> Vec<Complaint> {
    let fault = "the judge must not know the author; take drafts from standfirst-types";
    let names = tree.packages.iter().filter(|p| p.name == "standfirst-verify");
    let manifests = names.filter(|p| p.dependencies.iter().any(|d| d.name == "standfirst-write"));
    let files = tree.rust().filter(|f| f.path.starts_with("crates/verify/") && f.text.contains("standfirst_write"));
    manifests.map(|p| &p.manifest_path).chain(files.map(|f| &f.path)).map(|p| Complaint::file(p, fault)).collect()
}

/// Only `store` speaks SQL.
pub fn check_sql(tree: &Tree) -> Vec<Complaint> {
    let named = |p: &Package| p.dependencies.iter().any(|d| d.name == "sqlx" || d.name.starts_with("sqlx-"));
    let others = tree.packages.iter().filter(|p| p.name != "standfirst-store" && named(p));
    let fault = "depends on sqlx; only standfirst-store speaks SQL: add a method there";
    others.map(|p| Complaint::file(&p.manifest_path, fault)).collect()
}

/// Only `publish` serves HTTP and fills templates. The demo's made-up web is a server too; tests may start one.
pub fn check_web(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = vec![];
    for package in tree.packages.iter().filter(|p| p.name != "standfirst-publish") {
        for dependency in package.dependencies.iter().filter(|d| !d.dev()) {
            let demo_web = package.name == "standfirst-demo" && dependency.name == "axum";
            if ["axum", "minijinja"].contains(&dependency.name.as_str()) && !demo_web {
                complaints.push(Complaint::file(
                    &package.manifest_path,
                    format!("depends on {}; the server and its templates live in standfirst-publish", dependency.name),
                ));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(check: fn(&Tree) -> Vec<Complaint>, package: &str, dependencies: &[&str]) -> usize {
        check(&Tree::default().with(package, dependencies)).len()
    }

    #[test]
    fn stages() {
        assert_eq!(refused(check_stages, "standfirst-read", &["standfirst-types", "standfirst-group"]), 1);
        assert_eq!(refused(check_stages, "standfirst-read", &["dev:standfirst-group"]), 1);
        assert_eq!(refused(check_stages, "standfirst-store", &["standfirst-publish"]), 1);
        assert_eq!(refused(check_stages, "standfirst-publish", &["standfirst-store", "standfirst-types"]), 0);
        assert_eq!(refused(check_stages, "standfirst-types", &["standfirst-read"]), 1);
        assert_eq!(refused(check_stages, "standfirst-demo", &["standfirst-read"]), 0);
        assert_eq!(refused(check_stages, "standfirst-demo", &["standfirst-read", "standfirst-group"]), 2);
        assert_eq!(refused(check_stages, "standfirst", &["standfirst-read", "standfirst-group"]), 0);
    }

    #[test]
    fn judge() {
        assert_eq!(refused(check_judge, "standfirst-verify", &["dev:standfirst-write"]), 1);
        assert_eq!(refused(check_judge, "standfirst-verify", &["standfirst-types"]), 0);
        let code = Tree::of(&[("crates/verify/src/lib.rs", "use standfirst_write::Lead;")]);
        assert_eq!(check_judge(&code).len(), 1);
    }

    #[test]
    fn sql_and_web() {
        assert_eq!(refused(check_sql, "standfirst-publish", &["dev:sqlx"]), 1);
        assert_eq!(refused(check_sql, "standfirst-store", &["sqlx"]), 0);
        assert_eq!(refused(check_web, "standfirst", &["axum"]), 1);
        assert_eq!(refused(check_web, "standfirst-collect", &["dev:axum"]), 0);
        assert_eq!(refused(check_web, "standfirst-demo", &["axum", "minijinja"]), 1);
        assert_eq!(refused(check_web, "standfirst-publish", &["axum", "minijinja"]), 0);
    }
}

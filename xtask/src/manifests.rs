//! Manifests: what every `Cargo.toml` of the workspace must say.

use crate::tree::{Complaint, Tree};
use toml::Table;

/// Members that plain `cargo test` leaves out because they take minutes to build.
pub const GIANTS: &[&str] = &["standfirst-backfill"];

/// Every member is a default member, so that plain `cargo test` tests it; a giant is none.
pub fn check_default_members(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = vec![];
    for package in &tree.packages {
        let giant = GIANTS.contains(&package.name.as_str());
        let fault = match (giant, tree.default_members.contains(&package.id)) {
            (false, false) => "is no default member, so plain cargo test leaves it out; add it to default-members",
            (true, true) => "takes minutes to build and is a default member; take it out of default-members",
            _ => continue,
        };
        complaints.push(Complaint::file(&package.manifest_path, fault));
    }
    complaints
}

/// The workspace forbids unsafe code, and every member takes its lints from there.
pub fn check_lints(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = vec![];
    let root = table(tree, "Cargo.toml", &mut complaints);
    let unsafe_code = root.as_ref().and_then(|t| at(t, &["workspace", "lints", "rust", "unsafe_code"]));
    if unsafe_code.and_then(toml::Value::as_str) != Some("forbid") {
        complaints.push(Complaint::file("Cargo.toml", "[workspace.lints.rust] must say unsafe_code = \"forbid\""));
    }
    for package in &tree.packages {
        let manifest = table(tree, &package.manifest_path, &mut complaints);
        let inherits = manifest.as_ref().and_then(|t| at(t, &["lints", "workspace"]));
        if inherits.and_then(toml::Value::as_bool) != Some(true) {
            let fault = "does not take the workspace's lints; add [lints] workspace = true";
            complaints.push(Complaint::file(&package.manifest_path, fault));
        }
    }
    complaints
}

/// Every member says in a line what it is, and under which licence.
pub fn check_package(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = vec![];
    for package in &tree.packages {
        let mut need = |field: &str, value: &Option<String>| {
            if value.as_deref().is_none_or(|text| text.trim().is_empty()) {
                complaints
                    .push(Complaint::file(&package.manifest_path, format!("has no {field}; add it under [package]")));
            }
        };
        need("description", &package.description);
        need("license", &package.license);
    }
    complaints
}

/// A dependency's version and features stand once, in the workspace, with default features off, so that what is compiled in
/// is what somebody chose; a member takes it with `workspace = true`.
pub fn check_dependencies(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = vec![];
    if let Some(root) = table(tree, "Cargo.toml", &mut complaints) {
        let shared = at(&root, &["workspace", "dependencies"]).and_then(toml::Value::as_table);
        for (name, value) in shared.into_iter().flatten() {
            let off = value.get("default-features").and_then(toml::Value::as_bool) == Some(false);
            if !off && value.get("path").is_none() {
                let fault = format!("{name} must say default-features = false and name the features it needs");
                complaints.push(Complaint::file("Cargo.toml", fault));
            }
        }
    }
    for package in &tree.packages {
        let Some(manifest) = table(tree, &package.manifest_path, &mut complaints) else { continue };
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let named = manifest.get(kind).and_then(toml::Value::as_table);
            for (name, value) in named.into_iter().flatten() {
                if value.get("workspace").and_then(toml::Value::as_bool) != Some(true) {
                    let fault =
                        format!("{name} must be `workspace = true`; its version belongs in the root Cargo.toml");
                    complaints.push(Complaint::file(&package.manifest_path, fault));
                }
            }
        }
    }
    complaints
}

/// A manifest as a table; a complaint when it is missing or no TOML.
fn table(tree: &Tree, path: &str, complaints: &mut Vec<Complaint>) -> Option<Table> {
    let parsed = tree
        .text(path)
        .ok_or_else(|| "is missing".to_owned())
        .and_then(|text| text.parse::<Table>().map_err(|e| format!("is not TOML: {e}")));
    parsed.map_err(|fault| complaints.push(Complaint::file(path, fault))).ok()
}

/// The value under a chain of keys.
fn at<'t>(table: &'t Table, keys: &[&str]) -> Option<&'t toml::Value> {
    let (first, rest) = keys.split_first()?;
    rest.iter().try_fold(table.get(*first)?, |value, key| value.get(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "[workspace.lints.rust]\nunsafe_code = \"forbid\"\n[workspace.dependencies]\n";

    fn tree(root: &str, member: &str) -> Tree {
        Tree::of(&[("Cargo.toml", root), ("crates/read/Cargo.toml", member)]).with("standfirst-read", &[])
    }

    #[test]
    fn default_members() {
        let mut tree = Tree::default().with("standfirst-read", &[]).with("standfirst-backfill", &[]);
        assert_eq!(check_default_members(&tree).len(), 1);
        tree.default_members = vec!["standfirst-read".into()];
        assert_eq!(check_default_members(&tree), []);
        tree.default_members.push("standfirst-backfill".into());
        assert_eq!(check_default_members(&tree).len(), 1);
    }

    #[test]
    fn lints() {
        let good = "[lints]\nworkspace = true\n";
        assert_eq!(check_lints(&tree(ROOT, good)), []);
        assert_eq!(check_lints(&tree(&ROOT.replace("forbid", "deny"), good)).len(), 1);
        assert_eq!(check_lints(&tree(ROOT, "[package]\n")).len(), 1);
    }

    #[test]
    fn package() {
        let mut tree = Tree::default().with("standfirst-read", &[]);
        assert_eq!(check_package(&tree).len(), 2);
        for package in &mut tree.packages {
            (package.description, package.license) = (Some("Reads".into()), Some(" ".into()));
        }
        assert_eq!(check_package(&tree).len(), 1);
    }

    #[test]
    fn dependencies() {
        let root = |line: &str| format!("{ROOT}{line}\n");
        let off = root("a = { version = \"1\", default-features = false }");
        let good = "[dependencies]\na.workspace = true\n";
        assert_eq!(check_dependencies(&tree(&off, good)), []);
        assert_eq!(check_dependencies(&tree(&root("b = { path = \"crates/b\" }"), good)), []);
        assert_eq!(check_dependencies(&tree(&root("a = \"1\""), good)).len(), 1);
        assert_eq!(check_dependencies(&tree(&root("a = { version = \"1\" }"), good)).len(), 1);
        assert_eq!(check_dependencies(&tree(&off, "[dev-dependencies]\na = \"1\"\n")).len(), 1);
        assert_eq!(check_dependencies(&tree(&off, "[dependencies\n")).len(), 1);
    }
}

//! The seal: text that nobody checked cannot be served, because only `Brief::seal` makes a brief. These checks keep that
//! true where the compiler cannot: who may judge and seal, and that no derive opens a second way.

use crate::{
    source,
    tree::{Complaint, Tree},
};

/// Crates that may judge and seal: the type itself, the judge, and the store, which seals again what it reads back.
const MAY: &[&str] = &["crates/types/src/", "crates/verify/src/", "crates/store/src/"];

/// Outside [`MAY`] and tests nobody gives a verdict or seals a brief.
pub fn check_callers(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = vec![];
    for file in
        tree.product().filter(|f| !MAY.iter().any(|may| f.path.starts_with(may)) && !f.path.starts_with("xtask/"))
    {
        let used = source::paths(&file.text).unwrap_or_default();
        for path in used {
            let made = path.fields && path.segments.last().is_some_and(|last| last == "Verdict");
            let what = if path.contains(&["Brief", "seal"]) {
                "seals a brief"
            } else if made || path.contains(&["Verdict", "by_rules"]) {
                "makes a verdict"
            } else {
                continue;
            };
            let fault = format!("{what}; only standfirst-verify judges: hand it the draft and take the brief it gives");
            complaints.push(Complaint::line(&file.path, path.line, fault));
        }
    }
    complaints
}

/// The type `Brief` has no public field and derives no way around the seal.
pub fn check_brief(tree: &Tree) -> Vec<Complaint> {
    let path = "crates/types/src/brief.rs";
    let Some(text) = tree.text(path) else { return vec![] };
    let Some((before, after)) = text.split_once("pub struct Brief {") else {
        return vec![Complaint::file(path, "has no `pub struct Brief {`; tell xtask where the type has gone")];
    };
    let line = before.lines().count();
    let attributes = before.rsplit("\n\n").next().unwrap_or_default();
    let mut complaints = vec![];
    for way in ["Deserialize", "Default"] {
        if attributes.contains(way) || text.contains(&format!("{way} for Brief ")) {
            let fault = format!("Brief derives {way}: a way around the seal; store drafts and seal them again");
            complaints.push(Complaint::line(path, line, fault));
        }
    }
    for (offset, field) in after.lines().take_while(|l| *l != "}").enumerate() {
        if field.trim_start().starts_with("pub ") {
            let fault = "a public field of Brief: a way around the seal; give it a method that reads it";
            complaints.push(Complaint::line(path, line + offset, fault));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers() {
        let refused = |path: &str, text: &str| check_callers(&Tree::of(&[(path, text)])).len();
        let seal = "fn f() { Brief::seal(d, v, f, t) }";
        let verdict = "fn f() { Verdict { kind: VerdictKind::Supported, by, missing } }";
        let rules = "fn f() { let v = types::Verdict::by_rules(k, m); }";
        for bad in [seal, verdict, rules] {
            assert_eq!(refused("crates/standfirst/src/step.rs", bad), 1, "{bad}");
            assert_eq!(refused("crates/verify/src/lib.rs", bad), 0, "{bad}");
            assert_eq!(refused("crates/publish/tests/page.rs", bad), 0, "{bad}");
        }
        assert_eq!(refused("crates/publish/src/view.rs", "fn f(v: &Verdict) -> Verdict { g(v) }"), 0);
    }

    #[test]
    fn brief() {
        let check = |text: &str| check_brief(&Tree::of(&[("crates/types/src/brief.rs", text)]));
        let good =
            "use x;\n\n/// A brief.\n#[derive(Clone, Serialize)]\npub struct Brief {\n    pub(crate) a: u8,\n}\n";
        assert_eq!(check(good), []);
        assert_eq!(check(&good.replace("Clone", "Deserialize")).len(), 1);
        assert_eq!(check(&good.replace("pub(crate)", "pub")).len(), 1);
        assert_eq!(check(&format!("{good}impl Default for Brief {{}}")).len(), 1);
        assert_eq!(check("pub struct Else {}").len(), 1);
    }
}

//! Runs every check of the house on the house itself, as part of `cargo test`.

use xtask::{CHECKS, Tree};

#[test]
fn the_house_is_tidy() {
    let tree = Tree::load().unwrap();
    assert!(tree.packages.len() > 10 && tree.rust().count() > 20, "the tree was not found");
    let mut said = String::new();
    for (name, check) in CHECKS {
        let complaints = check(&tree);
        if !complaints.is_empty() {
            said.push_str(&format!("\n{name}:\n"));
            complaints.iter().for_each(|c| said.push_str(&format!("  {c}\n")));
        }
    }
    assert!(said.is_empty(), "{said}");
}

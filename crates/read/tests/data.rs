//! The reader against labelled development data, where they are at hand: `STANDFIRST_DATA`, or `../shared/data` beside the
//! repository. Without them each test says that it skips.

use serde_json::Value;
use standfirst_read::repair;
use std::path::PathBuf;

fn load(path: &str) -> Option<Value> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let file = std::env::var_os("STANDFIRST_DATA").map_or(beside, PathBuf::from).join(path);
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("skipped: {} is not here; set STANDFIRST_DATA", file.display());
        return None;
    };
    serde_json::from_str(&text).ok()
}

/// Cases marked to pass that come out as labelled, and all of them.
fn cases(path: &str) -> Option<(usize, usize)> {
    let value = load(path)?;
    let list: Vec<&Value> = value.as_array()?.iter().filter(|c| c["expect"] == "pass").collect();
    let right = |c: &&&Value| {
        let text = repair(c["original"].as_str().unwrap_or_default()).text;
        [&c["fixed-encoding"], &c["fixed"]].iter().any(|want| want.as_str() == Some(&text))
    };
    Some((list.iter().filter(right).count(), list.len()))
}

#[test]
fn known_damage_is_repaired() {
    let sets = ["in-the-wild", "synthetic", "negative"].map(|set| cases(&format!("feeds/ftfy/{set}.json")));
    let [Some(wild), Some(synthetic), Some(negative)] = sets else { return };
    assert_eq!(negative.0, negative.1, "undamaged text was changed");
    let right = wild.0 + synthetic.0 + negative.0;
    assert!(right >= 129, "{right} of {}", wild.1 + synthetic.1 + negative.1);
}

#[test]
fn clean_articles_are_left_alone() {
    let Some(Value::Object(pages)) = load("pages/scrapinghub/ground-truth.json") else { return };
    assert!(!pages.is_empty());
    for (id, page) in pages {
        let changed = repair(page["articleBody"].as_str().unwrap_or_default()).repairs;
        // Zero-width fillers and soft hyphens are removed on purpose.
        let wrong: Vec<_> = changed.iter().filter(|r| r.rule != "invisible").collect();
        assert!(wrong.is_empty(), "{id}: {wrong:?}");
    }
}

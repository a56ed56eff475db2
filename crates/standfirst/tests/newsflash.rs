//! NewsFlash's own client of the Google Reader API against the real binary. The client stands in a workspace of its own
//! (`peers`), which `.ci/run` builds; where it has not been built the test skips.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{House, server::Server};
use serde_json::Value;
use std::{path::PathBuf, process::Command};

/// The client, built into the build's own folder.
fn client() -> Option<PathBuf> {
    let exe = std::env::current_exe().unwrap();
    exe.ancestors().map(|d| d.join("peers/debug/newsflash")).find(|p| p.is_file())
}

#[test]
fn newsflash_reads_marks_and_files() {
    let Some(client) = client() else {
        eprintln!(
            "skipped: no peers/debug/newsflash; `cargo build --manifest-path peers/Cargo.toml --target-dir target/peers` makes it"
        );
        return;
    };
    let house = House::new();
    house.run(&["demo", "--once", "--newswire-port", "0", "--quiet"]).expect(0, "");
    house.run_with_input(&["password"], b"heron on the weir\n").expect(0, "");
    let feeds = house.run(&["feeds", "--json"]).json(0).as_array().unwrap().len();
    let server = Server::start(&house, &["serve", "--read-only", "--listen", "127.0.0.1:0"]);
    let output = Command::new(client).arg(&server.url).arg("heron on the weir").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = seen["all"].as_u64().unwrap();
    assert!(all > 20 && seen["briefs"].as_u64().unwrap() > 5, "{seen}");
    for (key, expected) in [
        ("refused", true.into()),
        ("feeds", (feeds + 1).into()),
        ("unread", all.into()),
        ("items", all.into()),
        ("starred", 2.into()),
        ("all_marked", true.into()),
        ("complete", true.into()),
        ("filed", true.into()),
        ("renamed", true.into()),
        ("left", true.into()),
        ("last", Value::from(0)),
    ] {
        assert_eq!(seen[key], expected, "{key}: {seen}");
    }
    assert!(seen["count"].as_u64().unwrap() < all, "the feed that was left took its items with it: {seen}");
    assert_eq!(seen["counts"], serde_json::json!([all, all - 2, all]), "{seen}");
}

//! Killed at any moment, or with the disk full, and started again, the demo gives the same edition, and nothing is there twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{House, free_port};
use std::{process::Child, time::Duration};

fn demo(house: &House, port: &str) -> Child {
    let args =
        ["demo", "--once", "--day", "2", "--format", "json", "--with-originals", "--quiet", "--newswire-port", port];
    house.command(&args).spawn().unwrap()
}

/// What the data file holds: articles, and the edition as printed.
fn finished(house: &House, port: &str) -> String {
    let output = demo(house, port).wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Rows of every table that could hold something twice.
async fn count(house: &House) -> (u64, usize, usize) {
    let store = standfirst_store::Store::open(&house.data().join("standfirst.db")).await.unwrap();
    assert!(store.integrity().await.unwrap().is_empty());
    let editions = store.editions(None, 100).await.unwrap();
    (store.article_count().await.unwrap(), store.feeds().await.unwrap().len(), editions.len())
}

#[tokio::test]
async fn killed_at_random_the_demo_ends_the_same() {
    let port = free_port().to_string();
    let whole = House::new();
    let expected = finished(&whole, &port);
    let killed = House::new();
    // Moments of death, spread by a fixed linear congruential sequence; the waits only choose where the kill falls.
    let mut state = 0x2545_f491_u64;
    for round in 0..12 {
        let mut child = demo(&killed, &port);
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis(20 + (state >> 33) % (60 + 40 * round)));
        let _ = child.kill();
        let _ = child.wait();
    }
    assert_eq!(finished(&killed, &port), expected);
    assert_eq!(count(&killed).await, count(&whole).await);
}

/// The same demo by a shell that lets no file grow past `blocks` of 512 bytes: a full disk.
fn demo_on_a_full_disk(house: &House, port: &str, blocks: u32) -> std::process::Output {
    let demo = house.command(&[
        "demo",
        "--once",
        "--day",
        "2",
        "--format",
        "json",
        "--with-originals",
        "--quiet",
        "--newswire-port",
        port,
    ]);
    let line: Vec<String> = std::iter::once(demo.get_program())
        .chain(demo.get_args())
        .map(|a| format!("'{}'", a.to_str().unwrap()))
        .collect();
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {}", line.join(" "));
    std::process::Command::new("sh")
        .args(["-c", &script])
        .env("HOME", house.folder.path())
        .env("TZ", "UTC")
        .output()
        .unwrap()
}

#[tokio::test]
async fn a_full_disk_loses_nothing() {
    let port = free_port().to_string();
    let whole = House::new();
    let expected = finished(&whole, &port);
    let full = House::new();
    let mut failed = 0;
    for blocks in [600, 1500, 3000] {
        let output = demo_on_a_full_disk(&full, &port, blocks);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.code() == Some(1) {
            assert!(said.contains("standfirst:"), "{said}");
            failed += 1;
        }
    }
    assert!(failed >= 1, "the disk was never full");
    assert_eq!(finished(&full, &port), expected);
    assert_eq!(count(&full).await, count(&whole).await);
}

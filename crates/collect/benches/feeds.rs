//! How fast feeds are read, beside feed-rs with its default sanitising, over the files of a folder of feeds, in one run on
//! one core. The files are those of the development data; without them this says so and ends.
//!
//! `cargo bench -p standfirst-collect --bench feeds` ends in a line with both speeds and their ratio, which have floors.

use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    if !root().exists() {
        println!("skipped: {} is not there; set STANDFIRST_DATA to the development data", root().display());
        return;
    }
    divan::main();
    // Test runs of benches time nothing.
    if std::env::args().any(|a| a == "--bench") && !cfg!(debug_assertions) {
        compare();
    }
}

fn root() -> PathBuf {
    let data = std::env::var_os("STANDFIRST_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    data.join("feeds")
}

fn files(folder: &Path, found: &mut Vec<Vec<u8>>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        if path.is_dir() {
            files(&path, found);
        } else if matches!(ending.as_str(), "xml" | "rss" | "atom" | "rdf") {
            found.extend(std::fs::read(&path));
        }
    }
}

/// Every feed of one of the sets, but for those that feed-rs panics on.
fn feeds(set: &str) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    files(&root().join(set), &mut found);
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    found.retain(|body| std::panic::catch_unwind(|| theirs(body)).is_ok());
    std::panic::set_hook(hook);
    found
}

const SETS: [&str; 6] = ["feedparser", "gofeed", "feed-rs", "feedsmith", "miniflux", "mini"];

fn ours(body: &[u8]) -> usize {
    standfirst_collect::parse_feed(divan::black_box(body), None, None).map_or(0, |d| d.entries.len())
}

fn theirs(body: &[u8]) -> usize {
    feed_rs::parser::parse(divan::black_box(body)).map_or(0, |f| f.entries.len())
}

#[divan::bench(args = SETS, sample_count = 5, sample_size = 1)]
fn standfirst(bencher: divan::Bencher, set: &str) {
    run(bencher, set, ours);
}

#[divan::bench(args = SETS, sample_count = 5, sample_size = 1)]
fn feed_rs_sanitising(bencher: divan::Bencher, set: &str) {
    run(bencher, set, theirs);
}

fn run(bencher: divan::Bencher, set: &str, read: fn(&[u8]) -> usize) {
    let bodies = feeds(set);
    let bytes: usize = bodies.iter().map(Vec::len).sum();
    bencher.counter(divan::counter::BytesCount::new(bytes)).bench(|| bodies.iter().map(|b| read(b)).sum::<usize>());
}

/// Both over all files, in turns, the best of seven runs each; and their floors.
fn compare() {
    let bodies: Vec<Vec<u8>> = SETS.iter().flat_map(|set| feeds(set)).collect();
    let bytes = bodies.iter().map(Vec::len).sum::<usize>() as f64;
    let mut best = [f64::MAX; 2];
    let mut entries = [0; 2];
    for _ in 0..7 {
        for (which, read) in [ours, theirs].into_iter().enumerate() {
            let start = Instant::now();
            entries[which] = bodies.iter().map(|b| read(b)).sum::<usize>();
            best[which] = best[which].min(start.elapsed().as_secs_f64());
        }
    }
    let speed = best.map(|seconds| bytes / 1e6 / seconds);
    println!(
        "{} files, {:.1} MB: standfirst {:.1} MB/s ({} entries), feed-rs {:.1} MB/s ({} entries), ratio {:.2}",
        bodies.len(),
        bytes / 1e6,
        speed[0],
        entries[0],
        speed[1],
        entries[1],
        speed[0] / speed[1]
    );
    for (name, value) in [("collect.feeds.speed", speed[0]), ("collect.feeds.speed_ratio", speed[0] / speed[1])] {
        if let Err(breach) = xtask::check(name, value) {
            eprintln!("{breach}");
            std::process::exit(1);
        }
    }
}

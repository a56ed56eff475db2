//! How long hostile documents of ten megabytes hold the parser up, and how much memory they make it take (`max alloc`, less
//! the document itself). The aim: 100 ms and 64 MB each.

#[path = "../tests/kinds/mod.rs"]
mod kinds;

use kinds::KINDS;
use std::time::Instant;

#[global_allocator]
static ALLOC: divan::AllocProfiler = divan::AllocProfiler::system();

/// The default limit of a feed.
const SIZE: usize = 10 << 20;

fn main() {
    divan::main();
    // Test runs of benches time nothing.
    if std::env::args().any(|a| a == "--bench") && !cfg!(debug_assertions) {
        slowest();
    }
}

/// The kind that takes longest, each at the best of five; and its floor, which is a ceiling.
fn slowest() {
    let time = |make: fn(usize) -> Vec<u8>| {
        let body = make(SIZE - 400);
        let once = |_| {
            let start = Instant::now();
            divan::black_box(standfirst_collect::parse_feed(&body, None, Some("http://hill.example/feed")).is_ok());
            start.elapsed().as_secs_f64() * 1e3
        };
        (0..5).map(once).fold(f64::MAX, f64::min)
    };
    let times = KINDS.iter().map(|(name, make)| (time(*make), *name));
    let (ms, name) = times.fold((0.0, ""), |worst, one| if one.0 > worst.0 { one } else { worst });
    println!("slowest of {} kinds: {name}, {ms:.1} ms", KINDS.len());
    if let Err(breach) = xtask::check("collect.hostile.slowest", ms) {
        eprintln!("{breach}");
        std::process::exit(1);
    }
}

#[divan::bench(args = KINDS.iter().map(|(name, _)| *name), sample_count = 3, sample_size = 1)]
fn parse(bencher: divan::Bencher, name: &str) {
    let body = KINDS.iter().find(|(n, _)| *n == name).map(|(_, make)| make(SIZE - 400)).unwrap_or_default();
    bencher.counter(divan::counter::BytesCount::new(body.len())).bench(|| {
        standfirst_collect::parse_feed(divan::black_box(&body), None, Some("http://hill.example/feed")).is_ok()
    });
}

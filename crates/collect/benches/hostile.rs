//! How long hostile documents of ten megabytes hold the parser up, and how much memory they make it take (`max alloc`, less
//! the document itself). The bar: 100 ms and 64 MB each.

#[path = "../tests/kinds/mod.rs"]
mod kinds;

use kinds::KINDS;

#[global_allocator]
static ALLOC: divan::AllocProfiler = divan::AllocProfiler::system();

/// The default limit of a feed.
const SIZE: usize = 10 << 20;

fn main() {
    divan::main();
}

#[divan::bench(args = KINDS.iter().map(|(name, _)| *name), sample_count = 3, sample_size = 1)]
fn parse(bencher: divan::Bencher, name: &str) {
    let body = KINDS.iter().find(|(n, _)| *n == name).map(|(_, make)| make(SIZE - 400)).unwrap_or_default();
    bencher.counter(divan::counter::BytesCount::new(body.len())).bench(|| {
        standfirst_collect::parse_feed(divan::black_box(&body), None, Some("http://hill.example/feed")).is_ok()
    });
}

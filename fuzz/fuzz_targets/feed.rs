//! Feeds: the same answer each time, every entry has an id, what is rejected is named in order; pages and sitemaps too.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standfirst_collect::{discover_feeds, parse_feed, sitemap};

fuzz_target!(|data: &[u8]| {
    let read = || parse_feed(data, None, Some("http://hill.example/dir/feed"));
    let one = read();
    assert_eq!(one, read());
    if let Ok(doc) = one {
        assert!(doc.rejected.windows(2).all(|w| w[0].index < w[1].index));
        assert!(doc.entries.iter().all(|e| !e.id.is_empty()));
        assert!(doc.entries.len() <= 10_000);
    }
    sitemap::read(data, None);
    if let Ok(text) = std::str::from_utf8(data) {
        discover_feeds(text, "http://hill.example/");
    }
});

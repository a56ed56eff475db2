//! Lists of feeds: what is read and written reads the same again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standfirst_collect::opml;

fuzz_target!(|data: &[u8]| {
    let feeds = opml::read(data, None);
    let written = opml::write("list", &feeds);
    let again = opml::read(written.as_bytes(), None);
    assert_eq!(again.len(), feeds.len());
    for feed in &feeds {
        assert!(again.iter().any(|f| f.url == feed.url), "{feed:?} in {written}");
    }
});

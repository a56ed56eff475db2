//! Rules of sites: the file itself may always be asked for, and a site that says nothing allows everything.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standfirst_collect::{robots::Rules, url_list};

fuzz_target!(|data: (&str, &str)| {
    let (text, path) = data;
    let rules = Rules::parse(text, "standfirst");
    rules.allow(path);
    assert!(rules.allow("/robots.txt"));
    if !text.to_ascii_lowercase().contains("disallow") {
        assert!(rules.allow(path));
    }
    url_list(text);
});

//! Dates: what is read is written so that it reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standfirst_collect::parse_date;

fuzz_target!(|text: &str| {
    let Some(date) = parse_date(text) else { return };
    let year = date.date().year();
    if (1..9999).contains(&year) {
        assert_eq!(parse_date(&date.to_string()).map(|d| d.at), Some(date.at), "{text:?}");
    }
});

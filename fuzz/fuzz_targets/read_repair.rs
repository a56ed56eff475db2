//! Repair: its log is of the text it was given, in order, and pure ASCII without entities is left alone.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standfirst_read::repair;

fuzz_target!(|text: &str| {
    let repaired = repair(text);
    for change in &repaired.repairs {
        assert!(text.get(change.start..change.end).is_some(), "{change:?}");
    }
    if text.bytes().all(|b| (b' '..=b'~').contains(&b)) && !text.contains('&') {
        assert_eq!(repaired.text, text);
    }
});

//! Archives: reading ends, and every page has a place in the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standfirst_collect::warc::{Limits, Reader};

fuzz_target!(|data: &[u8]| {
    let limits = Limits { header: 2000, body: 20_000 };
    let mut count = 0;
    for one in Reader::with_limits(data, "a.warc", limits) {
        count += 1;
        assert!(count <= data.len() + 1000 * 1032, "more than there can be");
        if let Ok(record) = one {
            assert!(record.offset + record.length <= data.len() as u64);
            assert!(record.capture.body.len() <= limits.body);
        }
    }
});

//! Bodies as delivered: undone compression never passes its limit, and bytes of any encoding become a feed or a reason.
//! The first byte chooses the compression and the charset that the server claims.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standfirst_collect::{decoded, parse_feed};
use standfirst_types::{Capture, CaptureOrigin};

const CODINGS: [&str; 8] = ["", "gzip", "deflate", "br", "zstd", "gzip, br", "zstd, gzip", "identity"];
const CHARSETS: [&str; 8] =
    ["", "utf-8", "iso-8859-1", "shift_jis", "utf-16", "gb18030", "iso-2022-jp", "x-user-defined"];
const CAP: usize = 1 << 20;

fuzz_target!(|data: &[u8]| {
    let Some((choice, body)) = data.split_first() else { return };
    let coding = CODINGS[usize::from(choice & 7)];
    let charset = format!("text/xml; charset={}", CHARSETS[usize::from(choice >> 3 & 7)]);
    let headers = vec![("content-encoding".to_owned(), coding.to_owned())];
    let (url, now) = ("http://hill.example/", "2024-03-05T08:30:00Z".parse().unwrap());
    let capture = Capture::new(url, url, now, 200, headers, body.to_vec(), CaptureOrigin::Web);
    if let Ok(body) = decoded(&capture, CAP) {
        assert!(body.len() <= CAP);
        let _ = parse_feed(&body, Some(&charset), Some(url));
    }
});

//! Pages as delivered: bytes of any compression and charset become a reading whose sentences lie in its text.
//! The first byte chooses what the server claims.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standfirst_read::{Hints, read};
use standfirst_types::{Capture, CaptureOrigin};

const CODINGS: [&str; 8] = ["", "gzip", "deflate", "br", "zstd", "gzip, br", "zstd, gzip", "identity"];
const CHARSETS: [&str; 8] =
    ["", "utf-8", "iso-8859-1", "shift_jis", "utf-16", "gb18030", "iso-2022-jp", "x-user-defined"];

fuzz_target!(|data: &[u8]| {
    let Some((choice, body)) = data.split_first() else { return };
    let header = |name: &str, value: String| (name.to_owned(), value);
    let headers = vec![
        header("content-encoding", CODINGS[usize::from(choice & 7)].to_owned()),
        header("content-type", format!("text/html; charset={}", CHARSETS[usize::from(choice >> 3 & 7)])),
    ];
    let url = "http://hill.example/";
    let capture = Capture::new(url, url, jiff::Timestamp::UNIX_EPOCH, 200, headers, body.to_vec(), CaptureOrigin::Web);
    let article = read(&capture, &Hints::default()).article;
    assert!((0..article.sentences.len()).all(|i| article.sentence(i).is_some()));
});

//! Pages as text: an article whose sentences lie in order on character boundaries, and a reason for each block.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standfirst_read::{Hints, explain, read_html};

fuzz_target!(|html: &str| {
    let article = read_html(html, "http://hill.example/a", &Hints::default()).article;
    let mut last = 0;
    for (i, [start, end]) in article.sentences.iter().enumerate() {
        assert!(*start >= last && start < end && article.sentence(i).is_some());
        last = *end;
    }
    assert!(explain(html, "http://hill.example/a").iter().all(|b| !b.why.is_empty()));
});

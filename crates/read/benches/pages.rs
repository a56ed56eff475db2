//! Pages a second: this reader, everything it does, beside dom_smoothie, which extracts the text alone.
//!
//! `cargo bench -p standfirst-read`. With `STANDFIRST_DATA` set the pages are those of `pages/scrapinghub`, else one invented page.
#![allow(clippy::unwrap_used, reason = "a bench may stop at the first surprise")]

use divan::{Bencher, black_box, counter::ItemsCount};
use std::{io::Read, path::PathBuf, sync::LazyLock};

static PAGES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let Some(root) = std::env::var_os("STANDFIRST_DATA") else { return vec![invented()] };
    let folder = PathBuf::from(root).join("pages/scrapinghub/html");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let text = |path: &PathBuf| {
        let mut bytes = vec![];
        flate2::read::MultiGzDecoder::new(std::fs::File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    files.iter().map(text).collect()
});

fn invented() -> String {
    let text =
        "<p>The ferry to Orin was stopped on Monday, the harbour office of Vallmark said, and nobody was hurt.</p>";
    let links = "<li><a href=/a>A line in a list of other things</a></li>".repeat(200);
    format!(
        "<html><title>Ferry stopped</title><body><nav><ul>{links}</ul></nav><article><h1>Ferry stopped</h1>{}</article>",
        text.repeat(40)
    )
}

#[divan::bench]
fn standfirst(bencher: Bencher) {
    bencher.counter(ItemsCount::new(PAGES.len())).bench(|| {
        for page in PAGES.iter() {
            black_box(standfirst_read::read_html(page, "https://post.example/a", &Default::default()));
        }
    });
}

#[divan::bench]
fn dom_smoothie(bencher: Bencher) {
    bencher.counter(ItemsCount::new(PAGES.len())).bench(|| {
        for page in PAGES.iter() {
            let reader = dom_smoothie::Readability::new(page.as_str(), None, None);
            black_box(reader.and_then(|mut r| r.parse()).ok());
        }
    });
}

fn main() {
    divan::main();
}

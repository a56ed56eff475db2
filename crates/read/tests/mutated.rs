//! Damaged pages: bytes changed, cut, doubled and cut out. Whatever comes, the reader answers, and its spans lie on the text.
//!
//! An invented page is damaged always; the pages of the labelled sets where they are at hand, `STANDFIRST_MUTATIONS` times each
//! (63 makes 100,000 pages, best in a release build); where that is not set, every sixteenth of them once.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use standfirst_read::{Hints, read};
use standfirst_types::{Capture, CaptureOrigin};
use std::io::Read;
use std::path::PathBuf;

/// A generator after Marsaglia (Xorshift RNGs, 2003): the same damage in every run.
struct Chance(u64);

impl Chance {
    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// Damages a page in `times` places.
fn damage(page: &[u8], times: usize, chance: &mut Chance) -> Vec<u8> {
    let mut bytes = page.to_vec();
    for _ in 0..times {
        let at = chance.below(bytes.len());
        match chance.below(5) {
            0 => bytes[at] = chance.below(256) as u8,
            1 if times < 8 => bytes.truncate(at),
            2 => {
                let from = chance.below(bytes.len());
                let piece = bytes[from..(from + chance.below(400)).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => drop(bytes.drain(at..(at + chance.below(60)).min(bytes.len()))),
            _ => {
                let tag = [
                    &b"<div>"[..],
                    b"</div>",
                    b"<!--",
                    b"<p hidden",
                    b"&#",
                    b"<table><a>",
                    b"\0",
                    b"</article><script>",
                ];
                bytes.splice(at..at, tag[chance.below(tag.len())].iter().copied());
            }
        }
        if bytes.is_empty() {
            bytes.push(b'<');
        }
    }
    bytes
}

/// Reads what came of it; the sentences lie in the text, in order, on its characters.
fn check(name: &str, bytes: Vec<u8>) {
    let (url, at) = ("https://post.example/news/ferry", jiff::Timestamp::UNIX_EPOCH);
    let capture = Capture::new(url, url, at, 200, vec![], bytes, CaptureOrigin::Web);
    let article = read(&capture, &Hints::default()).article;
    let mut last = 0;
    for (i, [start, end]) in article.sentences.iter().enumerate() {
        let text = article.sentence(i).unwrap_or_default();
        let sound = *start >= last && start < end && text.trim() == text && !text.is_empty() && !text.contains("\n\n");
        assert!(sound, "{name}: sentence {i}, {text:?}");
        last = *end;
    }
}

fn invented() -> Vec<u8> {
    let text = "<p>The ferry to Orin was stopped on Monday, the harbour office of Vallmark said. Nobody was hurt…</p>"
        .repeat(8);
    let data = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry","datePublished":"2031-04-07T18:20:00+02:00"}</script>"#;
    format!("<!doctype html><html lang=en><head><meta charset=utf-8><title>Ferry | Post</title>{data}</head><body><nav><ul><li><a href=/>Home</a></ul></nav><article><h1>Ferry</h1><p class=byline>By Ilse Varn</p><table><tr><td>1<td>2</table>{text}<blockquote>“No,” she said.</blockquote></article><footer>© Post</footer>").into_bytes()
}

#[test]
fn an_invented_page_may_be_damaged() {
    let (page, mut chance) = (invented(), Chance(88_172_645_463_325_252));
    for round in 0..400 {
        check(&format!("round {round}"), damage(&page, 1 + round % 40, &mut chance));
    }
}

#[test]
fn pages_of_the_sets_may_be_damaged() {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let root = std::env::var_os("STANDFIRST_DATA").map_or(beside, PathBuf::from).join("pages");
    let asked = std::env::var("STANDFIRST_MUTATIONS").ok().and_then(|n| n.parse::<usize>().ok());
    let (rounds, step) = asked.map_or((1, 16), |rounds| (rounds, 1));
    let (mut chance, mut read) = (Chance(2_463_534_242), 0);
    for set in ["scrapinghub", "articles-2026", "segments", "dates"] {
        let Ok(folder) = std::fs::read_dir(root.join(set).join("html")) else {
            println!("skipped: {} is not here; set STANDFIRST_DATA", root.join(set).display());
            continue;
        };
        let mut files: Vec<PathBuf> = folder.map(|e| e.unwrap().path()).collect();
        files.sort();
        for file in files.into_iter().step_by(step) {
            let mut page = vec![];
            flate2::read::MultiGzDecoder::new(std::fs::File::open(&file).unwrap()).read_to_end(&mut page).unwrap();
            for round in 0..rounds {
                check(&format!("{}, round {round}", file.display()), damage(&page, 1 << (round % 9), &mut chance));
                read += 1;
            }
        }
    }
    println!("{read} damaged pages were read");
}

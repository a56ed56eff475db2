//! How long it takes to write: one article of 500 words, its whole brief, and a story of forty of them.
//!
//! `cargo bench -p standfirst-write --bench write`

use divan::{Bencher, black_box};
use jiff::Timestamp;
use standfirst_types::{Article, ArticleId, Member, MemberKind, Notes, Story, StoryId, When};
use standfirst_write::{Budget, Dates, Input, Options, Source, compress, extractive, summarise};

fn main() {
    divan::main();
}

/// An article of about 500 words about an invented place, other words for another `seed`.
fn article(seed: usize) -> Source {
    const WHO: [&str; 8] = [
        "The harbour board",
        "Ada Vint",
        "The mayor of Tarnholm",
        "The Orle company",
        "Police",
        "The ferry line",
        "Engineers",
        "Radio Mörsk",
    ];
    const DID: [&str; 8] = ["closed", "inspected", "reopened", "sold", "described", "repaired", "surveyed", "defended"];
    const WHAT: [&str; 9] = [
        "the upper gate",
        "a stretch of the old quay",
        "two boats",
        "the mill below the dam",
        "the northern road",
        "its winter plan",
        "the flood wall",
        "a school",
        "the town hall",
    ];
    const MORE: [&str; 7] = [
        "after a night of heavy rain",
        "while residents waited on the hill",
        "because the river kept rising",
        "in spite of a warning from the weather office",
        "which had stood empty since the spring",
        "and asked the council for an answer by the end of the week",
        "at a cost that nobody would put a number to",
    ];
    let pick = |list: &[&'static str], n: usize| list.get(n % list.len()).copied().unwrap_or_default();
    let (mut text, mut sentences) = (String::new(), Vec::new());
    for n in 0..28 {
        let k = n * 7 + seed * 13;
        let start = text.len() as u32;
        let two = if n % 3 == 0 { ", officials said on Friday." } else { "." };
        text += &format!(
            "{} {} {} {}{two}",
            pick(&WHO, k),
            pick(&DID, k / 3 + n),
            pick(&WHAT, k / 2 + 5 * n),
            pick(&MORE, k / 5 + n)
        );
        sentences.push([start, text.len() as u32]);
        text.push(' ');
    }
    (seed.to_string(), text, sentences)
}

#[divan::bench]
fn one_article(bencher: Bencher) {
    let sources = [article(1)];
    bencher.bench(|| summarise(black_box(&sources), None, Budget::Sentences(3)));
}

/// The whole draft of a brief, with days told with their dates and as they are written.
#[divan::bench(args = [false, true])]
fn one_brief(bencher: Bencher, dated: bool) {
    let (_, text, sentences) = article(1);
    let article = Article {
        url: "https://paper.example/a".into(),
        title: "The harbour board closed the upper gate".into(),
        site: "Paper".into(),
        published: When::parse("2031-05-01T10:00:00Z"),
        language: Some("en".into()),
        ..Article::of(ArticleId::of(&[b"a"]), text, sentences)
    };
    let at = Timestamp::UNIX_EPOCH;
    let member = Member::first(article.id, MemberKind::Original, "Paper", at);
    let story = Story { id: StoryId::of(&[b"s"]), language: "en".into(), members: vec![member], first: at, last: at };
    let dates = if dated { Dates::DayMonth } else { Dates::AsWritten };
    let (notes, options) = (Notes::default(), Options { dates, ..Options::default() });
    let (articles, notes) = ([&article], [&notes]);
    let input = Input {
        story: &story,
        articles: &articles,
        notes: &notes,
        previous: None,
        fresh: &[],
        edited: &[],
        options: &options,
    };
    bencher.bench(|| extractive(black_box(&input)));
}

#[divan::bench]
fn forty_articles(bencher: Bencher) {
    let sources: Vec<Source> = (0..40).map(article).collect();
    bencher.bench(|| summarise(black_box(&sources), None, Budget::Words(250)));
}

#[divan::bench]
fn one_sentence_shorter(bencher: Bencher) {
    let text = "After a night of rain, the Orle dam burst on Friday morning and flooded the lower town, leaving the mill under water, police said.";
    bencher.bench(|| compress(black_box(text)));
}

//! Search over an archive of made-up articles: `cargo run --release -p standfirst-store --example search_at_scale -- FOLDER [N]`
//! fills FOLDER/standfirst.db with N articles (100,000 when not said) unless it is there, and prints how long searches take.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "an example that measures")]

use jiff::{SignedDuration, Timestamp};
use standfirst_store::{Change, Store};
use standfirst_types::{
    Access, Article, ArticleId, CaptureId, Member, MemberKind, Name, NameKind, Notes, StoryId, When, search::Query,
};
use std::{path::PathBuf, time::Instant};

/// A small generator (SplitMix64): the same numbers every time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A rank up to `n`, the low ones often, as words are (Zipf).
    fn rank(&mut self, n: f64) -> usize {
        let u = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        n.powf(u) as usize
    }
}

const SYLLABLES: [&str; 24] = [
    "mar", "low", "el", "ler", "y", "ton", "wick", "ber", "gan", "ho", "ra", "ven", "sk", "thor", "pel", "min", "dra",
    "cot", "ful", "ing", "est", "ord", "ul", "na",
];
const WORDS: f64 = 60_000.0;

fn word(rank: usize) -> String {
    let (mut n, mut out) = (rank + 7, String::new());
    while n > 0 {
        out.push_str(SYLLABLES[n % SYLLABLES.len()]);
        n /= SYLLABLES.len();
    }
    out
}

fn article(i: usize, chance: &mut Chance, start: Timestamp) -> (Article, Notes) {
    let url = format!("https://outlet{}.example/{i}", i % 240);
    let mut text = String::new();
    let (mut sentences, mut names) = (vec![], vec![]);
    for s in 0..22_u32 {
        let from = text.len();
        for w in 0..14 {
            let mut word = word(chance.rank(WORDS));
            if w == 0 || w == 5 {
                word = word[..1].to_uppercase() + &word[1..];
            }
            if w == 5 && s.is_multiple_of(3) {
                let at = text.len() as u32;
                names.push(Name {
                    start: at,
                    end: at + word.len() as u32,
                    text: word.clone(),
                    kind: NameKind::Per,
                    entity: None,
                });
            }
            text.push_str(&word);
            text.push(' ');
        }
        text.pop();
        text.push('.');
        sentences.push([from as u32, text.len() as u32]);
        text.push_str(if s % 4 == 3 { "\n\n" } else { " " });
    }
    let title = (0..8).map(|_| word(chance.rank(WORDS))).collect::<Vec<_>>().join(" ");
    let at = start + SignedDuration::from_secs(i as i64 * 290);
    let article = Article {
        id: ArticleId::of(&[url.as_bytes()]),
        version: 0,
        capture: CaptureId::of(&[url.as_bytes()]),
        site: format!("Outlet {}", i % 240),
        canonical: None,
        title,
        authors: vec!["A. Writer".into()],
        published: Some(When::exact(at)),
        modified: None,
        language: Some(if i.is_multiple_of(5) { "de" } else { "en" }.into()),
        section: None,
        text: text.trim_end().to_owned(),
        sentences,
        access: Access::Full,
        reader: "example/1".into(),
        url,
    };
    (article, Notes { names, ..Notes::default() })
}

async fn fill(store: &Store, n: usize) {
    let (mut chance, start) = (Chance(7), "2031-01-01T00:00:00Z".parse::<Timestamp>().unwrap());
    let began = Instant::now();
    for first in (0..n).step_by(500) {
        let mut batch = vec![];
        for i in first..(first + 500).min(n) {
            let (article, notes) = article(i, &mut chance, start);
            let published = article.published.unwrap().at;
            let story = StoryId::of(&[&(i / 4).to_le_bytes()]);
            let member = Member::first(article.id, MemberKind::Original, article.site.clone(), published);
            let at = published + SignedDuration::from_secs(60);
            batch.push(Change::Article { article: Box::new(article), notes, findings: vec![], at });
            let language = "en".into();
            batch.push(Change::Joined(Box::new(standfirst_store::Joined { story, language, published, member })));
        }
        store.keep(&batch).await.unwrap();
    }
    println!("filled with {n} articles in {:.1} s", began.elapsed().as_secs_f64());
}

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().unwrap_or_else(|| "search-at-scale".into()));
    let n = args.next().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    std::fs::create_dir_all(&folder).unwrap();
    let store = Store::open(&folder.join("standfirst.db")).await.unwrap();
    if store.article_count().await.unwrap() == 0 {
        fill(&store, n).await;
    }
    let mut chance = Chance(99);
    let mut times = vec![];
    for i in 0..2000 {
        let (a, b, c) = (word(chance.rank(WORDS)), word(chance.rank(WORDS)), word(chance.rank(2000.0)));
        let line = match i % 10 {
            0 => a,
            1 => format!("{a} {b}"),
            2 => format!("\"{b} {c}\""),
            3 => format!("{c} -{b}"),
            4 => format!("{a} source:\"outlet {}\"", i % 240),
            5 => format!("{b} lang:de after:2031-03 before:2031-09"),
            6 => format!("name:{a}"),
            7 => format!("{}* {c}", &b[..b.len().min(4)]),
            8 => format!("{a} {b} {c} lang:en"),
            _ => format!("source:outlet lang:de {c}"),
        };
        let began = Instant::now();
        let hits = store.search(&Query::parse(&line), None, 25).await.unwrap();
        times.push((began.elapsed().as_secs_f64() * 1000.0, line, hits.articles.len()));
    }
    times.sort_by(|x, y| x.0.total_cmp(&y.0));
    let at = |q: f64| times[((times.len() - 1) as f64 * q) as usize].0;
    println!(
        "{} searches over {n} articles: p50 {:.2} ms, p95 {:.2}, p99 {:.2}, most {:.2}",
        times.len(),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
    for (ms, line, found) in times.iter().rev().take(8) {
        println!("  {ms:.1} ms  {line}  ({found} found)");
    }
    store.close().await;
}

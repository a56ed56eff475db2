//! How long a sentence takes to verify against an article of 500 words, on one core: reading the article, aligning, judging
//! and scoring, for sixteen sentences of which a quarter are the article's own, the rest cut, put in other words, or false.
//!
//! `cargo bench -p standfirst-verify` prints milliseconds a sentence, which have a floor.

use standfirst_verify::{Source, check_text};
use std::time::Instant;

const WORDS: usize = 500;

fn main() {
    let (article, sentences) = article();
    let source: [Source; 1] = [("a".into(), article.clone(), sentences)];
    let claims = claims(&article, &source[0].2);
    let rounds = if std::env::args().any(|a| a == "--bench") && !cfg!(debug_assertions) { 200 } else { 1 };
    let mut best = f64::MAX;
    for _ in 0..rounds {
        let start = Instant::now();
        assert_eq!(check_text(&claims, &source).sentences.len(), claims.len());
        best = best.min(start.elapsed().as_secs_f64() * 1000.0 / claims.len() as f64);
    }
    println!(
        "verify.ms_a_sentence = {best:.4} ({} claims, {} words)",
        claims.len(),
        article.split_whitespace().count()
    );
}

/// Text out of frames and invented names, the same every time.
fn article() -> (String, Vec<[u32; 2]>) {
    const FRAMES: [&str; 8] = [
        "The council of {0} voted on Tuesday to rebuild the {1} bridge at a cost of {2} million crowns.",
        "{0} police said that {2} people had been taken to hospital after the fire in the {1} warehouse.",
        "“We will not wait for {0},” said {1} Dorr, who leads the union of harbour workers, on Friday.",
        "The river near {0} rose by {2} centimetres overnight and flooded the old quarter of {1}.",
        "According to the statistics office, prices in {0} fell by {2} percent in March, less than {1} had hoped.",
        "Engineers warned the ministry in May that the gate at {0} was cracked, but nothing was done before {1} burst.",
        "The ferry from {0} to {1} was cancelled for {2} days because its captain refused to sail in the fog.",
        "Nobody was hurt when the roof of the theatre in {0} fell in, the mayor of {1} told a local paper.",
    ];
    const NAMES: [&str; 9] =
        ["Tarnholm", "Brunmark", "Oskby", "Lindal", "Sarnfoss", "Marrow", "Vessen", "Hult", "Feyr"];
    let (mut text, mut spans, mut n) = (String::new(), vec![], 0);
    while text.split_whitespace().count() < WORDS {
        let (a, b) = (NAMES[n % 9], NAMES[(n * 4 + 2) % 9]);
        let frame = FRAMES[n % 8].replace("{0}", a).replace("{1}", b).replace("{2}", &(7 * n + 12).to_string());
        let start = text.len() as u32;
        text.push_str(&frame);
        spans.push([start, text.len() as u32]);
        text.push(' ');
        n += 1;
    }
    (text, spans)
}

fn claims(article: &str, spans: &[[u32; 2]]) -> Vec<String> {
    let own = |n: usize| article[spans[n][0] as usize..spans[n][1] as usize].to_owned();
    (0..16)
        .map(|n| match n % 4 {
            0 => own(n),
            1 => own(n).split_whitespace().take(9).collect::<Vec<_>>().join(" "),
            2 => own(n).replace(" people ", " persons ").replace("said", "announced").replace("fell", "sank"),
            _ => own(n).replace("Tuesday", "Monday").replace("Tarnholm", "Lindal").replace('1', "3"),
        })
        .collect()
}

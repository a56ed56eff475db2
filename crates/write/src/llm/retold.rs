//! Retold: what a model made of single sentences, put in the place of those that it was asked for. Each is read as generously
//! as an answer can be and then held against what a sentence of a brief may be, and against the judge.

use super::answer::{first_text, spoken};
use super::cites::strip;
use super::draft::Refused;
use super::retell::{Retelling, is_echo};
use super::sentence::{fault, plain, split, stands, without_tokens};
use crate::words::length;
use standfirst_types::{Claim, Draft, Kept, Retold, Writer, seal::same_words};

/// Longest answer that is read, in bytes.
const MOST_BYTES: usize = 16 << 10;
/// Most lines of it that are looked at.
const MOST_LINES: usize = 40;
/// Share of a sentence's words that another in its place has at least: less, and the brief would tell less.
const LEAST: f32 = 0.5;

/// Whether a claim may stand in the place of the sentence that was asked for, and if not, what of it does not.
pub type Judge<'a> = dyn FnMut(&str, &Claim) -> Result<(), Vec<String>> + 'a;

/// Puts each answer that stands in the place of the sentence it was asked for; `judge` is given the sentence
/// asked for and the claim, and names what does not stand. With how many did, and the sentences that did not and why. `answers` are in the order of [`Retelling::prompts`].
pub fn retold(
    retelling: &Retelling,
    base: Draft,
    answers: &[Option<String>],
    judge: &mut Judge<'_>,
) -> (Draft, Retold, Vec<Refused>) {
    let mut draft = base;
    let (mut told, mut refused) = (Retold { asked: retelling.asked.len() as u32, ..Retold::default() }, vec![]);
    let mut claims: Vec<&mut Claim> =
        draft.tldr.iter_mut().chain(draft.article.iter_mut().flat_map(|s| &mut s.sentences)).collect();
    let mut said: Vec<String> = claims.iter().map(|c| c.text.clone()).collect();
    for (n, asked) in retelling.asked.iter().enumerate() {
        let Some(claim) = claims.get_mut(asked.at) else { continue };
        let Some(answer) = answers.get(n).and_then(Option::as_ref) else {
            keep(&mut told, "it was not answered");
            continue;
        };
        let text = match sentence(answer, &asked.text, retelling.english) {
            Ok(text) if said.contains(&text) => {
                keep(&mut told, SAME);
                continue;
            }
            Ok(text) => text,
            Err((text, why)) => {
                keep(&mut told, why);
                refused.extend((why != SAME).then(|| Refused { text, why: why.into() }));
                continue;
            }
        };
        let candidate = Claim { text, support: claim.support.clone() };
        match judge(&asked.text, &candidate) {
            Ok(()) => {
                told.told += 1;
                said.push(candidate.text.clone());
                claim.text = candidate.text;
            }
            Err(missing) => {
                keep(&mut told, "it did not stand the check");
                refused.push(Refused { text: candidate.text, why: missing.join("; ") });
            }
        }
    }
    if told.told > 0 {
        draft.writer = Writer::Llm;
    }
    (draft, told, refused)
}

/// Why most sentences of a small model are no other sentences.
const SAME: &str = "it says the same words again";

fn keep(told: &mut Retold, why: &str) {
    match told.kept.iter_mut().find(|k| k.why == why) {
        Some(kept) => kept.sentences += 1,
        None => told.kept.push(Kept { why: why.into(), sentences: 1 }),
    }
}

/// The one sentence of an answer to the question for `asked`, or what it says instead and why that is none.
pub(super) fn sentence(answer: &str, asked: &str, english: bool) -> Result<String, (String, &'static str)> {
    let end = (0..=MOST_BYTES.min(answer.len())).rev().find(|&i| answer.is_char_boundary(i)).unwrap_or(0);
    let text = without_tokens(spoken(answer.get(..end).unwrap_or_default()));
    let line = first_text(&text).or_else(|| text.lines().take(MOST_LINES).find_map(|l| said(l, asked)));
    let Some(line) = line else { return Err((String::new(), "the answer holds no sentence")) };
    let line = unquoted(&plain(&strip(&line).0), asked);
    let no = |why: &'static str| Err((line.chars().take(200).collect(), why));
    let mut parts = split(&line);
    let Some(text) = parts.pop().filter(|_| parts.is_empty()) else { return no("it is more than one sentence") };
    if is_echo(&text) && !asked.contains(text.trim_end_matches('.')) {
        return no("it repeats the question");
    }
    if let Some(why) = fault(&text, &[asked]) {
        return no(why);
    }
    let text = if text.ends_with(['.', '!', '?', '”', '"', '’', '。', '！', '？', '…', ')']) {
        text
    } else {
        format!("{text}.")
    };
    if same_words(asked, &text) {
        return no(SAME);
    }
    if !stands(&text, english) {
        return no("it points at something that is not said in it");
    }
    if (length(&text) as f32) < LEAST * length(asked) as f32 {
        return no("it leaves out more than half");
    }
    Ok(text)
}

/// What a line says, without the marks around it and a label before it; `None` for one that says nothing.
fn said(line: &str, asked: &str) -> Option<String> {
    let mut line = line.trim().to_owned();
    while let (Some(open), Some(close)) = (line.find("<<<"), line.find(">>>").map(|at| at + 3)) {
        if close <= open {
            break;
        }
        line.replace_range(open..close, " ");
    }
    if let Some(open) = line.find("<<<").filter(|at| *at > 0) {
        line.truncate(open);
    }
    let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '`' | '|' | '='));
    let rule = line.chars().all(|c| !c.is_alphanumeric());
    let line = label(line, asked);
    (!rule && !line.ends_with(':') && !is_chatter(line)).then(|| line.to_owned())
}

/// The line without “Answer:” or “Here is the sentence in other words:”, unless the sentence begins so itself.
fn label<'a>(line: &'a str, asked: &str) -> &'a str {
    const LABELS: &[&str] = &[
        "answer",
        "output",
        "rewrite",
        "rewritten",
        "rewording",
        "reworded",
        "paraphrase",
        "paraphrased",
        "sentence",
        "sure",
        "here",
        "in other words",
        "result",
        "response",
        "certainly",
        "retold",
        "summary",
    ];
    let Some((head, rest)) = line.split_once(':') else { return line };
    let head = head.trim_start_matches(['*', '#', '-', '>', ' ']).to_lowercase();
    let labelled = head.split_whitespace().count() <= 12 && LABELS.iter().any(|l| head.starts_with(l));
    if labelled && !asked.to_lowercase().starts_with(&head) { rest.trim_start_matches(['*', ' ']) } else { line }
}

fn is_chatter(line: &str) -> bool {
    const OPENINGS: &[&str] =
        &["sure", "certainly", "of course", "here is", "here's", "okay", "i hope", "let me", "as an ai", "note:"];
    let lower = line.to_lowercase();
    lower.is_empty() || OPENINGS.iter().any(|o| lower.starts_with(o)) && line.split_whitespace().count() <= 10
}

/// Without the quotation marks that some models put around a whole answer.
fn unquoted(text: &str, asked: &str) -> String {
    let inner = [('"', '"'), ('“', '”'), ('\'', '\''), ('‘', '’')].iter().find_map(|&(open, close)| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.contains([open, close]) || open == '\'' || open == '‘').then_some(inner)
    });
    match inner {
        Some(inner) if !asked.starts_with(['"', '“', '\'', '‘']) => inner.trim().to_owned(),
        _ => text.to_owned(),
    }
}

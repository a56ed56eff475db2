//! Any text against any sources: each sentence is aligned to the source sentences it rests on and judged by those alone.

use crate::dates::{self, Cited};
use crate::evidence::{Word, evidence};
use crate::features::Seen;
use crate::judge::{Assessment, Examined, assess_read, examine, strict};
use crate::model;
use crate::nli::{self, Nli};
use crate::token::{Token, tokens};
use crate::window::{Line, MOST_TOKENS, Sources};
use standfirst_types::{VerdictKind, days::Told};

/// A source: its id, its text and its sentences as byte spans.
pub type Source = (String, String, Vec<[u32; 2]>);
/// A span of a source: id, first byte, one past the last.
pub type SourceSpan = (String, u32, u32);

/// The check of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextCheck {
    /// Score of the worst sentence, 0 to 1; from 0.5 on the text may be believed.
    pub score: f32,
    /// Verdict of the worst sentence.
    pub verdict: VerdictKind,
    /// Each sentence, in order.
    pub sentences: Vec<CheckedText>,
}

/// The check of one sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedText {
    /// The sentence.
    pub text: String,
    /// How it stands.
    pub verdict: VerdictKind,
    /// 0 to 1; from 0.5 on it may be believed.
    pub score: f32,
    /// The one to three source sentences it rests on, best first.
    pub support: Vec<SourceSpan>,
    /// What is missing from them.
    pub missing: Vec<String>,
    /// Who decided: `rules`, or `nli` for a user's model.
    pub by: String,
}

/// Checks the sentences of `summary` against `sources`. Empty text is unsupported. Linear in the sources' text, plus for each
/// sentence the alignment to its three best.
pub fn check_text(summary: &[String], sources: &[Source]) -> TextCheck {
    check_text_with(summary, sources, None)
}

/// The same, by the rules and, where there is one, by a model.
pub fn check_text_with(summary: &[String], sources: &[Source], model: Option<&dyn Nli>) -> TextCheck {
    check_text_told(summary, sources, &[], model)
}

/// The same, with the days on which each source may have been written, so that “yesterday” bears out a date. Without them
/// a date must be written in the source.
pub fn check_text_told(
    summary: &[String],
    sources: &[Source],
    told: &[Option<Told>],
    model: Option<&dyn Nli>,
) -> TextCheck {
    let read = Sources::new(sources.iter().map(|s| (s.1.as_str(), s.2.as_slice())));
    let sentences: Vec<CheckedText> = summary
        .iter()
        .filter(|s| s.chars().any(char::is_alphanumeric))
        .map(|s| check_dated(s, &read, sources, told, model))
        .collect();
    let worst = sentences.iter().min_by(|a, b| a.score.total_cmp(&b.score));
    TextCheck {
        score: worst.map_or(0.0, |s| s.score),
        verdict: worst.map_or(VerdictKind::Unsupported, |s| s.verdict),
        sentences,
    }
}

/// A sentence as it stands, or with its dates in the words of the sentences that it rests on.
fn check_dated(
    text: &str,
    read: &Sources,
    sources: &[Source],
    told: &[Option<Told>],
    model: Option<&dyn Nli>,
) -> CheckedText {
    let mut checked = check_sentence(text, read, sources, model);
    let cite = |(id, from, to): &SourceSpan| {
        let n = sources.iter().position(|s| s.0 == *id)?;
        let told = told.get(n).copied().flatten();
        Some(Cited { text: &sources.get(n)?.1, from: *from as usize, to: *to as usize, told })
    };
    if told.is_empty() || checked.verdict == VerdictKind::Verbatim {
        return checked;
    }
    let cited: Vec<Cited<'_>> = checked.support.iter().filter_map(cite).collect();
    if checked.verdict.passes() {
        if let Some(date) = dates::unfounded(text, &cited) {
            checked.verdict = VerdictKind::Partly;
            checked.score = checked.score.min(0.49);
            checked.missing = vec![date];
        }
    } else if let Some(undone) = dates::undone(text, &cited) {
        let again = check_sentence(&undone, read, sources, model);
        let verdict = if again.verdict == VerdictKind::Verbatim { VerdictKind::Supported } else { again.verdict };
        checked = CheckedText { text: text.to_owned(), verdict, ..again };
    }
    checked
}

fn check_sentence(text: &str, read: &Sources, sources: &[Source], model: Option<&dyn Nli>) -> CheckedText {
    let claim = tokens(text);
    let window = read.window(text, &claim);
    let lines: Vec<&Line> = window.iter().filter_map(|&i| read.lines.get(i)).collect();
    let (judged, examined) = assess_read(text, &claim, &lines, Some(read));
    let score = match examined {
        Some(examined) => score(&seen(&claim, read, &window, &examined, &judged)),
        None => judged.score,
    };
    let mut judged = judged;
    if judged.kind == VerdictKind::Supported {
        let window = Sources::of_lines(lines.iter().map(|l| (*l).clone()).collect());
        strict(text, &claim, &window, &mut judged);
    }
    let support = lines.iter().filter_map(|l| Some((sources.get(l.source)?.0.clone(), l.start, l.end))).collect();
    let by = "rules".into();
    let mut out = CheckedText { text: text.into(), verdict: judged.kind, score, support, missing: judged.missing, by };
    if let Some(model) = model.filter(|_| nli::heard(judged.kind, judged.hard)) {
        let premise = lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" ");
        ask(model, &premise, &mut out);
    }
    out
}

/// Lets the model speak, and the score follow the verdict that it decided.
fn ask(model: &dyn Nli, premise: &str, out: &mut CheckedText) {
    let (kind, by) = nli::weigh(out.verdict, model.entails(premise, &out.text));
    if by == "rules" {
        return;
    }
    (out.verdict, out.by) = (kind, by.into());
    if kind.passes() {
        out.missing.clear();
        out.score = out.score.max(0.5);
    } else {
        out.missing = vec!["the model’s assent".into()];
        out.score = out.score.min(0.49);
    }
}

/// How well a sentence is supported, 0 to 1. What the rules found to be altered in a sentence that is otherwise a source's
/// own is no matter of degree: it stays below one half.
fn score(seen: &Numbers) -> f32 {
    let given = model::score(&seen.sentence, &seen.words);
    if seen.altered { 0.49 * given } else { given }
}

/// A sentence as numbers.
struct Numbers {
    sentence: [f32; crate::features::SENTENCE],
    words: Vec<Word>,
    altered: bool,
}

fn seen(claim: &[Token], read: &Sources, window: &[usize], examined: &Examined, judged: &Assessment) -> Numbers {
    let lines: Vec<&Line> = window.iter().filter_map(|&i| read.lines.get(i)).collect();
    let Examined { found, near, share, sewn } = examined;
    let words = evidence(claim, read, window);
    let altered = *sewn || near.is_some() && (!found.strict.is_empty() || !found.contradicted.is_empty());
    let seen = Seen {
        claim,
        lines: &lines,
        window,
        sources: read,
        found,
        near: *near,
        share: *share,
        words: &words,
        way: &crate::channel::way(claim, read, window),
        rules: (judged.score, judged.kind.passes()),
    };
    Numbers { sentence: crate::features::features(&seen), words, altered }
}

/// The numbers a sentence is scored by, as the weights of the score are fitted to them.
#[derive(Clone, Debug)]
pub struct Features {
    /// The sentence's own.
    pub sentence: Vec<f32>,
    /// Those of each word that is weighed: its first byte, one past its last, its numbers.
    pub words: Vec<(usize, usize, Vec<f32>)>,
    /// Whether the sentence is word for word a source's.
    pub verbatim: bool,
    /// Whether the rules found it to be a source's sentence with something altered.
    pub altered: bool,
}

/// The numbers each sentence of `summary` would be scored by; `None` for a sentence without words or without a source.
pub fn features(summary: &[String], sources: &[Source]) -> Vec<Option<Features>> {
    let read = Sources::new(sources.iter().map(|s| (s.1.as_str(), s.2.as_slice())));
    summary.iter().map(|s| features_of(s, &read)).collect()
}

fn features_of(text: &str, read: &Sources) -> Option<Features> {
    let mut claim = tokens(text);
    claim.truncate(MOST_TOKENS);
    let window = read.window(text, &claim);
    let lines: Vec<&Line> = window.iter().filter_map(|&i| read.lines.get(i)).collect();
    let examined = examine(text, &claim, &lines)?;
    let judged = crate::judge::settle(&claim, &lines, examined.found.clone(), examined.near, Some(read));
    let Numbers { sentence, words, altered } = seen(&claim, read, &window, &examined, &judged);
    let words = words.iter().filter_map(|w| Some((w, claim.get(w.token)?)));
    let words = words.map(|(w, t)| (t.start, t.end, w.numbers.to_vec())).collect();
    let verbatim = lines.iter().any(|l| standfirst_types::seal::same_words(&l.text, text));
    Some(Features { sentence: sentence.to_vec(), words, verbatim, altered })
}

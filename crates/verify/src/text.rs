//! Any text against any sources: each sentence is aligned to the source sentences it rests on and judged by those alone.

use crate::evidence::evidence;
use crate::features::Seen;
use crate::judge::{Assessment, Examined, assess, examine};
use crate::token::tokens;
use crate::window::{Line, Sources};
use standfirst_types::VerdictKind;

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
}

/// Checks the sentences of `summary` against `sources`. Empty text is unsupported. Linear in the sources' text, plus for each
/// sentence the alignment to its three best.
pub fn check_text(summary: &[String], sources: &[Source]) -> TextCheck {
    let read = Sources::new(sources.iter().map(|s| (s.1.as_str(), s.2.as_slice())));
    let sentences: Vec<CheckedText> = summary
        .iter()
        .filter(|s| s.chars().any(char::is_alphanumeric))
        .map(|s| check_sentence(s, &read, sources))
        .collect();
    let worst = sentences.iter().min_by(|a, b| a.score.total_cmp(&b.score));
    TextCheck {
        score: worst.map_or(0.0, |s| s.score),
        verdict: worst.map_or(VerdictKind::Unsupported, |s| s.verdict),
        sentences,
    }
}

fn check_sentence(text: &str, read: &Sources, sources: &[Source]) -> CheckedText {
    let chosen = read.align(&tokens(text));
    let lines: Vec<&Line> = chosen.iter().filter_map(|&i| read.lines.get(i)).collect();
    let Assessment { kind, score, missing } = assess(text, &lines, Some(read));
    let support = lines.iter().filter_map(|l| Some((sources.get(l.source)?.0.clone(), l.start, l.end))).collect();
    CheckedText { text: text.into(), verdict: kind, score, support, missing }
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
}

/// The numbers each sentence of `summary` would be scored by; `None` for a sentence without words or without a source.
pub fn features(summary: &[String], sources: &[Source]) -> Vec<Option<Features>> {
    let read = Sources::new(sources.iter().map(|s| (s.1.as_str(), s.2.as_slice())));
    summary.iter().map(|s| features_of(s, &read)).collect()
}

fn features_of(text: &str, read: &Sources) -> Option<Features> {
    let mut claim = tokens(text);
    claim.truncate(crate::window::MOST_TOKENS);
    let window = read.align(&claim);
    let lines: Vec<&Line> = window.iter().filter_map(|&i| read.lines.get(i)).collect();
    let Examined { found, near, share } = examine(text, &claim, &lines)?;
    let words = evidence(&claim, read, &window);
    let way = crate::channel::way(&claim, read, &window);
    let ruled = crate::judge::settle(&claim, &lines, found.clone(), near, Some(read));
    let rules = (ruled.score, ruled.kind.passes());
    let seen =
        Seen { claim: &claim, lines: &lines, window: &window, sources: read, found: &found, near, share, words: &words, way: &way, rules };
    let sentence = crate::features::features(&seen).to_vec();
    let words = words.iter().filter_map(|w| Some((w, claim.get(w.token)?)));
    let words = words.map(|(w, t)| (t.start, t.end, w.numbers.to_vec())).collect();
    let verbatim = lines.iter().any(|l| standfirst_types::seal::same_words(&l.text, text));
    Some(Features { sentence, words, verbatim })
}

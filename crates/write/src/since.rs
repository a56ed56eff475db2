//! What is new since the last revision: sentences of fresh reports that the previous brief does not have, changed counts first.

use crate::desk::Desk;
use crate::differ::figures;
use crate::pool::{Piece, Sentence, pool};
use standfirst_types::Claim;

/// Share of a sentence's content in one sentence of the previous brief from which it is no news.
const TOLD: f32 = 0.7;

/// The best new sentences, at most as many as the options allow; none without a previous brief.
pub(crate) fn since_last(desk: &Desk<'_>) -> Vec<Claim> {
    let Some(previous) = desk.input.previous else { return vec![] };
    let mut text = String::new();
    let mut spans = Vec::new();
    for sentence in previous.sentences() {
        let start = text.len() as u32;
        text.push_str(&sentence.text);
        spans.push([start, text.len() as u32]);
        text.push('\n');
    }
    let piece = Piece { text: &text, sentences: &spans, voice: String::new(), english: desk.english };
    let before = pool(&[piece]);
    let fresh = |i: &usize| desk.article_of(*i).is_some_and(|a| desk.input.fresh.contains(&a.id));
    let mut news: Vec<(bool, usize)> = Vec::new();
    for i in desk.by_score().into_iter().filter(fresh) {
        let Some(sentence) = desk.sentence(i).filter(|s| !s.is_speech() && !s.text.ends_with('?')) else { continue };
        let repeats = news.iter().any(|&(_, j)| desk.alike(i, j) >= crate::same::SAME_FACT);
        let changed = count_changed(sentence, &before);
        if !repeats && (changed || !told(sentence, &before)) {
            news.push((changed, i));
        }
    }
    news.sort_by_key(|n| !n.0);
    news.into_iter().take(desk.input.options.since_last).map(|(_, i)| desk.claim(i)).collect()
}

fn told(sentence: &Sentence, before: &[Sentence]) -> bool {
    let held = |b: &Sentence| sentence.terms.iter().filter(|t| b.terms.binary_search(t).is_ok()).count();
    before.iter().any(|b| held(b) as f32 >= TOLD * sentence.terms.len().max(1) as f32)
}

/// It counts something that the previous brief counted otherwise and nowhere the same.
fn count_changed(sentence: &Sentence, before: &[Sentence]) -> bool {
    figures(sentence).iter().filter(|f| f.kind).any(|f| {
        let mut same = before.iter().flat_map(figures).filter(|b| b.key == f.key).peekable();
        same.peek().is_some() && !same.any(|b| b.value == f.value)
    })
}

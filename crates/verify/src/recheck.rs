//! Rechecking a published brief: when an original changes its text, what the brief said of it is verified again, and what
//! no longer holds becomes a correction.

use crate::judge::judge;
use crate::token::tokens;
use crate::window::{Sources, span};
use jiff::Timestamp;
use standfirst_types::{Article, ArticleId, Brief, Checked, Claim, Correction, Ref, span::span_hash};

/// Share of a sentence's content that a sentence of the new version must have to be what is said now.
const NEAR: f32 = 0.4;

/// What `previous` said and the newest versions of its originals (`current`) no longer say, in the brief's order, each
/// sentence once. A cited sentence that merely moved, or a claim that the new text still supports, is no correction.
/// Linear in the texts that changed, for each sentence that cites them.
pub fn recheck(previous: &Brief, current: &[&Article], at: Timestamp) -> Vec<Correction> {
    let mut out: Vec<Correction> = Vec::new();
    for sentence in previous.sentences() {
        if out.iter().any(|c| c.was == sentence.text) {
            continue;
        }
        let changed = sentence.refs.iter().find_map(|r| {
            let newest = current.iter().find(|a| a.id == r.article && a.version > r.version)?;
            (!stands(r, newest)).then_some(*newest)
        });
        let Some(newest) = changed else { continue };
        if !stands_elsewhere(previous, sentence, newest.id, current) {
            out.extend(correct(sentence, newest, at));
        }
    }
    out
}

/// Whether the other passages that a sentence cites, here or elsewhere in the brief, still carry it by themselves, in texts
/// that did not change.
fn stands_elsewhere(previous: &Brief, sentence: &Checked, changed: ArticleId, current: &[&Article]) -> bool {
    let said = previous.sentences().filter(|s| s.text == sentence.text).flat_map(|s| &s.refs);
    let others = said.filter(|r| r.article != changed);
    let same = |r: &&Ref| current.iter().any(|a| a.id == r.article && a.version == r.version);
    let support: Vec<_> = others.filter(same).map(Ref::span).collect();
    !support.is_empty() && judge(&Claim { text: sentence.text.clone(), support }, current).kind.passes()
}

/// Whether the cited bytes stand somewhere in the new text: at their old place, as a sentence, or at any word.
fn stands(r: &Ref, newest: &Article) -> bool {
    let len = r.end.saturating_sub(r.start) as usize;
    let is_at = |start: usize| newest.text.get(start..start + len).is_some_and(|t| span_hash(t) == r.hash);
    if is_at(r.start as usize) {
        return true;
    }
    let mut before = ' ';
    newest.text.char_indices().any(|(i, c)| {
        let word = !before.is_alphanumeric();
        before = c;
        word && !c.is_whitespace() && is_at(i)
    })
}

fn correct(sentence: &Checked, newest: &Article, at: Timestamp) -> Option<Correction> {
    let articles = [newest];
    let sources = Sources::of(&articles);
    let claim = tokens(&sentence.text);
    let lines: Vec<_> = sources.align(&claim).into_iter().filter_map(|i| sources.lines.get(i)).collect();
    let support = lines.iter().filter_map(|l| span(l, &articles)).collect();
    let again = Claim { text: sentence.text.clone(), support };
    if judge(&again, &articles).kind.passes() {
        return None;
    }
    let content: Vec<_> = claim.iter().filter(|t| t.is_content()).collect();
    let now = lines.first().filter(|l| {
        let held = content.iter().filter(|c| l.tokens.iter().any(|t| t.stem == c.stem)).count();
        held as f32 >= NEAR * content.len().max(1) as f32
    });
    Some(Correction {
        at,
        was: sentence.text.clone(),
        now: now.map(|l| l.text.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default(),
        why: format!("{} changed its text", newest.site),
    })
}

//! The opening: what stands in the article's box before its first paragraph and is part of it all the same, such as a recipe's
//! ingredients, a list of results, a heading.

use super::furniture::is_furniture;
use super::linked::{Judged, admit};
use super::{Field, is_prose};
use crate::blocks::Block;
use crate::page::Tag;

/// The reason for a short line before the first paragraph.
pub(super) const BEFORE: &str = "stands before the text";
/// The reason for a heading before the first paragraph.
pub(super) const HEADING: &str = "a heading before the text";
/// At most this many blocks before the first paragraph are looked at.
const REACH: usize = 40;
/// Shortest line taken for part of the text, in bytes.
const LINE: usize = 20;

impl Field<'_> {
    /// Takes back in what opens the text: list items, lines in the same box as the first paragraph that name no date and no
    /// picture, and the heading right before all that.
    pub(super) fn admit_opening(&self, judged: &mut [Judged]) {
        let told = |j: &Judged| j.1.is_none() && self.blocks.list.get(j.0).is_some_and(is_prose);
        let Some(first) = judged.iter().position(told) else { return };
        let Some(parent) = self.at(judged, first).map(|b| self.parent(b.node)) else { return };
        let mut opening = first;
        for at in (first.saturating_sub(REACH)..first).rev() {
            let before = judged.get(at).is_some_and(|j| j.1 == Some(BEFORE));
            let Some(block) = self.at(judged, at).filter(|_| before) else { continue };
            let text = self.blocks.text(block);
            let line = block.tag == Tag::P && self.parent(block.node) == parent && block.len() > LINE && !is_note(text);
            if (block.tag == Tag::Li || line) && !is_furniture(text) {
                admit(judged, at);
                opening = at;
            }
        }
        for heads in [first, opening] {
            let at = heads.wrapping_sub(1);
            if judged.get(at).is_some_and(|j| j.1 == Some(HEADING)) {
                admit(judged, at);
            }
        }
    }

    fn at(&self, judged: &[Judged], at: usize) -> Option<&Block> {
        judged.get(at).and_then(|j| self.blocks.list.get(j.0))
    }
}

/// Whether a line gives a date or a picture's maker.
fn is_note(text: &str) -> bool {
    let low = text.to_lowercase();
    let year = low.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= 4);
    year || ["credit", "photo", "foto", "updated", "published", "posted"].iter().any(|w| low.contains(w))
}

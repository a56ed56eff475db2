//! The opening: what stands in the article's box before its first paragraph and is part of it all the same, such as a recipe's
//! ingredients, a list of results, a heading.

use super::boilerplate::is_closing;
use super::furniture::is_furniture;
use super::keep::Kept;
use super::linked::{Judged, admit};
use super::{DROP, Field, NOTHING, is_prose};
use crate::blocks::Block;
use crate::class;
use crate::page::{Node, Tag};

/// The reason for a short line before the first paragraph.
pub(super) const BEFORE: &str = "stands before the text";
/// The reason for a heading before the first paragraph.
pub(super) const HEADING: &str = "a heading before the text";
/// At most this many blocks before the first paragraph are looked at.
const REACH: usize = 40;
/// Shortest line taken for part of the text, in bytes.
const LINE: usize = 20;
/// At most this many elements that say they hold the article are weighed.
const MAX_BOXES: usize = 64;

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

    /// The element that says it holds the article and holds most text that is no link: where a page has no paragraph at all, as
    /// a post of pictures and notes has none.
    pub(super) fn named_box(&self) -> Option<(u32, u32)> {
        let says = |n: &Node| n.marks & class::CONTENT != 0 && n.marks & (class::HARD | class::COMMENTS) == 0;
        let held = |i: u32, end: u32| {
            let first = self.blocks.list.partition_point(|b| b.at < i);
            let last = self.blocks.list.partition_point(|b| b.at < end);
            let lines = self.blocks.list.get(first..last).unwrap_or_default();
            lines.iter().filter(|b| b.link_density() < 0.5).map(Block::len).sum::<usize>()
        };
        let boxes = (0u32..).zip(&self.page.nodes).filter(|(_, n)| says(n)).take(MAX_BOXES);
        boxes
            .map(|(i, n)| (held(i, n.end), (i, n.end)))
            .filter(|(held, _)| *held > NOTHING)
            .max_by_key(|b| b.0)
            .map(|b| b.1)
    }

    /// The lines of such a box: all but furniture, captions and links.
    pub(super) fn lines(&self, (from, to): (u32, u32)) -> Kept {
        let first = self.blocks.list.partition_point(|b| b.at < from);
        let lines = (first..).zip(self.blocks.list.iter().zip(&self.marks).skip(first));
        let inside = lines.take_while(|(_, (b, _))| b.at < to);
        let line = |(i, (block, marks)): (usize, (&Block, &u32))| {
            let text = self.blocks.text(block);
            let kept = marks & DROP == 0
                && block.tag != Tag::H(1)
                && block.link_density() < 0.5
                && !is_furniture(text)
                && !is_closing(text);
            kept.then_some(i)
        };
        Kept::of(inside.filter_map(line).collect())
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

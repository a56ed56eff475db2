//! The second look at what was kept: paragraphs said twice, boxes that publishers hang on an article's end, and its last lines.

use super::boilerplate::is_call;
use super::{Field, ends_sentence, is_prose};
use crate::blocks::Block;
use crate::page::Tag;

/// From this many bytes on a paragraph said again is a copy, not a refrain.
const AGAIN: usize = 60;
/// A part of the box that holds more than this share of its prose is the text; what follows it is not.
const NEARLY_ALL: f32 = 0.85;
/// At most this many paragraphs at the end are asked whether they speak of the publisher.
const LAST: usize = 4;
/// More short lines than this at the end are a table.
const TABLE: usize = 12;

impl Field<'_> {
    /// Leaves out what stands behind the element that holds nearly all of the text: the boxes publishers hang on an article's end.
    pub(super) fn cut_tail(&self, (from, to): (u32, u32), kept: &mut Vec<usize>) {
        let prose = |b: &&Block| is_prose(b);
        let at = |i: &usize| self.blocks.list.get(*i);
        let total: usize = kept.iter().filter_map(at).filter(prose).map(Block::len).sum();
        let (mut top, mut end) = (from, to);
        // The child that holds nearly all, and its child, and so on.
        loop {
            let mut child = top + 1;
            let found = loop {
                let Some(node) = self.page.nodes.get(child as usize).filter(|_| child < end) else { break None };
                let a = kept.partition_point(|i| at(i).is_some_and(|b| b.at < child));
                let z = kept.partition_point(|i| at(i).is_some_and(|b| b.at < node.end));
                let held: usize =
                    kept.get(a..z).unwrap_or_default().iter().filter_map(at).filter(prose).map(Block::len).sum();
                if held as f32 > NEARLY_ALL * total as f32 {
                    break Some((child, node.end));
                }
                child = node.end;
            };
            match found {
                Some(next) if !self.is_block(next.0) => (top, end) = next,
                _ => break,
            }
        }
        let cut = kept.partition_point(|i| at(i).is_some_and(|b| b.at < end));
        kept.truncate(cut);
    }

    /// Whether a node is a paragraph by itself and holds no others.
    fn is_block(&self, node: u32) -> bool {
        self.page.nodes.get(node as usize).is_none_or(|n| matches!(n.tag, Tag::P | Tag::Text | Tag::Inline | Tag::A))
    }

    /// Leaves out paragraphs that stand there again: pages carry the same box for wide and for narrow screens.
    pub(super) fn once(&self, kept: &mut Vec<usize>) {
        let mut seen = std::collections::BTreeMap::new();
        kept.retain(|i| {
            let Some(block) = self.blocks.list.get(*i) else { return false };
            // Said twice in one box it is a refrain.
            let parent = self.parent(block.node);
            block.len() < AGAIN
                || block.tag == Tag::Quote
                || *seen.entry(self.blocks.text(block)).or_insert(parent) == parent
        });
    }

    /// Headings with nothing after them, and short loose lines at the end.
    pub(super) fn trim(&self, kept: &mut Vec<usize>) {
        let mut left = LAST;
        let line = |i: &&usize| self.blocks.list.get(**i).is_some_and(|b| b.len() < 60);
        if kept.iter().rev().take_while(line).count() > TABLE {
            return;
        }
        while let Some(block) = kept.last().and_then(|i| self.blocks.list.get(*i)) {
            let text = self.blocks.text(block);
            // A short last paragraph beside others is a refrain, a signature; in a box of its own it is furniture.
            let before = kept.len().checked_sub(2).and_then(|i| kept.get(i)).and_then(|i| self.blocks.list.get(*i));
            let beside = block.tag == Tag::P && before.is_some_and(|b| self.parent(b.node) == self.parent(block.node));
            let loose = block.len() < 60 && !ends_sentence(text) && block.tag != Tag::Li && !beside;
            let call = left > 0 && kept.len() > 2 * LAST && is_call(text);
            if !(matches!(block.tag, Tag::H(_)) || loose && kept.len() > 3 || call) {
                break;
            }
            left -= usize::from(call);
            kept.pop();
        }
    }
}

//! Keeping: which blocks of the article's box are the article, and why the others are not.

use super::boilerplate::{is_biography, is_boilerplate, is_call, is_closing};
use super::furniture::is_furniture;
use super::{DROP, Field, ends_sentence, is_prose};
use crate::blocks::{Block, Blocks};
use crate::class;
use crate::page::Tag;

/// Indices of the blocks kept, in order.
pub(super) struct Kept(pub(super) Vec<usize>);

impl Kept {
    pub(super) fn bytes(&self, blocks: &Blocks) -> usize {
        self.0.iter().filter_map(|i| blocks.list.get(*i)).map(Block::len).sum()
    }
}

/// From this many bytes on a paragraph said again is a copy, not a refrain.
const AGAIN: usize = 60;
/// A part of the box that holds more than this share of its prose is the text; what follows it is not.
const NEARLY_ALL: f32 = 0.85;
/// From this many bytes on a text before the box is its beginning.
const LEAD: usize = 110;
/// At most this many paragraphs at the end are asked whether they speak of the publisher.
const LAST: usize = 4;

impl Field<'_> {
    /// The blocks of a box that are the article, in order.
    pub(super) fn keep(&self, (from, to): (u32, u32)) -> Kept {
        let start = self.blocks.list.partition_point(|b| b.at < from);
        let end = self.blocks.list.partition_point(|b| b.at < to);
        let mut kept: Vec<usize> = vec![];
        let (mut opened, mut shut) = (false, None);
        let half = start + (end - start) / 2;
        for i in start..end {
            let (Some(block), Some(marks)) = (self.blocks.list.get(i), self.marks.get(i)) else { continue };
            if let Tag::H(level) = block.tag {
                shut = shut.filter(|s| level > *s);
                if i > half && is_closing(self.blocks.text(block)) {
                    shut = Some(level);
                }
            }
            if shut.is_none() && self.refusal(block, *marks, opened).is_none() {
                opened |= is_prose(block);
                kept.push(i);
            }
        }
        self.once(&mut kept);
        self.cut_tail((from, to), &mut kept);
        self.trim(&mut kept);
        Kept(kept)
    }

    /// Leaves out what stands behind the element that holds nearly all of the text: the boxes publishers hang on an article's end.
    fn cut_tail(&self, (from, to): (u32, u32), kept: &mut Vec<usize>) {
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
    fn once(&self, kept: &mut Vec<usize>) {
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

    /// Why a block is not part of the article; `None` when it is.
    fn refusal(&self, block: &Block, marks: u32, opened: bool) -> Option<&'static str> {
        if marks & DROP != 0 || block.tag == Tag::Caption {
            return Some(dropped(marks, block.tag));
        }
        let text = self.blocks.text(block);
        let density = block.link_density();
        let short = block.len() < 120;
        if marks & class::QUOTED != 0 && opened {
            return (density >= 0.9).then_some("only links");
        }
        // Whole articles are laid out in "cards" too; what is a card of another article shows by its links.
        if marks & class::TEASER != 0 && density > 0.3 {
            return Some("a card of another article");
        }
        if marks & (class::BYLINE | class::DATE) != 0 && (short || density > 0.3) {
            return Some("byline or date");
        }
        let told = ends_sentence(text) && !text.ends_with([':', ';']);
        let part = opened && density < 0.1 && (matches!(block.tag, Tag::H(_) | Tag::Li) || told);
        if marks & class::WEAK != 0 && (short && !part || density > 0.3) {
            return Some("a small box");
        }
        if let Tag::H(_) = block.tag {
            let place = opened || block.len() > 80;
            let kept = place && density < 0.6 && !same(text, self.title) && !is_furniture(text) && !is_closing(text);
            return (!kept).then_some("a heading outside the text");
        }
        let told = told && block.tag == Tag::P && block.len() > 80 && density < 0.85;
        if density > 0.55 && (block.tag == Tag::Li || block.len() < 250) && !told {
            return Some("only links");
        }
        if is_boilerplate(block, text) {
            return Some("what publishers say of themselves");
        }
        if is_biography(text, self.authors) {
            return Some("about the author");
        }
        if !opened && (short && !ends_sentence(text) || same(text, self.title)) {
            return Some("stands before the text");
        }
        (block.len() < 200 && is_furniture(text)).then_some("a publisher's line between paragraphs")
    }

    /// Outside the box the marks of the whole page hold.
    pub(super) fn marks_outside(&mut self, (from, to): (u32, u32), outer: &[u32]) {
        for ((mark, out), block) in self.marks.iter_mut().zip(outer).zip(&self.blocks.list) {
            if !(from..to).contains(&block.at) {
                *mark = *out;
            }
        }
    }

    /// The lead: prose between the headline and the article's box, which many pages set in a box of its own.
    pub(super) fn add_lead(&self, (from, _): (u32, u32), kept: &mut Kept) {
        let list = &self.blocks.list;
        let end = list.partition_point(|b| b.at < from);
        let title = |b: &Block| matches!(b.tag, Tag::H(1)) && same(self.blocks.text(b), self.title);
        let before = || list.iter().take(end);
        let head = before().position(title).or_else(|| before().rposition(|b| b.tag == Tag::H(1)));
        let Some(head) = head else { return };
        let mut lead = vec![];
        for i in head + 1..end {
            let (Some(block), Some(marks)) = (list.get(i), self.marks.get(i)) else { continue };
            if marks & (class::BYLINE | class::DATE | class::TEASER) != 0 || self.refusal(block, *marks, true).is_some()
            {
                continue;
            }
            let text = self.blocks.text(block);
            let paragraph = matches!(block.tag, Tag::P | Tag::H(_)) && block.len() > 80;
            let goes_on = !lead.is_empty() && matches!(block.tag, Tag::Li | Tag::H(_) | Tag::P);
            if is_prose(block) && ends_sentence(text) || paragraph || goes_on {
                lead.push(i);
            }
        }
        while lead.last().and_then(|i| list.get(*i)).is_some_and(|b| matches!(b.tag, Tag::H(_))) && kept.0.is_empty() {
            lead.pop();
        }
        // One line is a standfirst, which says again what the text says.
        if lead.iter().filter_map(|i| list.get(*i)).map(Block::len).sum::<usize>() >= LEAD {
            lead.append(&mut kept.0);
            kept.0 = lead;
        }
    }

    /// Headings with nothing after them, and short loose lines at the end.
    fn trim(&self, kept: &mut Vec<usize>) {
        let mut left = LAST;
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

    /// For each block of the page whether it was kept, and why.
    pub(super) fn reasons(&self, (from, to): (u32, u32), kept: &Kept) -> Vec<(bool, &'static str)> {
        let mut opened = false;
        let blocks = self.blocks.list.iter().zip(&self.marks).enumerate();
        let reason = |(i, (block, marks)): (usize, (&Block, &u32))| {
            if kept.0.binary_search(&i).is_ok() {
                opened |= is_prose(block);
                return (true, if is_prose(block) { "prose" } else { "stands in the article" });
            }
            if block.at < from || block.at >= to {
                return (false, self.refusal(block, *marks, true).unwrap_or("outside the article's box"));
            }
            (false, self.refusal(block, *marks, opened).unwrap_or("a loose line at the end"))
        };
        blocks.map(reason).collect()
    }
}

fn dropped(marks: u32, tag: Tag) -> &'static str {
    if marks & class::CONSENT != 0 {
        "a consent dialogue"
    } else if marks & class::COMMENTS != 0 {
        "readers' comments"
    } else if marks & class::CAPTION != 0 || tag == Tag::Caption {
        "a caption or credit"
    } else {
        "furniture"
    }
}

fn same(a: &str, b: &str) -> bool {
    let squash = |t: &str| t.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    !b.is_empty() && (a == b || a.len().abs_diff(b.len()) < 24 && squash(a) == squash(b))
}

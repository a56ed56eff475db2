//! Blocks: the text of a page as paragraphs, each knowing where it stood and how much of it was links.
//!
//! Every visible paragraph of the page becomes a block, furniture too: what is dropped is decided later, over all of them.

use crate::class;
use crate::page::{Page, Tag, collapse_into};

/// One paragraph, heading or list item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    /// Byte range in [`Blocks::text`].
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Index of its first text node: never falls from block to block.
    pub(crate) at: u32,
    /// The block-level element it stands in.
    pub(crate) node: u32,
    pub(crate) tag: Tag,
    /// Bytes of it inside links.
    pub(crate) link: u32,
}

impl Block {
    pub(crate) fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// Share of the text that is links, 0 to 1.
    pub(crate) fn link_density(&self) -> f32 {
        self.link as f32 / self.len().max(1) as f32
    }
}

/// All blocks of a page in document order over one buffer.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    pub(crate) text: String,
    pub(crate) list: Vec<Block>,
    /// Bytes of text left out because it is not shown.
    pub(crate) hidden: usize,
}

impl Blocks {
    pub(crate) fn text(&self, block: &Block) -> &str {
        self.text.get(block.start as usize..block.end as usize).unwrap_or_default()
    }
}

/// Gathers the blocks of a page. Linear in the page.
pub(crate) fn blocks(page: &Page) -> Blocks {
    let all: usize = page.nodes.iter().map(|n| n.text.trim().len()).sum();
    let mut walk =
        Walk { page, out: Blocks::default(), open: vec![], start: 0, at: None, link: 0, link_until: 0, breaks: 0 };
    let mut i = 0;
    while let Some(node) = page.nodes.get(i) {
        walk.close_until(i as u32);
        i += 1;
        match node.tag {
            Tag::Text => walk.text(i as u32 - 1, &node.text),
            Tag::Void => i = node.end as usize,
            _ if node.marks & (class::HIDDEN | class::FADED) != 0 && is_hidden(page, i - 1, all) => {
                walk.out.hidden += hidden_bytes(page, i - 1);
                i = node.end as usize;
            }
            Tag::Br => walk.line_break(),
            tag => walk.open(i as u32 - 1, tag),
        }
    }
    walk.close_until(u32::MAX);
    walk.flush();
    walk.out
}

/// Whether a node marked as not shown is to be left out. A page that fades its text in by script marks most of itself, and one that
/// waits for its script to show anything marks all of itself.
fn is_hidden(page: &Page, node: usize, all: usize) -> bool {
    let hidden = hidden_bytes(page, node);
    let faded = page.nodes.get(node).is_some_and(|n| n.marks & class::HIDDEN == 0);
    if faded { hidden * 2 < all } else { hidden * 10 < all * 9 }
}

fn hidden_bytes(page: &Page, node: usize) -> usize {
    let end = page.nodes.get(node).map_or(node, |n| n.end as usize);
    page.nodes.get(node..end).unwrap_or_default().iter().map(|n| n.text.trim().len()).sum()
}

struct Walk<'p> {
    page: &'p Page,
    out: Blocks,
    /// Open block-level elements.
    open: Vec<u32>,
    /// Where the block being gathered starts.
    start: usize,
    at: Option<u32>,
    link: usize,
    link_until: u32,
    /// Line breaks since the last text.
    breaks: u32,
}

impl Walk<'_> {
    fn close_until(&mut self, index: u32) {
        while let Some(&node) = self.open.last() {
            if self.page.nodes.get(node as usize).is_some_and(|n| n.end > index) {
                break;
            }
            self.flush();
            self.open.pop();
        }
    }

    fn open(&mut self, index: u32, tag: Tag) {
        match tag {
            Tag::A => {
                let end = self.page.nodes.get(index as usize).map_or(0, |n| n.end);
                self.link_until = self.link_until.max(end);
            }
            Tag::Inline | Tag::Time | Tag::Img => {}
            _ => {
                self.flush();
                self.open.push(index);
            }
        }
    }

    fn text(&mut self, index: u32, text: &str) {
        if self.at.is_none() {
            if text.trim().is_empty() {
                return;
            }
            self.at = Some(index);
        }
        let before = self.out.text.len();
        collapse_from(&mut self.out.text, self.start, text);
        if index < self.link_until {
            self.link += self.out.text.len() - before;
        }
        if !text.trim().is_empty() {
            self.breaks = 0;
        }
    }

    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks >= 2 {
            self.flush();
        } else if self.at.is_some() && !self.out.text.ends_with(' ') {
            self.out.text.push(' ');
        }
    }

    fn flush(&mut self) {
        let trimmed = self.out.text.trim_end().len().max(self.start);
        self.out.text.truncate(trimmed);
        if let Some(at) = self.at.take().filter(|_| trimmed > self.start) {
            let node = self.open.last().copied().unwrap_or(0);
            let tag = self.tag();
            let (start, end) = (self.start as u32, trimmed as u32);
            self.out.list.push(Block { start, end, at, node, tag, link: self.link.min(trimmed - self.start) as u32 });
        }
        self.start = self.out.text.len();
        self.link = 0;
    }

    /// What kind of paragraph the innermost open elements make it.
    fn tag(&self) -> Tag {
        for node in self.open.iter().rev().take(4) {
            match self.page.nodes.get(*node as usize).map(|n| n.tag) {
                Some(tag @ (Tag::H(_) | Tag::Li | Tag::Pre | Tag::Caption | Tag::P)) => return tag,
                Some(tag @ (Tag::Block | Tag::Article | Tag::Body | Tag::Main | Tag::Quote))
                    if self.open.last() == Some(node)
                    // A `div` in a list item is the list item's text.
                    && tag != Tag::Block =>
                {
                    return tag;
                }
                _ => {}
            }
        }
        Tag::Block
    }
}

/// As [`collapse_into`], the line starting at `from`.
fn collapse_from(out: &mut String, from: usize, text: &str) {
    if out.len() == from {
        let text = text.trim_start();
        let mut first = String::new();
        collapse_into(&mut first, text);
        out.push_str(&first);
    } else {
        collapse_into(out, text);
    }
}

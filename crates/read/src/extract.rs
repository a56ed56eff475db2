//! Extraction: which blocks of a page are the article.
//!
//! After Readability (Arc90, Mozilla): paragraphs give their ancestors a score that falls with distance, the best ancestor is the
//! article's box, and it grows as long as its parent adds more prose than furniture. Unlike Readability nothing is removed from the
//! tree: furniture is a mark on a block, and a mark that would cost a large part of the page's prose does not count.

mod boilerplate;
mod furniture;
mod keep;
mod linked;
mod opening;
mod tail;

use self::furniture::mark_teasers;
use self::keep::Kept;
use crate::blocks::{Block, Blocks};
use crate::class;
use crate::page::{Page, Tag};

/// Shortest paragraph that speaks for its box, in bytes.
const PARAGRAPH: usize = 25;
/// A box of furniture with more than this share of the page's prose is none.
const TOO_MUCH: f32 = 0.4;
/// A `nav`, `footer` or `aside` with more than this share is none.
const NEARLY_ALL: f32 = 0.7;

/// The article's text.
#[derive(Debug, Default)]
pub(crate) struct Extracted {
    /// Paragraphs parted by a blank line.
    pub(crate) text: String,
    /// Bytes of prose on the page that are not in it, furniture aside.
    pub(crate) left: usize,
    /// Bytes of link text on the page.
    pub(crate) links: usize,
    /// Blocks kept.
    pub(crate) kept: usize,
    /// Bytes of link text in kept paragraphs.
    pub(crate) kept_links: usize,
}

/// Finds the article of a page; `title` is left out of it.
pub(crate) fn extract(page: &Page, blocks: &Blocks, title: &str, authors: &[String]) -> Extracted {
    let found = find(page, blocks, (title, authors), u32::MAX, false);
    found.field.compose(&found.kept)
}

/// For each block whether it is part of the article, and why.
pub(crate) fn explain(page: &Page, blocks: &Blocks, title: &str, authors: &[String]) -> Vec<(bool, &'static str)> {
    let found = find(page, blocks, (title, authors), u32::MAX, false);
    found.field.reasons(found.container, &found.kept)
}

fn marks_within(page: &Page, blocks: &Blocks, counted: u32, range: (u32, u32)) -> Vec<u32> {
    let mut marks = effective_marks(page, blocks, counted, range);
    mark_teasers(page, blocks, &mut marks);
    marks
}

/// What the search for an article came to.
struct Found<'p> {
    field: Field<'p>,
    container: (u32, u32),
    kept: Kept,
}

/// Minding only the marks in `counted`; `again` says that this is the second try.
fn find<'p>(
    page: &'p Page,
    blocks: &'p Blocks,
    (title, authors): (&'p str, &'p [String]),
    counted: u32,
    again: bool,
) -> Found<'p> {
    let all = (0, page.nodes.len() as u32);
    let mut field = Field { page, blocks, title, authors, marks: marks_within(page, blocks, counted, all) };
    let mut container = field.container();
    // What stands around the box does not describe what stands in it.
    let outer = std::mem::take(&mut field.marks);
    field.marks = marks_within(page, blocks, counted, container);
    let mut kept = field.keep(container);
    field.marks_outside(container, &outer);
    field.add_lead(container, &mut kept);
    let prose: usize = blocks.list.iter().filter(|b| is_prose(b)).map(Block::len).sum();
    if kept.bytes(blocks) * 4 < prose && !again {
        // A name misled: once more with only what elements and roles say.
        let wider = find(page, blocks, (title, authors), !NAMED, true);
        if wider.kept.bytes(blocks) > 3 * kept.bytes(blocks) {
            return wider;
        }
    }
    if kept.bytes(blocks) < NOTHING && !again {
        // A post of pictures: what they say is its text.
        let shown = find(page, blocks, (title, authors), !(NAMED | class::CAPTION), true);
        if shown.kept.bytes(blocks) > 3 * NOTHING {
            return shown;
        }
    }
    if kept.bytes(blocks) < 400 {
        let inner = std::mem::replace(&mut field.marks, outer);
        let whole = field.keep(all);
        if whole.bytes(blocks) > 2 * kept.bytes(blocks) {
            (container, kept) = (all, whole);
        } else {
            field.marks = inner;
        }
    }
    Found { field, container, kept }
}

struct Field<'p> {
    page: &'p Page,
    blocks: &'p Blocks,
    title: &'p str,
    authors: &'p [String],
    /// For each block, the marks of its ancestors that count.
    marks: Vec<u32>,
}

/// With fewer bytes than this a page has no text.
const NOTHING: usize = 80;
/// The marks that only names give.
const NAMED: u32 = class::JUNK | class::WEAK | class::TEASER | class::BYLINE | class::DATE;
const DROP: u32 = class::JUNK | class::COMMENTS | class::CONSENT | class::CAPTION;

/// The marks that hold for each block: those of its ancestors inside the box, less those furniture marks that would cost too much
/// of the box's prose.
fn effective_marks(page: &Page, blocks: &Blocks, counted: u32, (start, end): (u32, u32)) -> Vec<u32> {
    let mut sums = Vec::with_capacity(blocks.list.len() + 1);
    let mut total = 0usize;
    sums.push(0);
    for block in &blocks.list {
        total += if is_prose(block) && (start..end).contains(&block.at) { block.len() } else { 0 };
        sums.push(total);
    }
    let heads: Vec<u32> = (0..).zip(&page.nodes).filter(|(_, n)| n.tag == Tag::H(1)).map(|(i, _)| i).collect();
    let first = |node: u32| blocks.list.partition_point(|b| b.at < node);
    let mut out = vec![0u32; blocks.list.len()];
    let inside = (0..).zip(&page.nodes).take(end as usize).skip(start as usize + 1);
    for (i, node) in inside.filter(|(_, n)| n.marks & counted != 0) {
        let (from, to) = (first(i), first(node.end));
        let prose = sums.get(to).unwrap_or(&0) - sums.get(from).unwrap_or(&0);
        let titled = heads.partition_point(|h| *h < i) < heads.partition_point(|h| *h < node.end);
        let marks = held(node.marks & counted, prose as f32 / total.max(1) as f32, titled);
        for mark in out.get_mut(from..to).unwrap_or_default() {
            *mark |= marks;
        }
    }
    out
}

/// The marks of an element that hold, given its share of the prose and whether the headline is in it.
fn held(mut marks: u32, share: f32, titled: bool) -> u32 {
    if marks & class::HARD != 0 {
        // An element that is no article by its kind must hold nearly everything to be one.
        return if share > NEARLY_ALL { marks & !DROP } else { marks | class::JUNK };
    }
    let asides = class::COMMENTS | class::CONSENT;
    if share > TOO_MUCH && (marks & asides == 0 || titled) {
        marks &= !(DROP | class::WEAK | class::TEASER | class::BYLINE | class::DATE);
    } else if titled && marks & class::JUNK != 0 && marks & asides == 0 {
        // A banner around the headline.
        marks = marks & !class::JUNK | class::WEAK;
    }
    marks
}

/// Long enough, and not mostly links.
fn is_prose(block: &Block) -> bool {
    block.len() >= PARAGRAPH * 2 && block.link_density() < 0.4 && !matches!(block.tag, Tag::H(_))
}

impl Field<'_> {
    /// The article's box as a range of node indices.
    fn container(&self) -> (u32, u32) {
        let nodes = &self.page.nodes;
        let mut score = vec![0f32; nodes.len()];
        for (block, marks) in self.blocks.list.iter().zip(&self.marks) {
            if marks & DROP == 0 && !matches!(block.tag, Tag::H(_)) && block.len() >= PARAGRAPH {
                self.vote(block, &mut score);
            }
        }
        let mut best = (0u32, 0f32);
        for (i, score) in score.iter().enumerate().filter(|(_, s)| **s > 0.0) {
            let (prose, links) = self.weigh(i as u32);
            let density = links as f32 / (prose + links).max(1) as f32;
            let total =
                (score + base(nodes.get(i).map_or(0, |n| n.marks), nodes.get(i).map(|n| n.tag))) * (1.0 - density);
            if total > best.1 {
                best = (i as u32, total);
            }
        }
        let top = self.climb(best.0);
        (top, nodes.get(top as usize).map_or(0, |n| n.end))
    }

    fn vote(&self, block: &Block, score: &mut [f32]) {
        let text = self.blocks.text(block);
        let commas = text.chars().filter(|c| matches!(c, ',' | '，' | '、' | '،' | '।' | '。')).count();
        let points = (2.0 + commas as f32 + (block.len() / 100).min(3) as f32) * (1.0 - block.link_density());
        let own_box = matches!(block.tag, Tag::P | Tag::Pre | Tag::Quote | Tag::Li);
        let mut at = if own_box { self.parent(block.node) } else { Some(block.node) };
        for level in 0..5 {
            let Some(node) = at else { break };
            let share = match level {
                0 => 1.0,
                1 => 2.0,
                n => n as f32 * 3.0,
            };
            if let Some(s) = score.get_mut(node as usize) {
                *s += points / share;
            }
            at = self.parent(node);
        }
    }

    fn parent(&self, node: u32) -> Option<u32> {
        (node > 0).then(|| self.page.nodes.get(node as usize).map(|n| n.parent)).flatten()
    }

    /// Bytes of prose and of other text under a node, furniture aside.
    fn weigh(&self, node: u32) -> (usize, usize) {
        let end = self.page.nodes.get(node as usize).map_or(node, |n| n.end);
        let from = self.blocks.list.partition_point(|b| b.at < node);
        let to = self.blocks.list.partition_point(|b| b.at < end);
        let mut sums = (0, 0);
        let range =
            self.blocks.list.get(from..to).unwrap_or_default().iter().zip(self.marks.get(from..to).unwrap_or_default());
        for (block, marks) in range {
            if marks & DROP != 0 || matches!(block.tag, Tag::H(_)) {
                continue;
            }
            if is_prose(block) {
                sums.0 += block.len() - block.link as usize;
                sums.1 += block.link as usize / 2;
            } else if block.tag == Tag::Li && block.link_density() < 0.3 {
                sums.1 += block.link as usize;
            } else {
                sums.1 += block.len();
            }
        }
        sums
    }

    /// Grows the box while its parent adds more prose than furniture.
    fn climb(&self, node: u32) -> u32 {
        let (mut top, mut sums) = (node, self.weigh(node));
        let mut at = node;
        while let Some(up) = self.parent(at) {
            let wider = self.weigh(up);
            let (prose, other) = (wider.0.saturating_sub(sums.0), wider.1.saturating_sub(sums.1));
            let doubles = prose > sums.0 && prose > other;
            if (prose > 3 * other && prose * 20 > sums.0) || doubles {
                (top, sums) = (up, wider);
            }
            at = up;
        }
        top
    }

    fn compose(&self, kept: &Kept) -> Extracted {
        let mut out = Extracted {
            text: String::with_capacity(kept.bytes(self.blocks) + 2 * kept.list.len()),
            ..Extracted::default()
        };
        let mut prose = 0;
        for block in kept.list.iter().filter_map(|i| self.blocks.list.get(*i)) {
            if !out.text.is_empty() {
                out.text.push_str("\n\n");
            }
            out.text.push_str(self.blocks.text(block));
            prose += if is_prose(block) { block.len() } else { 0 };
            out.kept_links += block.link as usize;
        }
        let all: usize = self
            .blocks
            .list
            .iter()
            .zip(&self.marks)
            .filter(|(b, m)| is_prose(b) && **m & DROP == 0)
            .map(|(b, _)| b.len())
            .sum();
        out.left = all.saturating_sub(prose);
        out.links = self.blocks.list.iter().map(|b| b.link as usize).sum();
        out.kept = kept.list.len();
        out
    }
}

fn base(marks: u32, tag: Option<Tag>) -> f32 {
    let mut base = match tag {
        Some(Tag::Article) => 15.0,
        Some(Tag::Main) => 8.0,
        Some(Tag::Block) => 5.0,
        Some(Tag::Pre | Tag::Quote) => 3.0,
        Some(Tag::List | Tag::Li | Tag::Form) => -3.0,
        _ => 0.0,
    };
    if marks & class::CONTENT != 0 {
        base += 25.0;
    }
    if marks & class::ARTICLE_BODY != 0 {
        base += 40.0;
    }
    if marks & (class::JUNK | class::COMMENTS) != 0 {
        base -= 25.0;
    }
    base
}

/// Whether a line ends as a sentence does, closing quotes aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']', '」', '』', '“']);
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', ':', ';', '۔'])
}

//! Keeping: which blocks of the article's box are the article, and why the others are not.

use super::boilerplate::{is_biography, is_boilerplate, is_closing};
use super::furniture::is_furniture;
use super::linked::{self, Judged};
use super::opening;
use super::{DROP, Field, ends_sentence, is_prose};
use crate::blocks::{Block, Blocks};
use crate::class;
use crate::page::Tag;

/// What was kept of a page.
pub(super) struct Kept {
    /// Indices of the blocks kept, in order.
    pub(super) list: Vec<usize>,
    /// Blocks of the box that a first look kept and a second did not, in no order, and why.
    again: Vec<Judged>,
}

impl Kept {
    pub(super) fn bytes(&self, blocks: &Blocks) -> usize {
        self.list.iter().filter_map(|i| blocks.list.get(*i)).map(Block::len).sum()
    }

    /// Leaves out some of the blocks kept, for a reason.
    fn narrow(&mut self, why: &'static str, narrow: impl FnOnce(&mut Vec<usize>)) {
        let before = self.list.clone();
        narrow(&mut self.list);
        if self.list.len() < before.len() {
            let gone = before.into_iter().filter(|i| self.list.binary_search(i).is_err());
            self.again.extend(gone.map(|i| (i, Some(why))));
        }
    }
}

/// The reason for what follows a heading such as "About the author".
const CLOSING: &str = "after a heading that ends the text";
/// From this many bytes on a text before the box is its beginning.
const LEAD: usize = 110;

impl Field<'_> {
    /// The blocks of a box that are the article, in order.
    pub(super) fn keep(&self, (from, to): (u32, u32)) -> Kept {
        let start = self.blocks.list.partition_point(|b| b.at < from);
        let end = self.blocks.list.partition_point(|b| b.at < to);
        let mut judged: Vec<Judged> = Vec::with_capacity(end - start);
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
            let why = shut.map_or_else(|| self.refusal(block, *marks, opened), |_| Some(CLOSING));
            opened |= why.is_none() && is_prose(block);
            judged.push((i, why));
        }
        self.admit_links(&mut judged);
        self.admit_opening(&mut judged);
        let list = judged.iter().filter(|j| j.1.is_none()).map(|j| j.0).collect();
        judged.retain(|j| j.1 == Some(CLOSING));
        let mut kept = Kept { list, again: judged };
        kept.narrow("said once already", |list| self.once(list));
        kept.narrow("in a box behind the text", |list| self.cut_tail((from, to), list));
        kept.narrow("a loose line or a call at the end", |list| self.trim(list));
        kept
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
            let kept = !same(text, self.title) && !is_furniture(text) && !is_closing(text);
            return match kept {
                true if place && density >= 0.6 => Some(linked::LINKED_HEADING),
                true if place => None,
                true if density < 0.5 && !matches!(block.tag, Tag::H(1)) => Some(opening::HEADING),
                _ => Some("a heading outside the text"),
            };
        }
        let told = told && block.tag == Tag::P && block.len() > 80 && density < 0.85;
        if density > 0.55 && (block.tag == Tag::Li || block.len() < 250) && !told {
            return Some(linked::ONLY_LINKS);
        }
        if is_boilerplate(block, text) {
            return Some("what publishers say of themselves");
        }
        if is_biography(text, self.authors) {
            return Some("about the author");
        }
        if !opened && (short && !ends_sentence(text) || same(text, self.title)) {
            return Some(opening::BEFORE);
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
        while lead.last().and_then(|i| list.get(*i)).is_some_and(|b| matches!(b.tag, Tag::H(_))) && kept.list.is_empty()
        {
            lead.pop();
        }
        // One line is a standfirst, which says again what the text says.
        if lead.iter().filter_map(|i| list.get(*i)).map(Block::len).sum::<usize>() >= LEAD {
            lead.append(&mut kept.list);
            kept.list = lead;
        }
    }

    /// For each block of the page whether it was kept, and why.
    pub(super) fn reasons(&self, (from, to): (u32, u32), kept: &Kept) -> Vec<(bool, &'static str)> {
        let mut opened = false;
        let mut again = kept.again.clone();
        again.sort_unstable();
        let again = |i: usize| again.binary_search_by_key(&i, |j| j.0).ok().and_then(|at| again.get(at)?.1);
        let blocks = self.blocks.list.iter().zip(&self.marks).enumerate();
        let reason = |(i, (block, marks)): (usize, (&Block, &u32))| {
            if kept.list.binary_search(&i).is_ok() {
                opened |= is_prose(block);
                return (
                    true,
                    match self.refusal(block, *marks, true) {
                        Some(linked::ONLY_LINKS | linked::LINKED_HEADING) => linked::WHY,
                        _ if is_prose(block) => "prose",
                        _ => "stands in the article",
                    },
                );
            }
            if block.at < from || block.at >= to {
                return (false, self.refusal(block, *marks, true).unwrap_or("outside the article's box"));
            }
            (false, self.refusal(block, *marks, opened).or_else(|| again(i)).unwrap_or("outside the article's box"))
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

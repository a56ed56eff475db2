//! Links that belong to the text: headings that lead somewhere, items of a list whose other items are prose, lists that a sentence
//! announces with a colon. Link density alone would take all three for furniture.

use super::furniture::is_furniture;
use super::{Field, is_prose};
use crate::blocks::Block;
use crate::page::Tag;
use std::collections::BTreeMap;

/// The reason given for a block of this kind that was kept.
pub(super) const WHY: &str = "links that belong to the text";
/// The reasons that this file may overrule.
pub(super) const ONLY_LINKS: &str = "only links";
pub(super) const LINKED_HEADING: &str = "a heading that is a link";
/// Shortest line whose colon announces a list, in bytes.
const ANNOUNCEMENT: usize = 16;

/// One block of the article's box: its index, and why it was refused.
pub(super) type Judged = (usize, Option<&'static str>);

impl Field<'_> {
    /// Takes back in what was refused for its links alone. Linear in the blocks, times the depth of nested lists.
    pub(super) fn admit_links(&self, judged: &mut [Judged]) {
        self.admit_headings(judged);
        self.admit_items(judged);
        self.admit_announced(judged);
    }

    fn block(&self, judged: Option<&Judged>) -> Option<&Block> {
        judged.and_then(|j| self.blocks.list.get(j.0))
    }

    /// A heading that is a link, right before a paragraph that is kept and stands beside it, heads that paragraph.
    fn admit_headings(&self, judged: &mut [Judged]) {
        for at in 0..judged.len() {
            let Some(head) = judged.get(at).filter(|j| j.1 == Some(LINKED_HEADING)) else { continue };
            let next = judged.get(at + 1).filter(|j| j.1.is_none() && j.0 == head.0 + 1);
            let (Some(head), Some(next)) = (self.block(Some(head)), self.block(next)) else { continue };
            if next.len() >= 50 && self.parent(head.node) == self.parent(next.node) {
                admit(judged, at);
            }
        }
    }

    /// An item that is a link, in a list of which at least every fifth item is kept and is none.
    fn admit_items(&self, judged: &mut [Judged]) {
        let mut lists: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        let of = |j: &Judged| {
            let block = self.blocks.list.get(j.0).filter(|b| b.tag == Tag::Li)?;
            self.list_of(block.node)
        };
        for j in judged.iter() {
            let (Some(list), Some(block)) = (of(j), self.block(Some(j))) else { continue };
            let counts = lists.entry(list).or_default();
            counts.0 += usize::from(j.1.is_none() && block.link_density() < 0.5);
            counts.1 += 1;
        }
        for at in 0..judged.len() {
            let Some(item) = judged.get(at).filter(|j| j.1 == Some(ONLY_LINKS)) else { continue };
            if of(item).and_then(|list| lists.get(&list)).is_some_and(|(told, all)| *told > 0 && told * 5 >= *all) {
                admit(judged, at);
            }
        }
    }

    /// The list a node stands in.
    fn list_of(&self, node: u32) -> Option<u32> {
        let mut at = node;
        for _ in 0..6 {
            if self.page.nodes.get(at as usize)?.tag == Tag::List {
                return Some(at);
            }
            at = self.parent(at)?;
        }
        None
    }

    /// Links after a line that ends in a colon, as long as more prose follows: at the end such a list leads away.
    fn admit_announced(&self, judged: &mut [Judged]) {
        let told = |j: &Judged| j.1.is_none() && self.blocks.list.get(j.0).is_some_and(is_prose);
        let Some(last) = judged.iter().rposition(told) else { return };
        let mut announced = false;
        for at in 0..last {
            let Some(&(i, why)) = judged.get(at) else { continue };
            let Some(block) = self.blocks.list.get(i) else { continue };
            match why {
                None => {
                    let text = self.blocks.text(block);
                    announced = text.ends_with(':')
                        && block.len() >= ANNOUNCEMENT
                        && block.link_density() < 0.3
                        && !matches!(block.tag, Tag::H(_))
                        && !is_furniture(text);
                }
                Some(ONLY_LINKS) if announced && matches!(block.tag, Tag::Li | Tag::P) => admit(judged, at),
                Some(_) => announced = false,
            }
        }
    }
}

/// Makes a refused block a kept one.
pub(super) fn admit(judged: &mut [Judged], at: usize) {
    if let Some(j) = judged.get_mut(at) {
        j.1 = None;
    }
}

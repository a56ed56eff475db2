//! Furniture that no class name gives away: cards of other articles, and the lines publishers put between paragraphs.

use super::{DROP, PARAGRAPH, is_prose};
use crate::blocks::{Block, Blocks};
use crate::class;
use crate::page::{Page, Tag};

/// Marks the prose of cards that present other articles: a heading that is a link, and one paragraph in the same box. One such box may
/// be part of an article; several are a list.
pub(super) fn mark_teasers(page: &Page, blocks: &Blocks, marks: &mut [u32]) {
    let mut found: Vec<usize> = vec![];
    for (i, head) in blocks.list.iter().enumerate() {
        let linked = head.link_density() > 0.8 && head.len() >= PARAGRAPH;
        if !linked || !matches!(head.tag, Tag::H(_) | Tag::Block) {
            continue;
        }
        let Some(bounds) = card(page, blocks, head, i) else { continue };
        found.extend((i + 1..bounds).filter(|j| blocks.list.get(*j).is_some_and(|b| is_prose(b) && b.len() < 420)));
    }
    let live = |(i, b): &(usize, &Block)| is_prose(b) && marks.get(*i).is_some_and(|m| m & DROP == 0);
    let prose = blocks.list.iter().enumerate().filter(live).count();
    if found.len() >= 3 && found.len() < prose {
        for i in found {
            if let Some(mark) = marks.get_mut(i) {
                *mark |= class::JUNK;
            }
        }
    }
}

/// One past the last block of the box around a linked heading, if the box holds at most two more blocks of which one is prose.
fn card(page: &Page, blocks: &Blocks, head: &Block, i: usize) -> Option<usize> {
    let mut node = head.node;
    for _ in 0..3 {
        node = page.nodes.get(node as usize)?.parent;
        let end = page.nodes.get(node as usize)?.end;
        let bounds = blocks.list.partition_point(|b| b.at < end);
        let first = blocks.list.partition_point(|b| b.at < node);
        let rest = blocks.list.get(i + 1..bounds)?;
        let prose = rest.iter().filter(|b| is_prose(b)).count();
        if rest.len() > 4 || prose > 1 || i.saturating_sub(first) > 3 {
            return None;
        }
        if prose == 1 {
            return Some(bounds);
        }
    }
    None
}

/// Lines that publishers put between paragraphs, by how they begin; only asked of short lines.
pub(super) fn is_furniture(text: &str) -> bool {
    const STARTS: [&str; 87] = [
        "credit:",
        "photo credit",
        "foto:",
        "fotos:",
        "bild:",
        "quelle:",
        "abbildung:",
        "above:",
        "below:",
        "left:",
        "get the latest",
        "have a tip",
        "thank you! your submission",
        "oops! something went",
        "join our",
        "sign me up",
        "advertisement",
        "read more",
        "read also",
        "read next",
        "also read",
        "see also",
        "related:",
        "related articles",
        "related stories",
        "related topics",
        "related content",
        "recommended",
        "more on this",
        "more from",
        "more stories",
        "share this",
        "share on",
        "share via",
        "follow us",
        "follow @",
        "sign up",
        "subscribe",
        "click here",
        "photo:",
        "photo by",
        "photos:",
        "image:",
        "image source",
        "image copyright",
        "image caption",
        "image credit",
        "getty images",
        "picture:",
        "video:",
        "watch:",
        "watch now",
        "listen:",
        "©",
        "copyright",
        "all rights reserved",
        "you may also",
        "you might also",
        "don't miss",
        "don’t miss",
        "most read",
        "most popular",
        "tags:",
        "filed under",
        "topics:",
        "posted in",
        "story continues",
        "article continues",
        "continue reading",
        "view comments",
        "comments",
        "leave a comment",
        "leave a reply",
        "lire aussi",
        "à lire aussi",
        "mehr zum thema",
        "lesen sie auch",
        "lea también",
        "leggi anche",
        "leia também",
        "читайте также",
        "читайте також",
        "advertising",
        "loading",
        "skip to",
        "skip advertisement",
        "sponsored",
    ];
    let mut low = String::with_capacity(32);
    low.extend(
        text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©')
            .chars()
            .take(24)
            .flat_map(char::to_lowercase),
    );
    STARTS.iter().any(|s| {
        low.starts_with(s)
            && (text.len() < 80 || !matches!(*s, "comments" | "recommended" | "loading" | "subscribe" | "copyright"))
    })
}

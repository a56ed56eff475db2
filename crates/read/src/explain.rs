//! Explaining: what the reader made of each block of a page, for a person who wonders why a paragraph is missing.

use crate::page::{Page, Tag};
use crate::{address, blocks, class, extract, jsonld, metadata, page, read::Hints};

/// Longest start of a block's text that is shown, in characters.
const SHOWN: usize = 80;

/// One paragraph, heading or list item of a page, kept or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The start of its text, at most 80 characters.
    pub text: String,
    /// Elements from the body down to it, `body > article > p`, with what their names told the reader: `div(furniture)`.
    pub path: String,
    /// Whether it is part of the article.
    pub kept: bool,
    /// The rule that decided, in words.
    pub why: &'static str,
}

/// Every visible block of a page in document order, and whether and why it is part of the article. Linear in the page.
pub fn explain(html: &str, url: &str) -> Vec<Block> {
    let page = page::parse(html, &mut vec![]);
    let facts = jsonld::facts(&page);
    let blocks = blocks::blocks(&page);
    let url = address::normalise(url);
    let meta = metadata::metadata(&page, html, &blocks, &facts, &url, &Hints::default());
    let reasons = extract::explain(&page, &blocks, &meta.title, &meta.authors);
    let shown = |(block, (kept, why)): (&blocks::Block, (bool, &'static str))| Block {
        text: blocks.text(block).chars().take(SHOWN).collect(),
        path: path(&page, block.node),
        kept,
        why,
    };
    blocks.list.iter().zip(reasons).map(shown).collect()
}

/// The elements above a node, at most the eight nearest, outermost first.
fn path(page: &Page, node: u32) -> String {
    let mut parts = vec![];
    let mut at = node;
    while let Some(n) = page.nodes.get(at as usize).filter(|_| parts.len() < 8) {
        parts.push(format!("{}{}", name(n.tag), said(n.marks)));
        if at == 0 {
            break;
        }
        at = n.parent;
    }
    parts.reverse();
    parts.join(" > ")
}

fn name(tag: Tag) -> String {
    match tag {
        Tag::H(level) => format!("h{level}"),
        Tag::Block => "div".into(),
        Tag::Quote => "blockquote".into(),
        Tag::Caption => "figcaption".into(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn said(marks: u32) -> String {
    const NAMES: [(u32, &str); 12] = [
        (class::HIDDEN, "hidden"),
        (class::JUNK, "furniture"),
        (class::CAPTION, "caption"),
        (class::BYLINE, "byline"),
        (class::DATE, "date"),
        (class::COMMENTS, "comments"),
        (class::CONTENT, "content"),
        (class::CONSENT, "consent"),
        (class::PAYWALL, "paywall"),
        (class::ARTICLE_BODY, "articleBody"),
        (class::WEAK, "small box"),
        (class::TEASER, "card"),
    ];
    let said: Vec<&str> = NAMES.iter().filter(|(bit, _)| marks & bit != 0).map(|(_, name)| *name).collect();
    if said.is_empty() { String::new() } else { format!("({})", said.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_block_says_why() {
        let prose =
            "The ferry to Orin Island was stopped on Monday after inspectors found cracks in the hull, they said.";
        let html = format!(
            "<body><article><h1>Ferry stopped</h1><p>{prose}</p><p>{prose}</p><div class=share><p>Tell your friends about us</p></div></article>"
        );
        let found = explain(&html, "https://post.example/ferry");
        let kept: Vec<bool> = found.iter().map(|b| b.kept).collect();
        assert_eq!(kept, [false, true, true, false]);
        assert_eq!((found[3].why, found[3].path.as_str()), ("furniture", "body > article > div(furniture) > p"));
    }
}

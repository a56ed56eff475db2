//! A page: the parsed document as a flat outline, made in one walk.
//!
//! Nodes lie in document order; `end` is one past a node's last descendant, so "inside" is a comparison of numbers and every sum over
//! a subtree is one pass. The walk also gathers what the head says, so nothing is looked up by selector later.

use crate::{class, lexer};
use dom_query::{Document, NodeId};
use html5ever::{ParseOpts, local_name, parse_document, tree_builder::TreeBuilderOpts};
use standfirst_types::Finding;
use tendril::{StrTendril, TendrilSink};

/// A tree with more nodes than this is cut: the rest of the page is not parsed.
const MAX_NODES: usize = 60_000;
/// Bytes given to the parser at a time.
const BATCH: usize = 8 * 1024;
/// At most this many `meta` elements and data scripts are kept.
const MAX_META: usize = 256;

/// What an element is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// A text node.
    Text,
    /// Parts the text before from the text after: `div`, `section`, `td`, …
    Block,
    P,
    /// `h1` to `h6`.
    H(u8),
    Li,
    List,
    Quote,
    Pre,
    Article,
    Main,
    Aside,
    Nav,
    Header,
    Footer,
    Figure,
    Caption,
    Table,
    Form,
    A,
    Br,
    Time,
    Img,
    Body,
    /// Never text: `button`, `select`, `video`, …
    Void,
    Inline,
}

/// One node of the outline.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) tag: Tag,
    /// `class::*` bits of the element itself.
    pub(crate) marks: u32,
    pub(crate) parent: u32,
    /// One past the last descendant.
    pub(crate) end: u32,
    /// Of text nodes.
    pub(crate) text: StrTendril,
}

/// A page in outline, and what its head says.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) nodes: Vec<Node>,
    /// `name`/`property`/`itemprop` in lower case and the content, in order.
    pub(crate) meta: Vec<(String, StrTendril)>,
    /// JSON-LD scripts.
    pub(crate) data: Vec<StrTendril>,
    pub(crate) title: String,
    pub(crate) language: Option<String>,
    pub(crate) canonical: Option<StrTendril>,
    /// `link rel=next`.
    pub(crate) next: Option<StrTendril>,
    /// `link rel=amphtml`: where the page's AMP copy is.
    pub(crate) amp_copy: Option<StrTendril>,
    /// An AMP page.
    pub(crate) amp: bool,
    /// `time` and date-like elements: node and machine-readable value.
    pub(crate) times: Vec<(u32, StrTendril)>,
    /// Bytes of text that hiding removed.
    pub(crate) hidden: usize,
}

impl Page {
    /// The text under a node, white space collapsed, at most `max` bytes of it.
    pub(crate) fn text(&self, node: u32, max: usize) -> String {
        let mut out = String::new();
        let end = self.nodes.get(node as usize).map_or(node, |n| n.end);
        for n in self.nodes.get(node as usize..end as usize).unwrap_or_default() {
            if n.tag == Tag::Text {
                collapse_into(&mut out, &n.text);
            } else if n.tag != Tag::Inline && n.tag != Tag::A && !out.ends_with(' ') && !out.is_empty() {
                out.push(' ');
            }
            if out.len() > max {
                break;
            }
        }
        out.truncate(out.trim_end().len());
        out
    }

    /// The first meta content with this key.
    pub(crate) fn meta(&self, key: &str) -> Option<&str> {
        self.meta.iter().find(|(k, v)| k == key && !v.trim().is_empty()).map(|(_, v)| v.trim())
    }

    /// Whether a node or one of its ancestors carries one of these marks.
    pub(crate) fn within(&self, node: u32, marks: u32) -> bool {
        let mut at = node as usize;
        while let Some(n) = self.nodes.get(at) {
            if n.marks & marks != 0 {
                return true;
            }
            if at == 0 {
                break;
            }
            at = n.parent as usize;
        }
        false
    }
}

/// Appends text with runs of white space as one space and none at the start of a line.
pub(crate) fn collapse_into(out: &mut String, text: &str) {
    for (i, part) in text.split(|c: char| c.is_whitespace()).enumerate() {
        if i > 0 && !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
        out.push_str(part);
    }
}

/// Parses a page, with limits on depth, tags and nodes, and outlines it.
pub(crate) fn parse(html: &str, findings: &mut Vec<Finding>) -> Page {
    let opts = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let mut parser = parse_document(Document::default(), opts);
    // Small slices go to the parser together: a call of it costs more than a copy.
    let mut batch = StrTendril::new();
    let cut = lexer::slices(html, |slice| {
        batch.push_slice(slice);
        if batch.len() >= BATCH {
            parser.process(std::mem::take(&mut batch));
        }
        parser.tokenizer.sink.sink.tree.len() < MAX_NODES
    });
    parser.process(batch);
    if cut.stopped {
        findings.push(Finding::new("page_cut", format!("more than {MAX_NODES} nodes; the rest was not read")));
    }
    if cut.deep > 0 {
        findings.push(Finding::new("nested_deeply", format!("{} elements nested too deeply were left out", cut.deep)));
    }
    let page = outline(&parser.finish());
    if page.hidden > 200 {
        findings.push(Finding::new("hidden_text", format!("{} bytes of hidden text were left out", page.hidden)));
    }
    page
}

fn outline(document: &Document) -> Page {
    let mut page = Page { nodes: Vec::with_capacity(document.tree.len()), ..Page::default() };
    // One entry an open element: its tree id's next sibling to visit, and its outline index.
    let root = document.tree.root().id;
    let mut open: Vec<u32> = vec![];
    let mut stack: Vec<(NodeId, usize)> = vec![(root, 0)];
    while let Some((id, depth)) = stack.pop() {
        while open.len() > depth {
            close(&mut page, open.pop());
        }
        let step = document.tree.query_node(&id, |node| visit(&mut page, node, open.last().copied()));
        let (first, next) = document.tree.query_node_or(&id, (None, None), |n| (n.first_child, n.next_sibling));
        if let Some(next) = next {
            stack.push((next, depth));
        }
        match step {
            Some(Step::Into(index)) => {
                open.push(index);
                if let Some(first) = first {
                    stack.push((first, depth + 1));
                }
            }
            Some(Step::Through) => {
                if let Some(first) = first {
                    stack.push((first, depth));
                }
            }
            Some(Step::Title) => take_title(&mut page, document, first),
            Some(Step::Data) => take_data(&mut page, document, first),
            Some(Step::Over) | None => {}
        }
    }
    while let Some(index) = open.pop() {
        close(&mut page, Some(index));
    }
    page
}

enum Step {
    /// An element with children, opened at this index.
    Into(u32),
    /// No node of its own, but its children count (`html`, the document).
    Through,
    Title,
    Data,
    Over,
}

fn close(page: &mut Page, index: Option<u32>) {
    let end = page.nodes.len() as u32;
    if let Some(node) = index.and_then(|i| page.nodes.get_mut(i as usize)) {
        node.end = end;
    }
}

fn child_text(document: &Document, child: Option<NodeId>) -> Option<StrTendril> {
    document.tree.query_node(&child?, |n| match &n.data {
        dom_query::NodeData::Text { contents } => Some(contents.clone()),
        _ => None,
    })?
}

fn take_title(page: &mut Page, document: &Document, child: Option<NodeId>) {
    if let Some(text) = child_text(document, child).filter(|_| page.title.is_empty()) {
        collapse_into(&mut page.title, &text);
        page.title.truncate(page.title.trim_end().len());
    }
}

fn take_data(page: &mut Page, document: &Document, child: Option<NodeId>) {
    if let Some(text) = child_text(document, child).filter(|_| page.data.len() < MAX_META) {
        page.data.push(text);
    }
}

fn push(page: &mut Page, tag: Tag, marks: u32, parent: Option<u32>, text: StrTendril) -> u32 {
    let index = page.nodes.len() as u32;
    page.nodes.push(Node { tag, marks, parent: parent.unwrap_or(0), end: index + 1, text });
    index
}

fn visit(page: &mut Page, node: &dom_query::TreeNode, parent: Option<u32>) -> Step {
    match &node.data {
        dom_query::NodeData::Document => Step::Through,
        dom_query::NodeData::Text { contents } => {
            if parent.is_some() {
                push(page, Tag::Text, 0, parent, contents.clone());
            }
            Step::Over
        }
        dom_query::NodeData::Element(element) => visit_element(page, element, parent),
        _ => Step::Over,
    }
}

fn visit_element(page: &mut Page, element: &dom_query::Element, parent: Option<u32>) -> Step {
    let tag = match element.name.local {
        local_name!("html") => {
            page.language = element.attr_ref(local_name!("lang")).map(str::to_owned);
            page.amp |= element.attrs.iter().any(|a| matches!(&*a.name.local, "amp" | "⚡"));
            return Step::Through;
        }
        local_name!("head") => return Step::Through,
        local_name!("title") if parent.is_none() => return Step::Title,
        local_name!("script") => {
            let kind = element.attr_ref(local_name!("type")).unwrap_or_default();
            return if kind.contains("ld+json") { Step::Data } else { Step::Over };
        }
        local_name!("style") | local_name!("template") | local_name!("iframe") => {
            return Step::Over;
        }
        local_name!("meta") => {
            visit_meta(page, element, parent);
            return Step::Over;
        }
        local_name!("link") => {
            let rel = element.attr_ref(local_name!("rel")).unwrap_or_default();
            if rel.eq_ignore_ascii_case("canonical") && page.canonical.is_none() {
                page.canonical = element.attr_ref(local_name!("href")).map(StrTendril::from);
            } else if rel.eq_ignore_ascii_case("next") && page.next.is_none() {
                page.next = element.attr_ref(local_name!("href")).map(StrTendril::from);
            } else if rel.eq_ignore_ascii_case("amphtml") && page.amp_copy.is_none() {
                page.amp_copy = element.attr_ref(local_name!("href")).map(StrTendril::from);
            }
            return Step::Over;
        }
        // A heading's anchor is the heading.
        local_name!("a") if stays(element) && in_heading(page, parent) => Tag::Inline,
        _ => tag_of(element),
    };
    if parent.is_none() && tag != Tag::Body {
        if element.name.local == local_name!("noscript") {
            return Step::Over;
        }
        return Step::Through;
    }
    let marks = class::marks(element, tag);
    if marks & class::HIDDEN != 0 && tag != Tag::Body {
        page.hidden += 1;
    }
    let index = push(page, tag, marks, parent, StrTendril::new());
    visit_time(page, element, tag, marks, index);
    Step::Into(index)
}

fn visit_meta(page: &mut Page, element: &dom_query::Element, parent: Option<u32>) {
    let Some(content) = element.attr_ref(local_name!("content")).filter(|_| page.meta.len() < MAX_META) else { return };
    // Microdata inside comments and related boxes speaks of other things.
    if parent.is_some_and(|p| page.within(p, class::JUNK | class::COMMENTS)) {
        return;
    }
    let names = [local_name!("property"), local_name!("name"), local_name!("itemprop"), local_name!("http-equiv")];
    for name in names.into_iter().filter_map(|n| element.attr_ref(n)) {
        for key in name.split_ascii_whitespace() {
            page.meta.push((key.to_ascii_lowercase(), StrTendril::from(content)));
        }
    }
}

fn visit_time(page: &mut Page, element: &dom_query::Element, tag: Tag, marks: u32, index: u32) {
    if page.times.len() >= MAX_META || (tag != Tag::Time && marks & class::DATE == 0) {
        return;
    }
    let value = [local_name!("datetime"), local_name!("content"), local_name!("title")]
        .into_iter()
        .find_map(|n| element.attr_ref(n).filter(|v| v.bytes().any(|b| b.is_ascii_digit())))
        .unwrap_or_default();
    page.times.push((index, StrTendril::from(value)));
}

/// Whether an `a` names a place, or leads to one on its own page. `#` alone is a button.
fn stays(element: &dom_query::Element) -> bool {
    element.attr_ref(local_name!("href")).is_none_or(|h| h.len() > 2 && h.starts_with('#'))
}

fn in_heading(page: &Page, parent: Option<u32>) -> bool {
    let up = |node: Option<&Node>| node.and_then(|n| page.nodes.get(n.parent as usize));
    let first = parent.and_then(|p| page.nodes.get(p as usize));
    let second = up(first);
    [first, second, up(second)].into_iter().flatten().any(|n| matches!(n.tag, Tag::H(_)))
}

fn tag_of(element: &dom_query::Element) -> Tag {
    match element.name.local {
        local_name!("p") => Tag::P,
        local_name!("a") => Tag::A,
        local_name!("br") => Tag::Br,
        local_name!("h1") => Tag::H(1),
        local_name!("h2") => Tag::H(2),
        local_name!("h3") => Tag::H(3),
        local_name!("h4") => Tag::H(4),
        local_name!("h5") => Tag::H(5),
        local_name!("h6") => Tag::H(6),
        local_name!("li") => Tag::Li,
        local_name!("ul") | local_name!("ol") | local_name!("dl") => Tag::List,
        local_name!("blockquote") => Tag::Quote,
        local_name!("pre") => Tag::Pre,
        local_name!("article") => Tag::Article,
        local_name!("main") => Tag::Main,
        local_name!("aside") => Tag::Aside,
        local_name!("nav") | local_name!("menu") => Tag::Nav,
        local_name!("header") => Tag::Header,
        local_name!("footer") => Tag::Footer,
        local_name!("figure") | local_name!("picture") => Tag::Figure,
        local_name!("figcaption") | local_name!("caption") => Tag::Caption,
        local_name!("table") => Tag::Table,
        local_name!("form") | local_name!("fieldset") => Tag::Form,
        local_name!("time") => Tag::Time,
        local_name!("img") => Tag::Img,
        local_name!("body") => Tag::Body,
        local_name!("div")
        | local_name!("section")
        | local_name!("td")
        | local_name!("th")
        | local_name!("tr")
        | local_name!("tbody")
        | local_name!("thead")
        | local_name!("dd")
        | local_name!("dt")
        | local_name!("hr")
        | local_name!("center")
        | local_name!("address")
        | local_name!("noscript")
        | local_name!("details")
        | local_name!("summary")
        | local_name!("hgroup") => Tag::Block,
        local_name!("button")
        | local_name!("select")
        | local_name!("input")
        | local_name!("textarea")
        | local_name!("option")
        | local_name!("video")
        | local_name!("audio")
        | local_name!("object")
        | local_name!("embed")
        | local_name!("canvas")
        | local_name!("svg")
        | local_name!("dialog")
        | local_name!("label")
        | local_name!("math")
        | local_name!("frameset")
        | local_name!("map") => Tag::Void,
        _ => Tag::Inline,
    }
}

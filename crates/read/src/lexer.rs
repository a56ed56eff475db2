//! The lexer's cut: which slices of a page reach the HTML parser.
//!
//! Half of a news page is scripts, styles and drawings that no reader sees. Leaving them out before the parser costs one
//! pass of `memchr` and saves most of the parse. The same pass bounds what a hostile page can cost: nesting beyond
//! [`MAX_DEPTH`], formatting elements beyond [`MAX_FORMATTING`] and tags beyond [`MAX_TAG`] bytes are dropped before the tree
//! builder, whose work grows with depth, ever meets them. Slices are views of the page; nothing is copied here.

use memchr::{memchr, memchr2, memmem};

/// Open elements beyond this depth are left out, as browsers do at 512.
pub(crate) const MAX_DEPTH: usize = 200;
/// Open formatting elements (`b`, `font`, …) beyond this are left out: each costs a copy in every later paragraph.
pub(crate) const MAX_FORMATTING: usize = 24;
/// A tag longer than this many bytes loses its attributes: they are looked up one by one.
pub(crate) const MAX_TAG: usize = 8 * 1024;
/// Slices are at most this long, so that the caller can stop soon after its own limit.
const MAX_SLICE: usize = 16 * 1024;

/// With more than this many elements nested too deeply the rest of the page is not read.
const MAX_DEEP: usize = 5_000;

/// What the lexer had to leave out for its limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Elements dropped because they were nested too deeply.
    pub(crate) deep: usize,
    /// Tags whose attributes were dropped.
    pub(crate) long: usize,
    /// The receiver asked to stop.
    pub(crate) stopped: bool,
}

/// Hands the slices worth parsing to `emit`, in order, until it answers `false`. Linear in the length of `html`.
pub(crate) fn slices<'h>(html: &'h str, emit: impl FnMut(&'h str) -> bool) -> Cut {
    let mut lexer = Lexer {
        html,
        kept: 0,
        emit,
        cut: Cut::default(),
        depth: 0,
        formatting: 0,
        unclosed: [false; RAW.len()],
        over: 0,
        over_formatting: 0,
    };
    lexer.run();
    lexer.cut
}

struct Lexer<'h, F> {
    html: &'h str,
    /// Start of the slice not yet handed on.
    kept: usize,
    emit: F,
    cut: Cut,
    depth: usize,
    formatting: usize,
    /// Raw-text elements of which no end tag follows any more, by their place in [`RAW`].
    unclosed: [bool; RAW.len()],
    /// Dropped open tags whose end tags are to be dropped too.
    over: usize,
    /// The same of formatting elements, which end in any order.
    over_formatting: usize,
}

impl<'h, F: FnMut(&'h str) -> bool> Lexer<'h, F> {
    fn run(&mut self) {
        let bytes = self.html.as_bytes();
        let mut at = 0;
        while !self.cut.stopped {
            let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'<', rest)) else { break };
            let lt = at + found;
            at = match bytes.get(lt + 1) {
                Some(b'!') if bytes[lt..].starts_with(b"<!--") => self.drop_to(lt, comment_end(bytes, lt)),
                Some(b'!') => find(bytes, lt, b'>'),
                Some(b'?') => self.drop_to(lt, find(bytes, lt, b'>')),
                Some(b'/') => self.end_tag(lt),
                Some(c) if c.is_ascii_alphabetic() => self.start_tag(lt),
                _ => lt + 1,
            };
        }
        self.flush(self.html.len());
    }

    fn start_tag(&mut self, lt: usize) -> usize {
        let bytes = self.html.as_bytes();
        let end = tag_end(bytes, lt + 1);
        let name = tag_name(bytes, lt + 1);
        let tag = bytes.get(lt..end).unwrap_or_default();
        if let Some((place, raw)) = raw_text(name) {
            let known = self.unclosed.get(place).copied().unwrap_or(false);
            let close = if known { None } else { close_of(bytes, end, raw) };
            if let (None, Some(unclosed)) = (close, self.unclosed.get_mut(place)) {
                *unclosed = true;
            }
            let data = raw == "script" && memmem::find(tag, b"ld+json").is_some();
            return match close {
                Some(close) if data || raw == "title" => close,
                Some(close) => self.drop_to(lt, close),
                None if raw == "script" || raw == "style" => self.drop_to(lt, bytes.len()),
                None => end,
            };
        }
        let formatting = is_formatting(name);
        let counted = !is_void(name) && !ends_by_itself(name) && !tag.ends_with(b"/>");
        if counted && (self.depth >= MAX_DEPTH || (formatting && self.formatting >= MAX_FORMATTING)) {
            self.cut.deep += 1;
            *if formatting { &mut self.over_formatting } else { &mut self.over } += 1;
            self.cut.stopped |= self.cut.deep > MAX_DEEP;
            return self.drop_to(lt, end);
        }
        self.depth += usize::from(counted);
        self.formatting += usize::from(counted && formatting);
        if tag.len() > MAX_TAG {
            self.cut.long += 1;
            self.flush(lt + 1 + name.len());
            self.kept = end.saturating_sub(1);
        }
        end
    }

    fn end_tag(&mut self, lt: usize) -> usize {
        let bytes = self.html.as_bytes();
        let end = find(bytes, lt, b'>');
        let name = tag_name(bytes, lt + 2);
        if is_void(name) || ends_by_itself(name) {
            return end;
        }
        let formatting = is_formatting(name);
        let over = if formatting { &mut self.over_formatting } else { &mut self.over };
        if *over > 0 {
            *over -= 1;
            return self.drop_to(lt, end);
        }
        self.depth = self.depth.saturating_sub(1);
        if formatting {
            self.formatting = self.formatting.saturating_sub(1);
        }
        end
    }

    /// Leaves out `from..to` and goes on at `to`.
    fn drop_to(&mut self, from: usize, to: usize) -> usize {
        self.flush(from);
        self.kept = to;
        to
    }

    fn flush(&mut self, to: usize) {
        let mut rest = self.html.get(self.kept..to).unwrap_or_default();
        while !rest.is_empty() && !self.cut.stopped {
            let cut =
                (rest.len().min(MAX_SLICE)..=rest.len()).find(|&i| rest.is_char_boundary(i)).unwrap_or(rest.len());
            let (slice, after) = rest.split_at(cut);
            self.cut.stopped = !(self.emit)(slice);
            rest = after;
        }
        self.kept = to.max(self.kept);
    }
}

/// One past the next `what` at or after `from`; the end of the page where there is none.
fn find(bytes: &[u8], from: usize, what: u8) -> usize {
    bytes.get(from..).and_then(|rest| memchr(what, rest)).map_or(bytes.len(), |i| from + i + 1)
}

fn comment_end(bytes: &[u8], lt: usize) -> usize {
    // "<!-->" and "<!--->" are whole comments, hence the search from two bytes before the text.
    let from = lt + 2;
    bytes.get(from..).and_then(|rest| memmem::find(rest, b"-->")).map_or(bytes.len(), |i| from + i + 3)
}

/// One past the `>` that ends the tag, looking past quoted values as the tokenizer does.
fn tag_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    loop {
        let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'>', b'=', rest)) else { return bytes.len() };
        at += found + 1;
        if bytes.get(at - 1) == Some(&b'>') {
            return at;
        }
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if let Some(&quote @ (b'"' | b'\'')) = bytes.get(at) {
            at = find(bytes, at + 1, quote);
        }
    }
}

fn tag_name(bytes: &[u8], from: usize) -> &[u8] {
    let rest = bytes.get(from..).unwrap_or_default();
    let len = rest.iter().take(24).position(|b| !b.is_ascii_alphanumeric() && *b != b'-').unwrap_or(rest.len().min(24));
    &rest[..len]
}

/// Elements whose content is taken as a whole: kept (`title`, data scripts) or left out.
const RAW: [&str; 7] = ["script", "style", "svg", "noscript", "iframe", "textarea", "title"];

fn raw_text(name: &[u8]) -> Option<(usize, &'static str)> {
    RAW.into_iter().enumerate().find(|(_, raw)| name.eq_ignore_ascii_case(raw.as_bytes()))
}

/// One past the end tag of a raw-text element.
fn close_of(bytes: &[u8], from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    loop {
        let found = memmem::find(bytes.get(at..)?, b"</")?;
        at += found + 2;
        if tag_name(bytes, at).eq_ignore_ascii_case(name.as_bytes()) {
            return Some(find(bytes, at, b'>'));
        }
    }
}

fn is_void(name: &[u8]) -> bool {
    const VOID: [&str; 14] =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
    VOID.iter().any(|v| name.eq_ignore_ascii_case(v.as_bytes()))
}

/// Elements whose end tag may be left out: a page of a thousand paragraphs without `</p>` is not deep.
fn ends_by_itself(name: &[u8]) -> bool {
    const OPTIONAL: [&str; 14] =
        ["p", "li", "td", "tr", "th", "dt", "dd", "option", "tbody", "thead", "tfoot", "html", "head", "body"];
    OPTIONAL.iter().any(|v| name.eq_ignore_ascii_case(v.as_bytes()))
}

fn is_formatting(name: &[u8]) -> bool {
    const FORMATTING: [&str; 13] =
        ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
    FORMATTING.iter().any(|v| name.eq_ignore_ascii_case(v.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let mut out = String::new();
        slices(html, |slice| {
            out.push_str(slice);
            true
        });
        assert_eq!(out, expected, "{html}");
    }

    #[test]
    fn what_reaches_the_parser() {
        check("<p>a</p>", "<p>a</p>");
        check("a<!-- <p> -->b<!-->c", "abc");
        check("<p title='a>b'>x<script>if (a<b) {}</SCRIPT >y", "<p title='a>b'>xy");
        check("<script type=\"application/ld+json\">{}</script>", "<script type=\"application/ld+json\">{}</script>");
        check("<title>a <b></title><style>p{}</style><svg><path/></svg>z", "<title>a <b></title>z");
        check("2 < 3 <script>never ends", "2 < 3 ");
        check("<noscript>open", "<noscript>open");
    }

    #[test]
    fn depth_and_length_are_bounded() {
        let deep = "<div>".repeat(3_000) + "x" + &"</div>".repeat(3_000);
        let mut seen = String::new();
        let cut = slices(&deep, |s| {
            seen.push_str(s);
            true
        });
        assert_eq!(cut.deep, 3_000 - MAX_DEPTH);
        assert_eq!(seen.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(seen.matches("</div>").count(), MAX_DEPTH);
        check(&format!("<a {}>x", "b=1 ".repeat(4_000)), "<a>x");
    }
}

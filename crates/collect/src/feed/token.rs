//! A tolerant tokenizer for XML as it is found: tags, text, CDATA, nothing else.
//!
//! It never fails and never looks back: a `<` that opens nothing is text, a tag without its end is text, an unclosed CDATA
//! section runs to the end, comments, processing instructions and the document type are passed over unread, so no entity
//! that a document defines can ever expand. Time is linear in the text: searches for closing marks are remembered, and
//! quotes lose their meaning once more bytes were scanned twice than the text is long.

use super::seek::Seeker;
pub(crate) use super::tag::Tag;

/// One token. Slices are of the text, undecoded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Token<'a> {
    /// A start tag.
    Start(Tag<'a>),
    /// An end tag: its name.
    End(&'a str),
    /// Character data with its entities.
    Text(&'a str),
    /// The inside of a CDATA section.
    CData(&'a str),
}

/// The longest document type that is passed over, in bytes.
const MAX_DECLARATION: usize = 64 << 10;

/// Tags that end a CDATA section that was left open.
const OPEN_CDATA_ENDS: [&str; 10] = [
    "/item>",
    "/entry>",
    "/description>",
    "/content:encoded>",
    "/title>",
    "/summary>",
    "/content>",
    "/channel>",
    "item>",
    "entry>",
];

/// Yields the tokens of a text.
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    double: Seeker,
    single: Seeker,
    cdata: Seeker,
    cdata_open: Seeker,
    comment: Seeker,
    instruction: Seeker,
    close: Seeker,
    /// Bytes scanned more than once so far.
    wasted: usize,
    /// Raw-text elements (`script`, `style`) are passed over: for HTML.
    html: bool,
}

impl<'a> Tokens<'a> {
    /// The tokens of XML as found.
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            double: Seeker::new(b"\""),
            single: Seeker::new(b"'"),
            cdata: Seeker::new(b"]]>"),
            cdata_open: Seeker::new(b"<![CDATA["),
            comment: Seeker::new(b"-->"),
            instruction: Seeker::new(b"?>"),
            close: Seeker::new(b">"),
            wasted: 0,
            html: false,
        }
    }

    /// The tokens of HTML: what stands inside `script` and `style` is not read as tags.
    pub(crate) fn html(text: &'a str) -> Self {
        Self { html: true, ..Self::new(text) }
    }

    /// Byte offset of the next token: after a token was yielded, where it ended.
    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// The inside of a CDATA section that starts at `from`. One that another begins inside, or that never ends, was left
    /// open: it ends at the first end tag of an element that holds texts, or where an entry begins, so that it swallows no other entry.
    fn cdata(&mut self, from: usize) -> Token<'a> {
        let bytes = self.text.as_bytes();
        let end = self.cdata.find(bytes, from);
        let next = self.cdata_open.find(bytes, from).filter(|n| end.is_none_or(|e| *n < e));
        if let (Some(end), None) = (end, next) {
            self.at = end + 3;
            return Token::CData(self.slice(from, end));
        }
        let window = self.slice(from, next.unwrap_or(bytes.len()));
        let ends_it = |at: &usize| {
            let name = window.get(at + 1..).unwrap_or_default();
            OPEN_CDATA_ENDS.iter().any(|h| name.get(..h.len()).is_some_and(|n| n.eq_ignore_ascii_case(h)))
        };
        let found = memchr::memchr_iter(b'<', window.as_bytes()).find(ends_it);
        let cut = found.or(end.filter(|_| next.is_none()).map(|e| e - from)).unwrap_or(window.len());
        self.at = from + cut;
        Token::CData(self.slice(from, from + cut))
    }

    /// What begins at a `<` at `self.at`; `None` when nothing does. Moves past it.
    fn markup(&mut self) -> Option<Option<Token<'a>>> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        match bytes.get(start + 1)? {
            b'!' => {
                let rest = bytes.get(start..)?;
                if rest.starts_with(b"<![CDATA[") {
                    return Some(Some(self.cdata(start + 9)));
                }
                if rest.starts_with(b"<!--") {
                    let end = self.comment.find(bytes, start + 4);
                    // An unclosed comment hides nothing: only its mark is passed over.
                    self.at = end.map_or(start + 4, |e| e + 3);
                } else {
                    self.at = self.declaration_end(start);
                }
                Some(None)
            }
            b'?' => {
                let end = self.instruction.find(bytes, start + 2).map(|e| e + 2);
                let close = self.close.find(bytes, start + 2).map(|e| e + 1);
                let next =
                    bytes.get(start + 2..).and_then(|t| memchr::memchr(b'<', t)).map_or(bytes.len(), |i| i + start + 2);
                // `<?xml …>` without its `?` ends at the first `>` when the next `?>` is far away; where a tag begins
                // before that, it is only its mark that is passed over.
                self.at = match (end, close) {
                    (end, Some(close)) if close > next && end.is_none_or(|e| e > next + 4096) => start + 2,
                    (Some(end), Some(close)) if end > close + 4096 => close,
                    (Some(end), _) => end,
                    (None, close) => close?,
                };
                Some(None)
            }
            b'/' => self.end_tag(start).map(Some),
            b if b.is_ascii_alphabetic() || *b == b'_' || *b == b':' || *b >= 0x80 => self.start_tag(start).map(Some),
            _ => None,
        }
    }

    /// The end of `<!DOCTYPE …[ … ]>` and its like, by counting brackets outside quotes.
    fn declaration_end(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let (mut at, mut square) = (start + 2, 0usize);
        let limit = if self.wasted > self.text.len() { 0 } else { start + MAX_DECLARATION };
        let found = loop {
            match bytes.get(at).filter(|_| at < limit) {
                None => break None,
                Some(b'[') => square += 1,
                Some(b']') => square = square.saturating_sub(1),
                Some(b'>') if square == 0 => break Some(at + 1),
                Some(quote @ (b'"' | b'\'')) if square == 0 => {
                    let seeker = if *quote == b'"' { &mut self.double } else { &mut self.single };
                    at = seeker.find(bytes, at + 1).unwrap_or(at);
                }
                Some(_) => {}
            }
            at += 1;
        };
        if found.is_none() {
            self.wasted += at - start;
        }
        // One that never ends hides nothing: only its mark is passed over.
        found.unwrap_or(start + 2)
    }

    fn end_tag(&mut self, start: usize) -> Option<Token<'a>> {
        let bytes = self.text.as_bytes();
        let rest = bytes.get(start + 2..)?;
        let at = start + 2 + memchr::memchr2(b'>', b'<', rest).unwrap_or(rest.len());
        let name = self.slice(start + 2, at).trim_ascii();
        let end = name.bytes().position(|b| b.is_ascii_whitespace()).unwrap_or(name.len());
        let name = name.get(..end).filter(|n| !n.is_empty())?;
        // `</item <title>`: the missing `>` is supplied.
        self.at = if bytes.get(at) == Some(&b'>') { at + 1 } else { at };
        Some(Token::End(name))
    }

    fn start_tag(&mut self, start: usize) -> Option<Token<'a>> {
        let bytes = self.text.as_bytes();
        let name_end = start
            + 1
            + bytes
                .get(start + 1..)?
                .iter()
                .position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/' | b'<'))?;
        let quotes = self.wasted <= self.text.len();
        let (mut at, mut after_equals) = (name_end, false);
        loop {
            match bytes.get(at) {
                None | Some(b'<') => {
                    self.wasted += at - start;
                    return None;
                }
                Some(b'>') => break,
                Some(b'=') => after_equals = true,
                Some(quote @ (b'"' | b'\'')) if after_equals && quotes => {
                    let seeker = if *quote == b'"' { &mut self.double } else { &mut self.single };
                    at = seeker.find(bytes, at + 1).unwrap_or(at);
                    after_equals = false;
                }
                Some(b) if b.is_ascii_whitespace() => {}
                Some(_) => after_equals = false,
            }
            at += 1;
        }
        self.at = at + 1;
        let raw = self.slice(name_end, at);
        let closed = raw.ends_with('/');
        let raw = raw.strip_suffix('/').unwrap_or(raw);
        let tag = Tag { name: self.slice(start + 1, name_end), raw, closed };
        if self.html && !closed {
            self.pass_raw_text(tag.name);
        }
        Some(Token::Start(tag))
    }

    /// Moves to the end tag of a `script` or `style`.
    fn pass_raw_text(&mut self, name: &str) {
        let end: &[u8] = match name.len() {
            6 if name.eq_ignore_ascii_case("script") => b"</script",
            5 if name.eq_ignore_ascii_case("style") => b"</style",
            _ => return,
        };
        let tail = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let found = memchr::memchr_iter(b'<', tail)
            .find(|&i| tail.get(i..i + end.len()).is_some_and(|t| t.eq_ignore_ascii_case(end)));
        self.at = found.map_or(self.text.len(), |i| i + self.at);
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            let start = self.at;
            if bytes.get(start) == Some(&b'<') {
                match self.markup() {
                    Some(Some(token)) => return Some(token),
                    Some(None) => continue,
                    None => {}
                }
            }
            // Text: up to the next `<`, this one being none.
            let from = start + 1;
            let end = bytes.get(from..).and_then(|t| memchr::memchr(b'<', t)).map_or(bytes.len(), |i| i + from);
            self.at = end;
            return Some(Token::Text(self.slice(start, end)));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let one = |t: Token<'_>| match t {
            Token::Start(tag) => {
                let attributes: Vec<String> = tag.attributes().map(|(n, v)| format!(" {n}={v}")).collect();
                format!("<{}{}{}>", tag.name, attributes.concat(), if tag.closed { "/" } else { "" })
            }
            Token::End(name) => format!("</{name}>"),
            Token::Text(t) => format!("({t})"),
            Token::CData(t) => format!("[{t}]"),
        };
        Tokens::new(text).map(one).collect()
    }

    #[test]
    fn tokens() {
        let check = |text: &str, expected: &str| assert_eq!(shown(text), expected, "{text}");
        check("<a b='1' c = \"x>y\" d=e f>t</a>", "<a b=1 c=x>y d=e f=>(t)</a>");
        check("<a/><b x='1'/>", "<a/><b x=1/>");
        check("5 < 6 <x and <b>", "(5 )(< 6 )(<x and )<b>");
        check("<![CDATA[<p>x</p>]]>", "[<p>x</p>]");
        check("<![CDATA[cut", "[cut]");
        check("<![CDATA[a</item><b><![CDATA[c]]>", "[a]</item><b>[c]");
        check("<![CDATA[a</p></title>b", "[a</p>]</title>(b)");
        check("<!-- <a> --><b>", "<b>");
        check("<!-- cut <b>", "( cut )<b>");
        check("<!DOCTYPE r [<!ENTITY a 'b>'> ]><r>", "<r>");
        check("<?xml version='1.0'?><r>", "<r>");
        check("</item <title>x", "</item><title>(x)");
        check("<a title=it's>x", "<a title=it's>(x)");
        check("<a href='cut>x</a>", "<a href=cut>(x)</a>");
        check("", "");
        check("<", "(<)");
        check("<a b='&amp;&eacute;'>", "<a b=&é>");
    }
}

//! A text construct: what stands between an element's tags, as HTML with absolute addresses or as plain text.
//!
//! Publishers write the same text four ways (escaped, CDATA, inline XHTML, base64) and label them as they please, so what
//! is there counts for more than what the `type` says.

use super::{
    entity, names,
    token::{Tag, Token, Tokens},
};
use std::borrow::Cow;
use url::Url;

/// How a text says it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// HTML, escaped or not: RSS, Atom's `html`.
    Html,
    /// Plain text: Atom's `text`.
    Text,
    /// Markup in place: Atom's `xhtml`.
    Xhtml,
    /// Base64 of one of the above.
    Base64,
    /// Not a text: a picture or a file.
    Binary,
}

impl Kind {
    /// What the `type` and `mode` attributes of Atom 0.3 and 1.0 say; `None`: nothing said, as in RSS.
    pub(crate) fn of(media_type: Option<&str>, mode: Option<&str>) -> Option<Self> {
        if mode.is_some_and(|m| m.eq_ignore_ascii_case("base64")) {
            return Some(Self::Base64);
        }
        let media_type = media_type?.trim().to_ascii_lowercase();
        let base = media_type.split(';').next().unwrap_or_default().trim();
        Some(match base {
            "text" | "text/plain" | "plain" => Self::Text,
            "html" | "text/html" => Self::Html,
            "xhtml" | "application/xhtml+xml" => Self::Xhtml,
            "" => return None,
            _ if base.starts_with("text/") || base.ends_with("+xml") || base.ends_with("/xml") => Self::Html,
            _ if base.contains('/') => Self::Binary,
            _ => Self::Html,
        })
    }
}

/// The inside of an element as HTML. `None` when it is empty or no text. Linear.
pub(crate) fn html(raw: &str, kind: Kind, has_children: bool, base: Option<&Url>) -> Option<String> {
    let text = match kind {
        _ if has_children => markup(raw, kind == Kind::Xhtml, base),
        Kind::Html | Kind::Xhtml => absolute(&plain(raw), base).into_owned(),
        Kind::Text => {
            let text = plain(raw);
            if looks_like_html(&text) { absolute(&text, base).into_owned() } else { entity::escape(&text).into_owned() }
        }
        Kind::Base64 | Kind::Binary => {
            let decoded = base64(&plain(raw)).and_then(|bytes| String::from_utf8(bytes).ok());
            match (decoded, kind) {
                (Some(text), _) => absolute(&text, base).into_owned(),
                (None, Kind::Base64) => plain(raw).into_owned(),
                (None, _) => return None,
            }
        }
    };
    cleaned(without_false_declarations(text))
}

/// HTML in which each `<!` that opens neither a comment nor a document type is escaped: it is a publisher's text, and an
/// HTML parser would drop it with all that follows up to the next `>`.
fn without_false_declarations(html: String) -> String {
    let is_false = |at: &usize| {
        let rest = html.as_bytes().get(at + 2..).unwrap_or_default();
        !rest.starts_with(b"--")
            && !rest.starts_with(b"[")
            && !rest.get(..7).is_some_and(|d| d.eq_ignore_ascii_case(b"doctype"))
    };
    let found: Vec<usize> = memchr::memmem::find_iter(html.as_bytes(), b"<!").filter(is_false).collect();
    if found.is_empty() {
        return html;
    }
    let (mut out, mut copied) = (String::with_capacity(html.len() + found.len() * 3), 0);
    for at in found {
        out.push_str(html.get(copied..at).unwrap_or_default());
        out.push_str("&lt;");
        copied = at + 1;
    }
    out.push_str(html.get(copied..).unwrap_or_default());
    out
}

/// The inside of an element as plain text: tags dropped, references decoded once, CDATA as it is.
pub(crate) fn plain(raw: &str) -> Cow<'_, str> {
    if !raw.contains('<') {
        return entity::decode(raw);
    }
    let mut out = String::with_capacity(raw.len());
    for token in Tokens::new(raw) {
        match token {
            Token::Text(text) => out.push_str(&entity::decode(text)),
            Token::CData(text) => out.push_str(text),
            Token::Start(_) | Token::End(_) => {}
        }
    }
    Cow::Owned(out)
}

/// Plain text on one line, cut to 8 KiB: for dates, names, identities, addresses.
pub(crate) fn line(raw: &str) -> Option<String> {
    short(plain(raw).into_owned())
}

/// Text without control characters or white space around it, cut to 8 KiB on a character boundary; `None` when empty.
pub(crate) fn short(text: String) -> Option<String> {
    const MAX: usize = 8 << 10;
    let mut text = cleaned(text)?;
    if text.len() > MAX {
        let cut = (0..=MAX).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        text.truncate(cut);
    }
    Some(text)
}

/// Text without control characters or white space around it; `None` when nothing is left.
fn cleaned(text: String) -> Option<String> {
    let bad = |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || c == '\u{FEFF}';
    // By the kilobyte, without a way out inside: the compiler makes sixteen comparisons at once of it.
    let odd = |b: &u8| (*b < 0x20 && !matches!(*b, b'\t' | b'\n' | b'\x0C' | b'\r')) | (*b == 0x7F);
    let has_odd = text.as_bytes().chunks(1024).any(|c| c.iter().fold(false, |any, b| any | odd(b)));
    let mut text =
        if has_odd || text.contains('\u{FEFF}') { text.chars().filter(|c| !bad(*c)).collect() } else { text };
    // In place: a text may be most of a document.
    text.truncate(text.trim_end().len());
    text.drain(..text.len() - text.trim_start().len());
    (!text.is_empty()).then_some(text)
}

/// Markup in place as HTML: prefixes dropped, CDATA escaped, addresses absolute (`xml:base` heeded); Atom's wrapping
/// `div` taken off.
fn markup(raw: &str, unwrap: bool, base: Option<&Url>) -> String {
    let mut out = String::with_capacity(raw.len());
    let (mut depth, mut wrapper, mut tags) = (0usize, None, 0usize);
    // The bases that elements inside set, with the depth at which each ends.
    let mut bases: Vec<(usize, Url)> = Vec::new();
    let mut tokens = Tokens::new(raw);
    while let Some(token) = tokens.next() {
        match token {
            Token::Start(tag) => {
                let outer = bases.last().map(|(_, b)| b).or(base);
                let own = if bases.len() < 16 { own_base(&tag, outer) } else { None };
                let from = out.len();
                tags += usize::from(!tag.is_bare());
                write_tag(&mut out, &tag, own.as_ref().or(outer).filter(|_| tags <= MAX_ADDRESSES));
                let first = unwrap && depth == 0 && wrapper.is_none();
                if first && local(tag.name).eq_ignore_ascii_case("div") && !tag.closed {
                    wrapper = Some(from..out.len());
                }
                depth += usize::from(!tag.closed);
                bases.extend(own.filter(|_| !tag.closed).map(|b| (depth, b)));
            }
            Token::End(name) => {
                bases.pop_if(|(at, _)| *at >= depth);
                depth = depth.saturating_sub(1);
                let ends = depth == 0 && raw.get(tokens.offset()..).unwrap_or_default().trim_ascii_start().is_empty();
                if let Some(range) = wrapper.take_if(|_| ends) {
                    out.replace_range(range, "");
                    return out;
                }
                if depth == 0 {
                    wrapper = None;
                }
                out.push_str("</");
                out.push_str(local(name));
                out.push('>');
            }
            Token::Text(text) => out.push_str(text),
            Token::CData(text) => out.push_str(&entity::escape(text)),
        }
    }
    out
}

/// The base that a tag sets for itself and what it holds.
fn own_base(tag: &Tag<'_>, outer: Option<&Url>) -> Option<Url> {
    // Asked of every tag there is: the quick answer first.
    memchr::memmem::find(tag.raw.as_bytes(), b":base")
        .or_else(|| memchr::memmem::find(tag.raw.as_bytes(), b":BASE"))?;
    let value = tag.attribute("xml:base")?;
    match outer {
        Some(outer) => outer.join(value.trim()).ok(),
        None => Url::parse(value.trim()).ok(),
    }
}

fn local(name: &str) -> &str {
    names::parts(name).1
}

/// The most tags of one text whose addresses are made absolute; those of the rest stay as written.
const MAX_ADDRESSES: usize = 20_000;

fn write_tag(out: &mut String, tag: &Tag<'_>, base: Option<&Url>) {
    out.push('<');
    out.push_str(local(tag.name));
    for (name, value) in tag.raw_attributes() {
        if name.starts_with("xmlns") || name.starts_with("xml:") {
            continue;
        }
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        match base.filter(|_| is_address(name)) {
            Some(base) => out.push_str(&entity::escape(&resolve(&entity::decode(value), Some(base)))),
            None if value.contains('"') => out.push_str(&value.replace('"', "&quot;")),
            None => out.push_str(value),
        }
        out.push('"');
    }
    out.push_str(if tag.closed { " />" } else { ">" });
}

/// The attributes of HTML that hold one address.
fn is_address(name: &str) -> bool {
    let is = |a: &str| name.eq_ignore_ascii_case(a);
    match name.len() {
        3 => is("src"),
        4 => is("href") || is("cite") || is("data"),
        6 => is("poster") || is("action"),
        8 => is("longdesc"),
        10 => is("background"),
        _ => false,
    }
}

/// HTML with its relative addresses made absolute; untouched when there are none or no base.
pub(crate) fn absolute<'a>(html: &'a str, base: Option<&Url>) -> Cow<'a, str> {
    let Some(base) = base else { return Cow::Borrowed(html) };
    if !html.contains('<') {
        return Cow::Borrowed(html);
    }
    let mut out = String::new();
    let mut copied = 0;
    let starts = Tokens::html(html).filter_map(|token| if let Token::Start(tag) = token { Some(tag) } else { None });
    for tag in starts.filter(|tag| !tag.is_bare()).take(MAX_ADDRESSES) {
        for (_, value) in tag.raw_attributes().filter(|(name, value)| is_address(name) && is_relative(value)) {
            let Some(at) = offset_in(html, value) else { continue };
            let Some(before) = html.get(copied..at) else { continue };
            if out.is_empty() {
                out.reserve(html.len() + html.len() / 4);
            }
            out.push_str(before);
            out.push_str(&entity::escape(&resolve(&entity::decode(value), Some(base))));
            copied = at + value.len();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(html.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// Where a slice lies in the text it was cut from.
fn offset_in(text: &str, part: &str) -> Option<usize> {
    let at = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    (at + part.len() <= text.len() && text.is_char_boundary(at)).then_some(at)
}

/// Whether an address needs a base: it has no scheme and is not a mere fragment.
fn is_relative(value: &str) -> bool {
    let value = value.trim_ascii_start();
    if value.is_empty() || value.starts_with('#') {
        return false;
    }
    let scheme = value.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')).count();
    scheme == 0 || value.as_bytes().get(scheme) != Some(&b':')
}

/// An address made absolute where it is relative and can be; else as given, without the white space around it.
pub(crate) fn resolve(address: &str, base: Option<&Url>) -> String {
    let address = address.trim();
    if let Some(joined) = base.and_then(|base| joined(base, address)) {
        return joined;
    }
    match base.filter(|_| is_relative(address)).map(|base| base.join(address)) {
        Some(Ok(url)) => url.into(),
        _ => address.into(),
    }
}

/// An address joined to its base when that takes no more than putting them together: nine in ten, and a tenth of the time.
fn joined(base: &Url, address: &str) -> Option<String> {
    if !matches!(base.scheme(), "http" | "https") {
        return None;
    }
    let (mut in_query, mut before) = (false, b'/');
    for (at, byte) in address.bytes().enumerate() {
        let plain = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => true,
            b'.' => before != b'/',
            b'/' => at == 0 || before != b'/',
            b'=' | b'&' => in_query,
            b'?' => at > 0 && !std::mem::replace(&mut in_query, true),
            _ => false,
        };
        if !plain {
            return None;
        }
        before = byte;
    }
    let root = address.starts_with('/');
    let prefix = prefix(base, root)?;
    (!address.is_empty()).then(|| [prefix, address].concat())
}

/// An address up to its path, or up to the last `/` in it and with it.
fn prefix(base: &Url, root: bool) -> Option<&str> {
    let whole = &base[..if root { url::Position::BeforePath } else { url::Position::AfterPath }];
    if root { Some(whole) } else { whole.get(..whole.rfind('/')? + 1) }
}

/// Elements that a text which calls itself plain is taken for HTML by.
const TELLING: &[&str] = &[
    "a",
    "b",
    "i",
    "em",
    "strong",
    "p",
    "br",
    "div",
    "span",
    "img",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "sup",
    "sub",
    "code",
    "pre",
    "table",
    "tr",
    "td",
    "cite",
    "q",
    "u",
    "small",
];

/// Whether a text that calls itself plain is HTML all the same: it has a tag or a reference that HTML knows.
fn looks_like_html(text: &str) -> bool {
    let is_tag = |at: usize| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        TELLING.iter().any(|t| name.eq_ignore_ascii_case(t)) && after.starts_with(['>', ' ', '/', '\n'])
    };
    let is_reference = |at: usize| text.get(at..).and_then(entity::reference).is_some();
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes).take(64).any(is_tag) || memchr::memchr_iter(b'&', bytes).take(64).any(is_reference)
}

/// The bytes that base64 stands for (RFC 4648, white space and missing padding forgiven); `None` when it is not base64.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0u32);
    for byte in text.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'=') {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xFF) as u8);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining_is_what_the_standard_says() {
        let pieces = ["a", "b1", "/", ".", "..", "?", "=", "&", "-", "_", "#", "%41", " ", "é", ":", "//", "\\", ";"];
        for base in [
            "http://hill.example",
            "https://hill.example/a/b?c=/d#e",
            "http://hill.example:8080/a/",
            "http://u:p@hill.example/x/y",
            "mailto:a@b",
            "file:///x/y",
        ] {
            let base = Url::parse(base).unwrap();
            for n in 0..pieces.len().pow(4) {
                let address: String = (0..4).map(|i| pieces[n / pieces.len().pow(i) % pieces.len()]).collect();
                if let Some(quick) = joined(&base, &address) {
                    assert_eq!(Some(quick), base.join(&address).ok().map(String::from), "{base} {address}");
                }
            }
        }
    }

    #[test]
    fn constructs() {
        let base = Url::parse("http://hill.example/news/").unwrap();
        let check = |raw: &str, kind: Kind, children: bool, expected: &str| {
            assert_eq!(html(raw, kind, children, Some(&base)).unwrap_or_default(), expected, "{raw}");
        };
        check("Tea &amp;amp; cake", Kind::Html, false, "Tea &amp; cake");
        check("Tea &amp; cake &lt; pie", Kind::Text, false, "Tea &amp; cake &lt; pie");
        check("&lt;b>Tea&lt;/b>", Kind::Text, false, "<b>Tea</b>");
        check(
            "<![CDATA[<a href=\"x?a=1&b=2\">y</a>]]>",
            Kind::Html,
            false,
            "<a href=\"http://hill.example/news/x?a=1&amp;b=2\">y</a>",
        );
        check("<h:div xmlns:h='x'>Tea <h:b>hot</h:b></h:div>", Kind::Xhtml, true, "Tea <b>hot</b>");
        check(
            "<p>one</p><p>two <img src='/i.png'/></p>",
            Kind::Html,
            true,
            "<p>one</p><p>two <img src=\"http://hill.example/i.png\" /></p>",
        );
        check(
            "<p xml:base='/a/'><a href='b'/></p><a href='c'/>",
            Kind::Html,
            true,
            "<p><a href=\"http://hill.example/a/b\" /></p><a href=\"http://hill.example/news/c\" />",
        );
        check("PGI+VGVhPC9iPg==", Kind::Base64, false, "<b>Tea</b>");
        check("a\u{1}b\u{0}", Kind::Html, false, "ab");
        check("&lt;!' he said &lt;!-- x -->", Kind::Html, false, "&lt;!' he said <!-- x -->");
        check("  ", Kind::Html, false, "");
        check(
            "<a href='#x'>a</a><a href='mailto:m@x'>",
            Kind::Html,
            true,
            "<a href=\"#x\">a</a><a href=\"mailto:m@x\">",
        );
    }
}

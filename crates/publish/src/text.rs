//! Text from outside, made harmless: control characters, direction overrides and addresses that are no web address.
//!
//! Escaping for a medium (HTML, XML, Markdown) comes on top of this and is the medium's own business.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Whether a character can change how the text *around* it is shown: controls (C0, C1, DEL; but for line feed and tab),
/// direction embeddings, overrides and isolates (UAX #9), line and paragraph separators, the byte order mark, and the
/// non-characters XML forbids. Joiners and direction marks, which scripts need, stay.
pub fn is_hostile(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
}

/// The text without hostile characters. Linear; borrows when there is nothing to do.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.contains(is_hostile) { text.replace(is_hostile, "").into() } else { text.into() }
}

/// The text as one line: clean, white space runs one space, no outer white space.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in clean(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// An address as a link may carry it: `http` or `https` with a host and without a password, normalised as browsers do
/// (WHATWG URL); `None` for anything else, which is then shown as text.
pub fn web_link(address: &str) -> Option<String> {
    let url = url::Url::parse(address.trim()).ok()?;
    let web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|h| !h.is_empty());
    (web && url.username().is_empty() && url.password().is_none()).then(|| url.into())
}

/// A text as one segment of a path (RFC 3986, 3.3): letters, digits, `-`, `_`, `.` and `~` stand, all else is per cent.
pub fn path_segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Cuts a sentence before its last word, so that a mark can be set which no line break parts from it. Of a word longer
/// than 16 columns (an address, or a script without spaces) only the last three graphemes count, so that no narrow
/// screen overflows.
pub fn split_last_word(sentence: &str) -> (&str, &str) {
    let sentence = sentence.trim_end();
    let start = sentence.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(i, c)| i + c.len_utf8());
    let (lead, word) = sentence.split_at(start);
    if word.width() <= 16 {
        return (lead, word);
    }
    let cut = word.grapheme_indices(true).rev().nth(2).map_or(0, |(i, _)| i);
    sentence.split_at(start + cut)
}

/// At most `limit` characters, with an ellipsis where it was cut; cut at a word end where one is near.
pub fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(limit) else { return text.into() };
    let head = text.get(..end).unwrap_or_default();
    let word_end = head.rfind(char::is_whitespace).filter(|&i| i > end / 2).unwrap_or(end);
    format!("{}…", head.get(..word_end).unwrap_or(head).trim_end()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_characters_go_and_scripts_keep_theirs() {
        for (input, expected) in [
            ("a\u{1b}[31mred", "a[31mred"),
            ("pay\u{202e}fdp.exe", "payfdp.exe"),
            ("\u{2066}x\u{2069}", "x"),
            ("नमस्\u{200d}ते\u{200f}", "नमस्\u{200d}ते\u{200f}"),
            ("tab\tand\nline", "tab\tand\nline"),
            ("\u{9b}2J", "2J"),
        ] {
            assert_eq!(clean(input), expected);
        }
        assert_eq!(one_line("  a\n\t b\u{0} "), "a b");
    }

    #[test]
    fn only_web_addresses_are_links() {
        for (address, expected) in [
            ("https://a.example/x?y=1#z", Some("https://a.example/x?y=1#z")),
            ("HTTP://A.example", Some("http://a.example/")),
            ("javascript:alert(1)", None),
            ("java\tscript:alert(1)", None),
            ("data:text/html,x", None),
            ("//a.example/", None),
            ("https://user:pw@a.example/", None),
            ("https://a.example/\"><script>", Some("https://a.example/%22%3E%3Cscript%3E")),
            ("", None),
        ] {
            assert_eq!(web_link(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn the_last_word_stays_with_its_mark() {
        for (sentence, lead, tail) in [
            ("The ferry sank.", "The ferry ", "sank."),
            ("Alone", "", "Alone"),
            ("", "", ""),
            (
                "渡船在港口外沉没造成十四人死亡当局正在调查原因。",
                "渡船在港口外沉没造成十四人死亡当局正在调查",
                "原因。",
            ),
        ] {
            assert_eq!(split_last_word(sentence), (lead, tail));
        }
        assert_eq!(cut("one two three", 8), "one two…");
        assert_eq!(cut("one", 8), "one");
    }
}

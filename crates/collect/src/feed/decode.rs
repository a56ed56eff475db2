//! A feed's bytes as text: which encoding they are in, whatever the labels say, and what to do with the strays.
//!
//! The order of trust was found by measuring: a byte order mark; text that *is* valid UTF-8 with at least one multibyte
//! character (no other encoding looks so by chance); the charset of the HTTP header, then of the XML declaration; UTF-8
//! with a few stray windows-1252 bytes (pasted quotes and dashes); a guess by frequency last.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// The body as text. Never fails: what cannot be decoded becomes U+FFFD. Linear in the body.
pub(crate) fn to_text<'a>(body: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    let text = to_text_raw(body, content_type);
    match without_c1(&text) {
        Some(fixed) => Cow::Owned(fixed),
        None => text,
    }
}

fn to_text_raw<'a>(body: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    if let Some(text) = utf32(body) {
        return Cow::Owned(text);
    }
    if let Some((encoding, skip)) = Encoding::for_bom(body) {
        let rest = body.get(skip..).unwrap_or_default();
        return if encoding == UTF_8 { mixed_utf8(rest) } else { encoding.decode_without_bom_handling(rest).0 };
    }
    if let Some(encoding) = utf16_without_mark(body) {
        return encoding.decode_without_bom_handling(body).0;
    }
    let ascii = body.is_ascii();
    if !ascii && let Ok(text) = std::str::from_utf8(body) {
        return Cow::Borrowed(text);
    }
    for encoding in [content_type.and_then(charset_of), declared(body)].into_iter().flatten() {
        if encoding == UTF_8 {
            continue;
        }
        let (text, errors) = encoding.decode_without_bom_handling(body);
        if !errors {
            return text;
        }
    }
    if ascii || few_strays(body) { mixed_utf8(body) } else { guessed(body) }
}

/// The encoding that the `charset` parameter of a content type names.
fn charset_of(content_type: &str) -> Option<&'static Encoding> {
    let at = content_type.to_ascii_lowercase().find("charset=")? + "charset=".len();
    let label = content_type.get(at..)?.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(['"', '\'', ';', ' ', ',']).unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?.as_bytes())
}

/// The encoding of the XML declaration. UTF-16 is not believed: the declaration could be read as ASCII.
fn declared(body: &[u8]) -> Option<&'static Encoding> {
    let head = body.get(..body.len().min(1024))?;
    let end = memchr::memmem::find(head, b"?>")?;
    let head = head.get(..end)?;
    let at = memchr::memmem::find(head, b"encoding")? + "encoding".len();
    let rest = head.get(at..)?;
    let open = rest.iter().position(|b| matches!(b, b'"' | b'\''))?;
    let label = rest.get(open + 1..)?;
    let close = label.iter().position(|b| matches!(b, b'"' | b'\'')).unwrap_or(label.len());
    Encoding::for_label(label.get(..close)?).filter(|e| *e != UTF_16LE && *e != UTF_16BE)
}

/// UTF-16 whose mark was lost: the first character is `<`.
fn utf16_without_mark(body: &[u8]) -> Option<&'static Encoding> {
    match body.get(..4)? {
        [b'<', 0, b, 0] if *b != 0 => Some(UTF_16LE),
        [0, b'<', 0, b] if *b != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// UTF-32 by its mark or by a `<` of four bytes.
fn utf32(body: &[u8]) -> Option<String> {
    let big = match body.get(..4)? {
        [0, 0, 0xFE, 0xFF] | [0, 0, 0, b'<'] => true,
        [0xFF, 0xFE, 0, 0] | [b'<', 0, 0, 0] => false,
        _ => return None,
    };
    let one = |c: &[u8]| {
        let four = <[u8; 4]>::try_from(c).ok()?;
        char::from_u32(if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
    };
    Some(body.chunks(4).map(|c| one(c).unwrap_or('\u{FFFD}')).filter(|c| *c != '\u{FEFF}').collect())
}

/// Whether the bytes that are not UTF-8 are so few that the rest must be: at most one in a hundred, or ten, and all in
/// the range of windows-1252's quotes and dashes or letters between proper multibyte characters.
fn few_strays(body: &[u8]) -> bool {
    let (mut bad, mut good, mut only_c1) = (0usize, false, true);
    let most = (body.len() / 100).max(10);
    for chunk in body.utf8_chunks() {
        bad += chunk.invalid().len();
        if bad > most {
            return false;
        }
        good |= !chunk.valid().is_ascii();
        only_c1 &= chunk.invalid().iter().all(|b| (0x80..=0x9F).contains(b));
    }
    good || only_c1
}

/// UTF-8 in which each byte that does not belong is read as windows-1252.
fn mixed_utf8(body: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(body) {
        return Cow::Borrowed(text);
    }
    let stray = |b: &u8| C1_IN_1252.get(usize::from(b & 0x7F)).copied().unwrap_or(char::from(*b));
    // Counted first: a text that grew by doubling would take twice its length for a while.
    let longer: usize = body.utf8_chunks().flat_map(|c| c.invalid().iter().map(stray)).map(|c| c.len_utf8() - 1).sum();
    let mut out = String::with_capacity(body.len() + longer);
    for chunk in body.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(stray));
    }
    Cow::Owned(out)
}

/// The most likely encoding by chardetng, UTF-8 being ruled out.
fn guessed(body: &[u8]) -> Cow<'_, str> {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    // From where it stops being ASCII: 64 KiB tell as much as all of it.
    let from = body.iter().position(|b| !b.is_ascii()).unwrap_or(0).saturating_sub(1024);
    let sample = body.get(from..).unwrap_or_default();
    detector.feed(sample.get(..sample.len().min(64 << 10)).unwrap_or_default(), true);
    detector.guess(None, chardetng::Utf8Detection::Deny).decode_without_bom_handling(body).0
}

/// C1 controls in decoded text are windows-1252 punctuation that lost its way (U+0092 for ’). `None` when there are none.
fn without_c1(text: &str) -> Option<String> {
    let is_c1 = |pair: &[u8]| matches!(pair, [0xC2, 0x80..=0x9F]);
    let first =
        memchr::memchr_iter(0xC2, text.as_bytes()).find(|&i| text.as_bytes().get(i..i + 2).is_some_and(is_c1))?;
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(text.get(..first)?);
    let mut rest = text.get(first..)?;
    while let Some(c) = rest.chars().next() {
        out.push(c1_as_1252(c));
        rest = rest.get(c.len_utf8()..)?;
        let plain = memchr::memchr(0xC2, rest.as_bytes()).unwrap_or(rest.len());
        out.push_str(rest.get(..plain)?);
        rest = rest.get(plain..)?;
    }
    Some(out)
}

/// Whether these bytes are no text in any encoding: the first kilobyte is full of control characters and begins with no
/// mark of UTF-16 or UTF-32.
pub(crate) fn is_binary(body: &[u8]) -> bool {
    let head = body.get(..body.len().min(1024)).unwrap_or_default();
    let control = head.iter().filter(|b| **b < 0x20 && !b.is_ascii_whitespace() || **b == 0x7F).count();
    let marked = Encoding::for_bom(body).is_some() || utf16_without_mark(body).is_some();
    let utf32 = matches!(head, [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, b'<', ..] | [b'<', 0, 0, 0, ..]);
    let tag = matches!(head.trim_ascii_start(), [b'<', b'?' | b'!' | b'a'..=b'z' | b'A'..=b'Z', ..]);
    control > head.len() / 20 && !marked && !utf32 && !tag
}

/// What windows-1252 has where Latin-1 has a control character; other characters as they are.
pub(crate) fn c1_as_1252(c: char) -> char {
    match u32::from(c) {
        code @ 0x80..=0x9F => C1_IN_1252.get(code as usize - 0x80).copied().unwrap_or(c),
        _ => c,
    }
}

/// What windows-1252 has from 0x80 to 0x9F (WHATWG Encoding); from 0xA0 on it is Latin-1.
#[rustfmt::skip]
const C1_IN_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_that_of_windows_1252() {
        for byte in 0x80..=0xFFu8 {
            let one = [byte];
            let expected = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&one).0;
            assert_eq!(mixed_utf8(&one), expected, "{byte:x}");
            assert_eq!(c1_as_1252(char::from(byte)).to_string(), expected, "{byte:x}");
        }
    }

    #[test]
    fn encodings() {
        let check = |body: &[u8], content_type: Option<&str>, expected: &str| {
            assert_eq!(to_text(body, content_type), expected, "{body:?} {content_type:?}");
        };
        check("<a>Żory</a>".as_bytes(), Some("text/xml; charset=iso-8859-1"), "<a>Żory</a>");
        check(b"\xEF\xBB\xBF<a>x\x92s</a>", None, "<a>x’s</a>");
        check(b"<a>caf\xE9</a>", Some("text/xml; charset=\"ISO-8859-1\""), "<a>café</a>");
        check(
            b"<?xml version='1.0' encoding='koi8-r'?><a>\xCD\xC9\xD2</a>",
            None,
            "<?xml version='1.0' encoding='koi8-r'?><a>мир</a>",
        );
        check("<a>déjà it\u{92}s</a>".as_bytes(), None, "<a>déjà it’s</a>");
        check(b"<a>d\xC3\xA9j\xC3\xA0 it\x92s</a>", None, "<a>déjà it’s</a>");
        check(b"<\0a\0>\0", None, "<a>");
        check(b"\xFE\xFF\0<\0a\0>", None, "<a>");
        check(b"\0\0\0<\0\0\0a\0\0\0>", None, "<a>");
        check(b"<?xml encoding='utf-16'?><a>plain</a>", None, "<?xml encoding='utf-16'?><a>plain</a>");
        check(b"", None, "");
    }

    #[test]
    fn binary_data() {
        let check = |body: &[u8], expected: bool| assert_eq!(is_binary(body), expected, "{body:?}");
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", true);
        check(b"PK\x03\x04\x14\0\0\0", true);
        check(b"\0\x01<rss>", true);
        check(b" <rss>\0\x01\x02\x03", false);
        check(b"<\0r\0", false);
        check(b"\xFF\xFE<\0r\0", false);
        check(b"\0\0\0<\0\0\0r", false);
        check("{\"version\": 1}".as_bytes(), false);
        check(b"", false);
    }
}

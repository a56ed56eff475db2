//! Decoding: the delivered bytes of a page to text.
//!
//! Content codings (RFC 9110 section 8.4) are undone with a cap on what comes out. The charset is found in this order: a byte
//! order mark, valid multi-byte UTF-8 whatever the labels say, the header's charset, the page's own `meta`, and last a
//! guess by frequency. C1 controls stay in the text: they are what [`repair`](mod@crate::repair) needs to undo damage.

use encoding_rs::{Encoding, UTF_8};
use standfirst_types::{Capture, Finding};
use std::borrow::Cow;
use std::io::Read;

/// At most this many bytes of a page are read, counted after its content coding is undone.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Where a `meta charset` is looked for (the standard says 1,024 bytes; pages are late).
const META_WINDOW: usize = 4096;

/// Undoes the content coding of a capture's body, at most [`MAX_BYTES`] of it, and decodes it to text.
pub fn text_of<'c>(capture: &'c Capture, findings: &mut Vec<Finding>) -> Cow<'c, str> {
    let body = uncompress(&capture.body, capture.header("content-encoding").unwrap_or_default(), findings);
    match body {
        Cow::Borrowed(bytes) => decode(bytes, capture.header("content-type"), findings),
        Cow::Owned(bytes) => Cow::Owned(match decode(&bytes, capture.header("content-type"), findings) {
            Cow::Owned(text) => text,
            Cow::Borrowed(text) if text.len() == bytes.len() => {
                return Cow::Owned(String::from_utf8(bytes).unwrap_or_default());
            }
            Cow::Borrowed(text) => text.to_owned(),
        }),
    }
}

/// Undoes `gzip`, `deflate`, `br` and `zstd`, the last one named first. A coding that does not fit the bytes is a finding, and
/// what was read until then is kept.
pub fn uncompress<'b>(body: &'b [u8], coding: &str, findings: &mut Vec<Finding>) -> Cow<'b, [u8]> {
    let mut bytes = Cow::Borrowed(body);
    for coding in coding.rsplit(',').map(|c| c.trim().to_ascii_lowercase()).filter(|c| !c.is_empty()).take(4) {
        if let Some(plain) = undo(&bytes, &coding, findings) {
            bytes = Cow::Owned(plain);
        }
    }
    // Some servers compress and do not say so.
    if bytes.starts_with(&[0x1f, 0x8b, 8])
        && let Some(plain) = undo(&bytes, "gzip", findings)
    {
        bytes = Cow::Owned(plain);
    }
    if bytes.len() > MAX_BYTES {
        findings.push(Finding::new("page_cut", format!("{} bytes; read {MAX_BYTES}", bytes.len())));
        bytes = match bytes {
            Cow::Borrowed(b) => Cow::Borrowed(b.get(..MAX_BYTES).unwrap_or(b)),
            Cow::Owned(mut b) => {
                b.truncate(MAX_BYTES);
                Cow::Owned(b)
            }
        };
    }
    bytes
}

fn undo(bytes: &[u8], coding: &str, findings: &mut Vec<Finding>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len().saturating_mul(4).min(MAX_BYTES));
    let limit = MAX_BYTES as u64 + 1;
    let result = match coding {
        "gzip" | "x-gzip" => flate2::read::MultiGzDecoder::new(bytes).take(limit).read_to_end(&mut out),
        // "deflate" means zlib, but servers send the bare stream too.
        "deflate" if bytes.first().is_some_and(|b| b & 15 == 8) => {
            flate2::read::ZlibDecoder::new(bytes).take(limit).read_to_end(&mut out)
        }
        "deflate" => flate2::read::DeflateDecoder::new(bytes).take(limit).read_to_end(&mut out),
        "br" => brotli_decompressor::Decompressor::new(bytes, 8192).take(limit).read_to_end(&mut out),
        "zstd" => match ruzstd::decoding::StreamingDecoder::new(bytes) {
            Ok(decoder) => decoder.take(limit).read_to_end(&mut out),
            Err(e) => Err(std::io::Error::other(e.to_string())),
        },
        "identity" => return None,
        other => {
            findings
                .push(Finding::new("unknown_coding", format!("content-encoding “{other}” is not known; taken as is")));
            return None;
        }
    };
    match result {
        Ok(_) => Some(out),
        Err(_) if looks_like_text(bytes) => {
            findings.push(Finding::new("wrong_coding", format!("the body is not {coding}; taken as is")));
            None
        }
        Err(e) => {
            findings
                .push(Finding::new("broken_coding", format!("{coding} ended early after {} bytes: {e}", out.len())));
            Some(out)
        }
    }
}

fn looks_like_text(bytes: &[u8]) -> bool {
    bytes.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| *b == b'<' || *b == 0xEF || b.is_ascii_alphabetic())
        && !bytes.iter().take(64).any(|b| *b < 9)
}

/// Decodes bytes to text; `content_type` is the header's value. Borrows where the bytes are UTF-8 already.
pub fn decode<'b>(bytes: &'b [u8], content_type: Option<&str>, findings: &mut Vec<Finding>) -> Cow<'b, str> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or_default()).0;
    }
    let header = content_type.and_then(charset_of);
    let utf8 = std::str::from_utf8(bytes);
    if let Ok(text) = utf8 {
        if text.is_ascii() && !matches!(header.or_else(|| meta_charset(bytes)), Some(e) if !e.is_ascii_compatible()) {
            return Cow::Borrowed(text);
        }
        if !text.is_ascii() {
            note_label(header.or_else(|| meta_charset(bytes)), findings);
            return Cow::Borrowed(text);
        }
    }
    let labelled = header.or_else(|| meta_charset(bytes));
    if almost_utf8(bytes) && labelled.is_none_or(|e| e == UTF_8) {
        findings.push(Finding::new("broken_utf8", "some bytes are not UTF-8; they are shown as U+FFFD"));
        return UTF_8.decode_without_bom_handling(bytes).0;
    }
    let encoding = labelled.filter(|e| *e != UTF_8).unwrap_or_else(|| guess(bytes, findings));
    encoding.decode_without_bom_handling(bytes).0
}

fn note_label(label: Option<&'static Encoding>, findings: &mut Vec<Finding>) {
    if let Some(label) = label.filter(|e| *e != UTF_8) {
        findings.push(Finding::new("wrong_charset", format!("labelled {}, but it is UTF-8", label.name())));
    }
}

/// Whether most non-ASCII bytes are in valid UTF-8 sequences: a page cut in the middle or glued together.
fn almost_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 4 * bad
}

fn guess(bytes: &[u8], findings: &mut Vec<Finding>) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes.get(..256 * 1024).unwrap_or(bytes), true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    findings.push(Finding::new("guessed_charset", encoding.name()));
    encoding
}

/// The charset a `content-type` value names.
fn charset_of(content_type: &str) -> Option<&'static Encoding> {
    let lower = content_type.to_ascii_lowercase();
    let (_, after) = lower.split_once("charset")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| matches!(c, ';' | '"' | '\'' | ',' | '/' | '>') || c.is_whitespace());
    Encoding::for_label(value.get(..end.unwrap_or(value.len()))?.as_bytes())
}

/// The charset the page's own `meta` or XML declaration names.
fn meta_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(META_WINDOW).map(|b| char::from(*b)).collect();
    let at = head.to_ascii_lowercase();
    let label = at.match_indices("charset").find_map(|(i, _)| charset_of(at.get(i..)?));
    let xml = || {
        let (_, after) = at.strip_prefix("<?xml")?.split_once("encoding=")?;
        let value = after.trim_start_matches(['"', '\'']);
        Encoding::for_label(value.split(['"', '\'', '?', ' ']).next()?.as_bytes())
    };
    // A page read this far in ASCII cannot be in UTF-16 (the standard's own rule).
    label.or_else(xml).map(|e| if e.is_ascii_compatible() { e } else { UTF_8 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], content_type: Option<&str>, expected: &str) {
        let mut findings = vec![];
        assert_eq!(decode(bytes, content_type, &mut findings), expected, "{findings:?}");
    }

    #[test]
    fn the_charset_is_found() {
        check("Grüße".as_bytes(), Some("text/html; charset=iso-8859-1"), "Grüße");
        check(b"Gr\xfc\xdfe aus Vallmark", Some("text/html; charset=ISO-8859-1"), "Grüße aus Vallmark");
        check(b"<meta charset=windows-1251>\xcf\xf0\xe8\xe2\xe5\xf2", None, "<meta charset=windows-1251>Привет");
        check(b"\xef\xbb\xbfabc", Some("text/html; charset=utf-16"), "abc");
        check(b"\xff\xfea\0b\0", None, "ab");
        check(b"\x93quoted\x94", Some("text/html; charset=latin1"), "“quoted”");
    }

    #[test]
    fn content_codings_are_undone_and_capped() {
        use std::io::Write;
        let mut gz = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
        gz.write_all("<p>Sélune</p>".as_bytes()).unwrap();
        let gz = gz.finish().unwrap();
        let mut findings = vec![];
        assert_eq!(uncompress(&gz, "gzip", &mut findings).as_ref(), "<p>Sélune</p>".as_bytes());
        assert_eq!(uncompress(&gz, "", &mut findings).as_ref(), "<p>Sélune</p>".as_bytes());
        assert_eq!(uncompress(b"<p>plain</p>", "gzip", &mut findings).as_ref(), b"<p>plain</p>");
        let mut bomb = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
        bomb.write_all(&vec![b'a'; MAX_BYTES + 4096]).unwrap();
        assert_eq!(uncompress(&bomb.finish().unwrap(), "gzip", &mut findings).len(), MAX_BYTES);
        assert!(findings.iter().any(|f| f.rule == "page_cut"));
    }
}

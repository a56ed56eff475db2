//! One record as it stands in the file: its header, its block, and whether both can be believed.

use super::Limits;
use super::tape::Tape;
use sha1::Digest;
use std::io::{self, BufRead, Read};

/// The header lines of a record or of an HTTP message: names in lower case, in order.
pub(super) type Headers = Vec<(String, String)>;

/// What stood at the tape's place.
pub(super) enum Parsed {
    /// Nothing more.
    End,
    /// A record that may hold a page.
    Record(Raw),
    /// A record of another kind.
    Passed,
    /// A record that cannot be used, whose end is known: the tape stands after it.
    Unusable(String),
    /// No record, or one whose end is not known.
    Bad(String),
}

/// A record with its block.
pub(super) struct Raw {
    pub(super) headers: Headers,
    pub(super) block: Vec<u8>,
}

impl Raw {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        value(&self.headers, name)
    }
}

/// The first value of a header; `name` in lower case.
pub(super) fn value<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

/// Reads one record. The tape is marked where a search after damage should start.
pub(super) fn read<T: Read>(tape: &mut Tape<T>, limits: &Limits) -> io::Result<Parsed> {
    skip_line_ends(tape)?;
    if tape.peek(1)?.is_empty() {
        return Ok(Parsed::End);
    }
    tape.mark();
    let headers = match header(tape, limits.header)? {
        Ok(headers) => headers,
        Err(fault) => return Ok(Parsed::Bad(fault)),
    };
    let Some(length) = value(&headers, "content-length").and_then(|l| l.parse::<u64>().ok()) else {
        return Ok(Parsed::Bad("the record does not say how long it is".into()));
    };
    tape.mark();
    let page = matches!(value(&headers, "warc-type"), Some("response" | "resource"));
    let too_long = length > limits.block();
    let mut block = Vec::new();
    let got = match page && !too_long {
        true => tape.by_ref().take(length).read_to_end(&mut block)? as u64,
        false => skip(tape, length)?,
    };
    if got < length {
        return Ok(Parsed::Bad(format!("the record is cut off: {got} of {length} bytes")));
    }
    if !ended(tape)? {
        return Ok(Parsed::Bad(format!("the record does not end where it says, after {length} bytes")));
    }
    Ok(match () {
        () if !page => Parsed::Passed,
        () if too_long => Parsed::Unusable(format!(
            "the record is {length} bytes long, more than the {} that are read",
            limits.block()
        )),
        () if !digest_holds(value(&headers, "warc-block-digest"), &block) => {
            Parsed::Unusable("the record's bytes do not have the digest that it says".into())
        }
        () => Parsed::Record(Raw { headers, block }),
    })
}

/// Passes over the empty lines between records.
pub(super) fn skip_line_ends<T: Read>(tape: &mut Tape<T>) -> io::Result<()> {
    loop {
        let left = tape.peek(1)?;
        let ends = left.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let more = ends > 0 && ends == left.len();
        tape.consume(ends);
        if !more {
            return Ok(());
        }
    }
}

/// Passes over so many bytes; how many there were.
fn skip<T: Read>(tape: &mut Tape<T>, length: u64) -> io::Result<u64> {
    let mut passed = 0;
    while passed < length {
        let here = tape.peek(1)?.len();
        if here == 0 {
            break;
        }
        let step = here.min(usize::try_from(length - passed).unwrap_or(usize::MAX));
        tape.consume(step);
        passed += step as u64;
    }
    Ok(passed)
}

/// Whether the two line ends of a record's end, or the end of everything, stand here. Passes over them.
fn ended<T: Read>(tape: &mut Tape<T>) -> io::Result<bool> {
    let left = tape.peek(4)?;
    let len = match left {
        [b'\r', b'\n', b'\r', b'\n', ..] => 4,
        [b'\n', b'\n', ..] => 2,
        _ if left.iter().all(|b| matches!(b, b'\r' | b'\n')) => left.len(),
        _ => return Ok(false),
    };
    tape.consume(len);
    Ok(true)
}

/// Reads a record's header.
fn header<T: Read>(tape: &mut Tape<T>, max: usize) -> io::Result<Result<Headers, String>> {
    let first = match line(tape, 64)? {
        Some(first) if first.starts_with(b"WARC/0.") || first.starts_with(b"WARC/1.") => first,
        Some(_) | None => return Ok(Err("no record begins here".into())),
    };
    let mut text = Vec::new();
    loop {
        match line(tape, max.saturating_sub(text.len() + first.len()))? {
            Some(line) if line.is_empty() => break,
            Some(line) => {
                text.extend_from_slice(&line);
                text.push(b'\n');
            }
            None => return Ok(Err(format!("the record's header is cut off or longer than {max} bytes"))),
        }
    }
    Ok(Ok(fields(&text)))
}

/// A line of at most `max` bytes without its end; `None` when it is longer or cut off.
fn line<T: Read>(tape: &mut Tape<T>, max: usize) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    tape.by_ref().take(max as u64 + 2).read_until(b'\n', &mut line)?;
    if line.pop() != Some(b'\n') {
        return Ok(None);
    }
    line.pop_if(|last| *last == b'\r');
    Ok(Some(line))
}

/// Header lines: names in lower case, folded lines joined, values in UTF-8 or else Latin-1.
pub(super) fn fields(text: &[u8]) -> Headers {
    let mut headers = Headers::new();
    for line in text.split(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if let Some((_, value)) = headers.last_mut() {
                value.push(' ');
                value.push_str(&text_of(line.trim_ascii()));
            }
            continue;
        }
        let Some(colon) = memchr::memchr(b':', line) else { continue };
        let (name, value) = line.split_at(colon);
        let value = value.get(1..).unwrap_or_default();
        headers.push((text_of(name.trim_ascii()).to_ascii_lowercase(), text_of(value.trim_ascii())));
    }
    headers
}

fn text_of(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => bytes.iter().map(|b| char::from(*b)).collect(),
    }
}

/// Whether a block has the digest that its header names. Only whole digests of a known kind, in base 32 or base 16, can
/// speak against it.
fn digest_holds(said: Option<&str>, block: &[u8]) -> bool {
    let Some((kind, digest)) = said.and_then(|d| d.split_once(':')) else { return true };
    let real: Vec<u8> = match kind.trim().to_ascii_lowercase().as_str() {
        "sha1" | "sha-1" => sha1::Sha1::digest(block).to_vec(),
        "sha256" | "sha-256" => sha2::Sha256::digest(block).to_vec(),
        _ => return true,
    };
    let digest = digest.trim().trim_end_matches('=');
    let hex: String = real.iter().map(|b| format!("{b:02x}")).collect();
    let base32 = base32(&real);
    match digest.len() {
        n if n == hex.len() => digest.eq_ignore_ascii_case(&hex),
        n if n == base32.len() => digest.eq_ignore_ascii_case(&base32),
        _ => true,
    }
}

/// Base 32 (RFC 4648) without padding.
pub(super) fn base32(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digit = |five: u32| char::from(DIGITS.get(five as usize & 31).copied().unwrap_or(b'A'));
    let (mut out, mut bits, mut count) = (String::new(), 0u32, 0u32);
    for byte in bytes {
        bits = (bits << 8 | u32::from(*byte)) & 0xFFFF;
        count += 8;
        while count >= 5 {
            count -= 5;
            out.push(digit(bits >> count));
        }
    }
    if count > 0 {
        out.push(digit(bits << (5 - count)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_32() {
        let check = |text: &str, expected: &str| assert_eq!(base32(text.as_bytes()), expected, "{text}");
        check("", "");
        check("f", "MY");
        check("foobar", "MZXW6YTBOI");
    }

    #[test]
    fn header_lines() {
        let check = |text: &[u8], expected: &[(&str, &str)]| {
            let got = fields(text);
            let got: Vec<(&str, &str)> = got.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            assert_eq!(got, expected, "{text:?}");
        };
        check(b"A: b\r\nC : d:e \r\n f\r\nnonsense\r\n", &[("a", "b"), ("c", "d:e f")]);
        check(b"X: caf\xE9\nY: caf\xC3\xA9\n", &[("x", "caf\u{e9}"), ("y", "caf\u{e9}")]);
        check(b" folded first\n", &[]);
    }
}

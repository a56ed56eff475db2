//! The HTTP message inside a response record: status, headers, and the body with its chunks put together.

use super::record::{Headers, fields, value};

/// A response as a crawler stored it.
pub(super) struct Message {
    pub(super) status: u16,
    pub(super) headers: Headers,
    pub(super) body: Vec<u8>,
    /// Whether the body ends before it should.
    pub(super) cut: bool,
}

/// Reads a response of HTTP/1 (RFC 9112), as tolerant of line ends as browsers are. `max`: the most bytes of the head.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(block: &[u8], max: usize) -> Result<Message, String> {
    let (head, body) = split(block, max).ok_or("the response has no end of its headers")?;
    let (first, lines) = head.split_at(memchr::memchr(b'\n', head).unwrap_or(head.len()));
    let status = status(first).ok_or("the response has no status")?;
    let headers = fields(lines);
    let chunked = value(&headers, "transfer-encoding").is_some_and(|e| e.to_ascii_lowercase().contains("chunked"));
    let stored = chunked.then(|| unchunked(body)).flatten();
    let (body, cut) = stored.unwrap_or_else(|| {
        let said = value(&headers, "content-length").and_then(|l| l.parse::<usize>().ok());
        (body.to_vec(), !chunked && said.is_some_and(|said| body.len() < said))
    });
    Ok(Message { status, headers, body, cut })
}

/// The head and what follows its empty line.
fn split(block: &[u8], max: usize) -> Option<(&[u8], &[u8])> {
    let window = block.get(..block.len().min(max))?;
    let mut from = 0;
    while let Some(end) = memchr::memchr(b'\n', window.get(from..)?).map(|i| i + from) {
        let after = window.get(end + 1..)?;
        let empty = match after {
            [b'\n', ..] => 1,
            [b'\r', b'\n', ..] => 2,
            // The whole block is a head.
            [] if block.len() <= max => 0,
            _ => {
                from = end + 1;
                continue;
            }
        };
        return Some((block.get(..end + 1)?, block.get(end + 1 + empty..)?));
    }
    None
}

/// The code of `HTTP/1.1 200 OK`.
fn status(line: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(line.get(..line.len().min(64))?).ok()?;
    let mut words = line.split_ascii_whitespace();
    words.next().filter(|w| w.starts_with("HTTP/"))?;
    words.next()?.parse().ok().filter(|code| (100..1000).contains(code))
}

/// The body without its chunks' lines, and whether it is cut off; `None` when it is not chunked after all, as crawlers
/// store bodies that were put together already.
fn unchunked(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = match memchr::memchr(b'\n', rest.get(..rest.len().min(4096))?) {
            Some(end) => end,
            None if out.is_empty() => return None,
            None => return Some((out, true)),
        };
        let line = rest.get(..end)?.trim_ascii();
        let digits = line.split(|b| *b == b';').next().unwrap_or_default().trim_ascii();
        let size = std::str::from_utf8(digits).ok().and_then(|d| usize::from_str_radix(d, 16).ok());
        let size = match size {
            Some(size) => size,
            None if out.is_empty() => return None,
            None => return Some((out, true)),
        };
        rest = rest.get(end + 1..)?;
        if size == 0 {
            return Some((out, false));
        }
        match rest.get(..size) {
            Some(chunk) => out.extend_from_slice(chunk),
            None => {
                out.extend_from_slice(rest);
                return Some((out, true));
            }
        }
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages() {
        let check = |block: &str, expected: Option<(u16, &str, bool)>| {
            let got = read(block.as_bytes(), 1000).ok();
            let got = got.map(|m| (m.status, String::from_utf8(m.body).unwrap(), m.cut));
            assert_eq!(got, expected.map(|(s, b, c)| (s, b.to_owned(), c)), "{block:?}");
        };
        check("HTTP/1.1 200 OK\r\nA: b\r\n\r\nsnow", Some((200, "snow", false)));
        check("HTTP/1.0 404\nA: b\n\nsnow\n\nmore", Some((404, "snow\n\nmore", false)));
        check("HTTP/2 200\r\n\r\n", Some((200, "", false)));
        check("HTTP/1.1 301 Moved\r\nLocation: /x\r\n", Some((301, "", false)));
        check("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsnow", Some((200, "snow", true)));
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        check(&format!("{chunked}4\r\nsnow\r\n3;x=y\r\n on\r\n0\r\n\r\n"), Some((200, "snow on", false)));
        check(&format!("{chunked}4\r\nsnow\r\n9\r\n on"), Some((200, "snow on", true)));
        check(&format!("{chunked}4\r\nsnow\r\n"), Some((200, "snow", true)));
        check(&format!("{chunked}<p>put together</p>\n"), Some((200, "<p>put together</p>\n", false)));
        check(&format!("{chunked}ffffffffffffffff\r\nsnow"), Some((200, "snow", true)));
        check(&format!("{chunked}fffffffffffffffff\r\nsnow"), Some((200, "fffffffffffffffff\r\nsnow", false)));
        check("snow", None);
        check("HTTP/1.1 twohundred\r\n\r\n", None);
        check(&format!("HTTP/1.1 200 OK\r\nA: {}\r\n\r\n", "b".repeat(2000)), None);
    }
}

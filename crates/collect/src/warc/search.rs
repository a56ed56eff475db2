//! The search for the next record or gzip member after damage.

use super::tape::Tape;
use flate2::read::GzDecoder;
use std::io::{self, BufRead, Read};

/// How a gzip member begins (RFC 1952: two magic bytes, deflate).
pub(super) const GZIP: &[u8] = &[0x1F, 0x8B, 8];
/// How a record begins.
const RECORD: &[u8] = b"WARC/";
/// Bytes that are enough to see whether a member holds a record.
const ENOUGH: usize = 1024;
/// Members that turn out to be none before the search gives up: each costs a decoder, and chance makes one in 16 MiB.
const MAX_FAILED: u32 = 10_000;

/// Moves to the next member that holds a record, or the next line that begins one; `false` when there is none.
pub(super) fn in_file<R: Read>(tape: &mut Tape<R>, failed: &mut u32) -> io::Result<bool> {
    let mut line_start = false;
    loop {
        let left = tape.peek(ENOUGH)?;
        if left.is_empty() {
            return Ok(false);
        }
        let last = left.len() < ENOUGH;
        let step = match next(left, *failed < MAX_FAILED, line_start) {
            // Too near the end of what is there to judge.
            Some(at) if at > 0 && !last && left.len() - at < ENOUGH => at,
            Some(at) => {
                let found = left.get(at..).unwrap_or_default();
                if found.starts_with(RECORD) || holds_record(found) {
                    tape.consume(at);
                    return Ok(true);
                }
                *failed += 1;
                at + 1
            }
            None if last => left.len(),
            None => left.len() - RECORD.len(),
        };
        line_start = step.checked_sub(1).and_then(|i| left.get(i)) == Some(&b'\n');
        tape.consume(step.max(1));
    }
}

/// Where the next thing that looks like a member or a record begins.
fn next(bytes: &[u8], members: bool, line_start: bool) -> Option<usize> {
    let member = members.then(|| memchr::memmem::find(bytes, GZIP)).flatten();
    let record = record(bytes, line_start);
    match (member, record) {
        (Some(member), Some(record)) => Some(member.min(record)),
        (member, record) => member.or(record),
    }
}

/// Where a record begins: at the start of a line, or anywhere when its version and first field leave no doubt, as after a
/// record that was cut off.
fn record(bytes: &[u8], line_start: bool) -> Option<usize> {
    let begins = |at: &usize| {
        let before = at.checked_sub(1).map_or(line_start, |i| bytes.get(i) == Some(&b'\n'));
        let after = bytes.get(at + RECORD.len()..).unwrap_or_default();
        let sure = [&b"1.0\r\nWARC-"[..], b"1.1\r\nWARC-"].iter().any(|s| after.starts_with(s) || s.starts_with(after));
        before || sure
    };
    memchr::memmem::find_iter(bytes, RECORD).find(begins)
}

/// Whether a member begins here whose content begins as a record does.
fn holds_record(bytes: &[u8]) -> bool {
    let mut first = [0u8; RECORD.len()];
    let window = bytes.get(..bytes.len().min(ENOUGH)).unwrap_or_default();
    GzDecoder::new(window).read_exact(&mut first).is_ok() && first == *RECORD
}

/// Moves to the next line of a member's content that begins a record; `false` when there is none.
pub(super) fn in_member<R: Read>(tape: &mut Tape<R>) -> io::Result<bool> {
    let mut line_start = false;
    loop {
        let left = tape.peek(64)?;
        if left.is_empty() {
            return Ok(false);
        }
        let last = left.len() < 64;
        let step = match record(left, line_start) {
            // Too near the end of what is there to judge.
            Some(at) if at > 0 && !last && left.len() - at < 64 => at,
            Some(at) => {
                tape.consume(at);
                return Ok(true);
            }
            None if last => left.len(),
            None => left.len() - RECORD.len(),
        };
        line_start = step.checked_sub(1).and_then(|i| left.get(i)) == Some(&b'\n');
        tape.consume(step);
    }
}

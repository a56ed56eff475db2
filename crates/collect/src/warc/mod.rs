//! Web archives (WARC 1.0 and 1.1, ISO 28500), read record by record with bounded memory, however long the file.
//!
//! A file is plain or made of gzip members, one a record as a rule; both may be mixed. A damaged record is left out with a
//! [`Problem`] that says where and why, and reading goes on at the next record or member.

mod http;
mod record;
mod search;
mod tape;

use flate2::bufread::GzDecoder;
use jiff::Timestamp;
use record::{Parsed, Raw};
use standfirst_types::{Capture, CaptureOrigin};
use std::io::{self, BufRead, Read};
use tape::Tape;

/// What a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An HTTP response.
    Response,
    /// A document without HTTP's headers.
    Resource,
}

/// A page out of an archive.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// What the record holds.
    pub kind: Kind,
    /// The page's address.
    pub target: String,
    /// When it was fetched.
    pub date: Timestamp,
    /// Byte at which the record begins in the file, or the gzip member that holds it.
    pub offset: u64,
    /// Bytes from there that must be read to have the record: its own length, or that of its member. Where one member holds
    /// many records, the bytes of it that were read up to this record's end.
    pub length: u64,
    /// Whether the body ends before it should, by the crawler's own word or by its length.
    pub truncated: bool,
    /// The page as delivered: chunks put together, compression and headers kept.
    pub capture: Capture,
}

/// A place in an archive where something was left out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, byte {offset}: {reason}; it was left out, what follows is read")]
pub struct Problem {
    /// The archive.
    pub file: String,
    /// Byte in the file.
    pub offset: u64,
    /// What is wrong.
    pub reason: String,
}

/// What is read at most, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The headers of a record, and of the response in it. Default 64 KiB.
    pub header: usize,
    /// The body of a page as delivered. Default 10 MiB.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { header: 64 << 10, body: 10 << 20 }
    }
}

impl Limits {
    /// A block: headers, body, and the lines of its chunks.
    fn block(&self) -> u64 {
        (self.header + self.body + self.body / 4 + 1024) as u64
    }
}

/// Reads an archive. An iterator of records and problems in the order of the file; memory is bounded by [`Limits`] (about
/// four times the body's), time is linear in the file and in what it decompresses to.
pub struct Reader<R> {
    file: String,
    limits: Limits,
    state: State<R>,
    /// Bytes gone back over so far.
    rewound: u64,
    passed: u64,
    failed_members: u32,
}

impl<R> std::fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("file", &self.file).field("limits", &self.limits).finish_non_exhaustive()
    }
}

enum State<R> {
    /// Between members, or in a plain file.
    Between(Tape<R>),
    /// Inside a member that began at this byte of the file.
    Member(Box<Tape<GzDecoder<Tape<R>>>>, u64),
    Done,
}

/// What one step came to.
enum Step {
    Record(Box<Record>),
    Problem(u64, String),
    Again,
    End,
}

impl<R: Read> Reader<R> {
    /// A reader of the archive called `file` (a path as given; it goes into every capture's origin).
    pub fn new(input: R, file: &str) -> Self {
        Self::with_limits(input, file, Limits::default())
    }

    /// A reader with limits of its own.
    pub fn with_limits(input: R, file: &str, limits: Limits) -> Self {
        let tape = Tape::new(input, limits.keep());
        Self { file: file.into(), limits, state: State::Between(tape), rewound: 0, passed: 0, failed_members: 0 }
    }

    /// Records passed over so far because they hold no page: requests, metadata, revisits and the like.
    pub fn passed(&self) -> u64 {
        self.passed
    }

    fn step(&mut self) -> Step {
        match std::mem::replace(&mut self.state, State::Done) {
            State::Between(tape) => self.between(tape),
            State::Member(tape, start) => self.member(tape, start),
            State::Done => Step::End,
        }
    }

    /// Opens the member that begins here, or reads a plain record.
    fn between(&mut self, mut tape: Tape<R>) -> Step {
        let looked = record::skip_line_ends(&mut tape).and_then(|()| tape.peek(3).map(|b| b.starts_with(search::GZIP)));
        let offset = tape.position();
        match looked {
            Ok(true) => {
                tape.mark();
                let inner = GzDecoder::new(tape);
                self.state = State::Member(Box::new(Tape::new(inner, self.limits.keep())), offset);
                return Step::Again;
            }
            Ok(false) => {}
            Err(e) => return Step::Problem(offset, unreadable(&e)),
        }
        match record::read(&mut tape, &self.limits) {
            Ok(Parsed::End) => Step::End,
            Ok(Parsed::Passed) => {
                self.passed += 1;
                self.state = State::Between(tape);
                Step::Again
            }
            Ok(Parsed::Record(raw)) => {
                let length = tape.position() - offset;
                self.state = State::Between(tape);
                self.finish(raw, offset, length)
            }
            Ok(Parsed::Unusable(reason)) => {
                self.state = State::Between(tape);
                Step::Problem(offset, reason)
            }
            Ok(Parsed::Bad(reason)) => {
                self.recover(tape, offset);
                Step::Problem(offset, reason)
            }
            Err(e) => Step::Problem(offset, unreadable(&e)),
        }
    }

    /// Reads a record of a member, and the member's end when it follows.
    fn member(&mut self, mut tape: Box<Tape<GzDecoder<Tape<R>>>>, start: u64) -> Step {
        let parsed = record::read(&mut tape, &self.limits);
        let more = match &parsed {
            Ok(Parsed::End) => Ok(false),
            Ok(_) => record::skip_line_ends(&mut tape).and_then(|()| tape.peek(1).map(|b| !b.is_empty())),
            Err(e) => Err(io::Error::other(e.to_string())),
        };
        let length = tape.get_ref().get_ref().position() - start;
        let damaged = |e: &io::Error| format!("the gzip member is damaged or cut off ({e})");
        match (parsed, more) {
            (Err(e), _) | (Ok(_), Err(e)) => {
                self.recover(tape.into_inner().into_inner(), start);
                Step::Problem(start, damaged(&e))
            }
            (Ok(Parsed::Bad(reason)), Ok(_)) => {
                self.search_member(tape, start);
                Step::Problem(start, reason)
            }
            (Ok(parsed), Ok(more)) => {
                self.state =
                    if more { State::Member(tape, start) } else { State::Between(tape.into_inner().into_inner()) };
                match parsed {
                    Parsed::Record(raw) => self.finish(raw, start, length),
                    Parsed::Passed => {
                        self.passed += 1;
                        Step::Again
                    }
                    Parsed::Unusable(reason) => Step::Problem(start, reason),
                    Parsed::End | Parsed::Bad(_) => Step::Again,
                }
            }
        }
    }

    /// Whether a tape may be wound back once more: all in all no more than what was read of the file, and 64 MiB.
    fn may_rewind(&mut self, back: u64, position: u64) -> bool {
        let may = self.rewound.saturating_add(back) <= position.saturating_add(64 << 20);
        self.rewound += if may { back } else { 0 };
        may
    }

    /// Finds the next record or member after `offset` of the file.
    fn recover(&mut self, mut tape: Tape<R>, offset: u64) {
        if self.may_rewind(tape.since_mark(), tape.position()) {
            tape.rewind();
        }
        if tape.position() == offset {
            tape.consume(1);
        }
        if search::in_file(&mut tape, &mut self.failed_members).unwrap_or(false) {
            self.state = State::Between(tape);
        }
    }

    /// Finds the next record in the same member, or goes on after it.
    fn search_member(&mut self, mut tape: Box<Tape<GzDecoder<Tape<R>>>>, start: u64) {
        let position = tape.position();
        if self.may_rewind(tape.since_mark(), position) {
            tape.rewind();
        }
        tape.consume(1);
        match search::in_member(&mut tape) {
            Ok(true) => self.state = State::Member(tape, start),
            Ok(false) => self.state = State::Between(tape.into_inner().into_inner()),
            Err(_) => self.recover(tape.into_inner().into_inner(), start),
        }
    }

    /// A record's page, when it holds one.
    fn finish(&mut self, raw: Raw, offset: u64, length: u64) -> Step {
        match self.page(raw, offset, length) {
            Ok(Some(record)) => Step::Record(Box::new(record)),
            Ok(None) => {
                self.passed += 1;
                Step::Again
            }
            Err(reason) => Step::Problem(offset, reason),
        }
    }

    fn page(&self, raw: Raw, offset: u64, length: u64) -> Result<Option<Record>, String> {
        let kind = if raw.header("warc-type") == Some("resource") { Kind::Resource } else { Kind::Response };
        let target = raw.header("warc-target-uri").unwrap_or_default();
        let target = target.trim_start_matches('<').trim_end_matches('>').to_owned();
        if !(target.starts_with("http://") || target.starts_with("https://")) {
            return Ok(None);
        }
        if raw.header("warc-segment-number").is_some() {
            return Err(format!("{target} is stored in segments, which are not put together"));
        }
        let date = raw.header("warc-date").and_then(crate::parse_date).map(|when| when.at);
        let date = date.ok_or_else(|| format!("{target} is stored without a date"))?;
        let mut truncated = raw.header("warc-truncated").is_some();
        let content_type = raw.header("content-type").unwrap_or_default().to_owned();
        let (status, headers, body) = match kind {
            Kind::Resource => (200, vec![("content-type".into(), content_type)], raw.block),
            Kind::Response => {
                let message = http::read(&raw.block, self.limits.header).map_err(|e| format!("{target}: {e}"))?;
                truncated |= message.cut;
                (message.status, message.headers, message.body)
            }
        };
        if body.len() > self.limits.body {
            return Err(format!("{target} is {} bytes long, more than {}", body.len(), self.limits.body));
        }
        let origin = CaptureOrigin::Warc { file: self.file.clone(), offset, length };
        let capture = Capture::new(&target, &target, date, status, headers, body, origin);
        Ok(Some(Record { kind, target, date, offset, length, truncated, capture }))
    }
}

impl Limits {
    /// What is kept for going back after damage.
    fn keep(&self) -> usize {
        self.header + self.body + self.body / 4
    }
}

fn unreadable(error: &io::Error) -> String {
    format!("the file cannot be read on ({error})")
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<Record, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.step() {
                Step::Record(record) => return Some(Ok(*record)),
                Step::Problem(offset, reason) => {
                    return Some(Err(Problem { file: self.file.clone(), offset, reason }));
                }
                Step::Again => {}
                Step::End => return None,
            }
        }
    }
}

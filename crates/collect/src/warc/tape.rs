//! A stream that can be looked ahead in and, up to a limit, wound back: how a reader finds its feet after damage.

use std::io::{self, BufRead, Read};

/// Bytes read at a time.
const CHUNK: usize = 16 << 10;

/// A stream with its own buffer, which keeps what came after a mark.
pub(super) struct Tape<R> {
    inner: R,
    buffer: Vec<u8>,
    /// The next byte to give, in `buffer`.
    at: usize,
    /// Where in the stream `buffer` begins.
    base: u64,
    /// Where in `buffer` the mark is.
    mark: Option<usize>,
    /// The most bytes kept after a mark.
    keep: usize,
}

impl<R: Read> Tape<R> {
    pub(super) fn new(inner: R, keep: usize) -> Self {
        Self { inner, buffer: Vec::new(), at: 0, base: 0, mark: None, keep }
    }

    /// Where in the stream the next byte is.
    pub(super) fn position(&self) -> u64 {
        self.base + self.at as u64
    }

    /// Remembers this place.
    pub(super) fn mark(&mut self) {
        self.mark = Some(self.at);
    }

    /// Goes back to the mark; how many bytes that was, `None` when too much has come since.
    pub(super) fn rewind(&mut self) -> Option<u64> {
        let mark = self.mark.take()?;
        let back = self.at.saturating_sub(mark);
        self.at = mark;
        Some(back as u64)
    }

    /// How many bytes [`Tape::rewind`] would go back.
    pub(super) fn since_mark(&self) -> u64 {
        self.mark.map_or(0, |mark| self.at.saturating_sub(mark) as u64)
    }

    fn left(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or_default()
    }

    /// Reads another chunk; `false` at the end.
    fn more(&mut self) -> io::Result<bool> {
        if self.mark.is_some_and(|mark| self.buffer.len() - mark > self.keep) {
            self.mark = None;
        }
        let from = self.mark.unwrap_or(self.at);
        if from > 0 {
            self.buffer.drain(..from);
            self.base += from as u64;
            self.at -= from;
            self.mark = self.mark.map(|_| 0);
        }
        let len = self.buffer.len();
        self.buffer.resize(len + CHUNK, 0);
        let read = loop {
            match self.inner.read(self.buffer.get_mut(len..).unwrap_or_default()) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.buffer.truncate(len + *read.as_ref().unwrap_or(&0));
        Ok(read? > 0)
    }

    /// The next `want` bytes or more; fewer only at the end.
    pub(super) fn peek(&mut self, want: usize) -> io::Result<&[u8]> {
        while self.left().len() < want && self.more()? {}
        Ok(self.left())
    }

    pub(super) fn get_ref(&self) -> &R {
        &self.inner
    }

    pub(super) fn into_inner(self) -> R {
        self.inner
    }
}

impl<R: Read> Read for Tape<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.fill_buf()?;
        let len = left.len().min(out.len());
        out.get_mut(..len).unwrap_or_default().copy_from_slice(left.get(..len).unwrap_or_default());
        self.consume(len);
        Ok(len)
    }
}

impl<R: Read> BufRead for Tape<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }
    fn consume(&mut self, len: usize) {
        self.at = (self.at + len).min(self.buffer.len());
    }
}

//! The decoded size of a body that is kept compressed: counted as it streams in, and the decoding itself.

use super::coding::{self, Coding, OVER, Sink};
use super::error::{FetchError, FetchErrorKind};
use standfirst_types::Capture;
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes nowhere; fails past the limit.
struct Count {
    left: usize,
}

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.left = self.left.checked_sub(bytes.len()).ok_or(OVER)?;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Count {
    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Counts the decoded size of a body while its bytes arrive.
pub(crate) struct Meter<'a> {
    url: &'a str,
    cap: usize,
    chain: Box<dyn Sink>,
}

impl<'a> Meter<'a> {
    /// A meter for a body that comes with this `Content-Encoding`.
    ///
    /// # Errors
    /// When it names a coding that nobody knows.
    pub(crate) fn new(url: &'a str, header: Option<&str>, cap: usize) -> Result<Self, FetchError> {
        let codings = Coding::list(header).map_err(|c| unknown(url, &c))?;
        let chain = coding::chain(&codings, Box::new(Count { left: cap }), cap);
        Ok(Self { url, cap, chain })
    }

    /// Takes in the next bytes; `so_far`: the length of the body with them.
    pub(crate) fn advance(&mut self, bytes: &[u8], so_far: usize) -> Result<(), FetchError> {
        if so_far > self.cap {
            return Err(too_large(self.url, self.cap));
        }
        self.chain.write_all(bytes).map_err(|e| fault(self.url, self.cap, &e))
    }

    /// The body has ended.
    pub(crate) fn finish(mut self) -> Result<(), FetchError> {
        self.chain.end().map_err(|e| fault(self.url, self.cap, &e))
    }
}

/// The body of a capture, decoded: borrowed when it was not compressed. `cap`: the most bytes it may decode to.
///
/// # Errors
/// `TooLarge` past `cap`; `Decode` when the body is damaged or compressed in a way nobody knows.
pub fn decoded(capture: &Capture, cap: usize) -> Result<Cow<'_, [u8]>, FetchError> {
    let body = capture.body.as_slice();
    let codings = Coding::list(capture.header("content-encoding")).map_err(|c| unknown(&capture.url, &c))?;
    if codings.is_empty() || body.is_empty() {
        return if body.len() > cap { Err(too_large(&capture.url, cap)) } else { Ok(Cow::Borrowed(body)) };
    }
    let mut bytes = Vec::with_capacity((body.len() * 4).min(cap));
    let mut chain = coding::chain(&codings, Box::new(Bounded { bytes: &mut bytes, cap }), cap);
    // In pieces, so that damage and bombs are met before all is decoded.
    let done = body.chunks(32 << 10).try_for_each(|piece| chain.write_all(piece)).and_then(|()| chain.end());
    drop(chain);
    done.map_err(|e| fault(&capture.url, cap, &e))?;
    Ok(Cow::Owned(bytes))
}

/// Keeps what is written; fails past the limit.
struct Bounded<'a> {
    bytes: &'a mut Vec<u8>,
    cap: usize,
}

impl Write for Bounded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.cap {
            return Err(OVER.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Bounded<'_> {
    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Over the limit.
pub(crate) fn too_large(url: &str, cap: usize) -> FetchError {
    let message = format!(
        "{url}: more than {cap} bytes once decoded; raise fetch.feed_max_bytes or fetch.page_max_bytes if it is meant"
    );
    FetchError::new(FetchErrorKind::TooLarge, message)
}

fn unknown(url: &str, coding: &str) -> FetchError {
    FetchError::new(
        FetchErrorKind::Decode,
        format!("{url}: compressed as “{coding}”, which was not asked for; that is the server's fault"),
    )
}

fn fault(url: &str, cap: usize, error: &io::Error) -> FetchError {
    if error.kind() == OVER {
        return too_large(url, cap);
    }
    let message = format!("{url}: the compressed answer is damaged or cut off ({error}); it is asked again later");
    FetchError::new(FetchErrorKind::Decode, message)
}

//! The decoded size of a body that is kept compressed: counted as it streams in, and the decoding itself.

use super::error::{FetchError, FetchErrorKind};
use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use standfirst_types::Capture;
use std::borrow::Cow;
use std::io::{self, Read, Write};

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Identity,
    Gzip,
    Zlib,
    Deflate,
    Brotli,
    Zstd,
}

impl Coding {
    /// What the header says, checked against the first bytes: servers that say gzip and send none are not rare.
    fn of(header: Option<&str>, body: &[u8]) -> Result<Self, String> {
        let header = header.unwrap_or_default().to_ascii_lowercase();
        let gzip = body.starts_with(&[0x1f, 0x8b]);
        let mut codings = header.split(',').map(str::trim).filter(|c| !c.is_empty() && *c != "identity");
        let coding = match codings.next() {
            None => Self::Identity,
            Some("gzip" | "x-gzip") if gzip => Self::Gzip,
            Some("gzip" | "x-gzip") => Self::Identity,
            Some("deflate") if gzip => Self::Gzip,
            Some("deflate") if matches!(body, [0x78, second, ..] if (0x7800 + u16::from(*second)) % 31 == 0) => {
                Self::Zlib
            }
            Some("deflate") => Self::Deflate,
            Some("br") => Self::Brotli,
            Some("zstd") => Self::Zstd,
            Some(other) => return Err(other.chars().take(40).collect()),
        };
        codings
            .next()
            .map_or(Ok(coding), |second| Err(format!("{header} ({second} on top)").chars().take(60).collect()))
    }
}

/// Writes nowhere; fails past the limit.
struct Count {
    total: usize,
    cap: usize,
}

/// The error of [`Count`], told apart from damage by its kind.
const OVER: io::ErrorKind = io::ErrorKind::FileTooLarge;

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.total += bytes.len();
        if self.total > self.cap { Err(OVER.into()) } else { Ok(bytes.len()) }
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

enum Decoder {
    /// Not decoded while it streams: brotli and zstd are counted at the end, when the body, itself within the limit, is there.
    None,
    Gzip(Box<MultiGzDecoder<Count>>),
    Zlib(Box<ZlibDecoder<Count>>),
    Deflate(Box<DeflateDecoder<Count>>),
}

/// Counts the decoded size of a body while its bytes arrive.
pub(crate) struct Meter<'a> {
    url: &'a str,
    header: Option<String>,
    cap: usize,
    decoder: Option<Decoder>,
}

impl<'a> Meter<'a> {
    /// A meter for a body that comes with this `Content-Encoding`.
    pub(crate) fn new(url: &'a str, header: Option<&str>, cap: usize) -> Self {
        Self { url, header: header.map(Into::into), cap, decoder: None }
    }

    /// Takes in the body so far, of which the bytes from `seen` on are new.
    pub(crate) fn advance(&mut self, body: &[u8], seen: usize) -> Result<(), FetchError> {
        if body.len() > self.cap {
            return Err(too_large(self.url, self.cap));
        }
        if self.decoder.is_none() {
            // Two bytes are needed to tell.
            if body.len() < 2 {
                return Ok(());
            }
            let coding = Coding::of(self.header.as_deref(), body).map_err(|c| unknown(self.url, &c))?;
            let count = Count { total: 0, cap: self.cap };
            let decoder = match coding {
                Coding::Gzip => Decoder::Gzip(Box::new(MultiGzDecoder::new(count))),
                Coding::Zlib => Decoder::Zlib(Box::new(ZlibDecoder::new(count))),
                Coding::Deflate => Decoder::Deflate(Box::new(DeflateDecoder::new(count))),
                Coding::Identity | Coding::Brotli | Coding::Zstd => Decoder::None,
            };
            self.decoder = Some(decoder);
            return self.push(body);
        }
        self.push(body.get(seen..).unwrap_or_default())
    }

    fn push(&mut self, new: &[u8]) -> Result<(), FetchError> {
        let done = match &mut self.decoder {
            Some(Decoder::Gzip(decoder)) => decoder.write_all(new),
            Some(Decoder::Zlib(decoder)) => decoder.write_all(new),
            Some(Decoder::Deflate(decoder)) => decoder.write_all(new),
            _ => Ok(()),
        };
        done.map_err(|e| fault(self.url, self.cap, &e))
    }

    /// The body has ended: what could not be counted before is counted now.
    pub(crate) fn finish(mut self, body: &[u8]) -> Result<(), FetchError> {
        let done = match &mut self.decoder {
            Some(Decoder::Gzip(decoder)) => decoder.try_finish(),
            Some(Decoder::Zlib(decoder)) => decoder.try_finish(),
            Some(Decoder::Deflate(decoder)) => decoder.try_finish(),
            _ => match Coding::of(self.header.as_deref(), body).map_err(|c| unknown(self.url, &c))? {
                Coding::Identity => Ok(()),
                _ if body.is_empty() => Ok(()),
                coding => decode(coding, body, &mut Count { total: 0, cap: self.cap }),
            },
        };
        done.map_err(|e| fault(self.url, self.cap, &e))
    }
}

/// The body of a capture, decoded: borrowed when it was not compressed. `cap`: the most bytes it may decode to.
///
/// # Errors
/// `TooLarge` past `cap`; `Decode` when the body is damaged or compressed in a way nobody knows.
pub fn decoded(capture: &Capture, cap: usize) -> Result<Cow<'_, [u8]>, FetchError> {
    let body = capture.body.as_slice();
    let coding = Coding::of(capture.header("content-encoding"), body).map_err(|c| unknown(&capture.url, &c))?;
    if coding == Coding::Identity || body.is_empty() {
        return if body.len() > cap { Err(too_large(&capture.url, cap)) } else { Ok(Cow::Borrowed(body)) };
    }
    let mut out = Bounded { bytes: Vec::with_capacity((body.len() * 4).min(cap)), cap };
    decode(coding, body, &mut out).map_err(|e| fault(&capture.url, cap, &e))?;
    Ok(Cow::Owned(out.bytes))
}

/// Keeps what is written; fails past the limit.
struct Bounded {
    bytes: Vec<u8>,
    cap: usize,
}

impl Write for Bounded {
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

/// Decodes piece by piece: memory is the decoder's window and 32 KiB, whatever the body claims.
fn decode(coding: Coding, body: &[u8], out: &mut impl Write) -> io::Result<()> {
    match coding {
        Coding::Identity => out.write_all(body),
        Coding::Gzip => pump(&mut flate2::bufread::MultiGzDecoder::new(body), out),
        Coding::Zlib => pump(&mut flate2::bufread::ZlibDecoder::new(body), out),
        Coding::Deflate => pump(&mut flate2::bufread::DeflateDecoder::new(body), out),
        Coding::Brotli => pump(&mut brotli_decompressor::Decompressor::new(body, 4096), out),
        Coding::Zstd => {
            let mut decoder =
                ruzstd::decoding::StreamingDecoder::new(body).map_err(|e| io::Error::other(e.to_string()))?;
            pump(&mut decoder, out)
        }
    }
}

fn pump(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    let mut buffer = vec![0u8; 32 << 10];
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok(()),
            n => to.write_all(buffer.get(..n).unwrap_or_default())?,
        }
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

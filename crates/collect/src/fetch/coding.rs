//! Content codings (RFC 9110, 8.4) undone as the bytes stream in, several on top of each other if need be: a chain of
//! writers, each of which decodes into the next. Nothing is kept but the decoders' own windows.

use brotli_decompressor::DecompressorWriter;
use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, Write};

/// A coding by its name in `Content-Encoding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// RFC 1952.
    Gzip,
    /// RFC 1950, or RFC 1951 alone as some servers understand it.
    Deflate,
    /// RFC 7932.
    Brotli,
    /// RFC 8878.
    Zstd,
}

/// The most codings undone of one answer.
const MAX_CODINGS: usize = 3;
/// How many times the limit of the whole may pass between two codings: a bomb inside that comes to nothing outside is one.
const BETWEEN: usize = 4;

impl Coding {
    /// The codings of a `Content-Encoding` header in the order in which they were applied.
    ///
    /// # Errors
    /// The name of one that is not known, or the header when there are too many.
    pub(super) fn list(header: Option<&str>) -> Result<Vec<Self>, String> {
        let header = header.unwrap_or_default().to_ascii_lowercase();
        let names = header.split(',').map(str::trim).filter(|c| !matches!(*c, "" | "identity" | "none"));
        let codings: Result<Vec<Self>, String> = names
            .map(|name| match name {
                "gzip" | "x-gzip" => Ok(Self::Gzip),
                "deflate" => Ok(Self::Deflate),
                "br" => Ok(Self::Brotli),
                "zstd" => Ok(Self::Zstd),
                other => Err(other.chars().take(40).collect()),
            })
            .collect();
        codings
            .and_then(|list| if list.len() <= MAX_CODINGS { Ok(list) } else { Err(header.chars().take(60).collect()) })
    }
}

/// A writer that learns when all has been written.
pub(super) trait Sink: Write + Send {
    /// There is nothing more. Fails when what came was cut off.
    fn end(&mut self) -> io::Result<()>;
}

/// The error of [`Limit`] and its like, told apart from damage by its kind.
pub(super) const OVER: io::ErrorKind = io::ErrorKind::FileTooLarge;

type Next<'a> = Box<dyn Sink + 'a>;

/// A chain that undoes `codings` and writes the rest to `out`, which has its own limit; `cap`: that limit.
pub(super) fn chain<'a>(codings: &[Coding], out: Next<'a>, cap: usize) -> Next<'a> {
    let mut next = out;
    for (index, coding) in codings.iter().enumerate() {
        if index > 0 {
            next = Box::new(Limit { left: cap.saturating_mul(BETWEEN), next });
        }
        next = Box::new(Stage::Waiting { coding: *coding, head: Vec::new(), next: Some(next) });
    }
    next
}

/// Lets so many bytes pass.
struct Limit<'a> {
    left: usize,
    next: Next<'a>,
}

impl Write for Limit<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.left = self.left.checked_sub(bytes.len()).ok_or(OVER)?;
        self.next.write_all(bytes)?;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Limit<'_> {
    fn end(&mut self) -> io::Result<()> {
        self.next.end()
    }
}

/// One coding. Its first two bytes decide: servers that say gzip and send none are not rare.
enum Stage<'a> {
    Waiting { coding: Coding, head: Vec<u8>, next: Option<Next<'a>> },
    Plain(Next<'a>),
    Gzip(MultiGzDecoder<Next<'a>>),
    Zlib(ZlibDecoder<Next<'a>>),
    Deflate(DeflateDecoder<Next<'a>>),
    Brotli(Box<DecompressorWriter<Next<'a>>>),
    Zstd(Box<Zstd<Next<'a>>>),
}

impl<'a> Stage<'a> {
    fn of(coding: Coding, head: &[u8], next: Next<'a>) -> Self {
        let gzip = head.starts_with(&[0x1F, 0x8B]);
        let zlib = matches!(head, [0x78, second, ..] if (0x7800 + u16::from(*second)) % 31 == 0);
        match coding {
            Coding::Gzip | Coding::Deflate if gzip => Self::Gzip(MultiGzDecoder::new(next)),
            Coding::Gzip => Self::Plain(next),
            Coding::Deflate if zlib => Self::Zlib(ZlibDecoder::new(next)),
            Coding::Deflate => Self::Deflate(DeflateDecoder::new(next)),
            Coding::Brotli => Self::Brotli(Box::new(DecompressorWriter::new(next, 4096))),
            Coding::Zstd => Self::Zstd(Box::new(Zstd::new(next))),
        }
    }

    fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Waiting { coding, head, next } => {
                head.extend_from_slice(bytes);
                if head.len() < 2 {
                    return Ok(());
                }
                let (head, next) = (std::mem::take(head), next.take());
                let Some(next) = next else { return Ok(()) };
                *self = Self::of(*coding, &head, next);
                self.push(&head)
            }
            Self::Plain(next) => next.write_all(bytes),
            Self::Gzip(decoder) => decoder.write_all(bytes),
            Self::Zlib(decoder) => decoder.write_all(bytes),
            Self::Deflate(decoder) => decoder.write_all(bytes),
            Self::Brotli(decoder) => decoder.write_all(bytes),
            Self::Zstd(decoder) => decoder.write_all(bytes),
        }
    }
}

impl Write for Stage<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes).map(|()| bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Stage<'_> {
    fn end(&mut self) -> io::Result<()> {
        match self {
            // Nothing at all came, or one byte.
            Self::Waiting { head, next, .. } => {
                let Some(mut next) = next.take() else { return Ok(()) };
                next.write_all(head)?;
                next.end()
            }
            Self::Plain(next) => next.end(),
            Self::Gzip(decoder) => decoder.try_finish().and_then(|()| decoder.get_mut().end()),
            Self::Zlib(decoder) => decoder.try_finish().and_then(|()| decoder.get_mut().end()),
            Self::Deflate(decoder) => decoder.try_finish().and_then(|()| decoder.get_mut().end()),
            Self::Brotli(decoder) => decoder.close().and_then(|()| decoder.get_mut().end()),
            Self::Zstd(decoder) => decoder.end().and_then(|()| decoder.next.end()),
        }
    }
}

/// Zstandard, block by block: a block is decoded when all of it is there, and comes to 128 KiB at most.
struct Zstd<W> {
    next: W,
    /// What came and was not decoded yet.
    waiting: Vec<u8>,
    frame: Frame,
    decoder: FrameDecoder,
}

#[derive(Clone, Copy, PartialEq)]
enum Frame {
    /// None is open.
    Between,
    /// One is open; whether a checksum follows its last block.
    Open(bool),
    /// So many bytes of a skippable frame are to come.
    Skip(usize),
}

/// The largest window that is taken part in, in bytes: that of the largest feed, and twice what RFC 9659 wants of servers.
const MAX_WINDOW: u64 = 16 << 20;
/// The longest header of a frame in bytes.
const MAX_HEADER: usize = 18;
/// The largest block in bytes.
const MAX_BLOCK: usize = 128 << 10;

impl<W: Write> Zstd<W> {
    fn new(next: W) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MAX_WINDOW);
        Self { next, waiting: Vec::new(), frame: Frame::Between, decoder }
    }

    /// Decodes what is there; `last`: no more will come.
    fn decode(&mut self, last: bool) -> io::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        let mut rest = waiting.as_slice();
        while let Some(left) = self.step(rest, last)? {
            rest = left;
        }
        self.waiting = rest.to_vec();
        Ok(())
    }

    /// Takes in a header or a block; what is left after it, `None` when too little is there.
    fn step<'b>(&mut self, rest: &'b [u8], last: bool) -> io::Result<Option<&'b [u8]>> {
        match self.frame {
            Frame::Skip(length) => {
                let step = length.min(rest.len());
                self.frame = if step == length { Frame::Between } else { Frame::Skip(length - step) };
                Ok(rest.get(step..).filter(|_| step > 0 || length == 0))
            }
            Frame::Between => match rest {
                [0x50..=0x5F, 0x2A, 0x4D, 0x18, a, b, c, d, left @ ..] => {
                    self.frame = Frame::Skip(u32::from_le_bytes([*a, *b, *c, *d]) as usize);
                    Ok(Some(left))
                }
                [] => Ok(None),
                _ if rest.len() < MAX_HEADER && !last => Ok(None),
                _ => {
                    let mut left = rest;
                    self.decoder.reset(&mut left).map_err(|e| io::Error::other(e.to_string()))?;
                    self.frame = Frame::Open(rest.get(4).is_some_and(|descriptor| descriptor & 4 != 0));
                    Ok(Some(left))
                }
            },
            Frame::Open(checksum) => self.block(rest, checksum),
        }
    }

    fn block<'b>(&mut self, rest: &'b [u8], checksum: bool) -> io::Result<Option<&'b [u8]>> {
        let [a, b, c, ..] = rest else { return Ok(None) };
        let header = u32::from_le_bytes([*a, *b, *c, 0]);
        let (last, size) = (header & 1 == 1, (header >> 3) as usize);
        if size > MAX_BLOCK {
            return Err(io::Error::other("a block is larger than the format allows"));
        }
        let stored = if header >> 1 & 3 == 1 { 1 } else { size };
        let whole = 3 + stored + if last && checksum { 4 } else { 0 };
        let Some(mut block) = rest.get(..whole) else { return Ok(None) };
        let done = self.decoder.decode_blocks(&mut block, BlockDecodingStrategy::UptoBlocks(1));
        done.map_err(|e| io::Error::other(e.to_string()))?;
        self.decoder.collect_to_writer(&mut self.next)?;
        if last {
            self.frame = Frame::Between;
        }
        Ok(rest.get(whole..))
    }

    fn end(&mut self) -> io::Result<()> {
        self.decode(true)?;
        match self.frame == Frame::Between && self.waiting.is_empty() {
            true => Ok(()),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

impl<W: Write> Write for Zstd<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        self.decode(false)?;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

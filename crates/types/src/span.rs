//! Spans: the only way to point at text. UTF-8 byte offsets into one version of one article, start inclusive, end exclusive.

use crate::ArticleId;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A piece of the text of one version of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// Whose text.
    pub article: ArticleId,
    /// Which version of it, from 0.
    pub version: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes it points at, if they lie in `text` on character boundaries and are not empty.
    pub fn of<'t>(&self, text: &'t str) -> Option<&'t str> {
        if self.start >= self.end { None } else { text.get(self.start as usize..self.end as usize) }
    }
}

/// A span as a brief publishes it: with the hash of the bytes, so anyone can check it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Ref {
    /// Whose text.
    pub article: ArticleId,
    /// Which version of it, from 0.
    pub version: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// [`span_hash`] of the bytes.
    pub hash: String,
}

impl Ref {
    /// The span without its hash.
    pub fn span(&self) -> Span {
        Span { article: self.article, version: self.version, start: self.start, end: self.end }
    }
}

/// The published hash of cited bytes: `sha256:` and the first 16 hexadecimal digits of their SHA-256.
pub fn span_hash(bytes: &str) -> String {
    format!("sha256:{}", hex(bytes.as_bytes(), 8))
}

/// The first `take` bytes (at most 32) of the SHA-256 of `data`, in hexadecimal.
pub fn hex(data: &[u8], take: usize) -> String {
    let mut out = String::with_capacity(2 * take);
    for byte in Sha256::digest(data).iter().take(take) {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

//! A capture: one delivery of one page, kept as it came.

use crate::CaptureId;
use jiff::Timestamp;

/// Where a capture came from.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CaptureOrigin {
    /// Fetched over HTTP.
    Web,
    /// Read from a file of the user's; the path as given.
    File(String),
    /// Came inside a feed's entry because its page could not be had.
    Entry,
    /// Read from a web archive (ISO 28500).
    Warc {
        /// The archive; the path as given.
        file: String,
        /// Byte at which the record begins in the file, or the gzip member that holds it.
        offset: u64,
        /// Bytes from there that must be read to have the record.
        length: u64,
    },
}

/// One delivery of one page. `id` is made of the address and the body: the same page twice is one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Capture {
    /// See [`CaptureId`].
    pub id: CaptureId,
    /// The address asked for.
    pub url: String,
    /// The address that answered, after redirects.
    pub final_url: String,
    /// When the last byte came.
    pub fetched: Timestamp,
    /// HTTP status; 200 for files.
    pub status: u16,
    /// Response headers, names in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// The body as delivered: still compressed when `content-encoding` says so.
    pub body: Vec<u8>,
    /// Where it came from.
    pub origin: CaptureOrigin,
}

impl Capture {
    /// A capture with its id made of address and body.
    pub fn new(
        url: &str,
        final_url: &str,
        fetched: Timestamp,
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
        origin: CaptureOrigin,
    ) -> Self {
        let id = CaptureId::of(&[url.as_bytes(), &body]);
        Self { id, url: url.into(), final_url: final_url.into(), fetched, status, headers, body, origin }
    }

    /// The first value of a header; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

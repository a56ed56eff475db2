//! A world: whatever answers a host and a path, well or badly. The newswire is one; a test makes its own.

use axum::http::HeaderMap;

/// What a fake web serves. Implementations answer at once and keep no connection state.
pub trait World: Send + Sync + 'static {
    /// The reply to `GET path` on `host` (lower case, without the port); `None` is a 404. `path` has its query, if any.
    fn answer(&self, host: &str, path: &str, headers: &HeaderMap) -> Option<Reply>;
}

/// One reply, with what goes wrong while it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Header names and values, sent as they are; a pair that HTTP does not allow is left out.
    pub headers: Vec<(String, String)>,
    /// The body as delivered.
    pub body: Vec<u8>,
    /// What goes wrong.
    pub fault: Fault,
}

/// What goes wrong while a reply is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// The connection closes before a byte of the reply.
    Reset,
    /// No reply ever comes, and the connection stays open.
    Hang,
    /// `Content-Length` promises the whole body; half of it comes.
    Truncated,
    /// The body comes one byte every 50 ms.
    Drip,
    /// The body is followed by zero bytes without end.
    Endless,
}

impl Reply {
    /// A faultless reply with a content type.
    #[must_use]
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Reply { status, headers, body: body.into(), fault: Fault::None }
    }

    /// The same reply with one header more.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The same reply going wrong.
    #[must_use]
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.fault = fault;
        self
    }
}

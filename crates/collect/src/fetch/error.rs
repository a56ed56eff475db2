//! Why something could not be fetched, in one sentence that names the address, the fault and the remedy.

use super::guard::Refused;

/// The kind of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FetchErrorKind {
    /// A setting is wrong.
    Config,
    /// The address is no `http` or `https` address.
    BadAddress,
    /// The address guard refused it.
    Refused,
    /// The name did not resolve.
    Dns,
    /// No connection.
    Connect,
    /// The certificate or the encryption is at fault.
    Tls,
    /// No connection, first byte or end in time.
    Timeout,
    /// The answer came slower than the minimum.
    TooSlow,
    /// The answer, once decoded, is over the limit.
    TooLarge,
    /// The compressed answer could not be decoded.
    Decode,
    /// The answer ended before its end or was no HTTP.
    Protocol,
    /// Too many redirects, a loop, or one to nowhere.
    Redirect,
    /// The server answered with this status.
    Status(u16),
}

/// A fetch that failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FetchError {
    /// What kind of fault.
    pub kind: FetchErrorKind,
    /// One sentence: the address, the fault, the remedy.
    pub message: String,
    /// Seconds that the server asks to wait (`Retry-After`).
    pub retry_after: Option<u64>,
    /// Whether asking again is of no use: 410, an address that can never be fetched.
    pub permanent: bool,
}

impl FetchError {
    pub(crate) fn new(kind: FetchErrorKind, message: String) -> Self {
        let permanent =
            matches!(kind, FetchErrorKind::Config | FetchErrorKind::BadAddress | FetchErrorKind::Status(410));
        Self { kind, message, retry_after: None, permanent }
    }

    pub(crate) fn refused(url: &str, refused: &Refused) -> Self {
        Self::new(FetchErrorKind::Refused, format!("{url}: {refused}"))
    }

    /// What a status that is no success means to a person.
    pub(crate) fn status(url: &str, status: u16, retry_after: Option<u64>) -> Self {
        let meaning = match status {
            401 | 407 => "asks for a login; give an address that needs none",
            402 => "asks for payment; its pages cannot be read without",
            403 => "refuses us (403); it may block automatic readers: ask its publisher, or use another of its feeds",
            404 => {
                "says there is nothing at this address (404); check the address, it will be asked again less and less often"
            }
            410 => "says this is gone for good (410); it is not asked again: remove it or find its new address",
            429 => "says we ask too often (429); it is asked again later",
            451 => "withholds this for legal reasons (451); use another source",
            503 => "is busy or under repair (503); it is asked again later",
            500..=599 => "failed; that is its fault, it is asked again later",
            _ => "answered with something that is neither a document nor a redirect; check the address",
        };
        let status_word =
            if (500..=599).contains(&status) && status != 503 { format!(" ({status})") } else { String::new() };
        let mut error = Self::new(FetchErrorKind::Status(status), format!("{url}: the server{status_word} {meaning}"));
        error.retry_after = retry_after;
        error
    }

    /// What a fault of the client means to a person.
    pub(crate) fn of_client(url: &str, error: &reqwest::Error) -> Self {
        let (mut causes, mut tls) = (Vec::new(), false);
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            if let Some(refused) = cause.downcast_ref::<Refused>() {
                return Self::refused(url, refused);
            }
            tls |= is_tls(cause);
            causes.push(cause.to_string());
            source = cause.source();
        }
        let (all, last) = (causes.join(": ").to_ascii_lowercase(), causes.last().cloned().unwrap_or_default());
        let has = |part: &str| all.contains(part);
        let (kind, remedy) = match () {
            () if error.is_timeout() => {
                (FetchErrorKind::Timeout, "no connection in time; the server may be down, it is asked again later")
            }
            () if tls => {
                (FetchErrorKind::Tls, "the encryption failed; the server's certificate is its publisher's to mend")
            }
            () if has("dns error") || has("name resolution") || has("lookup address") => {
                (FetchErrorKind::Dns, "the name was not found; check its spelling and this machine's network")
            }
            () if error.is_connect() => {
                (FetchErrorKind::Connect, "no connection; the server may be down, it is asked again later")
            }
            () if has("message head is too large") || has("too many headers") => {
                (FetchErrorKind::TooLarge, "the answer's headers are over the limit; that is the server's fault")
            }
            () => (FetchErrorKind::Protocol, "the answer was broken or cut off; it is asked again later"),
        };
        let detail =
            if last.is_empty() { String::new() } else { format!(" ({})", last.chars().take(160).collect::<String>()) };
        Self::new(kind, format!("{url}: {remedy}{detail}"))
    }
}

/// Whether an error is the encryption's; rustls hands its errors on inside those of input and output.
fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>() || inner.is_some_and(|e| is_tls(e))
}

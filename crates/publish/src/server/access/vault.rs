//! The vault: where the password, the sessions and the tokens are kept. The store implements it; a fixed library keeps nothing.

use crate::server::LibraryError;
use jiff::Timestamp;
use std::future::{Future, ready};

/// What is kept about who may change things.
pub trait Vault: Send + Sync + 'static {
    /// A setting that the program keeps for itself.
    fn setting(&self, _name: &'static str) -> impl Future<Output = Result<Option<String>, LibraryError>> + Send {
        ready(Ok(None))
    }
    /// Keeps one.
    fn set_setting(
        &self,
        _name: &'static str,
        _value: String,
    ) -> impl Future<Output = Result<(), LibraryError>> + Send {
        ready(Ok(()))
    }
    /// Begins a session.
    fn begin_session(
        &self,
        _hash: String,
        _now: Timestamp,
        _ends: Timestamp,
    ) -> impl Future<Output = Result<(), LibraryError>> + Send {
        ready(Ok(()))
    }
    /// When a session ends that has not ended yet.
    fn session(
        &self,
        _hash: String,
        _now: Timestamp,
    ) -> impl Future<Output = Result<Option<Timestamp>, LibraryError>> + Send {
        ready(Ok(None))
    }
    /// Ends one session, or all.
    fn end_sessions(&self, _hash: Option<String>) -> impl Future<Output = Result<(), LibraryError>> + Send {
        ready(Ok(()))
    }
    /// The name of the token with this hash.
    fn token(
        &self,
        _hash: String,
        _now: Timestamp,
    ) -> impl Future<Output = Result<Option<String>, LibraryError>> + Send {
        ready(Ok(None))
    }
    /// The name of the token with this hash by which at least feeds may be read.
    fn feed_token(
        &self,
        hash: String,
        now: Timestamp,
    ) -> impl Future<Output = Result<Option<String>, LibraryError>> + Send {
        self.token(hash, now)
    }
}

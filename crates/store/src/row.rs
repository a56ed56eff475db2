//! Small bridges between rows and types: times as milliseconds, JSON columns, ids as text.

use crate::StoreError;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{Row, sqlite::SqliteRow};

pub(crate) fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

pub(crate) fn time(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Damaged { what: "value", why: e.to_string() })
}

pub(crate) fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Damaged { what, why: e.to_string() })
}

pub(crate) fn column<T: DeserializeOwned>(what: &'static str, row: &SqliteRow, name: &str) -> Result<T, StoreError> {
    from_json(what, &row.try_get::<String, _>(name)?)
}

/// Reads a text column with `FromStr`.
pub(crate) fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(
    what: &'static str,
    text: &str,
) -> Result<T, StoreError> {
    text.parse().map_err(|e: T::Err| StoreError::Damaged { what, why: e.to_string() })
}

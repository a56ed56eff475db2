//! The fault of the mail server: what it was, how often in a row, and until when the server is left in peace.

use crate::engine::Engine;
use anyhow::Result;
use jiff::{SignedDuration, Timestamp};

/// The setting that holds the last fault of the server's.
const FAULT: &str = "mail.fault";
/// Minutes after the first fault; each further one doubles them.
const FIRST: i64 = 5;
/// Most minutes between two tries.
const LONGEST: i64 = 4 * 60;

/// A fault that every mail would meet.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Fault {
    /// In words.
    pub(crate) message: String,
    /// When.
    pub(crate) at: Timestamp,
    /// How often in a row.
    pub(crate) times: u32,
    /// When it is tried again.
    pub(crate) retry: Timestamp,
}

/// The last fault, unless a mail went out since.
pub(crate) async fn last(engine: &Engine) -> Result<Option<Fault>> {
    let kept = engine.store.setting(FAULT).await?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Keeps a fault.
pub(super) async fn note(engine: &Engine, message: &str) -> Result<()> {
    let now = engine.now();
    let times = last(engine).await?.map_or(0, |f| f.times).saturating_add(1);
    let fault = Fault { message: message.to_owned(), at: now, times, retry: later(now, times - 1) };
    Ok(engine.store.set_setting(FAULT, &serde_json::to_string(&fault)?).await?)
}

/// A mail went out: all is well.
pub(super) async fn clear(engine: &Engine) -> Result<()> {
    if last(engine).await?.is_some() {
        engine.store.set_setting(FAULT, "").await?;
    }
    Ok(())
}

/// When to try again after so many faults before this one.
pub(super) fn later(now: Timestamp, before: u32) -> Timestamp {
    let minutes = FIRST.saturating_mul(1 << before.min(10)).min(LONGEST);
    now.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_four_hours() {
        let now: Timestamp = "2031-05-08T07:00:00Z".parse().unwrap();
        let minutes: Vec<i64> = [0, 1, 2, 5, 6, 40].map(|n| later(now, n).duration_since(now).as_mins()).to_vec();
        assert_eq!(minutes, [5, 10, 20, 160, 240, 240]);
    }
}

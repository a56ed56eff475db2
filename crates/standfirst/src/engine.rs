//! The engine: all that a step needs, and nothing that a step could not do without.

use crate::{config::Config, grouping::Grouping, mailing::Bell, model::Model};
use anyhow::{Context, Result};
use jiff::Timestamp;
use standfirst_collect::Fetcher;
use standfirst_store::Store;
use standfirst_types::{Capture, CaptureId};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, PoisonError, atomic::AtomicU64},
};
use tokio::sync::Mutex;

/// Name of the data file inside the data folder.
pub(crate) const DATA_FILE: &str = "standfirst.db";

/// The setting that holds the time of a demo's data.
pub(crate) const DEMO_TIME: &str = "demo.time";

/// What time it is: the system's, or a set time, so that a demo or a replay gives the same bytes every time.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Clock {
    /// The system's.
    System,
    /// Always this.
    Fixed(Timestamp),
}

/// Store, network, configuration and clock. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Engine {
    pub(crate) store: Store,
    pub(crate) fetcher: Arc<Fetcher>,
    pub(crate) config: Arc<Config>,
    pub(crate) clock: Clock,
    /// Who is in which story now; rebuilt from the store at need.
    pub(crate) grouping: Arc<Mutex<Option<Grouping>>>,
    /// The last of the user's decisions that the live grouping knows.
    pub(crate) heeded: Arc<AtomicU64>,
    /// Pages just fetched, so that their reading need not ask the store for them.
    pub(crate) fresh: Arc<Fresh>,
    /// Which hosts have asked for rest lately.
    pub(crate) tired: Arc<Tired>,
    /// The model, where one writes.
    pub(crate) model: Arc<Model>,
    /// Tells whoever sends mail that there is something to send.
    pub(crate) bell: Arc<Bell>,
}

/// Hosts that answered `Retry-After`, and how often in a row. One address may be busy where its host is not; a host that says
/// so again and again means itself.
#[derive(Default)]
pub(crate) struct Tired(std::sync::Mutex<BTreeMap<String, u32>>);

impl Tired {
    /// Answers in a row that must ask for rest before the whole host gets it.
    const IN_A_ROW: u32 = 3;

    /// Notes an answer of a lane: a good one, or one that asks for rest. Whether the whole lane should rest now.
    pub(crate) fn note(&self, lane: &str, asks_for_rest: bool) -> bool {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !asks_for_rest {
            held.remove(lane);
            return false;
        }
        let times = held.entry(lane.to_owned()).or_default();
        *times += 1;
        *times >= Self::IN_A_ROW
    }
}

/// Deliveries on their way from the fetch to the reading, at most [`Fresh::MOST_BYTES`]; the store has them all.
#[derive(Default)]
pub(crate) struct Fresh(std::sync::Mutex<(usize, BTreeMap<CaptureId, Capture>)>);

impl Fresh {
    const MOST_BYTES: usize = 8 << 20;

    /// Keeps a delivery at hand if there is room.
    pub(crate) fn put(&self, capture: &Capture) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.0 + capture.body.len() <= Self::MOST_BYTES && !held.1.contains_key(&capture.id) {
            held.0 += capture.body.len();
            held.1.insert(capture.id, capture.clone());
        }
    }

    /// Hands a delivery over, once.
    pub(crate) fn take(&self, id: CaptureId) -> Option<Capture> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let capture = held.1.remove(&id)?;
        held.0 = held.0.saturating_sub(capture.body.len());
        Some(capture)
    }
}

impl Engine {
    /// Opens the data folder (made when it is not there).
    pub(crate) async fn open(data: &Path, config: Config, clock: Clock) -> Result<Self> {
        std::fs::create_dir_all(data).with_context(|| {
            format!("cannot make the data folder {}; choose another with --data DIR", data.display())
        })?;
        let store = Store::open(&data.join(DATA_FILE)).await?;
        let fetcher = Fetcher::new(config.fetch.clone())?;
        let model = Arc::new(Model::new(&config));
        Ok(Self {
            store,
            fetcher: Arc::new(fetcher),
            config: Arc::new(config),
            clock,
            grouping: Arc::new(Mutex::new(None)),
            heeded: Arc::default(),
            fresh: Arc::default(),
            tired: Arc::default(),
            model,
            bell: Arc::default(),
        })
    }

    /// A demo's data keep the demo's time, whichever command looks at them.
    pub(crate) async fn keep_demo_time(mut self) -> Result<Self> {
        if let Some(at) = self.store.setting(DEMO_TIME).await? {
            self.clock = Clock::Fixed(at.parse()?);
        }
        Ok(self)
    }

    /// The engine's time.
    pub(crate) fn now(&self) -> Timestamp {
        match self.clock {
            // Whole milliseconds, as the store keeps them, so that a time read back is the time written.
            Clock::System => {
                Timestamp::from_millisecond(Timestamp::now().as_millisecond()).unwrap_or(Timestamp::UNIX_EPOCH)
            }
            Clock::Fixed(at) => at,
        }
    }

    /// The address of a page of ours: the public one, else the one that is listened on.
    pub(crate) fn page(&self, path: &str) -> String {
        let site = &self.config.site;
        match site.base_url.trim_end_matches('/') {
            "" => format!("http://{}/{path}", site.listen),
            base => format!("{base}/{path}"),
        }
    }

    /// The last moment of yesterday (UTC): budgets are counted from it.
    pub(crate) fn today(&self) -> Timestamp {
        let midnight = self.now().as_millisecond().div_euclid(86_400_000) * 86_400_000;
        Timestamp::from_millisecond(midnight - 1).unwrap_or(Timestamp::MIN)
    }

    /// `now` less some hours.
    pub(crate) fn ago(&self, hours: u32) -> Timestamp {
        self.now().checked_sub(jiff::SignedDuration::from_hours(i64::from(hours))).unwrap_or(Timestamp::MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::Tired;

    #[test]
    fn a_host_rests_when_it_asks_again_and_again() {
        let tired = Tired::default();
        let said: Vec<bool> = [true, true, false, true, true, true].map(|asks| tired.note("host:a:80", asks)).to_vec();
        assert_eq!(said, [false, false, false, false, false, true]);
        assert!(!tired.note("host:b:80", true), "each host by itself");
    }
}

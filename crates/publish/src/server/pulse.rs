//! The pulse: what every request needs to know of the library, asked at most once a second, so that a page at hand costs no
//! query. What the owner changes here shows at once.

use super::{Library, LibraryError, Shop, access};
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// How long the library is believed to be unchanged: a little less than the time between two looks of `live`.
const FRESH: Duration = Duration::from_millis(900);

/// What was last found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pulse {
    /// See [`Library::generation`].
    pub(crate) generation: u64,
    /// Whether a password is set.
    pub(crate) locked: bool,
    /// What form tokens are made with.
    pub(crate) form_key: String,
    /// Names of the sections.
    pub(crate) sections: Vec<String>,
}

/// The pulse and when it was taken.
#[derive(Default)]
pub(crate) struct Held {
    last: Mutex<Option<(Instant, Arc<Pulse>)>>,
    /// Held while it is taken, so that it is taken once.
    taking: tokio::sync::Mutex<()>,
    /// Changes made here.
    changes: AtomicU64,
}

impl<L: Library> Shop<L> {
    /// The pulse, at most a second old.
    pub(crate) async fn pulse(&self) -> Result<Arc<Pulse>, LibraryError> {
        if let Some(pulse) = self.pulse_at_hand() {
            return Ok(pulse);
        }
        let _turn = self.pulse.taking.lock().await;
        if let Some(pulse) = self.pulse_at_hand() {
            return Ok(pulse);
        }
        let known = self.pulse.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let form_key = match known {
            Some((_, pulse)) => pulse.form_key.clone(),
            None => self.form_key().await?,
        };
        let generation = self.library.generation().await?;
        let locked = self.library.setting(access::PASSWORD).await?.is_some_and(|p| !p.is_empty());
        let sections = self.library.sections().await?.into_iter().map(|s| s.name).collect();
        let pulse = Arc::new(Pulse { generation, locked, form_key, sections });
        *self.pulse.last.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), pulse.clone()));
        Ok(pulse)
    }

    /// The pulse, where one is at hand that is fresh.
    fn pulse_at_hand(&self) -> Option<Arc<Pulse>> {
        let held = self.pulse.last.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().filter(|(at, _)| at.elapsed() < FRESH).map(|(_, pulse)| pulse.clone())
    }

    /// After a change of our own: the library is asked anew.
    pub(crate) fn touch(&self) {
        self.pulse.changes.fetch_add(1, Ordering::AcqRel);
        let mut held = self.pulse.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, _)) = held.as_mut() {
            *at = at.checked_sub(FRESH).unwrap_or(*at);
        }
    }

    /// How many changes were made here.
    pub(crate) fn changes(&self) -> u64 {
        self.pulse.changes.load(Ordering::Acquire)
    }

    /// The key of form tokens: kept, so that a form outlives a restart.
    async fn form_key(&self) -> Result<String, LibraryError> {
        if let Some(key) = self.library.setting("form_key").await? {
            return Ok(key);
        }
        let key = access::new_secret()?;
        self.library.set_setting("form_key", key.clone()).await?;
        Ok(key)
    }
}

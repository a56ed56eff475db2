//! The worker: claims jobs by the rules of their lanes, does them side by side, and commits what they did in batches.
//!
//! A round runs the phases in order: feeds, pages and readings together; then grouping, alone and in time order; then
//! briefs; then the edition. A later phase waits until the earlier ones have run dry, so the order in which pages happen
//! to arrive never decides what an edition says, and a killed round goes on where it stopped.

use crate::{
    decide,
    engine::Engine,
    step::{StepError, check_job, job, step},
};
use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use standfirst_store::{Done, JobVerdict, LaneRule, Leased, Outcome};
use standfirst_types::{EditionId, Job};
use std::{collections::BTreeMap, time::Duration};
use tokio::task::JoinSet;

/// Phases that run side by side: feeds, pages, readings.
const COLLECTING: u8 = 2;
/// The phase that runs alone and in order.
const GROUPING: u8 = 3;
/// Most outcomes in one transaction.
const BATCH: usize = 64;
/// Tries of a job that fails for reasons of our own, before it is dropped.
const TRIES: u32 = 5;

/// How a round went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Jobs done, by kind.
    pub(crate) done: BTreeMap<&'static str, u64>,
    /// Jobs that failed for reasons of our own, each with its reason; at most 20 are kept.
    pub(crate) failed: Vec<String>,
}

/// What a watcher is told: the kind of job just done, and how many of each phase wait when that is known.
pub(crate) trait Watch: Send + Sync {
    /// A job is done.
    fn done(&self, kind: &'static str);
    /// Jobs that wait, by phase.
    fn waiting(&self, due: &[u32; 6]);
}

/// Nobody watches.
pub(crate) struct Unwatched;

impl Watch for Unwatched {
    fn done(&self, _: &'static str) {}
    fn waiting(&self, _: &[u32; 6]) {}
}

/// Asks every due feed and follows through to the edition named, if any.
pub(crate) async fn round(engine: &Engine, edition: Option<EditionId>, watch: &dyn Watch) -> Result<Tally> {
    apply_changed_rules(engine).await?;
    let due = engine.store.due_feeds(engine.now()).await?;
    let mut jobs: Vec<_> = due.iter().map(|feed| check_job(engine, feed)).collect();
    jobs.extend(edition.map(|id| job(engine, Job::Publish(id), 0)));
    engine.store.enqueue(&jobs).await?;
    drain(engine, watch).await
}

/// Holds what is stored against the rules when they have changed since the last round: what is now kept is fetched, and the
/// stories of what is now kept out are written anew.
async fn apply_changed_rules(engine: &Engine) -> Result<()> {
    let rules = serde_json::to_string(&engine.config.rules)?;
    if engine.store.setting("rules").await?.unwrap_or_else(|| "{}".into()) == rules {
        return Ok(());
    }
    let mut jobs = vec![];
    for feed in engine.store.feeds().await? {
        let own = engine.config.rules_of(&feed.url)?;
        for (url, _) in engine.store.apply_rules(feed.id, |entry| own.verdict(entry).err()).await? {
            let article = engine.store.page(&url).await?.and_then(|p| p.article);
            match article {
                Some(id) => {
                    let story = engine.store.story_of(id).await?;
                    jobs.extend(story.map(|story| job(engine, Job::Brief(story), 0)));
                }
                None if engine.store.ruled_out(&url).await?.is_none() => jobs.push(job(engine, Job::Fetch(url), 0)),
                None => {}
            }
        }
    }
    engine.store.enqueue(&jobs).await?;
    Ok(engine.store.set_setting("rules", &rules).await?)
}

/// Does every job that is due, phase by phase.
pub(crate) async fn drain(engine: &Engine, watch: &dyn Watch) -> Result<Tally> {
    let mut tally = Tally::default();
    loop {
        let pending = engine.store.pending(engine.now()).await?;
        watch.waiting(&pending.due);
        match pending.phase() {
            None => return Ok(tally),
            Some(phase) if phase <= COLLECTING => side_by_side(engine, COLLECTING, watch, &mut tally).await?,
            Some(GROUPING) => in_order(engine, watch, &mut tally).await?,
            Some(phase) => side_by_side(engine, phase, watch, &mut tally).await?,
        }
    }
}

/// Pages by host, everything else by cores.
fn rule(engine: &Engine, lane: &str) -> LaneRule {
    if lane.starts_with("host:") {
        let fetch = &engine.config.fetch;
        return LaneRule {
            at_once: u32::try_from(fetch.host_connections.max(1)).unwrap_or(u32::MAX),
            delay_ms: fetch.host_delay_ms as i64,
        };
    }
    LaneRule { at_once: u32::MAX, delay_ms: 0 }
}

/// Milliseconds of the wall clock: lanes are paced by real time whatever the engine's clock says.
fn real() -> i64 {
    Timestamp::now().as_millisecond()
}

async fn side_by_side(engine: &Engine, phase: u8, watch: &dyn Watch, tally: &mut Tally) -> Result<()> {
    let most = engine.config.fetch.concurrency.max(1);
    let mut running: JoinSet<Done> = JoinSet::new();
    let mut waited = Duration::from_millis(5);
    loop {
        let room = most.saturating_sub(running.len());
        let claimed = if room * 2 >= most || running.is_empty() {
            engine.store.claim(phase, room as u32, engine.now(), real(), |lane| rule(engine, lane)).await?
        } else {
            vec![]
        };
        if claimed.is_empty() && running.is_empty() {
            let pending = engine.store.pending(engine.now()).await?;
            watch.waiting(&pending.due);
            if pending.phase().is_none_or(|p| p > phase) {
                return Ok(());
            }
            // Every lane with work is resting.
            tokio::time::sleep(waited).await;
            waited = (waited * 2).min(Duration::from_millis(200));
            continue;
        }
        waited = Duration::from_millis(5);
        for leased in claimed {
            let engine = engine.clone();
            running.spawn(async move { attempt(&engine, leased).await });
        }
        let batch = finished(&mut running, most).await;
        commit(engine, batch, watch, tally).await?;
    }
}

/// Waits for one job to end, then takes all that have ended.
async fn finished(running: &mut JoinSet<Done>, most: usize) -> Vec<Done> {
    let mut batch = vec![];
    if let Some(first) = running.join_next().await {
        batch.extend(first.ok());
    }
    while batch.len() < BATCH && batch.len() < most {
        match running.try_join_next() {
            Some(next) => batch.extend(next.ok()),
            None => break,
        }
    }
    batch
}

/// Grouping: one at a time in order, committed in batches; a batch that cannot be stored is forgotten and read anew.
async fn in_order(engine: &Engine, watch: &dyn Watch, tally: &mut Tally) -> Result<()> {
    loop {
        let claimed =
            engine.store.claim(GROUPING, 4 * BATCH as u32, engine.now(), real(), |lane| rule(engine, lane)).await?;
        if claimed.is_empty() {
            return Ok(());
        }
        decide::heed(engine).await?;
        let mut batch = vec![];
        for leased in claimed {
            batch.push(attempt(engine, leased).await);
        }
        if let Err(e) = commit(engine, batch, watch, tally).await {
            *engine.grouping.lock().await = None;
            return Err(e);
        }
    }
}

/// Does one job behind its own wall: a panic ends the job, not the worker.
async fn attempt(engine: &Engine, leased: Leased) -> Done {
    let (inner, work) = (engine.clone(), leased.job.clone());
    let result = tokio::spawn(async move { step(&inner, work).await }).await;
    let result = result.unwrap_or_else(|e| Err(StepError::Interrupted(e.to_string())));
    let verdict = match result {
        Ok(outcome) => JobVerdict::Done(outcome),
        Err(e) if leased.attempts >= TRIES => JobVerdict::Dropped(Outcome::default(), e.to_string()),
        Err(e) => {
            let pause = SignedDuration::from_secs(60 * i64::from(leased.attempts));
            JobVerdict::Retry(engine.now().checked_add(pause).unwrap_or(Timestamp::MAX), e.to_string())
        }
    };
    Done { leased, verdict }
}

async fn commit(engine: &Engine, batch: Vec<Done>, watch: &dyn Watch, tally: &mut Tally) -> Result<()> {
    if let Err(e) = engine.store.commit(&batch).await {
        let leased: Vec<Leased> = batch.into_iter().map(|d| d.leased).collect();
        let _ = engine.store.give_back(&leased).await;
        return Err(e.into());
    }
    for done in &batch {
        let kind = done.leased.job.kind();
        watch.done(kind);
        match &done.verdict {
            JobVerdict::Done(_) => *tally.done.entry(kind).or_default() += 1,
            JobVerdict::Retry(_, why) | JobVerdict::Dropped(_, why) => {
                tracing::warn!(kind, key = done.leased.job.key(), "{why}");
                if tally.failed.len() < 20 {
                    tally.failed.push(format!("{kind} {}: {why}", done.leased.job.key()));
                }
            }
        }
    }
    Ok(())
}

/// The edition that a moment belongs to.
pub(crate) fn edition_id(at: Timestamp) -> EditionId {
    EditionId::of(&[at.to_string().as_bytes()])
}

/// The next edition time after `now`: the earliest of the set times of day that is still to come.
pub(crate) fn next_edition(
    now: Timestamp,
    times: &[jiff::civil::Time],
    zone: &jiff::tz::TimeZone,
) -> Option<Timestamp> {
    let today = now.to_zoned_datetime(zone.clone()).date();
    let days = [Some(today), today.tomorrow().ok()];
    let moments = days
        .into_iter()
        .flatten()
        .flat_map(|day| times.iter().filter_map(move |t| zone.to_timestamp(day.to_datetime(*t)).ok()));
    moments.filter(|at| *at > now).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_edition_is_the_next_set_time() {
        let times = ["07:00".parse().unwrap(), "17:00".parse().unwrap()];
        let check = |now: &str, expected: &str| {
            let zone = jiff::tz::TimeZone::UTC;
            assert_eq!(next_edition(now.parse().unwrap(), &times, &zone).unwrap().to_string(), expected, "{now}");
        };
        check("2023-07-27T06:59:00Z", "2023-07-27T07:00:00Z");
        check("2023-07-27T07:00:00Z", "2023-07-27T17:00:00Z");
        check("2023-07-27T18:00:00Z", "2023-07-28T07:00:00Z");
    }
}

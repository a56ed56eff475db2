//! Jobs in lanes. A lane is what must not be hurried or run twice at once: a host, a language's grouping. One mechanism
//! gives politeness, a single writer where order matters, and recovery after a crash: a lease that runs out is free again,
//! and a worker that holds the data file's lock frees all leases at its start.

use crate::{
    Outcome, Store, StoreError,
    row::{ms, time},
};
use jiff::Timestamp;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use standfirst_types::Job;
use std::collections::BTreeMap;

/// A job to be enqueued.
#[derive(Clone, Debug, PartialEq)]
pub struct NewJob {
    /// What to do.
    pub job: Job,
    /// The lane it waits in; empty for none.
    pub lane: String,
    /// Not before.
    pub due: Timestamp,
    /// Its place among jobs of its phase, smaller first; ties by key, so the order never depends on arrival.
    pub order: i64,
}

/// A claimed job.
#[derive(Clone, Debug, PartialEq)]
pub struct Leased {
    /// Its row.
    pub id: i64,
    /// What to do.
    pub job: Job,
    /// Its lane.
    pub lane: String,
    /// How often it has been tried, this time included.
    pub attempts: u32,
}

/// How a job ended.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Done: store this.
    Done(Outcome),
    /// Failed: try again at a time, and remember why.
    Retry(Timestamp, String),
    /// Failed for good; whatever is to be remembered of it is in the outcome.
    Dropped(Outcome, String),
}

/// A job and how it ended.
#[derive(Clone, Debug)]
pub struct Done {
    /// The job.
    pub leased: Leased,
    /// How it ended.
    pub verdict: Verdict,
}

/// What waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// Jobs of each phase that are due or running.
    pub due: [u32; 6],
    /// When the next other job falls due.
    pub next: Option<Timestamp>,
}

impl Pending {
    /// The earliest phase with work.
    pub fn phase(&self) -> Option<u8> {
        self.due.iter().position(|&n| n > 0).map(|p| p as u8)
    }
}

/// How many jobs of one lane may run at once, and how long to wait between two starts.
#[derive(Clone, Copy, Debug)]
pub struct LaneRule {
    /// At once.
    pub at_once: u32,
    /// Milliseconds between starts.
    pub delay_ms: i64,
}

impl Store {
    /// Adds jobs; one that waits already is left as it is, one that runs is run once more afterwards.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn enqueue(&self, jobs: &[NewJob]) -> Result<(), StoreError> {
        let mut c = self.write().await;
        begin(&mut c).await?;
        let result = enqueue_all(&mut c, jobs).await;
        finish(&mut c, result).await
    }

    /// Frees every lease and lane: for a worker that has just taken the lock.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn free_leases(&self) -> Result<(), StoreError> {
        let mut c = self.write().await;
        sqlx::query("UPDATE jobs SET lease = NULL WHERE lease IS NOT NULL").execute(&mut *c).await?;
        sqlx::query("DELETE FROM lanes").execute(&mut *c).await?;
        Ok(())
    }

    /// Claims up to `limit` due jobs of phases up to `phase`, in order, by the rules of their lanes (`rule` is asked for
    /// each lane met). `clock` is the engine's time, `real` the wall clock that paces lanes, in milliseconds.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn claim(
        &self,
        phase: u8,
        limit: u32,
        clock: Timestamp,
        real: i64,
        rule: impl Fn(&str) -> LaneRule + Send,
    ) -> Result<Vec<Leased>, StoreError> {
        let mut c = self.write().await;
        begin(&mut c).await?;
        let result = claim(&mut c, phase, limit, clock, real, rule).await;
        finish(&mut c, result).await
    }

    /// Stores what a step did without a job: at once, in one transaction.
    ///
    /// # Errors
    /// When the data file refuses; then nothing of it is stored.
    pub async fn apply(&self, outcome: &Outcome) -> Result<(), StoreError> {
        let mut c = self.write().await;
        begin(&mut c).await?;
        let result = apply(&mut c, outcome).await;
        finish(&mut c, result).await
    }

    /// Stores what jobs did and ends their leases, all in one transaction.
    ///
    /// # Errors
    /// When the data file refuses; then nothing of it is stored and the jobs keep their leases.
    pub async fn commit(&self, batch: &[Done]) -> Result<(), StoreError> {
        let mut c = self.write().await;
        begin(&mut c).await?;
        let result = commit(&mut c, batch).await;
        finish(&mut c, result).await
    }

    /// Ends leases without a result, as after a failed commit.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn give_back(&self, leased: &[Leased]) -> Result<(), StoreError> {
        let mut c = self.write().await;
        begin(&mut c).await?;
        let result = async {
            for l in leased {
                leave_lane(&mut c, &l.lane).await?;
                sqlx::query("UPDATE jobs SET lease = NULL WHERE id = ?").bind(l.id).execute(&mut *c).await?;
            }
            Ok(())
        }
        .await;
        finish(&mut c, result).await
    }

    /// What waits at `clock`.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn pending(&self, clock: Timestamp) -> Result<Pending, StoreError> {
        let rows = sqlx::query("SELECT phase, count(*) FROM jobs WHERE due <= ? OR lease IS NOT NULL GROUP BY phase")
            .bind(ms(clock))
            .fetch_all(&self.readers)
            .await?;
        let mut pending = Pending::default();
        for r in &rows {
            if let Some(slot) = pending.due.get_mut(r.get::<u32, _>(0) as usize) {
                *slot = r.get(1);
            }
        }
        let next = sqlx::query("SELECT min(due) FROM jobs WHERE due > ? AND lease IS NULL")
            .bind(ms(clock))
            .fetch_one(&self.readers)
            .await?;
        pending.next = next.get::<Option<i64>, _>(0).map(time);
        Ok(pending)
    }
}

pub(crate) async fn begin(c: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query("BEGIN IMMEDIATE").execute(c).await?;
    Ok(())
}

pub(crate) async fn finish<T>(c: &mut SqliteConnection, result: Result<T, StoreError>) -> Result<T, StoreError> {
    match result {
        Ok(value) => match sqlx::query("COMMIT").execute(&mut *c).await {
            Ok(_) => Ok(value),
            Err(e) => {
                let _ = sqlx::query("ROLLBACK").execute(c).await;
                Err(e.into())
            }
        },
        Err(e) => {
            let _ = sqlx::query("ROLLBACK").execute(c).await;
            Err(e)
        }
    }
}

pub(crate) async fn enqueue_all(c: &mut SqliteConnection, jobs: &[NewJob]) -> Result<(), StoreError> {
    if jobs.is_empty() {
        return Ok(());
    }
    let row = |j: &NewJob| (j.job.kind(), j.job.key(), j.job.phase(), j.order, j.lane.clone(), ms(j.due));
    let rows: Vec<_> = jobs.iter().map(row).collect();
    // one statement for all: what a statement costs is mostly the way to the data file and back
    sqlx::query(
        "INSERT INTO jobs(kind, key, phase, ord, lane, due)
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?) WHERE true
         ON CONFLICT(kind, key) DO UPDATE SET due = min(due, excluded.due), again = (lease IS NOT NULL)",
    )
    .bind(crate::row::json(&rows)?)
    .execute(c)
    .await?;
    Ok(())
}

async fn claim(
    c: &mut SqliteConnection,
    phase: u8,
    limit: u32,
    clock: Timestamp,
    real: i64,
    rule: impl Fn(&str) -> LaneRule + Send,
) -> Result<Vec<Leased>, StoreError> {
    let lanes = sqlx::query("SELECT name, next_at, running FROM lanes").fetch_all(&mut *c).await?;
    let mut free: BTreeMap<String, i64> = BTreeMap::new(); // starts left, by lane
    let mut blocked: Vec<String> = vec![];
    for r in &lanes {
        let (name, next_at, running): (String, i64, i64) = (r.get(0), r.get(1), r.get(2));
        let left = if next_at > real { 0 } else { starts_left(rule(&name), running) };
        if left <= 0 {
            blocked.push(name.clone());
        }
        free.insert(name, left);
    }
    let rows = sqlx::query(
        "SELECT id, kind, key, lane, attempts FROM jobs WHERE lease IS NULL AND phase <= ? AND due <= ? AND lane NOT IN (SELECT value FROM json_each(?))
         ORDER BY phase, ord, key LIMIT ?",
    )
    .bind(phase)
    .bind(ms(clock))
    .bind(crate::row::json(&blocked)?)
    .bind(limit.saturating_mul(8))
    .fetch_all(&mut *c)
    .await?;
    let mut claimed = vec![];
    let mut entered: BTreeMap<String, i64> = BTreeMap::new();
    for r in &rows {
        if claimed.len() >= limit as usize {
            break;
        }
        let Some(leased) = leased(r) else { continue };
        if !leased.lane.is_empty() {
            let rule = rule(&leased.lane);
            let left = free.entry(leased.lane.clone()).or_insert_with(|| starts_left(rule, 0));
            if *left <= 0 {
                continue;
            }
            *left -= 1;
            *entered.entry(leased.lane.clone()).or_default() += 1;
        }
        claimed.push(leased);
    }
    for (lane, starts) in &entered {
        enter_lane(c, lane, *starts, real + rule(lane).delay_ms).await?;
    }
    let ids: Vec<i64> = claimed.iter().map(|l: &Leased| l.id).collect();
    if !ids.is_empty() {
        sqlx::query("UPDATE jobs SET lease = ?, attempts = attempts + 1 WHERE id IN (SELECT value FROM json_each(?))")
            .bind(real)
            .bind(crate::row::json(&ids)?)
            .execute(c)
            .await?;
    }
    Ok(claimed)
}

/// How many more jobs of a lane may start now: with a delay between starts, one.
fn starts_left(rule: LaneRule, running: i64) -> i64 {
    let left = i64::from(rule.at_once) - running;
    if rule.delay_ms > 0 { left.min(1) } else { left }
}

fn leased(r: &SqliteRow) -> Option<Leased> {
    let job = Job::from_parts(r.get("kind"), r.get("key"))?;
    Some(Leased { id: r.get("id"), job, lane: r.get("lane"), attempts: r.get::<u32, _>("attempts") + 1 })
}

async fn enter_lane(c: &mut SqliteConnection, lane: &str, starts: i64, next_at: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO lanes(name, next_at, running) VALUES (?1, ?2, ?3) ON CONFLICT(name) DO UPDATE SET next_at = ?2, running = running + ?3")
        .bind(lane)
        .bind(next_at)
        .bind(starts)
        .execute(c)
        .await?;
    Ok(())
}

async fn leave_lane(c: &mut SqliteConnection, lane: &str) -> Result<(), StoreError> {
    if !lane.is_empty() {
        sqlx::query("UPDATE lanes SET running = max(running - 1, 0) WHERE name = ?").bind(lane).execute(c).await?;
    }
    Ok(())
}

async fn apply(c: &mut SqliteConnection, outcome: &Outcome) -> Result<(), StoreError> {
    let mut decisions = None;
    for change in &outcome.changes {
        change.save(c, &mut decisions).await?;
    }
    enqueue_all(c, &outcome.jobs).await
}

async fn commit(c: &mut SqliteConnection, batch: &[Done]) -> Result<(), StoreError> {
    let mut decisions = None;
    let mut follow: Vec<NewJob> = vec![];
    for done in batch {
        leave_lane(c, &done.leased.lane).await?;
        match &done.verdict {
            Verdict::Done(outcome) | Verdict::Dropped(outcome, _) => {
                for change in outcome.changes.iter().filter(|change| !change.is_rest()) {
                    change.save(c, &mut decisions).await?;
                }
                end(c, done.leased.id).await?;
                follow.extend_from_slice(&outcome.jobs);
            }
            Verdict::Retry(at, error) => {
                sqlx::query("UPDATE jobs SET lease = NULL, due = ?, error = ? WHERE id = ?")
                    .bind(ms(*at))
                    .bind(error)
                    .bind(done.leased.id)
                    .execute(&mut *c)
                    .await?;
            }
        }
    }
    enqueue_all(c, &follow).await?;
    // a host that asks for rest asks it for what has just been added to its lane too
    let outcomes = batch.iter().filter_map(|done| match &done.verdict {
        Verdict::Done(outcome) | Verdict::Dropped(outcome, _) => Some(outcome),
        Verdict::Retry(..) => None,
    });
    for change in outcomes.flat_map(|o| &o.changes).filter(|change| change.is_rest()) {
        change.save(c, &mut decisions).await?;
    }
    Ok(())
}

/// Takes away a job that is done; one that was asked for again while it ran waits for another turn.
async fn end(c: &mut SqliteConnection, id: i64) -> Result<(), StoreError> {
    let gone = sqlx::query("DELETE FROM jobs WHERE id = ? AND again = 0").bind(id).execute(&mut *c).await?;
    if gone.rows_affected() == 0 {
        sqlx::query("UPDATE jobs SET lease = NULL, again = 0, attempts = 0 WHERE id = ?").bind(id).execute(c).await?;
    }
    Ok(())
}

/// Moves every job that waits in a lane to `until` or later.
pub(crate) async fn rest(c: &mut SqliteConnection, lane: &str, until: Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE jobs SET due = max(due, ?) WHERE lane = ? AND lease IS NULL")
        .bind(ms(until))
        .bind(lane)
        .execute(c)
        .await?;
    Ok(())
}

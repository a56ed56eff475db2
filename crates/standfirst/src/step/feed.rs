//! CheckFeed: ask a feed what is new; its validators are stored in the transaction that stores its entries.

use super::{StepError, job, page::rest, pure};
use crate::engine::Engine;
use jiff::Timestamp;
use standfirst_collect::{FetchError, Fetched, Kind, Request, Rhythm, next_check};
use standfirst_store::{Change, FeedCheck, NewJob, Outcome};
use standfirst_types::{Capture, Entry, Feed, FeedDocument, FeedId, Job};
use std::collections::BTreeSet;

pub(super) async fn check(engine: &Engine, id: FeedId) -> Result<Outcome, StepError> {
    let Some(mut feed) = engine.store.feed(id).await? else { return Ok(Outcome::default()) };
    let now = engine.now();
    feed.health.checked = Some(now);
    let asked = feed.asked_at().to_owned();
    let request = Request {
        url: asked.clone(),
        kind: Kind::Feed,
        etag: feed.etag.clone(),
        last_modified: feed.last_modified.clone(),
    };
    match engine.fetcher.fetch(&request, now).await {
        Ok(Fetched::NotModified { .. }) => {
            answered(&mut feed, now);
            feed.next_check = Some(next(&feed, &FeedDocument::default(), None, None, now));
            Ok(save(FeedCheck { feed, at: now, entries: vec![], rejected: 0 }, vec![]))
        }
        Ok(Fetched::Body { capture, etag, last_modified, moved }) => {
            note_move(&mut feed, &asked, moved);
            body(engine, feed, capture, (etag, last_modified), now).await
        }
        Err(error) => Ok(failed(feed, &asked, &error, now)),
    }
}

async fn body(
    engine: &Engine,
    mut feed: Feed,
    capture: Capture,
    validators: (Option<String>, Option<String>),
    now: Timestamp,
) -> Result<Outcome, StepError> {
    let cap = engine.config.fetch.feed_max_bytes;
    let max_age = cache_seconds(&capture);
    let parsed = pure(move || {
        let bytes = standfirst_collect::decoded(&capture, cap).map_err(|e| e.to_string())?;
        standfirst_collect::parse_feed(&bytes, capture.header("content-type"), Some(&capture.final_url))
            .map_err(|e| e.to_string())
    })
    .await?;
    let document = match parsed {
        Ok(document) => document,
        Err(why) => {
            let problem = format!("{}: {why}", feed.url);
            return Ok(broken(feed, problem, None, false, now));
        }
    };
    answered(&mut feed, now);
    (feed.etag, feed.last_modified) = validators;
    if let Some(title) = document.title.as_deref().filter(|_| feed.title.is_empty() || feed.title == host(&feed.url)) {
        feed.title = title.chars().take(200).collect();
    }
    feed.site = document.link.clone().or(feed.site);
    feed.next_check = Some(next(&feed, &document, max_age, None, now));
    let jobs = wanted(engine, &document.entries, now).await?;
    let rejected = document.rejected.len() as u32;
    Ok(save(FeedCheck { feed, at: now, entries: document.entries, rejected }, jobs))
}

/// The pages to fetch: new ones, and ones old enough to look for silent edits.
async fn wanted(engine: &Engine, entries: &[Entry], now: Timestamp) -> Result<Vec<NewJob>, StepError> {
    let oldest = engine.ago(24 * engine.config.edition.max_age_days);
    let young = engine.ago(24 * engine.config.keep.recheck_days);
    let asked_before = engine.ago(engine.config.keep.recheck_hours);
    let mut jobs = vec![];
    let mut seen = BTreeSet::new();
    for entry in entries {
        let Some(url) = entry.link.as_deref().filter(|u| u.starts_with("http")) else { continue };
        let date = entry.published.or(entry.updated).map_or(now, |w| w.at);
        if date < oldest || !seen.insert(url) {
            continue;
        }
        let fetch = match engine.store.page(url).await? {
            None => true,
            Some(page) => date >= young && page.asked < asked_before,
        };
        if fetch {
            jobs.push(job(engine, Job::Fetch(url.into()), date.as_second()));
        }
    }
    Ok(jobs)
}

fn answered(feed: &mut Feed, now: Timestamp) {
    feed.health.answered = Some(now);
    feed.health.problem = None;
    feed.health.failing_since = None;
    feed.health.failures = 0;
}

/// Counts how often in a row a feed has named the same new address; an answer at its old one takes it back.
fn note_move(feed: &mut Feed, asked: &str, moved: Option<String>) {
    let health = &mut feed.health;
    match moved {
        Some(new) if health.moved_to.as_deref() == Some(new.as_str()) => {
            health.moved_seen = health.moved_seen.saturating_add(1);
        }
        Some(new) => (health.moved_to, health.moved_seen) = (Some(new), 1),
        None if asked == feed.url => (health.moved_to, health.moved_seen) = (None, 0),
        None => {}
    }
}

fn failed(mut feed: Feed, asked: &str, error: &FetchError, now: Timestamp) -> Outcome {
    if asked != feed.url {
        feed.health.moved_seen = 0; // the new address does not hold: back to the old one
    }
    let mut outcome = broken(feed, error.to_string(), error.retry_after, error.permanent, now);
    outcome.changes.extend(rest(asked, error, now));
    outcome
}

fn broken(mut feed: Feed, problem: String, retry_after: Option<u64>, gone: bool, now: Timestamp) -> Outcome {
    feed.health.failures = feed.health.failures.saturating_add(1);
    feed.health.failing_since = feed.health.failing_since.or(Some(now));
    feed.health.problem = Some(problem);
    feed.health.gone = gone;
    feed.next_check =
        if gone { Some(Timestamp::MAX) } else { Some(next(&feed, &FeedDocument::default(), None, retry_after, now)) };
    save(FeedCheck { feed, at: now, entries: vec![], rejected: 0 }, vec![])
}

fn save(check: FeedCheck, jobs: Vec<NewJob>) -> Outcome {
    Outcome { changes: vec![Change::Check(Box::new(check))], jobs }
}

/// The feed's own id spreads the checks, so that no two machines and no two feeds ask in step.
fn next(
    feed: &Feed,
    document: &FeedDocument,
    max_age: Option<u64>,
    retry_after: Option<u64>,
    now: Timestamp,
) -> Timestamp {
    let times: Vec<Timestamp> =
        document.entries.iter().filter_map(|e| e.published.or(e.updated)).map(|w| w.at).collect();
    let jitter_seed = feed.id.as_str().bytes().fold(0u64, |a, b| a.wrapping_mul(31).wrapping_add(u64::from(b)));
    next_check(&Rhythm {
        published: &times,
        ttl_minutes: document.ttl_minutes,
        max_age_s: max_age,
        failures: feed.health.failures,
        retry_after_s: retry_after,
        now,
        jitter_seed,
    })
}

fn cache_seconds(capture: &Capture) -> Option<u64> {
    let value = capture.header("cache-control")?;
    value.split(',').find_map(|part| part.trim().strip_prefix("max-age=")?.parse().ok())
}

fn host(url: &str) -> String {
    url::Url::parse(url).ok().and_then(|u| u.host_str().map(str::to_owned)).unwrap_or_default()
}

//! CheckFeed: ask a feed what is new; its validators are stored in the transaction that stores its entries.

use super::{StepError, job, lane_of, page::rest, pure};
use crate::engine::Engine;
use jiff::Timestamp;
use standfirst_collect::{
    FetchError, Fetched, Kind, Quiet, Request, Rhythm, next_check, schedule::max_age, sitemap, websub,
};
use standfirst_store::{Change, FeedCheck, NewJob, Outcome};
use standfirst_types::{Capture, Entry, Feed, FeedDocument, FeedId, Job};
use std::collections::{BTreeMap, BTreeSet};

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
            feed.next_check = Some(next(engine, &feed, &[], None, None, now).await?);
            Ok(save(nothing_new(feed, now), vec![]))
        }
        Ok(Fetched::Body { capture, etag, last_modified, moved }) => {
            note_move(&mut feed, &asked, moved);
            engine.tired.note(&lane_of(&asked), false);
            body(engine, feed, capture, (etag, last_modified), now).await
        }
        Err(error) => failed(engine, feed, &asked, &error, now).await,
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
    let max_age = capture.header("cache-control").and_then(max_age);
    let (document, hub) = match pure(move || parse(&capture, cap).map(|d| (hub(&capture, &d), d))).await? {
        Ok((hub, document)) => (document, hub),
        Err(why) => {
            let problem = format!("{}: {why}", feed.url);
            return broken(engine, feed, problem, None, false, now).await;
        }
    };
    answered(&mut feed, now);
    (feed.etag, feed.last_modified) = validators;
    if let Some(title) = document.title.as_deref().filter(|_| feed.title.is_empty()) {
        feed.title = title.chars().take(200).collect();
    }
    feed.site = document.link.clone().or(feed.site);
    feed.ttl_minutes = document.ttl_minutes;
    (feed.skip_hours, feed.skip_days) = (document.skip_hours.clone(), document.skip_days.clone());
    feed.hub = hub;
    let newest =
        document.entries.iter().filter_map(|e| e.published.or(e.updated)).map(|w| w.at).filter(|at| *at <= now).max();
    feed.health.newest_entry = newest.max(feed.health.newest_entry);
    feed.next_check = Some(next(engine, &feed, &document.entries, max_age, None, now).await?);
    let rules = engine.config.rules_of(&feed.url)?;
    let verdicts = document.entries.iter().enumerate().filter_map(|(i, e)| Some((i, rules.verdict(e).err()?)));
    let ruled_out: BTreeMap<usize, String> = verdicts.collect();
    let kept = document.entries.iter().enumerate().filter(|(i, _)| !ruled_out.contains_key(i)).map(|(_, e)| e);
    let jobs = wanted(engine, kept, now).await?;
    let rejected = document.rejected.len() as u32;
    Ok(save(FeedCheck { feed, at: now, entries: document.entries, ruled_out, rejected }, jobs))
}

/// Who tells of its changes, when somebody does.
fn hub(capture: &Capture, document: &FeedDocument) -> Option<(String, String)> {
    let links: Vec<&str> = capture.headers.iter().filter(|(n, _)| n == "link").map(|(_, v)| v.as_str()).collect();
    websub::hubs(&links, document, &capture.final_url).into_iter().next().map(|h| (h.hub, h.topic))
}

/// A feed in any of its dialects, or a sitemap of news.
fn parse(capture: &Capture, cap: usize) -> Result<FeedDocument, String> {
    let bytes = standfirst_collect::decoded(capture, cap).map_err(|e| e.to_string())?;
    let base = capture.header("content-location").unwrap_or(&capture.final_url);
    let kind = capture.header("content-type");
    standfirst_collect::parse_feed(&bytes, kind, Some(base)).or_else(|not_a_feed| {
        let map = sitemap::read(&bytes, kind);
        match map.nested.first() {
            _ if !map.pages.is_empty() => Ok(of_sitemap(map)),
            Some(first) => {
                Err(format!("it lists other sitemaps and no page; follow the one of news, for example {first}"))
            }
            None => Err(not_a_feed.to_string()),
        }
    })
}

fn of_sitemap(map: sitemap::Sitemap) -> FeedDocument {
    let entry = |p: sitemap::Page| Entry {
        id: p.loc.clone(),
        title: p.title,
        link: Some(p.loc),
        published: p.published.or(p.lastmod),
        updated: p.lastmod,
        ..Entry::default()
    };
    FeedDocument { entries: map.pages.into_iter().map(entry).collect(), ..FeedDocument::default() }
}

/// The pages to fetch: new ones, and ones old enough to look for silent edits.
async fn wanted<'a>(
    engine: &Engine,
    entries: impl Iterator<Item = &'a Entry>,
    now: Timestamp,
) -> Result<Vec<NewJob>, StepError> {
    let oldest = engine.ago(24 * engine.config.edition.max_age_days);
    let young = engine.ago(24 * engine.config.keep.recheck_days);
    let asked_before = engine.ago(engine.config.keep.recheck_hours);
    let mut seen = BTreeSet::new();
    let dated = entries.filter_map(|entry| {
        let url = entry.link.as_deref().filter(|u| u.starts_with("http"))?;
        let date = entry.published.or(entry.updated).map_or(now, |w| w.at);
        (date >= oldest && seen.insert(url)).then_some((url, date))
    });
    let dated: Vec<(&str, Timestamp)> = dated.collect();
    let asked = engine.store.asked(&dated.iter().map(|d| d.0).collect::<Vec<_>>()).await?;
    let due = dated.iter().filter(|(url, date)| asked.get(*url).is_none_or(|at| *date >= young && *at < asked_before));
    Ok(due.map(|(url, date)| job(engine, Job::Fetch((*url).into()), date.as_second())).collect())
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

async fn failed(
    engine: &Engine,
    mut feed: Feed,
    asked: &str,
    error: &FetchError,
    now: Timestamp,
) -> Result<Outcome, StepError> {
    if asked != feed.url {
        feed.health.moved_seen = 0; // the new address does not hold: back to the old one
    }
    let mut outcome = broken(engine, feed, error.to_string(), error.retry_after, error.permanent, now).await?;
    outcome.changes.extend(rest(engine, asked, error, now));
    Ok(outcome)
}

async fn broken(
    engine: &Engine,
    mut feed: Feed,
    problem: String,
    retry_after: Option<u64>,
    gone: bool,
    now: Timestamp,
) -> Result<Outcome, StepError> {
    feed.health.failures = feed.health.failures.saturating_add(1);
    feed.health.failing_since = feed.health.failing_since.or(Some(now));
    feed.health.problem = Some(problem);
    feed.health.gone = gone;
    let next = next(engine, &feed, &[], None, retry_after, now).await?;
    feed.next_check = Some(if gone { Timestamp::MAX } else { next });
    Ok(save(nothing_new(feed, now), vec![]))
}

fn nothing_new(feed: Feed, at: Timestamp) -> FeedCheck {
    FeedCheck { feed, at, entries: vec![], ruled_out: BTreeMap::new(), rejected: 0 }
}

fn save(check: FeedCheck, jobs: Vec<NewJob>) -> Outcome {
    Outcome { changes: vec![Change::Check(Box::new(check))], jobs }
}

/// By the rhythm of the entries just met, else of those met before. The feed's own id spreads the checks, so that no two
/// machines and no two feeds ask in step.
async fn next(
    engine: &Engine,
    feed: &Feed,
    entries: &[Entry],
    max_age_s: Option<u64>,
    retry_after_s: Option<u64>,
    now: Timestamp,
) -> Result<Timestamp, StepError> {
    let met: Vec<Timestamp> = entries.iter().filter_map(|e| e.published.or(e.updated)).map(|w| w.at).collect();
    let published = if met.is_empty() { engine.store.entry_times(feed.id).await? } else { met };
    let jitter_seed = feed.id.as_str().bytes().fold(0u64, |a, b| a.wrapping_mul(31).wrapping_add(u64::from(b)));
    let (ttl_minutes, failures) = (feed.ttl_minutes, feed.health.failures);
    let rhythm = Rhythm { published: &published, ttl_minutes, max_age_s, failures, retry_after_s, now, jitter_seed };
    let asks = FeedDocument {
        skip_hours: feed.skip_hours.clone(),
        skip_days: feed.skip_days.clone(),
        ..FeedDocument::default()
    };
    Ok(Quiet::of(&asks).after(next_check(&rhythm)))
}

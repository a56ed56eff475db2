//! Fetch and Read: a page in, an article out; a page that answers again with other text becomes a new version.

use super::{StepError, job, lane_of, pure};
use crate::{engine::Engine, grouping::published};
use jiff::{SignedDuration, Timestamp};
use standfirst_collect::{FetchError, FetchErrorKind, Fetched, Kind, Request};
use standfirst_read::Hints;
use standfirst_store::{Change, NewJob, Outcome, Page};
use standfirst_types::{Access, Article, Capture, CaptureId, Job, Reading, span::hex};

/// Shortest text, in words, of an article that is worth a place in a story.
const MIN_WORDS: usize = 15;

/// Minutes after which a page that failed for a passing reason is asked for again, by how often it has failed.
const AGAIN_AFTER: [i64; 4] = [15, 60, 240, 960];

pub(super) async fn fetch(engine: &Engine, url: &str) -> Result<Outcome, StepError> {
    let now = engine.now();
    let known = engine.store.page(url).await?;
    let tries = known.as_ref().map_or(0, |p| p.tries);
    let mut page = Page::new(url, now);
    if engine.config.fetch.robots {
        match engine.fetcher.allowed(url, now).await {
            Ok(true) => {}
            Ok(false) => return Ok(forbidden(page)),
            Err(error) => return Ok(failed(engine, page, tries, &error)),
        }
    }
    let (etag, last_modified) = known.map_or((None, None), |p| (p.etag, p.last_modified));
    let request = Request { url: url.into(), kind: Kind::Page, etag, last_modified };
    match engine.fetcher.fetch(&request, now).await {
        Ok(Fetched::NotModified { .. }) => {
            page.status = Some(304);
            Ok(Outcome { changes: vec![Change::Page(page)], jobs: vec![] })
        }
        Ok(Fetched::Body { capture, etag, last_modified, .. }) => {
            (page.status, page.etag, page.last_modified) = (Some(capture.status), etag, last_modified);
            engine.tired.note(&lane_of(url), false);
            let known = engine.store.has_capture(capture.id).await?;
            if !known {
                engine.fresh.put(&capture);
            }
            let jobs = if known { vec![] } else { vec![job(engine, Job::Read(capture.id), 0)] };
            Ok(Outcome { changes: vec![Change::Page(page), Change::Capture(capture)], jobs })
        }
        Err(error) => Ok(failed(engine, page, tries, &error)),
    }
}

fn forbidden(page: Page) -> Outcome {
    let problem = format!("{}: its site’s robots.txt asks not to read it; only the publisher can allow it", page.url);
    Outcome {
        changes: vec![Change::Page(Page { problem: Some(problem), kind: Some("robots".into()), ..page })],
        jobs: vec![],
    }
}

/// A page that did not come: remembered with its reason, and asked for again when the reason may pass.
fn failed(engine: &Engine, page: Page, tries: u32, error: &FetchError) -> Outcome {
    let mut jobs = vec![];
    if let Some(minutes) = AGAIN_AFTER.get(tries as usize).filter(|_| may_pass(error)) {
        let wait = (minutes * 60).max(i64::try_from(error.retry_after.unwrap_or(0)).unwrap_or(0));
        let due = page.asked.checked_add(SignedDuration::from_secs(wait)).unwrap_or(Timestamp::MAX);
        jobs.push(NewJob { due, ..job(engine, Job::Fetch(page.url.clone()), 0) });
    }
    let mut changes = vec![];
    changes.extend(rest(engine, &page.url, error, page.asked));
    let problem = Some(error.to_string());
    changes.push(Change::Page(Page { problem, kind: Some("fetch".into()), tries: tries + 1, ..page }));
    Outcome { changes, jobs }
}

/// Whether asking again later may help.
fn may_pass(error: &FetchError) -> bool {
    use FetchErrorKind as Kind;
    match error.kind {
        Kind::Status(status) => matches!(status, 408 | 425 | 429 | 500..=599),
        Kind::Dns | Kind::Connect | Kind::Timeout | Kind::TooSlow | Kind::Protocol => !error.permanent,
        _ => false,
    }
}

/// What `Retry-After` asks of everything that waits for the same host, once the host has said so several times in a row
/// (RFC 9110, 10.2.3, speaks of the one request).
pub(super) fn rest(engine: &Engine, url: &str, error: &FetchError, now: Timestamp) -> Option<Change> {
    let lane = lane_of(url);
    let seconds = i64::try_from(error.retry_after?).ok()?.min(7 * 24 * 3600);
    if !engine.tired.note(&lane, true) {
        return None;
    }
    let until = now.checked_add(SignedDuration::from_secs(seconds)).ok()?;
    Some(Change::Rest { lane, until })
}

pub(super) async fn read(engine: &Engine, id: CaptureId) -> Result<Outcome, StepError> {
    let capture = match engine.fresh.take(id) {
        Some(capture) => capture,
        None => match engine.store.capture(id).await? {
            Some(capture) => capture,
            None => return Ok(Outcome::default()),
        },
    };
    let (url, fetched) = (capture.url.clone(), capture.fetched);
    let hints = hints(engine, &url).await?;
    let (mut reading, mut notes) = pure(move || read_and_understand(&capture, &hints)).await?;
    let before = engine.store.article(reading.article.id, None).await?;
    let page = Page { status: Some(200), article: Some(reading.article.id), ..Page::new(&url, fetched) };
    let mut outcome = Outcome { changes: vec![Change::Page(page)], jobs: vec![] };
    match &before {
        // The same text again, here or at another address.
        Some(old) if old.text == reading.article.text => return Ok(outcome),
        // The AMP copy of a page replaces it only with more.
        Some(old) if finding(&reading, "amp").is_some() && old.text.len() >= reading.article.text.len() => {
            return Ok(outcome);
        }
        // A page that shrank to a teaser or a wall does not replace what was read of it.
        Some(old) if old.briefable() && !reading.article.briefable() => return Ok(outcome),
        Some(old) => reading.article.version = old.version + 1,
        None => {}
    }
    outcome.jobs = follow(engine, &reading.article).await?;
    if let Some(copy) = finding(&reading, standfirst_read::AMP_COPY).filter(|_| before.is_none()) {
        outcome.jobs.push(job(engine, Job::Fetch(copy.to_owned()), 0));
    }
    outcome.changes.push(Change::Article {
        article: Box::new(reading.article),
        notes: std::mem::take(&mut notes),
        findings: reading.findings,
        at: engine.now(),
    });
    Ok(outcome)
}

/// What a finding of this rule says.
fn finding<'r>(reading: &'r Reading, rule: &str) -> Option<&'r str> {
    reading.findings.iter().find(|f| f.rule == rule).map(|f| f.detail.as_str())
}

pub(crate) fn read_and_understand(capture: &Capture, hints: &Hints) -> (Reading, standfirst_types::Notes) {
    let reading = standfirst_read::read(capture, hints);
    let notes = standfirst_understand::understand(&reading.article);
    (reading, notes)
}

/// What follows a new article or version.
async fn follow(engine: &Engine, article: &Article) -> Result<Vec<NewJob>, StepError> {
    if article.version > 0
        && let Some(story) = engine.store.story_of(article.id).await?
    {
        return Ok(vec![job(engine, Job::Brief(story), 0)]);
    }
    let told = matches!(article.access, Access::Full | Access::Partial | Access::Paywall)
        && article.words() >= MIN_WORDS
        && !article.title.is_empty();
    let order = in_order(published(article, engine.now()), &article.url);
    Ok(if told { vec![job(engine, Job::Group(article.id), order)] } else { vec![] })
}

/// The place of an article among those to be grouped: by time, and those of one second by host and path, so that neither
/// arrival nor the port of a test decides.
fn in_order(at: Timestamp, url: &str) -> i64 {
    let place = url::Url::parse(url)
        .map_or_else(|_| url.to_owned(), |u| format!("{}{}", u.host_str().unwrap_or_default(), u.path()));
    let spread = hex(place.as_bytes(), 2);
    at.as_second().saturating_mul(1 << 16).saturating_add(i64::from_str_radix(&spread, 16).unwrap_or(0))
}

async fn hints(engine: &Engine, url: &str) -> Result<Hints, StepError> {
    let Some(entry) = engine.store.entry_for(url).await? else { return Ok(Hints::default()) };
    let site = engine.store.feed(entry.feed).await?.map(|f| f.title).filter(|t| !t.is_empty());
    Ok(Hints {
        title: Some(entry.title).filter(|t| !t.is_empty()),
        published: entry.published,
        authors: entry.authors.into_iter().filter_map(|a| a.name).collect(),
        site,
    })
}

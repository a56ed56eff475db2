//! Fetch and Read: a page in, an article out; a page that answers again with other text becomes a new version.

use super::{StepError, job, pure};
use crate::{engine::Engine, grouping::published};
use standfirst_collect::{Fetched, Kind, Request};
use standfirst_read::Hints;
use standfirst_store::{Change, NewJob, Outcome, Page};
use standfirst_types::{Access, Article, Capture, CaptureId, Job, Reading};

/// Shortest text, in words, of an article that is worth a place in a story.
const MIN_WORDS: usize = 15;

pub(super) async fn fetch(engine: &Engine, url: &str) -> Result<Outcome, StepError> {
    let now = engine.now();
    let known = engine.store.page(url).await?;
    let mut page = Page {
        url: url.into(),
        asked: now,
        etag: None,
        last_modified: None,
        status: None,
        problem: None,
        kind: None,
        article: None,
    };
    if engine.config.fetch.robots {
        match engine.fetcher.allowed(url, now).await {
            Ok(true) => {}
            Ok(false) => {
                return Ok(refused(
                    page,
                    "robots",
                    format!(
                        "{url}: its site's robots.txt asks not to read it; nothing to do unless the publisher allows it"
                    ),
                ));
            }
            Err(e) => return Ok(refused(page, "robots", e.to_string())),
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
            let jobs = if engine.store.has_capture(capture.id).await? {
                vec![]
            } else {
                vec![job(engine, Job::Read(capture.id), 0)]
            };
            Ok(Outcome { changes: vec![Change::Page(page), Change::Capture(capture)], jobs })
        }
        Err(error) => Ok(refused(page, "fetch", error.to_string())),
    }
}

fn refused(page: Page, kind: &str, problem: String) -> Outcome {
    let page = Page { problem: Some(problem), kind: Some(kind.into()), ..page };
    Outcome { changes: vec![Change::Page(page)], jobs: vec![] }
}

pub(super) async fn read(engine: &Engine, id: CaptureId) -> Result<Outcome, StepError> {
    let Some(capture) = engine.store.capture(id).await? else { return Ok(Outcome::default()) };
    let (url, fetched) = (capture.url.clone(), capture.fetched);
    let hints = hints(engine, &url).await?;
    let (mut reading, mut notes) = pure(move || read_and_understand(&capture, &hints)).await?;
    let before = engine.store.article(reading.article.id, None).await?;
    let page = Page {
        url,
        asked: fetched,
        etag: None,
        last_modified: None,
        status: Some(200),
        problem: None,
        kind: None,
        article: Some(reading.article.id),
    };
    let mut outcome = Outcome { changes: vec![Change::Page(page)], jobs: vec![] };
    match &before {
        // The same text again, here or at another address.
        Some(old) if old.text == reading.article.text => return Ok(outcome),
        // A page that shrank to a teaser or a wall does not replace what was read of it.
        Some(old) if old.briefable() && !reading.article.briefable() => return Ok(outcome),
        Some(old) => reading.article.version = old.version + 1,
        None => {}
    }
    outcome.jobs = follow(engine, &reading.article).await?;
    outcome.changes.push(Change::Article {
        article: Box::new(reading.article),
        notes: std::mem::take(&mut notes),
        findings: reading.findings,
        at: engine.now(),
    });
    Ok(outcome)
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
    let order = published(article, engine.now()).as_second();
    Ok(if told { vec![job(engine, Job::Group(article.id), order)] } else { vec![] })
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

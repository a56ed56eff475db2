//! The flow: every background job and what it does. Start reading here.
//!
//! ```text
//! CheckFeed ─► Fetch ─► Read ─► Group ─► Brief ─► Publish
//! ```
//! A step reads the store and the network and returns what is to be stored and which jobs follow; the worker commits both
//! with the end of the job's lease in one transaction. Steps are idempotent: done twice, they leave the same.

mod brief;
mod choose;
mod feed;
mod make;
mod page;
mod publish;
mod second;
mod sentences;
mod story;
mod telling;

pub(crate) use brief::{Again, of_one, replay};
pub(crate) use choose::{headline, links, measure};
pub(crate) use page::read_and_understand;
pub(crate) use publish::review;
pub(crate) use sentences::{known_small, note_small};
pub(crate) use telling::asking;

use crate::engine::Engine;
use standfirst_store::{BriefError, NewJob, Outcome, StoreError};
use standfirst_types::{Feed, Job};

/// A fault of our own house: the data file, not the world. What the world does wrong is an outcome.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StepError {
    /// The data file refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A stored brief is broken.
    #[error(transparent)]
    Brief(#[from] BriefError),
    /// A worker thread died.
    #[error("the step was interrupted: {0}")]
    Interrupted(String),
    /// Anything else.
    #[error("{0:#}")]
    Other(#[from] anyhow::Error),
}

/// Does one job.
pub(crate) async fn step(engine: &Engine, job: Job) -> Result<Outcome, StepError> {
    match job {
        Job::CheckFeed(feed) => feed::check(engine, feed).await,
        Job::Fetch(url) => page::fetch(engine, &url).await,
        Job::Read(capture) => page::read(engine, capture).await,
        Job::Group(article) => story::group(engine, article).await,
        Job::Brief(story) => brief::brief(engine, story).await,
        Job::Publish(edition) => publish::publish(engine, edition).await,
    }
}

/// A job due now in the lane it belongs to.
pub(crate) fn job(engine: &Engine, job: Job, order: i64) -> NewJob {
    let lane = match &job {
        Job::Fetch(url) => lane_of(url),
        Job::CheckFeed(_) | Job::Read(_) | Job::Group(_) | Job::Brief(_) | Job::Publish(_) => String::new(),
    };
    NewJob { job, lane, due: engine.now(), order }
}

/// The check of a feed, in the lane of the host that it asks.
pub(crate) fn check_job(engine: &Engine, feed: &Feed) -> NewJob {
    NewJob { lane: lane_of(feed.asked_at()), ..job(engine, Job::CheckFeed(feed.id), 0) }
}

/// The lane of an address: its host and port.
pub(crate) fn lane_of(url: &str) -> String {
    let host = url::Url::parse(url).ok().and_then(|u| Some((u.host_str()?.to_owned(), u.port_or_known_default()?)));
    host.map_or_else(|| "host:".into(), |(host, port)| format!("host:{host}:{port}"))
}

/// Runs pure work off the async threads.
pub(crate) async fn pure<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, StepError> {
    tokio::task::spawn_blocking(work).await.map_err(|e| StepError::Interrupted(e.to_string()))
}

//! The embedded database: every noun of the news in one SQLite file, and the jobs that wait to be done.
//!
//! One file here a noun. Reads go through a small pool; every write goes through one connection, in `BEGIN IMMEDIATE`
//! transactions, WAL on. [`Store::commit`] stores what a job changed, the jobs that follow, and the end of its lease in one
//! transaction, so a crash at any point leaves either all of a job or nothing. SQL lives nowhere else in the project; the
//! methods are the domain's, so that another database can stand beside this one.

mod access;
mod articles;
mod briefs;
mod captures;
mod change;
mod corrections;
mod decisions;
mod deliveries;
mod editions;
mod feeds;
mod items;
mod jobs;
mod ledger;
mod lists;
mod mailings;
mod marks;
mod model;
mod open;
mod pages;
mod reports;
mod row;
mod search;
mod searches;
mod stories;
mod subscribers;
mod subscriptions;

pub use access::Token;
pub use articles::Versions;
pub use briefs::BriefError;
pub use change::{Change, Outcome};
pub use decisions::Decided;
pub use deliveries::{Delivery, DeliveryState, NewDelivery};
pub use editions::EditionSummary;
pub use feeds::{EntryRow, FeedCheck};
pub use jobs::{Done, LaneRule, Leased, NewJob, Pending, Verdict as JobVerdict};
pub use ledger::{AccessCounts, PageProblem};
pub use lists::CorrectionAt;
pub use mailings::{Mailing, SentTo};
pub use marks::Marked;
pub use model::{ModelCall, ModelSpent};
pub use open::WorkerLock;
pub use pages::Page;
pub use stories::{Fate, Joined};
pub use subscriptions::Subscription;

use sqlx::{SqliteConnection, SqlitePool};
use std::{path::PathBuf, sync::Arc};
use tokio::sync::{Mutex, MutexGuard};

/// What can go wrong with the data file. Every message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file belongs to another program.
    #[error(
        "{path} is not a Standfirst data file (its application id is {found:#x}); it was left as it is. Choose another folder with --data DIR"
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// Its application id.
        found: i64,
    },
    /// The file was written by a newer version.
    #[error(
        "{path} was written by a newer Standfirst (schema {found}, this one knows {known}); it was left as it is. Install the newer version, or choose another folder with --data DIR"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// The file cannot be opened or is damaged.
    #[error(
        "{path} cannot be used: {why}. It was left as it is. Restore it from a backup, or choose another folder with --data DIR"
    )]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        why: String,
    },
    /// Another process is working on it.
    #[error("{path} is being worked on by another standfirst process; wait for it or stop it first")]
    Busy {
        /// The lock file.
        path: PathBuf,
    },
    /// A statement failed.
    #[error("the data file refused a statement: {0}")]
    Sql(#[from] sqlx::Error),
    /// A stored value cannot be read.
    #[error("a stored {what} is damaged: {why}. Run `standfirst doctor`")]
    Damaged {
        /// Which kind of thing.
        what: &'static str,
        /// What is wrong.
        why: String,
    },
}

/// The data file. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    readers: SqlitePool,
    writer: Arc<Mutex<SqliteConnection>>,
    path: Arc<PathBuf>,
    /// A connection of its own, by which changes of all others show.
    watch: Arc<Mutex<SqliteConnection>>,
}

impl Store {
    /// A number that changes whenever anything was committed, by this process or another (`PRAGMA data_version`).
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn generation(&self) -> Result<u64, StoreError> {
        let mut c = self.watch.lock().await;
        let row = sqlx::query("PRAGMA data_version").fetch_one(&mut *c).await?;
        Ok(sqlx::Row::get::<i64, _>(&row, 0).unsigned_abs())
    }

    /// Where the data file lies.
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    async fn write(&self) -> MutexGuard<'_, SqliteConnection> {
        self.writer.lock().await
    }
}

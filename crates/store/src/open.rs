//! Opening the data file: it must be ours, sound and of a schema this program knows; a foreign or damaged file is left untouched.

use crate::{Store, StoreError};
use sqlx::{
    ConnectOptions, Connection, Row, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::sync::Mutex;

/// `application_id` of our files: "SFst".
const APPLICATION_ID: i64 = 0x5346_7374;
/// The schema, one migration a version.
const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001_house.sql")];

impl Store {
    /// Opens or creates the data file at `path`, bringing its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Foreign`], [`StoreError::Newer`] and [`StoreError::Unusable`] leave the file as it was.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let unusable = |why: String| StoreError::Unusable { path: path.to_path_buf(), why };
        refuse_foreign_bytes(path)?;
        let fresh = std::fs::metadata(path).map(|m| m.len() == 0).unwrap_or(true);
        let options = options(path).create_if_missing(true);
        if !fresh {
            let mut probe =
                options.clone().read_only(!interrupted(path)).connect().await.map_err(|e| unusable(e.to_string()))?;
            inspect(&mut probe, path).await?;
            probe.close().await?;
        }
        let mut writer = options
            .clone()
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .connect()
            .await
            .map_err(|e| unusable(e.to_string()))?;
        migrate(&mut writer).await?;
        let options = options.read_only(true);
        let watch = options.clone().pragma("cache_size", "8").connect().await?;
        let readers = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        Ok(Self {
            readers,
            writer: Arc::new(Mutex::new(writer)),
            path: Arc::new(path.to_path_buf()),
            watch: Arc::new(Mutex::new(watch)),
        })
    }

    /// Checks the whole file; an empty list means sound.
    ///
    /// # Errors
    /// When the check itself cannot run.
    pub async fn integrity(&self) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query("PRAGMA integrity_check(20)").fetch_all(&self.readers).await?;
        let mut found: Vec<String> = rows.iter().map(|r| r.get::<String, _>(0)).filter(|line| line != "ok").collect();
        let keys = sqlx::query("PRAGMA foreign_key_check").fetch_all(&self.readers).await?;
        found.extend(keys.iter().map(|r| format!("a row of {} points at nothing", r.get::<String, _>(0))));
        Ok(found)
    }

    /// Folds the write-ahead log into the file; called on a clean stop.
    pub async fn close(&self) {
        let mut writer = self.write().await;
        let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *writer).await;
    }
}

/// Large pages, because most of the file is bodies of pages; a write-ahead log of some 64 MB before it is folded in.
fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .page_size(16_384)
        .pragma("wal_autocheckpoint", "4000")
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
}

/// Whether a process died while it made the file: its journal has to be rolled back, which cannot be done read-only.
fn interrupted(path: &Path) -> bool {
    let mut journal = path.as_os_str().to_owned();
    journal.push("-journal");
    std::fs::metadata(journal).is_ok_and(|m| m.len() > 0)
}

/// A file that does not begin like SQLite is not opened at all.
fn refuse_foreign_bytes(path: &Path) -> Result<(), StoreError> {
    use std::io::Read;
    let Ok(mut file) = std::fs::File::open(path) else { return Ok(()) };
    let mut head = [0u8; 16];
    let n = file.read(&mut head).unwrap_or(0);
    if n == 0 || head.starts_with(b"SQLite format 3\0") {
        return Ok(());
    }
    Err(StoreError::Unusable { path: path.to_path_buf(), why: "it does not begin like a data file".into() })
}

async fn pragma(connection: &mut SqliteConnection, sql: &'static str) -> Result<i64, sqlx::Error> {
    sqlx::query(sql).fetch_one(connection).await?.try_get::<i64, _>(0)
}

async fn inspect(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let path: PathBuf = path.to_path_buf();
    let damaged = |e: sqlx::Error| StoreError::Unusable { path: path.clone(), why: e.to_string() };
    let application = pragma(connection, "PRAGMA application_id").await.map_err(damaged)?;
    let version = pragma(connection, "PRAGMA user_version").await.map_err(damaged)?;
    let tables = pragma(connection, "SELECT count(*) FROM sqlite_schema").await.map_err(damaged)?;
    if application != APPLICATION_ID && tables > 0 {
        return Err(StoreError::Foreign { path, found: application });
    }
    if version > MIGRATIONS.len() as i64 {
        return Err(StoreError::Newer { path, found: version, known: MIGRATIONS.len() as i64 });
    }
    let verdict: String =
        sqlx::query("PRAGMA quick_check(1)").fetch_one(&mut *connection).await.map_err(damaged)?.get(0);
    if verdict == "ok" { Ok(()) } else { Err(StoreError::Unusable { path, why: verdict }) }
}

async fn migrate(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let version = pragma(connection, "PRAGMA user_version").await?;
    for (i, sql) in MIGRATIONS.iter().enumerate().skip(usize::try_from(version).unwrap_or(0)) {
        let script = format!(
            "BEGIN IMMEDIATE; {sql} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}; COMMIT;",
            i + 1
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Held while a process works on a data folder: one worker at a time.
#[derive(Debug)]
pub struct WorkerLock(#[allow(dead_code, reason = "held for its drop")] std::fs::File);

impl Store {
    /// Takes the worker's lock of this data file; freed when dropped, and by the system when the process dies.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process holds it.
    pub fn lock_for_work(&self) -> Result<WorkerLock, StoreError> {
        let path = self.path.with_extension("lock");
        let busy = || StoreError::Busy { path: path.clone() };
        let file = std::fs::OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|e| StoreError::Unusable { path: path.clone(), why: e.to_string() })?;
        file.try_lock().map_err(|_| busy())?;
        Ok(WorkerLock(file))
    }
}

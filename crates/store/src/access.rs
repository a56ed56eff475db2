//! Who may change things: the owner's sessions and the tokens of programs. Only hashes of secrets are kept.

use crate::{
    Store, StoreError,
    row::{ms, time},
};
use jiff::Timestamp;
use sqlx::Row;

/// A token as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Token {
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub made: Timestamp,
    /// When it was last used, to the hour.
    pub used: Option<Timestamp>,
    /// What it is for: `all`, what the owner may; `feeds`, to read feeds and nothing else.
    pub scope: String,
}

/// Most sessions kept; the oldest go first.
const SESSIONS: i64 = 100;
/// Milliseconds within which the use of a token is not noted again.
const NOTE_AGAIN: i64 = 3_600_000;

impl Store {
    /// Begins a session that ends at `ends`; sessions that have ended go.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn begin_session(&self, hash: &str, now: Timestamp, ends: Timestamp) -> Result<(), StoreError> {
        let mut c = self.write().await;
        sqlx::query("DELETE FROM sessions WHERE ends <= ?").bind(ms(now)).execute(&mut *c).await?;
        sqlx::query("INSERT OR REPLACE INTO sessions(hash, started, ends) VALUES (?, ?, ?)")
            .bind(hash)
            .bind(ms(now))
            .bind(ms(ends))
            .execute(&mut *c)
            .await?;
        sqlx::query("DELETE FROM sessions WHERE hash NOT IN (SELECT hash FROM sessions ORDER BY started DESC LIMIT ?)")
            .bind(SESSIONS)
            .execute(&mut *c)
            .await?;
        Ok(())
    }

    /// When a session ends; `None` where there is none or it has ended.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn session(&self, hash: &str, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query("SELECT ends FROM sessions WHERE hash = ? AND ends > ?")
            .bind(hash)
            .bind(ms(now))
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.map(|r| time(r.get(0))))
    }

    /// Ends one session, or every one. Returns how many ended.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn end_sessions(&self, hash: Option<&str>) -> Result<u64, StoreError> {
        let mut c = self.write().await;
        let done = sqlx::query("DELETE FROM sessions WHERE hash = coalesce(?, hash)").bind(hash).execute(&mut *c);
        Ok(done.await?.rows_affected())
    }

    /// Adds a token by which a program may do all that the owner may; `false` where one has that name already.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn add_token(&self, name: &str, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        self.add_token_for("all", name, hash, now).await
    }

    /// Adds a token by which feeds may be read and nothing else; `false` where one has that name already.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn add_feed_token(&self, name: &str, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        self.add_token_for("feeds", name, hash, now).await
    }

    async fn add_token_for(&self, scope: &str, name: &str, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        let mut c = self.write().await;
        let sql = "INSERT INTO tokens(hash, name, made, scope) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
        let done = sqlx::query(sql).bind(hash).bind(name).bind(ms(now)).bind(scope).execute(&mut *c).await?;
        Ok(done.rows_affected() > 0)
    }

    /// Every token, by name.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        let rows =
            sqlx::query("SELECT name, made, used, scope FROM tokens ORDER BY name").fetch_all(&self.readers).await?;
        Ok(rows
            .iter()
            .map(|r| Token {
                name: r.get(0),
                made: time(r.get(1)),
                used: r.get::<Option<i64>, _>(2).map(time),
                scope: r.get(3),
            })
            .collect())
    }

    /// Takes a token away; `false` where none has that name.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn revoke_token(&self, name: &str) -> Result<bool, StoreError> {
        let mut c = self.write().await;
        Ok(sqlx::query("DELETE FROM tokens WHERE name = ?").bind(name).execute(&mut *c).await?.rows_affected() > 0)
    }

    /// The name of the token with this hash by which a program may do all that the owner may; its use is noted, at most once
    /// an hour.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn token(&self, hash: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
        self.token_for(&["all"], hash, now).await
    }

    /// The name of the token with this hash by which at least feeds may be read; see [`Store::token`].
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn feed_token(&self, hash: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
        self.token_for(&["all", "feeds"], hash, now).await
    }

    async fn token_for(&self, scopes: &[&str], hash: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
        let sql =
            "SELECT name, coalesce(used, 0) FROM tokens WHERE hash = ? AND scope IN (SELECT value FROM json_each(?))";
        let row = sqlx::query(sql).bind(hash).bind(crate::row::json(&scopes)?).fetch_optional(&self.readers).await?;
        let Some(row) = row else { return Ok(None) };
        if row.get::<i64, _>(1) + NOTE_AGAIN < ms(now) {
            let mut c = self.write().await;
            sqlx::query("UPDATE tokens SET used = ? WHERE hash = ?").bind(ms(now)).bind(hash).execute(&mut *c).await?;
        }
        Ok(Some(row.get(0)))
    }
}

//! The model: what it answered, so that the same question is asked once, and what it was asked and cost, so that a budget
//! holds. A call is stored at once and not with its job: it was made and paid for whatever becomes of the job.

use crate::{Store, StoreError, row::ms};
use jiff::Timestamp;
use sqlx::{Row, SqliteConnection};

/// One request to a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelCall {
    /// When.
    pub at: Timestamp,
    /// Hash of all that was asked.
    pub key: String,
    /// Why there is no answer; `None` when there is one.
    pub fault: Option<String>,
    /// Tokens asked.
    pub tokens_in: u64,
    /// Tokens answered.
    pub tokens_out: u64,
    /// What it cost, in millionths of the currency of the prices.
    pub millionths: u64,
}

/// What a model was asked in some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ModelSpent {
    /// Requests.
    pub asked: u32,
    /// Requests without an answer.
    pub failed: u32,
    /// Tokens asked.
    pub tokens_in: u64,
    /// Tokens answered.
    pub tokens_out: u64,
    /// What they cost, in millionths.
    pub millionths: u64,
}

impl Store {
    /// What was answered to the question with this hash.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn model_answer(&self, key: &str) -> Result<Option<String>, StoreError> {
        let row =
            sqlx::query("SELECT answer FROM model_cache WHERE key = ?").bind(key).fetch_optional(&self.readers).await?;
        Ok(row.map(|r| r.get(0)))
    }

    /// Counts a call and keeps its answer, if it has one. The first answer to a question stays.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn note_model_call(&self, call: &ModelCall, model: &str, answer: Option<&str>) -> Result<(), StoreError> {
        let mut c = self.write().await;
        sqlx::query("BEGIN IMMEDIATE").execute(&mut *c).await?;
        let noted = note(&mut c, call, model, answer).await;
        let end = if noted.is_ok() { "COMMIT" } else { "ROLLBACK" };
        sqlx::query(end).execute(&mut *c).await?;
        noted
    }

    /// Keeps what a model of the user's own answered, which costs nothing. The first answer to a question stays.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn keep_model_answer(
        &self,
        key: &str,
        model: &str,
        at: Timestamp,
        answer: &str,
    ) -> Result<(), StoreError> {
        let mut c = self.write().await;
        sqlx::query("INSERT INTO model_cache(key, model, at, answer) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
            .bind(key)
            .bind(model)
            .bind(ms(at))
            .bind(answer)
            .execute(&mut *c)
            .await?;
        Ok(())
    }

    /// What was asked in `(from, to]`.
    ///
    /// # Errors
    /// When the data file refuses.
    pub async fn model_spent(&self, from: Timestamp, to: Timestamp) -> Result<ModelSpent, StoreError> {
        let r = sqlx::query(
            "SELECT count(*) AS n, count(fault) AS f, coalesce(sum(tokens_in), 0) AS i, coalesce(sum(tokens_out), 0) AS o,
             coalesce(sum(millionths), 0) AS m FROM model_calls WHERE at > ? AND at <= ?",
        )
        .bind(ms(from))
        .bind(ms(to))
        .fetch_one(&self.readers)
        .await?;
        let count = |name: &str| u64::try_from(r.get::<i64, _>(name)).unwrap_or(0);
        Ok(ModelSpent {
            asked: r.get("n"),
            failed: r.get("f"),
            tokens_in: count("i"),
            tokens_out: count("o"),
            millionths: count("m"),
        })
    }
}

async fn note(c: &mut SqliteConnection, call: &ModelCall, model: &str, answer: Option<&str>) -> Result<(), StoreError> {
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    sqlx::query("INSERT INTO model_calls(at, key, fault, tokens_in, tokens_out, millionths) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(ms(call.at))
        .bind(&call.key)
        .bind(&call.fault)
        .bind(whole(call.tokens_in))
        .bind(whole(call.tokens_out))
        .bind(whole(call.millionths))
        .execute(&mut *c)
        .await?;
    if let Some(answer) = answer {
        sqlx::query("INSERT INTO model_cache(key, model, at, answer) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
            .bind(&call.key)
            .bind(model)
            .bind(ms(call.at))
            .bind(answer)
            .execute(&mut *c)
            .await?;
    }
    Ok(())
}

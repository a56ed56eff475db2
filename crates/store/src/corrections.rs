//! Corrections: what was told before and no longer holds, of the newest brief of every story.

use crate::{
    Store, StoreError,
    row::{ms, parse, time},
};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use standfirst_types::{Brief, Corrected, Correction};

impl Store {
    /// The newest corrections, at most `limit`.
    ///
    /// # Errors
    /// When the data file refuses or a row is damaged.
    pub async fn corrections(&self, limit: u32) -> Result<Vec<Corrected>, StoreError> {
        let rows = sqlx::query("SELECT * FROM corrections ORDER BY at DESC, story, seq LIMIT ?")
            .bind(limit)
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(corrected).collect()
    }
}

pub(crate) fn corrected(r: &SqliteRow) -> Result<Corrected, StoreError> {
    let correction = Correction { at: time(r.get("at")), was: r.get("was"), now: r.get("now"), why: r.get("why") };
    Ok(Corrected { story: parse("story id", r.get::<&str, _>("story"))?, headline: r.get("headline"), correction })
}

/// Those of a story's newest brief take the place of those before.
pub(crate) async fn save(c: &mut SqliteConnection, brief: &Brief) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM corrections WHERE story = ?").bind(brief.story().as_str()).execute(&mut *c).await?;
    for (seq, correction) in brief.frame().corrections.iter().enumerate() {
        sqlx::query("INSERT INTO corrections(story, seq, at, headline, was, now, why) VALUES (?, ?, ?, ?, ?, ?, ?)")
            .bind(brief.story().as_str())
            .bind(seq as i64)
            .bind(ms(correction.at))
            .bind(&brief.headline().text)
            .bind(&correction.was)
            .bind(&correction.now)
            .bind(&correction.why)
            .execute(&mut *c)
            .await?;
    }
    Ok(())
}

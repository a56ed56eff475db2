//! The grouping's live state: the pure grouper, rebuilt from the store after a start, so that a restart changes nothing.

use crate::engine::Engine;
use anyhow::Result;
use jiff::SignedDuration;
use standfirst_group::{Config, Doc, Grouper};
use standfirst_types::{Article, Member, Precision, StoryId, When};

/// Days a story stays open for new reports.
const WINDOW_DAYS: u32 = 5;

/// The grouper and what was fed to it.
pub(crate) struct Grouping {
    pub(crate) grouper: Grouper,
}

/// An article as the grouper sees it. `family` and `names` are its caller's.
pub(crate) fn doc<'a>(article: &'a Article, at: jiff::Timestamp, family: &'a str, names: &'a [String]) -> Doc<'a> {
    Doc {
        id: article.id,
        at,
        language: article.language.as_deref().unwrap_or("und"),
        title: &article.title,
        text: &article.text,
        family,
        names,
    }
}

/// When an article counts as published: what it says, never later than when it was read. A bare date counts as its noon,
/// so that a paper that gives no hour does not come before the agency whose text it carries.
pub(crate) fn published(article: &Article, read_at: jiff::Timestamp) -> jiff::Timestamp {
    let said = |w: When| match w.precision {
        Precision::Minute => w.at,
        _ => w.at.checked_add(SignedDuration::from_hours(12)).unwrap_or(w.at),
    };
    article.published.or(article.modified).map_or(read_at, |w| said(w).min(read_at))
}

impl Grouping {
    /// Replays the members of every story still open, in the order in which they joined.
    pub(crate) async fn load(engine: &Engine) -> Result<Self> {
        let mut grouper = Grouper::new(Config::default());
        let from = engine.ago(24 * (WINDOW_DAYS + 1));
        let mut after = 0;
        loop {
            let (last, members) = engine.store.replay(from, after, 500).await?;
            if members.is_empty() {
                return Ok(Self { grouper });
            }
            for (story, member) in members {
                Self::restore(engine, &mut grouper, story, &member).await?;
            }
            after = last;
        }
    }

    async fn restore(engine: &Engine, grouper: &mut Grouper, story: StoryId, member: &Member) -> Result<()> {
        // A member joined as its first version.
        let Some(article) = engine.store.article(member.article, Some(0)).await? else { return Ok(()) };
        let names = names(&engine.store.notes(member.article, 0).await?);
        grouper.restore(&doc(&article, published(&article, member.added), &member.family, &names), story, member.kind);
        Ok(())
    }
}

/// The names of an article's notes in their fullest form, each once, in order.
pub(crate) fn names(notes: &standfirst_types::Notes) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let full = notes.names.iter().map(|n| n.entity.as_ref().unwrap_or(&n.text));
    full.filter(|n| seen.insert(n.as_str())).cloned().collect()
}

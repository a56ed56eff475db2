//! The grouping's live state: the pure grouper, rebuilt from the store after a start, so that a restart changes nothing.

use crate::engine::Engine;
use anyhow::Result;
use jiff::SignedDuration;
use standfirst_group::{Config, Doc, Grouper};
use standfirst_types::{Article, Member, Precision, StoryId, When};

/// Days a story stays open for new reports.
const WINDOW_DAYS: u32 = 5;

/// Days back that a story still open is replayed from; of one that has lived longer the newer reports alone.
const LONGEST_DAYS: i64 = 60;

/// Characters of a feed's summary that are looked at, and words of it that are kept.
const SUMMARY_RAW: usize = 4_000;
const SUMMARY_WORDS: usize = 80;
/// Characters by which a summary is found again in the text.
const SUMMARY_START: usize = 60;

/// The grouper and what was fed to it.
pub(crate) struct Grouping {
    pub(crate) grouper: Grouper,
}

/// An article as the grouper sees it; `text` is [`text`]'s, `family` and `names` are its caller's.
pub(crate) fn doc<'a>(
    article: &'a Article,
    text: &'a str,
    at: jiff::Timestamp,
    family: &'a str,
    names: &'a [String],
) -> Doc<'a> {
    Doc {
        id: article.id,
        at,
        language: article.language.as_deref().unwrap_or("und"),
        title: &article.title,
        text,
        family,
        names,
    }
}

/// The text an article is grouped by: what its feed first said of it, then its own. A paper that tells the news in its
/// summary and a tale on the page would else not be known by its news. The store keeps an entry's first summary, so a
/// replay sees the same.
pub(crate) async fn text(engine: &Engine, article: &Article) -> Result<String> {
    let summary = engine.store.entry_for(&article.url).await?.and_then(|entry| entry.summary).unwrap_or_default();
    Ok(with_summary(&summary, &article.text))
}

/// The summary's words before the text, unless the text says them itself.
pub(crate) fn with_summary(summary: &str, text: &str) -> String {
    let plain = without_tags(summary);
    let start: String = plain.chars().take(SUMMARY_START).collect();
    if plain.is_empty() || text.contains(start.trim_end()) {
        return text.to_owned();
    }
    format!("{plain}\n\n{text}")
}

/// The words of a feed's summary: tags and references become spaces, white space is one space, the rest is cut.
fn without_tags(summary: &str) -> String {
    let mut plain = String::new();
    let mut until: Option<char> = None;
    for c in summary.chars().take(SUMMARY_RAW) {
        match (until, c) {
            (Some(end), _) if c == end || (end == ';' && c.is_whitespace()) => until = None,
            (Some(_), _) => {}
            (None, '<') => until = Some('>'),
            (None, '&') => until = Some(';'),
            (None, _) => {
                plain.push(c);
                continue;
            }
        }
        plain.push(' ');
    }
    let words: Vec<&str> = plain.split_whitespace().take(SUMMARY_WORDS).collect();
    words.join(" ")
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
    /// Replays what joined since the first report of any story still open and the days before by which rarity is counted,
    /// stories that have closed since among them: so the state is the one that was lost, whatever was open.
    pub(crate) async fn load(engine: &Engine) -> Result<Self> {
        let mut grouper = Grouper::new(Config::default());
        let open = engine.ago(24 * (WINDOW_DAYS + 1));
        let Some(first) = engine.store.replay_from(open, SignedDuration::from_hours(24 * LONGEST_DAYS)).await? else {
            return Ok(Self { grouper });
        };
        let before = SignedDuration::from_hours(24 * i64::from(WINDOW_DAYS + 1));
        let from = first.checked_sub(before).unwrap_or(first);
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
        let Some((article, notes)) = engine.store.noted(member.article, 0).await? else { return Ok(()) };
        let names = names(&notes);
        let (text, at) = (text(engine, &article).await?, published(&article, member.added));
        grouper.restore(&doc(&article, &text, at, &member.family, &names), story, member.kind);
        Ok(())
    }
}

/// The names of an article's notes in their fullest form, each once, in order.
pub(crate) fn names(notes: &standfirst_types::Notes) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let full = notes.names.iter().map(|n| n.entity.as_ref().unwrap_or(&n.text));
    full.filter(|n| seen.insert(n.as_str())).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::with_summary;

    #[test]
    fn a_summary_leads_unless_the_text_says_it() {
        let check = |summary: &str, text: &str, expected: &str| assert_eq!(with_summary(summary, text), expected);
        check(
            "<p>The ferry &amp; its crew\n are safe.</p>",
            "It was calm.",
            "The ferry its crew are safe.\n\nIt was calm.",
        );
        check("It was calm.", "It was calm. Nobody spoke.", "It was calm. Nobody spoke.");
        check("", "It was calm.", "It was calm.");
        check("<p></p>", "It was calm.", "It was calm.");
        check("5 < 6 & rising", "Water.", "5\n\nWater.");
    }
}

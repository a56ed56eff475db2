//! What the owner makes of the news: marks, reports, decisions; and feeds and corrections, which anybody may see.

use super::{
    call::{Answer, Call},
    cursor::Place,
    evidence::numbered,
    fault::Fault,
};
use crate::{
    server::{Act, Library, Wish},
    text,
};
use serde::Deserialize;
use serde_json::{Value, json, to_value};
use standfirst_types::{ArticleId, Feed, Mark, Matter, Report, StoryId, mark::LONGEST_NOTE};
use std::time::Instant;

/// Longest name, source or topic, in characters.
const LONGEST: usize = 200;

pub(super) async fn feeds<L: Library>(call: Call<L>) -> Answer {
    let mut feeds = call.shop.library.feeds().await?;
    feeds.sort_by_key(|f| f.id);
    let after = call.place().map(|p| p.text).unwrap_or_default();
    let rows = feeds.iter().filter(|f| *f.id.as_str() > *after).take(call.rows() as usize);
    call.list(rows.map(|f| (Place::text(f.id.as_str()), feed_value(f))).collect())
}

pub(super) async fn feed<L: Library>(call: Call<L>) -> Answer {
    let id = call.value("feed")?;
    let feeds = call.shop.library.feeds().await?;
    let feed = feeds.iter().find(|f| f.id == id);
    call.json(&feed_value(
        feed.ok_or_else(|| Fault::absent("No such feed is followed; /api/feeds lists those that are."))?,
    ))
}

/// What the page shows of a feed; validators and hubs are nobody else's business.
fn feed_value(feed: &Feed) -> Value {
    let h = &feed.health;
    json!({
        "id": feed.id, "url": feed.url, "title": feed.title, "site": feed.site, "folder": feed.folder,
        "next_check": feed.next_check, "interval_s": feed.interval_s,
        "health": {
            "checked": h.checked, "answered": h.answered, "problem": h.problem, "failing_since": h.failing_since,
            "failures": h.failures, "gone": h.gone, "newest_entry": h.newest_entry, "moved_to": h.moved_to,
        },
    })
}

pub(super) async fn corrections<L: Library>(call: Call<L>) -> Answer {
    let after = call.place().map(|p| (p.number, p.text, p.small));
    let corrections = call.shop.library.corrections_after(after, call.rows()).await?;
    let row = |((number, text, small), correction)| {
        (Place { number, text, small }, to_value::<standfirst_types::Corrected>(correction).unwrap_or_default())
    };
    call.list(corrections.into_iter().map(row).collect())
}

pub(super) async fn marked<L: Library>(call: Call<L>) -> Answer {
    let mark: Mark = call.value("mark")?;
    let after = call.place().map(|p| (p.number, p.text));
    let stories = call.shop.library.marked_after(mark, after, call.rows()).await?;
    let row = |(number, hit): (i64, standfirst_types::search::StoryHit)| {
        (Place { number, text: hit.story.to_string(), small: 0 }, to_value(hit).unwrap_or_default())
    };
    call.list(stories.into_iter().map(row).collect())
}

pub(super) async fn marks<L: Library>(call: Call<L>) -> Answer {
    let story = match call.named_story().await? {
        Ok(id) => id,
        Err(on) => return Ok(on),
    };
    call.brief(story).await?;
    let noted = call.shop.library.noted(vec![story]).await?;
    let items: Vec<Value> =
        noted.marks.iter().map(|((_, mark), revision)| json!({ "mark": mark, "revision": revision })).collect();
    call.json(&json!({ "items": items, "next": null }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkBody {
    #[serde(default)]
    revision: Option<u32>,
}

pub(super) async fn set_mark<L: Library>(call: Call<L>) -> Answer {
    let body: MarkBody = call.body()?;
    if call.has_null("revision") {
        return Err(Fault::Said(
            axum::http::StatusCode::UNPROCESSABLE_ENTITY,
            "“revision” is a number or absent.".into(),
        ));
    }
    change_mark(call, true, body.revision).await
}

pub(super) async fn drop_mark<L: Library>(call: Call<L>) -> Answer {
    change_mark(call, false, None).await
}

async fn change_mark<L: Library>(call: Call<L>, on: bool, revision: Option<u32>) -> Answer {
    let story = match call.named_story().await? {
        Ok(id) => id,
        Err(there) => return Ok(there),
    };
    let newest = call.brief(story).await?.briefs.first().map_or(1, |b| b.frame().revision);
    let mark: Mark = call.value("mark")?;
    let noted = call.shop.library.noted(vec![story]).await?;
    let there = noted.marks.contains_key(&(story, mark));
    // A mark that is as it is wanted needs no new decision.
    if there != on || mark == Mark::Read {
        call.act(Act::Mark { story, mark, on, revision: revision.unwrap_or(newest) }).await?;
    }
    call.done()
}

pub(super) async fn reports<L: Library>(call: Call<L>) -> Answer {
    let before = call.place().map_or(i64::MAX, |p| p.number);
    let mut reports = call.shop.library.reports().await?;
    reports.sort_by_key(|r| std::cmp::Reverse(r.id));
    let rows = reports.into_iter().filter(|r| r.id < before).take(call.rows() as usize);
    call.list(rows.map(|r| (Place::number(r.id), to_value(r).unwrap_or_default())).collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportBody {
    story: StoryId,
    n: u32,
    #[serde(default)]
    note: String,
}

pub(super) async fn report<L: Library>(call: Call<L>) -> Answer {
    let body: ReportBody = call.body()?;
    Call::<L>::fits(&body.note, "note", 0, LONGEST_NOTE)?;
    let published = call.brief(call.shop.library.leads_to(body.story).await?).await?;
    let found = published.briefs.iter().flat_map(|b| numbered(b).map(move |s| (b, s)));
    let found = found.into_iter().find(|(_, (n, ..))| *n == body.n as usize);
    let (brief, (_, _, sentence)) = found.ok_or_else(|| Fault::absent("The brief has no such sentence."))?;
    if !call.visit.who.owner() {
        call.shop.reports.try_once(call.caller.address, Instant::now()).map_err(Fault::TooOften)?;
    }
    let report = Report {
        id: 0,
        story: brief.story(),
        revision: brief.frame().revision,
        sentence: text::one_line(&sentence.text),
        note: text::clean(&body.note).into_owned(),
        at: call.shop.config.moment(),
    };
    call.act(Act::Report(report)).await?;
    call.done()
}

pub(super) async fn close_report<L: Library>(call: Call<L>) -> Answer {
    let id: i64 = call.value("report")?;
    if !call.shop.library.reports().await?.iter().any(|r| r.id == id) {
        return Err(Fault::absent("There is no such report; it may be closed already."));
    }
    call.act(Act::CloseReport(id)).await?;
    call.done()
}

pub(super) async fn decisions<L: Library>(call: Call<L>) -> Answer {
    let before = call.place().map_or(i64::MAX, |p| p.number);
    let decisions = call.shop.library.decisions().await?;
    let place = |d: &crate::server::DecidedRow| i64::try_from(d.said.decision.number).unwrap_or(i64::MAX);
    let rows = decisions.iter().rev().filter(|d| place(d) < before).take(call.rows() as usize);
    call.list(rows.map(|d| (Place::number(place(d)), decided(d))).collect())
}

fn decided(row: &crate::server::DecidedRow) -> Value {
    json!({ "decision": row.said, "in_force": row.in_force })
}

/// What can be decided, as decisions are listed; which fields there are depends on it.
#[derive(Deserialize)]
#[serde(tag = "decided", rename_all = "snake_case", deny_unknown_fields)]
enum DecisionBody {
    Merge { from: StoryId, into: StoryId },
    Split { article: ArticleId, from: StoryId, into: Option<StoryId> },
    Mute { matter: MatterBody },
    Unmute { matter: MatterBody },
    Pin { story: StoryId },
    Unpin { story: StoryId },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MatterBody {
    matter: MatterKind,
    which: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MatterKind {
    Story,
    Name,
    Source,
    Topic,
}

impl MatterBody {
    fn wish<L: Library>(self, on: bool) -> Result<Wish, Fault> {
        Call::<L>::fits(&self.which, "which", 1, LONGEST)?;
        let which = self.which.split_whitespace().collect::<Vec<_>>().join(" ");
        if which.is_empty() {
            return Err(Fault::conflict("“which” has no word in it; say what is to be muted."));
        }
        let matter = match self.matter {
            MatterKind::Story => Matter::Story(which.parse().map_err(|e| Fault::conflict(format!("{e}.")))?),
            MatterKind::Name => Matter::Name(which),
            MatterKind::Source => Matter::Source(which),
            MatterKind::Topic => Matter::Topic(which),
        };
        Ok(Wish::Mute { matter, on })
    }
}

pub(super) async fn decide<L: Library>(call: Call<L>) -> Answer {
    if call.has_null("into") {
        return Err(Fault::Said(axum::http::StatusCode::UNPROCESSABLE_ENTITY, "“into” is an id or absent.".into()));
    }
    let wish = match call.body()? {
        DecisionBody::Merge { from, into } => Wish::Merge { from, into: into.to_string() },
        DecisionBody::Split { article, from, into } => {
            Wish::Split { from, article, into: into.map(|id| id.to_string()).unwrap_or_default() }
        }
        DecisionBody::Mute { matter } => matter.wish::<L>(true)?,
        DecisionBody::Unmute { matter } => matter.wish::<L>(false)?,
        DecisionBody::Pin { story } => Wish::Pin { story, on: true },
        DecisionBody::Unpin { story } => Wish::Pin { story, on: false },
    };
    call.act(Act::Decide(wish)).await?;
    match call.shop.library.decisions().await?.last() {
        Some(row) => call.json(&decided(row)),
        None => call.done(),
    }
}

pub(super) async fn undo<L: Library>(call: Call<L>) -> Answer {
    let number: u64 = call.value("decision")?;
    if !call.shop.library.decisions().await?.iter().any(|d| d.said.decision.number == number) {
        return Err(Fault::absent("There is no such decision; /api/decisions lists those there are."));
    }
    call.act(Act::Decide(Wish::Undo { decision: number })).await?;
    call.done()
}

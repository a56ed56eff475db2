//! The pages that list: feeds with their health, editions by date.

use super::layout::render;
use crate::{EditionSummary, PublishError, Site, text, words};
use minijinja::{context, value::Serde};
use standfirst_types::Feed;

/// A feed as shown.
#[derive(Clone, Debug, serde::Serialize)]
struct FeedRow {
    title: String,
    folder: Option<String>,
    link: Option<String>,
    url: String,
    state: &'static str,
    problem: Option<String>,
    since: Option<words::Time>,
    failures: u32,
    silent: Option<words::Time>,
    moved: Option<String>,
    answered: Option<words::Time>,
    next: Option<words::Time>,
}

/// Every feed and how it is doing, the failing ones first.
///
/// # Errors
/// See [`super::edition`].
pub fn feeds(feeds: &[Feed], site: &Site) -> Result<String, PublishError> {
    let mut rows: Vec<FeedRow> = feeds.iter().map(|f| row(f, site)).collect();
    rows.sort_by_cached_key(|r| (r.problem.is_none(), r.title.to_lowercase(), r.url.clone()));
    let failing = rows.iter().filter(|r| r.problem.is_some()).count();
    render("feeds.html", "feeds", site, context! { feeds => Serde(rows), failing })
}

fn row(feed: &Feed, site: &Site) -> FeedRow {
    let health = &feed.health;
    FeedRow {
        title: feed.title.clone(),
        folder: feed.folder.clone(),
        link: feed.site.as_deref().and_then(text::web_link).or_else(|| text::web_link(&feed.url)),
        url: feed.url.clone(),
        state: match (health.gone, &health.problem, health.checked) {
            (true, _, _) => "gone",
            (_, Some(_), _) => "failing",
            (_, None, Some(_)) => "answers",
            (_, None, None) => "not asked yet",
        },
        problem: if health.gone {
            Some("The publisher says that this feed is gone for good; it is not asked again.".into())
        } else {
            health.problem.clone()
        },
        since: health.failing_since.map(|at| words::instant(at, site)),
        failures: health.failures,
        silent: health.silent_since(site.now).map(|at| words::instant(at, site)),
        moved: health.moved_to.clone(),
        answered: health.answered.map(|at| words::instant(at, site)),
        next: feed.next_check.filter(|_| !health.gone).map(|at| words::instant(at, site)),
    }
}

/// Editions by month, newest first; `older` is the path of the page that goes on, `day` the day asked for.
///
/// # Errors
/// See [`super::edition`].
pub fn archive(
    editions: &[EditionSummary],
    older: Option<&str>,
    day: &str,
    site: &Site,
) -> Result<String, PublishError> {
    let mut editions = editions.to_vec();
    editions.sort_by_key(|e| std::cmp::Reverse((e.window.to, e.id)));
    let month = |e: &EditionSummary| words::month(e.window.to, site);
    let months: Vec<_> = editions
        .chunk_by(|a, b| month(a) == month(b))
        .map(|all| {
            let rows: Vec<_> = all.iter().map(|e| edition_row(e, site)).collect();
            context! { name => all.first().map(month), editions => rows }
        })
        .collect();
    render("archive.html", "archive", site, context! { months, older => older.map(|p| site.href(p)), day })
}

fn edition_row(e: &EditionSummary, site: &Site) -> minijinja::Value {
    context! {
        href => site.href(&format!("e/{}", e.id)),
        day => Serde(words::full_day(e.window.to, site)),
        clock => words::clock(e.window.to, site),
        stories => words::count(e.stories as usize, "story", "stories"),
    }
}

//! The pages a reader finds things on: search, sections, what is saved, corrections, and the report of a wrong sentence.

use super::layout::{render, section_path};
use crate::{
    PublishError, Site, text,
    view::{ArticleRow, StoryRow, StoryView},
    words,
};
use minijinja::{Value, context, value::Serde};
use standfirst_types::{
    Corrected, Report,
    search::{Hits, Query, Saved, StoryHit},
};

fn rows(hits: &[StoryHit], site: &Site) -> Serde<Vec<StoryRow>> {
    Serde(hits.iter().map(|h| StoryRow::new(h, site)).collect())
}

/// What a list of hits needs; `path` is where the next page is.
fn found(query: &Query, hits: &Hits, path: impl Fn(i64) -> String, site: &Site) -> Value {
    let lit: Vec<&str> = query.lit().collect();
    let articles: Vec<ArticleRow> = hits.articles.iter().map(|h| ArticleRow::new(h, &lit, site)).collect();
    context! {
        stories => rows(&hits.stories, site), articles => Serde(articles), notes => Serde(query.notes.clone()),
        next => hits.next.map(|c| site.href(&path(c))),
    }
}

/// The search page: the line as typed, what it found, and how to search.
pub(crate) fn search(
    line: &str,
    query: &Query,
    hits: &Hits,
    first: bool,
    saved: &[Saved],
    site: &Site,
) -> Result<String, PublishError> {
    let asked = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", line).finish();
    let hits = found(query, hits, |c| format!("search?{asked}&from={c}"), site);
    let sections: Vec<Value> = saved.iter().map(|s| section_row(s, site)).collect();
    let [atom, rss] = ["atom", "rss"].map(|ending| site.href(&format!("search.{ending}?{asked}")));
    render(
        "search.html",
        "search",
        site,
        context! { line, empty => query.is_empty(), first, kept => sections, atom, rss, ..hits },
    )
}

fn section_row(saved: &Saved, site: &Site) -> Value {
    context! {
        name => saved.name.as_str(), query => saved.query.as_str(), watch => saved.watch, fixed => saved.fixed,
        href => site.href(&section_path(&saved.name, site)),
    }
}

/// A section: what a kept search finds now.
pub(crate) fn section(
    saved: &Saved,
    query: &Query,
    hits: &Hits,
    first: bool,
    site: &Site,
) -> Result<String, PublishError> {
    let hits = found(query, hits, |c| format!("{}?from={c}", section_path(&saved.name, site)), site);
    render("section.html", &saved.name, site, context! { section => section_row(saved, site), first, ..hits })
}

/// All stories there are, a page at a time, for a site that no server searches.
pub(crate) fn listed(shown: &[StoryHit], all: usize, older: Option<&str>, site: &Site) -> Result<String, PublishError> {
    let count = words::count(all, "story", "stories");
    render("listed.html", "search", site, context! { stories => rows(shown, site), count, older })
}

/// What the owner has saved, and what they have muted.
pub(crate) fn saved(saved: &[StoryHit], muted: &[StoryHit], site: &Site) -> Result<String, PublishError> {
    render("saved.html", "saved", site, context! { stories => rows(saved, site), muted => rows(muted, site) })
}

/// Every correction, newest first; the owner also sees what readers report.
pub(crate) fn corrections(corrections: &[Corrected], reports: &[Report], site: &Site) -> Result<String, PublishError> {
    let lines: Vec<Value> = corrections
        .iter()
        .map(|c| {
            context! {
                href => site.href(&format!("s/{}", c.story)), headline => c.headline.as_str(),
                time => Serde(words::instant(c.correction.at, site)), was => c.correction.was.as_str(),
                now => c.correction.now.as_str(), why => c.correction.why.as_str(),
            }
        })
        .collect();
    let reports: Vec<Value> = reports
        .iter()
        .map(|r| {
            context! {
                id => r.id, href => site.href(&format!("s/{}", r.story)), sentence => r.sentence.as_str(),
                note => r.note.as_str(), time => Serde(words::instant(r.at, site)), revision => r.revision,
            }
        })
        .collect();
    render("corrections.html", "corrections", site, context! { lines, reports })
}

/// The form in which a reader says what is wrong: the sentences that carry a mark, to choose from.
pub(crate) fn report(story: &StoryView, mark: usize, site: &Site) -> Result<String, PublishError> {
    let sentences = story.with_mark(mark);
    let href = story.href.clone();
    let sentences: Vec<String> = sentences.iter().map(|s| text::one_line(s)).collect();
    let headline = story.headline.text();
    render(
        "report.html",
        "",
        site,
        context! {
            sentences => Serde(sentences), href, headline, mark, revision => story.revision,
            longest => standfirst_types::mark::LONGEST_NOTE,
        },
    )
}

//! Metadata: the facts of an article beside its text, each from the surest place that states it, none invented.

use crate::blocks::Blocks;
use crate::dates::Moment;
use crate::jsonld::Facts;
use crate::page::Page;
use crate::{address, byline, dates, published, read::Hints, title};
use standfirst_types::When;

/// The facts of a page.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) title: String,
    pub(crate) authors: Vec<String>,
    pub(crate) site: String,
    pub(crate) section: Option<String>,
    pub(crate) canonical: Option<String>,
    pub(crate) published: Option<Moment>,
    pub(crate) modified: Option<Moment>,
    /// The publisher's calendar day as the page shows it.
    pub(crate) shown: Option<When>,
}

/// Gathers a page's facts; `hints` fill only what the page leaves empty.
pub(crate) fn metadata(page: &Page, html: &str, blocks: &Blocks, facts: &Facts, url: &str, hints: &Hints) -> Metadata {
    let host = address::host(url);
    let named = site(page, facts);
    let site = named.clone().or_else(|| hints.site.clone()).unwrap_or_else(|| host.clone());
    let mut title = title::title(page, facts, named.as_deref().unwrap_or_default(), &host);
    if title.is_empty() {
        title = hints.title.clone().unwrap_or_default();
    }
    let mut authors = byline::authors(page, facts, &site);
    if authors.is_empty() {
        authors.clone_from(&hints.authors);
    }
    let canonical = page.canonical.as_deref().or_else(|| page.meta("og:url")).and_then(|c| address::canonical(c, url));
    let section = facts.section.clone().or_else(|| {
        ["article:section", "section", "parsely-section"].iter().find_map(|k| page.meta(k)).map(str::to_owned)
    });
    let found = published::published(page, html, blocks, facts, canonical.as_deref().unwrap_or(url));
    let published = found.map(|p| p.moment).or(hints.published.map(Moment::from));
    let shown = found.and_then(|p| When::day(p.day));
    let modified = modified(page, facts)
        .filter(|m| published.is_none_or(|p| m.when.at >= p.when.at || m.local_date() >= p.local_date()));
    Metadata { title, authors, site, section, canonical, published, modified, shown }
}

fn site(page: &Page, facts: &Facts) -> Option<String> {
    let stated = page.meta("og:site_name").or(facts.publisher.as_deref()).or_else(|| page.meta("application-name"));
    stated
        .map(str::trim)
        .filter(|s| !s.is_empty() && s.chars().count() <= 80 && !s.starts_with("http"))
        .map(|s| crate::repair::entities(s).into_owned())
}

const MODIFIED: [&str; 9] = [
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:modified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "revised",
];

fn modified(page: &Page, facts: &Facts) -> Option<Moment> {
    let data = facts.modified.as_deref().and_then(dates::machine);
    data.or_else(|| MODIFIED.iter().find_map(|k| page.meta(k).and_then(dates::machine)))
}

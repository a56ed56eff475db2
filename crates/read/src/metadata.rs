//! Metadata: the facts of an article beside its text, each from the surest place that states it, none invented.

use crate::jsonld::Facts;
use crate::page::Page;
use crate::{address, byline, class, dates, read::Hints, title};
use standfirst_types::When;

/// The facts of a page.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) title: String,
    pub(crate) authors: Vec<String>,
    pub(crate) site: String,
    pub(crate) section: Option<String>,
    pub(crate) canonical: Option<String>,
    pub(crate) published: Option<When>,
    pub(crate) modified: Option<When>,
}

/// Gathers a page's facts; `hints` fill only what the page leaves empty.
pub(crate) fn metadata(page: &Page, facts: &Facts, url: &str, hints: &Hints) -> Metadata {
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
    let published = published(page, facts, canonical.as_deref().unwrap_or(url)).or(hints.published);
    let modified = modified(page, facts).filter(|m| published.is_none_or(|p| m.at >= p.at || m.date() >= p.date()));
    Metadata { title, authors, site, section, canonical, published, modified }
}

fn site(page: &Page, facts: &Facts) -> Option<String> {
    let stated = page.meta("og:site_name").or(facts.publisher.as_deref()).or_else(|| page.meta("application-name"));
    stated
        .map(str::trim)
        .filter(|s| !s.is_empty() && s.chars().count() <= 80 && !s.starts_with("http"))
        .map(|s| crate::repair::entities(s).into_owned())
}

const PUBLISHED: [&str; 34] = [
    "article:published_time",
    "datepublished",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "published_time",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "sailthru.date",
    "parsely-pub-date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "date",
    "article.published",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "originalpublicationdate",
    "citation_publication_date",
    "citation_date",
    "datecreated",
    "displaydate",
    "shareaholic:article_published_time",
    "bt:pubdate",
    "rnews:datepublished",
    "dc.created",
    "release_date",
];

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

/// When the article was first published: data, head, marked elements, address, then text near the headline.
fn published(page: &Page, facts: &Facts, url: &str) -> Option<When> {
    let data = facts.published.as_deref().and_then(dates::machine);
    let head = || PUBLISHED.iter().find_map(|k| page.meta(k).and_then(dates::machine));
    let stated = data.or_else(head);
    let in_url = dates::in_address(url);
    // An address with the day and a head without the time agree, or the address is older: a page moved to a new system.
    if let (Some(stated), Some(in_url)) = (stated, in_url) {
        let apart = (stated.at.as_second() - in_url.at.as_second()) / 86_400;
        return Some(if apart.abs() <= 1 {
            stated
        } else if apart > 1 {
            in_url
        } else {
            stated
        });
    }
    stated.or(in_url).or_else(|| marked(page, false)).or_else(|| modified(page, facts)).or_else(|| visible(page))
}

fn modified(page: &Page, facts: &Facts) -> Option<When> {
    let data = facts.modified.as_deref().and_then(dates::machine);
    data.or_else(|| MODIFIED.iter().find_map(|k| page.meta(k).and_then(dates::machine)))
}

/// `time` elements and elements whose names speak of dates, outside furniture first.
fn marked(page: &Page, furniture: bool) -> Option<When> {
    let shut = class::COMMENTS | class::HIDDEN | if furniture { 0 } else { class::JUNK | class::TEASER };
    let found = page.times.iter().filter(|(node, _)| !page.within(*node, shut)).take(40).find_map(|(node, value)| {
        let text = || {
            let text = page.text(*node, 120);
            (text.len() < 110).then(|| dates::written(&text)).flatten()
        };
        dates::machine(value).or_else(text)
    });
    if found.is_none() && !furniture { marked(page, true) } else { found }
}

/// A date in a short line of visible text, headline first in document order.
fn visible(page: &Page) -> Option<When> {
    let lines = page.nodes.iter().filter(|n| (6..90).contains(&n.text.trim().len()));
    lines
        .filter(|n| n.text.bytes().filter(u8::is_ascii_digit).count() >= 4)
        .take(60)
        .find_map(|n| dates::written(&n.text))
}

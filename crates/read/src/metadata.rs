//! Metadata: the facts of an article beside its text, each from the surest place that states it, none invented.

use crate::blocks::Blocks;
use crate::dates::Moment;
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
    pub(crate) published: Option<Moment>,
    pub(crate) modified: Option<Moment>,
    /// The publisher's calendar day as the address or the text beside the headline shows it.
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
    let published =
        published(page, html, blocks, facts, canonical.as_deref().unwrap_or(url)).or(hints.published.map(Moment::from));
    let modified = modified(page, facts)
        .filter(|m| published.is_none_or(|p| m.when.at >= p.when.at || m.local_date() >= p.local_date()));
    let shown = dates::in_address(canonical.as_deref().unwrap_or(url)).or_else(|| shown(page));
    Metadata { title, authors, site, section, canonical, published, modified, shown }
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
fn published(page: &Page, html: &str, blocks: &Blocks, facts: &Facts, url: &str) -> Option<Moment> {
    let data = facts.published.as_deref().and_then(dates::machine);
    let head = || PUBLISHED.iter().find_map(|k| page.meta(k).and_then(dates::machine));
    let stated = data.or_else(head);
    let in_url = dates::in_address(url).map(Moment::from);
    // An address with the day and a head without the time agree, or the address is older: a page moved to a new system.
    if let (Some(stated), Some(in_url)) = (stated, in_url) {
        let apart = (stated.when.at.as_second() - in_url.when.at.as_second()) / 86_400;
        return Some(if apart.abs() <= 1 {
            stated
        } else if apart > 1 {
            in_url
        } else {
            stated
        });
    }
    stated
        .or(in_url)
        .or_else(|| near(page, blocks))
        .or_else(|| marked(page, false))
        .or_else(|| in_script(html))
        .or_else(|| modified(page, facts))
        .or_else(|| visible(page, blocks))
}

fn modified(page: &Page, facts: &Facts) -> Option<Moment> {
    let data = facts.modified.as_deref().and_then(dates::machine);
    data.or_else(|| MODIFIED.iter().find_map(|k| page.meta(k).and_then(dates::machine)))
}

/// `time` elements and elements whose names speak of dates: those after the headline first, for what stands above it is today's date;
/// outside furniture first.
fn marked(page: &Page, furniture: bool) -> Option<Moment> {
    let shut = class::COMMENTS | class::HIDDEN | if furniture { 0 } else { class::JUNK | class::TEASER };
    let first = day_first(page);
    let read = |(node, value): &(u32, tendril::StrTendril)| {
        let text = || {
            let text = page.text(*node, 120);
            (text.len() < 110).then(|| dates::written_in(&text, first)).flatten().map(Moment::from)
        };
        dates::machine(value).or_else(text)
    };
    let open = || page.times.iter().filter(|(node, _)| !page.within(*node, shut)).take(40);
    let head = title::headline(page).unwrap_or(0);
    let found = open().filter(|(node, _)| *node > head).find_map(read).or_else(|| open().find_map(read));
    if found.is_none() && !furniture { marked(page, true) } else { found }
}

/// The first date that a date element shows as text, outside furniture.
fn shown(page: &Page) -> Option<When> {
    let shut = class::COMMENTS | class::HIDDEN | class::JUNK | class::TEASER;
    let first = day_first(page);
    let texts =
        page.times.iter().filter(|(node, _)| !page.within(*node, shut)).take(8).map(|(node, _)| page.text(*node, 120));
    texts.filter(|t| t.len() < 110).find_map(|t| dates::written_in(&t, first))
}

/// A date in the short lines under the headline: in a date element, else in the text.
fn near(page: &Page, blocks: &Blocks) -> Option<Moment> {
    let head = title::headline(page)?;
    let from = blocks.list.partition_point(|b| b.at <= head);
    let lines = || blocks.list.iter().skip(from).take(10);
    let last = lines().next_back().map_or(head, |b| b.at);
    let shut = class::COMMENTS | class::HIDDEN | class::TEASER;
    let first = day_first(page);
    let machine = page.times.iter().filter(|(node, _)| (head..=last).contains(node) && !page.within(*node, shut));
    let short = lines().filter(|b| b.len() < 110 && b.link_density() < 0.9 && !page.within(b.node, shut));
    let text = || short.into_iter().find_map(|b| dates::written_in(blocks.text(b), first));
    machine.into_iter().find_map(|(_, value)| dates::machine(value)).or_else(|| text().map(Moment::from))
}

/// What a page's scripts keep of the publication: the first value of a key that says so.
fn in_script(html: &str) -> Option<Moment> {
    const KEYS: [&str; 12] = [
        "datePublished",
        "publishedDate",
        "published_at",
        "publishedAt",
        "publishDate",
        "publish_date",
        "publicationDate",
        "pubDate",
        "datePublication",
        "DateCreation",
        "createdAt",
        "created_at",
    ];
    KEYS.iter().find_map(|key| {
        memchr::memmem::find_iter(html.as_bytes(), key.as_bytes()).take(8).find_map(|at| {
            let after = html.get(at + key.len()..)?;
            let value = after.trim_start_matches(['"', '\'', '\\', ' ', ':', '=']).get(..32).or(Some(after))?;
            let quoted = after.starts_with(['"', '\'', '\\', ':', '=', ' ']);
            let end = value.find(['"', '\'', '\\', ',', '<', '}', '&']).unwrap_or(value.len());
            value.get(..end).filter(|_| quoted).and_then(dates::machine)
        })
    })
}

/// A date at the start of a line of visible text, headline first in document order.
fn visible(page: &Page, blocks: &Blocks) -> Option<Moment> {
    let first = day_first(page);
    let lines = blocks.list.iter().map(|b| blocks.text(b)).take(2000);
    let dated = lines.filter(|t| t.len() > 5 && t.bytes().take(200).filter(u8::is_ascii_digit).count() >= 4);
    dated.take(100).find_map(|t| dates::written_in(t, first)).map(Moment::from)
}

/// Whether the page's language writes the day before the month in numbers: all but English outside Britain and its like.
fn day_first(page: &Page) -> bool {
    let tag = page.language.as_deref().unwrap_or_default().to_ascii_lowercase().replace('_', "-");
    let (primary, region) = tag.split_once('-').unwrap_or((tag.as_str(), ""));
    match primary {
        "" | "zh" | "ja" | "ko" | "hu" | "mn" | "fa" | "fil" => false,
        "en" => matches!(region, "gb" | "au" | "nz" | "ie" | "in" | "za"),
        _ => true,
    }
}

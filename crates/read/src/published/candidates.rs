//! Candidates: every date a page gives that may be the day of its article, each with where it came from.

use super::says::{Says, says};
use crate::blocks::Blocks;
use crate::dates::{self, Moment, Order};
use crate::jsonld::Facts;
use crate::page::Page;
use crate::{class, title};

/// Where a date was found, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// `datePublished` of the article's JSON-LD.
    Data,
    /// `datePublished` of another node of the JSON-LD: the page, a video.
    DataOther,
    /// A key of the head that means publication and nothing else.
    Head,
    /// A key of the head that may mean something else (`date`, `dc.date`).
    HeadLoose,
    /// The page's address.
    Address,
    /// A `time` element or one whose names speak of dates.
    Element,
    /// A line of text.
    Line,
    /// A script's own record of the article.
    Script,
}

/// One date of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) moment: Moment,
    pub(super) source: Source,
    pub(super) says: Says,
    /// Blocks after the headline; negative before it. 0 for what is not on the page.
    pub(super) distance: i32,
    /// In furniture: related stories, sidebars, footers.
    pub(super) furniture: bool,
    /// Words of the line outside of the date.
    pub(super) words: usize,
    /// Share of the line that is links, in percent.
    pub(super) link: u8,
}

/// Lines looked at on a page that states its date in the head, on each side of the headline.
const NEAR: usize = 14;
/// Lines looked at on other pages.
const FAR: usize = 2000;
/// Most elements of the head looked at.
const MAX_META: usize = 256;
/// Most candidates of one kind.
const MAX: usize = 60;

/// What a key of the head says of its date: `article:published_time`, `dc.date.issued`, `lastmod`, `date`.
fn key(key: &str) -> Option<(Source, Says)> {
    let has = |words: &[&str]| words.iter().any(|w| key.contains(w));
    if has(&["expir", "valid", "unpublish", "birth", "event", "start", "end_", "end-", "enddate", "read"]) {
        None
    } else if has(&["modif", "updat", "revis", "lastmod"]) {
        Some((Source::Head, Says::Modified))
    } else if has(&[
        "publi",
        "pubdate",
        "issued",
        "pub-date",
        "pub_date",
        "sailthru.date",
        "dcterms.created",
        "date.created",
        "date_original",
    ]) {
        Some((Source::Head, Says::Published))
    } else if has(&["date", "time", "created", "issue"]) {
        Some((Source::HeadLoose, Says::Nothing))
    } else {
        None
    }
}

fn stated(moment: Moment, source: Source, says: Says) -> Candidate {
    Candidate { moment, source, says, distance: 0, furniture: false, words: 0, link: 0 }
}

/// All candidates of a page.
pub(super) fn candidates(page: &Page, html: &str, blocks: &Blocks, facts: &Facts, url: &str) -> Vec<Candidate> {
    let order = super::order(page);
    let mut out = vec![];
    let mut add = |value: Option<&str>, source, says| {
        out.extend(value.and_then(dates::machine).map(|m| stated(m, source, says)));
    };
    add(facts.published.as_deref(), Source::Data, Says::Published);
    add(facts.modified.as_deref(), Source::Data, Says::Modified);
    facts.others.iter().for_each(|d| add(Some(d), Source::DataOther, Says::Nothing));
    for (name, value) in page.meta.iter().take(MAX_META) {
        if let Some((source, says)) = key(name).filter(|_| (6..60).contains(&value.len())) {
            let found = dates::machine(value).or_else(|| dates::written_in(value, order).map(Moment::from));
            out.extend(found.map(|m| stated(m, source, says)));
        }
    }
    out.extend(dates::in_address(url).map(|w| stated(w.into(), Source::Address, Says::Nothing)));
    let anchor = title::anchor(page, blocks, facts);
    let head = anchor.map_or(0, |node| blocks.list.partition_point(|b| b.at < node));
    let reach = if out.iter().any(|c| c.says != Says::Modified) && anchor.is_some() { NEAR } else { FAR };
    elements(page, blocks, head, order, &mut out);
    lines(page, blocks, head, reach, order, &mut out);
    out.extend(super::script::in_script(html).into_iter().map(|m| stated(m, Source::Script, Says::Published)));
    out
}

const SHUT: u32 = class::COMMENTS | class::HIDDEN;
const FURNITURE: u32 = class::JUNK | class::TEASER;

/// `time` elements and those whose names speak of dates: the machine's value, and what they show.
fn elements(page: &Page, blocks: &Blocks, head: usize, order: Order, out: &mut Vec<Candidate>) {
    for (node, value) in page.times.iter().filter(|(n, _)| !page.within(*n, SHUT)).take(MAX) {
        let at = blocks.list.partition_point(|b| b.at < *node);
        let marks = page.nodes.get(*node as usize).map_or(0, |n| n.marks);
        let text = page.text(*node, 160);
        let text = if text.len() < 150 { dates::folded(&text) } else { String::new() };
        let written = if !text.is_empty() { dates::all_written(&text, order) } else { vec![] };
        let named = if marks & class::MODIFIED != 0 { Says::Modified } else { Says::Nothing };
        let furniture = page.within(*node, FURNITURE);
        let distance = at as i32 - head as i32;
        let found = |moment, says, words| Candidate {
            moment,
            source: Source::Element,
            says,
            distance,
            furniture,
            words,
            link: 0,
        };
        if let Some(moment) = dates::machine(value) {
            let told = written.first().map_or(Says::Nothing, |w| says(w.before.iter().copied()));
            let said = if named == Says::Nothing { told } else { named };
            out.push(found(moment, said, 0));
        } else {
            out.extend(written.iter().map(|w| {
                let told = says(w.before.iter().copied());
                let said = if told == Says::Nothing { named } else { told };
                found(w.when.into(), said, w.words)
            }));
        }
    }
}

/// Dates in the lines of the page.
fn lines(page: &Page, blocks: &Blocks, head: usize, reach: usize, order: Order, out: &mut Vec<Candidate>) {
    let from = head.saturating_sub(reach);
    let all = (from..).zip(blocks.list.iter().skip(from).take(head - from + reach));
    let dated = all.filter(|(_, b)| {
        let text = blocks.text(b);
        text.len() > 5 && text.chars().take(200).filter(|c| c.is_numeric()).count() >= 3
    });
    let mut before = String::new();
    for (at, block) in dated.take(MAX).filter(|(_, b)| !page.within(b.node, SHUT)) {
        let text = dates::folded(blocks.text(block));
        let written = dates::all_written(&text, order);
        for w in written {
            let mut said = says(w.before.iter().copied());
            // A label may be the line before: "Published" over "7 April 2031".
            if said == Says::Nothing && w.before.len() <= 2 && at > 0 {
                before.clear();
                before.push_str(blocks.list.get(at - 1).map_or("", |b| blocks.text(b)));
                if before.len() < 40 {
                    let low = before.to_lowercase();
                    said = says(low.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()));
                }
            }
            out.push(Candidate {
                moment: w.when.into(),
                source: Source::Line,
                says: said,
                distance: at as i32 - head as i32,
                furniture: page.within(block.node, FURNITURE),
                words: w.words.max(block.len() / 12),
                link: (block.link_density() * 100.0) as u8,
            });
        }
    }
}

//! The day of publication: a choice among all the dates that a page gives.
//!
//! No place on a page is right everywhere: data go stale, addresses keep the day a draft was made, a head gives the moment in UTC and
//! the reader sees the day before. So every place votes for its day with what it has been worth (see [`WORTH`]), and the day with the
//! most votes wins; the most exact moment of that day is the article's.

mod candidates;
mod says;
mod script;

use self::candidates::{Candidate, Source, candidates};
use self::says::Says;
use crate::blocks::Blocks;
use crate::dates::{Moment, Order};
use crate::jsonld::Facts;
use crate::page::Page;
use jiff::civil::Date;

/// The moment of publication, and the publisher's calendar day as the page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Published {
    pub(crate) moment: Moment,
    pub(crate) day: Date,
}

/// What a day has going for it or against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Sign {
    Data,
    DataOther,
    DataModified,
    Head,
    HeadLoose,
    HeadModified,
    Address,
    Script,
    /// In a short line or an element about the headline.
    Near,
    /// The first of those.
    First,
    /// The first below them outside furniture.
    FirstBelow,
    /// Well above the headline: a masthead's day.
    Above,
    /// Within forty lines below the headline.
    Middle,
    /// Further below.
    Far,
    /// Inside a paragraph about the headline.
    Prose,
    ProseFar,
    /// A line that is a link.
    Link,
    Furniture,
    Open,
    Element,
    ElementNear,
    SaysPublished,
    SaysModified,
    SaysOther,
    /// The first, or the last, of all days on the page.
    Earliest,
    Latest,
}

/// What each sign is worth: fitted by a softmax regression over the days of each page, on one half of two labelled sets (300 and
/// 159 pages); the other halves gave the figures in `quality/floors.json`.
const WORTH: [(Sign, i32); 26] = [
    (Sign::Data, 47),
    (Sign::DataOther, 176),
    (Sign::DataModified, 27),
    (Sign::Head, 179),
    (Sign::HeadLoose, 59),
    (Sign::HeadModified, -35),
    (Sign::Address, 124),
    (Sign::Script, 32),
    (Sign::Near, 134),
    (Sign::First, 122),
    (Sign::FirstBelow, 43),
    (Sign::Above, 12),
    (Sign::Middle, 69),
    (Sign::Far, -4),
    (Sign::Prose, 1),
    (Sign::ProseFar, -21),
    (Sign::Link, 3),
    (Sign::Furniture, 29),
    (Sign::Open, 35),
    (Sign::Element, -60),
    (Sign::ElementNear, 148),
    (Sign::SaysPublished, 100),
    (Sign::SaysModified, 86),
    (Sign::SaysOther, -42),
    (Sign::Earliest, 36),
    (Sign::Latest, 64),
];

/// When an article was published, if its page says so anywhere.
pub(crate) fn published(page: &Page, html: &str, blocks: &Blocks, facts: &Facts, url: &str) -> Option<Published> {
    let all = candidates(page, html, blocks, facts, url);
    let day = choose(&all)?;
    let of_day = || all.iter().filter(|c| c.moment.local_date() == day);
    let said = |c: &&Candidate| c.says != Says::Modified;
    // Midnight is what systems write that know no time.
    let exact = |c: &&Candidate| c.moment.offset.is_some();
    let best = of_day().filter(said).filter(exact).min_by_key(|c| c.source);
    // A moment in UTC may lie in the day before or after the one its publisher shows.
    let utc = || all.iter().filter(said).filter(|c| c.says == Says::Published && is_utc_of(c.moment, day));
    let best =
        best.or_else(|| utc().min_by_key(|c| c.source)).or_else(|| of_day().find(said)).or_else(|| of_day().next())?;
    Some(Published { moment: best.moment, day })
}

/// Whether a moment given in UTC can be in this day somewhere.
fn is_utc_of(moment: Moment, day: Date) -> bool {
    let apart = |d: Date| d.since(day).map_or(i32::MAX, |s| s.get_days().abs());
    moment.offset.is_some_and(|o| o.is_zero()) && apart(moment.local_date()) == 1
}

/// The day with the most votes; of equals the one met first.
fn choose(all: &[Candidate]) -> Option<Date> {
    let mut days: Vec<(Date, u32)> = vec![];
    let (mut first, mut below) = (true, true);
    // What is shown at or below the headline comes before what stands above it.
    let mut all: Vec<&Candidate> = all.iter().collect();
    all.sort_by_key(|c| (matches!(c.source, Source::Element | Source::Line), c.distance < 0, c.distance.abs()));
    for candidate in &all {
        let day = candidate.moment.local_date();
        let signs = signs(candidate, &mut first, &mut below);
        match days.iter_mut().find(|(d, _)| *d == day) {
            Some((_, found)) => *found |= signs,
            None => days.push((day, signs)),
        }
    }
    let (earliest, latest) = (days.iter().map(|d| d.0).min(), days.iter().map(|d| d.0).max());
    // A change elects no other day where the page states one of publication.
    let states = |c: &&Candidate| matches!(c.source, Source::Data | Source::Head) && c.says == Says::Published;
    let stated: Vec<Date> = all.iter().copied().filter(states).map(|c| c.moment.local_date()).collect();
    let changes = [Sign::DataModified, Sign::HeadModified, Sign::SaysModified].iter().fold(0, |m, s| m | bit(*s, true));
    for (_, signs) in days.iter_mut().filter(|(day, _)| !stated.is_empty() && !stated.contains(day)) {
        *signs &= !changes;
    }
    let votes = |(day, signs): &(Date, u32)| {
        let ends = bit(Sign::Earliest, earliest == Some(*day)) | bit(Sign::Latest, latest == Some(*day));
        WORTH.iter().filter(|(sign, _)| (signs | ends) & bit(*sign, true) != 0).map(|(_, worth)| worth).sum::<i32>()
    };
    days.iter().rev().max_by_key(|d| votes(d)).map(|(day, _)| *day)
}

fn bit(sign: Sign, is: bool) -> u32 {
    u32::from(is) << sign as u8
}

/// The signs of one candidate. `first` and `below` say whether the first near the headline, or below, is still to come.
fn signs(candidate: &Candidate, first: &mut bool, below: &mut bool) -> u32 {
    let modified = candidate.says == Says::Modified;
    let stated = match candidate.source {
        Source::Data if modified => Some(Sign::DataModified),
        Source::Data => Some(Sign::Data),
        Source::DataOther => Some(Sign::DataOther),
        Source::Head | Source::HeadLoose if modified => Some(Sign::HeadModified),
        Source::Head => Some(Sign::Head),
        Source::HeadLoose => Some(Sign::HeadLoose),
        Source::Address => Some(Sign::Address),
        Source::Script => Some(Sign::Script),
        Source::Element | Source::Line => None,
    };
    match (stated, candidate.says) {
        (Some(sign), _) => bit(sign, true),
        (None, Says::Modified) => bit(Sign::SaysModified, true),
        (None, Says::Other) => bit(Sign::SaysOther, true),
        (None, _) => shown(candidate, first, below),
    }
}

/// The signs of a date that the page shows.
fn shown(candidate: &Candidate, first: &mut bool, below: &mut bool) -> u32 {
    let near = (-3..=10).contains(&candidate.distance);
    let element = candidate.source == Source::Element;
    let prose = !element && candidate.words > 14;
    let link = candidate.link > 80;
    let place = match candidate.distance {
        _ if link => Sign::Link,
        _ if prose => {
            if near {
                Sign::Prose
            } else {
                Sign::ProseFar
            }
        }
        _ if near => Sign::Near,
        ..0 => Sign::Above,
        0..40 => Sign::Middle,
        40.. => Sign::Far,
    };
    let is_first = near && !prose && !link;
    let is_below = !is_first && candidate.distance > 0 && !candidate.furniture && !link;
    let signs = bit(place, true)
        | bit(Sign::Furniture, candidate.furniture)
        | bit(Sign::Open, !candidate.furniture)
        | bit(Sign::SaysPublished, candidate.says == Says::Published)
        | bit(Sign::Element, element && !near)
        | bit(Sign::ElementNear, element && near)
        | bit(Sign::First, is_first && *first)
        | bit(Sign::FirstBelow, is_below && *below);
    *first &= !is_first;
    *below &= !is_below;
    signs
}

/// The order of day and month in numbers that the page's language has: day first in all but English outside Britain and its like.
fn order(page: &Page) -> Order {
    let tag = page.language.as_deref().unwrap_or_default().to_ascii_lowercase().replace('_', "-");
    let (primary, region) = tag.split_once('-').unwrap_or((tag.as_str(), ""));
    match (primary, region) {
        ("" | "zh" | "ja" | "ko" | "hu" | "mn" | "fa" | "fil", _) => Order::Unknown,
        ("en", "gb" | "au" | "nz" | "ie" | "in" | "za" | "ng" | "ke" | "sg" | "pk") => Order::DayFirst,
        ("en", "us") => Order::MonthFirst,
        ("en", _) => Order::Unknown,
        _ => Order::DayFirst,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, html: &str, expected: Option<&str>) {
        let html = &html.replace("TEXT", &"<p>The ferry did not sail from Orin.</p>".repeat(12));
        let page = crate::page::parse(html, &mut vec![]);
        let (facts, blocks) = (crate::jsonld::facts(&page), crate::blocks::blocks(&page));
        let found = published(&page, html, &blocks, &facts, url).map(|p| p.day.to_string());
        assert_eq!(found.as_deref(), expected, "{url}\n{html}");
    }

    const ADDRESS: &str = "https://post.vallmark.example/ferry";

    #[test]
    fn what_the_page_shows_and_its_head_agree_against_the_address() {
        let html = r#"<head><meta property="article:published_time" content="2031-04-07T10:04:04Z"></head>
            <h1>Ferry to Orin stays in port</h1><div class="date">April 7, 2031</div><p>The ferry did not sail.</p>"#;
        check("https://post.vallmark.example/2031/04/06/ferry", html, Some("2031-04-07"));
        check("https://post.vallmark.example/2031/04/7-questions-about-ferries", html, Some("2031-04-07"));
    }

    #[test]
    fn the_line_at_the_headline_beats_those_of_other_stories() {
        let html = "<p>Monday, 9 June 2031</p><nav><a href=/x>Rules since 1.2.2030</a></nav>
            <h1>Ferry to Orin stays in port</h1><p>7 April 2031 | Ilse Varn</p>TEXT
            <div class=related><span class=date>8 May 2031</span> <a href=/y>Bridge reopens</a></div>";
        check(ADDRESS, html, Some("2031-04-07"));
    }

    #[test]
    fn labels_tell_publication_from_change() {
        let html =
            "<h1>Ferry to Orin stays in port</h1><p>Letzte Änderung: 09.04.2031<br>Erschienen am: 07.04.2031</p>";
        check(ADDRESS, html, Some("2031-04-07"));
        check(ADDRESS, "<h1>Ferry to Orin stays in port</h1><p>Updated 9 April 2031</p>", Some("2031-04-09"));
    }

    #[test]
    fn a_headline_without_a_heading_is_found_by_the_title() {
        let html = "<title>Ferry to Orin stays in port</title><h3>Ferry to Orin stays in port</h3><div>7 Apr 2031</div>
            TEXT<div class=sidebar><span class=post-date>09/09/2032</span></div>";
        check(ADDRESS, html, Some("2031-04-07"));
    }

    #[test]
    fn an_archive_s_copy_and_a_script() {
        let html = "<h1>Ferry to Orin stays in port</h1>";
        check("https://archive.example/web/20330216182711/http://post.example/ferry", html, None);
        check("https://archive.example/web/20330216182711/http://post.example/2031/04/07/x", html, Some("2031-04-07"));
        let script = r#"<h1>Ferry</h1><script>window.page = {"firstPublishedAt":"2031-04-07T08:00:00Z","updatedAt":"2032-01-01"}</script>"#;
        check(ADDRESS, script, Some("2031-04-07"));
        check(ADDRESS, "<p>No day at all, only 2031.</p>", None);
    }
}

//! The words for things: times, statuses, verdicts, numbers. Chosen once here, so that every output says the same.

use crate::Site;
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use standfirst_types::{Access, BriefStatus, Origin, Precision, VerdictKind, When, Why};

/// A time for people and for machines.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Time {
    /// RFC 3339, or the date alone; valid in `<time datetime>`.
    pub(crate) iso: String,
    /// `27 July, 17:00`; with its year when that is not the year of showing.
    pub(crate) words: String,
}

/// An instant in the site's zone, to the minute.
pub(crate) fn instant(at: Timestamp, site: &Site) -> Time {
    let local = local(at, site);
    Time { iso: at.to_string(), words: format!("{}, {}", day(local, site), local.strftime("%H:%M")) }
}

/// A moment as exactly as it is known.
pub(crate) fn when(when: &When, precision: Precision, site: &Site) -> Time {
    if precision == Precision::Minute && when.precision == Precision::Minute {
        return instant(when.at, site);
    }
    // A bare date is a calendar day, the same in every zone.
    let zone = if when.precision == Precision::Minute { site.timezone.clone() } else { TimeZone::UTC };
    let date = when.at.to_zoned_datetime(zone).datetime();
    let (iso, words) = match precision {
        Precision::Year => ("%Y", date.strftime("%Y").to_string()),
        Precision::Month => ("%Y-%m", date.strftime("%B %Y").to_string()),
        Precision::Day | Precision::Minute => ("%Y-%m-%d", day(date, site)),
    };
    Time { iso: date.strftime(iso).to_string(), words }
}

/// `Thursday 27 July 2023`.
pub(crate) fn full_day(at: Timestamp, site: &Site) -> Time {
    let local = local(at, site);
    Time { iso: local.date().to_string(), words: local.strftime("%A %-d %B %Y").to_string() }
}

/// `July 2023`.
pub(crate) fn month(at: Timestamp, site: &Site) -> String {
    local(at, site).strftime("%B %Y").to_string()
}

/// `17:00`.
pub(crate) fn clock(at: Timestamp, site: &Site) -> String {
    local(at, site).strftime("%H:%M").to_string()
}

/// `Changed since` what: the time alone on the same day, with its weekday within the week, else the date.
pub(crate) fn since(from: Timestamp, to: Timestamp, site: &Site) -> String {
    let (a, b) = (local(from, site), local(to, site));
    match b.date().duration_since(a.date()).as_hours() / 24 {
        0 => a.strftime("%H:%M").to_string(),
        1 => a.strftime("yesterday, %H:%M").to_string(),
        2..=6 => a.strftime("%A, %H:%M").to_string(),
        _ => instant(from, site).words,
    }
}

/// `12 minutes ago`.
pub(crate) fn ago(at: Timestamp, site: &Site) -> String {
    let minutes = site.now.duration_since(at).as_secs() / 60;
    match minutes {
        i64::MIN..=-1 => "in the future by this machine’s clock".into(),
        0 => "just now".into(),
        1..=119 => format!("{} ago", count(minutes as usize, "minute", "minutes")),
        120..=2879 => format!("{} hours ago", minutes / 60),
        _ => format!("{} days ago", minutes / 1440),
    }
}

fn local(at: Timestamp, site: &Site) -> DateTime {
    at.to_zoned_datetime(site.timezone.clone()).datetime()
}

fn day(local: DateTime, site: &Site) -> String {
    let this_year = site.now.to_zoned_datetime(site.timezone.clone()).datetime().year() == local.year();
    local.strftime(if this_year { "%-d %B" } else { "%-d %B %Y" }).to_string()
}

/// `1 page`, `386 pages`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// `read in 2 minutes` wants the 2: words over 230 a minute (Brysbaert 2019: 238 for English non-fiction), at least 1.
pub(crate) fn minutes(words: usize) -> usize {
    words.div_ceil(230).max(1)
}

/// The status as a word and as a class.
pub(crate) fn status(status: BriefStatus) -> (&'static str, &'static str) {
    match status {
        BriefStatus::New => ("New", "new"),
        BriefStatus::Developing => ("Developing", "developing"),
        BriefStatus::Corrected => ("Corrected", "corrected"),
        BriefStatus::Concluded => ("Concluded", "concluded"),
    }
}

/// The verdict as an icon and a word; the words are what counts, the icon is for the eye.
pub(crate) fn verdict(kind: VerdictKind) -> (&'static str, &'static str) {
    match kind {
        VerdictKind::Verbatim => ("=", "word for word"),
        VerdictKind::Supported => ("✓", "supported"),
        VerdictKind::Partly => ("~", "partly supported"),
        VerdictKind::Unsupported => ("✗", "not supported"),
        VerdictKind::Contradicted => ("✗", "contradicted"),
    }
}

/// How a question comes to be open, as a sentence.
pub(crate) fn why(why: Why, originals: usize) -> String {
    match (why, originals) {
        (Why::AskedBySource, _) => "A source asks it.".into(),
        (Why::Missing, 1) => "The one original leaves it out.".into(),
        (Why::Missing, n) => format!("Left out by all {n} originals."),
        (Why::Conflict, _) => "The originals conflict.".into(),
    }
}

/// Whose text an original is; `name` finds the publisher of a copied one.
pub(crate) fn origin(origin: &Origin, name: impl Fn(standfirst_types::ArticleId) -> Option<String>) -> String {
    match origin {
        Origin::Original => "own report".into(),
        Origin::Wire(agency) => format!("wire: {agency}"),
        Origin::CopyOf(id) => format!("copy of {}", name(*id).unwrap_or_else(|| id.to_string())),
    }
}

/// How much could be read.
pub(crate) fn access(access: Access) -> &'static str {
    match access {
        Access::Full => "full text",
        Access::Partial => "part of it",
        Access::Paywall => "paywall",
        Access::Blocked => "blocked",
        Access::NotArticle => "no article",
    }
}

/// Why something is not shown, as a heading.
pub(crate) fn reason(code: &str) -> String {
    match code {
        "copy" => "Copies of another report".into(),
        "paywall" => "Behind a paywall".into(),
        "thin" => "Too little text to brief".into(),
        "blocked" => "Blocked by a consent wall, a bot check or a login".into(),
        "not_article" => "Not an article".into(),
        "unsupported" => "Could not be supported by the originals".into(),
        "below_the_fold" => "Ranked below what the edition holds".into(),
        "muted" => "Muted by you".into(),
        "old" => "Older than the edition".into(),
        other => other.replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(now: &str) -> Site {
        Site::new("T", TimeZone::UTC, now.parse().unwrap())
    }

    #[test]
    fn times_say_no_more_than_is_known() {
        let site = site("2023-07-27T17:12:00Z");
        for (text, precision, expected) in [
            ("2023-07-27T17:00:00Z", Precision::Minute, "27 July, 17:00"),
            ("2022-12-31T23:59:00Z", Precision::Minute, "31 December 2022, 23:59"),
            ("2023-07-27", Precision::Minute, "27 July"),
            ("1953-07-27", Precision::Day, "27 July 1953"),
            ("1953-07-27", Precision::Month, "July 1953"),
            ("1953-07-27", Precision::Year, "1953"),
        ] {
            assert_eq!(when(&When::parse(text).unwrap(), precision, &site).words, expected);
        }
    }

    #[test]
    fn ages_read_naturally() {
        let at: Timestamp = "2023-07-27T17:00:00Z".parse().unwrap();
        for (now, expected) in [
            ("2023-07-27T17:00:30Z", "just now"),
            ("2023-07-27T17:01:00Z", "1 minute ago"),
            ("2023-07-27T18:30:00Z", "90 minutes ago"),
            ("2023-07-27T20:30:00Z", "3 hours ago"),
            ("2023-07-31T17:00:00Z", "4 days ago"),
        ] {
            assert_eq!(ago(at, &site(now)), expected);
        }
        let site = site("2023-07-27T17:00:00Z");
        for (from, expected) in [
            ("2023-07-27T07:00:00Z", "07:00"),
            ("2023-07-26T17:00:00Z", "yesterday, 17:00"),
            ("2023-07-24T17:00:00Z", "Monday, 17:00"),
            ("2023-07-01T17:00:00Z", "1 July, 17:00"),
        ] {
            assert_eq!(since(from.parse().unwrap(), at, &site), expected);
        }
    }
}

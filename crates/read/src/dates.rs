//! Dates: what a page writes for a moment, read without guessing.
//!
//! Machine forms (ISO 8601, RFC 3339, RFC 2822, epoch seconds) keep their time and zone; a time without a zone gives the day only,
//! for nobody said where. Written forms are read in many languages by the month's name. Numbers alone ("03/04/2031") are read
//! only where the order is certain: a part above 12, or a four-digit year first.

mod months;
mod written;

use self::months::month;
pub use self::written::Order;
use self::written::{named_month, numeric, tokens};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use standfirst_types::When;

/// Years a news page can have.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// A moment with the offset from UTC that its writer gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The moment.
    pub when: When,
    /// The writer's offset; `None` where only a day was given.
    pub offset: Option<Offset>,
}

impl Moment {
    /// The calendar day at the writer's own offset.
    pub fn local_date(&self) -> Date {
        let zone = self.offset.map_or(TimeZone::UTC, TimeZone::fixed);
        self.when.at.to_zoned_datetime(zone).date()
    }
}

impl From<When> for Moment {
    fn from(when: When) -> Self {
        Self { when, offset: None }
    }
}

impl std::fmt::Display for Moment {
    /// RFC 3339 with the writer's offset, or a bare date.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.offset {
            Some(offset) if !offset.is_zero() => {
                let local = self.when.at.to_zoned_datetime(TimeZone::fixed(offset));
                write!(f, "{}", local.strftime("%Y-%m-%dT%H:%M:%S%:z"))
            }
            _ => write!(f, "{}", self.when),
        }
    }
}

/// Reads a machine-written moment: a whole attribute or JSON value.
pub fn machine(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.len() < 4 || text.len() > 80 {
        return None;
    }
    iso(text).or_else(|| epoch(text)).or_else(|| rfc2822(text)).or_else(|| written(text).map(Moment::from))
}

/// Reads the first date written in visible text, the order of all-number dates unknown.
pub fn written(text: &str) -> Option<When> {
    written_in(text, Order::Unknown)
}

/// Reads the first date written in visible text of a page whose order of day and month is known.
pub fn written_in(text: &str, order: Order) -> Option<When> {
    all_written(&folded(text), order).first().map(|w| w.when)
}

/// The first 200 characters of a text in lower case, digits of other scripts as ASCII.
pub(crate) fn folded(text: &str) -> String {
    let zeros = ['٠', '۰', '०', '০', '๐'];
    let fold = |c: char| {
        let value = zeros.iter().find_map(|z| (c as u32).checked_sub(*z as u32).filter(|v| *v < 10));
        value.and_then(|v| char::from_digit(v, 10)).unwrap_or(c)
    };
    let all = text.chars().take(200);
    all.map(fold).flat_map(char::to_lowercase).collect()
}

/// One date of visible text, and the words before it.
pub(crate) struct Written<'t> {
    pub(crate) when: When,
    /// The tokens of the text before the date, in lower case.
    pub(crate) before: Vec<&'t str>,
    /// Words of the text outside of dates.
    pub(crate) words: usize,
}

/// All dates written in a [`folded`] text, at most four.
pub(crate) fn all_written(text: &str, order: Order) -> Vec<Written<'_>> {
    let tokens = tokens(text);
    let words = tokens.iter().filter(|t| t.chars().all(char::is_alphabetic)).count();
    let mut out: Vec<Written<'_>> = vec![];
    let mut last = None;
    for i in 0..tokens.len() {
        let found = named_month(&tokens, i).or_else(|| numeric(&tokens, i, order));
        // The parts of one date read as the same again.
        if let Some(when) = found.and_then(When::day).filter(|w| last != Some(*w)) {
            last = Some(when);
            out.push(Written { when, before: tokens.get(..i).unwrap_or_default().to_vec(), words });
            if out.len() == 4 {
                break;
            }
        }
    }
    out
}

/// Reads the date in an address: `/2031/04/07/` or `2031-04-07` or `/20310407/`.
pub fn in_address(url: &str) -> Option<When> {
    let path = url.split(['?', '#']).next()?;
    // An archive's address begins with the moment of its copy.
    let path =
        path.split_once("/web/").and_then(|(_, copy)| Some(copy).filter(|c| c.contains("/http"))).unwrap_or(path);
    let path = path.split_once("/http").map_or(path, |(_, original)| original);
    let bytes = path.as_bytes();
    for i in 0..bytes.len() {
        let before = i.checked_sub(1).and_then(|j| bytes.get(j));
        if before.is_some_and(|b| b.is_ascii_alphanumeric()) || !bytes.get(i).is_some_and(u8::is_ascii_digit) {
            continue;
        }
        let Some((year, rest)) = digits(bytes.get(i..)?, 4) else { continue };
        let parted = rest.first().filter(|b| matches!(b, b'/' | b'-' | b'_' | b'.')).and_then(|sep| {
            let (month, rest) = month_part(rest.get(1..)?)?;
            let rest = rest.strip_prefix(&[*sep])?;
            let (day, rest) = digits(rest, 2).or_else(|| digits(rest, 1))?;
            // "/2031/04/7-questions" is a month and a headline.
            let ends = if *sep == b'/' { !matches!(rest, [b'-' | b'_', ..]) } else { true };
            (ends && !rest.first().is_some_and(u8::is_ascii_digit)).then_some((month, day))
        });
        let whole = || {
            let (month, rest) = digits(rest, 2)?;
            let (day, rest) = digits(rest, 2)?;
            // Some systems count on from the day: `202004281079127690`. Six digits more are an archive's moment of copying.
            let counted = rest.iter().take_while(|b| b.is_ascii_digit()).count() > 6;
            (counted || !rest.first().is_some_and(u8::is_ascii_alphanumeric)).then_some((month, day))
        };
        if let Some(date) = parted.or_else(whole).and_then(|(m, d)| date(year, m, d)) {
            return When::day(date);
        }
    }
    None
}

fn month_part(bytes: &[u8]) -> Option<(i16, &[u8])> {
    if let Some(found) = digits(bytes, 2).or_else(|| digits(bytes, 1)) {
        return Some(found);
    }
    let name = std::str::from_utf8(bytes.get(..3)?).ok()?.to_ascii_lowercase();
    Some((i16::from(month(&name)?), bytes.get(3..)?))
}

fn digits(bytes: &[u8], count: usize) -> Option<(i16, &[u8])> {
    let part = bytes.get(..count).filter(|p| p.iter().all(u8::is_ascii_digit))?;
    Some((part.iter().fold(0i16, |n, b| n * 10 + i16::from(b - b'0')), bytes.get(count..)?))
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// ISO 8601 and what passes for it: `2031-04-07T09:05:00+0200`, `2031-04-07 09:05`, `2031/04/07`.
fn iso(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    let (year, rest) = digits(bytes, 4)?;
    let sep = rest.first().filter(|b| matches!(b, b'-' | b'/' | b'.'));
    let (month, day, rest) = match sep {
        Some(sep) => {
            let (month, rest) = digits(rest.get(1..)?, 2).or_else(|| digits(rest.get(1..)?, 1))?;
            let rest = rest.strip_prefix(&[*sep])?;
            let (day, rest) = digits(rest, 2).or_else(|| digits(rest, 1))?;
            (month, day, rest)
        }
        None => {
            let (month, rest) = digits(rest, 2)?;
            let (day, rest) = digits(rest, 2)?;
            if rest.first().is_some_and(u8::is_ascii_digit) {
                return None;
            }
            (month, day, rest)
        }
    };
    let date = date(year, month, day)?;
    Some(clock(date, rest).unwrap_or(When::day(date)?.into()))
}

/// A time of day with its zone after a date.
fn clock(date: Date, rest: &[u8]) -> Option<Moment> {
    let rest = std::str::from_utf8(rest).ok()?.trim_start_matches(['T', 't', ' ', ',']);
    let (hour, rest) = digits(rest.as_bytes(), 2).or_else(|| digits(rest.as_bytes(), 1))?;
    let (minute, mut rest) = digits(rest.strip_prefix(b":").unwrap_or(rest), 2)?;
    let mut second = 0;
    if let Some((s, after)) = rest.strip_prefix(b":").and_then(|r| digits(r, 2)) {
        (second, rest) = (s.min(59), after);
    }
    let mut zone = std::str::from_utf8(rest).ok()?;
    if let Some(fraction) = zone.strip_prefix(['.', ',']) {
        zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let offset = offset(zone.trim())?;
    let at = DateTime::new(date.year(), date.month(), date.day(), hour as i8, minute as i8, second as i8, 0).ok()?;
    let instant = TimeZone::fixed(offset).to_timestamp(at).ok()?;
    Some(Moment { when: When::exact(instant), offset: Some(offset) })
}

/// A zone: `Z`, `GMT`, `+02:00`, `-0500`, `+02`, and the few names whose offset is certain.
fn offset(zone: &str) -> Option<Offset> {
    let word = zone.split_whitespace().next()?;
    let word =
        ["GMT", "UTC"].iter().find_map(|z| word.strip_prefix(z).filter(|w| w.starts_with(['+', '-']))).unwrap_or(word);
    let hours = match word {
        "Z" | "z" | "UTC" | "GMT" | "utc" | "gmt" => 0,
        "EST" => -5,
        "EDT" => -4,
        "CDT" => -5,
        "MST" => -7,
        "MDT" => -6,
        "PST" => -8,
        "PDT" => -7,
        "CET" => 1,
        "CEST" => 2,
        "MSK" => 3,
        _ => {
            let sign = if word.starts_with(['-', '−']) { -1 } else { 1 };
            let digits: String = word.strip_prefix(['+', '-', '−'])?.chars().filter(|c| *c != ':').collect();
            if !matches!(digits.len(), 1 | 2 | 4) {
                return None;
            }
            let number: i32 = digits.parse().ok()?;
            let (h, m) = if digits.len() == 4 { (number / 100, number % 100) } else { (number, 0) };
            return Offset::from_seconds(sign * (h * 3600 + m * 60)).ok();
        }
    };
    Offset::from_seconds(hours * 3600).ok()
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &str) -> Option<Moment> {
    if !text.bytes().all(|b| b.is_ascii_digit()) || !matches!(text.len(), 10 | 13) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let at = Timestamp::from_second(if text.len() == 13 { number / 1000 } else { number }).ok()?;
    let moment = Moment { when: When::exact(at), offset: Some(Offset::UTC) };
    Some(moment).filter(|m| YEARS.contains(&m.local_date().year()))
}

/// `Mon, 07 Apr 2031 09:05:00 +0200`, and with the time left out or the day after the month.
fn rfc2822(text: &str) -> Option<Moment> {
    let lower = folded(text);
    let tokens = tokens(&lower);
    let date = (0..tokens.len().min(6)).find_map(|i| named_month(&tokens, i))?;
    let colon = text.find(':').filter(|c| *c >= 2)?;
    let from = text.get(..colon)?.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |p| p + 1);
    text.is_char_boundary(from).then(|| clock(date, text.as_bytes().get(from..)?))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(machine(text).map(|m| m.when.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn machine_forms() {
        check("2031-04-07T09:05:00+02:00", Some("2031-04-07T07:05:00Z"));
        check("2031-04-07T09:05:00.123Z", Some("2031-04-07T09:05:00Z"));
        check("2031-04-07 09:05:00 -0500", Some("2031-04-07T14:05:00Z"));
        check("2031-04-07T09:05", Some("2031-04-07"));
        check("20310407", Some("2031-04-07"));
        check("Mon, 07 Apr 2031 09:05:00 GMT", Some("2031-04-07T09:05:00Z"));
        check("1931-04-07", None);
        check("2031-13-07", None);
        check("1932995100", Some("2031-04-03T15:05:00Z"));
        check("9999999999", None);
        check("0000000001", None);
        check("soon", None);
    }

    #[test]
    fn written_forms() {
        check("Published April 7th, 2031", Some("2031-04-07"));
        check("7 de abril de 2031", Some("2031-04-07"));
        check("7. Oktober 2031", Some("2031-10-07"));
        check("7 апреля 2031 г.", Some("2031-04-07"));
        check("2031年4月7日", Some("2031-04-07"));
        check("25/12/2031", Some("2031-12-25"));
        check("12/25/2031", Some("2031-12-25"));
        check("03/04/2031", None);
        check("07.04.2031", Some("2031-04-07"));
        check("2031. április 7.", Some("2031-04-07"));
        check("٧ أبريل ٢٠٣١", Some("2031-04-07"));
        check("7 เมษายน 2574", Some("2031-04-07"));
        check("7 kwietnia 2031", Some("2031-04-07"));
        check("Mon Apr 07 2031 21:14:08 GMT+0200 (CEST)", Some("2031-04-07T19:14:08Z"));
    }

    #[test]
    fn addresses() {
        let check = |url: &str, expected: Option<&str>| {
            assert_eq!(in_address(url).map(|w| w.to_string()).as_deref(), expected, "{url}")
        };
        check("https://a.example/2031/04/07/x", Some("2031-04-07"));
        check("https://a.example/2031/apr/07/x", Some("2031-04-07"));
        check("https://a.example/news/20310407-x", Some("2031-04-07"));
        check("https://a.example/id-120310407", None);
        check("https://a.example/203104071079127690-x", Some("2031-04-07"));
        check("https://a.example/2031/04/x", None);
        check("https://a.example/2031/04/7-questions", None);
        check("https://archive.example/web/20320216182711/http://a.example/x", None);
    }
}

//! ISO 8601 and its profiles (RFC 3339, W3CDTF), with the deviations met in feeds: a space for the `T`, `/` and `.` in the
//! date, one-digit hours, zones by name, truncated years of the 1988 edition.

use super::{Clock, Parts, full_year, words, zone};
use standfirst_types::When;

/// Reads the text when it is ISO-like to its last character.
pub(super) fn parse(text: &str) -> Option<When> {
    if let Some(when) = epoch(text) {
        return Some(when);
    }
    let (mut parts, rest) = date(text)?;
    if rest.is_empty() {
        return parts.when();
    }
    parts.day.filter(|_| parts.time.is_none())?;
    let after =
        rest.strip_prefix(['T', 't']).or_else(|| rest.starts_with(char::is_whitespace).then(|| rest.trim_start()))?;
    let (afternoon, after) = words::half_day(after);
    let (mut clock, rest) = clock(after)?;
    clock.hour = match afternoon {
        Some(_) if clock.hour == 0 || clock.hour > 12 => return None,
        Some(pm) => clock.hour % 12 + 12 * u32::from(pm),
        None => clock.hour,
    };
    parts.time = Some(clock);
    // RFC 9557: a zone's name in brackets; without an offset only the day is certain.
    let (rest, bracketed) = match rest.strip_suffix(']').and_then(|r| r.split_once('[')) {
        Some((rest, name)) if !name.is_empty() && !name.contains('[') => (rest, true),
        _ => (rest, false),
    };
    let rest = rest.trim();
    parts.unknown_zone = bracketed && rest.is_empty();
    parts.offset = match rest {
        "" if afternoon.is_some() => words::KOREA,
        "" => 0,
        _ => {
            let (offset, rest) = zone::read(rest)?;
            // `+0000 UTC`: said twice.
            let again = zone::read(rest.trim_start()).is_some_and(|(o, r)| o == offset && r.is_empty());
            (rest.is_empty() || again).then_some(offset)?
        }
    };
    parts.when()
}

/// Seconds or milliseconds since 1970, of ten or thirteen digits: no other date looks so.
fn epoch(text: &str) -> Option<When> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let number: i64 = text.parse().ok().filter(|_| digits)?;
    let at = match text.len() {
        10 => jiff::Timestamp::from_second(number),
        13 => jiff::Timestamp::from_millisecond(number),
        _ => return None,
    };
    at.ok().map(When::exact)
}

/// Takes a run of digits: its value, its length, the rest.
pub(super) fn digits(text: &str) -> Option<(u32, usize, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let (run, rest) = text.split_at_checked(len)?;
    Some((run.parse().ok()?, len, rest))
}

fn date(text: &str) -> Option<(Parts, &str)> {
    if let Some(truncated) = text.strip_prefix('-') {
        return Some((truncated_month(truncated)?, ""));
    }
    if let Some(all) = fourteen(text) {
        return Some(all);
    }
    let (number, len, rest) = digits(text)?;
    let packed =
        |year: i32, month: u32, day: u32| Parts { year, month: Some(month), day: Some(day), ..Parts::default() };
    match len {
        4 => dashed(full_year(number, 4), rest),
        8 => Some((packed(i32::try_from(number / 10_000).ok()?, number / 100 % 100, number % 100), rest)),
        // YYYYMM reads the same: only what cannot be one is taken as YYMMDD.
        6 if rest.is_empty() && !((1..=12).contains(&(number % 100)) && number >= 190_000) => {
            Some((packed(full_year(number / 10_000, 2), number / 100 % 100, number % 100), rest))
        }
        2 => {
            let (month, 2, rest) = digits(rest.strip_prefix('-')?)? else { return None };
            let (day, 2, rest) = digits(rest.strip_prefix('-')?)? else { return None };
            // 05-06-07 could be anything.
            (day > 12).then(|| (packed(full_year(number, 2), month, day), rest))
        }
        _ => None,
    }
}

/// `YYYYMMDDHHMMSS`, whose digits are too many for one number.
fn fourteen(text: &str) -> Option<(Parts, &str)> {
    let number: u64 = text.get(..14)?.parse().ok()?;
    let rest = text.get(14..).filter(|r| !r.starts_with(|c: char| c.is_ascii_digit()))?;
    let part = |divisor: u64, modulus: u64| u32::try_from(number / divisor % modulus).ok();
    let time = Clock::new(part(10_000, 100)?, part(100, 100)?, part(1, 100)?, 0);
    let year = i32::try_from(part(10_000_000_000, 10_000)?).ok()?;
    let parts = Parts { year, month: part(100_000_000, 100), day: part(1_000_000, 100), time, ..Parts::default() };
    (rest.is_empty() && time.is_some()).then_some((parts, rest))
}

/// `-YYMM` and `-YY-MM` of ISO 8601:1988.
fn truncated_month(text: &str) -> Option<Parts> {
    let (year, month) = match digits(text)? {
        (number, 4, "") => (number / 100, number % 100),
        (year, 2, rest) => match digits(rest.strip_prefix('-')?)? {
            (month, 2, "") => (year, month),
            _ => return None,
        },
        _ => return None,
    };
    Some(Parts { year: full_year(year, 2), month: Some(month), ..Parts::default() })
}

/// What follows a year of four digits.
fn dashed(year: i32, rest: &str) -> Option<(Parts, &str)> {
    let mut parts = Parts { year, ..Parts::default() };
    let Some(mark) = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.')) else {
        return rest.is_empty().then_some((parts, rest));
    };
    let rest = rest.strip_prefix(mark)?;
    let (month, rest) = match digits(rest) {
        Some((day, 3, rest)) if mark == '-' && !rest.starts_with('-') => {
            return Some((ordinal(year, day)?, rest));
        }
        Some((month, 1..=3, rest)) => (month, rest),
        Some(_) => return None,
        None => words::month_prefix(rest)?,
    };
    parts.month = Some(month);
    let Some(rest) = rest.strip_prefix(mark) else { return rest.is_empty().then_some((parts, rest)) };
    let (day, 1..=2, rest) = digits(rest)? else { return None };
    parts.day = Some(day);
    Some((parts, rest))
}

/// The day of the year, from 1.
fn ordinal(year: i32, day: u32) -> Option<Parts> {
    let first = jiff::civil::Date::new(i16::try_from(year).ok()?, 1, 1).ok()?;
    let date = first.with().day_of_year(i16::try_from(day).ok()?).build().ok()?;
    let part = |n: i8| u32::try_from(n).ok();
    Some(Parts { year, month: part(date.month()), day: part(date.day()), ..Parts::default() })
}

/// `H:M`, `H:M:S`, `H:M:S.f`, `HHMM` or `HHMMSS`, and the rest.
pub(super) fn clock(text: &str) -> Option<(Clock, &str)> {
    let (hour, len, rest) = digits(text)?;
    match len {
        4 => return Some((Clock::new(hour / 100, hour % 100, 0, 0)?, rest)),
        6 => return Some((Clock::new(hour / 10_000, hour / 100 % 100, hour % 100, 0)?, rest)),
        1 | 2 => {}
        _ => return None,
    }
    let (minute, 1..=2, rest) = digits(rest.strip_prefix(':')?)? else { return None };
    let Some(second) = rest.strip_prefix(':') else { return Some((Clock::new(hour, minute, 0, 0)?, rest)) };
    let (second, 1..=2, rest) = digits(second)? else { return None };
    if rest.starts_with(':') {
        return None;
    }
    let (nanos, rest) = match rest.strip_prefix(['.', ',']) {
        Some(fraction) if fraction.starts_with(|c: char| c.is_ascii_digit()) => {
            let len = fraction.bytes().take_while(u8::is_ascii_digit).count();
            let (run, rest) = fraction.split_at_checked(len)?;
            let nine: String = run.chars().chain("000000000".chars()).take(9).collect();
            (nine.parse().ok()?, rest)
        }
        _ => (0, rest),
    };
    Some((Clock::new(hour, minute, second, nanos)?, rest))
}

//! A date as publishers write it: RFC 822 and 2822, RFC 3339, W3CDTF, ISO 8601, asctime, and the variants met in feeds.
//!
//! The rule is never to invent: every part of the text must be understood, a date that two readings fit is no date, and a
//! text that gives only a day gives only a day.

mod free;
mod iso;
mod words;
mod zone;

use jiff::{civil, tz::Offset};
use standfirst_types::{Precision, When};

/// The longest text that is looked at, in bytes.
const MAX_LEN: usize = 100;

/// Reads a date; `None` when any part of the text is not understood. A time without a zone is taken as UTC (RFC 2822,
/// 4.3), a two-digit year as RFC 2822 says (00 to 49: 2000s). Constant time.
pub fn parse_date(text: &str) -> Option<When> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_LEN {
        return None;
    }
    iso::parse(text).or_else(|| free::parse(text))
}

/// The parts of a date as read. Parts that were not given are `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Parts {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
    time: Option<Clock>,
    /// Seconds east of Greenwich.
    offset: i32,
    /// The zone has a name nobody knows: the day is certain enough, the hour is not.
    unknown_zone: bool,
}

/// A time of day. A leap second is read as the second before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
    nanos: u32,
}

impl Clock {
    fn new(hour: u32, minute: u32, second: u32, nanos: u32) -> Option<Self> {
        let midnight = hour == 24 && minute == 0 && second == 0 && nanos == 0;
        ((hour < 24 || midnight) && minute < 60 && second <= 60).then_some(Self {
            hour,
            minute,
            second: second.min(59),
            nanos,
        })
    }
}

impl Parts {
    /// The moment, when the parts make one.
    fn when(self) -> Option<When> {
        let small = |n: u32| i8::try_from(n).ok();
        let (month, day) = (small(self.month.unwrap_or(1))?, small(self.day.unwrap_or(1))?);
        let date = civil::Date::new(i16::try_from(self.year).ok().filter(|y| *y > 0)?, month, day).ok()?;
        let Some(clock) = self.time.filter(|_| !self.unknown_zone && self.day.is_some()) else {
            let precision = match (self.month, self.day) {
                (None, _) => Precision::Year,
                (_, None) => Precision::Month,
                _ => Precision::Day,
            };
            return When::day(date).map(|w| When { precision, ..w });
        };
        let (date, hour) = if clock.hour == 24 { (date.tomorrow().ok()?, 0) } else { (date, clock.hour) };
        let at = date.at(small(hour)?, small(clock.minute)?, small(clock.second)?, i32::try_from(clock.nanos).ok()?);
        let at = Offset::from_seconds(self.offset).ok()?.to_timestamp(at).ok()?;
        Some(When::exact(at))
    }
}

/// A year of two digits by RFC 2822, section 4.3.
fn full_year(year: u32, digits: usize) -> i32 {
    let year = i32::try_from(year).unwrap_or(0);
    match digits {
        1 | 2 if year < 50 => year + 2000,
        1..=3 => year + 1900,
        _ => year,
    }
}

#[cfg(test)]
mod tests;

//! Days of the calendar as numbers, and the words for days, months, numbers and units.

use standfirst_types::days::{MONTHS, WEEKDAYS};

/// A day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(pub(crate) i64);

impl Day {
    /// From year, month and day of the Gregorian calendar (days_from_civil: Hinnant, "chrono-compatible low-level date
    /// algorithms"). Months and days out of range run over into the next.
    pub(crate) fn new(year: i64, month: i64, day: i64) -> Self {
        let (year, month) = (year + (month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let of_era = y - era * 400;
        let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
        Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    /// Year, month, day.
    pub(crate) fn civil(self) -> (i64, i64, i64) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z - era * 146_097;
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
    }

    /// 0 is Monday.
    pub(crate) fn weekday(self) -> i64 {
        (self.0 + 3).rem_euclid(7)
    }

    /// `2023-07-27`.
    pub(crate) fn value(self) -> String {
        let (y, m, d) = self.civil();
        format!("{y:04}-{m:02}-{d:02}")
    }

    /// ISO 8601 week: `2023-W30`.
    pub(crate) fn week(self) -> String {
        let thursday = Self(self.0 - self.weekday() + 3);
        let (year, ..) = thursday.civil();
        format!("{year:04}-W{:02}", (thursday.0 - Self::new(year, 1, 1).0) / 7 + 1)
    }
}

/// 0 for Monday.
pub(crate) fn weekday(word: &str) -> Option<i64> {
    WEEKDAYS.iter().position(|d| d.0 == word).map(|i| i as i64)
}

/// 1 for January.
pub(crate) fn month(word: &str) -> Option<i64> {
    let short = word.strip_suffix('.');
    let hit = |m: &str| m == word || short.is_some_and(|s| (3..=4).contains(&s.len()) && m.starts_with(s));
    MONTHS.iter().position(|m| hit(m)).map(|i| i as i64 + 1)
}

/// A number in digits or words; `None` inside for an uncertain one ("several").
pub(crate) fn number(word: &str) -> Option<Option<i64>> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let word = word.to_lowercase();
    if word.len() <= 5 && word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().ok().map(Some);
    }
    if matches!(word.as_str(), "several" | "few" | "many" | "some" | "recent" | "coming") {
        return Some(None);
    }
    let one = |w: &str| ONES.iter().position(|o| *o == w).map(|i| i as i64);
    let ten = |w: &str| TENS.iter().position(|t| *t == w).map(|i| i as i64 * 10 + 20);
    let (left, right) = word.split_once('-').unwrap_or((&word, ""));
    let sum =
        if right.is_empty() { one(left).or_else(|| ten(left)) } else { ten(left).zip(one(right)).map(|(a, b)| a + b) };
    sum.map(Some)
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The unit a word names, in the singular or plural.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word.to_lowercase().trim_end_matches('s') {
            "second" => Self::Second,
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "year" => Self::Year,
            "decade" => Self::Decade,
            "century" | "centurie" => Self::Century,
            _ => return None,
        })
    }

    /// TIMEX3 value of so many: `P3Y`, `PT5H`, `PXD` for an uncertain number.
    pub(crate) fn duration(self, n: Option<i64>) -> String {
        let times = |k: i64| n.map_or_else(|| "X".to_owned(), |n| n.saturating_mul(k).to_string());
        match self {
            Self::Second => format!("PT{}S", times(1)),
            Self::Minute => format!("PT{}M", times(1)),
            Self::Hour => format!("PT{}H", times(1)),
            Self::Day => format!("P{}D", times(1)),
            Self::Week => format!("P{}W", times(1)),
            Self::Month => format!("P{}M", times(1)),
            Self::Year => format!("P{}Y", times(1)),
            Self::Decade => format!("P{}Y", times(10)),
            Self::Century => format!("P{}Y", times(100)),
        }
    }

    /// The date value `n` units from `day`, as exact as the unit.
    pub(crate) fn shifted(self, day: Day, n: i64) -> String {
        let (y, m, _) = day.civil();
        let n = n.clamp(-100_000, 100_000);
        match self {
            Self::Second | Self::Minute | Self::Hour => day.value(),
            Self::Day => Day(day.0 + n).value(),
            Self::Week => Day(day.0 + 7 * n).week(),
            Self::Month => {
                let (y, m, _) = Day::new(y, m + n, 1).civil();
                format!("{y:04}-{m:02}")
            }
            Self::Year => format!("{:04}", y + n),
            Self::Decade => format!("{}X", (y + 10 * n) / 10),
            Self::Century => format!("{:02}XX", (y + 100 * n) / 100),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_weeks_and_words() {
        assert_eq!(Day::new(2024, 2, 29).civil(), (2024, 2, 29));
        assert_eq!(Day::new(1998, 8, 7).weekday(), 4);
        assert_eq!(Day::new(1998, 8, 7).week(), "1998-W32");
        assert_eq!(Day::new(2021, 1, 3).week(), "2020-W53");
        assert_eq!(month("Sept."), Some(9));
        assert_eq!(month("Octopus"), None);
        assert_eq!(number("twenty-five"), Some(Some(25)));
        assert_eq!(number("several"), Some(None));
        assert_eq!(number("ferry"), None);
        assert_eq!(Unit::Month.shifted(Day::new(2024, 1, 31), -1), "2023-12");
        assert_eq!(Unit::Decade.duration(Some(2)), "P20Y");
    }
}

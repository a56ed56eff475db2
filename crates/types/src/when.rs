//! A moment of the news with the precision its source gave: a minute, or only a day. Nothing is invented below that.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use std::fmt;

/// How exact a [`When`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// A year alone.
    Year,
    /// A month of a year.
    Month,
    /// A calendar day; `at` is its midnight in UTC.
    Day,
    /// A time of day.
    Minute,
}

/// A moment and its precision. Written as an RFC 3339 instant (`2023-07-27T17:00:00Z`) or a bare date (`2023-07-27`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// The instant; for a bare date, midnight UTC of that day.
    pub at: Timestamp,
    /// How much of `at` the source gave: [`Precision::Day`] or [`Precision::Minute`].
    pub precision: Precision,
}

impl When {
    /// An exact instant.
    pub fn exact(at: Timestamp) -> Self {
        Self { at, precision: Precision::Minute }
    }

    /// A bare date. `None` only outside jiff's range of years (-9999 to 9999).
    pub fn day(date: Date) -> Option<Self> {
        let at = TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
        Some(Self { at, precision: Precision::Day })
    }

    /// The calendar day in UTC.
    pub fn date(&self) -> Date {
        self.at.to_zoned_datetime(TimeZone::UTC).date()
    }

    /// Reads what [`fmt::Display`] writes, and any RFC 3339 instant or ISO date.
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(at) = text.parse::<Timestamp>() {
            return Some(Self::exact(at));
        }
        if text.contains(':') {
            // A time without a zone counts as UTC; it is never cut down to its day in silence.
            let civil = text.parse::<DateTime>().ok()?;
            return TimeZone::UTC.to_timestamp(civil).ok().map(Self::exact);
        }
        text.parse::<Date>().ok().and_then(Self::day)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Minute => write!(f, "{}", self.at),
            _ => write!(f, "{}", self.date()),
        }
    }
}

impl serde::Serialize for When {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for When {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("“{text}” is neither a date nor an instant")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_date_stays_bare() {
        for text in ["2023-07-27", "2023-07-27T17:00:00Z"] {
            assert_eq!(When::parse(text).map(|w| w.to_string()).as_deref(), Some(text));
        }
        assert_eq!(When::parse("2023-07-27T08:01:00"), When::parse("2023-07-27T08:01:00Z"));
        assert_eq!(When::parse("yesterday"), None);
    }
}

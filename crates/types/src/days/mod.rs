//! Days: the words of an English text that name a day, and which day of the calendar they can only mean.
//!
//! “On Tuesday” and “yesterday” are true on the day they are printed and false a week later. What they mean hangs on the day
//! the text was written ([`Told`]) and, for a weekday, on whether the sentence tells of what was or of what will be. Where
//! either is open there is no day: nothing is guessed. Words inside quotation marks are somebody's and are never looked at.

mod frame;
mod scan;
mod tense;
mod word;

pub use scan::{MONTHS, WEEKDAYS};

use crate::{Article, Precision, When};
use jiff::{
    SignedDuration, ToSpan,
    civil::{Date, Weekday},
    tz::TimeZone,
};

/// Hours by which clocks lag behind UTC in the west and are ahead of it in the east, from Los Angeles to Sydney: a moment in
/// UTC does not tell which day it was where the text was written.
const WEST: i64 = 8;
const EAST: i64 = 11;
/// Days over which a text may have been written and still mean one week by its weekdays.
const LONGEST: i32 = 5;

/// The days on which a text may have been written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The earliest.
    pub first: Date,
    /// The latest.
    pub last: Date,
    /// The hour is known too.
    pub exact: bool,
}

impl Told {
    /// For something published then; `None` when less than its day is known.
    pub fn at(published: When) -> Option<Self> {
        let date = |hours: i64| {
            let at = published.at.checked_add(SignedDuration::from_hours(hours)).ok()?;
            Some(TimeZone::UTC.to_datetime(at).date())
        };
        match published.precision {
            Precision::Day => Some(Self { first: published.date(), last: published.date(), exact: false }),
            Precision::Minute => Some(Self { first: date(-WEST)?, last: date(EAST)?, exact: true }),
            Precision::Year | Precision::Month => None,
        }
    }

    /// For an article: any day from publication to last change, for who knows which sentence was written when. `None` where
    /// that is not known, or longer than a week's words bear.
    pub fn of(article: &Article) -> Option<Self> {
        let published = Self::at(article.published?)?;
        let told = match article.modified {
            Some(modified) => {
                let modified = Self::at(modified)?;
                Self {
                    first: published.first.min(modified.first),
                    last: published.last.max(modified.last),
                    exact: published.exact && modified.exact,
                }
            }
            None if article.version > 0 => return None,
            None => published,
        };
        let days = told.last.since(told.first).map(|s| s.get_days()).ok()?;
        (days <= LONGEST).then_some(told)
    }

    /// `None` where the days it may have been written on give different ones.
    fn agreed(self, day: impl Fn(Date) -> Option<Date>) -> Option<Date> {
        let first = day(self.first)?;
        let mut today = self.first;
        while today < self.last {
            today = today.tomorrow().ok()?;
            if day(today)? != first {
                return None;
            }
        }
        Some(first)
    }
}

/// How words name a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// “Tuesday”.
    Weekday(Weekday),
    /// Days from the day of writing: -1 for “yesterday” and “last night”, 0 for “today”, “tonight” and “this morning”, 1 for
    /// “tomorrow”.
    Shift(i8),
    /// “Nov. 24”, “Tuesday, 24th of November 2026”, “2026-11-24”.
    Written {
        /// The year, where it is written.
        year: Option<i16>,
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
        /// The weekday, where it is written.
        weekday: Option<Weekday>,
    },
}

/// A part of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Before noon.
    Morning,
    /// After noon.
    Afternoon,
    /// After work.
    Evening,
    /// After dark.
    Night,
}

impl Part {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
            Self::Night => "night",
        }
    }
}

/// How a day is tied to its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Led {
    /// “on Tuesday”.
    On,
    /// “said Tuesday”, “yesterday”: without a preposition.
    Bare,
    /// “since Monday”.
    Since,
    /// “by Friday”.
    By,
    /// “until Sunday”.
    Until,
    /// “for Tuesday”.
    For,
    /// In any other way: “the Tuesday deadline”, “next Tuesday”, “Monday to Friday”. Its words stay as they are.
    Other,
}

/// Words of a text that name a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayMention {
    /// First byte, with the “on” before it.
    pub start: usize,
    /// First byte of the day itself.
    pub core: usize,
    /// One past the last byte.
    pub end: usize,
    /// How they name it.
    pub names: Names,
    /// The part of the day that is meant.
    pub part: Option<Part>,
    /// How it is tied to its sentence.
    pub led: Led,
    /// The one day that can be meant; `None` when that is not certain.
    pub day: Option<Date>,
}

impl DayMention {
    /// Whether the words say a date and not a weekday or “yesterday”.
    pub fn written(&self) -> bool {
        matches!(self.names, Names::Written { .. })
    }
}

/// The days that `text[from..to]`, a sentence of `text`, names outside quotation marks, in order. Linear in the paragraph up
/// to there: a quotation may have been opened in the sentence before.
pub fn days(text: &str, from: usize, to: usize, told: Option<Told>) -> Vec<DayMention> {
    let Some(upto) = text.get(..to) else { return vec![] };
    if from > to || !text.is_char_boundary(from) || !scan::may_name(upto.get(from..).unwrap_or_default()) {
        return vec![];
    }
    let paragraph = upto.get(..from).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
    let words = word::words(upto, paragraph);
    let first = words.iter().position(|w| w.start >= from).unwrap_or(words.len());
    let sentence = words.get(first..).unwrap_or_default();
    scan::scan(text, sentence, told)
}

/// The day that a weekday of the past or of the days to come is, seen from `today`.
fn weekday(today: Date, wanted: Weekday, past: bool) -> Option<Date> {
    let back = i64::from((today.weekday().to_monday_zero_offset() - wanted.to_monday_zero_offset()).rem_euclid(7));
    match (past, back) {
        (true, back) => today.checked_sub(back.days()).ok(),
        // today, or in a week?
        (false, 0) => None,
        (false, back) => today.checked_add((7 - back).days()).ok(),
    }
}

#[cfg(test)]
mod tests;

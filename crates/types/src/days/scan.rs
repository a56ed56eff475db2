//! Scanning a sentence for the words that name a day.

use super::frame::{led, plain_after};
use super::tense::{Tense, tense, unsettled};
use super::word::Word;
use super::{DayMention, Led, Names, Part, Told, weekday};
use jiff::civil::{Date, Weekday};

/// The days of the week in full.
pub const WEEKDAYS: [(&str, Weekday); 7] = [
    ("Monday", Weekday::Monday),
    ("Tuesday", Weekday::Tuesday),
    ("Wednesday", Weekday::Wednesday),
    ("Thursday", Weekday::Thursday),
    ("Friday", Weekday::Friday),
    ("Saturday", Weekday::Saturday),
    ("Sunday", Weekday::Sunday),
];

/// The months in full.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Whether a look is worth it: most sentences name no day.
pub(super) fn may_name(text: &str) -> bool {
    let digit = text.bytes().any(|b| b.is_ascii_digit());
    let small = ["day", "tonight", "morning", "afternoon", "evening", "tomorrow", "night"];
    digit
        || small.iter().any(|w| text.contains(w))
        || ["Today", "Tonight", "Tomorrow", "Yesterday", "Last night", "This "].iter().any(|w| text.contains(w))
}

/// A sentence being read.
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word<'a>],
}

impl<'a> Sentence<'a> {
    pub(super) fn word(&self, i: usize) -> Option<&'a Word<'a>> {
        self.words.get(i)
    }
    pub(super) fn is(&self, i: usize, list: &[&str]) -> bool {
        self.words.get(i).is_some_and(|w| w.is(list))
    }
    /// What stands between word `i` and the one before.
    pub(super) fn gap(&self, i: usize) -> &'a str {
        let Some(word) = self.words.get(i) else { return "" };
        let before = i.checked_sub(1).and_then(|b| self.words.get(b)).map_or(word.start, |b| b.end);
        self.text.get(before..word.start).unwrap_or_default()
    }
    /// What stands right after word `i`.
    pub(super) fn after(&self, i: usize) -> Option<char> {
        self.words.get(i).and_then(|w| self.text.get(w.end..)).and_then(|t| t.chars().next())
    }
    pub(super) fn weekday(&self, i: usize) -> Option<Weekday> {
        let word = self.words.get(i)?;
        WEEKDAYS.iter().find(|d| d.0 == word.text).map(|d| d.1)
    }
}

/// What names a day: from word `first` up to word `last`.
pub(super) struct Found {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) names: Names,
    part: Option<Part>,
}

/// The days that the words of one sentence name.
pub(super) fn scan(text: &str, words: &[Word<'_>], told: Option<Told>) -> Vec<DayMention> {
    let sentence = Sentence { text, words };
    let mut out = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let found = if words.get(i).is_some_and(|w| w.quoted) { None } else { sentence.found(i) };
        let Some(found) = found else {
            i += 1;
            continue;
        };
        i = found.last + 1;
        out.extend(sentence.mention(&found, told));
    }
    out
}

impl Sentence<'_> {
    fn mention(&self, found: &Found, told: Option<Told>) -> Option<DayMention> {
        let written = matches!(found.names, Names::Written { .. });
        let led = if written { self.led_written(found) } else { led(self, found) };
        let on = found.first.checked_sub(1).filter(|_| led == Led::On);
        let core = self.word(found.first)?.start;
        let start = on.and_then(|i| self.word(i)).map_or(core, |w| w.start);
        let day = self.day(found, led, on.unwrap_or(found.first), told);
        Some(DayMention {
            start,
            core,
            end: self.word(found.last)?.end,
            names: found.names,
            part: found.part,
            led,
            day,
        })
    }

    /// A written date may be led by anything; attributes (“the November 24 vote”) and half ranges stay as they are.
    fn led_written(&self, found: &Found) -> Led {
        let before = found.first.checked_sub(1).filter(|_| self.word(found.first).is_some_and(|w| w.close));
        let is = |list: &[&str]| before.is_some_and(|b| self.is(b, list));
        if is(&["on"]) && plain_after(self, found.last, true) {
            Led::On
        } else if is(&["since"]) {
            Led::Since
        } else if is(&["by"]) {
            Led::By
        } else if is(&["until", "till"]) {
            Led::Until
        } else if is(&["for"]) {
            Led::For
        } else if plain_after(self, found.last, false) && !is(&["the", "a", "an", "this", "his", "her", "their", "its"])
        {
            Led::Bare
        } else {
            Led::Other
        }
    }

    /// The day, where it is certain. `at` is the first word with the “on”.
    fn day(&self, found: &Found, led: Led, at: usize, told: Option<Told>) -> Option<Date> {
        match found.names {
            Names::Written { year: Some(year), month, day, weekday } => {
                Date::new(year, month, day).ok().filter(|d| weekday.is_none_or(|w| d.weekday() == w))
            }
            Names::Written { year: None, .. } => None,
            _ if led == Led::Other => None,
            Names::Shift(shift) => {
                let bare = shift == 0 && found.part.is_none();
                if bare && tense(self, at, found.last).is_none() {
                    return None;
                }
                let told = told?;
                // what goes to print in the evening says “last night” of that evening
                if shift < 0 && found.part == Some(Part::Night) && !told.exact {
                    return None;
                }
                told.agreed(|today| today.checked_add(jiff::Span::new().days(i64::from(shift))).ok())
            }
            Names::Weekday(wanted) => {
                let tense = match led {
                    Led::Since => Some(Tense::Past),
                    _ if unsettled(self, at, found.last) => None,
                    _ => tense(self, at, found.last),
                }?;
                let past = match led {
                    Led::By | Led::Until | Led::For if tense == Tense::Past => return None,
                    _ => tense == Tense::Past,
                };
                told?.agreed(|today| weekday(today, wanted, past))
            }
        }
    }

    /// What names a day from word `i` on.
    fn found(&self, i: usize) -> Option<Found> {
        let found = self.weekday_at(i).or_else(|| self.written_at(i)).or_else(|| self.relative_at(i))?;
        Some(self.with_part_before(found))
    }

    /// “the night of Tuesday 24 November”
    fn with_part_before(&self, found: Found) -> Found {
        let Some(the) = found.first.checked_sub(3) else { return found };
        let part = self.part(the + 1).filter(|_| self.is(the, &["the"]) && self.is(the + 2, &["of"]));
        let close = (the + 1..=found.first).all(|k| self.word(k).is_some_and(|w| w.close));
        match part {
            Some(part) if close && found.part.is_none() && matches!(found.names, Names::Written { .. }) => {
                Found { first: the, part: Some(part), ..found }
            }
            _ => found,
        }
    }

    fn part(&self, i: usize) -> Option<Part> {
        let word = self.word(i).filter(|w| w.close)?;
        Some(match word.text {
            "morning" => Part::Morning,
            "afternoon" => Part::Afternoon,
            "evening" => Part::Evening,
            "night" => Part::Night,
            _ => return None,
        })
    }

    fn weekday_at(&self, i: usize) -> Option<Found> {
        let weekday = self.weekday(i)?;
        let joined = matches!(self.gap(i + 1), " " | ", " | "\u{a0}");
        if let Some(full) = joined.then(|| self.written_at(i + 1)).flatten()
            && let Names::Written { year, month, day, weekday: None } = full.names
        {
            return Some(Found {
                first: i,
                names: Names::Written { year, month, day, weekday: Some(weekday) },
                ..full
            });
        }
        let part = self.part(i + 1);
        Some(Found { first: i, last: i + usize::from(part.is_some()), names: Names::Weekday(weekday), part })
    }

    fn relative_at(&self, i: usize) -> Option<Found> {
        let word = self.word(i)?;
        // a name of something, in the middle of a sentence
        if word.capital() && i > 0 && word.close {
            return None;
        }
        let found =
            |last: usize, shift: i8, part: Option<Part>| Found { first: i, last, names: Names::Shift(shift), part };
        let part = self.part(i + 1);
        let more = usize::from(part.is_some());
        match word.lower().as_str() {
            "yesterday" => Some(found(i + more, -1, part)),
            "tomorrow" => Some(found(i + more, 1, part)),
            "today" => Some(found(i, 0, None)),
            "tonight" => Some(found(i, 0, Some(Part::Night))),
            "this" => part.map(|p| found(i + 1, 0, Some(p))),
            "last" if part == Some(Part::Night) => Some(found(i + 1, -1, part)),
            _ => None,
        }
    }

    fn written_at(&self, i: usize) -> Option<Found> {
        self.month_first(i).or_else(|| self.day_first(i)).or_else(|| self.in_digits(i))
    }

    /// “Nov. 24”, “November 24th, 2026”
    fn month_first(&self, i: usize) -> Option<Found> {
        let (month, short) = month(self.word(i)?.text)?;
        let gap = self.gap(i + 1);
        let joined = matches!(gap, " " | "\u{a0}") || short && matches!(gap, ". " | ".\u{a0}");
        let day = day_number(self.word(i + 1).filter(|_| joined)?.text)?;
        if self.ranges(i + 1) || self.listed(i + 2) {
            return None;
        }
        let year = self.year(i + 2, &[", "]);
        let last = i + 1 + usize::from(year.is_some());
        written(i, last, year, month, day)
    }

    /// “24 November”, “the 24th of November 2026”
    fn day_first(&self, i: usize) -> Option<Found> {
        let the = usize::from(self.is(i, &["the"]));
        let number = self.word(i + the)?;
        let day = day_number(number.text)?;
        let ordinal = number.text.ends_with(char::is_alphabetic);
        let of = usize::from(self.is(i + the + 1, &["of"]));
        if (the + of > 0) && !ordinal {
            return None;
        }
        let at = i + the + 1 + of;
        let (month, _) = month(self.word(at).filter(|w| w.close)?.text)?;
        let joined = (i + 1..=at).all(|k| self.word(k).is_some_and(|w| w.close));
        let led = i.checked_sub(1).is_some_and(|b| {
            let number = b.checked_sub(1).and_then(|k| self.word(k)).is_some_and(|w| day_number(w.text).is_some());
            number && self.is(b, &["and", "or", "to", "through"])
                || self.gap(i).contains(['–', '-', '/', '—']) && !self.gap(i).contains(' ')
        });
        let listed = i
            .checked_sub(1)
            .is_some_and(|b| self.word(b).is_some_and(|w| day_number(w.text).is_some()) && matches!(self.gap(i), ", "));
        if !joined || led || listed || self.after(at).is_some_and(|c| matches!(c, '–' | '-')) {
            return None;
        }
        let year = self.year(at + 1, &[" ", ", ", "\u{a0}"]);
        written(i, at + usize::from(year.is_some()), year, month, day)
    }

    /// “2026-11-24”, and “11/24/2026” where one of the two can be no month.
    fn in_digits(&self, i: usize) -> Option<Found> {
        let text = self.word(i)?.text;
        let split = |by: char| text.split(by).map(|p| p.parse::<i16>().ok()).collect::<Option<Vec<_>>>();
        if let (Some([year, month, day]), 10) = (split('-').as_deref(), text.len()) {
            let (month, day) = (i8::try_from(*month).ok()?, i8::try_from(*day).ok()?);
            return if *year > 1000 { written(i, i, Some(*year), month, day) } else { None };
        }
        let parts = split('/')?;
        let [a, b, year] = parts.as_slice() else { return None };
        let (month, day) = match (a, b) {
            (1..=12, 13..=31) => (a, b),
            (13..=31, 1..=12) => (b, a),
            (a, b) if a == b => (a, b),
            _ => return None,
        };
        let (month, day) = (i8::try_from(*month).ok()?, i8::try_from(*day).ok()?);
        (1500..=2200).contains(year).then(|| written(i, i, Some(*year), month, day)).flatten()
    }

    fn year(&self, i: usize, gaps: &[&str]) -> Option<i16> {
        let text = self.word(i).filter(|_| gaps.contains(&self.gap(i)))?.text;
        let four = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|y| four && (1500..=2200).contains(y))
    }

    /// “24–26”
    fn ranges(&self, i: usize) -> bool {
        self.after(i).is_some_and(|c| matches!(c, '–' | '-' | '/' | '—'))
    }

    /// “Nov. 24 and 25”, “Nov. 24, 25 and 26”
    fn listed(&self, i: usize) -> bool {
        let bare = |k: usize| {
            let number = self.word(k).is_some_and(|w| day_number(w.text).is_some());
            number && self.word(k + 1).is_none_or(|w| month(w.text).is_none())
        };
        self.is(i, &["and", "or", "to", "through"]) && bare(i + 1) || self.gap(i) == ", " && bare(i)
    }
}

fn written(first: usize, last: usize, year: Option<i16>, month: i8, day: i8) -> Option<Found> {
    // 29 February is a day of some years
    Date::new(year.unwrap_or(2024), month, day).ok()?;
    Some(Found { first, last, names: Names::Written { year, month, day, weekday: None }, part: None })
}

/// A month in full, or shortened: its number, and whether it is short.
fn month(word: &str) -> Option<(i8, bool)> {
    let number = |at: usize| i8::try_from(at + 1).ok();
    if let Some(at) = MONTHS.iter().position(|m| *m == word) {
        return Some((number(at)?, word == "May"));
    }
    const SHORT: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let short = if word == "Sept" { "Sep" } else { word };
    Some((number(SHORT.iter().position(|m| *m == short)?)?, true))
}

/// “24”, “24th”.
fn day_number(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|e| word.strip_suffix(e)).unwrap_or(word);
    let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|d| plain && (1..=31).contains(d))
}

//! Dates in words: RFC 822 and 2822, asctime, and what people write. Parts may come in any order that has one reading.

use super::{Clock, Parts, full_year, iso, words, zone};
use standfirst_types::When;

/// Reads the text; every word and number of it must have a place.
pub(super) fn parse(text: &str) -> Option<When> {
    let mut reader = Reader { rest: text, ..Reader::default() };
    while reader.step()? {}
    reader.parts()?.when()
}

#[derive(Default)]
struct Reader<'a> {
    rest: &'a str,
    year: Option<i32>,
    month: Option<u32>,
    /// The month's word may have been a weekday.
    doubtful_month: bool,
    /// Numbers of one or two digits, with their lengths.
    small: Vec<(u32, usize)>,
    day: Option<u32>,
    time: Option<Clock>,
    half: Option<bool>,
    offset: Option<i32>,
    unknown_zone: bool,
    strange_words: usize,
    started: bool,
    hangul: bool,
}

impl<'a> Reader<'a> {
    /// Takes one part. `Some(false)` at the end, `None` when a part has no place.
    fn step(&mut self) -> Option<bool> {
        let Some(c) = self.rest.chars().next() else { return Some(false) };
        if c.is_ascii_digit() {
            self.number()?;
        } else if c.is_alphabetic() {
            self.word()?;
        } else if c == '(' {
            let end = self.rest.find(')')?;
            self.rest = self.rest.get(end + 1..)?;
        } else if matches!(c, '+' | '-' | '\u{2212}') && self.time.is_some() && self.offset.is_none() {
            self.zone()?;
        } else if c.is_whitespace() || matches!(c, ',' | '.' | '-' | '/' | '|' | 'º' | 'ª' | '·' | '–') {
            self.rest = self.rest.get(c.len_utf8()..)?;
        } else {
            return None;
        }
        Some(true)
    }

    fn zone(&mut self) -> Option<()> {
        let (offset, rest) = zone::read(self.rest)?;
        if rest.starts_with([':', '/']) {
            return None;
        }
        (self.offset, self.rest) = (Some(offset), rest);
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        let (number, len, rest) = iso::digits(self.rest)?;
        self.started = true;
        if rest.starts_with(':') {
            let (clock, rest) = iso::clock(self.rest).filter(|_| self.time.is_none())?;
            (self.time, self.rest) = (Some(clock), rest);
            return Some(());
        }
        if self.time.is_none() && self.triple().is_some() {
            return Some(());
        }
        self.rest = rest;
        if let Some(unit) = rest.trim_start().chars().next().filter(|c| "년월일年月日".contains(*c)) {
            self.rest = rest.trim_start().get(unit.len_utf8()..)?;
            self.hangul |= "년월일".contains(unit);
            let place = match unit {
                '년' | '年' if len == 4 && self.year.is_none() => {
                    return {
                        self.year = Some(full_year(number, 4));
                        Some(())
                    };
                }
                '월' | '月' => &mut self.month,
                '일' | '日' => &mut self.day,
                _ => return None,
            };
            return place.replace(number).is_none().then_some(());
        }
        match len {
            4 => self.year.replace(full_year(number, 4)).is_none().then_some(()),
            1 | 2 => (self.small.len() < 3).then(|| self.small.push((number, len))),
            _ => None,
        }
    }

    /// Three numbers with one mark between them: `5.3.2024`, `25/03/2024`, `2024/03/05`. Days and months of two readings
    /// are refused; with dots the day comes first, as nobody writes it otherwise.
    fn triple(&mut self) -> Option<()> {
        let (a, a_len, rest) = iso::digits(self.rest)?;
        let mark = rest.chars().next().filter(|c| matches!(c, '.' | '/' | '-'))?;
        let (b, 1..=2, rest) = iso::digits(rest.strip_prefix(mark)?)? else { return None };
        let (c, c_len, rest) = iso::digits(rest.strip_prefix(mark)?)?;
        if self.year.is_some() || self.month.is_some() {
            return None;
        }
        let (year, month, day) = match (a_len, c_len) {
            (4, 1 | 2) => (a, b, c),
            (1 | 2, 4) if mark == '.' || a > 12 || a == b => (c, b, a),
            (1 | 2, 4) if b > 12 => (c, a, b),
            _ => return None,
        };
        (self.year, self.month, self.day) = (Some(full_year(year, 4)), Some(month), Some(day));
        self.rest = rest;
        Some(())
    }

    fn word(&mut self) -> Option<()> {
        let end = self.rest.find(|c: char| !c.is_alphabetic()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end)?;
        let done = |reader: &mut Self| {
            reader.rest = rest;
            Some(())
        };
        if let (Some(half), _) = words::half_day(word) {
            self.hangul = true;
            return self.half.replace(half).is_none().then(|| done(self))?;
        }
        if let Some(half) = self.time.and_then(|_| words::meridiem(word)) {
            return self.half.replace(half).is_none().then(|| done(self))?;
        }
        if let Some(month) = words::month(word).filter(|_| self.month.is_none() || self.doubtful_month) {
            self.doubtful_month = self.month.is_none() && words::may_be_weekday(word) && !self.started;
            self.month = Some(month);
            return done(self);
        }
        if self.time.is_some() && self.offset.is_none() && (word == "Etc" || zone::read(word).is_some()) {
            return self.zone();
        }
        // `+0000 UTC`: said twice.
        if self.offset.is_some() && zone::read(word).is_some_and(|(o, _)| Some(o) == self.offset) {
            return done(self);
        }
        if self.time.is_some() && self.offset.is_none() && self.area(word, rest).is_some() {
            return Some(());
        }
        if words::is_joint(word) {
            return done(self);
        }
        // `T` between a date and its time.
        if word.eq_ignore_ascii_case("t") && rest.starts_with(|c: char| c.is_ascii_digit()) {
            return done(self);
        }
        let zone_like = (2..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
        if self.time.is_some() && self.offset.is_none() && !self.unknown_zone && zone_like {
            self.unknown_zone = true;
            return done(self);
        }
        // One word in front is the weekday in some language.
        self.strange_words += 1;
        (self.strange_words == 1 && !self.started).then(|| done(self))?
    }

    /// `Europe/Berlin`: a zone by its name in the tz database, which is not looked into: only the day is certain.
    fn area(&mut self, word: &str, rest: &'a str) -> Option<()> {
        const AREAS: &[&str] = &["Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];
        let city = rest.strip_prefix('/').filter(|_| AREAS.contains(&word) && !self.unknown_zone)?;
        let end = city.find(|c: char| !(c.is_ascii_alphabetic() || c == '_' || c == '/')).unwrap_or(city.len());
        self.rest = city.get(end..).filter(|_| end > 0)?;
        self.unknown_zone = true;
        Some(())
    }

    /// The parts, when each number has one place.
    fn parts(&mut self) -> Option<Parts> {
        let month = self.month;
        let small = self.small.as_slice();
        match (self.year, self.day, small) {
            (Some(_), Some(_), []) | (Some(_), None, []) => {}
            (Some(_), None, [(day, _)]) => self.day = Some(*day),
            (None, None, [(day, _), (year, 2)]) if month.is_some() => {
                (self.day, self.year) = (Some(*day), Some(full_year(*year, 2)));
            }
            _ => return None,
        }
        let time = match (self.time, self.half) {
            (Some(clock), Some(_)) if clock.hour == 0 || clock.hour > 12 => {
                // `14:30 PM` is a slip, its hour is not in doubt.
                Some(clock).filter(|c| c.hour > 12 && self.half == Some(true))
            }
            (Some(clock), Some(pm)) => Some(Clock { hour: clock.hour % 12 + 12 * u32::from(pm), ..clock }),
            (time, None) => time,
            (None, Some(_)) => return None,
        };
        if self.time.is_some() && (time.is_none() || self.day.is_none()) {
            return None;
        }
        let offset = self.offset.unwrap_or(if self.hangul { words::KOREA } else { 0 });
        month?;
        Some(Parts { year: self.year?, month, day: self.day, time, offset, unknown_zone: self.unknown_zone })
    }
}

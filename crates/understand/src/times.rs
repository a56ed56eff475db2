//! Times: dates, spans of time and recurrences in English text, with their TIMEX3 values.

use crate::clock::{part_of_day, time_of_day};
use crate::dates::{Day, Unit, month, weekday};
use crate::tokens::{Shape, Token};
use standfirst_types::{TimeMention, When};

/// Finds the times, in order. Without `published`, values that hang on it are empty.
pub(crate) fn times(text: &str, tokens: &[Token<'_>], published: Option<When>) -> Vec<TimeMention> {
    let today = published.map(|when| {
        let date = when.date();
        Day::new(i64::from(date.year()), i64::from(date.month()), i64::from(date.day()))
    });
    let reader = Reader { tokens, today };
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(found) = reader.at(at).filter(|f| f.end > at) else {
            at += 1;
            continue;
        };
        let (Some(first), Some(last)) = (tokens.get(at), tokens.get(found.end - 1)) else { break };
        if let Some(words) = text.get(first.start..last.end) {
            let (start, end) = (first.start as u32, last.end as u32);
            out.push(TimeMention {
                start,
                end,
                text: words.to_owned(),
                kind: found.kind.to_owned(),
                value: found.value,
            });
        }
        at = found.end;
    }
    out
}

/// A time that begins at some token: the token after it, its type and value.
pub(crate) struct Found {
    pub(crate) end: usize,
    pub(crate) kind: &'static str,
    pub(crate) value: String,
}

pub(crate) fn date(end: usize, value: String) -> Option<Found> {
    Some(Found { end, kind: "DATE", value })
}

/// The words being read, and the day of publication.
pub(crate) struct Reader<'a> {
    pub(crate) tokens: &'a [Token<'a>],
    pub(crate) today: Option<Day>,
}

impl Reader<'_> {
    fn at(&self, at: usize) -> Option<Found> {
        self.clock(at)
            .or_else(|| self.shaded(at))
            .or_else(|| self.calendar(at))
            .or_else(|| self.named(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.recurring(at))
            .or_else(|| self.year(at))
    }

    pub(crate) fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| t.text)
    }

    pub(crate) fn lower(&self, at: usize) -> String {
        self.text(at).to_lowercase()
    }

    pub(crate) fn before(&self, at: usize) -> String {
        at.checked_sub(1).map(|i| self.lower(i)).unwrap_or_default()
    }

    pub(crate) fn today_value(&self, shift: i64) -> String {
        self.today.map(|d| Day(d.0 + shift).value()).unwrap_or_default()
    }

    /// "10:35 a.m.", with the day if it follows.
    fn clock(&self, at: usize) -> Option<Found> {
        let (end, time) = time_of_day(self.tokens, at)?;
        let on = end + usize::from(self.text(end) == "on");
        let (end, day) = match self.calendar(on).or_else(|| self.named(on)) {
            Some(day) if day.kind == "DATE" && day.value.len() == 10 => (day.end, day.value),
            _ => (end, self.today_value(0)),
        };
        let value = if day.is_empty() { day } else { day + &time };
        Some(Found { end, kind: "TIME", value })
    }

    /// "early", "late" and "mid" before a date belong to it.
    fn shaded(&self, at: usize) -> Option<Found> {
        let word = self.lower(at);
        if let Some(name) =
            word.strip_prefix("mid-").or_else(|| word.strip_prefix("late-")).or_else(|| word.strip_prefix("early-"))
        {
            let name = self.text(at).get(word.len() - name.len()..)?;
            let m = month(name)?;
            return date(at + 1, self.month_value(m, None));
        }
        if !matches!(word.as_str(), "early" | "late" | "mid" | "earlier" | "later") {
            return None;
        }
        let inner = self.calendar(at + 1).or_else(|| self.relative(at + 1)).or_else(|| self.year(at + 1))?;
        (inner.kind == "DATE").then_some(inner)
    }

    /// Days and months by name, and ISO dates.
    pub(crate) fn calendar(&self, at: usize) -> Option<Found> {
        let token = self.tokens.get(at)?;
        if let Some(day) = weekday(token.text) {
            return self.week_day(at, day);
        }
        if let Some(m) = month(token.text) {
            return self.month_first(at, m);
        }
        if token.shape != Shape::Number {
            return None;
        }
        let parts: Vec<&str> = token.text.split('-').collect();
        if let [y, m, d] = parts.as_slice() {
            let sizes = y.len() == 4 && m.len() == 2 && d.len() == 2;
            let day = Day::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?);
            return if sizes && day.value() == token.text { date(at + 1, day.value()) } else { None };
        }
        let d = day_number(token.text)?;
        let of = usize::from(self.text(at + 1) == "of");
        let m = month(self.text(at + 1 + of))?;
        let end = at + 2 + of;
        match year_number(self.text(end)) {
            Some(y) => date(end + 1, Day::new(y, m, d).value()),
            None => date(end, self.day_value(m, d)),
        }
    }

    fn week_day(&self, at: usize, day: i64) -> Option<Found> {
        let comma = usize::from(self.text(at + 1) == ",");
        let full = month(self.text(at + 1 + comma)).and_then(|m| self.month_first(at + 1 + comma, m));
        if let Some(full) = full.filter(|f| f.value.len() == 10) {
            return Some(full);
        }
        let value = self.today.map(|today| {
            let back = (today.weekday() - day).rem_euclid(7);
            let before = self.before(at);
            let ahead = before == "next" || before == "coming" || self.looks_ahead(at);
            let shift = match (before.as_str(), back) {
                ("last", 0) => -7,
                (_, 0) if ahead && before == "next" => 7,
                (_, back) if ahead && back > 0 => 7 - back,
                (_, back) => -back,
            };
            Day(today.0 + shift)
        });
        let part = part_of_day(self.text(at + 1));
        let value = value.map(|d| d.value() + &part.map(|p| format!("T{p}")).unwrap_or_default()).unwrap_or_default();
        let kind = if part.is_some() { "TIME" } else { "DATE" };
        Some(Found { end: at + 1 + usize::from(part.is_some()), kind, value })
    }

    /// Whether the words right before speak of what is to come.
    fn looks_ahead(&self, at: usize) -> bool {
        let from = at.saturating_sub(8);
        let words = self.tokens.get(from..at).unwrap_or_default().iter().rev().take_while(|t| !t.is("."));
        words
            .into_iter()
            .any(|t| matches!(t.text, "will" | "would" | "shall" | "scheduled" | "expected" | "plans" | "until"))
    }

    fn month_first(&self, at: usize, m: i64) -> Option<Found> {
        let next = self.text(at + 1);
        if let Some(d) = day_number(next) {
            let comma = usize::from(self.text(at + 2) == ",");
            return match year_number(self.text(at + 2 + comma)) {
                Some(y) => date(at + 3 + comma, Day::new(y, m, d).value()),
                None => date(at + 2, self.day_value(m, d)),
            };
        }
        let comma = usize::from(next == ",");
        if let Some(y) = year_number(self.text(at + 1 + comma)) {
            return date(at + 2 + comma, format!("{y:04}-{m:02}"));
        }
        let clear = !matches!(self.text(at), "May" | "March" | "April" | "June" | "August" | "Mar." | "Dec." | "Jun.");
        let led = matches!(
            self.before(at).as_str(),
            "in" | "of"
                | "by"
                | "since"
                | "last"
                | "next"
                | "until"
                | "from"
                | "during"
                | "this"
                | "early"
                | "late"
                | "through"
                | "after"
                | "before"
                | "to"
                | "and"
                | "mid"
                | "every"
                | "for"
        );
        (clear || led).then(|| Found { end: at + 1, kind: "DATE", value: self.month_value(m, Some(self.before(at))) })
    }

    /// The day of the year nearest to the publication; one to come counts as twice as far, news being of the past.
    fn day_value(&self, m: i64, d: i64) -> String {
        let Some(today) = self.today else { return format!("XXXX-{m:02}-{d:02}") };
        let (y, ..) = today.civil();
        let nearest =
            (y - 1..=y + 1).map(|y| Day::new(y, m, d)).min_by_key(|day| (2 * (day.0 - today.0)).max(today.0 - day.0));
        nearest.map(Day::value).unwrap_or_default()
    }

    fn month_value(&self, m: i64, before: Option<String>) -> String {
        let Some(today) = self.today else { return format!("XXXX-{m:02}") };
        let (y, now, _) = today.civil();
        let ahead = m - now;
        let year = match before.as_deref() {
            Some("last") if ahead >= 0 => y - 1,
            Some("next") if ahead <= 0 => y + 1,
            _ if ahead > 6 => y - 1,
            _ if ahead < -9 => y + 1,
            _ => y,
        };
        format!("{year:04}-{m:02}")
    }

    /// A year or a decade in digits, a quarter, a century.
    fn year(&self, at: usize) -> Option<Found> {
        let token = self.tokens.get(at)?;
        if let Some(decade) =
            token.text.strip_suffix("0s").filter(|d| d.len() == 3 && d.bytes().all(|b| b.is_ascii_digit()))
        {
            return date(at + 1, format!("{decade}X"));
        }
        if let Some(quarter) = ["first", "second", "third", "fourth"].iter().position(|q| *q == token.text) {
            let last = self.text(at + 1);
            if last == "quarter" {
                let year = if self.text(at + 2) == "of" { year_number(self.text(at + 3)) } else { None };
                let end = if year.is_some() { at + 4 } else { at + 2 };
                let year = year.or_else(|| self.today.map(|d| d.civil().0));
                return date(end, year.map(|y| format!("{y:04}-Q{}", quarter + 1)).unwrap_or_default());
            }
        }
        if self.text(at + 1) == "century" {
            let n: i64 = token.text.trim_end_matches(|c: char| c.is_alphabetic()).parse().ok()?;
            return (1..=30).contains(&n).then(|| Found {
                end: at + 2,
                kind: "DATE",
                value: format!("{:02}XX", n - 1),
            });
        }
        let year = year_number(token.text)?;
        let before = self.before(at);
        let led = matches!(
            before.as_str(),
            "in" | "of"
                | "since"
                | "by"
                | "from"
                | "until"
                | "before"
                | "after"
                | "during"
                | "to"
                | "between"
                | "and"
                | "late"
                | "early"
                | "mid"
                | "("
                | "through"
                | "for"
                | "till"
        );
        let unit = Unit::of(self.text(at + 1)).is_some()
            || matches!(self.text(at + 1), "people" | "percent" | "%" | "miles" | "feet");
        let priced = matches!(before.as_str(), "$" | "£" | "€" | "#");
        ((led || (1900..=2039).contains(&year)) && !unit && !priced).then(|| Found {
            end: at + 1,
            kind: "DATE",
            value: format!("{year:04}"),
        })
    }
}

/// A day of the month: "7", "07", "7th".
fn day_number(word: &str) -> Option<i64> {
    let digits = word.trim_end_matches("st").trim_end_matches("nd").trim_end_matches("rd").trim_end_matches("th");
    let day: i64 = digits.parse().ok().filter(|_| digits.len() <= 2)?;
    (1..=31).contains(&day).then_some(day)
}

/// A year written with four digits.
fn year_number(word: &str) -> Option<i64> {
    let four = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    four.then(|| word.parse().ok()).flatten().filter(|y| (1000..=2200).contains(y))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Times as "words=value", read in an article of Thursday 2023-07-27.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = times(text, &crate::tokens::tokens(text), When::parse("2023-07-27"));
        let got: Vec<String> = found.iter().map(|t| format!("{}={}", t.text, t.value)).collect();
        assert_eq!(got.join("; "), expected, "{text}");
    }

    #[test]
    fn dates_by_name_and_number() {
        check("It sank on July 3, 2021 and 4 August 2022.", "July 3, 2021=2021-07-03; 4 August 2022=2022-08-04");
        check("On 2023-07-01 and on Jan. 9 it ran.", "2023-07-01=2023-07-01; Jan. 9=2023-01-09");
        check("In May it may march in March.", "May=2023-05; March=2023-03");
        check("Between 1998 and 2004, in the 1980s.", "1998=1998; 2004=2004; 1980s=198X");
        check("Some 2000 people paid $1999.", "");
        check("In the second quarter of 2022.", "second quarter of 2022=2022-Q2");
    }

    #[test]
    fn days_are_counted_from_the_publication() {
        check("It sank yesterday, not today.", "yesterday=2023-07-26; today=2023-07-27");
        check("It sank on Monday and will sail on Saturday.", "Monday=2023-07-24; Saturday=2023-07-29");
        check("It left on Thursday; the last one left last Thursday.", "Thursday=2023-07-27; last Thursday=2023-07-20");
        check("Last week, next month, this year.", "Last week=2023-W29; next month=2023-08; this year=2023");
        check("It sank Tuesday night and two months ago.", "Tuesday night=2023-07-25TNI; two months ago=2023-05");
        check("Last November and last fall.", "Last November=2022-11; last fall=2022-FA");
    }

    #[test]
    fn spans_sets_and_clock_times() {
        check("For three years it ran daily, a five-hour trip.", "three years=P3Y; daily=P1D; five-hour=PT5H");
        check("In the past 20 years, every week.", "past 20 years=P20Y; every week=P1W");
        check("At 10:35 a.m. on Monday it sank.", "10:35 a.m. on Monday=2023-07-24T10:35");
        check("The girl is ten years old.", "");
        check("Several weeks later, late last year.", "Several weeks later=; late last year=2022");
    }

    #[test]
    fn without_a_publication_nothing_is_invented() {
        let found =
            times("It sank yesterday and in July.", &crate::tokens::tokens("It sank yesterday and in July."), None);
        let got: Vec<&str> = found.iter().map(|t| t.value.as_str()).collect();
        assert_eq!(got, ["", "XXXX-07"]);
    }
}

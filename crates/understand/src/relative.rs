//! Times by relation: to the publication ("yesterday", "last week", "two months ago"), spans and recurrences.

use crate::clock::part_of_day;
use crate::dates::{Day, Unit, month, number, weekday};
use crate::times::{Found, Reader, date};

impl Reader<'_> {
    /// "yesterday", "now", "this morning", "last night", "the weekend".
    pub(crate) fn named(&self, at: usize) -> Option<Found> {
        let next = self.lower(at + 1);
        let reference = |value: &str| date(at + 1, value.to_owned());
        match self.lower(at).as_str() {
            "today" => date(at + 1, self.today_value(0)),
            "yesterday" => date(at + 1, self.today_value(-1)),
            "tomorrow" => date(at + 1, self.today_value(1)),
            "tonight" => Some(Found { end: at + 1, kind: "TIME", value: self.with_part(0, "NI") }),
            "now" | "currently" | "nowadays" => reference("PRESENT_REF"),
            "recently" | "lately" => reference("PAST_REF"),
            "future" if self.before(at) == "the" => reference("FUTURE_REF"),
            "this" => {
                let part = part_of_day(&next)?;
                Some(Found { end: at + 2, kind: "TIME", value: self.with_part(0, part) })
            }
            "last" if next == "night" => Some(Found { end: at + 2, kind: "TIME", value: self.with_part(-1, "NI") }),
            "weekend" => {
                let shift = match self.before(at).as_str() {
                    "last" => -7,
                    "next" => 7,
                    _ => 0,
                };
                date(at + 1, self.today.map(|d| Day(d.0 + shift).week() + "-WE").unwrap_or_default())
            }
            _ => None,
        }
    }

    fn with_part(&self, shift: i64, part: &str) -> String {
        let day = self.today_value(shift);
        if day.is_empty() { day } else { format!("{day}T{part}") }
    }

    /// "last week", "next year", "this month", "last November", "last Friday", "past three years", "last fall".
    pub(crate) fn relative(&self, at: usize) -> Option<Found> {
        let word = self.lower(at);
        let shift = match word.as_str() {
            "last" | "previous" | "past" => -1,
            "this" | "current" => 0,
            "next" | "coming" | "following" => 1,
            _ => return None,
        };
        let next = self.text(at + 1);
        if (weekday(next).is_some() || month(next).is_some()) && matches!(word.as_str(), "last" | "next" | "this") {
            return self.calendar(at + 1);
        }
        if let Some(n) = number(next) {
            let unit = Unit::of(self.text(at + 2))?;
            return Some(Found { end: at + 3, kind: "DURATION", value: unit.duration(n) });
        }
        if let Some(season) = season(next).filter(|_| word != "past") {
            let year = self.today.map(|d| d.civil().0 + shift.min(0));
            return date(at + 2, year.map(|y| format!("{y:04}-{season}")).unwrap_or_default());
        }
        let unit = Unit::of(next).filter(|u| !matches!(u, Unit::Second | Unit::Minute | Unit::Hour))?;
        if next.ends_with('s') || word == "past" {
            let n = if next.ends_with('s') { None } else { Some(1) };
            return Some(Found { end: at + 2, kind: "DURATION", value: unit.duration(n) });
        }
        date(at + 2, self.today.map(|d| unit.shifted(d, shift)).unwrap_or_default())
    }

    /// "three years", "two months ago", "five-hour", "a decade ago".
    pub(crate) fn counted(&self, at: usize) -> Option<Found> {
        let token = self.tokens.get(at)?;
        if let Some((n, unit)) = token.text.split_once('-').and_then(|(n, u)| Some((number(n)?, Unit::of(u)?))) {
            return Some(Found { end: at + 1, kind: "DURATION", value: unit.duration(n) });
        }
        let article = matches!(token.text, "a" | "an" | "A" | "An");
        let n = if article { Some(1) } else { number(token.text)? };
        let more = usize::from(self.text(at + 1) == "more");
        let unit = Unit::of(self.text(at + 1 + more))?;
        let end = at + 2 + more;
        let way = match self.text(end) {
            "ago" | "earlier" => Some(-1),
            "later" | "hence" => Some(1),
            _ => None,
        };
        if let Some(way) = way {
            let value = match (self.today, n) {
                (Some(today), Some(n)) => unit.shifted(today, way * n),
                (_, None) if way < 0 => "PAST_REF".into(),
                _ => String::new(),
            };
            return date(end + 1, value);
        }
        let led = || {
            matches!(
                self.before(at).as_str(),
                "for" | "in" | "within" | "over" | "after" | "than" | "about" | "nearly" | "almost"
            )
        };
        let plural = self.text(end - 1).ends_with('s') || n == Some(1);
        if self.text(end) == "old" || (article && !led()) || !plural {
            return None;
        }
        Some(Found { end, kind: "DURATION", value: unit.duration(n) })
    }

    /// "daily", "every week".
    pub(crate) fn recurring(&self, at: usize) -> Option<Found> {
        let set = |end: usize, value: String| Some(Found { end, kind: "SET", value });
        match self.lower(at).as_str() {
            "daily" => set(at + 1, "P1D".into()),
            "weekly" => set(at + 1, "P1W".into()),
            "monthly" => set(at + 1, "P1M".into()),
            "annually" | "yearly" => set(at + 1, "P1Y".into()),
            "every" | "each" => {
                if let Some(day) = weekday(self.text(at + 1)) {
                    return set(at + 2, format!("XXXX-WXX-{}", day + 1));
                }
                let unit = Unit::of(self.text(at + 1)).filter(|_| !self.text(at + 1).ends_with('s'))?;
                set(at + 2, unit.duration(Some(1)))
            }
            _ => None,
        }
    }
}

fn season(word: &str) -> Option<&'static str> {
    Some(match word {
        "spring" => "SP",
        "summer" => "SU",
        "fall" | "autumn" => "FA",
        "winter" => "WI",
        _ => return None,
    })
}

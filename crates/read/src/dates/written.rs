//! Dates as people write them: `7 April 2031`, `7 de abril de 2031`, `2031年4月7日`, `07.04.2031`.

use super::date;
use super::months::month;
use jiff::civil::Date;

/// Words and numbers of lower-case text.
pub(super) fn tokens(text: &str) -> Vec<&str> {
    let mut out = vec![];
    let mut start = 0;
    let mut kind = 0;
    for (i, c) in text.char_indices() {
        let now = if c.is_ascii_digit() {
            1
        } else if c.is_alphabetic() && !matches!(c, '年' | '月' | '日' | '년' | '월' | '일') || c == '\u{301}' {
            2
        } else {
            0
        };
        if now != kind || (now == 0 && !c.is_whitespace()) {
            if let Some(token) = text.get(start..i).filter(|t| !t.trim().is_empty()) {
                out.push(token.trim());
            }
            (start, kind) = (i, now);
        }
    }
    out.extend(text.get(start..).map(str::trim).filter(|t| !t.is_empty()));
    out
}

fn number(token: Option<&&str>, max: usize) -> Option<i16> {
    token.filter(|t| t.len() <= max && t.bytes().all(|b| b.is_ascii_digit())).and_then(|t| t.parse().ok())
}

/// What may stand between the parts of a date.
fn is_filler(token: &str) -> bool {
    matches!(
        token,
        "." | ","
            | "-"
            | "/"
            | "de"
            | "del"
            | "of"
            | "di"
            | "d"
            | "st"
            | "nd"
            | "rd"
            | "th"
            | "er"
            | "º"
            | "ος"
            | "a"
            | "m"
            | "г"
            | "’"
            | "'"
            | "يوم"
            | "พ"
            | "ศ"
    )
}

/// A year as written; Thai pages count from 543 years earlier.
fn year(token: Option<&&str>) -> Option<i16> {
    let year = number(token, 4)?;
    Some(if (2533..=2643).contains(&year) { year - 543 } else { year }).filter(|y| *y >= 1990)
}

/// A date around a month's name at token `i`: `7 April 2031`, `April 7th, 2031`, `7 de abril de 2031`, `2031. április 7.`
pub(super) fn named_month(tokens: &[&str], i: usize) -> Option<Date> {
    let is_number = |t: &&str| t.as_bytes().first().is_some_and(u8::is_ascii_digit);
    // Looking a name up costs more than looking for the numbers it needs.
    if is_number(tokens.get(i)?) || !tokens.get(i.saturating_sub(3)..)?.iter().take(7).any(is_number) {
        return None;
    }
    let month = i16::from(month(tokens.get(i)?)?);
    let ahead = |j: usize| (j..).find(|j| !tokens.get(*j).is_some_and(|t| is_filler(t))).unwrap_or(j);
    let mut back = i;
    while back > 0 && tokens.get(back - 1).is_some_and(|t| is_filler(t)) {
        back -= 1;
    }
    let last = back.checked_sub(1).and_then(|j| tokens.get(j));
    let (day, next) = (number(last, 2), ahead(i + 1));
    if let (Some(day), Some(year)) = (day, year(tokens.get(next))) {
        return date(year, month, day);
    }
    let after = number(tokens.get(next), 2)?;
    let year = year(tokens.get(ahead(next + 1))).or_else(|| year(last))?;
    date(year, month, after)
}

/// Which of the first two numbers of a date is its day, where the page's language says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `3/4/2031` is in April.
    DayFirst,
    /// `3/4/2031` is in March.
    MonthFirst,
    /// Such a date is not read.
    Unknown,
}

/// Numbers whose order is certain: `2031-04-07`, `2031年4月7日`, `07.04.2031`, `25/12/2031`, `12/25/2031`.
pub(super) fn numeric(tokens: &[&str], i: usize, order: Order) -> Option<Date> {
    let sep = |j: usize| tokens.get(j).filter(|t| matches!(**t, "/" | "-" | "." | "年" | "月" | "년" | "월")).copied();
    let (a, b, c) = (number(tokens.get(i), 4)?, number(tokens.get(i + 2), 4)?, number(tokens.get(i + 4), 4)?);
    let (first, second) = (sep(i + 1)?, sep(i + 3)?);
    if a >= 1990 {
        return date(a, b, c);
    }
    if first != second {
        return None;
    }
    // Two digits of a year only in the forms that nobody writes for anything else: 31.10.23 and, day first, 31/10/23.
    let short = [0, 2, 4].iter().all(|k| tokens.get(i + k).is_some_and(|t| t.len() == 2));
    if short && b <= 12 && (first == "." || first == "/" && order == Order::DayFirst) {
        let follows = tokens.get(i + 5).is_some_and(|t| *t == first);
        let leads = i.checked_sub(1).and_then(|j| tokens.get(j)).is_some_and(|t| *t == first);
        return if follows || leads || c > 60 { None } else { date(2000 + c, b, a) };
    }
    let c = year(tokens.get(i + 4)).filter(|_| tokens.get(i + 4).is_some_and(|t| t.len() == 4))?;
    match (first, a > 12, b > 12) {
        (_, true, false) => date(c, b, a),
        (_, false, true) => date(c, a, b),
        (".", false, false) => date(c, b, a),
        (_, false, false) if a == b || order == Order::DayFirst => date(c, b, a),
        (_, false, false) if order == Order::MonthFirst => date(c, a, b),
        _ => None,
    }
}

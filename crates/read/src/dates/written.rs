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

/// A date around a month's name at token `i`: `7 April 2031`, `April 7th, 2031`, `7 de abril de 2031`, `7. April 2031`.
pub(super) fn named_month(tokens: &[&str], i: usize) -> Option<Date> {
    let month = i16::from(month(tokens.get(i)?)?);
    let filler = |t: &str| {
        matches!(
            t,
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
                | "er."
                | "º"
                | "ος"
                | "a"
                | "г"
                | "’"
                | "'"
                | "يوم"
        )
    };
    let ahead = |mut j: usize| {
        while tokens.get(j).is_some_and(|t| filler(t)) {
            j += 1;
        }
        j
    };
    let mut back = i;
    while back > 0 && tokens.get(back - 1).is_some_and(|t| filler(t)) {
        back -= 1;
    }
    let before = back.checked_sub(1).and_then(|j| number(tokens.get(j), 2));
    let next = ahead(i + 1);
    if let (Some(day), Some(year)) = (before, number(tokens.get(next), 4).filter(|y| *y >= 1990)) {
        return date(year, month, day);
    }
    let day = number(tokens.get(next), 2)?;
    let year = number(tokens.get(ahead(next + 1)), 4)?;
    date(year, month, day)
}

/// Numbers whose order is certain: `2031-04-07`, `2031年4月7日`, `07.04.2031`, `25/12/2031`, `12/25/2031`.
pub(super) fn numeric(tokens: &[&str], i: usize, day_first: bool) -> Option<Date> {
    let sep = |j: usize| tokens.get(j).filter(|t| matches!(**t, "/" | "-" | "." | "年" | "月" | "년" | "월")).copied();
    let (a, b, c) = (number(tokens.get(i), 4)?, number(tokens.get(i + 2), 4)?, number(tokens.get(i + 4), 4)?);
    let (first, second) = (sep(i + 1)?, sep(i + 3)?);
    if a >= 1990 {
        return date(a, b, c);
    }
    if first != second {
        return None;
    }
    // Two digits of a year only in the form that nobody writes for anything else: 31.10.23, day first.
    if first == "." && [0, 2, 4].iter().all(|k| tokens.get(i + k).is_some_and(|t| t.len() == 2)) && b <= 12 {
        let follows = tokens.get(i + 5).is_some_and(|t| *t == ".");
        let leads = i.checked_sub(1).and_then(|j| tokens.get(j)).is_some_and(|t| *t == ".");
        return if follows || leads || c > 60 { None } else { date(2000 + c, b, a) };
    }
    if tokens.get(i + 4)?.len() != 4 {
        return None;
    }
    match (first, a > 12, b > 12) {
        (_, true, false) => date(c, b, a),
        (_, false, true) => date(c, a, b),
        (".", false, false) => date(c, b, a),
        (_, false, false) if a == b || day_first => date(c, b, a),
        _ => None,
    }
}

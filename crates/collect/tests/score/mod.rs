//! How a field of a feed is held against what a check wants: tags, references and white space do not count, dates are
//! moments, and an author may be written in any of three ways.

use serde_json::Value;

/// Whether a feed, as JSON, passes a check `{field, want}`.
pub(crate) fn passes(feed: &Value, check: &Value) -> bool {
    let (field, want) = (check["field"].as_array().unwrap(), &check["want"]);
    if values(feed, field).iter().any(|value| same(value, want)) {
        return true;
    }
    // A reader that keeps a text as content and not as summary has kept it.
    let of_entry = field[0] == "entry" && field.last().is_some_and(|f| f == "summary");
    of_entry && norm(&feed["entries"][index(&field[1])]["content"][0]) == norm(want)
}

fn index(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

/// The values that a field may be compared by.
fn values(feed: &Value, field: &[Value]) -> Vec<Value> {
    let (of, rest) = match field[0].as_str().unwrap() {
        "count" => return vec![feed["entries"].as_array().map_or(0, Vec::len).into()],
        "feed" => (feed, &field[1..]),
        _ => (&feed["entries"][index(&field[1])], &field[2..]),
    };
    let author = &of["authors"][0];
    let (name, mail) = (&author["name"], &author["email"]);
    match rest[0].as_str().unwrap() {
        "author_name" => vec![name.clone()],
        "author_email" => vec![mail.clone()],
        "author" => {
            let both = name.as_str().zip(mail.as_str()).map(|(n, m)| format!("{n} ({m})"));
            vec![name.clone(), mail.clone(), both.map_or(Value::Null, Value::from)]
        }
        "content" if of["content"][0].is_null() && index(&rest[1]) == 0 => vec![of["summary"].clone()],
        list @ ("content" | "tags") => vec![of[list][index(&rest[1])].clone()],
        "enclosures" => vec![of["enclosures"][index(&rest[1])]["url"].clone()],
        plain => vec![of[plain].clone()],
    }
}

fn same(value: &Value, want: &Value) -> bool {
    value == want || norm(value) == norm(want) || epoch(value).is_some_and(|at| Some(at) == epoch(want))
}

fn epoch(value: &Value) -> Option<i64> {
    let text = match value {
        Value::String(text) => text,
        number => return number.as_i64(),
    };
    let day = |d: jiff::civil::Date| d.to_datetime(jiff::civil::Time::midnight());
    let bare = || text.parse().map(day).or_else(|_| text.parse::<jiff::civil::DateTime>()).ok();
    let zoned = text.parse::<jiff::Timestamp>().ok();
    zoned.or_else(|| jiff::tz::TimeZone::UTC.to_timestamp(bare()?).ok()).map(|t| t.as_second())
}

/// A text without tags, references and white space around or doubled.
fn norm(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let decoded = untagged(&unescaped(&unescaped(&untagged(&text))));
    decoded.split(|c: char| c.is_whitespace()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

fn untagged(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        match after.split_once('>') {
            Some((_, after)) => {
                out.push(' ');
                rest = after;
            }
            None => {
                out.push('<');
                rest = after;
            }
        }
    }
    out + rest
}

/// Numeric references, and those names that markup itself needs, decoded once.
fn unescaped(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let one = after.split_once(';').and_then(|(name, after)| Some((character(name)?, after)));
        match one {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out + rest
}

fn character(name: &str) -> Option<char> {
    let named = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u{A0}')];
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // HTML reads the control characters of Latin-1 as windows-1252.
        let byte = u8::try_from(code).ok().filter(|b| (0x80..=0x9F).contains(b));
        let mapped = byte.map(|b| encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[b]).0.chars().next());
        return mapped.unwrap_or(char::from_u32(code));
    }
    named.iter().find(|(n, _)| *n == name).map(|(_, c)| *c)
}

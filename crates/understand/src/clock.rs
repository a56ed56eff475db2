//! Times of day: "10:35 a.m.", "9 pm", "noon", and the parts of a day.

use crate::tokens::{Shape, Token};

/// TIMEX3's letters for a part of a day.
pub(crate) fn part_of_day(word: &str) -> Option<&'static str> {
    Some(match word {
        "morning" => "MO",
        "afternoon" => "AF",
        "evening" => "EV",
        "night" => "NI",
        _ => return None,
    })
}

/// A time of day at `at`: the token after it, and its value without the date (`T10:35`).
pub(crate) fn time_of_day(tokens: &[Token<'_>], at: usize) -> Option<(usize, String)> {
    let token = tokens.get(at)?;
    match token.text {
        "noon" | "midday" => return Some((at + 1, "T12:00".into())),
        "midnight" => return Some((at + 1, "T24:00".into())),
        _ => {}
    }
    if token.shape != Shape::Number {
        return None;
    }
    let glued = token.text.trim_end_matches("am").trim_end_matches("pm");
    let (hour, minute) = glued.split_once([':', '.']).unwrap_or((glued, "0"));
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    if hour > 23 || minute > 59 {
        return None;
    }
    let (end, late) = if glued.len() < token.text.len() {
        (at + 1, token.text.ends_with("pm"))
    } else {
        half_of_day(tokens, at + 1)?
    };
    let hour = if late && hour < 12 {
        hour + 12
    } else if !late && hour == 12 {
        0
    } else {
        hour
    };
    Some((zone(tokens, end), format!("T{hour:02}:{minute:02}")))
}

/// "a.m.", "pm": the token after it, and whether it is the second half.
fn half_of_day(tokens: &[Token<'_>], at: usize) -> Option<(usize, bool)> {
    let text = |i: usize| tokens.get(at + i).map_or("", |t| t.text);
    match text(0) {
        "am" | "AM" | "A.M." => Some((at + 1, false)),
        "pm" | "PM" | "P.M." => Some((at + 1, true)),
        half @ ("a" | "p") if text(1) == "." && text(2) == "m" => {
            let end = if text(3) == "." { at + 4 } else { at + 3 };
            Some((end, half == "p"))
        }
        _ => None,
    }
}

fn zone(tokens: &[Token<'_>], at: usize) -> usize {
    const ZONES: [&str; 10] = ["EST", "EDT", "GMT", "UTC", "PST", "PDT", "CET", "CEST", "BST", "CST"];
    at + usize::from(tokens.get(at).is_some_and(|t| ZONES.contains(&t.text)))
}

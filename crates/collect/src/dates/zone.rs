//! A time zone as dates name it: an offset, a name of RFC 822, or one of the names in everyday use that mean one thing.

use super::iso::digits;

/// Reads a zone at the start of a text: seconds east of Greenwich, and the rest. `None` when it is not known.
pub(super) fn read(text: &str) -> Option<(i32, &str)> {
    if let Some(rest) = text.strip_prefix('+') {
        return offset(rest);
    }
    if let Some(rest) = text.strip_prefix(['-', '\u{2212}']) {
        return offset(rest).map(|(seconds, rest)| (-seconds, rest));
    }
    let text = text.strip_prefix("Etc/").unwrap_or(text);
    let len = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, rest) = text.split_at_checked(len)?;
    let seconds = named(name)?;
    // `GMT+01:00`
    match rest.chars().next() {
        Some('+' | '-') if seconds == 0 => read(rest),
        _ => Some((seconds, rest)),
    }
}

/// `HH:MM`, `HHMM`, `HH` or `H`.
fn offset(text: &str) -> Option<(i32, &str)> {
    let (number, len, rest) = digits(text)?;
    let (hours, minutes, rest) = match (len, rest.strip_prefix(':')) {
        (1 | 2, Some(rest)) => {
            let (minutes, 2, rest) = digits(rest)? else { return None };
            (number, minutes, rest)
        }
        (1 | 2, None) => (number, 0, rest),
        (3 | 4, _) => (number / 100, number % 100, rest),
        _ => return None,
    };
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    (hours <= 15 && minutes < 60).then_some((seconds, rest))
}

/// Seconds east of Greenwich of a zone's name. Names of two meanings are read as RFC 822 does or not at all.
fn named(name: &str) -> Option<i32> {
    let quarter_hours = match name.to_ascii_uppercase().as_str() {
        "GMT" | "UTC" | "UT" | "Z" | "WET" => 0,
        "BST" | "WEST" | "CET" | "MET" | "MEZ" | "WAT" => 4,
        "CEST" | "MEST" | "MESZ" | "EET" | "SAST" | "CAT" => 8,
        "EEST" | "MSK" | "EAT" | "TRT" => 12,
        "IRST" => 14,
        "MSD" | "GST" => 16,
        "PKT" | "UZT" => 20,
        "NPT" => 23,
        "WIB" | "ICT" => 28,
        "HKT" | "SGT" | "PHT" | "AWST" | "MYT" => 32,
        "JST" | "KST" => 36,
        "ACST" => 38,
        "AEST" => 40,
        "ACDT" => 42,
        "AEDT" => 44,
        "NZST" => 48,
        "NZDT" => 52,
        "NST" => -14,
        "NDT" => -10,
        "BRT" | "ART" | "ADT" => -12,
        "AST" | "AT" | "EDT" => -16,
        "EST" | "ET" | "CDT" | "PET" | "COT" => -20,
        "CST" | "CT" | "MDT" => -24,
        "MST" | "MT" | "PDT" => -28,
        "PST" | "PT" | "AKDT" => -32,
        "AKST" => -36,
        "HST" => -40,
        _ => return None,
    };
    Some(quarter_hours * 900)
}

//! Text for XML.

use crate::text;

/// Escapes for XML text and attributes; characters XML 1.0 forbids go with the hostile ones.
pub(super) fn escape(value: &str) -> String {
    let clean = text::clean(value);
    let mut out = String::with_capacity(clean.len() + 16);
    for c in clean.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

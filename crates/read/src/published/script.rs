//! What a page's own scripts keep of the publication: the first values of keys that say so.

use crate::dates::{self, Moment};
use memchr::memmem;

/// How the keys end; what stands before and after says the rest.
const STEMS: [&str; 6] = ["ublish", "ublicat", "ubdate", "ubDate", "reat", "isplayDate"];
/// Most places looked at for each stem.
const MAX: usize = 200;

/// The first moments that keys such as `publishedAt` or `first_published_date` hold, at most three. Linear in the page.
pub(super) fn in_script(html: &str) -> Vec<Moment> {
    let mut out = vec![];
    for stem in STEMS {
        let found = memmem::find_iter(html.as_bytes(), stem.as_bytes()).take(MAX).filter_map(|at| value(html, at));
        out.extend(found.take(1));
    }
    out
}

/// The value of the key around byte `at`, if it is a moment.
fn value(html: &str, at: usize) -> Option<Moment> {
    let after = html.get(at..)?;
    let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').filter(|e| *e < 30)?;
    let before = html.get(..at)?.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')?;
    let key = html.get(before + 1..at + end)?.to_ascii_lowercase();
    let dated = ["date", "time", "at", "published", "on", "creation", "created"].iter().any(|e| key.ends_with(e));
    if !dated || key.contains("unpublish") || key.contains("update") || key.contains("modif") {
        return None;
    }
    let after = html.get(at + end..)?;
    let value = after.trim_start_matches(['"', '\'', '\\', ' ', ':', '=']);
    let quoted = after.len() > value.len();
    let end = value.find(['"', '\'', '\\', ',', '<', '}', '&']).filter(|e| *e <= 32)?;
    value.get(..end).filter(|_| quoted).and_then(dates::machine)
}

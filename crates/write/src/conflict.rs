//! Conflict: where independent originals tell one thing with another date, with another name, or one says that it is not so.
//! What only counts differently is [`crate::differ`]'s.

use crate::arc::{answered, is_claim};
use crate::desk::Desk;
use crate::differ::{as_of, own};
use crate::lexicon::{DISPUTE, SAYING, is_finite};
use standfirst_types::{Disagreement, NameKind, Version};
use std::collections::BTreeSet;

/// Share of content that two sentences of one happening have in common, dates and names left out.
const SAME: f32 = 0.6;
/// The same where one says that it is not so: the rest must be the very same.
const SAME_DENIED: f32 = 0.75;
/// Sentences of each kind that are compared with each other.
const MOST: usize = 120;

/// Dates, names and claims that differ, at most one of each pair of sentences.
pub(crate) fn conflicts(desk: &Desk<'_>) -> Vec<Disagreement> {
    if !desk.english {
        return vec![];
    }
    let usable: Vec<usize> =
        desk.by_score().into_iter().filter(|&i| desk.sentence(i).is_some_and(|s| !s.is_speech())).take(MOST).collect();
    let mut out: Vec<Disagreement> = claims(desk, &usable);
    let mut told: BTreeSet<usize> = BTreeSet::new();
    for (n, &a) in usable.iter().enumerate() {
        for &b in usable.iter().skip(n + 1) {
            if told.contains(&a) || told.contains(&b) || !desk.ranked.voices_differ(a, b) {
                continue;
            }
            if let Some(found) = dates(desk, a, b).or_else(|| names(desk, a, b)).or_else(|| polarity(desk, a, b)) {
                told.extend([a, b]);
                out.push(found);
            }
        }
    }
    out
}

/// A claim of one voice that another denies.
fn claims(desk: &Desk<'_>, usable: &[usize]) -> Vec<Disagreement> {
    let pair = |&denial: &usize| {
        let claim =
            answered(denial, &desk.ranked).filter(|&c| desk.tells(c) && desk.ranked.voices_differ(denial, c))?;
        desk.sentence(claim).filter(|s| is_claim(s))?;
        let word = |i: usize| {
            let s = desk.sentence(i)?;
            let found = s
                .words
                .iter()
                .find(|w| w.is(DISPUTE) || w.is(&["refuted", "refutes", "alleged", "alleges", "dismissed"]))?;
            s.text.get(found.start..found.end).map(str::to_owned)
        };
        Some(versions(desk, "the claim", [(denial, word(denial)?), (claim, word(claim)?)]))
    };
    usable.iter().filter_map(pair).filter(differ).take(1).collect()
}

/// One day here, another there, of one happening.
fn dates(desk: &Desk<'_>, a: usize, b: usize) -> Option<Disagreement> {
    let day = |i: usize| {
        let (span, notes) = (desk.span(i)?, desk.notes_of(i)?);
        let mut inside = notes.times.iter().filter(|t| t.start >= span.start && t.end <= span.end && t.kind == "DATE");
        let (first, more) = (inside.next()?, inside.next());
        let stated = first.value.len() >= 10 && first.text.contains(|c: char| c.is_ascii_digit()) && more.is_none();
        stated.then(|| (first.value.get(..10).unwrap_or_default().to_owned(), first.text.clone()))
    };
    let ((x, said), (y, said_too)) = (day(a)?, day(b)?);
    (x != y && shared(desk, a, b, &[&said, &said_too]) >= SAME)
        .then(|| versions(desk, "the date", [(a, said), (b, said_too)]))
}

/// One person here, another there, in the same part.
fn names(desk: &Desk<'_>, a: usize, b: usize) -> Option<Disagreement> {
    let person = |i: usize| {
        let (span, notes) = (desk.span(i)?, desk.notes_of(i)?);
        let mut inside =
            notes.names.iter().filter(|n| n.start >= span.start && n.end <= span.end && n.kind == NameKind::Per);
        let (first, more) = (inside.next()?, inside.next());
        more.is_none().then(|| (first.entity.clone().unwrap_or_else(|| first.text.clone()), first.text.clone()))
    };
    let ((full, said), (full_too, said_too)) = (person(a)?, person(b)?);
    let one = full.split_whitespace().any(|w| full_too.split_whitespace().any(|o| o == w));
    let verb = |i: usize| {
        desk.sentence(i).is_some_and(|s| s.has(&["named", "identified", "elected", "appointed", "won", "chosen"]))
    };
    (!one && verb(a) && verb(b) && shared(desk, a, b, &[&said, &said_too]) >= SAME)
        .then(|| versions(desk, "the name", [(a, said), (b, said_too)]))
}

/// “The gate was open” and “the gate was not open”.
fn polarity(desk: &Desk<'_>, a: usize, b: usize) -> Option<Disagreement> {
    const NOT: &[&str] = &["not", "never", "no"];
    let not = |i: usize| {
        let s = desk.sentence(i)?;
        let found = s.words.iter().find(|w| w.is(NOT) || w.lower.ends_with("n't"))?;
        s.text.get(found.start..found.end).map(str::to_owned)
    };
    let (x, y) = (not(a), not(b));
    if x.is_some() == y.is_some() || shared(desk, a, b, &[]) < SAME_DENIED {
        return None;
    }
    let verb = |i: usize| {
        let s = desk.sentence(i)?;
        let found = s.words.iter().skip(1).find(|w| is_finite(&w.lower) && !w.capital && !w.is(SAYING))?;
        s.text.get(found.start..found.end).map(str::to_owned)
    };
    Some(versions(desk, "whether it is so", [(a, x.or_else(|| verb(a))?), (b, y.or_else(|| verb(b))?)]))
}

/// How much of the shorter sentence's content stands in the other, without the words of `but`; 0 where the longer one tells
/// mostly other things.
fn shared(desk: &Desk<'_>, a: usize, b: usize, but: &[&str]) -> f32 {
    let but: BTreeSet<String> = but.iter().flat_map(|t| t.split_whitespace()).map(str::to_lowercase).collect();
    let content = |i: usize| -> BTreeSet<&str> {
        let words = desk.sentence(i).map(|s| s.words.as_slice()).unwrap_or_default();
        words.iter().filter(|w| w.is_content() && !but.contains(&w.lower)).map(|w| w.stem.as_str()).collect()
    };
    let (x, y) = (content(a), content(b));
    let least = x.len().min(y.len());
    let (both, most) = (x.intersection(&y).count(), x.len().max(y.len()));
    // a short sentence stands in many a long one by chance
    if least < 3 || 5 * both < 2 * most { 0.0 } else { both as f32 / least as f32 }
}

/// Both sides, the newest first.
fn versions(desk: &Desk<'_>, about: &str, sides: [(usize, String); 2]) -> Disagreement {
    let mut versions: Vec<Version> =
        sides.into_iter().map(|(i, value)| Version { value, as_of: as_of(desk, i), claim: own(desk, i) }).collect();
    versions.sort_by_key(|v| std::cmp::Reverse(v.as_of.at));
    Disagreement { about: about.into(), versions }
}

fn differ(d: &Disagreement) -> bool {
    matches!(d.versions.as_slice(), [a, b] if a.value != b.value)
}

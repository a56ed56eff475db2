//! Dates: a day told with its date for a source's “on Tuesday” or “yesterday”, or written in another style.
//!
//! A claim's date is read back into the words of the source that mean that very day, and then judged by all other rules as
//! if it had stood so: nothing is let pass that would not pass with the source's own words. What a weekday means is certain
//! only where the source's day of publication and its tense leave one day ([`standfirst_types::days`]); and where the cited
//! sentences use one word of two days, or one that is not certain, it means none.

use standfirst_types::{
    Article, Claim,
    days::{DayMention, Led, MONTHS, Names, Told, days},
};

/// A cited sentence: `text[from..to]`, and when it was written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cited<'a> {
    pub(crate) text: &'a str,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) told: Option<Told>,
}

/// The sentences that a claim cites.
pub(crate) fn cited<'a>(claim: &Claim, articles: &[&'a Article]) -> Vec<Cited<'a>> {
    let cite = |span: &standfirst_types::Span| {
        let article = articles.iter().find(|a| a.id == span.article && a.version == span.version)?;
        span.of(&article.text)?;
        Some(Cited { text: &article.text, from: span.start as usize, to: span.end as usize, told: Told::of(article) })
    };
    claim.support.iter().filter_map(cite).collect()
}

/// Dates of one claim that are read back.
const MOST: usize = 8;

/// The claim with each date that its source has in other words in those words; `None` when there is none. Linear in the
/// claim and what it cites.
pub(crate) fn undone(text: &str, cited: &[Cited<'_>]) -> Option<String> {
    let dates = written(text);
    if dates.is_empty() {
        return None;
    }
    let theirs = theirs(cited);
    let mut out = text.to_owned();
    let mut changed = false;
    for date in dates.iter().rev().take(MOST) {
        let Some((source, said)) = counterpart(date, &theirs) else { continue };
        let own = text.get(date.core..date.end)?;
        let words = source.text.get(said.core..said.end)?;
        let (start, end, with) = exchange(text, date, source, &said)?;
        if own != words {
            out.replace_range(start..end, &with);
            changed = true;
        }
    }
    changed.then_some(out)
}

/// A date of the claim that nothing it cites gives, as the claim writes it.
pub(crate) fn unfounded(text: &str, cited: &[Cited<'_>]) -> Option<String> {
    let dates = written(text);
    if dates.is_empty() {
        return None;
    }
    let theirs = theirs(cited);
    let none = |d: &&DayMention| counterpart(d, &theirs).is_none() && !cited.iter().any(|c| stands_loosely(d, c));
    dates.iter().find(none).and_then(|d| text.get(d.core..d.end)).map(str::to_owned)
}

fn written(text: &str) -> Vec<DayMention> {
    let mut all = days(text, 0, text.len(), None);
    all.retain(DayMention::written);
    all
}

type Theirs<'a> = (Cited<'a>, DayMention);

fn theirs<'a>(cited: &[Cited<'a>]) -> Vec<Theirs<'a>> {
    cited.iter().flat_map(|c| days(c.text, c.from, c.to, c.told).into_iter().map(|d| (*c, d))).collect()
}

/// The words of a source that mean the day.
fn counterpart<'a>(date: &DayMention, theirs: &[Theirs<'a>]) -> Option<Theirs<'a>> {
    let fits = |t: &&Theirs<'a>| means(date, &t.1) && settled(&t.1, theirs);
    // one that is led in alike and names the same weekday comes first
    let mut all: Vec<&Theirs<'a>> = theirs.iter().filter(fits).collect();
    all.sort_by_key(|t| (t.1.led != date.led, !t.1.written()));
    all.first().copied().copied()
}

/// Whether the source's words mean the day that the claim names, no more and no less.
fn means(date: &DayMention, said: &DayMention) -> bool {
    let Names::Written { year, month, day, weekday } = date.names else { return false };
    match said.names {
        Names::Written { year: their_year, month: their_month, day: their_day, weekday: their_weekday } => {
            let weekday_given = weekday.is_none() || weekday == their_weekday;
            // a weekday may be reckoned from a whole date, as long as it is right
            let reckoned = their_weekday.is_none() && said.day.is_some_and(|d| Some(d.weekday()) == weekday);
            (month, day) == (their_month, their_day)
                && (year.is_none() || year == their_year)
                && (weekday_given || reckoned)
                && date.part == said.part
        }
        Names::Weekday(_) | Names::Shift(_) => {
            let Some(meant) = said.day else { return false };
            let part = date.part == said.part || date.part.is_none() && matches!(said.names, Names::Weekday(_));
            let adverb = |led: Led| matches!(led, Led::On | Led::Bare);
            (month, day) == (meant.month(), meant.day())
                && year.is_none_or(|y| y == meant.year())
                && weekday.is_none_or(|w| w == meant.weekday())
                && part
                && (date.led == said.led || adverb(date.led) && adverb(said.led))
        }
    }
}

/// All the cited sentences that use the word mean the same day by it.
fn settled(said: &DayMention, theirs: &[Theirs<'_>]) -> bool {
    said.written() || theirs.iter().filter(|t| t.1.names == said.names).all(|t| t.1.day == said.day)
}

/// Bytes of the claim that the source's words take the place of, and these words.
fn exchange(text: &str, date: &DayMention, source: Cited<'_>, said: &DayMention) -> Option<(usize, usize, String)> {
    let adverb =
        date.led == Led::On && matches!(said.led, Led::On | Led::Bare) && !(said.written() && said.led == Led::Bare);
    let (start, from) = if adverb { (date.start, said.start) } else { (date.core, said.core) };
    // “on the evening of the 3rd” has no evening in a source without one
    let to = if date.part.is_none() && said.part.is_some() { weekday_end(source.text, said)? } else { said.end };
    let mut with = source.text.get(from..to)?.to_owned();
    if text.get(..start).is_none_or(|t| t.trim().is_empty()) {
        with = with.chars().next()?.to_uppercase().chain(with.chars().skip(1)).collect();
    }
    Some((start, end_of(text, date, source, said), with))
}

/// One past “Tuesday” of “Tuesday night”.
fn weekday_end(text: &str, said: &DayMention) -> Option<usize> {
    let words = text.get(said.core..said.end)?;
    words.find(' ').map(|at| said.core + at)
}

/// The end of the date with the comma that only its style asks for: “on Tuesday, November 24, the …”.
fn end_of(text: &str, date: &DayMention, source: Cited<'_>, said: &DayMention) -> usize {
    let own = text.get(date.core..date.end).is_some_and(|t| t.contains(','));
    let next = |text: &str, at: usize| text.get(at..).is_some_and(|t| t.starts_with(','));
    let extra = own && next(text, date.end) && !next(source.text, said.end);
    date.end + usize::from(extra)
}

/// The day stands beside its month with nothing but other days between: “23 and 24 November”.
fn stands_loosely(date: &DayMention, cited: &Cited<'_>) -> bool {
    let Names::Written { month, day, .. } = date.names else { return false };
    let Some(text) = cited.text.get(cited.from..cited.to) else { return false };
    let name = usize::try_from(month - 1).ok().and_then(|m| MONTHS.get(m)).copied().unwrap_or_default();
    let short = name.get(..3).unwrap_or(name);
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let number = |w: &str| w.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse::<i8>().ok();
    let joins = |w: &str| number(w).is_some() || ["and", "or", "to", "through", "of", "the"].contains(&w);
    let months = words.iter().enumerate().filter(|(_, w)| **w == name || **w == short || **w == "Sept" && month == 9);
    months.map(|m| m.0).any(|at| {
        let before = words.iter().take(at).rev().take_while(|w| joins(w));
        let after = words.iter().skip(at + 1).take_while(|w| joins(w));
        before.chain(after).any(|w| number(w) == Some(day))
    })
}

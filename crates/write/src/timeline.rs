//! The timeline: dated happenings, one for each date, oldest first. States, comparisons and what dangles stay out.

use crate::desk::Desk;
use crate::lexicon::{SAYING, past};
use crate::pool::Sentence;
use crate::same::SAME_FACT;
use crate::state::is_weekday;
use jiff::{ToSpan, civil::Date};
use standfirst_types::{Precision, TimeMention, TimelineItem, When};
use std::collections::BTreeSet;

/// The best sentence of each date that the notes resolve, oldest first; nothing when there are fewer than two dates.
pub(crate) fn timeline(desk: &Desk<'_>) -> Vec<TimelineItem> {
    let mut all: Vec<(When, Precision, usize)> = Vec::new();
    for i in desk.by_score() {
        let Some((when, precision)) = happened(desk, i) else { continue };
        let again = all.iter().any(|x| {
            x.0.date() == when.date() && x.1 == precision && precision != Precision::Day
                || desk.alike(x.2, i) >= SAME_FACT && (x.0.date() == when.date() || desk.alike(x.2, i) > 0.8)
        });
        let many = all.iter().filter(|x| x.0.date() == when.date()).count();
        if !again && many == 0 {
            all.push((when, precision, i));
        }
    }
    // the best-told dates, then in their order
    all.truncate(desk.input.options.timeline);
    all.sort_by_key(|x| (x.0.at, x.1, x.2));
    let days: BTreeSet<Date> = all.iter().map(|x| x.0.date()).collect();
    if days.len() < 2 {
        return vec![];
    }
    all.into_iter().map(|(date, precision, i)| TimelineItem { date, precision, claim: desk.claim(i) }).collect()
}

/// When the happening that a sentence tells took or takes place; `None` when it tells none.
fn happened(desk: &Desk<'_>, i: usize) -> Option<(When, Precision)> {
    let (sentence, span, notes) = (desk.sentence(i)?, desk.span(i)?, desk.notes_of(i)?);
    let article = desk.article_of(i)?;
    if sentence.is_speech() || desk.english && compares(sentence) {
        return None;
    }
    let told = article.published.map(|p| p.date());
    let inside = notes.times.iter().filter(|t| t.kind == "DATE" && t.start >= span.start && t.end <= span.end);
    let dates: Vec<(When, Precision, bool)> = inside
        .filter(|t| stands_free(&article.text, t))
        .filter_map(|t| {
            let ahead = tense(sentence, t, (t.start - span.start) as usize)?;
            date(t, told, ahead).map(|(when, precision)| (when, precision, ahead))
        })
        .collect();
    let best = dates.iter().map(|d| d.1).max()?;
    let (when, precision, ahead) = dates.into_iter().find(|d| d.1 == best)?;
    let later = told.is_some_and(|t| when.date() > t);
    (later == ahead || !later).then_some((when, precision))
}

/// Whether what happens at the time is to come (`true`) or over; `None` when nothing happens, but something is so or is
/// only said. The verb before the time decides, else the first one after it.
fn tense(sentence: &Sentence, time: &TimeMention, at: usize) -> Option<bool> {
    const COMING: &[&str] = &[
        "will",
        "shall",
        "due",
        "planned",
        "scheduled",
        "expected",
        "set",
        "plans",
        "postponed",
        "meets",
        "starts",
        "begins",
        "opens",
        "ends",
        "be",
    ];
    let words = &sentence.words;
    let stood_at = |n: usize| {
        words.get(n).is_some_and(|w| w.lower == "stood") && words.get(n + 1).is_some_and(|a| a.lower == "at")
    };
    let verb = |n: usize| {
        let w = words.get(n)?;
        let be = n.checked_sub(1).and_then(|b| words.get(b)).is_some_and(|b| b.is(&["is", "are"]));
        if w.is(COMING) || w.lower == "to" && be {
            Some(Some(true))
        } else if w.is(SAYING) && time.value.len() < 10 || stood_at(n) {
            Some(None)
        } else if w.breaks && (w.lower.ends_with("ed") || past(&w.lower)) {
            // “the ferry, built in 1994, …” tells which ferry
            Some(None)
        } else if w.is(&["was", "were", "had"])
            || !w.capital && (w.lower.len() > 4 && w.lower.ends_with("ed") || past(&w.lower))
        {
            Some(Some(false))
        } else {
            None
        }
    };
    let place = words.iter().position(|w| w.start >= at).unwrap_or(words.len());
    let before = (place.saturating_sub(10)..place).rev().find_map(verb);
    before.or_else(|| (place..words.len()).find_map(verb))?
}

/// “6.1 per cent higher than a year before” is no happening.
fn compares(sentence: &Sentence) -> bool {
    ["in the year to", "than a year", "a year earlier", "a year before"].iter().any(|p| sentence.text.contains(p))
}

/// The date stands for when it happened: not “since June”, “the flood of 2022”, “this year”, “by August”.
fn stands_free(text: &str, time: &TimeMention) -> bool {
    let lower = time.text.to_lowercase();
    let vague = !time.text.contains(|c: char| c.is_ascii_digit())
        && ["year", "years", "ago", "decade", "century"].iter().any(|w| lower.contains(w));
    let before = text.get(..time.start as usize).unwrap_or_default();
    let tail: Vec<&str> = before.split_whitespace().rev().take(2).collect();
    let bound = tail.first().is_some_and(|w| {
        ["since", "of", "from", "to", "than", "like", "between", "and", "after", "before", "by"]
            .contains(&w.to_lowercase().as_str())
    });
    let anniversary = text.get(time.end as usize..).is_some_and(|t| {
        let t = t.trim_start();
        ["growth", "budget", "target", "forecast", "season", "election"].iter().any(|w| t.starts_with(w))
    });
    !vague && !bound && !anniversary
}

/// A TIMEX3 date value: `2023-07-27`, `2023-07` or `2023`. A weekday of something to come is the next one.
fn date(time: &TimeMention, told: Option<Date>, ahead: bool) -> Option<(When, Precision)> {
    let day = time.value.get(..10).unwrap_or(&time.value);
    let (text, precision) = match day.len() {
        10 => (day.to_owned(), Precision::Day),
        7 => (format!("{day}-01"), Precision::Month),
        4 => (format!("{day}-01-01"), Precision::Year),
        _ => return None,
    };
    let mut date: Date = text.parse().ok().filter(|d: &Date| (1500..=2200).contains(&d.year()))?;
    if ahead && is_weekday(&time.text) && told.is_some_and(|t| date < t) {
        date = date.checked_add(7.days()).ok()?;
    }
    When::day(date).map(|w| (w, precision))
}

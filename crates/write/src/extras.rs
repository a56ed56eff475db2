//! What stands beside the article: key facts, quotations, the timeline.

use crate::extractive::{Desk, Used};
use crate::words::{flat, length};
use jiff::civil::Date;
use standfirst_types::{Article, Claim, Precision, Quote, Quoted, Span, TimelineItem, When};
use std::collections::{BTreeMap, BTreeSet};

/// Sentences with numbers, best first, none of them in the TL;DR, and in the article only where there are not two others.
pub(crate) fn key_facts(desk: &Desk<'_>, tldr: &[usize], article: &[usize], used: &mut Used) -> Vec<Claim> {
    let most = desk.input.options.key_facts;
    let fact = |i: usize| {
        desk.sentence(i).is_some_and(|s| {
            s.stands() && !s.is_speech() && s.has_number() && length(&s.text) <= 36 && !s.text.ends_with('?')
        })
    };
    let told: Vec<usize> = tldr.iter().chain(article).copied().collect();
    let mut chosen = desk.ranked.choose(&told, |i, _| fact(i) && used.take(desk, i), |c| c.len() >= most);
    if chosen.len() < 2 {
        chosen = desk.ranked.choose(tldr, |i, _| fact(i) && used.take(desk, i), |c| c.len() >= most.min(3));
    }
    chosen.into_iter().map(|i| desk.claim(i)).collect()
}

/// Direct speech with a named speaker, word for word: the best of each speaker first, then more.
pub(crate) fn quotes(desk: &Desk<'_>) -> Vec<Quoted> {
    let mut found: Vec<(f32, Quoted)> = Vec::new();
    for &n in &desk.sources {
        let Some((article, notes)) = desk.input.articles.get(n).zip(desk.input.notes.get(n)) else { continue };
        for quote in notes.quotes.iter().filter(|q| q.direct) {
            found.extend(quoted(article, quote).map(|q| (weight(desk, article, &q), q)));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.span.cmp(&b.1.span)));
    let (mut said, mut speakers, mut out, mut more) = (BTreeSet::new(), BTreeSet::new(), vec![], vec![]);
    for (_, quote) in found {
        let key: String = quote.text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        if said.insert(key) {
            if speakers.insert(quote.speaker.clone()) { &mut out } else { &mut more }.push(quote);
        }
    }
    out.extend(more);
    out.truncate(desk.input.options.quotes);
    out
}

fn quoted(article: &Article, quote: &Quote) -> Option<Quoted> {
    let [from, to] = quote.content;
    let text = article.text.get(from as usize..to as usize)?;
    let text = text.trim().trim_end_matches(',');
    let speaker = quote.speaker.clone().or_else(|| {
        let [s, e] = quote.source?;
        article.text.get(s as usize..e as usize).map(flat)
    })?;
    let pronoun = speaker.split_whitespace().count() == 1 && !speaker.chars().next().is_some_and(char::is_uppercase);
    if length(text) < 5 || length(text) > 70 || text.contains("\n\n") || pronoun || speaker.is_empty() {
        return None;
    }
    let [low, high] = quote.source.map_or([from, to], |[s, e]| [from.min(s), to.max(e)]);
    let mut holding = article.sentences.iter().filter(|s| s[1] > low && s[0] < high);
    let first = *holding.next()?;
    let last = holding.next_back().copied().unwrap_or(first);
    let whole = Span { article: article.id, version: article.version, start: first[0].min(from), end: last[1].max(to) };
    (whole.end - whole.start <= 900).then(|| Quoted { text: text.to_owned(), speaker, span: whole })
}

/// The score of the sentences around a quotation; middling lengths are preferred.
fn weight(desk: &Desk<'_>, article: &Article, quote: &Quoted) -> f32 {
    let inside = |i: &usize| {
        desk.span(*i).is_some_and(|s| s.article == article.id && s.start < quote.span.end && s.end > quote.span.start)
    };
    let all = (0..desk.ranked.sentences.len()).filter(inside).filter_map(|i| desk.sentence(i)).map(|s| s.score);
    let n = length(&quote.text);
    all.fold(0.0, f32::max) + if (8..=35).contains(&n) { 0.3 } else { 0.0 }
}

/// The best sentence of each date that the notes resolve, oldest first; nothing when there are fewer than two dates.
pub(crate) fn timeline(desk: &Desk<'_>) -> Vec<TimelineItem> {
    let mut best: BTreeMap<(When, Precision), usize> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for i in desk.by_score() {
        let Some((sentence, span)) = desk.sentence(i).zip(desk.span(i)) else { continue };
        let Some(notes) = desk.sources.get(sentence.source).and_then(|&n| desk.input.notes.get(n)) else { continue };
        let dates = notes.times.iter().filter(|t| t.kind == "DATE" && t.start >= span.start && t.end <= span.end);
        let date = dates.filter_map(|t| date(&t.value)).next();
        if sentence.is_speech() || sentence.text.ends_with('?') {
            continue;
        }
        if let Some(date) = date.filter(|d| !best.contains_key(d) && told.insert(sentence.text.clone())) {
            best.insert(date, i);
        }
    }
    // the best-told dates, then in their order
    let score = |i: &usize| desk.sentence(*i).map_or(0.0, |s| s.score);
    let mut all: Vec<((When, Precision), usize)> = best.into_iter().collect();
    all.sort_by(|a, b| score(&b.1).total_cmp(&score(&a.1)).then(a.0.cmp(&b.0)));
    all.truncate(desk.input.options.timeline);
    all.sort_by_key(|x| x.0);
    let days: BTreeSet<Date> = all.iter().map(|x| x.0.0.date()).collect();
    if days.len() < 2 {
        return vec![];
    }
    all.into_iter().map(|((date, precision), i)| TimelineItem { date, precision, claim: desk.claim(i) }).collect()
}

/// A TIMEX3 date value: `2023-07-27`, `2023-07` or `2023`.
fn date(value: &str) -> Option<(When, Precision)> {
    let day = value.get(..10).unwrap_or(value);
    let (text, precision) = match day.len() {
        10 => (day.to_owned(), Precision::Day),
        7 => (format!("{day}-01"), Precision::Month),
        4 => (format!("{day}-01-01"), Precision::Year),
        _ => return None,
    };
    let date: Date = text.parse().ok().filter(|d: &Date| (1500..=2200).contains(&d.year()))?;
    When::day(date).map(|w| (w, precision))
}

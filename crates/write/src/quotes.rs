//! Quotations: direct speech of a person whom the source names, word for word, whole sentences, the best of each speaker.

use crate::desk::Desk;
use crate::lexicon::{CONNECTIVES, HONOURS, PRONOUNS};
use crate::words::{Splitter, flat, length};
use standfirst_types::{Article, Name, NameKind, Notes, Quote, Quoted, Span};
use std::collections::BTreeSet;

/// Fewest and most words of a quotation.
const WORDS: std::ops::RangeInclusive<usize> = 6..=40;

/// One quotation of each speaker, those first that say most about the event.
pub(crate) fn quotes(desk: &Desk<'_>) -> Vec<Quoted> {
    let mut found: Vec<(f32, Quoted)> = Vec::new();
    for &n in &desk.sources {
        let Some((article, notes)) = desk.input.articles.get(n).zip(desk.input.notes.get(n)) else { continue };
        for quote in notes.quotes.iter().filter(|q| q.direct) {
            found.extend(quoted(article, notes, quote).map(|q| (weight(desk, article, &q), q)));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.span.cmp(&b.1.span)));
    let (mut said, mut speakers, mut out) = (BTreeSet::new(), BTreeSet::new(), vec![]);
    for (_, quote) in found {
        let key: String = quote.text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        let speaker = quote.speaker.split_whitespace().last().unwrap_or_default().to_owned();
        if said.insert(key) && speakers.insert(speaker) {
            out.push(quote);
        }
    }
    out.truncate(desk.input.options.quotes);
    out
}

fn quoted(article: &Article, notes: &Notes, quote: &Quote) -> Option<Quoted> {
    let [from, to] = quote.content;
    let text = article.text.get(from as usize..to as usize)?.trim().trim_end_matches(',');
    let speaker = person(article, notes, quote)?;
    if !WORDS.contains(&length(text)) || text.contains("\n\n") || !stands_alone(text) {
        return None;
    }
    if !vouched(article, notes, quote, &speaker) || speaker.split(' ').any(|n| n.len() > 2 && text.contains(n)) {
        return None;
    }
    let [low, high] = quote.source.map_or([from, to], |[s, e]| [from.min(s), to.max(e)]);
    let mut holding = article.sentences.iter().filter(|s| s[1] > low && s[0] < high);
    let first = *holding.next()?;
    let last = holding.next_back().copied().unwrap_or(first);
    let whole = Span { article: article.id, version: article.version, start: first[0].min(from), end: last[1].max(to) };
    (whole.end - whole.start <= 900).then(|| Quoted { text: text.to_owned(), speaker, span: whole })
}

/// Whether it is plain whose words they are: the words that name the speaker name this one; or this one is the only person
/// named in this sentence and the two before it in the paragraph.
fn vouched(article: &Article, notes: &Notes, quote: &Quote, speaker: &str) -> bool {
    let last = speaker.rsplit(' ').next().unwrap_or_default();
    let stated = quote.source.and_then(|[s, e]| article.text.get(s as usize..e as usize)).unwrap_or_default();
    if stated.contains(last) {
        return true;
    }
    let at = article.sentences.partition_point(|s| s[1] <= quote.content[0]);
    let one =
        |s: &&[u32; 2]| article.text.get(s[0] as usize..quote.content[0] as usize).is_some_and(|t| !t.contains("\n\n"));
    let near: Vec<&[u32; 2]> =
        article.sentences.get(at.saturating_sub(2)..=at).unwrap_or_default().iter().filter(one).collect();
    let inside = |s: u32| s >= quote.content[0] && s < quote.content[1];
    let holding = |start: u32| near.iter().find(|s| s[0] <= start && start < s[1]);
    // “a letter of Ada Vint” is not by her, nor is “Ada Vint’s boat”
    let acts = |n: &Name| {
        let before =
            article.text.get(..n.start as usize).and_then(|t| t.split_whitespace().next_back()).unwrap_or_default();
        let after = article.text.get(n.end as usize..).unwrap_or_default();
        !BESIDE.contains(&before) && !n.text.ends_with("'s") && !after.starts_with(['\'', '’'])
    };
    let mut named = notes
        .names
        .iter()
        .filter(|n| n.kind == NameKind::Per && !inside(n.start) && holding(n.start).is_some())
        .peekable();
    named.peek().is_some() && named.all(|n| n.text.contains(last) && acts(n))
}

/// Before a name: it is spoken of, and does not speak.
const BESIDE: &[&str] =
    &["of", "by", "like", "from", "with", "about", "for", "to", "quotes", "quoting", "quoted", "cited", "than"];

/// A person's name in full; a role before it stays outside. `None` for places, papers, bodies and “the governor”.
fn person(article: &Article, notes: &Notes, quote: &Quote) -> Option<String> {
    let stated = quote.speaker.clone().or_else(|| {
        let [s, e] = quote.source?;
        article.text.get(s as usize..e as usize).map(flat)
    })?;
    let is_person = |name: &str| {
        let same = |text: &str| text == name || text.strip_suffix(name).is_some_and(|role| role.ends_with(' '));
        let kinds = notes.names.iter().filter(|n| same(&n.text) || n.entity.as_deref().is_some_and(same));
        let (mut persons, mut others) = (0, 0);
        kinds.for_each(|n| if n.kind == NameKind::Per { persons += 1 } else { others += 1 });
        persons > others
    };
    let words: Vec<&str> = stated.split_whitespace().collect();
    let own = article.site.to_lowercase();
    // “Coach Pia Saunders”: the longest end of it that is a person's name of two words or more
    let name = (0..words.len().saturating_sub(1))
        .filter_map(|n| words.get(n..))
        .filter(|w| !w.first().is_some_and(|f| HONOURS.contains(&f.to_lowercase().trim_end_matches('.'))))
        .map(|w| w.join(" "))
        .find(|n| is_person(n))?;
    let capital = name.split_whitespace().all(|w| w.chars().next().is_some_and(char::is_uppercase) || w.len() <= 3);
    let body = name.split_whitespace().any(|w| BODIES.contains(&w));
    (capital && !body && !own.contains(&name.to_lowercase())).then_some(name)
}

/// Words of names that are no person's.
const BODIES: &[&str] = &[
    "Radio",
    "Bank",
    "Yard",
    "Council",
    "Board",
    "Office",
    "Line",
    "Lines",
    "Club",
    "University",
    "Police",
    "City",
    "Town",
    "Party",
    "Company",
    "Ministry",
    "Union",
    "Gazette",
    "Post",
    "Times",
    "News",
    "Street",
    "Road",
    "Island",
    "Hospital",
];

/// Begins like a sentence and points at nothing before it.
fn stands_alone(text: &str) -> bool {
    let words = Splitter::new(true).words(text);
    let Some(first) = words.first() else { return false };
    let back = first.is(CONNECTIVES)
        || first.is(&["because", "which", "who", "he", "she", "they", "that", "those", "these", "his", "her"]);
    let lower = text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    !(lower || back || first.is(PRONOUNS) && words.len() < 8)
}

/// The score of the sentences around a quotation and how much of the event it speaks of; middling lengths are preferred.
fn weight(desk: &Desk<'_>, article: &Article, quote: &Quoted) -> f32 {
    let inside = |i: &usize| {
        desk.span(*i).is_some_and(|s| s.article == article.id && s.start < quote.span.end && s.end > quote.span.start)
    };
    let all = (0..desk.ranked.sentences.len()).filter(inside).filter_map(|i| desk.sentence(i)).map(|s| s.score);
    let words = Splitter::new(desk.english).words(&quote.text);
    let event = desk.profile.held(words.iter());
    let n = words.len();
    all.fold(0.0, f32::max) + event + if (8..=30).contains(&n) { 0.2 } else { 0.0 }
}

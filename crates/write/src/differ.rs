//! Where the originals differ: the same thing counted with different numbers by independent voices.

use crate::clean::Opening;
use crate::conflict::conflicts;
use crate::desk::Desk;
use crate::pool::Sentence;
use crate::words::Word;
use standfirst_types::{Article, Disagreement, Version, When};
use std::collections::{BTreeMap, BTreeSet};

/// What is counted, whatever the words: heading and words by which it is known.
const KINDS: &[(&str, &[&str])] = &[
    ("deaths", &["killed", "dead", "died", "deaths", "death", "fatalities", "killing", "bodies", "kills", "toll"]),
    ("injured", &["injured", "wounded", "hurt", "injuries", "injuring", "wounding", "hospitalised", "hospitalized"]),
    ("missing", &["missing", "unaccounted"]),
    ("arrests", &["arrested", "detained", "arrests", "arresting", "detaining"]),
    ("evacuated", &["evacuated", "displaced", "homeless", "fled", "evacuating"]),
    ("rescued", &["rescued", "saved", "rescuing"]),
];

/// A number after or before one of these is an age, a date, a time or a measure, not a count of the story's things.
const MEASURES: &[&str] = &[
    "year",
    "years",
    "month",
    "months",
    "week",
    "weeks",
    "day",
    "days",
    "hour",
    "hours",
    "minute",
    "minutes",
    "seconds",
    "percent",
    "per",
    "am",
    "pm",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "gmt",
    "times",
    "of",
    "and",
    "or",
    "to",
    "in",
    "on",
    "at",
    "other",
    "others",
    "more",
];

/// A count in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    /// What is counted: a kind's name, or the stem of the noun.
    pub(crate) key: String,
    /// What is counted, as it is shown.
    pub(crate) about: String,
    /// The number.
    pub(crate) value: f64,
    /// The number as the sentence writes it.
    pub(crate) written: String,
    /// One of [`KINDS`].
    pub(crate) kind: bool,
}

/// The counts of a sentence, in order.
pub(crate) fn figures(sentence: &Sentence) -> Vec<Figure> {
    if let Some(vote) = vote(sentence) {
        return vec![vote];
    }
    (0..sentence.words.len()).filter_map(|i| figure(&sentence.text, &sentence.words, i)).collect()
}

/// “by six votes to three”, “voted 8–5”: one figure, whichever side is named first.
fn vote(sentence: &Sentence) -> Option<Figure> {
    let (text, words) = (&sentence.text, &sentence.words);
    if !sentence.has(&["vote", "votes", "voted", "voting", "ballot"]) {
        return None;
    }
    words.iter().enumerate().find_map(|(i, first)| {
        let one = first.value().filter(|v| (0.0..=1000.0).contains(v))?;
        let (mut n, mut apart) = (i + 1, false);
        while words.get(n).is_some_and(|w| w.is(&["votes", "members", "to", "against"]) && !w.breaks) {
            apart |= words.get(n).is_some_and(|w| w.is(&["to", "against"]));
            n += 1;
        }
        let second = words.get(n)?;
        let other = second.value().filter(|v| (0.0..=1000.0).contains(v))?;
        let dash = matches!(text.get(first.end..second.start)?, "–" | "-" | "—");
        let (high, low) = (one.max(other), one.min(other));
        let written = text.get(first.start..second.end)?.to_owned();
        let value = high * 1e4 + low;
        (apart || dash).then(|| Figure { key: "vote".into(), about: "the vote".into(), value, written, kind: true })
    })
}

fn figure(text: &str, words: &[Word], i: usize) -> Option<Figure> {
    let word = words.get(i)?;
    let mut value = word.value().filter(|v| *v > 1.0)?;
    let mut next = i + 1;
    let mut end = word.end;
    let scale = words.get(next).filter(|w| !w.breaks).map_or(1.0, |w| match w.lower.as_str() {
        "hundred" => 1e2,
        "thousand" => 1e3,
        "million" => 1e6,
        "billion" => 1e9,
        _ => 1.0,
    });
    if scale > 1.0 {
        end = words.get(next)?.end;
        (value, next) = (value * scale, next + 1);
    }
    let hyphen = text.get(end..).is_some_and(|t| t.starts_with(['-', '%', ':']));
    // “five of the nine members”: nine is how many there are
    let all = i >= 2
        && words.get(i - 1).is_some_and(|w| w.lower == "the")
        && words.get(i - 2).is_some_and(|w| w.lower == "of");
    let money = text.get(..word.start).is_some_and(|t| t.ends_with(['$', '£', '€', '¥']));
    let month = i.checked_sub(1).and_then(|b| words.get(b)).is_some_and(|w| w.capital && w.is(MEASURES));
    let following: Vec<&Word> =
        words.iter().skip(next).take_while(|w| !w.breaks && w.value().is_none() && w.lower != "and").take(4).collect();
    let first = following.first();
    if all
        || hyphen
        || money
        || month
        || first.is_some_and(|w| w.is(MEASURES) && !w.is(&["other", "others", "more", "of"]))
    {
        return None;
    }
    let written = text.get(word.start..end)?.to_owned();
    let before = words.get(i.saturating_sub(5)..i)?.iter().rev().take_while(|w| w.value().is_none());
    let lives = text.contains("lost their lives");
    let named = |w: &&Word| {
        KINDS.iter().find(|k| k.1.contains(&w.lower.as_str()) || lives && k.0 == "deaths" && w.lower == "lost")
    };
    let kind = following.iter().find_map(named).or_else(|| before.into_iter().find_map(|w| named(&w)));
    if let Some((about, _)) = kind {
        return Some(Figure { key: (*about).into(), about: (*about).into(), value, written, kind: true });
    }
    // “the number of people killed …, the police putting it at nine and the hospital at eleven”
    let put = i.checked_sub(1).and_then(|b| words.get(b)).is_some_and(|w| w.lower == "at")
        && words.get(next).is_none_or(|w| w.breaks || !w.is_content());
    let counts = || words.iter().take(i).any(|w| w.is(&["number", "toll", "figure"]));
    if let Some((about, _)) = words.iter().take(i).find_map(|w| named(&w)).filter(|_| put && counts()) {
        return Some(Figure { key: (*about).into(), about: (*about).into(), value, written, kind: true });
    }
    let year = scale == 1.0 && (1800.0..2100.0).contains(&value) && word.has_digit() && !word.lower.contains(',');
    let noun = first.filter(|w| w.is_content() && !w.capital && w.lower.len() >= 4 && !w.is(MEASURES) && !year)?;
    Some(Figure { key: noun.stem.clone(), about: noun.lower.clone(), value, written, kind: false })
}

/// Disagreements between independent voices, those of [`KINDS`] first, each with its versions newest first.
pub(crate) fn disagreements(desk: &Desk<'_>) -> Vec<Disagreement> {
    // the first count of each thing in each source: what the source leads with
    let mut counts: BTreeMap<(bool, String), Vec<(usize, Figure)>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let all: Vec<usize> = (0..desk.ranked.sentences.len()).collect();
    let (free, barred): (Vec<usize>, Vec<usize>) =
        all.into_iter().partition(|&i| desk.tells(i) && desk.sentence(i).is_some_and(|s| !s.is_speech()));
    let asks = |s: &&Sentence| (s.stands() || s.opening == Opening::Role) && !s.text.ends_with('?');
    for i in free.into_iter().chain(barred) {
        let Some(sentence) = desk.sentence(i).filter(asks) else { continue };
        let own = figures(sentence);
        for figure in &own {
            // one that reports both sides, as “nine” and “eleven” in one sentence, gives both
            let both = own.iter().filter(|f| f.key == figure.key).count() > 1;
            if seen.insert((sentence.source, figure.key.clone())) || both {
                counts.entry((!figure.kind, figure.key.clone())).or_default().push((i, figure.clone()));
            }
        }
    }
    let (kinds, things): (Vec<_>, Vec<_>) = counts.into_iter().partition(|c| !c.0.0);
    let mut all: Vec<Disagreement> = kinds.into_iter().filter_map(|c| disagreement(desk, c.1)).collect();
    all.extend(conflicts(desk));
    all.extend(things.into_iter().filter_map(|c| disagreement(desk, c.1)));
    all.truncate(desk.input.options.disagreements);
    all
}

fn disagreement(desk: &Desk<'_>, told: Vec<(usize, Figure)>) -> Option<Disagreement> {
    let near = told.first().map_or(0.3, |t| if t.1.kind { 0.06 } else { 0.45 });
    let paired = |one: &&(usize, Figure)| {
        let apart = |j: usize| desk.ranked.voices_differ(one.0, j) && desk.ranked.cosine(one.0, j) >= near;
        // or one report gives both in one sentence
        told.iter().any(|(j, g)| g.value != one.1.value && (apart(*j) || *j == one.0 && g.kind))
    };
    let mut found: Vec<(When, usize, Figure)> =
        told.iter().filter(paired).map(|(i, f)| (as_of(desk, *i), *i, f.clone())).collect();
    found.sort_by(|a, b| b.0.at.cmp(&a.0.at).then(a.1.cmp(&b.1)));
    let mut values: Vec<f64> = Vec::new();
    found.retain(|(_, _, f)| {
        !values.contains(&f.value) && {
            values.push(f.value);
            true
        }
    });
    let mut about = found.first().map(|f| f.2.about.clone()).filter(|_| found.len() >= 2)?;
    if revised(desk, &found) {
        about.push_str(REVISED);
    }
    let versions =
        found.into_iter().map(|(as_of, i, figure)| Version { value: figure.written, as_of, claim: own(desk, i) });
    Some(Disagreement { about, versions: versions.collect() })
}

/// What a disagreement is called after that has been settled since: the newest source says itself that the older figure was
/// another, or whoever gave the older ones has given the newest since.
pub(crate) const REVISED: &str = ", later revised";

fn revised(desk: &Desk<'_>, found: &[(When, usize, Figure)]) -> bool {
    const SAYS_SO: &[&str] = &[
        "revised",
        "corrected",
        "down from",
        "up from",
        "had earlier said",
        "earlier put",
        "previously put",
        "had put",
        "earlier reported",
        "previously reported",
        "lowered the",
        "raised the toll",
        "earlier figure",
        "earlier toll",
    ];
    let Some(((when, newest, figure), older)) = found.split_first() else { return false };
    let says = desk.sentence(*newest).is_some_and(|s| {
        let lower = s.text.to_lowercase();
        SAYS_SO.iter().any(|p| lower.contains(p))
            && older
                .iter()
                .any(|o| figures(s).iter().any(|f| f.value == o.2.value) || lower.contains(&o.2.written.to_lowercase()))
    });
    let agrees = |i: usize| {
        let all = 0..desk.ranked.sentences.len();
        all.into_iter().any(|j| {
            let one = !desk.ranked.voices_differ(i, j) && as_of(desk, j).at > as_of(desk, i).at;
            one && desk
                .sentence(j)
                .is_some_and(|s| figures(s).iter().any(|f| f.key == figure.key && f.value == figure.value))
        })
    };
    let settles = desk.ranked.sentences.iter().any(|s| {
        let lower = s.text.to_lowercase();
        ["replaces the", "replaces earlier", "replacing the", "supersedes"].iter().any(|p| lower.contains(p))
            && figures(s).iter().any(|f| f.key == figure.key && f.value == figure.value)
    });
    says || settles || older.iter().all(|o| o.0.at < when.at && agrees(o.1))
}

/// The sentence with its own span alone: what others say is the point here.
pub(crate) fn own(desk: &Desk<'_>, i: usize) -> standfirst_types::Claim {
    let mut claim = desk.claim(i);
    claim.support.retain(|s| Some(s.article) == desk.article_of(i).map(|a| a.id));
    claim.text = desk.sentence(i).map(|s| s.text.clone()).unwrap_or_default();
    claim.support.truncate(if desk.sentence(i).is_some_and(|s| s.lean.is_some()) { 2 } else { 1 });
    claim
}

/// When a source said so: its last change, else its publication, else the story's last report.
pub(crate) fn as_of(desk: &Desk<'_>, i: usize) -> When {
    let stated = |a: &Article| a.modified.or(a.published);
    desk.article_of(i).and_then(stated).unwrap_or_else(|| When::exact(desk.input.story.last))
}

//! The headline: a title that the body bears out, or the lead cut at a clause; at most 90 characters, neutral.

use crate::lexicon::{SAYING, SUBORDINATE, is_finite, same_verb};
use crate::pool::Sentence;
use crate::rank::Ranked;
use crate::words::{Splitter, Word, flat};
use std::collections::BTreeSet;

/// Most sentences a headline may rest on.
const MOST: usize = 3;

/// A headline and the sentences of the pool it rests on.
pub(crate) struct Headline {
    pub(crate) text: String,
    pub(crate) support: Vec<usize>,
}

/// The best headline of `titles` (title, site) and the chosen `leads`, best first.
pub(crate) fn headline(titles: &[(&str, &str)], leads: &[usize], ranked: &Ranked, english: bool) -> Option<Headline> {
    let splitter = Splitter::new(english);
    let mut best: Option<(f32, Headline)> = None;
    for (title, site) in titles {
        let title = sentence_case(&without_site(title, site), ranked, &splitter);
        let words = splitter.words(&title);
        if !neutral(&title, &words) {
            continue;
        }
        let Some(support) = borne_out(&words, ranked) else { continue };
        let strength: f32 = support.first().and_then(|&i| ranked.sentences.get(i)).map_or(0.0, |s| s.score);
        let common = support.first().map_or(0, |&i| ranked.agreeing(i).len()) as f32;
        let score = strength + 0.2 * common - 0.1 * support.len() as f32;
        if best.as_ref().is_none_or(|b| b.0 < score) {
            best = Some((score, Headline { text: title, support }));
        }
    }
    best.map(|b| b.1).or_else(|| leads.iter().find_map(|&i| shortened(ranked.sentences.get(i)?, i)))
}

/// The title without “ | Site”, “ - Site” and kin.
fn without_site(title: &str, site: &str) -> String {
    let title = flat(title);
    let plain = |t: &str| t.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    for mark in [" | ", " – ", " — ", " - ", " :: ", " » "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let (name, end) = (plain(site), plain(tail));
            let own = !end.is_empty() && (name.contains(&end) || end.contains(&name) && !name.is_empty());
            if head.split_whitespace().count() >= 4 && (own || mark == " | " && tail.split_whitespace().count() <= 4) {
                return head.trim().to_owned();
            }
        }
    }
    title
}

/// No question, no shouting, no “you”, 4 to 20 words, at most 90 characters.
fn neutral(title: &str, words: &[Word]) -> bool {
    let small = title.chars().any(char::is_lowercase) || !title.chars().any(char::is_uppercase);
    let loud = words.iter().any(|w| {
        w.is(&[
            "you",
            "your",
            "i",
            "we",
            "our",
            "my",
            "us",
            "here's",
            "why",
            "how",
            "what",
            "this",
            "these",
            "watch",
            "live",
            "video",
            "opinion",
            "exclusive",
            "shocking",
            "unexpected",
            "stunning",
        ])
    });
    small
        && !loud
        && !title.contains(['?', '!', '…', '|'])
        && !title.ends_with("...")
        && (4..=20).contains(&words.len())
        && title.chars().count() <= 90
}

/// A Title Written So becomes “A title written so”: words that the body writes small are written small.
fn sentence_case(title: &str, ranked: &Ranked, splitter: &Splitter) -> String {
    let words = splitter.words(title);
    let long: Vec<&Word> = words.iter().skip(1).filter(|w| w.is_content()).collect();
    if long.is_empty() || long.iter().filter(|w| w.capital).count() * 10 < long.len() * 7 {
        return title.to_owned();
    }
    let body = || ranked.sentences.iter().flat_map(|s| s.words.iter().skip(1).map(move |w| (s, w)));
    let mut out = title.to_owned();
    for word in words.iter().skip(1).filter(|w| w.capital) {
        let small = body()
            .filter(|(_, w)| {
                !w.capital && (w.lower == word.lower || w.stem == word.stem || same_verb(&w.lower, &word.lower))
            })
            .count();
        let large = body().filter(|(_, w)| w.capital && w.lower == word.lower).count();
        let acronym = title
            .get(word.start..word.end)
            .is_some_and(|t| t.len() > 1 && t.chars().all(|c| c.is_uppercase() || c == '.'));
        if acronym || large > small || small == 0 && word.is_content() {
            continue;
        }
        let lower = title.get(word.start..word.end).unwrap_or_default().to_lowercase();
        if lower.len() == word.end - word.start {
            out.replace_range(word.start..word.end, &lower);
        }
    }
    out
}

/// At most three sentences in which every content word of the title stands, each number and each capitalised name as it
/// is written; `None` when there are none, or when all they say is somebody's word and the title leaves that out.
fn borne_out(title: &[Word], ranked: &Ranked) -> Option<Vec<usize>> {
    let mut open: Vec<&Word> =
        title.iter().enumerate().filter(|(i, w)| w.is_content() || *i > 0 && w.capital).map(|(_, w)| w).collect();
    let first = title.first()?;
    let stands = |w: &Word, s: &Sentence| {
        let strict = w.has_digit() || w.capital && w.start > first.start;
        s.words.iter().any(|o| o.lower == w.lower || !strict && (o.stem == w.stem || same_verb(&o.lower, &w.lower)))
    };
    let mut support = Vec::new();
    while !open.is_empty() && support.len() < MOST {
        let gain = |i: usize| {
            ranked.sentences.get(i).map_or((0, 0.0), |s| (open.iter().filter(|w| stands(w, s)).count(), s.score))
        };
        let best = (0..ranked.sentences.len())
            .filter(|i| !support.contains(i))
            .max_by(|&a, &b| gain(a).0.cmp(&gain(b).0).then(gain(a).1.total_cmp(&gain(b).1)).then(b.cmp(&a)))?;
        if gain(best).0 == 0 {
            return None;
        }
        let sentence = ranked.sentences.get(best)?;
        open.retain(|w| !stands(w, sentence));
        support.push(best);
    }
    let said = |s: &Sentence| s.has(SAYING) || s.has(crate::lexicon::DISPUTE);
    let held = title.iter().any(|w| w.is(SAYING) || w.is(crate::lexicon::DISPUTE));
    let firm = held || support.iter().filter_map(|&i| ranked.sentences.get(i)).any(|s| !said(s));
    let denies = |words: &[Word]| {
        words.iter().any(|w| {
            w.is(&["not", "no", "never", "denies", "denied", "fails", "failed", "without"]) || w.lower.ends_with("n't")
        })
    };
    let same_sign =
        support.first().and_then(|&i| ranked.sentences.get(i)).is_some_and(|s| denies(&s.words) == denies(title));
    (open.is_empty() && firm && same_sign).then_some(support)
}

/// The sentence up to a clause boundary, at most 90 characters, as long as it can be; what stands after the cut changes
/// nothing before it, and what stays has a subject and a verb.
fn shortened(sentence: &Sentence, at: usize) -> Option<Headline> {
    let mut ends: Vec<usize> = (3..sentence.words.len())
        .filter(|&i| cuts(sentence, i))
        .filter_map(|i| sentence.words.get(i))
        .map(|w| w.start)
        .collect();
    ends.push(sentence.text.len());
    let phrase = sentence.words.first().is_none_or(|w| w.is(SUBORDINATE));
    ends.into_iter().rev().find_map(|end| {
        let text = sentence.text.get(..end)?;
        let text = text.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | ':' | '—' | '–' | '-' | '(' | '“' | '"' | '‘')
        });
        let text = if end == sentence.text.len() { text.trim_end_matches('.') } else { text };
        let kept = sentence.words.iter().take_while(|w| w.start < text.len()).count();
        let whole = kept == sentence.words.len();
        let verb = sentence
            .words
            .windows(2)
            .take(kept.saturating_sub(1))
            .any(|two| matches!(two, [a, b] if is_finite(&b.lower) && !b.breaks && !a.is(DETERMINERS) && !a.is(&["who", "which", "whose", "that"])));
        let good = kept >= 4 && verb && (whole || !phrase) && closes(sentence, kept) && text.chars().count() <= 90;
        let marks = text.matches(['“', '”']).count() % 2 == 0 && text.matches('"').count() % 2 == 0;
        (good && marks).then(|| Headline { text: text.to_owned(), support: vec![at] })
    })
}

/// “the damaged” is no verb.
const DETERMINERS: &[&str] = &["the", "a", "an", "its", "his", "her", "their", "of", "and", "some", "two", "three"];

/// A clause may end before word `i`: a conjunction stands there, or a comma or dash that parts no list of names.
fn cuts(sentence: &Sentence, i: usize) -> bool {
    const CUTS: &[&str] = &["after", "while", "following", "amid", "during"];
    let (Some(before), Some(word)) = (i.checked_sub(1).and_then(|b| sentence.words.get(b)), sentence.words.get(i))
    else {
        return false;
    };
    let gap = sentence.text.get(before.end..word.start).unwrap_or_default();
    let mark = gap.contains([',', ';', '—', '–', '(']) || gap.contains(" - ");
    word.is(CUTS) || mark && !(before.capital && word.capital) && !gap.contains(['“', '"', '‘'])
}

/// The cut after `kept` words leaves no word hanging and takes away no attribution and no condition.
fn closes(sentence: &Sentence, kept: usize) -> bool {
    const OPEN: &[&str] = &[
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "as",
        "and",
        "or",
        "but",
        "not",
        "no",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "that",
        "who",
        "which",
        "said",
        "such",
        "been",
        "be",
        "including",
        "than",
        "about",
        "least",
        "its",
        "his",
        "her",
        "their",
        "this",
        "these",
        "into",
        "more",
    ];
    let (head, tail) = sentence.words.split_at(kept.min(sentence.words.len()));
    let hangs = head.last().is_none_or(|w| w.is(OPEN));
    let said = tail.iter().any(|w| w.is(SAYING)) && !head.iter().any(|w| w.is(SAYING));
    let aside = head.iter().rev().find(|w| w.breaks).is_some_and(|w| w.is(&["who", "whose", "which", "where"]));
    !hangs
        && !said
        && (!aside || tail.is_empty())
        && !tail.first().is_some_and(|w| w.is(&["if", "unless", "until", "but"]))
}

/// Stems of the content of the titles, for ranking.
pub(crate) fn title_stems<'a>(titles: impl Iterator<Item = &'a str>, english: bool) -> BTreeSet<String> {
    let splitter = Splitter::new(english);
    titles.flat_map(|t| splitter.words(t)).filter(Word::is_content).map(|w| w.stem).collect()
}

//! The headline: the title or the shortened lead that says most of what the reports have in common, and that the body
//! bears out; at most 90 characters, neutral, with a verb.

use crate::headcut::{Trim, trimmed};
use crate::index::Index;
use crate::lexicon::{COLOUR, DISPUTE, SAYING, SCENE, past, past_of, verb};
use crate::pool::Sentence;
use crate::profile::Profile;
use crate::rank::Ranked;
use crate::shorten::shortened;
use crate::titles::{forms, has_verb, neutral};
use crate::words::{Splitter, Word};
use std::collections::BTreeSet;

/// Most sentences a headline may rest on.
const MOST: usize = 3;
/// Headlines that are offered: the judge takes the first that stands.
const OFFERED: usize = 6;
/// What a title has over a shortened lead: an editor wrote it to be one.
const TITLE: f32 = 0.2;

/// What the sentence that tells most of the story has over one that tells nothing of it.
const CENTRAL: f32 = 0.15;

/// A headline and the sentences of the pool it rests on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Headline {
    pub(crate) text: String,
    pub(crate) support: Vec<usize>,
}

/// A report as the headline looks at it.
pub(crate) struct Report<'a> {
    pub(crate) title: &'a str,
    pub(crate) site: &'a str,
    /// Its first sentences that can stand alone, in order; the first of all is its lead.
    pub(crate) leads: Vec<usize>,
    /// 0 to 1; 1 for the newest.
    pub(crate) weight: f32,
}

/// Headlines of the reports' titles and leads, best first; of `others`, best first, when there is none. Linear in titles,
/// leads and the places where their words stand.
pub(crate) fn headlines(
    reports: &[Report<'_>],
    others: &[usize],
    ranked: &Ranked,
    profile: &Profile,
    english: bool,
) -> Vec<Headline> {
    let splitter = Splitter::new(english);
    let index = Index::new(&ranked.sentences);
    let most = ranked.sentences.iter().map(|s| s.score).fold(f32::EPSILON, f32::max);
    let top = |i: usize| ranked.sentences.get(i).map_or(0.0, |s| CENTRAL * s.score.max(0.0) / most);
    let mut all: Vec<(f32, Headline)> = Vec::new();
    let mut offer = |score: f32, headline: Headline| all.push((score, headline));
    let titled = |w: &Word| reports.iter().any(|r| r.title.to_lowercase().contains(&w.lower));
    let mut seen = BTreeSet::new();
    for report in reports {
        for title in forms(report.title, report.site, &index, &splitter) {
            let words = splitter.words(&title);
            let fits = neutral(&title, &words, &index) && (!english || has_verb(&words, &index));
            if !fits || !seen.insert(title.clone()) {
                continue;
            }
            let Some(support) = borne_out(&words, ranked, &index) else { continue };
            let Some(title) = in_the_bodys_tense(title, &words, &support, ranked) else { continue };
            let words = splitter.words(&title);
            let body = support.iter().filter_map(|&i| ranked.sentences.get(i));
            if !hangs_together(&words, body) {
                continue;
            }
            let borne = support.iter().map(|&i| top(i)).fold(0.0, f32::max);
            offer(TITLE + borne + report.weight * weigh(&words, profile), Headline { text: title, support });
        }
        for (nth, &i) in report.leads.iter().enumerate() {
            let Some(headline) = ranked.sentences.get(i).and_then(|s| shortened(s, i, english, true)) else { continue };
            let words = splitter.words(&headline.text);
            let colour = words.iter().any(|w| w.is(COLOUR) || w.is(SCENE) && !titled(w));
            let score = top(i) + report.weight * weigh(&words, profile) * if nth == 0 { 1.0 } else { 0.8 };
            // where only a piece could be cut out, whoever did it may be missing
            let part = !english && ranked.sentences.get(i).is_some_and(|s| !s.text.starts_with(&headline.text));
            let score = if part { score - 0.3 } else { score };
            // colour only where there is nothing else
            let score = if colour { score - 1.0 } else { score };
            offer(score, headline);
        }
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut told: Vec<Headline> = Vec::new();
    for (_, headline) in all {
        if told.len() < OFFERED && told.iter().all(|t| t.text != headline.text) {
            told.push(headline);
        }
    }
    if told.is_empty() {
        told.extend(others.iter().find_map(|&i| shortened(ranked.sentences.get(i)?, i, english, true)));
    }
    told
}

/// A headline where no title and no lead makes a good one: the best sentence that can be cut short enough.
pub(crate) fn any_headline(others: &[usize], ranked: &Ranked) -> Option<Headline> {
    let cut = |how: Trim| {
        others.iter().find_map(|&i| {
            let text = trimmed(&ranked.sentences.get(i)?.text, how)?;
            Some(Headline { text, support: vec![i] })
        })
    };
    cut(Trim::Strict).or_else(|| cut(Trim::Any))
}

/// How much of the event the words say; a name makes it better, more than eleven words worse.
fn weigh(words: &[Word], profile: &Profile) -> f32 {
    let named = if words.iter().any(|w| w.capital) { 0.04 } else { 0.0 };
    let long = 0.01 * words.len().saturating_sub(11) as f32;
    profile.held(words.iter()) + named - long
}

/// At most three sentences in which every content word of the title stands, each number and each capitalised name as it
/// is written; `None` when there are none, or when all they say is somebody's word and the title leaves that out.
fn borne_out(title: &[Word], ranked: &Ranked, index: &Index) -> Option<Vec<usize>> {
    let content = || title.iter().enumerate().filter(|(i, w)| w.is_content() || *i > 0 && w.capital);
    let mut open: Vec<Vec<u32>> =
        content().map(|(i, w)| index.places(w, w.has_digit() || w.capital && i > 0)).collect();
    let all = open.len();
    // what happened must be told by one sentence; the others may only name more closely who and where
    let verbs: Vec<Vec<u32>> = content()
        .filter(|(i, w)| *i > 0 && !w.capital && (verb(&w.lower).is_some() || index.is_verb(w)))
        .map(|(_, w)| index.places(w, false))
        .collect();
    let mut support: Vec<usize> = Vec::new();
    let size = |i: u32| ranked.sentences.get(i as usize).map_or(0, |s| s.words.len());
    while !open.is_empty() && support.len() < MOST {
        let mut places: Vec<u32> = open.iter().flatten().copied().collect();
        places.sort_unstable();
        let tells = |i: &u32| !support.is_empty() || verbs.iter().all(|v| v.binary_search(i).is_ok());
        let counted = places.chunk_by(|a, b| a == b).filter_map(|c| Some((c.len(), *c.first()?)));
        let counted = counted.filter(|c| tells(&c.1));
        // of those that say as much the shortest (it says little else), and for more the one most like the first
        let near = |i: u32| {
            let pairs = || ranked.sentences.get(i as usize).map_or(0, |s| neighbours(title, &s.words)) as f32;
            support.first().map_or_else(|| pairs() - 0.01 * size(i) as f32, |&first| ranked.cosine(first, i as usize))
        };
        let order = |a: &(usize, u32), b: &(usize, u32)| {
            a.0.cmp(&b.0).then(near(a.1).total_cmp(&near(b.1))).then(b.1.cmp(&a.1))
        };
        let (_, best) = counted.max_by(order)?;
        open.retain(|p| p.binary_search(&best).is_err());
        support.push(best as usize);
        if support.len() == 1 && 2 * open.len() > all {
            return None;
        }
    }
    let first = support.first().and_then(|&i| ranked.sentences.get(i))?;
    let held = title.iter().any(|w| w.is(SAYING) || w.is(DISPUTE));
    let said = |s: &Sentence| s.has(SAYING) || s.has(DISPUTE);
    let firm = held || support.iter().filter_map(|&i| ranked.sentences.get(i)).any(|s| !said(s));
    (open.is_empty() && firm && !turned_passive(title, &first.words) && denies(&first.words) == denies(title))
        .then_some(support)
}

/// Irregular verbs as the body has them: “meets” becomes “met” where it is “has met” there. `None` when it cannot be said so.
fn in_the_bodys_tense(title: String, words: &[Word], support: &[usize], ranked: &Ranked) -> Option<String> {
    let mut out = title;
    for word in words.iter().rev().filter(|w| verb(&w.lower).is_some() && w.is_content() && !w.capital) {
        let mut body = support.iter().filter_map(|&i| ranked.sentences.get(i)).flat_map(|s| &s.words);
        if body.clone().any(|o| o.lower == word.lower || o.stem == word.stem && o.lower.len() > 3) {
            continue;
        }
        let said = past_of(&word.lower)?;
        body.find(|o| o.lower == said)?;
        out.replace_range(word.start..word.end, said);
    }
    Some(out)
}

/// What is picked word by word out of one sentence is no longer what it says: half of the neighbours stay neighbours.
fn hangs_together<'s>(title: &[Word], body: impl Iterator<Item = &'s Sentence>) -> bool {
    let (mut picked, mut most) = (false, 0);
    for sentence in body {
        let mut rest = sentence.words.iter();
        let in_order =
            title.iter().filter(|w| rest.clone().any(|o| o.stem == w.stem) && rest.any(|o| o.stem == w.stem));
        picked |= 4 * in_order.count() >= 3 * title.len();
        most = most.max(neighbours(title, &sentence.words));
    }
    !picked || 2 * most + 1 >= title.len()
}

/// How many neighbours in the title are neighbours in the body.
fn neighbours(title: &[Word], body: &[Word]) -> usize {
    let pairs = title.windows(2).filter(|two| {
        let [a, b] = two else { return false };
        body.windows(2).any(|o| matches!(o, [x, y] if x.stem == a.stem && y.stem == b.stem))
    });
    pairs.count()
}

/// “Orle receives Vint” of “Vint was received by …”: who did it to whom is turned round.
fn turned_passive(title: &[Word], body: &[Word]) -> bool {
    const BE: &[&str] = &["is", "are", "was", "were", "be", "been", "being"];
    let passive = |words: &[Word], i: usize| words.iter().take(i).skip(i.saturating_sub(2)).any(|w| w.is(BE));
    title.iter().enumerate().skip(1).filter(|(_, w)| w.is_content() && !w.capital).any(|(i, w)| {
        let same = |o: &Word| o.stem == w.stem || verb(&w.lower).is_some() && verb(&o.lower) == verb(&w.lower);
        let there = body.iter().position(same);
        there.is_some_and(|j| passive(body, j) && !passive(title, i))
            && (w.lower.ends_with('s') || !w.lower.ends_with("ed"))
            && there.and_then(|j| body.get(j)).is_some_and(|o| o.lower.ends_with("ed") || past(&o.lower))
    })
}

fn denies(words: &[Word]) -> bool {
    words.iter().any(|w| {
        w.is(&["not", "no", "never", "denies", "denied", "deny", "fails", "failed", "without"])
            || w.lower.ends_with("n't")
    })
}

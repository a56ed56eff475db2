//! The sections of the article: what the TL;DR leaves untold, in the arc of the article, nothing twice.

use crate::arc::{Part, answered, is_claim, is_denial, part};
use crate::desk::Desk;
use crate::labels::heading;
use crate::same::SAME_FACT;
use crate::used::Used;
use standfirst_types::Section;
use std::collections::BTreeMap;

/// Most sentences of background where there is something else to tell.
const MOST_BACKGROUND: usize = 6;
/// How much of the event a sentence must be to open the article.
const EVENT: f32 = 0.3;

/// The article opens with what happened: where nothing of it is chosen, with another report's telling of it, or with the
/// least of what the TL;DR has of it, which it then leaves.
pub(crate) fn opening(
    desk: &Desk<'_>,
    tldr: &mut Vec<usize>,
    chosen: &mut Vec<usize>,
    headline: &str,
    used: &mut Used<'_>,
) {
    if !desk.english || chosen.len() < 2 || chosen.iter().any(|&i| opens(desk, i)) {
        return;
    }
    let Some(&lead) = tldr.first() else { return };
    let said = |i: usize| desk.sentence(i).is_some_and(|s| s.text.trim_end_matches('.') == headline);
    let again = |i: &usize| !tldr.contains(i) && opens(desk, *i) && !said(*i) && desk.alike(lead, *i) < 0.9;
    let open: Vec<usize> = desk.by_score().into_iter().filter(again).collect();
    if let Some(i) = open.into_iter().find(|&i| used.take(desk, i)) {
        chosen.insert(0, i);
    } else if tldr.len() > desk.input.options.tldr_min + 1
        && let Some(at) = tldr.iter().skip(1).rposition(|&i| opens(desk, i))
    {
        chosen.insert(0, tldr.remove(at + 1));
    }
}

/// It tells what happened, of the state of things as it is now, and no colour.
fn opens(desk: &Desk<'_>, i: usize) -> bool {
    let event = |s: &crate::pool::Sentence| desk.profile.held(s.words.iter()) >= EVENT && !s.is_speech();
    desk.tells(i) && !desk.is_colour(i) && part_of(desk, i) == Part::Happened && desk.sentence(i).is_some_and(event)
}

/// The sentences of the article, best first; a denial brings along the claim it answers.
pub(crate) fn chosen(desk: &Desk<'_>, tldr: &[usize], headline: &str, used: &mut Used<'_>) -> Vec<usize> {
    let options = desk.input.options;
    // what the headline says word for word is told
    let said = |i: usize| desk.sentence(i).is_some_and(|s| s.text.trim_end_matches('.') == headline);
    let allowed = |i: usize, _: &[usize]| desk.tells(i) && !said(i) && used.take(desk, i);
    let alike = |a: usize, b: usize| desk.alike(a, b);
    let mut chosen = desk.ranked.choose(tldr, alike, SAME_FACT, allowed, |c| desk.words(c) >= options.article_words);
    for denial in chosen.clone() {
        let claim =
            answered(denial, &desk.ranked).filter(|c| !chosen.contains(c) && !tldr.contains(c) && desk.tells(*c));
        let told = |c: usize| chosen.iter().chain(tldr).any(|&o| o != denial && desk.alike(o, c) >= SAME_FACT);
        let claim = claim.filter(|&c| !told(c) && used.take(desk, c));
        chosen.extend(claim);
    }
    one_dispute_once(desk, tldr, &mut chosen);
    chosen
}

/// Of the sentences that claim and deny, one claim and one denial stay for each dispute.
fn one_dispute_once(desk: &Desk<'_>, tldr: &[usize], chosen: &mut Vec<usize>) {
    let about = |a: usize, b: usize| desk.ranked.cosine(a, b) >= 0.08;
    let mut kept: Vec<usize> = tldr.to_vec();
    chosen.retain(|&i| {
        let Some(s) = desk.sentence(i) else { return false };
        let kind = (is_denial(s), is_claim(s));
        let again = kind != (false, false)
            && kept
                .iter()
                .any(|&k| desk.sentence(k).is_some_and(|o| (is_denial(o), is_claim(o)) == kind) && about(i, k));
        if !again {
            kept.push(i);
        }
        !again
    });
}

/// The chosen sentences under their headings; none when there is hardly anything beside the TL;DR.
pub(crate) fn sections(desk: &Desk<'_>, tldr: &[usize], chosen: &[usize]) -> Vec<Section> {
    let mut parts: BTreeMap<Part, Vec<usize>> = BTreeMap::new();
    for &i in chosen.iter().filter(|i| !tldr.contains(i)) {
        parts.entry(part_of(desk, i)).or_default().push(i);
    }
    let (asked, own) = (desk.input.options.labels.as_str(), desk.input.story.language.as_str());
    let labels = if asked.is_empty() { own } else { asked };
    let alone = (parts.len() < 2).then_some(());
    let section = |(part, mut own): (Part, Vec<usize>)| {
        let held = |i: usize| desk.sentence(i).map_or(0.0, |s| desk.profile.held(s.words.iter()));
        if part == Part::Background && alone.is_none() {
            own.truncate(MOST_BACKGROUND);
        }
        own.sort_by_key(|&i| desk.sentence(i).map(|s| (s.source, s.index)));
        if part == Part::Happened {
            // the event first
            let first = own.iter().copied().filter(|&i| opens(desk, i)).max_by(|&a, &b| held(a).total_cmp(&held(b)));
            own.sort_by_key(|&i| Some(i) != first);
        }
        let sentences = own.into_iter().map(|i| desk.claim(i)).collect();
        Section { heading: heading(part, labels).into(), sentences }
    };
    if chosen.len() < 2 { vec![] } else { parts.into_iter().map(section).collect() }
}

/// Where in the arc a sentence belongs; what an earlier state of the story was is background.
pub(crate) fn part_of(desk: &Desk<'_>, i: usize) -> Part {
    let Some((s, a)) = desk.sentence(i).zip(desk.article_of(i)) else { return Part::Else };
    if !desk.english {
        return if s.index < 4 { Part::Happened } else { Part::Else };
    }
    let year = a.published.map(|p| p.date().year());
    match part(s, a.sentences.len(), year) {
        Part::Happened | Part::Else if desk.state.is_earlier(s.source) => Part::Background,
        part => part,
    }
}

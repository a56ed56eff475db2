//! The TL;DR: one sentence of each fact, so that it tells what happened, how many, who says so, what is disputed and what
//! comes next, and tells nothing twice.

use crate::arc::{Part, answered, is_claim, is_denial};
use crate::desk::Desk;
use crate::headline::Headline;
use crate::same::SAME_FACT;
use crate::sections::part_of;
use crate::used::Used;
use crate::words::length;
use std::collections::BTreeSet;

/// What a sentence of a kind that is not there yet has over another.
const NEW_PART: f32 = 0.15;
/// From this likeness on a lead tells what is told; see [`SAME_FACT`].
const SAME_LEAD: f32 = 0.4;
/// How much of what is said already is held against a sentence.
const SAID: f32 = 0.7;

/// The sentences of the TL;DR: the lead first, the others in the order of the arc; what is no longer so comes last.
pub(crate) fn tldr(desk: &Desk<'_>, headline: Option<&Headline>, used: &mut Used<'_>) -> Vec<usize> {
    let options = desk.input.options;
    let mut chosen: Vec<usize> = Vec::new();
    let mut parts: BTreeSet<Part> = BTreeSet::new();
    let mut open: Vec<(usize, f32)> =
        desk.by_score().into_iter().filter(|&i| fits(desk, i)).map(|i| (i, 0.0)).collect();
    let mut earlier = 0;
    // it opens with what the headline says, told in full; the headline's own words are told already
    let head = headline.and_then(|h| h.support.first()).copied();
    let told = |i: usize| {
        let cut = headline.is_some_and(|h| h.support.len() == 1);
        let opens = headline.map(|h| h.text.split(' ').take(3).collect::<Vec<_>>().join(" "));
        cut && desk.sentence(i).zip(opens).is_some_and(|(s, o)| s.text.contains(&o))
    };
    let like =
        |i: usize| head.map_or(0.0, |h| if h == i { if told(i) { 0.8 } else { 0.5 } } else { 0.5 * desk.alike(h, i) });
    let whole =
        |i: usize| desk.sentence(i).is_some_and(|s| headline.is_some_and(|h| s.text.trim_end_matches('.') == h.text));
    // in other words only where they name whom the headline names
    let names = |i: usize| {
        let of = |n: usize| {
            desk.sentence(n).map(|s| {
                s.words.iter().skip(1).filter(|w| w.capital).map(|w| w.lower.as_str()).collect::<BTreeSet<_>>()
            })
        };
        let (Some(own), Some(that)) = (head.and_then(of), of(i)) else { return false };
        own.is_empty() || !own.is_disjoint(&that)
    };
    if open.iter().any(|o| !whole(o.0) && names(o.0) && head.is_some_and(|h| desk.alike(h, o.0) >= SAME_FACT)) {
        open.retain(|o| !whole(o.0));
    }
    while chosen.len() < options.tldr_max
        && !(chosen.len() >= options.tldr_min && desk.words(&chosen) >= options.tldr_words)
    {
        let gain = |&(i, said): &(usize, f32)| {
            let new = chosen.is_empty() || !parts.contains(&part_of(desk, i));
            let score = desk.sentence(i).map_or(0.0, |s| {
                // the first must tell the event itself
                let event = if chosen.is_empty() { 0.6 * desk.profile.held(s.words.iter()) + like(i) } else { 0.0 };
                s.score + event * desk.state.weight(s.source)
            });
            score - SAID * said + if new { NEW_PART } else { 0.0 }
        };
        let Some(at) = (0..open.len())
            .filter_map(|n| Some((n, gain(open.get(n)?))))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
        else {
            break;
        };
        let (next, _) = open.remove(at.0);
        let old = desk.sentence(next).is_some_and(|s| desk.state.is_earlier(s.source));
        if told_dispute(desk, next, &chosen) {
            continue;
        }
        let fresh = !old || !chosen.is_empty() && earlier == 0;
        // a denial without what it denies, or a claim without its denial, is half a fact
        let other = other_side(desk, next).filter(|o| !chosen.contains(o));
        let room = chosen.len() + 1 + usize::from(other.is_some()) <= options.tldr_max;
        if !fresh || !room || !used.take(desk, next) {
            continue;
        }
        earlier += usize::from(old);
        parts.insert(part_of(desk, next));
        for slot in &mut open {
            slot.1 = slot.1.max(desk.alike(slot.0, next));
        }
        // two leads tell one event sooner than any two sentences
        let lead = |i: usize| desk.sentence(i).is_some_and(|s| s.index == 0);
        open.retain(|o| o.1 < if lead(o.0) { SAME_LEAD } else { SAME_FACT });
        chosen.push(next);
        if let Some(other) = other.filter(|&o| desk.sentence(o).is_some_and(|s| !s.is_speech()) && used.take(desk, o)) {
            open.retain(|o| o.0 != other && desk.alike(o.0, other) < SAME_FACT);
            chosen.push(other);
        }
    }
    if chosen.is_empty() {
        chosen = desk.by_score().into_iter().take(1).collect();
    }
    if chosen.is_empty() {
        chosen.push(0);
    }
    let (lead, rest) = chosen.split_first_mut().map_or((None, None), |(l, r)| (Some(*l), Some(r)));
    if let (Some(_), Some(rest)) = (lead, rest) {
        rest.sort_by_key(|&i| part_of(desk, i));
    }
    chosen
}

/// One claim and one denial are enough of one dispute.
fn told_dispute(desk: &Desk<'_>, i: usize, chosen: &[usize]) -> bool {
    let kind = |n: usize| desk.sentence(n).map(|s| (is_denial(s), is_claim(s)));
    let disputes = kind(i).is_some_and(|k| k != (false, false));
    disputes && chosen.iter().any(|&c| kind(c) == kind(i) && desk.ranked.cosine(c, i) >= 0.08)
}

/// The denial of a claim, or the claim that a denial answers.
fn other_side(desk: &Desk<'_>, i: usize) -> Option<usize> {
    let sentence = desk.sentence(i)?;
    if is_denial(sentence) {
        return answered(i, &desk.ranked).filter(|&c| desk.tells(c));
    }
    let denies = |j: &usize| desk.tells(*j) && desk.sentence(*j).is_some_and(is_denial);
    is_claim(sentence)
        .then(|| (0..desk.ranked.sentences.len()).filter(denies).find(|&j| answered(j, &desk.ranked) == Some(i)))?
}

fn fits(desk: &Desk<'_>, i: usize) -> bool {
    !desk.is_colour(i)
        && desk.sentence(i).is_some_and(|s| {
            let told = s.words.iter().skip(1).any(|w| w.capital) || s.has_number() || length(&s.text) >= 10;
            !s.is_speech() && length(&s.text) >= 6 && (told || !desk.english)
        })
}

//! Key facts: short lines with numbers, places and dates that the rest of the brief leaves untold.

use crate::desk::{Desk, Used};
use crate::same::SAME_FACT;
use crate::words::length;
use standfirst_types::Claim;

/// Longest key fact in words.
const LONGEST: usize = 30;

/// Sentences with numbers, best first, that neither the TL;DR nor the article tells; none when there is only one.
pub(crate) fn key_facts(desk: &Desk<'_>, tldr: &[usize], article: &[usize], used: &mut Used<'_>) -> Vec<Claim> {
    let most = desk.input.options.key_facts;
    let fact = |i: usize| {
        desk.tells(i)
            && desk.sentence(i).is_some_and(|s| {
                let old = desk.state.is_earlier(s.source);
                !s.is_speech() && s.has_number() && length(&s.text) <= LONGEST && !old
            })
    };
    let told: Vec<usize> = tldr.iter().chain(article).copied().collect();
    let alike = |a: usize, b: usize| desk.alike(a, b);
    let allowed = |i: usize, _: &[usize]| fact(i) && used.take(desk, i);
    let chosen = desk.ranked.choose(&told, alike, SAME_FACT, allowed, |c| c.len() >= most);
    if chosen.len() < 2 { vec![] } else { chosen.into_iter().map(|i| desk.claim(i)).collect() }
}

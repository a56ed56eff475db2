//! Voice: “the council was warned by engineers” for “engineers warned the council”, and the reverse. The one way in which
//! the words right and left of a verb change places and nothing changes.

use crate::joints::{Taken, Walk};
use crate::phrases::{is_be, is_link, is_participle, is_verb, leads_in};
use crate::token::Token;

/// Words between a subject, its verb and its object that may be looked past.
const NEAR: usize = 6;

/// Words of the claim that the source has on the other side of a verb because one is passive and the other is not.
pub(crate) fn excused(walk: &Walk) -> Vec<usize> {
    let mut out = vec![];
    for (n, verb) in walk.taken.iter().enumerate() {
        let Some(word) = walk.claim.get(verb.word).filter(|t| is_participle(t)) else { continue };
        let passive = be_before(walk.claim, verb.word);
        let line = walk.tokens(verb.place.0);
        let was = be_before(line, verb.place.1 as usize);
        if passive != was && word.number.is_none() {
            out.extend(if passive { to_passive(walk, n) } else { to_active(walk, n) }.into_iter().flatten());
        }
    }
    out
}

/// A form of “be” stands before the verb, with at most two words between.
fn be_before(tokens: &[Token], verb: usize) -> bool {
    (verb.saturating_sub(3)..verb).any(|k| tokens.get(k).is_some_and(is_be))
}

fn by_after(tokens: &[Token], verb: usize) -> Option<usize> {
    (verb + 1..tokens.len().min(verb + 1 + NEAR)).find(|&k| tokens.get(k).is_some_and(|t| t.lower == "by"))
}

/// The last word with a meaning before, the first after, as taken from the same line.
fn beside(walk: &Walk, n: usize, after: bool, from: usize) -> Option<Taken> {
    let line = walk.taken.get(n)?.place.0;
    let fits = |t: &&Taken| t.place.0 == line && walk.claim.get(t.word).is_some_and(Token::is_content);
    if after {
        walk.taken.iter().skip(n + 1).find(|t| t.word >= from && fits(t)).copied()
    } else {
        walk.taken.iter().take(n).rev().find(|t| fits(t)).copied()
    }
}

/// Nothing that acts stands between two places of a line.
fn quiet(line: &[Token], a: usize, b: usize) -> bool {
    let (from, to) = (a.min(b) + 1, a.max(b));
    from >= to
        || to - from <= 2 * NEAR
            && line.get(from..to).is_some_and(|t| {
                !t.iter().any(|t| is_verb(t) && !t.lower.ends_with("ing") || t.is(&["who", "which", "that"]))
            })
}

/// The claim is passive: its subject stands right after the verb of the source, its agent right before.
fn to_passive(walk: &Walk, n: usize) -> Option<Vec<usize>> {
    let verb = walk.taken.get(n)?;
    let (line, at) = (walk.tokens(verb.place.0), verb.place.1 as usize);
    let subject = beside(walk, n, false, 0)?;
    let object = subject.place.1 as usize;
    let before = walk.taken.iter().take(n).rev();
    let first = before.take_while(|t| t.place.0 == subject.place.0 && t.place.1 > verb.place.1).last();
    let first = first.map_or(object, |t| t.place.1 as usize);
    let near = line.get(at + 1..first).is_some_and(|t| t.len() <= 2 && !t.iter().any(|t| is_link(t) || leads_in(t)));
    if object < at || !near || !quiet(line, at, object) {
        return None;
    }
    let mut out = vec![verb.word];
    out.extend(
        walk.taken
            .get(n.wrapping_sub(1))
            .filter(|t| walk.claim.get(t.word).is_some_and(|w| !w.is_content()))
            .map(|t| t.word),
    );
    let Some(by) = by_after(walk.claim, verb.word) else {
        out.extend(onward(walk, n + 1, subject));
        return Some(out);
    };
    let first = walk.taken.iter().position(|t| t.word > by)?;
    let agent = last_of_run(walk, first);
    let doer = walk.taken.get(agent)?.place;
    if doer.0 != verb.place.0 || doer.1 as usize >= at || !quiet(line, doer.1 as usize, at) {
        return None;
    }
    out.extend(walk.taken.get(first).map(|t| t.word));
    out.extend(walk.taken.iter().filter(|t| t.word == by).map(|t| t.word));
    out.extend(onward(walk, agent + 1, subject));
    Some(out)
}

/// The claim is active: its subject stands after the “by” of the source, its object before the “was”.
fn to_active(walk: &Walk, n: usize) -> Option<Vec<usize>> {
    let verb = walk.taken.get(n)?;
    let (line, at) = (walk.tokens(verb.place.0), verb.place.1 as usize);
    let by = by_after(line, at)?;
    let subject = beside(walk, n, false, 0)?;
    let doer = subject.place.1 as usize;
    let object = beside(walk, n, true, 0)?;
    let end = walk.taken.iter().position(|t| t.word == object.word).map(|k| last_of_run(walk, k))?;
    let last = walk.taken.get(end)?.place.1 as usize;
    if doer < by || !quiet(line, by, doer) || last > at || !quiet(line, last, at.saturating_sub(3).max(last)) {
        return None;
    }
    let first = walk.taken.get(n + 1)?;
    let mut out = vec![verb.word, first.word];
    out.extend(onward(walk, end + 1, subject));
    Some(out)
}

/// The last of the words taken one after the other from `from` on.
fn last_of_run(walk: &Walk, from: usize) -> usize {
    let mut at = from;
    while let (Some(a), Some(b)) = (walk.taken.get(at), walk.taken.get(at + 1)) {
        if a.place.0 != b.place.0 || b.place.1 != a.place.1 + 1 {
            break;
        }
        at += 1;
    }
    at
}

/// The claim goes on with what stands after the subject's place in the source.
fn onward(walk: &Walk, n: usize, subject: Taken) -> Option<usize> {
    let next = walk.taken.get(n).filter(|t| t.place.0 == subject.place.0 && t.place.1 > subject.place.1)?;
    let before = walk.taken.get(n.wrapping_sub(1))?;
    let own = walk.claim.get(before.word + 1..next.word).unwrap_or_default();
    walk.gap(subject, *next, own).then_some(next.word)
}

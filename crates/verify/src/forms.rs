//! Forms: a word of the claim that is its source's word in another form, where the form is what it says: one for many, a
//! clause of its own for a participle.

use crate::lexicon::is_unit;
use crate::phrases::{is_be, is_verb, leads_in};
use crate::thesaurus::{NONE, NOUN, VERB, flags};
use crate::token::Token;
use crate::window::{Place, Sources};

/// Words that stand before a noun.
#[rustfmt::skip]
const DETERMINERS: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your", "of", "one", "some", "many",
    "several", "both", "all", "each", "every", "no", "any", "another", "other", "few",
];
/// Words that let a sentence have one verb more.
const JOINTS: &[&str] =
    &["and", "but", "or", "who", "which", "that", "while", "as", "when", "after", "before", "because", "where", "so"];

/// The first word in a form that says something else. `path` says where each word of the claim was taken from. Linear.
pub(crate) fn reformed(claim: &[Token], sources: &Sources, path: &[Option<Place>]) -> Option<String> {
    (0..claim.len()).find_map(|i| {
        let (line, at) = (*path.get(i)?)?;
        let tokens = sources.lines.get(line as usize)?.tokens.as_slice();
        let (own, theirs) = (claim.get(i)?, tokens.get(at as usize)?);
        let told = own.lower != theirs.lower
            && (one_for_many((claim, i), (tokens, at as usize)) || more_verbs((claim, i), (tokens, at as usize), path));
        told.then(|| own.lower.to_string())
    })
}

/// “The boat” for “boats”. Not in a measure (“a 40-mile walk”), nor before another noun (“boat trips”).
fn one_for_many((claim, i): (&[Token], usize), (line, at): (&[Token], usize)) -> bool {
    let (Some(own), Some(theirs)) = (claim.get(i), line.get(at)) else { return false };
    let (a, b) = (own.lower.as_str(), theirs.lower.as_str());
    let singular_is_own = is_plural_of(b, a);
    if !singular_is_own && !is_plural_of(a, b) || is_unit(a) || is_unit(b) || own.number.is_some() {
        return false;
    }
    let (one, at_one) = if singular_is_own { (claim, i) } else { (line, at) };
    let next = one.get(at_one + 1);
    let before_noun =
        next.is_some_and(|t| !t.breaks && !leads_in(t) && t.is_content() && !is_verb(t) && !t.lower.ends_with("ly"));
    let can_be = |flag: u8| own.bases.iter().chain(&theirs.bases).any(|&x| x != NONE && flags(x) & flag != 0);
    let determined = |tokens: &[Token], k: usize| {
        (1..=3)
            .map_while(|back| k.checked_sub(back).and_then(|b| tokens.get(b)))
            .take_while(|t| t.is_content() || t.is(DETERMINERS))
            .any(|t| t.is(DETERMINERS))
    };
    let opens = |tokens: &[Token], k: usize| k == 0 || tokens.get(k).is_some_and(|t| t.opens);
    let noun = determined(claim, i) || determined(line, at) || opens(claim, i) || opens(line, at);
    !before_noun && can_be(NOUN) && (!can_be(VERB) || noun)
}

pub(crate) fn is_plural_of(many: &str, one: &str) -> bool {
    let Some(stem) = many.strip_suffix('s') else { return false };
    one.len() > 2
        && (stem == one
            || stem.strip_suffix('e') == Some(one)
            || stem.strip_suffix("ie").is_some_and(|s| one.strip_suffix('y') == Some(s)))
}

/// “The man carrying the bag fell” as “the man carried the bag fell”: one verb too many, and nothing that joins it.
fn more_verbs((claim, i): (&[Token], usize), (line, at): (&[Token], usize), path: &[Option<Place>]) -> bool {
    let (Some(own), Some(theirs)) = (claim.get(i), line.get(at)) else { return false };
    let runs = (at.saturating_sub(2)..at).any(|k| line.get(k).is_some_and(is_be));
    let helped =
        (i.saturating_sub(2)..i).any(|k| claim.get(k).is_some_and(|t| is_be(t) || t.is(&["to", "has", "have", "had"])));
    let finite = own.lower.ends_with('s') || is_verb(own) && !own.lower.ends_with("ing");
    let joined = claim.iter().zip(path).any(|(t, p)| {
        t.is(JOINTS) && p.is_none_or(|(_, j)| j as usize != at && !line.get(j as usize).is_some_and(|o| o.alike(t)))
    });
    let placed = claim.iter().filter(|t| t.is(JOINTS)).count() > line.iter().filter(|t| t.is(JOINTS)).count();
    theirs.lower.ends_with("ing") && !runs && finite && !helped && !joined && !placed
}

//! Names: whoever is named by the last name alone is named in full at the first mention, as the same original names him
//! elsewhere; the place where it does is cited beside.

use crate::desk::Desk;
use standfirst_types::{Article, Claim, Draft, NameKind, Notes, Span};
use std::collections::BTreeSet;

/// Goes through the draft in the order it is read.
pub(crate) fn in_full(desk: &Desk<'_>, draft: &mut Draft) {
    let mut told: BTreeSet<String> = BTreeSet::new();
    let parts = draft
        .tldr
        .iter_mut()
        .chain(draft.article.iter_mut().flat_map(|s| &mut s.sentences))
        .chain(&mut draft.key_facts);
    for claim in parts {
        introduce(desk, claim, &mut told);
    }
}

fn introduce(desk: &Desk<'_>, claim: &mut Claim, told: &mut BTreeSet<String>) {
    let Some(span) = claim.support.first().copied() else { return };
    let at = desk.input.articles.iter().position(|a| a.id == span.article && a.version == span.version);
    let found = at.and_then(|n| Some((*desk.input.articles.get(n)?, *desk.input.notes.get(n)?)));
    let Some((article, notes)) = found else { return };
    let inside = notes.names.iter().filter(|n| n.kind == NameKind::Per && n.start >= span.start && n.end <= span.end);
    for name in inside {
        let Some(full) = name.entity.as_deref().filter(|f| *f != name.text) else {
            told.insert(name.text.clone());
            continue;
        };
        let last = full.rsplit(' ').next().unwrap_or_default();
        let alone = !name.text.contains(' ') && name.text == last && claim.support.len() < 3;
        if claim.text.contains(full) || !alone || !told.insert(full.to_owned()) {
            told.insert(full.to_owned());
            continue;
        }
        let place = stands(article, notes, full);
        if let Some((text, place)) = replaced(&claim.text, &name.text, full).zip(place) {
            claim.text = text;
            if !claim.support.iter().any(|s| s.article == place.article && s.start <= place.start && s.end >= place.end)
            {
                claim.support.push(place);
            }
        }
    }
}

/// The sentence in which the article names the person in full.
fn stands(article: &Article, notes: &Notes, full: &str) -> Option<Span> {
    let name = notes.names.iter().find(|n| n.text == full)?;
    let sentence = article.sentences.iter().find(|s| s[0] <= name.start && s[1] >= name.end)?;
    Some(Span { article: article.id, version: article.version, start: sentence[0], end: sentence[1] })
}

/// The text with the first `short` that stands alone, and a plain title before it, made `full`.
fn replaced(text: &str, short: &str, full: &str) -> Option<String> {
    let (at, _) = text.match_indices(short).find(|(at, _)| {
        let before = text.get(..*at).and_then(|t| t.chars().next_back());
        let after = text.get(at + short.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '-')
            && !after.is_some_and(|c| c.is_alphanumeric() || c == '-')
    })?;
    let head = text.get(..at)?;
    let quoted = head.matches('“').count() > head.matches('”').count() || head.matches('"').count() % 2 == 1;
    let word = head.trim_end().rsplit([' ', '\u{a0}']).next().unwrap_or_default();
    let plain = ["Mr", "Mrs", "Ms", "Miss", "Mr.", "Mrs.", "Ms."].contains(&word);
    // “Captain Vint” stays: the role is told, and “Captain Ada Vint” stands nowhere
    let role = word.chars().next().is_some_and(char::is_uppercase) && head.trim_end().len() > word.len() && !plain;
    if quoted || role {
        return None;
    }
    let head = if plain { head.trim_end().strip_suffix(word)? } else { head };
    Some(format!("{head}{full}{}", text.get(at + short.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_full_name_takes_the_place_of_the_last() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(replaced(text, "Vint", "Ada Vint").as_deref(), expected, "{text}");
        };
        check("Vint runs the mill.", Some("Ada Vint runs the mill."));
        check("The mill belongs to Mrs Vint.", Some("The mill belongs to Ada Vint."));
        check("The dam was, Vint's lawyer said, sound.", Some("The dam was, Ada Vint's lawyer said, sound."));
        check("It was said that Captain Vint left.", None);
        check("“Vint knew,” the mayor said.", None);
        check("The Vintage fair opened.", None);
    }
}

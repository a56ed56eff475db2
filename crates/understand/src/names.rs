//! Names: the mentions of persons, organisations, places and other named things in a text.

use crate::kinds::kind;
use crate::runs::{Evidence, runs};
use crate::tokens::{Token, tokens as cut};
use rustc_hash::FxHashMap;
use standfirst_types::{Name, NameKind};

/// Names of one text at most.
const MOST: usize = 20_000;

/// Finds the names, in order, without entities (see [`crate::linking`]). A name has one kind in the whole text: the one
/// it is most surely given anywhere, and a last word alone has the kind of the person it belongs to.
pub(crate) fn names(text: &str, tokens: &[Token<'_>], title: &str, language: &str) -> Vec<Name> {
    let title = cut(title);
    let evidence = Evidence::new(tokens, &title, language);
    let mut found: Vec<(Name, u8)> = Vec::new();
    for run in runs(tokens, &evidence).into_iter().take(MOST) {
        let (Some(first), Some(last)) = (tokens.get(run.from), run.to.checked_sub(1).and_then(|i| tokens.get(i)))
        else {
            continue;
        };
        let Some(words) = text.get(first.start..last.end) else { continue };
        let (kind, sure) = kind(tokens, &run);
        let name = Name { start: first.start as u32, end: last.end as u32, text: words.to_owned(), kind, entity: None };
        found.push((name, sure));
    }
    agree(&mut found);
    found.into_iter().map(|(name, _)| name).collect()
}

/// Gives every mention of a name the surest kind of all its mentions.
fn agree(found: &mut [(Name, u8)]) {
    let mut surest: FxHashMap<String, (u8, NameKind)> = FxHashMap::default();
    for (name, sure) in found.iter() {
        let mut note = |key: &str, sure: u8| {
            let best = surest.entry(key.to_owned()).or_insert((sure, name.kind));
            if sure > best.0 {
                *best = (sure, name.kind);
            }
        };
        note(&name.text, *sure);
        let last = name.text.split_whitespace().next_back();
        if let Some(last) = last.filter(|_| name.kind == NameKind::Per && *sure >= 3) {
            note(last, sure.saturating_sub(1).max(2));
        }
    }
    for (name, sure) in found.iter_mut() {
        if let Some(&(best, kind)) = surest.get(&name.text).filter(|best| best.0 > *sure) {
            (name.kind, *sure) = (kind, best);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names as "text/KIND", parted by "; ".
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = names(text, &cut(text), "", "en");
        for name in &found {
            assert_eq!(text.get(name.start as usize..name.end as usize), Some(name.text.as_str()));
        }
        let got: Vec<String> =
            found.iter().map(|n| format!("{}/{}", n.text, format!("{:?}", n.kind).to_uppercase())).collect();
        assert_eq!(got.join("; "), expected, "{text}");
    }

    #[test]
    fn persons() {
        check("The vote pleased Prime Minister Tobias Venn.", "Tobias Venn/PER");
        check(
            "Russian Defence Minister Ilya Brannt met Anna de Marr.",
            "Russian/MISC; Ilya Brannt/PER; Anna de Marr/PER",
        );
        check("It rained. Venn said so. We asked Mr. Venn.", "Venn/PER; Venn/PER");
        check("Then Omar al-Sabel and J. K. Moss left.", "Omar al-Sabel/PER; J. K. Moss/PER");
    }

    #[test]
    fn organisations_places_and_things() {
        check("He leads the Ministry of Fisheries in Nairobi.", "Ministry of Fisheries/ORG; Nairobi/LOC");
        check("She works at Lowmark University near the River Tarn.", "Lowmark University/ORG; River Tarn/LOC");
        check("They won the Harbour Cup in New Zealand.", "Harbour Cup/MISC; New Zealand/LOC");
        check("Shares of Kelp Holdings Ltd. fell in the U.S. on Monday.", "Kelp Holdings Ltd./ORG; U.S./LOC");
        check("PORT CALDER, July 2 — It rained.", "PORT CALDER/LOC");
        check("They went to St. Brannoc's Hospital in Kenya's north.", "St. Brannoc's Hospital/ORG; Kenya/LOC");
    }

    #[test]
    fn what_is_no_name() {
        check("Nothing happened. Yesterday it rained. In March we left.", "");
        check("Officials said no. Residents left.", "");
        check("Ferries stopped. The ferries rest.", "");
        check("", "");
    }
}

//! Linking: the short form of a name to its fullest form in the same text.

use crate::gazetteer::{Known, known};
use rustc_hash::FxHashMap;
use standfirst_types::{Name, NameKind};

/// Sets `entity` where a fuller form is known: a person's last (or first) name to the full one named before it, or
/// else after it; an organisation's initials to its words; a country's other names to its usual one. A last name that
/// two persons of the text share goes to the one named last before it. Linear but for the persons of one text.
pub(crate) fn link(names: &mut [Name]) {
    let mut last: FxHashMap<String, Vec<(u32, String)>> = FxHashMap::default();
    let mut initials: FxHashMap<String, String> = FxHashMap::default();
    for name in names.iter() {
        let words: Vec<&str> = name.text.split_whitespace().collect();
        match name.kind {
            NameKind::Per if words.len() > 1 => {
                for word in [words.last(), words.first()].into_iter().flatten() {
                    last.entry((*word).to_owned()).or_default().push((name.start, name.text.clone()));
                }
            }
            NameKind::Org | NameKind::Misc if words.len() > 1 => {
                let short: String =
                    words.iter().filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect();
                initials.entry(short).or_insert_with(|| name.text.clone());
            }
            _ => {}
        }
    }
    for name in names.iter_mut() {
        name.entity = match name.kind {
            NameKind::Per if !name.text.contains(char::is_whitespace) => {
                last.get(&name.text).and_then(|forms| nearest(forms, name.start))
            }
            NameKind::Org => initials.get(&name.text.replace('.', "")).cloned(),
            NameKind::Loc => match known(&name.text) {
                Some(Known::Country(usual)) => Some(usual.to_owned()),
                _ => None,
            },
            _ => None,
        }
        .filter(|entity| *entity != name.text);
    }
}

/// The form named last before `at`, or the first one after it.
fn nearest(forms: &[(u32, String)], at: u32) -> Option<String> {
    let before = forms.iter().rfind(|(start, _)| *start < at);
    before.or_else(|| forms.first()).map(|(_, text)| text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_find_their_full_ones() {
        let text = "The port is run by Anna Venn of the Lowmark Harbour Authority (LHA). Anna Venn spoke. Then Venn left. \
                    The LHA and the U.S. were pleased. Paul Venn came; then Venn sat.";
        let mut names = crate::names::names(text, &crate::tokens::tokens(text), "", "en");
        link(&mut names);
        let got: Vec<_> = names.iter().filter_map(|n| n.entity.as_deref().map(|e| format!("{}={e}", n.text))).collect();
        let expected = [
            "LHA=Lowmark Harbour Authority",
            "Venn=Anna Venn",
            "LHA=Lowmark Harbour Authority",
            "U.S.=United States",
            "Venn=Paul Venn",
        ];
        assert_eq!(got, expected);
    }
}

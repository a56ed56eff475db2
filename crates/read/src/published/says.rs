//! What the words before a date say of it: that the article appeared, that it was changed, or something else altogether.

/// What a date is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// The day the article appeared.
    Published,
    /// The day it was last changed.
    Modified,
    /// A day that is not the article's: today's, a copyright's, an event's.
    Other,
    /// Nothing.
    Nothing,
}

/// Words before which, or within which, a date is that of publication.
const PUBLISHED: &[&str] = &[
    "publish",
    "publié",
    "publiée",
    "publie",
    "publicad",
    "pubblicat",
    "veröffentlich",
    "erschien",
    "erstell",
    "eingestellt",
    "posted",
    "post",
    "date",
    "datum",
    "fecha",
    "data",
    "дата",
    "created",
    "creado",
    "criado",
    "released",
    "issued",
    "geplaatst",
    "gepubliceerd",
    "geschreven",
    "publicerad",
    "publisert",
    "offentliggjort",
    "julkaistu",
    "opublikowan",
    "dodano",
    "publikov",
    "vydáno",
    "közzét",
    "objavljeno",
    "objavlj",
    "опубликован",
    "опубліковано",
    "публікац",
    "публикац",
    "δημοσ",
    "yayınlan",
    "eklenme",
    "نشر",
    "प्रकाशित",
    "发布",
    "発行",
];

/// Words that say a date is that of the last change.
const MODIFIED: &[&str] = &[
    "updated",
    "update",
    "modified",
    "revised",
    "edited",
    "aktualis",
    "änderung",
    "geändert",
    "bearbeitet",
    "stand",
    "modifié",
    "actualizad",
    "actualis",
    "modificad",
    "mise",
    "mis",
    "maj",
    "aggiornat",
    "modificat",
    "atualizad",
    "bijgewerkt",
    "gewijzigd",
    "uppdaterad",
    "oppdatert",
    "opdateret",
    "päivitetty",
    "zaktualizowan",
    "aktualizacj",
    "aktualizov",
    "frissít",
    "обновлен",
    "оновлен",
    "изменен",
    "ενημ",
    "güncelle",
    "تحديث",
];

/// Words that say a date is not the article's.
const OTHER: &[&str] = &[
    "copyright",
    "©",
    "today",
    "heute",
    "uhrzeit",
    "aktuelle",
    "until",
    "till",
    "bis",
    "expires",
    "deadline",
    "joined",
    "registriert",
    "registered",
    "since",
    "seit",
    "born",
    "geboren",
    "visited",
    "abgerufen",
    "accessed",
    "valid",
];

/// What the last words before a date say; the nearest word that says anything counts.
pub(super) fn says<'w>(before: impl DoubleEndedIterator<Item = &'w str>) -> Says {
    // Short words are meant whole: "maj" is no "majority".
    let starts =
        |word: &str, list: &[&str]| list.iter().any(|l| word == *l || l.chars().count() > 5 && word.starts_with(l));
    for word in before.rev().take(7) {
        if starts(word, MODIFIED) {
            return Says::Modified;
        }
        if starts(word, PUBLISHED) {
            return Says::Published;
        }
        if OTHER.contains(&word) {
            return Says::Other;
        }
    }
    Says::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_counts() {
        let check = |text: &str, expected: Says| assert_eq!(says(text.split(' ')), expected, "{text}");
        check("published on", Says::Published);
        check("published by the desk , last updated", Says::Modified);
        check("erschienen am", Says::Published);
        check("letzte änderung :", Says::Modified);
        check("©", Says::Other);
        check("the ferry sank on", Says::Nothing);
    }
}

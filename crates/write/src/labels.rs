//! Labels: the headings of the arc in the languages that the writer knows them in.

use crate::arc::Part;

/// Headings in the order of [`Part`]: happened, said, else, disputed, background, next.
#[rustfmt::skip]
const HEADINGS: &[(&str, [&str; 6])] = &[
    ("en", ["What happened", "What was said", "What else", "What is disputed", "Background", "What comes next"]),
    ("de", ["Was geschah", "Was gesagt wurde", "Was noch", "Was umstritten ist", "Hintergrund", "Wie es weitergeht"]),
    ("fr", ["Ce qui s’est passé", "Ce qui a été dit", "Et aussi", "Ce qui est contesté", "Contexte", "Et maintenant"]),
    ("es", ["Qué pasó", "Qué se dijo", "Qué más", "Qué se discute", "Antecedentes", "Qué sigue"]),
    ("pt", ["O que aconteceu", "O que foi dito", "O que mais", "O que é contestado", "Contexto", "O que vem a seguir"]),
    ("it", ["Che cosa è successo", "Che cosa è stato detto", "Che altro", "Che cosa è contestato", "Contesto", "Che cosa accadrà"]),
    ("nl", ["Wat er gebeurde", "Wat er werd gezegd", "Wat nog meer", "Wat wordt betwist", "Achtergrond", "Wat er volgt"]),
    ("sv", ["Vad som hände", "Vad som sades", "Vad mer", "Vad som är omstritt", "Bakgrund", "Vad som händer nu"]),
    ("da", ["Hvad der skete", "Hvad der blev sagt", "Hvad mere", "Hvad der er omstridt", "Baggrund", "Hvad der sker nu"]),
    ("no", ["Hva som skjedde", "Hva som ble sagt", "Hva mer", "Hva som er omstridt", "Bakgrunn", "Hva som skjer nå"]),
    ("fi", ["Mitä tapahtui", "Mitä sanottiin", "Mitä muuta", "Mikä on kiistanalaista", "Tausta", "Mitä seuraavaksi"]),
    ("pl", ["Co się stało", "Co powiedziano", "Co jeszcze", "Co jest sporne", "Tło", "Co dalej"]),
    ("ru", ["Что произошло", "Что было сказано", "Что ещё", "Что оспаривается", "Предыстория", "Что дальше"]),
    ("tr", ["Ne oldu", "Ne söylendi", "Başka ne var", "Tartışmalı olan", "Arka plan", "Sırada ne var"]),
];

/// The heading of a part in `language` (a BCP 47 tag), in English where the language is not known.
pub(crate) fn heading(part: Part, language: &str) -> &'static str {
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let primary = if matches!(primary.as_str(), "nb" | "nn") { "no" } else { primary.as_str() };
    let row = HEADINGS.iter().find(|h| h.0 == primary).or(HEADINGS.first());
    row.and_then(|h| h.1.get(part as usize)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_speak_the_language_of_the_story() {
        let check = |language: &str, expected: &str| assert_eq!(heading(Part::Next, language), expected, "{language}");
        check("en-GB", "What comes next");
        check("es", "Qué sigue");
        check("nb", "Hva som skjer nå");
        check("xx", "What comes next");
        check("", "What comes next");
        assert_eq!(heading(Part::Happened, "de"), "Was geschah");
        assert!(HEADINGS.iter().all(|h| h.1.iter().all(|t| !t.is_empty())));
    }
}

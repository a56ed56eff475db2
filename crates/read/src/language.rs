//! Language: that of the text itself, not of the markup, which is copied from template to template.

/// Below this many letters a guess from the text is worth less than the page's own word.
const SHORT: usize = 120;

/// The BCP 47 primary tag of a text; `markup` is the page's `lang`.
pub(crate) fn language(text: &str, markup: Option<&str>) -> Option<String> {
    let stated = markup.map(|m| m.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase());
    let stated = stated.filter(|m| (2..=3).contains(&m.len()) && m.bytes().all(|b| b.is_ascii_lowercase()));
    let sample = sample(text);
    let letters = sample.chars().filter(|c| c.is_alphabetic()).take(SHORT).count();
    let info = whatlang::detect(sample);
    match info {
        // Kana, Hangul, Greek, … name their language by themselves; a few letters do.
        Some(info)
            if letters >= SHORT || (letters > 12 && stated.is_none()) || one_language(info.script()) && letters > 4 =>
        {
            let tag = tag(info.lang());
            if info.confidence() < 0.25 && stated.is_some() && !one_language(info.script()) {
                stated
            } else {
                tag.map(str::to_owned).or(stated)
            }
        }
        _ => stated,
    }
}

/// A stretch from the start, enough to tell and not more.
fn sample(text: &str) -> &str {
    let end = (0..=text.len().min(1500)).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

fn one_language(script: whatlang::Script) -> bool {
    use whatlang::Script;
    matches!(
        script,
        Script::Hangul
            | Script::Greek
            | Script::Hiragana
            | Script::Katakana
            | Script::Thai
            | Script::Georgian
            | Script::Armenian
            | Script::Tamil
            | Script::Telugu
            | Script::Bengali
    )
}

fn tag(lang: whatlang::Lang) -> Option<&'static str> {
    let code = lang.code();
    const TAGS: [(&str, &str); 70] = [
        ("afr", "af"),
        ("aka", "ak"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("cym", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "no"),
        ("ori", "or"),
        ("pan", "pa"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("sna", "sn"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("yid", "yi"),
        ("zul", "zu"),
    ];
    TAGS.iter().find(|(three, _)| *three == code).map(|(_, two)| *two)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_decides_when_it_is_long_enough() {
        let check = |text: &str, markup: Option<&str>, expected: Option<&str>| {
            assert_eq!(language(text, markup).as_deref(), expected)
        };
        let german = "Der Rat von Vallmark hat am Montag beschlossen, die alte Brücke über den Orin zu sperren, weil die Pfeiler nach dem Hochwasser nicht mehr sicher sind und niemand die Kosten tragen will.";
        check(german, Some("en-US"), Some("de"));
        check("Short line", Some("fr_FR"), Some("fr"));
        check("Γέφυρα κλειστή", Some("en"), Some("el"));
        check("", None, None);
    }
}

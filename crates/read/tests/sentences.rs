//! Where sentences end, in the languages the reader must know. Every text is invented; `|` marks where a sentence ends.

use proptest::prelude::*;
use standfirst_read::sentences;

fn check(language: &str, marked: &str) {
    let text = marked.replace('|', "");
    let found: Vec<&str> =
        sentences(&text, Some(language)).iter().map(|[s, e]| &text[*s as usize..*e as usize]).collect();
    let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
    assert_eq!(found, expected, "{language}");
}

#[test]
fn english() {
    check("en", "Dr. Varn of St. Orin came at 8 a.m. on Monday.| Nobody was there.");
    check("en", "The U.S. and the U.K. agreed.| E. M. Quell Jr. did not.");
    check("en", "It cost $3.5 million, i.e. 2.1 percent more.| Why?| Because vs. is no reason.");
    check("en", "“Stop!” she cried.| “It is over.”| He left.");
    check("en", "The ferry (built in 1987.) sank.| It was old…| Then came No. 7.");
    check("en", "See post.example/ferry?id=3 for more.| Version 2.0.1 is out.");
}

#[test]
fn romance() {
    check("es", "El Sr. Roldán llegó a las 8 a. m. del lunes.| ¿Quién lo vio?| ¡Nadie!");
    check("es", "«No hay prisa», dijo la Dra. Peña.| EE. UU. votó en contra.");
    check("fr", "Mme Delorme est partie à 8 h 30.| « Jamais ! » dit-il.| M. Roche rit.");
    check("fr", "Il a payé 3,5 millions d’euros, etc.| Pourquoi ?| Personne ne sait.");
    check("pt", "O Dr. Alves chegou às 8h.| Quem viu?| Ninguém!");
    check("pt", "A Sra. Lima disse que «basta».| O n.º 7 ficou fechado.");
    check("it", "Il sig. Neri è partito alle 8.30.| Chi l’ha visto?| Nessuno!");
    check("it", "L’on. Bianchi ha detto: «Basta».| Poi è uscito.");
}

#[test]
fn german() {
    check("de", "Am 3. Oktober kam Dr. Weiß um 8.30 Uhr.| „Genug!“, rief er.| Alle gingen.");
    check("de", "Die Brücke ist z. B. zu alt, d. h. gefährlich.| Wer zahlt?| Die Stadt bzw. das Land.");
    check("de", "Sie kostet rund 3,5 Mio. Euro.| Der 1. FC Vallmark spendet.");
}

#[test]
fn slavic() {
    check("ru", "Мост открыли в 2031 г. в Вальмарке.| Кто заплатит?| Никто!");
    check("ru", "Об этом сообщил И. И. Орлов.| «Всё готово», — сказал он.");
    check("uk", "Міст відкрили у 2031 р. у Вальмарку.| Хто заплатить?| Ніхто!");
    check("uk", "Про це повідомив І. Ф. Орленко.| «Усе готово», — сказав він.");
}

#[test]
fn greek_arabic_hindi() {
    check("el", "Ποιος άνοιξε τη γέφυρα;| Κανείς.| Ο κ. Νίκου έφυγε.");
    check("ar", "من فتح الجسر؟| لا أحد.| قال العمدة إنه سيعود.");
    check("hi", "पुल सोमवार को खुल गया।| कौन आया?| कोई नहीं!");
}

#[test]
fn chinese_japanese_korean() {
    check("zh", "桥在星期一开了。|谁来了？|没有人！");
    check("zh", "“我们等了三天。”他说。|市长没有回答。");
    check("ja", "橋は月曜日に開いた。|誰が来たのか？|誰も来なかった！");
    check("ko", "다리는 월요일에 열렸다.| 누가 왔나?| 아무도 오지 않았다!");
    check("ko", "“사흘을 기다렸다.”| 시장은 3.5퍼센트라고 말했다.");
}

proptest! {
    #[test]
    fn spans_lie_on_boundaries_in_every_language(
        text in "[A-Za-zäéñß .!?…。！？;:؟।\"“”«»‘’'()\n0-9áйґ한中あ]{0,160}",
        language in prop::sample::select(vec!["en", "es", "fr", "de", "pt", "it", "ru", "uk", "el", "ar", "hi", "zh", "ja", "ko"]),
    ) {
        let mut last = 0;
        let spans = sentences(&text, Some(language));
        for [start, end] in &spans {
            let piece = text.get(*start as usize..*end as usize);
            prop_assert!(*start >= last && piece.is_some_and(|p| !p.is_empty() && p.trim() == p && !p.contains("\n\n")));
            last = *end;
        }
        // No word is lost between sentences.
        let words = |t: &str| t.chars().filter(|c| c.is_alphanumeric()).count();
        let said: usize = spans.iter().map(|[s, e]| words(&text[*s as usize..*e as usize])).sum();
        prop_assert_eq!(said, words(&text));
    }
}

//! One event in two languages is linked and never joined; what only shares places is not even linked.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use jiff::Timestamp;
use standfirst_group::{Config, Doc, Grouper};
use standfirst_types::{ArticleId, StoryId};

/// A report: hour, language, headline, text.
type Report = (i64, &'static str, &'static str, &'static str);

/// The stories of the reports and the story each is linked to.
fn assign(reports: &[Report]) -> Vec<(StoryId, Option<StoryId>)> {
    let mut grouper = Grouper::new(Config::default());
    let mut answers = Vec::new();
    for &(hour, language, title, text) in reports {
        let at = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(hour);
        let doc = Doc { id: ArticleId::of(&[title.as_bytes()]), at, language, title, text, family: "", names: &[] };
        let answer = grouper.assign(&doc);
        answers.push((answer.story, answer.abroad.map(|link| link.0)));
    }
    answers
}

const ENGLISH: Report = (
    0,
    "en",
    "Kelm minister resigns over tanker Aurelia Bright",
    "The transport minister of Kelm, Tomasz Veldran, resigned on Tuesday over the tanker Aurelia Bright. President Ilka \
     Marosh accepted his letter. The tanker ran aground off Cape Serrin in May, and Veldran had said nobody warned him. \
     Harbour pilot Jonas Arkady showed the warning to a newspaper.",
);

const SPANISH: Report = (
    5,
    "es",
    "Dimite el ministro de Transportes de Kelm por el petrolero Aurelia Bright",
    "El ministro de Transportes de Kelm, Tomasz Veldrán, dimitió el martes por el petrolero Aurelia Bright. La presidenta, \
     Ilka Marosh, aceptó su carta. El barco encalló en mayo frente al cabo Serrin. El práctico del puerto, Jonás Arkady, \
     enseñó la advertencia a un periódico.",
);

const RUSSIAN: Report = (
    8,
    "ru",
    "Министр транспорта Кельма ушел в отставку",
    "Министр транспорта Томаш Велдран подал в отставку после аварии танкера Аурелия Брайт. Президент Илка Марош приняла \
     письмо Велдрана. Лоцман Йонас Аркади показал предупреждение газете. Танкер сел на мель у мыса Серрин.",
);

const PLACE: Report = (
    6,
    "es",
    "Kelm celebra su feria del queso",
    "La feria del queso de Kelm recibió a doce mil visitantes. Ganó un queso de cabra de Serrin, lavado en sidra. La \
     presidenta del jurado, Berta Olm, elogió su corteza. La feria vuelve en otoño a la plaza de Kelm.",
);

#[test]
fn one_event_is_linked_across_languages_and_not_joined() {
    let answers = assign(&[ENGLISH, SPANISH, PLACE]);
    assert_eq!(answers[0].1, None);
    assert_ne!(answers[1].0, answers[0].0, "languages are never one story");
    assert_eq!(answers[1].1, Some(answers[0].0));
    assert_eq!(answers[2].1, None, "two places are no event");
}

#[test]
fn names_are_known_in_another_alphabet() {
    let answers = assign(&[ENGLISH, RUSSIAN]);
    assert_eq!(answers[1].1, Some(answers[0].0));
}

#[test]
fn what_was_long_ago_is_not_linked() {
    let mut late = SPANISH;
    late.0 = 24 * 5 - 1;
    assert_eq!(assign(&[ENGLISH, late])[1].1, None);
}

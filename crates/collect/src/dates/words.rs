//! The words of dates in the languages that feeds are met in: months, halves of the day, and words that mean nothing.

/// Seconds east of Greenwich in Korea, where a Korean date without a zone was written.
pub(super) const KOREA: i32 = 9 * 3600;

/// Names of the months: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Czech, Swedish, Danish,
/// Finnish, Turkish, Romanian, Russian, Ukrainian, Greek, Hungarian; whole, genitive, and as abbreviated in feeds.
#[rustfmt::skip]
static MONTHS: [&str; 12] = [
    "jan january januar jänner janvier janv ene enero gennaio gen janeiro januari stycznia styczeń sty ledna leden januari tammikuu tammikuuta ocak oca ianuarie янв января январь січня січень ιαν ιανουαρίου ιανουάριος január januar",
    "feb february februar feber février fevrier févr fév fevr febrero febbraio fevereiro fev februari lutego luty lut února únor helmikuu helmikuuta şubat şub februarie фев февраля февраль лютого лютий φεβ φεβρουαρίου φεβρουάριος február febr",
    "mar march märz mrz maerz mär mars marzo março marco maart mrt marca marzec března březen marts maaliskuu maaliskuuta mart martie мар марта март березня березень μάρ μαρ μαρτίου μάρτιος március márc",
    "apr april avril avr abril abr aprile kwietnia kwiecień kwi dubna duben huhtikuu huhtikuuta nisan nis aprilie апр апреля апрель квітня квітень απρ απριλίου απρίλιος április ápr",
    "may mai mayo maggio mag maio mei maja maj května květen toukokuu toukokuuta mayıs май мая травня травень μάι μαι μαΐου μάιος μαϊ május máj",
    "jun june juni juin junio giugno giu junho czerwca czerwiec cze června červen kesäkuu kesäkuuta haziran haz iunie июн июня июнь червня червень ιούν ιουν ιον ιουνίου ιούνιος június jún",
    "jul july juli juillet juil julio luglio lug julho lipca lipiec lip července červenec heinäkuu heinäkuuta temmuz tem iulie июл июля июль липня липень ιούλ ιουλ ιολ ιουλίου ιούλιος július júl",
    "aug august août aout ago agosto agosto augustus sierpnia sierpień sie srpna srpen augusti elokuu elokuuta ağustos ağu авг августа август серпня серпень αύγ αυγ αυγούστου αύγουστος augusztus",
    "sep sept september septembre sep septiembre set settembre setembro września wrzesień wrz září zář syyskuu syyskuuta eylül eyl septembrie сен сент сентября сентябрь вересня вересень σεπ σεπτεμβρίου σεπτέμβριος szeptember szept",
    "oct october okt oktober octobre oct octubre ottobre ott outubro out października październik paź října říjen lokakuu lokakuuta ekim eki octombrie окт октября октябрь жовтня жовтень οκτ οκτωβρίου οκτώβριος október",
    "nov november novembre noviembre novembro listopada listopad lis listopadu marraskuu marraskuuta kasım kas noiembrie ноя ноября ноябрь листопада листопад νοέ νοε νοεμβρίου νοέμβριος",
    "dec december dez dezember décembre decembre déc dic diciembre dicembre dezembro grudnia grudzień gru prosince prosinec joulukuu joulukuuta aralık ara decembrie дек декабря декабрь грудня грудень δεκ δεκεμβρίου δεκέμβριος",
];

/// The month, 1 to 12, that a word names; the word in any case.
pub(super) fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|names| names.split(' ').any(|name| name == word))?;
    u32::try_from(at + 1).ok()
}

/// The month at the start of a text that goes on after a `-`, and the rest.
pub(super) fn month_prefix(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    Some((month(word)?, rest))
}

/// Whether a word means Tuesday as well as March (French and Spanish `mar`).
pub(super) fn may_be_weekday(word: &str) -> bool {
    word.eq_ignore_ascii_case("mar")
}

/// Words that only join the others.
pub(super) fn is_joint(word: &str) -> bool {
    const JOINTS: &[&str] = &[
        "of", "the", "at", "on", "de", "del", "le", "um", "uhr", "à", "a", "las", "den", "der", "kl", "r", "roku", "г",
        "года", "р", "року", "st", "nd", "rd", "th", "er", "ο", "στις", "il", "alle", "às", "h",
    ];
    let word = word.to_lowercase();
    JOINTS.contains(&word.as_str())
}

/// Whether the afternoon (or the morning) is named at the start of a text, and the rest.
pub(super) fn half_day(text: &str) -> (Option<bool>, &str) {
    for (word, afternoon) in [("오전", false), ("오후", true)] {
        if let Some(rest) = text.strip_prefix(word) {
            return (Some(afternoon), rest.trim_start());
        }
    }
    (None, text)
}

/// Whether a word that follows a time names the afternoon or the morning.
pub(super) fn meridiem(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "am" => Some(false),
        "pm" => Some(true),
        _ => None,
    }
}

//! Months by their names in the languages of the press.

/// The number of a month by its name in lower case; full names in the case dates take them, and common short forms.
pub(super) fn month(name: &str) -> Option<i8> {
    // "listopada" is October in Croatian and November in Polish; the larger press decides.
    const NAMES: [&str; 12] = [
        "january jan januar jänner janvier enero gennaio gen janeiro januari января январь січня ιανουαρίου stycznia ledna januára يناير ocak ianuarie január tammikuuta जनवरी ene",
        "february feb februar février févr febrero febbraio fevereiro fev februari февраля февраль лютого φεβρουαρίου lutego února februára فبراير şubat februarie február helmikuuta फरवरी",
        "march mar märz mrz mars marzo março maart марта март березня μαρτίου marca března مارس mart martie március maaliskuuta मार्च marts",
        "april apr avril avr abril abr aprile апреля апрель квітня απριλίου kwietnia dubna apríla أبريل nisan aprilie április huhtikuuta अप्रैल",
        "may mai mayo maggio mag maio mei мая май травня μαΐου maja května mája مايو mayıs május toukokuuta मई maj",
        "june jun juni juin junio giugno giu junho июня июнь червня ιουνίου czerwca června júna يونيو haziran iunie június kesäkuuta जून",
        "july jul juli juillet juil julio luglio lug julho июля июль липня ιουλίου lipca července júla يوليو temmuz iulie július heinäkuuta जुलाई",
        "august aug août aout agosto ago augustus августа август серпня αυγούστου sierpnia srpna augusta أغسطس ağustos augusztus elokuuta अगस्त augusti",
        "september sep sept septembre septiembre settembre set setembro сентября сентябрь вересня σεπτεμβρίου września září septembra سبتمبر eylül septembrie szeptember syyskuuta सितंबर",
        "october oct oktober okt octobre octubre ottobre ott outubro out октября октябрь жовтня οκτωβρίου października října októbra أكتوبر ekim octombrie október lokakuuta अक्टूबर",
        "november nov novembre noviembre novembro ноября ноябрь листопада νοεμβρίου listopada listopadu novembra نوفمبر kasım noiembrie marraskuuta नवंबर",
        "december dec dezember dez décembre déc diciembre dic dicembre dezembro декабря декабрь грудня δεκεμβρίου grudnia prosince decembra ديسمبر aralık decembrie joulukuuta दिसंबर des desember",
    ];
    (1..).zip(NAMES).find(|(_, names)| names.split(' ').any(|n| n == name)).map(|(i, _)| i)
}

//! Months by their names in the languages of the press.

/// Names and usual short forms in lower case, in the cases that dates take. Where two languages disagree ("listopada" is October in
/// Croatian and November in Polish) the larger press decides.
const NAMES: [&str; 12] = [
    "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro gener januari ianuarie ian ocak oca tammikuuta \
     tammikuun jaanuar janvāris sausio styczeń stycznia sty leden ledna január januára siječnja қаңтар января \
     январь янв січня січень січ студзеня януари јануар јануара ιανουαρίου ιανουάριος ιαν يناير جانفي ژانویه \
     ינואר בינואר जनवरी জানুয়ারি ஜனவரி มกราคม januarie sijecnja urtarrila հունվարի",
    "february feb februar feber februari februarie février févr fév fevrier febrero febbraio fevereiro fev febrer şubat şub \
     helmikuuta helmikuun veebruar februāris vasario luty lutego lut únor února február februára veljače февраля февраль фев лютого \
     лютий лют лютага февруари фебруар фебруара φεβρουαρίου φεβρουάριος φεβ فبراير فيفري شباط فوریه פברואר בפברואר फ़रवरी फरवरी \
     ফেব্রুয়ারি பிப்ரவரி กุมภาพันธ์ otsailaren փետրվարի",
    "march mar mars märz mrz maerz marzo março marco maart mrt març martie mart marts maaliskuuta maaliskuun märts kovo \
     marzec marca březen března marec ožujka március марта март мар березня березень бер сакавіка μαρτίου μάρτιος μαρ مارس \
     آذار מרץ במרץ मार्च মার্চ மார்ச் มีนาคม martxoaren մարտի",
    "april apr avril avr abril abr aprile aprilie nisan nis huhtikuuta huhtikuun aprill aprīlis balandžio kwiecień kwietnia kwi duben \
     dubna apríl apríla travnja április апреля апрель апр квітня квітень квіт красавіка април априла απριλίου απρίλιος απρ أبريل \
     افريل أفريل نيسان آوریل אפריל באפריל अप्रैल এপ্রিল ஏப்ரல் เมษายน apirilaren ապրիլի",
    "may mai mayo maggio mag maio mei maig mayıs toukokuuta toukokuun maijs gegužės maj maja květen května máj mája svibnja május maí \
     мая май травня травень трав мај маја майа μαΐου μαίου μάιος μαϊ مايو ماي أيار מאי במאי मई মে மே พฤษภาคม maiatzaren մայիսի",
    "june jun juni juin junio giugno giu junho juny iunie haziran haz kesäkuuta kesäkuun juuni jūnijs birželio czerwiec czerwca cze \
     červen června jún júna lipnja június июня июнь июн червня червень черв чэрвеня юни јун јуна ιουνίου ιούνιος ιουν يونيو جوان \
     حزيران ژوئن יוני ביוני जून জুন ஜூன் มิถุนายน ekainaren հունիսի",
    "july jul juli juillet juil julio luglio lug julho juliol iulie temmuz tem heinäkuuta heinäkuun juuli jūlijs liepos lipiec lipca \
     lip červenec července júl júla srpnja július июля июль июл липня липень лип ліпеня юли јул јула ιουλίου ιούλιος ιουλ يوليو \
     جويلية تموز ژوئیه יולי ביולי जुलाई জুলাই ஜூலை กรกฎาคม uztailaren հուլիսի",
    "august aug août aout agosto ago agost augustus augusti agustus ağustos ağu elokuuta elokuun augusts rugpjūčio sierpień sierpnia \
     sie srpen srpna augusta kolovoza augusztus ágúst августа август авг серпня серпень серп жніўня αυγούστου αύγουστος αυγ أغسطس \
     أوت آب اوت אוגוסט באוגוסט अगस्त আগস্ট ஆகஸ்ட் สิงหาคม abuztuaren օգոստոսի",
    "september sep sept septembre septiembre setiembre settembre set setembro septembrie setembre eylül eyl syyskuuta syyskuun \
     septembris rugsėjo wrzesień września wrz září septembra rujna szeptember szept сентября сентябрь сен сент вересня вересень вер \
     верасня септември септембар септембра σεπτεμβρίου σεπτέμβριος σεπ سبتمبر أيلول سپتامبر ספטמבר בספטמבר सितंबर সেপ্টেম্বর \
     செப்டம்பர் กันยายน irailaren սեպտեմբերի",
    "october oct oktober okt octobre octubre ottobre ott outubro out octombrie ekim eki lokakuuta lokakuun oktoober oktobris spalio \
     październik października paź říjen října október októbra октября октябрь окт жовтня жовтень жовт кастрычніка октомври октобар \
     октобра οκτωβρίου οκτώβριος οκτ أكتوبر اكتوبر اکتبر אוקטובר באוקטובר अक्टूबर অক্টোবর அக்டோபர் ตุลาคม urriaren հոկտեմբերի",
    "november nov novembre noviembre novembro noiembrie kasım kas marraskuuta marraskuun novembris lapkričio listopad listopada lis \
     listopadu novembra studenoga studenog ноября ноябрь ноя листопада листопад лист лістапада ноември новембар новембра νοεμβρίου \
     νοέμβριος νοε نوفمبر نوامبر נובמבר בנובמבר नवंबर নভেম্বর நவம்பர் พฤศจิกายน azaroaren նոյեմբերի",
    "december dec dezember dez décembre déc decembre diciembre dic dicembre dezembro desembre decembrie aralık ara joulukuuta \
     joulukuun detsember decembris gruodžio grudzień grudnia gru prosinec prosince decembra prosinca desember des декабря декабрь дек \
     грудня грудень груд снежня декември децембар децембра δεκεμβρίου δεκέμβριος δεκ ديسمبر دجنبر دسامبر דצמבר בדצמבר दिसंबर \
     ডিসেম্বর டிசம்பர் ธันวาคม abenduaren դեկտեմբերի",
];

/// The number of a month by its name in lower case.
pub(super) fn month(name: &str) -> Option<i8> {
    // "may" to "դեկտեմբերի": nothing shorter or longer is one.
    if name.len() < 3 || name.len() > 40 {
        return None;
    }
    (1..)
        .zip(NAMES)
        .find(|(_, names)| names.contains(name) && names.split_ascii_whitespace().any(|n| n == name))
        .map(|(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_languages() {
        let check = |names: &str, expected: i8| {
            names.split(' ').for_each(|n| assert_eq!(month(n), Some(expected), "{n}"));
        };
        check("january jänner janvier enero januari ocak stycznia января січня يناير जनवरी มกราคม", 1);
        check("may mai mayo maggio mei mayıs maja května мая травня مايو", 5);
        check("august août agustus ağustos sierpnia srpna серпня elokuuta", 8);
        check("october oktober octubre ottobre października жовтня أكتوبر", 10);
        ["junior", "mart1n", "de", ""].iter().for_each(|n| assert_eq!(month(n), None, "{n}"));
    }
}

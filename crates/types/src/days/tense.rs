//! Tense: whether what is said to be on a weekday is over or is to come. The verb that stands before the weekday decides,
//! where the weekday can belong to no other; else nobody can tell, and the answer is none.

use super::scan::Sentence;

/// Whether something is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
}

/// Words before a weekday in which its verb is looked for, and words after one that opens its sentence.
const BACK: usize = 12;
const AHEAD: usize = 9;

/// The tense in which the day in words `first..=last` stands.
pub(super) fn tense(sentence: &Sentence<'_>, first: usize, last: usize) -> Option<Tense> {
    let joined = first > 0
        && sentence.is(first - 1, &["and", "but", "while"])
        && sentence.word(first - 1).is_some_and(|w| !w.close);
    if first == 0 || joined {
        return ahead(sentence, last);
    }
    for k in (first.saturating_sub(BACK)..first).rev() {
        // what stands beyond a comma may be another clause
        if sentence.gap(k + 1).contains(',') && !(k + 1..first).all(|i| aside(sentence, i)) {
            return None;
        }
        if let Some(found) = before(sentence, k, first) {
            return found;
        }
    }
    // “The minister on Thursday denied …”
    let next = sentence.word(last + 1).filter(|w| w.close && first <= BACK);
    next.filter(|w| is_past(&w.lower())).map(|_| Tense::Past)
}

/// “…, 40, of Orle”: words that may stand between commas after a name.
fn aside(sentence: &Sentence<'_>, i: usize) -> bool {
    sentence.word(i).is_some_and(|w| w.text.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase()))
        || sentence.is(i, &["in", "at", "near", "of", "the", "aged", "on", "from"])
}

/// The sentence sets the day in words `first..=last` against another time: “a week earlier”, “In 1987 …”.
pub(super) fn unsettled(sentence: &Sentence<'_>, first: usize, last: usize) -> bool {
    let unit = ["day", "days", "week", "weeks", "month", "months", "year", "years"];
    let led = ["in", "by", "of", "during", "until", "since", "from", "early", "late", "before"];
    sentence.words.iter().enumerate().any(|(i, w)| {
        let timed = i > 0 && sentence.is(i - 1, &unit) && w.is(&["earlier", "before", "later"]);
        let year = w.text.len() == 4 && w.text.parse().is_ok_and(|y: u16| (1500..2100).contains(&y));
        let of_it = i < first && i > 0 && sentence.is(i - 1, &led) || (last + 1..last + 4).contains(&i);
        w.is(&["ago", "previous"]) || timed || year && of_it && !w.quoted
    })
}

/// Looking back from `first`: what word `k` says of the tense; the outer `None` to look on, the inner one when it is open.
fn before(sentence: &Sentence<'_>, k: usize, first: usize) -> Option<Option<Tense>> {
    let word = sentence.word(k)?;
    let gap = sentence.gap(k + 1);
    if word.quoted || gap.contains([';', ':', '—', '(', ')']) || gap.contains(" - ") || gap.contains("– ") {
        return Some(None);
    }
    let lower = word.lower();
    let lower = lower.as_str();
    if lower == "will" || lower.ends_with("'ll") || lower == "won't" {
        return Some(coming(sentence, k, first));
    }
    if PLANS.contains(&lower) {
        let now = (1..=3).filter_map(|n| k.checked_sub(n)).any(|i| sentence.is(i, &["is", "are"]));
        return Some(if now { coming(sentence, k, first) } else { None });
    }
    if lower == "to" && infinitive(sentence, k + 1) {
        let planned = k > 0 && sentence.is(k - 1, PLANS);
        let now = (2..=4).filter_map(|n| k.checked_sub(n)).any(|i| sentence.is(i, &["is", "are"]));
        return Some(if planned && now { coming(sentence, k, first) } else { None });
    }
    if lower == "for" && !sentence.word(k + 1).is_some_and(|w| w.text.starts_with(|c: char| c.is_ascii_digit())) {
        return Some(None);
    }
    // “will vote”, “due to meet”: the helper before it decides
    let helped = (1..=2).filter_map(|n| k.checked_sub(n)).any(|i| sentence.is(i, &["will", "to"]));
    if UNSURE.contains(&lower) && !(lower == "be" && helped) || PRESENT.contains(&lower) && !helped {
        return Some(None);
    }
    is_past(lower).then(|| over(sentence, k, first))
}

/// Word `k` is a past form before a day at `first`.
fn over(sentence: &Sentence<'_>, k: usize, first: usize) -> Option<Tense> {
    let lower = sentence.word(k)?.lower();
    let helper = (1..=3).filter_map(|n| k.checked_sub(n)).find(|&i| sentence.is(i, HELPERS));
    if let Some(helper) = helper.filter(|_| !sentence.is(k, &["was", "were", "had", "did"])) {
        if sentence.is(helper, &["will"]) {
            return coming(sentence, helper, first);
        }
        if !sentence.is(helper, &["was", "were", "had", "has", "have", "been"]) {
            return None;
        }
    }
    let adverbs = ["late", "early", "later", "earlier", "again", "first"];
    let between = (k + 1..first).filter(|&i| !sentence.is(i, &adverbs)).count();
    let next = |list: &[&str]| sentence.is(k + 1, list);
    if LOOKS_AHEAD.contains(&lower.as_str()) && between > 0 {
        return None;
    }
    if speaks(&lower) && between > 0 {
        let at = (k + 1..first).any(|i| sentence.is(i, &["in", "at"]));
        let addressed = TELLS.contains(&lower.as_str()) && between <= if at { 7 } else { 3 };
        let placed =
            next(&["in", "at", "to", "during", "after", "through", "via", "from", "outside", "by"]) && between <= 9;
        return (addressed || placed).then_some(Tense::Past);
    }
    let event = first > 0 && sentence.is(first - 1, EVENTS);
    (!event || held_at(sentence, first - 1, k)).then_some(Tense::Past)
}

/// “spoke at a rally on Tuesday”: then; not “cancelled a rally on Tuesday”.
fn held_at(sentence: &Sentence<'_>, noun: usize, verb: usize) -> bool {
    (verb..noun)
        .rev()
        .take(4)
        .any(|i| sentence.is(i, &["at", "in", "during", "after", "following", "told", "by", "from", "into"]))
}

/// Something is to come, and the day is its day: close to the verb, with no other thing in between.
fn coming(sentence: &Sentence<'_>, k: usize, first: usize) -> Option<Tense> {
    let between = k + 1..first;
    let thing = between.clone().any(|i| {
        let place = i > 0 && sentence.is(i - 1, &["in", "at"]);
        sentence.is(
            i,
            &[
                "a",
                "an",
                "the",
                "his",
                "her",
                "their",
                "its",
                "after",
                "following",
                "since",
                "over",
                "from",
                "about",
                "before",
            ],
        ) && !place
    });
    let broken = between.clone().any(|i| i > k && !sentence.word(i).is_some_and(|w| w.close));
    (between.len() <= 8 && !thing && !broken).then_some(Tense::Future)
}

/// Looking ahead from a day that opens its sentence.
fn ahead(sentence: &Sentence<'_>, last: usize) -> Option<Tense> {
    let mut commas = 0;
    for k in last + 1..sentence.words.len().min(last + 1 + AHEAD) {
        let word = sentence.word(k)?;
        commas += sentence.gap(k).matches(',').count();
        if word.quoted || commas > 1 || sentence.gap(k).contains([';', ':', '—', '–', '(']) {
            return None;
        }
        let lower = word.lower();
        let lower = lower.as_str();
        if lower == "will" || lower.ends_with("'ll") {
            return Some(Tense::Future);
        }
        if lower == "to" && infinitive(sentence, k + 1)
            || UNSURE.contains(&lower)
            || PRESENT.contains(&lower)
            || PLANS.contains(&lower)
        {
            return None;
        }
        if is_past(lower) {
            return Some(Tense::Past);
        }
    }
    None
}

/// A verb after “to”, as far as it can be told from a noun.
fn infinitive(sentence: &Sentence<'_>, i: usize) -> bool {
    let Some(word) = sentence.word(i) else { return false };
    !word.capital()
        && !word.text.starts_with(|c: char| c.is_ascii_digit())
        && !word.is(NOUNS_AFTER_TO)
        && !word.ends(&["ers", "ors"])
}

/// Whether the word is the past of a verb.
pub(super) fn is_past(lower: &str) -> bool {
    const NO: &[&str] = &[
        "need",
        "indeed",
        "speed",
        "hundred",
        "united",
        "breed",
        "exceed",
        "proceed",
        "succeed",
        "crossbred",
        "naked",
        "sacred",
        "aged",
        "armed",
        "unneeded",
    ];
    lower.len() > 4 && lower.ends_with("ed") && !NO.contains(&lower) || PAST.contains(&lower)
}

/// Whether the word is a verb of saying in the past.
pub(super) fn speaks(lower: &str) -> bool {
    const SAID: &[&str] = &[
        "said",
        "told",
        "added",
        "warned",
        "claimed",
        "argued",
        "insisted",
        "stated",
        "confirmed",
        "reported",
        "wrote",
        "explained",
        "noted",
        "informed",
        "suggested",
        "believed",
        "thought",
        "hoped",
        "admitted",
        "alleged",
    ];
    SAID.contains(&lower)
}

const TELLS: &[&str] = &["told", "informed"];
const HELPERS: &[&str] = &[
    "will", "would", "could", "should", "may", "might", "can", "must", "to", "is", "are", "being", "was", "were",
    "had", "has", "have", "been",
];

/// What is planned.
#[rustfmt::skip]
const PLANS: &[&str] = &[
    "due", "expected", "scheduled", "planned", "slated", "likely", "postponed", "adjourned", "delayed", "set", "booked", "timetabled", "going",
];

/// Verbs whose object may be of another day than they are: “announced a strike on Friday”.
#[rustfmt::skip]
const LOOKS_AHEAD: &[&str] = &[
    "announced", "called", "proposed", "promised", "ordered", "urged", "cancelled", "canceled", "agreed", "threatened", "warned", "feared",
    "prepared", "demanded", "invited", "asked", "hoped", "wanted", "vowed", "pledged", "advised", "predicted", "forecast", "booked", "fixed",
    "reserved", "advertised", "awaited", "decided", "approved", "allowed", "banned", "granted", "offered", "needed", "faced",
];

/// Things that are held on a day.
#[rustfmt::skip]
const EVENTS: &[&str] = &[
    "strike", "strikes", "march", "meeting", "meetings", "vote", "votes", "election", "elections", "hearing", "match", "game", "concert", "deadline", "summit",
    "rally", "protest", "protests", "funeral", "debate", "session", "talks", "visit", "trip", "ceremony", "festival", "launch", "opening", "trial",
    "ballot", "referendum", "conference", "parade", "race", "final", "show", "event", "events", "inquest", "inquiry", "walkout", "demonstration", "service",
    "celebration", "sitting", "appointment", "closure", "return", "test", "tests", "exam", "exams", "polls", "poll", "sailing", "crossing", "fair", "market",
];

/// Words that leave it open.
#[rustfmt::skip]
const UNSURE: &[&str] = &[
    "would", "could", "should", "may", "might", "can", "must", "shall", "is", "are", "am", "be", "do", "does", "that", "who", "whom", "which", "whether", "if",
    "when", "where", "while", "because", "unless", "until", "before", "ahead", "cannot", "can't", "wouldn't", "couldn't", "isn't", "aren't", "doesn't", "don't",
    "it's", "he's", "she's", "there's", "they're", "we're", "i'm", "next", "usually", "often", "always", "normally", "typically", "mostly", "every", "each",
];

/// Verbs in the present that stand in news of what is to come or is always so, or of what was.
#[rustfmt::skip]
const PRESENT: &[&str] = &[
    "opens", "open", "closes", "close", "starts", "start", "begins", "begin", "ends", "end", "meets", "meet", "votes", "vote", "leaves", "leave", "arrives", "arrive",
    "returns", "return", "resumes", "resume", "plays", "play", "faces", "face", "takes", "take", "goes", "go", "comes", "come", "expires", "expire", "launches",
    "hosts", "host", "visits", "visit", "runs", "run", "sails", "sail", "marks", "mark", "falls", "fall", "holds", "hold", "travels", "travel", "flies", "fly",
    "appears", "appear", "departs", "decides", "reopens", "reopen", "airs", "says", "say", "tells", "tell", "adds", "reports", "report", "warns", "warn",
    "plans", "plan", "wants", "want", "hopes", "hope", "intends", "intend", "expects", "expect", "needs", "need", "seeks", "seek", "aims", "aim", "collapses", "kills", "dies", "hits", "wins", "loses", "gets", "makes", "gives", "sees",
    "elects", "elect", "decide", "gather", "gathers", "sit", "sits", "follows", "follow", "celebrates", "celebrate", "takes", "changes", "change", "applies", "apply",
];

/// After “to” these are no verbs.
#[rustfmt::skip]
const NOUNS_AFTER_TO: &[&str] = &[
    "the", "a", "an", "his", "her", "their", "its", "this", "that", "these", "those", "our", "all", "both", "each", "about", "nearly", "almost", "at", "hospital", "court", "prison", "jail",
    "work", "school", "police", "people", "parliament", "town", "sea", "death", "safety", "power", "students", "members", "residents", "one", "two", "three", "four",
    "five", "six", "seven", "eight", "nine", "ten", "him", "them", "it", "us", "me", "more", "voters", "schools", "homes", "church", "university", "zero", "port", "land", "rest",
];

/// Irregular pasts that are nothing else.
#[rustfmt::skip]
const PAST: &[&str] = &[
    "was", "were", "had", "did", "said", "told", "met", "won", "lost", "went", "took", "made", "gave", "left", "came", "saw", "got", "held", "found", "fell",
    "rose", "grew", "broke", "built", "sent", "paid", "brought", "shot", "struck", "stole", "chose", "fled", "kept", "knew", "led", "sold", "threw", "thrown",
    "began", "begun", "bought", "died", "spoke", "sank", "sunk", "drove", "driven", "fought", "caught", "sought", "swore", "sworn", "withdrew", "wrote", "written", "ran",
    "burnt", "blew", "blown", "drew", "drawn", "flew", "flown", "sued", "became", "thought", "felt", "stood", "heard", "bent", "bound", "bled", "clung", "crept",
    "dealt", "dug", "ate", "eaten", "fed", "forbade", "froze", "frozen", "hung", "hid", "hidden", "laid", "lent", "lit", "meant", "rode", "rang", "sat", "shook", "shaken", "sang",
    "slept", "slid", "spent", "spun", "stuck", "swept", "swam", "swung", "taught", "tore", "torn", "woke", "wore", "understood", "underwent", "overcame", "rebuilt",
    "taken", "given", "gone", "seen", "fallen", "risen", "broken", "stolen", "chosen", "tied", "vied", "died", "lied", "freed", "agreed", "flooded", "beaten",
];

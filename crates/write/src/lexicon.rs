//! The words the writer knows by name. English; texts in other languages are chosen by position and words shared alone.

use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Words without meaning of their own.
#[rustfmt::skip]
pub(crate) const STOP: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "of", "in", "on", "at", "to", "for", "from", "by", "with",
    "as", "into", "onto", "upon", "and", "or", "but", "so", "yet", "is", "are", "was", "were", "be", "been", "being",
    "am", "has", "have", "had", "having", "do", "does", "did", "doing", "will", "would", "shall", "should", "can",
    "could", "may", "might", "must", "he", "she", "it", "they", "we", "i", "you", "him", "her", "them", "us", "me",
    "his", "hers", "its", "their", "theirs", "our", "my", "your", "who", "whom", "whose", "which", "what", "where",
    "when", "while", "there", "here", "then", "than", "also", "too", "very", "just", "itself", "himself", "herself",
    "themselves", "about", "not", "no", "nor", "if", "because", "since", "after", "before", "during", "through",
    "over", "out", "up", "down", "off", "how", "why", "own", "such", "both", "each", "between", "among", "against",
    "under", "said", "says", "say", "more", "some", "other", "all", "one", "s", "t",
];

/// Words that point back at something said before.
#[rustfmt::skip]
pub(crate) const PRONOUNS: &[&str] = &[
    "he", "she", "it", "they", "his", "her", "their", "its", "him", "them", "this", "that", "these", "those", "such",
    "both", "neither", "either", "others", "another", "here", "there", "hers", "theirs", "we", "our", "us", "i", "my",
    "you", "your",
];

/// After “this” or “that” these words point at the calendar, not back.
#[rustfmt::skip]
pub(crate) const CALENDAR_NOUNS: &[&str] = &[
    "week", "month", "year", "morning", "afternoon", "evening", "summer", "winter", "spring", "autumn", "weekend",
    "season",
];

/// Words that tie a sentence to the one before; the sentence can do without them.
#[rustfmt::skip]
pub(crate) const CONNECTIVES: &[&str] = &[
    "but", "and", "however", "meanwhile", "moreover", "furthermore", "nevertheless", "nonetheless", "yet", "so",
    "still", "also", "additionally", "besides", "or",
];

/// Words (and beginnings of phrases) that tie it so that it cannot do without what came before.
#[rustfmt::skip]
pub(crate) const BOUND: &[&str] = &[
    "instead", "then", "therefore", "thus", "hence", "otherwise", "likewise", "similarly", "consequently",
    "accordingly", "nor", "because", "which", "who", "whereas", "elsewhere", "afterwards", "later", "earlier",
    "second", "secondly", "finally", "asked", "indeed", "conversely", "though", "first", "firstly", "third",
    "thirdly", "next", "again",
];

/// Phrases of that kind.
#[rustfmt::skip]
pub(crate) const BOUND_PHRASES: &[&str] = &[
    "for example", "for instance", "as a result", "in response", "by contrast", "in contrast", "on the other hand",
    "in addition", "at the same time", "at that time", "at the time", "in that", "in this", "for that", "for this",
    "of the", "of those", "of these", "the same", "after that", "after this", "since then", "as such", "in turn",
    "the latter", "the former", "the other", "one of them", "some of the", "all of this", "until then", "by then",
    "not only that", "in fact", "that is", "in other words", "on top of", "with that", "to that", "to this",
    "by this", "by that", "in one of the few", "in one of them", "one of these", "one of those", "some of them",
    "some of these", "some of those", "many of them", "most of them", "all of them", "both of them", "two of them",
    "three of them", "none of them", "each of them", "one of the two", "among them", "all three", "all four", "all five",
    "all six", "more than that", "the rest", "with them", "by them", "for them", "after all", "before that", "half as many", "twice as many", "by comparison", "even so", "even then",
];

/// Nouns that “the” makes a pointer back, unless the sentence is the first to speak.
#[rustfmt::skip]
pub(crate) const ROLE_NOUNS: &[&str] = &[
    "company", "firm", "man", "woman", "couple", "pair", "duo", "trio", "group", "victim", "suspect", "star",
    "singer", "actor", "actress", "player", "striker", "boy", "girl", "child", "teenager", "student", "driver",
    "author", "side", "club", "team", "trial", "incident", "move", "decision", "news", "comments", "remarks",
    "statement", "letter", "two", "three", "new", "latest", "second", "latter", "others", "rest", "other", "family",
    "mother", "father", "baby", "officer",
];

/// Words of denial and dispute.
#[rustfmt::skip]
pub(crate) const DISPUTE: &[&str] = &[
    "denied", "denies", "deny", "denying", "disputed", "rejected", "rejects", "dismissed", "refuted", "contradicted", "accused", "accuses", "accusing", "allegation", "allegations", "blamed", "blames", "criticised", "criticized",
];

/// Words of what is to come.
#[rustfmt::skip]
pub(crate) const FUTURE: &[&str] = &[
    "will", "tomorrow", "upcoming", "intends", "intend", "scheduled",
];

/// Words of what lies behind.
#[rustfmt::skip]
pub(crate) const PAST: &[&str] = &[
    "previously", "ago", "history", "founded", "formerly", "decades", "anniversary", "historically", "centuries", "century", "predecessor",
];

/// Words of saying.
#[rustfmt::skip]
pub(crate) const SAYING: &[&str] = &[
    "said", "says", "say", "told", "tells", "according", "announced", "added", "claimed", "claims", "alleged",
    "insisted", "reported", "argued", "warned", "stated", "confirmed", "accused", "tweeted", "wrote", "believes",
    "suggested",
];

/// Words that must never be cut away: negations, hedges, conditions.
#[rustfmt::skip]
pub(crate) const KEEP: &[&str] = &[
    "not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "reportedly", "allegedly",
    "alleged", "apparently", "possibly", "perhaps", "probably", "likely", "may", "might", "could", "suspected",
    "believed", "unconfirmed", "if", "unless", "until", "except", "whether", "denied", "denies", "failed", "refused",
    "only", "least", "than", "nearly", "almost", "most", "hardly", "barely", "expected", "estimated",
];

/// Pieces of text that belong to the page and not to the news, in lower case.
#[rustfmt::skip]
pub(crate) const JUNK: &[&str] = &[
    "click here", "sign up", "newsletter", "subscribe", "follow us", "read more", "all rights reserved",
    "advertisement", "share this", "cookies", "getty images", "file photo", "image caption", "scroll down",
    "related article", "copyright", "contributed to this report", "privacy policy", "javascript", "last updated",
    "story continues", "min read", "photo by", "photo:", "image:", "watch the video", "watch:", "video:", "see also",
    "terms of use", "terms of service", "log in", "this article was", "this story was", "reporting by", "editing by",
    "pictured:", "enable javascript", "ad choices", "©", "find us on", "follow @", "on twitter", "on facebook",
    "email us", "send us", "leave a comment", "your browser", "mailing list", "contact details", "share tweet", "free apps", "an earlier version of this", "this version corrects", "has been corrected", "has been amended", "picture:", "credit:", "ap photo",
    "photos:", "newsroom@", "@gmail", "http://", "https://", "www.", "download the app", "our app",
];

/// The same, however long the sentence is that they stand in.
#[rustfmt::skip]
pub(crate) const PAGE: &[&str] = &[
    "breaking news alert", "breaking news email", "media playback is", "media caption", "story highlights", "story continues below",
    "local news more", "sign up for our", "subscribe to our", "all rights reserved", "enable javascript", "newsletter sign",
];

/// Irregular forms of verbs, each group one verb.
#[rustfmt::skip]
const FORMS: &[&[&str]] = &[
    &["say", "says", "said"],
    &["meet", "meets", "met"],
    &["win", "wins", "won"],
    &["lose", "loses", "lost"],
    &["go", "goes", "went", "gone"],
    &["take", "takes", "took", "taken"],
    &["make", "makes", "made"],
    &["give", "gives", "gave", "given"],
    &["leave", "leaves", "left"],
    &["come", "comes", "came"],
    &["see", "sees", "saw", "seen"],
    &["get", "gets", "got", "gotten"],
    &["hold", "holds", "held"],
    &["find", "finds", "found"],
    &["tell", "tells", "told"],
    &["fall", "falls", "fell", "fallen"],
    &["rise", "rises", "rose", "risen"],
    &["grow", "grows", "grew", "grown"],
    &["break", "breaks", "broke", "broken"],
    &["build", "builds", "built"],
    &["send", "sends", "sent"],
    &["pay", "pays", "paid"],
    &["bring", "brings", "brought"],
    &["shoot", "shoots", "shot"],
    &["strike", "strikes", "struck"],
    &["steal", "steals", "stole", "stolen"],
    &["choose", "chooses", "chose", "chosen"],
    &["flee", "flees", "fled"],
    &["keep", "keeps", "kept"],
    &["know", "knows", "knew", "known"],
    &["lead", "leads", "led"],
    &["sell", "sells", "sold"],
    &["throw", "throws", "threw", "thrown"],
    &["begin", "begins", "began", "begun"],
    &["buy", "buys", "bought"],
    &["die", "dies", "died"],
    &["speak", "speaks", "spoke", "spoken"],
    &["sink", "sinks", "sank", "sunk"],
    &["drive", "drives", "drove", "driven"],
    &["fight", "fights", "fought"],
    &["catch", "catches", "caught"],
    &["quit", "quits"],
    &["seek", "seeks", "sought"],
    &["swear", "swears", "swore", "sworn"],
    &["withdraw", "withdraws", "withdrew", "withdrawn"],
    &["write", "writes", "wrote", "written"],
    &["run", "runs", "ran"],
    &["beat", "beats", "beaten"],
    &["burn", "burns", "burned", "burnt"],
    &["blow", "blows", "blew", "blown"],
    &["draw", "draws", "drew", "drawn"],
    &["fly", "flies", "flew", "flown"],
    &["sue", "sues", "sued"],
    &["put", "puts"],
    &["read", "reads"],
    &["cut", "cuts"],
    &["hit", "hits"],
    &["set", "sets"],
    &["let", "lets"],
    &["become", "becomes", "became"],
    &["think", "thinks", "thought"],
    &["feel", "feels", "felt"],
    &["stand", "stands", "stood"],
    &["hear", "hears", "heard"],
    &["show", "shows", "showed", "shown"],
    &["bear", "bears", "bore", "borne"],
    &["bend", "bends", "bent"],
    &["bid", "bids"],
    &["bind", "binds", "bound"],
    &["bite", "bites", "bit", "bitten"],
    &["bleed", "bleeds", "bled"],
    &["burst", "bursts"],
    &["cast", "casts"],
    &["cling", "clings", "clung"],
    &["cost", "costs"],
    &["creep", "creeps", "crept"],
    &["deal", "deals", "dealt"],
    &["dig", "digs", "dug"],
    &["eat", "eats", "ate", "eaten"],
    &["feed", "feeds", "fed"],
    &["forbid", "forbids", "forbade", "forbidden"],
    &["forget", "forgets", "forgot", "forgotten"],
    &["freeze", "freezes", "froze", "frozen"],
    &["hang", "hangs", "hung"],
    &["hide", "hides", "hid", "hidden"],
    &["hurt", "hurts"],
    &["lay", "lays", "laid"],
    &["lie", "lies", "lay", "lain"],
    &["lend", "lends", "lent"],
    &["light", "lights", "lit"],
    &["mean", "means", "meant"],
    &["ride", "rides", "rode", "ridden"],
    &["ring", "rings", "rang", "rung"],
    &["sit", "sits", "sat"],
    &["shake", "shakes", "shook", "shaken"],
    &["shed", "sheds"],
    &["shut", "shuts"],
    &["sing", "sings", "sang", "sung"],
    &["sleep", "sleeps", "slept"],
    &["slide", "slides", "slid"],
    &["spend", "spends", "spent"],
    &["spin", "spins", "spun"],
    &["split", "splits"],
    &["spread", "spreads"],
    &["stick", "sticks", "stuck"],
    &["sweep", "sweeps", "swept"],
    &["swim", "swims", "swam", "swum"],
    &["swing", "swings", "swung"],
    &["teach", "teaches", "taught"],
    &["tear", "tears", "tore", "torn"],
    &["wake", "wakes", "woke", "woken"],
    &["wear", "wears", "wore", "worn"],
    &["understand", "understands", "understood"],
    &["undergo", "undergoes", "underwent", "undergone"],
    &["overcome", "overcomes", "overcame"],
    &["overturn", "overturns"],
    &["outlaw", "outlaws"],
    &["rebuild", "rebuilds", "rebuilt"],
    &["resign", "resigns"],
];

/// Which irregular verb the word is a form of.
pub(crate) fn verb(word: &str) -> Option<usize> {
    static VERBS: OnceLock<FxHashMap<&'static str, usize>> = OnceLock::new();
    let verbs = VERBS.get_or_init(|| {
        FORMS.iter().enumerate().flat_map(|(n, group)| group.iter().map(move |form| (*form, n))).collect()
    });
    verbs.get(word).copied()
}

/// The simple past of the irregular verb that the word is a form of.
pub(crate) fn past_of(word: &str) -> Option<&'static str> {
    verb(word).and_then(|n| FORMS.get(n)).and_then(|group| group.get(2).or(group.first())).copied()
}

/// Whether the word is the past of an irregular verb and nothing else: not the first form and not the one in -s.
pub(crate) fn past(word: &str) -> bool {
    // “burst”, “put”: the past is the first form
    verb(word).and_then(|n| FORMS.get(n)).is_some_and(|group| match group {
        [first, _] => *first == word,
        _ => group.iter().skip(2).any(|form| *form == word),
    })
}

/// Words that begin a clause which cannot stand alone, or a phrase before the subject.
#[rustfmt::skip]
pub(crate) const SUBORDINATE: &[&str] = &[
    "if", "when", "while", "after", "as", "although", "though", "because", "since", "despite", "with", "in", "at", "on",
    "for", "by", "from", "under", "during", "before", "until", "unless", "once", "whether", "to", "without", "among",
    "following", "amid", "according", "of", "like", "unlike", "just", "not",
];

/// Forms of verbs that carry a sentence.
const FINITE: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "might", "must", "do",
    "does", "did", "says", "said", "say",
];

/// Whether the word looks like the verb of a sentence.
pub(crate) fn is_finite(word: &str) -> bool {
    FINITE.contains(&word) || word.len() > 4 && word.ends_with("ed") || verb(word).is_some()
}

/// Forms of “be” and helpers that are verbs wherever they stand.
pub(crate) const FORMS_OF_BE: &[&str] = &["is", "are", "was", "were", "has", "have", "had", "will"];

/// Days of the week.
pub(crate) const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Words that turn to the reader or shout: no headline has them.
#[rustfmt::skip]
pub(crate) const LOUD: &[&str] = &[
    "you", "your", "i", "we", "our", "my", "us", "here's", "why", "how", "what", "this", "these", "watch", "live",
    "video", "opinion", "exclusive", "breaking", "must-see", "revealed", "now", "just", "omg", "wow",
];

/// Words of colour: they tell how to feel about it, not what it is.
#[rustfmt::skip]
pub(crate) const COLOUR: &[&str] = &[
    "shocking", "unexpected", "blow", "worst", "stunning", "stunned", "stuns", "stun", "shock", "shocks", "glory", "misery", "horror",
    "horrific", "horrifying", "pride", "proud", "fury", "furious", "furiously", "doomed", "nightmare", "heartbreak",
    "heartbreaking", "heartbroken", "slam", "slams", "slammed", "blasted", "gasp", "braves",
    "brave", "filthy", "incredible", "incredibly", "amazing", "amazingly", "epic", "chaos", "chaotic", "agony",
    "terrifying", "brutal", "savage", "sensational", "dramatic", "dramatically", "tragic", "tragedy", "hero", "heroic",
    "miracle", "outrage", "outraged", "bombshell", "explosive", "devastating", "dream", "fairytale", "magic", "hell",
    "monster", "jaw-dropping", "mind-blowing", "unbelievable", "scandal", "rocked", "rue", "rues", "woe", "woes",
    "ouch", "grim", "bizarre", "weird", "embattled", "disgraced",
];

/// Words of a scene: how people stood by, not what came about.
#[rustfmt::skip]
pub(crate) const SCENE: &[&str] = &[
    "applause", "applauded", "applauding", "cheers", "cheered", "cheering", "clapped", "candle", "candles", "tears", "tearful",
    "wept", "weeping", "sobbed", "sobbing", "hugged", "hugging", "embraced", "embracing", "laughed", "laughter", "smiled",
    "smiling", "grinned", "compose", "jeers", "jeered", "goosebumps", "champagne", "confetti", "hushed", "silently",
];

/// What a denial answers: “rejected” denies only where one of these follows.
#[rustfmt::skip]
pub(crate) const CHARGES: &[&str] = &[
    "accusation", "accusations", "allegation", "allegations", "claim", "claims", "charge", "charges", "report", "reports",
    "suggestion", "suggestions", "criticism", "wrongdoing", "responsibility", "involvement", "complaint", "complaints", "account", "accounts",
];

/// Verbs and nouns that tell the same happening, each line one happening, by stem.
#[rustfmt::skip]
pub(crate) const SENSES: &[&[&str]] = &[
    &["rais", "increas", "lift", "hike", "rise", "rose", "climb", "risen", "ris"],
    &["cut", "lower", "reduc", "slash", "trim"],
    &["strike", "struck", "hit", "ram", "smash", "crash", "collid", "ran", "aground", "wreck"],
    &["kill", "die", "dead", "death", "fatal", "victim", "toll", "live", "life"],
    &["injur", "hurt", "wound"],
    &["win", "won", "winner", "beat", "defeat", "victori", "triumph"],
    &["deni", "reject", "dismiss", "refut"],
    &["resign", "quit", "suspend", "asid"],
    &["approv", "adopt", "back", "resolv", "pass"],
    &["leav", "left", "evacu", "flee", "fled"],
    &["meet", "met", "receiv", "talk"],
    &["find", "found", "discov", "recov", "unearth"],
    &["job", "worker", "employe", "workforc", "staff"],
    &["percent", "cent", "pct"],
    &["said", "report", "announc", "told", "state"],
    &["parad", "platform"],
    &["award", "prize", "honour", "honor"],
];

/// Titles that stand before a name.
#[rustfmt::skip]
pub(crate) const HONOURS: &[&str] = &[
    "mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "dame", "prof", "professor", "president", "minister", "premier",
    "chancellor", "secretary", "senator", "governor", "mayor", "councillor", "councilor", "judge", "justice", "captain",
    "colonel", "general", "major", "sergeant", "inspector", "superintendent", "chief", "constable", "sheriff", "coach",
    "goalkeeper", "keeper", "defender", "striker", "midfielder", "skipper", "coxswain", "manager", "director", "chairman",
    "chairwoman", "chair", "builder", "owner", "teacher", "engineer", "farmer", "welder", "nurse", "driver", "archbishop",
    "bishop", "reverend", "vicar", "rabbi", "imam", "pope", "king", "queen", "prince", "princess", "analyst", "economist",
    "scientist", "archaeologist", "spokesman", "spokeswoman", "spokesperson", "ceo", "administrator", "commissioner", "ambassador", "congressman", "congresswoman", "deputy", "attorney", "executive", "actor", "actress", "singer",
];

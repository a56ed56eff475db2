//! The words the writer knows by name. English; texts in other languages are chosen by position and words shared alone.

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
    "by this", "by that",
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
    "will", "tomorrow", "upcoming", "intends", "intend", "scheduled", "forecast",
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
    "only", "least", "than", "about", "nearly", "almost", "up", "most", "hardly", "barely", "expected", "estimated",
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
    "email us", "send us", "leave a comment", "your browser", "mailing list", "contact details", "share tweet", "free apps", "picture:", "credit:", "ap photo",
    "photos:", "newsroom@", "@gmail", "http://", "https://", "www.", "download the app", "our app",
];

/// Irregular forms of verbs that headlines use, each group one verb.
#[rustfmt::skip]
const FORMS: &[&[&str]] = &[
    &["say", "says", "said"], &["meet", "meets", "met"], &["win", "wins", "won"], &["lose", "loses", "lost"],
    &["go", "goes", "went", "gone"], &["take", "takes", "took", "taken"], &["make", "makes", "made"],
    &["give", "gives", "gave", "given"], &["leave", "leaves", "left"], &["come", "comes", "came"],
    &["see", "sees", "saw", "seen"], &["get", "gets", "got"], &["hold", "holds", "held"], &["find", "finds", "found"],
    &["tell", "tells", "told"], &["fall", "falls", "fell", "fallen"], &["rise", "rises", "rose", "risen"],
    &["grow", "grows", "grew", "grown"], &["break", "breaks", "broke", "broken"], &["build", "builds", "built"],
    &["send", "sends", "sent"], &["pay", "pays", "paid"], &["bring", "brings", "brought"],
    &["shoot", "shoots", "shot"], &["strike", "strikes", "struck"], &["steal", "steals", "stole", "stolen"],
    &["choose", "chooses", "chose", "chosen"], &["flee", "flees", "fled"], &["keep", "keeps", "kept"],
    &["know", "knows", "knew", "known"], &["lead", "leads", "led"], &["sell", "sells", "sold"],
    &["throw", "throws", "threw", "thrown"], &["begin", "begins", "began", "begun"], &["buy", "buys", "bought"],
    &["die", "dies", "died"], &["speak", "speaks", "spoke", "spoken"], &["sink", "sinks", "sank", "sunk"],
    &["drive", "drives", "drove", "driven"], &["fight", "fights", "fought"], &["catch", "catches", "caught"],
    &["quit", "quits"], &["seek", "seeks", "sought"], &["swear", "swears", "swore", "sworn"],
    &["withdraw", "withdraws", "withdrew", "withdrawn"], &["write", "writes", "wrote", "written"],
    &["run", "runs", "ran"], &["beat", "beats", "beaten"], &["burn", "burns", "burned", "burnt"],
    &["blow", "blows", "blew", "blown"], &["draw", "draws", "drew", "drawn"], &["fly", "flies", "flew", "flown"],
    &["sue", "sues", "sued"],
];

/// Whether the two are forms of one irregular verb.
pub(crate) fn same_verb(a: &str, b: &str) -> bool {
    FORMS.iter().any(|group| group.contains(&a) && group.contains(&b))
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
    FINITE.contains(&word) || word.len() > 4 && word.ends_with("ed") || FORMS.iter().any(|group| group.contains(&word))
}

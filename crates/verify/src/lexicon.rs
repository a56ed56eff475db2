//! The words the judge knows by name: what carries no meaning of its own, what turns a sentence round, what holds it at
//! arm's length, and which words are opposites or stand for each other. English; other languages are compared word for word.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// Words whose presence or absence alone changes nothing.
#[rustfmt::skip]
pub(crate) const FUNCTION_WORDS: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "of", "in", "on", "at", "to", "for", "from", "by", "with",
    "as", "into", "onto", "upon", "and", "or", "but", "so", "yet", "is", "are", "was", "were", "be", "been", "being",
    "am", "has", "have", "had", "having", "do", "does", "did", "doing", "will", "would", "shall", "should", "can",
    "could", "may", "might", "must", "he", "she", "it", "they", "we", "i", "you", "him", "her", "them", "us", "me",
    "his", "hers", "its", "their", "theirs", "our", "my", "your", "who", "whom", "whose", "which", "what", "where",
    "when", "while", "there", "here", "then", "than", "also", "too", "very", "just", "its", "itself", "himself",
    "herself", "themselves", "about", "s", "t", "not", "no", "nor", "if", "because", "since", "after", "before",
    "during", "through", "over", "out", "up", "down", "off", "how", "why", "own", "such", "both", "each", "between",
    "among", "against", "under",
];

/// Words that turn what follows into its opposite.
pub(crate) const NEGATORS: &[&str] =
    &["not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "hardly", "barely", "unable"];

/// Stems of verbs that say a thing is or was not so.
#[rustfmt::skip]
pub(crate) const DENIALS: &[&str] = &[
    "deni", "deny", "refus", "reject", "fail", "dismiss", "disput", "refut", "declin", "avoid", "prevent", "stop",
    "cancel", "scrap", "abandon", "narrowly",
];

/// Words that hold a statement at arm's length.
#[rustfmt::skip]
pub(crate) const HEDGES: &[&str] = &[
    "reportedly", "allegedly", "alleged", "apparently", "possibly", "perhaps", "probably", "likely", "may", "might",
    "could", "suspected", "believed", "rumoured", "rumored", "purported", "unconfirmed", "supposedly", "expected",
    "appears", "seems", "appeared", "seemed", "thought", "potential", "potentially", "preliminary",
];

/// Words under which something is only a condition.
pub(crate) const CONDITIONS: &[&str] = &["if", "unless", "until", "provided", "except", "whether"];

/// Words that make a number a bound or a guess.
#[rustfmt::skip]
pub(crate) const BOUNDS: &[&str] = &[
    "about", "around", "nearly", "almost", "approximately", "roughly", "least", "most", "over", "under", "than",
    "some", "estimated", "up", "least", "only",
];

/// Stems of verbs (and the noun) of saying.
#[rustfmt::skip]
pub(crate) const SAYING: &[&str] = &[
    "say", "said", "tell", "told", "accord", "report", "claim", "alleg", "announc", "add", "state", "insist", "argu",
    "warn", "believ", "suggest", "accus", "confirm", "estim", "admit", "acknowledg", "maintain", "predict", "ask",
];

/// Pairs that say the opposite of each other.
#[rustfmt::skip]
const OPPOSITES: &[(&str, &str)] = &[
    ("first", "last"), ("before", "after"), ("increase", "decrease"), ("increased", "decreased"), ("rise", "fall"),
    ("rose", "fell"), ("rising", "falling"), ("win", "lose"), ("won", "lost"), ("winning", "losing"),
    ("more", "less"), ("more", "fewer"), ("up", "down"), ("above", "below"), ("over", "under"), ("high", "low"),
    ("higher", "lower"), ("highest", "lowest"), ("new", "old"), ("young", "old"), ("younger", "older"),
    ("youngest", "oldest"), ("early", "late"), ("earlier", "later"), ("open", "closed"), ("opened", "closed"),
    ("open", "close"), ("opening", "closing"), ("accept", "reject"), ("accepted", "rejected"), ("agree", "disagree"),
    ("allow", "forbid"), ("allowed", "banned"), ("approved", "rejected"), ("confirmed", "denied"),
    ("guilty", "innocent"), ("alive", "dead"), ("born", "died"), ("best", "worst"), ("better", "worse"),
    ("good", "bad"), ("big", "small"), ("bigger", "smaller"), ("biggest", "smallest"), ("large", "small"),
    ("larger", "smaller"), ("largest", "smallest"), ("long", "short"), ("longer", "shorter"), ("strong", "weak"),
    ("stronger", "weaker"), ("most", "least"), ("many", "few"), ("always", "never"), ("all", "none"),
    ("everyone", "nobody"), ("inside", "outside"), ("male", "female"), ("man", "woman"), ("men", "women"),
    ("boy", "girl"), ("son", "daughter"), ("father", "mother"), ("husband", "wife"), ("brother", "sister"),
    ("he", "she"), ("his", "her"), ("north", "south"), ("east", "west"), ("northern", "southern"),
    ("eastern", "western"), ("left", "right"), ("support", "oppose"), ("supports", "opposes"),
    ("supported", "opposed"), ("for", "against"), ("success", "failure"), ("succeeded", "failed"),
    ("arrive", "leave"), ("arrived", "left"), ("buy", "sell"), ("bought", "sold"), ("gain", "loss"),
    ("gained", "lost"), ("public", "private"), ("hot", "cold"), ("start", "end"), ("started", "ended"),
    ("began", "ended"), ("begin", "end"), ("same", "different"), ("with", "without"), ("positive", "negative"),
    ("legal", "illegal"), ("likely", "unlikely"), ("possible", "impossible"), ("safe", "dangerous"), ("happy", "sad"),
    ("rich", "poor"), ("fast", "slow"), ("faster", "slower"), ("hard", "easy"), ("love", "hate"), ("top", "bottom"),
    ("maximum", "minimum"), ("majority", "minority"), ("released", "arrested"), ("found", "lost"),
    ("remember", "forget"), ("true", "false"), ("enemy", "friend"), ("war", "peace"), ("attack", "defend"),
    ("wrong", "right"), ("join", "leave"), ("joined", "left"), ("enter", "exit"), ("full", "empty"), ("day", "night"),
    ("morning", "evening"),
];

/// Words that may stand for each other, by stem or form.
#[rustfmt::skip]
const SAME: &[&[&str]] = &[
    &["say", "said", "says", "told", "tell", "tells", "announced", "announce", "stated", "added", "adds", "according", "reported", "reports"],
    &["kill", "killed", "died", "die", "dead", "deaths", "death", "dies", "killing", "kills"],
    &["hurt", "injured", "wounded", "injuries", "injury"], &["meet", "met", "meeting", "meets", "talks"],
    &["large", "big", "huge"], &["buy", "bought", "purchase", "purchased"],
    &["begin", "began", "start", "started", "begun", "starts", "begins"],
    &["help", "aid", "assist", "assistance", "helped"], &["children", "kids", "child"],
    &["end", "ended", "finish", "finished"], &["police", "officers"],
    &["show", "shows", "showed", "shown", "reveal", "revealed", "reveals"],
    &["find", "found", "finds", "discovered", "discover"], &["win", "won", "wins", "winning", "winner", "victory"],
    &["beat", "defeated", "beaten", "defeat"], &["lose", "lost", "loses", "loss"],
    &["go", "went", "gone", "goes", "going"], &["take", "took", "taken", "takes"],
    &["make", "made", "makes", "making"], &["give", "gave", "given", "gives"],
    &["leave", "left", "leaves", "leaving"], &["come", "came", "comes", "coming"], &["see", "saw", "seen", "sees"],
    &["get", "got", "gets", "getting"], &["hold", "held", "holds"], &["think", "thought", "thinks"],
    &["write", "wrote", "written", "writes"], &["speak", "spoke", "spoken"], &["run", "ran", "runs"],
    &["fall", "fell", "fallen", "falls"], &["rise", "rose", "risen", "rises"], &["grow", "grew", "grown", "growth"],
    &["break", "broke", "broken"], &["build", "built"], &["send", "sent", "sends"], &["spend", "spent"],
    &["pay", "paid"], &["bring", "brought"], &["shoot", "shot", "shooting", "gunned"], &["strike", "struck", "hit"],
    &["steal", "stole", "stolen"], &["choose", "chose", "chosen"], &["flee", "fled"], &["feel", "felt"],
    &["keep", "kept"], &["know", "knew", "known"], &["lead", "led"], &["sell", "sold"], &["throw", "threw", "thrown"],
    &["wear", "wore", "worn"], &["catch", "caught"], &["fight", "fought"], &["become", "became"],
    &["drive", "drove", "driven"], &["sue", "sued", "lawsuit"], &["jail", "jailed", "prison", "imprisoned"],
    &["close", "closed", "closes", "closing", "shut", "shuts"], &["firm", "company"], &["firms", "companies"],
    &["film", "movie"], &["films", "movies"], &["doctor", "physician"], &["doctors", "physicians"],
    &["cut", "cuts", "reduce", "reduced", "reduces"], &["hire", "hired", "recruit", "recruited"],
    &["quit", "quits", "resign", "resigned", "resigns"], &["lawyer", "attorney"], &["lawyers", "attorneys"],
    &["ill", "sick"], &["rescue", "rescued", "save", "saved"], &["almost", "nearly"],
    &["allow", "allowed", "allows", "permit", "permitted", "permits", "let", "lets"],
    &["ban", "banned", "bans", "prohibit", "prohibited", "outlawed"], &["complete", "completed", "finish", "finished"],
    &["try", "tried", "tries", "attempt", "attempted", "attempts"], &["fire", "blaze"], &["fires", "blazes"],
    &["destroy", "destroyed", "wrecked"], &["choose", "chose", "picked", "selected"], &["car", "vehicle"],
    &["cars", "vehicles"], &["weapons", "arms"], &["plane", "aircraft", "aeroplane", "airplane"],
    &["pupils", "students"], &["about", "around", "approximately", "roughly"], &["vanish", "vanished", "disappeared"],
    &["start", "started", "launch", "launched"], &["talks", "negotiations"], &["salary", "pay", "wages"],
    &["percent", "cent", "pc"], &["britain", "uk", "british"], &["america", "us", "u.s", "american"],
];

/// Whether the two words are known opposites.
pub(crate) fn opposite(a: &str, b: &str) -> bool {
    OPPOSITES.iter().any(|&(x, y)| x == a && y == b || x == b && y == a)
}

/// The known opposites of a word.
pub(crate) fn opposites(word: &str) -> impl Iterator<Item = &'static str> + '_ {
    OPPOSITES.iter().filter_map(move |&(x, y)| {
        if x == word {
            Some(y)
        } else if y == word {
            Some(x)
        } else {
            None
        }
    })
}

/// Whether one word may stand for the other.
pub(crate) fn same_sense(a: &str, b: &str) -> bool {
    a == b || {
        let (Some(x), Some(y)) = (GROUPS.get(a), GROUPS.get(b)) else { return false };
        x.iter().any(|group| y.contains(group))
    }
}

/// Whether a word carries meaning of its own.
pub(crate) fn is_content(word: &str) -> bool {
    !FUNCTION.contains(word)
}

/// Whether a word has an opposite here.
pub(crate) fn is_opposed(word: &str) -> bool {
    OPPOSED.contains(word)
}

static FUNCTION: LazyLock<FxHashSet<&str>> = LazyLock::new(|| FUNCTION_WORDS.iter().copied().collect());
static OPPOSED: LazyLock<FxHashSet<&str>> = LazyLock::new(|| OPPOSITES.iter().flat_map(|p| [p.0, p.1]).collect());
static GROUPS: LazyLock<FxHashMap<&str, Vec<usize>>> = LazyLock::new(|| {
    let mut groups: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (n, group) in SAME.iter().enumerate() {
        group.iter().for_each(|w| groups.entry(w).or_default().push(n));
    }
    groups
});

/// Weekdays and months, which must stand as they are.
pub(crate) fn is_calendar(word: &str) -> bool {
    const WORDS: [&str; 19] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    WORDS.contains(&word)
}

/// Words for what a number counts when it measures.
pub(crate) fn is_unit(word: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "mile", "miles", "kilometre", "kilometres", "kilometer", "kilometers", "km", "metre", "metres", "meter", "meters",
        "centimetre", "centimetres", "foot", "feet", "inch", "inches", "yard", "yards", "pound", "pounds", "kilogram",
        "kilograms", "kilo", "kilos", "kg", "gram", "grams", "ton", "tons", "tonne", "tonnes", "ounce", "ounces", "litre",
        "litres", "gallon", "gallons", "barrel", "barrels", "acre", "acres", "hectare", "hectares", "second", "seconds",
        "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years",
        "decade", "decades", "century", "centuries", "degree", "degrees", "celsius", "fahrenheit", "dollar", "dollars",
        "euro", "euros", "crown", "crowns", "cent", "cents", "pence", "mph", "kph", "watt", "watts", "kilowatts",
        "megawatt", "megawatts", "volt", "volts",
    ];
    WORDS.contains(&word)
}

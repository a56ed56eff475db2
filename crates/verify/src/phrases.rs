//! Phrases: what kind of word begins, links or ends one. A list and a look into the thesaurus, no parser.

use crate::lexicon::{SAYING, is_calendar};
use crate::thesaurus::{NONE, VERB, flags};
use crate::token::Token;

/// Small words that say who does what to whom.
const LINKS: &[&str] = &[
    "by", "from", "to", "against", "after", "before", "until", "with", "without", "for", "than", "if", "unless",
    "which", "who", "whom", "whose", "because", "would", "could", "may", "might", "must", "should", "will", "can",
    "not", "no", "never",
];
const BE: &[&str] = &["is", "are", "was", "were", "be", "been", "being", "am"];
/// Words that begin an adverbial of place, time or occasion.
const LEADS: &[&str] = &[
    "in",
    "on",
    "at",
    "near",
    "during",
    "since",
    "after",
    "before",
    "until",
    "by",
    "along",
    "across",
    "outside",
    "inside",
    "amid",
    "throughout",
    "following",
    "despite",
    "because",
    "under",
    "over",
    "within",
    "between",
    "with",
    "from",
    "for",
    "when",
    "while",
    "according",
    "around",
    "about",
    "alongside",
    "behind",
    "beside",
    "beyond",
    "via",
    "against",
    "off",
];
const PRONOUNS: &[&str] = &["he", "she", "it", "they", "him", "her", "them", "we", "i", "you"];
/// Forms that are no regular past and verbs all the same.
const VERBS: &[&str] = &["is", "are", "was", "were", "has", "had", "have", "will", "says", "does", "did", "do"];
/// Irregular plurals, which the table of irregular forms holds too.
const PLURALS: &[&str] = &[
    "men", "women", "feet", "teeth", "people", "lives", "children", "mice", "geese", "better", "best", "worse",
    "worst", "more", "most", "less", "least",
];

/// It says who does what to whom.
pub(crate) fn is_link(token: &Token) -> bool {
    token.is(LINKS)
}

/// A form of “be”.
pub(crate) fn is_be(token: &Token) -> bool {
    token.is(BE)
}

/// A pronoun that a sentence may be about.
pub(crate) fn is_pronoun(token: &Token) -> bool {
    token.is(PRONOUNS)
}

/// A verb by which somebody is given as the one who says so.
pub(crate) fn speaks(token: &Token) -> bool {
    SAYING.contains(&token.stem.as_str())
        || token.is(&["explained", "explains", "wrote", "writes", "replied", "recalled", "according", "added", "adds"])
}

/// Of whom a pronoun speaks: of him, of her, of it, of them, of me, of you, of us.
pub(crate) fn person(token: &Token) -> Option<usize> {
    const PERSONS: [&[&str]; 7] = [
        &["he", "him", "his", "himself"],
        &["she", "her", "hers", "herself"],
        &["it", "its", "itself"],
        &["they", "them", "their", "theirs", "themselves"],
        &["i", "me", "my", "mine"],
        &["you", "your", "yours"],
        &["we", "us", "our", "ours"],
    ];
    PERSONS.iter().position(|p| token.is(p))
}

/// It begins an adverbial.
pub(crate) fn leads_in(token: &Token) -> bool {
    token.is(LEADS) || is_calendar(&token.lower)
}

/// “killed”, “taken”: it may be passive.
pub(crate) fn is_participle(token: &Token) -> bool {
    let w = token.lower.as_str();
    token.is_content() && (w.len() > 3 && w.ends_with("ed") || is_irregular(token))
}

/// Written so that it is most likely a verb.
pub(crate) fn is_verb(token: &Token) -> bool {
    let w = token.lower.as_str();
    token.is(VERBS)
        || token.number.is_none() && (w.len() > 4 && (w.ends_with("ed") || w.ends_with("ing")) || is_irregular(token))
}

/// “fell”, “won”: another form of a verb, without an ending.
fn is_irregular(token: &Token) -> bool {
    let w = token.lower.as_str();
    let ending = ["s", "er", "est", "ly", "ing"].iter().any(|e| w.ends_with(e));
    let verb = token.bases.iter().skip(usize::from(token.bases[1] != NONE)).any(|&b| b != NONE && flags(b) & VERB != 0);
    !ending && !token.capital && !token.is(PLURALS) && verb && crate::thesaurus::is_form(w)
}

//! Tense: a brief tells what was said in the past. Where a report stands in the historic present (“the mayor says”), the
//! verb by which it names the speaker becomes past; what it says besides is not touched, and neither is anything quoted.
//!
//! Only a verb whose subject is somebody who speaks is changed: “the law says”, “always says” and “he will say” are no
//! reports of what was said.

use crate::desk::Desk;
use crate::lexicon::verb;
use crate::pool::Sentence;
use crate::words::{Splitter, Word};
use standfirst_types::{
    Draft,
    saying::{past_of_say, past_of_says},
};

/// Puts the verbs of saying of the draft into the past; the headline has its own tense.
pub(crate) fn in_the_past(desk: &Desk<'_>, draft: &mut Draft) {
    if !desk.english {
        return;
    }
    let splitter = Splitter::new(false);
    let parts = draft.tldr.iter_mut().chain(draft.article.iter_mut().flat_map(|s| &mut s.sentences));
    let parts = parts.chain(&mut draft.key_facts).chain(&mut draft.since_last);
    let parts = parts.chain(draft.disagreements.iter_mut().flat_map(|d| &mut d.versions).map(|v| &mut v.claim));
    for claim in parts.chain(draft.timeline.iter_mut().map(|t| &mut t.claim)) {
        if let Some(text) = told(&claim.text, &splitter) {
            claim.text = text;
        }
    }
}

/// The sentence with its verbs of saying in the past; `None` when it has none in the present.
fn told(text: &str, splitter: &Splitter) -> Option<String> {
    if !text.contains('s') {
        return None;
    }
    let words = splitter.words(text);
    let quoted = quoted(text);
    let mut out = text.to_owned();
    let mut changed = false;
    for (i, word) in words.iter().enumerate().rev() {
        if word.capital || quoted.iter().any(|q| q.0 < word.start && word.start < q.1) {
            continue;
        }
        if text.get(word.end..).is_some_and(|t| t.starts_with(['\'', '’', '-'])) {
            continue;
        }
        let past = if let Some(past) = past_of_says(&word.lower) {
            Some(past).filter(|_| one_speaks(&words, i, text))
        } else {
            past_of_say(&word.lower).filter(|_| many_speak(&words, i))
        };
        if let Some(past) = past {
            out.replace_range(word.start..word.end, past);
            changed = true;
        }
    }
    changed.then_some(out)
}

/// Bytes of what stands in quotation marks; what is never closed is quoted to the end.
fn quoted(text: &str) -> Vec<(usize, usize)> {
    let mut out = vec![];
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let next = text.get(at + c.len_utf8()..).and_then(|t| t.chars().next()).unwrap_or(' ');
        let close = match open {
            None => {
                let opens = matches!(c, '“' | '"' | '«' | '‘')
                    || c == '\'' && !before.is_alphanumeric() && next.is_alphanumeric();
                open = opens.then_some((at, c)).or(open);
                false
            }
            Some((_, '"')) => c == '"',
            Some((_, '“')) => c == '”',
            Some((_, '«')) => c == '»',
            Some(_) => matches!(c, '’' | '\'') && !next.is_alphanumeric(),
        };
        if let Some((start, _)) = open.filter(|_| close) {
            out.push((start, at));
            open = None;
        }
        before = c;
    }
    out.extend(open.map(|o| (o.0, text.len())));
    // one that closes what a sentence before opened
    let stray = text.find('”').filter(|at| text.find('“').is_none_or(|o| o > *at));
    out.extend(stray.map(|at| (0, at)).filter(|s| s.1 > 0));
    out
}

/// Somebody stands right before the verb, or right after it where a quotation or a comma stands before: “says Ada Vint”.
fn one_speaks(words: &[Word], i: usize, text: &str) -> bool {
    if unsettled(words, i) {
        return false;
    }
    let Some(word) = words.get(i) else { return false };
    let marked = text.get(..word.start).is_some_and(|t| t.trim_end().ends_with([',', '”', '"', '’', '\'']));
    let after = marked && words.get(i + 1).is_some_and(|w| w.capital || w.is(&["the", "a", "an", "his", "her", "one"]));
    let after = after && (i + 1..i + 5).any(|k| words.get(k).is_some_and(|w| w.capital || is_role(w)));
    let before = i.checked_sub(1).and_then(|b| words.get(b));
    let subject = before.is_some_and(|w| {
        !word.breaks && (is_role(w) || w.is(&["he", "she"]) || w.capital && named(words, i))
            // “Vint, the mayor, says”
            || word.breaks && !marked_verb(words, i) && aside_of_a_name(words, i)
    });
    // “the claims”, “the notes”, “his warns”: nouns
    let noun = before.is_some_and(|w| {
        w.is(&["the", "a", "his", "her", "their", "its", "these", "such", "of", "and", "or", "these"])
    });
    let of = |w: &Word| w.lower == "of" && !word.is(&["warns", "complains"]);
    let counted =
        words.get(i + 1).is_some_and(|w| !w.breaks && (w.is(&["is", "are", "was", "were", "have", "had"]) || of(w)));
    !noun && !counted && (subject || after)
}

/// “Ada Vint says”, “Mr Vint says”, “the Harbour Board says”; not “the Fisheries Act says”.
fn named(words: &[Word], i: usize) -> bool {
    let last = i.checked_sub(1).and_then(|b| words.get(b));
    !last.is_some_and(|w| w.is(THINGS))
}

/// A name, a comma, who that is, a comma, and the verb.
fn aside_of_a_name(words: &[Word], i: usize) -> bool {
    let open = (1..=9).filter_map(|n| i.checked_sub(n)).find(|&k| words.get(k).is_some_and(|w| w.breaks));
    let Some(open) = open else { return false };
    let aside = words.get(open..i).unwrap_or_default();
    let role = aside.iter().any(is_role) || aside.len() == 1 && aside.iter().all(Word::has_digit);
    role && open > 0 && words.get(open - 1).is_some_and(|w| w.capital && !w.is(THINGS))
}

/// The verb itself opens a clause with no subject of its own.
fn marked_verb(words: &[Word], i: usize) -> bool {
    words.get(i + 1).is_some_and(|w| w.capital || w.is(&["the", "a", "an"])) && i < 3
}

/// “police say”, “officials say”, “they say”.
fn many_speak(words: &[Word], i: usize) -> bool {
    if unsettled(words, i) {
        return false;
    }
    let Some(before) = i.checked_sub(1).and_then(|b| words.get(b)) else { return false };
    let breaks = words.get(i).is_none_or(|w| w.breaks);
    !breaks
        && (before.is(&["police", "they"])
            || before.lower.ends_with('s') && before.lower.strip_suffix('s').is_some_and(|one| ROLES.contains(&one)))
}

/// It is said always, or not, or not yet: “always says”, “will say”, “does not say”, “if he says”, “who says”.
fn unsettled(words: &[Word], i: usize) -> bool {
    const BEFORE: &[&str] = &[
        "to",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "should",
        "shall",
        "not",
        "never",
        "always",
        "often",
        "sometimes",
        "usually",
        "do",
        "does",
        "did",
        "who",
        "which",
        "that",
        "what",
        "still",
        "let",
        "cannot",
        "can't",
        "don't",
        "doesn't",
        "won't",
    ];
    const CLAUSE: &[&str] =
        &["if", "unless", "whether", "whenever", "until", "once", "when", "before", "whatever", "what", "everything"];
    let near = (1..=2).filter_map(|n| i.checked_sub(n)).filter_map(|k| words.get(k));
    let wide = (1..=5).filter_map(|n| i.checked_sub(n)).filter_map(|k| words.get(k));
    near.clone().any(|w| w.is(BEFORE)) || wide.clone().any(|w| w.is(CLAUSE))
}

fn is_role(word: &Word) -> bool {
    !word.capital && ROLES.contains(&word.lower.as_str())
        || word.is(&[
            "police",
            "council",
            "company",
            "government",
            "ministry",
            "union",
            "board",
            "agency",
            "committee",
            "army",
            "navy",
            "party",
            "charity",
            "bank",
            "club",
            "court",
            "office",
            "department",
            "commission",
            "team",
            "group",
            "firm",
            "operator",
            "service",
            "university",
            "hospital",
            "family",
        ])
}

/// People who speak for themselves or for others.
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "mayor", "minister", "spokesman", "spokeswoman", "spokesperson", "official", "officer", "president", "chairman", "chairwoman", "chair", "director",
    "manager", "owner", "captain", "chief", "commissioner", "prosecutor", "lawyer", "attorney", "judge", "doctor", "nurse", "scientist", "researcher",
    "professor", "engineer", "farmer", "fisherman", "resident", "neighbour", "neighbor", "witness", "witnesse", "teacher", "headteacher", "coach", "trainer", "captain", "player",
    "secretary", "treasurer", "leader", "founder", "author", "analyst", "economist", "expert", "expert", "investigator", "detective", "inspector", "sergeant", "general", "admiral",
    "governor", "senator", "councillor", "councilor", "lawmaker", "deputy", "ambassador", "envoy", "diplomat", "bishop", "priest", "harbourmaster", "firefighter", "paramedic", "rescuer",
    "driver", "pilot", "worker", "boss", "executive", "critic", "campaigner", "activist", "opponent", "supporter", "survivor", "victim", "mother", "father", "brother", "sister", "son", "daughter",
    "widow", "friend", "source", "aide", "adviser", "advisor", "organiser", "organizer", "villager", "miner", "shopkeeper", "landlord", "tenant", "student", "pupil", "parent", "authority", "authoritie",
];

/// Names of things that say something as they stand.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "act", "bill", "law", "treaty", "constitution", "charter", "code", "bible", "article", "section", "sign", "report", "study", "agreement", "convention",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
];

/// Whether the sentence tells an event as if it happened now: “the bridge collapses”. Such a one counts less.
pub(crate) fn historic_present(sentence: &Sentence) -> bool {
    let past = sentence.words.iter().any(|w| {
        w.is(&["was", "were", "had", "did", "has", "have", "will", "is", "are", "said"])
            || w.lower.len() > 4 && w.lower.ends_with("ed")
            || crate::lexicon::past(&w.lower)
    });
    let now = |w: &Word| {
        !w.capital && w.lower.ends_with('s') && (verb(&w.lower).is_some() || EVENTS.contains(&w.lower.as_str()))
    };
    !past && sentence.words.iter().skip(1).any(now)
}

/// Events in the present, beside the irregular verbs.
#[rustfmt::skip]
const EVENTS: &[&str] = &[
    "collapses", "kills", "crashes", "explodes", "erupts", "closes", "opens", "arrests", "injures", "wounds", "rescues", "attacks", "destroys", "floods", "burns",
    "resigns", "approves", "rejects", "votes", "signs", "launches", "arrives", "returns", "escapes", "evacuates", "halts", "suspends", "orders", "bans", "fires",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cases: &[(&str, &str)]) {
        let splitter = Splitter::new(false);
        let of = |text: &str| told(text, &splitter).unwrap_or_else(|| text.to_owned());
        let wrong = cases.iter().filter(|(text, expected)| of(text) != *expected || of(expected) != *expected);
        let wrong: Vec<String> = wrong.map(|(t, e)| format!("{} and not {e}", of(t))).collect();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    #[test]
    fn what_was_said_is_told_in_the_past() {
        check(&[
            ("The mayor says the bridge is safe.", "The mayor said the bridge is safe."),
            ("The bridge is safe, the mayor says.", "The bridge is safe, the mayor said."),
            ("“It is safe,” says Ada Vint.", "“It is safe,” said Ada Vint."),
            ("“It is safe,” Ada Vint tells reporters.", "“It is safe,” Ada Vint told reporters."),
            ("Ada Vint, the mayor, says it is safe.", "Ada Vint, the mayor, said it is safe."),
            ("Ada Vint, 54, says it is safe.", "Ada Vint, 54, said it is safe."),
            ("She adds that it was inspected.", "She added that it was inspected."),
            ("Police say nobody was hurt.", "Police said nobody was hurt."),
            ("Officials say nobody was hurt.", "Officials said nobody was hurt."),
            ("Nobody was hurt, police say.", "Nobody was hurt, police said."),
            ("The harbour board warns of ice.", "The harbour board warned of ice."),
            ("The minister denies that he knew.", "The minister denied that he knew."),
            ("Engineers insist the dam is sound.", "Engineers insisted the dam is sound."),
            (
                "The company confirms that it has closed the plant.",
                "The company confirmed that it has closed the plant.",
            ),
            ("The prosecutor accuses Vint of theft.", "The prosecutor accused Vint of theft."),
        ]);
    }

    #[test]
    fn what_is_no_report_stays() {
        for text in [
            "“The mayor says it is safe,” Vint said.",
            "The law says nothing of ice.",
            "The Fisheries Act says nothing of ice.",
            "The mayor always says so.",
            "The mayor will say more on Friday.",
            "The mayor does not say why.",
            "If the mayor says so, it closes.",
            "Those who say so are wrong.",
            "It is safe, according to the mayor.",
            "The claims are false.",
            "Vint notes were found.",
            "He refused to say why.",
            "The sign says no entry.",
            "The mayor said it was safe.",
            "What the mayor says is false.",
            "The mayor’s denials, claims and notes were read out.",
        ] {
            check(&[(text, text)]);
        }
    }
}

//! Missing: what no original tells though each speaks of it: how many, who, where, when. Asked only where the notes of the
//! originals show that somebody looked for it.

use crate::desk::Desk;
use crate::differ::figures;
use crate::lexicon::WEEKDAYS;
use crate::pool::Sentence;
use standfirst_types::{NameKind, OpenQuestion, Why};

/// What may happen to many, by the words that tell it and the question that asks how many.
const COUNTED: &[(&str, &[&str], &str)] = &[
    ("deaths", &["killed", "died", "dead"], "How many people were killed?"),
    ("injured", &["injured", "wounded", "hurt"], "How many people were injured?"),
    ("missing", &["missing"], "How many people are missing?"),
    ("arrests", &["arrested", "detained"], "How many people were arrested?"),
    ("evacuated", &["evacuated", "displaced"], "How many people had to leave?"),
];
/// More than one, without a number.
#[rustfmt::skip]
const MANY: &[&str] = &[
    "people", "several", "many", "residents", "workers", "passengers", "children", "soldiers", "protesters", "families",
    "civilians", "others", "villagers", "students", "dozens", "scores", "hundreds",
];
/// Somebody without a name.
#[rustfmt::skip]
const SOMEBODY: &[&str] = &[
    "man", "woman", "teenager", "boy", "girl", "driver", "suspect", "pilot", "student", "official", "officer", "gunman",
];

/// What happens at a place and a time: of anything else it would be silly to ask where and when.
#[rustfmt::skip]
const HAPPENS: &[&str] = &[
    "killed", "died", "dead", "injured", "wounded", "hurt", "missing", "arrested", "detained", "shot", "stabbed", "robbed",
    "attacked", "attack", "crashed", "crash", "collided", "collision", "exploded", "explosion", "blast", "fire", "burned", "burnt",
    "burst", "collapsed", "sank", "derailed", "flood", "flooded", "earthquake", "storm", "drowned", "fell", "raid", "raided", "evacuated",
];

/// The questions, those about people first.
pub(crate) fn unsaid(desk: &Desk<'_>) -> Vec<OpenQuestion> {
    if !desk.english {
        return vec![];
    }
    let leads: Vec<usize> = desk.reports().iter().filter_map(|r| r.leads.first().copied()).collect();
    let mut out = Vec::new();
    out.extend(how_many(desk));
    if looked(desk) {
        out.extend(who(desk, &leads));
        let happened = leads.iter().any(|&i| desk.sentence(i).is_some_and(|s| s.has(HAPPENS)));
        let named = |kind: NameKind| notes(desk).any(|n| n.names.iter().any(|x| x.kind == kind));
        if happened && !named(NameKind::Loc) {
            out.extend(ask(desk, &leads, "Where did it happen?"));
        }
        let dated = notes(desk).any(|n| n.times.iter().any(|t| t.kind == "DATE" || t.kind == "TIME"))
            || desk.ranked.sentences.iter().any(|s| s.has(WEEKDAYS) || s.has(&["today", "yesterday", "tonight"]));
        if happened && !dated {
            out.extend(ask(desk, &leads, "When did it happen?"));
        }
    }
    out
}

fn notes<'a>(desk: &Desk<'a>) -> impl Iterator<Item = &'a standfirst_types::Notes> {
    desk.sources.iter().filter_map(|&n| desk.input.notes.get(n)).copied().collect::<Vec<_>>().into_iter()
}

/// Whether every original has notes: where nobody looked, nothing is missing.
fn looked(desk: &Desk<'_>) -> bool {
    notes(desk).all(|n| !n.names.is_empty())
}

/// Casualties are told of more than one and nowhere counted.
fn how_many(desk: &Desk<'_>) -> Vec<OpenQuestion> {
    let sought = |s: &Sentence, words: &[&str]| {
        words != ["missing"]
            || s.has(&["still", "remain", "remained", "reported", "feared", "search", "searched", "after", "dead"])
    };
    let told =
        |s: &Sentence, words: &[&str]| s.has(words) && sought(s, words) && s.has(MANY) && !s.is_speech() && s.stands();
    let ask = |(key, words, question): &(&str, &[&str], &str)| {
        let all = &desk.ranked.sentences;
        let counted = all.iter().any(|s| s.has(words) && (s.has_number() || figures(s).iter().any(|f| f.key == *key)));
        let at: Vec<usize> =
            (0..all.len()).filter(|&i| desk.sentence(i).is_some_and(|s| told(s, words)) && desk.tells(i)).collect();
        if counted || at.is_empty() {
            return None;
        }
        asked(desk, &at, (*question).to_owned())
    };
    COUNTED.iter().filter_map(ask).take(1).collect()
}

/// “A man was arrested”, and no person is named anywhere.
fn who(desk: &Desk<'_>, leads: &[usize]) -> Option<OpenQuestion> {
    if notes(desk).any(|n| n.names.iter().any(|x| x.kind == NameKind::Per)) {
        return None;
    }
    let somebody = |i: usize| {
        let words = &desk.sentence(i)?.words;
        words.windows(2).take(6).find_map(|two| match two {
            [a, b] if a.is(&["a", "an", "the"]) && b.is(SOMEBODY) && !b.capital => Some(b.lower.clone()),
            _ => None,
        })
    };
    let at = leads.iter().copied().find(|&i| somebody(i).is_some())?;
    asked(desk, &[at], format!("Who is the {}?", somebody(at)?))
}

fn ask(desk: &Desk<'_>, at: &[usize], text: &str) -> Option<OpenQuestion> {
    asked(desk, at, text.to_owned())
}

fn asked(desk: &Desk<'_>, at: &[usize], text: String) -> Option<OpenQuestion> {
    let support: Vec<_> = at.iter().filter_map(|&i| desk.span(i)).take(3).collect();
    (!support.is_empty()).then_some(OpenQuestion { text, why: Why::Missing, support })
}

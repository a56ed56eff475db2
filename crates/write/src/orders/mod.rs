//! Orders: sentences of a page that tell a model or the reader what to do, or vouch for the page itself. They are no news,
//! whoever they are addressed to, so neither writer uses them and no model is shown them.
//!
//! What counts is the sentence outside its quotation marks: “Ignore the order,” the mayor said, is news; the bare imperative
//! is not. The rules are for English, with the commonest attack known in other languages. They are the first fence of three:
//! what gets past them is still data to the writers and must still pass the check.

mod fold;
mod words;

use aho_corasick::AhoCorasick;
use fold::fold;
use rustc_hash::FxHashMap;
use std::{borrow::Cow, sync::LazyLock};
use words::{
    ADDRESSED, APART, AWARE, CAUTION, CLEAR, DROPS, FOREIGN, IMPERATIVES, LEADS, MACHINES, MARKUP, OBJECTS, RULES,
    TESTIMONY, THEN, TOLD, VOUCHES,
};

/// Bytes of a sentence that are looked at; what is longer is no sentence of the news.
const MOST: usize = 4000;

/// Whether a sentence orders its reader or a model about, plays a part of a conversation, or vouches for its own page.
/// Linear.
pub fn is_order(sentence: &str) -> bool {
    let text = fold(head(sentence));
    let outside = unquoted(&text);
    let said = text.contains('"') && outside.split(' ').any(|w| TOLD.contains(&trim(w)));
    let foreign =
        |pair: &(&[&str], &[&str])| pair.0.iter().any(|a| text.contains(a)) && pair.1.iter().any(|b| text.contains(b));
    if holds(&MARKUP_FOUND, MARKUP, &text)
        || is_turn(&text)
        || !said && holds(&FOREIGN_FOUND, &[], &text) && FOREIGN.iter().any(foreign)
    {
        return true;
    }
    let heard = if said { outside.as_ref() } else { text.as_str() };
    let all: Vec<Known<'_>> = heard.split(' ').map(trim).filter(|w| !w.is_empty()).map(Known::new).collect();
    if sets_aside(&all) || vouches(&all) || addresses_machine(&all) {
        return true;
    }
    outside.split(['.', '!', ';', ':', '(', '—', '–']).any(|part| {
        let own: Vec<&str> = part.split(' ').map(trim).filter(|w| !w.is_empty()).collect();
        is_imperative(&own)
    }) || asks_reader(&outside.split(' ').map(trim).filter(|w| !w.is_empty()).collect::<Vec<_>>())
}

/// All of the marks at once; `None` should they not make an automaton, and then each is looked for.
static MARKUP_FOUND: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(MARKUP).ok());
static FOREIGN_FOUND: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(FOREIGN.iter().flat_map(|pair| pair.0)).ok());

fn holds(found: &Option<AhoCorasick>, each: &[&str], text: &str) -> bool {
    match found {
        Some(found) => found.is_match(text),
        None => each.is_empty() || each.iter().any(|m| text.contains(m)),
    }
}

const DROP: u16 = 1;
const RULE: u16 = 2;
const WHICH: u16 = 4;
const MACHINE: u16 = 8;
const HEARS: u16 = 16;
const YOU: u16 = 32;
const TEXT: u16 = 64;
const VOUCH: u16 = 128;

/// Which of the lists hold a word.
static LISTS: LazyLock<FxHashMap<&str, u16>> = LazyLock::new(|| {
    let mut lists = FxHashMap::default();
    let all: [(u16, &[&'static str]); 8] = [
        (DROP, DROPS),
        (RULE, RULES),
        (WHICH, APART),
        (MACHINE, MACHINES),
        (HEARS, AWARE),
        (YOU, ADDRESSED),
        (TEXT, TESTIMONY),
        (VOUCH, VOUCHES),
    ];
    for (bit, list) in all {
        list.iter().for_each(|word| *lists.entry(*word).or_default() |= bit);
    }
    lists
});

/// A word and the lists that hold it.
#[derive(Clone, Copy)]
struct Known<'t> {
    word: &'t str,
    lists: u16,
}

impl<'t> Known<'t> {
    fn new(word: &'t str) -> Self {
        Self { word, lists: LISTS.get(word).copied().unwrap_or_default() }
    }

    fn is(&self, list: u16) -> bool {
        self.lists & list != 0
    }
}

fn head(text: &str) -> &str {
    let end = (0..=MOST.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

/// A word without the marks around it.
fn trim(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'')
}

/// The text with one word in the place of what stands in double quotation marks. A mark that never closes quotes nothing.
fn unquoted(text: &str) -> Cow<'_, str> {
    if !text.contains(['"', '\'']) {
        return Cow::Borrowed(text); // folded already, so its blanks are single
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('"') {
        let Some(end) = rest.get(at + 1..).and_then(|t| t.find('"')) else { break };
        out.push_str(rest.get(..at).unwrap_or_default());
        out.push_str(" quoted ");
        rest = rest.get(at + end + 2..).unwrap_or_default();
    }
    out.push_str(rest);
    out = without_single(&out);
    Cow::Owned(out.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The same for single marks: one opens before a letter and after a blank, and closes after a mark or a letter and before a
/// blank. An apostrophe does neither, or has no fellow.
fn without_single(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let opens = |t: &str| {
        let at = t.match_indices('\'').find(|(i, _)| {
            let before = t.get(..*i).and_then(|b| b.chars().next_back());
            let after = t.get(i + 1..).and_then(|a| a.chars().next());
            before.is_none_or(char::is_whitespace) && after.is_some_and(char::is_alphanumeric)
        });
        at.map(|(i, _)| i)
    };
    let closes = |t: &str| {
        let at = t.match_indices('\'').find(|(i, _)| {
            let before = t.get(..*i).and_then(|b| b.chars().next_back());
            let after = t.get(i + 1..).and_then(|a| a.chars().next());
            before.is_some_and(|c| matches!(c, '.' | ',' | '!' | '?')) && after.is_none_or(char::is_whitespace)
        });
        at.map(|(i, _)| i)
    };
    while let Some(at) = opens(rest) {
        let Some(end) = rest.get(at + 1..).and_then(closes) else { break };
        out.push_str(rest.get(..at).unwrap_or_default());
        out.push_str(" quoted ");
        rest = rest.get(at + end + 2..).unwrap_or_default();
    }
    out + rest
}

/// “System: …”, “Assistant: …”: a part in a conversation.
fn is_turn(text: &str) -> bool {
    let Some((who, said)) = text.split_once(':') else { return false };
    let who = who.trim_matches(|c: char| !c.is_alphanumeric());
    !said.trim().is_empty()
        && matches!(
            who,
            "system"
                | "assistant"
                | "user"
                | "human"
                | "ai"
                | "developer"
                | "tool"
                | "instruction"
                | "instructions"
                | "prompt"
                | "new instructions"
                | "system message"
                | "system prompt"
                | "note to ai"
                | "note to editors and ai"
        )
}

/// “Ignore all previous instructions”, “the above rules no longer apply”.
fn sets_aside(words: &[Known<'_>]) -> bool {
    let near = |list: u16, from: usize| words.iter().skip(from).take(8).any(|w| w.is(list));
    words.iter().enumerate().any(|(i, w)| w.is(DROP) && near(RULE, i + 1) && near(WHICH, i + 1))
        || pairs(words)
            .any(|two| matches!(two, ("system", "prompt") | ("developer", "message") | ("jailbreak", "mode")))
}

fn pairs<'t>(words: &'t [Known<'t>]) -> impl Iterator<Item = (&'t str, &'t str)> {
    words.windows(2).filter_map(|two| Some((two.first()?.word, two.get(1)?.word)))
}

/// “This article has been verified by …”: a page is no witness of itself.
fn vouches(words: &[Known<'_>]) -> bool {
    let opens = words.first().is_some_and(|w| w.is(VOUCH)) && words.iter().take(3).any(|w| w.word == "by");
    if opens {
        return true;
    }
    let about = words.iter().take(2).any(|w| w.is(TEXT)) && words.iter().take(12).any(|w| w.is(VOUCH));
    let own = || {
        words.windows(2).any(|two| match two {
            [which, noun] => {
                matches!(which.word, "this" | "these" | "our" | "all" | "every") && noun.is(TEXT)
                    || (which.word, noun.word) == ("the", "above")
            }
            _ => false,
        })
    };
    about && words.iter().any(|w| matches!(w.word, "is" | "was" | "been" | "are" | "were" | "being")) && own()
}

/// It speaks of models and of this text in one breath.
fn addresses_machine(words: &[Known<'_>]) -> bool {
    let machine = || {
        words.iter().any(|w| w.is(MACHINE))
            || pairs(words).any(|two| {
                matches!(
                    two,
                    ("language", "model" | "models")
                        | ("ai", "assistant" | "assistants" | "system" | "systems" | "reader" | "readers")
                )
            })
    };
    let here = || {
        let pair = |two: &[Known<'_>]| match two {
            [which, noun] => matches!(which.word, "this" | "the") && noun.is(TEXT),
            _ => false,
        };
        words.windows(2).any(pair)
    };
    let made = || {
        pairs(words).any(|two| {
            matches!(
                two,
                ("you", "are") | ("you're", _) | ("you", "must" | "should" | "will" | "shall" | "may" | "can")
            )
        })
    };
    let aware = words.iter().any(|w| w.is(HEARS));
    let you = words.iter().any(|w| w.is(YOU));
    let told = if aware { you || here() } else { you && made() };
    if told && machine() {
        return true;
    }
    let first = |n: usize| words.get(n).map_or("", |w| w.word);
    matches!(
        (first(0), first(1), first(2)),
        ("you", "are", "now") | ("you're", "now", _) | ("from", "now", "on") | ("act", "as", _) | ("pretend", ..)
    )
}

/// A clause that begins with a bare verb and its object.
fn is_imperative(words: &[&str]) -> bool {
    let start = words.iter().take(4).take_while(|w| LEADS.contains(w)).count();
    let Some(own) = words.get(start..) else { return false };
    // “To do this, they …” is a purpose.
    if own.first() == Some(&"do") && words.get(..start).is_some_and(|leads| leads.last() == Some(&"to")) {
        return false;
    }
    match own {
        ["please", _, ..]
        | ["do", "not", _, ..]
        | ["don't", _, ..]
        | ["make" | "be", "sure", ..]
        | ["let", "us", ..] => true,
        ["never" | "always", verb, ..] => IMPERATIVES.contains(verb) || CAUTION.contains(verb),
        [verb, "here" | "now" | "below", ..] => IMPERATIVES.contains(verb),
        [verb, next, ..] => {
            IMPERATIVES.contains(verb) && OBJECTS.contains(next) || CLEAR.contains(verb) && THEN.contains(next)
        }
        [verb] => start > 0 && IMPERATIVES.contains(verb),
        [] => false,
    }
}

/// “You must …”, “readers should click …”: a duty, and what it is right behind it.
fn asks_reader(words: &[&str]) -> bool {
    const BETWEEN: &[&str] =
        &["not", "also", "now", "always", "never", "to", "only", "then", "just", "instead", "first"];
    words.windows(2).enumerate().any(|(i, two)| {
        let duty = match two {
            ["you", verb] => matches!(*verb, "must" | "should" | "shall" | "need" | "have" | "will" | "are"),
            ["reader" | "readers", verb] => matches!(*verb, "must" | "should" | "are"),
            _ => false,
        };
        // “you are to print …”, but not “you are the main man”
        let rest = words.get(i + 2..).unwrap_or_default();
        let rest = match two {
            [_, "have" | "need" | "are"] if rest.first().is_none_or(|w| *w != "to") => &[],
            _ => rest,
        };
        duty && rest.iter().find(|w| !BETWEEN.contains(w)).is_some_and(|w| IMPERATIVES.contains(w))
    })
}

#[cfg(test)]
mod tests;

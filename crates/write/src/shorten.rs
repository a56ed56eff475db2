//! Shortening a lead to a headline: time adverbials, parentheses and relative clauses go, then the end is cut at a clause
//! boundary; attribution, negation, hedge and condition stay.

use crate::compress::{parenthesis, relative, spliced};
use crate::cut::{Depth, cut};
use crate::headline::Headline;
use crate::lexicon::{
    COLOUR, CONNECTIVES, FORMS_OF_BE, HONOURS, KEEP, SAYING, SUBORDINATE, WEEKDAYS, is_finite, is_first_form,
};
use crate::pool::{Sentence, capitalised};
use crate::words::{Splitter, Word};

/// Words that begin a phrase which a sentence may end before, if it must.
const PHRASES: &[&str] = &["for", "with", "in", "at", "from", "during", "since", "by", "on", "as"];
/// “A third of” is not cut before “of”.
const PARTS: &[&str] = &[
    "number",
    "half",
    "third",
    "quarter",
    "group",
    "series",
    "lot",
    "part",
    "dozens",
    "hundreds",
    "thousands",
    "millions",
    "members",
    "most",
    "majority",
    "head",
    "leader",
    "end",
    "list",
    "set",
    "pair",
    "form",
    "kind",
    "sort",
    "type",
    "way",
];
/// Longest headline in characters.
const LONGEST: usize = 90;

/// The sentence as a headline: what stands after the cut changes nothing before it, and what stays has a subject and a
/// verb. `None` when it cannot be made short enough.
pub(crate) fn shortened(sentence: &Sentence, at: usize, english: bool) -> Option<Headline> {
    if sentence.is_speech() || sentence.text.ends_with(['?', '!']) {
        return None;
    }
    if let Some(text) = english.then(|| core(&sentence.text)).flatten() {
        return Some(Headline { text, support: vec![at] });
    }
    let splitter = Splitter::new(english);
    let full = sentence.text.trim_end_matches(['.', '。']).to_owned();
    let text = if english { without_asides(&full, &splitter) } else { full };
    let words = splitter.words(&text);
    if english && words.first().is_none_or(|w| w.is(SUBORDINATE)) && text.chars().count() > LONGEST {
        return None;
    }
    let text = text.trim_start_matches(['—', '–', '-', ' ']).to_owned();
    let words = if english { splitter.words(&text) } else { words };
    if !english {
        return segment(&text).map(|text| Headline { text, support: vec![at] });
    }
    let (head, tail) = attribution(&text, &words);
    let mut ends: Vec<usize> =
        (3..words.len()).filter(|&i| cuts(&text, &words, i)).filter_map(|i| words.get(i)).map(|w| w.start).collect();
    ends.retain(|e| *e <= head);
    ends.push(head);
    ends.sort_unstable();
    let small = |three: &&[Word]| match three {
        // “can result in”, “to look for”: the phrase belongs to the verb; “the mayor of” is nobody without the rest
        [a, b, c] => {
            let verb = a.is(&["to", "can", "could", "may", "might", "will", "would", "must", "should", "not"]);
            let of = c.lower == "of" && b.is_content() && !b.capital && b.value().is_none() && !b.is(PARTS);
            !verb && (c.is(PHRASES) || of && a.lower != "the")
        }
        _ => false,
    };
    let starts = words.windows(3).skip(4).filter(small).filter_map(|three| three.last()).map(|w| w.start);
    let phrases: Vec<usize> = starts.filter(|s| *s <= head).collect();
    let text = ends.into_iter().rev().chain(phrases.into_iter().rev()).find_map(|end| {
        let kept_text = text.get(..end)?.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | ':' | '—' | '–' | '-' | '(' | '“' | '"' | '‘')
        });
        let kept = words.iter().take_while(|w| w.start < kept_text.len()).count();
        let colour = words.iter().take(kept).any(|w| w.is(COLOUR)) && end != head;
        let good = kept >= 4 && !colour && carried(&words, kept) && closes(&words, kept, head);
        let marks = kept_text.matches(['“', '”']).count() % 2 == 0 && kept_text.matches('"').count() % 2 == 0;
        let out = format!("{kept_text}{tail}");
        (good && marks && out.chars().count() <= LONGEST).then_some(out)
    })?;
    Some(Headline { text, support: vec![at] })
}

/// The core of the sentence, cut no sooner than it must be to be short enough.
fn core(text: &str) -> Option<String> {
    let splitter = Splitter::new(true);
    let moved = source_last(text);
    let text = moved.as_deref().unwrap_or(text);
    let short = |text: &str| {
        let text = text.trim_end_matches(['.', ' ', ',', ';', ':']);
        let words = splitter.words(text);
        let good = text.chars().count() <= LONGEST
            && words.len() >= 4
            && !words
                .first()
                .is_some_and(|w| w.is(SUBORDINATE) || w.is(&["now", "ever", "here", "including", "using"]))
            && (carried(&words, words.len()) || told(&words))
            && closes(&words, words.len(), text.len());
        good.then(|| text.to_owned())
    };
    let kept = cut(text, Depth::Within(LONGEST, 0)).map(|s| s.text);
    short(kept.as_deref().unwrap_or(text))
        .or_else(|| [-2, -4, -6].into_iter().find_map(|later| short(&cut(text, Depth::Within(LONGEST, later))?.text)))
}

/// The sentence cut at the last place before the limit where no word is left hanging, no attribution and no condition is
/// lost; it need not have a verb.
pub(crate) fn trimmed(text: &str) -> Option<String> {
    const BEFORE: &[&str] =
        &["that", "who", "which", "to", "and", "but", "where", "when", "because", "into", "under", "against"];
    let short = cut(text, Depth::Within(LONGEST, -6)).map(|s| s.text);
    let text = short.as_deref().unwrap_or(text).trim_end_matches(['.', ' ', '。']);
    let leads = |w: &Word| w.is(SUBORDINATE) || w.is(&["now", "ever", "here", "including", "using"]);
    if Splitter::new(true).words(text).first().is_none_or(leads) {
        return None;
    }
    if text.chars().count() <= LONGEST {
        return Some(text.to_owned());
    }
    let splitter = Splitter::new(true);
    let words = splitter.words(text);
    let (head, tail) = attribution(text, &words);
    let places = (4..words.len()).rev().filter_map(|i| Some((i, words.get(i)?)));
    let places =
        places.filter(|(_, w)| w.start <= head && (w.breaks || w.is(PHRASES) || w.is(CONNECTIVES) || w.is(BEFORE)));
    places
        .filter_map(|(kept, w)| {
            let said = text
                .get(..w.start)?
                .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '”' | '"' | ')' | '%'));
            let marks = said.matches(['“', '”']).count() % 2 == 0 && said.matches(['"', '(', ')']).count() % 2 == 0;
            let denial = words.iter().skip(kept).filter(|w| w.start < head).any(|w| w.is(KEEP));
            (marks && !denial && closes(&words, kept, head)).then(|| format!("{said}{tail}"))
        })
        .find(|t| t.chars().count() <= LONGEST)
}

/// “According to the harbour office, the ferry sank” as “The ferry sank, according to the harbour office”.
fn source_last(text: &str) -> Option<String> {
    let rest = text.strip_prefix("According to ")?;
    let (source, said) = rest.split_once(", ")?;
    let said = said.trim_end_matches(['.', ' ']);
    (source.split_whitespace().count() <= 8 && said.split_whitespace().count() >= 4 && !said.contains(['“', '"']))
        .then(|| format!("{}, according to {source}", capitalised(said)))
}

/// A small word in -s or a helper stands where a verb would: “the yard builds ferries”.
fn told(words: &[Word]) -> bool {
    const CLAUSES: &[&str] = &["who", "which", "whose", "that", "when", "where", "because", "if", "while", "whether"];
    let main = words.iter().position(|w| w.is(CLAUSES)).unwrap_or(words.len());
    words.get(..main).unwrap_or_default().windows(3).any(|three| match three {
        [a, b, c] => {
            let present = !b.capital && b.lower.len() > 3 && b.lower.ends_with('s') && !b.lower.ends_with("ss");
            let helper = b.is(&[
                "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "must",
            ]);
            let opens = c.capital
                || c.is(&["the", "a", "an", "to", "its", "his", "her", "their", "that", "for", "in", "on", "with"]);
            let subject = a.capital || a.is_content() && !a.lower.ends_with('s');
            !b.breaks && (helper || present && subject && opens && !c.breaks)
        }
        _ => false,
    })
}

/// A verb that carries the sentence stands among the first `kept` words: not only the verb of a clause (“who …”, “when …”),
/// and no clause is left without its own.
fn carried(words: &[Word], kept: usize) -> bool {
    #[rustfmt::skip]
    const NO_SUBJECT: &[&str] = &[
        "the", "a", "an", "its", "his", "her", "their", "of", "and", "some", "two", "three", "by", "with", "in",
    ];
    const CLAUSES: &[&str] = &["who", "which", "whose", "that", "when", "where", "because", "if", "while", "whether"];
    let (mut clause, mut main) = (false, false);
    for (i, word) in words.iter().enumerate().take(kept) {
        let before = i.checked_sub(1).and_then(|b| words.get(b));
        if word.is(CLAUSES) {
            clause = true;
        } else if is_finite(&word.lower)
            && !word.capital
            && before.is_some_and(|b| !b.is(NO_SUBJECT) && speaks_of(b, word))
        {
            // “people killed when …”, “a boat found by …” tell which ones
            let next = words.get(i + 1).filter(|_| i + 1 < kept);
            let which = !word.is(FORMS_OF_BE)
                && next.is_some_and(|w| w.is(&["when", "by"]))
                && !before.is_some_and(|b| b.is(FORMS_OF_BE));
            // “was on its way” alone is no event
            let lies = word.is(FORMS_OF_BE)
                && words.get(i + 1).is_some_and(|w| w.is(&["on", "in", "at", "from", "with", "of"]));
            match (clause, which || lies) {
                (true, _) => clause = false,
                (false, true) => {}
                (false, false) => main |= !word.breaks,
            }
        }
    }
    main && !clause
}

/// Where the grammar is not known: the whole sentence if it is short enough, else its longest piece between commas, which
/// may lose words at its end from a short word on.
fn segment(text: &str) -> Option<String> {
    let short = |t: &str| t.chars().count() <= LONGEST;
    if short(text) {
        return Some(text.to_owned());
    }
    let piece = text.split([',', ';', '，', '、']).map(str::trim).max_by_key(|p| p.chars().count())?;
    if short(piece) {
        return Some(capitalised(piece));
    }
    let ends = piece.match_indices(' ').filter(|(at, _)| {
        let next = piece.get(at + 1..).and_then(|t| t.split(' ').next()).unwrap_or_default();
        next.chars().count() <= 3 && piece.get(..*at).is_some_and(short)
    });
    let small_end = |t: &str| t.rsplit(' ').next().is_some_and(|w| w.chars().count() <= 3);
    let cut = ends.filter_map(|(at, _)| piece.get(..at)).rfind(|t| !small_end(t))?;
    (cut.split(' ').count() >= 6).then(|| capitalised(cut))
}

/// A first form (“deal”, “cut”) is a verb only after a plural or a body of people.
fn speaks_of(before: &Word, word: &Word) -> bool {
    let many = before.lower.ends_with('s')
        || before.is(&["police", "people", "who", "men", "women", "children", "they", "also"]);
    !before.lower.eq("to") && (many || !is_first_form(&word.lower))
}

/// The end of what is said, and “, police said” after it, when the sentence ends with who says so.
fn attribution(text: &str, words: &[Word]) -> (usize, String) {
    let last = words.iter().rposition(|w| w.breaks);
    let tail = last.and_then(|i| words.get(i..)).unwrap_or_default();
    let says = tail.iter().any(|w| w.is(SAYING)) && tail.len() <= 9 && !tail.iter().any(|w| w.is(&["that", "who"]));
    let Some(first) = tail.first().filter(|_| says && words.len() > tail.len() + 3) else {
        return (text.len(), String::new());
    };
    let head = text.get(..first.start).map_or(0, |t| t.trim_end().trim_end_matches(',').len());
    let plain = text.get(head..first.start).is_some_and(|g| g.trim() == ",");
    if plain {
        (head, format!(", {}", text.get(first.start..).unwrap_or_default()))
    } else {
        (text.len(), String::new())
    }
}

/// Without times, parentheses and relative clauses.
fn without_asides(text: &str, splitter: &Splitter) -> String {
    let mut text = text.to_owned();
    for _ in 0..6 {
        let words = splitter.words(&text);
        let aside = time(&text, &words).or_else(|| parenthesis(&text)).or_else(|| {
            let long = text.chars().count() > LONGEST;
            let rest = || relative(&text, &words).or_else(|| apposition(&text, &words)).or_else(|| step(&words));
            long.then(|| rest().or_else(|| honour(&words)).or_else(|| participle(&words))).flatten()
        });
        let Some((start, end)) = aside else { break };
        match spliced(&text, start, end) {
            Some(shorter) if shorter.len() < text.len() => text = capitalised(shorter.trim_start_matches([',', ' '])),
            _ => break,
        }
    }
    text
}

/// “, one of two shipyards in Orle, ” between a name and its verb: its bytes from the first comma to the second.
fn apposition(text: &str, words: &[Word]) -> Option<(usize, usize)> {
    let from = words
        .iter()
        .position(|w| w.breaks && w.is(&["the", "a", "an", "one", "its", "their", "his", "her", "which", "who"]))?;
    let named = from > 0 && from <= 8 && !words.iter().take(from).any(|w| is_finite(&w.lower) && !w.capital);
    let to = words.iter().enumerate().skip(from + 1).take(16).find(|(_, w)| w.breaks)?;
    let comma = text.get(..words.get(from)?.start)?.trim_end();
    let verb = is_finite(&to.1.lower);
    let end = words.get(to.0 - 1)?.end;
    let closed = text.get(end..to.1.start)?.trim() == ",";
    (named && verb && closed && comma.ends_with(',')).then(|| (comma.len() - 1, end + 1))
}

/// “raised its rate by half a point to 4 per cent”: the step, where the new state stands beside it.
fn step(words: &[Word]) -> Option<(usize, usize)> {
    let by = words.iter().position(|w| w.lower == "by")?;
    let to = (by + 2..by + 9).find(|&n| {
        words.get(n).is_some_and(|w| w.lower == "to" && !w.breaks) && words.get(n + 1).is_some_and(Word::has_digit)
    })?;
    let measured = words.get(by..to)?.iter().all(|w| !w.breaks && !w.capital);
    let from = words.get(by.checked_sub(1)?)?.end;
    measured.then_some((from, words.get(to)?.start))
}

/// “a ferry carrying 143 people struck …”: what stands between the subject and its verb.
fn participle(words: &[Word]) -> Option<(usize, usize)> {
    let from =
        words.iter().take(6).position(|w| w.lower.len() > 5 && w.lower.ends_with("ing") && !w.breaks && !w.capital)?;
    let to = (from + 2..from + 7).find(|&n| words.get(n).is_some_and(|w| is_finite(&w.lower) && !w.capital))?;
    let plain = words.get(from..=to)?.iter().all(|w| !w.breaks) && from >= 2;
    let first = words.iter().take(from).all(|w| !is_finite(&w.lower) && !w.is(SUBORDINATE));
    (plain && first).then_some((words.get(from)?.start, words.get(to)?.start))
}

/// “Transport Minister” before the name it belongs to at the beginning.
fn honour(words: &[Word]) -> Option<(usize, usize)> {
    let role = (0..4).find(|&n| words.get(n).is_some_and(|w| w.is(HONOURS)))?;
    let capitals = words.iter().take(role + 3).all(|w| w.capital && !w.breaks);
    let named = words.get(role + 1).is_some_and(|w| !w.is(HONOURS));
    (capitals && named).then_some((0, words.get(role + 1)?.start))
}

/// “late on Wednesday night”, “on Friday”, “Wednesday night”: its bytes, with a comma that would be left alone.
fn time(text: &str, words: &[Word]) -> Option<(usize, usize)> {
    const DAYPARTS: &[&str] = &["morning", "afternoon", "evening", "night", "lunchtime"];
    for (i, word) in words.iter().enumerate() {
        let day = word.is(WEEKDAYS) && word.capital || word.is(&["today", "yesterday"]) && i > 0;
        let owned = text.get(word.start..word.end).is_some_and(|t| t.ends_with('s') && t.contains(['’', '\'']));
        if !day || owned || text.get(word.end..).is_some_and(|t| t.starts_with(['’', '\'', '-'])) {
            continue;
        }
        let (mut from, mut to) = (i, i);
        if words.get(to + 1).is_some_and(|w| w.is(DAYPARTS) && !w.breaks) {
            to += 1;
        }
        let before = |n: usize| n.checked_sub(1).and_then(|b| words.get(b));
        let led = before(from).is_some_and(|w| w.lower == "on") && !word.breaks;
        if led {
            from -= 1;
        }
        if before(from).is_some_and(|w| w.is(&["late", "early", "earlier", "later"])) && !words.get(from)?.breaks {
            from -= 1;
        }
        // “from Friday”, “of Thursday”, “until Monday” are no asides, and “Friday and Saturday” is one thing
        let bound = before(from).is_some_and(|w| {
            w.is(&[
                "of", "from", "until", "by", "since", "to", "between", "before", "after", "next", "last", "for", "and",
                "or", "in",
            ])
        });
        let next = words.get(to + 1);
        let listed =
            next.is_some_and(|w| w.is(&["and", "or", "to"]) && words.get(to + 2).is_some_and(|d| d.is(WEEKDAYS)));
        // a bare weekday before a noun is a name of it: “Friday prayers”
        let bare =
            !led && from == i && next.is_some_and(|w| !w.breaks && w.is_content() && !is_finite(&w.lower)) && to == i;
        if bound || listed || bare {
            continue;
        }
        let start = words.get(from)?.start;
        let mut end = words.get(to)?.end;
        if from == 0 {
            end += text.get(end..)?.len() - text.get(end..)?.trim_start_matches([',', ' ']).len();
        }
        return Some((start, end));
    }
    None
}

/// A clause may end before word `i`: a conjunction stands there, or a comma or dash that parts no list of names.
fn cuts(text: &str, words: &[Word], i: usize) -> bool {
    const CUTS: &[&str] = &["after", "while", "following", "amid", "during"];
    let (Some(before), Some(word)) = (i.checked_sub(1).and_then(|b| words.get(b)), words.get(i)) else {
        return false;
    };
    let gap = text.get(before.end..word.start).unwrap_or_default();
    let mark = gap.contains([',', ';', '—', '–', '(']) || gap.contains(" - ");
    // “and said that …”: a second thing is done
    let also = word.is(CONNECTIVES) && words.get(i + 1).is_some_and(|w| is_finite(&w.lower) && !w.capital);
    also || word.is(CUTS) || mark && !(before.capital && word.capital) && !gap.contains(['“', '"', '‘'])
}

/// The cut after `kept` words leaves no word hanging and takes away no attribution and no condition. `end` is where the
/// sentence ends without its attribution.
fn closes(words: &[Word], kept: usize, end: usize) -> bool {
    #[rustfmt::skip]
    const OPEN: &[&str] = &[
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "as", "and", "or", "but", "not", "no",
        "is", "are", "was", "were", "has", "have", "had", "that", "who", "which", "said", "such", "been", "be", "including",
        "than", "about", "least", "outside", "inside", "near", "its", "his", "her", "their", "this", "these", "into", "more",
    ];
    let (head, tail) = words.split_at(kept.min(words.len()));
    let tail: Vec<&Word> = tail.iter().filter(|w| w.start < end).collect();
    let hangs = head.last().is_none_or(|w| w.is(OPEN));
    let said = tail.iter().any(|w| w.is(SAYING)) && !head.iter().any(|w| w.is(SAYING));
    // an aside that was opened must close again, or what is left is no sentence
    let aside = head
        .iter()
        .rev()
        .find(|w| w.breaks)
        .is_some_and(|w| w.is(&["who", "whose", "which", "where", "the", "a", "an"]));
    !hangs
        && !said
        && (!aside || tail.is_empty())
        && !tail.first().is_some_and(|w| w.is(&["if", "unless", "until", "but"]))
}

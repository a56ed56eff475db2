//! Shortening a lead to a headline: what of a sentence may stand alone. How it is cut, `headcut` and `cut` decide; where the
//! grammar is not known, it is cut between commas.

use crate::headcut::core;
use crate::headline::Headline;
use crate::lexicon::SAYING;
use crate::pool::{Sentence, capitalised};
use crate::words::Word;

/// Words that begin a phrase which a sentence may end before, if it must.
pub(crate) const PHRASES: &[&str] = &["for", "with", "in", "at", "from", "during", "since", "by", "on", "as"];
/// Fewest characters of a piece before a comma that could be a clause and not only tell when or where.
const CLAUSE: usize = 45;
/// Longest headline in characters.
pub(crate) const LONGEST: usize = 90;

/// The sentence as a headline: what stands after the cut changes nothing before it, and what stays has a subject and a
/// verb; with `whole` it stays a whole sentence where that is short enough. `None` when it cannot be made short enough.
pub(crate) fn shortened(sentence: &Sentence, at: usize, english: bool, whole: bool) -> Option<Headline> {
    if sentence.is_speech() || sentence.text.ends_with(['?', ':', '：']) {
        return None;
    }
    let text =
        if english { core(&sentence.text, whole) } else { segment(sentence.text.trim_end_matches(['.', '。'])) };
    Some(Headline { text: text?, support: vec![at] })
}

/// Where the grammar is not known: the whole sentence if it is short enough, else its longest piece between commas, which
/// may lose words at its end from a short word on. `None` where an aside parts the subject from its verb.
fn segment(text: &str) -> Option<String> {
    let short = |t: &str| t.chars().count() <= LONGEST;
    if short(text) {
        return Some(text.to_owned());
    }
    if parted(text) {
        return None;
    }
    // the main clause comes first as a rule
    let mut pieces = text.split([',', ';', '，', '、']).map(str::trim);
    let first = pieces.next().filter(|p| short(p) && p.split(' ').count() >= 6 && p.chars().count() >= CLAUSE);
    let piece =
        first.or_else(|| text.split([',', ';', '，', '、']).map(str::trim).max_by_key(|p| p.chars().count()))?;
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

/// Whether a few words between commas follow the first piece: what is said of it comes behind them.
fn parted(text: &str) -> bool {
    let mut pieces = text.split([',', '，']).map(|p| p.split_whitespace().count());
    let (first, second) = (pieces.next().unwrap_or_default(), pieces.next().unwrap_or_default());
    first <= 10 && (1..=4).contains(&second) && pieces.next().is_some_and(|third| third > 4)
}

/// The end of what is said, and “, police said” after it, when the sentence ends with who says so.
pub(crate) fn attribution(text: &str, words: &[Word]) -> (usize, String) {
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

/// The cut after `kept` words leaves no word hanging and takes away no attribution and no condition. `end` is where the
/// sentence ends without its attribution.
pub(crate) fn closes(words: &[Word], kept: usize, end: usize) -> bool {
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

#[cfg(test)]
mod tests {
    use super::segment;

    #[test]
    fn a_piece_of_a_sentence_whose_grammar_is_not_known() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(segment(text).as_deref(), expected, "{text}");
        check("El puerto de Velm abre el lunes", Some("El puerto de Velm abre el lunes"));
        check(
            "El puerto de Velm abre el lunes para los barcos de pesca de la isla, según dijo el alcalde en una carta a los vecinos",
            Some("El puerto de Velm abre el lunes para los barcos de pesca de la isla"),
        );
        // behind the aside stands what the first words did
        check(
            "A equipe do posto de socorro da ilha de Velm, no porto velho, encontrou nesta manhã dois dos cinco barcos da unidade sem motor",
            None,
        );
    }
}

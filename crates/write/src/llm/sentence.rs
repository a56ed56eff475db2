//! A sentence of a model, made plain: markup, special tokens and list marks gone, cut into single sentences, and held against
//! what no sentence of a brief may be.

use crate::clean::{Opening, opening};
use crate::lexicon::is_finite;
use crate::orders::is_order;
use crate::words::Splitter;

/// Longest sentence in words and bytes.
const MOST_WORDS: usize = 60;
const MOST_BYTES: usize = 500;

/// The text without what belongs to the chat or to a list; white space as single blanks.
pub(crate) fn plain(text: &str) -> String {
    let text = without_tokens(text);
    let text: String = text.chars().filter(|c| !hidden(*c)).collect();
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let flat = flat.replace("**", "").replace("__", "");
    let listed = flat.trim_start_matches(['-', '*', '•', '#', '>', '–', ' ']);
    let numbered = listed.split_once(['.', ')']).filter(|(n, rest)| {
        !n.is_empty() && n.len() <= 2 && n.bytes().all(|b| b.is_ascii_digit()) && rest.starts_with(' ')
    });
    numbered.map_or(listed, |(_, rest)| rest).trim().to_owned()
}

fn hidden(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

/// Special tokens of the usual chat templates: `<|im_end|>`, `</s>`, `[/INST]`, `<end_of_turn>`.
pub(crate) fn without_tokens(text: &str) -> String {
    const TOKENS: &[&str] = &[
        "</s>",
        "<s>",
        "<eos>",
        "<bos>",
        "<pad>",
        "[INST]",
        "[/INST]",
        "<start_of_turn>",
        "<end_of_turn>",
        "<end_of_utterance>",
        "[EOS]",
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<|") {
        let Some(end) = rest.get(at..).and_then(|t| t.find("|>")).filter(|e| *e <= 40) else { break };
        out.push_str(rest.get(..at).unwrap_or_default());
        out.push(' ');
        rest = rest.get(at + end + 2..).unwrap_or_default();
    }
    out.push_str(rest);
    TOKENS.iter().fold(out, |text, token| text.replace(token, " "))
}

/// Cuts at the ends of sentences, so that each is judged by itself. An abbreviation's point ends none.
pub(crate) fn split(text: &str) -> Vec<String> {
    let (mut out, mut start) = (Vec::new(), 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '.' | '!' | '?' | '。' | '！' | '？') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(next, mark)) = chars.peek() {
            if !matches!(mark, '”' | '"' | '’' | '\'' | ')' | '.' | '!' | '?') {
                break;
            }
            end = next + mark.len_utf8();
            chars.next();
        }
        let rest = text.get(end..).unwrap_or_default();
        let opens = rest
            .trim_start()
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_numeric() || matches!(c, '“' | '"' | '‘'));
        let wide = matches!(c, '。' | '！' | '？');
        let word = text.get(start..at).unwrap_or_default().rsplit([' ', '(', '“', '"']).next().unwrap_or_default();
        let lower = word.to_lowercase();
        let number =
            matches!(lower.as_str(), "no" | "nos") && rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let short = word.chars().count() <= 1 || word.contains('.') || ABBREVIATIONS.contains(&lower.as_str());
        let abbreviated = c == '.' && (short || number);
        if wide && !rest.is_empty() || rest.starts_with(' ') && opens && !abbreviated {
            out.extend(text.get(start..end).map(|s| s.trim().to_owned()));
            start = end;
        }
    }
    out.extend(text.get(start..).map(|s| s.trim().to_owned()));
    out.retain(|s| s.chars().any(char::is_alphanumeric));
    out
}

#[rustfmt::skip]
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "st", "prof", "gen", "col", "lt", "sgt", "rev", "sen", "rep", "gov", "vs", "jan", "feb", "mar", "apr", "jun",
    "jul", "aug", "sep", "sept", "oct", "nov", "dec", "inc", "ltd", "co", "corp", "jr", "sr", "etc", "approx", "mt",
];

/// Why a text can be no sentence of a brief; `None` when it can.
pub(crate) fn fault(text: &str, cited: &[&str]) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let address = ["://", "www.", "](", "mailto:", "javascript:", "data:"].iter().any(|a| lower.contains(a));
    let domain = lower.split_whitespace().any(|w| is_domain(w) && !cited.iter().any(|c| c.to_lowercase().contains(w)));
    Some(if address || domain {
        "an address does not belong into a brief"
    } else if lower.contains('<') && lower.contains('>') || text.contains(['{', '}', '\\', '`']) {
        "it holds markup"
    } else if is_cut(text) {
        "it is cut off"
    } else if !closed(text) {
        "a quotation in it opens or closes elsewhere"
    } else if is_order(text) {
        "it orders somebody about or vouches for a page"
    } else if text.split_whitespace().count() > MOST_WORDS || text.len() > MOST_BYTES {
        "it is too long for one sentence"
    } else if text.chars().filter(|c| c.is_alphabetic()).count() < 8 {
        "it says nothing"
    } else {
        return None;
    })
}

/// Quotation marks come in pairs, and none is left open at the beginning.
fn closed(text: &str) -> bool {
    let count = |c: char| text.matches(c).count();
    let open = text.starts_with(['\'', '‘']) && !text.get(1..).is_some_and(|t| t.contains(['\'', '’']));
    count('“') == count('”') && count('"') % 2 == 0 && !open
}

/// Whether it can stand alone: no “he”, “it” or “but” at its beginning whose other half stands elsewhere.
pub(crate) fn stands(text: &str, english: bool) -> bool {
    if !english {
        return true;
    }
    let words = Splitter::new(true).words(text);
    let verb = words.iter().skip(1).any(|w| {
        is_finite(&w.lower) || !w.capital && w.lower.len() > 3 && (w.lower.ends_with('s') || w.lower.ends_with("ed"))
    });
    words.len() >= 4
        && verb
        && matches!(opening(text, &words, false), Opening::Free | Opening::Connective(_) | Opening::Role)
}

/// It ends in the middle: without a mark after many characters, or with a word that needs another.
fn is_cut(text: &str) -> bool {
    #[rustfmt::skip]
    const OPEN: &[&str] = &[
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "as", "and", "or", "but", "that", "who", "which", "whose",
        "is", "are", "was", "were", "has", "have", "had", "his", "her", "its", "their", "into", "than", "will", "would", "not", "no", "after",
        "before", "while", "when", "because", "if", "between", "about", "over", "under", "during", "be", "been", "said", "says",
    ];
    let marked = text.ends_with(['.', '!', '?', '”', '"', '’', '\'', '。', '！', '？', '…', ')']);
    let last =
        text.trim_end_matches(|c: char| !c.is_alphanumeric()).rsplit(' ').next().unwrap_or_default().to_lowercase();
    let said = matches!(last.as_str(), "said" | "says" | "not" | "no" | "over" | "been" | "about" | "on" | "in");
    !marked
        && (text.chars().count() >= WHOLE || OPEN.contains(&last.as_str()) || text.ends_with([',', ';', ':', '-', '–']))
        || marked && OPEN.contains(&last.as_str()) && !said && text.ends_with('.')
}

/// From this many characters on a text without a mark at its end is taken for a piece.
const WHOLE: usize = 80;

/// “bank.example/login”, “orle-bank.example”.
fn is_domain(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let host = word.split(['/', '?', ':']).next().unwrap_or_default();
    let Some((name, end)) = host.rsplit_once('.') else { return false };
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
    name.len() > 1
        && (2..=12).contains(&end.len())
        && end.bytes().all(|b| b.is_ascii_lowercase())
        && name.chars().all(plain)
        && !name.contains("..")
        && name.split('.').all(|p| p.len() > 1)
}

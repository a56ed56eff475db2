//! A sentence of a model, made plain: markup, special tokens and list marks gone, cut into single sentences, and held against
//! what no sentence of a brief may be.

use crate::orders::is_order;

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

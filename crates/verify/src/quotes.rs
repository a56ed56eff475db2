//! Quoted words: what a claim puts in quotation marks must stand in its window word for word.

use crate::phrases::speaks;
use crate::token::{Token, tokens};
use crate::window::Line;

/// The quoted passages of two words or more in `text` that stand nowhere in the window, each cut to 60 characters.
pub(crate) fn misquoted(text: &str, lines: &[&Line]) -> Vec<String> {
    quoted(text)
        .into_iter()
        .filter(|q| {
            let words = tokens(q);
            words.len() >= 2 && !lines.iter().any(|l| contains(&l.tokens, &words)) && !across(lines, &words)
        })
        .map(|q| format!("“{}”", q.chars().take(60).collect::<String>()))
        .collect()
}

/// A quotation may run over sentences that stand beside each other in the window.
fn across(lines: &[&Line], words: &[Token]) -> bool {
    lines.windows(2).any(|two| {
        let [a, b] = two else { return false };
        let joined: Vec<Token> = a.tokens.iter().chain(&b.tokens).cloned().collect();
        a.source == b.source && contains(&joined, words)
    })
}

/// The passages of three words or more that `text` quotes and its window has, but as nobody's words.
pub(crate) fn made_quotes(text: &str, lines: &[&Line]) -> Option<String> {
    let marked = |words: &[Token]| {
        lines.iter().any(|l| quoted(&l.text).into_iter().chain(spoken(&l.text)).any(|q| contains(&tokens(q), words)))
    };
    let made = quoted(text).into_iter().find(|q| {
        let words = tokens(q);
        words.len() >= 3 && !marked(&words) && !across(lines, &words)
    });
    made.map(|q| format!("“{}” as anybody's words", q.chars().take(60).collect::<String>()))
}

/// Somebody's words, most of which stand between quotation marks in the window, said without marks and without a speaker.
pub(crate) fn unquoted(text: &str, claim: &[Token], lines: &[&Line]) -> bool {
    let noun = |t: &Token| t.is(&["state", "report", "reports", "claim", "claims", "estimates"]);
    let said = |t: &Token| speaks(t) && !noun(t) || t.is(&["called", "dubbed"]);
    if text.contains(MARKS) || !quoted(text).is_empty() || claim.iter().any(said) {
        return false;
    }
    let inside: Vec<Token> =
        lines.iter().flat_map(|l| quoted(&l.text).into_iter().chain(spoken(&l.text))).flat_map(tokens).collect();
    let content: Vec<&Token> = claim.iter().filter(|t| t.is_content()).collect();
    let held = content.iter().filter(|t| inside.iter().any(|o| t.alike(o))).count();
    held >= 2 && held * 10 >= content.len() * 6
}

const MARKS: [char; 6] = ['“', '”', '"', '‘', '«', '»'];

/// What a mark at the beginning opens and nothing closes, or a mark at the end closes that nothing opened: a quotation of
/// several sentences.
fn spoken(text: &str) -> Option<&str> {
    let text = text.trim();
    let count = |c: char| text.matches(c).count();
    let opens = |at: &usize| text.get(..*at).is_some_and(|b| b.is_empty() || b.ends_with([' ', ':', '(']));
    let mark = text.char_indices().filter(|(_, c)| matches!(c, '“' | '‘' | '\'' | '"')).map(|(at, _)| at).rfind(opens);
    let open = mark.and_then(|at| text.get(at..)).and_then(|t| t.get(t.chars().next()?.len_utf8()..));
    let close = text.strip_suffix(['”', '’', '\'', '"']);
    match (open, close) {
        (Some(open), None) if quoted(text).is_empty() || count('“') > count('”') => Some(open),
        (None, Some(close)) if quoted(text).is_empty() || count('”') > count('“') => Some(close),
        _ => None,
    }
}

fn contains(tokens: &[Token], words: &[Token]) -> bool {
    tokens.windows(words.len().max(1)).any(|w| w.iter().zip(words).all(|(a, b)| a.alike(b)))
}

/// What stands between quotation marks, double or single; an unclosed one runs to the end.
fn quoted(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let after = text.get(at + c.len_utf8()..).and_then(|t| t.chars().next()).unwrap_or(' ');
        match open {
            None => {
                let close = match c {
                    '“' => Some('”'),
                    '"' => Some('"'),
                    '‘' => Some('’'),
                    '\'' | '`' if !before.is_alphanumeric() && after.is_alphanumeric() => Some('\''),
                    _ => None,
                };
                open = close.map(|close| (at + c.len_utf8(), close));
            }
            Some((start, close)) => {
                let apostrophe = matches!(c, '\'' | '’') && after.is_alphanumeric();
                if (c == close || c == '"' && close == '”') && !apostrophe {
                    out.extend(text.get(start..at));
                    open = None;
                }
            }
        }
        before = c;
    }
    if let Some((start, close)) = open.filter(|o| o.1 != '\'') {
        out.extend(text.get(start..).filter(|_| close != '’'));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_the_marks() {
        let check = |text: &str, expected: &[&str]| assert_eq!(quoted(text), expected, "{text}");
        check("“We left,” she said.", &["We left,"]);
        check("She said \"we left\" and 'went home'.", &["we left", "went home"]);
        check("The dogs' owner didn't.", &[]);
        check("‘I didn’t go,’ he said", &["I didn’t go,"]);
        check("“We left", &["We left"]);
    }
}

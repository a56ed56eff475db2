//! Quoted words: what a claim puts in quotation marks must stand in its window word for word.

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

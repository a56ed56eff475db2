//! Roles: who did it to whom, as far as the order of words tells.

use crate::edits::same_word;
use crate::token::Token;
use crate::window::Line;

/// Names of one claim whose order is looked at.
const MOST_NAMES: usize = 16;

/// Who did it to whom: two names, or the two words right beside another, that change places around it, with no passive
/// to excuse it. Gives the first.
pub(crate) fn exchanged(claim: &[Token], lines: &[&Line]) -> Option<String> {
    let content: Vec<usize> = (0..claim.len()).filter(|&i| claim.get(i).is_some_and(Token::is_content)).collect();
    let is_name = |i: usize| claim.get(i).is_some_and(|t| t.capital && t.number.is_none());
    let plain = |i: usize| claim.get(i).is_some_and(|t| !t.capital && t.number.is_none());
    lines.iter().find_map(|line| {
        // the one place of each word in the line; a word that stands there twice tells nothing
        let places: Vec<Option<usize>> = claim.iter().map(|t| only(t, &line.tokens)).collect();
        let at = |i: usize| places.get(i).copied().flatten();
        let turned = |x: usize, v: usize, y: usize| {
            let (Some(a), Some(b), Some(c)) = (at(x), at(v), at(y)) else { return false };
            let owned = line.tokens.get(b + 1).is_some_and(|t| t.is(&["of", "in", "for", "from", "at", "to"]));
            let clause = claim.get(x + 1..y).is_some_and(|t| !t.iter().any(|t| t.is(NEW_CLAUSE)));
            c < b && b < a && clause && !owned && !by(&line.tokens, c, a)
        };
        let beside = content.windows(3).find_map(|w| {
            let &[x, v, y] = w else { return None };
            let tight = y <= x + 5 && plain(v) && at(x)?.abs_diff(at(y)?) <= 6;
            let clause = claim.get(x + 1..=y)?.iter().all(|t| !t.breaks);
            (tight && clause && turned(x, v, y)).then_some(x)
        });
        let names: Vec<usize> = content.iter().copied().filter(|&i| is_name(i)).take(MOST_NAMES).collect();
        let apart = || {
            let pairs = names.iter().enumerate().flat_map(|(n, &x)| names.iter().skip(n + 1).map(move |&y| (x, y)));
            let mut pairs = pairs
                .filter(|&(x, y)| (x + 1..y).any(|v| content.binary_search(&v).is_ok() && plain(v) && turned(x, v, y)));
            pairs.next().map(|p| p.0)
        };
        claim.get(beside.or_else(apart)?).map(|t| t.lower.to_string())
    })
}

/// Words after which somebody else may be doing something, or which make a passive.
const NEW_CLAUSE: &[&str] = &[
    "by", "when", "after", "before", "while", "as", "because", "who", "which", "that", "and", "but", "since", "where",
];

/// The place of a word that stands in `line` once.
fn only(word: &Token, line: &[Token]) -> Option<usize> {
    let mut places = line.iter().enumerate().filter(|(_, o)| same_word(word, o)).map(|(j, _)| j);
    places.next().filter(|_| places.next().is_none())
}

fn by(tokens: &[Token], from: usize, to: usize) -> bool {
    tokens.get(from..to).is_some_and(|t| t.iter().any(|t| t.lower == "by"))
}

//! Character references left in text that was escaped twice: `&amp;amp;` comes out of the parser as `&amp;`.

use super::Cell;
use std::borrow::Cow;

/// The references that publishers' systems write; others stay, for a text may speak of them.
const NAMED: [(&str, char); 58] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("rsquo", '’'),
    ("lsquo", '‘'),
    ("rdquo", '”'),
    ("ldquo", '“'),
    ("bdquo", '„'),
    ("sbquo", '‚'),
    ("hellip", '…'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("bull", '•'),
    ("middot", '·'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("deg", '°'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("auml", 'ä'),
    ("aring", 'å'),
    ("atilde", 'ã'),
    ("ccedil", 'ç'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("ouml", 'ö'),
    ("otilde", 'õ'),
    ("uacute", 'ú'),
    ("ugrave", 'ù'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("szlig", 'ß'),
    ("Eacute", 'É'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
];

/// Undoes references in a field that holds no markup; borrows when there is none.
pub fn entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let body = from.get(1..).unwrap_or_default();
        let end = body.bytes().take(10).position(|b| b == b';');
        match end.and_then(|end| Some((reference(body.get(..end)?)?, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = body.get(end + 1..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = body;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Undoes references in a line, unless it holds `<`, as text about markup does.
pub(super) fn repair(cells: &mut Vec<Cell>) {
    if !cells.iter().any(|c| c.c == '&') || cells.iter().any(|c| c.c == '<') {
        return;
    }
    for _ in 0..2 {
        let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
        let (mut i, mut changed) = (0, false);
        while let Some(cell) = cells.get(i) {
            let found = (cell.c == '&').then(|| at(cells, i)).flatten();
            match found {
                Some((c, end)) => {
                    let last = cells.get(end - 1).map_or(cell.end, |l| l.end);
                    out.push(Cell { c, start: cell.start, end: last, rule: Some("entity") });
                    (i, changed) = (end, true);
                }
                None => {
                    out.push(*cell);
                    i += 1;
                }
            }
        }
        *cells = out;
        if !changed {
            return;
        }
    }
}

fn at(cells: &[Cell], i: usize) -> Option<(char, usize)> {
    let mut name = String::new();
    for (k, cell) in cells.iter().enumerate().skip(i + 1).take(10) {
        if cell.c == ';' {
            return reference(&name).map(|c| (c, k + 1));
        }
        name.push(cell.c);
    }
    None
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = match hex {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        if (0x80..=0x9f).contains(&code) {
            return super::charsets::windows_1252(code as u8);
        }
        return char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    }
    NAMED.iter().find(|(n, _)| *n == name).map(|(_, c)| *c)
}

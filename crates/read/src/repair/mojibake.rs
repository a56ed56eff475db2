//! Mojibake: UTF-8 that was read as a single-byte charset, once or several times, turned back into itself.

use super::Cell;
use super::badness::is_bad;
use super::charsets::{CHARSETS, Charset, windows_1252};

/// Damage is undone at most this many times over.
const ROUNDS: usize = 6;
/// Lines longer than this are only mended piece by piece.
const MAX_LINE: usize = 200_000;

/// Undoes mojibake in a line.
pub(super) fn repair(cells: &mut Vec<Cell>) {
    for _ in 0..ROUNDS {
        let text: Vec<char> = cells.iter().map(|c| c.c).collect();
        if text.iter().all(char::is_ascii) || !is_bad(&text) {
            return;
        }
        let Some(better) = whole(cells, &text).or_else(|| pieces(cells, 0)).or_else(|| controls(cells, &text)) else {
            return;
        };
        *cells = better;
    }
}

/// The whole line read back through one charset.
fn whole(cells: &[Cell], text: &[char]) -> Option<Vec<Cell>> {
    if text.len() > MAX_LINE {
        return None;
    }
    for charset in CHARSETS.iter() {
        let Some(mut bytes) = text.iter().map(|c| charset.byte(*c)).collect::<Option<Vec<u8>>>() else { continue };
        if charset.name != "macroman" {
            restore_a0(&mut bytes);
        }
        let lossy = charset.sloppy.then(|| lossy_marks(&bytes));
        if let Some(better) = decode(cells, &bytes, lossy.as_deref(), "mojibake") {
            return better.iter().zip(cells).any(|(a, b)| a.c != b.c).then_some(better);
        }
    }
    None
}

/// A byte 0xA0 shown as a space inside a sequence is put back: `Ã ` and `â€ `.
fn restore_a0(bytes: &mut Vec<u8>) {
    let get = |bytes: &[u8], j: usize| bytes.get(j).copied().unwrap_or(0);
    let continuation = |b: u8| (0x80..=0xbf).contains(&b);
    for i in 0..bytes.len() {
        let (a, b, c, d) = (get(bytes, i), get(bytes, i + 1), get(bytes, i + 2), get(bytes, i + 3));
        let at: &[usize] = match a {
            // "à" at the end of a word, its space eaten or not, is settled below by what follows.
            0xc2 | 0xc5 | 0xc3 | 0xce | 0xd0 | 0xd9 if b == b' ' && (a == 0xc3 || i + 2 < bytes.len() || a == 0xc2) => {
                &[1]
            }
            0xe2 | 0xe3 if b == b' ' && continuation(c) => &[1],
            0xe0..=0xe3 if continuation(b) && c == b' ' => &[2],
            0xf0 if b == b' ' && continuation(c) && continuation(d) => &[1],
            0xf0 if continuation(b) && c == b' ' && continuation(d) => &[2],
            0xf0 if continuation(b) && continuation(c) && d == b' ' => &[3],
            _ => continue,
        };
        for k in at {
            if let Some(byte) = bytes.get_mut(i + k) {
                *byte = 0xa0;
            }
        }
    }
}

/// Marks bytes that were lost (`\x1a`, or `?` after the start of a sequence): they become U+FFFD together with their sequence.
fn lossy_marks(bytes: &[u8]) -> Vec<bool> {
    let mut lost = vec![false; bytes.len()];
    let continuation = |j: usize| bytes.get(j).is_some_and(|b| (0x80..=0xbf).contains(b));
    let hole = |j: usize| bytes.get(j) == Some(&0x1a);
    let open = |j: usize| continuation(j) || hole(j);
    for i in 0..bytes.len() {
        let len = match bytes.get(i) {
            Some(0xc2..=0xdf) if hole(i + 1) => 2,
            Some(0xc2 | 0xc3) if bytes.get(i + 1) == Some(&b'?') => 2,
            Some(0xe0..=0xef) if open(i + 1) && open(i + 2) && (hole(i + 1) || hole(i + 2)) => 3,
            Some(0xe0..=0xef) if continuation(i + 1) && bytes.get(i + 2) == Some(&b'?') => 3,
            Some(0xf0..=0xf4)
                if open(i + 1) && open(i + 2) && open(i + 3) && (hole(i + 1) || hole(i + 2) || hole(i + 3)) =>
            {
                4
            }
            Some(0xf0..=0xf4) if continuation(i + 1) && continuation(i + 2) && bytes.get(i + 3) == Some(&b'?') => 4,
            Some(0x1a) => 1,
            _ => continue,
        };
        lost.iter_mut().skip(i).take(len).for_each(|l| *l = true);
    }
    lost
}

/// One byte a cell, decoded as UTF-8 (or its variants CESU-8 and overlong zero); `None` if it is none.
fn decode(cells: &[Cell], bytes: &[u8], lost: Option<&[bool]>, rule: &'static str) -> Option<Vec<Cell>> {
    let mut out = Vec::with_capacity(cells.len());
    let mut i = 0;
    while i < bytes.len() {
        let (c, len) = if lost.is_some_and(|l| l.get(i) == Some(&true)) {
            let start = bytes.get(i)?;
            let len =
                lost?.iter().skip(i).take_while(|l| **l).count().min(if *start < 0x80 { 1 } else { sequence(*start) });
            ('\u{fffd}', len)
        } else {
            one(bytes.get(i..)?)?
        };
        let (first, last) = (cells.get(i)?, cells.get(i + len - 1)?);
        let changed = len > 1 || c != first.c;
        out.push(Cell { c, start: first.start, end: last.end, rule: if changed { Some(rule) } else { first.rule } });
        i += len;
    }
    Some(out)
}

fn sequence(first: u8) -> usize {
    match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    }
}

/// The first character of UTF-8 bytes and its length.
fn one(bytes: &[u8]) -> Option<(char, usize)> {
    let first = *bytes.first()?;
    if first < 0x80 {
        return Some((char::from(first), 1));
    }
    // CESU-8: a surrogate pair, each half in three bytes.
    if let [0xed, a @ 0xa0..=0xaf, b @ 0x80..=0xbf, 0xed, c @ 0xb0..=0xbf, d @ 0x80..=0xbf, ..] = bytes {
        let (high, low) = ((u32::from(a & 15) << 6) | u32::from(b & 63), (u32::from(c & 15) << 6) | u32::from(d & 63));
        return char::from_u32(0x10000 + (high << 10) + low).map(|c| (c, 6));
    }
    if bytes.starts_with(&[0xc0, 0x80]) {
        return Some(('\0', 2));
    }
    let len = sequence(first);
    let text = std::str::from_utf8(bytes.get(..len)?).ok()?;
    text.chars().next().map(|c| (c, len))
}

/// Sequences of misread UTF-8 inside a line that is not damaged as a whole.
fn pieces(cells: &[Cell], depth: usize) -> Option<Vec<Cell>> {
    let _ = depth;
    // MacRoman and code page 437 turn too much of real text into valid sequences to be tried piece by piece.
    CHARSETS.iter().take(7).find_map(|charset| pieces_in(cells, charset))
}

fn pieces_in(cells: &[Cell], charset: &Charset) -> Option<Vec<Cell>> {
    let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
    let (mut i, mut changed) = (0, false);
    while let Some(cell) = cells.get(i) {
        let end = if cell.c.is_ascii() { i } else { run(cells, i, charset) };
        let text: Vec<char> = cells.get(i..end).unwrap_or_default().iter().map(|c| c.c).collect();
        if end > i && is_bad(&text) && !continues(cells, i) {
            let mut bytes: Vec<u8> = text.iter().filter_map(|c| charset.byte(*c)).collect();
            restore_a0(&mut bytes);
            if let Some(better) = decode(cells.get(i..end).unwrap_or_default(), &bytes, None, "inconsistent_utf8") {
                out.extend(better);
                (i, changed) = (end, true);
                continue;
            }
        }
        out.push(*cell);
        i += 1;
    }
    changed.then_some(out)
}

/// Whether the character before could be the middle of a sequence, so that this is no start.
fn continues(cells: &[Cell], i: usize) -> bool {
    i.checked_sub(1).and_then(|j| cells.get(j)).is_some_and(|c| {
        matches!(
            c.c,
            '\u{80}'
                ..='\u{9f}'
                    | '¡'
                    | '¢'
                    | '£'
                    | '¥'
                    | '§'
                    | '¨'
                    | '©'
                    | 'ª'
                    | '¬'
                    | '¯'
                    | '±'
                    | '²'
                    | '³'
                    | 'µ'
                    | '¶'
                    | '¸'
                    | '¹'
                    | 'º'
                    | '¼'
                    | '½'
                    | '¾'
                    | '¿'
        )
    })
}

/// The end of the run of whole sequences that starts at cell `i`; `i` if there is none.
fn run(cells: &[Cell], start: usize, charset: &Charset) -> usize {
    let byte = |j: usize| cells.get(j).and_then(|c| charset.byte(c.c));
    let mut i = start;
    loop {
        let Some(first) = byte(i).filter(|b| (0xc2..=0xf4).contains(b)) else { return i };
        let len = sequence(first);
        let whole = (1..len)
            .all(|k| byte(i + k).is_some_and(|b| (0x80..=0xbf).contains(&b) || b == b' ' && len == 3 && k == 2));
        // A capital Ã before a space at a word's end is "à".
        if !whole || len == 1 {
            return i;
        }
        i += len;
    }
}

/// C1 controls, which nobody writes, as the windows-1252 characters of their number.
fn controls(cells: &[Cell], text: &[char]) -> Option<Vec<Cell>> {
    let is_c1 = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    if !text.iter().any(|c| is_c1(*c)) {
        return None;
    }
    let mut changed = false;
    let out = cells
        .iter()
        .map(|cell| {
            let shown = is_c1(cell.c).then(|| windows_1252(cell.c as u8)).flatten().filter(|c| !is_c1(*c));
            changed |= shown.is_some();
            shown.map_or(*cell, |c| Cell { c, rule: Some("c1_as_windows_1252"), ..*cell })
        })
        .collect();
    changed.then_some(out)
}

//! Mojibake: UTF-8 that was read as a single-byte charset, once or several times, turned back into itself.

use super::Cell;
use super::badness::is_bad;
use super::charsets::{CHARSETS, Charset, windows_1252};
use std::borrow::Cow;

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
        let Some(better) = whole(cells, &text).or_else(|| pieces(cells)).or_else(|| controls(cells, &text)) else {
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
        let mut wide = Cow::Borrowed(cells);
        if charset.name != "macroman"
            && bytes.windows(2).any(|w| w.first().is_some_and(|b| *b >= 0x80) && w.last() == Some(&b' '))
        {
            let (cells, restored) = restore_a0(cells, &bytes);
            (wide, bytes) = (Cow::Owned(cells), restored);
        }
        let lossy = charset.sloppy.then(|| lossy_marks(&bytes));
        if let Some(better) = decode(&wide, &bytes, lossy.as_deref(), "mojibake") {
            let same = better.len() == cells.len() && better.iter().zip(cells).all(|(a, b)| a.c == b.c);
            return (!same).then_some(better);
        }
    }
    None
}

/// A byte 0xA0 shown as a space inside a sequence is put back: `â€ `. `Ã ` is "à" with its byte and, before most words, its space
/// lost: one cell is added then, so that both come back.
fn restore_a0(cells: &[Cell], bytes: &[u8]) -> (Vec<Cell>, Vec<u8>) {
    let (mut wide, mut out) = (Vec::with_capacity(cells.len() + 8), Vec::with_capacity(bytes.len() + 8));
    // The place of a space that is to be 0xA0.
    let mut lost = None;
    for (i, (cell, byte)) in cells.iter().zip(bytes).enumerate() {
        wide.push(*cell);
        out.push(if lost == Some(i) { 0xa0 } else { *byte });
        let place = a0_after(bytes.get(i..).unwrap_or_default());
        if place == 0 {
            continue;
        }
        let rest = bytes.get(i + 2..).unwrap_or_default();
        let one_word = [&b"quele"[..], b"quela", b"quilo", b"s ", b" "].iter().any(|w| rest.starts_with(w));
        if *byte == 0xc3 && !one_word && !rest.is_empty() {
            wide.push(Cell { start: cell.end, ..*cell });
            out.push(0xa0);
        } else {
            lost = Some(i + place);
        }
    }
    (wide, out)
}

/// How far after the first byte a space stands that must have been 0xA0; 0 if none.
fn a0_after(bytes: &[u8]) -> usize {
    let at = |j: usize| bytes.get(j).copied().unwrap_or(0);
    let continuation = |b: u8| (0x80..=0xbf).contains(&b);
    let (b, c, d) = (at(1), at(2), at(3));
    match at(0) {
        0xc2 | 0xc3 | 0xc5 | 0xce | 0xd0 | 0xd9 if b == b' ' => 1,
        0xe2 | 0xe3 if b == b' ' && continuation(c) => 1,
        0xe0..=0xe3 if continuation(b) && b != 0x85 && c == b' ' => 2,
        0xf0 if b == b' ' && continuation(c) && continuation(d) => 1,
        0xf0 if continuation(b) && c == b' ' && continuation(d) => 2,
        0xf0 if continuation(b) && continuation(c) && d == b' ' => 3,
        _ => 0,
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
            Some(0xe0..=0xef) if bytes.get(i + 1) == Some(&b'?') && continuation(i + 2) => 3,
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

/// Sequences of misread UTF-8 inside a line that is not damaged as a whole: at each place the charset that explains most.
fn pieces(cells: &[Cell]) -> Option<Vec<Cell>> {
    let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
    let (mut i, mut changed) = (0, false);
    while let Some(cell) = cells.get(i) {
        match piece(cells, i) {
            Some((better, end)) => {
                out.extend(better);
                (i, changed) = (end, true);
            }
            None => {
                out.push(*cell);
                i += 1;
            }
        }
    }
    changed.then_some(out)
}

/// The repaired run of sequences that starts at cell `i`, and its end.
fn piece(cells: &[Cell], i: usize) -> Option<(Vec<Cell>, usize)> {
    if cells.get(i)?.c.is_ascii() || continues(cells, i) {
        return None;
    }
    if is_a_grave(cells, i) {
        let cell = *cells.get(i)?;
        return Some((vec![Cell { c: 'à', rule: Some("inconsistent_utf8"), ..cell }], i + 1));
    }
    // MacRoman and code page 437 turn too much of real text into valid sequences to be tried piece by piece.
    let runs = CHARSETS.iter().take(7).map(|c| (run(cells, i, c), c));
    // The first of equals: likelier charsets come first.
    let (end, charset) = runs.fold(
        None,
        |best: Option<(usize, &Charset)>, now| {
            if best.is_some_and(|b| b.0 >= now.0) { best } else { Some(now) }
        },
    )?;
    let run = cells.get(i..end).filter(|r| !r.is_empty())?;
    let text: Vec<char> = run.iter().map(|c| c.c).collect();
    if !is_bad(&text) {
        return None;
    }
    let mut bytes: Vec<u8> = text.iter().filter_map(|c| charset.byte(*c)).collect();
    // A space in a run is an 0xA0 by the way runs are found.
    bytes.iter_mut().filter(|b| **b == b' ').for_each(|b| *b = 0xa0);
    Some((decode(run, &bytes, None, "inconsistent_utf8")?, end))
}

/// "relatifs Ã l’usage": a lone `Ã` between lower-case words of a damaged line was "à", its 0xA0 lost.
fn is_a_grave(cells: &[Cell], i: usize) -> bool {
    let at = |j: usize| cells.get(j).map_or(' ', |c| c.c);
    i > 1
        && at(i) == 'Ã'
        && at(i - 1) == ' '
        && at(i + 1) == ' '
        && at(i - 2).is_lowercase()
        && at(i + 2).is_lowercase()
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
        let whole = (1..len).all(|k| {
            let lost = k == 2 && (0xe0..=0xe3).contains(&first) && byte(i + 1) != Some(0x85);
            byte(i + k).is_some_and(|b| (0x80..=0xbf).contains(&b) || b == b' ' && lost)
        });
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

//! UTF-8 read as ISO-8859-7 with the C1 bytes lost: the form in which apostrophes became `β` and emoji `π`.
//!
//! `’` is E2 80 99: E2 is β in ISO-8859-7, and the two C1 bytes vanish. `…` is E2 80 A6 and leaves `β¦`. An emoji is F0 9F and two more
//! bytes: `π`, and of the rest what is not C1 (`€`, `¨`). What an emoji was cannot be known; its remains are removed. A `β` is an
//! apostrophe only inside an English contraction or genitive, a quotation mark only in pairs in a text that is damaged beyond
//! doubt, and nothing is touched in Greek or mathematical text.

use super::Cell;

/// What the whole text says about its Greek letters.
pub(super) struct Context {
    /// Real Greek or mathematics: nothing is to be touched.
    real: bool,
    /// Damage of this kind that cannot be anything else stands in the text.
    certain: bool,
    /// An English contraction or genitive with a `β` in it stands in the text, and nothing Greek.
    contracted: bool,
}

impl Context {
    /// Looks at a text once. Linear.
    pub(super) fn of(text: &str) -> Self {
        let mut context = Self { real: false, certain: false, contracted: false };
        if !text.contains(['β', 'π']) {
            return context;
        }
        let chars: Vec<char> = text.chars().collect();
        let at = |i: usize| chars.get(i).copied().unwrap_or(' ');
        for (i, c) in chars.iter().enumerate() {
            let before = if i > 0 { at(i - 1) } else { ' ' };
            let next = at(i + 1);
            match c {
                'β' if next == '-' || next.is_ascii_digit() || is_greek(before) || is_greek(next) => {
                    context.real = true
                }
                'β' if next == '¦' || is_c1(next) => context.certain = true,
                'β' if before.is_ascii_lowercase() && next.is_ascii_lowercase() => context.contracted = true,
                'π' if next == '€' => context.certain = true,
                'π' if is_math(before) || is_math(next) || is_greek(next) && next != 'π' => context.real = true,
                'Α'..='ώ' if !matches!(c, 'β' | 'π' | 'Γ' | 'ο' | 'Έ') => context.real = true,
                _ => {}
            }
        }
        context
    }
}

fn is_c1(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}')
}

/// What `β` and two C1 characters after it were, these not lost: E2 and two more bytes of UTF-8, punctuation or a currency sign.
fn kept(rest: &[Cell]) -> Option<Cell> {
    let [first, second, third, ..] = rest else { return None };
    let tail = |c: char| is_c1(c).then_some(u32::from(c) & 0x3f);
    let code = 0x2000 | tail(second.c)? << 6 | tail(third.c)?;
    let c = char::from_u32(code)
        .filter(|c| matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{20a0}'..='\u{20bf}'))?;
    Some(Cell { c, end: third.end, rule: Some("greek_lossy"), ..*first })
}

fn is_greek(c: char) -> bool {
    matches!(c, 'Ά'..='ώ')
}

fn is_math(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '*' | '/' | '^' | '×' | '÷' | '√' | '≈' | '−' | '<' | '>' | '²' | '(' | ')' | '{' | '}' | '·'
    ) || c.is_ascii_digit()
}

/// Repairs a line; what is removed is pushed to `removed` with its byte range.
pub(super) fn repair(cells: &mut Vec<Cell>, context: &Context, removed: &mut Vec<(u32, u32, &'static str)>) {
    if context.real && !context.certain || !cells.iter().any(|c| matches!(c.c, 'β' | 'π')) {
        return;
    }
    let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
    let ends = emoji_at_end(cells);
    let mut i = 0;
    while let Some(cell) = cells.get(i) {
        let rest = cells.get(i..).unwrap_or_default();
        if let Some(whole) = Some(rest).filter(|_| cell.c == 'β').and_then(kept) {
            out.push(whole);
            i += 3;
            continue;
        }
        match cell.c {
            'β' if rest.get(1).is_some_and(|c| c.c == '¦') => {
                let end = rest.get(1).map_or(cell.end, |c| c.end);
                out.push(Cell { c: '…', end, rule: Some("greek_lossy"), ..*cell });
                i += 2;
            }
            'β' if !context.real && is_apostrophe(cells, i) => {
                out.push(Cell { c: '’', rule: Some("greek_lossy"), ..*cell });
                i += 1;
            }
            'π' => {
                let len = emoji(cells, i, ends || context.certain);
                if len == 0 {
                    out.push(*cell);
                    i += 1;
                    continue;
                }
                i = remove(cells, i, len, &mut out, removed);
            }
            _ => {
                out.push(*cell);
                i += 1;
            }
        }
    }
    *cells = out;
    if (context.certain || context.contracted) && !context.real {
        quotation_marks(cells);
    }
}

/// Takes out an emoji's remains and the space that parted it from the text.
fn remove(
    cells: &[Cell],
    i: usize,
    len: usize,
    out: &mut Vec<Cell>,
    removed: &mut Vec<(u32, u32, &'static str)>,
) -> usize {
    let mut end = i + len;
    let mut start = cells.get(i).map_or(0, |c| c.start);
    let space = |c: Option<&Cell>| c.is_some_and(|c| c.c == ' ');
    if space(cells.get(end)) && (out.is_empty() || space(out.last())) {
        end += 1;
    } else if space(out.last())
        && cells.get(end).is_none_or(|c| c.c == '\n')
        && let Some(gone) = out.pop()
    {
        start = gone.start;
    }
    let to = cells.get(end - 1).map_or(start, |c| c.end);
    removed.push((start, to, "lost_emoji"));
    end
}

/// "Vallmarkβs", "wonβt": two lower-case Latin letters with a vowel in the word before, an English ending after.
fn is_apostrophe(cells: &[Cell], i: usize) -> bool {
    let word: Vec<char> = cells
        .get(..i)
        .unwrap_or_default()
        .iter()
        .rev()
        .map(|c| c.c)
        .take_while(|c| c.is_alphabetic() && *c != 'β')
        .take(30)
        .collect();
    let lower = word.iter().take(2).all(char::is_ascii_lowercase) && word.len() >= 2
        || word.len() == 1 && matches!(word.first(), Some('I'));
    let vowel = word.iter().any(|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'I'));
    let ending: String = cells
        .get(i + 1..)
        .unwrap_or_default()
        .iter()
        .map(|c| c.c)
        .take_while(|c| c.is_alphanumeric())
        .take(3)
        .collect();
    lower
        && vowel
        && word.iter().all(char::is_ascii_alphabetic)
        && matches!(ending.as_str(), "s" | "t" | "re" | "ve" | "ll" | "d" | "m")
}

/// Whether a lost emoji stands at the end of the line after the end of a sentence or a colon: no formula does.
fn emoji_at_end(cells: &[Cell]) -> bool {
    let line: Vec<char> = cells.iter().map(|c| c.c).filter(|c| *c != '\n').collect();
    let bare: Vec<char> = line.iter().rev().copied().skip_while(|c| is_remains(*c) || *c == ' ').take(2).collect();
    line.last().is_some_and(|c| *c == 'π' || is_remains(*c))
        && bare.first() == Some(&'π')
        && line
            .iter()
            .rev()
            .skip_while(|c| is_remains(**c) || **c == ' ')
            .skip(1)
            .find(|c| **c != ' ')
            .is_some_and(|c| matches!(c, '.' | '!' | '?' | ':' | ';' | '…'))
}

/// What ISO-8859-7 shows for the last bytes of an emoji that are not C1.
fn is_remains(c: char) -> bool {
    matches!(
        c,
        '€' | '¨'
            | '©'
            | '«'
            | '¬'
            | '°'
            | '±'
            | '²'
            | '³'
            | '΄'
            | '΅'
            | '·'
            | '»'
            | '½'
            | '£'
            | '¦'
            | '§'
            | '‘'
            | '’'
            | '―'
            | '₯'
            | 'ͺ'
            | '\u{ad}'
            | '\u{a0}'
    )
}

/// Cells of an emoji's remains at `i`: a `π` standing alone, what is left of it, and more of them right after. 0 if it is none.
fn emoji(cells: &[Cell], i: usize, certain: bool) -> usize {
    let at = |j: usize| cells.get(j).map_or(' ', |c| c.c);
    let alone = |c: char| c.is_whitespace() || is_remains(c) || c == 'π';
    if i > 0 && !at(i - 1).is_whitespace() {
        return 0;
    }
    let mut end = i;
    let mut remains = 0;
    while at(end) == 'π' && end < cells.len() {
        end += 1;
        let from = end;
        while end < cells.len() && end - from < 2 && is_remains(at(end)) && !at(end).is_whitespace() {
            end += 1;
            remains += 1;
        }
    }
    let whole = end >= cells.len() || alone(at(end));
    let first = i == 0;
    let last = end >= cells.len() || at(end) == '\n';
    let upper = (end..cells.len()).map(at).find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
    // Between two sentences no formula stands either.
    let before = cells.get(..i).unwrap_or_default().iter().rev().map(|c| c.c).find(|c| !c.is_whitespace());
    let between = upper && before.is_some_and(|c| matches!(c, '.' | '!' | '?' | ':' | '…' | '’' | '”'));
    if whole && (remains > 0 || certain && (last || first && upper || between)) { end - i } else { 0 }
}

/// Pairs of `β` that stand where quotation marks stand, in a text that is damaged beyond doubt: E2 80 9C and E2 80 9D leave the
/// same `β`. A line is touched only when every `β` left in it opens or closes a pair. Whether the pair was double or single
/// cannot be known; double is what is written.
fn quotation_marks(cells: &mut [Cell]) {
    let mut marks: Vec<(usize, char)> = Vec::new();
    for i in (0..cells.len()).filter(|&i| cells.get(i).is_some_and(|c| c.c == 'β')) {
        let before = i.checked_sub(1).and_then(|j| cells.get(j)).map(|c| c.c);
        let next = cells.get(i + 1).map(|c| c.c);
        let opens = before.is_none_or(|c| c.is_whitespace() || c == '(') && next.is_some_and(char::is_alphanumeric);
        let closes = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | '!' | '?' | '…' | '’'))
            && next.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | ')' | '!' | '?'));
        match (opens, closes, marks.len() % 2) {
            (true, false, 0) => marks.push((i, '“')),
            (false, true, 1) => marks.push((i, '”')),
            _ => return,
        }
    }
    if marks.len().is_multiple_of(2) {
        for (i, mark) in marks {
            if let Some(cell) = cells.get_mut(i) {
                (cell.c, cell.rule) = (mark, Some("greek_lossy"));
            }
        }
    }
}

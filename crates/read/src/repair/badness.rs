//! Badness: sequences of characters that language does not produce and misread UTF-8 does.
//!
//! The classes and rules follow those of ftfy 6 by Robyn Speer (Apache-2.0), where each was weighed against the world's real text;
//! here they are looked up pair by pair, without a regular expression.

const C1: u32 = 1;
const BAD: u32 = 1 << 1;
const LAW: u32 = 1 << 2;
const CURRENCY: u32 = 1 << 3;
const START: u32 = 1 << 4;
const END: u32 = 1 << 5;
const NUMERIC: u32 = 1 << 6;
const KAOMOJI: u32 = 1 << 7;
const UPPER: u32 = 1 << 8;
const LOWER: u32 = 1 << 9;
const UPPER_COMMON: u32 = 1 << 10;
const LOWER_COMMON: u32 = 1 << 11;
const BOX: u32 = 1 << 12;
const COMMON: u32 = 1 << 13;

fn class(c: char) -> u32 {
    let kaomoji = match c {
        'Ò'..='Ö' | 'Ù'..='Ü' | 'ò'..='ö' | 'ø'..='ü' | 'Ő' | '°' => KAOMOJI,
        _ => 0,
    };
    kaomoji
        | match c {
            '\u{80}'..='\u{9f}' => C1,
            '\u{a0}' | '\u{ad}' | '·' | '´' | '–' | '—' | '―' | '…' | '’' => COMMON,
            '¦' | '¤' | '¨' | '¬' | '¯' | '¸' | 'ƒ' | 'ˆ' | 'ˇ' | '˘' | '˛' | '˜' | '†' | '‡' | '‰' | '⌐' | '◊'
            | '\u{fffd}' | 'ª' | 'º' => BAD,
            '¶' | '§' => LAW,
            '¢' | '£' | '¥' | '₧' | '€' => CURRENCY,
            '¡' | '«' | '¿' | '©' | '΄' | '΅' | '‘' | '‚' | '“' | '„' | '•' | '‹' | '\u{f8ff}' => {
                START
            }
            '®' | '»' | '˝' | '”' | '›' | '™' => END,
            '²' | '³' | '¹' | '±' | '¼' | '½' | '¾' | '×' | 'µ' | '÷' | '⁄' | '∂' | '∆' | '∏' | '∑' | '√' | '∞'
            | '∩' | '∫' | '≈' | '≠' | '≡' | '≤' | '≥' | '№' => NUMERIC,
            'À'..='Ñ'
            | 'Ø'
            | 'Ü'
            | 'Ý'
            | 'Ă'
            | 'Ą'
            | 'Ć'
            | 'Č'
            | 'Ď'
            | 'Đ'
            | 'Ę'
            | 'Ě'
            | 'Ğ'
            | 'İ'
            | 'Ĺ'
            | 'Ľ'
            | 'Ł'
            | 'Ń'
            | 'Ň'
            | 'Œ'
            | 'Ŕ'
            | 'Ř'
            | 'Ś'
            | 'Ş'
            | 'Š'
            | 'Ţ'
            | 'Ť'
            | 'Ů'
            | 'Ű'
            | 'Ÿ'
            | 'Ź'
            | 'Ż'
            | 'Ž'
            | 'Ґ' => UPPER,
            'ß'
            | 'à'..='ñ'
            | 'ă'
            | 'ą'
            | 'ć'
            | 'č'
            | 'ď'
            | 'đ'
            | 'ę'
            | 'ě'
            | 'ğ'
            | 'ĺ'
            | 'ľ'
            | 'ł'
            | 'œ'
            | 'ŕ'
            | 'ś'
            | 'ş'
            | 'š'
            | 'ť'
            | 'ü'
            | 'ź'
            | 'ż'
            | 'ž'
            | 'ґ'
            | 'ﬁ'
            | 'ﬂ' => LOWER,
            'Þ' | 'Α'..='Ω' | 'Ά' | 'Έ' | 'Ή' | 'Ί' | 'Ό' | 'Ύ' | 'Ώ' | 'Ё'..='Я' => UPPER_COMMON,
            'ά'..='ώ' | 'а'..='џ' => LOWER_COMMON,
            '─'..='▓' => BOX,
            _ => 0,
        }
}

/// First class and second class of pairs that are bad wherever they stand.
const PAIRS: [(u32, u32); 13] = [
    (BAD | LOWER | UPPER | BOX | START | END | CURRENCY | NUMERIC | LAW, BAD),
    (BAD, LOWER | UPPER | BOX | START | END | CURRENCY | NUMERIC | LAW),
    (LOWER | LOWER_COMMON | BOX | END | CURRENCY | NUMERIC, UPPER),
    (BOX | END | CURRENCY | NUMERIC, LOWER),
    (LOWER | BOX | END, CURRENCY),
    (UPPER | BOX, NUMERIC),
    (LOWER | CURRENCY | BOX | LAW, END),
    (UPPER, LAW),
    (CURRENCY | NUMERIC | BOX, START),
    (BOX, KAOMOJI),
    (LOWER | UPPER | CURRENCY | NUMERIC | START | END | LAW, BOX),
    (BOX, END),
    (C1, u32::MAX),
];

/// Whether the characters hold a sequence that is almost surely damage.
pub(super) fn is_bad(text: &[char]) -> bool {
    (0..text.len()).any(|i| bad_at(text, i))
}

fn bad_at(text: &[char], i: usize) -> bool {
    let at = |j: usize| text.get(j).copied().unwrap_or('\n');
    let (a, b, c) = (at(i), at(i + 1), at(i + 2));
    if a.is_ascii() && b.is_ascii() && c.is_ascii() {
        return false;
    }
    let (ca, cb, cc) = (class(a), class(b), class(c));
    if ca & C1 != 0 || PAIRS.iter().any(|(x, y)| ca & x != 0 && cb & y != 0) {
        return true;
    }
    triple(a, b, c, (ca, cb, cc)) || special(text, i, a, b, c)
}

fn triple(a: char, b: char, c: char, (ca, cb, cc): (u32, u32, u32)) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    a.is_ascii_alphabetic() && cb & (LOWER_COMMON | UPPER_COMMON) != 0 && cc & BAD != 0
        || a.is_ascii_alphabetic() && matches!(b, 'Г' | 'Γ') && cc & (NUMERIC | START | END | CURRENCY | LAW) != 0
        || a.is_whitespace() && cb & UPPER != 0 && cc & CURRENCY != 0
        || ca & (LOWER | UPPER | BOX | CURRENCY | END) != 0 && cb & START != 0 && cc & NUMERIC != 0
        || a.is_ascii_lowercase() && cb & UPPER != 0 && cc & (START | CURRENCY) != 0
        || ca & (LOWER | UPPER) != 0 && cb & (START | END) != 0 && word(c)
        || matches!(a, 'Œ' | 'œ') && !b.is_ascii_alphabetic()
        || ca & UPPER != 0 && b == '°'
}

/// Sequences named one by one.
fn special(text: &[char], i: usize, a: char, b: char, c: char) -> bool {
    let at = |j: usize| text.get(j).copied().unwrap_or('\n');
    let (cb, first) = (class(b), i == 0);
    let d = at(i + 3);
    let loose = |c: char| {
        class(c) & (COMMON | CURRENCY | BAD | NUMERIC | START) != 0 || matches!(c, 'Ÿ' | 'Š' | '®' | '°' | 'µ' | '»')
    };
    let russian = |c: char| class(c) & (C1 | BAD | START | END | CURRENCY) != 0 || matches!(c, '°' | 'µ');
    matches!(a, 'Â' | 'Ã' | 'Î' | 'Ð')
        && (cb & (START | END) != 0
            || matches!(
                b,
                '€' | 'œ'
                    | 'Š'
                    | 'š'
                    | '¢'
                    | '£'
                    | 'Ÿ'
                    | 'ž'
                    | '\u{a0}'
                    | '\u{ad}'
                    | '®'
                    | '©'
                    | '°'
                    | '·'
                    | '»'
                    | '–'
                    | '—'
                    | '´'
            ))
        || a == '×' && matches!(b, '²' | '³')
        || matches!(a, 'Ø' | 'Ù') && loose(b) && matches!(c, 'Ø' | 'Ù') && loose(d)
        || a == 'à' && matches!(b, '²' | 'µ' | '¹' | '¼' | '½' | '¾')
        || a == '√' && matches!(b, '±' | '∂' | '†' | '≠' | '®' | '™' | '´' | '≤' | '≥' | '¥' | 'µ' | 'ø')
        || a == '≈' && matches!(b, '°' | '¢')
        || a == '‚'
            && b == 'Ä'
            && matches!(c, 'ì' | 'î' | 'ï' | 'ò' | 'ô' | 'ú' | 'ù' | 'û' | '†' | '°' | '¢' | 'π' | '¶')
        || a == '‚' && matches!(b, 'â' | 'ó') && matches!(c, 'à' | 'ä' | '°' | 'ê')
        || a == 'в' && b == 'Ђ'
        || matches!(a, 'В' | 'Г' | 'Р' | 'С') && russian(b) && matches!(c, 'В' | 'Г' | 'Р' | 'С')
        || a == 'Г'
            && b == 'ў'
            && c == 'В'
            && d == 'Ђ'
            && at(i + 4) == 'В'
            && (at(i + 6).is_ascii_alphabetic() || at(i + 6) == ' ')
        || a == 'Ã' && matches!(b, '\u{a0}' | '¡')
        || a.is_ascii_lowercase()
            && (matches!(b, 'Ã' | 'Â') && c == ' ' || b.is_whitespace() && matches!(c, 'Ã' | 'Â') && d == ' ')
        || first && matches!(a, 'Ã' | 'Â') && b == ' '
        || (a.is_ascii_lowercase() || matches!(a, '.' | ',' | '?' | '!') || class(a) & END != 0)
            && b == 'Â'
            && (c == ' ' || class(c) & (START | END) != 0)
        || a == 'β' && b == '€' && matches!(c, '™' | '\u{a0}' | 'Ά' | '\u{ad}' | '®' | '°')
        || matches!(a, 'Β' | 'Γ' | 'Ξ' | 'Ο')
            && (class(b) & (C1 | BAD | START | END | CURRENCY) != 0 || b == '°')
            && matches!(c, 'Β' | 'Γ' | 'Ξ' | 'Ο')
        || a == 'ā' && b == '€'
}

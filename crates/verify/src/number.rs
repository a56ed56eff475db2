//! Numbers in their normal form, so that “14”, “fourteen” and “14th”’s value, “two dozen” and “1.4bn” can be compared.

use crate::token::{Token, key};

/// What a number counts, as far as its own words say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Nothing said.
    Plain,
    /// A place in an order: 70th.
    Ordinal,
    /// Percent.
    Percent,
    /// Money, by its sign.
    Money(char),
}

impl Unit {
    /// Whether a number of this unit may stand for one of the other.
    pub(crate) fn agrees(self, other: Self) -> bool {
        self == other
    }
}

/// Whether two values are one.
pub(crate) fn same_value(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINALS: [&str; 13] = [
    "", "first", "", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
];

/// Makes one token of each number, with its value and unit. Linear.
pub(crate) fn mark(tokens: Vec<Token>, text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        let mut token: Token = token.clone();
        let mut len = 1;
        if let Some((value, unit, words)) = read(&tokens, i, text) {
            token.number = Some((value, unit));
            len = words.max(1);
            for more in tokens.iter().skip(i + 1).take(len - 1) {
                token.end = more.end;
                token.lower = format!("{} {}", token.lower, more.lower).into();
            }
            // so that fourteen and 14 are found by the same word
            token.stem = format!("#{value}").into();
            token.keys = (key(&token.lower), key(&token.stem));
        }
        out.push(token);
        i += len;
    }
    out
}

/// The number that begins at token `i`: value, unit, tokens.
fn read(tokens: &[Token], i: usize, text: &str) -> Option<(f64, Unit, usize)> {
    let word = |n: usize| tokens.get(n).map_or("", |t| t.lower.as_str());
    let (mut value, mut unit, mut len) = first(word(i))?;
    let ones = first(word(i + 1)).filter(|one| TENS.contains(&word(i)) && (1.0..10.0).contains(&one.0));
    if let Some((v, u, 1)) = ones {
        (value, unit, len) = (value + v, u, 2);
    }
    while let Some(factor) = magnitude(word(i + len)).filter(|_| unit == Unit::Plain && !far(tokens, i + len)) {
        value *= factor;
        len += 1;
    }
    let before = tokens.get(i).and_then(|t| text.get(..t.start)).and_then(|t| t.trim_end().chars().next_back());
    let after = tokens.get(i + len - 1).and_then(|t| text.get(t.end..)).map(str::trim_start).unwrap_or_default();
    match word(i + len) {
        "percent" | "pc" => (unit, len) = (Unit::Percent, len + 1),
        "per" if word(i + len + 1) == "cent" => (unit, len) = (Unit::Percent, len + 2),
        "dollars" | "dollar" => unit = Unit::Money('$'),
        "pounds" => unit = Unit::Money('£'),
        "euros" | "euro" => unit = Unit::Money('€'),
        _ if after.starts_with('%') => unit = Unit::Percent,
        _ => {}
    }
    if let Some(sign) = before.filter(|c| matches!(c, '$' | '£' | '€' | '¥')) {
        unit = Unit::Money(sign);
    }
    Some((value, unit, len))
}

/// A comma stands before this token, so it is no part of the number.
fn far(tokens: &[Token], i: usize) -> bool {
    tokens.get(i).is_none_or(|t| t.breaks)
}

fn magnitude(word: &str) -> Option<f64> {
    Some(match word {
        "hundred" => 1e2,
        "thousand" => 1e3,
        "million" | "m" | "mn" => 1e6,
        "billion" | "bn" => 1e9,
        "trillion" | "tn" => 1e12,
        "dozen" => 12.0,
        _ => return None,
    })
}

/// The number that one word is or begins.
fn first(word: &str) -> Option<(f64, Unit, usize)> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = word.trim_end_matches(char::is_alphabetic);
        let value: f64 = digits.replace([',', ' '], "").parse().ok()?;
        return Some(match word.get(digits.len()..)? {
            "" | "s" => (value, Unit::Plain, 1),
            "st" | "nd" | "rd" | "th" => (value, Unit::Ordinal, 1),
            "k" => (value * 1e3, Unit::Plain, 1),
            "p" | "km" | "kg" | "mph" | "kph" | "cm" | "mm" | "ft" | "am" | "pm" => (value, Unit::Plain, 1),
            suffix => (value * magnitude(suffix)?, Unit::Plain, 1),
        });
    }
    let position = |list: &[&str]| list.iter().position(|w| *w == word && !w.is_empty());
    if let Some(n) = position(&SMALL) {
        return Some((n as f64, Unit::Plain, 1));
    }
    if let Some(n) = position(&TENS) {
        return Some((10.0 * n as f64, Unit::Plain, 1));
    }
    if let Some(n) = position(&ORDINALS) {
        return Some((n as f64, Unit::Ordinal, 1));
    }
    match word {
        "dozen" => Some((12.0, Unit::Plain, 1)),
        "hundred" => Some((100.0, Unit::Plain, 1)),
        "thousand" => Some((1e3, Unit::Plain, 1)),
        "million" => Some((1e6, Unit::Plain, 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::token::tokens;

    #[test]
    fn one_value_whatever_the_words() {
        let check = |text: &str, expected: &[f64]| {
            let mut got: Vec<f64> = tokens(text).iter().filter_map(|t| t.number.map(|n| n.0)).collect();
            got.dedup();
            assert_eq!(got, expected, "{text}");
        };
        check("fourteen", &[14.0]);
        check("two dozen sheep", &[24.0]);
        check("twenty-one", &[21.0]);
        check("€1.4bn", &[1.4e9]);
        check("1.4 billion", &[1.4e9]);
        check("1,400 people", &[1400.0]);
        check("three hundred thousand", &[3e5]);
        check("the 70th and the third", &[70.0, 3.0]);
        check("12 percent, 13%", &[12.0, 13.0]);
        check("dozens of boats", &[]);
    }
}

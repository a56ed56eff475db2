//! Tokens: words, numbers and marks of a text with their byte offsets, and which of them begin a sentence.

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Begins with a letter; may hold hyphens, apostrophes, and the full stops of an abbreviation.
    Word,
    /// Begins with a digit.
    Number,
    /// One mark.
    Mark,
}

/// A token. `first` when it begins a sentence or a paragraph (marks before the first word share it).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'t> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) text: &'t str,
    pub(crate) shape: Shape,
    pub(crate) first: bool,
    /// Paragraph number; a new line begins a paragraph.
    pub(crate) paragraph: u32,
}

impl Token<'_> {
    /// A word that begins with a capital or holds one ("iBank", "al-Sabel").
    pub(crate) fn is_high(&self) -> bool {
        self.shape == Shape::Word && self.text.chars().any(char::is_uppercase)
    }

    /// Two letters or more, all of them capitals.
    pub(crate) fn is_capitals(&self) -> bool {
        self.shape == Shape::Word
            && self.text.chars().filter(|c| c.is_alphabetic()).count() > 1
            && !self.text.chars().any(char::is_lowercase)
    }

    pub(crate) fn is(&self, mark: &str) -> bool {
        self.text == mark
    }
}

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "adm", "al", "apr", "ariz", "assn", "aug", "ave", "brig", "bros", "calif", "capt", "cmdr", "co", "col", "colo",
    "conn", "corp", "cpl", "dec", "dept", "dr", "est", "etc", "feb", "fla", "fr", "ft", "ga", "gen", "gov", "hon",
    "inc", "jan", "jr", "jul", "jun", "kan", "ky", "lt", "ltd", "maj", "mar", "md", "messrs", "mich", "minn", "mont",
    "mr", "mrs", "ms", "mt", "neb", "nev", "nov", "oct", "okla", "ore", "prof", "rep", "reps", "rev", "sec", "sen",
    "sens", "sept", "sgt", "sr", "st", "supt", "tenn", "tex", "va", "vol", "vs", "vt", "wis", "wyo",
];

/// Cuts a text. Linear.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let (mut first, mut paragraph) = (true, 0);
    while let Some((start, c)) = chars.next() {
        if c == '\n' {
            first = true;
            paragraph += 1;
        }
        if c.is_whitespace() {
            continue;
        }
        let shape = match c {
            c if c.is_alphabetic() => Shape::Word,
            c if c.is_numeric() => Shape::Number,
            _ => Shape::Mark,
        };
        let mut end = start + c.len_utf8();
        if shape != Shape::Mark {
            end = word_end(text, end, shape);
            while chars.next_if(|&(at, _)| at < end).is_some() {}
        }
        let token = text.get(start..end).unwrap_or_default();
        out.push(Token { start, end, text: token, shape, first, paragraph });
        first = match shape {
            Shape::Mark if matches!(c, '.' | '!' | '?' | '…') => true,
            Shape::Mark
                if matches!(c, '"' | '“' | '”' | '\'' | '’' | '‘' | '(' | ')' | '«' | '»' | '„' | '[' | ']') =>
            {
                first
            }
            Shape::Mark if matches!(c, '•' | '*' | '—' | '–') => first,
            _ => token.ends_with('.') && ends_sentence(text, token, end),
        };
    }
    out
}

/// Where a word that goes on at `at` ends.
fn word_end(text: &str, mut at: usize, shape: Shape) -> usize {
    let begin = at;
    let rest = |at: usize| text.get(at..).unwrap_or_default();
    loop {
        let mut next = rest(at).chars();
        let Some(c) = next.next() else { return at };
        let follows = next.next().is_some_and(char::is_alphanumeric);
        let joins = match c {
            c if c.is_alphanumeric() => true,
            c if ('\u{300}'..='\u{36F}').contains(&c) => true,
            '-' | '‑' | '&' => follows,
            '\'' | '’' => follows && !ends_in_s(rest(at + c.len_utf8())),
            '.' | ',' if shape == Shape::Number => next_is_digit(rest(at + 1)),
            '.' => return abbreviation_end(text, begin, at),
            ':' if shape == Shape::Number => next_is_digit(rest(at + 1)),
            _ => false,
        };
        if !joins {
            return at;
        }
        at += c.len_utf8();
    }
}

/// A possessive: "s" and then no letter.
fn ends_in_s(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next() == Some('s') && !chars.next().is_some_and(char::is_alphanumeric)
}

fn next_is_digit(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_digit())
}

/// At a full stop inside or after a word: "U.S." and "J." take their stops with them, "Mr." its one.
fn abbreviation_end(text: &str, begin: usize, at: usize) -> usize {
    let start = text.get(..begin).and_then(|t| t.char_indices().next_back()).map_or(begin, |(i, _)| i);
    let word = text.get(start..at).unwrap_or_default();
    let letters = word.chars().count();
    let dotted = word.contains('.') || letters == 1;
    if dotted && word.split('.').all(|part| part.chars().count() == 1) && word.starts_with(char::is_uppercase) {
        let mut end = at + 1;
        while let Some(pair) = text.get(end..) {
            let mut chars = pair.chars();
            match (chars.next(), chars.next()) {
                (Some(c), Some('.')) if c.is_uppercase() => end += c.len_utf8() + 1,
                _ => break,
            }
        }
        return end;
    }
    let known = ABBREVIATIONS.binary_search(&word.to_lowercase().as_str()).is_ok();
    if known && (word.starts_with(char::is_uppercase) || matches!(word, "vs" | "etc" | "al")) { at + 1 } else { at }
}

/// Whether an abbreviation's stop ends the sentence too: never after a title or a lone initial, else when a capital
/// follows a stop like "U.S." only at a paragraph's end.
fn ends_sentence(text: &str, token: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    matches!(token, "etc." | "a.m." | "p.m.") || rest.starts_with('\n') || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let got: Vec<String> =
            tokens(text).iter().map(|t| format!("{}{}", if t.first { "^" } else { "" }, t.text)).collect();
        assert_eq!(got.join(" "), expected);
    }

    #[test]
    fn tokens_keep_abbreviations_whole_and_mark_sentence_starts() {
        check("Mr. Reed left. He sat.", "^Mr. Reed left . ^He sat .");
        check("The U.S. envoy J. K. Moss", "^The U.S. envoy J. K. Moss");
        check("Pellan's 1,500 men, 3.5 each.", "^Pellan ' s 1,500 men , 3.5 each .");
        check("O'Brien al-Sabel 10:30", "^O'Brien al-Sabel 10:30");
        check("“No.” She left", "^“ ^No . ^” ^She left");
        check("a\nb", "^a ^b");
    }
}

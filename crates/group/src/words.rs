//! Words: a text cut into lower-case words. Runs of letters and digits are words; a script that writes without spaces
//! gives pairs of neighbouring characters instead, which serve the same end.

/// The words of `text` in order, at most `cap`. Apostrophes inside a word are dropped with what follows when it is one
/// or two letters ("team's" → "team"), so possessives meet their nouns. Initials are one word ("U.N." → "un"), and "US" in
/// capitals is "usa", for "us" says nothing. Linear in the text.
pub(crate) fn words(text: &str, cap: usize) -> Vec<String> {
    let mut out = Vec::new();
    let shouting = !text.contains(char::is_lowercase);
    let mut high = 0;
    let mut word = String::new();
    let mut unspaced: Option<char> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if out.len() >= cap {
            return out;
        }
        if is_unspaced(c) {
            flush(&mut word, &mut out);
            if let Some(before) = unspaced {
                out.push([before, c].iter().collect());
            }
            unspaced = Some(c);
            continue;
        }
        unspaced = None;
        if c.is_alphanumeric() || is_mark(c) {
            high = if word.is_empty() { 0 } else { high } + usize::from(c.is_uppercase());
            word.extend(c.to_lowercase());
        } else if matches!(c, '\'' | '’') && !word.is_empty() {
            skip_ending(&mut word, &mut chars);
        } else if matches!(c, '.' | ',') && number_goes_on(&word, chars.peek().copied()) {
            word.push(c);
        } else if c == '.' && high > 0 && high == word.len() && initial_follows(&chars) {
            continue;
        } else {
            close(&mut word, high == 2 && !shouting, &mut out);
        }
    }
    close(&mut word, high == 2 && !shouting, &mut out);
    out.truncate(cap);
    out
}

/// Ends a word; "us" written high is a country.
fn close(word: &mut String, high: bool, out: &mut Vec<String>) {
    if high && word == "us" {
        word.push('a');
    }
    flush(word, out);
}

/// Whether a single capital letter comes next: the rest of "U.S." after its first point.
fn initial_follows(chars: &std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    let mut ahead = chars.clone();
    ahead.next().is_some_and(char::is_uppercase) && ahead.next().is_none_or(|c| !c.is_alphanumeric())
}

/// After an apostrophe: a short ending is dropped, a longer rest (O'Brien) is kept as part of the word.
fn skip_ending(word: &mut String, chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    let mut rest = String::new();
    while let Some(&c) = chars.peek() {
        if !c.is_alphanumeric() || rest.len() > 200 {
            break;
        }
        rest.extend(c.to_lowercase());
        chars.next();
    }
    if rest.chars().count() > 2 {
        word.push_str(&rest);
    }
}

fn number_goes_on(word: &str, next: Option<char>) -> bool {
    word.ends_with(|c: char| c.is_ascii_digit())
        && word.starts_with(|c: char| c.is_ascii_digit())
        && next.is_some_and(|c| c.is_ascii_digit())
}

/// Words longer than this are addresses or noise and are cut.
const LONGEST: usize = 64;

fn flush(word: &mut String, out: &mut Vec<String>) {
    if word.is_empty() {
        return;
    }
    if word.len() > LONGEST {
        let cut = (0..=LONGEST).rev().find(|&i| word.is_char_boundary(i)).unwrap_or(0);
        word.truncate(cut);
    }
    out.push(std::mem::take(word));
}

/// Scripts written without spaces: Han, Kana, Thai, Lao, Khmer, Myanmar.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3041..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0x20000..=0x2FA1F)
        && c.is_alphanumeric()
}

/// Combining marks belong to their letter: Devanagari vowels, Arabic points, accents not composed.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x0610..=0x061A | 0x064B..=0x065F | 0x0900..=0x0903 | 0x093A..=0x094F
        | 0x0981..=0x0983 | 0x09BC..=0x09CD | 0x0A3C..=0x0A4D | 0x0ABC..=0x0ACD | 0x0B82..=0x0BCD | 0x0C3E..=0x0C4D
        | 0x0CBC..=0x0CCD | 0x0D3E..=0x0D4D)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(words(text, 100), expected, "{text}");
    }

    #[test]
    fn words_meet_across_spellings_of_the_same() {
        check("The team’s 1,500 boats", &["the", "team", "1,500", "boats"]);
        check("O'Brien doesn't—won", &["obrien", "doesn", "won"]);
        check("U.S. and US, U.N. say: join us", &["usa", "and", "usa", "un", "say", "join", "us"]);
        check("TELL US NOW", &["tell", "us", "now"]);
        check("J. Smith of the A.P.", &["j", "smith", "of", "the", "ap"]);
        check("Kestrel-2, 3.5m", &["kestrel", "2", "3.5m"]);
        check("東京都 ok", &["東京", "京都", "ok"]);
        check("", &[]);
        check("... , ’ '", &[]);
    }

    #[test]
    fn the_cap_holds() {
        assert_eq!(words("a b c d", 2), ["a", "b"]);
        assert_eq!(words(&"x".repeat(1000), 5).first().map(String::len), Some(LONGEST));
    }
}

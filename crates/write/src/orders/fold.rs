//! Folding: letters as they look, so that a word written with the letters of another script is the word it looks like.

use unicode_normalization::UnicodeNormalization;

/// Lower case, compatibility forms undone, look-alikes of Latin letters as Latin inside words that have Latin letters, what
/// cannot be seen left out, quotation marks as `"`, white space as single blanks.
pub(super) fn fold(text: &str) -> String {
    // what English is written with is in its form already
    if text.chars().all(|c| c.is_ascii() || matches!(c, '‘' | '’' | '“' | '”' | '–' | '—')) {
        let plain: String = text.chars().map(|c| mark(c.to_ascii_lowercase())).collect();
        return plain.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let plain: String = text.nfkc().filter(|c| !unseen(*c)).flat_map(char::to_lowercase).map(mark).collect();
    plain.split_whitespace().map(latin).collect::<Vec<_>>().join(" ")
}

/// Soft hyphens, joiners, direction marks, variation selectors and tags.
fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}

fn mark(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' | '「' | '」' => '"',
        '’' | '‘' | 'ʼ' | '`' => '\'',
        _ => c,
    }
}

/// Look-alikes count only in a word that has Latin letters: Greek and Russian words stay what they are.
fn latin(word: &str) -> String {
    if !word.bytes().any(|b| b.is_ascii_alphabetic()) || word.is_ascii() {
        return word.to_owned();
    }
    word.chars().map(look_alike).collect()
}

/// The commonest of the confusables of UTS 39.
fn look_alike(c: char) -> char {
    match c {
        'а' | 'α' | 'ɑ' => 'a',
        'в' | 'ь' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ё' | 'ε' | 'є' => 'e',
        'ɡ' | 'ց' => 'g',
        'һ' | 'н' => 'h',
        'і' | 'ι' | 'ı' | 'ї' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' | 'ⅼ' => 'l',
        'м' => 'm',
        'η' | 'п' | 'ո' => 'n',
        'о' | 'ο' | 'σ' | 'օ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ս' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        _ => c,
    }
}

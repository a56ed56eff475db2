//! Sentences: exact byte spans of a text's sentences, never across a paragraph break.
//!
//! A sentence ends at a terminator of its script (with the quotes and brackets that close after it) when what follows can begin
//! one. Full stops are the hard case: abbreviations, initials, decimals, domain names and ordinals do not end a sentence; an ellipsis
//! ends one only before a capital. Rules, not a model: the same text always parts the same way.

mod words;

use self::words::{always, before_number, is_opener, sometimes};

/// The sentences of `text` as `[start, end)` byte offsets: in order, never overlapping, never empty, without outer white space.
/// `language` is a BCP 47 tag; it matters for Greek, where `;` asks, and for languages whose ordinals end in a full stop.
/// Linear in the text.
pub fn sentences(text: &str, language: Option<&str>) -> Vec<[u32; 2]> {
    let language = language.unwrap_or_default().split('-').next().unwrap_or_default();
    let mut out = vec![];
    let mut at = 0;
    for paragraph in text.split("\n\n") {
        split(paragraph, at, language, &mut out);
        at += paragraph.len() + 2;
    }
    out
}

fn split(paragraph: &str, offset: usize, language: &str, out: &mut Vec<[u32; 2]>) {
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let piece = paragraph.get(from..to).unwrap_or_default();
        let lead = piece.len() - piece.trim_start().len();
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            let from = offset + from + lead;
            out.push([from as u32, (from + trimmed.len()) as u32]);
        }
    };
    let mut chars = paragraph.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if !is_terminator(c, language) {
            continue;
        }
        // The whole run of terminators, then what closes.
        let mut end = i + c.len_utf8();
        let mut run = 1;
        while let Some((j, next)) = chars.peek().copied().filter(|(_, n)| is_terminator(*n, language)) {
            end = j + next.len_utf8();
            run += 1;
            chars.next();
        }
        let bare = end;
        end +=
            closing(paragraph.get(end..).unwrap_or_default(), tail(paragraph.get(start..end).unwrap_or_default(), 600));
        let before = tail(paragraph.get(start..i).unwrap_or_default(), 80);
        let after = head(paragraph.get(end..).unwrap_or_default(), 160);
        if ends(before, c, run, bare < end, after, language) {
            push(start, end);
            start = end;
        }
        while chars.peek().is_some_and(|(j, _)| *j < end) {
            chars.next();
        }
    }
    push(start, paragraph.len());
}

/// At most the last `max` bytes, so that a hostile paragraph costs no more than a long one.
fn tail(text: &str, max: usize) -> &str {
    let from = (text.len().saturating_sub(max)..=text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    text.get(from..).unwrap_or_default()
}

/// At most the first `max` bytes.
fn head(text: &str, max: usize) -> &str {
    let to = (0..=text.len().min(max)).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    text.get(..to).unwrap_or_default()
}

fn is_terminator(c: char, language: &str) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '。'
            | '！'
            | '？'
            | '．'
            | '｡'
            | '؟'
            | '۔'
            | '।'
            | '॥'
            | '‼'
            | '⁇'
            | '⁈'
            | '⁉'
            | '\u{37e}'
            | '։'
            | '።'
    ) || c == ';' && language == "el"
}

/// Terminators that end a sentence without a space after them.
fn is_full_width(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．' | '｡' | '।' | '॥' | '۔' | '።')
}

/// Bytes of closing quotes and brackets that belong to the sentence before them.
fn closing(after: &str, sentence: &str) -> usize {
    let mut taken = 0;
    // French sets its marks off: « Jamais ! »
    let inner = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    if inner.len() < after.len()
        && inner.starts_with('»')
        && sentence.matches('«').count() > sentence.matches('»').count()
    {
        return after.len() - inner.len() + '»'.len_utf8();
    }
    for c in after.chars() {
        let closes = match c {
            '”' | '’' | '»' | ')' | ']' | '」' | '』' | '）' | '】' | '›' | '》' => true,
            // A straight quote closes if one is open.
            '"' => sentence.matches('"').count() % 2 == 1,
            '\'' => sentence.matches(" '").count() + usize::from(sentence.starts_with('\'')) > 0,
            // German closes with the mark that English opens with.
            '“' | '‘' => sentence.contains(['„', '‚']),
            '«' => sentence.contains('»'),
            _ => false,
        };
        if !closes {
            break;
        }
        taken += c.len_utf8();
    }
    taken
}

/// Whether the terminator `c` (with `run - 1` more after it) between `before` and `after` ends a sentence.
fn ends(before: &str, c: char, run: usize, quoted: bool, after: &str, language: &str) -> bool {
    if after.trim_start().is_empty() {
        return true;
    }
    if is_full_width(c) {
        // 「…。」と: a quotation inside its sentence goes on.
        return !(quoted && goes_on(after));
    }
    let Some(first) = after.chars().next() else { return true };
    if quoted && ('가'..='힣').contains(&first) {
        // “….”라고: a particle holds on to its quotation.
        return false;
    }
    if !first.is_whitespace() {
        // "Done.Next": glued sentences, but not "3.5", "a.m" or "U.S": a lower-case word, a full stop, a capital and its word.
        return c == '.' && run == 1 && glued(before, after) || c != '.' && c != '…' && opens(first) || is_cjk(first);
    }
    let next = after.trim_start();
    let head = next.trim_start_matches([
        '"', '“', '‘', '\'', '«', '(', '[', '„', '‚', '¿', '¡', '—', '–', '-', '‹', '•', '*', '#', '@', ' ',
    ]);
    let Some(begin) = head.chars().next() else { return true };
    if c == '.'
        && run == 1
        && let Some(answer) = after_full_stop(before, begin, head, language)
    {
        return answer;
    }
    if begin.is_lowercase() {
        // "Why?" he asked; "Stop!" she said; an ellipsis in the middle. Without a capital nothing new begins.
        return false;
    }
    if (c == '…' || run >= 3) && !begin.is_uppercase() && !begin.is_numeric() {
        return !begin.is_alphabetic() || !has_case(begin);
    }
    if quoted && c != '.' && next.starts_with(['-', '—', '–', ',']) {
        return false;
    }
    true
}

/// Whether what follows a closing mark continues the sentence: a Japanese particle, a comma, or who said it in Chinese (“……。”他说).
fn goes_on(after: &str) -> bool {
    let particle = |n: char| matches!(n, 'と' | 'の' | 'が' | 'を' | 'は' | 'で' | '，' | '、' | ',' | ')');
    if after.starts_with(particle) {
        return true;
    }
    let clause: String =
        after.chars().take_while(|c| is_cjk(*c) && !matches!(c, '，' | '。' | '：' | '“')).take(10).collect();
    ["说", "說", "表示", "问道", "問道", "写道", "寫道", "指出"].iter().any(|said| clause.contains(said))
}

/// The rules of the full stop; `None` where none applies.
fn after_full_stop(before: &str, begin: char, head: &str, language: &str) -> Option<bool> {
    let word = last_word(before);
    if begin.is_lowercase() {
        return Some(false);
    }
    if word.is_empty() {
        return None;
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let single = letters == 1 && word.chars().all(|c| c.is_alphabetic());
    // "J. Marlow", "George W. Bush"; but "Plan B. The council" ends: an initial stands at the start or after a capitalised word
    // or another initial and before a capitalised word that is no common opener.
    if single && word.chars().all(char::is_uppercase) {
        let name_before = before_word(before, word);
        let plan = matches!(
            name_before,
            "Plan" | "Vitamin" | "Hepatitis" | "Group" | "Grade" | "Type" | "Class" | "Section" | "I"
        );
        return Some((plan || word == "I" && language == "en") && is_opener(head));
    }
    if single {
        return Some(is_opener(head) && language != "de");
    }
    if is_dotted(word) {
        // U.S., a.m., Ph.D: a sentence ends here only before a word that commonly opens one.
        return Some(is_opener(head));
    }
    if language == "es" && doubled(word) {
        return Some(is_opener(head));
    }
    let low = word.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    // L’on. Bianchi: the article is no part of the word.
    let low = low.rsplit(['’', '\'']).next().unwrap_or_default();
    if low == "etc" && language != "de" {
        return Some(true);
    }
    if always(low, language) {
        return Some(false);
    }
    if before_number(low) && begin.is_ascii_digit() {
        return Some(false);
    }
    if sometimes(low) {
        return Some(is_opener(head));
    }
    if low.chars().all(|c| c.is_ascii_digit())
        && low.len() <= 2
        && matches!(
            language,
            "de" | "da" | "no" | "nb" | "fi" | "cs" | "sk" | "hu" | "hr" | "sl" | "et" | "lv" | "sr" | "is"
        )
    {
        return Some(false);
    }
    None
}

fn last_word(before: &str) -> &str {
    let start = before
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '‘' | '—' | '–' | '/' | '„' | '«' | '['))
        .map_or(0, |i| i + before.get(i..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8));
    before.get(start..).unwrap_or_default()
}

fn before_word<'t>(before: &'t str, word: &str) -> &'t str {
    last_word(before.get(..before.len() - word.len()).unwrap_or_default().trim_end())
}

/// A Spanish plural of initials: `EE. UU.`, `FF. AA.`
fn doubled(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next();
    first.is_some_and(char::is_uppercase) && chars.next() == first && chars.next().is_none()
}

/// Letters parted by full stops: `U.S`, `a.m`, `e.g`.
fn is_dotted(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    word.contains('.')
        && word.split('.').all(|part| (1..=2).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic))
}

/// "…ended.The next…": a lower-case word of three letters or more, then a capital and lower case.
fn glued(before: &str, after: &str) -> bool {
    let mut back = before.chars().rev();
    let lower = (0..3).all(|_| back.next().is_some_and(char::is_lowercase));
    let mut ahead = after.chars();
    let word = ahead.next().is_some_and(char::is_uppercase)
        && ahead.next().is_some_and(|c| c.is_lowercase() || c == ' ')
        && after.contains(char::is_whitespace);
    // Domain and file names: "example.Com/".
    let plain = after
        .split(char::is_whitespace)
        .next()
        .is_some_and(|w| !w.trim_end_matches(['.', ',']).contains(['.', '/', '@']));
    lower && word && plain && !last_word(before).contains(['/', '@', '.'])
}

fn opens(c: char) -> bool {
    c.is_uppercase() || matches!(c, '“' | '"' | '«' | '¿' | '¡' | '„')
}

fn has_case(c: char) -> bool {
    c.is_uppercase() || c.is_lowercase()
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `expected` has `|` where a sentence ends.
    fn check(language: &str, expected: &str) {
        let parts: Vec<&str> = expected.split('|').map(str::trim).collect();
        let text = expected.replace('|', "");
        let found: Vec<&str> =
            sentences(&text, Some(language)).iter().map(|[s, e]| &text[*s as usize..*e as usize]).collect();
        assert_eq!(found, parts);
    }

    #[test]
    fn english() {
        check("en", "The ferry left at 9 a.m. with 40 aboard.| It never came back.");
        check("en", "Dr. Ilse Varn met Mr. Oto Quell on St. Orin Street.| Nothing was signed.");
        check("en", "It rose 3.5 percent to $4.20.| Shares of Quell Inc. fell.| The board met.");
        check("en", "He left the U.S. in May.| The U.S. Senate voted.");
        check("en", "“We are done.”| She left.");
        check("en", "“Why now?” he asked.| “Because,” she said.");
        check("en", "J. R. Marlow won.| So did George W. Hale.");
        check("en", "Wait… what?| Yes…| Then silence.");
        check("en", "See No. 7 on Jan. 5 at 10 p.m. Tuesday.| Really?!| Yes.");
        check("en", "Visit vallmark.example for more.| It is free.");
        check("en", "The dam broke.The town fled.".replace("broke.The", "broke.|The").as_str());
        check("en", "He said \"It is over.\"| Nobody moved.");
        check("en", "They call it Plan B.| The mayor hates it.");
    }

    #[test]
    fn other_languages() {
        check("es", "¿Quién abrió el puente?| ¡Nadie!| El Sr. Roldán calló.");
        check("de", "Am 3. Oktober kam Dr. Weiß.| „Genug.“| Er ging.");
        check("fr", "M. Delorme est parti.| « Jamais ! »| Il revient.");
        check("ru", "Мост открыли в 2031 г. в Вальмарке.| Кто заплатит?| Никто.");
        check("el", "Ποιος άνοιξε τη γέφυρα;| Κανείς.");
        check("ar", "من فتح الجسر؟| لا أحد.");
        check("hi", "पुल खुल गया।| कोई नहीं आया।");
        check("zh", "桥开了。|没有人来！|为什么？");
        check("ja", "橋が開いた。|「誰も来ない。」と市長は言った。");
    }

    #[test]
    fn a_paragraph_break_ends_a_sentence() {
        check("en", "A heading without a stop\n\n|Then text that goes on\n\n|and on.");
    }

    proptest! {
        #[test]
        fn spans_are_exact(text in "[A-Za-z .!?…。;؟।\"”’\n(é中)]{0,120}") {
            let mut last = 0;
            for [start, end] in sentences(&text, Some("el")) {
                let piece = text.get(start as usize..end as usize);
                prop_assert!(start >= last && piece.is_some_and(|p| !p.is_empty() && p.trim() == p && !p.contains("\n\n")));
                last = end;
            }
        }
    }
}

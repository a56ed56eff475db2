//! Repair: text damaged by wrong decoding, put right where the damage is certain, each change logged.
//!
//! Damage is never guessed at: a sequence is changed only if reading its characters back as the bytes they came from gives
//! valid UTF-8 and the text before was implausible as language, or if it is one of the few lossy forms with a single
//! possible origin. Quotes are not straightened. Text without a suspicious character is returned as it is, after one scan.

mod badness;
mod charsets;
mod entity;
mod greek;
mod invisible;
mod mojibake;

pub use entity::entities;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// One change. Offsets are bytes of the text given to [`repair`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// A short stable name: `mojibake`, `inconsistent_utf8`, `c1_as_windows_1252`, `greek_lossy`, `lost_emoji`, `entity`, `invisible`, `bidi`,
    /// `control`, `nfc`.
    pub rule: &'static str,
    /// First byte in the input.
    pub start: usize,
    /// One past the last byte in the input.
    pub end: usize,
    /// What stood there.
    pub was: String,
}

/// A text after repair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repaired {
    /// The repaired text, NFC.
    pub text: String,
    /// Changes in the order of the input, never overlapping.
    pub repairs: Vec<Repair>,
}

/// A character of the text being repaired and the bytes of the input it stands for.
#[derive(Clone, Copy, Debug)]
struct Cell {
    c: char,
    start: u32,
    end: u32,
    /// The rule that made it, if it is no longer what the input had.
    rule: Option<&'static str>,
}

/// Repairs a text, line by line. Linear in the text for a bounded number of passes.
///
/// ```
/// let repaired = standfirst_read::repair("The cafÃ© on the quay");
/// assert_eq!(repaired.text, "The café on the quay");
/// assert_eq!((repaired.repairs[0].start, repaired.repairs[0].was.as_str()), (7, "Ã©"));
/// ```
pub fn repair(text: &str) -> Repaired {
    if is_plain(text) {
        return Repaired { text: text.to_owned(), repairs: vec![] };
    }
    let mut out = Repaired { text: String::with_capacity(text.len()), repairs: vec![] };
    let context = greek::Context::of(text);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        line_of(line, at, &context, &mut out);
        at += line.len();
    }
    if is_nfc_quick(out.text.chars()) != IsNormalized::Yes {
        normalise(text, &mut out);
    }
    out.repairs.sort_by_key(|r| (r.start, r.end));
    out
}

/// Nothing in it that any rule looks at.
fn is_plain(text: &str) -> bool {
    !text.contains('&') && text.bytes().all(|b| (0x20..0x7f).contains(&b) || b == b'\n' || b == b'\t')
        || !text.chars().any(is_suspicious)
}

/// Characters that a rule may change: everything but ASCII, common typography and plain letters.
fn is_suspicious(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '&' => true,
        ' '..='~' => false,
        '’' | '‘' | '“' | '”' | '–' | '—' | '…' | '\u{a0}' => false,
        // Lower-case accented letters alone are no sign; upper-case ones begin most damage.
        'ß'..='ÿ' => {
            matches!(c, 'à'..='ï' | 'ð')
                && matches!(
                    c,
                    'â' | 'ã'
                        | 'å'
                        | 'æ'
                        | 'ä'
                        | 'ð'
                        | 'ï'
                        | 'à'
                        | 'ê'
                        | 'ë'
                        | 'è'
                        | 'é'
                        | 'ì'
                        | 'í'
                        | 'î'
                        | 'á'
                        | 'ç'
                )
        }
        _ => true,
    }
}

fn line_of(line: &str, offset: usize, context: &greek::Context, out: &mut Repaired) {
    if is_plain(line) {
        out.text.push_str(line);
        return;
    }
    let mut cells: Vec<Cell> = line
        .char_indices()
        .map(|(i, c)| Cell { c, start: (offset + i) as u32, end: (offset + i + c.len_utf8()) as u32, rule: None })
        .collect();
    let mut removed = vec![];
    entity::repair(&mut cells);
    // Before mojibake: with its C1 bytes lost a sequence could pass for another one.
    greek::repair(&mut cells, context, &mut removed);
    mojibake::repair(&mut cells);
    invisible::repair(&mut cells, &mut removed);
    log(line, offset, &cells, removed, &mut out.repairs);
    out.text.extend(cells.iter().map(|c| c.c));
}

/// Changed cells and removed ranges as repairs; neighbours of one rule are one repair.
fn log(line: &str, offset: usize, cells: &[Cell], removed: Vec<(u32, u32, &'static str)>, repairs: &mut Vec<Repair>) {
    let mut changes: Vec<(u32, u32, &'static str)> =
        cells.iter().filter_map(|c| Some((c.start, c.end, c.rule?))).collect();
    changes.extend(removed);
    changes.sort_unstable();
    let mut last: Option<(u32, u32, &'static str)> = None;
    let mut write = |(start, end, rule): (u32, u32, &'static str)| {
        let (start, end) = (start as usize, end as usize);
        let was = line.get(start - offset..end - offset).unwrap_or_default().to_owned();
        repairs.push(Repair { rule, start, end, was });
    };
    for change in changes {
        match &mut last {
            // Two characters may come from one (a surrogate pair's halves); their ranges are the same.
            Some(l) if l.1 >= change.0 && (l.2 == change.2 || change.0 < l.1) => l.1 = l.1.max(change.1),
            _ => {
                if let Some(done) = last.replace(change) {
                    write(done);
                }
            }
        }
    }
    if let Some(done) = last {
        write(done);
    }
}

/// Composes to NFC. Logged as one repair a line that changed.
fn normalise(input: &str, out: &mut Repaired) {
    let composed: String = out.text.nfc().collect();
    if composed != out.text {
        let mut at = 0;
        for line in input.split_inclusive('\n') {
            let bare = line.trim_end_matches('\n');
            if is_nfc_quick(bare.chars()) != IsNormalized::Yes && bare.nfc().ne(bare.chars()) {
                let from = bare
                    .char_indices()
                    .find(|(_, c)| is_nfc_quick(std::iter::once(*c)) != IsNormalized::Yes)
                    .map_or(0, |(i, _)| i);
                let (start, end) = (at + from, at + bare.len());
                if !out.repairs.iter().any(|r| r.start < end && r.end > start) {
                    out.repairs.push(Repair {
                        rule: "nfc",
                        start,
                        end,
                        was: bare.get(from..).unwrap_or_default().to_owned(),
                    });
                }
            }
            at += line.len();
        }
        out.text = composed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(damaged: &str, expected: &str) {
        let repaired = repair(damaged);
        assert_eq!(repaired.text, expected);
        assert_eq!(repaired.repairs.is_empty(), damaged == expected, "{:?}", repaired.repairs);
        for r in &repaired.repairs {
            assert_eq!(damaged.get(r.start..r.end), Some(r.was.as_str()));
        }
    }

    /// What a text becomes when its UTF-8 is read in another charset.
    fn misread(text: &str, charset: &'static encoding_rs::Encoding) -> String {
        charset.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn utf8_misread_is_undone() {
        use encoding_rs::{MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};
        for text in ["The mayor’s “quiet” plan – café, naïve, Größe", "Señor Núñez llegó", "Élodie a dîné à l’hôtel…"]
        {
            for charset in [WINDOWS_1252, WINDOWS_1250, WINDOWS_1251, MACINTOSH] {
                check(&misread(text, charset), text);
            }
            let twice = misread(&misread(text, WINDOWS_1252), WINDOWS_1252);
            check(&twice, text);
        }
        check(&misread("Мост через реку закрыт", WINDOWS_1252), "Мост через реку закрыт");
        check(&misread("Мост через реку закрыт", WINDOWS_1251), "Мост через реку закрыт");
        check("half of it isnâ€™t damaged – really", "half of it isn’t damaged – really");
        check("\u{93}quoted\u{94} in C1", "“quoted” in C1");
    }

    #[test]
    fn utf8_read_as_greek_with_c1_lost() {
        check("Vallmarkβs mayor wonβt say", "Vallmark’s mayor won’t say");
        check("βIt isnβt over,β she said.", "“It isn’t over,” she said.");
        check("Orinβ\u{80}\u{99}s and β\u{80}\u{9c}noβ\u{80}\u{9d} β\u{80}\u{94} soon", "Orin’s and “no” — soon");
        check("And thenβ¦ nothing", "And then… nothing");
        check(
            "They leftβ¦ A party is planned. π Ostaraβs band plays.",
            "They left… A party is planned. Ostara’s band plays.",
        );
        check(
            "So it saysβ¦ βThereβs a letter,β he said. βNo more.β",
            "So it says… “There’s a letter,” he said. “No more.”",
        );
        check("So it saysβ¦ he gave βa letter and left", "So it says… he gave βa letter and left");
        check("He said βno more,β and left", "He said βno more,β and left");
        check("π IN BRIEF: π", "IN BRIEF:");
        check("What comes next for Vallmark? π€", "What comes next for Vallmark?");
        check("Who will pay for it? π€¨", "Who will pay for it?");
    }

    #[test]
    fn real_greek_physics_and_mathematics_stay() {
        for text in [
            "Η γέφυρα έκλεισε, είπε ο δήμαρχος.",
            "The area is π r² and the angle π/2.",
            "The β-cells and β1 receptors; TGFβs and Aβs too",
            "A short history of π",
            "π is irrational",
            "Let α, β and γ be real; then α + β = γ",
            "√2 × π ≈ 4.44",
            "(-1/2)! = √π",
            "ÅRE and Ærø, naïve façade, SÃO PAULO, 5×£35, 90°",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn entities_twice_and_invisible_characters() {
        check("Quell &amp; Varn", "Quell & Varn");
        check("caf&eacute;&#33;", "café!");
        check("AT&T and R&D", "AT&T and R&D");
        check("a\u{202e}b\u{202c}c\u{200b}d\u{feff}", "abcd");
        check("e\u{301}t\u{e9}", "été");
        check("👩\u{200d}🚒 stays", "👩\u{200d}🚒 stays");
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_input(text in "\\PC{0,40}", damage in 0usize..4) {
            let charset = [encoding_rs::WINDOWS_1252, encoding_rs::WINDOWS_1251, encoding_rs::ISO_8859_7, encoding_rs::MACINTOSH][damage];
            for text in [text.clone(), misread(&text, charset)] {
                let repaired = repair(&text);
                let mut last = 0;
                for r in &repaired.repairs {
                    prop_assert!(r.start >= last, "{:?}", repaired.repairs);
                    prop_assert_eq!(text.get(r.start..r.end), Some(r.was.as_str()));
                    last = r.end;
                }
            }
        }
    }
}

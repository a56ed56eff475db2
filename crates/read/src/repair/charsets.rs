//! The single-byte charsets that UTF-8 is mistaken for, as tables from character to byte.
//!
//! "Sloppy" tables: a byte the charset leaves undefined stands for the C1 control of its number, as programs in the wild have it.

use std::sync::LazyLock;

/// One charset: the characters of bytes 128 to 255, and the way back.
pub(super) struct Charset {
    pub(super) name: &'static str,
    /// The way back, sorted by character.
    back: Vec<(char, u8)>,
    /// Whether `?` or U+FFFD may stand for bytes lost in it.
    pub(super) sloppy: bool,
}

impl Charset {
    fn new(name: &'static str, upper: impl Fn(u8) -> Option<char>, sloppy: bool) -> Self {
        let mut back: Vec<(char, u8)> = (128..=255u8).map(|b| (upper(b).unwrap_or(char::from(b)), b)).collect();
        back.sort_unstable();
        Self { name, back, sloppy }
    }

    fn of(name: &'static str, encoding: &'static encoding_rs::Encoding) -> Self {
        let upper = |b: u8| encoding.decode_without_bom_handling_and_without_replacement(&[b])?.chars().next();
        Self::new(name, upper, true)
    }

    /// The byte of a character.
    pub(super) fn byte(&self, c: char) -> Option<u8> {
        if c.is_ascii() {
            return Some(c as u8);
        }
        if self.sloppy && c == '\u{fffd}' {
            return Some(0x1a);
        }
        self.back.binary_search_by_key(&c, |(c, _)| *c).ok().and_then(|i| self.back.get(i)).map(|(_, b)| *b)
    }
}

/// Code page 437, the upper half.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// All charsets, likeliest first.
pub(super) static CHARSETS: LazyLock<Vec<Charset>> = LazyLock::new(|| {
    use encoding_rs::{
        ISO_8859_2, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1257,
    };
    let mut list = vec![
        Charset::new("latin-1", |b| Some(char::from(b)), false),
        Charset::of("windows-1252", WINDOWS_1252),
        Charset::of("windows-1251", WINDOWS_1251),
        Charset::of("windows-1250", WINDOWS_1250),
        Charset::of("windows-1253", WINDOWS_1253),
        Charset::of("windows-1254", WINDOWS_1254),
        Charset::of("windows-1257", WINDOWS_1257),
        Charset { sloppy: false, ..Charset::of("iso-8859-2", ISO_8859_2) },
        Charset { sloppy: false, ..Charset::of("macroman", MACINTOSH) },
    ];
    let upper: Vec<char> = CP437.chars().collect();
    list.push(Charset::new("cp437", |b| upper.get(usize::from(b - 128)).copied(), false));
    list
});

/// What windows-1252 shows for a byte.
pub(super) fn windows_1252(byte: u8) -> Option<char> {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling_and_without_replacement(&[byte])?.chars().next()
}

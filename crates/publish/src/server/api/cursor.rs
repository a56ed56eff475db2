//! A cursor: where a list goes on, as text that a client hands back unread. It is the position of the last row shown, so that
//! nothing is missed or shown twice while the list grows, and any position is a place to go on from.

use std::fmt::Write;

/// What the positions of a list are made of. The letter tells the lists apart, so that none takes another's cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A number.
    Number(char),
    /// An id of 16 characters.
    Id(char),
    /// A number, an id, a small number.
    Row(char),
    /// Words, up to 640 bytes.
    Words(char),
}

/// A place in a list; what its kind does not have stays empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The number.
    pub(crate) number: i64,
    /// The id, or the words.
    pub(crate) text: String,
    /// The small number.
    pub(crate) small: u32,
}

impl Place {
    /// After a number.
    pub(crate) fn number(number: i64) -> Self {
        Self { number, ..Self::default() }
    }

    /// After an id or words.
    pub(crate) fn text(text: &str) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// Numbers in an order that text keeps: negative ones first.
const BIAS: u64 = 1 << 63;

impl Kind {
    /// The regular expression (ECMA 262) of this kind's cursors: what fits it is one.
    pub(crate) fn pattern(self) -> String {
        match self {
            Self::Number(c) => format!("^{c}[0-9a-f]{{16}}$"),
            Self::Id(c) => format!("^{c}[0-9a-z]{{16}}$"),
            Self::Row(c) => format!("^{c}[0-9a-f]{{16}}[0-9a-z]{{16}}[0-9a-f]{{8}}$"),
            Self::Words(c) => format!("^{c}([0-9a-f]{{2}}){{1,640}}$"),
        }
    }

    /// A cursor.
    pub(crate) fn write(self, place: &Place) -> String {
        let number = place.number.cast_unsigned() ^ BIAS;
        match self {
            Self::Number(c) => format!("{c}{number:016x}"),
            Self::Id(c) => format!("{c}{}", place.text),
            Self::Row(c) => format!("{c}{number:016x}{}{:08x}", place.text, place.small),
            Self::Words(c) => place.text.bytes().fold(String::from(c), |mut out, byte| {
                let _written = write!(out, "{byte:02x}");
                out
            }),
        }
    }

    /// The place that a cursor names; `None` for what is no cursor of this kind.
    pub(crate) fn read(self, text: &str) -> Option<Place> {
        let (Self::Number(c) | Self::Id(c) | Self::Row(c) | Self::Words(c)) = self;
        let rest =
            text.strip_prefix(c).filter(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase()))?;
        match self {
            Self::Number(_) if rest.len() == 16 => Some(Place::number(hex(rest)?)),
            Self::Id(_) if rest.len() == 16 => Some(Place::text(rest)),
            Self::Row(_) if rest.len() == 40 => Some(Place {
                number: hex(rest.get(..16)?)?,
                text: rest.get(16..32)?.into(),
                small: u32::from_str_radix(rest.get(32..)?, 16).ok()?,
            }),
            Self::Words(_) if !rest.is_empty() && rest.len() % 2 == 0 && rest.len() <= 1280 => {
                let byte = |at: usize| u8::from_str_radix(rest.get(at..at + 2)?, 16).ok();
                let bytes: Option<Vec<u8>> = (0..rest.len()).step_by(2).map(byte).collect();
                Some(Place::text(&String::from_utf8_lossy(&bytes?)))
            }
            _ => None,
        }
    }
}

fn hex(text: &str) -> Option<i64> {
    u64::from_str_radix(text, 16).ok().map(|n| (n ^ BIAS).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_come_back_as_they_were() {
        let id = "0123456789abcdef".to_owned();
        for (kind, place) in [
            (Kind::Number('e'), Place::number(0)),
            (Kind::Number('e'), Place::number(i64::MIN)),
            (Kind::Number('e'), Place::number(i64::MAX)),
            (Kind::Id('f'), Place::text(&id)),
            (Kind::Row('c'), Place { number: -5, text: id, small: 7 }),
            (Kind::Words('w'), Place::text("Sea & shore")),
        ] {
            assert_eq!(kind.read(&kind.write(&place)), Some(place));
        }
    }

    #[test]
    fn what_is_no_cursor_of_a_list_is_refused() {
        let check = |kind: Kind, text: &str| assert_eq!(kind.read(text), None, "{text}");
        for text in [
            "",
            "e",
            "x0000000000000000",
            "e000000000000000",
            "e000000000000000G",
            "e+00000000000000f",
            "eé00000000000000",
        ] {
            check(Kind::Number('e'), text);
        }
        check(Kind::Id('f'), "f0123456789abcde");
        check(Kind::Id('f'), "f0123456789abcd-f");
        check(Kind::Row('c'), &format!("c{}", "0".repeat(39)));
        check(Kind::Row('c'), &format!("c{}", "z".repeat(40)));
        check(Kind::Words('w'), "w0");
        check(Kind::Words('w'), "w");
        check(Kind::Words('w'), "wzz");
        check(Kind::Words('w'), &format!("w{}", "00".repeat(641)));
    }
}

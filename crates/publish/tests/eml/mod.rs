//! A message taken apart as a mail program does: header fields unfolded, parts decoded.

#![allow(dead_code, reason = "each test uses its part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

/// A message.
pub(crate) struct Eml {
    /// Names and values of its header fields, unfolded.
    pub(crate) fields: Vec<(String, String)>,
    /// Media type and text of each part.
    pub(crate) parts: Vec<(String, String)>,
}

impl Eml {
    /// Takes a message apart, after it was seen to be one: ASCII, lines ended by CR LF and of at most 998 bytes.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(text.is_ascii(), "a byte that is not ASCII");
        for line in text.split("\r\n") {
            assert!(line.len() <= 998 && !line.contains(['\r', '\n', '\0']), "{line:?}");
        }
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let fields = fields(head);
        let kind = &fields.iter().find(|(n, _)| n == "Content-Type").unwrap().1;
        let boundary = kind.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap();
        let between = format!("--{boundary}");
        let mut pieces = body.split(between.as_str());
        assert_eq!(pieces.next(), Some(""), "nothing stands before the first part");
        let mut parts = vec![];
        for piece in pieces {
            if piece.starts_with("--") {
                continue;
            }
            let (head, body) = piece.trim_start_matches("\r\n").split_once("\r\n\r\n").unwrap();
            let of = self::fields(head);
            let get = |name: &str| of.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()).unwrap_or_default();
            let body = body.strip_suffix("\r\n").unwrap_or(body);
            parts.push((get("Content-Type").to_owned(), decode(get("Content-Transfer-Encoding"), body)));
        }
        Self { fields, parts }
    }

    /// The value of a field that is there once.
    pub(crate) fn field(&self, name: &str) -> &str {
        let all: Vec<&str> = self.fields.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect();
        assert_eq!(all.len(), 1, "{name}: {all:?}");
        all[0]
    }

    /// The part of a media type.
    pub(crate) fn part(&self, kind: &str) -> &str {
        &self.parts.iter().find(|(k, _)| k.starts_with(kind)).unwrap_or_else(|| panic!("no {kind}")).1
    }
}

fn fields(head: &str) -> Vec<(String, String)> {
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let field = |line: &str| {
        let (name, value) = line.split_once(": ").unwrap_or_else(|| panic!("no field: {line}"));
        (name.to_owned(), value.to_owned())
    };
    unfolded.split("\r\n").map(field).collect()
}

fn decode(encoding: &str, body: &str) -> String {
    match encoding {
        "7bit" => body.replace("\r\n", "\n"),
        "quoted-printable" => quoted(body),
        "base64" => base64(body),
        other => panic!("{other}"),
    }
}

fn quoted(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let mut out = vec![];
    let mut bytes = joined.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        let digits = [bytes.next().unwrap(), bytes.next().unwrap()];
        out.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
    }
    String::from_utf8(out).unwrap().replace("\r\n", "\n")
}

fn base64(body: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut bits, mut held) = (vec![], 0u32, 0);
    for byte in body.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'=') {
        bits = bits << 6 | ALPHABET.iter().position(|a| *a == byte).unwrap() as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    String::from_utf8(out).unwrap().replace("\r\n", "\n")
}

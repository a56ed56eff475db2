//! Loose JSON: what models write when they are asked for JSON. Trailing and missing commas, single quotes, raw line ends and
//! bare quotation marks inside strings, bare words, comments, and an end that never came; whatever is whole is kept.

use serde_json::{Map, Number, Value};

/// Deepest nesting that is read.
const DEEPEST: usize = 24;

/// The value that begins at byte `at` of `text` and the byte after it. What was cut off in the middle is left out. Linear.
pub(crate) fn value_at(text: &str, at: usize) -> (Option<Value>, usize) {
    let mut reader = Reader { text, at };
    let value = reader.value(0);
    (value, reader.at.max(at + 1))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..).and_then(|t| t.chars().next())
    }

    fn take(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Passes over white space, comments and, where `commas`, what stands between values.
    fn space(&mut self, commas: bool) {
        while let Some(c) = self.peek() {
            let rest = self.text.get(self.at..).unwrap_or_default();
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if c.is_whitespace() || commas && matches!(c, ',' | ';') {
                self.at += c.len_utf8();
            } else {
                break;
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.space(false);
        match self.peek()? {
            '{' if depth < DEEPEST => self.object(depth),
            '[' if depth < DEEPEST => self.array(depth),
            '{' | '[' => {
                self.at = self.text.len();
                None
            }
            '"' => self.string('"').map(Value::String),
            '“' => self.string('”').map(Value::String),
            '\'' => self.string('\'').map(Value::String),
            _ => self.bare(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.take();
        let mut fields = Map::new();
        loop {
            self.space(true);
            match self.peek() {
                None => break,
                Some('}') => {
                    self.take();
                    break;
                }
                // closed by the wrong bracket
                Some(']') => break,
                Some(_) => {}
            }
            let Some(key) = self.key() else { break };
            self.space(false);
            if !matches!(self.peek(), Some(':' | '=')) {
                continue;
            }
            self.take();
            let before = self.at;
            if let Some(value) = self.value(depth + 1) {
                fields.entry(key).or_insert(value);
            }
            if self.at == before && self.take().is_none() {
                break;
            }
        }
        Some(Value::Object(fields))
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        self.take();
        let mut items = Vec::new();
        loop {
            self.space(true);
            match self.peek() {
                None => break,
                Some(']') => {
                    self.take();
                    break;
                }
                Some('}') => break,
                Some(_) => {}
            }
            let before = self.at;
            items.extend(self.value(depth + 1));
            if self.at == before && self.take().is_none() {
                break;
            }
        }
        Some(Value::Array(items))
    }

    fn key(&mut self) -> Option<String> {
        match self.peek()? {
            '"' => self.string('"'),
            '“' => self.string('”'),
            '\'' => self.string('\''),
            _ => {
                let rest = self.text.get(self.at..)?;
                let end = rest.find([':', '=', ',', '}', '{', '\n']).unwrap_or(rest.len()).max(1);
                let end = (end..=rest.len()).find(|&i| rest.is_char_boundary(i))?;
                self.at += end;
                rest.get(..end).map(|k| k.trim().to_owned())
            }
        }
    }

    /// A string; `None` when it never ends.
    fn string(&mut self, close: char) -> Option<String> {
        self.take();
        let mut out = String::new();
        while let Some(c) = self.take() {
            if c == '\\' {
                self.escape(&mut out);
            } else if c == close && self.ends() {
                return Some(out);
            } else {
                out.push(c);
            }
        }
        None
    }

    fn escape(&mut self, out: &mut String) {
        match self.take() {
            Some('n' | 'r' | 't') => out.push(' '),
            Some('b' | 'f') | None => {}
            Some('u') => {
                let first = self.hex();
                let pair = match first {
                    Some(high @ 0xd800..=0xdbff) if self.text.get(self.at..).is_some_and(|t| t.starts_with("\\u")) => {
                        self.at += 2;
                        self.hex().map(|low| 0x10000 + ((high & 0x3ff) << 10 | low & 0x3ff))
                    }
                    other => other,
                };
                out.extend(pair.and_then(char::from_u32));
            }
            Some(c) => out.push(c),
        }
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        self.at += 4;
        Some(value)
    }

    /// Whether a quotation mark just taken ends its string: what follows could follow one.
    fn ends(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default().trim_start();
        let mut chars = rest.chars();
        match chars.next() {
            None | Some('}' | ']' | ':') => true,
            Some(',') => {
                let next = chars.as_str().trim_start();
                next.is_empty()
                    || next.starts_with(['"', '“', '\'', '{', '[', '}', ']', '-'])
                    || next.starts_with(|c: char| c.is_ascii_digit())
                    || ["true", "false", "null", "None"].iter().any(|w| next.starts_with(w))
            }
            // a comma forgotten before the next key
            Some('"' | '{') => self.text.get(self.at..).is_some_and(|t| t.starts_with(['\n', '\r'])),
            _ => false,
        }
    }

    /// A number, a name, or a word without its quotation marks.
    fn bare(&mut self) -> Option<Value> {
        let rest = self.text.get(self.at..)?;
        let end = rest.find([',', '}', ']', '\n', '{', '[']).unwrap_or(rest.len());
        self.at += end;
        let word = rest.get(..end)?.trim();
        Some(match word {
            "" => return None,
            "true" | "True" => Value::Bool(true),
            "false" | "False" => Value::Bool(false),
            "null" | "None" | "undefined" => Value::Null,
            _ => {
                word.parse::<i64>().map_or_else(|_| Value::String(word.to_owned()), |n| Value::Number(Number::from(n)))
            }
        })
    }
}

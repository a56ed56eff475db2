//! Words of a text with their bytes, and whether they stand inside quotation marks.

/// A word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'t> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: &'t str,
    /// Somebody's words.
    pub(super) quoted: bool,
    /// Only blanks stand before it.
    pub(super) close: bool,
}

impl Word<'_> {
    pub(super) fn is(&self, list: &[&str]) -> bool {
        list.iter().any(|w| self.text.eq_ignore_ascii_case(w))
    }
    pub(super) fn capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
    pub(super) fn lower(&self) -> String {
        self.text.to_lowercase().replace('’', "'")
    }
    /// Ends in one of these, in small letters.
    pub(super) fn ends(&self, list: &[&str]) -> bool {
        list.iter().any(|e| self.text.ends_with(e))
    }
}

/// The words of `text` from byte `from` on: runs of letters and digits; hyphens, slashes and apostrophes inside belong to
/// them. Linear.
pub(super) fn words(text: &str, from: usize) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut quotes = Quotes::default();
    let mut chars = text.char_indices().skip_while(|(i, _)| *i < from).peekable();
    let mut before = ' ';
    let mut close = true;
    while let Some((start, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |x| x.1);
        if !c.is_alphanumeric() {
            quotes.see(c, before, next);
            close &= c.is_whitespace();
            before = c;
            continue;
        }
        let mut end = start + c.len_utf8();
        before = c;
        while let Some(&(at, c)) = chars.peek() {
            let after = text.get(at + c.len_utf8()..).and_then(|t| t.chars().next()).unwrap_or(' ');
            if !(c.is_alphanumeric() || matches!(c, '-' | '/' | '\'' | '’') && after.is_alphanumeric()) {
                break;
            }
            (end, before) = (at + c.len_utf8(), c);
            chars.next();
        }
        out.push(Word { start, end, text: text.get(start..end).unwrap_or_default(), quoted: quotes.open(), close });
        close = true;
    }
    if let Some(at) = closed_first(text, from) {
        out.iter_mut().filter(|w| w.start < at).for_each(|w| w.quoted = true);
    }
    out
}

/// A closing mark that none opened: what stands before it is quoted.
fn closed_first(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let close = rest.find(['”', '»'])?;
    let open = rest.find(['“', '„', '«']).unwrap_or(usize::MAX);
    (close < open).then_some(from + close)
}

/// Which marks are open.
#[derive(Default)]
struct Quotes {
    double: bool,
    curly: bool,
    single: bool,
}

impl Quotes {
    fn open(&self) -> bool {
        self.double || self.curly || self.single
    }

    fn see(&mut self, c: char, before: char, next: char) {
        match c {
            '"' => self.double = !self.double,
            '“' | '„' | '«' => self.curly = true,
            '”' | '»' => self.curly = false,
            '‘' => self.single = true,
            '\'' if !self.single && !before.is_alphanumeric() && next.is_alphanumeric() => self.single = true,
            '\'' | '’' if self.single && !next.is_alphanumeric() => self.single = false,
            _ => {}
        }
    }
}

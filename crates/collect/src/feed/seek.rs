//! Searches that remember their last answer, so that asking again from further on costs nothing.

/// Remembers where the next occurrence of a mark is, so that asking again costs nothing.
pub(super) struct Seeker {
    mark: &'static [u8],
    /// The answer `at` holds for every position from `from` up to it.
    from: usize,
    at: Option<usize>,
    asked: bool,
}

impl Seeker {
    /// A seeker of a mark.
    pub(super) fn new(mark: &'static [u8]) -> Self {
        Self { mark, from: 0, at: None, asked: false }
    }

    /// Where the mark next is at or after `from`. All calls together are linear when `from` never goes back.
    pub(super) fn find(&mut self, text: &[u8], from: usize) -> Option<usize> {
        if self.asked && from >= self.from && self.at.is_none_or(|at| at >= from) {
            return self.at;
        }
        let tail = text.get(from..)?;
        let found = match self.mark {
            [one] => memchr::memchr(*one, tail),
            many => memchr::memmem::find(tail, many),
        };
        (self.from, self.at, self.asked) = (from, found.map(|i| i + from), true);
        self.at
    }
}

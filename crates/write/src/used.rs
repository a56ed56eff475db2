//! Used: what of each original the brief holds word for word, so that a brief never is a copy.

use crate::desk::Desk;
use standfirst_types::{Article, Claim, Span, Verbatim, verbatim::Copied};

/// What of each original the brief holds word for word, so that a brief never is a copy.
pub(crate) struct Used<'a> {
    copied: Copied,
    bound: Verbatim,
    articles: &'a [&'a Article],
}

impl<'a> Used<'a> {
    pub(crate) fn new(desk: &Desk<'a>) -> Self {
        let bound = desk.input.options.verbatim();
        Self { copied: Copied::default(), bound, articles: desk.input.articles }
    }

    /// Takes sentence `i` if its originals may still give as much.
    pub(crate) fn take(&mut self, desk: &Desk<'_>, i: usize) -> bool {
        self.take_all(&[&desk.claim(i)])
    }

    /// Takes all of these claims or none.
    pub(crate) fn take_all(&mut self, claims: &[&Claim]) -> bool {
        let with = self.copied.with(claims, self.articles);
        self.keep(with)
    }

    /// Takes a quotation.
    pub(crate) fn take_text(&mut self, text: &str, span: &Span) -> bool {
        let mut with = self.copied.clone();
        with.add(text, span, self.articles);
        self.keep(with)
    }

    fn keep(&mut self, with: Copied) -> bool {
        let fits = with.over(&self.bound).is_empty();
        if fits {
            self.copied = with;
        }
        fits
    }
}

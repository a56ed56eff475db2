//! A start tag and its attributes, read only when asked for.

use super::entity;
use std::borrow::Cow;

/// A start tag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Tag<'a> {
    /// Name as written, with its prefix.
    pub(crate) name: &'a str,
    /// What stands between the name and the `>` (or `/>`).
    pub(super) raw: &'a str,
    /// Whether it ended in `/>`.
    pub(crate) closed: bool,
}

/// The most attributes read of one tag; the rest are ignored.
const MAX_ATTRIBUTES: usize = 64;

impl<'a> Tag<'a> {
    /// Attribute names as written with decoded values, in order, the first [`MAX_ATTRIBUTES`].
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> + use<'a> {
        Attributes { rest: self.raw }.take(MAX_ATTRIBUTES).map(|(name, value)| (name, entity::decode(value)))
    }

    /// The attributes undecoded.
    pub(crate) fn raw_attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        Attributes { rest: self.raw }.take(MAX_ATTRIBUTES)
    }

    /// The value of the first attribute of this name, without regard to case.
    pub(crate) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        Attributes { rest: self.raw }
            .take(MAX_ATTRIBUTES)
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| entity::decode(value))
    }

    /// Whether there are any attributes.
    pub(crate) fn is_bare(&self) -> bool {
        self.raw.trim_ascii().is_empty()
    }
}

struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self
            .rest
            .trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/' || c == '"' || c == '\'' || c == '=');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
            self.rest = after;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let quote = value.chars().next().filter(|c| *c == '"' || *c == '\'');
        let (value, rest) = match quote {
            Some(quote) => {
                let value = value.get(1..).unwrap_or_default();
                value.split_once(quote).unwrap_or((value, ""))
            }
            None => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        self.rest = rest;
        Some((name, value))
    }
}

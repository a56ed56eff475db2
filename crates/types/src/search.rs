//! A search: what a reader looks for in the archive, read from one line of text, and what is found.
//!
//! `ferry "coast guard" -cruise source:courant name:Marlow after:2031-05-01 before:2031-06-01 lang:en`: words stand
//! anywhere, quoted words stand together, a minus keeps out, a bar between two lets either do. What is no operator is a word; nothing is a
//! fault.

use crate::{Access, ArticleId, StoryId, When};
use jiff::{Timestamp, civil::Date};

/// Longest line read, in characters; the rest is left out.
pub const LONGEST: usize = 400;
/// Most terms of a search; the rest are left out.
pub const TERMS: usize = 16;
/// Fewest letters before a `*` that stands for any ending: shorter ones would look through everything.
const STEM: usize = 3;

/// Where a term must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// In title, text, names or publisher.
    Anywhere,
    /// In the publisher's name or host.
    Source,
    /// Among the persons, places and organisations named.
    Name,
    /// In the language of the text: its primary tag.
    Language,
}

/// One thing looked for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Term {
    /// Where.
    pub field: Field,
    /// The words, which stand together in this order.
    pub words: String,
    /// Whether the last word may go on.
    pub open: bool,
    /// Whether it must not stand there.
    pub not: bool,
    /// Whether the term before it will do in its place.
    pub or: bool,
}

/// What a reader looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Query {
    /// The terms, all of which must hold.
    pub terms: Vec<Term>,
    /// Published on this day or later.
    pub after: Option<Date>,
    /// Published before this day.
    pub before: Option<Date>,
    /// What was not understood, in words.
    pub notes: Vec<String>,
}

impl Query {
    /// Reads a line. Never fails: what is not understood is a word, and said in `notes`. Linear.
    pub fn parse(line: &str) -> Self {
        let line: String = line.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let mut query = Self::default();
        let mut or = false;
        for piece in pieces(&line) {
            if piece.text == "|" && !piece.quoted {
                or = !query.terms.is_empty();
                continue;
            }
            query.take(piece, std::mem::take(&mut or));
        }
        if query.terms.len() > TERMS {
            query.terms.truncate(TERMS);
            query.notes.push(format!("Only the first {TERMS} words count."));
        }
        if !query.terms.is_empty() && query.terms.iter().all(|t| t.not) {
            query.notes.push("Only words to keep out: add a word to look for.".into());
        }
        query
    }

    /// Whether there is anything to look for.
    pub fn is_empty(&self) -> bool {
        let wanted = self.terms.iter().any(|t| !t.not);
        !wanted && (!self.terms.is_empty() || (self.after.is_none() && self.before.is_none()))
    }

    /// The words to light up in what is found.
    pub fn lit(&self) -> impl Iterator<Item = &str> {
        let shown = self.terms.iter().filter(|t| !t.not && matches!(t.field, Field::Anywhere | Field::Name));
        shown.flat_map(|t| t.words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()))
    }

    fn take(&mut self, piece: Piece<'_>, or: bool) {
        let (field, text) = match piece.text.split_once(':').filter(|(_, value)| !piece.quoted && !value.is_empty()) {
            Some((name, value)) => match name.to_ascii_lowercase().as_str() {
                "source" | "site" => (Field::Source, value),
                "name" => (Field::Name, value),
                "lang" | "language" => (Field::Language, value.split('-').next().unwrap_or(value)),
                "after" | "since" => return self.day(value, true),
                "before" | "until" => return self.day(value, false),
                _ => (Field::Anywhere, piece.text),
            },
            None => (Field::Anywhere, piece.text),
        };
        let stem = text.trim_end_matches('*');
        let letters = stem.chars().rev().take_while(|c| c.is_alphanumeric()).count();
        let words = text.replace(['"', '*'], " ");
        if words.chars().any(char::is_alphanumeric) {
            let open = stem.len() < text.len() && letters >= STEM;
            let or = or && !piece.not && self.terms.last().is_some_and(|t| !t.not);
            self.terms.push(Term { field, words: words.trim().to_owned(), open, not: piece.not, or });
        }
    }

    fn day(&mut self, value: &str, after: bool) {
        // A year or a month alone is its first day.
        let full = match value.len() {
            4 => format!("{value}-01-01"),
            7 => format!("{value}-01"),
            _ => value.to_owned(),
        };
        match full.parse::<Date>() {
            Ok(day) if after => self.after = Some(day),
            Ok(day) => self.before = Some(day),
            Err(_) => self.notes.push(format!("“{value}” is no day: write 2031-05-08, 2031-05 or 2031.")),
        }
    }
}

/// A piece of the line between blanks.
struct Piece<'t> {
    not: bool,
    text: &'t str,
    quoted: bool,
}

/// The pieces of a line: words, `"quoted words"`, `field:value`, `field:"quoted"`, each with a minus or not. A quotation that
/// does not end, ends with the line.
fn pieces(line: &str) -> Vec<Piece<'_>> {
    let (mut out, mut rest) = (vec![], line.trim_start());
    while !rest.is_empty() {
        let not = rest.starts_with('-') && !rest[1..].starts_with(char::is_whitespace);
        rest = rest.strip_prefix('-').filter(|_| not).unwrap_or(rest);
        let mut inside = false;
        let end = rest
            .char_indices()
            .find(|(_, c)| {
                inside ^= *c == '"';
                !inside && c.is_whitespace()
            })
            .map_or(rest.len(), |(i, _)| i);
        let text = &rest[..end];
        let quoted = text.starts_with('"');
        out.push(Piece { not, text: text.trim_matches('"'), quoted });
        rest = rest[end..].trim_start();
    }
    out
}

/// A search that is kept: a section of the page.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Saved {
    /// What it is called.
    pub name: String,
    /// What is looked for, as written.
    pub query: String,
    /// Whether the stories that it finds are marked with its name on every page.
    pub watch: bool,
    /// Whether it stands in the configuration, where alone it can be changed.
    pub fixed: bool,
}

/// Longest name of a kept search, in characters.
pub const LONGEST_NAME: usize = 60;

/// A story found.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StoryHit {
    /// The story.
    pub story: StoryId,
    /// Headline of its newest brief.
    pub headline: String,
    /// The first sentences of its TL;DR.
    pub lead: String,
    /// Language of the brief.
    pub language: String,
    /// Its publishers.
    pub sources: Vec<String>,
    /// The cut-off of its newest brief.
    pub at: Timestamp,
}

/// An article found.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ArticleHit {
    /// The article.
    pub article: ArticleId,
    /// Its newest version.
    pub version: u32,
    /// Address.
    pub url: String,
    /// Title.
    pub title: String,
    /// Publisher.
    pub site: String,
    /// When it was published.
    pub published: Option<When>,
    /// Language of the text.
    pub language: Option<String>,
    /// How much of it was read.
    pub access: Access,
    /// The beginning of its text, in which the words may be lit.
    #[serde(skip)]
    pub text: String,
    /// The story it is told in, where that has a brief.
    pub story: Option<StoryId>,
}

/// What is found, newest first.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Hits {
    /// Stories; on the first page only.
    pub stories: Vec<StoryHit>,
    /// Articles.
    pub articles: Vec<ArticleHit>,
    /// Where the next page goes on; `None` at the end.
    pub next: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let query = Query::parse(line);
        let mut got: Vec<String> = query
            .terms
            .iter()
            .map(|t| {
                let (or, not, open) =
                    (if t.or { "|" } else { "" }, if t.not { "-" } else { "" }, if t.open { "*" } else { "" });
                format!("{or}{not}{:?}({}){open}", t.field, t.words)
            })
            .collect();
        got.extend(query.after.map(|d| format!("after({d})")));
        got.extend(query.before.map(|d| format!("before({d})")));
        assert_eq!(got.join(" "), expected, "{line}");
    }

    #[test]
    fn operators_are_read() {
        check("ferry weir", "Anywhere(ferry) Anywhere(weir)");
        check("\"coast guard\" -cruise", "Anywhere(coast guard) -Anywhere(cruise)");
        check("source:courant name:\"Ida Marlow\"", "Source(courant) Name(Ida Marlow)");
        check("-source:wire LANG:de-AT", "-Source(wire) Language(de)");
        check("x after:2031-05-08 before:2031-06", "Anywhere(x) after(2031-05-08) before(2031-06-01)");
        check("after:2031", "after(2031-01-01)");
        check("ferry | \"coast guard\" weir", "Anywhere(ferry) |Anywhere(coast guard) Anywhere(weir)");
        check("| ferry | -weir | \"|x\"", "Anywhere(ferry) -Anywhere(weir) Anywhere(|x)");
        check("ferr* a* \"ferr*\"", "Anywhere(ferr)* Anywhere(a) Anywhere(ferr)*");
    }

    #[test]
    fn what_is_no_operator_is_a_word() {
        check("http://a.example/x", "Anywhere(http://a.example/x)");
        check("\"source:x\"", "Anywhere(source:x)");
        check("source: - -- ! \"\" *", "Anywhere(source:)");
        check("\"open end", "Anywhere(open end)");
        check("a\u{0}b AND OR NOT (", "Anywhere(a) Anywhere(b) Anywhere(AND) Anywhere(OR) Anywhere(NOT)");
        check("", "");
        assert!(Query::parse("after:soon").notes[0].contains("“soon” is no day"));
        assert!(
            Query::parse("-only").is_empty() && Query::parse("").is_empty() && !Query::parse("after:2031").is_empty()
        );
        assert_eq!(Query::parse(&"w ".repeat(100)).terms.len(), TERMS);
        assert_eq!(
            Query::parse("name:Marlow \"coast guard\" -x").lit().collect::<Vec<_>>(),
            ["Marlow", "coast", "guard"]
        );
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_read(line in ".{0,500}") {
            let query = Query::parse(&line);
            proptest::prop_assert!(query.terms.iter().all(|t| t.words.chars().any(char::is_alphanumeric)));
        }
    }
}

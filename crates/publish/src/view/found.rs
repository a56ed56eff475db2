//! What a search finds, as shown: stories and articles, with the words looked for lit.

use super::{Lang, Part};
use crate::{Site, text, words};
use standfirst_types::search::{ArticleHit, StoryHit};
use unicode_segmentation::UnicodeSegmentation;

/// Characters of a snippet, and of what stands before its first hit.
const SNIPPET: usize = 260;
const BEFORE: usize = 80;

/// A story in a list.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct StoryRow {
    pub(crate) id: String,
    pub(crate) href: String,
    pub(crate) headline: String,
    pub(crate) lead: String,
    pub(crate) lang: Option<Lang>,
    pub(crate) sources: Vec<String>,
    pub(crate) time: words::Time,
}

impl StoryRow {
    pub(crate) fn new(hit: &StoryHit, site: &Site) -> Self {
        Self {
            id: hit.story.to_string(),
            href: site.href(&format!("s/{}", hit.story)),
            headline: hit.headline.clone(),
            lead: text::cut(&hit.lead, 2 * SNIPPET).into_owned(),
            lang: Lang::unless(&site.language, Some(&hit.language)),
            sources: hit.sources.clone(),
            time: words::instant(hit.at, site),
        }
    }
}

/// An article in a list.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct ArticleRow {
    pub(crate) title: String,
    pub(crate) publisher: String,
    pub(crate) link: Option<String>,
    pub(crate) url: String,
    pub(crate) time: Option<words::Time>,
    pub(crate) lang: Option<Lang>,
    pub(crate) access: &'static str,
    pub(crate) snippet: Vec<Part>,
    /// The story it is told in.
    pub(crate) story: Option<String>,
}

impl ArticleRow {
    pub(crate) fn new(hit: &ArticleHit, lit: &[&str], site: &Site) -> Self {
        Self {
            title: hit.title.clone(),
            publisher: hit.site.clone(),
            link: text::web_link(&hit.url),
            url: hit.url.clone(),
            time: hit.published.map(|w| words::when(&w, w.precision, site)),
            lang: Lang::unless(&site.language, hit.language.as_deref()),
            access: words::access(hit.access),
            snippet: snippet(&hit.text, lit),
            story: hit.story.map(|id| site.href(&format!("s/{id}"))),
        }
    }
}

/// The text around the first of the words that stands in it, with every one of them lit; the beginning where none does.
pub(crate) fn snippet(text: &str, lit: &[&str]) -> Vec<Part> {
    let wanted: Vec<String> = lit.iter().map(|w| w.to_lowercase()).collect();
    let hit = |word: &str| {
        let word = word.to_lowercase();
        wanted.iter().any(|w| alike(w, &word))
    };
    let first = text.unicode_word_indices().find(|(_, w)| hit(w)).map_or(0, |(i, _)| i);
    let start = text.get(..first).unwrap_or_default().char_indices().rev().take(BEFORE).last().map_or(0, |(i, _)| i);
    // Not in the midst of a word.
    let start = match text.get(start..first).and_then(|t| t.find(char::is_whitespace)) {
        Some(i) if start > 0 => start + i + 1,
        _ => start,
    };
    let rest = text.get(start..).unwrap_or_default();
    let shown = rest.char_indices().nth(SNIPPET).map_or(rest.len(), |(i, _)| i);
    let shown = rest.get(..shown).unwrap_or_default();
    let (mut parts, mut at) = (vec![], 0);
    let mut push = |text: String, lit: bool| {
        if !text.is_empty() {
            parts.push(Part { text, lit, at: 0 });
        }
    };
    if start > 0 {
        push("…".into(), false);
    }
    for (i, word) in shown.unicode_word_indices().filter(|(_, w)| hit(w)) {
        push(shown.get(at..i).unwrap_or_default().into(), false);
        push(word.into(), true);
        at = i + word.len();
    }
    let tail = shown.get(at..).unwrap_or_default();
    push(if shown.len() < rest.len() { format!("{}…", tail.trim_end()) } else { tail.into() }, false);
    parts
}

/// Whether two words in lower case are the same but for an ending, as far as letters can tell.
fn alike(a: &str, b: &str) -> bool {
    let same = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.chars().count(), b.chars().count());
    same == a && same == b || (same >= 4 && same + 3 >= a && same + 3 >= b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_lit() {
        let check = |text: &str, lit: &[&str], expected: &str| {
            let got: String = snippet(text, lit)
                .iter()
                .map(|p| if p.lit { format!("[{}]", p.text) } else { p.text.clone() })
                .collect();
            assert_eq!(got, expected);
        };
        check("The ferry came. Ferries go.", &["ferry"], "The [ferry] came. [Ferries] go.");
        check("No word of it.", &["ferry"], "No word of it.");
        check("", &["ferry"], "");
        check("A cat, a car.", &["cat"], "A [cat], a car.");
        let long = format!("{}the ferry {}", "word ".repeat(50), "more ".repeat(80));
        let parts = snippet(&long, &["ferry"]);
        assert!(parts[0].text == "…" && parts.last().unwrap().text.ends_with('…'));
        assert!(parts.iter().map(|p| p.text.chars().count()).sum::<usize>() < SNIPPET + 5);
    }
}

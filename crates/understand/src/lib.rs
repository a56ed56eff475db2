//! Understanding: an article in; names, quotations and times out. Pure, by rules and short lists, so that every answer
//! can be followed; what the rules do not know is left out rather than guessed.

mod clock;
mod cues;
mod dates;
mod gazetteer;
mod kinds;
mod linking;
mod marks;
mod names;
mod quotes;
mod relative;
mod runs;
mod speakers;
mod times;
mod tokens;

use standfirst_types::{Article, Notes, When};

/// Bytes of a text that are read; the rest of a longer one is left out.
const LONGEST: usize = 1 << 20;

/// What is understood of an article. Offsets are byte offsets into its text. Linear in the text; never panics.
pub fn understand(article: &Article) -> Notes {
    let published = article.published.or(article.modified);
    understand_text(&article.text, Some(&article.title), published, article.language.as_deref())
}

/// The same of a text. `title` lends its names to the text's, `published` is what "yesterday" is counted from, and
/// `language` is a BCP 47 tag; unknown is read as English. Times are read in English only.
pub fn understand_text(text: &str, title: Option<&str>, published: Option<When>, language: Option<&str>) -> Notes {
    let text = cut(text);
    let language = language.and_then(|tag| tag.split(['-', '_']).next()).unwrap_or("en");
    let tokens = tokens::tokens(text);
    let times =
        if matches!(language, "en" | "eng" | "und") { times::times(text, &tokens, published) } else { Vec::new() };
    let mut names = names::names(text, &tokens, title.unwrap_or_default(), language);
    linking::link(&mut names);
    let quotes = quotes::quotes(text, &tokens, &names);
    Notes { names, quotes, times }
}

fn cut(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

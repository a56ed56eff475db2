//! A stored original as shown: “what we read”, with the cited passages lit.

use super::{Lang, Part, evidence};
use crate::{Site, text, words};
use standfirst_types::{Article, Span};

/// Longest text shown, in bytes; a page beyond it is cut and says so.
const SHOWN: usize = 400_000;

/// A stored version of an original.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct OriginalView {
    pub(crate) title: String,
    pub(crate) publisher: String,
    pub(crate) authors: Vec<String>,
    pub(crate) link: Option<String>,
    pub(crate) url: String,
    pub(crate) published: Option<words::Time>,
    pub(crate) modified: Option<words::Time>,
    pub(crate) version: u32,
    pub(crate) access: &'static str,
    pub(crate) lang: Option<Lang>,
    pub(crate) hash: String,
    pub(crate) cited: String,
    pub(crate) cut: bool,
    pub(crate) paragraphs: Vec<Vec<Part>>,
}

impl OriginalView {
    /// The text in paragraphs; spans of other articles or versions are passed over. Linear in text times spans a paragraph.
    pub(crate) fn new(article: &Article, spans: &[Span], site: &Site) -> Self {
        let mut lit: Vec<(u32, u32)> = spans
            .iter()
            .filter(|s| (s.article, s.version) == (article.id, article.version) && s.of(&article.text).is_some())
            .map(|s| (s.start, s.end))
            .collect();
        lit.sort_unstable();
        lit.dedup();
        let mut paragraphs = vec![];
        let mut at = 0;
        for paragraph in article.text.split("\n\n") {
            let place = (at as u32, (at + paragraph.len()) as u32);
            if place.1 as usize > SHOWN {
                break;
            }
            paragraphs.push(evidence::parts(&article.text, place, &lit));
            at += paragraph.len() + 2;
        }
        Self {
            title: article.title.clone(),
            publisher: article.site.clone(),
            authors: article.authors.clone(),
            link: text::web_link(&article.url),
            url: article.url.clone(),
            published: article.published.map(|w| words::when(&w, w.precision, site)),
            modified: article.modified.map(|w| words::when(&w, w.precision, site)),
            version: article.version,
            access: words::access(article.access),
            lang: Lang::unless(&site.language, article.language.as_deref()),
            hash: standfirst_types::span::span_hash(&article.text),
            cited: words::count(lit.len(), "passage cited", "passages cited"),
            cut: at < article.text.len(),
            paragraphs,
        }
    }
}

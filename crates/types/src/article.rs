//! An article: the text and facts of one page, and how whole it is.

use crate::{ArticleId, CaptureId, Span, When};
use std::borrow::Cow;

/// How much of the article the page gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// The whole text.
    #[default]
    Full,
    /// A part of it: cut, thin, or a summary.
    Partial,
    /// Behind a paywall; what little text there is may be kept but is never briefed.
    Paywall,
    /// A consent wall, a bot check, a login.
    Blocked,
    /// A section page, an index, a player: no article.
    NotArticle,
}

impl Access {
    /// The word the filters and the page use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Partial => "partial",
            Self::Paywall => "paywall",
            Self::Blocked => "blocked",
            Self::NotArticle => "not_article",
        }
    }
}

/// Something a reader noticed about a page and a person may want to know: a repair, a wrong charset, hidden text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    /// A short stable name of the rule, `snake_case`.
    pub rule: Cow<'static, str>,
    /// What was met, for a person; at most 200 bytes.
    pub detail: String,
}

impl Finding {
    /// A finding with its detail cut to 200 bytes on a character boundary.
    pub fn new(rule: &'static str, detail: impl Into<String>) -> Self {
        let mut detail = detail.into();
        if detail.len() > 200 {
            let cut = (0..=200).rev().find(|&i| detail.is_char_boundary(i)).unwrap_or(0);
            detail.truncate(cut);
        }
        Self { rule: Cow::Borrowed(rule), detail }
    }
}

/// One version of an article. `text` holds paragraphs parted by a blank line; `sentences` are byte spans into it, in order.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Article {
    /// Made of the address; versions share it.
    pub id: ArticleId,
    /// From 0, one more each time the text changes.
    pub version: u32,
    /// The delivery it was read from.
    pub capture: CaptureId,
    /// The address to show and to cite.
    pub url: String,
    /// The page's own canonical address, when it states one on the same site.
    pub canonical: Option<String>,
    /// Headline without the site's suffix.
    pub title: String,
    /// Persons in the byline.
    pub authors: Vec<String>,
    /// The publisher's name for itself, or the host without `www.`.
    pub site: String,
    /// First published.
    pub published: Option<When>,
    /// Last changed by the publisher.
    pub modified: Option<When>,
    /// BCP 47 primary tag of the text, e.g. `en`.
    pub language: Option<String>,
    /// The section the publisher files it under.
    pub section: Option<String>,
    /// The text: NFC, repaired, paragraphs parted by a blank line.
    pub text: String,
    /// Sentences as `[start, end)` byte offsets into `text`, in order, never overlapping, without outer white space.
    pub sentences: Vec<[u32; 2]>,
    /// How whole it is.
    pub access: Access,
    /// Name and version of the reader that made it, e.g. `standfirst-read/1`.
    pub reader: String,
}

impl Article {
    /// A whole text and its sentences (as [`Article::sentences`]), of which nothing else is known yet: `Article { title, ..Article::of(…) }`.
    pub fn of(id: ArticleId, text: String, sentences: Vec<[u32; 2]>) -> Self {
        Self {
            id,
            version: 0,
            capture: CaptureId::of(&[id.as_str().as_bytes()]),
            url: String::new(),
            canonical: None,
            title: String::new(),
            authors: vec![],
            site: String::new(),
            published: None,
            modified: None,
            language: None,
            section: None,
            text,
            sentences,
            access: Access::Full,
            reader: String::new(),
        }
    }

    /// The text of sentence `i`.
    pub fn sentence(&self, i: usize) -> Option<&str> {
        let [start, end] = *self.sentences.get(i)?;
        self.text.get(start as usize..end as usize)
    }

    /// The span of sentence `i`.
    pub fn sentence_span(&self, i: usize) -> Option<Span> {
        let [start, end] = *self.sentences.get(i)?;
        Some(Span { article: self.id, version: self.version, start, end })
    }

    /// Words of the text, by white space.
    pub fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// Whether a brief may rest on it: whole, or a part of at least 60 words.
    pub fn briefable(&self) -> bool {
        match self.access {
            Access::Full => !self.sentences.is_empty(),
            Access::Partial => self.words() >= 60,
            _ => false,
        }
    }
}

/// What reading a capture gives: the article, and what was noticed on the way. Bad input gives findings, never a panic.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The article; its `access` says whether it is one.
    pub article: Article,
    /// What was noticed.
    pub findings: Vec<Finding>,
}

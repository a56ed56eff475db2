//! The book: what package, table of contents and documents say of themselves.

use crate::{
    Site,
    view::{EditionView, Lang, StoryView},
};
use standfirst_types::Published;

/// What all documents have in common.
#[derive(Debug, serde::Serialize)]
pub(super) struct Book {
    /// `Standfirst: Thursday 8 May 2031, 17:00`.
    pub(super) title: String,
    /// BCP 47 tag of our own words.
    pub(super) language: String,
    /// Every language in it, ours first.
    languages: Vec<String>,
    /// Day of the edition.
    date: String,
    /// Whether pages turn from right to left: where all stories are so written.
    rtl: bool,
    /// The edition's address, where the public one is known.
    web: Option<String>,
    /// One a story.
    pub(super) chapters: Vec<Chapter>,
}

/// A document.
#[derive(Debug, serde::Serialize)]
pub(super) struct Chapter {
    /// Its name in the manifest.
    id: String,
    /// Its file, beside the package.
    pub(super) file: String,
    headline: String,
    /// Where it is not in our own language.
    lang: Option<Lang>,
    /// The story's address, where the public one is known.
    web: Option<String>,
}

impl Book {
    pub(super) fn new(view: &EditionView, site: &Site, published: &Published) -> Self {
        let web = |path: &str| site.base_url.as_ref().map(|_| site.absolute(path));
        let chapter = |(i, s): (usize, &StoryView)| Chapter {
            id: format!("story{}", i + 1),
            file: format!("story{}.xhtml", i + 1),
            headline: s.headline.text(),
            lang: s.lang.clone(),
            web: web(&format!("s/{}", s.id)),
        };
        let chapters: Vec<Chapter> = view.stories.iter().enumerate().map(chapter).collect();
        let mut languages = vec![site.language.clone()];
        for tag in chapters.iter().filter_map(|c| c.lang.as_ref()).map(|l| &l.tag) {
            if !languages.contains(tag) {
                languages.push(tag.clone());
            }
        }
        let rtl = |c: &Chapter| c.lang.as_ref().is_some_and(|l| l.dir == "rtl");
        Self {
            title: format!("{}: {}, {}", site.title, view.day.words, view.cut_off_clock),
            language: site.language.clone(),
            languages,
            date: view.day.iso.clone(),
            rtl: !chapters.is_empty() && chapters.iter().all(rtl),
            web: web(&format!("e/{}", published.edition.id)),
            chapters,
        }
    }
}

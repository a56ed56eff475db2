//! A story as a letter has it: the view, with its originals numbered, so that behind each sentence stand the numbers of the
//! reports it rests on, each a link to that report.

use crate::view::{EditionView, Sentence, StoryView};

/// A story and, for each of its marks, the originals behind it.
#[derive(Debug, serde::Serialize)]
pub(super) struct MailStory<'v> {
    #[serde(flatten)]
    pub(super) view: &'v StoryView,
    /// Place in the edition, from 1.
    pub(super) place: usize,
    /// For each mark, from 1 on, what it rests on.
    pub(super) marks: Vec<Vec<Source>>,
}

/// A report behind a sentence.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct Source {
    /// Its number among the story's originals, from 1.
    pub(super) n: usize,
    /// Its address, where that can be a link.
    pub(super) link: Option<String>,
}

/// Every story of an edition.
pub(super) fn stories(view: &EditionView) -> Vec<MailStory<'_>> {
    let one = |(i, view)| MailStory { view, place: i + 1, marks: marks(view) };
    view.stories.iter().enumerate().map(one).collect()
}

impl MailStory<'_> {
    /// `The ferry sank. [1,3]`
    pub(super) fn marked(&self, sentence: &Sentence) -> String {
        let sources = sentence.mark.and_then(|m| self.marks.get(m.checked_sub(1)?));
        let numbers: Vec<String> = sources.into_iter().flatten().map(|s| s.n.to_string()).collect();
        if numbers.is_empty() { sentence.text() } else { format!("{} [{}]", sentence.text(), numbers.join(",")) }
    }
}

/// For each mark the originals its passages are from, each once, in the order of the story's list.
fn marks(view: &StoryView) -> Vec<Vec<Source>> {
    let number = |url: &str| view.originals.iter().position(|o| o.url == url);
    view.evidence
        .iter()
        .map(|e| {
            let mut places: Vec<usize> = e.passages.iter().filter_map(|p| number(&p.url)).collect();
            places.sort_unstable();
            places.dedup();
            let source = |i: usize| Some(Source { n: i + 1, link: view.originals.get(i).and_then(|o| o.link.clone()) });
            places.into_iter().filter_map(source).collect()
        })
        .collect()
}

//! Search where there is no server: every story in a list, page by page, and an index of them that the script looks through.

use crate::{PublishError, Site, page::listed, text};
use serde_json::json;
use standfirst_types::search::StoryHit;

/// Stories on a page.
const ON_A_PAGE: usize = 200;
/// Characters of a story's lead in the index.
const LEAD: usize = 240;

/// How many pages the list has; at least one.
pub(super) fn pages(stories: usize) -> usize {
    stories.div_ceil(ON_A_PAGE).max(1)
}

/// The path of a page, counted from 0.
pub(super) fn path(n: usize) -> String {
    if n == 0 { "search".into() } else { format!("search/{}", n + 1) }
}

pub(super) fn page(stories: &[StoryHit], n: usize, site: &Site) -> Result<String, PublishError> {
    let shown = stories.chunks(ON_A_PAGE).nth(n).unwrap_or_default();
    let older = (n + 1 < pages(stories.len())).then(|| site.href(&path(n + 1)));
    listed(shown, stories.len(), older.as_deref(), site)
}

/// The index: for each story its id, headline, lead, publishers and time.
pub(super) fn index(stories: &[StoryHit]) -> String {
    let row = |s: &StoryHit| {
        let sources: Vec<String> = s.sources.iter().map(|n| text::one_line(n)).collect();
        json!({
            "id": s.story, "headline": text::one_line(&s.headline), "lead": text::cut(&text::one_line(&s.lead), LEAD),
            "sources": sources, "at": s.at,
        })
    };
    json!(stories.iter().map(row).collect::<Vec<_>>()).to_string()
}

//! `stage duplicates`: articles in, the first article of each one's copy set out.

use super::group::{Clock, article, optional};
use serde_json::{Value, json};
use standfirst_group::{Config, Copies, Doc};
use standfirst_types::ArticleId;
use std::collections::HashMap;

/// The texts of the window, and the input's own ids of their first articles.
pub(super) struct Duplicates {
    copies: Copies,
    clock: Clock,
    ids: HashMap<ArticleId, String>,
}

/// Lines between sweeps of what the window has left behind.
const SWEEP: usize = 1_000;

impl Duplicates {
    pub(super) fn new() -> Self {
        let window = Config::default().window_hours;
        Self { copies: Copies::new(window), clock: Clock::new(window), ids: HashMap::new() }
    }

    pub(super) fn line(&mut self, line: &Value) -> Result<Value, String> {
        let article = article(line)?;
        let language = optional(line, "language").or_else(|| optional(line, "lang")).unwrap_or("und");
        let at = self.clock.read(line)?;
        let id = ArticleId::of(&[article.id.as_bytes()]);
        let (title, text) = (article.title, article.text);
        let doc = Doc { id, at, language, title, text, family: "", names: &[] };
        let found = self.copies.assign(&doc);
        if found.is_none() {
            self.ids.insert(id, article.id.to_owned());
            if self.ids.len().is_multiple_of(SWEEP) {
                self.copies.sweep();
                let copies = &self.copies;
                self.ids.retain(|id, _| copies.holds(*id));
                self.ids.insert(id, article.id.to_owned());
            }
        }
        let (first, score) = found.unwrap_or((id, 1.0));
        let cluster = self.ids.get(&first).map_or(article.id, String::as_str);
        Ok(json!({ "cluster": cluster, "score": score }))
    }
}

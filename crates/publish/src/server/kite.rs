//! Kite over HTTP: `/kite/kite.json` and the files it names, for the open front end of Kagi News.

use super::{
    Library, Open, Shop,
    news::{Answer, found, made},
    respond::{Kind, Miss},
    visit::Visit,
};
use crate::{PublishError, kite};
use axum::extract::{Path, State};
use standfirst_types::search::Query;

/// Stories of a section.
const STORIES: u32 = 30;

impl<L: Library> Shop<L> {
    /// A file of this name, as JSON.
    async fn kite(&self, name: &str) -> Result<Option<String>, super::LibraryError> {
        let Some(latest) = self.library.latest().await? else { return Ok(None) };
        let sections = self.library.sections().await?;
        let names: Vec<String> = sections.iter().map(|s| s.name.clone()).collect();
        if name == kite::INDEX {
            return Ok(Some(serde_json::to_string(&kite::index(&latest, &names))?));
        }
        let category = match kite::files(&names).iter().position(|f| f == name) {
            None => return Ok(None),
            Some(0) => kite::edition(&latest),
            Some(n) => {
                let Some(section) = sections.get(n - 1) else { return Ok(None) };
                let stories = self.library.stories_found(Query::parse(&section.query), STORIES).await?;
                kite::section(&section.name, &latest, &stories)
            }
        };
        Ok(Some(serde_json::to_string(&category)?))
    }
}

pub(super) async fn file<L: Library>(State(shop): Open<L>, Path(name): Path<String>, visit: Visit) -> Answer {
    let made_of = shop.kite(&name).await.map_err(|e| Miss::failed(visit.site.clone(), e));
    let body = found::<_, PublishError>(Ok(made_of?), &visit.site)?;
    made(&visit, Kind::JSON, Ok(body))
}

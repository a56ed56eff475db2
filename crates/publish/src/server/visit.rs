//! A visit: one request as a handler sees it, with who asks and the site as shown to them.

use super::{
    Library, Noted, Shop,
    access::{Who, form_token},
    reader::look_of,
    respond::Miss,
};
use crate::{Site, Viewer};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use standfirst_types::StoryId;
use std::sync::Arc;

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    /// The site as this visitor sees it.
    pub(crate) site: Box<Site>,
    /// What the request's headers say.
    pub(crate) asked: HeaderMap,
    /// Who asks.
    pub(crate) who: Who,
}

impl<L: Library> FromRequestParts<Arc<Shop<L>>> for Visit {
    type Rejection = Miss;

    async fn from_request_parts(parts: &mut Parts, shop: &Arc<Shop<L>>) -> Result<Self, Miss> {
        let who = parts.extensions.get::<Who>().cloned().unwrap_or(Who::Anyone);
        let mut site = shop.site();
        let pulse = shop.pulse().await.map_err(|e| Miss::failed(site.clone(), e))?;
        site.viewer = Viewer {
            owner: who.owner(),
            session: matches!(who, Who::Session(_)),
            locked: pulse.locked,
            form_token: form_token(&pulse.form_key, &who.key()),
            served: true,
            built: false,
            look: look_of(&parts.headers),
            sections: pulse.sections.clone(),
            noted: Noted::default(),
            here: parts.uri.path_and_query().map_or_else(|| "/".into(), |p| p.as_str().to_owned()),
        };
        Ok(Self { site, asked: parts.headers.clone(), who })
    }
}

impl Visit {
    /// What the address asks, by name; of a name given twice the first counts.
    pub(crate) fn param(&self, name: &str) -> Option<String> {
        let (_, query) = self.site.viewer.here.split_once('?')?;
        url::form_urlencoded::parse(query.as_bytes()).find(|(k, _)| k == name).map(|(_, v)| v.into_owned())
    }

    /// Notes what is to be shown beside these stories: the owner's marks, and the watched sections that find them.
    pub(crate) async fn note<L: Library>(&mut self, shop: &Shop<L>, stories: Vec<StoryId>) -> Result<(), Miss> {
        let mut noted = shop.library.noted(stories).await.map_err(|e| Miss::failed(self.site.clone(), e))?;
        if !self.who.owner() {
            noted.marks.clear();
        }
        self.site.viewer.noted = noted;
        Ok(())
    }
}

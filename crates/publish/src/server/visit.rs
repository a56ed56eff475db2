//! A visit: one request as a handler sees it, with who asks and the site as shown to them.

use super::{
    Library, Shop,
    access::{Who, form_token},
    respond::Miss,
};
use crate::{Site, Viewer};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
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
            here: parts.uri.path_and_query().map_or_else(|| "/".into(), |p| p.as_str().to_owned()),
        };
        Ok(Self { site, asked: parts.headers.clone(), who })
    }
}

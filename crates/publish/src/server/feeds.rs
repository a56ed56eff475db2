//! Feeds out over HTTP: the latest stories, the editions, and a section, a search or a story as a feed of its own.

use super::{
    Library, Open, Shop,
    news::{Answer, found, made},
    respond::{Kind, Miss},
    visit::Visit,
};
use crate::{
    PublishError,
    feed::{Channel, Format},
};
use axum::extract::State;
use standfirst_types::{
    StoryId,
    search::{LONGEST, Query},
};

/// Stories of a section's or search's feed, and revisions of a story's.
const STORIES: u32 = 30;
/// Editions of theirs, each with all its stories.
const EDITIONS: u32 = 7;

impl Format {
    fn kind(self) -> Kind {
        match self {
            Self::Atom => Kind::ATOM,
            Self::Rss => Kind::RSS,
            Self::Json => Kind::JSON_FEED,
        }
    }
}

impl Visit {
    /// How a feed is to be written, by the address; Atom where it does not say.
    fn format(&self) -> Format {
        let path = self.site.viewer.here.split('?').next().unwrap_or_default();
        match path {
            "/rss.xml" => Format::Rss,
            path => Format::ending(path).map_or(Format::Atom, |(_, format)| format),
        }
    }

    /// A feed as asked for.
    pub(super) fn feed(&self, channel: Result<Channel, PublishError>, format: Format) -> Answer {
        made(self, format.kind(), channel.map(|c| c.write(format, &self.site)))
    }
}

impl<L: Library> Shop<L> {
    /// The feed of a section of this name.
    pub(super) async fn section_feed(&self, visit: &Visit, name: &str, format: Format) -> Answer {
        let saved = found::<_, PublishError>(Ok(self.section_of(visit, name).await?), &visit.site)?;
        let stories = self.library.stories_found(Query::parse(&saved.query), STORIES).await;
        let stories = stories.map_err(|e| Miss::failed(visit.site.clone(), e))?;
        visit.feed(Channel::section(&saved.name, &stories, &visit.site), format)
    }

    /// The feed of a story's revisions.
    pub(super) async fn revisions(&self, visit: &Visit, id: StoryId, format: Format) -> Answer {
        let revisions = self.library.revisions(id, STORIES).await.map(|all| Some(all).filter(|all| !all.is_empty()));
        let revisions = found(revisions, &visit.site)?;
        visit.feed(Channel::revisions(id, &revisions, &visit.site), format)
    }
}

pub(super) async fn latest<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    let format = visit.format();
    shop.make_of_latest(visit, format.kind(), |p, site| Ok(Channel::stories(p, site)?.write(format, site))).await
}

pub(super) async fn editions<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    let failed = |e| Miss::failed(visit.site.clone(), e);
    let mut editions = vec![];
    // The newest last, so that it is the one the library has at hand.
    for summary in shop.library.editions(None, EDITIONS).await.map_err(failed)?.iter().rev() {
        editions.extend(shop.library.edition(summary.id).await.map_err(failed)?);
    }
    let editions = found::<_, PublishError>(Ok(Some(editions).filter(|e| !e.is_empty())), &visit.site)?;
    visit.feed(Channel::editions(&editions, &visit.site), visit.format())
}

pub(super) async fn search<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    let line: String = visit.param("q").unwrap_or_default().chars().take(LONGEST).collect();
    let stories = shop.library.stories_found(Query::parse(&line), STORIES).await;
    let stories = stories.map_err(|e| Miss::failed(visit.site.clone(), e))?;
    visit.feed(Channel::search(&line, &stories, &visit.site), visit.format())
}

//! The store as the publisher's library, with the latest edition kept at hand.

use crate::{engine::Engine, hubs, step, why};
use standfirst_publish::{
    EditionSummary,
    server::{HubCall, Library, LibraryError},
};
use standfirst_store::Store;
use standfirst_types::{
    Article, ArticleId, Edition, EditionId, EditionStory, Feed, FeedId, Ledger, Published, StoryId, StoryWhy,
};
use std::sync::{Arc, Mutex, PoisonError};

/// Most editions an archive page lists.
const ARCHIVE: u32 = 1000;

/// A store to be read from by pages.
#[derive(Clone)]
pub(crate) struct Shelf {
    store: Store,
    /// The engine whose page this is, for hubs that call.
    engine: Option<Engine>,
    /// The edition last shown; an edition still growing has the same id but another time of making.
    at_hand: Arc<Mutex<Option<Arc<Published>>>>,
}

type Found<T> = Result<Option<T>, LibraryError>;

impl Shelf {
    pub(crate) fn new(store: Store) -> Self {
        Self { store, engine: None, at_hand: Arc::default() }
    }

    /// The shelf of a page that is served.
    pub(crate) fn of(engine: &Engine) -> Self {
        Self { engine: Some(engine.clone()), ..Self::new(engine.store.clone()) }
    }

    async fn with(&self, edition: Edition) -> Found<Arc<Published>> {
        let held = self.at_hand.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(held) = held.filter(|p| p.edition.id == edition.id && p.edition.created == edition.created) {
            return Ok(Some(held));
        }
        let Some(published) = self.store.published(edition.id).await? else { return Ok(None) };
        let published = Arc::new(published);
        *self.at_hand.lock().unwrap_or_else(PoisonError::into_inner) = Some(published.clone());
        Ok(Some(published))
    }

    /// A story's newest brief alone, dressed as an edition of one.
    pub(crate) async fn story_alone(&self, id: StoryId) -> Found<Published> {
        let id = self.store.resolve(id).await?;
        let Some((brief, originals)) = self.store.latest_brief(id).await? else { return Ok(None) };
        let decisions = self.store.decisions().await?;
        let frame = brief.frame();
        let entry = EditionStory {
            pinned: decisions.is_pinned(id),
            links: step::links(&self.store, &decisions, id).await?,
            ..EditionStory::alone(id, frame.id)
        };
        let edition = Edition {
            schema: "standfirst.edition/1".into(),
            id: EditionId::of(&[frame.id.as_str().as_bytes()]),
            window: frame.window,
            created: frame.window.to,
            previous: None,
            sources: vec![],
            stories: vec![entry],
            changed: vec![],
            ledger: Ledger::default(),
        };
        Ok(Some(Published { edition, briefs: vec![brief], originals }))
    }
}

impl Library for Shelf {
    async fn latest(&self) -> Found<Arc<Published>> {
        match self.store.latest_edition(None).await? {
            Some(edition) => self.with(edition).await,
            None => Ok(None),
        }
    }

    async fn edition(&self, id: EditionId) -> Found<Arc<Published>> {
        match self.store.edition(id).await? {
            Some(edition) => self.with(edition).await,
            None => Ok(None),
        }
    }

    async fn story(&self, id: StoryId) -> Found<Arc<Published>> {
        Ok(self.story_alone(id).await?.map(Arc::new))
    }

    async fn leads_to(&self, id: StoryId) -> Result<StoryId, LibraryError> {
        Ok(self.store.resolve(id).await?)
    }

    async fn why(&self, id: StoryId) -> Found<StoryWhy> {
        match &self.engine {
            Some(engine) => Ok(why::why(engine, id).await?),
            None => Ok(None),
        }
    }

    async fn editions(&self) -> Result<Vec<EditionSummary>, LibraryError> {
        let all = self.store.editions(ARCHIVE).await?;
        Ok(all
            .into_iter()
            .map(|e| EditionSummary { id: e.id, window: e.window, created: e.created, stories: e.stories })
            .collect())
    }

    async fn feeds(&self) -> Result<Vec<Feed>, LibraryError> {
        Ok(self.store.feeds().await?)
    }

    async fn hub(&self, feed: FeedId, call: HubCall) -> Found<String> {
        match &self.engine {
            Some(engine) => Ok(hubs::called(engine, feed, call).await?),
            None => Ok(None),
        }
    }

    async fn article(&self, id: ArticleId, version: u32) -> Found<Article> {
        Ok(self.store.article(id, Some(version)).await?)
    }
}

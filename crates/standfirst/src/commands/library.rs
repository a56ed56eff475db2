//! The store as the publisher's library, with the latest edition kept at hand.

use super::{add, mcp};
use crate::{decide, engine::Engine, hubs, step, why};
use jiff::Timestamp;
use standfirst_publish::{
    EditionSummary,
    server::{Act, Acted, DecidedRow, HubCall, Letters, Library, LibraryError, Listed, Noted, Wish, access::Vault},
};
use standfirst_store::{CorrectionAt, Marked, Store};
use standfirst_types::{
    Article, ArticleId, Brief, Corrected, DecisionSaid, Edition, EditionId, EditionStory, Feed, FeedId, Item,
    ItemQuery, Ledger, Mark, Matter, Published, Report, StoryId, StoryWhy, Subscriber, Unread,
    brief::OriginalVersion,
    search::{ArticleHit, Hits, Query, Saved, StoryHit},
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
    /// The sections of the configuration.
    topics: Arc<[Saved]>,
}

type Found<T> = Result<Option<T>, LibraryError>;

impl Shelf {
    pub(crate) fn new(store: Store) -> Self {
        Self { store, engine: None, at_hand: Arc::default(), topics: Arc::default() }
    }

    /// The shelf of a page that is served.
    pub(crate) fn of(engine: &Engine) -> Self {
        let topics = engine.config.sections().into();
        Self { engine: Some(engine.clone()), topics, ..Self::new(engine.store.clone()) }
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
        let entry = EditionStory {
            pinned: decisions.is_pinned(id),
            links: step::links(&self.store, &decisions, id).await?,
            ..EditionStory::alone(id, brief.frame().id)
        };
        Ok(Some(alone(brief, originals, entry)))
    }
}

/// A brief dressed as an edition of one.
pub(crate) fn alone(brief: Brief, originals: Vec<Article>, entry: EditionStory) -> Published {
    let frame = brief.frame();
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
    Published { edition, briefs: vec![brief], originals }
}

fn done_or(done: bool, why: &str) -> Acted {
    if done { Acted::Done } else { Acted::Refused(why.into()) }
}

impl Shelf {
    /// Carries out what the owner wants decided, or says why not.
    async fn decide(&self, wish: Wish) -> Result<Acted, LibraryError> {
        let Some(engine) = &self.engine else { return Ok(Acted::Refused("Nothing can be decided here.".into())) };
        // A fault of what was asked is for the reader; one of ours is for the log.
        let choices = match decide::wanted(engine, wish).await {
            Ok(choices) => choices,
            Err(fault) if fault.downcast_ref::<standfirst_store::StoreError>().is_some() => return Err(fault.into()),
            Err(fault) => return Ok(Acted::Refused(format!("{fault:#}."))),
        };
        for choice in choices {
            decide::decide(engine, choice).await?;
        }
        Ok(Acted::Done)
    }
}

impl Vault for Shelf {
    async fn setting(&self, name: &'static str) -> Found<String> {
        Ok(self.store.setting(name).await?)
    }
    async fn set_setting(&self, name: &'static str, value: String) -> Result<(), LibraryError> {
        Ok(self.store.set_setting(name, &value).await?)
    }
    async fn begin_session(&self, hash: String, now: Timestamp, ends: Timestamp) -> Result<(), LibraryError> {
        Ok(self.store.begin_session(&hash, now, ends).await?)
    }
    async fn session(&self, hash: String, now: Timestamp) -> Found<Timestamp> {
        Ok(self.store.session(&hash, now).await?)
    }
    async fn end_sessions(&self, hash: Option<String>) -> Result<(), LibraryError> {
        self.store.end_sessions(hash.as_deref()).await?;
        Ok(())
    }
    async fn token(&self, hash: String, now: Timestamp) -> Found<String> {
        Ok(self.store.token(&hash, now).await?)
    }
    async fn feed_token(&self, hash: String, now: Timestamp) -> Found<String> {
        Ok(self.store.feed_token(&hash, now).await?)
    }
}

impl Library for Shelf {
    async fn generation(&self) -> Result<u64, LibraryError> {
        Ok(self.store.generation().await?)
    }

    async fn act(&self, act: Act) -> Result<Acted, LibraryError> {
        let now = self.engine.as_ref().map_or_else(Timestamp::now, Engine::now);
        match act {
            // What is muted is remembered in one place, with merges and splits.
            Act::Mark { story, mark: Mark::Muted, on, .. } => {
                self.decide(Wish::Mute { matter: Matter::Story(story), on }).await
            }
            Act::Decide(wish) => self.decide(wish).await,
            Act::Mark { story, mark, on, revision } => {
                let known = self.store.set_mark(Marked { story, mark, revision }, on, now).await?;
                Ok(done_or(known, "There is no such story."))
            }
            Act::Report(report) => Ok(done_or(
                self.store.add_report(&report).await?,
                "A thousand reports are open already; the owner must look at them first.",
            )),
            Act::CloseReport(id) => {
                Ok(done_or(self.store.close_report(id).await?, "There is no such report; it may be closed already."))
            }
            Act::KeepSearch(saved) if self.topics.iter().any(|t| t.name == saved.name) => Ok(Acted::Refused(format!(
                "“{}” stands in the configuration, under [topics]; change it there, or take another name.",
                saved.name
            ))),
            Act::KeepSearch(saved) => Ok(done_or(
                self.store.keep_search(&saved, now).await?,
                "There are 200 sections already; drop one first.",
            )),
            Act::DropSearch(name) => Ok(done_or(self.store.drop_search(&name).await?, "There is no such section.")),
            Act::MarkItems { numbers, mark, on } => {
                self.store.mark_items(&numbers, mark, on, now).await?;
                Ok(Acted::Done)
            }
            Act::ReadItems(query) => {
                self.store.read_items(&query, now).await?;
                Ok(Acted::Done)
            }
            Act::Unfollow(feed) => {
                Ok(done_or(self.store.remove_feed(feed).await?, "This feed is not followed; it may be gone already."))
            }
            Act::RenameFeed { feed, title, folder } => {
                let known =
                    self.store.rename_feed(feed, title.as_deref(), folder.as_ref().map(Option::as_deref)).await?;
                Ok(done_or(known, "This feed is not followed; it may be gone already."))
            }
            _ => Ok(Acted::Refused("This version cannot do that.".into())),
        }
    }

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

    async fn decisions(&self) -> Result<Vec<DecidedRow>, LibraryError> {
        let list = self.store.decision_list().await?;
        let in_force: Vec<u64> = self.store.decisions().await?.active().map(|d| d.number).collect();
        let mut rows = vec![];
        for decision in list {
            let words = decide::in_words(&self.store, &decision.choice).await?;
            let in_force = in_force.contains(&decision.number);
            rows.push(DecidedRow { said: DecisionSaid { decision, words }, in_force });
        }
        Ok(rows)
    }

    async fn editions(&self, before: Option<Timestamp>, limit: u32) -> Result<Vec<EditionSummary>, LibraryError> {
        let all = self.store.editions(before, limit.min(ARCHIVE)).await?;
        Ok(all
            .into_iter()
            .map(|e| EditionSummary { id: e.id, window: e.window, created: e.created, stories: e.stories })
            .collect())
    }

    async fn search(&self, query: Query, cursor: Option<i64>, limit: u32) -> Result<Hits, LibraryError> {
        Ok(self.store.search(&query, cursor, limit).await?)
    }

    async fn stories_found(&self, query: Query, limit: u32) -> Result<Vec<Arc<Published>>, LibraryError> {
        let mut stories = vec![];
        for hit in self.store.story_hits(&query, limit).await? {
            stories.extend(self.story_alone(hit.story).await?.map(Arc::new));
        }
        Ok(stories)
    }

    async fn revisions(&self, id: StoryId, limit: u32) -> Result<Vec<Arc<Published>>, LibraryError> {
        let revisions = self.store.revisions(self.store.resolve(id).await?, limit).await?.into_iter();
        let alone = |(brief, originals): (Brief, Vec<Article>)| {
            let entry = EditionStory::alone(brief.story(), brief.frame().id);
            Arc::new(alone(brief, originals, entry))
        };
        Ok(revisions.map(alone).collect())
    }

    async fn revisions_before(
        &self,
        id: StoryId,
        before: u32,
        limit: u32,
    ) -> Result<Vec<Arc<Published>>, LibraryError> {
        let mut all = vec![];
        for id in self.store.revision_ids(self.store.resolve(id).await?, before, limit).await? {
            let Some((brief, originals)) = self.store.brief(id).await? else { continue };
            let entry = EditionStory::alone(brief.story(), id);
            all.push(Arc::new(alone(brief, originals, entry)));
        }
        Ok(all)
    }

    async fn stories_before(&self, before: i64, limit: u32) -> Listed<i64, StoryHit> {
        Ok(self.store.stories_before(before, limit).await?)
    }

    async fn articles_before(&self, before: i64, limit: u32) -> Listed<i64, ArticleHit> {
        Ok(self.store.articles_before(before, limit).await?)
    }

    async fn article_hit(&self, id: ArticleId) -> Found<ArticleHit> {
        Ok(self.store.article_hit(id).await?)
    }

    async fn versions(&self, id: ArticleId) -> Result<Vec<OriginalVersion>, LibraryError> {
        let all = self.store.versions_of(&[id]).await?.remove(&id).unwrap_or_default().into_iter();
        Ok(all.map(|(version, at, hash)| OriginalVersion { version, at, hash }).collect())
    }

    async fn sections(&self) -> Result<Vec<Saved>, LibraryError> {
        let mut all: Vec<Saved> = self.topics.to_vec();
        let own = self.store.searches().await?;
        all.extend(own.into_iter().filter(|s| !self.topics.iter().any(|t| t.name == s.name)));
        Ok(all)
    }

    async fn noted(&self, stories: Vec<StoryId>) -> Result<Noted, LibraryError> {
        let marks = self.store.marks_of(&stories).await?;
        let mut noted =
            Noted { marks: marks.into_iter().map(|m| ((m.story, m.mark), m.revision)).collect(), ..Noted::default() };
        let decisions = self.store.decisions().await?;
        let muted = stories.iter().filter(|s| decisions.is_muted(&Matter::Story(**s)));
        noted.marks.extend(muted.map(|s| ((*s, Mark::Muted), 0)));
        for section in self.sections().await?.into_iter().filter(|s| s.watch) {
            for story in self.store.finds(&Query::parse(&section.query), &stories).await? {
                noted.watched.entry(story).or_default().push(section.name.clone());
            }
        }
        Ok(noted)
    }

    async fn marked(&self, mark: Mark, limit: u32) -> Result<Vec<StoryHit>, LibraryError> {
        Ok(self.store.marked(mark, limit).await?)
    }

    async fn corrections(&self, limit: u32) -> Result<Vec<Corrected>, LibraryError> {
        Ok(self.store.corrections(limit).await?)
    }

    async fn marked_after(&self, mark: Mark, after: Option<(i64, String)>, limit: u32) -> Listed<i64, StoryHit> {
        Ok(self.store.marked_after(mark, after, limit).await?)
    }

    async fn corrections_after(&self, after: Option<CorrectionAt>, limit: u32) -> Listed<CorrectionAt, Corrected> {
        Ok(self.store.corrections_after(after, limit).await?)
    }

    async fn reports(&self) -> Result<Vec<Report>, LibraryError> {
        Ok(self.store.reports().await?)
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

    async fn letters(&self, what: Letters) -> Found<Subscriber> {
        let now = self.engine.as_ref().map_or_else(Timestamp::now, Engine::now);
        Ok(match what {
            Letters::SignUp(email, choices) => {
                self.store.sign_up(&email, &choices, now).await?;
                if let Some(engine) = &self.engine {
                    engine.bell.ring();
                }
                None
            }
            Letters::Confirm(token) => self.store.confirm_subscriber(&token, now).await?,
            Letters::Look(id) => self.store.subscriber(id).await?,
            Letters::Choose(id, choices) => {
                self.store.choose(id, &choices).await?;
                self.store.subscriber(id).await?
            }
            Letters::Leave(id) => {
                self.store.leave(id, now).await?;
                None
            }
        })
    }

    async fn article(&self, id: ArticleId, version: u32) -> Found<Article> {
        Ok(self.store.article(id, Some(version)).await?)
    }

    async fn items(&self, query: ItemQuery) -> Result<Vec<Item>, LibraryError> {
        Ok(self.store.items(&query).await?)
    }

    async fn items_by_number(&self, numbers: Vec<i64>) -> Result<Vec<Item>, LibraryError> {
        Ok(self.store.items_by_number(&numbers).await?)
    }

    async fn unread(&self) -> Result<Vec<Unread>, LibraryError> {
        Ok(self.store.unread().await?)
    }

    async fn newest_article(&self, id: ArticleId) -> Found<Article> {
        Ok(self.store.article(id, None).await?)
    }

    async fn brief_at(&self, id: StoryId, revision: u32) -> Found<Arc<Published>> {
        let Some((brief, originals)) = self.store.brief_revision(id, revision).await? else { return Ok(None) };
        let entry = EditionStory::alone(brief.story(), brief.frame().id);
        Ok(Some(Arc::new(alone(brief, originals, entry))))
    }

    async fn mcp(&self, message: Vec<u8>) -> Found<String> {
        match &self.engine {
            Some(engine) => Ok(mcp::answer(engine.clone(), self.clone(), &message).await),
            None => Ok(None),
        }
    }

    async fn story_ids(&self, query: Query, limit: u32) -> Result<Vec<StoryId>, LibraryError> {
        Ok(self.store.story_hits(&query, limit).await?.into_iter().map(|hit| hit.story).collect())
    }

    async fn follow(
        &self,
        url: String,
        title: Option<String>,
        folder: Option<String>,
    ) -> Result<Result<Feed, String>, LibraryError> {
        let Some(engine) = &self.engine else { return Ok(Err("no feed can be followed from here".into())) };
        match add::follow(engine, &url, false, title, folder).await {
            Ok((feed, _)) => Ok(Ok(feed)),
            Err(fault) if fault.downcast_ref::<standfirst_store::StoreError>().is_some() => Err(fault.into()),
            Err(fault) => Ok(Err(format!("{fault:#}"))),
        }
    }
}

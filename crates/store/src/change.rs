//! Changes: what a job wants stored, as data. A job's changes and the jobs that follow commit in one transaction.

use crate::{
    FeedCheck, Joined, NewDelivery, NewJob, Page, Store, StoreError, articles, briefs, captures, corrections,
    deliveries, editions, feeds, items, jobs, pages, search, stories,
};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use standfirst_types::{Article, Brief, Capture, Decisions, Edition, Finding, Notes, StoryId};

/// One thing to store. Storing it twice is the same as once.
#[derive(Clone, Debug)]
pub enum Change {
    /// A feed was asked.
    Check(Box<FeedCheck>),
    /// An address was asked for.
    Page(Page),
    /// A delivery came.
    Capture(Capture),
    /// A version of an article was read.
    Article {
        /// The article.
        article: Box<Article>,
        /// Its notes.
        notes: Notes,
        /// What was noticed.
        findings: Vec<Finding>,
        /// When.
        at: Timestamp,
    },
    /// An article joined a story.
    Joined(Box<Joined>),
    /// A brief was sealed.
    Brief {
        /// The brief.
        brief: Box<Brief>,
        /// Sentences the check left out and what was missing of each.
        left_out: Vec<(String, Vec<String>)>,
        /// Why the default writer made it where a model was to.
        note: Option<String>,
        /// When.
        at: Timestamp,
        /// The last of the user's decisions that it follows; 0 for none.
        decided: u64,
    },
    /// A story could not be briefed.
    NoBrief(StoryId, crate::Fate),
    /// An edition was composed.
    Edition(Box<Edition>),
    /// A host asks not to be bothered before a time: what waits in its lane falls due then.
    Rest {
        /// The lane.
        lane: String,
        /// Not before.
        until: Timestamp,
    },
    /// A webhook is to be told of something.
    Tell(NewDelivery),
}

/// What a job did: what to store and which jobs follow.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// What to store, in order.
    pub changes: Vec<Change>,
    /// The jobs that follow.
    pub jobs: Vec<NewJob>,
}

impl Store {
    /// Stores changes that no job made, in one transaction.
    ///
    /// # Errors
    /// When the data file refuses; then nothing of it is stored.
    pub async fn keep(&self, changes: &[Change]) -> Result<(), StoreError> {
        let mut c = self.write().await;
        jobs::begin(&mut c).await?;
        let result = async {
            let mut decisions = None;
            for change in changes {
                change.save(&mut c, &mut decisions).await?;
            }
            Ok(())
        }
        .await;
        jobs::finish(&mut c, result).await
    }
}

impl Change {
    pub(crate) fn is_rest(&self) -> bool {
        matches!(self, Self::Rest { .. })
    }

    /// Stores it; `decisions` are the user's, read when the first change of a transaction asks for them.
    pub(crate) async fn save(
        &self,
        c: &mut SqliteConnection,
        decisions: &mut Option<Decisions>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Check(check) => feeds::save_check(c, check).await,
            Self::Page(page) => pages::save(c, page).await,
            Self::Capture(capture) => captures::save(c, capture).await,
            Self::Article { article, notes, findings, at } => {
                articles::save(c, article, notes, findings, *at).await?;
                items::add_article(c, article, *at).await?;
                search::add_article(c, article, notes, *at).await
            }
            Self::Joined(joined) => {
                if decisions.is_none() {
                    *decisions = Some(Decisions::of(&crate::decisions::list(c).await?));
                }
                match decisions {
                    Some(decisions) => stories::join(c, joined, decisions).await,
                    None => Ok(()),
                }
            }
            Self::Brief { brief, left_out, note, at, decided } => {
                briefs::save(c, brief, left_out, note.as_deref(), *at, *decided).await?;
                search::add_brief(c, brief).await?;
                items::add_brief(c, brief, *at).await?;
                corrections::save(c, brief).await?;
                stories::set_fate(c, brief.story(), None, left_out.len() as u32).await
            }
            Self::NoBrief(story, fate) => stories::set_fate(c, *story, Some(fate), 0).await,
            Self::Edition(edition) => editions::save(c, edition).await,
            Self::Rest { lane, until } => jobs::rest(c, lane, *until).await,
            Self::Tell(delivery) => deliveries::save(c, delivery).await,
        }
    }
}

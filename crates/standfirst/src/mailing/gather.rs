//! Gathering: the stories of the editions since a subscriber's last mail, as one edition, without what they were told before.
//!
//! What is gathered is published already: the same sealed briefs, in the same order. Nothing is written or judged anew.

use crate::engine::Engine;
use anyhow::{Context, Result};
use jiff::Timestamp;
use standfirst_publish::feed::is_update;
use standfirst_store::SentTo;
use standfirst_types::{
    Brief, Change, Choices, EditionId, Ledger, Published, StoryId,
    search::{Query, Saved},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Most editions in one mail: more than a week of two a day.
const MOST: u32 = 15;

/// The editions that are whole, opened as they are needed, and the sections that can be chosen.
pub(crate) struct Editions {
    /// Newest first, with their ends.
    list: Vec<(EditionId, Timestamp)>,
    /// Whether it is one that was asked for, however long ago it was.
    asked_for: bool,
    opened: BTreeMap<EditionId, Arc<Published>>,
    sections: Vec<Saved>,
}

impl Editions {
    /// The newest editions but for the one that still grows.
    pub(crate) async fn closed(engine: &Engine, growing: Option<EditionId>) -> Result<Self> {
        let all = engine.store.editions(None, MOST + 1).await?.into_iter();
        let list = all.filter(|e| Some(e.id) != growing).map(|e| (e.id, e.window.to)).take(MOST as usize).collect();
        Self::of(engine, list, false).await
    }

    /// One edition.
    pub(crate) async fn only(engine: &Engine, id: EditionId) -> Result<Self> {
        let missing = || format!("there is no edition {id}; the page /archive lists them");
        let edition = engine.store.edition(id).await?.with_context(missing)?;
        Self::of(engine, vec![(id, edition.window.to)], true).await
    }

    async fn of(engine: &Engine, list: Vec<(EditionId, Timestamp)>, asked_for: bool) -> Result<Self> {
        let mut sections = engine.config.sections();
        let own = engine.store.searches().await?;
        let own: Vec<Saved> = own.into_iter().filter(|s| sections.iter().all(|t| t.name != s.name)).collect();
        sections.extend(own);
        Ok(Self { list, asked_for, opened: BTreeMap::new(), sections })
    }

    /// The newest of them.
    pub(crate) fn newest(&self) -> Option<(EditionId, Timestamp)> {
        self.list.first().copied()
    }

    /// Whether a section of this name is there.
    pub(crate) fn has_section(&self, name: &str) -> bool {
        self.sections.iter().any(|s| s.name == name)
    }

    /// What is new for a subscriber who was told this much, as one edition; `None` when nothing is. A first mail holds the
    /// newest edition. With `again`, the newest edition whole.
    pub(crate) async fn news(
        &mut self,
        engine: &Engine,
        choices: &Choices,
        told: &SentTo,
        again: bool,
    ) -> Result<Option<Published>> {
        let fresh = told.until.is_none() || again || self.asked_for;
        let since = |end: &Timestamp| told.until.is_none_or(|until| *end > until);
        let chosen = self.list.iter().enumerate().filter(|(i, (_, end))| if fresh { *i == 0 } else { since(end) });
        let ids: Vec<EditionId> = chosen.map(|(_, (id, _))| *id).collect();
        let mut editions = vec![];
        for id in ids {
            editions.extend(self.open(engine, id).await?);
        }
        let shown = self.in_sections(engine, choices, &editions).await?;
        let nothing = SentTo::default();
        let told = if again { &nothing } else { told };
        Ok(merge(&editions, |b| shown.as_ref().is_none_or(|s| s.contains(&b.story())) && is_new(b, told), told))
    }

    async fn open(&mut self, engine: &Engine, id: EditionId) -> Result<Option<Arc<Published>>> {
        if let Some(opened) = self.opened.get(&id) {
            return Ok(Some(opened.clone()));
        }
        let Some(published) = engine.store.published(id).await?.map(Arc::new) else { return Ok(None) };
        self.opened.insert(id, published.clone());
        Ok(Some(published))
    }

    /// The stories that the chosen sections find; `None` for all.
    async fn in_sections(
        &self,
        engine: &Engine,
        choices: &Choices,
        editions: &[Arc<Published>],
    ) -> Result<Option<BTreeSet<StoryId>>> {
        if choices.sections.is_empty() {
            return Ok(None);
        }
        let all: BTreeSet<StoryId> = editions.iter().flat_map(|p| p.briefs.iter().map(Brief::story)).collect();
        let all: Vec<StoryId> = all.into_iter().collect();
        let mut found = BTreeSet::new();
        for section in self.sections.iter().filter(|s| choices.sections.contains(&s.name)) {
            found.extend(engine.store.finds(&Query::parse(&section.query), &all).await?);
        }
        Ok(Some(found))
    }
}

/// Whether a brief tells what a subscriber was not told: a story new to them, or a revision that tells something new. Where
/// they have missed one in between, the newest is taken to tell something new.
fn is_new(brief: &Brief, told: &SentTo) -> bool {
    let revision = brief.frame().revision;
    match told.stories.get(&brief.story()) {
        None => true,
        Some(before) => revision > *before && (is_update(brief) || revision > before + 1),
    }
}

/// Editions, newest first, as one: each story once, in its newest revision, where it is wanted; what changed of those, and of
/// stories that were told before; the ledgers together. `None` where neither a story nor a withdrawal is left.
fn merge(editions: &[Arc<Published>], wanted: impl Fn(&Brief) -> bool, told: &SentTo) -> Option<Published> {
    let newest = editions.first()?;
    let mut out = Published { edition: newest.edition.clone(), briefs: vec![], originals: vec![] };
    out.edition.stories.clear();
    out.edition.changed.clear();
    out.edition.window.from = editions.last().map_or(newest.edition.window.from, |p| p.edition.window.from);
    let mut seen = BTreeSet::new();
    for published in editions {
        for brief in published.briefs.iter().filter(|b| seen.insert(b.story()) && wanted(b)) {
            out.edition.stories.extend(published.edition.stories.iter().find(|s| s.story == brief.story()).cloned());
            out.briefs.push(brief.clone());
            let cited: BTreeSet<_> = brief.refs().map(|r| (r.article, r.version)).collect();
            out.originals.extend(published.originals.iter().filter(|a| cited.contains(&(a.id, a.version))).cloned());
        }
    }
    out.originals.sort_by_key(|a| (a.id, a.version));
    out.originals.dedup_by_key(|a| (a.id, a.version));
    out.edition.changed = changes(editions, &out.briefs, told);
    out.edition.sources = editions.iter().flat_map(|p| p.edition.sources.iter().cloned()).collect();
    out.edition.sources.sort();
    out.edition.sources.dedup();
    out.edition.ledger = ledger(editions);
    let withdrawn = out.edition.changed.iter().any(|c| c.what == "withdrawn");
    (!out.briefs.is_empty() || withdrawn).then_some(out)
}

/// What changed in the stories that are shown, and which of those told before are withdrawn.
fn changes(editions: &[Arc<Published>], shown: &[Brief], told: &SentTo) -> Vec<Change> {
    let mut changes: Vec<Change> = vec![];
    for change in editions.iter().flat_map(|p| &p.edition.changed) {
        let here = shown.iter().any(|b| b.story() == change.story);
        let gone = change.what == "withdrawn" && told.stories.contains_key(&change.story);
        if (here || gone) && !changes.contains(change) {
            changes.push(change.clone());
        }
    }
    changes
}

/// The newest ledger, with what was read and left out for the others too.
fn ledger(editions: &[Arc<Published>]) -> Ledger {
    let mut ledgers = editions.iter().map(|p| &p.edition.ledger);
    let mut sum = ledgers.next().cloned().unwrap_or_default();
    for l in ledgers {
        sum.pages_read += l.pages_read;
        sum.paywalled += l.paywalled;
        sum.thin += l.thin;
        sum.blocked += l.blocked;
        sum.copies += l.copies;
        sum.sentences_left_out += l.sentences_left_out;
        sum.not_shown.extend(l.not_shown.iter().cloned());
    }
    sum
}

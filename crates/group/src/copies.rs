//! Copies: syndicated and edited texts that are one text. Each is held against the earliest of its kind, its
//! representative; only representatives are remembered, so a hundred copies of a text cost no more than one.
//!
//! Candidates share sampled five-word runs; a candidate is a copy when enough of the three-word runs of the shorter
//! text stand in the longer one. That survives a cut tail, a dateline, added paragraphs and changed spellings. A text
//! under 40 words must stand in the other almost whole, and one under 20 is a copy only when title and text are the
//! same word by word.

use crate::doc::Doc;
use crate::shingles::{self, WORDS};
use crate::words::words;
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use standfirst_types::{ArticleId, StoryId};

/// Texts of fewer words are compared exactly.
const EXACT: usize = 20;
/// Three-word runs of a text of 40 words; a shorter one must stand in the other almost whole.
const SHORT: usize = 38;
/// The part of a short text that must stand in the other.
const SHORT_CONTAINED: f32 = 0.8;
/// The part of the shorter text that must stand in the longer one.
const CONTAINED: f32 = 0.4;
/// A title and text of fewer words than this says too little to be called a copy.
const LEAST: usize = 4;
/// Candidates compared run by run, those with the most shared sampled runs first.
const CANDIDATES: usize = 48;
/// Representatives remembered under one sampled run, the earliest; more means it is boilerplate.
const CROWD: usize = 48;

/// The representatives of the window.
#[derive(Clone, Debug)]
pub struct Copies {
    window: i64,
    clock: i64,
    next: u32,
    texts: FxHashMap<u32, Box<Text>>,
    ids: FxHashMap<ArticleId, u32>,
    keys: FxHashMap<u64, Slots>,
}

/// The texts under one sampled run, rising; nearly always one, which then needs no room of its own.
#[derive(Clone, Debug)]
enum Slots {
    One(u32),
    #[expect(clippy::box_collection, reason = "a box is a third of a vector's size, and nearly every run has one text")]
    Many(Box<Vec<u32>>),
}

impl Slots {
    fn all(&self) -> &[u32] {
        match self {
            Self::One(slot) => std::slice::from_ref(slot),
            Self::Many(slots) => slots,
        }
    }

    fn push(&mut self, slot: u32) {
        match self {
            Self::One(first) => *self = Self::Many(Box::new(vec![*first, slot])),
            Self::Many(slots) => slots.push(slot),
        }
    }

    /// Takes a slot out; whether any is left.
    fn take_out(&mut self, slot: u32) -> bool {
        match self {
            Self::One(only) => *only != slot,
            Self::Many(slots) => {
                slots.retain(|&s| s != slot);
                !slots.is_empty()
            }
        }
    }
}

/// A remembered text. `last` is when it, or a copy of it, was last met.
#[derive(Clone, Debug)]
struct Text {
    id: ArticleId,
    home: Option<StoryId>,
    last: i64,
    triples: Box<[u32]>,
    keys: Box<[u64]>,
}

/// What comparing a document needs; made once, used to find and to remember.
#[derive(Clone, Debug)]
pub(crate) struct Print {
    triples: Vec<u32>,
    keys: Vec<u64>,
}

impl Copies {
    /// Remembers texts until `window_hours` hours passed without a copy of them.
    pub fn new(window_hours: u32) -> Self {
        Self {
            window: i64::from(window_hours) * 3600,
            clock: i64::MIN,
            next: 0,
            texts: FxHashMap::default(),
            ids: FxHashMap::default(),
            keys: FxHashMap::default(),
        }
    }

    /// The representative this document copies and the shared part of the shorter text; remembers the document.
    /// `None` when it is the first of its text. At 600 words a tenth of a millisecond.
    pub fn assign(&mut self, doc: &Doc<'_>) -> Option<(ArticleId, f32)> {
        self.advance(doc.at);
        let print = Self::print(doc);
        let found = self.find(&print);
        match found {
            Some((id, _)) => self.touch(id, doc.at),
            None => self.remember(doc.id, doc.at, print),
        }
        found
    }

    /// Lets go of texts last met more than the window before the latest article. Changes no answer.
    pub fn sweep(&mut self) {
        let mut gone: Vec<u32> = self
            .texts
            .iter()
            .filter(|(_, t)| self.clock.saturating_sub(t.last) > self.window)
            .map(|(s, _)| *s)
            .collect();
        gone.sort_unstable();
        for slot in gone {
            let Some(text) = self.texts.remove(&slot) else { continue };
            self.ids.remove(&text.id);
            for key in &text.keys {
                if self.keys.get_mut(key).is_some_and(|list| !list.take_out(slot)) {
                    self.keys.remove(key);
                }
            }
        }
    }

    /// How many texts are remembered.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Whether this article is a remembered representative.
    pub fn holds(&self, id: ArticleId) -> bool {
        self.ids.contains_key(&id)
    }

    /// The story of a remembered text.
    pub(crate) fn home(&self, id: ArticleId) -> Option<StoryId> {
        let text = self.texts.get(self.ids.get(&id)?)?;
        text.home.filter(|_| self.clock.saturating_sub(text.last) <= self.window)
    }

    /// Says which story a remembered text is of.
    pub(crate) fn settle(&mut self, id: ArticleId, story: StoryId) {
        if let Some(text) = self.ids.get(&id).and_then(|slot| self.texts.get_mut(slot)) {
            text.home = Some(story);
        }
    }

    pub(crate) fn advance(&mut self, at: Timestamp) {
        self.clock = self.clock.max(at.as_second());
    }

    pub(crate) fn print(doc: &Doc<'_>) -> Print {
        let text = shingles::word_hashes(&words(doc.text, WORDS));
        if text.len() >= EXACT {
            let keys = shingles::sample(&text);
            return Print { triples: shingles::triples(&text), keys };
        }
        let mut all = shingles::word_hashes(&words(doc.title, WORDS));
        all.extend(text);
        let keys = if all.len() >= LEAST { vec![shingles::exact(&all)] } else { Vec::new() };
        Print { triples: Vec::new(), keys }
    }

    /// The earliest live text this one copies.
    pub(crate) fn find(&self, print: &Print) -> Option<(ArticleId, f32)> {
        let mut hits: FxHashMap<u32, u32> = FxHashMap::default();
        for slot in print.keys.iter().filter_map(|key| self.keys.get(key)).flat_map(Slots::all) {
            *hits.entry(*slot).or_default() += 1;
        }
        let mut hits: Vec<(u32, u32)> = hits.into_iter().collect();
        hits.sort_unstable_by_key(|&(slot, n)| (std::cmp::Reverse(n), slot));
        hits.truncate(CANDIDATES);
        hits.sort_unstable();
        hits.into_iter().find_map(|(slot, _)| {
            let text = self.texts.get(&slot).filter(|t| self.clock.saturating_sub(t.last) <= self.window)?;
            let part = contained(&print.triples, &text.triples);
            let short = print.triples.len().min(text.triples.len()) < SHORT;
            (part >= if short { SHORT_CONTAINED } else { CONTAINED }).then_some((text.id, part))
        })
    }

    /// Remembers a text that is no copy. Slots rise with time, so the lowest is the earliest.
    pub(crate) fn remember(&mut self, id: ArticleId, at: Timestamp, print: Print) {
        if print.keys.is_empty() || self.ids.contains_key(&id) {
            return;
        }
        let slot = self.next;
        self.next = self.next.wrapping_add(1);
        let mut kept = Vec::with_capacity(print.keys.len());
        for key in print.keys {
            match self.keys.get_mut(&key) {
                None => drop(self.keys.insert(key, Slots::One(slot))),
                Some(list) if list.all().len() >= CROWD => continue,
                Some(list) => list.push(slot),
            }
            kept.push(key);
        }
        self.ids.insert(id, slot);
        let text = Text { id, home: None, last: at.as_second(), triples: print.triples.into(), keys: kept.into() };
        self.texts.insert(slot, Box::new(text));
    }

    /// A copy of `id` was met.
    pub(crate) fn touch(&mut self, id: ArticleId, at: Timestamp) {
        if let Some(text) = self.ids.get(&id).and_then(|slot| self.texts.get_mut(slot)) {
            text.last = text.last.max(at.as_second());
        }
    }
}

/// The part of the shorter list that stands in the longer; 1 for two empty ones, which met by their exact key.
fn contained(a: &[u32], b: &[u32]) -> f32 {
    match a.len().min(b.len()) {
        0 if a.len() == b.len() => 1.0,
        0 => 0.0,
        shorter => shingles::shared(a, b) as f32 / shorter as f32,
    }
}

//! A decision: what the user told the machine about the news, and never has to tell it again. Two stories are one, an
//! article belongs elsewhere, this is not wanted, that comes first. Decisions are numbered rows that are only added to; one
//! is taken back by another. [`Decisions`] is what they come to, and a pure function of the list: the same decisions over
//! the same articles give the same stories, after a restart and in a replay.

use crate::{ArticleId, MemberKind, StoryId};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Decision {
    /// From 1, in the order in which they were made.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// What was decided.
    #[serde(flatten)]
    pub choice: Choice,
}

/// What can be decided.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "decided")]
pub enum Choice {
    /// The reports of one story belong to another, those to come as well.
    Merge {
        /// The story that ends; its address leads to the other.
        from: StoryId,
        /// The story that stays.
        into: StoryId,
    },
    /// An article, with the copies of it, does not belong to the story it is in.
    Split {
        /// The article.
        article: ArticleId,
        /// The story it is taken out of.
        from: StoryId,
        /// The story it is put into: a new one, or one there is.
        into: StoryId,
    },
    /// Not to be shown.
    Mute {
        /// What.
        matter: Matter,
    },
    /// To be shown again.
    Unmute {
        /// What.
        matter: Matter,
    },
    /// To be shown first in every edition, whether there is news of it or not.
    Pin {
        /// The story.
        story: StoryId,
    },
    /// To be shown like any other.
    Unpin {
        /// The story.
        story: StoryId,
    },
    /// An earlier decision is taken back.
    Undo {
        /// Its number.
        decision: u64,
    },
}

/// What can be muted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "matter", content = "which")]
pub enum Matter {
    /// One story.
    Story(StoryId),
    /// Stories about a name, or any word.
    Name(String),
    /// What a publisher family writes: it is left out of briefs, and what only it reports is not shown.
    Source(String),
    /// Stories of one of the user's topics.
    Topic(String),
}

/// What all decisions up to one come to. Empty when none was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    last: u64,
    active: Vec<Decision>,
    redirects: BTreeMap<StoryId, StoryId>,
    splits: BTreeMap<ArticleId, StoryId>,
    muted: BTreeSet<Matter>,
    pinned: BTreeSet<StoryId>,
    parted: BTreeMap<StoryId, ArticleId>,
}

impl Decisions {
    /// Folds the list, which is in the order of its numbers. What was taken back counts as never made; a merge that would
    /// close a circle changes nothing. Linear in the list but for the look-ups.
    pub fn of(list: &[Decision]) -> Self {
        let undone = undone(list);
        let mut out = Self { last: list.last().map_or(0, |d| d.number), ..Self::default() };
        for decision in list {
            // Where a split once put an article stays known: the address that it made was given out.
            if let Choice::Split { article, into, .. } = decision.choice {
                out.parted.entry(into).or_insert(article);
            }
        }
        for decision in list.iter().filter(|d| !undone.contains(&d.number)) {
            out.take(&decision.choice);
            out.active.push(decision.clone());
        }
        out.pinned = out.pinned.iter().map(|id| out.root(*id)).collect();
        out.muted = std::mem::take(&mut out.muted)
            .into_iter()
            .map(|m| match m {
                Matter::Story(id) => Matter::Story(out.root(id)),
                other => other,
            })
            .collect();
        out
    }

    fn take(&mut self, choice: &Choice) {
        match choice {
            Choice::Merge { from, into } => {
                let (from, into) = (self.root(*from), self.root(*into));
                if from != into {
                    self.redirects.insert(from, into);
                }
            }
            Choice::Split { article, into, .. } => drop(self.splits.insert(*article, *into)),
            Choice::Mute { matter } => {
                if let Matter::Story(id) = matter {
                    self.pinned.remove(id);
                }
                self.muted.insert(matter.clone());
            }
            Choice::Unmute { matter } => drop(self.muted.remove(matter)),
            Choice::Pin { story } => {
                self.muted.remove(&Matter::Story(*story));
                self.pinned.insert(*story);
            }
            Choice::Unpin { story } => drop(self.pinned.remove(story)),
            Choice::Undo { .. } => {}
        }
    }

    /// The number of the last decision, 0 when there is none: what was made under the same number was made under the same
    /// decisions.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// The decisions in force, oldest first, takings-back left out.
    pub fn active(&self) -> impl Iterator<Item = &Decision> {
        self.active.iter().filter(|d| !matches!(d.choice, Choice::Undo { .. }))
    }

    /// The story that a story is part of now: itself, unless it was merged. Chains are followed to their end.
    pub fn root(&self, story: StoryId) -> StoryId {
        let mut id = story;
        // The table has no circle, for `take` makes none; the bound holds whatever the table.
        for _ in 0..=self.redirects.len() {
            match self.redirects.get(&id) {
                Some(&next) => id = next,
                None => break,
            }
        }
        id
    }

    /// Every other story that is now part of this one, in order of id.
    pub fn merged_into(&self, story: StoryId) -> Vec<StoryId> {
        self.redirects.keys().copied().filter(|id| self.root(*id) == story).collect()
    }

    /// The story of an article that the grouping put into `home`. A copy goes where its original goes unless it was itself
    /// taken out.
    pub fn place(&self, article: ArticleId, kind: MemberKind, home: StoryId) -> StoryId {
        let own = self.splits.get(&article);
        let first = match kind {
            MemberKind::CopyOf(first) => self.splits.get(&first),
            MemberKind::Original => None,
        };
        self.root(own.or(first).copied().unwrap_or(home))
    }

    /// The story that this article was put into by hand.
    pub fn split(&self, article: ArticleId) -> Option<StoryId> {
        self.splits.get(&article).copied()
    }

    /// Articles put into this story by hand, in order of id.
    pub fn put_into(&self, story: StoryId) -> Vec<ArticleId> {
        self.splits.iter().filter(|(_, into)| self.root(**into) == story).map(|(article, _)| *article).collect()
    }

    /// The article for which a split once made or used this story, whether or not that still holds.
    pub fn parted(&self, story: StoryId) -> Option<ArticleId> {
        self.parted.get(&story).copied()
    }

    /// Articles taken out of this story by hand and the story each is in now, in the order of the decisions.
    pub fn taken_out_of(&self, story: StoryId) -> Vec<(ArticleId, StoryId)> {
        let mut out: Vec<(ArticleId, StoryId)> = vec![];
        for decision in &self.active {
            if let Choice::Split { article, from, .. } = decision.choice
                && self.root(from) == story
                && let Some(&into) = self.splits.get(&article)
                && self.root(into) != story
                && !out.iter().any(|(a, _)| *a == article)
            {
                out.push((article, self.root(into)));
            }
        }
        out
    }

    /// Whether a story comes first.
    pub fn is_pinned(&self, story: StoryId) -> bool {
        self.pinned.contains(&story)
    }

    /// Stories that come first, in order of id.
    pub fn pinned(&self) -> impl Iterator<Item = StoryId> {
        self.pinned.iter().copied()
    }

    /// Whether this very thing is muted.
    pub fn is_muted(&self, matter: &Matter) -> bool {
        self.muted.contains(matter)
    }

    /// Whether a publisher family is muted.
    pub fn mutes_source(&self, family: &str) -> bool {
        !self.muted.is_empty() && self.muted.contains(&Matter::Source(family.to_owned()))
    }

    /// What is muted, in order.
    pub fn muted(&self) -> impl Iterator<Item = &Matter> {
        self.muted.iter()
    }
}

/// Numbers of the decisions that were taken back. One that takes back can be taken back itself.
fn undone(list: &[Decision]) -> BTreeSet<u64> {
    let mut undone = BTreeSet::new();
    for decision in list.iter().rev() {
        if let Choice::Undo { decision: earlier } = decision.choice
            && earlier < decision.number
            && !undone.contains(&decision.number)
        {
            undone.insert(earlier);
        }
    }
    undone
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s(name: &str) -> StoryId {
        StoryId::of(&[name.as_bytes()])
    }

    fn a(name: &str) -> ArticleId {
        ArticleId::of(&[name.as_bytes()])
    }

    fn of(choices: Vec<Choice>) -> Decisions {
        let number = |(i, choice)| Decision { number: i as u64 + 1, at: Timestamp::UNIX_EPOCH, choice };
        Decisions::of(&choices.into_iter().enumerate().map(number).collect::<Vec<_>>())
    }

    fn merge(from: &str, into: &str) -> Choice {
        Choice::Merge { from: s(from), into: s(into) }
    }

    fn split(article: &str, from: &str, into: &str) -> Choice {
        Choice::Split { article: a(article), from: s(from), into: s(into) }
    }

    fn undo(decision: u64) -> Choice {
        Choice::Undo { decision }
    }

    #[test]
    fn chains_lead_to_their_end_and_circles_are_cut() {
        let check = |choices: Vec<Choice>, expected: &[(&str, &str)]| {
            let all = of(choices.clone());
            for (from, to) in expected {
                assert_eq!(all.root(s(from)), s(to), "{from} by {choices:?}");
            }
        };
        check(vec![], &[("a", "a")]);
        check(vec![merge("a", "b"), merge("b", "c")], &[("a", "c"), ("b", "c"), ("c", "c")]);
        check(vec![merge("b", "c"), merge("a", "b")], &[("a", "c"), ("b", "c"), ("c", "c")]);
        check(vec![merge("a", "b"), merge("b", "a")], &[("a", "b"), ("b", "b")]);
        check(vec![merge("a", "b"), merge("b", "c"), merge("c", "a")], &[("a", "c"), ("b", "c"), ("c", "c")]);
        check(vec![merge("a", "a")], &[("a", "a")]);
        check(vec![merge("a", "b"), merge("a", "c")], &[("a", "c"), ("b", "c")]);
        check(vec![merge("a", "b"), merge("b", "c"), undo(1)], &[("a", "a"), ("b", "c")]);
        check(vec![merge("a", "b"), merge("b", "c"), undo(2)], &[("a", "b"), ("b", "b")]);
        check(vec![merge("a", "b"), undo(1), undo(2)], &[("a", "b")]);
        check(vec![merge("a", "b"), undo(1), merge("b", "a")], &[("a", "a"), ("b", "a")]);
        check(vec![undo(7), merge("a", "b")], &[("a", "b")]);
    }

    #[test]
    fn a_split_article_is_never_put_back_and_takes_its_copies_along() {
        let all = of(vec![split("x", "a", "n"), merge("a", "b"), merge("c", "a")]);
        assert_eq!(all.place(a("x"), MemberKind::Original, s("a")), s("n"));
        assert_eq!(all.place(a("y"), MemberKind::CopyOf(a("x")), s("a")), s("n"));
        assert_eq!(all.place(a("z"), MemberKind::Original, s("a")), s("b"));
        assert_eq!(all.place(a("z"), MemberKind::Original, s("c")), s("b"));
        assert_eq!(all.taken_out_of(s("b")), [(a("x"), s("n"))]);
        assert_eq!(
            (all.put_into(s("n")), all.merged_into(s("b"))),
            (vec![a("x")], {
                let mut both = vec![s("a"), s("c")];
                both.sort();
                both
            })
        );
        let again = of(vec![split("x", "a", "n"), split("x", "n", "m")]);
        assert_eq!(again.place(a("x"), MemberKind::Original, s("a")), s("m"));
        let back = of(vec![split("x", "a", "n"), merge("n", "a")]);
        assert_eq!((back.place(a("x"), MemberKind::Original, s("a")), back.taken_out_of(s("a"))), (s("a"), vec![]));
        let own = of(vec![split("y", "a", "m"), split("x", "a", "n")]);
        assert_eq!(own.place(a("y"), MemberKind::CopyOf(a("x")), s("a")), s("m"));
        let undone = of(vec![split("x", "a", "n"), undo(1)]);
        assert_eq!(undone.place(a("x"), MemberKind::Original, s("a")), s("a"));
        assert_eq!(undone.parted(s("n")), Some(a("x")), "the address was given out");
    }

    #[test]
    fn pins_and_mutes_follow_their_story_and_the_last_word_counts() {
        let story = |name: &str| Matter::Story(s(name));
        let all = of(vec![
            Choice::Pin { story: s("a") },
            merge("a", "b"),
            Choice::Mute { matter: Matter::Name("Karla Veit".into()) },
            Choice::Mute { matter: story("c") },
        ]);
        assert!(all.is_pinned(s("b")) && !all.is_pinned(s("a")));
        assert!(all.is_muted(&story("c")) && all.is_muted(&Matter::Name("Karla Veit".into())));
        assert_eq!(all.muted().count(), 2);
        let last = of(vec![Choice::Mute { matter: story("c") }, Choice::Pin { story: s("c") }]);
        assert!(last.is_pinned(s("c")) && !last.is_muted(&story("c")));
        let last = of(vec![Choice::Pin { story: s("c") }, Choice::Mute { matter: story("c") }]);
        assert!(!last.is_pinned(s("c")) && last.is_muted(&story("c")));
        let last = of(vec![Choice::Pin { story: s("c") }, Choice::Unpin { story: s("c") }]);
        assert_eq!((last.pinned().count(), last.active().count(), last.last()), (0, 2, 2));
    }
}

//! Decisions in the data file: where they put what is there and what is still to come, how addresses lead on, and that a
//! restart and a look back change nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use jiff::Timestamp;
use standfirst_store::{Change, Joined, Outcome, Store};
use standfirst_types::{ArticleId, Choice, Decisions, Job, Matter, Member, MemberKind, StoryId};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn a(name: &str) -> ArticleId {
    ArticleId::of(&[name.as_bytes()])
}

fn s(name: &str) -> StoryId {
    StoryId::of(&[name.as_bytes()])
}

/// A data file in a folder of its own, opened anew at will.
struct Shelf {
    folder: tempfile::TempDir,
    store: Store,
}

impl Shelf {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("t.db")).await.unwrap();
        Self { folder, store }
    }

    async fn reopen(self) -> Self {
        self.store.close().await;
        drop(self.store);
        let store = Store::open(&self.folder.path().join("t.db")).await.unwrap();
        Self { folder: self.folder, store }
    }

    /// An article that the grouping puts into `story` at a second.
    async fn join(&self, article: &str, kind: MemberKind, story: &str, second: i64) {
        let member = Member::first(a(article), kind, format!("{article}.example"), at(second));
        let joined = Joined { story: s(story), language: "en".into(), published: at(second), member };
        let outcome = Outcome { changes: vec![Change::Joined(Box::new(joined))], jobs: vec![] };
        self.store.apply(&outcome).await.unwrap();
    }

    /// Two stories of two articles each; the second of `a` is a copy of its first.
    async fn two() -> Self {
        let shelf = Self::new().await;
        shelf.join("a1", MemberKind::Original, "a", 10).await;
        shelf.join("a2", MemberKind::CopyOf(a("a1")), "a", 20).await;
        shelf.join("a3", MemberKind::Original, "a", 25).await;
        shelf.join("b1", MemberKind::Original, "b", 30).await;
        shelf
    }

    async fn decide(&self, choice: Choice) -> Vec<StoryId> {
        self.store.decide(choice, at(100)).await.unwrap().stories
    }

    async fn check(&self, story: &str, expected: &[&str]) {
        let held = self.store.story(s(story)).await.unwrap();
        let got: Vec<ArticleId> = held.map_or(vec![], |s| s.members.iter().map(|m| m.article).collect());
        assert_eq!(got, expected.iter().map(|n| a(n)).collect::<Vec<_>>(), "story {story}");
        let decisions = self.store.decisions().await.unwrap();
        let under = self.store.story_under(s(story), &decisions).await.unwrap();
        let now: Vec<ArticleId> = under.map_or(vec![], |s| s.members.iter().map(|m| m.article).collect());
        assert_eq!(now, got, "story {story} by its decisions");
    }
}

fn merge(from: &str, into: &str) -> Choice {
    Choice::Merge { from: s(from), into: s(into) }
}

fn split(article: &str, from: &str, into: &str) -> Choice {
    Choice::Split { article: a(article), from: s(from), into: s(into) }
}

#[tokio::test]
async fn a_merge_takes_what_is_there_and_what_comes_and_can_be_taken_back() {
    let shelf = Shelf::two().await;
    let mut both = vec![s("a"), s("b")];
    both.sort();
    assert_eq!(shelf.decide(merge("a", "b")).await, both);
    shelf.check("b", &["a1", "a2", "a3", "b1"]).await;
    shelf.check("a", &[]).await;
    shelf.join("a4", MemberKind::Original, "a", 40).await;
    shelf.check("b", &["a1", "a2", "a3", "b1", "a4"]).await;
    let shelf = shelf.reopen().await;
    shelf.join("a5", MemberKind::CopyOf(a("a1")), "a", 50).await;
    assert_eq!(shelf.store.story_of(a("a5")).await.unwrap(), Some(s("b")));
    let story = shelf.store.story(s("b")).await.unwrap().unwrap();
    assert_eq!((story.first, story.last), (at(10), at(50)));
    assert_eq!(shelf.store.resolve(s("a")).await.unwrap(), s("b"));
    let waiting = shelf.store.pending(at(100)).await.unwrap();
    assert_eq!(waiting.due[usize::from(Job::Brief(s("b")).phase())], 2);
    shelf.decide(Choice::Undo { decision: 1 }).await;
    shelf.check("a", &["a1", "a2", "a3", "a4", "a5"]).await;
    shelf.check("b", &["b1"]).await;
    let story = shelf.store.story(s("b")).await.unwrap().unwrap();
    assert_eq!((story.first, story.last), (at(30), at(30)));
    assert_eq!(shelf.store.resolve(s("a")).await.unwrap(), s("a"));
}

#[tokio::test]
async fn addresses_lead_on_through_chains_and_never_round() {
    let shelf = Shelf::two().await;
    shelf.join("c1", MemberKind::Original, "c", 60).await;
    shelf.decide(merge("a", "b")).await;
    shelf.decide(merge("b", "c")).await;
    shelf.decide(merge("c", "a")).await;
    for name in ["a", "b", "c"] {
        assert_eq!(shelf.store.resolve(s(name)).await.unwrap(), s("c"), "{name}");
    }
    shelf.check("c", &["a1", "a2", "a3", "b1", "c1"]).await;
    let shelf = shelf.reopen().await;
    shelf.decide(Choice::Undo { decision: 2 }).await;
    // Without the second merge the third is no circle any more: it takes c to b.
    assert_eq!(shelf.store.resolve(s("a")).await.unwrap(), s("b"));
    assert_eq!(shelf.store.resolve(s("c")).await.unwrap(), s("b"));
    assert_eq!(shelf.store.resolve(s("nobody")).await.unwrap(), s("nobody"));
}

#[tokio::test]
async fn a_split_takes_copies_along_and_is_never_undone_by_the_grouping() {
    let shelf = Shelf::two().await;
    shelf.decide(split("a1", "a", "n")).await;
    shelf.check("n", &["a1", "a2"]).await;
    shelf.check("a", &["a3"]).await;
    shelf.join("a1", MemberKind::Original, "a", 70).await; // a second reading changes nothing
    shelf.join("a6", MemberKind::CopyOf(a("a1")), "a", 80).await; // another paper runs the same text
    shelf.check("n", &["a1", "a2", "a6"]).await;
    let (_, replay) = shelf.store.replay(at(0), 0, 100).await.unwrap();
    let (story, member) = replay.iter().find(|(_, m)| m.article == a("a2")).unwrap();
    assert_eq!((*story, member.kind), (s("n"), MemberKind::CopyOf(a("a1"))));
    let shelf = shelf.reopen().await;
    shelf.check("n", &["a1", "a2", "a6"]).await;
    shelf.decide(Choice::Undo { decision: 1 }).await;
    shelf.check("n", &[]).await;
    assert_eq!(shelf.store.resolve(s("n")).await.unwrap(), s("a"), "the address was given out");
}

#[tokio::test]
async fn a_copy_taken_away_from_its_original_stands_for_the_text() {
    let shelf = Shelf::two().await;
    shelf.decide(split("a2", "a", "n")).await;
    let story = shelf.store.story(s("n")).await.unwrap().unwrap();
    assert_eq!((story.members[0].kind, story.independent()), (MemberKind::Original, 1));
    let (_, replay) = shelf.store.replay(at(0), 0, 100).await.unwrap();
    let member = &replay.iter().find(|(_, m)| m.article == a("a2")).unwrap().1;
    assert_eq!(member.kind, MemberKind::Original, "the grouping holds later reports against it");
}

#[tokio::test]
async fn a_story_is_what_it_was_under_the_decisions_of_then() {
    let shelf = Shelf::two().await;
    let at_mark = async |number: u64, story: &str| -> Vec<ArticleId> {
        let decisions: Decisions = shelf.store.decisions_until(number).await.unwrap();
        let held = shelf.store.story_under(s(story), &decisions).await.unwrap().unwrap();
        held.members.iter().map(|m| m.article).collect()
    };
    shelf.decide(merge("a", "b")).await;
    shelf.decide(split("a3", "b", "n")).await;
    assert_eq!(at_mark(0, "a").await, ["a1", "a2", "a3"].map(a));
    assert_eq!(at_mark(0, "b").await, ["b1"].map(a));
    assert_eq!(at_mark(1, "b").await, ["a1", "a2", "a3", "b1"].map(a));
    assert_eq!(at_mark(2, "b").await, ["a1", "a2", "b1"].map(a));
    assert_eq!(at_mark(2, "n").await, ["a3"].map(a));
    assert_eq!(shelf.store.decided().await.unwrap(), 2);
}

#[tokio::test]
async fn a_muted_source_asks_for_the_stories_it_is_in() {
    let shelf = Shelf::two().await;
    let source = |family: &str| Matter::Source(family.into());
    assert_eq!(shelf.decide(Choice::Mute { matter: source("b1.example") }).await, [s("b")]);
    assert!(shelf.decide(Choice::Mute { matter: Matter::Name("Orle".into()) }).await.is_empty());
    assert_eq!(shelf.decide(Choice::Undo { decision: 1 }).await, [s("b")]);
    assert!(!shelf.store.decisions().await.unwrap().mutes_source("b1.example"));
    let (stories, articles) = shelf.store.ids_like(&s("a").as_str()[..8]).await.unwrap();
    assert_eq!((stories, articles.len()), (vec![s("a")], 0));
    assert_eq!(shelf.store.ids_like("%").await.unwrap(), (vec![], vec![]));
}

//! Jobs and lanes: order, politeness, recovery, and one transaction for a job's results and what follows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use jiff::Timestamp;
use standfirst_store::{Change, Done, JobVerdict, LaneRule, NewJob, Outcome, Page, Store};
use standfirst_types::Job;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

async fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("t.db")).await.unwrap();
    (folder, store)
}

fn fetch(url: &str, lane: &str, order: i64) -> NewJob {
    NewJob { job: Job::Fetch(url.into()), lane: lane.into(), due: at(0), order }
}

/// Keys claimed with `at_once` and `delay_ms`, at wall-clock millisecond `real`.
async fn claim(store: &Store, real: i64, at_once: u32, delay_ms: i64) -> Vec<String> {
    let claimed = store.claim(2, 10, at(1), real, |_| LaneRule { at_once, delay_ms }).await.unwrap();
    claimed.iter().map(|l| l.job.key()).collect()
}

#[tokio::test]
async fn a_lane_is_never_hurried_and_order_is_kept() {
    let (_folder, store) = store().await;
    store.enqueue(&[fetch("a2", "a", 2), fetch("a1", "a", 1), fetch("b1", "b", 5), fetch("a1", "a", 9)]).await.unwrap();
    assert_eq!(
        claim(&store, 1000, 1, 500).await,
        ["a1", "b1"],
        "one a lane, smaller order first, asked twice is one row"
    );
    assert!(claim(&store, 1499, 2, 500).await.is_empty(), "the delay is kept");
    assert_eq!(claim(&store, 1500, 2, 500).await, ["a2"]);
}

#[tokio::test]
async fn at_most_so_many_of_a_lane_run_at_once() {
    let (_folder, store) = store().await;
    store.enqueue(&[fetch("a1", "a", 1), fetch("a2", "a", 2), fetch("a3", "a", 3)]).await.unwrap();
    let claimed = store.claim(2, 10, at(1), 0, |_| LaneRule { at_once: 2, delay_ms: 0 }).await.unwrap();
    assert_eq!(claimed.len(), 2);
    assert!(claim(&store, 0, 2, 0).await.is_empty());
    let done = Done { leased: claimed[0].clone(), verdict: JobVerdict::Done(Outcome::default()) };
    store.commit(&[done]).await.unwrap();
    assert_eq!(claim(&store, 0, 2, 0).await, ["a3"]);
}

#[tokio::test]
async fn a_later_phase_waits() {
    let (_folder, store) = store().await;
    let story = standfirst_types::StoryId::of(&[b"s"]);
    store
        .enqueue(&[NewJob { job: Job::Brief(story), lane: String::new(), due: at(0), order: 0 }, fetch("a", "a", 0)])
        .await
        .unwrap();
    assert_eq!(claim(&store, 0, 9, 0).await, ["a"]);
    let pending = store.pending(at(1)).await.unwrap();
    assert_eq!(
        (pending.phase(), pending.due[1], pending.due[4]),
        (Some(1), 1, 1),
        "a running job still holds its phase"
    );
}

#[tokio::test]
async fn a_jobs_results_and_followers_are_stored_together_and_leases_are_freed_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let page = |url: &str| Page::new(url, at(1));
    {
        let store = Store::open(&path).await.unwrap();
        store.enqueue(&[fetch("a", "a", 0), fetch("b", "b", 0)]).await.unwrap();
        let claimed = store.claim(2, 1, at(1), 0, |_| LaneRule { at_once: 1, delay_ms: 0 }).await.unwrap();
        let outcome = Outcome { changes: vec![Change::Page(page("a"))], jobs: vec![fetch("c", "c", 0)] };
        store.commit(&[Done { leased: claimed[0].clone(), verdict: JobVerdict::Done(outcome) }]).await.unwrap();
        assert_eq!(claim(&store, 0, 1, 0).await, ["b", "c"]);
        // Dies here with two leases held.
    }
    let store = Store::open(&path).await.unwrap();
    assert!(store.page("a").await.unwrap().is_some());
    assert!(claim(&store, 0, 1, 0).await.is_empty());
    store.free_leases().await.unwrap();
    assert_eq!(claim(&store, 0, 1, 0).await, ["b", "c"]);
}

#[tokio::test]
async fn asked_for_again_while_it_runs_is_done_once_more() {
    let (_folder, store) = store().await;
    store.enqueue(&[fetch("a", "a", 0)]).await.unwrap();
    let claimed = store.claim(2, 1, at(1), 0, |_| LaneRule { at_once: 1, delay_ms: 0 }).await.unwrap();
    store.enqueue(&[fetch("a", "a", 0)]).await.unwrap();
    store.commit(&[Done { leased: claimed[0].clone(), verdict: JobVerdict::Done(Outcome::default()) }]).await.unwrap();
    assert_eq!(claim(&store, 0, 1, 0).await, ["a"]);
}

#[tokio::test]
async fn one_worker_at_a_time() {
    let (_folder, store) = store().await;
    let held = store.lock_for_work().unwrap();
    assert!(store.lock_for_work().is_err());
    drop(held);
    assert!(store.lock_for_work().is_ok());
}

#[tokio::test]
async fn a_host_that_asks_for_rest_gets_it() {
    let (_folder, store) = store().await;
    store.enqueue(&[fetch("a1", "a", 1), fetch("a2", "a", 2), fetch("b1", "b", 3)]).await.unwrap();
    let claimed = store.claim(2, 1, at(1), 0, |_| LaneRule { at_once: 1, delay_ms: 0 }).await.unwrap();
    let rest = Outcome { changes: vec![Change::Rest { lane: "a".into(), until: at(3600) }], jobs: vec![] };
    store.commit(&[Done { leased: claimed[0].clone(), verdict: JobVerdict::Done(rest) }]).await.unwrap();
    assert_eq!(claim(&store, 0, 1, 0).await, ["b1"]);
    let pending = store.pending(at(1)).await.unwrap();
    assert_eq!((pending.due[1], pending.next), (1, Some(at(3600))), "b1 runs, a2 waits");
}

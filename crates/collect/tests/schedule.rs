//! Thirty days of checking feeds in simulated time: nobody is hurried, nobody is forgotten.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail like tests")]

use jiff::Timestamp;
use standfirst_collect::schedule::{LONGEST_S, SHORTEST_S};
use standfirst_collect::{Quiet, Rhythm, next_check};
use standfirst_types::FeedDocument;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

const START: i64 = 1_700_000_000;
const DAY: i64 = 86_400;
const DAYS: i64 = 30;
/// Seconds between two requests to one host.
const HOST_DELAY: i64 = 1;

/// How a feed's server answers at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Server {
    Good,
    /// Fails in the given days.
    Down(i64, i64),
    /// Says to wait so many seconds, one time in ten.
    Busy(u64),
}

struct Feed {
    host: usize,
    /// Seconds between entries.
    gap: i64,
    ttl: Option<u32>,
    max_age: Option<u64>,
    quiet: Quiet,
    document: FeedDocument,
    server: Server,
    failures: u32,
    /// Not before: what the feed and its server asked for.
    asked_wait: i64,
    due: i64,
    checks: Vec<i64>,
}

fn feeds() -> Vec<Feed> {
    let gaps = [300, 1200, 3600, 4 * 3600, DAY, 5 * DAY];
    let servers = [Server::Good, Server::Good, Server::Good, Server::Down(3, 9), Server::Busy(7200), Server::Good];
    let one = |n: usize| {
        let document = FeedDocument {
            skip_hours: if n.is_multiple_of(7) { vec![0, 1, 2, 3, 22, 23] } else { vec![] },
            skip_days: if n.is_multiple_of(11) { vec![6, 7] } else { vec![] },
            ..FeedDocument::default()
        };
        Feed {
            // A few hosts carry many feeds.
            host: if n.is_multiple_of(3) { 0 } else { n / 4 },
            gap: gaps[n % 6],
            ttl: (n.is_multiple_of(5)).then_some(180),
            max_age: (n.is_multiple_of(8)).then_some(2 * 3600),
            quiet: Quiet::of(&document),
            document,
            server: servers[n / 6 % 6],
            failures: 0,
            asked_wait: 0,
            due: START,
            checks: Vec::new(),
        }
    };
    (0..600).map(one).collect()
}

/// Checks a feed at `now`: what it answers decides when it is asked again.
fn check(feed: &mut Feed, seed: u64, now: i64) {
    let day = (now - START) / DAY;
    let busy = |wait: u64| (feed.checks.len() % 10 == 5).then_some(wait);
    let (fails, retry) = match feed.server {
        Server::Good => (false, None),
        Server::Down(from, to) => ((from..to).contains(&day), None),
        Server::Busy(wait) => (busy(wait).is_some(), busy(wait)),
    };
    feed.checks.push(now);
    feed.failures = if fails { feed.failures + 1 } else { 0 };
    let newest = now - now.rem_euclid(feed.gap);
    let published: Vec<Timestamp> =
        (0..20).map(|i| Timestamp::from_second(newest - i * feed.gap).unwrap()).filter(|_| !fails).collect();
    let (ttl, max_age) = if fails { (None, None) } else { (feed.ttl, feed.max_age) };
    let at = Timestamp::from_second(now).unwrap();
    let rhythm = Rhythm {
        published: &published,
        ttl_minutes: ttl,
        max_age_s: max_age,
        failures: feed.failures,
        retry_after_s: retry,
        now: at,
        jitter_seed: seed,
    };
    feed.due = feed.quiet.after(next_check(&rhythm)).as_second();
    feed.asked_wait = i64::from(ttl.unwrap_or(0)) * 60;
    feed.asked_wait = feed.asked_wait.max(max_age.unwrap_or(0) as i64).max(retry.unwrap_or(0) as i64).max(SHORTEST_S);
}

/// Runs the feeds for thirty days through one lane a host; gives the moments at which each host was asked.
fn run(feeds: &mut [Feed]) -> BTreeMap<usize, Vec<i64>> {
    let mut waiting: BinaryHeap<Reverse<(i64, usize)>> =
        feeds.iter().enumerate().map(|(n, f)| Reverse((f.due, n))).collect();
    let mut free: BTreeMap<usize, i64> = BTreeMap::new();
    let mut lanes: BTreeMap<usize, VecDeque<usize>> = BTreeMap::new();
    let mut asked: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
    while let Some(Reverse((now, n))) = waiting.pop().filter(|Reverse((now, _))| *now < START + DAYS * DAY) {
        // A feed that is due waits its turn in its host's lane.
        let host = feeds[n].host;
        let turn = free.get(&host).copied().unwrap_or(now).max(now);
        if turn > now {
            waiting.push(Reverse((turn, n)));
            continue;
        }
        lanes.entry(host).or_default().push_back(n);
        let Some(next) = lanes.get_mut(&host).and_then(VecDeque::pop_front) else { continue };
        asked.entry(host).or_default().push(now);
        free.insert(host, now + HOST_DELAY);
        let wait = feeds[next].asked_wait;
        if let Some(last) = feeds[next].checks.last() {
            assert!(now - last >= wait, "feed {next} was asked after {} s, it wants {wait}", now - last);
        }
        check(&mut feeds[next], next as u64, now);
        waiting.push(Reverse((feeds[next].due, next)));
    }
    asked
}

#[test]
fn thirty_days() {
    let mut feeds = feeds();
    let asked = run(&mut feeds);
    for (host, moments) in &asked {
        assert!(moments.windows(2).all(|w| w[1] - w[0] >= HOST_DELAY), "host {host} was hurried");
    }
    let quiet_days = |feed: &Feed| feed.document.skip_days.len() as i64 * DAY;
    let quiet_hours = |feed: &Feed| if feed.document.skip_hours.is_empty() { 0 } else { 6 * 3600 };
    for (n, feed) in feeds.iter().enumerate() {
        let longest = feed.checks.windows(2).map(|w| w[1] - w[0]).max().unwrap_or(i64::MAX);
        // The longest interval, its jitter, a host's queue, and what the publisher keeps quiet.
        let bound = LONGEST_S + LONGEST_S / 10 + 600 + quiet_days(feed) + quiet_hours(feed);
        match feed.server {
            // Back-off is at most a week; every feed that was down is back.
            Server::Down(..) => assert!(
                longest <= 7 * DAY + DAY && feed.failures == 0,
                "feed {n}: {longest} s, {} failures",
                feed.failures
            ),
            _ => assert!(longest <= bound, "feed {n} waited {longest} s"),
        }
        assert!(feed.checks.len() >= 12, "feed {n}: {} checks", feed.checks.len());
        for at in &feed.checks {
            let day = (at.div_euclid(DAY) + 3).rem_euclid(7) + 1;
            let hour = at.div_euclid(3600).rem_euclid(24);
            let first = *at - START < 600;
            assert!(first || !feed.document.skip_days.contains(&(day as u8)), "feed {n} was asked on day {day}");
            assert!(first || !feed.document.skip_hours.contains(&(hour as u8)), "feed {n} was asked in hour {hour}");
        }
    }
    // A feed of an entry every five minutes that asks for nothing is seen about every twenty minutes.
    let busy = feeds
        .iter()
        .find(|f| {
            f.gap == 300
                && f.ttl.is_none()
                && f.max_age.is_none()
                && f.quiet == Quiet::default()
                && f.server == Server::Good
        })
        .unwrap();
    assert!((1900..=2160).contains(&busy.checks.len()), "{}", busy.checks.len());
}

//! When to ask a feed again: as often as it publishes calls for, never more often than it or its server wants.

use jiff::{SignedDuration, Timestamp};
use standfirst_types::FeedDocument;

/// Twenty minutes, in seconds: the shortest interval.
pub const SHORTEST_S: i64 = 20 * 60;
/// A day, in seconds: the longest interval of a feed that answers.
pub const LONGEST_S: i64 = 24 * 3600;
/// An hour, in seconds: the interval of a feed whose rhythm is not known.
const DEFAULT_S: i64 = 3600;
/// A week, in seconds: the longest back-off.
const LONGEST_BACK_OFF_S: i64 = 7 * 24 * 3600;

/// What is known when the next check is set.
#[derive(Clone, Copy, Debug)]
pub struct Rhythm<'a> {
    /// When the entries of the document were published, in any order.
    pub published: &'a [Timestamp],
    /// Minutes that the feed asks to wait (`ttl`, `sy:`).
    pub ttl_minutes: Option<u32>,
    /// Seconds of the answer's `Cache-Control: max-age`.
    pub max_age_s: Option<u64>,
    /// Failures in a row, this check's included.
    pub failures: u32,
    /// Seconds that the server asks to wait (`Retry-After`).
    pub retry_after_s: Option<u64>,
    /// The moment of this check.
    pub now: Timestamp,
    /// Anything that differs from feed to feed, such as a hash of its address: spreads feeds over time.
    pub jitter_seed: u64,
}

/// The moment of the next check: half the median gap between the last twenty entries (and since the last one), within
/// 20 minutes and a day, but no sooner than `ttl` and `max-age` ask (each believed up to a day); after failures doubled
/// each time up to a week; never before `Retry-After`; later by up to a tenth, by the seed. Pure; O(n log n).
pub fn next_check(rhythm: &Rhythm<'_>) -> Timestamp {
    let asked = i64::from(rhythm.ttl_minutes.unwrap_or(0)) * 60;
    let cached = i64::try_from(rhythm.max_age_s.unwrap_or(0)).unwrap_or(LONGEST_S);
    let base = interval(rhythm.published, rhythm.now).max(asked.min(LONGEST_S)).max(cached.min(LONGEST_S));
    let backed = match rhythm.failures {
        0 => base,
        n => base.saturating_mul(1i64 << n.min(20)).min(LONGEST_BACK_OFF_S),
    };
    let wait = i64::try_from(rhythm.retry_after_s.unwrap_or(0)).unwrap_or(LONGEST_BACK_OFF_S).min(LONGEST_BACK_OFF_S);
    let seconds = backed.max(wait);
    let jitter = i64::try_from(mix(rhythm.jitter_seed) % 1000).unwrap_or(0) * seconds / 10_000;
    rhythm.now.checked_add(SignedDuration::from_secs(seconds + jitter)).unwrap_or(Timestamp::MAX)
}

/// When a publisher asks not to be asked: hours of the day and days of the week, in UTC (RSS 2.0, `skipHours` and `skipDays`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quiet {
    /// A bit an hour, from 0.
    hours: u32,
    /// A bit a day, from Monday.
    days: u8,
}

impl Quiet {
    /// What a feed asks for. One that would leave no hour of the week is not believed: all its hours, or all its days.
    pub fn of(document: &FeedDocument) -> Self {
        let hours = document.skip_hours.iter().filter(|h| **h < 24).fold(0u32, |bits, h| bits | 1 << h);
        let days = document.skip_days.iter().filter(|d| (1..=7).contains(*d)).fold(0u8, |bits, d| bits | 1 << (d - 1));
        Self { hours: if hours == 0xFF_FFFF { 0 } else { hours }, days: if days == 0x7F { 0 } else { days } }
    }

    /// The first moment at or after `at` that is not quiet: `at` itself, or the start of an hour within a week. Pure.
    pub fn after(&self, at: Timestamp) -> Timestamp {
        if self.is_open(at.as_second()) {
            return at;
        }
        let hour = at.as_second().div_euclid(3600);
        let open = (hour + 1..=hour + 168).map(|h| h * 3600).find(|second| self.is_open(*second));
        open.and_then(|second| Timestamp::from_second(second).ok()).unwrap_or(at)
    }

    fn is_open(&self, second: i64) -> bool {
        let hour = second.div_euclid(3600).rem_euclid(24);
        // 1 January 1970 was a Thursday.
        let day = (second.div_euclid(86_400) + 3).rem_euclid(7);
        self.hours >> hour & 1 == 0 && self.days >> day & 1 == 0
    }
}

/// Half the median gap in seconds, bounded.
fn interval(published: &[Timestamp], now: Timestamp) -> i64 {
    let mut times: Vec<i64> = published.iter().map(|t| t.as_second()).filter(|t| *t <= now.as_second()).collect();
    times.sort_unstable_by(|a, b| b.cmp(a));
    times.truncate(20);
    let Some(&last) = times.first() else { return DEFAULT_S };
    let mut gaps: Vec<i64> = times.windows(2).filter_map(|w| Some(w.first()? - w.get(1)?)).collect();
    // A feed gone quiet slows down.
    gaps.push(now.as_second() - last);
    gaps.sort_unstable();
    let median = gaps.get(gaps.len() / 2).copied().unwrap_or(DEFAULT_S);
    let since = now.as_second() - last;
    // Ten gaps without news: the old rhythm no longer holds.
    let gap = if since > median.saturating_mul(10) { since / 10 } else { median };
    (gap / 2).clamp(SHORTEST_S, LONGEST_S)
}

/// Spreads the bits of a seed (the finaliser of SplitMix64).
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

/// Seconds of `max-age` in a `Cache-Control` header; `None` when it says none, or `no-cache` or `no-store`.
pub fn max_age(cache_control: &str) -> Option<u64> {
    let lower = cache_control.to_ascii_lowercase();
    if lower.contains("no-cache") || lower.contains("no-store") {
        return None;
    }
    let value = lower.split(',').find_map(|part| part.trim().strip_prefix("max-age="))?;
    value.trim_matches('"').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000;

    /// The interval in minutes for entries published so many minutes ago; the jitter taken off.
    fn minutes(ago: &[i64], change: impl Fn(&mut Rhythm<'_>)) -> i64 {
        let published: Vec<Timestamp> = ago.iter().map(|m| Timestamp::from_second(NOW - m * 60).unwrap()).collect();
        let now = Timestamp::from_second(NOW).unwrap();
        let mut rhythm = Rhythm {
            published: &published,
            ttl_minutes: None,
            max_age_s: None,
            failures: 0,
            retry_after_s: None,
            now,
            jitter_seed: 7,
        };
        change(&mut rhythm);
        let seconds = next_check(&rhythm).as_second() - NOW;
        let tenth = i64::try_from(mix(7) % 1000).unwrap();
        (seconds * 10_000 / (10_000 + tenth) + 30) / 60
    }

    #[test]
    fn intervals() {
        let check = |ago: &[i64], change: &dyn Fn(&mut Rhythm<'_>), expected: i64| {
            assert_eq!(minutes(ago, change), expected, "{ago:?}")
        };
        check(&[], &|_| {}, 60);
        check(&[5, 10, 15, 20, 25], &|_| {}, 20);
        check(&[120, 240, 360, 480], &|_| {}, 60);
        check(&[1440, 2880, 4320, 5760, 7200], &|_| {}, 720);
        check(&[100_000, 200_000], &|_| {}, 1440);
        check(&[5, 10, 15], &|r| r.ttl_minutes = Some(180), 180);
        check(&[5, 10, 15], &|r| r.ttl_minutes = Some(9_999_999), 1440);
        check(&[5, 10, 15], &|r| r.max_age_s = Some(7200), 120);
        check(&[5, 10, 15], &|r| r.failures = 1, 40);
        check(&[5, 10, 15], &|r| r.failures = 3, 160);
        check(&[5, 10, 15], &|r| r.failures = u32::MAX, 7 * 1440);
        check(&[5, 10, 15], &|r| r.retry_after_s = Some(36_000), 600);
        check(&[5, 10, 15], &|r| r.retry_after_s = Some(u64::MAX), 7 * 1440);
        check(&[600, 605, 610, 615], &|_| {}, 30);
        check(&[-500, 5, 10, 15], &|_| {}, 20);
    }

    #[test]
    fn feeds_are_spread() {
        let at = |seed| {
            let now = Timestamp::from_second(NOW).unwrap();
            next_check(&Rhythm {
                published: &[],
                ttl_minutes: None,
                max_age_s: None,
                failures: 0,
                retry_after_s: None,
                now,
                jitter_seed: seed,
            })
        };
        assert_ne!(at(1), at(2));
        assert_eq!(at(1), at(1));
    }

    #[test]
    fn quiet_hours_and_days() {
        let check = |hours: &[u8], days: &[u8], at: &str, expected: &str| {
            let document = FeedDocument { skip_hours: hours.into(), skip_days: days.into(), ..FeedDocument::default() };
            let after = Quiet::of(&document).after(at.parse().unwrap());
            assert_eq!(after.to_string(), expected, "{hours:?} {days:?}");
        };
        // 5 March 2024 was a Tuesday.
        let at = "2024-03-05T08:30:00Z";
        check(&[], &[], at, at);
        check(&[7, 9], &[1], at, at);
        check(&[8], &[], at, "2024-03-05T09:00:00Z");
        check(&[8, 9, 10], &[], at, "2024-03-05T11:00:00Z");
        check(&[8, 23, 24, 99], &[], "2024-03-05T23:30:00Z", "2024-03-06T00:00:00Z");
        check(&[], &[2], at, "2024-03-06T00:00:00Z");
        check(&[0, 1], &[2, 3], at, "2024-03-07T02:00:00Z");
        check(&(1..24).collect::<Vec<u8>>(), &[1, 2, 3, 4, 5, 6], at, "2024-03-10T00:00:00Z");
        check(&(0..24).collect::<Vec<u8>>(), &[1, 2, 3, 4, 5, 6, 7], at, at);
        check(&(0..24).collect::<Vec<u8>>(), &[2], at, "2024-03-06T00:00:00Z");
    }

    #[test]
    fn cache_control() {
        let check = |text: &str, expected: Option<u64>| assert_eq!(max_age(text), expected, "{text}");
        check("max-age=300", Some(300));
        check("public, Max-Age=\"60\"", Some(60));
        check("no-cache, max-age=60", None);
        check("s-maxage=60", None);
        check("max-age=x", None);
    }
}

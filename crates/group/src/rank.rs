//! Ranking: which story a reader meets first. Sources that speak for themselves count most, then how much was written; all
//! of it fades with the hours since the last report; a story that gathers reports faster than before comes earlier, and so
//! does one that meets the user's own topics and watch words.

use jiff::Timestamp;
use standfirst_types::{Interest, Ranking};

/// Hours over which a story's rank falls to a half without a new report.
const HALF_LIFE: f64 = 12.0;
/// Hours whose reports are held against those of as many hours before.
const GROWTH_HOURS: u32 = 6;
/// The most that growth can add to the rank, as a share of it.
const GROWTH: f64 = 0.3;
/// Reports that the growth of a small story is damped by, so that a second report is no rush.
const DAMPING: f64 = 3.0;
/// Limits of the product of the interests' factors.
const INTEREST: (f64, f64) = (0.1, 10.0);

/// What a story is ranked by.
#[derive(Clone, Debug)]
pub struct Ranked<'a> {
    /// Sources that speak for themselves.
    pub independent: u32,
    /// All its reports, copies included.
    pub reports: usize,
    /// When each report that is no copy was published.
    pub times: &'a [Timestamp],
    /// When the last of all was published.
    pub last: Timestamp,
    /// What it meets of the user's.
    pub interests: Vec<Interest>,
}

/// The rank and all it is made of: `(ln(1 + independent) + ln(1 + reports) / 8) · 2^(−hours since last / 12) · growth ·
/// interest`, with `growth = 1 + 0.3 · max(0, (r − b) / (r + b + 3))` for `r` reports in the last 6 hours and `b` in the 6
/// before. Never negative; a last report after `now` counts as now. Linear in the times.
pub fn rank(story: Ranked<'_>, now: Timestamp) -> Ranking {
    let age = |at: Timestamp| now.as_second().saturating_sub(at.as_second()).max(0);
    let hours = age(story.last) as f64 / 3600.0;
    let span = i64::from(GROWTH_HOURS) * 3600;
    let within = |from: i64, to: i64| story.times.iter().filter(|at| (from..to).contains(&age(**at))).count() as u32;
    let (recent, before) = (within(0, span), within(span, 2 * span));
    let (r, b) = (f64::from(recent), f64::from(before));
    let voices = f64::from(story.independent).ln_1p() + (story.reports as f64).ln_1p() / 8.0;
    let freshness = (-hours / HALF_LIFE).exp2();
    let growth = 1.0 + GROWTH * ((r - b) / (r + b + DAMPING)).max(0.0);
    let product: f64 = story.interests.iter().map(|i| i.boost).product();
    let interest = product.clamp(INTEREST.0, INTEREST.1);
    Ranking {
        independent: story.independent,
        reports: story.reports as u32,
        voices,
        hours,
        freshness,
        recent,
        before,
        growth_hours: GROWTH_HOURS,
        growth,
        interests: story.interests,
        interest,
        rank: voices * freshness * growth * interest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).unwrap()
    }

    fn of(independent: u32, reports: usize, hours: &[i64], now: i64, boosts: &[f64]) -> Ranking {
        let times: Vec<Timestamp> = hours.iter().map(|h| at(*h)).collect();
        let last = times.iter().copied().max().unwrap_or(at(now));
        let interest = |b: &f64| Interest { name: "n".into(), kind: "topic".into(), word: "w".into(), boost: *b };
        let interests = boosts.iter().map(interest).collect();
        rank(Ranked { independent, reports, times: &times, last, interests }, at(now))
    }

    #[test]
    fn voices_before_copies_and_new_before_old() {
        let check = |greater: Ranking, less: Ranking| assert!(greater.rank > less.rank, "{greater:?} {less:?}");
        check(of(4, 4, &[0], 1, &[]), of(1, 60, &[0], 1, &[]));
        check(of(2, 2, &[10], 12, &[]), of(2, 2, &[0], 12, &[]));
        check(of(2, 9, &[0], 1, &[]), of(2, 2, &[0], 1, &[]));
        check(of(2, 4, &[1, 2, 11, 12], 13, &[]), of(2, 4, &[1, 2, 3, 12], 13, &[]));
        check(of(2, 2, &[1], 2, &[1.5]), of(2, 2, &[1], 2, &[]));
        check(of(2, 2, &[1], 2, &[]), of(2, 2, &[1], 2, &[0.5]));
        assert_eq!(of(2, 2, &[9], 1, &[]).freshness, 1.0);
        assert_eq!(of(0, 0, &[], 0, &[]).rank, 0.0);
    }

    #[test]
    fn every_number_is_there_and_they_multiply_to_the_rank() {
        let r = of(3, 5, &[-10, 11, 12, 12], 12, &[2.0, 1.5]);
        assert_eq!((r.recent, r.before, r.growth_hours), (3, 0, 6));
        let r = of(3, 5, &[-10, 2, 3, 8, 12, 12], 12, &[2.0, 1.5]);
        assert_eq!((r.recent, r.before), (3, 2));
        assert!((r.growth - (1.0 + 0.3 / 8.0)).abs() < 1e-12);
        assert!((r.voices * r.freshness * r.growth * r.interest - r.rank).abs() < 1e-12);
        assert_eq!((r.interest, r.interests.len()), (3.0, 2));
        assert_eq!(of(1, 1, &[1], 1, &[10.0, 10.0]).interest, 10.0);
        assert_eq!(of(3, 5, &[1, 2, 3], 20, &[]).growth, 1.0);
    }
}

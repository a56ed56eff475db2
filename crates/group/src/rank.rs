//! Ranking: which story a reader meets first. Sources that speak for themselves count most, then how much was
//! written, and all of it fades with the hours since the last report.

use jiff::Timestamp;

/// Hours over which a story's rank falls to a half without a new report.
const HALF_LIFE: f64 = 12.0;

/// Greater is earlier: `(ln(1 + independent) + ln(1 + members) / 8) · 2^(−hours since last / 12)`. Never negative; a
/// last report after `now` counts as now.
pub fn rank(independent: u32, members: usize, last: Timestamp, now: Timestamp) -> f64 {
    let hours = (now.as_second().saturating_sub(last.as_second()).max(0) as f64) / 3600.0;
    let voices = f64::from(independent).ln_1p() + (members as f64).ln_1p() / 8.0;
    voices * (-hours / HALF_LIFE).exp2()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).unwrap()
    }

    #[test]
    fn voices_before_copies_and_new_before_old() {
        assert!(rank(4, 4, at(0), at(1)) > rank(1, 60, at(0), at(1)));
        assert!(rank(2, 2, at(10), at(12)) > rank(2, 2, at(0), at(12)));
        assert!(rank(2, 9, at(0), at(1)) > rank(2, 2, at(0), at(1)));
        assert_eq!(rank(2, 2, at(9), at(1)), rank(2, 2, at(1), at(1)));
        assert_eq!(rank(0, 0, at(0), at(0)), 0.0);
    }
}

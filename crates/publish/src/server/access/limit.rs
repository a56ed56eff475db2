//! The limit on logins: a few wrong passwords from one address, and it has to wait.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Wrong passwords that one address may give within [`WINDOW`].
const TRIES: u32 = 5;
/// How long they count.
const WINDOW: Duration = Duration::from_secs(15 * 60);
/// Addresses remembered at once; while there are more, new ones count together.
const ADDRESSES: usize = 10_000;

/// Wrong passwords, by address; of IPv6 the first 64 bits, which one host can have all to itself.
#[derive(Debug, Default)]
pub(crate) struct Limit(Mutex<BTreeMap<Option<u128>, (u32, Instant)>>);

impl Limit {
    /// Counts a try before it is looked at. `Err` says how long to wait.
    pub(crate) fn try_once(&self, address: Option<IpAddr>, now: Instant) -> Result<(), Duration> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut key = address.map(network);
        if held.len() >= ADDRESSES && !held.contains_key(&key) {
            held.retain(|_, (_, since)| now.duration_since(*since) < WINDOW);
            key = key.filter(|_| held.len() < ADDRESSES);
        }
        let entry = held.entry(key).or_insert((0, now));
        let past = now.duration_since(entry.1);
        if past >= WINDOW {
            *entry = (0, now);
        }
        if entry.0 >= TRIES {
            return Err(WINDOW.saturating_sub(past));
        }
        entry.0 += 1;
        Ok(())
    }

    /// Forgets the tries of an address that gave the right password.
    pub(crate) fn forgive(&self, address: Option<IpAddr>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&address.map(network));
    }
}

fn network(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(a) => u128::from(a.to_bits()),
        IpAddr::V6(a) => a.to_bits() >> 64 << 64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_waits_after_five() {
        let (limit, start) = (Limit::default(), Instant::now());
        let at = |address: &str| address.parse().ok();
        for _ in 0..TRIES {
            assert!(limit.try_once(at("192.0.2.1"), start).is_ok());
        }
        assert_eq!(
            limit.try_once(at("192.0.2.1"), start + Duration::from_secs(60)),
            Err(WINDOW - Duration::from_secs(60))
        );
        assert!(limit.try_once(at("192.0.2.2"), start).is_ok(), "another address");
        assert!(limit.try_once(at("192.0.2.1"), start + WINDOW).is_ok(), "later");
        for i in 0..TRIES {
            assert!(limit.try_once(at(&format!("2001:db8::{i}")), start).is_ok());
        }
        assert!(limit.try_once(at("2001:db8::ffff"), start).is_err(), "one network of IPv6 is one address");
        limit.forgive(at("2001:db8::1"));
        assert!(limit.try_once(at("2001:db8::ffff"), start).is_ok());
    }
}

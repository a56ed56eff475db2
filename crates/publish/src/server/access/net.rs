//! A range of addresses, written `192.0.2.0/24`, `2001:db8::/32` or as a single address (RFC 4632, 3.1).

use std::{net::IpAddr, str::FromStr};

/// A range of IP addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Net {
    base: u128,
    v4: bool,
    /// Leading bits that count.
    bits: u32,
}

impl Net {
    /// Whether an address lies in the range; an IPv4 address inside IPv6 (`::ffff:…`) counts as IPv4.
    pub fn holds(&self, address: IpAddr) -> bool {
        let (value, v4) = number(address.to_canonical());
        let width = if v4 { 32 } else { 128 };
        let drop = width - self.bits.min(width);
        v4 == self.v4 && (drop == 128 || value >> drop == self.base >> drop)
    }
}

fn number(address: IpAddr) -> (u128, bool) {
    match address {
        IpAddr::V4(a) => (u128::from(a.to_bits()), true),
        IpAddr::V6(a) => (a.to_bits(), false),
    }
}

impl FromStr for Net {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault =
            || format!("“{text}” is no address or range of addresses; write for example 127.0.0.1 or 10.0.0.0/8");
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let (base, v4) = number(address.trim().parse::<IpAddr>().map_err(|_| fault())?.to_canonical());
        let width = if v4 { 32 } else { 128 };
        let bits = bits.map_or(Ok(width), |b| b.trim().parse().map_err(|_| fault()))?;
        if bits > width { Err(fault()) } else { Ok(Self { base, v4, bits }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_their_addresses() {
        let check = |net: &str, address: &str, expected: bool| {
            assert_eq!(net.parse::<Net>().unwrap().holds(address.parse().unwrap()), expected, "{net} {address}");
        };
        check("127.0.0.1", "127.0.0.1", true);
        check("127.0.0.1", "127.0.0.2", false);
        check("10.0.0.0/8", "10.200.3.4", true);
        check("10.0.0.0/8", "::ffff:10.1.1.1", true);
        check("10.0.0.0/8", "11.0.0.1", false);
        check("2001:db8::/32", "2001:db8:1::5", true);
        check("2001:db8::/32", "2001:db9::5", false);
        check("0.0.0.0/0", "::1", false);
        check("::/0", "::1", true);
        for bad in ["", "10.0.0.0/33", "example.org", "10.0.0/8", "10.0.0.0/x"] {
            assert!(bad.parse::<Net>().is_err(), "{bad}");
        }
    }
}

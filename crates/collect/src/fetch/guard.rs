//! The address guard: decides which addresses may be dialled, so that no feed, page or redirect can reach into the machine
//! or the network that this runs in.
//!
//! It judges addresses, not names: a literal address in whatever spelling (the `url` crate has already made `0x7f.1` and
//! `2130706433` into 127.0.0.1), and each address a name resolves to, at the moment it is dialled. An IPv6 address that
//! carries an IPv4 one (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) is judged by both. Sources: the IANA
//! special-purpose registries (RFC 6890 and its updates).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// Why an address may not be fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not `http` or `https`.
    #[error("only http and https addresses are fetched, not “{0}:”; use the page's web address")]
    Scheme(String),
    /// The address belongs to a network that is not the public one.
    #[error("{address} is {what}, which is not fetched from; if it is meant, add “{address}:{port}” to fetch.allow", port = port.map_or_else(|| "PORT".into(), |p| p.to_string()))]
    Address {
        /// The address.
        address: IpAddr,
        /// The port, where it is known.
        port: Option<u16>,
        /// What it is.
        what: &'static str,
    },
    /// No host at all.
    #[error("the address has no host; check its spelling")]
    NoHost,
}

/// An entry of `fetch.allow` that is none of the forms it may have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” in fetch.allow is no address; write 127.0.0.1, localhost:7879, 10.0.0.0/8, [::1]:8080 or fd00::/8")]
pub struct BadAllow(pub String);

/// One exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Allow {
    network: IpAddr,
    prefix: u32,
    port: Option<u16>,
}

/// The guard with its exceptions.
#[derive(Clone, Debug, Default)]
pub struct AddressGuard {
    allow: Vec<Allow>,
}

impl AddressGuard {
    /// A guard with exceptions in the forms of `fetch.allow`.
    ///
    /// # Errors
    /// The first entry that has none of the forms.
    pub fn new<S: AsRef<str>>(allow: &[S]) -> Result<Self, BadAllow> {
        let allow = allow.iter().map(|a| exception(a.as_ref()).ok_or_else(|| BadAllow(a.as_ref().into())));
        Ok(Self { allow: allow.collect::<Result<_, _>>()? })
    }

    /// Judges an address of the web: its scheme, and its host when that is a literal address or a name of this machine.
    /// Other names are judged when they are resolved.
    ///
    /// # Errors
    /// Why it may not be fetched.
    pub fn check_url(&self, url: &Url) -> Result<(), Refused> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refused::Scheme(url.scheme().into()));
        }
        let port = url.port_or_known_default();
        match url.host().ok_or(Refused::NoHost)? {
            Host::Ipv4(ip) => self.check(IpAddr::V4(ip), port),
            Host::Ipv6(ip) => self.check(IpAddr::V6(ip), port),
            Host::Domain(name) if is_localhost(name) => self.check(IpAddr::V4(Ipv4Addr::LOCALHOST), port),
            Host::Domain(_) => Ok(()),
        }
    }

    /// Judges an address that is about to be dialled.
    ///
    /// # Errors
    /// Why it may not be.
    pub fn check(&self, address: IpAddr, port: Option<u16>) -> Result<(), Refused> {
        let Some(what) = not_public(address) else { return Ok(()) };
        let excepted = self.allow.iter().any(|a| a.holds(address) && (a.port.is_none() || a.port == port));
        if excepted { Ok(()) } else { Err(Refused::Address { address, port, what }) }
    }

    /// The ports that exceptions are bound to, each once.
    pub(crate) fn ports(&self) -> Vec<u16> {
        let mut ports: Vec<u16> = self.allow.iter().filter_map(|a| a.port).collect();
        ports.sort_unstable();
        ports.dedup();
        ports
    }
}

impl Allow {
    fn holds(&self, address: IpAddr) -> bool {
        match (self.network, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let shift = 32u32.saturating_sub(self.prefix);
                shift >= 32 || u32::from(network) >> shift == u32::from(address) >> shift
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let shift = 128u32.saturating_sub(self.prefix);
                shift >= 128 || u128::from(network) >> shift == u128::from(address) >> shift
            }
            _ => false,
        }
    }
}

fn exception(text: &str) -> Option<Allow> {
    let text = text.trim();
    // The name that people write for this machine.
    let spelled = text.strip_prefix("localhost").filter(|rest| rest.is_empty() || rest.starts_with(':'));
    let spelled = spelled.map(|rest| format!("{}{rest}", Ipv4Addr::LOCALHOST));
    let text = spelled.as_deref().unwrap_or(text);
    if let Some((network, prefix)) = text.split_once('/') {
        let (network, prefix) = (network.parse::<IpAddr>().ok()?, prefix.parse::<u32>().ok()?);
        let most = if network.is_ipv4() { 32 } else { 128 };
        return (prefix <= most).then_some(Allow { network, prefix, port: None });
    }
    if let Ok(socket) = text.parse::<std::net::SocketAddr>() {
        return Some(Allow { network: socket.ip(), prefix: 128, port: Some(socket.port()) }.whole());
    }
    let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
    Some(Allow { network: bare.parse().ok()?, prefix: 128, port: None }.whole())
}

impl Allow {
    /// The prefix of one single address.
    fn whole(self) -> Self {
        Self { prefix: if self.network.is_ipv4() { 32 } else { 128 }, ..self }
    }
}

/// Whether a name is this machine's by RFC 6761, section 6.3.
pub(crate) fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// What kind of address this is, when it is not one of the public network.
pub(crate) fn not_public(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(v4) => not_public_v4(v4),
        IpAddr::V6(v6) => not_public_v6(v6),
    }
}

fn not_public_v4(ip: Ipv4Addr) -> Option<&'static str> {
    let [a, b, c, d] = ip.octets();
    Some(match (a, b, c) {
        (0, ..) => "of “this network”",
        (10, ..) | (172, 16..=31, _) | (192, 168, _) => "a private address",
        (100, 64..=127, _) => "an address inside a provider's network",
        (127, ..) => "this machine",
        (169, 254, _) => "a link-local address (cloud metadata lives there)",
        (192, 0, 0) => "reserved for protocols",
        (192, 0, 2) | (198, 51, 100) | (203, 0, 113) => "reserved for examples",
        (192, 88, 99) => "a 6to4 relay",
        (192, 31, 196) | (192, 52, 193) | (192, 175, 48) => "reserved for name servers and relays",
        (198, 18..=19, _) => "reserved for measurements",
        // Azure's wire server, outside the link-local range.
        (168, 63, 129) if d == 16 => "a cloud's metadata service",
        (224..=239, ..) => "a multicast address",
        (240..=255, ..) => "reserved or a broadcast address",
        _ => return None,
    })
}

fn not_public_v6(ip: Ipv6Addr) -> Option<&'static str> {
    let s = ip.segments();
    let tail = || Ipv4Addr::from(u32::from(s[6]) << 16 | u32::from(s[7]));
    let carried = match s {
        [0, 0, 0, 0, 0, 0, 0, 0] => return Some("no address"),
        [0, 0, 0, 0, 0, 0, 0, 1] => return Some("this machine"),
        // IPv4-mapped, -translated and -compatible.
        [0, 0, 0, 0, 0, 0xffff, _, _] | [0, 0, 0, 0, 0xffff, 0, _, _] | [0, 0, 0, 0, 0, 0, _, _] => Some(tail()),
        // NAT64 (RFC 6052); of the local-use prefix (RFC 8215) nothing is public.
        [0x64, 0xff9b, 0, 0, 0, 0, _, _] => Some(tail()),
        [0x64, 0xff9b, 1, ..] => return Some("inside a translated network"),
        // 6to4 (RFC 3056).
        [0x2002, high, low, ..] => Some(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low))),
        // Teredo (RFC 4380): the client's address is stored inverted.
        [0x2001, 0, ..] => Some(Ipv4Addr::from(!u32::from(tail()))),
        // ISATAP (RFC 5214).
        [.., 0 | 0x200, 0x5efe, _, _] => Some(tail()),
        _ => None,
    };
    if let Some(what) = carried.and_then(not_public_v4) {
        return Some(what);
    }
    Some(match s {
        [0xfc00..=0xfdff, ..] => "a private address",
        [0xfe80..=0xfebf, ..] => "a link-local address",
        [0xfec0..=0xfeff, ..] => "a site-local address",
        [0xff00..=0xffff, ..] => "a multicast address",
        [0x100, 0, 0, ..] => "a discard address",
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => "reserved for examples",
        // Teredo with a public client, ORCHID, benchmarking and the rest of the protocol block.
        [0x2001, 0..=0x1ff, ..] => "reserved for protocols",
        [0x5f00, ..] => "reserved for segment routing",
        // Global unicast is 2000::/3; a carried public address makes the translation prefixes pass.
        [0x2000..=0x3fff, ..] => return None,
        [0x64, 0xff9b, 0, 0, 0, 0, _, _] | [0, 0, 0, 0, 0, 0xffff, _, _] => return None,
        _ => "outside the public network",
    })
}

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;

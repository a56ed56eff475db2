//! The HTTP client: rustls with ring, our own resolver, no redirects, no cookies, no referer, no transparent decoding.

use super::config::FetchConfig;
use super::error::{FetchError, FetchErrorKind};
use super::guard::{AddressGuard, is_localhost};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use url::Url;

/// One client a port that the guard has exceptions for, and one for everything else. A resolver does not know the port it
/// resolves for; so each client has a resolver of its own, and an exception for one port opens no other.
pub(crate) struct Clients {
    general: reqwest::Client,
    by_port: Vec<(u16, reqwest::Client)>,
}

impl Clients {
    pub(crate) fn new(config: &FetchConfig, guard: &Arc<AddressGuard>) -> Result<Self, FetchError> {
        let tls = tls()?;
        let ports = guard.ports();
        if ports.len() > 64 {
            return Err(wrong("fetch.allow names more than 64 ports; allow the addresses without a port".into()));
        }
        let general = client(config, guard, None, tls.clone())?;
        let by_port = ports.into_iter().map(|port| Ok((port, client(config, guard, Some(port), tls.clone())?)));
        Ok(Self { general, by_port: by_port.collect::<Result<_, FetchError>>()? })
    }

    /// The client for an address.
    pub(crate) fn of(&self, url: &Url) -> &reqwest::Client {
        let port = url.port_or_known_default();
        self.by_port.iter().find(|(p, _)| Some(*p) == port).map_or(&self.general, |(_, client)| client)
    }
}

fn wrong(message: String) -> FetchError {
    FetchError::new(FetchErrorKind::Config, message)
}

/// TLS 1.2 and 1.3 by ring, trusting Mozilla's roots: no platform's store, so every machine trusts the same.
pub(crate) fn tls() -> Result<rustls::ClientConfig, FetchError> {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder =
        builder.map_err(|e| wrong(format!("the TLS provider cannot be set up ({e}); this build is broken")))?;
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn client(
    config: &FetchConfig,
    guard: &Arc<AddressGuard>,
    port: Option<u16>,
    tls: rustls::ClientConfig,
) -> Result<reqwest::Client, FetchError> {
    let proxy = config.proxy.as_deref().filter(|p| !p.trim().is_empty());
    let proxy_url = proxy.and_then(|p| Url::parse(p).ok());
    let resolver = Guarded {
        guard: Arc::clone(guard),
        port,
        exempt: proxy_url.as_ref().and_then(|u| u.host_str()).map(|h| h.trim_end_matches('.').to_ascii_lowercase()),
    };
    let mut builder = reqwest::Client::builder()
        .user_agent(config.user_agent())
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .no_proxy()
        .dns_resolver(resolver)
        .connect_timeout(FetchConfig::seconds(config.connect_timeout_s))
        .pool_max_idle_per_host(config.host_connections.max(1))
        .pool_idle_timeout(std::time::Duration::from_secs(30))
        .http1_max_headers(MAX_HEADERS)
        .http2_max_header_list_size(MAX_HEADER_BYTES)
        .tls_backend_preconfigured(tls);
    if let Some(proxy) = proxy {
        let proxy = reqwest::Proxy::all(proxy);
        builder = builder.proxy(
            proxy.map_err(|e| wrong(format!("fetch.proxy is no proxy's address ({e}); write http://host:port")))?,
        );
    }
    builder.build().map_err(|e| {
        wrong(format!("the fetch settings make no client ({e}); check fetch.user_agent_contact for odd characters"))
    })
}

/// The most header lines of an answer.
pub(crate) const MAX_HEADERS: usize = 128;
/// The most bytes of an answer's headers.
pub(crate) const MAX_HEADER_BYTES: u32 = 64 << 10;

/// Resolves names and lets through only addresses that the guard lets through, at every connection anew.
struct Guarded {
    guard: Arc<AddressGuard>,
    port: Option<u16>,
    /// The proxy's name.
    exempt: Option<String>,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let (guard, port) = (Arc::clone(&self.guard), self.port);
        let plain = name.as_str().trim_end_matches('.').to_ascii_lowercase();
        let exempt = self.exempt.as_ref() == Some(&plain);
        Box::pin(async move {
            let addresses = lookup(name.as_str()).await?;
            if exempt {
                return Ok(addrs(addresses));
            }
            let mut refused = None;
            let mut kept = Vec::with_capacity(addresses.len());
            for address in addresses {
                match guard.check(address, port) {
                    Ok(()) => kept.push(address),
                    Err(why) => refused = Some(why),
                }
            }
            match refused {
                Some(why) if kept.is_empty() => Err(why.into()),
                _ => Ok(addrs(kept)),
            }
        })
    }
}

fn addrs(addresses: Vec<IpAddr>) -> Addrs {
    // Port 0: the address's own is put in.
    Box::new(addresses.into_iter().map(|ip| SocketAddr::new(ip, 0)))
}

/// The addresses of a name. `localhost` and names under it are this machine by our own rule (RFC 6761, 6.3), whatever the
/// system's resolver thinks.
async fn lookup(name: &str) -> Result<Vec<IpAddr>, std::io::Error> {
    if is_localhost(name) {
        return Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]);
    }
    Ok(tokio::net::lookup_host((name, 0)).await?.map(|a| a.ip()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn names_of_this_machine_are_judged_when_resolved() {
        let check = async |allow: &[&str], port: Option<u16>, exempt: Option<&str>, name: &str, passes: bool| {
            let guard = Arc::new(AddressGuard::new(allow).unwrap());
            let resolver = Guarded { guard, port, exempt: exempt.map(Into::into) };
            assert_eq!(resolver.resolve(name.parse().unwrap()).await.is_ok(), passes, "{allow:?} {port:?} {name}");
        };
        check(&[], None, None, "paper.localhost", false).await;
        check(&["127.0.0.1:7879"], None, None, "paper.localhost", false).await;
        check(&["127.0.0.1:7879"], Some(7879), None, "paper.localhost.", true).await;
        check(&["127.0.0.1:7879"], Some(80), None, "localhost", false).await;
        check(&["127.0.0.0/8"], None, None, "localhost", true).await;
        check(&[], None, Some("localhost"), "localhost", true).await;
    }
}

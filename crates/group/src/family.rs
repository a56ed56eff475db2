//! Publisher families: outlets of one owner count once. The owner is the registrable domain by the Public Suffix List
//! unless the user's own table says better.

use std::collections::BTreeMap;
use url::{Host, Url};

/// The family of an address: the owner `table` names for its host or a parent domain of it, else the registrable
/// domain (`news.example.co.uk` → `example.co.uk`), in lower case. An IP address or `localhost` keeps its port, so two
/// servers on one machine are two families; a host under `.localhost` is its own family. What is no web address is
/// returned trimmed and in lower case.
pub fn family(url: &str, table: &BTreeMap<String, String>) -> String {
    let Some(url) = Url::parse(url.trim()).ok().filter(|u| u.host().is_some()) else {
        let name = url.trim().to_lowercase();
        return table.get(&name).cloned().unwrap_or(name);
    };
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_lowercase();
    let with_port = url.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
    let own = match url.host() {
        Some(Host::Domain(_)) if host == "localhost" => with_port.clone(),
        Some(Host::Domain(_)) if host.ends_with(".localhost") => host.clone(),
        Some(Host::Domain(_)) => psl::domain_str(&host).map_or_else(|| host.clone(), str::to_owned),
        _ => with_port.clone(),
    };
    owner(&with_port, table).or_else(|| owner(&host, table)).unwrap_or(own)
}

/// The table's owner for `host` or the nearest parent domain in it.
fn owner(host: &str, table: &BTreeMap<String, String>) -> Option<String> {
    let mut name = host;
    loop {
        if let Some(owner) = table.get(name) {
            return Some(owner.clone());
        }
        name = name.split_once('.')?.1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_then_registrable_domains() {
        let table: BTreeMap<String, String> = [
            ("harbour-post.example", "Saltmarsh Group"),
            ("tide.example", "Saltmarsh Group"),
            ("127.0.0.1:8002", "Two"),
        ]
        .map(|(a, b)| (a.into(), b.into()))
        .into();
        let check = |url: &str, expected: &str| assert_eq!(family(url, &table), expected, "{url}");
        check("https://www.harbour-post.example/a", "Saltmarsh Group");
        check("http://sport.tide.example/b", "Saltmarsh Group");
        check("https://news.example.co.uk/x", "example.co.uk");
        check("https://WWW.Example.COM./x", "example.com");
        check("http://reader.github.io/", "reader.github.io");
        check("http://127.0.0.1:8001/a", "127.0.0.1:8001");
        check("http://127.0.0.1:8002/a", "Two");
        check("http://[::1]:81/", "[::1]:81");
        check("http://paper.localhost:8080/a", "paper.localhost");
        check("http://localhost:8080/a", "localhost:8080");
        check("The Kelp Gazette ", "the kelp gazette");
    }
}

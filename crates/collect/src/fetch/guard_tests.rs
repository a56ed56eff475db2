//! The guard on its own: what passes, what does not, and what a refusal says.

use super::*;

/// Whether the guard lets the address's own spelling pass (names other than this machine's pass here: they are judged when
/// they are resolved).
fn passes(guard: &AddressGuard, address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| guard.check_url(&url).is_ok())
}

#[test]
fn refused_in_every_spelling() {
    let guard = AddressGuard::default();
    let hosts: Vec<&str> = include_str!("spellings.txt").split_whitespace().collect();
    assert!(hosts.len() >= 60, "{}", hosts.len());
    for host in hosts {
        for scheme in ["http", "https"] {
            assert!(!passes(&guard, &format!("{scheme}://{host}/feed")), "{scheme}://{host}");
            assert!(!passes(&guard, &format!("{scheme}://user@{host}:8080/")), "{scheme}://user@{host}:8080");
        }
    }
}

#[test]
fn other_schemes_are_refused() {
    for address in [
        "ftp://hill.example/",
        "file:///etc/passwd",
        "gopher://hill.example/",
        "data:text/html,x",
        "javascript:1",
        "ws://hill.example/",
    ] {
        assert!(!passes(&AddressGuard::default(), address), "{address}");
    }
}

#[test]
fn the_public_network_passes() {
    for host in [
        "hill.example",
        "8.8.8.8",
        "1.1.1.1",
        "172.15.0.1",
        "172.32.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "198.17.0.1",
        "223.255.255.254",
        "[2606:4700::1111]",
        "[2a00:1450:4001::1]",
        "[64:ff9b::8.8.8.8]",
        "[2002:808:808::1]",
        "[::ffff:8.8.8.8]",
        "notlocalhost",
        "localhost.example",
    ] {
        assert!(passes(&AddressGuard::default(), &format!("https://{host}/")), "{host}");
    }
}

#[test]
fn exceptions_hold_for_their_port_only() {
    let guard = AddressGuard::new(&["127.0.0.1:7879", "10.0.0.0/8", "[::1]:8080", "192.168.7.7"]).unwrap();
    for address in [
        "http://127.0.0.1:7879/",
        "http://localhost:7879/",
        "http://paper.localhost:7879/",
        "http://10.9.8.7/",
        "https://10.1.1.1:4443/",
        "http://[::1]:8080/",
        "http://192.168.7.7:1/",
    ] {
        assert!(passes(&guard, address), "{address}");
    }
    for address in [
        "http://127.0.0.1/",
        "http://127.0.0.1:7878/",
        "http://127.0.0.2:7879/",
        "http://localhost/",
        "http://11.0.0.1.localhost/",
        "http://[::1]/",
        "http://192.168.7.8/",
        "http://[::ffff:127.0.0.1]:7879/",
    ] {
        assert!(!passes(&guard, address), "{address}");
    }
    let guard = AddressGuard::new(&["localhost:7879"]).unwrap();
    assert!(passes(&guard, "http://127.0.0.1:7879/") && !passes(&guard, "http://127.0.0.1:7880/"));
    for bad in
        ["localhosts", "localhost:x", "", "hill.example", "10.0.0.0/33", "::/129", "127.0.0.1:", "127.0.0.1:99999", "*"]
    {
        assert_eq!(AddressGuard::new(&[bad]).err(), Some(BadAllow(bad.into())));
    }
}

#[test]
fn a_refusal_names_the_remedy() {
    let url = Url::parse("http://127.0.0.1:22/").unwrap();
    let text = AddressGuard::default().check_url(&url).err().map(|r| r.to_string()).unwrap_or_default();
    assert!(text.contains("127.0.0.1:22") && text.contains("fetch.allow"), "{text}");
}

//! WebSub (W3C Recommendation, 2018): who tells of a feed's changes, how to ask for it, and whether what comes is genuine.
//!
//! Pure: what to send and what to believe. Sending and listening are the engine's.

use crate::feed::text;
use hmac::{Hmac, KeyInit, Mac};
use standfirst_types::FeedDocument;
use url::{Url, form_urlencoded};

/// A hub, and the address that the feed is known by there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hub {
    /// The hub's address.
    pub hub: String,
    /// The feed's own address (`rel=self`), which is the subscription's topic.
    pub topic: String,
}

/// What is asked of a hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// To be told of changes.
    Subscribe,
    /// To be told no longer.
    Unsubscribe,
}

impl Mode {
    fn word(self) -> &'static str {
        if self == Self::Subscribe { "subscribe" } else { "unsubscribe" }
    }
}

/// The longest secret in bytes (WebSub, 5.1: less than 200).
pub const MAX_SECRET: usize = 199;

/// The hubs of a feed: of the answer's `Link` headers (RFC 8288), else of the document; in order, each once. Without a
/// `rel=self` there is no topic and so no hub (WebSub, 4). `fetched`: where the feed was fetched, which relative addresses
/// are relative to.
pub fn hubs(link_headers: &[&str], document: &FeedDocument, fetched: &str) -> Vec<Hub> {
    let base = Url::parse(fetched).ok();
    let links: Vec<(String, String)> = link_headers.iter().flat_map(|h| links(h)).collect();
    let of =
        |rel: &'static str| links.iter().filter(move |(r, _)| r == rel).map(|(_, a)| text::resolve(a, base.as_ref()));
    let (mut hubs, mut topic): (Vec<String>, _) = (of("hub").collect(), of("self").next());
    if hubs.is_empty() {
        hubs = document.hubs.clone();
    }
    topic = topic.or_else(|| document.self_link.clone());
    let Some(topic) = topic.filter(|t| is_web(t)) else { return Vec::new() };
    let mut found: Vec<Hub> = Vec::new();
    for hub in hubs.into_iter().filter(|h| is_web(h)).take(MAX_HUBS) {
        if found.iter().all(|f| f.hub != hub) {
            found.push(Hub { hub, topic: topic.clone() });
        }
    }
    found
}

/// The most hubs of one feed.
const MAX_HUBS: usize = 10;

fn is_web(address: &str) -> bool {
    Url::parse(address).is_ok_and(|u| matches!(u.scheme(), "http" | "https"))
}

/// The relations and addresses of a `Link` header, relations in lower case.
fn links(header: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = header;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((address, after)) = after.split_once('>') else { break };
        let (parameters, next) = parameters(after);
        rest = next;
        let rel = parameters.iter().find(|(name, _)| name.eq_ignore_ascii_case("rel"));
        for rel in rel.map(|(_, v)| v.as_str()).unwrap_or_default().split_ascii_whitespace() {
            found.push((rel.to_ascii_lowercase(), address.trim().to_owned()));
        }
        if found.len() > 100 {
            break;
        }
    }
    found
}

/// The parameters up to the comma that ends a link, and what follows it.
fn parameters(mut rest: &str) -> (Vec<(String, String)>, &str) {
    let mut all = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\t', ';']);
        if rest.is_empty() {
            return (all, rest);
        }
        if let Some(next) = rest.strip_prefix(',') {
            return (all, next);
        }
        let end = rest.find(['=', ';', ',']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let Some(value) = after.strip_prefix('=') else {
            rest = after;
            continue;
        };
        let value = value.trim_start();
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => value.split_at(value.find([';', ',']).unwrap_or(value.len())),
        };
        all.push((name.trim().to_owned(), value.trim().to_owned()));
        rest = after;
    }
}

/// The body of a request to a hub, `application/x-www-form-urlencoded`. `lease_s`: how long the subscription should last.
/// A secret is only sent to a hub over `https` (WebSub, 5.1); it must be 1 to [`MAX_SECRET`] bytes, else it is left out.
pub fn request_body(mode: Mode, hub: &Hub, callback: &str, secret: Option<&str>, lease_s: Option<u32>) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("hub.callback", callback)
        .append_pair("hub.mode", mode.word())
        .append_pair("hub.topic", &hub.topic);
    if mode == Mode::Subscribe {
        if let Some(lease) = lease_s {
            form.append_pair("hub.lease_seconds", &lease.to_string());
        }
        let fit = |s: &&str| hub.hub.starts_with("https:") && (1..=MAX_SECRET).contains(&s.len());
        if let Some(secret) = secret.filter(fit) {
            form.append_pair("hub.secret", secret);
        }
    }
    form.finish()
}

/// What a hub asks at the callback, and the answer to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Answer 200 with this body: the request was ours. The lease in seconds, when one was granted.
    Confirm {
        /// The challenge, to be sent back as it is.
        challenge: String,
        /// Seconds until the subscription ends.
        lease_s: Option<u32>,
    },
    /// The hub will not: nothing to answer but 200.
    Denied {
        /// Why, when it says so.
        reason: Option<String>,
    },
    /// Answer 404: nobody here asked for this.
    Unknown,
}

/// Judges a hub's verification of intent (WebSub, 5.3): `query` is the callback's query string, `mode` and `topic` what is
/// waiting to be confirmed. Only the same mode and the same topic are confirmed.
pub fn verify_intent(query: &str, mode: Mode, topic: &str) -> Intent {
    let (mut asked, mut about, mut challenge, mut lease, mut reason) = (None, None, None, None, None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "hub.mode" => asked = Some(value),
            "hub.topic" => about = Some(value),
            "hub.challenge" => challenge = Some(value.into_owned()),
            "hub.lease_seconds" => lease = value.parse().ok(),
            "hub.reason" => reason = text::short(value.into_owned()),
            _ => {}
        }
    }
    if about.as_deref() != Some(topic) {
        return Intent::Unknown;
    }
    match (asked.as_deref(), challenge.filter(|c| !c.is_empty() && c.len() <= MAX_CHALLENGE)) {
        (Some("denied"), _) => Intent::Denied { reason },
        (Some(word), Some(challenge)) if word == mode.word() => Intent::Confirm { challenge, lease_s: lease },
        _ => Intent::Unknown,
    }
}

/// The longest challenge that is sent back, in bytes.
const MAX_CHALLENGE: usize = 4096;

/// Whether delivered content is the hub's own: `signature` is the `X-Hub-Signature` header, `method=hex`, with `sha1`,
/// `sha256`, `sha384` or `sha512` (WebSub, 7). Compares in constant time. Without a signature nothing is genuine.
pub fn is_genuine(signature: Option<&str>, secret: &str, body: &[u8]) -> bool {
    let Some((method, digits)) = signature.and_then(|s| s.trim().split_once('=')) else { return false };
    let Some(said) = unhex(digits.trim()) else { return false };
    let secret = secret.as_bytes();
    match method.trim().to_ascii_lowercase().as_str() {
        "sha1" => holds::<Hmac<sha1::Sha1>>(secret, body, &said),
        "sha256" => holds::<Hmac<sha2::Sha256>>(secret, body, &said),
        "sha384" => holds::<Hmac<sha2::Sha384>>(secret, body, &said),
        "sha512" => holds::<Hmac<sha2::Sha512>>(secret, body, &said),
        _ => false,
    }
}

fn holds<M: Mac + KeyInit>(secret: &[u8], body: &[u8], said: &[u8]) -> bool {
    <M as KeyInit>::new_from_slice(secret).is_ok_and(|mac| mac.chain_update(body).verify_slice(said).is_ok())
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair: &[u8]| {
        let text =
            std::str::from_utf8(pair).ok().filter(|t| t.len() == 2 && t.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u8::from_str_radix(text, 16).ok()
    };
    if digits.len() > 128 { None } else { pairs.map(byte).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hub(hub: &str) -> Hub {
        Hub { hub: hub.into(), topic: "https://hill.example/feed".into() }
    }

    #[test]
    fn discovery() {
        let check = |headers: &[&str], body: &str, expected: &[(&str, &str)]| {
            let document = crate::parse_feed(body.as_bytes(), None, Some("https://hill.example/dir/feed")).unwrap();
            let found = hubs(headers, &document, "https://hill.example/dir/feed");
            let found: Vec<(&str, &str)> = found.iter().map(|h| (h.hub.as_str(), h.topic.as_str())).collect();
            assert_eq!(found, expected, "{headers:?} {body}");
        };
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='hub' href='https://hub.example/'/><link rel='self' href='/feed'/>\
                    <entry><id>1</id><link rel='self' href='/1'/><link rel='hub' href='https://other.example/'/></entry></feed>";
        let rss = "<rss xmlns:atom='http://www.w3.org/2005/Atom'><channel><atom:link rel='hub' href='https://hub.example/'/>\
                   <atom:link rel='hub' href='https://second.example/'/><atom:link href='https://hill.example/rss' rel='self'/></channel></rss>";
        let json = "{\"version\":\"1.1\",\"feed_url\":\"https://hill.example/j\",\"hubs\":[{\"type\":\"WebSub\",\"url\":\"https://hub.example/\"},{\"type\":\"rssCloud\",\"url\":\"https://no.example/\"}],\"items\":[]}";
        check(&[], atom, &[("https://hub.example/", "https://hill.example/feed")]);
        check(
            &[],
            rss,
            &[
                ("https://hub.example/", "https://hill.example/rss"),
                ("https://second.example/", "https://hill.example/rss"),
            ],
        );
        check(&[], json, &[("https://hub.example/", "https://hill.example/j")]);
        check(
            &["<https://head.example/>; rel=\"hub\", <../self>; title=\"a, b\"; rel=self"],
            atom,
            &[("https://head.example/", "https://hill.example/self")],
        );
        check(
            &["<https://head.example/>; rel=\"self hub\""],
            "<rss/>",
            &[("https://head.example/", "https://head.example/")],
        );
        check(&["<https://head.example/>; rel=hub"], "<rss/>", &[]);
        check(&["<javascript:x>; rel=hub, <https://a.example/>; rel=self", "<unclosed; rel=hub"], "<rss/>", &[]);
    }

    #[test]
    fn requests() {
        let ask = |mode, hub: &Hub, secret: Option<&str>| {
            request_body(mode, hub, "https://me.example/cb?x=1", secret, Some(864_000))
        };
        assert_eq!(
            ask(Mode::Subscribe, &hub("https://hub.example/"), Some("snow&ice")),
            "hub.callback=https%3A%2F%2Fme.example%2Fcb%3Fx%3D1&hub.mode=subscribe&hub.topic=https%3A%2F%2Fhill.example%2Ffeed&hub.lease_seconds=864000&hub.secret=snow%26ice"
        );
        assert!(!ask(Mode::Subscribe, &hub("http://hub.example/"), Some("snow")).contains("secret"));
        assert!(!ask(Mode::Subscribe, &hub("https://hub.example/"), Some(&"s".repeat(200))).contains("secret"));
        assert!(ask(Mode::Unsubscribe, &hub("https://hub.example/"), None).contains("hub.mode=unsubscribe"));
    }

    #[test]
    fn intent() {
        let topic = "https://hill.example/feed?a=b";
        let encoded = "hub.topic=https%3A%2F%2Fhill.example%2Ffeed%3Fa%3Db";
        let check = |query: &str, expected: Intent| {
            assert_eq!(verify_intent(&format!("{encoded}&{query}"), Mode::Subscribe, topic), expected, "{query}")
        };
        check(
            "hub.mode=subscribe&hub.challenge=a%2Bb&hub.lease_seconds=60",
            Intent::Confirm { challenge: "a+b".into(), lease_s: Some(60) },
        );
        check("hub.mode=unsubscribe&hub.challenge=a", Intent::Unknown);
        check("hub.mode=subscribe", Intent::Unknown);
        check("hub.mode=subscribe&hub.challenge=", Intent::Unknown);
        check(&format!("hub.mode=subscribe&hub.challenge={}", "a".repeat(5000)), Intent::Unknown);
        check("hub.mode=denied&hub.reason=no", Intent::Denied { reason: Some("no".into()) });
        check("hub.mode=subscribe&hub.challenge=a&hub.topic=https://other.example/", Intent::Unknown);
        assert_eq!(verify_intent("", Mode::Subscribe, topic), Intent::Unknown);
    }

    #[test]
    fn signatures() {
        // Test case 2 of RFC 2202 and RFC 4231: key "Jefe", data "what do ya want for nothing?".
        let body = b"what do ya want for nothing?";
        let check = |signature: &str, expected: bool| {
            assert_eq!(is_genuine(Some(signature), "Jefe", body), expected, "{signature}")
        };
        check("sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", true);
        check("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", true);
        check("SHA256=5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843", true);
        check(
            "sha384=af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
            true,
        );
        check(
            "sha512=164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
            true,
        );
        check("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3842", false);
        check("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec38", false);
        check("sha256=", false);
        check("sha256=5bd", false);
        check("sha256=+bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", false);
        check("md5=750c783e6ab0b503eaa86e310a5db738", false);
        check("nothing", false);
        assert!(
            !is_genuine(None, "Jefe", body)
                && !is_genuine(Some("sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"), "jefe", body)
        );
    }
}

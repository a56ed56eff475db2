//! `robots.txt` by RFC 9309: may this program fetch that page.
//!
//! Rules are kept in memory a day an origin. 4xx means there are none; 5xx and silence mean everything is disallowed for
//! now, which is forgotten after ten minutes so that a site that recovers is soon read again.

use crate::fetch::{FetchError, FetchErrorKind, Fetched, Fetcher, Kind, Request, decoded};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use url::Url;

/// The name that a group of rules is looked up by.
const AGENT: &str = "standfirst";
/// Seconds that rules are believed (RFC 9309, 2.4).
const DAY: i64 = 86_400;
/// Seconds that a failure is believed.
const FAILURE: i64 = 600;
/// The most origins remembered.
const MAX_ORIGINS: usize = 4096;

impl Fetcher {
    /// Whether the site's `robots.txt` lets this program fetch `url`. Always `true` when the setting is off.
    ///
    /// # Errors
    /// When the address is none, or the guard refuses it.
    pub async fn allowed(&self, url: &str, now: Timestamp) -> Result<bool, FetchError> {
        if !self.config().robots {
            return Ok(true);
        }
        let (rules, path) = self.rules_for(url, now).await?;
        Ok(rules.allow(&path))
    }

    /// Seconds that the site's `robots.txt` asks to wait between two requests (`Crawl-delay`), when it does.
    ///
    /// # Errors
    /// As [`Fetcher::allowed`].
    pub async fn crawl_delay(&self, url: &str, now: Timestamp) -> Result<Option<u32>, FetchError> {
        if !self.config().robots {
            return Ok(None);
        }
        Ok(self.rules_for(url, now).await?.0.delay)
    }

    async fn rules_for(&self, url: &str, now: Timestamp) -> Result<(Arc<Rules>, String), FetchError> {
        let bad = |e: String| {
            FetchError::new(FetchErrorKind::BadAddress, format!("“{url}” is no web address ({e}); check its spelling"))
        };
        let parsed = Url::parse(url.trim()).map_err(|e| bad(e.to_string()))?;
        let path = parsed.query().map_or_else(|| parsed.path().into(), |query| format!("{}?{query}", parsed.path()));
        let robots = parsed.join("/robots.txt").map_err(|e| bad(e.to_string()))?;
        let slot = self.robots().slot(&parsed.origin().ascii_serialization(), now);
        // Held while asking: a second question for the same origin waits for the first one's answer.
        let mut known = slot.lock().await;
        if let Some((rules, until)) = known.as_ref()
            && now < *until
        {
            return Ok((Arc::clone(rules), path));
        }
        let (rules, seconds) = self.ask_robots(robots.as_str(), now).await?;
        let rules = Arc::new(rules);
        let until = now + jiff::SignedDuration::from_secs(seconds);
        *known = Some((Arc::clone(&rules), until));
        Ok((rules, path))
    }

    async fn ask_robots(&self, url: &str, now: Timestamp) -> Result<(Rules, i64), FetchError> {
        match self.fetch(&Request::new(url, Kind::Robots), now).await {
            Ok(Fetched::Body { capture, .. }) => {
                let text = decoded(&capture, 1 << 20).unwrap_or_default();
                Ok((Rules::parse(&String::from_utf8_lossy(&text), AGENT), DAY))
            }
            Ok(Fetched::NotModified { .. }) => Ok((Rules::default(), FAILURE)),
            // Too many redirects count as unavailable too (RFC 9309, 2.3.1.2).
            Err(e) => match e.kind {
                FetchErrorKind::Status(429) => {
                    Ok((Rules::nothing(), e.retry_after.and_then(|s| i64::try_from(s).ok()).unwrap_or(FAILURE)))
                }
                FetchErrorKind::Status(400..=499) | FetchErrorKind::Redirect => Ok((Rules::default(), DAY)),
                FetchErrorKind::Refused | FetchErrorKind::BadAddress => Err(e),
                _ => Ok((Rules::nothing(), FAILURE)),
            },
        }
    }
}

/// One origin's rules and until when they are believed.
type Slot = Arc<tokio::sync::Mutex<Option<(Arc<Rules>, Timestamp)>>>;

/// What is known of each origin.
#[derive(Debug, Default)]
pub(crate) struct RobotsCache {
    slots: Mutex<BTreeMap<String, (Slot, Timestamp)>>,
}

impl RobotsCache {
    /// The place of an origin. When there are too many, those not asked for longest are forgotten.
    fn slot(&self, origin: &str, now: Timestamp) -> Slot {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((slot, used)) = slots.get_mut(origin) {
            *used = now;
            return Arc::clone(slot);
        }
        if slots.len() >= MAX_ORIGINS {
            let mut times: Vec<Timestamp> = slots.values().map(|(_, used)| *used).collect();
            let (_, middle, _) = times.select_nth_unstable(MAX_ORIGINS / 2);
            let middle = *middle;
            slots.retain(|_, (_, used)| *used > middle);
        }
        let slot = Slot::default();
        slots.insert(origin.into(), (Arc::clone(&slot), now));
        slot
    }
}

/// The rules of a site that concern one agent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Patterns and whether they allow.
    rules: Vec<(String, bool)>,
    /// Seconds between two requests.
    pub delay: Option<u32>,
}

/// The most rules kept of one site.
const MAX_RULES: usize = 10_000;

impl Rules {
    /// The rules for `agent` (a product token, in any case): of all groups that name it, else of those for `*`. Linear.
    pub fn parse(text: &str, agent: &str) -> Self {
        let (mut ours, mut all, mut named) = (Self::default(), Self::default(), false);
        let (mut for_us, mut for_all, mut in_agents) = (false, false, false);
        for line in text.trim_start_matches('\u{FEFF}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !in_agents {
                    (for_us, for_all) = (false, false);
                }
                in_agents = true;
                let token = value
                    .split(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '_' || c == '*'))
                    .next()
                    .unwrap_or_default();
                for_us |= token.eq_ignore_ascii_case(agent);
                for_all |= token == "*";
                named |= for_us;
                continue;
            }
            if !matches!(key.as_str(), "allow" | "disallow" | "crawl-delay") {
                continue;
            }
            in_agents = false;
            for (mine, rules) in [(for_us, &mut ours), (for_all, &mut all)] {
                if mine {
                    rules.add(&key, value);
                }
            }
        }
        if named { ours } else { all }
    }

    /// The sitemaps that a `robots.txt` names, whoever asks, in order, each once.
    pub fn sitemaps(text: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for line in text.trim_start_matches('\u{FEFF}').lines().take(MAX_RULES) {
            let Some((key, value)) = line.split_once(':') else { continue };
            let named = key.trim().eq_ignore_ascii_case("sitemap");
            let address = value.split_whitespace().next().and_then(|a| Url::parse(a).ok());
            let address = address.filter(|a| named && found.len() < 100 && matches!(a.scheme(), "http" | "https"));
            found.extend(address.map(String::from).filter(|a| !found.contains(a)));
        }
        found
    }

    /// Rules that disallow everything.
    fn nothing() -> Self {
        Self { rules: vec![("/".into(), false)], delay: None }
    }

    fn add(&mut self, key: &str, value: &str) {
        match key {
            "crawl-delay" => {
                self.delay = value.parse::<f64>().ok().filter(|s| (0.0..=86_400.0).contains(s)).map(|s| s.ceil() as u32)
            }
            _ if value.is_empty() || self.rules.len() >= MAX_RULES => {}
            _ => self.rules.push((normal(value), key == "allow")),
        }
    }

    /// Whether a path with its query may be fetched: the longest matching rule decides, and of equals the one that allows.
    pub fn allow(&self, path: &str) -> bool {
        let path = normal(path);
        if path == "/robots.txt" {
            return true;
        }
        let matching = self.rules.iter().filter(|(pattern, _)| matches(pattern, &path));
        matching.map(|(pattern, allow)| (pattern.len(), *allow)).max().is_none_or(|(_, allow)| allow)
    }
}

/// A path or pattern with its percent-encoding made comparable: non-ASCII encoded, hexadecimal digits in upper case,
/// unreserved characters plain (RFC 9309, 2.2.2).
fn normal(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let bytes = path.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|h| std::str::from_utf8(h).ok())
            .and_then(|h| u8::from_str_radix(h, 16).ok());
        match (byte, hex) {
            (b'%', Some(code)) if code.is_ascii_alphanumeric() || b"-._~".contains(&code) => out.push(char::from(code)),
            (b'%', Some(code)) => out.push_str(&format!("%{code:02X}")),
            (0x21..=0x7E, _) => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        at += if byte == b'%' && hex.is_some() { 3 } else { 1 };
    }
    out
}

/// Whether a pattern matches from the start of a path; `*` is any text, `$` at the end is the path's end. The parts
/// between stars are looked for in order, each once: no backtracking.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, anchored) = pattern.strip_suffix('$').map_or((pattern, false), |p| (p, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut last_star = false;
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        last_star = true;
        if anchored && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match memchr::memmem::find(rest.as_bytes(), part.as_bytes()) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    !anchored || rest.is_empty() || (last_star && pattern.ends_with('*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules() {
        let check = |text: &str, path: &str, expected: bool| {
            assert_eq!(Rules::parse(text, AGENT).allow(path), expected, "{text:?} {path}");
        };
        check("", "/x", true);
        check("User-agent: *\nDisallow: /", "/x", false);
        check("User-agent: *\nDisallow:", "/x", true);
        check("User-agent: *\nDisallow: /private", "/private/x", false);
        check("User-agent: *\nDisallow: /private", "/Private/x", true);
        check("User-agent: *\nDisallow: /\nUser-agent: Standfirst\nAllow: /", "/x", true);
        check(
            "User-agent: other\nUser-agent: standfirst/1.0 # us\nDisallow: /a\n\nUser-agent: standfirst\nDisallow: /b",
            "/b",
            false,
        );
        check("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b/c", true);
        check("User-agent: *\nAllow: /a\nDisallow: /a", "/a", true);
        check("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", false);
        check("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", true);
        check("User-agent: *\nDisallow: /a*b*c", "/a1b2c3", false);
        check("User-agent: *\nDisallow: /a$", "/a", false);
        check("User-agent: *\nDisallow: /a$", "/ab", true);
        check("User-agent: *\nDisallow: /a*$", "/abc", false);
        check("User-agent: *\nDisallow: /caf%c3%a9", "/café", false);
        check("User-agent: *\nDisallow: /%7Eme", "/~me/", false);
        check("\u{FEFF}user-AGENT : *\r\nDISALLOW : /x\r\n", "/x", false);
        check("Disallow: /x", "/x", true);
        check("User-agent: *\nDisallow: /", "/robots.txt", true);
        check("User-agent: *\nSitemap: http://x/s\nDisallow: /x", "/x", false);
        assert_eq!(Rules::parse("User-agent: *\nCrawl-delay: 2.5", AGENT).delay, Some(3));
    }

    #[test]
    fn sitemaps() {
        let text = "User-agent: *\nSitemap: https://hill.example/s.xml # all\nsitemap:https://hill.example/s.xml\nSITEMAP: /relative\nSitemap: ftp://x/\nSitemap: http://b.example/\n";
        assert_eq!(Rules::sitemaps(text), ["https://hill.example/s.xml", "http://b.example/"]);
    }

    #[test]
    fn hostile_patterns_end() {
        let text = format!("User-agent: *\nDisallow: /{}x$", "*a".repeat(10_000));
        assert!(Rules::parse(&text, AGENT).allow(&format!("/{}", "a".repeat(20_000))));
    }
}

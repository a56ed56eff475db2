//! Addresses: the one spelling under which a page is known.

use url::Url;

/// Parameters that say where a click came from, never which page it is.
fn is_tracking(key: &str) -> bool {
    key.starts_with("utm_")
        || matches!(
            key,
            "fbclid"
                | "gclid"
                | "dclid"
                | "msclkid"
                | "mc_cid"
                | "mc_eid"
                | "igshid"
                | "yclid"
                | "ocid"
                | "xtor"
                | "at_medium"
                | "at_campaign"
                | "ftag"
                | "cmpid"
                | "guccounter"
        )
}

/// An address without fragment and tracking parameters, host in lower case, default port left out. What is no address comes back
/// trimmed.
pub fn normalise(address: &str) -> String {
    let Ok(mut url) = Url::parse(address.trim()) else { return address.trim().to_owned() };
    url.set_fragment(None);
    if url.query().is_some() {
        let kept: Vec<&str> = url
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| {
                !pair.is_empty() && !is_tracking(&pair.split('=').next().unwrap_or_default().to_ascii_lowercase())
            })
            .collect();
        let query = kept.join("&");
        url.set_query((!query.is_empty()).then_some(&query));
    }
    url.into()
}

/// The page's canonical address, normalised, if it is of the same host and port as `url` (`www.` aside) and is no bare front page of
/// a site whose article this is.
pub(crate) fn canonical(stated: &str, url: &str) -> Option<String> {
    let base = Url::parse(url).ok()?;
    let stated = base.join(stated.trim()).ok()?;
    let host = |u: &Url| u.host_str().map(|h| h.trim_start_matches("www.").to_ascii_lowercase());
    let same = matches!(stated.scheme(), "http" | "https")
        && host(&stated)? == host(&base)?
        && stated.port_or_known_default() == base.port_or_known_default();
    // http and https differ in port; both default ports count as the same.
    let both_default = stated.port().is_none() && base.port().is_none() && host(&stated)? == host(&base)?;
    let front = stated.path() == "/" && stated.query().is_none() && base.path() != "/";
    ((same || both_default) && matches!(stated.scheme(), "http" | "https") && !front)
        .then(|| normalise(stated.as_str()))
}

/// The host without `www.`, for pages that do not name their site.
pub(crate) fn host(url: &str) -> String {
    let parsed = Url::parse(url).ok();
    parsed.as_ref().and_then(Url::host_str).map(|h| h.trim_start_matches("www.").to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_one_page() {
        let check = |address: &str, expected: &str| assert_eq!(normalise(address), expected);
        check("HTTPS://News.Example:443/a?utm_source=x&id=7&fbclid=1#top", "https://news.example/a?id=7");
        check("http://127.0.0.1:8080/a?utm_medium=mail", "http://127.0.0.1:8080/a");
        check(" not an address ", "not an address");
    }

    #[test]
    fn canonical_only_on_the_same_site() {
        let check = |stated: &str, expected: Option<&str>| {
            assert_eq!(canonical(stated, "http://a.example:81/x?p=1").as_deref(), expected, "{stated}");
        };
        check("/y", Some("http://a.example:81/y"));
        check("http://a.example/y", None);
        check("http://b.example:81/y", None);
        check("http://www.a.example:81/y#z", Some("http://www.a.example:81/y"));
        check("/", None);
        check("javascript:void(0)", None);
        assert_eq!(canonical("https://a.example/y", "http://a.example/x").as_deref(), Some("https://a.example/y"));
    }
}

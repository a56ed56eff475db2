//! The title: the headline as the page gives it, without the site's name hung on it.

use crate::blocks::Blocks;
use crate::class;
use crate::jsonld::Facts;
use crate::page::{Page, Tag};

const SEPARATORS: [&str; 9] = [" | ", " - ", " – ", " — ", " · ", " » ", " :: ", " • ", " / "];

/// The page's headline. `site` is the site's name as far as known, `host` its host.
pub(crate) fn title(page: &Page, facts: &Facts, site: &str, host: &str) -> String {
    let heading = heading(page).map(|h| without_site(&h, site, host).to_owned());
    let social = ["og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "title"]
        .iter()
        .find_map(|k| page.meta(k));
    let stated = social.map(|t| strip(&clean(t), site, host, heading.as_deref()));
    let tag = (!page.title.is_empty()).then(|| strip(&page.title, site, host, heading.as_deref()));
    let headline = facts.headline.as_deref().map(clean);
    // A heading that the head repeats is what the reader sees: the best witness.
    if let Some(h) = heading.as_deref() {
        let agrees = |other: &Option<String>| other.as_deref().is_some_and(|o| near(o, h));
        if agrees(&tag) || agrees(&stated) || agrees(&headline) {
            return h.to_owned();
        }
    }
    // Search engines are told other words than readers; the reader's are the article's, if both speak of one thing.
    if let Some(h) = heading.as_deref().filter(|h| h.len() > 20)
        && [&tag, &stated, &headline].into_iter().flatten().any(|o| kin(o, h))
    {
        return h.to_owned();
    }
    [stated, headline, tag, heading].into_iter().flatten().find(|t| !t.is_empty()).unwrap_or_default()
}

/// White space and entities left in attributes.
fn clean(text: &str) -> String {
    let mut out = String::new();
    crate::page::collapse_into(&mut out, &crate::repair::entities(text));
    out.truncate(out.trim_end().len());
    out
}

/// The first `h1` outside furniture, else of the page.
fn heading(page: &Page) -> Option<String> {
    headline(page).map(|i| page.text(i, 400))
}

/// The node of the first `h1` outside furniture, else of the page; logos are too short to be one.
pub(crate) fn headline(page: &Page) -> Option<u32> {
    let all = || {
        (0u32..)
            .zip(&page.nodes)
            .filter(|(_, n)| n.tag == Tag::H(1) && n.marks & class::HIDDEN == 0)
            .map(|(i, _)| i)
            .take(12)
    };
    let told = |i: &u32| {
        let text = page.text(*i, 400);
        text.split_whitespace().count() >= 2 || text.chars().count() > 12
    };
    all()
        .filter(|i| !page.within(*i, class::JUNK | class::HIDDEN | class::COMMENTS))
        .find(told)
        .or_else(|| all().find(told))
}

/// Where the article's headline stands: its `h1`, else the first text outside furniture that is the title of the head.
pub(crate) fn anchor(page: &Page, blocks: &Blocks, facts: &Facts) -> Option<u32> {
    headline(page).or_else(|| {
        let stated = [page.meta("og:title"), facts.headline.as_deref(), Some(page.title.as_str())];
        let stated: Vec<&str> = stated.into_iter().flatten().filter(|t| t.len() > 12).collect();
        let is_title = |text: &str| text.len() > 12 && text.len() < 400 && stated.iter().any(|t| near(text, t));
        let mut open = blocks.list.iter().filter(|b| !page.within(b.node, class::JUNK | class::COMMENTS));
        open.find(|b| is_title(blocks.text(b))).map(|b| b.node)
    })
}

/// Takes the site's name off the end (or the start).
fn strip(title: &str, site: &str, host: &str, heading: Option<&str>) -> String {
    if let Some(h) = heading.filter(|h| title.contains(*h) && h.len() * 5 > title.len() * 2) {
        return h.to_owned();
    }
    let mut title = title.trim();
    for _ in 0..3 {
        let Some((at, sep)) = SEPARATORS.iter().filter_map(|s| title.rfind(s).map(|i| (i, s.len()))).max() else {
            break;
        };
        let (head, tail) =
            (title.get(..at).unwrap_or_default().trim(), title.get(at + sep..).unwrap_or_default().trim());
        if is_site(tail, site, host) || (words(tail) <= 3 && words(head) >= 4 && words(head) > 2 * words(tail)) {
            title = head;
        } else {
            break;
        }
    }
    if let Some((at, sep)) = SEPARATORS.iter().filter_map(|s| title.find(s).map(|i| (i, s.len()))).min()
        && title.get(..at).is_some_and(|head| is_site(head, site, host))
    {
        title = title.get(at + sep..).unwrap_or(title).trim();
    }
    title.to_owned()
}

/// A heading without the site's name before it: "Vallmark Post - Ferry sinks".
fn without_site<'h>(heading: &'h str, site: &str, host: &str) -> &'h str {
    let parted =
        SEPARATORS.iter().chain(&[": "]).filter_map(|s| heading.split_once(s)).min_by_key(|(head, _)| head.len());
    match parted {
        Some((head, rest)) if words(rest) > 2 && (is_whole_site(head, site, host) || head == "Blog") => rest.trim(),
        _ => heading,
    }
}

/// Whether a part of a title is the site's name and nothing more.
fn is_whole_site(part: &str, site: &str, host: &str) -> bool {
    let part = squash(part);
    part.len() > 3 && (part == squash(site) || part == squash(host))
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn squash(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_site(part: &str, site: &str, host: &str) -> bool {
    let (part, site) = (squash(part), squash(site));
    let name = squash(host.rsplit('.').nth(1).unwrap_or_default());
    part.len() >= 2
        && (part == site
            || (site.len() > 3 && (part.contains(&site) || site.contains(&part)))
            || (name.len() > 2 && part.contains(&name))
            || (part.len() > 3 && squash(host).contains(&part)))
}

fn near(a: &str, b: &str) -> bool {
    let (a, b) = (squash(a), squash(b));
    let (short, long) = if a.len() < b.len() { (&a, &b) } else { (&b, &a) };
    !short.is_empty() && long.contains(short.as_str()) && short.len() * 10 >= long.len() * 6
}

/// Whether two titles share at least two of their longer words, and two in five of the shorter title's.
fn kin(a: &str, b: &str) -> bool {
    let words = |t: &str| {
        let low = t.to_lowercase();
        let long = low.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 3);
        long.map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    let (a, b) = (words(a), words(b));
    let shared = a.intersection(&b).count();
    shared >= 2 && shared * 5 >= a.len().min(b.len()) * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sites_name_goes() {
        let check = |title: &str, expected: &str| {
            assert_eq!(strip(title, "Vallmark Post", "vallmarkpost.example", None), expected)
        };
        check("Ferry sinks off Orin | Vallmark Post", "Ferry sinks off Orin");
        check("Vallmark Post - Ferry sinks off Orin", "Ferry sinks off Orin");
        check("Ferry sinks off Orin - Region - Vallmark Post", "Ferry sinks off Orin");
        check("Quell – a life in ferries", "Quell – a life in ferries");
    }
}

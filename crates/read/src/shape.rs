//! The shape of a page: live blog, gallery, one page of several, AMP. Each is said as a finding, because each is read differently.

use crate::blocks::Blocks;
use crate::jsonld::Facts;
use crate::page::{Page, Tag};
use standfirst_types::Finding;
use url::Url;

/// The rule of a finding that is the address of an AMP copy, given where the page itself holds only part of its article.
pub const AMP_COPY: &str = "amp_copy";

/// What the page is besides an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Only the first of several pages is here.
    pub(crate) first_of_many: bool,
}

/// Recognises the shape of a page; `words` is the length of its text.
pub(crate) fn shape(
    page: &Page,
    blocks: &Blocks,
    facts: &Facts,
    url: &str,
    words: usize,
    findings: &mut Vec<Finding>,
) -> Shape {
    if page.amp {
        findings.push(Finding::new("amp", "the page is the AMP copy of another"));
    }
    if facts.live || is_live(page, url) {
        findings.push(Finding::new("live_blog", "updates of a live blog, each its own report"));
    }
    if facts.gallery || is_gallery(page, words) {
        findings.push(Finding::new("gallery", "a series of pictures with captions"));
    }
    let many = blocks.list.iter().filter(|b| b.len() < 60).find_map(|b| page_of(blocks.text(b)));
    let first_of_many = match many {
        Some((at, of)) => {
            findings.push(Finding::new("multi_page", format!("page {at} of {of}; the others were not read")));
            true
        }
        None if page.next.as_deref().is_some_and(|next| is_second(next, url)) => {
            findings.push(Finding::new("multi_page", "the page says that it goes on on another"));
            true
        }
        None => false,
    };
    Shape { first_of_many }
}

/// Where an AMP copy that may hold more of the article is: on the same site, and not the page itself.
pub(crate) fn amp_copy(page: &Page, url: &str) -> Option<Finding> {
    let base = Url::parse(url).ok()?;
    let copy = base.join(page.amp_copy.as_deref()?.trim()).ok()?;
    let site = |u: &Url| {
        let host = u.host_str().unwrap_or_default().to_ascii_lowercase();
        let cut = host.rmatch_indices('.').nth(1).map_or(0, |(dot, _)| dot + 1);
        host.get(cut..).map(str::to_owned)
    };
    // A finding holds 200 bytes; half an address leads nowhere.
    let fits = !page.amp
        && copy.as_str().len() <= 200
        && matches!(copy.scheme(), "http" | "https")
        && site(&copy) == site(&base)
        && copy != base;
    fits.then(|| Finding::new(AMP_COPY, copy))
}

/// An address that says so, and at least five times of day in it.
fn is_live(page: &Page, url: &str) -> bool {
    let named = ["/live/", "live-updates", "liveblog", "live-blog", "liveticker", "/en-direct/", "/en-vivo/"];
    named.iter().any(|n| url.contains(n)) && page.times.len() >= 5
}

/// Many pictures and few words to each.
fn is_gallery(page: &Page, words: usize) -> bool {
    let figures = page.nodes.iter().filter(|n| n.tag == Tag::Caption).count();
    figures >= 10 && words < figures * 25
}

/// "Page 1 of 3" in seven languages.
fn page_of(line: &str) -> Option<(u32, u32)> {
    let low = line.trim().to_lowercase();
    let rest =
        ["page ", "seite ", "página ", "pagina ", "страница ", "сторінка "].iter().find_map(|p| low.strip_prefix(p))?;
    let mut words = rest.split_whitespace();
    let at: u32 = words.next()?.parse().ok()?;
    let of = words.next().filter(|w| matches!(*w, "of" | "von" | "sur" | "de" | "di" | "из" | "з" | "/"))?;
    let count: u32 = words.next()?.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok()?;
    (!of.is_empty() && at < count && count < 100 && at > 0).then_some((at, count))
}

/// Whether `rel=next` leads to the second page of this one, and not to another article.
fn is_second(next: &str, url: &str) -> bool {
    let own = url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/');
    let path = next.split("://").last().unwrap_or(next);
    let own = own.split("://").last().unwrap_or(own);
    let own_path = own.find('/').and_then(|i| own.get(i..)).unwrap_or_default();
    let Some(rest) = path.strip_prefix(own).or_else(|| path.strip_prefix(own_path)).filter(|_| own_path.len() > 1)
    else {
        return false;
    };
    matches!(rest.trim_end_matches('/'), "/2" | "?page=2" | "?p=2" | "/page/2" | "?pagewanted=2" | "?seite=2" | "-2")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_several() {
        assert_eq!(page_of("Page 1 of 3"), Some((1, 3)));
        assert_eq!(page_of("Seite 2 von 4"), Some((2, 4)));
        assert_eq!(page_of("Page 3 of 3"), None);
        assert_eq!(page_of("Page one of the story"), None);
        assert!(is_second("https://a.example/x?page=2", "https://a.example/x"));
        assert!(is_second("/x/2", "https://a.example/x/"));
        assert!(!is_second("https://a.example/y", "https://a.example/x"));
        assert!(!is_second("/page/2", "https://a.example/"));
    }
}

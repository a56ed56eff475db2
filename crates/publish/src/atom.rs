//! Atom 1.0 (RFC 4287): the stories as entries, or the edition as one.
//!
//! Ids are `urn:uuid:` made from ours (RFC 9562, version 8), so they stay the same when the site moves. `updated` is the
//! brief's own time, not the time of asking: the same brief is the same entry.

use crate::{PublishError, Site, page, text, view::StoryView};
use jiff::Timestamp;
use minijinja::{context, value::Serde};
use standfirst_types::{Brief, Published, span::hex};

/// A feed with an entry a story, each with its full text.
///
/// # Errors
/// A fault of the template, never of the news.
pub fn stories(published: &Published, site: &Site) -> Result<String, PublishError> {
    let mut entries = String::new();
    for brief in &published.briefs {
        let path = format!("s/{}", brief.story());
        entries.push_str(&entry(&Entry {
            id: urn("story", &brief.story().to_string()),
            url: site.absolute(&path),
            title: text::one_line(&brief.headline().text),
            updated: brief.frame().window.to,
            language: brief.language().into(),
            summary: brief.tldr().iter().take(2).map(|s| text::one_line(&s.text)).collect::<Vec<_>>().join(" "),
            html: content(published, brief, site, false)?,
        }));
    }
    Ok(feed("stories", "atom.xml", &site.title, published, site, &entries))
}

/// A feed with one entry: the edition, all its stories in order.
///
/// # Errors
/// A fault of the template, never of the news.
pub fn edition(published: &Published, site: &Site) -> Result<String, PublishError> {
    let edition = &published.edition;
    let html = published.briefs.iter().map(|b| content(published, b, site, true)).collect::<Result<String, _>>()?;
    let headlines: Vec<String> = published.briefs.iter().map(|b| text::one_line(&b.headline().text)).collect();
    let entry = entry(&Entry {
        id: urn("edition", &edition.id.to_string()),
        url: site.absolute(&format!("e/{}", edition.id)),
        title: crate::words::full_day(edition.window.to, site).words,
        updated: edition.window.to,
        language: site.language.clone(),
        summary: headlines.join(" · "),
        html,
    });
    Ok(feed("editions", "editions.xml", &format!("{}: editions", site.title), published, site, &entry))
}

struct Entry {
    id: String,
    url: String,
    title: String,
    updated: Timestamp,
    language: String,
    summary: String,
    html: String,
}

fn content(published: &Published, brief: &Brief, site: &Site, edition: bool) -> Result<String, PublishError> {
    let url = site.absolute(&format!("s/{}", brief.story()));
    page::render_part("entry.html", context! { s => Serde(StoryView::new(published, brief, site)), url, edition })
}

fn entry(entry: &Entry) -> String {
    let Entry { id, updated, .. } = entry;
    format!(
        "<entry xml:lang=\"{}\">\n<id>{id}</id>\n<title>{}</title>\n<updated>{updated}</updated>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<summary>{}</summary>\n\
         <content type=\"html\">{}</content>\n</entry>\n",
        escape(&entry.language),
        escape(&entry.title),
        escape(&entry.url),
        escape(&entry.summary),
        escape(&entry.html),
    )
}

/// The feed around the entries. Its id is the site's, so it needs the public address to be unlike another site's.
fn feed(kind: &str, path: &str, title: &str, published: &Published, site: &Site, entries: &str) -> String {
    let newest = published.briefs.iter().map(|b| b.frame().window.to).max();
    let updated = newest.unwrap_or(published.edition.window.to).max(published.edition.window.to);
    let owner = site.base_url.as_deref().unwrap_or(&site.title);
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <id>{}</id>\n<title>{}</title>\n<updated>{updated}</updated>\n<author><name>{}</name></author>\n\
         <generator version=\"{}\">Standfirst</generator>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n{entries}</feed>\n",
        escape(&site.language),
        urn(kind, owner),
        escape(title),
        escape(&site.title),
        env!("CARGO_PKG_VERSION"),
        escape(&site.absolute(path)),
        escape(&site.absolute("")),
    )
}

/// A UUID of version 8 over a kind and an id.
fn urn(kind: &str, id: &str) -> String {
    let mut digits: Vec<char> = hex(format!("standfirst {kind} {id}").as_bytes(), 16).chars().collect();
    for (place, digit) in [(12, '8'), (16, '8')] {
        if let Some(at) = digits.get_mut(place) {
            *at = digit;
        }
    }
    let mut out = String::from("urn:uuid:");
    for (i, digit) in digits.into_iter().enumerate() {
        if matches!(i, 8 | 12 | 16 | 20) {
            out.push('-');
        }
        out.push(digit);
    }
    out
}

/// Escapes for XML text and attributes; characters XML 1.0 forbids go with the hostile ones.
fn escape(value: &str) -> String {
    let clean = text::clean(value);
    let mut out = String::with_capacity(clean.len() + 16);
    for c in clean.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids_of_version_8() {
        let id = urn("story", "0123456789abcdef");
        assert_eq!(id.len(), "urn:uuid:".len() + 36);
        assert_eq!(id.as_bytes().get(9 + 14), Some(&b'8'));
        assert_eq!(id, urn("story", "0123456789abcdef"));
        assert_ne!(id, urn("edition", "0123456789abcdef"));
    }
}

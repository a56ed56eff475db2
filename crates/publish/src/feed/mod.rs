//! Feeds out: stories, editions or the revisions of a story as one [`Channel`], written as Atom, RSS or JSON Feed.
//!
//! The same channel gives all three, so they cannot differ. Ids are `urn:uuid:` made from ours (RFC 9562, version 8), so they
//! stay the same when the site moves. Times are the briefs' own, not those of asking: the same brief is the same entry. A
//! story keeps its id over all revisions; “Update:” stands before its title only where a revision changes what is known.

mod atom;
mod json;
mod rss;
mod xml;

use crate::{PublishError, Site, page, text, view::StoryView, words};
use jiff::Timestamp;
use minijinja::{context, value::Serde};
use standfirst_types::{Brief, Published, StoryId, Tells, span::hex};
use std::borrow::Borrow;

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Atom 1.0 (RFC 4287).
    Atom,
    /// RSS 2.0, with full texts by the content module.
    Rss,
    /// JSON Feed 1.1.
    Json,
}

impl Format {
    /// A name that ends in `.atom`, `.rss`, `.json` or `.jsonfeed`, and what stands before that.
    pub(crate) fn ending(name: &str) -> Option<(&str, Self)> {
        let (stem, ending) = name.rsplit_once('.')?;
        let format = match ending {
            "atom" => Self::Atom,
            "rss" => Self::Rss,
            "json" | "jsonfeed" => Self::Json,
            _ => return None,
        };
        Some((stem, format))
    }
}

/// The endings of feeds beside addresses that end in `.json` for data.
const ENDINGS: [&str; 3] = ["atom", "rss", "jsonfeed"];

/// A feed before it is written.
#[derive(Clone, Debug)]
pub struct Channel {
    id: String,
    title: String,
    /// Path of the page that shows the same.
    page: String,
    /// Paths of the feed itself: Atom, RSS, JSON.
    own: [String; 3],
    updated: Timestamp,
    items: Vec<Item>,
}

#[derive(Clone, Debug)]
struct Item {
    id: String,
    url: String,
    title: String,
    updated: Timestamp,
    language: String,
    summary: String,
    html: String,
}

impl Channel {
    /// The stories of an edition, in its order, each with its full text.
    ///
    /// # Errors
    /// A fault of the template, never of the news. So for all channels.
    pub fn stories(published: &Published, site: &Site) -> Result<Self, PublishError> {
        let items = published.briefs.iter().map(|b| story(published, b, site)).collect::<Result<Vec<_>, _>>()?;
        let own = ["atom.xml", "rss.xml", "feed.json"].map(str::to_owned);
        let mut channel = Self::new("stories", "", site.title.clone(), String::new(), own, items, site);
        channel.updated = channel.updated.max(published.edition.window.to);
        Ok(channel)
    }

    /// The stories of one edition, at the addresses of that edition.
    ///
    /// # Errors
    /// See [`Channel::stories`].
    pub fn of_edition(published: &Published, site: &Site) -> Result<Self, PublishError> {
        let id = published.edition.id;
        let items = published.briefs.iter().map(|b| story(published, b, site)).collect::<Result<Vec<_>, _>>()?;
        let page = format!("e/{id}");
        let own = ENDINGS.map(|ending| format!("{page}.{ending}"));
        let title = format!("{}: {}", site.title, words::full_day(published.edition.window.to, site).words);
        let mut channel = Self::new("edition stories", id.as_str(), title, page, own, items, site);
        channel.updated = channel.updated.max(published.edition.window.to);
        Ok(channel)
    }

    /// Editions, each one entry with all its stories.
    ///
    /// # Errors
    /// See [`Channel::stories`].
    pub fn editions<P: Borrow<Published>>(editions: &[P], site: &Site) -> Result<Self, PublishError> {
        let mut items = editions.iter().map(|p| edition(p.borrow(), site)).collect::<Result<Vec<_>, _>>()?;
        newest_first(&mut items);
        let own = ["editions.xml", "editions.rss", "editions.json"].map(str::to_owned);
        Ok(Self::new("editions", "", format!("{}: editions", site.title), "archive".into(), own, items, site))
    }

    /// What a section shows, newest first; each of `stories` holds one brief.
    ///
    /// # Errors
    /// See [`Channel::stories`].
    pub fn section<P: Borrow<Published>>(name: &str, stories: &[P], site: &Site) -> Result<Self, PublishError> {
        let path = page::section_path(name, site);
        let own = ["atom", "rss", "json"].map(|ending| format!("{path}.{ending}"));
        Ok(Self::new("section", name, format!("{}: {name}", site.title), path, own, each(stories, site)?, site))
    }

    /// What a search finds, newest first; each of `stories` holds one brief.
    ///
    /// # Errors
    /// See [`Channel::stories`].
    pub fn search<P: Borrow<Published>>(line: &str, stories: &[P], site: &Site) -> Result<Self, PublishError> {
        let asked = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", line).finish();
        let own = ENDINGS.map(|ending| format!("search.{ending}?{asked}"));
        let (title, page) = (format!("{}: {line}", site.title), format!("search?{asked}"));
        Ok(Self::new("search", line, title, page, own, each(stories, site)?, site))
    }

    /// The revisions of a story, newest first, each an entry of its own; each of `revisions` holds one brief.
    ///
    /// # Errors
    /// See [`Channel::stories`].
    pub fn revisions<P: Borrow<Published>>(id: StoryId, revisions: &[P], site: &Site) -> Result<Self, PublishError> {
        let mut items = vec![];
        let mut title = site.title.clone();
        for (published, brief) in revisions.iter().flat_map(|p| p.borrow().briefs.iter().map(|b| (p.borrow(), b))) {
            if items.is_empty() {
                title = format!("{}: {}", site.title, text::one_line(&brief.headline().text));
            }
            let frame = brief.frame();
            items.push(Item { id: urn("revision", frame.id.as_str()), ..story(published, brief, site)? });
        }
        let path = format!("s/{id}");
        let own = ENDINGS.map(|ending| format!("{path}.{ending}"));
        Ok(Self::new("revisions", id.as_str(), title, path, own, items, site))
    }

    /// The feed as a document. Linear in its texts.
    pub fn write(&self, format: Format, site: &Site) -> String {
        match format {
            Format::Atom => atom::write(self, site),
            Format::Rss => rss::write(self, site),
            Format::Json => json::write(self, site),
        }
    }

    /// Its id is the site's with what it is of, so it needs the public address to be unlike another site's.
    fn new(kind: &str, of: &str, title: String, page: String, own: [String; 3], items: Vec<Item>, site: &Site) -> Self {
        let owner = site.base_url.as_deref().unwrap_or(&site.title);
        let id = if of.is_empty() { urn(kind, owner) } else { urn(kind, &format!("{owner} {of}")) };
        // What was never filled has never changed.
        let updated = items.iter().map(|i| i.updated).max().unwrap_or(Timestamp::UNIX_EPOCH);
        Self { id, title, page, own, updated, items }
    }
}

fn each<P: Borrow<Published>>(stories: &[P], site: &Site) -> Result<Vec<Item>, PublishError> {
    let mut items = vec![];
    for published in stories.iter().map(Borrow::borrow) {
        for brief in &published.briefs {
            items.push(story(published, brief, site)?);
        }
    }
    newest_first(&mut items);
    Ok(items)
}

fn newest_first(items: &mut [Item]) {
    items.sort_by(|a, b| b.updated.cmp(&a.updated).then_with(|| a.id.cmp(&b.id)));
}

fn story(published: &Published, brief: &Brief, site: &Site) -> Result<Item, PublishError> {
    let headline = text::one_line(&brief.headline().text);
    Ok(Item {
        id: urn("story", brief.story().as_str()),
        url: site.absolute(&format!("s/{}", brief.story())),
        title: if is_update(brief) { format!("Update: {headline}") } else { headline },
        updated: brief.frame().window.to,
        language: brief.language().into(),
        summary: brief.tldr().iter().take(2).map(|s| text::one_line(&s.text)).collect::<Vec<_>>().join(" "),
        html: content(published, brief, site, false)?,
    })
}

/// Whether a revision changes what is known.
pub fn is_update(brief: &Brief) -> bool {
    matches!(brief.tells(), Some(Tells::Update | Tells::Correction))
}

fn edition(published: &Published, site: &Site) -> Result<Item, PublishError> {
    let edition = &published.edition;
    let html = published.briefs.iter().map(|b| content(published, b, site, true)).collect::<Result<String, _>>()?;
    let headlines: Vec<String> = published.briefs.iter().map(|b| text::one_line(&b.headline().text)).collect();
    Ok(Item {
        id: urn("edition", edition.id.as_str()),
        url: site.absolute(&format!("e/{}", edition.id)),
        title: words::full_day(edition.window.to, site).words,
        updated: edition.window.to,
        language: site.language.clone(),
        summary: headlines.join(" · "),
        html,
    })
}

pub(crate) fn content(
    published: &Published,
    brief: &Brief,
    site: &Site,
    edition: bool,
) -> Result<String, PublishError> {
    let url = site.absolute(&format!("s/{}", brief.story()));
    page::render_part("entry.html", context! { s => Serde(StoryView::new(published, brief, site)), url, edition })
}

/// A UUID of version 8 over a kind and an id.
pub(crate) fn urn(kind: &str, id: &str) -> String {
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

    #[test]
    fn the_ending_of_a_name_says_how_it_is_written() {
        for (name, expected) in [
            ("Sea.atom", Some(("Sea", Format::Atom))),
            ("v. 2.rss", Some(("v. 2", Format::Rss))),
            ("Sea.json", Some(("Sea", Format::Json))),
            ("Sea", None),
            ("Sea.html", None),
        ] {
            assert_eq!(Format::ending(name), expected, "{name}");
        }
    }
}

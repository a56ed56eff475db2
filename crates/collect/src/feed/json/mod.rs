//! JSON Feed 1.0 and 1.1 (jsonfeed.org): read field by field with every type forgiven, an item at a time when it is damaged.
//!
//! What is not asked for is never built, so a hostile document costs no more memory than its text.

mod loose;

use super::draft::Draft;
use super::xml::MAX_ENTRIES;
use super::{FeedError, entity, fill, text};
use loose::{List, Loose, Members, Texts};
use serde::de::{IgnoredAny, MapAccess};
use standfirst_types::{Author, Enclosure, FeedDocument, Rejected};
use url::Url;

/// Reads a JSON feed.
pub(crate) fn read(body: &str, base: Option<Url>) -> Result<FeedDocument, FeedError> {
    let mut stream = serde_json::Deserializer::from_str(body).into_iter::<Loose<Feed>>();
    let (mut feed, problem) = match stream.next() {
        Some(Ok(Loose(Some(feed)))) => (feed, None),
        Some(Err(problem)) => (salvage(body), Some(problem)),
        _ => return Err(FeedError::Json("it is not an object".into())),
    };
    if feed.items.is_none() && feed.version.is_none() {
        let problem = problem.map_or_else(|| "it has neither “version” nor “items”".into(), |p| p.to_string());
        return Err(FeedError::Json(problem));
    }
    let base = feed.feed_url.as_deref().and_then(|u| Url::parse(u).ok()).or(base);
    let mut doc = FeedDocument::default();
    let damaged = problem.map(|p| format!("the document is damaged here and not read further: {p}"));
    let Items { items, over } = feed.items.take().unwrap_or_default();
    let seen = items.len();
    for (index, item) in items.into_iter().enumerate() {
        let entry = item.ok_or("it is not an object").and_then(|item| item.draft(base.as_ref()).into_entry());
        match entry {
            Ok(entry) => doc.entries.push(entry),
            Err(reason) => doc.rejected.push(Rejected { index, reason: reason.into() }),
        }
    }
    if over > 0 {
        let reason = format!("{over} entries beyond the first {MAX_ENTRIES} were not read");
        doc.rejected.push(Rejected { index: MAX_ENTRIES, reason });
    }
    doc.rejected.extend(damaged.map(|reason| Rejected { index: seen, reason }));
    fill(&mut doc, feed.draft(base.as_ref()));
    Ok(doc)
}

/// What can be had of a damaged document: the feed's fields before its items, and the items up to the damage.
fn salvage(body: &str) -> Feed {
    let Some(key) = memchr::memmem::find(body.as_bytes(), b"\"items\"") else { return Feed::default() };
    let (head, tail) = body.split_at(key);
    let head = format!("{}}}", head.trim_end().trim_end_matches(','));
    let mut feed = serde_json::from_str::<Loose<Feed>>(&head).ok().and_then(|f| f.0).unwrap_or_default();
    let mut items = Items::default();
    let mut rest = tail.find('[').and_then(|at| tail.get(at + 1..)).unwrap_or_default();
    while items.items.len() < MAX_ENTRIES {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Loose<Item>>();
        let Some(Ok(Loose(item))) = stream.next() else { break };
        items.items.push(item);
        rest = rest.get(stream.byte_offset()..).unwrap_or_default();
    }
    let mut over = || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
        let one = stream.next()?.ok();
        rest = rest.get(stream.byte_offset()..).unwrap_or_default();
        one
    };
    while items.items.len() == MAX_ENTRIES && over().is_some() {
        items.over += 1;
    }
    feed.items = Some(items);
    feed
}

#[derive(Clone, Debug, Default)]
struct Items {
    items: Vec<Option<Item>>,
    over: usize,
}

#[derive(Clone, Debug, Default)]
struct Feed {
    version: Option<String>,
    title: Option<String>,
    home_page_url: Option<String>,
    feed_url: Option<String>,
    description: Option<String>,
    language: Option<String>,
    authors: Vec<Author>,
    hubs: Vec<String>,
    items: Option<Items>,
}

impl Members for Feed {
    fn member<'de, M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        match key {
            "version" => self.version = map.next_value::<Texts>()?.one(),
            "title" => self.title = map.next_value::<Texts>()?.one(),
            "home_page_url" => self.home_page_url = map.next_value::<Texts>()?.one(),
            "feed_url" => self.feed_url = map.next_value::<Texts>()?.one(),
            "description" => self.description = map.next_value::<Texts>()?.one(),
            "language" => self.language = map.next_value::<Texts>()?.one(),
            "author" | "authors" => self.authors.extend(people(map)?),
            "hubs" => {
                let List(hubs, _) = map.next_value::<List<Hub>>()?;
                self.hubs.extend(hubs.into_iter().flatten().filter(Hub::is_websub).filter_map(|h| h.url).take(10));
            }
            "items" => {
                let List(items, over) = map.next_value::<List<Item>>()?;
                self.items = Some(Items { items, over });
            }
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

impl Feed {
    fn draft(self, base: Option<&Url>) -> Draft {
        let mut draft = Draft::default();
        draft.title.offer(1, escaped(self.title));
        draft.summary.offer(1, escaped(self.description));
        draft.link.offer(1, self.home_page_url.and_then(|l| text::short(text::resolve(&l, base))));
        let address = self.feed_url.and_then(text::short);
        draft.self_link = address.as_deref().map(|a| text::resolve(a, base));
        draft.id.offer(1, address);
        self.hubs.iter().for_each(|h| draft.add_hub(text::short(text::resolve(h, base))));
        draft.language.offer(1, self.language.and_then(text::short));
        self.authors.into_iter().for_each(|a| draft.add_author(2, a));
        draft
    }
}

#[derive(Clone, Debug, Default)]
struct Item {
    id: Option<String>,
    url: Option<String>,
    external_url: Option<String>,
    title: Option<String>,
    content_html: Option<String>,
    content_text: Option<String>,
    summary: Option<String>,
    date_published: Option<String>,
    date_modified: Option<String>,
    authors: Vec<Author>,
    tags: Vec<String>,
    attachments: Vec<Enclosure>,
    touched: bool,
}

impl Members for Item {
    fn member<'de, M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        self.touched = true;
        let place = match key {
            "id" => &mut self.id,
            "url" => &mut self.url,
            "external_url" => &mut self.external_url,
            "title" => &mut self.title,
            "content_html" => &mut self.content_html,
            "content_text" => &mut self.content_text,
            "summary" => &mut self.summary,
            "date_published" => &mut self.date_published,
            "date_modified" => &mut self.date_modified,
            "author" | "authors" => {
                self.authors.extend(people(map)?);
                return Ok(());
            }
            "tags" => {
                self.tags = map.next_value::<Texts>()?.0;
                return Ok(());
            }
            "attachments" => {
                let List(files, _) = map.next_value::<List<File>>()?;
                self.attachments = files.into_iter().flatten().map(|f| f.0).collect();
                return Ok(());
            }
            _ => return map.next_value::<IgnoredAny>().map(drop),
        };
        *place = map.next_value::<Texts>()?.one();
        Ok(())
    }
}

impl Item {
    fn draft(self, base: Option<&Url>) -> Draft {
        let mut draft = Draft { touched: self.touched, ..Draft::default() };
        draft.id.offer(1, self.id.and_then(text::short));
        draft.link.offer(2, self.url.and_then(|l| text::short(text::resolve(&l, base))));
        draft.link.offer(1, self.external_url.and_then(|l| text::short(text::resolve(&l, base))));
        draft.title.offer(1, escaped(self.title).and_then(text::short));
        draft.summary.offer(1, escaped(self.summary));
        let html = self.content_html.map(|h| text::absolute(&h, base).into_owned()).filter(|h| !h.trim().is_empty());
        draft.add_content(html.or_else(|| escaped(self.content_text)));
        draft.published.offer(1, self.date_published.and_then(|d| crate::parse_date(&d)));
        draft.updated.offer(1, self.date_modified.and_then(|d| crate::parse_date(&d)));
        self.authors.into_iter().for_each(|a| draft.add_author(2, a));
        self.tags.iter().for_each(|t| draft.add_tag(t));
        for mut file in self.attachments {
            file.url = text::resolve(&file.url, base);
            draft.add_enclosure(file);
        }
        draft
    }
}

#[derive(Clone, Debug, Default)]
struct Hub {
    kind: Option<String>,
    url: Option<String>,
}

impl Hub {
    fn is_websub(&self) -> bool {
        let known = ["websub", "pubsubhubbub"];
        self.kind.as_deref().is_none_or(|kind| known.iter().any(|k| kind.eq_ignore_ascii_case(k)))
    }
}

impl Members for Hub {
    fn member<'de, M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        match key {
            "type" => self.kind = map.next_value::<Texts>()?.one(),
            "url" => self.url = map.next_value::<Texts>()?.one(),
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

#[derive(Clone, Debug, Default)]
struct File(Enclosure);

impl Members for File {
    fn member<'de, M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        match key {
            "url" => self.0.url = map.next_value::<Texts>()?.one().and_then(text::short).unwrap_or_default(),
            "mime_type" => self.0.media_type = map.next_value::<Texts>()?.one().and_then(text::short),
            "size_in_bytes" => self.0.length = map.next_value::<Texts>()?.one().and_then(|l| l.parse().ok()),
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

#[derive(Clone, Debug, Default)]
struct Person(Author);

impl Members for Person {
    fn member<'de, M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        match key {
            "name" => self.0.name = map.next_value::<Texts>()?.one().and_then(text::short),
            "url" => self.0.uri = map.next_value::<Texts>()?.one().and_then(text::short),
            "email" => self.0.email = map.next_value::<Texts>()?.one().and_then(text::short),
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

fn people<'de, M: MapAccess<'de>>(map: &mut M) -> Result<impl Iterator<Item = Author>, M::Error> {
    let List(people, _) = map.next_value::<List<Person>>()?;
    Ok(people.into_iter().flatten().map(|p| p.0))
}

/// Plain text as HTML.
fn escaped(plain: Option<String>) -> Option<String> {
    plain.map(|t| entity::escape(t.trim()).into_owned()).filter(|t| !t.is_empty())
}

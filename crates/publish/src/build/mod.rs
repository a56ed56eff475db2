//! The static site: every page of the news as files, for any host, below any path.
//!
//! The pages are the server's own; what needs a server (forms, marks, live news) is not on them, and every link of theirs is
//! made relative to the file it stands in (`links`), so that the folder works under whatever address it is put, also opened
//! from a disk. Search is a list of all stories, which a small index lets the script filter.

mod find;
mod links;

use crate::{
    PublishError, Site, epub,
    feed::{Channel, Format},
    json, markdown, page,
    server::Library,
};
use links::Links;
use standfirst_types::{Published, Ref, StoryId, search::StoryHit};
use std::{collections::BTreeSet, sync::Arc};

/// Editions in the feed of editions, each with all its stories.
const EDITIONS: usize = 7;
/// Revisions in a story's feed.
const REVISIONS: u32 = 30;
/// Editions asked for at once.
const AT_ONCE: u32 = 500;
/// Most corrections listed.
const CORRECTIONS: u32 = 1000;

/// What was built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Built {
    /// Editions.
    pub editions: usize,
    /// Stories.
    pub stories: usize,
    /// Stored texts that stories cite.
    pub originals: usize,
    /// Files in all.
    pub files: usize,
}

/// The files of a site of these stories, one after the other, each given to `put` by its path (segments of letters, digits,
/// `-` and `.`, parted by `/`) and its content. `site.root` begins every link of the pages; `site.base_url` those of feeds.
/// Linear in the stories; holds one story or edition at a time, but for the newest editions.
///
/// # Errors
/// When the library or a template fails, or `put` does.
pub async fn build<L: Library, E: From<PublishError>>(
    library: &L,
    site: &Site,
    stories: &[StoryHit],
    put: impl FnMut(&str, &[u8]) -> Result<(), E>,
) -> Result<Built, E> {
    let mut site = site.clone();
    site.viewer = crate::Viewer { built: true, ..crate::Viewer::default() };
    let mut builder =
        Builder { library, site: &site, links: Links::default(), built: Built::default(), told: BTreeSet::new(), put };
    let editions = builder.plan(stories).await?;
    builder.editions(&editions).await?;
    for hit in stories {
        builder.story(hit.story, hit.story).await?;
    }
    builder.moved(stories).await?;
    builder.lists(&editions, stories).await?;
    builder.fixed()?;
    Ok(builder.built)
}

struct Builder<'a, L, P> {
    library: &'a L,
    site: &'a Site,
    links: Links,
    built: Built,
    /// Every story that an edition shows or names.
    told: BTreeSet<StoryId>,
    put: P,
}

type Edition = crate::EditionSummary;

/// Files beside the pages of stories and editions.
const FIXED: [&str; 16] = [
    "index.html",
    "ledger",
    "corrections",
    "feeds",
    "archive",
    "about",
    "search",
    "atom.xml",
    "rss.xml",
    "feed.json",
    "editions.xml",
    "editions.rss",
    "editions.json",
    "edition.json",
    "edition.md",
    "style.css",
];

impl<L: Library, E: From<PublishError>, P: FnMut(&str, &[u8]) -> Result<(), E>> Builder<'_, L, P> {
    /// Says which pages there will be, so that a link to none of them is no link. Returns the editions, newest first.
    async fn plan(&mut self, stories: &[StoryHit]) -> Result<Vec<Edition>, E> {
        self.links.add(FIXED.iter().map(|name| (*name).to_owned()));
        self.links.add(["app.js", "icon.svg", "search.json"].map(str::to_owned));
        let mut editions: Vec<Edition> = vec![];
        loop {
            let before = editions.last().map(|e| e.window.to);
            let more = self.library.editions(before, AT_ONCE).await.map_err(PublishError::Library)?;
            if more.is_empty() {
                break;
            }
            editions.extend(more.into_iter().filter(|e| before.is_none_or(|b| e.window.to < b)));
            if editions.last().map(|e| e.window.to) == before {
                break;
            }
        }
        self.links.add(editions.iter().flat_map(|e| ["", "/edition.epub"].map(|end| format!("e/{}{end}", e.id))));
        self.links.add(
            stories.iter().flat_map(|s| ["", ".json", ".atom", ".rss"].map(|ending| format!("s/{}{ending}", s.story))),
        );
        self.links.add((1..find::pages(stories.len())).map(find::path));
        Ok(editions)
    }

    async fn editions(&mut self, editions: &[Edition]) -> Result<(), E> {
        let mut newest: Vec<Arc<Published>> = vec![];
        for summary in editions {
            let Some(p) = self.library.edition(summary.id).await.map_err(PublishError::Library)? else { continue };
            self.page(&format!("e/{}", summary.id), page::edition(&p, self.site)?)?;
            self.file(&format!("e/{}/edition.epub", summary.id), epub::edition(&p, self.site)?)?;
            self.told
                .extend(p.edition.stories.iter().map(|s| s.story).chain(p.edition.changed.iter().map(|c| c.story)));
            if newest.is_empty() {
                self.page("", page::edition(&p, self.site)?)?;
                self.page("ledger", page::ledger(&p, self.site)?)?;
                self.file("edition.json", json::edition(&p, true).to_string())?;
                self.file("edition.md", markdown::edition(&p, self.site))?;
                self.feeds(&Channel::stories(&p, self.site)?, ["atom.xml", "rss.xml", "feed.json"])?;
            }
            if newest.len() < EDITIONS {
                newest.push(p);
            }
            self.built.editions += 1;
        }
        if newest.is_empty() {
            self.page("", page::welcome(self.site)?)?;
        }
        let names = ["editions.xml", "editions.rss", "editions.json"];
        self.feeds(&Channel::editions(&newest, self.site)?, names)
    }

    /// A story's page under `address`, with all that belongs to it where that is its own.
    async fn story(&mut self, id: StoryId, address: StoryId) -> Result<(), E> {
        let Some(published) = self.library.story(id).await.map_err(PublishError::Library)? else { return Ok(()) };
        let Some(brief) = published.briefs.first() else { return Ok(()) };
        let at = format!("s/{address}");
        if id != address {
            return self.page(&at, page::story(&published, id, self.site)?.unwrap_or_default());
        }
        let cited: BTreeSet<_> = brief.refs().map(|r| (r.article, r.version)).collect();
        for (article, version) in cited {
            let kept = match published.original(article, version) {
                Some(kept) => Some(kept.clone()),
                None => self.library.article(article, version).await.map_err(PublishError::Library)?,
            };
            let Some(kept) = kept else { continue };
            let spans: Vec<_> = brief.refs().map(Ref::span).collect();
            let path = format!("{at}/original/{article}/{version}");
            self.links.add([path.clone()]);
            self.page(&path, page::original(&kept, &spans, Some(brief), self.site)?)?;
            self.built.originals += 1;
        }
        if let Some(why) = self.library.why(id).await.map_err(PublishError::Library)? {
            self.links.add([format!("{at}/why")]);
            self.page(&format!("{at}/why"), page::why(&why, self.site)?)?;
        }
        self.page(&at, page::story(&published, id, self.site)?.unwrap_or_default())?;
        self.file(&format!("{at}.json"), json::story(&published, id, false).unwrap_or_default().to_string())?;
        let revisions = self.library.revisions(id, REVISIONS).await.map_err(PublishError::Library)?;
        let feed = Channel::revisions(id, &revisions, self.site)?;
        self.file(&format!("{at}.atom"), feed.write(Format::Atom, self.site))?;
        self.file(&format!("{at}.rss"), feed.write(Format::Rss, self.site))?;
        self.built.stories += 1;
        Ok(())
    }

    /// The addresses of stories that are part of another one now, which editions once gave out.
    async fn moved(&mut self, stories: &[StoryHit]) -> Result<(), E> {
        let now: BTreeSet<StoryId> = stories.iter().map(|s| s.story).collect();
        for id in std::mem::take(&mut self.told).difference(&now) {
            let leads = self.library.leads_to(*id).await.map_err(PublishError::Library)?;
            self.story(leads, *id).await?;
        }
        Ok(())
    }

    async fn lists(&mut self, editions: &[Edition], stories: &[StoryHit]) -> Result<(), E> {
        let corrections = self.library.corrections(CORRECTIONS).await.map_err(PublishError::Library)?;
        self.page("corrections", page::corrections(&corrections, &[], self.site)?)?;
        let feeds = self.library.feeds().await.map_err(PublishError::Library)?;
        self.page("feeds", page::feeds(&feeds, self.site)?)?;
        self.page("archive", page::archive(editions, None, "", self.site)?)?;
        for n in 0..find::pages(stories.len()) {
            self.page(&find::path(n), find::page(stories, n, self.site)?)?;
        }
        self.file("search.json", find::index(stories))
    }

    fn fixed(&mut self) -> Result<(), E> {
        self.page("about", page::about(self.site)?)?;
        self.file("style.css", page::style(self.site))?;
        self.file("app.js", page::SCRIPT)?;
        self.file("icon.svg", page::ICON)?;
        self.file("robots.txt", "User-agent: *\nDisallow: /*/original/\n")?;
        // A host shows it for addresses of any depth, so its links begin at the root.
        let missing = self.links.leading(&page::not_found(self.site)?, &self.site.root, &self.site.root);
        self.file("404.html", missing)
    }

    fn feeds(&mut self, channel: &Channel, names: [&str; 3]) -> Result<(), E> {
        for (format, name) in [Format::Atom, Format::Rss, Format::Json].into_iter().zip(names) {
            self.file(name, channel.write(format, self.site))?;
        }
        Ok(())
    }

    /// A page as `index.html` of the folder `path`.
    fn page(&mut self, path: &str, html: String) -> Result<(), E> {
        let html = self.links.relative(&html, path, &self.site.root);
        let file = if path.is_empty() { "index.html".into() } else { format!("{path}/index.html") };
        self.file(&file, html)
    }

    fn file(&mut self, path: &str, content: impl AsRef<[u8]>) -> Result<(), E> {
        self.built.files += 1;
        (self.put)(path, content.as_ref())
    }
}

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
use futures_util::{StreamExt, stream};
use links::Links;
use standfirst_types::{
    Article, Published, Ref, StoryId, StoryWhy,
    search::{Hits, Query, Saved, StoryHit},
};
use std::{collections::BTreeSet, pin::pin, sync::Arc};

/// Editions in the feed of editions, each with all its stories.
const EDITIONS: usize = 7;
/// Revisions in a story's feed.
const REVISIONS: u32 = 30;
/// Editions asked for at once.
const AT_ONCE: u32 = 500;
/// Stories read ahead of the one that is written.
const AHEAD: usize = 8;
/// Stories on a section's page, and in its feeds.
const ON_A_SECTION: u32 = 200;
const IN_A_FEED: usize = 30;
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
    let sections = library.sections().await.map_err(PublishError::Library)?;
    let names = sections.iter().map(|s| s.name.clone()).collect();
    site.viewer = crate::Viewer { built: true, sections: names, ..crate::Viewer::default() };
    let mut builder =
        Builder { library, site: &site, links: Links::default(), built: Built::default(), told: BTreeSet::new(), put };
    let editions = builder.plan(stories).await?;
    builder.editions(&editions).await?;
    // What is next is read while this one is written.
    let mut ahead = pin!(stream::iter(stories).map(|hit| Told::read(library, hit.story)).buffered(AHEAD));
    while let Some(told) = ahead.next().await {
        if let Some(told) = told? {
            builder.story(&told)?;
        }
    }
    builder.moved(stories).await?;
    builder.sections(&sections).await?;
    builder.lists(&editions, stories).await?;
    builder.fixed()?;
    Ok(builder.built)
}

/// All that is told of a story.
struct Told {
    id: StoryId,
    published: Arc<Published>,
    /// Every text that it cites, once.
    originals: Vec<Article>,
    why: Option<StoryWhy>,
    revisions: Vec<Arc<Published>>,
}

impl Told {
    /// Reads it; `None` for a story without a brief.
    async fn read<L: Library>(library: &L, id: StoryId) -> Result<Option<Self>, PublishError> {
        let Some(published) = library.story(id).await.map_err(PublishError::Library)? else { return Ok(None) };
        let Some(brief) = published.briefs.first() else { return Ok(None) };
        let mut originals = vec![];
        for (article, version) in brief.refs().map(|r| (r.article, r.version)).collect::<BTreeSet<_>>() {
            match published.original(article, version) {
                Some(kept) => originals.push(kept.clone()),
                None => originals.extend(library.article(article, version).await.map_err(PublishError::Library)?),
            }
        }
        let why = library.why(id).await.map_err(PublishError::Library)?;
        let revisions = library.revisions(id, REVISIONS).await.map_err(PublishError::Library)?;
        Ok(Some(Self { id, published, originals, why, revisions }))
    }
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
        let endings = ["", ".atom", ".rss", ".json"];
        let paths = self.site.viewer.sections.iter().map(|name| page::section_path(name, self.site));
        self.links.add(paths.flat_map(|path| endings.map(|ending| format!("{path}{ending}"))));
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

    /// A story's page with all that belongs to it.
    fn story(&mut self, told: &Told) -> Result<(), E> {
        let (id, Some(brief)) = (told.id, told.published.briefs.first()) else { return Ok(()) };
        let at = format!("s/{id}");
        let spans: Vec<_> = brief.refs().map(Ref::span).collect();
        for kept in &told.originals {
            let path = format!("{at}/original/{}/{}", kept.id, kept.version);
            self.links.add([path.clone()]);
            self.page(&path, page::original(kept, &spans, Some(brief), self.site)?)?;
            self.built.originals += 1;
        }
        if let Some(why) = &told.why {
            self.links.add([format!("{at}/why")]);
            self.page(&format!("{at}/why"), page::why(why, self.site)?)?;
        }
        self.page(&at, page::story(&told.published, id, self.site)?.unwrap_or_default())?;
        self.file(&format!("{at}.json"), json::story(&told.published, id, false).unwrap_or_default().to_string())?;
        let feed = Channel::revisions(id, &told.revisions, self.site)?;
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
            let Some(p) = self.library.story(leads).await.map_err(PublishError::Library)? else { continue };
            self.page(&format!("s/{id}"), page::story(&p, leads, self.site)?.unwrap_or_default())?;
        }
        Ok(())
    }

    /// The searches that are kept, each with the newest stories it finds and their feeds.
    async fn sections(&mut self, sections: &[Saved]) -> Result<(), E> {
        for saved in sections {
            let query = Query::parse(&saved.query);
            let found = self.library.stories_found(query.clone(), ON_A_SECTION).await.map_err(PublishError::Library)?;
            let hits = Hits { stories: found.iter().filter_map(|p| hit(p)).collect(), ..Hits::default() };
            let path = page::section_path(&saved.name, self.site);
            self.page(&path, page::section(saved, &query, &hits, true, self.site)?)?;
            let names = ["atom", "rss", "json"].map(|ending| format!("{path}.{ending}"));
            let newest = found.get(..IN_A_FEED).unwrap_or(&found);
            self.feeds(&Channel::section(&saved.name, newest, self.site)?, names.each_ref().map(String::as_str))?;
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

/// A story as a line of a list.
fn hit(published: &Published) -> Option<StoryHit> {
    let brief = published.briefs.first()?;
    let frame = brief.frame();
    let sources: BTreeSet<&str> = frame.originals.iter().map(|o| o.publisher.as_str()).collect();
    Some(StoryHit {
        story: brief.story(),
        headline: brief.headline().text.clone(),
        lead: brief.tldr().iter().take(2).map(|s| s.text.as_str()).collect::<Vec<_>>().join(" "),
        language: brief.language().to_owned(),
        sources: sources.into_iter().map(str::to_owned).collect(),
        at: frame.window.to,
    })
}

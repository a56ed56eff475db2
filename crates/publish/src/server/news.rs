//! The news over HTTP: editions and stories in every form, and the originals they cite.

use super::{
    Library, Open, Shop,
    respond::{Kind, Miss, answer, elsewhere},
    visit::Visit,
};
use crate::{
    PublishError, Site, epub,
    feed::{Channel, Format},
    json as data, markdown as md, page, terminal,
};
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::Response,
};
use standfirst_types::{ArticleId, EditionId, Published, Ref, StoryId};

pub(super) type Answer = Result<Response, Miss>;

/// Columns of the plain text.
const COLUMNS: usize = 72;

impl<L: Library> Shop<L> {
    pub(super) fn site(&self) -> Box<Site> {
        Box::new(self.config.site())
    }

    /// A page made from the latest edition; a welcome where there is none yet.
    pub(super) async fn make_of_latest(
        &self,
        mut visit: Visit,
        kind: Kind,
        make: impl FnOnce(&Published, &Site) -> Result<String, PublishError>,
    ) -> Answer {
        match self.library.latest().await {
            Err(e) => Err(Miss::failed(visit.site, e)),
            Ok(Some(published)) => {
                visit.note(self, stories(&published)).await?;
                made(&visit, kind, make(&published, &visit.site))
            }
            Ok(None) if kind == Kind::HTML => made(&visit, kind, page::welcome(&visit.site)),
            Ok(None) => Err(Miss::NotFound(visit.site)),
        }
    }
}

fn stories(published: &Published) -> Vec<StoryId> {
    published.briefs.iter().map(standfirst_types::Brief::story).collect()
}

/// Something found, or the page that says it is not.
pub(super) fn found<T, E: Into<PublishError>>(result: Result<Option<T>, E>, site: &Site) -> Result<T, Miss> {
    let site = Box::new(site.clone());
    match result {
        Ok(Some(found)) => Ok(found),
        Ok(None) => Err(Miss::NotFound(site)),
        Err(e) => Err(Miss::Failed(site, e.into())),
    }
}

/// A made page as an answer, or the page that says it failed.
pub(super) fn made(visit: &Visit, kind: Kind, made: Result<String, PublishError>) -> Answer {
    match made {
        Ok(body) => Ok(answer(&visit.asked, kind, body)),
        Err(e) => Err(Miss::Failed(visit.site.clone(), e)),
    }
}

pub(super) async fn latest<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    shop.make_of_latest(visit, Kind::HTML, page::edition).await
}

pub(super) async fn ledger<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    shop.make_of_latest(visit, Kind::HTML, page::ledger).await
}

pub(super) async fn json<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    shop.make_of_latest(visit, Kind::JSON, |p, _| Ok(data::edition(p, true).to_string())).await
}

pub(super) async fn markdown<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    shop.make_of_latest(visit, Kind::MARKDOWN, |p, site| Ok(md::edition(p, site))).await
}

pub(super) async fn plain<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    shop.make_of_latest(visit, Kind::TEXT, |p, site| Ok(terminal::edition(p, site, COLUMNS, false))).await
}

pub(super) async fn edition<L: Library>(State(shop): Open<L>, Path(id): Path<String>, mut visit: Visit) -> Answer {
    let (id, form) = form(&id);
    let id = found::<EditionId, PublishError>(Ok(id.parse().ok()), &visit.site)?;
    let published = found(shop.library.edition(id).await, &visit.site)?;
    visit.note(&shop, stories(&published)).await?;
    let site = &visit.site;
    let (kind, body) = match form {
        Form::Page => (Kind::HTML, page::edition(&published, site)),
        Form::Json => (Kind::JSON, Ok(data::edition(&published, true).to_string())),
        Form::Markdown => (Kind::MARKDOWN, Ok(md::edition(&published, site))),
        Form::Feed(format) => return visit.feed(Channel::of_edition(&published, site), format),
    };
    made(&visit, kind, body)
}

/// An edition as a book.
pub(super) async fn epub<L: Library>(State(shop): Open<L>, Path(id): Path<String>, visit: Visit) -> Answer {
    let id = found::<EditionId, PublishError>(Ok(id.parse().ok()), &visit.site)?;
    let published = found(shop.library.edition(id).await, &visit.site)?;
    let book = found(epub::edition(&published, &visit.site).map(Some), &visit.site)?;
    let mut response = answer(&visit.asked, Kind::EPUB, book);
    let name = format!("attachment; filename=\"{}\"", epub::file_name(&published, &visit.site));
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

pub(super) async fn story<L: Library>(State(shop): Open<L>, Path(id): Path<String>, mut visit: Visit) -> Answer {
    let (name, form) = form(&id);
    let ending = id.get(name.len()..).unwrap_or_default();
    let asked_for = found::<StoryId, PublishError>(Ok(name.parse().ok()), &visit.site)?;
    let id = found(shop.library.leads_to(asked_for).await.map(Some), &visit.site)?;
    if id != asked_for {
        return Ok(elsewhere(&visit.site.href(&format!("s/{id}{ending}"))));
    }
    if let Form::Feed(format) = form {
        return shop.revisions(&visit, id, format).await;
    }
    let published = found(shop.library.story(id).await, &visit.site)?;
    visit.note(&shop, stories(&published)).await?;
    let site = &visit.site;
    let (kind, body) = match form {
        Form::Page | Form::Feed(_) => (Kind::HTML, page::story(&published, id, site)),
        Form::Json => (Kind::JSON, Ok(data::story(&published, id, true).map(|v| v.to_string()))),
        Form::Markdown => (Kind::MARKDOWN, Ok(md::story(&published, id, site))),
    };
    let body = found(body, site)?;
    made(&visit, kind, Ok(body))
}

/// Only what the story's brief names as an original is shown, and only versions that were read for it.
pub(super) async fn original<L: Library>(
    State(shop): Open<L>,
    Path((story, article, version)): Path<(String, String, String)>,
    visit: Visit,
) -> Answer {
    let site = visit.site.clone();
    let ids = (story.parse::<StoryId>().ok(), article.parse::<ArticleId>().ok(), version.parse::<u32>().ok());
    let (Some(story), Some(article), Some(version)) = ids else { return Err(Miss::NotFound(site)) };
    let published = found(shop.library.story(story).await, &site)?;
    let brief = found::<_, PublishError>(Ok(published.briefs.first()), &site)?;
    let named = brief.original(article).filter(|o| o.versions.iter().any(|v| v.version == version));
    found::<_, PublishError>(Ok(named), &site)?;
    let kept = match published.original(article, version) {
        Some(kept) => kept.clone(),
        None => found(shop.library.article(article, version).await, &site)?,
    };
    let spans: Vec<_> = brief.refs().map(Ref::span).collect();
    let body = page::original(&kept, &spans, Some(brief), &site);
    made(&visit, Kind::HTML, body)
}

enum Form {
    Page,
    Json,
    Markdown,
    Feed(Format),
}

/// `ID`, `ID.json`, `ID.md`, `ID.atom`, `ID.rss` or `ID.jsonfeed`.
fn form(id: &str) -> (&str, Form) {
    if let Some(id) = id.strip_suffix(".json") {
        (id, Form::Json)
    } else if let Some(id) = id.strip_suffix(".md") {
        (id, Form::Markdown)
    } else if let Some((id, format)) = Format::ending(id) {
        (id, Form::Feed(format))
    } else {
        (id, Form::Page)
    }
}

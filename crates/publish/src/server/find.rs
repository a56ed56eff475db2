//! Finding: search, and the sections that are searches which are kept.

use super::{
    Act, Library, Open, Shop,
    form::OwnerForm,
    news::{Answer, found, made},
    respond::{Kind, Miss, answer},
    visit::Visit,
};
use crate::{PublishError, feed::Format, page, text};
use axum::extract::{Path, State};
use standfirst_types::search::{Hits, LONGEST, LONGEST_NAME, Query, Saved};

/// Articles on a page.
pub(super) const ARTICLES: u32 = 25;

/// The line and where to go on, as the address says.
fn asked(visit: &Visit) -> (String, Option<i64>) {
    (visit.param("q").unwrap_or_default(), visit.param("from").and_then(|f| f.parse().ok()))
}

impl<L: Library> Shop<L> {
    async fn hits(&self, visit: &Visit, query: &Query, from: Option<i64>) -> Result<Hits, Miss> {
        let hits = self.library.search(query.clone(), from, ARTICLES).await;
        hits.map_err(|e| Miss::failed(visit.site.clone(), e))
    }

    /// The section of a name, where there is one.
    pub(super) async fn section_of(&self, visit: &Visit, name: &str) -> Result<Option<Saved>, Miss> {
        Ok(self.kept(visit).await?.into_iter().find(|s| s.name == name))
    }

    async fn kept(&self, visit: &Visit) -> Result<Vec<Saved>, Miss> {
        self.library.sections().await.map_err(|e| Miss::failed(visit.site.clone(), e))
    }
}

pub(super) async fn search<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    let (line, from) = asked(&visit);
    let query = Query::parse(&line);
    let hits = shop.hits(&visit, &query, from).await?;
    let kept = if query.is_empty() { shop.kept(&visit).await? } else { vec![] };
    let line: String = line.chars().take(LONGEST).collect();
    made(&visit, Kind::HTML, page::search(&line, &query, &hits, from.is_none(), &kept, &visit.site))
}

/// The same as data: what was understood and what was found. `from` is the `next` of the page before.
pub(super) async fn search_json<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    let (line, from) = asked(&visit);
    let query = Query::parse(&line);
    let hits = shop.hits(&visit, &query, from).await?;
    let body =
        serde_json::json!({ "query": query, "stories": hits.stories, "articles": hits.articles, "next": hits.next });
    Ok(answer(&visit.asked, Kind::JSON, body.to_string()))
}

/// A section’s page; a name that is none but for its ending is a section’s feed.
pub(super) async fn section<L: Library>(State(shop): Open<L>, Path(name): Path<String>, visit: Visit) -> Answer {
    let (_, from) = asked(&visit);
    let saved = match (shop.section_of(&visit, &name).await?, Format::ending(&name)) {
        (None, Some((name, format))) => return shop.section_feed(&visit, name, format).await,
        (saved, _) => found::<_, PublishError>(Ok(saved), &visit.site)?,
    };
    let query = Query::parse(&saved.query);
    let hits = shop.hits(&visit, &query, from).await?;
    made(&visit, Kind::HTML, page::section(&saved, &query, &hits, from.is_none(), &visit.site))
}

/// `name`, `query`, `watch=1`.
pub(super) async fn keep<L: Library>(State(shop): Open<L>, form: OwnerForm) -> Answer {
    let name = text::one_line(form.short("name", LONGEST_NAME)?);
    let line = text::one_line(form.short("query", LONGEST)?);
    let refused = |what: &str| Miss::refused(form.visit.site.clone(), "This is not kept", what);
    if name.is_empty() || name.starts_with('.') {
        return Err(refused("A section needs a name that does not begin with a dot."));
    }
    if Query::parse(&line).is_empty() {
        return Err(refused("There is nothing to look for in this search."));
    }
    let to = format!("/{}", page::section_path(&name, &form.visit.site));
    let saved = Saved { name, query: line, watch: form.text("watch") == Some("1"), fixed: false };
    shop.act(&form, Act::KeepSearch(saved), &to).await
}

/// `name`.
pub(super) async fn drop<L: Library>(State(shop): Open<L>, form: OwnerForm) -> Answer {
    let name = form.short("name", LONGEST_NAME)?.to_owned();
    shop.act(&form, Act::DropSearch(name), "/search").await
}

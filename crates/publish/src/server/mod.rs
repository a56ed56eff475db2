//! The server: every output over HTTP, from whatever [`Library`] holds it. Anyone may read; what changes something goes through
//! `access` (who asks) and `form` (whether one of our own pages sent it).
//!
//! `/` is the latest edition, `/e/ID` an edition, `/s/STORY` a story's newest brief (the address it keeps for ever; it leads
//! on when the story was merged into another), `/s/STORY/why` why it is what it is,
//! `/s/STORY/original/ARTICLE/VERSION` the text that was read. What ends in `.atom`, `.rss` or `.json` is the same for programs.

pub mod access;
mod acts;
mod api;
mod cache;
mod cross;
mod decide;
mod feeds;
mod find;
mod form;
mod greader;
mod host;
mod hub;
mod kite;
mod library;
mod live;
mod mcp;
mod news;
mod newsletter;
mod pulse;
mod reader;
mod respond;
mod shelf;
mod visit;
mod why;

use crate::{Site, page::Theme};
use access::{Access, Limit};
use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    middleware,
    routing::{get, post},
};
use jiff::{Timestamp, tz::TimeZone};
pub use library::{Act, Acted, DecidedRow, HubCall, Library, LibraryError, Listed, Noted, Wish};
pub use newsletter::{Letters, Newsletter};
use std::{net::SocketAddr, sync::Arc};

/// What the server says about itself.
#[derive(Clone, Debug)]
pub struct SiteConfig {
    /// Name in the masthead.
    pub title: String,
    /// Public address without the last slash; pages then live under its path, which the proxy in front strips.
    pub base_url: Option<String>,
    /// BCP 47 tag of the furniture's words.
    pub language: String,
    /// The zone times are shown in.
    pub timezone: TimeZone,
    /// Whether this is the demonstration.
    pub demo: bool,
    /// The moment of showing; `None`: the machine's clock at each request.
    pub now: Option<Timestamp>,
    /// Whether only loopback's names, addresses and the public name are answered to: for a page that listens on loopback.
    pub only_local: bool,
    /// Who may read, and who may change things.
    pub access: Access,
    /// The user's own templates and style, where there are any.
    pub theme: Option<Arc<Theme>>,
    /// The newsletter, where mail can be sent.
    pub newsletter: Option<Newsletter>,
}

impl SiteConfig {
    /// A site at a host's root, in English, on the machine's clock.
    pub fn new(title: &str, timezone: TimeZone) -> Self {
        Self {
            title: title.into(),
            base_url: None,
            language: "en".into(),
            timezone,
            demo: false,
            now: None,
            only_local: false,
            access: Access::default(),
            theme: None,
            newsletter: None,
        }
    }

    /// The moment of asking.
    fn moment(&self) -> Timestamp {
        self.now.unwrap_or_else(Timestamp::now)
    }

    /// The site at this moment.
    fn site(&self) -> Site {
        let path = self.base_url.as_deref().and_then(|u| url::Url::parse(u).ok()).map(|u| u.path().to_owned());
        Site {
            base_url: self.base_url.clone(),
            root: format!("{}/", path.unwrap_or_default().trim_end_matches('/')),
            language: self.language.clone(),
            demo: self.demo,
            theme: self.theme.clone(),
            newsletter: self.newsletter.is_some(),
            ..Site::new(&self.title, self.timezone.clone(), self.moment())
        }
    }
}

/// What every handler has.
pub(crate) struct Shop<L> {
    library: L,
    config: SiteConfig,
    /// Wrong passwords, by address.
    limit: Limit,
    /// Held while a password is checked.
    turn: tokio::sync::Mutex<()>,
    pulse: pulse::Held,
    /// Reports of errors, by address.
    reports: Limit,
    /// Sign-ups for the newsletter, by address.
    signups: Limit,
    live: live::Live,
    cache: cache::Cache,
}

/// The state as handlers take it.
pub(crate) type Open<L> = State<Arc<Shop<L>>>;

/// The routes. Every answer carries the security headers, pages an `ETag`.
pub fn router<L: Library>(library: L, config: SiteConfig) -> Router {
    let shop = Arc::new(Shop {
        library,
        config,
        limit: Limit::default(),
        turn: <_>::default(),
        pulse: <_>::default(),
        reports: Limit::default(),
        signups: Limit::default(),
        live: <_>::default(),
        cache: <_>::default(),
    });
    Router::new()
        .route("/", get(news::latest::<L>))
        .route("/e/{id}", get(news::edition::<L>))
        .route("/s/{id}", get(news::story::<L>))
        .route("/s/{id}/why", get(why::page::<L>))
        .route("/s/{id}/why.json", get(why::json::<L>))
        .route("/story/{id}", get(why::alias::<L>))
        .route("/story/{id}/why", get(why::alias_why::<L>))
        .route("/s/{id}/original/{article}/{version}", get(news::original::<L>))
        .route("/s/{id}/mark", post(acts::mark::<L>))
        .route("/s/{id}/report", get(reader::report::<L>).post(reader::send_report::<L>))
        .route("/search", get(find::search::<L>))
        .route("/search.json", get(find::search_json::<L>))
        .route("/search.atom", get(feeds::search::<L>))
        .route("/search.rss", get(feeds::search::<L>))
        .route("/search.jsonfeed", get(feeds::search::<L>))
        .route("/t/{name}", get(find::section::<L>))
        .route("/sections", post(find::keep::<L>))
        .route("/sections/drop", post(find::drop::<L>))
        .route("/saved", get(reader::saved::<L>))
        .route("/corrections", get(reader::corrections::<L>))
        .route("/reports/close", post(reader::close_report::<L>))
        .route("/look", post(reader::look))
        .route("/events", get(live::events::<L>))
        .route("/s/{id}/merge", post(decide::merge::<L>))
        .route("/s/{id}/split", post(decide::split::<L>))
        .route("/s/{id}/mute", post(decide::mute_story::<L>))
        .route("/s/{id}/pin", post(decide::pin::<L>))
        .route("/mute", post(decide::mute::<L>))
        .route("/undo", post(decide::undo::<L>))
        .route("/decisions", get(decide::list::<L>))
        .route("/ledger", get(news::ledger::<L>))
        .route("/feeds", get(shelf::feeds::<L>))
        .route("/archive", get(shelf::archive::<L>))
        .route("/about", get(shelf::about))
        .route("/atom.xml", get(feeds::latest::<L>))
        .route("/rss.xml", get(feeds::latest::<L>))
        .route("/feed.json", get(feeds::latest::<L>))
        .route("/editions.xml", get(feeds::editions::<L>))
        .route("/editions.rss", get(feeds::editions::<L>))
        .route("/editions.json", get(feeds::editions::<L>))
        .route("/edition.json", get(news::json::<L>))
        .route("/edition.md", get(news::markdown::<L>))
        .route("/edition.txt", get(news::plain::<L>))
        .route("/login", get(access::login::<L>).post(access::log_in::<L>))
        .route("/logout", post(access::log_out::<L>))
        .route("/setup", get(access::setup::<L>).post(access::set_up::<L>))
        .route("/style.css", get(shelf::style))
        .route("/app.js", get(shelf::script))
        .route("/icon.svg", get(shelf::icon))
        .route("/robots.txt", get(shelf::robots))
        .route(
            "/websub/{feed}",
            get(hub::intent::<L>).post(hub::delivery::<L>).layer(DefaultBodyLimit::max(hub::LARGEST)),
        )
        .route("/healthz", get(shelf::health::<L>))
        .route("/kite/{file}", get(kite::file::<L>))
        .merge(api::routes::<L>())
        .route("/e/{id}/edition.epub", get(news::epub::<L>))
        .route("/newsletter", get(newsletter::form::<L>).post(newsletter::sign_up::<L>))
        .route("/newsletter/confirm/{token}", get(newsletter::asked::<L>).post(newsletter::confirm::<L>))
        .route("/newsletter/{id}/{signature}", get(newsletter::own::<L>).post(newsletter::choose::<L>))
        .route("/newsletter/{id}/{signature}/leave", get(newsletter::leaving::<L>).post(newsletter::leave::<L>))
        .merge(greader::routes::<L>())
        .route("/mcp", post(mcp::message::<L>).layer(DefaultBodyLimit::disable()))
        .fallback(shelf::not_found)
        .layer(DefaultBodyLimit::max(form::LARGEST))
        .layer(middleware::from_fn_with_state(shop.clone(), cache::cached::<L>))
        .layer(middleware::from_fn_with_state(shop.clone(), cross::open::<L>))
        .layer(middleware::from_fn_with_state(shop.clone(), access::identify::<L>))
        .layer(middleware::from_fn_with_state(shop.clone(), host::ours::<L>))
        .layer(middleware::from_fn_with_state(shop.clone(), respond::problems::<L>))
        .layer(middleware::from_fn(respond::secure))
        .with_state(shop)
}

/// Serves on `listener` until cancelled.
///
/// # Errors
/// When the listener fails.
pub async fn serve<L: Library>(
    listener: tokio::net::TcpListener,
    library: L,
    config: SiteConfig,
) -> std::io::Result<()> {
    axum::serve(listener, router(library, config).into_make_service_with_connect_info::<SocketAddr>()).await
}

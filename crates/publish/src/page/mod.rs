//! The reading pages, as complete HTML documents. They need one style sheet and no script.
//!
//! Every value a template prints is escaped, and freed of hostile characters, by the one formatter in `layout`; a link is
//! only ever an address that [`crate::text::web_link`] let through, or one of our own.

mod finds;
mod layout;
mod letters;
mod lists;
mod theme;

use crate::{
    PublishError, Site,
    server::{DecidedRow, access::Setup},
    view::{EditionView, OriginalView, StoryView, WhyView},
};
pub(crate) use finds::{corrections, listed, report, saved, search, section};
use layout::render;
pub(crate) use layout::section_path;
pub(crate) use layout::{bare_environment, render_part};
pub use layout::{script_href, style, style_href};
pub(crate) use letters::{newsletter, own_page, question};
pub use lists::{archive, feeds};
use minijinja::{context, value::Serde};
use standfirst_types::{Article, Brief, Published, Span, StoryId, StoryWhy};
pub use theme::Theme;

/// The style sheet, served as `/style.css`.
pub const STYLE: &str = include_str!("../../static/style.css");
/// The script, served as `/app.js`: keys for what works without it.
pub const SCRIPT: &str = include_str!("../../static/app.js");
/// The icon, served as `/icon.svg`.
pub const ICON: &str = include_str!("../../static/icon.svg");

/// The page of an edition: what was read, what changed, the stories, an end.
///
/// # Errors
/// A fault of the template, never of the news. So for all pages.
pub fn edition(published: &Published, site: &Site) -> Result<String, PublishError> {
    render("edition.html", "", site, context! { e => Serde(EditionView::new(published, site).teasers()) })
}

/// The page of a story, with its evidence; `None` when the story is not among the published.
///
/// # Errors
/// See [`edition`].
pub fn story(published: &Published, story: StoryId, site: &Site) -> Result<Option<String>, PublishError> {
    let Some(brief) = published.brief(story) else { return Ok(None) };
    let canonical = site.base_url.as_ref().map(|_| site.absolute(&format!("s/{story}")));
    let s = Serde(StoryView::new(published, brief, site));
    render("story.html", "story", site, context! { s, canonical }).map(Some)
}

/// All that the user decided.
///
/// # Errors
/// See [`edition`].
pub fn decisions(decisions: &[DecidedRow], site: &Site) -> Result<String, PublishError> {
    let row = |d: &DecidedRow| {
        let time = Serde(crate::words::instant(d.said.decision.at, site));
        context! { number => d.said.decision.number, words => d.said.words.as_str(), in_force => d.in_force, time }
    };
    let rows: Vec<_> = decisions.iter().rev().map(row).collect();
    render("decisions.html", "decisions", site, context! { rows })
}

/// Why a story is what it is.
///
/// # Errors
/// See [`edition`].
pub fn why(why: &StoryWhy, site: &Site) -> Result<String, PublishError> {
    render("why.html", "story", site, context! { w => Serde(WhyView::new(why, site)) })
}

/// The ledger of an edition: every number, every feed and page that failed, everything not shown, with reasons.
///
/// # Errors
/// See [`edition`].
pub fn ledger(published: &Published, site: &Site) -> Result<String, PublishError> {
    render("ledger.html", "ledger", site, context! { e => Serde(EditionView::new(published, site).teasers()) })
}

/// The stored text of one version of an original with `spans` lit, and the way to the publisher. `brief` is the one that
/// cites it, to lead back to.
///
/// # Errors
/// See [`edition`].
pub fn original(article: &Article, spans: &[Span], brief: Option<&Brief>, site: &Site) -> Result<String, PublishError> {
    let story = brief.map(|b| {
        let href = site.href(&format!("s/{}", b.story()));
        context! { href, headline => b.headline().text.as_str() }
    });
    render("original.html", "original", site, context! { o => Serde(OriginalView::new(article, spans, site)), story })
}

/// How it works, what is checked, what it cannot do.
///
/// # Errors
/// See [`edition`].
pub fn about(site: &Site) -> Result<String, PublishError> {
    render("about.html", "about", site, context! {})
}

/// What is said where there is nothing.
pub(crate) const NOTHING_HERE: [&str; 2] = [
    "There is nothing at this address.",
    "Stories keep their address for ever. If you followed a link to one, the link may be cut short.",
];

/// There is nothing at this address.
///
/// # Errors
/// See [`edition`].
pub fn not_found(site: &Site) -> Result<String, PublishError> {
    message("Not found", &NOTHING_HERE.map(str::to_owned), site)
}

/// A page that says something: a heading and paragraphs.
///
/// # Errors
/// See [`edition`].
pub fn message(heading: &str, paragraphs: &[String], site: &Site) -> Result<String, PublishError> {
    render("message.html", "", site, context! { heading, paragraphs => Serde(paragraphs), commands => () })
}

/// The door: asks for the password, and leads on to `next`. `fault` is what was wrong with the last try.
///
/// # Errors
/// See [`edition`].
pub(crate) fn login(locked: bool, next: &str, fault: Option<&str>, site: &Site) -> Result<String, PublishError> {
    render("login.html", "", site, context! { locked, next, fault })
}

/// Setting the first password.
///
/// # Errors
/// See [`edition`].
pub(crate) fn setup(how: Setup, fault: Option<&str>, site: &Site) -> Result<String, PublishError> {
    let (open, code) = (matches!(how, Setup::Open | Setup::WithCode), how == Setup::WithCode);
    render("setup.html", "", site, context! { open, code, done => how == Setup::Done, fault })
}

/// How programs ask.
///
/// # Errors
/// See [`edition`].
pub(crate) fn manual(values: minijinja::Value, site: &Site) -> Result<String, PublishError> {
    render("api.html", "about", site, values)
}

/// There is no edition yet: what to do next.
///
/// # Errors
/// See [`edition`].
pub fn welcome(site: &Site) -> Result<String, PublishError> {
    let paragraphs = [
        "No edition has been composed yet.",
        "Follow some feeds and run once; the first edition takes as long as your slowest feed. It then appears here.",
    ];
    let commands = [
        context! { run => "standfirst add URL…", does => "follows a feed, or finds the feeds of a site" },
        context! { run => "standfirst import FILE", does => "follows all feeds of an OPML file or a list" },
        context! { run => "standfirst run --once", does => "reads them and composes an edition" },
        context! { run => "standfirst demo", does => "shows it all on an invented newswire, without the network" },
    ];
    render("message.html", "", site, context! { heading => "Welcome", paragraphs, commands })
}

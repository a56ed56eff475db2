//! `show`: the latest edition, one edition or one story, in any of the output forms.

use super::{Exit, existing, kite, library::Shelf, pager, print, print_json};
use crate::{
    cli::{Common, Format, Show},
    engine::Engine,
    named,
};
use anyhow::{Context, Result, bail};
use standfirst_publish::{
    Site, epub,
    feed::{self, Channel},
    json, markdown, page,
    server::Library,
    terminal,
};
use standfirst_types::{Brief, EditionId, Published, StoryId};
use std::{
    io::{IsTerminal, Write},
    sync::Arc,
};

/// How to print.
#[derive(Clone, Copy)]
pub(crate) struct How {
    pub(crate) format: Format,
    pub(crate) with_originals: bool,
    pub(crate) full: bool,
    /// Whether a long text may go through the pager.
    pub(crate) paged: bool,
}

pub(crate) async fn run(common: &Common, args: Show) -> Result<Exit> {
    let engine = existing(common).await?;
    let shelf = Shelf::new(engine.store.clone());
    let site = site(&engine.config, engine.now())?;
    if let Some(output) = &args.output {
        if args.format != Format::Kite || args.id.is_some() {
            bail!(
                "--output writes the latest edition as files, with --format kite; for anything else send the output on with >"
            );
        }
        kite::export(&engine, output).await?;
        return Ok(Exit::Fine);
    }
    let how = How { format: args.format, with_originals: args.with_originals, full: args.full, paged: !args.no_pager };
    let latest = shelf.latest().await.map_err(|e| anyhow::anyhow!("{e}"))?;
    match &args.id {
        None => {
            let Some(published) = latest else {
                bail!("there is no edition yet; `standfirst run --once` composes one")
            };
            edition(&published, &site, how)?;
        }
        Some(name) => match find(&engine, &shelf, latest.as_deref(), name).await? {
            What::Edition(published) => edition(&published, &site, how)?,
            What::Story(published, id) => story(&published, id, &site, how)?,
        },
    }
    Ok(Exit::Fine)
}

/// The site as the command line shows it.
pub(crate) fn site(config: &crate::config::Config, now: jiff::Timestamp) -> Result<Site> {
    let base_url = (!config.site.base_url.is_empty()).then(|| config.site.base_url.clone());
    Ok(Site { base_url, ..Site::new(&config.site.title, config.zone()?, now) })
}

/// What an id names.
pub(crate) enum What {
    Edition(Arc<Published>),
    Story(Box<Published>, StoryId),
}

/// Finds a story or edition by id, or a story by the first characters of its id; the address of a story that was merged
/// into another leads there.
pub(crate) async fn find(engine: &Engine, shelf: &Shelf, latest: Option<&Published>, name: &str) -> Result<What> {
    let fault = |e: standfirst_publish::server::LibraryError| anyhow::anyhow!("{e}");
    if let Ok(id) = name.parse::<EditionId>()
        && let Some(published) = shelf.edition(id).await.map_err(fault)?
    {
        return Ok(What::Edition(published));
    }
    let id = match named::story(engine, name).await {
        Ok(id) => id,
        Err(_) if latest.is_none() => bail!("there is no edition yet; `standfirst run --once` composes one"),
        Err(e) => return Err(e),
    };
    match shelf.story_alone(id).await.map_err(fault)? {
        Some(published) => Ok(What::Story(Box::new(published), id)),
        None => bail!("story {id} has no brief; `standfirst explain {id}` says why"),
    }
}

/// Columns to wrap at: the terminal's, at most 100; 80 where there is none.
pub(crate) fn width() -> usize {
    let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    columns.clamp(40, 100)
}

pub(crate) fn edition(published: &Published, site: &Site, how: How) -> Result<()> {
    match how.format {
        Format::Text if how.full => {
            let whole = |brief: &Brief| terminal::story(published, brief.story(), site, width(), color());
            let all: Vec<String> = published.briefs.iter().filter_map(whole).collect();
            pager::read(&all.join("\n\n"), how.paged)
        }
        Format::Text => pager::read(&terminal::edition(published, site, width(), color()), how.paged),
        Format::Md => print(&markdown::edition(published, site)),
        Format::Json => print_json(&json::edition(published, how.with_originals)),
        Format::Html => print(&page::edition(published, site)?),
        Format::Atom => print(&Channel::stories(published, site)?.write(feed::Format::Atom, site)),
        Format::Kite => kite::category(published),
        Format::Epub => book(published, site),
    }
}

/// Writes an EPUB, which is no text, to anything but a terminal.
fn book(published: &Published, site: &Site) -> Result<()> {
    let mut out = std::io::stdout().lock();
    if out.is_terminal() {
        bail!("an EPUB is no text for a terminal; write it into a file, for example with > edition.epub");
    }
    out.write_all(&epub::edition(published, site)?)?;
    Ok(out.flush()?)
}

pub(crate) fn story(published: &Published, id: StoryId, site: &Site, how: How) -> Result<()> {
    let gone = || anyhow::anyhow!("story {id} is not there");
    match how.format {
        Format::Text => {
            pager::read(&terminal::story(published, id, site, width(), color()).with_context(gone)?, how.paged)
        }
        Format::Md => print(&markdown::story(published, id, site).with_context(gone)?),
        Format::Json => print_json(&json::story(published, id, how.with_originals).with_context(gone)?),
        Format::Html => print(&page::story(published, id, site)?.with_context(gone)?),
        Format::Atom => print(&Channel::stories(published, site)?.write(feed::Format::Atom, site)),
        Format::Kite => kite::category(published),
        Format::Epub => book(published, site),
    }
}

/// Colour when standard output is a terminal that wants it (<https://no-color.org>).
pub(crate) fn color() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

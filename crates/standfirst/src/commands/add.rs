//! `add URL…`: follow a feed, or the feed that a site announces.

use super::{Exit, engine, print};
use crate::{
    cli::{Add, Common},
    engine::Engine,
};
use anyhow::{Result, bail};
use standfirst_collect::{Fetched, Kind, Request, decoded, discover_feeds, parse_feed};
use standfirst_types::Feed;

pub(crate) async fn run(common: &Common, args: Add) -> Result<Exit> {
    let engine = engine(common).await?;
    let mut failed = 0;
    for url in &args.urls {
        match follow(&engine, url, args.no_check, args.title.clone(), args.folder.clone()).await {
            Ok((feed, new)) => print(&said(&feed, new))?,
            Err(e) => {
                eprintln!("standfirst: {e:#}");
                failed += 1;
            }
        }
    }
    if failed == 0 {
        print("Next: `standfirst run --once` reads them now; `standfirst serve` keeps reading.")?;
    }
    Ok(match failed {
        0 => Exit::Fine,
        n if n == args.urls.len() => Exit::Error,
        _ => Exit::Partly,
    })
}

/// Follows a feed, or with `as_is` false the feed that the page there announces; says whether it is new.
pub(crate) async fn follow(
    engine: &Engine,
    url: &str,
    as_is: bool,
    title: Option<String>,
    folder: Option<String>,
) -> Result<(Feed, bool)> {
    let url = if url.contains("://") { url.to_owned() } else { format!("https://{url}") };
    let (address, own_title) = if as_is { (plain(&url)?, String::new()) } else { find(engine, &url).await? };
    let mut feed = Feed::new(&address, &title.unwrap_or(own_title));
    feed.folder = folder;
    let new = engine.store.add_feed(&feed, engine.now()).await?;
    Ok((feed, new))
}

fn said(feed: &Feed, new: bool) -> String {
    let name = if feed.title.is_empty() { feed.url.clone() } else { format!("{} ({})", feed.title, feed.url) };
    if new { format!("Following {name}") } else { format!("{name} is followed already") }
}

fn plain(url: &str) -> Result<String> {
    match url::Url::parse(url) {
        Ok(parsed) if matches!(parsed.scheme(), "http" | "https") => Ok(parsed.to_string()),
        _ => bail!("“{url}” is no http or https address"),
    }
}

/// The feed at an address, or the first that the page there announces, with its title.
async fn find(engine: &Engine, url: &str) -> Result<(String, String)> {
    let url = plain(url)?;
    let request = Request { url: url.clone(), kind: Kind::Feed, etag: None, last_modified: None };
    let Fetched::Body { capture, .. } = engine.fetcher.fetch(&request, engine.now()).await? else {
        bail!("{url} gave no body")
    };
    let body = decoded(&capture, engine.config.fetch.feed_max_bytes)?;
    if let Ok(document) = parse_feed(&body, capture.header("content-type"), Some(&capture.final_url)) {
        return Ok((url, document.title.unwrap_or_default()));
    }
    let html = String::from_utf8_lossy(&body);
    let Some(announced) = discover_feeds(&html, &capture.final_url).into_iter().next() else {
        bail!(
            "{url} is no feed and announces none; look for an RSS or Atom link on the site, or add it as it is with --no-check"
        )
    };
    Ok((announced.url, announced.title))
}

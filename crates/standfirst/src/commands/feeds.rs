//! `feeds`, `remove` and `export opml`.

use super::{Exit, existing, print, print_json};
use crate::cli::{Common, Remove};
use anyhow::Result;
use standfirst_collect::opml::{self, OpmlFeed};
use standfirst_types::{Feed, FeedId};

pub(crate) async fn list(common: &Common, json: bool) -> Result<Exit> {
    let feeds = existing(common).await?.store.feeds().await?;
    if json {
        print_json(&feeds)?;
    } else if feeds.is_empty() {
        print("No feeds yet. Add one: standfirst add https://…")?;
    } else {
        print(&feeds.iter().map(line).collect::<String>())?;
    }
    Ok(Exit::Fine)
}

fn line(feed: &Feed) -> String {
    let health = match (&feed.health.problem, feed.health.answered) {
        (Some(problem), _) => {
            let since = feed
                .health
                .failing_since
                .map(|t| format!(" since {}", t.strftime("%d %B, %H:%M UTC")))
                .unwrap_or_default();
            format!("failing{since}: {problem}")
        }
        (None, Some(at)) => format!("answered {}", at.strftime("%d %B, %H:%M UTC")),
        (None, None) => "not asked yet".into(),
    };
    format!("{}  {}\n  {}\n  {health}\n", feed.id, feed.title, feed.url)
}

pub(crate) async fn remove(common: &Common, args: Remove) -> Result<Exit> {
    let store = existing(common).await?.store;
    let mut missing = 0;
    for name in &args.feeds {
        let id = name.parse().unwrap_or_else(|_| FeedId::of(&[name.as_bytes()]));
        if store.remove_feed(id).await? {
            print(&format!("{name}: no longer followed; what was read of it stays"))?;
        } else {
            eprintln!("standfirst: {name} is not among your feeds; `standfirst feeds` lists them");
            missing += 1;
        }
    }
    Ok(match missing {
        0 => Exit::Fine,
        n if n == args.feeds.len() => Exit::Error,
        _ => Exit::Partly,
    })
}

pub(crate) async fn export_opml(common: &Common) -> Result<Exit> {
    let feeds = existing(common).await?.store.feeds().await?;
    let list: Vec<OpmlFeed> =
        feeds.into_iter().map(|f| OpmlFeed { url: f.url, title: f.title, site: f.site, folder: f.folder }).collect();
    print(&opml::write("Standfirst", &list))?;
    Ok(Exit::Fine)
}

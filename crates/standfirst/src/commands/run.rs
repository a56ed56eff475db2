//! `run`: read, group, write, verify and compose, once or for ever.

use super::{Exit, engine, print, print_json};
use crate::{
    cli::{Common, Run},
    engine::Engine,
    hooks, hubs,
    mailing::{self, Tally as Post},
    progress::Progress,
    worker::{self, Tally, Unwatched},
};
use anyhow::Result;
use jiff::SignedDuration;
use std::time::Duration;

pub(crate) async fn run(common: &Common, args: Run) -> Result<Exit> {
    let engine = engine(common).await?;
    let _lock = engine.store.lock_for_work()?;
    engine.store.free_leases().await?;
    if !args.once {
        eprintln!("standfirst: reading until stopped (Ctrl-C)");
        tokio::select! {
            result = keep_reading(&engine) => result?,
            sent = mailing::keep_sending(&engine) => sent?,
            _ = tokio::signal::ctrl_c() => {}
        }
        engine.store.close().await;
        return Ok(Exit::Fine);
    }
    let progress = Progress::new(common.quiet);
    let edition = (!args.no_edition).then(|| worker::edition_id(engine.now()));
    let tally = worker::round(&engine, edition, &progress).await;
    progress.finish();
    let tally = tally?;
    let post = if edition.is_some() { mailing::deliver_once(&engine).await? } else { None };
    let exit = report(&engine, &tally, post.as_ref(), args.json).await?;
    hooks::deliver(&engine, hooks::AT_MOST).await?;
    engine.store.close().await;
    Ok(exit)
}

async fn report(engine: &Engine, tally: &Tally, post: Option<&Post>, json: bool) -> Result<Exit> {
    let feeds = engine.store.feeds().await?;
    let failing: Vec<_> = feeds.iter().filter(|f| f.health.problem.is_some()).collect();
    let edition = engine.store.latest_edition(None).await?;
    if json {
        print_json(
            &serde_json::json!({ "done": tally.done, "failed": tally.failed, "feeds": feeds.len(), "feeds_failing": failing.len(), "edition": edition, "mail": post.map(|p| &p.letters) }),
        )?;
    } else if let Some(e) = &edition {
        let l = &e.ledger;
        print(&format!(
            "Edition {}: {} stories from {} pages; {} of {} feeds answered, {} pages refused, {} behind a paywall, {} too thin.",
            e.id,
            e.stories.len(),
            l.pages_read,
            l.feeds_answered,
            l.feeds,
            l.pages_refused.len(),
            l.paywalled,
            l.thin
        ))?;
        print(
            "Next: `standfirst show` to read it here, `standfirst serve` for the page, `standfirst doctor` for what did not answer.",
        )?;
    }
    if let Some(post) = post.filter(|_| !json) {
        print(&post.in_words())?;
    }
    if feeds.is_empty() {
        eprintln!("standfirst: you follow no feeds yet; add one with `standfirst add https://…`");
    }
    let own_failures = !tally.failed.is_empty();
    Ok(if own_failures || (!failing.is_empty() && failing.len() == feeds.len()) {
        Exit::Error
    } else if failing.is_empty() && post.is_none_or(|p| !p.has_failed()) {
        Exit::Fine
    } else {
        Exit::Partly
    })
}

/// Reads for ever, and tells webhooks of what there is.
pub(crate) async fn keep_reading(engine: &Engine) -> Result<()> {
    tokio::select! {
        read = rounds(engine) => read,
        told = hooks::keep_delivering(engine) => told,
    }
}

/// Rounds for ever: what is due is read, and the edition of the next set time is composed anew as it grows.
async fn rounds(engine: &Engine) -> Result<()> {
    let (times, zone) = (engine.config.times()?, engine.config.zone()?);
    loop {
        let now = engine.now();
        let coming = worker::next_edition(now, &times, &zone).unwrap_or(now);
        engine.bell.read_up_to(now, worker::edition_id(coming));
        let due = !engine.store.due_feeds(now).await?.is_empty() || engine.store.pending(now).await?.phase().is_some();
        if due {
            let tally = worker::round(engine, Some(worker::edition_id(coming)), &Unwatched).await?;
            tracing::info!("round done: {:?}", tally.done);
        }
        let forget = now.checked_sub(SignedDuration::from_hours(24 * i64::from(engine.config.keep.bodies_days)))?;
        engine.store.forget_captures(forget).await?;
        hubs::renew(engine).await?;
        tokio::time::sleep(Duration::from_secs(20)).await;
    }
}

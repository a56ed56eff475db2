//! `doctor`: what is wrong, since when, and what to do.

use super::{Exit, config, config_file, data_folder, doctor_hooks, doctor_mail, doctor_model, print, print_json};
use crate::{
    cli::Common,
    engine::{Clock, DATA_FILE, Engine},
};
use anyhow::Result;
use serde::Serialize;
use standfirst_publish::server::access;

/// One thing looked at.
#[derive(Debug, Serialize)]
struct Finding {
    /// What was looked at.
    what: String,
    /// `fine`, `warning` or `error`.
    state: &'static str,
    /// What was found, and what to do.
    detail: String,
}

fn finding(what: impl Into<String>, state: &'static str, detail: impl Into<String>) -> Finding {
    Finding { what: what.into(), state, detail: detail.into() }
}

pub(crate) async fn run(common: &Common, json: bool, mail: bool) -> Result<Exit> {
    let findings = look(common, mail).await?;
    let worst = |state| findings.iter().any(|f| f.state == state);
    if json {
        print_json(&findings)?;
    } else {
        for f in &findings {
            let mark = match f.state {
                "fine" => "✓",
                "warning" => "!",
                _ => "✗",
            };
            print(&format!("{mark} {}: {}", f.what, f.detail))?;
        }
    }
    Ok(if worst("error") {
        Exit::Error
    } else if worst("warning") {
        Exit::Partly
    } else {
        Exit::Fine
    })
}

async fn look(common: &Common, mail: bool) -> Result<Vec<Finding>> {
    let mut found = vec![];
    let (data, file) = (data_folder(common)?, config_file(common)?);
    let config = match config(common) {
        Ok(config) => {
            let detail = if file.exists() {
                "fine".into()
            } else {
                "not there; defaults are in force (`standfirst init` writes one)".to_owned()
            };
            found.push(finding(format!("configuration {}", file.display()), "fine", detail));
            config
        }
        Err(e) => {
            found.push(finding(format!("configuration {}", file.display()), "error", format!("{e:#}")));
            return Ok(found);
        }
    };
    if !data.join(DATA_FILE).exists() {
        found.push(finding(
            format!("data file {}", data.join(DATA_FILE).display()),
            "fine",
            "not there yet; it is made by the first `add`, `import` or `run`",
        ));
        return Ok(found);
    }
    match Engine::open(&data, config, Clock::System).await {
        Ok(engine) => {
            look_inside(&engine, &mut found).await?;
            let post = doctor_mail::look(&engine, mail).await?;
            found.extend(post.into_iter().map(|(what, state, detail)| finding(what, state, detail)));
        }
        Err(e) => found.push(finding("data file", "error", format!("{e:#}"))),
    }
    Ok(found)
}

/// Whether somebody else than who sits here could own the page. A proxy that hides whose request it hands on makes every
/// visitor look like a request of this machine, and without a password that is the owner's.
async fn door(engine: &Engine) -> Result<Option<Finding>> {
    let public = &engine.config.site.base_url;
    let locked = engine.store.setting(access::PASSWORD).await?.is_some_and(|p| !p.is_empty());
    if public.is_empty() || locked || !engine.config.access.proxy_header.is_empty() {
        return Ok(None);
    }
    let detail = format!(
        "the page has a public address, {public}, and no password: behind a proxy that sends no X-Forwarded-For every \
         visitor could count as its owner; set one with `standfirst password`"
    );
    Ok(Some(finding("who may change things", "warning", detail)))
}

async fn look_inside(engine: &Engine, found: &mut Vec<Finding>) -> Result<()> {
    let store = &engine.store;
    let faults = store.integrity().await?;
    let articles = store.article_count().await?;
    let name = format!("data file {}", store.path().display());
    match faults.first() {
        None => found.push(finding(name, "fine", format!("sound, {articles} articles"))),
        Some(fault) => found.push(finding(name, "error", format!("{fault}; restore it from a backup"))),
    }
    found.extend(door(engine).await?);
    let reports = store.reports().await?.len();
    if reports > 0 {
        let detail =
            format!("{reports} sentences are reported as wrong; the page /corrections shows them and closes them");
        found.push(finding("reports of readers", "warning", detail));
    }
    let feeds = store.feeds().await?;
    let answering = feeds.iter().filter(|f| f.health.problem.is_none()).count();
    let state = if feeds.is_empty() { "warning" } else { "fine" };
    let hint = if feeds.is_empty() { "; add one with `standfirst add https://…`" } else { "" };
    found.push(finding("feeds", state, format!("{answering} of {} in order{hint}", feeds.len())));
    for feed in feeds.iter().filter(|f| f.health.problem.is_some()) {
        let since = feed
            .health
            .failing_since
            .map(|t| format!(" (since {})", t.strftime("%d %B %Y, %H:%M UTC")))
            .unwrap_or_default();
        let gone = if feed.health.gone { "; it is gone for good: `standfirst remove` it" } else { "" };
        let name = if feed.title.is_empty() { "without a title" } else { &feed.title };
        found.push(finding(
            format!("feed {name}"),
            "warning",
            format!("{}{since}{gone}", feed.health.problem.as_deref().unwrap_or_default()),
        ));
    }
    for (feed, since) in feeds.iter().filter_map(|f| Some((f, f.health.silent_since(engine.now())?))) {
        let since = since.strftime("%d %B %Y");
        let detail = format!("answers, but its newest entry is from {since}; look whether its site has another feed");
        found.push(finding(format!("feed {}", feed.url), "warning", detail));
    }
    for (feed, new) in feeds.iter().filter_map(|f| Some((f, f.health.moved_to.as_deref()?))) {
        let detail = format!("says it has moved to {new}; `standfirst add {new}` and `standfirst remove {}`", feed.url);
        found.push(finding(format!("feed {}", feed.url), "warning", detail));
    }
    for page in store.page_problems(engine.ago(24 * 7), engine.now()).await? {
        found.push(finding("page", "warning", page.problem));
    }
    found.extend(
        doctor_model::look(engine).await?.into_iter().map(|(what, state, detail)| finding(what, state, detail)),
    );
    found.extend(
        doctor_hooks::look(engine).await?.into_iter().map(|(what, state, detail)| finding(what, state, detail)),
    );
    Ok(())
}

//! `send`: what is new to the subscribers, by mail, now; or only said, or written into files.

use super::{Exit, existing, print, print_json};
use crate::{
    cli::{Common, Send},
    engine::Engine,
    mailing::{self, Editions, Office, Order, Report, Tally, post},
};
use anyhow::{Context, Result, bail};
use standfirst_publish::mail::{self, Letter};
use standfirst_store::SentTo;
use standfirst_types::{Choices, Email, Standing, Subscriber};
use std::{io::Write, path::Path};

pub(crate) async fn run(common: &Common, args: Send) -> Result<Exit> {
    let engine = existing(common).await?;
    let office = Office::open(&engine).await?;
    let mut editions = match &args.edition {
        Some(id) => Editions::only(&engine, id.parse()?).await?,
        None => Editions::closed(&engine, mailing::growing(&engine)?).await?,
    };
    if editions.newest().is_none() {
        bail!("there is no edition yet; `standfirst run --once` composes one");
    }
    let preview = args.dry_run || args.eml.is_some();
    let subscribers = subscribers(&engine, args.to.as_deref(), preview).await?;
    let tally = if preview {
        show(&engine, &office, &mut editions, &subscribers, &args).await?
    } else {
        let _lock = engine.store.lock_for_work().context(
            "a running `serve` or `run` sends by itself at the hours of the subscribers; --dry-run and --eml work beside it",
        )?;
        let work = subscribers.into_iter().map(|s| (s, None)).collect();
        post(&engine, &office, &mut editions, work, Order { again: args.again }).await?
    };
    let exit = report(&tally, &args)?;
    engine.store.close().await;
    Ok(exit)
}

/// Whom it goes to: all who get mail, or the one named.
async fn subscribers(engine: &Engine, to: Option<&str>, preview: bool) -> Result<Vec<Subscriber>> {
    let all = engine.store.subscribers().await?;
    let Some(to) = to else {
        return Ok(all.into_iter().filter(|s| s.standing == Standing::Active).collect());
    };
    let email: Email = to.parse().map_err(|e: String| anyhow::anyhow!("{e}"))?;
    match all.into_iter().find(|s| s.id == email.id()) {
        Some(s) if preview || s.standing == Standing::Active => Ok(vec![s]),
        Some(s) => bail!(
            "{} gets no mail ({:?}); `standfirst subscribers add {} --confirmed` adds it",
            email,
            s.standing,
            email
        ),
        None if preview => Ok(vec![stranger(email, engine)]),
        None => bail!("{email} is no subscriber; `standfirst subscribers add {email}` asks it to confirm"),
    }
}

/// Somebody who gets a letter to look at only.
fn stranger(email: Email, engine: &Engine) -> Subscriber {
    Subscriber {
        id: email.id(),
        email,
        choices: Choices::default(),
        standing: Standing::Asked,
        made: engine.now(),
        confirmed: None,
        left: None,
        hour: None,
        retry: None,
        faults: 0,
        fault: None,
    }
}

/// Makes every letter and sends none.
async fn show(
    engine: &Engine,
    office: &Office,
    editions: &mut Editions,
    subscribers: &[Subscriber],
    args: &Send,
) -> Result<Tally> {
    if matches!(args.eml.as_deref(), Some(to) if to == "-" || to.ends_with(".eml")) && subscribers.len() != 1 {
        bail!(
            "one file holds one message, but there are {}; name a folder, or one subscriber with --to",
            subscribers.len()
        );
    }
    let mut tally = Tally::default();
    for s in subscribers {
        let told = if args.again { SentTo::default() } else { engine.store.sent_to(s.id).await? };
        let Some(news) = editions.news(engine, &s.choices, &told, args.again).await? else {
            tally.letters.push(Report::without(s, "nothing_new"));
            continue;
        };
        let letter = mail::edition(&news, &office.site_of(s), &office.sender(), &office.recipient(s))?;
        let report = match &args.eml {
            None => Report::of(s, &letter, "would_send"),
            Some(to) => Report { file: write(to, s, &letter)?, ..Report::of(s, &letter, "written") },
        };
        tally.letters.push(report);
    }
    Ok(tally)
}

/// Writes a letter; returns the file's name.
fn write(to: &str, s: &Subscriber, letter: &Letter) -> Result<Option<String>> {
    if to == "-" {
        let mut out = std::io::stdout().lock();
        out.write_all(&letter.bytes)?;
        out.flush()?;
        return Ok(None);
    }
    let named = Path::new(to);
    let path = if to.ends_with(".eml") && !named.is_dir() {
        named.to_owned()
    } else {
        std::fs::create_dir_all(named)
            .with_context(|| format!("cannot make the folder {to}; name another with --eml"))?;
        let safe = |c: char| if c.is_ascii_alphanumeric() || "@.+-_".contains(c) { c } else { '_' };
        named.join(format!("{}.eml", s.email.as_str().chars().map(safe).collect::<String>().trim_start_matches('.')))
    };
    std::fs::write(&path, &letter.bytes)
        .with_context(|| format!("cannot write {}; name another place with --eml", path.display()))?;
    Ok(Some(path.display().to_string()))
}

fn report(tally: &Tally, args: &Send) -> Result<Exit> {
    let quiet = args.eml.as_deref() == Some("-");
    if args.json && !quiet {
        print_json(&tally.letters)?;
    } else if !quiet {
        for l in &tally.letters {
            let links = if l.links > 0 { format!(", {} more as links", l.links) } else { String::new() };
            let size =
                format!("{} stories{links}, {} bytes ({} of HTML): “{}”", l.stories, l.bytes, l.html_bytes, l.subject);
            print(&match (l.state, &l.fault) {
                ("nothing_new", _) => format!("{}: nothing new", l.email),
                ("would_send", _) => format!("{}: {size}", l.email),
                ("written", _) => format!("{}: {size} -> {}", l.email, l.file.as_deref().unwrap_or("standard output")),
                ("put_off", _) => format!("{}: put off, mail.per_hour is reached", l.email),
                (state, None) => format!("{}: {state}, {size}", l.email),
                // The last line says why.
                (state, fault) if *fault == tally.stopped => format!("{}: {state}", l.email),
                (state, Some(fault)) => format!("{}: {state}: {fault}", l.email),
            })?;
        }
        if tally.letters.is_empty() {
            print("No subscriber gets mail. `standfirst subscribers add EMAIL` asks one to confirm.")?;
        } else if !args.dry_run && args.eml.is_none() {
            print(&tally.in_words())?;
        }
    }
    let sent = tally.letters.iter().any(|l| l.state == "sent");
    Ok(match (tally.has_failed(), sent) {
        (false, _) => Exit::Fine,
        (true, true) => Exit::Partly,
        (true, false) => Exit::Error,
    })
}

//! Mail as `doctor` looks at it: how many get it, what could not be delivered, whether the server answers.

use crate::{engine::Engine, mailing};
use anyhow::Result;
use standfirst_types::Standing;

type Found = Vec<(String, &'static str, String)>;

/// What was found: `(what, state, detail)`; nothing where no mail is sent. With `connect`, the server is asked.
pub(super) async fn look(engine: &Engine, connect: bool) -> Result<Found> {
    let mail = &engine.config.mail;
    let mut found = vec![];
    if !mail.is_on() {
        if connect {
            let detail = "mail.smtp_host names no mail server; set it in [mail] to send editions by mail";
            found.push(("mail".to_owned(), "warning", detail.to_owned()));
        }
        return Ok(found);
    }
    let server = format!("mail server {}:{}", mail.smtp_host, mail.port());
    if let Some(fault) = mailing::last_fault(engine).await? {
        let retry = fault.retry.strftime("%d %B %Y, %H:%M UTC");
        let times = if fault.times == 1 { "once".to_owned() } else { format!("{} times in a row", fault.times) };
        found.push((server.clone(), "error", format!("{} ({times}; tried again from {retry} on)", fault.message)));
    }
    if !engine.config.site.base_url.starts_with("https:") {
        let detail =
            "site.base_url is no https address, so mail programs offer no button to leave by one click (RFC 8058)";
        found.push(("mail links".to_owned(), "warning", detail.to_owned()));
    }
    subscribers(engine, &mut found).await?;
    if connect {
        found.push(match reach(engine).await {
            Ok(()) => (server, "fine", "answers, and takes the login".to_owned()),
            Err(e) => (server, "error", format!("{e:#}")),
        });
    }
    Ok(found)
}

async fn subscribers(engine: &Engine, found: &mut Found) -> Result<()> {
    let all = engine.store.subscribers().await?;
    let count = |standing| all.iter().filter(|s| s.standing == standing).count();
    let detail = format!(
        "{} get mail, {} were asked and have not confirmed, {} have left",
        count(Standing::Active),
        count(Standing::Asked),
        count(Standing::Left)
    );
    found.push(("subscribers".to_owned(), "fine", detail));
    for s in all.iter().filter(|s| s.fault.is_some() && s.standing != Standing::Left) {
        let fault = s.fault.as_deref().unwrap_or_default();
        let remedy = match s.standing {
            Standing::Bouncing => "it gets no more mail; `standfirst subscribers remove` it, or let it sign up again",
            _ => "it is tried again",
        };
        found.push((format!("subscriber {}", s.email), "warning", format!("{fault}; {remedy}")));
    }
    let editions = mailing::Editions::closed(engine, None).await?;
    for s in all.iter().filter(|s| s.standing == Standing::Active && !s.choices.sections.is_empty()) {
        if !s.choices.sections.iter().any(|name| editions.has_section(name)) {
            let detail = format!(
                "none of its sections is there any more ({}), so it gets nothing",
                s.choices.sections.join(", ")
            );
            found.push((format!("subscriber {}", s.email), "warning", detail));
        }
    }
    for (email, at) in engine.store.mailings_open().await? {
        let at = at.strftime("%d %B %Y, %H:%M UTC");
        let detail = format!(
            "a mail was on its way at {at} when the program or the connection ended; it is sent again and may be there twice"
        );
        found.push((format!("subscriber {email}"), "warning", detail));
    }
    Ok(())
}

async fn reach(engine: &Engine) -> Result<()> {
    let mailer = mailing::mailer(&engine.config)?;
    let mut line = mailer.open().await?;
    line.ping().await?;
    line.close().await;
    Ok(())
}

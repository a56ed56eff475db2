//! Mailing: editions to subscribers at their hours, when something is new for them, and the messages about subscriptions.
//!
//! One mail is on its way at a time. It is noted as begun before it is handed over and as sent after, so that a crash in
//! between sends that one mail again, with the same `Message-ID`, and no other. What may pass is tried again with growing
//! pauses: for all, when the server is away; for one, when its mailbox is busy.

mod about;
mod fault;
mod gather;
mod office;
mod pass;

pub(crate) use about::send_due;
pub(crate) use fault::last as last_fault;
pub(crate) use gather::Editions;
pub(crate) use office::{Office, mailer};
pub(crate) use pass::{Order, Report, Tally, post};

use crate::{engine::Engine, worker};
use anyhow::Result;
use jiff::Timestamp;
use standfirst_publish::server::Newsletter;
use standfirst_types::{EditionId, Standing, Subscriber};
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::Notify;

/// How often it is looked whether an hour has come.
const LOOK: Duration = Duration::from_secs(20);

/// Wakes whoever sends, and says how far the news is read.
#[derive(Default)]
pub(crate) struct Bell {
    ring: Notify,
    read: Mutex<Option<(Timestamp, EditionId)>>,
}

impl Bell {
    /// Somebody signed up.
    pub(crate) fn ring(&self) {
        self.ring.notify_one();
    }

    /// All that was due until then is read, and this edition still grows: every other one is whole.
    pub(crate) fn read_up_to(&self, at: Timestamp, growing: EditionId) {
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = Some((at, growing));
        self.ring();
    }

    fn read(&self) -> Option<(Timestamp, EditionId)> {
        *self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the page needs to know, where mail can be sent.
pub(crate) async fn newsletter(engine: &Engine) -> Result<Option<Newsletter>> {
    if !engine.config.mail.is_on() {
        return Ok(None);
    }
    let hours = hours(engine)?;
    Ok(Some(Newsletter { hours, key: office::key(engine).await? }))
}

/// The hours that can be chosen, which are also those of who chose none.
pub(crate) fn hours(engine: &Engine) -> Result<Vec<jiff::civil::Time>> {
    let own = engine.config.mail.times();
    if own.is_empty() { engine.config.times() } else { Ok(own) }
}

/// Sends for ever: messages about subscriptions as they are asked for, editions at the hours of those who get them. A fault
/// of mail is no reason to stop serving: it is logged, and `doctor` shows it.
pub(crate) async fn keep_sending(engine: &Engine) -> Result<()> {
    if !engine.config.mail.is_on() {
        return std::future::pending().await;
    }
    loop {
        if let Err(e) = send_due(engine).await {
            hold(engine, &e).await?;
        }
        if let Some((as_of, growing)) = engine.bell.read() {
            match deliver(engine, as_of, Some(growing)).await {
                Ok(tally) if tally.letters.is_empty() => {}
                Ok(tally) => tracing::info!("{}", tally.in_words()),
                Err(e) => hold(engine, &e).await?,
            }
        }
        tokio::select! {
            () = engine.bell.ring.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// A fault that is not noted yet, such as a setting that cannot be: noted like one of the server's, so that it is not met
/// again every few seconds.
async fn hold(engine: &Engine, why: &anyhow::Error) -> Result<()> {
    let message = format!("{why:#}");
    tracing::warn!("mail could not be sent: {message}");
    match fault::last(engine).await? {
        Some(known) if known.retry > engine.now() => Ok(()),
        _ => fault::note(engine, &message).await,
    }
}

/// One pass after an edition was composed; `None` where no mail is sent. A fault of mail is none of the edition's.
pub(crate) async fn deliver_once(engine: &Engine) -> Result<Option<Tally>> {
    if !engine.config.mail.is_on() {
        return Ok(None);
    }
    let done = match send_due(engine).await {
        Ok(_) => deliver(engine, engine.now(), None).await,
        Err(e) => Err(e),
    };
    match done {
        Ok(tally) => Ok(Some(tally)),
        Err(e) => {
            hold(engine, &e).await?;
            Ok(Some(Tally { letters: vec![], stopped: Some(format!("{e:#}")) }))
        }
    }
}

/// Sends to those whose hour has come by `as_of`, unless the server is resting.
async fn deliver(engine: &Engine, as_of: Timestamp, growing: Option<EditionId>) -> Result<Tally> {
    let now = engine.now();
    if fault::last(engine).await?.is_some_and(|f| f.retry > now) {
        return Ok(Tally::default());
    }
    let (usual, zone) = (hours(engine)?, engine.config.zone()?);
    let due = |s: Subscriber| {
        let hour = s.choices.last_hour(as_of, &usual, &zone)?;
        is_due(&s, hour, now).then_some((s, Some(hour)))
    };
    let work: Vec<_> = engine.store.subscribers().await?.into_iter().filter_map(due).collect();
    if work.is_empty() {
        return Ok(Tally::default());
    }
    engine.store.forget_mailings(now).await?;
    let office = Office::open(engine).await?;
    let mut editions = Editions::closed(engine, growing).await?;
    post(engine, &office, &mut editions, work, Order { again: false }).await
}

/// Whether an hour of a subscriber's is to be dealt with: it came after they confirmed, was not dealt with, and no pause
/// lasts.
fn is_due(s: &Subscriber, hour: Timestamp, now: Timestamp) -> bool {
    s.standing == Standing::Active
        && s.confirmed.is_some_and(|at| at < hour)
        && s.hour.is_none_or(|done| done < hour)
        && s.retry.is_none_or(|at| at <= now)
}

/// The edition that still grows, where one does.
pub(crate) fn growing(engine: &Engine) -> Result<Option<EditionId>> {
    let (times, zone) = (engine.config.times()?, engine.config.zone()?);
    Ok(worker::next_edition(engine.now(), &times, &zone).map(worker::edition_id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use standfirst_types::{Choices, Email};

    #[test]
    fn an_hour_is_dealt_with_once_and_only_for_who_gets_mail() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let email = Email::parse("ida@a.example").unwrap();
        let s = Subscriber {
            id: email.id(),
            email,
            choices: Choices::default(),
            standing: Standing::Active,
            made: at("2031-05-01T00:00:00Z"),
            confirmed: Some(at("2031-05-01T12:00:00Z")),
            left: None,
            hour: None,
            retry: None,
            faults: 0,
            fault: None,
        };
        let now = at("2031-05-08T07:00:10Z");
        let check =
            |s: &Subscriber, hour: &str, expected: bool| assert_eq!(is_due(s, at(hour), now), expected, "{hour}");
        check(&s, "2031-05-08T07:00:00Z", true);
        check(&s, "2031-05-01T07:00:00Z", false);
        check(&Subscriber { hour: Some(at("2031-05-08T07:00:00Z")), ..s.clone() }, "2031-05-08T07:00:00Z", false);
        check(&Subscriber { hour: Some(at("2031-05-07T17:00:00Z")), ..s.clone() }, "2031-05-08T07:00:00Z", true);
        check(&Subscriber { retry: Some(at("2031-05-08T07:05:00Z")), ..s.clone() }, "2031-05-08T07:00:00Z", false);
        check(&Subscriber { retry: Some(at("2031-05-08T07:00:10Z")), ..s.clone() }, "2031-05-08T07:00:00Z", true);
        for standing in [Standing::Asked, Standing::Left, Standing::Bouncing] {
            check(&Subscriber { standing, ..s.clone() }, "2031-05-08T07:00:00Z", false);
        }
    }
}

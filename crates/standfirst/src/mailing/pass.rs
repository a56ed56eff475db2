//! A pass: one letter after the other to the subscribers given, each noted before and after.

use super::{Editions, Office, fault, mailer};
use crate::engine::Engine;
use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use standfirst_collect::{MailError, Mailer, PostLine, Whose};
use standfirst_publish::mail::{self, Letter, tells};
use standfirst_store::Mailing;
use standfirst_types::Subscriber;

/// How to send.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    /// Also what was sent before.
    pub(crate) again: bool,
}

/// What became of one letter.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Report {
    /// To whom.
    pub(crate) email: String,
    /// `sent`, `nothing_new`, `failed`, `put_off` (for the limit), `would_send` or `written`.
    pub(crate) state: &'static str,
    /// Stories told, and stories that are links.
    pub(crate) stories: usize,
    pub(crate) links: usize,
    /// Bytes of the message, and of its HTML part as sent.
    pub(crate) bytes: usize,
    pub(crate) html_bytes: usize,
    pub(crate) subject: String,
    pub(crate) message_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fault: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<String>,
}

impl Report {
    /// A letter that is not there: nothing new, or not written for the limit.
    pub(crate) fn without(s: &Subscriber, state: &'static str) -> Self {
        Self {
            email: s.email.to_string(),
            state,
            stories: 0,
            links: 0,
            bytes: 0,
            html_bytes: 0,
            subject: String::new(),
            message_id: String::new(),
            fault: None,
            file: None,
        }
    }

    /// A letter.
    pub(crate) fn of(s: &Subscriber, letter: &Letter, state: &'static str) -> Self {
        Self {
            stories: letter.told.0,
            links: letter.told.1,
            bytes: letter.bytes.len(),
            html_bytes: letter.html_bytes,
            subject: letter.subject.clone(),
            message_id: letter.id.clone(),
            ..Self::without(s, state)
        }
    }
}

/// What became of all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// Each in its order.
    pub(crate) letters: Vec<Report>,
    /// What stopped the pass before its end.
    pub(crate) stopped: Option<String>,
}

impl Tally {
    fn count(&self, state: &str) -> usize {
        self.letters.iter().filter(|l| l.state == state).count()
    }

    /// Whether something that was to be sent was not.
    pub(crate) fn has_failed(&self) -> bool {
        self.stopped.is_some() || self.count("failed") > 0
    }

    /// In one line.
    pub(crate) fn in_words(&self) -> String {
        let mut words = format!("Mail: {} sent, {} with nothing new", self.count("sent"), self.count("nothing_new"));
        for (state, what) in [("failed", "not delivered"), ("put_off", "put off for mail.per_hour")] {
            if self.count(state) > 0 {
                words.push_str(&format!(", {} {what}", self.count(state)));
            }
        }
        match &self.stopped {
            Some(why) => format!("{words}; stopped: {why}"),
            None => format!("{words}."),
        }
    }
}

/// Sends what is new to each of these, with the hour that is dealt with by it, where it is one.
pub(crate) async fn post(
    engine: &Engine,
    office: &Office,
    editions: &mut Editions,
    work: Vec<(Subscriber, Option<Timestamp>)>,
    order: Order,
) -> Result<Tally> {
    let mailer = mailer(&engine.config)?;
    let mut line = None;
    let mut tally = Tally::default();
    let mut room = room(engine).await?;
    for (s, hour) in work {
        let told = engine.store.sent_to(s.id).await?;
        let Some(news) = editions.news(engine, &s.choices, &told, order.again).await? else {
            settle(engine, &s, hour).await?;
            tally.letters.push(Report::without(&s, "nothing_new"));
            continue;
        };
        let letter = mail::edition(&news, &office.site_of(&s), &office.sender(), &office.recipient(&s))?;
        if room == 0 {
            tally.letters.push(Report::of(&s, &letter, "put_off"));
            continue;
        }
        room -= 1;
        let edition = Some((news.edition.id, news.edition.window.to));
        let bytes = letter.bytes.len() as u64;
        let mailing = Mailing { message: letter.id.clone(), subscriber: s.id, edition, bytes };
        engine.store.begin_mailing(&mailing, engine.now()).await?;
        let fault = match hand_over(&mailer, &mut line, office.from(), s.email.as_str(), &letter.bytes).await {
            Ok(()) => {
                engine.store.end_mailing(&mailing, &tells(&news), engine.now()).await?;
                settle(engine, &s, hour).await?;
                fault::clear(engine).await?;
                tally.letters.push(Report::of(&s, &letter, "sent"));
                continue;
            }
            Err(fault) => fault,
        };
        let report = Report { fault: Some(fault.message.clone()), ..Report::of(&s, &letter, "failed") };
        tally.letters.push(report);
        failed(engine, &s, hour, &mailing, &fault).await?;
        if matches!(fault.whose, Whose::Server | Whose::Setting) {
            tally.stopped = Some(fault.message);
            break;
        }
    }
    if let Some(line) = line {
        line.close().await;
    }
    Ok(tally)
}

/// Mails that may still go out in this hour.
pub(super) async fn room(engine: &Engine) -> Result<u32> {
    let most = match engine.config.mail.per_hour {
        0 => return Ok(u32::MAX),
        most => most,
    };
    let since = engine.now().checked_sub(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MIN);
    Ok(most.saturating_sub(engine.store.mailings_since(since).await?))
}

async fn settle(engine: &Engine, s: &Subscriber, hour: Option<Timestamp>) -> Result<()> {
    match hour {
        Some(hour) => Ok(engine.store.note_hour(s.id, hour).await?),
        None => Ok(()),
    }
}

/// Hands one message to the server, over the line that is open or a new one. A line that was quietly closed since the last
/// message is opened once more.
pub(super) async fn hand_over<'m>(
    mailer: &'m Mailer,
    line: &mut Option<PostLine<'m>>,
    from: &str,
    to: &str,
    message: &[u8],
) -> Result<(), MailError> {
    if let Some(mut open) = line.take() {
        match open.send(from, to, message).await {
            Err(e) if e.whose == Whose::Server && e.passing && !e.uncertain => {}
            Err(e) if e.whose == Whose::Server => return Err(e),
            done => {
                *line = Some(open);
                return done;
            }
        }
    }
    let mut fresh = mailer.open().await?;
    let done = fresh.send(from, to, message).await;
    if !matches!(&done, Err(e) if e.whose == Whose::Server) {
        *line = Some(fresh);
    }
    done
}

/// Notes a fault where it belongs. What the server refused before it had all of it is as if it had not been begun; where the
/// connection broke after that, nobody knows, and the mail is sent again.
async fn failed(
    engine: &Engine,
    s: &Subscriber,
    hour: Option<Timestamp>,
    mailing: &Mailing,
    fault: &MailError,
) -> Result<()> {
    let (store, now) = (&engine.store, engine.now());
    if !fault.uncertain {
        store.drop_mailing(mailing).await?;
    }
    match (fault.whose, fault.passing) {
        (Whose::Server | Whose::Setting, _) => fault::note(engine, &fault.message).await,
        (_, true) => Ok(store.note_fault(s.id, &fault.message, Some(fault::later(now, s.faults)), None).await?),
        (Whose::Mailbox, false) => {
            let bounce = Some((engine.config.mail.bounces.max(1), now));
            store.note_fault(s.id, &fault.message, None, bounce).await?;
            settle(engine, s, hour).await
        }
        (Whose::Message, false) => {
            store.note_fault(s.id, &fault.message, None, None).await?;
            settle(engine, s, hour).await
        }
    }
}

//! Webhooks: what is told to the addresses that the user names, when, and what comes of it.
//!
//! A step that makes a brief or an edition hands over a row for each hook that wants to hear of it ([`of_brief`],
//! [`of_edition`]); the row is committed with it. Afterwards it is sent ([`deliver`]), beside the rounds and not as one of their
//! jobs, so that no receiver can hold up an edition. It is sent until the receiver takes it: at least once, and under the same
//! id, by which the receiver can tell what it has had. Sending keeps the wall clock, whatever the engine's clock says.

use crate::{engine::Engine, worker};
use anyhow::{Context, Result, bail};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use standfirst_collect::{HookClient, HookConfig, HookSecret, Message};
use standfirst_store::{Change, Delivery, DeliveryState, NewDelivery};
use standfirst_types::{Brief, BriefId, EditionId, EditionStory, Matter, Published, Tells, search::Query, span::hex};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::{task::JoinSet, time::Instant};

/// The event of an edition.
const EDITION: &str = "edition.published";
/// Deliveries looked at in one pass.
const PASS: u32 = 500;
/// How long a command that ends waits for receivers; the rest is sent by the next.
pub(crate) const AT_MOST: Duration = Duration::from_secs(60);
/// Seconds between two looks for what is due.
const LOOK_S: u64 = 5;
/// Days after which a delivery that waits no more is forgotten.
const KEEP_DAYS: i64 = 30;
/// Hours within which an edition is news.
const NEWS_HOURS: u32 = 24;

/// What a brief's revision has to tell, to whom.
pub(crate) fn of_brief(engine: &Engine, brief: &Brief) -> Vec<Change> {
    let event = match brief.tells() {
        Some(Tells::New) => "story.new",
        Some(Tells::Update) => "story.updated",
        Some(Tells::Correction) => "story.corrected",
        None => return vec![],
    };
    told(engine, event, brief.frame().id.as_str(), engine.now())
}

/// What a finished edition has to tell, to whom. An edition that is composed anew until its set time is not finished.
pub(crate) fn of_edition(engine: &Engine, id: EditionId, cut_off: Timestamp) -> Vec<Change> {
    if coming(engine) == Some(id) { vec![] } else { told(engine, EDITION, id.as_str(), cut_off) }
}

/// The edition that grows now, until its set time.
fn coming(engine: &Engine) -> Option<EditionId> {
    let (times, zone) = (engine.config.times().ok()?, engine.config.zone().ok()?);
    worker::next_edition(engine.now(), &times, &zone).map(worker::edition_id)
}

fn told(engine: &Engine, event: &str, subject: &str, made: Timestamp) -> Vec<Change> {
    let hooks = engine.config.webhooks.iter().filter(|h| h.wants(event));
    let row = |hook: &HookConfig| NewDelivery {
        id: id_of(&hook.url, event, subject),
        hook: hook.url.clone(),
        event: event.into(),
        subject: subject.into(),
        made,
    };
    hooks.map(|hook| Change::Tell(row(hook))).collect()
}

/// The same to the same hook is the same message.
pub(crate) fn id_of(hook: &str, event: &str, subject: &str) -> String {
    format!("msg_{}", hex(format!("{hook}\n{event}\n{subject}").as_bytes(), 16))
}

/// Sends what is due for ever; nothing at all where no hook is named.
pub(crate) async fn keep_delivering(engine: &Engine) -> Result<()> {
    if engine.config.webhooks.is_empty() {
        return std::future::pending().await;
    }
    loop {
        announce(engine).await?;
        pass(engine).await?;
        let before = Timestamp::now().checked_sub(SignedDuration::from_hours(24 * KEEP_DAYS))?;
        engine.store.forget_deliveries(before).await?;
        tokio::time::sleep(Duration::from_secs(LOOK_S)).await;
    }
}

/// Tells of the last edition that is finished: it was composed before its set time, and nobody has composed it since.
async fn announce(engine: &Engine) -> Result<()> {
    let Some(mut edition) = engine.store.latest_edition(None).await? else { return Ok(()) };
    if coming(engine) == Some(edition.id) {
        match engine.store.latest_edition(Some((edition.id, edition.window.to))).await? {
            Some(before) => edition = before,
            None => return Ok(()),
        }
    }
    if edition.window.to > engine.ago(NEWS_HOURS) {
        engine.store.keep(&told(engine, EDITION, edition.id.as_str(), edition.window.to)).await?;
    }
    Ok(())
}

/// Sends what is due, pass by pass, until nothing is or the time is up. Returns how many messages were sent.
pub(crate) async fn deliver(engine: &Engine, within: Duration) -> Result<usize> {
    if engine.config.webhooks.is_empty() {
        return Ok(0);
    }
    let end = Instant::now() + within;
    let mut sent = 0;
    loop {
        let done = pass(engine).await?;
        sent += done.sent;
        if done.tried == 0 || Instant::now() >= end {
            return Ok(sent);
        }
    }
}

/// What a pass did.
#[derive(Default)]
struct Pass {
    tried: usize,
    sent: usize,
}

/// One look at what is due: hooks side by side, of each hook one message after the other until one fails.
async fn pass(engine: &Engine) -> Result<Pass> {
    let due = engine.store.due_deliveries(Timestamp::now(), PASS).await?;
    if due.is_empty() {
        return Ok(Pass::default());
    }
    let client = Arc::new(HookClient::new()?);
    let mut by_hook: BTreeMap<String, Vec<Delivery>> = BTreeMap::new();
    due.into_iter().for_each(|d| by_hook.entry(d.hook.clone()).or_default().push(d));
    let mut running = JoinSet::new();
    for (_, deliveries) in by_hook {
        let (engine, client) = (engine.clone(), client.clone());
        running.spawn(async move { of_hook(&engine, &client, deliveries).await });
    }
    let mut all = Pass::default();
    while let Some(done) = running.join_next().await {
        let done = done??;
        all.tried += done.tried;
        all.sent += done.sent;
    }
    Ok(all)
}

async fn of_hook(engine: &Engine, client: &HookClient, deliveries: Vec<Delivery>) -> Result<Pass> {
    let mut pass = Pass::default();
    for mut delivery in deliveries {
        pass.tried += 1;
        attempt(engine, client, &mut delivery).await?;
        engine.store.note_delivery(&delivery).await?;
        match delivery.state {
            DeliveryState::Sent => pass.sent += 1,
            DeliveryState::Skipped => {}
            // The others can wait until this one is taken, or its turn is over.
            DeliveryState::Waiting | DeliveryState::Failed => break,
        }
    }
    Ok(pass)
}

/// Sends one message, once, and notes in `d` what came of it. A fault of the world is no error.
pub(crate) async fn attempt(engine: &Engine, client: &HookClient, d: &mut Delivery) -> Result<()> {
    let give_up = |d: &mut Delivery, why: String| {
        (d.state, d.note) = (DeliveryState::Failed, Some(why));
    };
    let Some(hook) = engine.config.webhooks.iter().find(|h| h.url == d.hook) else {
        give_up(d, "this webhook is no longer in the configuration".into());
        return Ok(());
    };
    let body = match payload(engine, hook, d).await? {
        Ok(Some(body)) => body,
        Ok(None) => {
            d.state = DeliveryState::Skipped;
            return Ok(());
        }
        Err(why) => {
            give_up(d, why);
            return Ok(());
        }
    };
    let now = Timestamp::now();
    (d.tries, d.tried) = (d.tries + 1, Some(now));
    let sent = match secret(engine, hook) {
        Ok(secret) => client.post(hook, &secret, Message { id: &d.id, at: now, body: &body }).await,
        Err(e) => Err(standfirst_collect::HookError { message: format!("{e:#}"), retry_after: None, permanent: false }),
    };
    match sent {
        Ok(_) => (d.state, d.note) = (DeliveryState::Sent, None),
        Err(e) if e.permanent || d.tries >= hook.tries => {
            give_up(d, format!("given up after {} tries: {}", d.tries, e.message));
        }
        Err(e) => {
            let wait = e.retry_after.unwrap_or(0).max(hook.pause_s(d.tries));
            d.due = now.checked_add(SignedDuration::from_secs(i64::try_from(wait)?))?;
            d.note = Some(e.message);
        }
    }
    if let Some(note) = &d.note {
        tracing::warn!("webhook message {}: {note}", d.id);
    }
    Ok(())
}

/// The secret of a hook.
pub(crate) fn secret(engine: &Engine, hook: &HookConfig) -> Result<HookSecret> {
    let (text, place) = if hook.secret_file.is_empty() {
        let text = std::env::var(&hook.secret_env);
        (
            text.with_context(|| format!("{} is not set; it is to hold the secret of {}", hook.secret_env, hook.url))?,
            &hook.secret_env,
        )
    } else {
        // Beside the data file, where it is no full path.
        let file = engine.store.path().with_file_name(&hook.secret_file);
        let text = std::fs::read_to_string(&file);
        (
            text.with_context(|| format!("cannot read the secret of {} from {}", hook.url, file.display()))?,
            &hook.secret_file,
        )
    };
    match HookSecret::parse(&text) {
        Ok(secret) => Ok(secret),
        Err(why) => bail!("the secret in {place} {why}; `standfirst webhooks secret` makes one"),
    }
}

/// What is told; `None` where the hook's sections and query do not find the story. In the inner result, why it can be told no
/// more.
async fn payload(engine: &Engine, hook: &HookConfig, d: &Delivery) -> Result<Result<Option<Vec<u8>>, String>> {
    let data = if d.event == EDITION {
        let Ok(id) = d.subject.parse::<EditionId>() else { return Ok(Err("what it tells of has no id".into())) };
        match engine.store.published(id).await? {
            Some(published) => edition(engine, &published),
            None => return Ok(Err("the edition is no longer there".into())),
        }
    } else {
        let Ok(id) = d.subject.parse::<BriefId>() else { return Ok(Err("what it tells of has no id".into())) };
        match engine.store.brief(id).await {
            Ok(Some((brief, _))) if !wanted(engine, hook, &brief).await? => return Ok(Ok(None)),
            Ok(Some((brief, originals))) => story(engine, brief, originals),
            Ok(None) => return Ok(Err("the brief is no longer there".into())),
            Err(standfirst_store::BriefError::Store(e)) => return Err(e.into()),
            Err(broken) => return Ok(Err(broken.to_string())),
        }
    };
    let body = json!({ "type": d.event, "timestamp": d.made, "data": data });
    Ok(Ok(Some(body.to_string().into_bytes())))
}

/// Whether the story is not muted, and the hook's sections and query find it; without any, all are found.
async fn wanted(engine: &Engine, hook: &HookConfig, brief: &Brief) -> Result<bool> {
    if engine.store.decisions().await?.is_muted(&Matter::Story(brief.story())) {
        return Ok(false);
    }
    if hook.sections.is_empty() && hook.query.is_empty() {
        return Ok(true);
    }
    let mut sections = engine.config.sections();
    sections.extend(engine.store.searches().await?);
    let queries = sections.into_iter().filter(|s| hook.sections.contains(&s.name)).map(|s| s.query);
    for query in queries.chain(Some(hook.query.clone()).filter(|q| !q.is_empty())) {
        if !engine.store.finds(&Query::parse(&query), &[brief.story()]).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn story(engine: &Engine, brief: Brief, originals: Vec<standfirst_types::Article>) -> Value {
    let (id, headline) = (brief.story(), brief.headline().text.clone());
    let entry = EditionStory::alone(id, brief.frame().id);
    let published = crate::commands::library::alone(brief, originals, entry);
    let mut data = standfirst_publish::json::story(&published, id, false).unwrap_or_default();
    if let Some(fields) = data.as_object_mut() {
        fields.insert("story".into(), json!(id));
        fields.insert("headline".into(), headline.into());
        fields.insert("url".into(), engine.page(&format!("s/{id}")).into());
    }
    data
}

fn edition(engine: &Engine, published: &Published) -> Value {
    let stories = published.briefs.iter().map(|b| {
        json!({
            "story": b.story(), "brief": b.frame().id, "headline": b.headline().text,
            "tldr": b.tldr().iter().map(|s| &s.text).collect::<Vec<_>>(), "url": engine.page(&format!("s/{}", b.story())),
        })
    });
    let e = &published.edition;
    json!({
        "edition": e.id, "window": e.window, "created": e.created, "url": engine.page(&format!("e/{}", e.id)),
        "stories": stories.collect::<Vec<_>>(),
    })
}

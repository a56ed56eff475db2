//! `webhooks`: what was told to the user's webhooks and what came of it; a message to try one; what failed sent again.

use super::{Exit, engine, existing, print, print_json};
use crate::{
    cli::{Common, WebhooksWhat},
    engine::Engine,
    hooks,
};
use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use serde_json::json;
use standfirst_collect::{HookClient, HookConfig, HookSecret, Message};
use standfirst_store::{Delivery, DeliveryState};

/// Messages that are listed.
const LISTED: u32 = 50;

pub(crate) async fn run(common: &Common, what: WebhooksWhat) -> Result<Exit> {
    match what {
        WebhooksWhat::List { state, json } => list(common, state, json).await,
        WebhooksWhat::Test { url, json } => test(common, &url, json).await,
        WebhooksWhat::Redeliver { id, json } => redeliver(common, &id, json).await,
        WebhooksWhat::Secret => {
            let mut bytes = [0u8; 32];
            getrandom::fill(&mut bytes).map_err(|e| anyhow::anyhow!("this system gives no random numbers: {e}"))?;
            print(&HookSecret::write(&bytes))?;
            Ok(Exit::Fine)
        }
    }
}

async fn list(common: &Common, state: Option<DeliveryState>, json: bool) -> Result<Exit> {
    let engine = existing(common).await?;
    let all = engine.store.deliveries(state, "", LISTED).await?;
    let hooks = &engine.config.webhooks;
    if json {
        let hooks: Vec<_> = hooks.iter().map(|h| json!({ "url": h.url, "events": h.events })).collect();
        print_json(&json!({ "webhooks": hooks, "messages": all }))?;
        return Ok(Exit::Fine);
    }
    for hook in hooks {
        let events = if hook.events.is_empty() { "everything".into() } else { hook.events.join(", ") };
        print(&format!("{}: is told {events}", hook.url))?;
    }
    if hooks.is_empty() {
        print("No webhook. [[webhooks]] in the configuration names one: url and secret_file.")?;
    }
    if all.is_empty() {
        print("No message yet.")?;
    }
    all.iter().try_for_each(|d| print(&line(d)))?;
    Ok(Exit::Fine)
}

fn line(d: &Delivery) -> String {
    let tries = match d.tries {
        0 => String::new(),
        1 => ", 1 try".into(),
        n => format!(", {n} tries"),
    };
    let next =
        if d.state == DeliveryState::Waiting && d.tries > 0 { format!(", next at {}", d.due) } else { String::new() };
    let note = d.note.as_deref().map(|n| format!("\n    {n}")).unwrap_or_default();
    format!("{}  {} {} to {}, {}{tries}{next}{note}", d.id, d.event, d.subject, d.hook, d.state)
}

/// The webhook of an address, or the only one whose address begins so.
fn hook<'e>(engine: &'e Engine, url: &str) -> Result<&'e HookConfig> {
    let hooks = &engine.config.webhooks;
    let mut found = hooks.iter().filter(|h| h.url == url).chain(hooks.iter().filter(|h| h.url.starts_with(url)));
    found.next().with_context(|| {
        let all: Vec<&str> = hooks.iter().map(|h| h.url.as_str()).collect();
        format!("there is no webhook {url} in the configuration; there are: {}", all.join(", "))
    })
}

async fn test(common: &Common, url: &str, as_json: bool) -> Result<Exit> {
    let engine = engine(common).await?;
    let hook = hook(&engine, url)?;
    let (secret, now) = (hooks::secret(&engine, hook)?, Timestamp::now());
    let id = hooks::id_of(&hook.url, "test", &now.to_string());
    let body =
        json!({ "type": "test", "timestamp": now, "data": { "from": "Standfirst", "site": engine.config.site.title } });
    let body = body.to_string();
    let sent = HookClient::new()?.post(hook, &secret, Message { id: &id, at: now, body: body.as_bytes() }).await;
    let (fine, said) = match sent {
        Ok(status) => (true, format!("{}: took the message {id} ({status})", hook.url)),
        Err(e) => (false, e.message),
    };
    if as_json {
        print_json(&json!({ "id": id, "taken": fine, "detail": said }))?;
    } else if fine {
        print(&said)?;
    } else {
        eprintln!("standfirst: {said}");
    }
    Ok(if fine { Exit::Fine } else { Exit::Error })
}

async fn redeliver(common: &Common, start: &str, as_json: bool) -> Result<Exit> {
    let engine = existing(common).await?;
    let found = engine.store.deliveries(None, start, 2).await?;
    let mut delivery = match found.as_slice() {
        [one] => one.clone(),
        [] => bail!("there is no message {start}; `standfirst webhooks list` names them"),
        _ => bail!("several messages begin with {start}; give more of the id"),
    };
    (delivery.state, delivery.due, delivery.tries, delivery.note) =
        (DeliveryState::Waiting, Timestamp::UNIX_EPOCH, 0, None);
    // Whoever works on the data folder sends; else it is sent from here.
    match engine.store.lock_for_work() {
        Ok(_lock) => hooks::attempt(&engine, &HookClient::new()?, &mut delivery).await?,
        Err(_) => eprintln!("standfirst: it is sent by the process that works on this data folder"),
    }
    engine.store.note_delivery(&delivery).await?;
    if as_json {
        print_json(&delivery)?;
    } else {
        print(&line(&delivery))?;
    }
    let failed = delivery.tries > 0 && matches!(delivery.state, DeliveryState::Waiting | DeliveryState::Failed);
    Ok(if failed { Exit::Error } else { Exit::Fine })
}

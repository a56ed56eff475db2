//! Hubs: where the page can be reached from outside, hubs are asked to tell of changes (WebSub), and what they tell is a reason
//! to ask the feed itself, never the news.

use crate::{engine::Engine, step::check_job};
use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use standfirst_collect::websub::{Hub, Intent, Mode, is_genuine, request_body, verify_intent};
use standfirst_publish::server::HubCall;
use standfirst_store::Subscription;
use standfirst_types::{Feed, FeedId};

/// How long a subscription is asked for, in seconds.
const LEASE_S: u32 = 10 * 24 * 3600;
/// Hours before its end at which a subscription is asked for again, and between two tries.
const RENEW_HOURS: i64 = 24;
/// Seconds between two checks of a feed, however often its hub calls.
const PAUSE_S: i64 = 60;

/// Asks the hubs of feeds that have no subscription, or one that ends soon. Nothing is asked where the page has no public
/// address. Returns how many were asked.
pub(crate) async fn renew(engine: &Engine) -> Result<usize> {
    let base = engine.config.site.base_url.trim_end_matches('/');
    if base.is_empty() {
        return Ok(0);
    }
    let mut asked = 0;
    for feed in engine.store.feeds().await? {
        let Some((hub, topic)) = feed.hub.clone() else { continue };
        if is_fresh(engine.store.subscription(feed.id).await?.as_ref(), &hub, engine.now()) {
            continue;
        }
        let s = Subscription { feed: feed.id, hub, topic, secret: secret()?, asked: engine.now(), until: None };
        engine.store.keep_subscription(&s).await?;
        let to = Hub { hub: s.hub.clone(), topic: s.topic.clone() };
        let body =
            request_body(Mode::Subscribe, &to, &format!("{base}/websub/{}", feed.id), Some(&s.secret), Some(LEASE_S));
        match engine.fetcher.post_form(&s.hub, body).await {
            Ok(status) if (200..300).contains(&status) => asked += 1,
            Ok(status) => tracing::warn!(
                "hub {} answered {status} about {}; the feed is asked at its usual times",
                s.hub,
                feed.url
            ),
            Err(e) => tracing::warn!("{e}; the feed is asked at its usual times"),
        }
    }
    Ok(asked)
}

/// Whether a subscription needs nothing now: it lasts, or its hub was asked not long ago.
fn is_fresh(s: Option<&Subscription>, hub: &str, now: Timestamp) -> bool {
    let soon = now.checked_add(SignedDuration::from_hours(RENEW_HOURS)).unwrap_or(Timestamp::MAX);
    s.is_some_and(|s| {
        let lately = now.duration_since(s.asked) < SignedDuration::from_hours(RENEW_HOURS);
        s.hub == hub && (s.until.is_some_and(|until| until > soon) || lately)
    })
}

fn secret() -> Result<String> {
    let mut bytes = [0u8; 20];
    getrandom::fill(&mut bytes).map_err(|e| anyhow::anyhow!("this system gives no random numbers: {e}"))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

/// A hub's call about a feed: its answer, or `None` when nobody asked for this.
pub(crate) async fn called(engine: &Engine, id: FeedId, call: HubCall) -> Result<Option<String>> {
    let (Some(mut s), Some(feed)) = (engine.store.subscription(id).await?, engine.store.feed(id).await?) else {
        return Ok(None);
    };
    match call {
        HubCall::Intent(query) => match verify_intent(&query, Mode::Subscribe, &s.topic) {
            Intent::Confirm { challenge, lease_s } => {
                let lease = SignedDuration::from_secs(i64::from(lease_s.unwrap_or(LEASE_S)));
                s.until = Some(engine.now().checked_add(lease)?);
                engine.store.keep_subscription(&s).await?;
                Ok(Some(challenge))
            }
            Intent::Denied { reason } => {
                tracing::warn!("hub {} will not tell of {}: {}", s.hub, feed.url, reason.unwrap_or_default());
                Ok(Some(String::new()))
            }
            Intent::Unknown => Ok(None),
        },
        HubCall::Delivery { signature, body } => {
            // A secret goes to hubs over https only; what another hub says is taken as a hint all the same.
            let signed = s.hub.starts_with("https:");
            if s.until.is_none() || signed && !is_genuine(signature.as_deref(), &s.secret, &body) {
                return Ok(Some(String::new())); // WebSub, 7.1: acknowledged and ignored
            }
            check_soon(engine, &feed).await?;
            Ok(Some(String::new()))
        }
    }
}

/// Asks the feed at once, but not more than once a minute.
async fn check_soon(engine: &Engine, feed: &Feed) -> Result<()> {
    let mut job = check_job(engine, feed);
    if let Some(last) = feed.health.checked {
        job.due = job.due.max(last.checked_add(SignedDuration::from_secs(PAUSE_S))?);
    }
    Ok(engine.store.enqueue(&[job]).await?)
}

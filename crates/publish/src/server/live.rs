//! Live: what changes, told to pages that are open (server-sent events, HTML Standard 9.2).
//!
//! One task looks at the library once a second while anybody listens and puts what is new on one channel; a listener that
//! cannot keep up misses the oldest and is told the newest. Events say what has changed, never its text: a page asks for that.

use super::{Library, Open, Shop, respond::Miss, visit::Visit};
use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use standfirst_types::{BriefId, StoryId};
use std::{
    collections::BTreeMap,
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::broadcast::{self, error::RecvError};

/// Most listeners at once.
const LISTENERS: usize = 2000;
/// Events that wait for a slow listener.
const WAITING: usize = 256;
/// Between two looks at the library.
const LOOK: Duration = Duration::from_secs(1);
/// After which a listener that was told nothing is told that the line is open, so that proxies keep it.
const BEAT: Duration = Duration::from_secs(25);

/// The channel.
pub(super) struct Live {
    channel: broadcast::Sender<Bytes>,
    looking: AtomicBool,
}

impl Default for Live {
    fn default() -> Self {
        Self { channel: broadcast::channel(WAITING).0, looking: AtomicBool::new(false) }
    }
}

impl Live {
    /// Tells everybody who listens. `data` is JSON, so it has no line breaks.
    pub(super) fn tell(&self, event: &str, data: &serde_json::Value) {
        let _nobody_listens = self.channel.send(format!("event: {event}\ndata: {data}\n\n").into());
    }
}

pub(super) async fn events<L: Library>(State(shop): Open<L>, visit: Visit) -> Response {
    if shop.live.channel.receiver_count() >= LISTENERS {
        let what = format!("{LISTENERS} pages listen already.");
        return Miss::Unfit(visit.site, StatusCode::SERVICE_UNAVAILABLE, "Too many listen".into(), what)
            .into_response();
    }
    let listener = shop.live.channel.subscribe();
    if !shop.live.looking.swap(true, Ordering::AcqRel) {
        tokio::spawn(look(shop.clone()));
    }
    let hello = Bytes::from_static(b"retry: 5000\n\n");
    let stream = stream::unfold((listener, Some(hello)), |(mut listener, hello)| async move {
        let piece = match hello {
            Some(hello) => hello,
            None => next(&mut listener).await?,
        };
        Some((Ok::<_, Infallible>(piece), (listener, None)))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    (headers, Body::from_stream(stream)).into_response()
}

/// What there is to tell, all that waits at once; a beat when there is nothing for a while.
async fn next(listener: &mut broadcast::Receiver<Bytes>) -> Option<Bytes> {
    let first = match tokio::time::timeout(BEAT, listener.recv()).await {
        Err(_) => return Some(Bytes::from_static(b": here\n\n")),
        Ok(Ok(event)) => event,
        Ok(Err(RecvError::Lagged(_))) => Bytes::new(),
        Ok(Err(RecvError::Closed)) => return None,
    };
    let Ok(second) = listener.try_recv() else { return Some(first) };
    let mut all = first.to_vec();
    all.extend_from_slice(&second);
    while let Ok(event) = listener.try_recv() {
        all.extend_from_slice(&event);
    }
    Some(all.into())
}

/// Looks at the library while anybody listens.
async fn look<L: Library>(shop: Arc<Shop<L>>) {
    let (mut known, mut clock) = (None::<Seen>, tokio::time::interval(LOOK));
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while shop.live.channel.receiver_count() > 0 {
        clock.tick().await;
        if let Some(seen) = changed(&shop, known.as_ref()).await {
            if let Some(before) = &known {
                tell(&shop.live, before, &seen);
            }
            known = Some(seen);
        }
    }
    shop.live.looking.store(false, Ordering::Release);
}

/// What of the library a page may show.
struct Seen {
    generation: u64,
    edition: Option<(String, String)>,
    briefs: BTreeMap<StoryId, BriefId>,
}

/// What is there now, where the library has changed since.
async fn changed<L: Library>(shop: &Shop<L>, before: Option<&Seen>) -> Option<Seen> {
    let generation = shop.pulse().await.ok()?.generation;
    if before.is_some_and(|b| b.generation == generation) {
        return None;
    }
    let latest = shop.library.latest().await.ok()?;
    Some(Seen {
        generation,
        edition: latest.as_ref().map(|p| (p.edition.id.to_string(), p.edition.created.to_string())),
        briefs: latest.iter().flat_map(|p| &p.edition.stories).map(|s| (s.story, s.brief)).collect(),
    })
}

fn tell(live: &Live, before: &Seen, now: &Seen) {
    for (story, brief) in now.briefs.iter().filter(|(story, brief)| before.briefs.get(story) != Some(brief)) {
        live.tell("story", &serde_json::json!({ "id": story, "brief": brief }));
    }
    if let Some((id, created)) = now.edition.as_ref().filter(|e| Some(*e) != before.edition.as_ref()) {
        live.tell("edition", &serde_json::json!({ "id": id, "created": created, "stories": now.briefs.len() }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_waits_is_told_at_once() {
        let live = Live::default();
        let mut listener = live.channel.subscribe();
        for n in 0..3 {
            live.tell("story", &serde_json::json!({ "n": n }));
        }
        let told = next(&mut listener).await.unwrap();
        assert_eq!(
            told,
            "event: story\ndata: {\"n\":0}\n\nevent: story\ndata: {\"n\":1}\n\nevent: story\ndata: {\"n\":2}\n\n"
        );
        for n in 0..2 * WAITING {
            live.tell("story", &serde_json::json!({ "n": n }));
        }
        let told = next(&mut listener).await.unwrap();
        assert!(String::from_utf8_lossy(&told).ends_with("{\"n\":511}\n\n"), "one that lags gets the newest");
    }
}

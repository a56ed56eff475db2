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
    collections::{BTreeMap, VecDeque},
    convert::Infallible,
    sync::{
        Arc, Mutex, PoisonError,
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

/// Events remembered, for those who come back.
const PAST: usize = 512;

/// The channel, and what was told on it.
pub(super) struct Live {
    channel: broadcast::Sender<Bytes>,
    looking: AtomicBool,
    past: Mutex<Past>,
    seen: tokio::sync::Mutex<Option<Seen>>,
}

/// What was told, oldest first.
struct Past {
    /// Tells this run of the server from the one before.
    run: String,
    /// Events told so far.
    count: u64,
    told: VecDeque<Told>,
}

/// One event.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// Its id: the run and a number.
    pub(super) id: String,
    /// `story` or `edition`.
    pub(super) event: &'static str,
    /// What it tells.
    pub(super) data: serde_json::Value,
}

impl Told {
    fn wire(&self) -> Bytes {
        format!("id: {}\nevent: {}\ndata: {}\n\n", self.id, self.event, self.data).into()
    }
}

/// What was told since an event.
#[derive(Debug, Default)]
pub(super) struct Since {
    /// The events, oldest first.
    pub(super) told: Vec<Told>,
    /// The id to go on from.
    pub(super) next: String,
    /// Whether some may be missing.
    pub(super) reset: bool,
}

impl Default for Live {
    fn default() -> Self {
        let run = super::access::new_secret().unwrap_or_default().chars().take(8).collect::<String>();
        let past = Past { run: format!("{run:0>8}"), count: 0, told: VecDeque::new() };
        let (looking, seen) = (AtomicBool::new(false), <_>::default());
        Self { channel: broadcast::channel(WAITING).0, looking, past: Mutex::new(past), seen }
    }
}

impl Live {
    /// Tells everybody who listens. `data` is JSON, so it has no line breaks.
    pub(super) fn tell(&self, event: &'static str, data: &serde_json::Value) {
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        past.count += 1;
        let told = Told { id: format!("{}-{}", past.run, past.count), event, data: data.clone() };
        let _nobody_listens = self.channel.send(told.wire());
        past.told.push_back(told);
        if past.told.len() > PAST {
            past.told.pop_front();
        }
    }

    /// What was told after `id`; of one that is not known, or no longer, all that is, with a word.
    fn since(&self, id: Option<&str>) -> (Since, broadcast::Receiver<Bytes>) {
        let past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let next = format!("{}-{}", past.run, past.count);
        let number = id.and_then(|id| id.strip_prefix(&past.run)?.strip_prefix('-')?.parse::<u64>().ok());
        let first = past.count - past.told.len() as u64;
        let known = number.filter(|n| (first..=past.count).contains(n));
        let skip = known.map_or(0, |n| (n - first) as usize);
        let told = past.told.iter().skip(skip).cloned().collect();
        (Since { told, next, reset: id.is_some() && known.is_none() }, self.channel.subscribe())
    }
}

/// Whether a request is for a line that stays open.
pub(super) fn stays_open(request: &axum::extract::Request) -> bool {
    match request.uri().path() {
        "/events" => true,
        "/api/events" => super::api::streams(request.headers()),
        _ => false,
    }
}

pub(super) async fn events<L: Library>(State(shop): Open<L>, visit: Visit) -> Response {
    stream(shop, visit).await
}

/// What was told since an event, for whoever asks now and then.
pub(super) async fn since<L: Library>(shop: &Shop<L>, id: Option<&str>) -> Since {
    look_once(shop).await;
    shop.live.since(id).0
}

/// The line: first what was missed since `Last-Event-ID`, then what comes.
pub(super) async fn stream<L: Library>(shop: Arc<Shop<L>>, visit: Visit) -> Response {
    if shop.live.channel.receiver_count() >= LISTENERS {
        let what = format!("{LISTENERS} pages listen already.");
        return Miss::Unfit(visit.site, StatusCode::SERVICE_UNAVAILABLE, "Too many listen".into(), what)
            .into_response();
    }
    look_once(&shop).await;
    let last = visit.asked.get("last-event-id").and_then(|v| v.to_str().ok());
    let (missed, listener) = shop.live.since(last);
    if !shop.live.looking.swap(true, Ordering::AcqRel) {
        tokio::spawn(look(shop.clone()));
    }
    let mut hello = b"retry: 5000\n\n".to_vec();
    if missed.reset {
        hello.extend_from_slice(format!("id: {}\nevent: reset\ndata: {{}}\n\n", missed.next).as_bytes());
    } else if last.is_some() {
        missed.told.iter().for_each(|t| hello.extend_from_slice(&t.wire()));
    }
    let stream = stream::unfold((listener, Some(Bytes::from(hello))), |(mut listener, hello)| async move {
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
    let mut clock = tokio::time::interval(LOOK);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while shop.live.channel.receiver_count() > 0 {
        clock.tick().await;
        look_once(&shop).await;
    }
    shop.live.looking.store(false, Ordering::Release);
}

/// Looks whether anything has changed since the last look, and tells it. The first look tells nothing.
async fn look_once<L: Library>(shop: &Shop<L>) {
    let mut known = shop.live.seen.lock().await;
    if let Some(seen) = changed(shop, known.as_ref()).await {
        if let Some(before) = &*known {
            tell(&shop.live, before, &seen);
        }
        *known = Some(seen);
    }
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
        let run = live.past.lock().unwrap().run.clone();
        let event = |n: u64| format!("id: {run}-{}\nevent: story\ndata: {{\"n\":{n}}}\n\n", n + 1);
        assert_eq!(told, (0..3).map(event).collect::<String>());
        for n in 0..2 * WAITING {
            live.tell("story", &serde_json::json!({ "n": n }));
        }
        let told = next(&mut listener).await.unwrap();
        assert!(String::from_utf8_lossy(&told).ends_with("{\"n\":511}\n\n"), "one that lags gets the newest");
    }

    #[test]
    fn who_comes_back_is_told_what_was_missed() {
        let live = Live::default();
        let run = live.past.lock().unwrap().run.clone();
        let check = |id: Option<&str>, told: usize, reset: bool| {
            let (since, _) = live.since(id);
            assert_eq!((since.told.len(), since.reset), (told, reset), "{id:?}");
        };
        check(None, 0, false);
        check(Some(&format!("{run}-0")), 0, false);
        for n in 0..3 {
            live.tell("story", &serde_json::json!({ "n": n }));
        }
        check(Some(&format!("{run}-0")), 3, false);
        check(Some(&format!("{run}-2")), 1, false);
        check(Some(&format!("{run}-3")), 0, false);
        check(Some(&format!("{run}-4")), 3, true);
        check(Some("00000000-1"), 3, true);
        for n in 0..PAST {
            live.tell("story", &serde_json::json!({ "n": n }));
        }
        check(Some(&format!("{run}-1")), PAST, true);
        check(Some(&format!("{run}-3")), PAST, false);
    }
}

//! The fake web: one loopback server that asks a [`World`] for every reply, counts what was asked, and sends faults as real
//! networks do.

use std::{
    collections::BTreeMap,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use futures_util::{StreamExt, stream};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::world::{Fault, Reply, World};

/// A running fake web. Dropping it stops it.
#[derive(Debug)]
pub struct FakeWeb {
    address: SocketAddr,
    hits: Arc<Hits>,
    task: JoinHandle<()>,
}

/// How often each (host, path) was asked for.
type Hits = Mutex<BTreeMap<(String, String), u64>>;

impl FakeWeb {
    /// Serves `world` on `listener` until the value is dropped. Fails where the listener has no local address.
    pub async fn serve(listener: TcpListener, world: Arc<dyn World>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let hits = Arc::new(Hits::default());
        let router = Router::new().fallback(answer).with_state(Shared { world, hits: Arc::clone(&hits) });
        // Serving ends only when the task is aborted, so there is no result to keep.
        let task = tokio::spawn(async move { drop(axum::serve(listener, router).await) });
        Ok(FakeWeb { address, hits, task })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How often `path` was asked for on `host` (without the port), faults included.
    #[must_use]
    pub fn hits(&self, host: &str, path: &str) -> u64 {
        let hits = self.hits.lock().unwrap_or_else(PoisonError::into_inner);
        hits.get(&(host.to_owned(), path.to_owned())).copied().unwrap_or(0)
    }

    /// Every (host, path) asked for, and how often.
    #[must_use]
    pub fn all_hits(&self) -> BTreeMap<(String, String), u64> {
        self.hits.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for FakeWeb {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[derive(Clone)]
struct Shared {
    world: Arc<dyn World>,
    hits: Arc<Hits>,
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    let host = host_of(&request);
    let path = request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
    let reply = shared.world.answer(&host, &path, request.headers());
    *shared.hits.lock().unwrap_or_else(PoisonError::into_inner).entry((host, path)).or_default() += 1;
    let reply = reply.unwrap_or_else(|| Reply::new(404, "text/plain; charset=utf-8", "Not found\n"));
    if reply.fault == Fault::Hang {
        // The server drops this future when the client gives up.
        std::future::pending::<()>().await;
    }
    respond(reply)
}

/// The host asked for, in lower case and without the port.
fn host_of(request: &Request) -> String {
    let header = request.headers().get(header::HOST).and_then(|h| h.to_str().ok());
    let host = header.or_else(|| request.uri().host()).unwrap_or_default();
    host.rsplit_once(':').map_or(host, |(name, _)| name).to_ascii_lowercase()
}

fn respond(reply: Reply) -> Response {
    let length = reply.body.len();
    let promised = matches!(reply.fault, Fault::Truncated | Fault::Drip).then_some(length);
    let mut response = Response::new(body(reply.fault, reply.body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in &reply.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name.as_str()), HeaderValue::from_str(value)) {
            headers.append(name, value);
        }
    }
    if let Some(length) = promised {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}

fn body(fault: Fault, mut bytes: Vec<u8>) -> Body {
    let broken = || Err::<Vec<u8>, _>(io::Error::from(io::ErrorKind::ConnectionReset));
    match fault {
        Fault::None | Fault::Hang => Body::from(bytes),
        // A body that fails at once closes the connection before the buffered head is written.
        Fault::Reset => Body::from_stream(stream::iter([broken()])),
        Fault::Truncated => {
            bytes.truncate(bytes.len() / 2);
            let half = stream::iter([Ok(bytes)]);
            // The pause lets the half go out before the connection breaks.
            let end = stream::once(tokio::time::sleep(Duration::from_millis(20))).map(move |()| broken());
            Body::from_stream(half.chain(end))
        }
        Fault::Drip => Body::from_stream(stream::iter(bytes).then(|byte| async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok::<_, io::Error>(vec![byte])
        })),
        Fault::Endless => {
            let zeros = stream::repeat_with(|| Ok::<_, io::Error>(vec![0_u8; 16 * 1024]));
            Body::from_stream(stream::iter([Ok(bytes)]).chain(zeros))
        }
    }
}

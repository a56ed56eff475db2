//! A small server on this machine that answers as it is told, and fetchers that may ask it.

#![allow(dead_code, reason = "each test takes what it needs")]

use jiff::Timestamp;
use standfirst_collect::{FetchConfig, FetchError, FetchErrorKind, Fetched, Fetcher, Kind, Request};
use std::io::Write;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What the server saw: the head of each request.
pub(crate) type Seen = Arc<Mutex<Vec<String>>>;

/// Starts a server that answers each request with what `answer` makes of its head; one connection may carry several.
pub(crate) async fn serve(
    answer: impl Fn(&str, u16) -> Vec<u8> + Send + Sync + 'static,
) -> (u16, Seen, Arc<Mutex<usize>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (seen, connections) = (Seen::default(), Arc::new(Mutex::new(0)));
    let (answer, log, count) = (Arc::new(answer), Arc::clone(&seen), Arc::clone(&connections));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (answer, log) = (Arc::clone(&answer), Arc::clone(&log));
            *count.lock().unwrap() += 1;
            tokio::spawn(async move {
                let mut head = Vec::new();
                let mut byte = [0u8; 1];
                while let Ok(1) = stream.read(&mut byte).await {
                    head.push(byte[0]);
                    // A TLS hello gets a plain answer, as from a server that speaks none.
                    if head.len() == 3 && head[0] == 0x16 {
                        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
                        return;
                    }
                    if !head.ends_with(b"\r\n\r\n") {
                        continue;
                    }
                    let text = head.iter().map(|b| char::from(*b)).collect::<String>();
                    head.clear();
                    let bytes = answer(&text, port);
                    log.lock().unwrap().push(text);
                    let closes = bytes.starts_with(b"CLOSE ");
                    let bytes = bytes.strip_prefix(b"CLOSE ").unwrap_or(&bytes);
                    if stream.write_all(bytes).await.is_err() || closes {
                        return;
                    }
                }
            });
        }
    });
    (port, seen, connections)
}

pub(crate) fn ok(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n{headers}\r\n", body.len()).into_bytes();
    out.extend_from_slice(body);
    out
}

pub(crate) fn empty(status: &str, headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n{headers}\r\n").into_bytes()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn config(port: u16) -> FetchConfig {
    FetchConfig { allow: vec![format!("127.0.0.1:{port}")], ..FetchConfig::default() }
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap()
}

/// Fetches one path of a server with such an answer.
pub(crate) async fn one(
    answer: impl Fn(&str, u16) -> Vec<u8> + Send + Sync + 'static,
    change: impl Fn(&mut FetchConfig),
) -> Result<Fetched, FetchError> {
    let (port, ..) = serve(answer).await;
    let mut config = config(port);
    change(&mut config);
    let fetcher = Fetcher::new(config).unwrap();
    fetcher.fetch(&Request::new(&format!("http://paper.localhost:{port}/start"), Kind::Page), now()).await
}

pub(crate) async fn fails(
    answer: impl Fn(&str, u16) -> Vec<u8> + Send + Sync + 'static,
    kind: FetchErrorKind,
) -> FetchError {
    let error = one(answer, |_| {}).await.unwrap_err();
    assert_eq!(error.kind, kind, "{error}");
    assert!(error.message.contains("http://"), "{error}");
    error
}

pub(crate) fn path(head: &str) -> &str {
    head.split(' ').nth(1).unwrap_or_default()
}

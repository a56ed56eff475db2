//! The model's client against a server with faults: bounded tries, bounded size and time, no redirect, and a reason for a
//! person.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use jiff::Timestamp;
use standfirst_collect::{ModelClient, ModelConfig, ModelErrorKind};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What the server does with its `n`-th request.
#[derive(Clone, Copy)]
enum Act {
    /// Sends these bytes and closes.
    Send(&'static str),
    /// Sends these and then nothing, until the client leaves.
    Hang(&'static str),
    /// Sends a body without end.
    Endless,
}

async fn serve(acts: &'static [Act]) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, asked) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
    let counter = asked.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let n = counter.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(answer(stream, acts[n.min(acts.len() - 1)]));
        }
    });
    (port, asked)
}

async fn answer(mut stream: TcpStream, act: Act) {
    let (mut head, mut byte) = (Vec::new(), [0u8; 1]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|n| n == 1) {
        head.push(byte[0]);
    }
    let length = String::from_utf8_lossy(&head).to_lowercase();
    let length =
        length.split("content-length: ").nth(1).and_then(|t| t.split('\r').next()).and_then(|n| n.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    let _ = stream.read_exact(&mut body).await;
    match act {
        Act::Send(text) => {
            let _ = stream.write_all(text.as_bytes()).await;
        }
        Act::Hang(text) => {
            let _ = stream.write_all(text.as_bytes()).await;
            let _ = stream.read(&mut byte).await;
        }
        Act::Endless => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").await;
            while stream.write_all(&[b' '; 64 << 10]).await.is_ok() {}
        }
    }
}

const FINE: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
const BUSY: &str = "HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const LATER: &str =
    "HTTP/1.1 429 Too Many Requests\r\nretry-after: 3600\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const DATED: &str =
    "HTTP/1.1 503 Busy\r\nretry-after: Fri, 31 Dec 2100 00:00:00 GMT\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const BROKEN: &str = "HTTP/1.1 500 Oops\r\ncontent-length: 4\r\nconnection: close\r\n\r\noops";
const CUT: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\nconnection: close\r\n\r\n{\"choices\":";
const AWAY: &str =
    "HTTP/1.1 307 Moved\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const WRONG: &str =
    "HTTP/1.1 400 Bad\r\ncontent-length: 39\r\nconnection: close\r\n\r\n{\"error\":{\"message\":\"unknown field\"}}   ";
const LOGIN: &str = "HTTP/1.1 401 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

fn config(port: u16) -> ModelConfig {
    let base_url = format!("http://127.0.0.1:{port}");
    ModelConfig { base_url, model: "m".into(), timeout_s: 1, retry_pause_ms: 1, ..ModelConfig::default() }
}

/// How one chat with a server that does `acts` ends, and how often it was asked.
async fn check(acts: &'static [Act], expected: Result<(), (ModelErrorKind, &str)>, times: usize) {
    let (port, asked) = serve(acts).await;
    let client = ModelClient::new(&config(port), None).unwrap();
    let got = client.chat(b"{}", Timestamp::now()).await;
    match (got, expected) {
        (Ok(body), Ok(())) => assert_eq!(body, b"{}"),
        (Err(e), Err((kind, part))) => {
            assert_eq!(e.kind, kind, "{e}");
            assert!(e.message.contains(part) && e.message.contains("127.0.0.1"), "“{part}” not in “{e}”");
        }
        (got, expected) => panic!("{got:?} is not {expected:?}"),
    }
    assert_eq!(asked.load(Ordering::SeqCst), times);
}

#[tokio::test]
async fn what_may_pass_is_tried_again_and_what_lasts_is_not() {
    use ModelErrorKind::{Protocol, Status, Timeout, TooLarge};
    check(&[Act::Send(FINE)], Ok(()), 1).await;
    check(&[Act::Send(BUSY), Act::Send(BROKEN), Act::Send(FINE)], Ok(()), 3).await;
    check(&[Act::Send(CUT), Act::Send(FINE)], Ok(()), 2).await;
    check(&[Act::Send(BUSY)], Err((Status(429), "tried 3 times")), 3).await;
    check(&[Act::Send(LATER)], Err((Status(429), "asked too often")), 1).await;
    check(&[Act::Send(DATED)], Err((Status(503), "failed")), 1).await;
    check(&[Act::Send(BROKEN)], Err((Status(500), "oops")), 3).await;
    check(&[Act::Send(CUT)], Err((Protocol, "cut off")), 3).await;
    check(&[Act::Send("")], Err((Protocol, "cut off")), 3).await;
    check(&[Act::Send("this is no http\r\n\r\n")], Err((Protocol, "broken")), 3).await;
    check(&[Act::Send(AWAY)], Err((Status(307), "points elsewhere")), 1).await;
    check(&[Act::Send(WRONG)], Err((Status(400), "unknown field")), 1).await;
    check(&[Act::Send(LOGIN)], Err((Status(401), "api_key_file")), 1).await;
    check(&[Act::Endless], Err((TooLarge, "no brief is")), 1).await;
    check(&[Act::Hang("")], Err((Timeout, "model.timeout_s")), 1).await;
    check(&[Act::Hang("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")], Err((Timeout, "model.timeout_s")), 1).await;
}

#[tokio::test]
async fn nobody_there() {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let client = ModelClient::new(&config(port), None).unwrap();
    let e = client.chat(b"{}", Timestamp::now()).await.unwrap_err();
    assert_eq!(e.kind, ModelErrorKind::Connect);
    assert!(e.message.contains("start the model's server") && e.lasts(), "{e}");
    let nowhere = ModelConfig { base_url: "http://model.invalid/v1".into(), tries: 1, ..config(port) };
    let e = ModelClient::new(&nowhere, None).unwrap().chat(b"{}", Timestamp::now()).await.unwrap_err();
    assert_eq!(e.kind, ModelErrorKind::Connect, "{e}");
}

#[test]
fn a_key_is_not_sent_in_the_open() {
    let with = |base: &str, key: &str| {
        ModelClient::new(&ModelConfig { base_url: base.into(), ..ModelConfig::default() }, Some(key))
    };
    assert!(with("http://api.example/v1", "k").unwrap_err().message.contains("unencrypted"));
    assert!(with("https://api.example/v1", "k").is_ok());
    assert!(with("http://127.0.0.1:8080", "k").is_ok() && with("http://localhost:8080", "k").is_ok());
    assert!(with("https://api.example/v1", "a\nb").unwrap_err().message.contains("characters"));
}

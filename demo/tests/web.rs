//! The fake web over a real socket: replies, counters, and each fault as a client sees it.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests are not inside a #[test], which is all that clippy.toml exempts

use std::sync::Arc;

use axum::http::HeaderMap;
use standfirst_demo::{FakeWeb, Fault, Newswire, Reply, World, feeds};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

struct Faulty;

impl World for Faulty {
    fn answer(&self, host: &str, path: &str, _: &HeaderMap) -> Option<Reply> {
        let fault = match path {
            "/fine" => Fault::None,
            "/reset" => Fault::Reset,
            "/hang" => Fault::Hang,
            "/truncated" => Fault::Truncated,
            "/drip" => Fault::Drip,
            "/endless" => Fault::Endless,
            _ => return None,
        };
        Some(
            Reply::new(200, "text/plain", format!("hello {host}")).with_fault(fault).with_header("x-\nbad", "left out"),
        )
    }
}

async fn serve(world: Arc<dyn World>) -> FakeWeb {
    FakeWeb::serve(TcpListener::bind("127.0.0.1:0").await.unwrap(), world).await.unwrap()
}

/// Sends one request; the connection is read by the caller.
async fn ask(web: &FakeWeb, host: &str, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(web.address()).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}:80\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// All that comes until the connection ends, however it ends.
async fn read(mut stream: TcpStream) -> String {
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all).await;
    String::from_utf8_lossy(&all).into_owned()
}

#[tokio::test]
async fn faults_reach_the_client() {
    let web = serve(Arc::new(Faulty)).await;
    let fine = read(ask(&web, "Here.localhost", "/fine").await).await;
    assert!(fine.starts_with("HTTP/1.1 200") && fine.ends_with("hello here.localhost"), "{fine}");
    assert_eq!(read(ask(&web, "a", "/reset").await).await, "");
    let half = read(ask(&web, "a", "/truncated").await).await;
    assert!(half.contains("content-length: 7") && half.ends_with("hel"), "{half}");
    let drip = read(ask(&web, "a", "/drip").await).await;
    assert!(drip.contains("content-length: 7") && drip.ends_with("hello a"), "{drip}");
    assert!(read(ask(&web, "a", "/none").await).await.starts_with("HTTP/1.1 404"));
    assert_eq!((web.hits("here.localhost", "/fine"), web.hits("a", "/reset"), web.hits("a", "/other")), (1, 1, 0));
    assert_eq!(web.all_hits().len(), 5);
}

#[tokio::test]
async fn endless_bodies_and_silence_go_on_until_the_client_leaves() {
    let web = serve(Arc::new(Faulty)).await;
    let mut endless = ask(&web, "a", "/endless").await;
    let mut bytes = vec![0; 1_000_000];
    endless.read_exact(&mut bytes).await.unwrap();
    let mut hang = ask(&web, "a", "/hang").await;
    let silent = tokio::time::timeout(std::time::Duration::from_millis(100), hang.read(&mut bytes)).await;
    assert!(silent.is_err());
}

#[tokio::test]
async fn the_newswire_is_served() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let web = FakeWeb::serve(listener, Arc::new(Newswire::new(port))).await.unwrap();
    for (url, title) in feeds(port) {
        let (host, path) = url.trim_start_matches("http://").split_once('/').unwrap();
        let reply = read(ask(&web, host.split(':').next().unwrap(), &format!("/{path}")).await).await;
        let status = if title.starts_with("Orrin") { "410" } else { "200" };
        assert!(reply.starts_with(&format!("HTTP/1.1 {status}")), "{url}: {reply}");
        assert!(reply.contains("date: Thu, 27 Jul 2023 17:00:00 GMT"), "{url}");
    }
}

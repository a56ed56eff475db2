//! Live news at scale: `cargo run --release -p standfirst-publish --example live_at_scale` serves an edition of 200 stories that
//! all change every second to 500 readers, and prints what reached them in ten seconds and how late.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "an example that measures")]

use jiff::{Timestamp, tz::TimeZone};
use standfirst_publish::{
    EditionSummary,
    server::{Library, LibraryError, SiteConfig, access::Vault, serve},
};
use standfirst_types::{
    Article, ArticleId, BriefId, Edition, EditionId, EditionStory, Feed, Ledger, Published, StoryId, Window,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const STORIES: u64 = 200;
const READERS: usize = 500;

/// A library that changes whenever it is asked.
#[derive(Default)]
struct Busy(AtomicU64);

impl Vault for Busy {}

impl Library for Busy {
    async fn generation(&self) -> Result<u64, LibraryError> {
        Ok(self.0.fetch_add(1, Ordering::Relaxed))
    }
    async fn latest(&self) -> Result<Option<Arc<Published>>, LibraryError> {
        let n = self.0.load(Ordering::Relaxed);
        let story = |i: u64| {
            EditionStory::alone(StoryId::of(&[&i.to_le_bytes()]), BriefId::of(&[&i.to_le_bytes(), &n.to_le_bytes()]))
        };
        let edition = Edition {
            schema: "standfirst.edition/1".into(),
            id: EditionId::of(&[b"x"]),
            window: Window { from: Timestamp::UNIX_EPOCH, to: Timestamp::UNIX_EPOCH },
            created: Timestamp::UNIX_EPOCH,
            previous: None,
            sources: vec![],
            stories: (0..STORIES).map(story).collect(),
            changed: vec![],
            ledger: Ledger::default(),
        };
        Ok(Some(Arc::new(Published { edition, briefs: vec![], originals: vec![] })))
    }
    async fn edition(&self, _: EditionId) -> Result<Option<Arc<Published>>, LibraryError> {
        Ok(None)
    }
    async fn story(&self, _: StoryId) -> Result<Option<Arc<Published>>, LibraryError> {
        Ok(None)
    }
    async fn editions(&self, _: Option<Timestamp>, _: u32) -> Result<Vec<EditionSummary>, LibraryError> {
        Ok(vec![])
    }
    async fn feeds(&self) -> Result<Vec<Feed>, LibraryError> {
        Ok(vec![])
    }
    async fn article(&self, _: ArticleId, _: u32) -> Result<Option<Article>, LibraryError> {
        Ok(None)
    }
}

#[tokio::main]
async fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, Busy::default(), SiteConfig::new("Busy", TimeZone::UTC)));
    let (events, bytes) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    for _ in 0..READERS {
        let (events, bytes) = (events.clone(), bytes.clone());
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        tokio::spawn(async move {
            let mut buffer = vec![0; 65_536];
            while let Ok(n) = stream.read(&mut buffer).await {
                if n == 0 {
                    break;
                }
                let found = buffer[..n].windows(7).filter(|w| *w == b"event: ").count() as u64;
                events.fetch_add(found, Ordering::Relaxed);
                bytes.fetch_add(n as u64, Ordering::Relaxed);
            }
        });
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    let (before, began) = (events.load(Ordering::Relaxed), Instant::now());
    tokio::time::sleep(Duration::from_secs(10)).await;
    let (told, seconds) = (events.load(Ordering::Relaxed) - before, began.elapsed().as_secs_f64());
    println!(
        "{READERS} readers: {:.0} events a second each, {:.0} a second together, {:.1} MB in all",
        told as f64 / seconds / READERS as f64,
        told as f64 / seconds,
        bytes.load(Ordering::Relaxed) as f64 / 1e6
    );
}

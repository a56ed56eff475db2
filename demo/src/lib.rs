//! The sample newswire: invented outlets in invented places, the two days of news they print (and one real, dated event), and
//! the fake web that serves them, or any faulty test world, over loopback.
//!
//! Everything under `demo/newswire/` is compiled in, so an installed binary has the whole demo. Nothing here knows the pipeline.

mod corpus;
mod expected;
mod feed;
mod html;
mod newswire;
mod outlets;
mod page;
mod web;
mod world;

pub use corpus::{Entry, entries, problems};
pub use expected::{ExpectedStory, expected};
pub use newswire::Newswire;
pub use outlets::{Charset, FeedKind, OUTLETS, Outlet, feeds};
pub use page::{Access, Block, Page};
pub use web::FakeWeb;
pub use world::{Fault, Reply, World};

/// The cut-off of the first day's edition (RFC 3339, UTC).
pub const DAY1: &str = "2023-07-27T17:00:00Z";

/// The cut-off of the second day's edition (RFC 3339, UTC).
pub const DAY2: &str = "2023-07-28T17:00:00Z";

//! Network and archives in: feeds read whole, pages fetched politely and safely, dates, robots, lists of feeds.
//!
//! Everything here is pure ([`parse_feed`], [`parse_date`], [`opml`], [`sitemap`], [`rules`], [`websub`], [`schedule`], and
//! [`warc`] but for what it reads from); only four touch the network: [`Fetcher`] and [`HookClient`], whose every connection
//! goes through the [`AddressGuard`], and [`ModelClient`] and [`Mailer`], each of which talks to the one server that a setting
//! names.

mod dates;
mod discover;
mod feed;
mod fetch;
mod hook;
mod mailer;
mod model;
pub mod opml;
pub mod robots;
pub mod rules;
pub mod schedule;
pub mod sitemap;
pub mod warc;
pub mod websub;

pub use dates::parse_date;
pub use discover::{Discovered, discover_feeds, url_list};
pub use feed::{FeedError, parse_feed};
pub use fetch::{
    AddressGuard, BadAllow, FetchConfig, FetchError, FetchErrorKind, Fetched, Fetcher, Kind, Refused, Request, decoded,
};
pub use hook::{HOOK_EVENTS, HookClient, HookConfig, HookError, HookSecret, Message};
pub use mailer::{MailConfig, MailError, Mailer, PostLine, Security, Whose};
pub use model::{Form, JsonSchema, ModelClient, ModelConfig, ModelError, ModelErrorKind};
pub use schedule::{Quiet, Rhythm, next_check};

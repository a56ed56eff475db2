//! Network and archives in: feeds read whole, pages fetched politely and safely, dates, robots, lists of feeds.
//!
//! [`parse_feed`], [`parse_date`], [`opml`], [`discover_feeds`] and [`schedule`] are pure; only [`Fetcher`] touches the
//! network, and every connection it makes goes through the [`AddressGuard`].

mod dates;
mod discover;
mod feed;
mod fetch;
pub mod opml;
pub mod robots;
pub mod schedule;

pub use dates::parse_date;
pub use discover::{Discovered, discover_feeds, url_list};
pub use feed::{FeedError, parse_feed};
pub use fetch::{
    AddressGuard, BadAllow, FetchConfig, FetchError, FetchErrorKind, Fetched, Fetcher, Kind, Refused, Request, decoded,
};
pub use schedule::{Rhythm, next_check};

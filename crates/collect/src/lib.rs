//! Network and archives in: feeds read whole, pages fetched politely and safely, dates, robots, lists of feeds.
//!
//! [`parse_feed`], [`parse_date`], [`opml`], [`discover_feeds`] and [`schedule`] are pure; only [`Fetcher`] touches the
//! network, and every connection it makes goes through the [`AddressGuard`].

mod dates;
mod feed;

pub use dates::parse_date;
pub use feed::{FeedError, parse_feed};

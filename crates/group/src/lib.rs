//! Grouping: articles in, copies and stories out. Pure and deterministic: time is an argument, the same articles in the
//! same order give the same stories on every machine, also after a restart in the middle that replays what
//! came since the first report of any open story and the days before it.
//!
//! An article is first held against the texts already seen ([`Copies`]): a copy joins the story of its representative
//! and does not vote. Otherwise it is held against the live stories of its language ([`Grouper`]) and joins the nearest
//! one if it is near enough, or opens its own. Splitting one event in two is the lesser fault: two events told as one
//! make a false brief.

mod abroad;
mod background;
mod canonical;
mod common;
mod copies;
mod doc;
mod family;
mod frequency;
mod grouper;
mod interest;
mod live;
mod names;
mod origin;
mod rank;
mod represent;
mod shingles;
mod stories;
mod terms;
mod vector;
mod words;

pub use copies::Copies;
pub use doc::{Assignment, Config, Doc};
pub use family::family;
pub use grouper::Grouper;
pub use interest::{Topic, WATCH_BOOST, Wording, interests};
pub use origin::{agency, is_agency, wire_origin};
pub use rank::{Ranked, rank};
pub use represent::represent;

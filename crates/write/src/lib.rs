//! The writers: a story in, a draft out, each claim with the spans it rests on.
//!
//! [`extractive`] is the default writer: sentences of the originals, chosen and cut, no model. It is pure and writes nothing
//! that does not stand in a source. [`summarise`] does the same for any texts. [`llm`] asks a model. Whoever writes, the judge
//! decides.

mod arc;
mod clean;
mod compress;
mod conflict;
mod cut;
mod dates;
mod desk;
mod differ;
mod extractive;
mod extras;
mod fuse;
mod headcut;
mod headline;
mod index;
mod labels;
mod lexicon;
pub mod llm;
mod missing;
mod names;
mod one;
mod options;
mod orders;
mod pool;
mod profile;
mod pronoun;
mod questions;
mod quotes;
mod rank;
mod same;
mod sections;
mod shorten;
mod since;
mod single;
mod state;
mod summarise;
mod tense;
mod timeline;
mod titles;
mod tldr;
mod used;
mod words;

pub use extractive::{Input, extractive};
pub use options::{Dates, Options};
pub use orders::is_order;
pub use since::{News, changed_numbers, news};
pub use single::{compress, headline};
pub use summarise::{Budget, Sentence, Source, Summary, summarise};

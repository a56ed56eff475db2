//! Reading: one delivered page in, one article and what was noticed on the way out.
//!
//! Everything here is pure: no clock, no network, no files, no randomness. The steps, in the order they happen:
//! [`decode`] bytes to text, `lexer` what of it reaches the parser, `page` one DOM walk into a flat outline, `blocks` and
//! `extract` the text, `metadata` and `dates` the facts, [`repair`](mod@repair) damaged characters, `language`,
//! [`sentences`](mod@sentences), `access`. Hostile input costs bounded time and memory and gives findings, never a panic.

mod access;
mod address;
mod blocks;
mod byline;
mod class;
pub mod dates;
pub mod decode;
pub mod explain;
mod extract;
mod hidden;
mod jsonld;
mod language;
mod lead;
mod lexer;
mod metadata;
mod page;
mod published;
pub mod read;
pub mod repair;
pub mod sentences;
mod shape;
mod title;
pub mod versions;

pub use address::normalise;
pub use explain::explain;
pub use lead::Image;
pub use read::{Hints, READER, Stated, read, read_html, read_stated};
pub use repair::{Repair, Repaired, repair};
pub use sentences::sentences;
pub use shape::AMP_COPY;

//! Briefs out: every output of an edition, made from one [`Published`](standfirst_types::Published).
//!
//! The words are chosen once, in `view`: what a status is called, which sentence has which mark, how a time reads.
//! Each output (`page`, `feed`, `markdown`, `terminal`) only lays that view out and escapes it for its medium, so they
//! cannot say different things; `json` gives the data as sealed, byte for byte, `kite` in the shape of another reader. `server` shows all of it over HTTP,
//! `build` makes files of it.

pub mod build;
pub mod epub;
pub mod feed;
pub mod json;
pub mod kite;
pub mod mail;
pub mod markdown;
pub mod page;
pub mod server;
mod site;
pub mod terminal;
pub mod text;
mod view;
mod words;

pub use site::{EditionSummary, Look, Site, Viewer};

/// Why an output could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// A template failed: a fault of the program or of a changed template, never of the news.
    #[error("a page could not be laid out: {0:#}")]
    Template(#[from] minijinja::Error),
    /// What is published could not be had.
    #[error("what is stored could not be read: {0}")]
    Library(#[from] server::LibraryError),
    /// A message could not be put together: an address that no message can have.
    #[error("a mail could not be made: {0}")]
    Mail(String),
    /// A book could not be packed.
    #[error("the EPUB could not be packed: {0}")]
    Epub(String),
}

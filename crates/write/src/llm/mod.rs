//! The LLM writer: what to ask a language model for, and what of its answer is a draft.
//!
//! Pure like the rest: [`prompt`] makes one chat request out of a story, somebody else sends it, [`reply`] opens what came
//! back and [`draft`] makes a [`Draft`] of it. A model is no more trusted than any writer, and less than the default one: its
//! sentences must cite numbered sentences of the sources, and the judge holds each against those alone.
//!
//! [`Draft`]: standfirst_types::Draft

mod answer;
mod cites;
mod draft;
mod loose;
mod prompt;
mod sentence;
mod sources;
mod telling;
mod wire;

pub use draft::{Refused, Written, draft};
pub use prompt::{Asking, Prompt, Shape, prompt};
pub use telling::{Length, Telling, Tone};
pub use wire::{Reply, reply};

#[cfg(test)]
mod tests;

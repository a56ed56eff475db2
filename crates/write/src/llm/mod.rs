//! The LLM writer: what to ask a language model for, and what of its answer is a draft.
//!
//! Pure like the rest: [`prompt`] makes one chat request out of a story, somebody else sends it, [`reply`] opens what came
//! back and [`draft`] makes a [`Draft`] of it. A model is no more trusted than any writer, and less than the default one: its
//! sentences must cite numbered sentences of the sources, and the judge holds each against those alone.
//!
//! A model too small for that is asked otherwise: [`retelling`] makes one request for each sentence of the default writer's
//! brief, and [`retold`] puts what came back, where it holds, in that sentence's place.
//!
//! [`Draft`]: standfirst_types::Draft

mod answer;
mod cites;
mod draft;
mod loose;
mod prompt;
mod retell;
mod retold;
mod sentence;
mod sources;
mod telling;
mod wire;

pub use draft::{Refused, Written, draft};
pub use prompt::{Asking, Prompt, Shape, prompt};
pub use retell::{Retelling, retelling};
pub use retold::{Judge, retold};
pub use telling::{Length, Telling, Tone};
pub use wire::{Reply, reply};

#[cfg(test)]
mod tests;

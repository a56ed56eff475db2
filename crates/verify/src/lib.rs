//! The judge: a draft and its articles in, a brief or findings out. Pure, and a stranger to whoever wrote the draft.
//!
//! [`judge`] holds one claim against the spans it cites; [`verify`] does so for a whole draft, puts source sentences in the
//! place of those that fail, and seals; [`check_text`] checks any text against any sources ([`check_text_told`] those of a
//! known day); [`Nli`] is where a user's own model of entailment is heard; [`keeps_to`] tells a sentence that was cut and
//! smoothed from one that says something else; [`recheck`] finds what a
//! published brief said that its originals no longer say.

mod attribution;
mod channel;
mod close;
mod dates;
mod edits;
mod ends;
mod evidence;
mod features;
mod forms;
mod joints;
mod judge;
mod lexicon;
mod limits;
mod model;
mod nli;
mod number;
mod phrases;
mod quotes;
mod recheck;
mod repair;
mod roles;
mod setting;
mod text;
mod thesaurus;
mod token;
mod turns;
mod verify;
mod voice;
mod window;

pub use close::keeps_to;
pub use judge::judge;
pub use nli::{DOUBT, Nli, SURE, judge_with};
pub use recheck::recheck;
pub use text::{
    CheckedText, Features, Source, SourceSpan, TextCheck, check_text, check_text_told, check_text_with, features,
};
pub use verify::{LeftOut, Verified, verify, verify_with};
pub use window::align;

//! What changed since the revision before, as shown: what is new, which number changed, what was corrected and withdrawn.

use super::{Sentence, story::set};
use standfirst_types::Brief;

/// What changed since the revision before.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Delta {
    /// `new`, `number`, `corrected` or `withdrawn`.
    pub(crate) what: &'static str,
    /// What is said now; `None` where nothing is.
    pub(crate) sentence: Option<Sentence>,
    /// What was said before, where that is another thing.
    pub(crate) was: Option<String>,
    /// The two numbers in short: `nine → 12`.
    pub(crate) number: Option<String>,
    /// Why, for what was corrected or withdrawn.
    pub(crate) why: Option<String>,
}

/// The sentences that are new, with the numbers they change, then what this revision corrected and withdrew.
pub(super) fn deltas(sentences: Vec<Sentence>, brief: &Brief) -> Vec<Delta> {
    let frame = brief.frame();
    let new = sentences.into_iter().zip(brief.since_last()).map(|(sentence, checked)| {
        let number = frame.changed_numbers.iter().find(|c| c.now == checked.text);
        Delta {
            what: if number.is_some() { "number" } else { "new" },
            sentence: Some(sentence),
            was: number.map(|c| c.was.clone()),
            number: number.map(|c| format!("{} → {}", c.was_value, c.now_value)),
            why: None,
        }
    });
    let corrected = frame.corrections.iter().filter(|c| c.at == frame.window.to).map(|c| Delta {
        what: if c.now.is_empty() { "withdrawn" } else { "corrected" },
        sentence: (!c.now.is_empty()).then(|| set(&c.now, None, None)),
        was: Some(c.was.clone()),
        number: None,
        why: Some(c.why.clone()),
    });
    new.chain(corrected).collect()
}

//! A user's model of entailment, beside the rules. None is shipped.
//!
//! A model reads meaning where the rules read words, and errs where they do not: it overlooks a changed number. So the two
//! are not equals. A model may doubt what the rules let pass; it may vouch for other words and another order where the rules
//! could not follow; it is not asked, and not heard, where a number, a name, a date, a quotation, a negation, a hedge or an
//! attribution is at fault.

use crate::judge::assessed;
use standfirst_types::{Article, Claim, Texts, Verdict, VerdictKind};

/// From this on a model vouches for a claim that the rules could not follow.
pub const SURE: f32 = 0.9;
/// Below this a model's doubt takes back what the rules let pass.
pub const DOUBT: f32 = 0.1;

/// Says how likely a text follows from another.
pub trait Nli {
    /// Probability, 0 to 1, that `hypothesis` follows from `premise`; `None` when the model has no answer, and then the rules
    /// stand alone.
    fn entails(&self, premise: &str, hypothesis: &str) -> Option<f32>;
}

/// Judges one claim by the spans it cites, by the rules and, where there is one, by a model.
pub fn judge_with(claim: &Claim, articles: &[&Article], model: Option<&dyn Nli>) -> Verdict {
    let judged = assessed(claim, articles);
    let rules = || Verdict::by_rules(judged.kind, judged.missing.clone());
    let Some(model) = model.filter(|_| heard(judged.kind, judged.hard)) else { return rules() };
    let cited = claim.support.iter().filter_map(|s| articles.text(s.article, s.version).and_then(|t| s.of(t)));
    let premise = cited.collect::<Vec<_>>().join(" ");
    // a model does not know on which day the sources were written
    let undone = crate::dates::undone(&claim.text, &crate::dates::cited(claim, articles));
    let (kind, by) = weigh(judged.kind, model.entails(&premise, undone.as_ref().unwrap_or(&claim.text)));
    let missing = match (kind, by) {
        (VerdictKind::Supported, _) => vec![],
        (_, "nli") => vec!["the model’s assent".into()],
        _ => judged.missing.clone(),
    };
    Verdict { kind, by: by.into(), missing }
}

/// Whether a model is asked at all: not about what is word for word there, nor about hard faults.
pub(crate) fn heard(kind: VerdictKind, hard: bool) -> bool {
    kind == VerdictKind::Supported || !kind.passes() && !hard
}

/// The verdict of rules and model together, and who decided. An answer that is no probability is none.
pub(crate) fn weigh(kind: VerdictKind, answer: Option<f32>) -> (VerdictKind, &'static str) {
    match answer.filter(|p| (0.0..=1.0).contains(p)) {
        Some(p) if kind.passes() && p < DOUBT => (VerdictKind::Partly, "nli"),
        Some(p) if !kind.passes() && p >= SURE => (VerdictKind::Supported, "nli"),
        _ => (kind, "rules"),
    }
}

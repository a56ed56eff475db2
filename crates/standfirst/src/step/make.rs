//! Making: a story's material and who tells it in, a sealed brief out. Pure.

use super::{brief::Material, telling::Told};
use crate::nli::Model;
use standfirst_types::{
    Article, ArticleId, Brief, BriefId, BriefStatus, Claim, Correction, Draft, Engine as Maker, Fault, Frame, Retold,
    Window, Writer, span::hex,
};
use standfirst_verify::{Nli, Verified, judge_with, keeps_to, recheck, verify_with};
use standfirst_write::{changed_numbers, extractive, llm};

/// A checked brief.
pub(super) struct Made {
    pub(super) brief: Brief,
    /// Sentences that did not get into it, and what was missing of each.
    pub(super) left_out: Vec<(String, Vec<String>)>,
    /// Why the default writer made it where a model was to.
    pub(super) note: Option<String>,
}

impl Made {
    fn of(verified: Verified, note: Option<String>) -> Self {
        let left_out = verified.left_out.into_iter().map(|l| (l.text, l.verdict.missing)).collect();
        Self { brief: verified.brief, left_out, note }
    }
}

/// Writes, checks (by the rules and, where there is one, a model of entailment) and seals. What a model wrote is used when enough of it stands the check; else the default writer's is.
pub(super) fn make(material: &Material, told: &Told, second: Option<&Model>) -> Result<Made, Vec<Fault>> {
    let base = material.with_input(extractive).ok_or_else(|| vec![Fault::Empty("TL;DR")])?;
    let note = match told {
        Told::Default(why) => why.clone(),
        Told::Model(prompt, answer) => match by_model(material, told, second, prompt, base.clone(), answer) {
            Ok(made) => return Ok(made),
            Err(why) => Some(format!("the model's answer could not be used: {why}")),
        },
        Told::Sentences(retelling, answers) => {
            match by_sentences(material, told, second, (retelling, answers), base.clone()) {
                Ok(made) => return Ok(made),
                Err(why) => Some(why),
            }
        }
    };
    let mut draft = base;
    material.config.writer.close(&mut draft);
    let articles: Vec<&Article> = material.articles.iter().collect();
    let told = Told::Default(None);
    let frame = frame(material, &articles, (&told, second.is_some(), None), &draft);
    let verified = verify_with(draft, frame, &articles, second.map(|m| m as &dyn Nli))?;
    Ok(Made::of(verified, note))
}

/// The brief that a model's answer makes, if at least half of its TL;DR, and two sentences where it has as many, stand.
fn by_model(
    material: &Material,
    told: &Told,
    second: Option<&Model>,
    prompt: &llm::Prompt,
    base: Draft,
    answer: &str,
) -> Result<Made, String> {
    let telling = &material.config.writer;
    let written = material.with_input(|input| llm::draft(input, telling, prompt, base, answer));
    let mut written = written.map_err(|(why, _)| why)?;
    let own: Vec<String> = written.draft.tldr.iter().map(|c| c.text.clone()).collect();
    telling.close(&mut written.draft);
    let articles: Vec<&Article> = material.articles.iter().collect();
    let frame = frame(material, &articles, (told, second.is_some(), None), &written.draft);
    let verified = verify_with(written.draft, frame, &articles, second.map(|m| m as &dyn Nli));
    let verified = verified.map_err(|f| f.first().map(ToString::to_string).unwrap_or_default())?;
    let stood = verified.brief.tldr().iter().filter(|s| own.contains(&s.text)).count();
    if stood * 2 < own.len() || stood < own.len().min(2) {
        return Err(format!("only {stood} of {} sentences of its TL;DR stood the check", own.len()));
    }
    let mut made = Made::of(verified, None);
    made.left_out.extend(written.refused.into_iter().map(|r| (r.text, vec![r.why])));
    Ok(made)
}

/// The brief that a model's sentences make, each in the place of one of the default writer's if it stands the check.
fn by_sentences(
    material: &Material,
    told: &Told,
    second: Option<&Model>,
    (retelling, answers): (&llm::Retelling, &[Option<String>]),
    base: Draft,
) -> Result<Made, String> {
    let articles: Vec<&Article> = material.articles.iter().collect();
    let nli = second.map(|m| m as &dyn Nli);
    let mut judge = |asked: &str, claim: &Claim| {
        if let Some(word) = keeps_to(asked, &claim.text) {
            return Err(vec![word]);
        }
        let verdict = judge_with(claim, &articles, nli);
        if verdict.kind.passes() { Ok(()) } else { Err(verdict.missing) }
    };
    let (mut draft, retold, refused) = llm::retold(retelling, base, answers, &mut judge);
    if retold.told == 0 {
        return Err(format!("none of the model's {} sentences could be used: {}", retold.asked, retold.why_kept()));
    }
    material.config.writer.close(&mut draft);
    let frame = frame(material, &articles, (told, second.is_some(), Some(retold)), &draft);
    let verified = verify_with(draft, frame, &articles, nli);
    let verified = verified.map_err(|f| f.first().map(ToString::to_string).unwrap_or_default())?;
    let mut made = Made::of(verified, None);
    made.left_out.extend(refused.into_iter().filter(|r| !r.text.is_empty()).map(|r| (r.text, vec![r.why])));
    Ok(made)
}

/// Members that the previous revision did not know.
pub(super) fn fresh(material: &Material) -> Vec<ArticleId> {
    let Some(previous) = &material.previous else { return vec![] };
    material.articles.iter().map(|a| a.id).filter(|id| previous.original(*id).is_none()).collect()
}

fn frame(
    material: &Material,
    articles: &[&Article],
    (told, second, retold): (&Told, bool, Option<Retold>),
    draft: &Draft,
) -> Frame {
    let previous = material.previous.as_ref();
    let revision = previous.map_or(1, |p| p.frame().revision + 1);
    let found = previous.map_or(vec![], |p| recheck(p, articles, material.now));
    let status = match (previous, found.is_empty()) {
        (_, false) => BriefStatus::Corrected,
        (None, true) => BriefStatus::New,
        (Some(_), true) => BriefStatus::Developing,
    };
    let mut corrections: Vec<Correction> = previous.map_or(vec![], |p| p.frame().corrections.clone());
    corrections.extend(found);
    Frame {
        id: BriefId::of(&[material.story.id.as_str().as_bytes(), &revision.to_le_bytes()]),
        revision,
        supersedes: previous.map(|p| p.frame().id),
        status,
        window: Window { from: material.story.first, to: material.now },
        inputs_hash: inputs_hash(material, told, second),
        engine: maker(told, retold),
        originals: material.originals.clone(),
        independent_sources: material.story.independent(),
        corrections,
        changed_numbers: previous.map_or(vec![], |p| changed_numbers(p, &draft.since_last)),
        verbatim: material.config.brief.verbatim(),
    }
}

fn maker(told: &Told, retold: Option<Retold>) -> Maker {
    let (writer, prompt_hash) = match told {
        Told::Default(_) => (Writer::Extractive, None),
        Told::Model(prompt, _) => (Writer::Llm, Some(prompt.hash.clone())),
        Told::Sentences(retelling, answers) => (Writer::Llm, Some(retelling.hash(answers))),
    };
    Maker { version: env!("CARGO_PKG_VERSION").into(), writer, prompt_hash, retold }
}

/// Everything that decides the brief's bytes but the time: members, texts, settings, version, a model's answer, and with
/// `second` the model that judges beside the rules (whose answers are kept by this hash).
pub(super) fn inputs_hash(material: &Material, told: &Told, second: bool) -> String {
    let mut all = format!("{} {:?}\n{}", env!("CARGO_PKG_VERSION"), material.options(), told.marks());
    if material.config.writer.closing_question {
        all.push_str("closing question\n");
    }
    if second {
        all.push_str(&format!("nli {:?}\n", material.config.verify.nli_command));
    }
    for original in &material.originals {
        let newest = original.versions.last().map_or("", |v| v.hash.as_str());
        all.push_str(&format!("{} {} {newest}\n", original.id, original.origin));
    }
    hex(all.as_bytes(), 16)
}

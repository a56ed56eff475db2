//! Verifying a draft: every claim is judged by what it cites; what fails is replaced by the source's own sentence or left
//! out; the rest is sealed. Nothing that fails, from whatever writer, gets past.

use crate::nli::{Nli, judge_with};
use crate::repair::{dangles, nearest, shortened};
use crate::token::tokens;
use crate::window::Sources;
use standfirst_types::{
    Article, Brief, ChangedNumber, Claim, Disagreement, Draft, Fault, Frame, OpenQuestion, Quoted, Texts, Verdict,
    VerdictKind, Why, seal::stands_whole,
};

/// A sentence that was left out or replaced, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// The sentence as the writer had it.
    pub text: String,
    /// The judgement it failed by.
    pub verdict: Verdict,
}

/// A sealed brief and what did not get into it.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// The brief.
    pub brief: Brief,
    /// What failed, in the order of the draft.
    pub left_out: Vec<LeftOut>,
}

/// Judges every part of `draft` and seals what passes. A sentence that fails is replaced by its best supported source
/// sentence, where one stands near enough and is not told already, or left out; a quotation that is not verbatim, a timeline
/// left with fewer than two dates, and a disagreement left with one version are dropped; a headline that fails falls back to
/// a shortened sentence of the lead. Linear in draft and cited text.
///
/// # Errors
/// The [`Fault`]s of [`Brief::seal`], for instance when no sentence of the TL;DR or no headline could be saved.
pub fn verify(draft: Draft, frame: Frame, articles: &[&Article]) -> Result<Verified, Vec<Fault>> {
    verify_with(draft, frame, articles, None)
}

/// The same, by the rules and, where there is one, by a model.
///
/// # Errors
/// Those of [`verify`].
pub fn verify_with(
    draft: Draft,
    frame: Frame,
    articles: &[&Article],
    model: Option<&dyn Nli>,
) -> Result<Verified, Vec<Fault>> {
    let known = |a: &&&Article| {
        frame.originals.iter().any(|o| o.id == a.id && o.versions.iter().any(|v| v.version == a.version))
    };
    let articles: Vec<&Article> = articles.iter().filter(known).copied().collect();
    let mut court = Court { sources: Sources::of(&articles), articles: &articles, model, left_out: vec![] };
    let (mut draft, mut frame) = (draft, frame);
    let mut told = Vec::new();
    let tldr = court.claims(std::mem::take(&mut draft.tldr), &mut told);
    draft.tldr = if tldr.is_empty() { court.lead().into_iter().collect() } else { tldr };
    for section in &mut draft.article {
        section.sentences = court.claims(std::mem::take(&mut section.sentences), &mut told);
    }
    draft.article.retain(|s| !s.sentences.is_empty());
    draft.key_facts = court.claims(draft.key_facts, &mut Vec::new());
    draft.since_last = court.claims(draft.since_last, &mut Vec::new());
    // A sentence that was replaced or left out takes its number along.
    let stands = |c: &ChangedNumber| {
        draft.since_last.iter().any(|s| s.text == c.now)
            && stands_whole(&c.now, &c.now_value)
            && stands_whole(&c.was, &c.was_value)
    };
    frame.changed_numbers.retain(stands);
    let others = std::mem::take(&mut draft.other_headlines);
    draft.headline = court.headline(draft.headline, others, &draft.tldr).unwrap_or_default();
    draft.quotes.retain(|q| court.quote(q));
    let mut in_timeline = Vec::new();
    draft.timeline.retain_mut(|item| court.keep(&mut item.claim, &mut in_timeline, false));
    draft.timeline.sort_by_key(|t| (t.date.at, t.precision));
    if draft.timeline.first().map(|t| t.date.date()) == draft.timeline.last().map(|t| t.date.date()) {
        draft.timeline.clear();
    }
    draft.disagreements.retain_mut(|d| court.disagreement(d));
    draft.open_questions.retain(|q| court.question(q));
    let draft = frame.verbatim.bounded(draft, articles.as_slice());
    let verdicts = draft.claims().map(|c| court.judge(c)).collect();
    let left_out = court.left_out;
    let brief = Brief::seal(draft, verdicts, frame, articles.as_slice())?;
    Ok(Verified { brief, left_out })
}

struct Court<'a> {
    articles: &'a [&'a Article],
    sources: Sources,
    model: Option<&'a dyn Nli>,
    left_out: Vec<LeftOut>,
}

impl Court<'_> {
    fn judge(&self, claim: &Claim) -> Verdict {
        judge_with(claim, self.articles, self.model)
    }

    fn claims(&mut self, claims: Vec<Claim>, told: &mut Vec<String>) -> Vec<Claim> {
        let mut out = Vec::with_capacity(claims.len());
        for mut claim in claims {
            if self.keep(&mut claim, told, true) {
                out.push(claim);
            }
        }
        out
    }

    /// Whether the claim may stand; one that fails is replaced where `replace` allows it. `told` holds what stands already.
    fn keep(&mut self, claim: &mut Claim, told: &mut Vec<String>, replace: bool) -> bool {
        let verdict = self.judge(claim);
        if !verdict.kind.passes() {
            let text = std::mem::take(&mut claim.text);
            let found = if replace { nearest(&text, &self.sources, self.articles) } else { None };
            self.left_out.push(LeftOut { text, verdict });
            match found.filter(|f| self.judge(f).kind.passes() && !told.contains(&f.text)) {
                Some(found) => *claim = found,
                None => return false,
            }
        }
        told.push(claim.text.clone());
        true
    }

    /// The first sentence of the first article that can stand alone.
    fn lead(&self) -> Option<Claim> {
        let line = self.sources.lines.iter().find(|l| l.tokens.len() >= 5 && !dangles(&l.tokens))?;
        Some(Claim { text: line.text.clone(), support: vec![crate::window::span(line, self.articles)?] })
    }

    /// The headline, the first of the writer's others that stands, or one cut from what the brief tells.
    fn headline(&mut self, headline: Claim, others: Vec<Claim>, tldr: &[Claim]) -> Option<Claim> {
        let fits =
            |c: &Claim| c.text.chars().count() <= standfirst_types::seal::HEADLINE_CHARS && !c.text.trim().is_empty();
        let verdict = self.judge(&headline);
        if verdict.kind.passes() && fits(&headline) {
            return Some(headline);
        }
        if let Some(other) = others.into_iter().find(|o| fits(o) && self.judge(o).kind.passes()) {
            self.left_out.push(LeftOut { text: headline.text, verdict });
            return Some(other);
        }
        let near = nearest(&headline.text, &self.sources, self.articles);
        if !verdict.kind.passes() {
            self.left_out.push(LeftOut { text: headline.text, verdict });
        }
        let begins = |text: &str| {
            text.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase() && c.is_alphanumeric())
        };
        let own = self.sources.lines.iter().take(40).filter(|l| begins(&l.text));
        let own = own.filter_map(|l| {
            Some(Claim { text: l.text.clone(), support: vec![crate::window::span(l, self.articles)?] })
        });
        let leads = tldr.first().cloned().into_iter().chain(near).chain(tldr.iter().skip(1).cloned()).chain(own);
        let leads: Vec<Claim> = leads.collect();
        let cut = |whole: bool, alone: bool| {
            let stands = |c: &&Claim| !alone || !dangles(&tokens(&c.text));
            leads.iter().filter(stands).find_map(|lead| shortened(lead, self.articles, whole))
        };
        cut(true, true).or_else(|| cut(false, true)).or_else(|| cut(false, false))
    }

    /// The words stand whole inside quotation marks (or are all that is cited), and the speaker stands in that article.
    fn quote(&mut self, quote: &Quoted) -> bool {
        let text = self.articles.text(quote.span.article, quote.span.version);
        let cited = text.and_then(|t| quote.span.of(t));
        let speaker = quote.speaker.split_whitespace().all(|w| text.is_some_and(|t| stands_whole(t, w)));
        let stands = speaker && cited.is_some_and(|c| stands_whole(c, &quote.text) && opens_quote(c, &quote.text));
        if !stands {
            let missing = vec![format!("“{}” by {}", quote.text, quote.speaker)];
            let verdict = Verdict::by_rules(VerdictKind::Unsupported, missing);
            self.left_out.push(LeftOut { text: quote.text.clone(), verdict });
        }
        stands
    }

    fn disagreement(&mut self, disagreement: &mut Disagreement) -> bool {
        let about = std::mem::take(&mut disagreement.versions);
        let mut told = Vec::new();
        for mut version in about {
            let stated = stands_whole(&version.claim.text, &version.value);
            if stated && self.keep(&mut version.claim, &mut told, false) {
                disagreement.versions.push(version);
            }
        }
        let values = &disagreement.versions;
        values.len() >= 2 && values.iter().any(|v| Some(&v.value) != values.first().map(|f| &f.value))
    }

    /// A question of a source stands there; any other names no number and no name that its references do not have.
    fn question(&mut self, question: &OpenQuestion) -> bool {
        let mut cited = String::new();
        for span in &question.support {
            match self.articles.text(span.article, span.version).and_then(|t| span.of(t)) {
                Some(text) => cited.extend([text, "\n"]),
                None => return false,
            }
        }
        let cited = tokens(&cited);
        let words = tokens(&question.text);
        let stands = |t: &crate::token::Token| cited.iter().any(|c| crate::edits::same_word(t, c));
        let asked = question.why == Why::AskedBySource;
        !words.is_empty()
            && !cited.is_empty()
            && words.iter().all(|t| {
                let named = t.number.is_some() || t.capital && !t.opens || asked && t.is_content();
                !named || stands(t)
            })
    }
}

/// A quotation mark stands right before the words, or they are the beginning of what is cited.
fn opens_quote(cited: &str, words: &str) -> bool {
    cited.match_indices(words).any(|(at, _)| {
        let before = cited.get(..at).and_then(|t| t.trim_end().chars().next_back());
        before.is_none_or(|c| matches!(c, '"' | '“' | '‘' | '«' | '„' | '»' | '\'' | '「'))
    })
}

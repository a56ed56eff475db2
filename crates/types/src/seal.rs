//! The seal: the one gate between a draft and the reader.
//!
//! It trusts neither writer nor judge with what it can see for itself: every span must resolve in a stored original on
//! character boundaries, a “verbatim” sentence must be those very bytes, quotations must stand where they are cited, every
//! original must have an address, and no original may stand in the brief for more of its words in a row than the frame's
//! bound allows ([`Verbatim`]). The store rebuilds briefs through the same gate, so a damaged row is refused as well.

use crate::{brief::*, span::span_hash, verbatim::Copied, *};

/// Longest headline, in characters.
pub const HEADLINE_CHARS: usize = 90;

/// Where the seal finds the text of one version of an article.
pub trait Texts {
    /// The text, or `None` when it is not there.
    fn text(&self, article: ArticleId, version: u32) -> Option<&str>;
}

impl Texts for [&Article] {
    fn text(&self, article: ArticleId, version: u32) -> Option<&str> {
        self.iter().find(|a| a.id == article && a.version == version).map(|a| a.text.as_str())
    }
}

impl Texts for [Article] {
    fn text(&self, article: ArticleId, version: u32) -> Option<&str> {
        self.iter().find(|a| a.id == article && a.version == version).map(|a| a.text.as_str())
    }
}

/// Why a draft cannot be sealed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No original, so nothing to trace to.
    #[error("a brief without an original cannot exist")]
    NoOriginals,
    /// An original has no address that can be opened.
    #[error("original {0} has no http address")]
    NoAddress(ArticleId),
    /// No TL;DR or an empty headline.
    #[error("the brief has no {0}")]
    Empty(&'static str),
    /// The headline is too long.
    #[error("the headline has {0} characters, at most {HEADLINE_CHARS} are allowed")]
    LongHeadline(usize),
    /// The judge did not judge every claim.
    #[error("{claims} claims but {verdicts} verdicts")]
    Verdicts {
        /// Claims in the draft.
        claims: usize,
        /// Verdicts given.
        verdicts: usize,
    },
    /// A sentence rests on nothing.
    #[error("“{0}” has no reference")]
    NoReference(String),
    /// A span points at nothing.
    #[error("a reference of “{text}” does not resolve: {span:?}")]
    Unresolved {
        /// The sentence.
        text: String,
        /// The span.
        span: Span,
    },
    /// A verdict that may not be shown.
    #[error("“{text}” is {kind:?}")]
    NotSupported {
        /// The sentence.
        text: String,
        /// Its verdict.
        kind: VerdictKind,
    },
    /// Called verbatim, but its words are not the cited words; or a quotation that is none.
    #[error("“{0}” does not stand where it is cited")]
    NotVerbatim(String),
    /// It holds more of an original word for word than its bound allows.
    #[error("{held} words of original {article} stand in the brief in a row, at most {allowed} may")]
    TooMuchVerbatim {
        /// The original.
        article: ArticleId,
        /// Words of it in the brief.
        held: u32,
        /// Words allowed.
        allowed: u32,
    },
    /// Only one version of a disagreement.
    #[error("a disagreement about {0} needs two versions")]
    OneSided(String),
}

impl Brief {
    /// Seals a draft: the only way to a [`Brief`]. `verdicts` stand in the order of [`Draft::claims`]; `texts` holds every
    /// cited version. Linear in the text cited.
    ///
    /// # Errors
    /// Every [`Fault`] found, never an incomplete list.
    pub fn seal(
        draft: Draft,
        verdicts: Vec<Verdict>,
        frame: Frame,
        texts: &(impl Texts + ?Sized),
    ) -> Result<Self, Vec<Fault>> {
        let mut gate = Gate { frame: &frame, texts, faults: vec![] };
        gate.whole(&draft, &verdicts);
        let mut verdicts = verdicts.into_iter();
        let mut next = |gate: &mut Gate<'_, _>, claim: Claim| gate.claim(claim, verdicts.next());
        let headline = next(&mut gate, draft.headline);
        let tldr = draft.tldr.into_iter().map(|c| next(&mut gate, c)).collect();
        let article = draft
            .article
            .into_iter()
            .map(|s| CheckedSection {
                heading: s.heading,
                sentences: s.sentences.into_iter().map(|c| next(&mut gate, c)).collect(),
            })
            .collect();
        let key_facts = draft.key_facts.into_iter().map(|c| next(&mut gate, c)).collect();
        let since_last = draft.since_last.into_iter().map(|c| next(&mut gate, c)).collect();
        let timeline = draft
            .timeline
            .into_iter()
            .map(|t| CheckedTime { date: t.date, precision: t.precision, sentence: next(&mut gate, t.claim) })
            .collect();
        let disagreements = draft
            .disagreements
            .into_iter()
            .map(|d| CheckedDisagreement {
                about: d.about,
                versions: d
                    .versions
                    .into_iter()
                    .map(|v| CheckedVersion { value: v.value, as_of: v.as_of, sentence: next(&mut gate, v.claim) })
                    .collect(),
            })
            .collect();
        let quotes = draft.quotes.into_iter().map(|q| gate.quote(q)).collect();
        let open_questions = draft.open_questions.into_iter().map(|q| gate.question(q)).collect();
        if !gate.faults.is_empty() {
            return Err(gate.faults);
        }
        Ok(Self {
            schema: Self::SCHEMA,
            story: draft.story,
            frame,
            language: draft.language,
            headline,
            tldr,
            article,
            key_facts,
            since_last,
            quotes,
            timeline,
            disagreements,
            open_questions,
        })
    }

    /// Takes a brief apart into what [`Brief::seal`] takes, to store or to check it again.
    pub fn unseal(self) -> (Draft, Vec<Verdict>, Frame) {
        let verdicts = self.sentences().map(|s| s.check.clone()).collect();
        let claim = |s: Checked| Claim { text: s.text, support: s.refs.iter().map(Ref::span).collect() };
        let draft = Draft {
            story: self.story,
            writer: self.frame.engine.writer,
            language: self.language,
            headline: claim(self.headline),
            other_headlines: vec![],
            tldr: self.tldr.into_iter().map(claim).collect(),
            article: self
                .article
                .into_iter()
                .map(|s| Section { heading: s.heading, sentences: s.sentences.into_iter().map(claim).collect() })
                .collect(),
            key_facts: self.key_facts.into_iter().map(claim).collect(),
            since_last: self.since_last.into_iter().map(claim).collect(),
            quotes: self
                .quotes
                .into_iter()
                .map(|q| Quoted { text: q.text, speaker: q.speaker, span: q.reference.span() })
                .collect(),
            timeline: self
                .timeline
                .into_iter()
                .map(|t| TimelineItem { date: t.date, precision: t.precision, claim: claim(t.sentence) })
                .collect(),
            disagreements: self
                .disagreements
                .into_iter()
                .map(|d| Disagreement {
                    about: d.about,
                    versions: d
                        .versions
                        .into_iter()
                        .map(|v| Version { value: v.value, as_of: v.as_of, claim: claim(v.sentence) })
                        .collect(),
                })
                .collect(),
            open_questions: self
                .open_questions
                .into_iter()
                .map(|q| OpenQuestion { text: q.text, why: q.why, support: q.refs.iter().map(Ref::span).collect() })
                .collect(),
        };
        (draft, verdicts, self.frame)
    }
}

/// The checks, gathering faults as they go.
struct Gate<'a, T: ?Sized> {
    frame: &'a Frame,
    texts: &'a T,
    faults: Vec<Fault>,
}

impl<T: Texts + ?Sized> Gate<'_, T> {
    fn whole(&mut self, draft: &Draft, verdicts: &[Verdict]) {
        if self.frame.originals.is_empty() {
            self.faults.push(Fault::NoOriginals);
        }
        for original in &self.frame.originals {
            if !(original.url.starts_with("http://") || original.url.starts_with("https://")) {
                self.faults.push(Fault::NoAddress(original.id));
            }
        }
        let chars = draft.headline.text.chars().count();
        if chars == 0 {
            self.faults.push(Fault::Empty("headline"));
        } else if chars > HEADLINE_CHARS {
            self.faults.push(Fault::LongHeadline(chars));
        }
        if draft.tldr.is_empty() {
            self.faults.push(Fault::Empty("TL;DR"));
        }
        let claims = draft.claims().count();
        if claims != verdicts.len() {
            self.faults.push(Fault::Verdicts { claims, verdicts: verdicts.len() });
        }
        for changed in &self.frame.changed_numbers {
            let told = draft.since_last.iter().any(|c| c.text == changed.now);
            if !told
                || !stands_whole(&changed.now, &changed.now_value)
                || !stands_whole(&changed.was, &changed.was_value)
            {
                self.faults.push(Fault::NotVerbatim(changed.now.clone()));
            }
        }
        for (article, held, allowed) in Copied::of(draft, self.texts).over(&self.frame.verbatim) {
            self.faults.push(Fault::TooMuchVerbatim { article, held, allowed });
        }
        for disagreement in draft.disagreements.iter().filter(|d| d.versions.len() < 2) {
            self.faults.push(Fault::OneSided(disagreement.about.clone()));
        }
    }

    fn claim(&mut self, claim: Claim, verdict: Option<Verdict>) -> Checked {
        if claim.text.trim().is_empty() {
            self.faults.push(Fault::Empty("words in a sentence"));
        }
        if claim.support.is_empty() {
            self.faults.push(Fault::NoReference(claim.text.clone()));
        }
        let refs = self.refs(&claim.text, &claim.support);
        let check = verdict.unwrap_or(Verdict { kind: VerdictKind::Unsupported, by: "nobody".into(), missing: vec![] });
        if !check.kind.passes() {
            self.faults.push(Fault::NotSupported { text: claim.text.clone(), kind: check.kind });
        }
        let cited_as_is =
            || claim.support.iter().any(|s| self.resolve(s).is_some_and(|cited| same_words(cited, &claim.text)));
        if check.kind == VerdictKind::Verbatim && !cited_as_is() {
            self.faults.push(Fault::NotVerbatim(claim.text.clone()));
        }
        Checked { text: claim.text, refs, check }
    }

    fn quote(&mut self, quote: Quoted) -> CheckedQuote {
        let stands = self.resolve(&quote.span).is_some_and(|cited| stands_whole(cited, &quote.text));
        if !stands {
            self.faults.push(Fault::NotVerbatim(quote.text.clone()));
        }
        let reference = self.refs(&quote.text, &[quote.span]).pop().unwrap_or_else(|| empty_ref(&quote.span));
        CheckedQuote { text: quote.text, speaker: quote.speaker, reference }
    }

    /// A question may be open, never out of nowhere.
    fn question(&mut self, question: OpenQuestion) -> CheckedQuestion {
        if question.support.is_empty() {
            self.faults.push(Fault::NoReference(question.text.clone()));
        }
        CheckedQuestion { refs: self.refs(&question.text, &question.support), text: question.text, why: question.why }
    }

    fn refs(&mut self, text: &str, support: &[Span]) -> Vec<Ref> {
        let mut refs = Vec::with_capacity(support.len());
        for span in support {
            match self.resolve(span) {
                Some(cited) => refs.push(Ref { hash: span_hash(cited), ..empty_ref(span) }),
                None => self.faults.push(Fault::Unresolved { text: text.into(), span: *span }),
            }
        }
        refs
    }

    /// A span resolves when its article is among the originals and its bytes are there.
    fn resolve(&self, span: &Span) -> Option<&str> {
        let original = self.frame.originals.iter().find(|o| o.id == span.article)?;
        original.versions.iter().find(|v| v.version == span.version)?;
        span.of(self.texts.text(span.article, span.version)?)
    }
}

fn empty_ref(span: &Span) -> Ref {
    Ref { article: span.article, version: span.version, start: span.start, end: span.end, hash: String::new() }
}

/// Whether `text` is the cited words and all of them: equal but for white space and one full stop at the end. A piece cut
/// out of a sentence is not verbatim, however exact its bytes: “pay the fine” stands inside “refused to pay the fine”.
pub fn same_words(cited: &str, text: &str) -> bool {
    fn words(text: &str) -> impl Iterator<Item = &str> {
        let text = text.trim();
        let text = match text.strip_suffix('.') {
            Some(rest) if !rest.ends_with('.') => rest,
            _ => text,
        };
        text.split_whitespace()
    }
    words(text).next().is_some() && words(cited).eq(words(text))
}

/// Whether `text` stands in `cited` with no letter or digit touching it on either side, so that a quotation never begins
/// or ends inside a word.
pub fn stands_whole(cited: &str, text: &str) -> bool {
    let inner = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !text.trim().is_empty()
        && cited.match_indices(text).any(|(at, _)| {
            let before = cited.get(..at).and_then(|t| t.chars().next_back());
            let after = cited.get(at + text.len()..).and_then(|t| t.chars().next());
            !(inner(before) && inner(text.chars().next()) || inner(after) && inner(text.chars().next_back()))
        })
}

//! The default writer: chooses, cuts and orders sentences of the originals into a draft. No model, no network, no clock.

use crate::arc::{Part, answered, part};
use crate::clean::Opening;
use crate::compress::compressed;
use crate::headline::{headline, title_stems};
use crate::options::Options;
use crate::pool::{Piece, Sentence, pool};
use crate::rank::{Ranked, rank};
use crate::words::length;
use crate::{differ, extras, questions, since};
use standfirst_types::{
    Article, ArticleId, Brief, Claim, Draft, Member, MemberKind, NameKind, Notes, Section, Span, Story, Writer,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a writer is given.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The story.
    pub story: &'a Story,
    /// The newest version of each member that may be briefed.
    pub articles: &'a [&'a Article],
    /// What is understood of each, in the same order.
    pub notes: &'a [&'a Notes],
    /// The brief that this one takes the place of.
    pub previous: Option<&'a Brief>,
    /// Members that are new since then.
    pub fresh: &'a [ArticleId],
    /// Lengths and counts.
    pub options: &'a Options,
}

/// Writes a draft out of sentences of the originals; `None` when nothing can be said. Copies do not vote. Deterministic;
/// the time is that of ranking, see `rank.rs`.
pub fn extractive(input: &Input<'_>) -> Option<Draft> {
    let desk = Desk::new(input)?;
    let mut used = Used::new(&desk);
    let tldr = desk.tldr(&mut used);
    let first = *tldr.first()?;
    let titles: Vec<(&str, &str)> = input.articles.iter().map(|a| (a.title.as_str(), a.site.as_str())).collect();
    let mut leads = tldr.clone();
    leads.extend(desk.by_score());
    let headline = headline(&titles, &leads, &desk.ranked, desk.english);
    let headline = headline.map_or_else(
        || desk.claim(first),
        |h| Claim { text: h.text, support: h.support.iter().filter_map(|&i| desk.span(i)).collect() },
    );
    let chosen = desk.chosen(&tldr, &mut used);
    let key_facts = extras::key_facts(&desk, &tldr, &chosen, &mut used);
    let article = desk.sections(&tldr, &chosen);
    let disagreements = differ::disagreements(&desk);
    let open_questions = questions::open_questions(&desk, &disagreements);
    Some(Draft {
        writer: Writer::Extractive,
        headline,
        article,
        key_facts,
        since_last: since::since_last(&desk),
        quotes: extras::quotes(&desk),
        timeline: extras::timeline(&desk),
        disagreements,
        open_questions,
        tldr: tldr.iter().map(|&i| desk.claim(i)).collect(),
        ..Draft::empty(input.story.id, &input.story.language)
    })
}

/// The desk: all that the parts of the writer look at.
pub(crate) struct Desk<'a> {
    pub(crate) input: &'a Input<'a>,
    /// For each source of the pool, which article it is.
    pub(crate) sources: Vec<usize>,
    pub(crate) ranked: Ranked,
    pub(crate) english: bool,
}

impl<'a> Desk<'a> {
    fn new(input: &'a Input<'a>) -> Option<Self> {
        let sources = voters(input);
        let english = input.story.language.is_empty() || input.story.language.starts_with("en");
        let article = |n: &usize| input.articles.get(*n).copied();
        let pieces: Vec<Piece<'_>> = sources
            .iter()
            .filter_map(article)
            .map(|a| Piece { text: &a.text, sentences: &a.sentences, voice: voice(input.story, a), english })
            .collect();
        let mut sentences = pool(&pieces);
        for sentence in &mut sentences {
            let at = sources.get(sentence.source).copied();
            if let Some((a, notes)) = at.and_then(|n| Some((article(&n)?, input.notes.get(n)?))) {
                resolve(sentence, a, notes);
            }
        }
        let titles = title_stems(input.articles.iter().map(|a| a.title.as_str()), english);
        let ranked = rank(sentences, pieces.into_iter().map(|p| p.voice).collect(), &titles);
        (!ranked.sentences.is_empty()).then_some(Self { input, sources, ranked, english })
    }

    pub(crate) fn sentence(&self, i: usize) -> Option<&Sentence> {
        self.ranked.sentences.get(i)
    }

    /// The article that sentence `i` stands in.
    pub(crate) fn article_of(&self, i: usize) -> Option<&'a Article> {
        let source = self.sentence(i)?.source;
        self.sources.get(source).and_then(|&n| self.input.articles.get(n)).copied()
    }

    pub(crate) fn span(&self, i: usize) -> Option<Span> {
        let (a, s) = (self.article_of(i)?, self.sentence(i)?);
        Some(Span { article: a.id, version: a.version, start: s.start, end: s.end })
    }

    /// Sentence `i` as a claim, shortened when it is long, with the sentences of other voices that say the same.
    pub(crate) fn claim(&self, i: usize) -> Claim {
        let Some((a, s)) = self.article_of(i).zip(self.sentence(i)) else { return Claim::default() };
        let text = compressed(s, self.input.options.long_sentence, self.english).unwrap_or_else(|| s.text.clone());
        let lean = s.lean.map(|[start, end]| Span { article: a.id, version: a.version, start, end });
        let also = self.ranked.agreeing(i).into_iter().filter_map(|j| self.span(j)).take(2);
        let support = self.span(i).into_iter().chain(lean).chain(also).take(3).collect();
        Claim { text, support }
    }

    /// Sentences that can stand alone, best first.
    pub(crate) fn by_score(&self) -> Vec<usize> {
        let mut all: Vec<usize> =
            (0..self.ranked.sentences.len()).filter(|&i| self.sentence(i).is_some_and(Sentence::stands)).collect();
        let score = |i: &usize| self.sentence(*i).map_or(0.0, |s| s.score);
        all.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
        all
    }

    fn words(&self, chosen: &[usize]) -> usize {
        chosen.iter().filter_map(|&i| self.sentence(i)).map(|s| length(&s.text)).sum()
    }

    fn tldr(&self, used: &mut Used) -> Vec<usize> {
        let options = self.input.options;
        let enough = |c: &[usize]| {
            c.len() >= options.tldr_max || c.len() >= options.tldr_min && self.words(c) >= options.tldr_words
        };
        let fits = |s: &Sentence| tells(s) && !s.is_speech() && length(&s.text) >= 6;
        let mut chosen =
            self.ranked.choose(&[], |i, _| self.sentence(i).is_some_and(fits) && used.take(self, i), enough);
        if chosen.is_empty() {
            chosen = self.by_score().into_iter().take(1).collect();
        }
        if chosen.is_empty() {
            chosen.push(0);
        }
        chosen
    }

    /// The sentences of the article, best first; a denial brings along the claim it answers.
    fn chosen(&self, tldr: &[usize], used: &mut Used) -> Vec<usize> {
        let options = self.input.options;
        let allowed = |i: usize, _: &[usize]| self.sentence(i).is_some_and(tells) && used.take(self, i);
        let mut chosen = self.ranked.choose(tldr, allowed, |c| self.words(c) >= options.article_words);
        for denial in chosen.clone() {
            let claim = answered(denial, &self.ranked).filter(|c| !chosen.contains(c) && !tldr.contains(c));
            chosen.extend(claim.filter(|&c| used.take(self, c)));
        }
        chosen
    }

    /// The sentences in the arc of the article. Where there are too few, those of the TL;DR tell what happened.
    fn sections(&self, tldr: &[usize], chosen: &[usize]) -> Vec<Section> {
        let mut parts: BTreeMap<Part, Vec<usize>> = BTreeMap::new();
        for &i in chosen {
            parts.entry(self.part(i)).or_default().push(i);
        }
        if chosen.len() < 3 || !parts.contains_key(&Part::Happened) {
            let told = tldr.iter().copied().take(if chosen.len() < 3 { tldr.len() } else { 1 });
            parts.entry(Part::Happened).or_default().extend(told);
        }
        let section = |part: Part| {
            let mut own = parts.get(&part)?.clone();
            own.sort_by_key(|&i| self.sentence(i).map(|s| (s.source, s.index)));
            let sentences = own.into_iter().map(|i| self.claim(i)).collect();
            Some(Section { heading: part.heading().into(), sentences })
        };
        Part::ALL.into_iter().filter_map(section).collect()
    }

    fn part(&self, i: usize) -> Part {
        let Some((s, a)) = self.sentence(i).zip(self.article_of(i)) else { return Part::Else };
        let year = a.published.map(|p| p.date().year());
        if self.english { part(s, a.sentences.len(), year) } else { Part::Happened }
    }
}

/// Stands alone and says something.
fn tells(sentence: &Sentence) -> bool {
    sentence.stands() && !sentence.text.ends_with(['?', '!', '？', '！'])
}

/// The articles that vote: originals, and copies whose original is not among the articles.
fn voters(input: &Input<'_>) -> Vec<usize> {
    let kind = |a: &Article| input.story.members.iter().find(|m| m.article == a.id).map(|m| m.kind);
    let mut stood_for: BTreeSet<ArticleId> =
        input.articles.iter().filter(|a| matches!(kind(a), Some(MemberKind::Original))).map(|a| a.id).collect();
    let mut out = Vec::new();
    for (n, a) in input.articles.iter().enumerate() {
        match kind(a) {
            Some(MemberKind::CopyOf(of)) if stood_for.contains(&of) => {}
            Some(MemberKind::CopyOf(of)) => {
                stood_for.insert(of);
                out.push(n);
            }
            _ => out.push(n),
        }
    }
    out
}

/// Who speaks in an article: its wire service, or its publisher's family.
fn voice(story: &Story, article: &Article) -> String {
    let member: Option<&Member> = story.members.iter().find(|m| m.article == article.id);
    member.map_or_else(|| article.site.clone(), |m| m.wire.clone().unwrap_or_else(|| m.family.clone()))
}

/// “He” and “she” become the one person that the sentence before begins with, where it names no other.
fn resolve(sentence: &mut Sentence, article: &Article, notes: &Notes) {
    if sentence.opening != Opening::Person {
        return;
    }
    let Some([start, end]) = sentence.index.checked_sub(1).and_then(|b| article.sentences.get(b)).copied() else {
        return;
    };
    let mut persons = notes.names.iter().filter(|n| n.kind == NameKind::Per && n.start >= start && n.end <= end);
    let (Some(name), None) = (persons.next(), persons.next()) else { return };
    let bytes = article.text.get(name.start as usize..name.end as usize).unwrap_or_default();
    let near = name.start <= start + 40 && !bytes.is_empty() && bytes == name.text;
    let speech = article.text.get(start as usize..end as usize).is_some_and(|t| t.contains(['“', '"', '‘']));
    if near && !speech {
        sentence.resolve(bytes.trim_end_matches("'s").trim_end_matches("’s"), [start, end]);
    }
}

/// How many sentences of each original the brief holds, so that a brief never is a copy.
pub(crate) struct Used {
    taken: BTreeMap<ArticleId, BTreeSet<usize>>,
    most: BTreeMap<ArticleId, usize>,
}

impl Used {
    fn new(desk: &Desk<'_>) -> Self {
        let options = desk.input.options;
        let most = |a: &Article| {
            let n = a.sentences.len();
            let share = (n as f32 * options.original_share.clamp(0.0, 1.0)).ceil() as usize;
            share.max(options.short_original).min(n.saturating_sub(1)).max(1)
        };
        Self { taken: BTreeMap::new(), most: desk.input.articles.iter().map(|a| (a.id, most(a))).collect() }
    }

    /// Takes sentence `i` if its original may still give one, or has given it already.
    pub(crate) fn take(&mut self, desk: &Desk<'_>, i: usize) -> bool {
        let Some((a, s)) = desk.article_of(i).zip(desk.sentence(i)) else { return false };
        let most = self.most.get(&a.id).copied().unwrap_or(1);
        let taken = self.taken.entry(a.id).or_default();
        taken.contains(&s.index) || taken.len() < most && taken.insert(s.index)
    }
}

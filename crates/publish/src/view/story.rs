//! A story as shown: the brief's parts in reading order, with marks set and every time and number in words.

use super::{
    Evidence, Lang, LinkView,
    delta::{Delta, deltas},
    evidence::Marks,
};
use crate::{Site, page::section_path, text, words};
use jiff::Timestamp;
use standfirst_types::{Brief, Checked, Mark, Origin, Original, Precision, Published, Ref, StoryId, Why, brief};

/// A sentence and its mark.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub(crate) struct Sentence {
    /// Its number in the order of [`Brief::sentences`], the headline being 0; `None` for what is no claim.
    pub(crate) n: Option<usize>,
    /// All but the last word.
    pub(crate) lead: String,
    /// The last word, which stays with the mark.
    pub(crate) tail: String,
    /// Number of its evidence.
    pub(crate) mark: Option<usize>,
}

impl Sentence {
    /// The whole sentence.
    pub(crate) fn text(&self) -> String {
        format!("{}{}", self.lead, self.tail)
    }
}

/// A headed run of paragraphs.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Section {
    pub(crate) heading: String,
    pub(crate) paragraphs: Vec<Vec<Sentence>>,
}

/// A quotation.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Quote {
    pub(crate) sentence: Sentence,
    pub(crate) speaker: String,
}

/// A dated line.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Dated {
    pub(crate) time: words::Time,
    pub(crate) sentence: Sentence,
}

/// What the originals disagree on.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Disagreement {
    pub(crate) about: String,
    pub(crate) versions: Vec<VersionView>,
}

/// One side of it.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct VersionView {
    pub(crate) value: String,
    /// Whether the value is too long to be set large.
    pub(crate) long: bool,
    pub(crate) publishers: Vec<String>,
    pub(crate) time: words::Time,
    pub(crate) sentence: Sentence,
}

/// An open question.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Question {
    pub(crate) sentence: Sentence,
    pub(crate) why: String,
}

/// An original in the table.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct OriginalRow {
    pub(crate) publisher: String,
    pub(crate) title: String,
    pub(crate) link: Option<String>,
    pub(crate) url: String,
    pub(crate) published: Option<words::Time>,
    pub(crate) origin: String,
    pub(crate) access: &'static str,
    /// When the publisher changed it, as it says or as it was seen.
    pub(crate) edited: Option<words::Time>,
    /// The stored versions that are cited.
    pub(crate) stored: Vec<Stored>,
}

/// A stored version that is cited.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Stored {
    pub(crate) href: String,
    pub(crate) read: Option<words::Time>,
}

/// A correction.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct CorrectionView {
    pub(crate) time: words::Time,
    pub(crate) was: String,
    pub(crate) now: String,
    pub(crate) why: String,
}

/// A story as shown.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct StoryView {
    pub(crate) id: String,
    pub(crate) href: String,
    pub(crate) lang: Option<Lang>,
    pub(crate) status: &'static str,
    pub(crate) class: &'static str,
    pub(crate) revision: u32,
    pub(crate) time: words::Time,
    /// When the newest original was published.
    pub(crate) latest: Option<words::Time>,
    pub(crate) headline: Sentence,
    pub(crate) tldr: Vec<Sentence>,
    /// Publishers' names, each once, those with reports of their own first.
    pub(crate) sources: Vec<String>,
    /// `3 independent of 7`, or `single source`.
    pub(crate) independence: String,
    pub(crate) minutes: usize,
    pub(crate) since_last: Vec<Delta>,
    pub(crate) sections: Vec<Section>,
    pub(crate) key_facts: Vec<Sentence>,
    pub(crate) disagreements: Vec<Disagreement>,
    pub(crate) quotes: Vec<Quote>,
    pub(crate) timeline: Vec<Dated>,
    pub(crate) questions: Vec<Question>,
    pub(crate) originals: Vec<OriginalRow>,
    pub(crate) corrections: Vec<CorrectionView>,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) engine: String,
    /// Whether the user pinned it.
    pub(crate) pinned: bool,
    /// Stories it was made of or parted from.
    pub(crate) links: Vec<LinkView>,
    /// Where its reasons stand.
    pub(crate) why: String,
    /// What the reader has made of it.
    pub(crate) noted: StoryNoted,
}

/// The owner's marks on a story, and the watched sections that find it.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub(crate) struct StoryNoted {
    pub(crate) read: bool,
    /// Read, but an earlier revision.
    pub(crate) stale: bool,
    pub(crate) saved: bool,
    pub(crate) muted: bool,
    pub(crate) watched: Vec<Watched>,
}

/// A watched section that finds a story.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Watched {
    pub(crate) name: String,
    pub(crate) href: String,
}

fn noted(story: StoryId, revision: u32, site: &Site) -> StoryNoted {
    let noted = &site.viewer.noted;
    let seen = |mark: Mark| noted.marks.get(&(story, mark)).copied();
    let watched = noted.watched.get(&story).into_iter().flatten();
    StoryNoted {
        read: seen(Mark::Read).is_some(),
        stale: seen(Mark::Read).is_some_and(|r| r < revision),
        saved: seen(Mark::Saved).is_some(),
        muted: seen(Mark::Muted).is_some(),
        watched: watched.map(|n| Watched { name: n.clone(), href: site.href(&section_path(n, site)) }).collect(),
    }
}

impl StoryView {
    /// The brief in words. Linear in the brief and the paragraphs it cites.
    pub(crate) fn new(published: &Published, brief: &Brief, site: &Site) -> Self {
        let mut set = Setter { marks: Marks::new(published, brief, site), brief, site, n: 0 };
        let frame = brief.frame();
        let (status, class) = words::status(frame.status);
        // Marks are numbered in the order of the page, sentences in that of Brief::sentences, of which the starts are:
        let article = 1 + brief.tldr().len();
        let facts = article + brief.article().iter().map(|s| s.sentences.len()).sum::<usize>();
        let since = facts + brief.key_facts().len();
        let times = since + brief.since_last().len();
        let sides = times + brief.timeline().len();
        let tldr = set.from(1).sentences(brief.tldr());
        let headline = set.from(0).sentence(brief.headline());
        let since_last = deltas(set.from(since).sentences(brief.since_last()), brief);
        set.n = article;
        let sections = brief.article().iter().map(|s| set.section(s)).collect();
        let key_facts = set.from(facts).sentences(brief.key_facts());
        set.n = sides;
        let disagreements = brief.disagreements().iter().map(|d| set.disagreement(d)).collect();
        let quotes = brief.quotes().iter().map(|q| set.quote(q)).collect();
        set.n = times;
        let timeline = brief.timeline().iter().map(|t| set.dated(t)).collect();
        let questions = brief.open_questions().iter().map(|q| set.question(q)).collect();
        let entry = published.edition.stories.iter().find(|s| s.story == brief.story());
        Self {
            pinned: entry.is_some_and(|e| e.pinned),
            links: entry.map_or(vec![], |e| e.links.iter().map(|l| super::link(l, site)).collect()),
            why: site.href(&format!("s/{}/why", brief.story())),
            id: brief.story().to_string(),
            href: site.href(&format!("s/{}", brief.story())),
            lang: Lang::unless(&site.language, Some(brief.language())),
            status,
            class,
            revision: frame.revision,
            time: words::instant(frame.window.to, site),
            latest: latest(&frame.originals, frame.window.to, site),
            headline,
            tldr,
            sources: sources(&frame.originals),
            independence: independence(frame.independent_sources, frame.originals.len()),
            minutes: words::minutes(count_words(brief)),
            since_last,
            sections,
            key_facts,
            disagreements,
            quotes,
            timeline,
            questions,
            originals: frame.originals.iter().map(|o| original(o, brief, site)).collect(),
            corrections: frame.corrections.iter().map(|c| correction(c, site)).collect(),
            evidence: set.marks.evidence,
            engine: engine(brief),
            noted: noted(brief.story(), frame.revision, site),
        }
    }
}

impl StoryView {
    /// Every sentence of the brief as shown, in no particular order.
    pub(crate) fn every_sentence(&self) -> impl Iterator<Item = &Sentence> {
        std::iter::once(&self.headline)
            .chain(&self.tldr)
            .chain(self.since_last.iter().filter_map(|d| d.sentence.as_ref()))
            .chain(self.sections.iter().flat_map(|s| s.paragraphs.iter().flatten()))
            .chain(&self.key_facts)
            .chain(self.disagreements.iter().flat_map(|d| d.versions.iter().map(|v| &v.sentence)))
            .chain(self.timeline.iter().map(|t| &t.sentence))
    }
}

impl StoryView {
    /// The sentences, quotations and questions that carry a mark, each once, in the order of the page.
    pub(crate) fn with_mark(&self, mark: usize) -> Vec<String> {
        let rest = self.quotes.iter().map(|q| &q.sentence).chain(self.questions.iter().map(|q| &q.sentence));
        let mut texts: Vec<String> = vec![];
        for sentence in self.every_sentence().chain(rest).filter(|s| s.mark == Some(mark)) {
            let text = sentence.text();
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts
    }
}

/// Sets sentences one after the other: numbers them and gives each its mark.
struct Setter<'a> {
    marks: Marks<'a>,
    brief: &'a Brief,
    site: &'a Site,
    n: usize,
}

impl<'a> Setter<'a> {
    fn from(&mut self, n: usize) -> &mut Self {
        self.n = n;
        self
    }

    fn sentence(&mut self, checked: &'a Checked) -> Sentence {
        let mark = self.marks.mark(words::verdict(checked.check.kind), &checked.refs);
        self.n += 1;
        set(&checked.text, Some(self.n - 1), mark)
    }

    fn sentences(&mut self, checked: &'a [Checked]) -> Vec<Sentence> {
        checked.iter().map(|c| self.sentence(c)).collect()
    }

    /// Short paragraphs read best on a phone: three sentences each.
    fn section(&mut self, section: &'a brief::CheckedSection) -> Section {
        let paragraphs = section.sentences.chunks(3).map(|c| self.sentences(c)).collect();
        Section { heading: section.heading.clone(), paragraphs }
    }

    fn dated(&mut self, line: &'a brief::CheckedTime) -> Dated {
        Dated { time: words::when(&line.date, line.precision, self.site), sentence: self.sentence(&line.sentence) }
    }

    fn disagreement(&mut self, disagreement: &'a brief::CheckedDisagreement) -> Disagreement {
        let versions = disagreement.versions.iter().map(|v| self.version(v)).collect();
        Disagreement { about: disagreement.about.clone(), versions }
    }

    fn version(&mut self, version: &'a brief::CheckedVersion) -> VersionView {
        VersionView {
            value: version.value.clone(),
            long: version.value.chars().count() > 10,
            publishers: publishers(self.brief, &version.sentence.refs),
            time: words::when(&version.as_of, version.as_of.precision, self.site),
            sentence: self.sentence(&version.sentence),
        }
    }

    fn quote(&mut self, quote: &'a brief::CheckedQuote) -> Quote {
        let verdict = words::verdict(standfirst_types::VerdictKind::Verbatim);
        let mark = self.marks.mark(verdict, std::slice::from_ref(&quote.reference));
        Quote {
            sentence: set(&format!("“{}”", quote.text.trim_end_matches([',', ';'])), None, mark),
            speaker: quote.speaker.clone(),
        }
    }

    fn question(&mut self, question: &'a brief::CheckedQuestion) -> Question {
        let label = match question.why {
            Why::AskedBySource => ("?", "asked here"),
            Why::Missing => ("∅", "searched here, not found"),
            Why::Conflict => ("≠", "these conflict"),
        };
        let mark = self.marks.mark(label, &question.refs);
        let why = words::why(question.why, self.brief.frame().originals.len());
        Question { sentence: set(&question.text, None, mark), why }
    }
}

pub(super) fn set(text: &str, n: Option<usize>, mark: Option<usize>) -> Sentence {
    let (lead, tail) = text::split_last_word(text);
    Sentence { n, lead: lead.into(), tail: tail.into(), mark }
}

fn publishers(brief: &Brief, refs: &[Ref]) -> Vec<String> {
    let mut names: Vec<String> = vec![];
    for original in refs.iter().filter_map(|r| brief.original(r.article)) {
        if !names.contains(&original.publisher) {
            names.push(original.publisher.clone());
        }
    }
    names
}

fn sources(originals: &[Original]) -> Vec<String> {
    let mut names: Vec<String> = vec![];
    let (own, rest): (Vec<_>, Vec<_>) = originals.iter().partition(|o| o.origin == Origin::Original);
    for original in own.into_iter().chain(rest) {
        if !names.contains(&original.publisher) {
            names.push(original.publisher.clone());
        }
    }
    names
}

fn latest(originals: &[Original], cut_off: Timestamp, site: &Site) -> Option<words::Time> {
    let newest = originals.iter().filter_map(|o| o.published).max()?;
    Some(match newest.precision {
        Precision::Minute => {
            words::Time { words: words::since(newest.at, cut_off, site), ..words::instant(newest.at, site) }
        }
        precision => words::when(&newest, precision, site),
    })
}

fn independence(independent: u32, originals: usize) -> String {
    match (independent, originals) {
        (_, 1) => "single source".into(),
        (1, n) => format!("single source in {n} reports"),
        (k, n) => format!("{k} independent of {n}"),
    }
}

fn original(original: &Original, brief: &Brief, site: &Site) -> OriginalRow {
    let cited = |version: u32| brief.refs().any(|r| r.article == original.id && r.version == version);
    let stored = original.versions.iter().filter(|v| cited(v.version)).map(|v| Stored {
        href: site.href(&format!("s/{}/original/{}/{}", brief.story(), original.id, v.version)),
        read: Some(words::instant(v.at, site)),
    });
    let seen = if original.versions.len() > 1 { original.versions.last() } else { None };
    let stated = original.modified.filter(|m| original.published.is_some_and(|p| m.at > p.at));
    OriginalRow {
        publisher: original.publisher.clone(),
        title: original.title.clone(),
        link: text::web_link(&original.url),
        url: original.url.clone(),
        published: original.published.map(|w| words::when(&w, w.precision, site)),
        origin: words::origin(&original.origin, |id| brief.original(id).map(|o| o.publisher.clone())),
        access: words::access(original.access),
        edited: stated
            .map(|m| words::when(&m, Precision::Minute, site))
            .or_else(|| seen.map(|v| words::instant(v.at, site))),
        stored: stored.collect(),
    }
}

fn correction(correction: &standfirst_types::Correction, site: &Site) -> CorrectionView {
    CorrectionView {
        time: words::instant(correction.at, site),
        was: correction.was.clone(),
        now: correction.now.clone(),
        why: correction.why.clone(),
    }
}

fn engine(brief: &Brief) -> String {
    let engine = &brief.frame().engine;
    let by = match engine.writer {
        standfirst_types::Writer::Extractive => "without a language model, from sentences of the originals",
        standfirst_types::Writer::Llm => "with a language model",
    };
    format!("Made by Standfirst {} {by}. Each sentence was checked against what it cites.", engine.version)
}

/// Words of all sentences shown.
pub(crate) fn count_words(brief: &Brief) -> usize {
    brief.sentences().map(|s| s.text.split_whitespace().count()).sum()
}

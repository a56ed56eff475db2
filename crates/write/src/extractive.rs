//! The default writer: chooses, cuts and orders sentences of the originals into a draft. No model, no network, no clock.

use crate::desk::Desk;
use crate::headline::{Headline, any_headline, headlines};
use crate::options::Options;
use crate::used::Used;
use crate::{dates, differ, extras, names, questions, quotes, sections, since, tense, timeline, tldr};
use standfirst_types::{Article, ArticleId, Brief, Claim, Draft, Notes, Span, Story, Writer};

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
    /// Sentences that publishers have put into the other members since then.
    pub edited: &'a [Span],
    /// Lengths and counts.
    pub options: &'a Options,
}

/// Writes a draft out of sentences of the originals; `None` when nothing can be said. Copies do not vote. Deterministic;
/// the time is that of ranking, see `rank.rs`.
pub fn extractive(input: &Input<'_>) -> Option<Draft> {
    let desk = Desk::new(input)?;
    let mut used = Used::new(&desk);
    let mut headlines =
        headlines(&desk.reports(), &desk.by_score(), &desk.ranked, &desk.profile, desk.english).into_iter();
    let headline = headlines.next().or_else(|| {
        let all: Vec<usize> = desk.by_score().into_iter().chain(0..desk.ranked.sentences.len()).collect();
        any_headline(&all, &desk.ranked)
    });
    // where originals differ both sides are told, whatever else there is room for
    let mut disagreements = differ::disagreements(&desk);
    disagreements.retain(|d| used.take_all(&d.versions.iter().map(|v| &v.claim).collect::<Vec<_>>()));
    let mut tldr = tldr::tldr(&desk, headline.as_ref(), &mut used);
    let first = *tldr.first()?;
    let worded =
        |h: Headline| Claim { text: h.text, support: h.support.iter().filter_map(|&i| desk.span(i)).collect() };
    let headline = headline.map_or_else(|| desk.claim(first), worded);
    let other_headlines = headlines.map(worded).collect();
    let mut since_last = since::since_last(&desk);
    since_last.retain(|c| used.take_all(&[c]));
    let mut quotes = quotes::quotes(&desk);
    quotes.retain(|q| used.take_text(&q.text, &q.span));
    let mut chosen = sections::chosen(&desk, &tldr, &headline.text, &mut used);
    sections::opening(&desk, &mut tldr, &mut chosen, &headline.text, &mut used);
    let key_facts = extras::key_facts(&desk, &tldr, &chosen, &mut used);
    let article = sections::sections(&desk, &tldr, &chosen);
    let open_questions = questions::open_questions(&desk, &disagreements);
    let mut draft = Draft {
        writer: Writer::Extractive,
        headline,
        other_headlines,
        article,
        key_facts,
        since_last,
        quotes,
        timeline: timeline::timeline(&desk),
        disagreements,
        open_questions,
        tldr: tldr.iter().map(|&i| desk.claim(i)).collect(),
        ..Draft::empty(input.story.id, &input.story.language)
    };
    dates::in_one_style(&desk, &mut draft);
    tense::in_the_past(&desk, &mut draft);
    names::in_full(&desk, &mut draft);
    Some(input.options.verbatim().bounded(draft, input.articles))
}

//! The desk: all that the parts of the writer look at, and what of it may be used.

use crate::arc::is_denial;
use crate::clean::Opening;
use crate::compress::compressed;
use crate::extractive::Input;
use crate::fuse::fused;
use crate::headline::Report;
use crate::lexicon::{CALENDAR_NOUNS, COLOUR, SAYING, SUBORDINATE, WEEKDAYS, is_finite};
use crate::pool::{Piece, Sentence, pool};
use crate::profile::{Profile, Voice};
use crate::rank::{REPEATS, Ranked, rank};
use crate::same::{Facts, SAME_FACT};
use crate::state::State;
use crate::tense::historic_present;
use crate::titles::title_stems;
use crate::words::{Splitter, length};
use standfirst_types::{Article, ArticleId, Claim, Member, MemberKind, NameKind, Notes, Span, Story};
use std::collections::{BTreeMap, BTreeSet};

/// All that the parts of the writer look at.
pub(crate) struct Desk<'a> {
    pub(crate) input: &'a Input<'a>,
    /// For each source of the pool, which article it is.
    pub(crate) sources: Vec<usize>,
    pub(crate) ranked: Ranked,
    pub(crate) profile: Profile,
    pub(crate) facts: Facts,
    pub(crate) state: State,
    pub(crate) english: bool,
    /// Sentences that may not be used: overtaken, or the outlet's talk of itself.
    barred: Vec<bool>,
    /// Sentences that say it is not so: never the same as what they deny.
    denies: Vec<bool>,
    /// Indices of the first usable sentences of each source.
    leads: Vec<Vec<usize>>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(input: &'a Input<'a>) -> Option<Self> {
        let sources = voters(input);
        let english = input.story.language.is_empty() || input.story.language.starts_with("en");
        let article = |n: &usize| input.articles.get(*n).copied();
        let pieces: Vec<Piece<'_>> = sources
            .iter()
            .filter_map(article)
            .map(|a| Piece { text: &a.text, sentences: &a.sentences, voice: voice(input.story, a), english })
            .collect();
        let mut sentences = pool(&pieces);
        if sentences.is_empty() {
            return None;
        }
        for sentence in &mut sentences {
            let at = sources.get(sentence.source).copied();
            if let Some((a, notes)) = at.and_then(|n| Some((article(&n)?, input.notes.get(n)?))) {
                resolve(sentence, a, notes);
            }
        }
        let titles = title_stems(sources.iter().filter_map(article).map(|a| a.title.as_str()), english);
        let ranked = rank(sentences, pieces.into_iter().map(|p| p.voice).collect(), &titles);
        let state = State::new(input, &sources);
        let mut leads = vec![vec![]; sources.len()];
        for (i, s) in ranked.sentences.iter().enumerate().filter(|(_, s)| s.stands()) {
            leads.get_mut(s.source).into_iter().filter(|l| l.len() < 3 && s.index < 6).for_each(|l| l.push(i));
        }
        let facts = Facts::new(&ranked.sentences);
        let denies = ranked.sentences.iter().map(is_denial).collect();
        let mut desk = Self {
            input,
            sources,
            ranked,
            profile: Profile::default(),
            facts,
            state,
            english,
            barred: vec![],
            denies,
            leads,
        };
        desk.profile = desk.event();
        desk.barred = (0..desk.ranked.sentences.len()).map(|i| desk.is_barred(i)).collect();
        for lead in &mut desk.leads {
            lead.retain(|&i| !desk.barred.get(i).copied().unwrap_or(true));
        }
        desk.weigh();
        Some(desk)
    }

    fn event(&self) -> Profile {
        let reports = self.reports();
        let voices: Vec<Voice<'_>> = reports
            .iter()
            .map(|r| Voice { title: r.title, lead: r.leads.first().copied(), weight: r.weight })
            .collect();
        Profile::new(&voices, &self.ranked.sentences, &Splitter::new(self.english))
    }

    /// The reports as the headline looks at them.
    pub(crate) fn reports(&self) -> Vec<Report<'a>> {
        let report = |(source, n): (usize, &usize)| {
            let article = self.input.articles.get(*n)?;
            let leads = self.leads.get(source).cloned().unwrap_or_default();
            // what other outlets took over is what they held for the news
            let copied = |m: &&Member| m.kind == MemberKind::CopyOf(article.id);
            let copies = self.input.story.members.iter().filter(copied).count().min(5) as f32;
            let weight = self.state.weight(source) * (1.0 + 0.12 * copies);
            Some(Report { title: &article.title, site: &article.site, leads, weight })
        };
        self.sources.iter().enumerate().filter_map(report).collect()
    }

    /// What is so now weighs more than what was, what the event is more than what else there is, colour less.
    fn weigh(&mut self) {
        for sentence in &mut self.ranked.sentences {
            let event = 0.5 * self.profile.held(sentence.words.iter());
            let colour = if sentence.has(COLOUR) { 0.8 } else { 1.0 };
            // “today” is another day for whoever reads it
            let day =
                if self.english && sentence.has(&["today", "yesterday", "tomorrow", "tonight"]) { 0.9 } else { 1.0 };
            let present = if self.english && historic_present(sentence) { 0.9 } else { 1.0 };
            sentence.score = (sentence.score + event) * colour * day * present * self.state.weight(sentence.source);
        }
    }

    fn is_barred(&self, i: usize) -> bool {
        let Some((s, a)) = self.sentence(i).zip(self.article_of(i)) else { return true };
        let notes = self.sources.get(s.source).and_then(|&n| self.input.notes.get(n));
        self.english
            && (notes.is_some_and(|n| self.state.is_overtaken(s, n))
                || house_talk(s, a)
                || s.text.starts_with('(')
                || !carries(s)
                || self.is_slight(s)
                || self.floats(s)
                || leans(s))
    }

    /// A few words without number or time that say little of the event: “Nobody made a speech.”
    fn is_slight(&self, s: &Sentence) -> bool {
        let timed = s.has_number() || s.has(WEEKDAYS);
        s.index > 0 && s.words.len() < 8 && !timed && self.profile.held(s.words.iter()) < 0.25
    }

    /// “The device appears …”: a thing that neither titles nor leads speak of, without a word that says which.
    fn floats(&self, s: &Sentence) -> bool {
        let [the, noun, next, ..] = s.words.as_slice() else { return false };
        let bare = the.lower == "the" && !noun.capital && !next.breaks;
        let verb = is_finite(&next.lower) || next.is(&["appears", "appear", "follows", "seems", "remains"]);
        s.index > 0 && bare && verb && self.profile.of(&noun.stem) < 0.1 && !noun.is(COMMON)
    }

    pub(crate) fn sentence(&self, i: usize) -> Option<&Sentence> {
        self.ranked.sentences.get(i)
    }

    /// The article that sentence `i` stands in.
    pub(crate) fn article_of(&self, i: usize) -> Option<&'a Article> {
        let source = self.sentence(i)?.source;
        self.sources.get(source).and_then(|&n| self.input.articles.get(n)).copied()
    }

    /// What is understood of the article that sentence `i` stands in.
    pub(crate) fn notes_of(&self, i: usize) -> Option<&'a Notes> {
        let source = self.sentence(i)?.source;
        self.sources.get(source).and_then(|&n| self.input.notes.get(n)).copied()
    }

    pub(crate) fn span(&self, i: usize) -> Option<Span> {
        let (a, s) = (self.article_of(i)?, self.sentence(i)?);
        Some(Span { article: a.id, version: a.version, start: s.start, end: s.end })
    }

    /// Sentence `i` as a claim, shortened when it is long, with the sentences of other voices that say the same.
    pub(crate) fn claim(&self, i: usize) -> Claim {
        let Some((a, s)) = self.article_of(i).zip(self.sentence(i)) else { return Claim::default() };
        let agreeing = self.ranked.agreeing(i);
        let other = agreeing.iter().filter(|_| self.english).find_map(|&j| Some((j, fused(s, self.sentence(j)?)?)));
        if let Some((j, text)) = other {
            return Claim { text, support: self.span(i).into_iter().chain(self.span(j)).collect() };
        }
        let text = compressed(s, self.input.options.long_sentence, self.english).unwrap_or_else(|| s.text.clone());
        let lean = s.lean.map(|[start, end]| Span { article: a.id, version: a.version, start, end });
        let also = agreeing.into_iter().filter_map(|j| self.span(j)).take(2);
        let support = self.span(i).into_iter().chain(lean).chain(also).take(3).collect();
        Claim { text, support }
    }

    /// Stands alone, says something, and may be used.
    pub(crate) fn tells(&self, i: usize) -> bool {
        self.sentence(i).is_some_and(|s| s.stands() && !s.text.ends_with(['?', '!', '？', '！']))
            && !self.barred.get(i).copied().unwrap_or(true)
    }

    /// How much two sentences tell the same, 0 to 1; see [`crate::same::SAME_FACT`].
    pub(crate) fn alike(&self, a: usize, b: usize) -> f32 {
        if self.denies.get(a) != self.denies.get(b) {
            return 0.0;
        }
        // the leads of two reports of one state of the story tell one event in any words
        let lead = |n: usize| self.sentence(n).filter(|s| s.index == 0).map(|s| self.state.is_earlier(s.source));
        let leads = if lead(a).is_some() && lead(a) == lead(b) { 1.35 } else { 1.0 };
        leads * (self.ranked.cosine(a, b) * SAME_FACT / REPEATS).max(self.facts.shared(a, b))
    }

    /// Sentences that may be used, best first.
    pub(crate) fn by_score(&self) -> Vec<usize> {
        let mut all: Vec<usize> = (0..self.ranked.sentences.len()).filter(|&i| self.tells(i)).collect();
        let score = |i: &usize| self.sentence(*i).map_or(0.0, |s| s.score);
        all.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
        all
    }

    /// Words of the sentences together.
    pub(crate) fn words(&self, chosen: &[usize]) -> usize {
        chosen.iter().filter_map(|&i| self.sentence(i)).map(|s| length(&s.text)).sum()
    }
}

/// Nouns that need no introduction.
const COMMON: &[&str] = &[
    "police",
    "government",
    "army",
    "president",
    "minister",
    "mayor",
    "council",
    "court",
    "parliament",
    "king",
    "queen",
    "pope",
    "weather",
    "sun",
    "world",
    "country",
    "town",
    "city",
    "island",
    "public",
    "state",
    "navy",
    "church",
];

/// It has a verb that could carry a sentence. A word in -s may be one.
fn carries(sentence: &Sentence) -> bool {
    sentence.words.iter().any(|w| is_finite(&w.lower))
        || sentence.words.iter().skip(1).any(|w| !w.capital && w.lower.len() > 3 && w.lower.ends_with('s'))
}

/// “…, they said”, “the jury chose it”: a pronoun stands for somebody or something of another sentence.
fn leans(sentence: &Sentence) -> bool {
    let words = &sentence.words;
    let quoted = sentence.text.contains(['“', '"', '‘']);
    let said = words.windows(2).any(|two| match two {
        [a, b] => a.breaks && a.is(&["he", "she", "they"]) && b.is(SAYING),
        _ => false,
    });
    let first_verb = words.iter().position(|w| is_finite(&w.lower)).unwrap_or(words.len());
    let object = words.iter().take(8).enumerate().skip(1).any(|(i, w)| {
        let after_verb = words
            .get(i - 1)
            .is_some_and(|b| is_finite(&b.lower) || b.lower.ends_with('s') && b.is_content() && !b.capital);
        w.is(&["it", "them", "him"]) && !w.breaks && after_verb && i <= first_verb + 3
    });
    let mut same = words.windows(3).enumerate();
    let same = same.any(|(i, three)| match three {
        [the, same, noun] if the.lower == "the" && same.lower == "same" => {
            let calendar = noun.is(CALENDAR_NOUNS) || noun.is(&["time", "day", "night", "as", "way", "hour", "one"]);
            !calendar && !words.iter().take(i).any(|w| w.stem == noun.stem)
        }
        _ => false,
    });
    let those = words.iter().take(4).any(|w| w.is(&["those", "these", "such"]))
        && words.first().is_some_and(|w| w.is(SUBORDINATE));
    if same || those {
        return true;
    }
    let last = words.last().is_some_and(|w| w.is(&["this", "that"]));
    let thing = words.windows(3).any(|three| match three {
        [verb, that, on] => {
            is_finite(&verb.lower)
                && that.is(&["this", "that"])
                && on.is(&["down", "to", "into", "as", "aside", "on", "in"])
        }
        _ => false,
    });
    let such = words.windows(2).any(|two| matches!(two, [a, b] if a.lower == "such" && b.is(&["a", "an"])));
    if last || thing || such || !quoted && words.iter().any(|w| w.lower == "that's") {
        return true;
    }
    let spoken_of = words.iter().take(first_verb).skip(1).any(|w| w.is(&["of", "that", "who", "which"]));
    !quoted && said
        || object && !spoken_of
        || object && first_verb < 6 && words.iter().skip(1).take(first_verb).all(|w| !w.capital)
}

/// The outlet speaks of itself or to the reader: “Radio Orle reported eleven”, “can be left at the Gazette”, “our hospital”.
fn house_talk(sentence: &Sentence, article: &Article) -> bool {
    let quoted = sentence.text.contains(['“', '"', '‘']);
    if !quoted && sentence.has(&["our", "we", "us", "my", "i", "you", "your"]) {
        return true;
    }
    let site: Vec<&str> =
        article.site.split_whitespace().filter(|w| !matches!(*w, "The" | "News" | "Online")).collect();
    let (Some(last), true) = (site.last(), site.len() >= 2) else { return false };
    let full = site.join(" ");
    let short = format!("he {last}");
    let at = sentence
        .text
        .find(&full)
        .map(|at| (at, full.len()))
        .or_else(|| Some((sentence.text.find(&short)?, short.len())));
    let Some((at, long)) = at else { return false };
    let before = sentence.text.get(..at).unwrap_or_default().trim_end();
    let after = sentence.text.get(at + long..).unwrap_or_default().trim_start();
    let told = ["told", "to", "by", "with", "in"].iter().any(|w| before.ends_with(&format!(" {w}")));
    let speaks =
        ["reported", "has", "had", "is", "understands", "obtained", "published"].iter().any(|w| after.starts_with(w));
    speaks || !told
}

/// The articles that vote: originals, and copies whose original is not among the articles.
pub(crate) fn voters(input: &Input<'_>) -> Vec<usize> {
    let kinds: BTreeMap<ArticleId, MemberKind> = input.story.members.iter().map(|m| (m.article, m.kind)).collect();
    let kind = |a: &Article| kinds.get(&a.id).copied();
    let mut stood_for: BTreeSet<ArticleId> =
        input.articles.iter().filter(|a| matches!(kind(a), Some(MemberKind::Original))).map(|a| a.id).collect();
    let mut texts = BTreeSet::new();
    let mut out = Vec::new();
    for (n, a) in input.articles.iter().enumerate() {
        let votes = match kind(a) {
            Some(MemberKind::CopyOf(of)) => stood_for.insert(of),
            _ => true,
        };
        // the very same text is a copy, whatever it is called
        if votes && texts.insert(a.text.as_str()) {
            out.push(n);
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
    if sentence.opening != Opening::Person || sentence.is_speech() {
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

//! What is new: sentences that an earlier brief does not have, and numbers that it gave otherwise. For the writer, out of
//! fresh reports and of what publishers put into old ones; for an edition, between two briefs of one story.

use crate::desk::Desk;
use crate::differ::{Figure, figures};
use crate::pool::{Piece, Sentence, pool};
use crate::state::is_plan;
use standfirst_types::{Brief, ChangedNumber, Claim, Span, seal::stands_whole};

/// Share of a sentence's content in one sentence of the previous brief from which it is no news.
const TOLD: f32 = 0.7;
/// Share of the shorter sentence's content that a sentence must have to speak of the same number, where what is counted is
/// known by its kind (deaths, arrests), and where only by its noun.
const SAME_KIND: f32 = 0.1;
const SAME_NOUN: f32 = 0.5;

/// Measures: what differs in them is seldom the same thing counted again.
const UNITS: &[&str] = &[
    "kilometres",
    "kilometers",
    "metres",
    "meters",
    "miles",
    "feet",
    "inches",
    "knots",
    "tonnes",
    "tons",
    "kilograms",
    "litres",
    "liters",
    "hectares",
    "acres",
    "degrees",
    "marks",
    "crowns",
    "dollars",
    "euros",
    "pounds",
    "points",
];
/// Words by which a sentence that gives both numbers says that one took the place of the other.
const MOVES: &[&str] = &[
    "rose",
    "risen",
    "rises",
    "raised",
    "up",
    "from",
    "revised",
    "climbed",
    "grew",
    "increased",
    "fell",
    "lowered",
    "down",
    "now",
    "replaces",
    "replaced",
    "instead",
];

/// What one brief says that an earlier one did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The sentence of the newer brief.
    pub text: String,
    /// The number that it changed, if it did.
    pub number: Option<ChangedNumber>,
}

/// The best new sentences, at most as many as the options allow, changed counts first; none without a previous brief.
pub(crate) fn since_last(desk: &Desk<'_>) -> Vec<Claim> {
    let Some(previous) = desk.input.previous else { return vec![] };
    let before = Told::by(previous, desk.english);
    let mut news: Vec<(bool, usize)> = Vec::new();
    for i in desk.by_score().into_iter().filter(|i| is_fresh(desk, *i)) {
        let Some(sentence) = desk.sentence(i).filter(|s| !s.is_speech() && !s.text.ends_with('?')) else { continue };
        let repeats = news.iter().any(|&(_, j)| desk.alike(i, j) >= crate::same::SAME_FACT);
        let changed = before.counted_otherwise(sentence).is_some();
        if !repeats && (changed || !before.tells(sentence)) {
            news.push((changed, i));
        }
    }
    news.sort_by_key(|n| !n.0);
    news.into_iter().take(desk.input.options.since_last).map(|(_, i)| desk.claim(i)).collect()
}

/// Whether sentence `i` is of a fresh report, or was put into an old one.
fn is_fresh(desk: &Desk<'_>, i: usize) -> bool {
    let fresh = desk.article_of(i).is_some_and(|a| desk.input.fresh.contains(&a.id));
    let edited = |s: Span| {
        let same = |e: &&Span| (e.article, e.version) == (s.article, s.version);
        desk.input.edited.iter().filter(same).any(|e| e.start < s.end && s.start < e.end)
    };
    fresh || desk.span(i).is_some_and(edited)
}

/// The numbers that these sentences give otherwise than the previous brief did.
pub fn changed_numbers(previous: &Brief, now: &[Claim]) -> Vec<ChangedNumber> {
    let english = is_english(previous);
    let before = Told::by(previous, english);
    let now = Told::read(now.iter().map(|c| c.text.clone()).collect(), english);
    now.sentences.iter().filter_map(|s| before.changed(s, now.whole(s))).collect()
}

/// What `current` says and `previous` did not, changed numbers first, at most `most`: its news, then its TL;DR, key facts and
/// article, each fact once.
pub fn news(previous: &Brief, current: &Brief, most: usize) -> Vec<News> {
    let english = is_english(current);
    let before = Told::by(previous, english);
    let sections = current.article().iter().flat_map(|s| &s.sentences);
    let all = current.since_last().iter().chain(current.tldr()).chain(current.key_facts()).chain(sections);
    let now = Told::read(all.map(|s| s.text.clone()).collect(), english);
    let mut taken = Told::default();
    let mut out: Vec<News> = vec![];
    for sentence in &now.sentences {
        let number = before.changed(sentence, now.whole(sentence));
        let speaks = sentence.is_speech() || sentence.text.ends_with('?');
        if speaks || number.is_none() && before.tells(sentence) || taken.tells(sentence) {
            continue;
        }
        out.push(News { text: now.whole(sentence).to_owned(), number });
        taken.sentences.push(sentence.clone());
    }
    out.sort_by_key(|n| n.number.is_none());
    out.truncate(most);
    out
}

fn is_english(brief: &Brief) -> bool {
    brief.language().split('-').next() == Some("en")
}

/// What was told, sentence by sentence.
#[derive(Default)]
struct Told {
    texts: Vec<String>,
    sentences: Vec<Sentence>,
}

impl Told {
    fn by(brief: &Brief, english: bool) -> Self {
        Self::read(brief.sentences().map(|s| s.text.clone()).collect(), english)
    }

    fn read(texts: Vec<String>, english: bool) -> Self {
        let mut text = String::new();
        let mut spans = Vec::with_capacity(texts.len());
        for sentence in &texts {
            let start = text.len() as u32;
            text.push_str(sentence);
            spans.push([start, text.len() as u32]);
            text.push('\n');
        }
        let sentences = pool(&[Piece { text: &text, sentences: &spans, voice: String::new(), english }]);
        Self { texts, sentences }
    }

    /// A sentence as it was given, with what `pool` leaves out of it.
    fn whole<'t>(&'t self, sentence: &'t Sentence) -> &'t str {
        self.texts.get(sentence.index).map_or(sentence.text.as_str(), String::as_str)
    }

    fn tells(&self, sentence: &Sentence) -> bool {
        let held = |b: &Sentence| sentence.terms.iter().filter(|t| b.terms.binary_search(t).is_ok()).count();
        self.sentences.iter().any(|b| held(b) as f32 >= TOLD * sentence.terms.len().max(1) as f32)
    }

    /// The sentence that counted the same otherwise, the count now and the count then; `None` where any earlier sentence
    /// gives the count of now, or nothing of the kind was counted.
    fn counted_otherwise<'t>(&'t self, sentence: &Sentence) -> Option<(&'t Sentence, Figure, Figure)> {
        figures(sentence).into_iter().filter(|f| f.kind || !UNITS.contains(&f.about.as_str())).find_map(|f| {
            let mut nearest: Option<(f32, &'t Sentence, Figure)> = None;
            for earlier in self.sentences.iter().filter(|b| years(b) == years(sentence)) {
                for g in figures(earlier).into_iter().filter(|g| g.key == f.key) {
                    if g.value == f.value {
                        return None;
                    }
                    let near = shared(sentence, earlier);
                    if nearest.as_ref().is_none_or(|n| near > n.0) {
                        nearest = Some((near, earlier, g));
                    }
                }
            }
            let (near, earlier, g) = nearest?;
            // One that repeats the number of then without saying that it moved explains it: “the nine were those …”.
            let repeats = sentence.words.iter().any(|w| w.value() == Some(g.value));
            if repeats && !sentence.has(MOVES) || is_plan(earlier) && !is_plan(sentence) {
                return None;
            }
            (near >= if f.kind { SAME_KIND } else { SAME_NOUN }).then_some((earlier, f, g))
        })
    }

    /// The same as it is published; `text` is the sentence as it is given.
    fn changed(&self, sentence: &Sentence, text: &str) -> Option<ChangedNumber> {
        let (earlier, f, g) = self.counted_otherwise(sentence)?;
        let was = self.whole(earlier);
        Some(ChangedNumber {
            about: f.about,
            was: was.to_owned(),
            was_value: written(was, &g.written)?,
            now: text.to_owned(),
            now_value: written(text, &f.written)?,
        })
    }
}

/// A number as the whole sentence writes it: without the connective before it, it may have got a capital.
fn written(text: &str, number: &str) -> Option<String> {
    let small = number.to_lowercase();
    [number, small.as_str()].into_iter().find(|n| stands_whole(text, n)).map(str::to_owned)
}

/// Share of the shorter sentence's content that the other has.
fn shared(a: &Sentence, b: &Sentence) -> f32 {
    let both = a.terms.iter().filter(|t| b.terms.binary_search(t).is_ok()).count();
    both as f32 / a.terms.len().min(b.terms.len()).max(1) as f32
}

/// Years in digits: what a sentence counts of another year is another thing.
fn years(sentence: &Sentence) -> Vec<u32> {
    let year = |w: &crate::words::Word| match w.value() {
        Some(v) if w.has_digit() && (1500.0..2100.0).contains(&v) && w.lower.len() == 4 => Some(v as u32),
        _ => None,
    };
    sentence.words.iter().filter_map(year).collect()
}

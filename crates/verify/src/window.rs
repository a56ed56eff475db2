//! The window: the source sentences a claim is held against, and how the best ones are found.

use crate::thesaurus::{Bases, NONE};
use crate::token::{Lexemes, Token, tokens, tokens_with};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use standfirst_types::{Article, Span, seal::same_words};
use std::hash::{Hash, Hasher};

/// Most source sentences one claim may rest on.
pub(crate) const MOST: usize = 3;
/// Sentences of a source that are looked at; what comes later is not aligned to.
const MOST_SENTENCES: usize = 4000;
/// Tokens of a sentence that are looked at.
pub(crate) const MOST_TOKENS: usize = 400;

/// A source sentence, read into words.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Which source it is of.
    pub(crate) source: usize,
    /// First byte in that source.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
    /// Its words.
    pub(crate) tokens: Vec<Token>,
    /// Its bytes.
    pub(crate) text: String,
}

impl Line {
    /// `text[start..end]` of source `source`; `None` when that is no text.
    pub(crate) fn new(source: usize, text: &str, start: u32, end: u32) -> Option<Self> {
        Self::with(source, text, (start, end), &mut Lexemes::default())
    }

    fn with(source: usize, text: &str, (start, end): (u32, u32), lexemes: &mut Lexemes) -> Option<Self> {
        let text = text.get(start as usize..end as usize).filter(|t| !t.trim().is_empty())?;
        let mut tokens = tokens_with(text, lexemes);
        tokens.truncate(MOST_TOKENS);
        Some(Self { source, start, end, tokens, text: text.to_owned() })
    }
}

/// Every sentence of the sources with the places each word stands at, by stem and by base form.
pub(crate) struct Sources {
    pub(crate) lines: Vec<Line>,
    places: FxHashMap<u64, Vec<Place>>,
    /// Runs of two and of three words, by stem.
    runs: FxHashSet<u64>,
    /// Base forms of the words that stand there, each once.
    pub(crate) vocabulary: Vec<Bases>,
}

/// Where a word stands: line and token.
pub(crate) type Place = (u32, u16);

impl Sources {
    /// Reads `(text, sentences)` of each source. Linear.
    pub(crate) fn new<'a>(sources: impl Iterator<Item = (&'a str, &'a [[u32; 2]])>) -> Self {
        let mut lines = Vec::new();
        let mut lexemes = Lexemes::default();
        for (n, (text, sentences)) in sources.enumerate() {
            lines.extend(mended(text, sentences).filter_map(|s| Line::with(n, text, (s[0], s[1]), &mut lexemes)));
        }
        Self::of_lines(lines)
    }

    /// Finds the places of the words of `lines`.
    pub(crate) fn of_lines(lines: Vec<Line>) -> Self {
        let mut places: FxHashMap<u64, Vec<Place>> = FxHashMap::default();
        for (i, line) in lines.iter().enumerate() {
            for (j, token) in line.tokens.iter().enumerate().filter(|(_, t)| t.is_content()) {
                for key in keys(token) {
                    let held = places.entry(key).or_default();
                    if held.last() != Some(&(i as u32, j as u16)) {
                        held.push((i as u32, j as u16));
                    }
                }
            }
        }
        let mut runs = FxHashSet::default();
        let mut vocabulary = Vec::new();
        for line in &lines {
            for n in [2, 3] {
                runs.extend(line.tokens.windows(n).map(run_key));
            }
            vocabulary.extend(line.tokens.iter().filter(|t| t.bases[0] != NONE && t.is_content()).map(|t| t.bases));
        }
        vocabulary.sort_unstable();
        vocabulary.dedup();
        Self { lines, places, runs, vocabulary }
    }

    /// Share of the runs of `n` (2 or 3) words of `claim` that stand in some sentence, 0 to 1.
    pub(crate) fn runs_held(&self, claim: &[Token], n: usize) -> f32 {
        let all = claim.windows(n).count();
        let held = claim.windows(n).filter(|w| self.runs.contains(&run_key(w))).count();
        if all == 0 { 1.0 } else { held as f32 / all as f32 }
    }

    /// The sentences of articles.
    pub(crate) fn of(articles: &[&Article]) -> Self {
        Self::new(articles.iter().map(|a| (a.text.as_str(), a.sentences.as_slice())))
    }

    /// Where a word stands in any of its forms, in order; each place once.
    pub(crate) fn places(&self, token: &Token) -> Vec<Place> {
        let mut out: Vec<Place> =
            keys(token).flat_map(|k| self.places.get(&k).into_iter().flatten().copied()).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    fn at_stem(&self, token: &Token) -> &[Place] {
        self.places.get(&stem_key(token)).map_or(&[], Vec::as_slice)
    }

    /// Whether the word stands anywhere.
    pub(crate) fn has(&self, token: &Token) -> bool {
        self.places.contains_key(&stem_key(token))
    }

    /// How much a word tells: the rarer in the sources, the more; names and numbers more than other words.
    pub(crate) fn weight(&self, token: &Token) -> f32 {
        let n = lines_of(self.at_stem(token)).count();
        let idf = (1.0 + self.lines.len() as f32 / (1.0 + n as f32)).ln();
        if token.number.is_some() || token.capital && !token.opens { 1.5 * idf } else { idf }
    }

    /// The one to three sentences that cover the claim's content best, best first; empty when nothing is shared.
    ///
    /// Greedy cover with weights by rarity; runs of words in the same order count extra for the first, and nearness to it
    /// for the others. Linear in the sentences that share a word, times the claim's length.
    pub(crate) fn align(&self, claim: &[Token]) -> Vec<usize> {
        let ranked = self.ranked(claim);
        let content: Vec<&Token> = claim.iter().filter(|t| t.is_content()).collect();
        let first = ranked.iter().copied().map(|(i, s)| (i, s * (1.0 + self.order(i, claim)))).fold(None, best);
        let Some((first, _)) = first else { return vec![] };
        let mut chosen = vec![first as usize];
        let mut open: Vec<&Token> = self.uncovered(content, first);
        while chosen.len() < MOST && !open.is_empty() {
            let gain = |i: u32| {
                let near = self.lines.get(first as usize).zip(self.lines.get(i as usize));
                let near = near.is_some_and(|(a, b)| a.source == b.source && i.abs_diff(first) <= 3);
                let sum: f32 = open.iter().filter(|t| self.holds(i, t)).map(|t| self.weight(t)).sum();
                (i, if near { 1.4 * sum } else { sum })
            };
            let mut candidates: Vec<u32> = open.iter().flat_map(|t| lines_of(self.at_stem(t))).collect();
            candidates.sort_unstable();
            candidates.dedup();
            candidates.truncate(600);
            let Some((next, gain)) = candidates.into_iter().map(gain).fold(None, best) else { break };
            if gain <= 0.0 {
                break;
            }
            open = self.uncovered(open, next);
            chosen.push(next as usize);
        }
        chosen
    }

    /// The `n` lines that share most with the claim, at most 24, best first.
    pub(crate) fn nearest(&self, claim: &[Token], n: usize) -> Vec<u32> {
        self.ranked(claim).into_iter().take(n).map(|r| r.0).collect()
    }

    fn ranked(&self, claim: &[Token]) -> Vec<(u32, f32)> {
        let content: Vec<&Token> = claim.iter().filter(|t| t.is_content()).collect();
        let mut scores: FxHashMap<u32, f32> = FxHashMap::default();
        for token in content {
            let weight = self.weight(token);
            for i in lines_of(self.at_stem(token)) {
                *scores.entry(i).or_default() += weight;
            }
        }
        let mut ranked: Vec<(u32, f32)> = scores.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(24);
        ranked
    }

    /// The lines that a text is held against: the one with its very words where there is one, else those of [`Self::align`].
    pub(crate) fn window(&self, text: &str, claim: &[Token]) -> Vec<usize> {
        match self.lines.iter().position(|l| same_words(&l.text, text)) {
            Some(own) => vec![own],
            None => self.align(claim),
        }
    }

    fn holds(&self, line: u32, token: &Token) -> bool {
        self.at_stem(token).binary_search_by_key(&line, |p| p.0).is_ok()
    }

    fn uncovered<'t>(&self, open: Vec<&'t Token>, line: u32) -> Vec<&'t Token> {
        open.into_iter().filter(|t| !self.holds(line, t)).collect()
    }

    /// Share of the claim's neighbouring pairs of words that are neighbours in the line too.
    fn order(&self, line: u32, claim: &[Token]) -> f32 {
        let Some(line) = self.lines.get(line as usize) else { return 0.0 };
        pairs_shared(claim, &line.tokens)
    }
}

/// The sentences, but one that ends in the middle of a number (“98. 7 per cent”, as tokenised text writes it) goes on.
fn mended<'t>(text: &'t str, sentences: &'t [[u32; 2]]) -> impl Iterator<Item = [u32; 2]> + 't {
    let part = |s: &[u32; 2]| text.get(s[0] as usize..s[1] as usize).unwrap_or_default();
    let cut = move |a: &[u32; 2], b: &[u32; 2]| {
        let before = part(a).strip_suffix('.').is_some_and(|t| t.ends_with(|c: char| c.is_ascii_digit()));
        before && part(b).starts_with(|c: char| c.is_ascii_digit())
    };
    // the whole, and where it is made of parts, the parts
    let whole = |run: &'t [[u32; 2]]| {
        let all = run.first().zip(run.last()).map(|(a, b)| [a[0], b[1]]);
        all.into_iter().chain(run.iter().copied().filter(move |_| run.len() > 1))
    };
    sentences.get(..MOST_SENTENCES).unwrap_or(sentences).chunk_by(cut).flat_map(whole)
}

/// The lines of places, each once.
fn lines_of(places: &[Place]) -> impl Iterator<Item = u32> + '_ {
    places.chunk_by(|a, b| a.0 == b.0).filter_map(|c| c.first()).map(|p| p.0)
}

/// A word is found by its stem and by each of its base forms.
fn keys(token: &Token) -> impl Iterator<Item = u64> + '_ {
    let bases = token.bases.iter().filter(|&&b| b != NONE && token.number.is_none()).map(|&b| u64::from(b));
    std::iter::once(stem_key(token)).chain(bases)
}

pub(crate) fn run_key(run: &[Token]) -> u64 {
    let mut hasher = FxHasher::default();
    run.len().hash(&mut hasher);
    run.iter().for_each(|t| t.keys.1.hash(&mut hasher));
    hasher.finish()
}

fn stem_key(token: &Token) -> u64 {
    token.keys.1 | 1 << 63
}

fn best(so_far: Option<(u32, f32)>, next: (u32, f32)) -> Option<(u32, f32)> {
    match so_far {
        Some(held) if held.1 >= next.1 => Some(held),
        _ => Some(next),
    }
}

/// Share of the neighbouring pairs of `claim` that stand side by side in `line`, 0 to 1.
pub(crate) fn pairs_shared(claim: &[Token], line: &[Token]) -> f32 {
    let mut pairs: Vec<(u64, u64)> = line.windows(2).filter_map(pair).collect();
    pairs.sort_unstable();
    let all = claim.windows(2).filter_map(pair).count();
    let hits = claim.windows(2).filter_map(pair).filter(|p| pairs.binary_search(p).is_ok()).count();
    if all == 0 { 0.0 } else { hits as f32 / all as f32 }
}

fn pair(two: &[Token]) -> Option<(u64, u64)> {
    match two {
        [a, b] => Some((a.keys.1, b.keys.1)),
        _ => None,
    }
}

/// The one to three source sentences that `sentence` rests on best, best first; empty when nothing is shared.
/// Linear in the articles' text.
pub fn align(sentence: &str, articles: &[&Article]) -> Vec<Span> {
    let sources = Sources::of(articles);
    let chosen = sources.align(&tokens(sentence));
    chosen.into_iter().filter_map(|i| span(sources.lines.get(i)?, articles)).collect()
}

/// The span of a line of `articles`.
pub(crate) fn span(line: &Line, articles: &[&Article]) -> Option<Span> {
    let article = articles.get(line.source)?;
    Some(Span { article: article.id, version: article.version, start: line.start, end: line.end })
}

//! The window: the source sentences a claim is held against, and how the best ones are found.

use crate::token::{Token, tokens};
use rustc_hash::FxHashMap;
use standfirst_types::{Article, Span};

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
        let text = text.get(start as usize..end as usize).filter(|t| !t.trim().is_empty())?;
        let mut tokens = tokens(text);
        tokens.truncate(MOST_TOKENS);
        Some(Self { source, start, end, tokens, text: text.to_owned() })
    }
}

/// Every sentence of the sources with the number of sentences each stem stands in.
pub(crate) struct Sources {
    pub(crate) lines: Vec<Line>,
    stems: FxHashMap<String, Vec<u32>>,
}

impl Sources {
    /// Reads `(text, sentences)` of each source. Linear.
    pub(crate) fn new<'a>(sources: impl Iterator<Item = (&'a str, &'a [[u32; 2]])>) -> Self {
        let mut lines = Vec::new();
        for (n, (text, sentences)) in sources.enumerate() {
            lines.extend(sentences.iter().take(MOST_SENTENCES).filter_map(|s| Line::new(n, text, s[0], s[1])));
        }
        let mut stems: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for (i, line) in lines.iter().enumerate() {
            for token in line.tokens.iter().filter(|t| t.is_content()) {
                let places = stems.entry(token.stem.clone()).or_default();
                if places.last() != Some(&(i as u32)) {
                    places.push(i as u32);
                }
            }
        }
        Self { lines, stems }
    }

    /// The sentences of articles.
    pub(crate) fn of(articles: &[&Article]) -> Self {
        Self::new(articles.iter().map(|a| (a.text.as_str(), a.sentences.as_slice())))
    }

    /// Whether the stem stands anywhere.
    pub(crate) fn has(&self, stem: &str) -> bool {
        self.stems.contains_key(stem)
    }

    fn weight(&self, token: &Token) -> f32 {
        let n = self.stems.get(&token.stem).map_or(0, Vec::len);
        let idf = (1.0 + self.lines.len() as f32 / (1.0 + n as f32)).ln();
        if token.number.is_some() || token.capital && !token.opens { 1.5 * idf } else { idf }
    }

    /// The one to three sentences that cover the claim's content best, best first; empty when nothing is shared.
    ///
    /// Greedy cover with weights by rarity; runs of words in the same order count extra for the first, and nearness to it
    /// for the others. Linear in the sentences that share a word, times the claim's length.
    pub(crate) fn align(&self, claim: &[Token]) -> Vec<usize> {
        let content: Vec<&Token> = claim.iter().filter(|t| t.is_content()).collect();
        let mut scores: FxHashMap<u32, f32> = FxHashMap::default();
        for token in &content {
            for &i in self.stems.get(&token.stem).into_iter().flatten() {
                *scores.entry(i).or_default() += self.weight(token);
            }
        }
        let mut ranked: Vec<(u32, f32)> = scores.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(24);
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
            let mut candidates: Vec<u32> =
                open.iter().flat_map(|t| self.stems.get(&t.stem).into_iter().flatten().copied()).collect();
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

    fn holds(&self, line: u32, token: &Token) -> bool {
        self.stems.get(&token.stem).is_some_and(|places| places.binary_search(&line).is_ok())
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

fn best(so_far: Option<(u32, f32)>, next: (u32, f32)) -> Option<(u32, f32)> {
    match so_far {
        Some(held) if held.1 >= next.1 => Some(held),
        _ => Some(next),
    }
}

/// Share of the neighbouring pairs of `claim` that stand side by side in `line`, 0 to 1.
pub(crate) fn pairs_shared(claim: &[Token], line: &[Token]) -> f32 {
    let mut pairs: Vec<(&str, &str)> = line.windows(2).filter_map(pair).collect();
    pairs.sort_unstable();
    let all = claim.windows(2).filter_map(pair).count();
    let hits = claim.windows(2).filter_map(pair).filter(|p| pairs.binary_search(p).is_ok()).count();
    if all == 0 { 0.0 } else { hits as f32 / all as f32 }
}

fn pair(two: &[Token]) -> Option<(&str, &str)> {
    match two {
        [a, b] => Some((a.stem.as_str(), b.stem.as_str())),
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

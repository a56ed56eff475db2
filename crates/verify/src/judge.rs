//! The judge: holds one claim against the words it cites.
//!
//! It fails closed. What cannot be resolved, what is not there and what is there otherwise is named in the verdict. It
//! reads no further than the cited spans: a number that stands elsewhere in the article does not count.

use crate::attribution::{attribution, misattributed};
use crate::channel::path;
use crate::dates;
use crate::edits::{self, Findings, is_denial, matched, same_word};
use crate::ends::piece;
use crate::forms::reformed;
use crate::joints::misjoined;
use crate::lexicon::{NEGATORS, is_calendar, is_unit, opposites, same_sense};
use crate::limits::unlimited;
use crate::quotes::{self, made_quotes, unquoted};
use crate::roles::exchanged;
use crate::token::{Token, tokens};
use crate::window::{Line, MOST_TOKENS, Sources, pairs_shared};
use standfirst_types::{Article, Claim, Texts, Verdict, VerdictKind, seal::same_words};

/// Bytes of the longest span a claim may cite: a window as wide as the article would bear out anything made of its words.
const LONGEST_SPAN: usize = 2000;
/// Spans of one claim that are looked at.
const MOST_SPANS: usize = 8;

/// Judges one claim by the spans it cites, by the rules alone. Linear in the cited text but for the alignment of words, which
/// is claim × span.
pub fn judge(claim: &Claim, articles: &[&Article]) -> Verdict {
    let Assessment { kind, missing, .. } = assessed(claim, articles);
    Verdict::by_rules(kind, missing)
}

/// The judgement of a claim, whole: as it stands, or with its dates in the words of its sources.
pub(crate) fn assessed(claim: &Claim, articles: &[&Article]) -> Assessment {
    let judged = assessed_as_it_stands(claim, articles);
    if judged.kind == VerdictKind::Verbatim {
        return judged;
    }
    let cited = dates::cited(claim, articles);
    let undone = dates::undone(&claim.text, &cited).filter(|_| !judged.kind.passes());
    let judged = match undone {
        Some(text) => assessed_as_it_stands(&Claim { text, support: claim.support.clone() }, articles).in_other_words(),
        None => judged,
    };
    match dates::unfounded(&claim.text, &cited) {
        Some(date) => judged.without(date),
        None => judged,
    }
}

fn assessed_as_it_stands(claim: &Claim, articles: &[&Article]) -> Assessment {
    let mut lines = Vec::with_capacity(claim.support.len());
    for (n, span) in claim.support.iter().enumerate() {
        let text = articles.text(span.article, span.version);
        let line = text.and_then(|t| span.of(t).and_then(|_| Line::new(n, t, span.start, span.end)));
        let Some(line) = line else { return Assessment::none("its source") };
        if line.text.len() > LONGEST_SPAN {
            return Assessment::none("a source span short enough to judge by");
        }
        lines.push(line);
    }
    lines.truncate(MOST_SPANS);
    let sources = Sources::of_lines(lines);
    let lines: Vec<&Line> = sources.lines.iter().collect();
    let words = tokens(&claim.text);
    let mut judged = assess_read(&claim.text, &words, &lines, None).0;
    if judged.kind == VerdictKind::Supported {
        strict(&claim.text, &words, &sources, &mut judged);
    }
    judged
}

/// What may be shown to readers as supported must be a whole sentence, hold together at every joint, and be nobody's words
/// unless it says so.
pub(crate) fn strict(text: &str, claim: &[Token], sources: &Sources, judged: &mut Assessment) {
    let window: Vec<usize> = (0..sources.lines.len()).collect();
    let lines: Vec<&Line> = sources.lines.iter().collect();
    let path = path(claim, sources, &window);
    let mut missing: Vec<String> = misjoined(claim, sources, &path).into_iter().collect();
    let built = missing.len();
    missing.extend(unlimited(claim, sources, &path).or_else(|| reformed(claim, sources, &path)));
    missing.extend(made_quotes(text, &lines));
    missing.extend(unquoted(text, claim, &lines).then(|| "whose words they are".to_owned()));
    judged.hard |= missing.len() > built;
    missing.extend(piece(text, claim).map(str::to_owned));
    let asks = |t: &str| t.trim_end_matches(['”', '"', '’', '\'', ')', ' ']).ends_with('?');
    let asked = path.iter().flatten().filter_map(|p| lines.get(p.0 as usize)).any(|l| asks(&l.text));
    missing.extend((asks(text) != asked).then(|| "a question".to_owned()));
    as_written(text, claim, &mut missing);
    if !missing.is_empty() {
        judged.kind = VerdictKind::Partly;
        judged.missing = missing;
    }
}

/// A judgement with its score.
#[derive(Clone, Debug)]
pub(crate) struct Assessment {
    /// How the claim stands.
    pub(crate) kind: VerdictKind,
    /// 0 to 1; from 0.5 on it may be believed.
    pub(crate) score: f32,
    /// What is missing.
    pub(crate) missing: Vec<String>,
    /// A fault that no model may talk away: a number, a name, a date, a quotation, a negation, a hedge, an attribution.
    pub(crate) hard: bool,
}

impl Assessment {
    /// The same of a claim whose dates are not written as in its source.
    pub(crate) fn in_other_words(mut self) -> Self {
        if self.kind == VerdictKind::Verbatim {
            self.kind = VerdictKind::Supported;
        }
        self
    }

    /// A date that stands nowhere takes the verdict back, and is named.
    pub(crate) fn without(mut self, date: String) -> Self {
        if self.kind.passes() {
            (self.kind, self.score) = (VerdictKind::Partly, 0.49 * self.score);
        }
        self.hard = true;
        if !date.split_whitespace().any(|w| self.missing.iter().any(|m| m == w)) {
            self.missing.insert(0, date);
        }
        self
    }

    fn none(missing: &str) -> Self {
        Self { kind: VerdictKind::Unsupported, score: 0.0, missing: vec![missing.into()], hard: true }
    }
}

/// Judges a text that is read into words already by `lines`; `sources`, where given, tells words of the document from words
/// of nowhere. With what was found, where it came to that.
pub(crate) fn assess_read(
    text: &str,
    claim: &[Token],
    lines: &[&Line],
    sources: Option<&Sources>,
) -> (Assessment, Option<Examined>) {
    match known(text, claim, lines) {
        Some(settled) => (settled, None),
        None => {
            let Some(examined) = examine(text, claim, lines) else { return (Assessment::none("its source"), None) };
            let mut settled = settle(claim, lines, examined.found.clone(), examined.near, sources);
            as_written(text, claim, &mut settled.missing);
            (settled, Some(examined))
        }
    }
}

/// The judgement that needs no looking into: nothing to judge, nothing to judge by, or word for word the same.
fn known(text: &str, claim: &[Token], lines: &[&Line]) -> Option<Assessment> {
    if claim.is_empty() {
        return Some(Assessment::none("words"));
    }
    if lines.is_empty() {
        return Some(Assessment::none("its source"));
    }
    if lines.iter().any(|l| same_words(&l.text, text)) {
        return Some(Assessment { kind: VerdictKind::Verbatim, score: 1.0, missing: vec![], hard: false });
    }
    (claim.len() > MOST_TOKENS).then(|| Assessment::none("an end: the sentence is too long to judge"))
}

/// A claim held against its window by rules.
pub(crate) struct Examined {
    pub(crate) found: Findings,
    /// Share of the claim's words that stand in order in the best line; `None` below three quarters.
    pub(crate) near: Option<f32>,
    /// The same share, whatever it is.
    pub(crate) share: f32,
    /// Two ends of different sentences are sewn together in it.
    pub(crate) sewn: bool,
}

/// Looks for what is wrong with the claim. `None` without lines.
pub(crate) fn examine(text: &str, claim: &[Token], lines: &[&Line]) -> Option<Examined> {
    let maps: Vec<Vec<Option<usize>>> = lines.iter().map(|l| matched(claim, &l.tokens)).collect();
    let share = |map: &Vec<Option<usize>>| map.iter().flatten().count() as f32 / claim.len() as f32;
    let best = (0..lines.len()).reduce(|a, b| if maps.get(b).map(share) > maps.get(a).map(share) { b } else { a })?;
    let (map, line) = (maps.get(best)?, lines.get(best)?);
    let near = share(map) >= 0.75;
    let others: Vec<&Line> = lines.iter().enumerate().filter(|(n, _)| *n != best).map(|(_, l)| *l).collect();
    let mut found = if near { edits::edits(claim, line, map, &others) } else { loose(claim, lines) };
    let counted = |w: &String| claim.iter().any(|t| t.number.is_some() && t.lower == *w);
    if near && found.misplaced() && !found.strict.iter().any(counted) && permuted(claim, line) {
        found = loose(claim, &[*line]);
    }
    found.strict.extend(misattributed(claim, lines));
    found.contradicted.extend(exchanged(claim, lines));
    let sewn = seam(claim, lines, share(map));
    found.strict.extend(sewn.clone());
    found.strict.extend(quotes::misquoted(text, lines));
    attribution(claim, lines, &mut found);
    Some(Examined { found, near: near.then(|| share(map)), share: share(map), sewn: sewn.is_some() })
}

/// Words of the claim are named as the claim writes them.
fn as_written(text: &str, claim: &[Token], missing: &mut [String]) {
    for word in missing {
        let written = claim.iter().find(|t| t.lower == *word).and_then(|t| text.get(t.start..t.end));
        if let Some(written) = written {
            *word = written.to_owned();
        }
    }
}

/// The claim's content is words of the line, none more often than there: what is wrong with it is their order at most.
fn permuted(claim: &[Token], line: &Line) -> bool {
    let mut free: Vec<&Token> = line.tokens.iter().collect();
    claim.iter().filter(|t| t.is_content() || t.is(NEGATORS)).all(|t| {
        let place = free.iter().position(|o| same_word(t, o));
        place.map(|at| free.swap_remove(at)).is_some()
    })
}

/// A subsequence of one sentence has no seam; what is put together of several may.
fn seam(claim: &[Token], lines: &[&Line], share: f32) -> Option<String> {
    if share >= 0.999 { None } else { edits::seam(claim, lines) }
}

/// Checks word by word against the whole window, for claims in other words than their source.
fn loose(claim: &[Token], lines: &[&Line]) -> Findings {
    let mut found = Findings::default();
    let all = || lines.iter().flat_map(|l| l.tokens.iter());
    for (i, token) in claim.iter().enumerate() {
        let stands = all().any(|o| same_word(token, o));
        if !stands
            && token.opposed
            && opposites(&token.lower).any(|w| all().any(|o| o.lower == w))
            && !all().any(|o| same_sense(&o.lower, &token.lower))
        {
            found.contradicted.push(token.lower.to_string());
        }
        if let Some((value, _)) = token.number {
            let weak = token.lower == "one" || value == 1.0;
            if !stands && !weak {
                found.strict.push(token.lower.to_string());
            } else if stands && misattached(claim, i, lines) {
                found.contradicted.push(token.lower.to_string());
            }
            continue;
        }
        if !token.is_content() {
            continue;
        }
        if !stands && !all().any(|o| same_sense(&o.lower, &token.lower) || same_root(o, token)) {
            let strict = token.capital && !token.opens || is_calendar(&token.lower) || is_unit(&token.lower);
            if strict { &mut found.strict } else { &mut found.missing }.push(token.lower.to_string());
        } else if turned_round(claim, i, lines) {
            found.contradicted.push(format!("not {}", token.lower));
        }
    }
    found
}

/// “Russian” for “Russia”: a long common beginning and short different ends.
fn same_root(a: &Token, b: &Token) -> bool {
    let common = a.lower.bytes().zip(b.lower.bytes()).take_while(|(x, y)| x == y).count();
    let (short, long) = (a.lower.len().min(b.lower.len()), a.lower.len().max(b.lower.len()));
    common >= 5 && common + 2 >= short && long <= common + 4
}

/// The number stands in the window, but what it counts stands there only beside other numbers.
fn misattached(claim: &[Token], i: usize, lines: &[&Line]) -> bool {
    let Some(number) = claim.get(i) else { return false };
    let counted =
        claim.iter().skip(i + 1).take(3).take_while(|t| !t.breaks && t.number.is_none()).find(|t| t.is_content());
    let Some(counted) = counted else { return false };
    let mut seen = false;
    for line in lines {
        for (j, token) in line.tokens.iter().enumerate() {
            if same_word(token, counted) {
                let low = j.saturating_sub(7);
                let near = line.tokens.get(low..line.tokens.len().min(j + 6)).unwrap_or_default();
                if near.iter().any(|t| same_word(t, number)) {
                    return false;
                }
                seen |= near.iter().any(|t| t.number.is_some());
            }
        }
    }
    seen
}

/// The word stands in the window only with the opposite sign.
fn turned_round(claim: &[Token], i: usize, lines: &[&Line]) -> bool {
    let Some(word) = claim.get(i).filter(|t| !t.is(NEGATORS) && !is_denial(t)) else { return false };
    let sign = negated(claim, i);
    let mut other = false;
    // “cancelled flights” and “flights were cancelled” say the same
    let denied = |t: &Token| is_denial(t) && claim.iter().any(|c| c.stem == t.stem);
    if !claim.iter().any(|t| t.is(NEGATORS))
        && lines.iter().any(|l| {
            l.tokens.iter().any(denied) && !l.tokens.iter().any(|t| t.is(NEGATORS) || is_denial(t) && !denied(t))
        })
    {
        return false;
    }
    for line in lines {
        for (j, token) in line.tokens.iter().enumerate() {
            if same_word(word, token) {
                if negated(&line.tokens, j) == sign {
                    return false;
                }
                other = true;
            }
        }
    }
    other
}

fn negated(tokens: &[Token], i: usize) -> bool {
    for back in 1..=4 {
        let Some(k) = i.checked_sub(back) else { return false };
        if tokens.get(k + 1).is_some_and(|t| t.breaks) {
            return false;
        }
        let Some(token) = tokens.get(k) else { return false };
        if token.is(NEGATORS) && back <= 3 || is_denial(token) {
            return true;
        }
    }
    false
}

/// Share of the neighbouring content words of the claim that stand near each other in some sentence of the window.
pub(crate) fn close_pairs(claim: &[Token], lines: &[&Line]) -> f32 {
    let content: Vec<&Token> = claim.iter().filter(|t| t.is_content()).collect();
    let stand = |a: &Token, b: &Token| {
        lines.iter().any(|l| {
            let places = |t: &Token| {
                (0..l.tokens.len()).filter(|&j| l.tokens.get(j).is_some_and(|o| same_word(t, o))).collect::<Vec<_>>()
            };
            let (x, y) = (places(a), places(b));
            x.iter().any(|i| y.iter().any(|j| i != j && i.abs_diff(*j) <= 7))
        })
    };
    let pairs = content.windows(2).filter(|w| matches!(w, [a, b] if stand(a, b))).count();
    if content.len() < 2 { 1.0 } else { pairs as f32 / (content.len() - 1) as f32 }
}

/// Puts verdict and score together. Nothing of the content may be missing; in a claim in other words at most one word in
/// ten may, and none that is a number, a name, a date or quoted. The words must also hang together as they do in the source: mostly the same neighbours in a
/// claim made of one sentence, and neighbours that stand near each other in one that is put in other words.
pub(crate) fn settle(
    claim: &[Token],
    lines: &[&Line],
    found: Findings,
    near: Option<f32>,
    sources: Option<&Sources>,
) -> Assessment {
    let content: Vec<&Token> = claim.iter().filter(|t| t.is_content()).collect();
    let share = |n: usize| n as f32 / content.len().max(1) as f32;
    let (lost, strict) = (share(found.missing.len()), share(found.strict.len()));
    let covered = 1.0 - (lost + strict).min(1.0);
    let pairs = lines.iter().map(|l| pairs_shared(claim, &l.tokens)).fold(0.0, f32::max);
    let close = close_pairs(claim, lines);
    let nowhere = |s: &Sources| content.iter().filter(|t| t.number.is_none() && !s.has(t)).count();
    let nowhere = share(sources.map_or(0, nowhere));
    // a word put into a sentence that is otherwise the source's own is an alteration
    let missing_at_most = if near.is_some() { 0.0 } else { MISSING };
    let hangs_together = match near {
        Some(whole) if whole >= 0.999 => pairs >= CUT_PAIRS,
        Some(_) => pairs >= MOST_PAIRS,
        None => close >= SOME_CLOSE,
    };
    let sound = found.contradicted.is_empty() && found.strict.is_empty() && lost <= missing_at_most && hangs_together;
    let kind = if !found.contradicted.is_empty() {
        VerdictKind::Contradicted
    } else if sound && found.dropped.is_empty() {
        VerdictKind::Supported
    } else if covered >= 0.6 && (found.strict.is_empty() || covered >= 0.8) {
        VerdictKind::Partly
    } else {
        VerdictKind::Unsupported
    };
    let quality = 0.45 * covered + 0.35 * near.unwrap_or(0.0).max(pairs) + 0.2 * close - 0.15 * nowhere;
    let quality = if found.contradicted.is_empty() { quality.clamp(0.0, 0.99) } else { 0.6 * quality.clamp(0.0, 0.99) };
    // a dropped attribution makes a sentence firmer than its source, not false: its score stays above the line
    let score = if sound { 0.5 + 0.5 * quality } else { 0.499 * quality };
    let hard = !(found.contradicted.is_empty() && found.strict.is_empty() && found.dropped.is_empty());
    let mut missing = found.all();
    if missing.is_empty() && kind != VerdictKind::Supported {
        missing.push("its words in this connection".into());
    }
    Assessment { kind, score, missing, hard }
}

/// Share of the content that may be missing from the source of a claim in other words.
const MISSING: f32 = 0.1;
/// Share of neighbouring words that a claim made of one sentence keeps.
const MOST_PAIRS: f32 = 0.5;
/// The same of a claim made by cutting alone: each cut parts a pair.
const CUT_PAIRS: f32 = 0.3;
/// Share of neighbouring content words that stand near each other in the source of a claim in other words.
const SOME_CLOSE: f32 = 0.4;

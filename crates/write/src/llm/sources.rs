//! The sources as a model is shown them: numbered sentences between two lines that they cannot write themselves.

use crate::clean::is_junk;
use crate::desk::voters;
use crate::extractive::Input;
use crate::orders::is_order;
use crate::words::Splitter;
use standfirst_types::{Article, Span, span::hex};
use std::fmt::Write;

/// Most sources and sentences shown.
const MOST_SOURCES: usize = 12;
const MOST_SENTENCES: usize = 120;
/// Longest sentence shown, in bytes.
const LONGEST: usize = 700;
/// Longest name of a publisher shown, in characters.
const NAME: usize = 40;

/// A sentence shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// Which source, from 1.
    pub(crate) source: usize,
    /// Where it stands.
    pub(crate) span: Span,
    /// Its words, white space as single blanks.
    pub(crate) text: String,
}

/// The sentences shown, number `n` at `n - 1`, in the order of sources and of each source's text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sources {
    pub(crate) lines: Vec<Line>,
    names: Vec<String>,
    /// What the lines around them are marked with.
    pub(crate) fence: String,
}

impl Sources {
    /// The leading sentences of each source that votes, by turns, until `most_bytes` are used. Orders and furniture are never
    /// shown. Linear in the text.
    pub(crate) fn new(input: &Input<'_>, most_bytes: usize) -> Self {
        let voters: Vec<&Article> =
            voters(input).into_iter().filter_map(|n| input.articles.get(n).copied()).take(MOST_SOURCES).collect();
        let mut open: Vec<Vec<Line>> = voters.iter().enumerate().map(|(n, a)| usable(n + 1, a)).collect();
        for lines in &mut open {
            lines.reverse();
        }
        let (mut chosen, mut left) = (Vec::new(), most_bytes);
        while chosen.len() < MOST_SENTENCES && open.iter().any(|lines| !lines.is_empty()) {
            for lines in &mut open {
                let Some(line) = lines.pop() else { continue };
                let cost = line.text.len() + 8;
                if cost > left || chosen.len() >= MOST_SENTENCES {
                    lines.clear();
                    continue;
                }
                left -= cost;
                chosen.push(line);
            }
        }
        chosen.sort_by_key(|l: &Line| (l.source, l.span.start));
        let names = voters.iter().map(|a| name(&a.site)).collect();
        let mut sources = Self { lines: chosen, names, fence: String::new() };
        sources.fence = sources.fenced();
        sources
    }

    /// Sentence `n`, from 1.
    pub(crate) fn get(&self, n: usize) -> Option<&Line> {
        n.checked_sub(1).and_then(|i| self.lines.get(i))
    }

    /// The numbered sentences under the names of their sources.
    pub(crate) fn text(&self) -> String {
        let (mut out, mut source) = (String::new(), 0);
        for (i, line) in self.lines.iter().enumerate() {
            if line.source != source {
                source = line.source;
                let name = self.names.get(source - 1).map_or("", String::as_str);
                let _ = writeln!(out, "Source {source}{}{name}", if name.is_empty() { "" } else { ": " });
            }
            let _ = writeln!(out, "[{}] {}", i + 1, line.text);
        }
        out
    }

    /// A mark that stands nowhere in the sources: the hash of what they say, which no text can hold of itself; hashed on
    /// should it ever be there.
    fn fenced(&self) -> String {
        let text = self.text();
        let mut mark = hex(text.as_bytes(), 8);
        while text.contains(&mark) {
            mark = hex(mark.as_bytes(), 8);
        }
        mark
    }
}

fn usable(source: usize, article: &Article) -> Vec<Line> {
    let english = article.language.as_deref().is_none_or(|l| l.starts_with("en"));
    let splitter = Splitter::new(english);
    let line = |i: usize| {
        let raw = article.sentence(i)?;
        let fits = raw.len() <= LONGEST && !is_junk(raw, &splitter.words(raw)) && !is_order(raw);
        Some(Line { source, span: article.sentence_span(i)?, text: shown(raw) }).filter(|_| fits)
    };
    (0..article.sentences.len().min(MOST_SENTENCES)).filter_map(line).collect()
}

/// White space as single blanks, and nothing that could be taken for the markup of a chat or of ours.
pub(super) fn shown(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").replace("<|", "< |").replace("|>", "| >")
}

/// A publisher's name is the page's own word, so it is data too.
fn name(site: &str) -> String {
    let plain: String = shown(site)
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '&' | '\'' | '’'))
        .take(NAME)
        .collect();
    if is_order(&plain) { String::new() } else { plain }
}

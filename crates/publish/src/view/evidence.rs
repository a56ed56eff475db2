//! Evidence: what a mark opens. The cited passages, lit in their context, with verdict, publisher, time and links.

use super::Lang;
use crate::{Site, text, words};
use standfirst_types::{Article, Brief, Published, Ref};

/// Characters of context kept before and after a cited passage in a long paragraph.
const CONTEXT: usize = 260;

/// What one mark opens. Sentences that rest on the same passages with the same verdict share it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub(crate) struct Evidence {
    /// The mark's number, from 1.
    pub(crate) n: usize,
    /// Icon before the verdict.
    pub(crate) icon: &'static str,
    /// The verdict, or what the passages are to a question, in words.
    pub(crate) verdict: &'static str,
    /// `2 originals`.
    pub(crate) originals: String,
    /// The passages, in the order cited.
    pub(crate) passages: Vec<Passage>,
}

/// One passage of one version of one original.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub(crate) struct Passage {
    /// The text, lit and unlit parts in turn; empty when the stored text is not at hand.
    pub(crate) parts: Vec<Part>,
    /// Language, where it is not the page's.
    pub(crate) lang: Option<Lang>,
    /// Publisher's name.
    pub(crate) publisher: String,
    /// When it was published.
    pub(crate) time: Option<words::Time>,
    /// The publisher's page, if it is a web address.
    pub(crate) link: Option<String>,
    /// The publisher's page, as text.
    pub(crate) url: String,
    /// The stored text on this site, at this passage.
    pub(crate) stored: String,
}

/// A run of text, cited or around it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Part {
    /// The text.
    pub(crate) text: String,
    /// Whether it is cited.
    pub(crate) lit: bool,
    /// Its first byte in the original's text, by which a link finds it.
    pub(crate) at: u32,
}

/// The evidence of one brief, gathered as its marks are set.
pub(crate) struct Marks<'a> {
    published: &'a Published,
    brief: &'a Brief,
    site: &'a Site,
    keys: Vec<(&'static str, &'a [Ref])>,
    pub(crate) evidence: Vec<Evidence>,
}

impl<'a> Marks<'a> {
    pub(crate) fn new(published: &'a Published, brief: &'a Brief, site: &'a Site) -> Self {
        Self { published, brief, site, keys: vec![], evidence: vec![] }
    }

    /// The number of the mark for these references; a new one where none has the same references and words.
    /// Linear in the marks set so far, of which a brief has a few dozen.
    pub(crate) fn mark(&mut self, (icon, verdict): (&'static str, &'static str), refs: &'a [Ref]) -> Option<usize> {
        if refs.is_empty() {
            return None;
        }
        if let Some(i) = self.keys.iter().position(|k| *k == (verdict, refs)) {
            return Some(i + 1);
        }
        let n = self.keys.len() + 1;
        let mut articles: Vec<_> = refs.iter().map(|r| r.article).collect();
        articles.sort_unstable();
        articles.dedup();
        self.evidence.push(Evidence {
            n,
            icon,
            verdict,
            originals: words::count(articles.len(), "original", "originals"),
            passages: self.passages(refs),
        });
        self.keys.push((verdict, refs));
        Some(n)
    }

    fn passages(&self, refs: &[Ref]) -> Vec<Passage> {
        let mut passages: Vec<Passage> = vec![];
        let mut done = vec![false; refs.len()];
        for (i, first) in refs.iter().enumerate() {
            if std::mem::replace(&mut done[i], true) {
                continue;
            }
            let article = self.published.original(first.article, first.version);
            let place = article.map(|a| paragraph(&a.text, first.start, first.end));
            let mut lit = vec![(first.start, first.end)];
            for (j, other) in refs.iter().enumerate().skip(i + 1) {
                let same = (other.article, other.version) == (first.article, first.version);
                if same && place.is_some_and(|(from, to)| from <= other.start && other.end <= to) {
                    done[j] = true;
                    lit.push((other.start, other.end));
                }
            }
            passages.push(self.passage(first, article, place, &lit));
        }
        passages
    }

    fn passage(
        &self,
        first: &Ref,
        article: Option<&Article>,
        place: Option<(u32, u32)>,
        lit: &[(u32, u32)],
    ) -> Passage {
        let original = self.brief.original(first.article);
        let time = original.and_then(|o| o.published).map(|w| words::when(&w, w.precision, self.site));
        let url = original.map_or_else(String::new, |o| o.url.clone());
        let stored = format!("s/{}/original/{}/{}#at{}", self.brief.story(), first.article, first.version, first.start);
        Passage {
            parts: article.zip(place).map_or_else(Vec::new, |(a, place)| shorten(parts(&a.text, place, lit))),
            lang: Lang::unless(&self.site.language, article.and_then(|a| a.language.as_deref())),
            publisher: original.map_or_else(|| first.article.to_string(), |o| o.publisher.clone()),
            time,
            link: text::web_link(&url),
            url,
            stored: self.site.href(&stored),
        }
    }
}

/// The paragraph (or run of paragraphs) around a span: byte offsets.
fn paragraph(text: &str, start: u32, end: u32) -> (u32, u32) {
    let before = text.get(..start as usize).and_then(|t| t.rfind("\n\n")).map_or(0, |i| i + 2);
    let after = text.get(end as usize..).and_then(|t| t.find("\n\n")).map_or(text.len(), |i| end as usize + i);
    (before as u32, after as u32)
}

/// The text of `place`, parted into lit and unlit runs; spans may overlap and come in any order.
pub(crate) fn parts(text: &str, place: (u32, u32), lit: &[(u32, u32)]) -> Vec<Part> {
    let mut lit = lit.to_vec();
    lit.sort_unstable();
    let mut parts = vec![];
    let mut push = |from: u32, to: u32, lit: bool| {
        if let Some(run) = text.get(from as usize..to as usize).filter(|r| !r.is_empty()) {
            parts.push(Part { text: run.into(), lit, at: from });
        }
    };
    let mut at = place.0;
    for (start, end) in lit {
        let (start, end) = (start.max(at), end.min(place.1));
        if start < end {
            push(at, start, false);
            push(start, end, true);
            at = end;
        }
    }
    push(at, place.1, false);
    parts
}

/// Long unlit runs cut to what stands near a lit one.
fn shorten(mut parts: Vec<Part>) -> Vec<Part> {
    let last = parts.len().saturating_sub(1);
    for (i, part) in parts.iter_mut().enumerate().filter(|(_, p)| !p.lit) {
        let head = if i == 0 { String::new() } else { text::cut(&part.text, CONTEXT).into_owned() };
        let tail = if i == last { String::new() } else { tail(&part.text) };
        part.text = match (i == 0, i == last) {
            (true, _) => tail,
            (_, true) => head,
            _ if part.text.chars().count() > 2 * CONTEXT => format!("{head} {tail}"),
            _ => continue,
        };
    }
    parts
}

/// The last characters of a run, from a word on.
fn tail(run: &str) -> String {
    let Some((from, _)) = run.char_indices().rev().nth(CONTEXT) else { return run.into() };
    let rest = run.get(from..).unwrap_or_default();
    format!("… {}", rest.split_once(char::is_whitespace).map_or(rest, |(_, r)| r))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, lit: &[(u32, u32)], expected: &str) {
        let place = paragraph(text, lit[0].0, lit[0].1);
        let shown: String = parts(text, place, lit)
            .iter()
            .map(|p| if p.lit { format!("[{}]", p.text) } else { p.text.clone() })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn the_cited_words_are_lit_in_their_paragraph() {
        check("One. Two. Three.", &[(5, 9)], "One. [Two.] Three.");
        check("First.\n\nOne. Two.\n\nLast.", &[(8, 12)], "[One.] Two.");
        check("One. Two. Three.", &[(5, 9), (0, 4)], "[One.] [Two.] Three.");
        check("One. Two.", &[(0, 9), (2, 6)], "[One. Two.]");
        check("A.\n\nB.\n\nC.", &[(4, 10)], "[B.\n\nC.]");
        check("Größe.", &[(0, 8)], "[Größe.]");
    }

    #[test]
    fn long_context_is_cut_at_words() {
        let long = "word ".repeat(200);
        let text = format!("{long}Lit. {long}");
        let shown = shorten(parts(&text, (0, text.len() as u32), &[(1000, 1004)]));
        assert!(shown[0].text.starts_with("… word") && shown[0].text.ends_with("word "));
        assert!(shown[2].text.starts_with(" word") && shown[2].text.ends_with("word…"));
        assert!(shown.iter().all(|p| p.text.len() < 300));
    }
}

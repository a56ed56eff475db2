//! The draft of a model: its sentences, each with the spans that its numbers stand for, in the place of the default writer's
//! own. Quotations, dates, disagreements and questions stay the default writer's, which are found by rule.

use super::answer::{Answer, Said, answer};
use super::cites::resolve;
use super::prompt::{PARTS, Prompt};
use super::sentence::{fault, split, stands};
use super::telling::Telling;
use crate::extractive::Input;
use crate::labels::heading;
use crate::words::length;
use standfirst_types::{Claim, Draft, OpenQuestion, Section, Why, Writer, seal::HEADLINE_CHARS};
use std::collections::BTreeMap;

/// Most sentences that one may rest on: more, and the check would look at a whole article again.
const MOST_CITED: usize = 3;

/// A sentence of a model that never came before the judge, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The sentence, or its beginning.
    pub text: String,
    /// Why, in words.
    pub why: String,
}

/// What became of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The draft.
    pub draft: Draft,
    /// Sentences that are not in it.
    pub refused: Vec<Refused>,
}

/// The draft that `text`, a model's answer to `prompt`, makes of `base`, the default writer's draft of the same story.
///
/// # Errors
/// In words, when the answer holds no sentence for the TL;DR; with what was refused.
pub fn draft(
    input: &Input<'_>,
    telling: &Telling,
    prompt: &Prompt,
    base: Draft,
    text: &str,
) -> Result<Written, (String, Vec<Refused>)> {
    let Some(answer) = answer(text) else {
        return Err(("the answer holds no sentence with a citation".into(), vec![]));
    };
    let language = &input.story.language;
    let english = language.is_empty() || language.starts_with("en");
    let mut editor = Editor { prompt, refused: vec![], told: vec![], english };
    let options = telling.options(input.options);
    let mut draft = Draft { writer: Writer::Llm, ..base };
    let Answer { headline, tldr, article, question } = answer;
    let mut lead: Vec<Claim> = tldr.into_iter().flat_map(|s| editor.claims(s)).collect();
    let mut rest: Vec<(usize, Claim)> = article
        .into_iter()
        .flat_map(|(part, s)| editor.claims(s).into_iter().map(move |c| (place(&part), c)))
        .collect();
    if lead.is_empty() {
        lead = rest.drain(..rest.len().min(options.tldr_min)).map(|r| r.1).collect();
    }
    if lead.is_empty() {
        let why = editor.refused.first().map_or("it says nothing", |r| r.why.as_str());
        return Err((format!("none of its sentences can be used; of the first, {why}"), editor.refused));
    }
    for claim in lead.split_off(lead.len().min(options.tldr_max.max(1))) {
        rest.push((0, claim));
    }
    if let Some(headline) = headline.and_then(|h| editor.headline(h)) {
        draft.headline = headline;
    }
    draft.tldr = lead;
    draft.article = sections(rest, options.article_words, &input.story.language);
    draft.key_facts.retain(|f| !editor.told.contains(&f.text));
    if telling.closing_question {
        draft.open_questions.extend(question.and_then(|q| editor.question(q)));
    }
    Ok(Written { draft, refused: editor.refused })
}

struct Editor<'a> {
    prompt: &'a Prompt,
    refused: Vec<Refused>,
    told: Vec<String>,
    english: bool,
}

impl Editor<'_> {
    fn refuse(&mut self, text: &str, why: &str) {
        self.refused.push(Refused { text: text.chars().take(200).collect(), why: why.into() });
    }

    /// The claims of what was said, each a sentence of its own.
    fn claims(&mut self, said: Said) -> Vec<Claim> {
        let numbers = resolve(&said.from, &self.prompt.sources);
        if numbers.is_empty() {
            let why = if said.from.is_empty() { "it cites no sentence" } else { "it cites no sentence that exists" };
            self.refuse(&said.text, why);
            return vec![];
        }
        split(&said.text).into_iter().filter_map(|text| self.claim(text, &numbers)).collect()
    }

    fn claim(&mut self, text: String, numbers: &[usize]) -> Option<Claim> {
        let chosen = self.nearest(&text, numbers);
        let cited: Vec<&str> =
            chosen.iter().filter_map(|&n| self.prompt.sources.get(n)).map(|l| l.text.as_str()).collect();
        if let Some(why) = fault(&text, &cited) {
            self.refuse(&text, why);
            return None;
        }
        if !stands(&text, self.english) {
            self.refuse(&text, "it points at something that is not said in it");
            return None;
        }
        let text = if text.ends_with(['.', '!', '?', '”', '"', '’', '。', '！', '？', '…', ')']) {
            text
        } else {
            format!("{text}.")
        };
        if self.told.contains(&text) {
            return None;
        }
        self.told.push(text.clone());
        Some(Claim {
            text,
            support: chosen.iter().filter_map(|&n| self.prompt.sources.get(n)).map(|l| l.span).collect(),
        })
    }

    /// Of many cited sentences the three that share most words with what they are cited for.
    fn nearest(&self, text: &str, numbers: &[usize]) -> Vec<usize> {
        if numbers.len() <= MOST_CITED {
            return numbers.to_vec();
        }
        let words = |t: &str| {
            t.split(|c: char| !c.is_alphanumeric())
                .filter(|w| w.len() > 3)
                .map(str::to_lowercase)
                .collect::<std::collections::BTreeSet<_>>()
        };
        let own = words(text);
        let shared = |n: usize| self.prompt.sources.get(n).map_or(0, |l| words(&l.text).intersection(&own).count());
        let mut all = numbers.to_vec();
        all.sort_by_key(|&n| (std::cmp::Reverse(shared(n)), n));
        all.truncate(MOST_CITED);
        all.sort_unstable();
        all
    }

    fn headline(&mut self, said: Said) -> Option<Claim> {
        let numbers = resolve(&said.from, &self.prompt.sources);
        let text = said.text.trim_end_matches('.').to_owned();
        let cited: Vec<&str> =
            numbers.iter().filter_map(|&n| self.prompt.sources.get(n)).map(|l| l.text.as_str()).collect();
        let why = if numbers.is_empty() {
            Some("the headline cites no sentence that exists")
        } else if text.chars().count() > HEADLINE_CHARS {
            Some("the headline is too long")
        } else {
            fault(&text, &cited)
        };
        if let Some(why) = why {
            self.refuse(&text, why);
            return None;
        }
        let support =
            self.nearest(&text, &numbers).iter().filter_map(|&n| self.prompt.sources.get(n)).map(|l| l.span).collect();
        Some(Claim { text, support })
    }

    /// A question is a source's own, word for word.
    fn question(&mut self, said: Said) -> Option<OpenQuestion> {
        let lines = &self.prompt.sources.lines;
        let line = resolve(&said.from, &self.prompt.sources)
            .into_iter()
            .filter_map(|n| lines.get(n - 1))
            .find(|l| l.text.ends_with('?'));
        match line {
            Some(line) => {
                Some(OpenQuestion { text: line.text.clone(), why: Why::AskedBySource, support: vec![line.span] })
            }
            None => {
                self.refuse(&said.text, "no source asks this question");
                None
            }
        }
    }
}

/// Where in the arc a part's name belongs; unknown names are what else there is.
fn place(part: &str) -> usize {
    let part = part.to_lowercase();
    PARTS.iter().position(|p| heading(*p, "en").to_lowercase() == part).unwrap_or(2)
}

/// Sentences under their headings, as long as the words last.
fn sections(claims: Vec<(usize, Claim)>, most_words: usize, language: &str) -> Vec<Section> {
    let (mut parts, mut words): (BTreeMap<usize, Vec<Claim>>, usize) = (BTreeMap::new(), 0);
    for (place, claim) in claims {
        if words >= most_words {
            break;
        }
        words += length(&claim.text);
        parts.entry(place).or_default().push(claim);
    }
    let heading = |place: usize| PARTS.get(place).map_or("", |p| heading(*p, language)).to_owned();
    parts.into_iter().map(|(place, sentences)| Section { heading: heading(place), sentences }).collect()
}

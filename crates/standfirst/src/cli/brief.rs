//! The command line of `brief`: one page, and how it is told.

use super::Format;
use clap::{Args, ValueEnum};

pub(super) const HELP: &str = "\
Nothing is followed and, but for a model's answer, nothing is kept.
  standfirst brief https://example.org/story       fetched, read, briefed and checked
  standfirst brief page.html --url https://…       a saved page that does not state its address
  curl -s … | standfirst brief - --length short    half as long
  standfirst brief page.html --format md --closing-question
  standfirst brief page.html --writer llm --tone plain --set model.model=NAME
      a model writes; where its answer does not stand the check, or there is none, the default writer does, and why is said

What is not given here is as [writer] and [brief] of the configuration say. Exit 3: no sentence holds, or no article.";

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Who {
    /// Sentences of the page, chosen and cut; no model
    Extractive,
    /// The model of [model]; it needs a data folder, where its answers are kept and its budget is counted
    Llm,
}

/// How a model is asked to sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ToneOf {
    /// Like a news agency
    Neutral,
    /// Short sentences and everyday words
    Plain,
    /// Like a paper of record
    Formal,
}

/// How long a brief is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LengthOf {
    /// Half of what [brief] says
    Short,
    /// What [brief] says
    Standard,
    /// Half as much again
    Long,
}

/// How days are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DatesOf {
    /// On Tuesday 24 November
    DayMonth,
    /// On Tuesday, November 24
    MonthDay,
    /// As the page writes them: on Tuesday, yesterday
    AsWritten,
}

/// One page to be briefed.
#[derive(Debug, Args)]
pub(crate) struct BriefOne {
    /// Address, file, or - for standard input
    #[arg(value_name = "URL|FILE|-")]
    pub(crate) page: String,
    /// Address of the page, for a file or standard input that does not state it
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Who writes [default: writer.kind]
    #[arg(long, value_enum)]
    writer: Option<Who>,
    /// How a model is asked to sound; the default writer sounds like its source [default: writer.tone]
    #[arg(long, value_enum)]
    tone: Option<ToneOf>,
    /// How long it is [default: writer.length]
    #[arg(long, value_enum)]
    length: Option<LengthOf>,
    /// How days are written, in English and where they are certain [default: writer.dates]
    #[arg(long, value_enum)]
    dates: Option<DatesOf>,
    /// Language of the headings, such as de; a model writes in it where the page does. Nothing is ever translated, since no
    /// translation can be checked word by word [default: writer.language, else the page's]
    #[arg(long, value_name = "TAG", value_parser = tag)]
    language: Option<String>,
    /// End the TL;DR with a question that the page itself asks, where it asks one [default: writer.closing_question]
    #[arg(long)]
    closing_question: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// With --format json: the text of the original too
    #[arg(long)]
    pub(crate) with_originals: bool,
}

impl BriefOne {
    /// What was given here, as settings of the configuration.
    pub(crate) fn sets(&self) -> Vec<String> {
        fn name(value: impl ValueEnum) -> Option<String> {
            value.to_possible_value().map(|v| v.get_name().to_owned())
        }
        let given = [
            ("kind", self.writer.and_then(name)),
            ("tone", self.tone.and_then(name)),
            ("length", self.length.and_then(name)),
            ("dates", self.dates.and_then(name)),
            ("language", self.language.clone()),
        ];
        let given = given.into_iter().filter_map(|(key, value)| Some(format!("writer.{key}=\"{}\"", value?)));
        given.chain(self.closing_question.then(|| "writer.closing_question=true".into())).collect()
    }
}

/// A BCP 47 tag: letters, digits and hyphens.
fn tag(text: &str) -> Result<String, String> {
    let good = (2..=35).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    good.then(|| text.to_owned()).ok_or_else(|| "write a language tag such as en or de".into())
}

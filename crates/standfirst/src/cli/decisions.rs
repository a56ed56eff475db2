//! The command line of decisions: merge, split, mute, pin and undo, and what their `--help` teaches.

use clap::Args;

pub(super) const MERGE: &str = "\
The last story named stays; the others become part of it, and their addresses lead to it.
  standfirst merge 3k7q 9xw2          the reports of 3k7q join 9xw2
  standfirst undo                     takes it back

Ids stand below each story of `standfirst show`; their first characters will do.";

pub(super) const SPLIT: &str = "\
An article is named by its id, its address or its number, as `standfirst explain STORY` lists them. The copies of it go along.
It is never put back by itself; what later reports resemble it join it where it is.
  standfirst split 9xw2 4             the fourth article gets a story of its own
  standfirst split 9xw2 4 6           two articles, one new story
  standfirst split 9xw2 4 --into 3k7q the fourth article goes into 3k7q
  standfirst undo                     takes it back";

pub(super) const MUTE: &str = "\
What is muted is still read and grouped; the ledger of each edition names it with the way back.
  standfirst mute 9xw2                this story
  standfirst mute --name \"Karla Veit\"    stories that it is about, in headline or most titles
  standfirst mute --source a.example  its reports tell nothing and count for nothing
  standfirst mute --topic Sea         a topic of [[topics]] in the configuration
  standfirst unmute 9xw2              shows it again, as `standfirst undo` does";

pub(super) const PIN: &str = "\
A pinned story comes before all others and stays, whether there is news of it or not. Pinning a muted story shows it again.
  standfirst pin 9xw2
  standfirst unpin 9xw2               lets it go, as `standfirst undo` does";

pub(super) const UNDO: &str = "\
Without a number the last decision in force is taken back. An undo can be undone by its own number.
Reports that came in meanwhile stay where they joined; `standfirst split` moves them.
  standfirst decisions                lists all with their numbers
  standfirst undo 3";

/// Stories to be made one.
#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// Stories by id; the last is the one that stays
    #[arg(required = true, num_args = 2.., value_name = "STORY")]
    pub(crate) stories: Vec<String>,
    /// Print what was done as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Articles to be taken out of a story.
#[derive(Debug, Args)]
pub(crate) struct Split {
    /// The story they are in
    #[arg(value_name = "STORY")]
    pub(crate) story: String,
    /// Articles by id, address or number
    #[arg(required = true, value_name = "ARTICLE")]
    pub(crate) articles: Vec<String>,
    /// Put them into this story
    #[arg(long, value_name = "STORY")]
    pub(crate) into: Option<String>,
    /// Print what was done as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What is to be muted.
#[derive(Debug, Args)]
pub(crate) struct Mute {
    /// Stories by id
    #[arg(value_name = "STORY", required_unless_present_any = ["names", "sources", "topics"])]
    pub(crate) stories: Vec<String>,
    /// Stories about a name or word
    #[arg(long = "name", value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// What a source writes, by its name or address
    #[arg(long = "source", value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,
    /// Stories of a topic of the configuration
    #[arg(long = "topic", value_name = "TOPIC")]
    pub(crate) topics: Vec<String>,
    /// Print what was done as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Stories to be pinned.
#[derive(Debug, Args)]
pub(crate) struct Pin {
    /// Stories by id
    #[arg(required = true, value_name = "STORY")]
    pub(crate) stories: Vec<String>,
    /// Print what was done as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// A decision to be taken back.
#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// Its number; none for the last in force
    #[arg(value_name = "NUMBER")]
    pub(crate) decision: Option<u64>,
    /// Print what was done as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

//! The command line: what there is to say, and what `--help` teaches.

mod brief;
mod decisions;
mod mail;

pub(crate) use brief::BriefOne;
use clap::{Args, Parser, Subcommand, ValueEnum};
pub(crate) use decisions::{Merge, Mute, Pin, Split, Undo};
pub(crate) use mail::{Chosen, Send, Subscribers, SubscribersWhat};
use std::path::PathBuf;

const EXAMPLES: &str = "\
First steps:
  standfirst demo                       a sample newswire, read and briefed; opens at http://127.0.0.1:7878
  standfirst init                       make a data folder with a commented configuration
  standfirst add https://example.org/   follow a site or feed
  standfirst run --once                 read everything once and compose an edition
  standfirst show                       read it here; `standfirst serve` for the page

Exit codes: 0 fine, 1 error, 2 wrong usage, 3 verification failed, 4 partly failed.
Data go to standard output, logs and progress to standard error.";

const MCP: &str = "\
Your MCP client starts this itself; in its configuration:
  {\"mcpServers\": {\"standfirst\": {\"command\": \"standfirst\", \"args\": [\"mcp\"]}}}
Add \"--data\", \"DIR\" to the args where the data folder is not the usual one.";

/// Reads the news you choose and publishes briefs in which every sentence is traced to its sources.
#[derive(Debug, Parser)]
#[command(name = "standfirst", version, about, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
pub(crate) struct Common {
    /// Data folder [default: the platform's data folder]
    #[arg(long, global = true, value_name = "DIR", env = "STANDFIRST_DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Configuration file [default: standfirst.toml in the data folder]
    #[arg(long, global = true, value_name = "FILE", env = "STANDFIRST_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Set one configuration key for this call; may be given more than once
    #[arg(long = "set", global = true, value_name = "SECTION.KEY=VALUE")]
    pub(crate) sets: Vec<String>,
    /// Say more on standard error (-v, -vv)
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Say nothing but errors; no progress bars
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

/// How to print an edition or a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading here: wrapped, in colour when this is a terminal
    Text,
    /// Markdown
    Md,
    /// JSON: schema standfirst.edition/1 and standfirst.brief/1
    Json,
    /// One HTML page
    Html,
    /// Atom feed
    Atom,
    /// The data shape of Kagi News (Kite)
    Kite,
    /// EPUB 3, for a file: `> edition.epub`
    Epub,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read a sample newswire end to end over real HTTP, and serve its edition
    Demo(Demo),
    /// Make the data folder and a commented configuration
    Init,
    /// Follow feeds; the address of a site will do when it announces its feed
    Add(Add),
    /// Stop following feeds
    Remove(Remove),
    /// List the feeds and how they are doing
    Feeds {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Take in an OPML file, a list of addresses, a folder of saved HTML pages, or a web archive (WARC)
    Import(Import),
    /// Give out what you follow
    Export {
        #[command(subcommand)]
        what: Export,
    },
    /// Read feeds and pages, group, write, verify, and compose an edition
    Run(Run),
    /// Serve the reading page, and keep reading in the background
    Serve(Serve),
    /// Search the archive: words, "quoted words", -word, source:, name:, after:, before:, lang:
    Search(Search),
    /// Set the password of the page’s owner, read as one line from standard input
    Password(Password),
    /// Tokens by which programs may read and change what the owner may
    Token {
        #[command(subcommand)]
        what: TokenWhat,
    },
    /// Print the latest edition, one edition, or one story
    Show(Show),
    /// Write the page as files into a folder, for any host: editions, stories with their evidence, lists, feeds, search
    Build(Build),
    /// Brief one page: an address, a saved page, or HTML on standard input
    #[command(after_help = brief::HELP)]
    Brief(BriefOne),
    /// Why a story holds the articles it holds, what one sentence rests on (STORY#3), or what was read of a page (--page)
    Explain {
        /// Story id, or its first characters; #n for the n-th sentence
        #[arg(value_name = "STORY[#n]", required_unless_present = "page")]
        story: Option<String>,
        /// A saved page: which of its blocks are the article, which are not, and why
        #[arg(long, value_name = "FILE", conflicts_with = "story")]
        page: Option<std::path::PathBuf>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Make two stories one, for good: reports still to come join it as well
    #[command(after_help = decisions::MERGE)]
    Merge(Merge),
    /// Take articles out of a story, for good: into a story of their own, or into another
    #[command(after_help = decisions::SPLIT)]
    Split(Split),
    /// Show a story no more, nor what a source writes, nor stories about a name or of a topic
    #[command(after_help = decisions::MUTE)]
    Mute(Mute),
    /// Show again what was muted
    Unmute(Mute),
    /// Put a story first in every edition
    #[command(after_help = decisions::PIN)]
    Pin(Pin),
    /// Let a pinned story take its place among the others
    Unpin(Pin),
    /// Take back a decision: a merge, a split, a mute or a pin
    #[command(after_help = decisions::UNDO)]
    Undo(Undo),
    /// List what you decided, with numbers, times, and what was taken back
    Decisions {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Hold a brief, or any text, against its sources; exit code 3 when a sentence is not supported
    Verify(Verify),
    /// Make a brief again from what it was made of; exit code 3 when it is not the same to the byte
    Replay {
        /// Id of a brief or story
        #[arg(value_name = "BRIEF")]
        brief: String,
    },
    /// What two briefs say differently; with one, what it changed of the revision before; with an article, its silent edits
    Diff {
        /// Id of a brief, story or article
        #[arg(value_name = "BRIEF")]
        a: String,
        /// Id of the newer brief
        #[arg(value_name = "NEWER")]
        b: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Run one stage as a filter: JSON Lines in, JSON Lines out
    #[command(after_help = stage_help())]
    Stage {
        /// Which stage
        name: String,
    },
    /// Show or check the configuration
    Config {
        #[command(subcommand)]
        what: ConfigWhat,
    },
    /// Look for trouble: data file, configuration, feeds, pages
    Doctor {
        /// As JSON
        #[arg(long)]
        json: bool,
        /// Also connect to the mail server and log in; nothing is sent
        #[arg(long)]
        mail: bool,
    },
    /// What was told to your webhooks and what came of it; try one, or send a message again
    Webhooks {
        #[command(subcommand)]
        what: WebhooksWhat,
    },
    /// Serve search, stories, briefs and evidence to an assistant: Model Context Protocol on standard input and output, read-only
    #[command(after_help = MCP)]
    Mcp,
    /// Print a completion script for a shell
    Completions {
        /// bash, elvish, fish, powershell or zsh
        shell: clap_complete::Shell,
    },
    /// Who gets editions by mail: list, add, remove, import
    Subscribers(mail::Subscribers),
    /// Send what is new to the subscribers by mail, now, whatever their hours
    #[command(after_help = mail::SEND)]
    Send(mail::Send),
}

#[derive(Debug, Subcommand)]
pub(crate) enum WebhooksWhat {
    /// List the webhooks and the newest messages
    List {
        /// Only messages that stand so: waiting, sent, skipped or failed
        #[arg(long)]
        state: Option<standfirst_store::DeliveryState>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Send a message that says nothing, signed as all are
    Test {
        /// Address of the webhook, as in the configuration, or how it begins
        url: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Send a message once more, under the same id
    Redeliver {
        /// Its id, or how it begins
        id: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Make a secret and print it; keep it in the file that secret_file names, and give it to the receiver
    Secret,
}

fn stage_help() -> String {
    let mut help = String::from("Stages:\n");
    for (name, what) in crate::filters::NAMES {
        help.push_str(&format!("  {name:<11} {what}\n"));
    }
    help.push_str("\nOffsets are UTF-8 bytes, end exclusive. A bad line yields {\"error\"} in its place and exit code 4 at the end.");
    help
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Run, print the edition, and exit; without it the edition is served
    #[arg(long)]
    pub(crate) once: bool,
    /// The newswire's day: 1, or 2 for the follow-ups, corrections and silent edits of the day after
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2))]
    pub(crate) day: u8,
    /// How to print it with --once
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// With --format json: the texts of all cited originals too, so that every reference can be checked
    #[arg(long)]
    pub(crate) with_originals: bool,
    /// Port of the newswire on 127.0.0.1; 0 for any free one
    #[arg(long, default_value_t = 7879, value_name = "PORT")]
    pub(crate) newswire_port: u16,
    /// Serve on this address
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Addresses of feeds or sites
    #[arg(required = true, value_name = "URL")]
    pub(crate) urls: Vec<String>,
    /// Follow the address as it is, without asking it first
    #[arg(long)]
    pub(crate) no_check: bool,
    /// Title to show instead of the feed's own
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// Folder to file it under
    #[arg(long)]
    pub(crate) folder: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// Addresses or ids of feeds
    #[arg(required = true, value_name = "URL|ID")]
    pub(crate) feeds: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// OPML file, text file with one address a line, folder of .html files, or .warc or .warc.gz file
    pub(crate) file: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// The feeds as OPML 2.0
    Opml,
}

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// One round: read what is due, compose an edition, and exit
    #[arg(long)]
    pub(crate) once: bool,
    /// Read and brief, but compose no edition
    #[arg(long)]
    pub(crate) no_edition: bool,
    /// Print what was done as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port [default: site.listen, 127.0.0.1:7878]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<String>,
    /// Only serve; read nothing
    #[arg(long)]
    pub(crate) read_only: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// What to look for; after -- a word may begin with a minus
    #[arg(required = true, value_name = "WORD")]
    pub(crate) query: Vec<String>,
    /// Most articles
    #[arg(long, default_value_t = 25)]
    pub(crate) limit: u32,
    /// Go on where the page before ended
    #[arg(long, value_name = "NEXT")]
    pub(crate) from: Option<i64>,
    /// As JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Password {
    /// Take the password away
    #[arg(long)]
    pub(crate) remove: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokenWhat {
    /// Make a token and print it, once
    Add {
        /// What to call it, such as the program that has it
        name: String,
        /// For reading feeds and nothing else: as ?token=… in the address, or as the password of HTTP Basic
        #[arg(long)]
        feeds: bool,
    },
    /// List the tokens, without their secrets
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Take a token away
    Revoke {
        /// Its name
        name: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Edition or story, by id or its first characters; none for the latest edition
    pub(crate) id: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// With --format json: the texts of all cited originals too
    #[arg(long)]
    pub(crate) with_originals: bool,
    /// The whole of each story, not just its TL;DR
    #[arg(long)]
    pub(crate) full: bool,
    /// With --format kite: write the index, the latest edition and the sections into this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Print a long text at once; else it goes through STANDFIRST_PAGER, PAGER or less where this is a terminal
    #[arg(long)]
    pub(crate) no_pager: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Build {
    /// Folder to write into: new, empty, or built before
    #[arg(long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// Address the folder will have, with its path
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: String,
    /// Print what was done as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// An edition or story printed with --format json --with-originals, or a text; - for standard input
    pub(crate) file: String,
    /// What a text is held against: text files or saved pages; may be given more than once
    #[arg(long = "source", value_name = "FILE")]
    pub(crate) sources: Vec<String>,
    /// Show the sentences that are supported as well
    #[arg(long)]
    pub(crate) all: bool,
    /// A model of entailment of your own, asked beside the rules: a command that speaks JSON Lines (see the README)
    #[arg(long, value_name = "COMMAND")]
    pub(crate) nli: Option<String>,
    /// As JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigWhat {
    /// Print the configuration in force, all keys
    Print,
    /// Check it; exit 1 with the fault and its remedy when it is not right
    Validate,
}

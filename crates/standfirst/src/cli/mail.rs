//! The command line of editions by mail.

use clap::{Args, Subcommand};

pub(super) const SEND: &str = "\
A subscriber gets the stories of the editions since their last mail that are new to them, and nothing when nothing is.
`run` and `serve` send by themselves, at each subscriber's hours.

Examples:
  standfirst send --dry-run                        who would get what, and how large it is
  standfirst send --eml letters/                   writes the messages as .eml files; nothing is sent or remembered
  standfirst send --to me@example.org --again      the latest edition once more, to one subscriber";

#[derive(Debug, Args)]
pub(crate) struct Subscribers {
    #[command(subcommand)]
    pub(crate) what: Option<SubscribersWhat>,
    /// As JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SubscribersWhat {
    /// List them: address, standing, what they chose, the last fault
    List,
    /// Ask an address to confirm, or add it at once with --confirmed
    Add {
        /// The address
        email: String,
        #[command(flatten)]
        chosen: Chosen,
    },
    /// Remove all that is kept of addresses; who only wants no more mail leaves by the link in it
    Remove {
        /// The addresses
        #[arg(required = true)]
        emails: Vec<String>,
    },
    /// Add the addresses of a file: one a line, or the first column of a table; - for standard input
    Import {
        /// The file
        file: String,
        #[command(flatten)]
        chosen: Chosen,
    },
}

/// What new subscribers get.
#[derive(Clone, Debug, Args)]
pub(crate) struct Chosen {
    /// Only stories of this section; may be given more than once
    #[arg(long = "section", value_name = "NAME")]
    pub(crate) sections: Vec<String>,
    /// Mail may come at this time of day; may be given more than once [default: with each edition]
    #[arg(long = "hour", value_name = "HH:MM")]
    pub(crate) hours: Vec<String>,
    /// Time zone of the hours [default: the page's]
    #[arg(long, value_name = "ZONE", default_value = "", hide_default_value = true)]
    pub(crate) zone: String,
    /// They have agreed already: no mail asks them to confirm
    #[arg(long)]
    pub(crate) confirmed: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Send {
    /// Only this edition
    #[arg(long, value_name = "ID")]
    pub(crate) edition: Option<String>,
    /// Only to this subscriber; with --dry-run or --eml to any address
    #[arg(long, value_name = "EMAIL")]
    pub(crate) to: Option<String>,
    /// Send nothing; say to whom what would be sent
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write the messages (RFC 5322) instead of sending them: a folder, a file for one message, or - for standard output
    #[arg(long, value_name = "DIR|FILE|-", conflicts_with = "dry_run")]
    pub(crate) eml: Option<String>,
    /// Also what they were sent before
    #[arg(long)]
    pub(crate) again: bool,
    /// Print what was done as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

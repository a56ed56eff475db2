//! Standfirst: reads the news its user chooses and publishes briefs in which every sentence is traced and checked.
//!
//! The whole program is the one `match` below; the flow of the news is in [`step`].

mod cli;
mod commands;
mod config;
mod decide;
mod engine;
mod filters;
mod grouping;
mod hooks;
mod hubs;
mod mailing;
mod model;
mod named;
mod nli;
mod progress;
mod step;
mod why;
mod worker;

use clap::Parser;
use cli::{Cli, Command};
use commands::Exit;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    start_logging(cli.common.verbose, cli.common.quiet);
    match dispatch(cli) {
        Ok(exit) => exit.code(),
        Err(error) if closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("standfirst: {error:#}");
            Exit::Error.code()
        }
    }
}

fn dispatch(cli: Cli) -> anyhow::Result<Exit> {
    let common = &cli.common;
    match cli.command {
        Command::Stage { name } => commands::stage::run(&name),
        Command::Completions { shell } => commands::completions(shell),
        Command::Config { what } => commands::config::run(common, &what),
        Command::Demo(args) => block_on(commands::demo::run(common, args)),
        Command::Init => commands::init::run(common),
        Command::Add(args) => block_on(commands::add::run(common, args)),
        Command::Remove(args) => block_on(commands::feeds::remove(common, args)),
        Command::Feeds { json } => block_on(commands::feeds::list(common, json)),
        Command::Import(args) => block_on(commands::import::run(common, args)),
        Command::Export { what: cli::Export::Opml } => block_on(commands::feeds::export_opml(common)),
        Command::Run(args) => block_on(commands::run::run(common, args)),
        Command::Serve(args) => block_on(commands::serve::run(common, args)),
        Command::Search(args) => block_on(commands::search::run(common, args)),
        Command::Password(args) => block_on(commands::password::run(common, args)),
        Command::Token { what } => block_on(commands::token::run(common, what)),
        Command::Show(args) => block_on(commands::show::run(common, args)),
        Command::Build(args) => block_on(commands::build::run(common, args)),
        Command::Brief(args) => block_on(commands::brief::run(common, args)),
        Command::Explain { page: Some(page), json, .. } => commands::explain::page(&page, json),
        Command::Explain { story, json, .. } => {
            block_on(commands::explain::run(common, &story.unwrap_or_default(), json))
        }
        Command::Merge(args) => block_on(commands::decide::merge(common, args)),
        Command::Split(args) => block_on(commands::decide::split(common, args)),
        Command::Mute(args) => block_on(commands::decide::mute(common, args, true)),
        Command::Unmute(args) => block_on(commands::decide::mute(common, args, false)),
        Command::Pin(args) => block_on(commands::decide::pin(common, args, true)),
        Command::Unpin(args) => block_on(commands::decide::pin(common, args, false)),
        Command::Undo(args) => block_on(commands::decide::undo(common, args)),
        Command::Decisions { json } => block_on(commands::decide::list(common, json)),
        Command::Verify(args) => commands::verify::run(common, &args),
        Command::Replay { brief } => block_on(commands::replay::replay(common, &brief)),
        Command::Diff { a, b, json } => block_on(commands::replay::diff(common, &a, b.as_deref(), json)),
        Command::Doctor { json, mail } => block_on(commands::doctor::run(common, json, mail)),
        Command::Subscribers(args) => block_on(commands::subscribers::run(common, args)),
        Command::Send(args) => block_on(commands::send::run(common, args)),
        Command::Mcp => block_on(commands::mcp::run(common)),
        Command::Webhooks { what } => block_on(commands::webhooks::run(common, what)),
    }
}

/// Pure work runs on a few threads, not on as many as there are jobs: more would only hold memory.
fn block_on(work: impl Future<Output = anyhow::Result<Exit>>) -> anyhow::Result<Exit> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    tokio::runtime::Builder::new_multi_thread().max_blocking_threads(cores + 2).enable_all().build()?.block_on(work)
}

fn start_logging(verbose: u8, quiet: bool) {
    let level = match (quiet, verbose) {
        (true, _) => "error",
        (_, 0) => "standfirst=warn,error",
        (_, 1) => "standfirst=info,warn",
        _ => "debug",
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("STANDFIRST_LOG").unwrap_or_else(|_| level.into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}

/// `standfirst show | head` is no error.
fn closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|e| e.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe))
}

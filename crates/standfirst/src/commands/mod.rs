//! One file a command. Each says what it did on standard output and returns how it ended.

pub(crate) mod add;
pub(crate) mod brief;
pub(crate) mod build;
pub(crate) mod config;
pub(crate) mod decide;
pub(crate) mod demo;
pub(crate) mod doctor;
mod doctor_brief;
mod doctor_hooks;
mod doctor_mail;
mod doctor_model;
pub(crate) mod explain;
pub(crate) mod feeds;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod kite;
pub(crate) mod library;
pub(crate) mod mcp;
mod pager;
pub(crate) mod password;
pub(crate) mod replay;
pub(crate) mod run;
pub(crate) mod search;
pub(crate) mod send;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod stage;
pub(crate) mod subscribers;
pub(crate) mod token;
pub(crate) mod verify;
pub(crate) mod webhooks;

use crate::{
    cli::{Cli, Common},
    config::{Config, FILE},
    engine::{Clock, DATA_FILE, Engine},
};
use anyhow::{Context, Result};
use clap::CommandFactory;
use std::{path::PathBuf, process::ExitCode};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Fine,
    /// Something failed.
    Error,
    /// Something that was to be checked does not hold.
    NotVerified,
    /// Some of it failed, some did not.
    Partly,
}

impl Exit {
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Fine => 0,
            Self::Error => 1,
            Self::NotVerified => 3,
            Self::Partly => 4,
        })
    }
}

/// The data folder: the flag's, the environment's, else the platform's.
pub(crate) fn data_folder(common: &Common) -> Result<PathBuf> {
    if let Some(data) = &common.data {
        return Ok(data.clone());
    }
    let dirs = directories::ProjectDirs::from("", "", "standfirst")
        .context("this system has no home folder; name a data folder with --data DIR")?;
    Ok(dirs.data_dir().to_path_buf())
}

/// The configuration in force.
pub(crate) fn config(common: &Common) -> Result<Config> {
    let file = config_file(common)?;
    Config::load(&file, common.config.is_some(), &common.sets)
}

/// Where the configuration lies.
pub(crate) fn config_file(common: &Common) -> Result<PathBuf> {
    match &common.config {
        Some(file) => Ok(file.clone()),
        None => Ok(data_folder(common)?.join(FILE)),
    }
}

/// The engine on the user's own data.
pub(crate) async fn engine(common: &Common) -> Result<Engine> {
    Engine::open(&data_folder(common)?, config(common)?, Clock::System).await?.keep_demo_time().await
}

/// The engine on data that are there already: for commands that only look.
pub(crate) async fn existing(common: &Common) -> Result<Engine> {
    let data = data_folder(common)?;
    if !data.join(DATA_FILE).exists() {
        anyhow::bail!(
            "there is nothing in {} yet; `standfirst add https://…` follows a feed, `standfirst run --once` reads it, and --data DIR names another folder",
            data.display()
        );
    }
    engine(common).await
}

/// Prints a completion script.
pub(crate) fn completions(shell: clap_complete::Shell) -> Result<Exit> {
    clap_complete::generate(shell, &mut Cli::command(), "standfirst", &mut std::io::stdout());
    Ok(Exit::Fine)
}

/// Writes text to standard output with one line end.
pub(crate) fn print(text: &str) -> Result<()> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    out.write_all(text.trim_end().as_bytes())?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}

/// Writes a value as indented JSON.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<()> {
    print(&serde_json::to_string_pretty(value)?)
}

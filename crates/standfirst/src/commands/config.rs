//! `config print` and `config validate`.

use super::{Exit, config, config_file, print};
use crate::cli::{Common, ConfigWhat};
use anyhow::Result;

pub(crate) fn run(common: &Common, what: &ConfigWhat) -> Result<Exit> {
    let config = config(common)?;
    match what {
        ConfigWhat::Print => print(&config.to_toml()?)?,
        ConfigWhat::Validate => print(&format!("{}: fine", config_file(common)?.display()))?,
    }
    Ok(Exit::Fine)
}

//! `stage NAME`: one stage as a filter.

use super::Exit;
use crate::filters;
use anyhow::{Result, bail};

pub(crate) fn run(name: &str) -> Result<Exit> {
    // Unlocked on purpose: a filter may be stopped with its input open.
    let input = std::io::BufReader::with_capacity(1 << 16, std::io::stdin());
    let output = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout());
    match filters::run(name, input, output)? {
        Some(0) => Ok(Exit::Fine),
        Some(bad) => {
            eprintln!("standfirst: {bad} lines could not be handled; each has its error in its place");
            Ok(Exit::Partly)
        }
        None => {
            let names: Vec<&str> = filters::NAMES.iter().map(|(name, _)| *name).collect();
            bail!("there is no stage “{name}”; there are: {}", names.join(", "))
        }
    }
}

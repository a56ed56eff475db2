//! `password`: sets the owner's password, or takes it away. Every session ends.

use super::{Exit, engine, print};
use crate::cli::{Common, Password};
use anyhow::{Result, bail};
use standfirst_publish::server::access::{PASSWORD, password};
use std::io::{BufRead, IsTerminal};

/// Longest line read, in bytes.
const LINE: u64 = 4096;

pub(crate) async fn run(common: &Common, args: Password) -> Result<Exit> {
    let engine = engine(common).await?;
    if args.remove {
        engine.store.set_setting(PASSWORD, "").await?;
        engine.store.end_sessions(None).await?;
        print(
            "The password is gone and every session has ended. On loopback, whoever sits at this machine is the owner now.",
        )?;
        return Ok(Exit::Fine);
    }
    if std::io::stdin().is_terminal() {
        eprint!("New password (it is shown as you type; at least {} characters): ", password::SHORTEST);
    }
    let mut line = String::new();
    std::io::Read::take(std::io::stdin().lock(), LINE).read_line(&mut line)?;
    let kept = password::hash(line.trim_end_matches(['\r', '\n'])).map_err(|e| anyhow::anyhow!("{e}"));
    let kept = match kept {
        Ok(kept) => kept,
        Err(why) => bail!("{why}; give it as one line on standard input"),
    };
    engine.store.set_setting(PASSWORD, &kept).await?;
    let ended = engine.store.end_sessions(None).await?;
    print(&format!("The password is set; {ended} sessions have ended."))?;
    engine.store.close().await;
    Ok(Exit::Fine)
}

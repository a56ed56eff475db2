//! `token`: tokens by which the owner's programs may read and change what the owner may.

use super::{Exit, engine, existing, print, print_json};
use crate::cli::{Common, TokenWhat};
use anyhow::{Result, bail};
use standfirst_publish::server::access::{new_feed_token, new_token, secret_hash};

/// Longest name, in characters.
const NAME: usize = 80;

pub(crate) async fn run(common: &Common, what: TokenWhat) -> Result<Exit> {
    match what {
        TokenWhat::Add { name, feeds } => add(common, name.trim(), feeds).await,
        TokenWhat::List { json } => list(common, json).await,
        TokenWhat::Revoke { name } => {
            if !existing(common).await?.store.revoke_token(&name).await? {
                bail!("there is no token named “{name}”; `standfirst token list` names them");
            }
            print(&format!("The token “{name}” is revoked."))?;
            Ok(Exit::Fine)
        }
    }
}

async fn add(common: &Common, name: &str, feeds: bool) -> Result<Exit> {
    if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
        bail!("a token’s name has 1 to {NAME} printable characters, such as “phone”");
    }
    let engine = engine(common).await?;
    let token = if feeds { new_feed_token() } else { new_token() }.map_err(|e| anyhow::anyhow!("{e}"))?;
    let (store, hash, now) = (&engine.store, secret_hash(&token), engine.now());
    let added =
        if feeds { store.add_feed_token(name, &hash, now).await? } else { store.add_token(name, &hash, now).await? };
    if !added {
        bail!("there is a token named “{name}” already; revoke it first, or take another name");
    }
    let how = match feeds {
        true => {
            "it reads feeds and nothing else; give it as ?token=… in a feed's address, or as the password of HTTP Basic"
        }
        false => "send it as `Authorization: Bearer …`",
    };
    eprintln!("standfirst: the token “{name}” is shown this once; {how}");
    print(&token)?;
    engine.store.close().await;
    Ok(Exit::Fine)
}

async fn list(common: &Common, json: bool) -> Result<Exit> {
    let tokens = existing(common).await?.store.tokens().await?;
    if json {
        print_json(&tokens)?;
    } else if tokens.is_empty() {
        print("No token. `standfirst token add NAME` makes one.")?;
    }
    for token in tokens.iter().filter(|_| !json) {
        let used = token.used.map_or_else(|| "never used".into(), |at| format!("last used {at}"));
        let scope = if token.scope == "feeds" { ", feeds only" } else { "" };
        print(&format!("{}  made {}, {used}{scope}", token.name, token.made))?;
    }
    Ok(Exit::Fine)
}

//! `init`: the data folder and a commented configuration. What is there already stays as it is.

use super::{Exit, config, config_file, data_folder, print};
use crate::{cli::Common, config::Config};
use anyhow::{Context, Result};

/// The configuration a new user meets: every key with its default, commented out, so that defaults can improve.
fn commented() -> Result<String> {
    let mut text = String::from(
        "# Standfirst. Every key is optional; what stands here are the defaults.\n\
         # `standfirst config validate` checks this file, `standfirst config print` shows what is in force.\n\
         # [families] takes owners of outlets, e.g.  \"example.org\" = \"Example Media\": one owner counts as one source.\n\
         # watch takes words whose stories come earlier; topics of yours are tables:\n\
         #   [[topics]]\n\
         #   name = \"Sea\"\n\
         #   words = [\"ferry\", \"harbour*\"]   # whole words; * stands for any ending\n\
         #   boost = 1.5                      # under 1 puts them lower; keep = true never cuts them, mute = true hides them\n\
         # Other programs are told of editions and stories by tables as well:\n\
         #   [[webhooks]]\n\
         #   url = \"https://example.org/hook\"\n\
         #   secret_file = \"hook.secret\"      # `standfirst webhooks secret` makes one\n\n",
    );
    for line in Config::default().to_toml()?.lines() {
        let plain = line.is_empty() || line.starts_with('[');
        text.push_str(&if plain { format!("{line}\n") } else { format!("# {line}\n") });
    }
    Ok(text)
}

pub(crate) fn run(common: &Common) -> Result<Exit> {
    let (data, file) = (data_folder(common)?, config_file(common)?);
    std::fs::create_dir_all(&data)
        .with_context(|| format!("cannot make {}; choose another folder with --data DIR", data.display()))?;
    if file.exists() {
        config(common)?;
        print(&format!("{} is there already and is fine", file.display()))?;
    } else {
        std::fs::write(&file, commented()?).with_context(|| format!("cannot write {}", file.display()))?;
        print(&format!("{} written", file.display()))?;
    }
    print(
        "Next: `standfirst add https://…` for each site or feed, or `standfirst import feeds.opml`; then `standfirst serve`.",
    )?;
    Ok(Exit::Fine)
}

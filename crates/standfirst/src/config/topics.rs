//! Lists of the configuration: the user's own topics (`[[topics]]`) and watch words, and webhooks (`[[webhooks]]`).

use super::{Config, nearest};
use anyhow::{Result, bail};
use standfirst_collect::HookConfig;
use standfirst_group::Topic;

/// Keys of the whole file, which hold lists and are no sections.
pub(super) const LISTS: [&str; 3] = ["topics", "watch", "webhooks"];

pub(super) fn check_list(name: &str, value: &toml::Value) -> Result<()> {
    let items = value.as_array().map_or(&[][..], Vec::as_slice);
    let fits = |item: &toml::Value| if name == "watch" { item.is_str() } else { item.is_table() };
    if !value.is_array() || !items.iter().all(fits) {
        match name {
            "watch" => bail!("watch must be a list of words: watch = [\"Karla Veit\"], before the first section"),
            "webhooks" => bail!("webhooks must be tables of their own: [[webhooks]] with url and secret_file"),
            _ => bail!("topics must be tables of their own: [[topics]] with name and words"),
        }
    }
    let keys = match name {
        "webhooks" => toml::Table::try_from(HookConfig::default()),
        _ => toml::Table::try_from(Topic::default()),
    };
    let keys = keys.unwrap_or_default();
    for key in items.iter().filter_map(toml::Value::as_table).flat_map(toml::Table::keys) {
        if !keys.contains_key(key) {
            bail!("unknown key {key} in [[{name}]]{}", nearest(key, keys.keys()));
        }
    }
    Ok(())
}

impl Config {
    /// Whether every webhook makes sense, and no two are one.
    pub(super) fn check_webhooks(&self) -> Result<()> {
        for (i, hook) in self.webhooks.iter().enumerate() {
            let n = i + 1;
            hook.check().map_err(|why| anyhow::anyhow!("the {n}. of [[webhooks]]: {why}"))?;
            if self.webhooks.iter().take(i).any(|h| h.url == hook.url) {
                bail!("two of [[webhooks]] have the address {}; put their events into one", hook.url);
            }
            if !hook.query.is_empty() && standfirst_types::search::Query::parse(&hook.query).is_empty() {
                bail!(
                    "the {n}. of [[webhooks]] has query = “{}”, which finds nothing; give words to look for",
                    hook.query
                );
            }
        }
        Ok(())
    }

    /// Whether every topic can be told and named.
    pub(super) fn check_topics(&self) -> Result<()> {
        for (i, topic) in self.topics.iter().enumerate() {
            let n = i + 1;
            if topic.name.trim().is_empty() {
                bail!("the {n}. of [[topics]] has no name; write for example name = \"Sea\"");
            }
            if !topic.words.iter().any(|w| w.chars().any(char::is_alphanumeric)) {
                bail!("topic “{}” has no words; write for example words = [\"ferry\", \"harbour*\"]", topic.name);
            }
            if !(0.1..=10.0).contains(&topic.boost) {
                bail!("topic “{}” has boost = {}; give a factor from 0.1 to 10", topic.name, topic.boost);
            }
            if topic.keep && topic.mute {
                bail!("topic “{}” is both kept and muted; drop keep or mute", topic.name);
            }
            let same = |t: &Topic| t.name.eq_ignore_ascii_case(&topic.name);
            if self.topics.iter().take(i).any(same) {
                bail!("two of [[topics]] are called “{}”; give each a name of its own", topic.name);
            }
        }
        match self.watch.iter().find(|w| !w.chars().any(char::is_alphanumeric)) {
            Some(word) => bail!("watch holds “{word}”, which is no word; write for example watch = [\"Karla Veit\"]"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Config, parse};

    #[test]
    fn topics_have_a_name_words_and_a_measure() {
        let check = |toml: &str, expected: Result<(), &str>| {
            let config: Config = parse(toml).unwrap().try_into().unwrap();
            let got = config.check_topics().map_err(|e| e.to_string());
            match expected {
                Ok(()) => assert_eq!(got, Ok(()), "{toml}"),
                Err(part) => assert!(got.as_ref().is_err_and(|e| e.contains(part)), "{toml}: {got:?}"),
            }
        };
        check("watch = [\"Orle\"]\n[[topics]]\nname = \"Sea\"\nwords = [\"ferry\"]", Ok(()));
        check("[[topics]]\nwords = [\"ferry\"]", Err("no name"));
        check("[[topics]]\nname = \"Sea\"\nwords = [\"*\"]", Err("no words"));
        check("[[topics]]\nname = \"Sea\"\nwords = [\"a\"]\nboost = 0.0", Err("from 0.1 to 10"));
        check("[[topics]]\nname = \"Sea\"\nwords = [\"a\"]\nkeep = true\nmute = true", Err("both kept and muted"));
        let twice = "[[topics]]\nname = \"Sea\"\nwords = [\"a\"]\n";
        check(&format!("{twice}{}", twice.to_lowercase()), Err("a name of its own"));
        check("watch = [\"?\"]", Err("no word"));
    }

    #[test]
    fn webhooks_have_an_address_and_a_secret() {
        let check = |toml: &str, part: &str| {
            let config: Config = parse(toml).unwrap().try_into().unwrap();
            let got = config.check_webhooks().map_err(|e| e.to_string());
            assert!(got.as_ref().is_err_and(|e| e.contains(part)) || part.is_empty() && got.is_ok(), "{toml}: {got:?}");
        };
        let hook = "[[webhooks]]\nurl = \"https://a.example/hook\"\nsecret_file = \"s\"\n";
        check(hook, "");
        check(&format!("{hook}query = \"ferry\"\n"), "");
        check(&format!("{hook}{hook}"), "put their events into one");
        check(&format!("{hook}query = \"-ferry\"\n"), "finds nothing");
        check("[[webhooks]]\nurl = \"a.example\"", "the 1. of [[webhooks]]: “a.example” is no web address");
    }
}

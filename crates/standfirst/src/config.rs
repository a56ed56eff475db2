//! The configuration: flag over environment over file over default; an unknown key is an error that names the nearest one.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use standfirst_collect::rules::{RuleSet, Rules};
use std::{collections::BTreeMap, path::Path};

/// Everything a user can set. Written as TOML, one table a part.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// The reading page.
    pub(crate) site: Site,
    /// When editions are composed and how long they are.
    pub(crate) edition: Editions,
    /// What is kept.
    pub(crate) keep: Keep,
    /// Feeds, pages and politeness.
    pub(crate) fetch: standfirst_collect::FetchConfig,
    /// How long a brief is.
    pub(crate) brief: standfirst_write::Options,
    /// How sentences are checked, beside the rules.
    pub(crate) verify: Check,
    /// Keep and block rules, by the address of a feed, or `"*"` for all.
    pub(crate) rules: BTreeMap<String, RuleSet>,
    /// Owners of outlets, as `"domain" = "owner"`: all outlets of one owner count as one source.
    pub(crate) families: BTreeMap<String, String>,
}

/// The reading page.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Site {
    /// Title at the head of every page.
    pub(crate) title: String,
    /// Address and port to listen on.
    pub(crate) listen: String,
    /// Public address of the page, for feeds and mail; empty: as asked.
    pub(crate) base_url: String,
    /// IANA time zone of dates and edition times; empty: the system's.
    pub(crate) timezone: String,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            title: "Standfirst".into(),
            listen: "127.0.0.1:7878".into(),
            base_url: String::new(),
            timezone: String::new(),
        }
    }
}

/// When editions are composed and how long they are.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Editions {
    /// Local times of day, `HH:MM`.
    pub(crate) times: Vec<String>,
    /// Most stories in an edition; the rest are named in the ledger.
    pub(crate) stories: usize,
    /// Hours a first edition looks back.
    pub(crate) window_hours: u32,
    /// Entries older than this many days are not fetched.
    pub(crate) max_age_days: u32,
}

impl Default for Editions {
    fn default() -> Self {
        Self { times: vec!["07:00".into(), "17:00".into()], stories: 12, window_hours: 24, max_age_days: 30 }
    }
}

/// What is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Keep {
    /// Days the bodies of pages are kept as delivered; article texts and cited spans stay for ever.
    pub(crate) bodies_days: u32,
    /// Hours after which a page still listed by its feed is asked for again, to notice silent edits.
    pub(crate) recheck_hours: u32,
    /// Days after its first reading during which a page is asked for again.
    pub(crate) recheck_days: u32,
}

impl Default for Keep {
    fn default() -> Self {
        Self { bodies_days: 14, recheck_hours: 6, recheck_days: 3 }
    }
}

/// How sentences are checked, beside the rules.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Check {
    /// A model of entailment of your own: a program and its arguments, which speaks JSON Lines; none by default.
    pub(crate) nli_command: Vec<String>,
    /// Seconds it may take in all for one brief or one text; then the rules judge alone.
    pub(crate) nli_seconds: u32,
}

impl Default for Check {
    fn default() -> Self {
        Self { nli_command: vec![], nli_seconds: 30 }
    }
}

/// Name of the configuration file inside the data folder.
pub(crate) const FILE: &str = "standfirst.toml";

impl Config {
    /// Loads `file` (which may not exist unless `required`), then the environment, then `sets` (`section.key=value`).
    pub(crate) fn load(file: &Path, required: bool, sets: &[String]) -> Result<Self> {
        let mut table = match std::fs::read_to_string(file) {
            Ok(text) => parse(&text).with_context(|| format!("in {}", file.display()))?,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && !required => toml::Table::new(),
            Err(e) => return Err(e).with_context(|| format!("cannot read {}", file.display())),
        };
        check_keys(&table).with_context(|| format!("in {}", file.display()))?;
        overlay_environment(&mut table, |name| std::env::var(name).ok())?;
        for set in sets {
            let Some((key, value)) = set.split_once('=') else {
                bail!("“{set}” is no setting: write --set section.key=value");
            };
            put(&mut table, key.trim(), value.trim())?;
        }
        let config: Self = table.try_into().map_err(|e: toml::de::Error| anyhow::anyhow!("{}", e.message()))?;
        config.validate()?;
        Ok(config)
    }

    fn validate(&self) -> Result<()> {
        self.zone()?;
        self.times()?;
        for feed in self.rules.keys() {
            self.rules_of(feed).with_context(|| format!("in [rules.\"{feed}\"]"))?;
        }
        self.site.listen.parse::<std::net::SocketAddr>().with_context(|| {
            format!("site.listen = “{}” is no address and port; write for example 127.0.0.1:7878", self.site.listen)
        })?;
        if self.edition.stories == 0 {
            bail!("edition.stories must be at least 1");
        }
        Ok(())
    }

    /// The time zone of the page.
    pub(crate) fn zone(&self) -> Result<jiff::tz::TimeZone> {
        if self.site.timezone.is_empty() {
            return Ok(jiff::tz::TimeZone::system());
        }
        jiff::tz::TimeZone::get(&self.site.timezone).with_context(|| {
            format!("site.timezone = “{}” is no IANA time zone; write for example Europe/Berlin", self.site.timezone)
        })
    }

    /// The rules of one feed: its own and those of all.
    pub(crate) fn rules_of(&self, feed: &str) -> Result<Rules> {
        let mut set = RuleSet::default();
        for own in [self.rules.get("*"), self.rules.get(feed).filter(|_| feed != "*")].into_iter().flatten() {
            set.keep.extend(own.keep.iter().cloned());
            set.block.extend(own.block.iter().cloned());
        }
        Ok(Rules::new(&set)?)
    }

    /// Edition times of day, in order.
    pub(crate) fn times(&self) -> Result<Vec<jiff::civil::Time>> {
        let mut times = self
            .edition
            .times
            .iter()
            .map(|t| t.parse().with_context(|| format!("edition.times holds “{t}”; write times of day such as 07:00")))
            .collect::<Result<Vec<_>>>()?;
        times.sort_unstable();
        Ok(times)
    }

    /// The configuration as TOML.
    pub(crate) fn to_toml(&self) -> Result<String> {
        Ok(toml::to_string_pretty(self)?)
    }
}

fn parse(text: &str) -> Result<toml::Table> {
    text.parse::<toml::Table>().map_err(|e| anyhow::anyhow!("{}", e.to_string().trim_end().to_owned()))
}

/// The defaults as a table: the list of all keys there are.
fn known() -> toml::Table {
    toml::Table::try_from(Config::default()).unwrap_or_default()
}

fn check_keys(table: &toml::Table) -> Result<()> {
    let known = known();
    for (section, value) in table {
        let Some(keys) = known.get(section).and_then(toml::Value::as_table) else {
            bail!("unknown section [{section}]{}", nearest(section, known.keys()));
        };
        let Some(given) = value.as_table() else { bail!("[{section}] must be a table") };
        let unknown =
            |k: &&String| !FREE.contains(&section.as_str()) && !keys.contains_key(*k) && !optional(section, k);
        if let Some(key) = given.keys().find(unknown) {
            bail!("unknown key {section}.{key}{}", nearest(key, keys.keys()));
        }
    }
    Ok(())
}

/// Sections whose keys are the user's own words.
const FREE: [&str; 2] = ["families", "rules"];

/// Keys without a default, which the table of defaults cannot show.
fn optional(section: &str, key: &str) -> bool {
    (section, key) == ("fetch", "proxy")
}

fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a String>) -> String {
    let known: Vec<_> = known.collect();
    let best = known.iter().map(|k| (strsim::damerau_levenshtein(word, k), k)).min();
    match best {
        Some((distance, key)) if distance <= 3.max(word.len() / 3) => format!("; did you mean {key}?"),
        _ => format!("; there are: {}", known.iter().map(|k| k.as_str()).collect::<Vec<_>>().join(", ")),
    }
}

/// `STANDFIRST_SECTION_KEY` sets `section.key`, e.g. `STANDFIRST_SITE_LISTEN`.
fn overlay_environment(table: &mut toml::Table, var: impl Fn(&str) -> Option<String>) -> Result<()> {
    for (section, keys) in &known() {
        for key in keys.as_table().into_iter().flat_map(toml::Table::keys) {
            let name = format!("STANDFIRST_{}_{}", section.to_uppercase(), key.to_uppercase());
            if let Some(value) = var(&name) {
                put(table, &format!("{section}.{key}"), &value).with_context(|| format!("in {name}"))?;
            }
        }
    }
    Ok(())
}

/// Sets a dotted key; the value is TOML where it parses as such, else text.
fn put(table: &mut toml::Table, dotted: &str, value: &str) -> Result<()> {
    let Some((section, key)) = dotted.split_once('.') else { bail!("“{dotted}” is no key: write section.key") };
    let parsed = format!("v = {value}").parse::<toml::Table>().ok().and_then(|mut t| t.remove("v"));
    let value = parsed.unwrap_or_else(|| toml::Value::String(value.into()));
    let single = toml::Table::from_iter([(
        section.to_owned(),
        toml::Value::Table(toml::Table::from_iter([(key.to_owned(), value.clone())])),
    )]);
    check_keys(&single)?;
    if let Some(keys) = table.entry(section).or_insert_with(|| toml::Table::new().into()).as_table_mut() {
        keys.insert(key.into(), value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(toml: &str, expected: Result<(), &str>) {
        let got = parse(toml).and_then(|t| check_keys(&t));
        match expected {
            Ok(()) => assert!(got.is_ok(), "{toml}: {got:?}"),
            Err(part) => {
                let text = format!("{:#}", got.unwrap_err());
                assert!(text.contains(part), "{toml}: {text}");
            }
        }
    }

    #[test]
    fn unknown_keys_name_the_nearest() {
        check("[site]\ntitle = \"x\"", Ok(()));
        check("[site]\ntitel = \"x\"", Err("did you mean title?"));
        check("[sight]\ntitle = \"x\"", Err("did you mean site?"));
        check("[families]\n\"a.example\" = \"A\"", Ok(()));
        check("site = 3", Err("must be a table"));
    }

    #[test]
    fn flags_win_over_environment_and_environment_over_file() {
        let mut table = parse("[site]\ntitle = \"file\"\nlisten = \"127.0.0.1:1\"").unwrap();
        overlay_environment(&mut table, |n| (n == "STANDFIRST_SITE_TITLE").then(|| "env".into())).unwrap();
        assert_eq!(table["site"]["title"].as_str(), Some("env"));
        put(&mut table, "site.title", "flag").unwrap();
        assert_eq!(table["site"]["title"].as_str(), Some("flag"));
        assert_eq!(table["site"]["listen"].as_str(), Some("127.0.0.1:1"));
        assert!(put(&mut table, "site.nothing", "1").is_err());
    }
}

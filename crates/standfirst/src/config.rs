//! The configuration: flag over environment over file over default; an unknown key is an error that names the nearest one.

mod mail;
mod topics;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use standfirst_collect::rules::{RuleSet, Rules};
use standfirst_group::Topic;
use standfirst_types::search::{LONGEST_NAME, Query, Saved};
use std::{collections::BTreeMap, path::Path};
use topics::{LISTS, check_list};

/// Everything a user can set. Written as TOML, one table a part.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// Words whose stories come earlier wherever they are mentioned.
    pub(crate) watch: Vec<String>,
    /// The reading page.
    pub(crate) site: Site,
    /// Who may read, and whose word is taken for who asks.
    pub(crate) access: Access,
    /// When editions are composed and how long they are.
    pub(crate) edition: Editions,
    /// What is kept.
    pub(crate) keep: Keep,
    /// Feeds, pages and politeness.
    pub(crate) fetch: standfirst_collect::FetchConfig,
    /// How long a brief is.
    pub(crate) brief: standfirst_write::Options,
    /// Who writes, and how.
    pub(crate) writer: standfirst_write::llm::Telling,
    /// The model, for a writer that is one.
    pub(crate) model: standfirst_collect::ModelConfig,
    /// Sections of the page: a name and what is looked for, as on the search page.
    pub(crate) sections: BTreeMap<String, String>,
    /// How sentences are checked, beside the rules.
    pub(crate) verify: Check,
    /// Keep and block rules, by the address of a feed, or `"*"` for all.
    pub(crate) rules: BTreeMap<String, RuleSet>,
    /// Owners of outlets, as `"domain" = "owner"`: all outlets of one owner count as one source.
    pub(crate) families: BTreeMap<String, String>,
    /// Editions by mail.
    pub(crate) mail: standfirst_collect::MailConfig,
    /// The user's own topics, as `[[topics]]`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) topics: Vec<Topic>,
    /// Addresses that are told of editions and stories, as `[[webhooks]]`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) webhooks: Vec<standfirst_collect::HookConfig>,
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

/// Who may read, and whose word is taken for who asks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Access {
    /// `public`: anyone who reaches the page may read; `private`: only who has logged in, or has a token.
    pub(crate) reading: String,
    /// Header in which a proxy in front names the user it has let in, e.g. `Remote-User`; empty: none is believed.
    pub(crate) proxy_header: String,
    /// Addresses of such proxies, e.g. `127.0.0.1` or `10.0.0.0/8`; headers of others are not believed.
    pub(crate) proxy_from: Vec<String>,
    /// Users the proxy may name; empty: any.
    pub(crate) proxy_users: Vec<String>,
    /// Whether scripts of any site may read what anyone may read: interface for programs, feeds (CORS).
    pub(crate) cross_origin: bool,
    /// Whether reader apps are answered (Google Reader API), once a password or a token is set.
    pub(crate) google_reader: bool,
}

impl Default for Access {
    fn default() -> Self {
        Self {
            reading: "public".into(),
            proxy_header: String::new(),
            proxy_from: vec![],
            proxy_users: vec![],
            cross_origin: false,
            google_reader: true,
        }
    }
}

impl Access {
    /// As the server takes it.
    pub(crate) fn rules(&self) -> Result<standfirst_publish::server::access::Access> {
        let private = match self.reading.as_str() {
            "public" => false,
            "private" => true,
            other => bail!("access.reading = “{other}” is not known; write public or private"),
        };
        if private && self.cross_origin {
            bail!(
                "access.cross_origin lets scripts of any site read, but access.reading is private; set one of them back"
            );
        }
        let nets = self.proxy_from.iter().map(|n| n.parse().map_err(|e| anyhow::anyhow!("access.proxy_from: {e}")));
        if !self.proxy_header.is_empty() && self.proxy_from.is_empty() {
            bail!(
                "access.proxy_header is set, but access.proxy_from names no proxy whose header to believe; add its address"
            );
        }
        Ok(standfirst_publish::server::access::Access {
            private,
            proxy_header: (!self.proxy_header.is_empty()).then(|| self.proxy_header.to_ascii_lowercase()),
            proxy_from: nets.collect::<Result<_>>()?,
            proxy_users: self.proxy_users.clone(),
            cross_origin: self.cross_origin,
            setup_code: None,
            google_reader: self.google_reader,
        })
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
        self.access.rules()?;
        for section in self.sections() {
            let name = &section.name;
            if name.is_empty()
                || name.starts_with('.')
                || name.chars().count() > LONGEST_NAME
                || Query::parse(&section.query).is_empty()
            {
                bail!(
                    "section “{name}”, looking for “{}”, finds nothing; give words to look for, and a name of 1 to {LONGEST_NAME} characters",
                    section.query
                );
            }
        }
        for feed in self.rules.keys() {
            self.rules_of(feed).with_context(|| format!("in [rules.\"{feed}\"]"))?;
        }
        self.site.listen.parse::<std::net::SocketAddr>().with_context(|| {
            format!("site.listen = “{}” is no address and port; write for example 127.0.0.1:7878", self.site.listen)
        })?;
        self.check_topics()?;
        self.check_mail()?;
        self.check_webhooks()?;
        if self.writer.kind == standfirst_types::Writer::Llm {
            self.model.chat_url()?;
            if self.model.model.trim().is_empty() {
                bail!("writer.kind is “llm” but model.model names none; write the name that its server knows it by");
            }
        }
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

    /// The sections that stand in the configuration: its own, then topics and watched words, whose stories are marked.
    pub(crate) fn sections(&self) -> Vec<Saved> {
        let own = self.sections.iter().map(|(name, query)| (name.clone(), query.clone(), false));
        let free = |name: &String| !self.sections.contains_key(name);
        let topics = self.topics.iter().filter(|t| free(&t.name) && !t.mute);
        let topics = topics.map(|t| (t.name.clone(), any_of(&t.words), true));
        let words = self.watch.iter().filter(|w| free(w) && self.topics.iter().all(|t| t.name != **w));
        let words = words.map(|w| (w.clone(), any_of(std::slice::from_ref(w)), true));
        let all = own.chain(topics).chain(words);
        all.map(|(name, query, watch)| Saved { name, query, watch, fixed: true }).collect()
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
        if LISTS.contains(&section.as_str()) {
            check_list(section, value)?;
            continue;
        }
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

/// A search for any of these words, each together.
fn any_of(words: &[String]) -> String {
    let one = |w: &String| match w.trim().strip_suffix('*') {
        Some(stem) if !stem.contains(char::is_whitespace) => format!("{stem}*"),
        _ => format!("\"{}\"", w.trim().replace('"', " ")),
    };
    words.iter().map(one).collect::<Vec<_>>().join(" | ")
}

/// Sections whose keys are the user's own words.
const FREE: [&str; 3] = ["families", "rules", "sections"];

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
    let parsed = format!("v = {value}").parse::<toml::Table>().ok().and_then(|mut t| t.remove("v"));
    let value = parsed.unwrap_or_else(|| toml::Value::String(value.into()));
    if LISTS.contains(&dotted) {
        check_list(dotted, &value)?;
        table.insert(dotted.into(), value);
        return Ok(());
    }
    let Some((section, key)) = dotted.split_once('.') else { bail!("“{dotted}” is no key: write section.key") };
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
        check("watch = [\"Karla Veit\"]\n[[topics]]\nname = \"Sea\"\nwords = [\"ferry\"]\nboost = 2.0", Ok(()));
        check("watch = \"Karla Veit\"", Err("must be a list"));
        check("[topics]\nname = \"Sea\"", Err("[[topics]]"));
        check("[[topics]]\nnmae = \"Sea\"", Err("did you mean name?"));
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

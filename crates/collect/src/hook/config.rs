//! What a user may set about a webhook, as `[[webhooks]]`.

use url::Url;

/// What webhooks can be told.
pub const HOOK_EVENTS: [&str; 4] = ["edition.published", "story.new", "story.updated", "story.corrected"];

/// The longest wait between two tries, in seconds.
const LONGEST_S: u64 = 6 * 3600;

/// Settings of one webhook.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct HookConfig {
    /// Where messages are posted to; `https`, or `http` with `allow_private`.
    pub url: String,
    /// A file that holds the secret (`whsec_…`) and nothing else.
    pub secret_file: String,
    /// Name of an environment variable that holds the secret, where there is no file.
    pub secret_env: String,
    /// What it is told, of [`HOOK_EVENTS`]; empty: all.
    pub events: Vec<String>,
    /// Names of sections: only their stories are told; empty: all stories.
    pub sections: Vec<String>,
    /// A search: only the stories that it finds are told, beside those of the sections; empty: all stories.
    pub query: String,
    /// Whether it may be on this machine or in a private network.
    pub allow_private: bool,
    /// Seconds that the receiver may take, 1 to 60.
    pub timeout_s: u64,
    /// Seconds before the second try; four times as many before each further one, six hours at most.
    pub first_retry_s: u64,
    /// Tries of a message before it is given up; with the usual ones, about a day.
    pub tries: u32,
}

impl Default for HookConfig {
    fn default() -> Self {
        Self {
            url: String::new(),
            secret_file: String::new(),
            secret_env: String::new(),
            events: vec![],
            sections: vec![],
            query: String::new(),
            allow_private: false,
            timeout_s: 10,
            first_retry_s: 30,
            tries: 9,
        }
    }
}

impl HookConfig {
    /// Its address.
    ///
    /// # Errors
    /// In words, when it is no web address, holds a password, or is not encrypted where it should be.
    pub fn address(&self) -> Result<Url, String> {
        let url = Url::parse(self.url.trim()).ok().filter(|u| u.has_host());
        let Some(url) = url.filter(|u| matches!(u.scheme(), "http" | "https")) else {
            return Err(format!("“{}” is no web address; write for example https://example.org/hook", self.url));
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err("its address holds a name or password; messages are signed, so none is needed".into());
        }
        if url.scheme() == "http" && !self.allow_private {
            return Err(format!(
                "“{url}” is not encrypted; use https, or say allow_private = true in a network of your own"
            ));
        }
        Ok(url)
    }

    /// Whether it is told of an event.
    pub fn wants(&self, event: &str) -> bool {
        self.events.is_empty() || self.events.iter().any(|e| e == event)
    }

    /// Whether every setting makes sense.
    ///
    /// # Errors
    /// The first that does not, in words.
    pub fn check(&self) -> Result<(), String> {
        self.address()?;
        if self.secret_file.is_empty() && self.secret_env.is_empty() {
            return Err(
                "it has no secret; `standfirst webhooks secret` makes one, secret_file names the file that holds it"
                    .into(),
            );
        }
        if let Some(event) = self.events.iter().find(|e| !HOOK_EVENTS.contains(&e.as_str())) {
            return Err(format!("there is no event “{event}”; there are {}", HOOK_EVENTS.join(", ")));
        }
        match self.tries {
            1..=20 => Ok(()),
            other => Err(format!("tries = {other}; write 1 to 20")),
        }
    }

    /// Seconds to wait after so many tries.
    pub fn pause_s(&self, tries: u32) -> u64 {
        self.first_retry_s.saturating_mul(4u64.saturating_pow(tries.saturating_sub(1))).min(LONGEST_S)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_held_to_sense() {
        let fine =
            HookConfig { url: "https://a.example/hook".into(), secret_file: "s".into(), ..HookConfig::default() };
        assert_eq!(fine.check(), Ok(()));
        let check = |hook: HookConfig, part: &str| assert!(hook.check().unwrap_err().contains(part), "{hook:?}");
        check(HookConfig { url: "a.example".into(), ..fine.clone() }, "no web address");
        check(HookConfig { url: "ftp://a.example".into(), ..fine.clone() }, "no web address");
        check(HookConfig { url: "http://a.example".into(), ..fine.clone() }, "not encrypted");
        check(HookConfig { url: "https://me:pw@a.example".into(), ..fine.clone() }, "password");
        check(HookConfig { secret_file: String::new(), ..fine.clone() }, "no secret");
        check(HookConfig { events: vec!["story.gone".into()], ..fine.clone() }, "no event “story.gone”");
        check(HookConfig { tries: 0, ..fine.clone() }, "1 to 20");
        assert!(fine.wants("story.new"));
        assert!(!HookConfig { events: vec!["story.new".into()], ..fine }.wants("story.updated"));
    }

    #[test]
    fn nine_tries_take_about_a_day() {
        let hook = HookConfig::default();
        let pauses: Vec<u64> = (1..hook.tries).map(|tries| hook.pause_s(tries)).collect();
        assert_eq!(pauses, [30, 120, 480, 1920, 7680, 21_600, 21_600, 21_600]);
        assert!((20..=24).contains(&(pauses.iter().sum::<u64>() / 3600)));
        assert_eq!(hook.pause_s(u32::MAX), 21_600);
    }
}

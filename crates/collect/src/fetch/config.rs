//! What a user may set about fetching. Every setting has a default that suits one reader's machine and is polite.

use std::time::Duration;

/// Settings of the fetcher; times in seconds unless the name says milliseconds, sizes in bytes.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct FetchConfig {
    /// An address (mail or web) by which a publisher can reach whoever runs this; sent in the `User-Agent`.
    pub user_agent_contact: String,
    /// Seconds to connect, TLS included. Default 5.
    pub connect_timeout_s: f64,
    /// Seconds from the request to the first byte of the answer. Default 10.
    pub first_byte_timeout_s: f64,
    /// Seconds for everything, redirects included. Default 20.
    pub total_timeout_s: f64,
    /// The least bytes a second, as delivered, that an answer must come at after its first 3 seconds; 0: no minimum. Default 500.
    pub min_rate_bytes_s: u64,
    /// The most bytes of a feed once decoded. Default 10 MiB.
    pub feed_max_bytes: usize,
    /// The most bytes of a page once decoded. Default 5 MiB.
    pub page_max_bytes: usize,
    /// The most redirects followed for one request. Default 5.
    pub max_redirects: usize,
    /// Private addresses that may be fetched from all the same: `127.0.0.1:7879` (that port only), `127.0.0.1`,
    /// `10.0.0.0/8`, `[::1]:8080`, `fd00::/8`. Default none.
    pub allow: Vec<String>,
    /// A proxy for every request, such as `http://proxy.example:3128`. The proxy's own address is not guarded, and it
    /// resolves the names. Default none; the environment's proxy settings are not looked at.
    pub proxy: Option<String>,
    /// Milliseconds between two requests to one host. Default 1000. (Kept by the engine, not here.)
    pub host_delay_ms: u64,
    /// Connections to one host at a time. Default 1.
    pub host_connections: usize,
    /// Requests at a time over all hosts. Default 16.
    pub concurrency: usize,
    /// Whether `robots.txt` is asked before pages (RFC 9309). Default true.
    pub robots: bool,
}

impl Default for FetchConfig {
    fn default() -> Self {
        Self {
            user_agent_contact: String::new(),
            connect_timeout_s: 5.0,
            first_byte_timeout_s: 10.0,
            total_timeout_s: 20.0,
            min_rate_bytes_s: 500,
            feed_max_bytes: 10 << 20,
            page_max_bytes: 5 << 20,
            max_redirects: 5,
            allow: Vec::new(),
            proxy: None,
            host_delay_ms: 1000,
            host_connections: 1,
            concurrency: 16,
            robots: true,
        }
    }
}

impl FetchConfig {
    /// The `User-Agent`: the program, its version, and the contact (the project's page when none is set).
    pub fn user_agent(&self) -> String {
        let contact = match self.user_agent_contact.trim() {
            "" => "https://github.com/standfirst/standfirst",
            contact => contact,
        };
        format!("Standfirst/{} (+{contact})", env!("CARGO_PKG_VERSION"))
    }

    /// Seconds as a duration; nonsense (negative, not a number, over an hour) becomes the nearest sense.
    pub(crate) fn seconds(value: f64) -> Duration {
        Duration::from_secs_f64(if value.is_nan() { 20.0 } else { value.clamp(0.001, 3600.0) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_and_unknown_ones_refused() {
        let config: FetchConfig =
            toml::from_str("allow = ['127.0.0.1:7879']\nhost_delay_ms = 5\nuser_agent_contact = 'a@hill.example'")
                .unwrap();
        assert_eq!((config.allow.len(), config.host_delay_ms, config.max_redirects), (1, 5, 5));
        assert!(config.user_agent().ends_with("(+a@hill.example)"), "{}", config.user_agent());
        assert!(toml::from_str::<FetchConfig>("hostdelay = 5").is_err());
    }
}

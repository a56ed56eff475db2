//! What mail needs of the configuration beside its own settings: a public address for its links.

use super::Config;
use anyhow::{Result, bail};

impl Config {
    /// The public address of the page, without its last slash, where one is set.
    pub(crate) fn web_address(&self) -> Option<&str> {
        let base = self.site.base_url.trim().trim_end_matches('/');
        let url = url::Url::parse(base).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(base)
    }

    /// Whether mail can be sent with these settings, or is not to be.
    pub(super) fn check_mail(&self) -> Result<()> {
        self.mail.check()?;
        if self.mail.is_on() && self.web_address().is_none() {
            bail!(
                "mail.smtp_host is set but site.base_url is no web address, to which the links of mails would lead; write for example https://news.example.org"
            );
        }
        Ok(())
    }
}

//! The office: who sends, under which address, with which key links are signed; and the way to the mail server.

use crate::{commands::show, config::Config, engine::Engine};
use anyhow::{Context, Result, bail};
use standfirst_collect::Mailer;
use standfirst_publish::{
    Site,
    mail::{Recipient, Sender, paths},
    server::access::new_secret,
};
use standfirst_types::{Email, Subscriber, SubscriberId};
use std::path::Path;

/// The setting that holds the key by which links in mails are signed.
const KEY: &str = "mail.key";
/// Largest file of a password or certificate, in bytes.
const LARGEST: u64 = 64 << 10;

/// What all letters have in common.
pub(crate) struct Office {
    site: Site,
    base: String,
    key: String,
    from: Email,
    reply_to: Option<Email>,
}

impl Office {
    /// The office of an engine whose configuration names a sender and a public address.
    pub(crate) async fn open(engine: &Engine) -> Result<Self> {
        let config = &engine.config;
        let Some(base) = config.web_address() else {
            bail!(
                "site.base_url is no web address, to which the links of mails would lead; write for example https://news.example.org"
            );
        };
        let from = config.mail.sender()?;
        let reply_to = config.mail.reply_to.trim();
        let reply_to = if reply_to.is_empty() { None } else { Email::parse(reply_to).ok() };
        let site = Site { root: format!("{base}/"), ..show::site(config, engine.now())? };
        Ok(Self { site, base: base.to_owned(), key: key(engine).await?, from, reply_to })
    }

    /// The site as this subscriber's letters show it: times in their zone, links whole.
    pub(crate) fn site_of(&self, s: &Subscriber) -> Site {
        Site { timezone: s.choices.timezone(&self.site.timezone), ..self.site.clone() }
    }

    /// The site of the messages about subscriptions.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// Who sends, now.
    pub(crate) fn sender(&self) -> Sender {
        Sender { from: self.from.clone(), reply_to: self.reply_to.clone(), at: self.site.now }
    }

    /// The sender's address.
    pub(crate) fn from(&self) -> &str {
        self.from.as_str()
    }

    /// The subscriber with the addresses of their pages.
    pub(crate) fn recipient(&self, s: &Subscriber) -> Recipient {
        let (own, leave) = paths(&self.key, s.id);
        let (preferences, leave) = (self.link(&own), self.link(&leave));
        Recipient { id: s.id, email: s.email.clone(), preferences, leave }
    }

    /// Address of a subscriber's own page.
    pub(crate) fn own_page(&self, id: SubscriberId) -> String {
        self.link(&paths(&self.key, id).0)
    }

    /// The whole address of a path.
    pub(crate) fn link(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }
}

/// The house's own key, made when it is first wanted.
pub(super) async fn key(engine: &Engine) -> Result<String> {
    if let Some(key) = engine.store.setting(KEY).await? {
        return Ok(key);
    }
    let new = new_secret().map_err(|e| anyhow::anyhow!("{e}"))?;
    Ok(engine.store.setting_or(KEY, &new).await?)
}

/// The client of the configured mail server.
pub(crate) fn mailer(config: &Config) -> Result<Mailer> {
    let mail = &config.mail;
    let password = match mail.password_file.trim() {
        "" => None,
        file => Some(String::from_utf8_lossy(&read("mail.password_file", file)?).trim().to_owned()),
    };
    if password.as_deref() == Some("") {
        bail!("mail.password_file = “{}” is empty; write the password into it", mail.password_file);
    }
    let authority = match mail.ca_file.trim() {
        "" => None,
        file => Some(read("mail.ca_file", file)?),
    };
    Ok(Mailer::new(mail, password.as_deref(), authority.as_deref())?)
}

fn read(key: &str, file: &str) -> Result<Vec<u8>> {
    let path = Path::new(file);
    let length = std::fs::metadata(path).with_context(|| format!("{key} = “{file}” cannot be read"))?.len();
    if length > LARGEST {
        bail!("{key} = “{file}” is larger than {LARGEST} bytes; it must hold one thing and nothing else");
    }
    std::fs::read(path).with_context(|| format!("{key} = “{file}” cannot be read"))
}

//! What a user may set about mail. Nothing is sent until a server and a sender are named.

use super::MailError;
use standfirst_types::{Email, subscriber::MOST_CHOICES};

/// How the connection to the mail server is kept from being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// It begins plain and must change to TLS before anything is said (RFC 3207); port 587.
    #[default]
    Starttls,
    /// TLS from the first byte (RFC 8314, 3.3); port 465.
    Tls,
    /// Not at all: to this machine or a private network only; port 25.
    None,
}

/// Settings of mail.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailConfig {
    /// Name or address of the mail server; empty: no mail, and no form to sign up.
    pub smtp_host: String,
    /// Its port; 0 for the usual one: 587, 465 or 25.
    pub smtp_port: u16,
    /// `starttls`, `tls` or `none`.
    pub security: Security,
    /// User to log in as; empty: no login.
    pub user: String,
    /// A file that holds the password and nothing else.
    pub password_file: String,
    /// A file with the certificate (PEM) that signs the server's, for servers of your own; empty: the public authorities.
    pub ca_file: String,
    /// The sender's address.
    pub from: String,
    /// Where answers go; empty: to the sender.
    pub reply_to: String,
    /// Times of day, `HH:MM`, that subscribers may choose among; empty: those of the editions.
    pub hours: Vec<String>,
    /// Most mails in an hour; 0: no limit.
    pub per_hour: u32,
    /// Mails that a mailbox refuses for good, one after the other, before no more are sent to it.
    pub bounces: u32,
    /// Seconds that the server may take for each of its answers, 1 to 600.
    pub timeout_s: u64,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            smtp_host: String::new(),
            smtp_port: 0,
            security: Security::Starttls,
            user: String::new(),
            password_file: String::new(),
            ca_file: String::new(),
            from: String::new(),
            reply_to: String::new(),
            hours: vec![],
            per_hour: 500,
            bounces: 3,
            timeout_s: 60,
        }
    }
}

impl MailConfig {
    /// Whether mail is to be sent.
    pub fn is_on(&self) -> bool {
        !self.smtp_host.trim().is_empty()
    }

    /// Whether the settings make sense together.
    ///
    /// # Errors
    /// The key, the fault and the remedy.
    pub fn check(&self) -> Result<(), MailError> {
        let wrong = |what: String| Err(MailError::config(what));
        if !self.is_on() && self.from.is_empty() {
            return Ok(());
        }
        self.sender()?;
        if !self.reply_to.is_empty() {
            address("mail.reply_to", &self.reply_to)?;
        }
        if self.user.is_empty() != self.password_file.is_empty() {
            return wrong("mail.user and mail.password_file belong together; set both, or none".into());
        }
        if let Some(bad) = self.hours.iter().find(|h| h.parse::<jiff::civil::Time>().is_err()) {
            return wrong(format!("mail.hours holds “{bad}”; write times of day such as 07:00"));
        }
        if self.hours.len() > MOST_CHOICES {
            return wrong(format!("mail.hours holds {} times; give at most {MOST_CHOICES}", self.hours.len()));
        }
        if !(1..=600).contains(&self.timeout_s) {
            return wrong(format!("mail.timeout_s = {} must be from 1 to 600", self.timeout_s));
        }
        Ok(())
    }

    /// The sender's address.
    ///
    /// # Errors
    /// When it is none.
    pub fn sender(&self) -> Result<Email, MailError> {
        address("mail.from", &self.from)
    }

    /// The port in force.
    pub fn port(&self) -> u16 {
        match (self.smtp_port, self.security) {
            (0, Security::Starttls) => 587,
            (0, Security::Tls) => 465,
            (0, Security::None) => 25,
            (port, _) => port,
        }
    }

    /// Times of day, in order, that subscribers may choose among; empty where the editions' are meant.
    pub fn times(&self) -> Vec<jiff::civil::Time> {
        let mut times: Vec<jiff::civil::Time> = self.hours.iter().filter_map(|h| h.parse().ok()).collect();
        times.sort_unstable();
        times.dedup();
        times
    }
}

fn address(key: &str, text: &str) -> Result<Email, MailError> {
    Email::parse(text)
        .map_err(|why| MailError::config(format!("{key} = “{text}” {why}; write for example news@example.org")))
}

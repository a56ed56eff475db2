//! Why a mail did not go out, in one sentence that names the server, the fault and the remedy; and whose fault it is, which
//! decides what is tried again.

use super::MailConfig;
use lettre::transport::smtp::Error as Smtp;

/// Whose fault it is that a mail did not go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A setting is wrong: nothing is tried before it is mended.
    Setting,
    /// The server is away, refuses us or broke off: every mail would meet the same.
    Server,
    /// The server does not take mail for this mailbox.
    Mailbox,
    /// The server does not take this message.
    Message,
}

/// A mail that did not go out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct MailError {
    /// Whose fault it is.
    pub whose: Whose,
    /// Whether it may pass by itself: no connection, no answer in time, a code of 400 to 499.
    pub passing: bool,
    /// Whether the message may have been taken all the same: the connection broke after its end was sent.
    pub uncertain: bool,
    /// One sentence.
    pub message: String,
}

/// Where in the conversation a fault came up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Connect,
    Tls,
    Login,
    Sender,
    Recipient,
    Data,
    End,
}

impl MailError {
    pub(super) fn config(message: String) -> Self {
        Self { whose: Whose::Setting, passing: false, uncertain: false, message }
    }

    pub(super) fn late(config: &MailConfig, stage: Stage) -> Self {
        let message = format!(
            "{}: no answer within {} seconds {}; look whether the server is well, or raise mail.timeout_s",
            place(config),
            config.timeout_s,
            doing(stage)
        );
        Self { whose: Whose::Server, passing: true, uncertain: stage == Stage::End, message }
    }

    /// What a fault at this stage means. A server that says no (RFC 5321, 4.2.1) means itself before it has heard of a
    /// mailbox, then the mailbox, then the message.
    pub(super) fn of(config: &MailConfig, stage: Stage, error: &Smtp) -> Self {
        let code = error.status().map(u16::from);
        let place = place(config);
        let said = said(error);
        let Some(code) = code else {
            let remedy = match (stage, error.is_tls() || is_tls(error)) {
                (Stage::Tls, _) | (_, true) => {
                    "the encryption failed; check mail.security and mail.smtp_port, and mail.ca_file for a server of your own"
                }
                (Stage::Connect, _) => {
                    "no connection; check mail.smtp_host and mail.smtp_port, and that the server runs"
                }
                (Stage::Login, _) => "the login failed; check mail.user, mail.password_file and mail.security",
                _ => "the connection broke off",
            };
            let passing = !(matches!(stage, Stage::Login) && error.is_client());
            let uncertain = stage == Stage::End;
            return Self { whose: Whose::Server, passing, uncertain, message: format!("{place}: {remedy} ({said})") };
        };
        let passing = (400..500).contains(&code);
        let (whose, what) = match stage {
            Stage::Connect | Stage::Tls => (Whose::Server, "does not talk to us"),
            Stage::Login => (Whose::Server, "refuses the login; check mail.user and mail.password_file"),
            // 530: it wants a login; 421: it closes.
            Stage::Sender if code == 530 => (Whose::Server, "wants a login; set mail.user and mail.password_file"),
            Stage::Sender => (Whose::Server, "refuses the sender; check mail.from"),
            _ if code == 421 => (Whose::Server, "closes the connection"),
            Stage::Recipient => (Whose::Mailbox, "does not take mail for this address"),
            Stage::Data | Stage::End if passing => (Whose::Server, "does not take the message now"),
            Stage::Data | Stage::End => (Whose::Message, "does not take the message"),
        };
        Self { whose, passing, uncertain: false, message: format!("{place}: the server ({code}) {what}: {said}") }
    }
}

/// Whether TLS is at fault below an error of the connection's.
fn is_tls(error: &Smtp) -> bool {
    let mut below = std::error::Error::source(error);
    while let Some(e) = below {
        let inner = e.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if e.is::<rustls::Error>() || inner.is_some_and(|i| i.is::<rustls::Error>()) {
            return true;
        }
        below = e.source();
    }
    false
}

fn place(config: &MailConfig) -> String {
    format!("{}:{}", config.smtp_host.trim(), config.port())
}

fn doing(stage: Stage) -> &'static str {
    match stage {
        Stage::Connect => "when connecting",
        Stage::Tls => "when changing to TLS",
        Stage::Login => "to the login",
        Stage::Sender => "to the sender",
        Stage::Recipient => "to the address",
        Stage::Data => "when the message was to be sent",
        Stage::End => "after the message was sent",
    }
}

/// What the server or the system says, as one short line.
fn said(error: &Smtp) -> String {
    let source = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    let line = source.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(200).collect()
}

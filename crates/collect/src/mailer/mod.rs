//! The mailer: finished messages to one configured mail server, one after the other over one connection.
//!
//! Like the model's server it is connected to because a setting says so, so the address guard does not stand before it.
//! Without TLS only loopback and private addresses are talked to, and the address that was looked at is the one connected to.
//! Every answer has a limit of time; what the server says is cut and kept from moving a terminal's cursor.

mod config;
mod error;

pub use config::{MailConfig, Security};
use error::Stage;
pub use error::{MailError, Whose};
use lettre::{
    Address,
    transport::smtp::{
        Error as Smtp,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters},
        commands::{Data, Mail, Noop, Rcpt, Rset},
        extension::ClientId,
        response::Response,
    },
};
use std::{net::SocketAddr, time::Duration};
use tokio::time::timeout;

/// A client of one mail server.
pub struct Mailer {
    config: MailConfig,
    tls: Option<TlsParameters>,
    login: Option<Credentials>,
    hello: ClientId,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mailer").field("host", &self.config.smtp_host).finish_non_exhaustive()
    }
}

impl Mailer {
    /// A client with these settings, this password, and the certificate (PEM) of an authority of the user's own.
    ///
    /// # Errors
    /// [`Whose::Setting`]: which setting is wrong.
    pub fn new(config: &MailConfig, password: Option<&str>, authority: Option<&[u8]>) -> Result<Self, MailError> {
        config.check()?;
        let host = config.smtp_host.trim();
        if host.is_empty() {
            return Err(MailError::config(
                "mail.smtp_host names no mail server; write for example smtp.example.org".into(),
            ));
        }
        let hello = ClientId::Domain(config.sender()?.domain().to_owned());
        let login = password.map(|p| Credentials::new(config.user.clone(), p.to_owned()));
        let tls = match config.security {
            Security::None => None,
            Security::Starttls | Security::Tls => Some(tls(host, authority)?),
        };
        Ok(Self { config: config.clone(), tls, login, hello })
    }

    /// Connects, changes to TLS and logs in, as the settings say.
    ///
    /// # Errors
    /// What went wrong, with a sentence for a person.
    pub async fn open(&self) -> Result<PostLine<'_>, MailError> {
        let address = self.address().await?;
        let limit = self.limit();
        let at_once = if self.config.security == Security::Tls { self.tls.clone() } else { None };
        let connecting = AsyncSmtpConnection::connect_tokio1(address, Some(limit), &self.hello, at_once, None);
        let mut connection = self.answer(Stage::Connect, connecting).await?;
        if let (Security::Starttls, Some(tls)) = (self.config.security, self.tls.clone()) {
            self.answer(Stage::Tls, connection.starttls(tls, &self.hello)).await?;
        }
        if let Some(login) = &self.login {
            self.answer(Stage::Login, connection.auth(&[Mechanism::Plain, Mechanism::Login], login)).await?;
        }
        Ok(PostLine { mailer: self, connection })
    }

    /// The address to connect to. A plain connection goes to no public one.
    async fn address(&self) -> Result<SocketAddr, MailError> {
        let (host, port) = (self.config.smtp_host.trim(), self.config.port());
        let looking =
            async { Ok::<_, std::io::Error>(tokio::net::lookup_host((host, port)).await?.collect::<Vec<_>>()) };
        let found = timeout(self.limit(), looking).await.map_err(|_| MailError::late(&self.config, Stage::Connect))?;
        let passing = |message: String| MailError { whose: Whose::Server, passing: true, uncertain: false, message };
        let found =
            found.map_err(|e| passing(format!("{host}:{port}: the name was not found; check mail.smtp_host ({e})")))?;
        if self.config.security == Security::None
            && let Some(public) = found.iter().find(|a| crate::fetch::not_public(a.ip()).is_none())
        {
            return Err(MailError::config(format!(
                "mail.security = “none” would send mail unencrypted over the network to {}; set it to starttls or tls",
                public.ip()
            )));
        }
        let first = found.first().copied();
        first.ok_or_else(|| passing(format!("{host}:{port}: the name has no address; check mail.smtp_host")))
    }

    fn limit(&self) -> Duration {
        Duration::from_secs(self.config.timeout_s.clamp(1, 600))
    }

    async fn answer<T>(&self, stage: Stage, work: impl Future<Output = Result<T, Smtp>>) -> Result<T, MailError> {
        match timeout(self.limit(), work).await {
            Ok(done) => done.map_err(|e| MailError::of(&self.config, stage, &e)),
            Err(_) => Err(MailError::late(&self.config, stage)),
        }
    }
}

/// An open connection, over which mails go one after the other.
pub struct PostLine<'m> {
    mailer: &'m Mailer,
    connection: AsyncSmtpConnection,
}

impl PostLine<'_> {
    /// Sends one finished message (RFC 5322, lines ended by CR LF, all of it ASCII) from one mailbox to one.
    ///
    /// # Errors
    /// What went wrong and whose fault it is. After a fault of the server's the line is dead: open another.
    pub async fn send(&mut self, from: &str, to: &str, message: &[u8]) -> Result<(), MailError> {
        let mailbox = |text: &str| {
            text.parse::<Address>()
                .map_err(|e| MailError::config(format!("“{text}” is no address that can be written to ({e})")))
        };
        let (from, to) = (mailbox(from)?, mailbox(to)?);
        self.say(Stage::Sender, Mail::new(Some(from), vec![])).await?;
        if let Err(refused) = self.say(Stage::Recipient, Rcpt::new(to, vec![])).await {
            // The next mail begins anew; where that fails, the line is dead and says so then.
            return match self.say(Stage::Sender, Rset).await {
                Err(dead) if refused.whose != Whose::Mailbox => Err(dead),
                _ => Err(refused),
            };
        }
        self.say(Stage::Data, Data).await?;
        let PostLine { mailer, connection } = self;
        mailer.answer(Stage::End, connection.message(message)).await.map(drop)
    }

    /// Asks the server whether it is there.
    ///
    /// # Errors
    /// See [`PostLine::send`].
    pub async fn ping(&mut self) -> Result<(), MailError> {
        self.say(Stage::Connect, Noop).await.map(drop)
    }

    /// Says good-bye. All mails are out already, so a server that does not answer changes nothing.
    pub async fn close(mut self) {
        let _ = timeout(Duration::from_secs(2), self.connection.quit()).await;
    }

    async fn say(&mut self, stage: Stage, command: impl std::fmt::Display) -> Result<Response, MailError> {
        let PostLine { mailer, connection } = self;
        mailer.answer(stage, connection.command(command)).await
    }
}

fn tls(host: &str, authority: Option<&[u8]>) -> Result<TlsParameters, MailError> {
    let mut builder = TlsParameters::builder(host.to_owned()).certificate_store(CertificateStore::WebpkiRoots);
    if let Some(pem) = authority {
        let certificate = Certificate::from_pem(pem)
            .map_err(|e| MailError::config(format!("mail.ca_file holds no certificate in PEM form ({e})")))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder
        .build_rustls()
        .map_err(|e| MailError::config(format!("mail.smtp_host or mail.ca_file cannot be used ({e})")))
}

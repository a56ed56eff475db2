//! A mail server on loopback that says what a test tells it to: a thread a connection, nothing that waits by the clock.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
};

/// What a server does at a step of the conversation, which is named by the command (`CONNECT`, `EHLO`, `AUTH`, `MAIL`, `RCPT`,
/// `DATA`, or `.` for the end of the message).
#[derive(Clone, Debug)]
pub(crate) enum Say {
    /// As a server that is well.
    Fine,
    /// This line instead.
    Line(&'static str),
    /// Closes the connection without a word.
    Drop,
    /// Says nothing more until the client leaves.
    Hang,
    /// Takes the message, then says nothing: the client does not learn that it was taken.
    TakeAndHang,
    /// Takes the message, then closes the connection without a word.
    TakeAndDrop,
}

/// A mail that was taken.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub(crate) from: String,
    pub(crate) to: String,
    /// The message, lines ended by line feeds, dots undone.
    pub(crate) text: String,
}

impl Taken {
    /// The value of a header field, unfolded.
    pub(crate) fn field(&self, name: &str) -> String {
        let head = self.text.split("\n\n").next().unwrap().replace("\n ", " ");
        let start = format!("{name}: ");
        head.lines().find_map(|l| l.strip_prefix(&start).map(str::to_owned)).unwrap_or_default()
    }

    /// The message with quoted-printable undone, as far as links need it.
    pub(crate) fn plain(&self) -> String {
        self.text.replace("=\n", "").replace("=3D", "=")
    }

    /// The first address in it that begins so.
    pub(crate) fn link(&self, start: &str) -> String {
        let plain = self.plain();
        let at = plain.find(start).unwrap_or_else(|| panic!("no {start} in {plain}"));
        plain[at..].chars().take_while(|c| !c.is_whitespace() && !"<>\"".contains(*c)).collect()
    }
}

#[derive(Default)]
struct Seen {
    mails: Vec<Taken>,
    commands: Vec<String>,
}

/// A running server; it ends with the process.
pub(crate) struct FakeSmtp {
    pub(crate) port: u16,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

type Act = dyn Fn(&str, &str, usize) -> Say + Send + Sync;

impl FakeSmtp {
    /// Serves `act`, which is given the step, the whole line, and how many mails were taken before.
    pub(crate) fn serve(act: impl Fn(&str, &str, usize) -> Say + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen: Arc<(Mutex<Seen>, Condvar)> = Arc::default();
        let (kept, act): (_, Arc<Act>) = (seen.clone(), Arc::new(act));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, act) = (kept.clone(), act.clone());
                std::thread::spawn(move || drop(conversation(&stream, &kept, &*act)));
            }
        });
        Self { port, seen }
    }

    /// A server that takes all.
    pub(crate) fn well() -> Self {
        Self::serve(|_, _, _| Say::Fine)
    }

    /// The mails taken so far.
    pub(crate) fn mails(&self) -> Vec<Taken> {
        self.seen.0.lock().unwrap().mails.clone()
    }

    /// Waits until so many mails are there.
    pub(crate) fn wait(&self, mails: usize) -> Vec<Taken> {
        let (seen, news) = &*self.seen;
        let limit = std::time::Duration::from_secs(120);
        let (seen, late) = news.wait_timeout_while(seen.lock().unwrap(), limit, |s| s.mails.len() < mails).unwrap();
        assert!(!late.timed_out(), "only {} mails came; said: {:?}", seen.mails.len(), seen.commands);
        seen.mails.clone()
    }

    /// Every command heard.
    pub(crate) fn commands(&self) -> Vec<String> {
        self.seen.0.lock().unwrap().commands.clone()
    }

    /// The settings that send mail through this server.
    pub(crate) fn sets(&self) -> Vec<String> {
        sets(self.port)
    }
}

/// The settings that send mail, unencrypted, through a server on loopback.
pub(crate) fn sets(port: u16) -> Vec<String> {
    let sets = [
        "mail.smtp_host=\"127.0.0.1\"".to_owned(),
        format!("mail.smtp_port={port}"),
        "mail.security=\"none\"".into(),
        "mail.from=\"news@house.example\"".into(),
        "mail.timeout_s=5".into(),
        "site.base_url=\"https://news.example\"".into(),
    ];
    sets.into_iter().flat_map(|s| ["--set".to_owned(), s]).collect()
}

/// One connection. Ends when the client leaves.
fn conversation(stream: &TcpStream, kept: &(Mutex<Seen>, Condvar), act: &Act) -> std::io::Result<()> {
    let (mut lines, mut out) = (BufReader::new(stream.try_clone()?).lines(), stream);
    let taken = || kept.0.lock().unwrap().mails.len();
    let (mut from, mut to) = (String::new(), String::new());
    let mut answer = |step: &str, line: &str, fine: &str| -> std::io::Result<Say> {
        let say = act(step, line, taken());
        match &say {
            Say::Fine => write!(&mut out, "{fine}\r\n")?,
            Say::Line(line) => write!(&mut out, "{line}\r\n")?,
            _ => {}
        }
        Ok(say)
    };
    let ends = |say: &Say| matches!(say, Say::Drop | Say::TakeAndDrop);
    let hangs = |say: &Say| matches!(say, Say::Hang | Say::TakeAndHang);
    let mut say = answer("CONNECT", "", "220 fake.example ESMTP")?;
    loop {
        if ends(&say) {
            return stream.shutdown(std::net::Shutdown::Both);
        }
        let Some(line) = lines.next() else { return Ok(()) };
        let line = line?;
        if hangs(&say) {
            continue;
        }
        kept.0.lock().unwrap().commands.push(line.clone());
        let step = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let address = || line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        say = match step.as_str() {
            "EHLO" => answer("EHLO", &line, "250-fake.example\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME")?,
            "MAIL" => {
                from = address();
                answer("MAIL", &line, "250 fine")?
            }
            "RCPT" => {
                to = address();
                answer("RCPT", &line, "250 fine")?
            }
            "DATA" => {
                let say = answer("DATA", &line, "354 go on")?;
                if matches!(say, Say::Fine) {
                    let mut text = String::new();
                    loop {
                        let Some(line) = lines.next() else { return Ok(()) };
                        let line = line?;
                        match line.strip_prefix('.') {
                            Some("") => break,
                            rest => text.push_str(&format!("{}\n", rest.unwrap_or(&line))),
                        }
                    }
                    let say = act(".", &to, taken());
                    if matches!(say, Say::Fine | Say::TakeAndHang | Say::TakeAndDrop) {
                        let mail = Taken { from: from.clone(), to: to.clone(), text };
                        kept.0.lock().unwrap().mails.push(mail);
                        kept.1.notify_all();
                    }
                    match say {
                        Say::Fine => write!(&mut &*stream, "250 taken\r\n")?,
                        Say::Line(line) => write!(&mut &*stream, "{line}\r\n")?,
                        _ => {}
                    }
                    say
                } else {
                    say
                }
            }
            "QUIT" => {
                write!(&mut &*stream, "221 bye\r\n")?;
                Say::Drop
            }
            "AUTH" => answer("AUTH", &line, "235 welcome")?,
            _ => answer(&step, &line, "250 fine")?,
        };
    }
}

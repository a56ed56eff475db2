//! Webhooks on the real binary, with a receiver on loopback that takes, refuses, redirects, hangs and sees the sender die.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{House, Said, free_port, server::Server};
use serde_json::Value;
use standfirst_types::span::hex;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver as Inbox, channel},
    },
};

/// The bytes of the secret and how they are written.
const SECRET: [u8; 32] = *b"heron, crane, egret, ibis, stork";

/// A message as it came.
#[derive(Clone, Debug)]
struct Message {
    path: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Message {
    fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn event(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    /// Holds the signature against one computed from RFC 2104 alone.
    fn check(&self) {
        let signed =
            [self.id().as_bytes(), b".", self.headers["webhook-timestamp"].as_bytes(), b".", &self.body].concat();
        let expected = format!("v1,{}", base64(&hmac(&SECRET, &signed)));
        assert_eq!(self.headers["webhook-signature"], expected);
        assert_eq!(self.headers["content-type"], "application/json");
        assert!(
            self.headers["webhook-timestamp"].parse::<i64>().unwrap() > 1_700_000_000,
            "the wall clock's, not the demo's"
        );
    }
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    let digits = hex(bytes, 32);
    (0..32).map(|i| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).unwrap()).collect()
}

/// HMAC-SHA256 as RFC 2104 defines it, for keys of at most 64 bytes.
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let pad = |byte: u8| -> Vec<u8> { (0..64).map(|i| key.get(i).copied().unwrap_or(0) ^ byte).collect() };
    let inner = sha256(&[&pad(0x36), text].concat());
    sha256(&[pad(0x5c), inner].concat())
}

/// Base64 (RFC 4648, 4).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let wide = chunk.iter().enumerate().fold(0u32, |n, (i, b)| n | u32::from(*b) << (16 - 8 * i));
        for i in 0..4 {
            let digit = char::from(DIGITS[(wide >> (18 - 6 * i)) as usize & 63]);
            out.push(if i <= chunk.len() { digit } else { '=' });
        }
    }
    out
}

/// What the receiver does with a message.
enum Act {
    Answer(&'static str),
    Hang,
}

/// A receiver on loopback; it ends with the process.
struct Receiver {
    port: u16,
    got: Arc<Mutex<Vec<Message>>>,
    /// One word for each message that came.
    came: Inbox<()>,
}

impl Receiver {
    /// `act` is given each message and how many came before it.
    fn new(act: impl Fn(&Message, usize) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (got, act) = (Arc::<Mutex<Vec<Message>>>::default(), Arc::new(act));
        let (tell, came) = channel();
        let all = got.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (all, act, tell) = (all.clone(), act.clone(), tell.clone());
                std::thread::spawn(move || {
                    let mut reader = BufReader::new(stream.try_clone().unwrap());
                    let mut stream = stream;
                    while let Some(message) = read(&mut reader) {
                        let before = {
                            let mut all = all.lock().unwrap();
                            all.push(message.clone());
                            all.len() - 1
                        };
                        let _ = tell.send(());
                        match act(&message, before) {
                            Act::Answer(head) => {
                                let answer = format!("HTTP/1.1 {head}\r\ncontent-length: 0\r\n\r\n");
                                if stream.write_all(answer.as_bytes()).is_err() {
                                    return;
                                }
                            }
                            Act::Hang => {
                                let _ = stream.read(&mut [0; 1]);
                                return;
                            }
                        }
                    }
                });
            }
        });
        Self { port, got, came }
    }

    fn taking() -> Self {
        Self::new(|_, _| Act::Answer("204 No Content"))
    }

    fn got(&self) -> Vec<Message> {
        self.got.lock().unwrap().clone()
    }
}

fn read(reader: &mut impl BufRead) -> Option<Message> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|n| *n > 0)?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = BTreeMap::new();
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let mut body = vec![0; headers.get("content-length").map_or(0, |n| n.parse().unwrap())];
    reader.read_exact(&mut body).ok()?;
    Some(Message { path, headers, body })
}

/// A house whose configuration names the receiver, with `rest` beside.
fn house(port: u16, rest: &str) -> (House, String) {
    let house = House::new();
    house.write("data/hook.secret", &format!("whsec_{}\n", base64(&SECRET)));
    let hook = format!(
        "url = \"http://127.0.0.1:{port}/hook?x=1\"\nsecret_file = \"hook.secret\"\nallow_private = true\n{rest}\n"
    );
    let config =
        house.write("own.toml", &format!("[site]\nbase_url = \"https://briefs.example\"\n[[webhooks]]\n{hook}"));
    (house, config.to_str().unwrap().to_owned())
}

fn demo(house: &House, config: &str, day: &str) -> Said {
    demo_at(house, config, day, "0")
}

/// A second day is of the same newswire, so at the same port.
fn demo_at(house: &House, config: &str, day: &str, port: &str) -> Said {
    let said = house.run(&[
        "demo",
        "--once",
        "--day",
        day,
        "--newswire-port",
        port,
        "--quiet",
        "--config",
        config,
        "--format",
        "json",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    said
}

fn messages(house: &House, config: &str) -> Vec<Value> {
    let all = house.run(&["webhooks", "list", "--json", "--config", config]).json(0);
    all["messages"].as_array().unwrap().clone()
}

#[test]
fn every_brief_and_the_edition_are_told_once_and_signed() {
    let receiver = Receiver::taking();
    let (house, config) = house(receiver.port, "");
    let port = free_port().to_string();
    let edition = demo_at(&house, &config, "1", &port).json(0);
    let briefs = edition["briefs"].as_array().unwrap();
    let got = receiver.got();
    got.iter().for_each(Message::check);
    let ids: BTreeSet<&str> = got.iter().map(Message::id).collect();
    assert_eq!(ids.len(), got.len(), "nothing is told twice");
    let new: Vec<Value> = got.iter().filter(|m| m.event() == "story.new").map(Message::json).collect();
    assert!(new.len() >= briefs.len() && got.len() == new.len() + 1, "the rest is the edition");
    for brief in briefs {
        let told = new.iter().find(|m| m["data"]["brief"]["id"] == brief["id"]).expect("each brief is told");
        assert_eq!(&told["data"]["brief"], brief, "the same brief as everywhere");
        assert_eq!(told["data"]["url"], format!("https://briefs.example/s/{}", brief["story"].as_str().unwrap()));
        assert!(told["timestamp"].is_string());
    }
    let last = got.iter().find(|m| m.event() == "edition.published").unwrap().json();
    assert_eq!(last["data"]["edition"], edition["edition"]["id"]);
    let headlines: Vec<&Value> = last["data"]["stories"].as_array().unwrap().iter().map(|s| &s["headline"]).collect();
    assert_eq!(headlines, briefs.iter().map(|b| &b["headline"]["text"]).collect::<Vec<_>>());
    assert!(got.iter().all(|m| m.path == "/hook?x=1"));
    assert!(messages(&house, &config).iter().all(|m| m["state"] == "sent" && m["tries"] == 1));
    house.run(&["doctor", "--config", &config]).expect(4, "messages taken, 0 wait, 0 given up");

    // The day after: only what tells something new is told, and as what it is.
    demo_at(&house, &config, "2", &port);
    let second: Vec<Message> = receiver.got().split_off(got.len());
    second.iter().for_each(Message::check);
    assert!(second.iter().all(|m| !ids.contains(m.id())), "nothing of the first day is told again");
    let atom = house.run(&["show", "--format", "atom", "--config", &config]).out;
    let updates = second.iter().filter(|m| matches!(m.event().as_str(), "story.updated" | "story.corrected")).count();
    assert_eq!(updates, atom.matches("<title>Update: ").count(), "as many as the feeds call updates");
    assert!(
        second.iter().any(|m| m.event() == "story.corrected") && second.iter().any(|m| m.event() == "story.updated")
    );
    for m in second.iter().map(Message::json).filter(|m| m["type"] == "story.corrected") {
        assert_eq!(m["data"]["brief"]["status"], "corrected");
    }
}

#[test]
fn what_was_not_taken_is_sent_again_under_the_same_id() {
    let receiver = Receiver::new(|_, before| Act::Answer(["500 Oops", "429 Slow", "200 OK"][before.min(2)]));
    let (house, config) = house(receiver.port, "first_retry_s = 0");
    demo(&house, &config, "1");
    let got = receiver.got();
    got.iter().for_each(Message::check);
    let first: Vec<&Message> = got.iter().filter(|m| m.id() == got[0].id()).collect();
    let again: Vec<Value> = messages(&house, &config);
    assert!(again.iter().all(|m| m["state"] == "sent"), "{again:?}");
    assert_eq!(got.len(), again.len() + 2, "two tries failed");
    assert!(first.windows(2).all(|two| two[0].body == two[1].body), "the same bytes");
    let by_subject: BTreeSet<(&str, String)> =
        again.iter().map(|m| (m["id"].as_str().unwrap(), format!("{} {}", m["event"], m["subject"]))).collect();
    let subjects: BTreeSet<&String> = by_subject.iter().map(|(_, s)| s).collect();
    assert_eq!(subjects.len(), by_subject.len(), "one id for each thing told");
}

#[test]
fn a_receiver_that_fails_is_given_up_and_named() {
    const ONE: &str = "events = [\"edition.published\"]\n";
    let check = |receiver: &Receiver, rest: &str, state: &str, part: &str| {
        let (house, config) = house(receiver.port, &format!("{ONE}{rest}"));
        demo(&house, &config, "1");
        let all = messages(&house, &config);
        assert_eq!(all.len(), 1, "{all:?}");
        assert_eq!(all[0]["state"], state, "{all:?}");
        assert!(all[0]["note"].as_str().unwrap().contains(part), "{all:?}");
        let doctor = house.run(&["doctor", "--config", &config]);
        assert!(doctor.code == 4 && doctor.out.contains(part) && doctor.out.contains("redeliver"), "{}", doctor.out);
        (house, config)
    };
    check(&Receiver::new(|_, _| Act::Hang), "timeout_s = 1", "waiting", "no answer in time");
    let away = Receiver::new(|_, _| Act::Answer("302 Found\r\nlocation: /elsewhere"));
    check(&away, "", "waiting", "points elsewhere");
    assert!(away.got().iter().all(|m| m.path == "/hook?x=1"), "no redirect is followed");
    let gone = Receiver::new(|_, _| Act::Answer("410 Gone"));
    check(&gone, "", "failed", "wants no more of this");
    assert_eq!(gone.got().len(), 1);
    let broken = Receiver::new(|_, before| Act::Answer(if before < 3 { "503 Busy" } else { "200 OK" }));
    let (house, config) = check(&broken, "first_retry_s = 0\ntries = 3", "failed", "given up after 3 tries");
    assert_eq!(broken.got().len(), 3);
    // By hand, under the same id.
    let id = messages(&house, &config)[0]["id"].as_str().unwrap().to_owned();
    house.run(&["webhooks", "redeliver", &id[..12], "--config", &config]).expect(0, "sent");
    assert!(broken.got().iter().all(|m| m.id() == id));
    house.run(&["webhooks", "redeliver", "msg_none", "--config", &config]).expect(1, "there is no message");
    house.run(&["webhooks", "list", "--state", "sent", "--config", &config]).expect(0, &id);
    house.run(&["webhooks", "list", "--state", "lost", "--config", &config]).expect(2, "no state of a delivery");
}

#[test]
fn no_crash_loses_or_doubles_a_message() {
    // The first message is never answered; the sender dies over it.
    let receiver = Receiver::new(|_, before| if before == 0 { Act::Hang } else { Act::Answer("200 OK") });
    let (house, config) = house(receiver.port, "timeout_s = 60");
    let args = ["demo", "--once", "--newswire-port", "0", "--quiet", "--config", &config];
    let mut sender = house.command(&args).spawn().unwrap();
    receiver.came.recv().unwrap();
    sender.kill().unwrap();
    sender.wait().unwrap();
    let waiting = messages(&house, &config);
    assert!(waiting.len() > 2 && waiting.iter().all(|m| m["state"] == "waiting"), "{waiting:?}");
    let server = Server::start(&house, &["serve", "--listen", "127.0.0.1:0", "--config", &config]);
    waiting.iter().for_each(|_| receiver.came.recv().unwrap());
    drop(server);
    let got = receiver.got();
    got.iter().for_each(Message::check);
    assert_eq!(got.len(), waiting.len() + 1);
    let ids: BTreeSet<&str> = got.iter().map(Message::id).collect();
    assert_eq!(
        ids,
        waiting.iter().map(|m| m["id"].as_str().unwrap()).collect(),
        "all are told, under the ids they had"
    );
    assert_eq!(got.iter().filter(|m| m.id() == got[0].id()).count(), 2, "the one that was under way comes twice");
}

#[test]
fn a_hook_hears_only_what_it_asks_for() {
    let receiver = Receiver::taking();
    let (house, config) = house(receiver.port, "events = [\"story.new\"]\nquery = \"ferry\"");
    demo(&house, &config, "1");
    let got = receiver.got();
    assert!(!got.is_empty() && got.iter().all(|m| m.event() == "story.new"));
    let hits = house.run(&["search", "ferry", "--json"]).json(0);
    let stories: BTreeSet<&str> =
        hits["stories"].as_array().unwrap().iter().map(|s| s["story"].as_str().unwrap()).collect();
    let told: Vec<Value> = got.iter().map(Message::json).collect();
    assert_eq!(told.iter().map(|m| m["data"]["story"].as_str().unwrap()).collect::<BTreeSet<_>>(), stories);
    assert!(messages(&house, &config).iter().any(|m| m["state"] == "skipped"));
}

#[test]
fn a_section_that_is_none_is_named() {
    let receiver = Receiver::taking();
    let (house, config) = house(receiver.port, "sections = [\"Coast\"]");
    demo(&house, &config, "1");
    assert!(receiver.got().iter().all(|m| m.event() == "edition.published"), "no story is in no section");
    house.run(&["doctor", "--config", &config]).expect(4, "there is no section “Coast”");
    house.run(&["doctor", "--config", &config, "--set", "sections.Coast=ferry"]).expect(4, "1 messages taken");
}

#[test]
fn private_addresses_are_reached_only_where_it_is_said() {
    let receiver = Receiver::taking();
    let house = House::new();
    house.write("data/hook.secret", &format!("whsec_{}\n", base64(&SECRET)));
    let port = receiver.port;
    for url in
        [format!("https://127.0.0.1:{port}/"), format!("https://localhost:{port}/"), "https://169.254.169.254/".into()]
    {
        let config =
            house.write("own.toml", &format!("[[webhooks]]\nurl = \"{url}\"\nsecret_file = \"hook.secret\"\n"));
        let config = config.to_str().unwrap();
        house.run(&["webhooks", "test", &url, "--config", config]).expect(1, "allow_private = true");
    }
    // Where clouds keep their keys nothing is sent, whatever is said.
    let config =
        "[[webhooks]]\nurl = \"http://169.254.169.254/\"\nsecret_file = \"hook.secret\"\nallow_private = true\n";
    let config = house.write("own.toml", config);
    house.run(&["webhooks", "test", "http://169", "--config", config.to_str().unwrap()]).expect(1, "169.254.169.254");
    assert!(receiver.got().is_empty());
}

#[test]
fn a_webhook_is_tried_by_hand() {
    let receiver = Receiver::taking();
    let (house, config) = house(receiver.port, "");
    let url = format!("http://127.0.0.1:{}", receiver.port);
    house.run(&["webhooks", "test", &url, "--config", &config]).expect(0, "took the message");
    let got = receiver.got();
    got[0].check();
    assert_eq!(got[0].event(), "test");
    house
        .run(&["webhooks", "test", "http://nowhere", "--config", &config])
        .expect(1, "there is no webhook http://nowhere");
    let secret = house.run(&["webhooks", "secret"]).out;
    assert!(secret.starts_with("whsec_") && secret.trim().len() == 50, "{secret}");
    assert_ne!(secret, house.run(&["webhooks", "secret"]).out);
    house.write("data/hook.secret", "short\n");
    let said = house.run(&["webhooks", "test", &url, "--config", &config]);
    assert!(said.code == 1 && said.err.contains("the secret in hook.secret"), "{said:?}");
    for (hook, fault) in [
        ("url = \"https://a.example\"", "it has no secret"),
        ("url = \"https://a.example\"\nsecret_file = \"s\"\nevents = [\"story.old\"]", "no event “story.old”"),
        ("url = \"https://a.example\"\nsecret_file = \"s\"\nevent = \"x\"", "did you mean events?"),
        ("url = \"mailto:a@b.example\"\nsecret_file = \"s\"", "no web address"),
    ] {
        let config = house.write("bad.toml", &format!("[[webhooks]]\n{hook}\n"));
        house.run(&["config", "validate", "--config", config.to_str().unwrap()]).expect(1, fault);
    }
    let none = House::new();
    none.run(&["demo", "--once", "--newswire-port", "0", "--quiet"]).expect(0, "");
    none.run(&["webhooks", "list"]).expect(0, "No webhook.");
}

//! Editions by mail, through the real binary: from the form to the mail and out again, and every way a mail server can fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{
    House, Said, free_port,
    server::Server,
    smtp::{FakeSmtp, Say, sets},
};
use serde_json::Value;
use standfirst_store::{Mailing, Store};
use standfirst_types::StoryId;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    process::{Command, Stdio},
};

/// A house with the demo's first day in it, read once for all tests and copied.
fn house() -> House {
    static READ: std::sync::OnceLock<House> = std::sync::OnceLock::new();
    let read = READ.get_or_init(|| {
        let house = House::new();
        let port = free_port().to_string();
        house.run(&["demo", "--once", "--quiet", "--newswire-port", &port]).expect(0, "");
        house
    });
    let house = House::new();
    std::fs::create_dir_all(house.data()).unwrap();
    std::fs::copy(read.data().join("standfirst.db"), house.data().join("standfirst.db")).unwrap();
    house
}

/// Runs a command with the settings of a mail server.
fn with(house: &House, args: &[&str], sets: &[String]) -> Said {
    let args: Vec<&str> = args.iter().copied().chain(sets.iter().map(String::as_str)).collect();
    house.run(&args)
}

/// What `doctor` says; the demo's old news make it find other things as well.
fn doctor(house: &House, args: &[&str], sets: &[String], words: &str) {
    let said = with(house, args, sets);
    assert!(said.out.contains(words), "“{words}” not in {}", said.out);
}

fn add(house: &House, email: &str) {
    house.run(&["subscribers", "add", email, "--confirmed"]).expect(0, "1 added");
}

fn standing(house: &House, email: &str) -> String {
    let all = house.run(&["subscribers", "--json"]).json(0);
    let one = all.as_array().unwrap().iter().find(|s| s["email"] == email).cloned().unwrap_or(Value::Null);
    one["standing"].as_str().unwrap_or("none").to_owned()
}

/// A form sent as a browser sends it from the page before.
fn send_form(server: &Server, page: &str, path: &str, fields: &str) -> (String, String) {
    let (_, html) = server.get(page);
    let html = String::from_utf8(html).unwrap();
    let token = html.split("name=\"token\" value=\"").nth(1).expect(&html).split('"').next().unwrap();
    let body = format!("token={token}&{fields}");
    let (head, body) = server.ask(&format!(
        "POST {path} HTTP/1.0\r\nHost: localhost:{}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        server.port(),
        body.len()
    ));
    (head, String::from_utf8(body).unwrap())
}

fn path(link: &str) -> &str {
    link.strip_prefix("https://news.example").unwrap()
}

#[test]
fn from_the_form_to_the_mail_and_out_again() {
    let (house, smtp) = (house(), FakeSmtp::well());
    let sets = smtp.sets();
    let args: Vec<&str> = ["serve", "--read-only", "--listen", "127.0.0.1:0"]
        .into_iter()
        .chain(sets.iter().map(String::as_str))
        .collect();
    let server = Server::start(&house, &args);
    let (head, body) = send_form(&server, "/newsletter", "/newsletter", "email=Ida%40Reader.example");
    assert!(head.contains("200 OK") && body.contains("Look into your mail"), "{head}{body}");
    let asked = smtp.wait(1).remove(0);
    assert_eq!((asked.to.as_str(), asked.from.as_str()), ("Ida@reader.example", "news@house.example"));
    assert!(asked.field("Subject").starts_with("Confirm"));
    // The answer is the same to an address that is known, and no second mail comes so soon.
    let again = send_form(&server, "/newsletter", "/newsletter", "email=ida%40reader.example");
    assert_eq!(again.1.replace(&token(&again.1), ""), body.replace(&token(&body), ""));
    // What follows links confirms nothing: only the button does.
    let link = asked.link("https://news.example/newsletter/confirm/");
    let (head, page) = server.get(path(&link));
    assert!(head.contains("200 OK") && String::from_utf8(page).unwrap().contains("Yes, send them"));
    assert_eq!(standing(&house, "Ida@reader.example"), "asked");
    with(&house, &["send"], &sets).expect(0, "No subscriber gets mail");
    let (head, body) = send_form(&server, path(&link), path(&link), "");
    assert!(head.contains("200 OK") && body.contains("You get editions by mail"), "{head}{body}");
    assert_eq!(standing(&house, "Ida@reader.example"), "active");
    // The edition once, and nothing when nothing is new.
    with(&house, &["send", "--dry-run"], &sets).expect(0, "stories, ");
    assert_eq!(smtp.mails().len(), 1, "a dry run sends nothing");
    with(&house, &["send"], &sets).expect(0, "1 sent");
    let edition = smtp.wait(2).remove(1);
    assert_eq!(edition.field("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    with(&house, &["send"], &sets).expect(0, "nothing new");
    assert_eq!(smtp.mails().len(), 2);
    // What they get is theirs to change, by the link alone.
    let own = edition.link("https://news.example/newsletter/");
    let leave = edition.field("List-Unsubscribe");
    let own = if own.ends_with("/leave") { own.trim_end_matches("/leave").to_owned() } else { own };
    let (head, body) = send_form(&server, path(&own), path(&own), "hour%3A17%3A00=on&zone=Asia%2FTokyo");
    assert!(head.contains("200 OK") && body.contains("Kept."), "{head}{body}");
    let all = house.run(&["subscribers", "--json"]).json(0);
    assert_eq!(all[0]["choices"]["zone"], "Asia/Tokyo");
    let (head, _) = send_form(&server, path(&own), path(&own), "zone=Nowhere");
    assert!(head.contains("422"), "{head}");
    let (head, _) = server.get(&format!("{}0", path(&own)));
    assert!(head.contains("404"), "another signature opens nothing: {head}");
    // One click, as a mail provider sends it: from elsewhere, without cookie or token.
    let leave = leave.trim_matches(['<', '>']).to_owned();
    let (head, _) = server.get(path(&leave));
    assert!(head.contains("200 OK"));
    assert_eq!(standing(&house, "Ida@reader.example"), "active", "looking at the page is not leaving");
    let click = "List-Unsubscribe=One-Click";
    let request = format!(
        "POST {} HTTP/1.0\r\nHost: news.example\r\nSec-Fetch-Site: cross-site\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{click}",
        path(&leave),
        click.len()
    );
    for _ in 0..2 {
        assert!(server.ask(&request).0.contains("200 OK"));
        assert_eq!(standing(&house, "Ida@reader.example"), "left");
    }
    with(&house, &["send", "--again"], &sets).expect(0, "No subscriber gets mail");
    // An old link does not bring back who has left.
    let (head, _) = send_form(&server, path(&link), path(&link), "");
    assert!(head.contains("403"), "{head}");
    assert_eq!((standing(&house, "Ida@reader.example").as_str(), smtp.mails().len()), ("left", 2));
}

fn token(html: &str) -> String {
    html.split("name=\"token\" value=\"").nth(1).and_then(|t| t.split('"').next()).unwrap_or("no token").to_owned()
}

#[test]
fn the_form_is_there_only_with_a_mail_server_and_takes_no_rubbish() {
    let house = house();
    let server = Server::start(&house, &["serve", "--read-only", "--listen", "127.0.0.1:0"]);
    for path in [
        "/newsletter",
        "/newsletter/confirm/x",
        "/newsletter/0123456789abcdef/x",
        "/newsletter/0123456789abcdef/x/leave",
    ] {
        assert!(server.get(path).0.contains("404"), "{path}");
    }
    drop(server);
    let smtp = FakeSmtp::well();
    let sets = smtp.sets();
    let args: Vec<&str> = ["serve", "--read-only", "--listen", "127.0.0.1:0"]
        .into_iter()
        .chain(sets.iter().map(String::as_str))
        .collect();
    let server = Server::start(&house, &args);
    for bad in [
        "email=",
        "email=nobody",
        "email=a%40b.example%0D%0ABcc%3A+c%40d.example",
        "email=a%40b.example&zone=x",
        "email=a%40b.example&hour%3Ax=on",
    ] {
        let (head, body) = send_form(&server, "/newsletter", "/newsletter", bad);
        assert!(head.contains("422") && body.contains("role=\"alert\""), "{bad}: {head}");
    }
    // Without the page's token, or from another site, nothing is done.
    for extra in ["", "Sec-Fetch-Site: cross-site\r\n"] {
        let body = "email=a%40b.example";
        let (head, _) = server.ask(&format!(
            "POST /newsletter HTTP/1.0\r\nHost: localhost\r\n{extra}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ));
        assert!(head.contains("403"), "{head}");
    }
    // Several from one place, and it has to wait.
    let answers: Vec<String> = (0..7)
        .map(|i| send_form(&server, "/newsletter", "/newsletter", &format!("email=a{i}%40b.example")).0)
        .collect();
    assert!(answers[4].contains("200") && answers[6].contains("403"), "{answers:?}");
    assert_eq!(smtp.wait(5).len(), 5);
}

#[test]
fn the_hours_are_kept_by_themselves() {
    let (house, smtp) = (House::new(), FakeSmtp::well());
    let port = free_port().to_string();
    house.run(&["demo", "--once", "--quiet", "--newswire-port", &port]).expect(0, "");
    for (email, more) in
        [("ida@reader.example", vec![]), ("kai@reader.example", vec!["--hour", "03:00", "--zone", "Asia/Tokyo"])]
    {
        let args: Vec<&str> = ["subscribers", "add", email, "--confirmed"].into_iter().chain(more).collect();
        house.run(&args).expect(0, "1 added");
    }
    house.run(&["demo", "--once", "--day", "2", "--quiet", "--newswire-port", &port]).expect(0, "");
    // A server does it too, and reads on beside it.
    let (other, served) = (House::new(), FakeSmtp::well());
    std::fs::create_dir_all(other.data()).unwrap();
    std::fs::copy(house.data().join("standfirst.db"), other.data().join("standfirst.db")).unwrap();
    let settings = served.sets();
    let args: Vec<&str> =
        ["serve", "--listen", "127.0.0.1:0"].into_iter().chain(settings.iter().map(String::as_str)).collect();
    let server = Server::start(&other, &args);
    let to: Vec<String> = served.wait(2).into_iter().map(|m| m.to).collect();
    assert_eq!(to, ["ida@reader.example", "kai@reader.example"]);
    drop(server);
    // The newswire is gone by now, so the round fails in part; the edition of the second day is there, and so is the hour.
    let run = |sets: &[String]| with(&house, &["run", "--once", "--quiet", "--set", "fetch.retry_pause_ms=1"], sets);
    let sets: Vec<String> = smtp.sets();
    let said = run(&sets);
    let said =
        if said.err.contains("retry_pause_ms") { with(&house, &["run", "--once", "--quiet"], &sets) } else { said };
    assert!(said.out.contains("Mail: 2 sent"), "{said:?}");
    assert_eq!(smtp.mails().len(), 2);
    let said = with(&house, &["run", "--once", "--quiet"], &sets);
    assert!(said.out.contains("Mail: 0 sent"), "{said:?}");
    assert_eq!(smtp.mails().len(), 2, "an hour is dealt with once");
}

/// Stories of an edition with the revisions it shows.
async fn shown(store: &Store, id: standfirst_types::EditionId) -> BTreeMap<StoryId, u32> {
    let published = store.published(id).await.unwrap().unwrap();
    published.briefs.iter().map(|b| (b.story(), b.frame().revision)).collect()
}

#[tokio::test]
async fn editions_that_were_missed_come_together_and_nothing_comes_twice() {
    let (house, smtp) = (House::new(), FakeSmtp::well());
    let port = free_port().to_string();
    house.run(&["demo", "--once", "--quiet", "--newswire-port", &port]).expect(0, "");
    for email in ["both@reader.example", "missed@reader.example", "new@reader.example"] {
        add(&house, email);
    }
    with(&house, &["send", "--to", "both@reader.example"], &smtp.sets()).expect(0, "1 sent");
    house.run(&["demo", "--once", "--day", "2", "--quiet", "--newswire-port", &port]).expect(0, "");
    let store = Store::open(&house.data().join("standfirst.db")).await.unwrap();
    let editions = store.editions(None, 10).await.unwrap();
    let (first, second) = (shown(&store, editions[1].id).await, shown(&store, editions[0].id).await);
    // One was last sent an edition before either of these.
    let subscriber = standfirst_types::Email::parse("missed@reader.example").unwrap().id();
    let before = (standfirst_types::EditionId::of(&[b"before"]), editions[1].window.from);
    let mailing = Mailing { message: "before@house.example".into(), subscriber, edition: Some(before), bytes: 1 };
    store.begin_mailing(&mailing, before.1).await.unwrap();
    store.end_mailing(&mailing, &[], before.1).await.unwrap();
    let said = with(&house, &["send", "--json"], &smtp.sets()).json(0);
    let of = |email: &str| {
        let one = said.as_array().unwrap().iter().find(|l| l["email"] == email).unwrap();
        (one["stories"].as_u64().unwrap() + one["links"].as_u64().unwrap()) as usize
    };
    let all: BTreeSet<StoryId> = first.keys().chain(second.keys()).copied().collect();
    assert!(all.len() > second.len(), "the second day does not show all of the first's stories");
    assert_eq!(of("missed@reader.example"), all.len());
    assert_eq!(of("new@reader.example"), second.len(), "a first mail holds the newest edition");
    let newer = second.iter().filter(|(story, revision)| first.get(story).is_none_or(|was| was < *revision)).count();
    let both = of("both@reader.example");
    assert!(both > 0 && both <= newer && both < second.len() + first.len(), "{both} of {newer}");
    for email in ["both@reader.example", "missed@reader.example"] {
        let id = standfirst_types::Email::parse(email).unwrap().id();
        assert!(store.sent_to(id).await.unwrap().stories.keys().all(|s| all.contains(s)));
    }
    with(&house, &["send"], &smtp.sets()).expect(0, "0 sent, 3 with nothing new");
}

#[test]
fn killed_while_sending_at_most_one_mail_is_there_twice() {
    let house = house();
    for email in ["a@reader.example", "b@reader.example", "c@reader.example"] {
        add(&house, email);
    }
    // The second mail is taken, but nobody says so; then the program is killed.
    let smtp = FakeSmtp::serve(|step, _, taken| if step == "." && taken == 1 { Say::TakeAndHang } else { Say::Fine });
    let sets = smtp.sets();
    let args: Vec<&str> =
        std::iter::once("send").chain(sets.iter().map(String::as_str)).chain(["--set", "mail.timeout_s=600"]).collect();
    let mut child = house.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    smtp.wait(2);
    child.kill().unwrap();
    child.wait().unwrap();
    doctor(&house, &["doctor"], &sets, "may be there twice");
    with(&house, &["send"], &sets).expect(0, "2 sent, 1 with nothing new");
    let mails = smtp.mails();
    let to: Vec<&str> = mails.iter().map(|m| m.to.as_str()).collect();
    assert_eq!(to, ["a@reader.example", "b@reader.example", "b@reader.example", "c@reader.example"]);
    assert_eq!(mails[1].field("Message-ID"), mails[2].field("Message-ID"), "the same mail");
    with(&house, &["send"], &sets).expect(0, "0 sent, 3 with nothing new");
}

#[test]
fn faults_are_told_in_plain_words_and_what_may_pass_is_tried_again() {
    type Act = fn(&str, &str, usize) -> Say;
    let all: [(Act, &str); 9] = [
        (
            |s, _, _| if s == "CONNECT" { Say::Line("554 no service here") } else { Say::Fine },
            "(554) does not talk to us",
        ),
        (|s, _, _| if s == "CONNECT" { Say::Drop } else { Say::Fine }, "no connection; check mail.smtp_host"),
        (
            |s, _, _| if s == "MAIL" { Say::Line("530 authenticate first") } else { Say::Fine },
            "set mail.user and mail.password_file",
        ),
        (|s, _, _| if s == "MAIL" { Say::Line("550 not you") } else { Say::Fine }, "check mail.from"),
        (
            |s, _, _| if s == "RCPT" { Say::Line("451 greylisted") } else { Say::Fine },
            "(451) does not take mail for this address",
        ),
        (
            |s, _, _| if s == "DATA" { Say::Line("452 disk full") } else { Say::Fine },
            "(452) does not take the message now",
        ),
        (|s, _, _| if s == "." { Say::Drop } else { Say::Fine }, "the connection broke off"),
        (
            |s, _, _| if s == "." { Say::Line("554 looks like spam") } else { Say::Fine },
            "(554) does not take the message: looks like spam",
        ),
        (
            |s, _, _| if s == "." { Say::Hang } else { Say::Fine },
            "no answer within 1 seconds after the message was sent",
        ),
    ];
    for (act, words) in all {
        let house = house();
        add(&house, "ida@reader.example");
        let smtp = FakeSmtp::serve(act);
        let mut settings = smtp.sets();
        settings.extend(["--set".to_owned(), "mail.timeout_s=1".to_owned()]);
        with(&house, &["send"], &settings).expect(1, words);
        assert_eq!(smtp.mails().len(), 0);
        doctor(&house, &["doctor"], &settings, words);
        // It is well again: the mail goes out, and the fault is gone.
        let well = FakeSmtp::well();
        with(&house, &["send"], &well.sets()).expect(0, "1 sent");
        assert!(!with(&house, &["doctor"], &well.sets()).out.contains(words), "{words}");
    }
}

#[test]
fn a_mailbox_that_is_refused_for_good_gets_no_more_and_the_others_do() {
    let house = house();
    for email in ["a@reader.example", "gone@reader.example", "z@reader.example"] {
        add(&house, email);
    }
    let smtp = FakeSmtp::serve(|step, line, _| {
        if step == "RCPT" && line.contains("gone@") { Say::Line("550 no such mailbox") } else { Say::Fine }
    });
    let sets = smtp.sets();
    with(&house, &["send"], &sets).expect(4, "2 sent, 0 with nothing new, 1 not delivered");
    for times in 2..=3 {
        assert_eq!(standing(&house, "gone@reader.example"), "active", "{times}");
        with(&house, &["send"], &sets).expect(1, "no such mailbox");
    }
    assert_eq!(standing(&house, "gone@reader.example"), "bouncing");
    with(&house, &["send"], &sets).expect(0, "0 sent, 2 with nothing new");
    doctor(&house, &["doctor"], &sets, "it gets no more mail");
    assert_eq!(smtp.mails().len(), 2);
    // One connection for all: the refused one does not end it.
    assert!(smtp.commands().iter().any(|c| c == "RSET"));
    // Who confirms again gets mail again.
    add(&house, "gone@reader.example");
    with(&house, &["send"], &FakeSmtp::well().sets()).expect(0, "1 sent");
}

#[test]
fn a_line_that_was_closed_in_between_is_opened_once_more() {
    let house = house();
    for email in ["a@reader.example", "b@reader.example"] {
        add(&house, email);
    }
    let closed = std::sync::atomic::AtomicBool::new(false);
    let smtp = FakeSmtp::serve(move |step, _, taken| {
        let first = step == "MAIL" && taken == 1 && !closed.swap(true, std::sync::atomic::Ordering::SeqCst);
        if first { Say::Line("421 idle too long") } else { Say::Fine }
    });
    with(&house, &["send"], &smtp.sets()).expect(0, "2 sent");
}

#[test]
fn the_limit_of_an_hour_is_kept() {
    let (house, smtp) = (house(), FakeSmtp::well());
    for email in ["a@reader.example", "b@reader.example", "c@reader.example"] {
        add(&house, email);
    }
    let mut sets = smtp.sets();
    sets.extend(["--set".to_owned(), "mail.per_hour=2".to_owned()]);
    with(&house, &["send"], &sets).expect(0, "2 sent, 0 with nothing new, 1 put off for mail.per_hour");
    assert_eq!(smtp.mails().len(), 2);
}

#[test]
fn settings_that_cannot_work_are_refused_with_the_remedy() {
    let house = house();
    add(&house, "ida@reader.example");
    let set = |key: &str, value: &str| {
        let mut all = sets(25);
        all.extend(["--set".to_owned(), format!("{key}={value}")]);
        with(&house, &["send"], &all)
    };
    set("mail.from", "\"nobody\"").expect(1, "mail.from = “nobody” has no @");
    set("mail.security", "\"maybe\"").expect(1, "maybe");
    set("mail.user", "\"ida\"").expect(1, "belong together");
    set("mail.hours", "[\"7 am\"]").expect(1, "times of day such as 07:00");
    set("mail.timeout_s", "0").expect(1, "from 1 to 600");
    set("site.base_url", "\"\"").expect(1, "site.base_url is no web address");
    set("mail.smtp_host", "\"203.1.0.1\"").expect(1, "unencrypted");
    with(&house, &["send"], &[]).expect(1, "site.base_url");
    house.run(&["subscribers", "add", "a@b.example"]).expect(1, "mail.smtp_host names no mail server");
    house.run(&["subscribers", "add", "nobody", "--confirmed"]).expect(1, "has no @");
    house.run(&["subscribers", "add", "a@b.example", "--confirmed", "--section", "Nothing"]).expect(1, "no section");
    house.run(&["subscribers", "add", "a@b.example", "--confirmed", "--hour", "7"]).expect(1, "07:00");
    house.run(&["subscribers", "remove", "x@b.example"]).expect(1, "is no subscriber");
    house.run(&["subscribers", "remove", "ida@reader.example"]).expect(0, "1 removed");
    with(&house, &["doctor", "--mail"], &sets(free_port())).expect(1, "no connection; check mail.smtp_host");
}

#[test]
fn it_logs_in_with_the_password_of_a_file() {
    let house = house();
    add(&house, "ida@reader.example");
    // “\0ida\0heron” in base64 (RFC 4616).
    let right = |line: &str| line == "AUTH PLAIN AGlkYQBoZXJvbg==";
    let smtp = FakeSmtp::serve(
        move |step, line, _| {
            if step == "AUTH" && !right(line) { Say::Line("535 no") } else { Say::Fine }
        },
    );
    let mut sets = smtp.sets();
    sets.extend(["--set".to_owned(), "mail.user=\"ida\"".to_owned()]);
    let args: Vec<&str> = std::iter::once("send").chain(sets.iter().map(String::as_str)).collect();
    for (password, words) in
        [("wrong", "refuses the login; check mail.user and mail.password_file"), ("heron\n", "1 sent")]
    {
        let file = house.write("password", password);
        let out = house.command(&args).env("STANDFIRST_MAIL_PASSWORD_FILE", file).output().unwrap();
        let said = String::from_utf8(out.stdout).unwrap();
        assert!(said.contains(words), "{said}{}", String::from_utf8_lossy(&out.stderr));
        assert!(!said.contains("heron") && !said.contains("AGlk"), "{said}");
    }
}

#[test]
fn lists_are_imported_and_letters_written_into_files() {
    let (house, smtp) = (house(), FakeSmtp::well());
    let list = house.write("list.csv", "email,name\na@reader.example,Ida\nb@reader.example\nnobody\n");
    house
        .run(&["subscribers", "import", list.to_str().unwrap(), "--confirmed"])
        .expect(4, "2 added")
        .expect(4, "line 4");
    let folder = house.folder.path().join("letters");
    let eml = folder.to_str().unwrap();
    with(&house, &["send", "--eml", eml], &sets(1)).expect(0, "a@reader.example.eml");
    for name in ["a@reader.example.eml", "b@reader.example.eml"] {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        assert!(bytes.is_ascii() && bytes.starts_with(b"Date: ") && bytes.windows(2).any(|w| w == b"\r\n"));
    }
    let one = with(&house, &["send", "--eml", "-", "--to", "me@elsewhere.example"], &sets(1));
    one.expect(0, "To: me@elsewhere.example");
    with(&house, &["send", "--eml", "-"], &sets(1)).expect(1, "one file holds one message");
    with(&house, &["send", "--to", "me@elsewhere.example"], &smtp.sets()).expect(1, "is no subscriber");
    let said = with(&house, &["send", "--dry-run", "--json"], &sets(1)).json(0);
    assert_eq!((said[0]["state"].as_str(), said.as_array().unwrap().len()), (Some("would_send"), 2));
    assert!(said[0]["html_bytes"].as_u64().unwrap() < 102 * 1024);
    // Nothing of it was remembered.
    with(&house, &["send"], &smtp.sets()).expect(0, "2 sent");
    with(&house, &["subscribers", "add", "new@reader.example"], &smtp.sets()).expect(0, "1 asked to confirm");
    assert!(smtp.wait(3)[2].field("Subject").starts_with("Confirm"));
}

#[test]
fn sections_choose_what_comes() {
    let (house, smtp) = (house(), FakeSmtp::well());
    let mut sets = smtp.sets();
    sets.extend(["--set", "sections.Sea=ferry", "--set", "sections.None=zxqvw"].map(str::to_owned));
    for (email, section) in [("sea@reader.example", "Sea"), ("none@reader.example", "None")] {
        with(&house, &["subscribers", "add", email, "--confirmed", "--section", section], &sets).expect(0, "1 added");
    }
    add(&house, "all@reader.example");
    let said = with(&house, &["send", "--json"], &sets).json(0);
    let of = |email: &str| said.as_array().unwrap().iter().find(|l| l["email"] == email).unwrap().clone();
    let (all, sea) = (of("all@reader.example")["stories"].as_u64(), of("sea@reader.example")["stories"].as_u64());
    assert!(sea > Some(0) && sea < all, "{said}");
    assert_eq!(of("none@reader.example")["state"], "nothing_new");
}

/// The interpreter with the mail server that `.ci/run` gets from PyPI.
fn python() -> Option<PathBuf> {
    let own = PathBuf::from(env!("CARGO_BIN_EXE_standfirst"));
    let beside = own.ancestors().map(|a| a.join("python/bin/python")).find(|p| p.is_file());
    let found = beside.unwrap_or_else(|| "python3".into());
    let there = Command::new(&found).args(["-c", "import aiosmtpd"]).output().is_ok_and(|o| o.status.success());
    if !there {
        eprintln!("skipped: no python3 with aiosmtpd; `.ci/run` gets it from PyPI");
    }
    there.then_some(found)
}

/// A real mail server, ended when dropped.
struct Aiosmtpd {
    child: std::process::Child,
    port: u16,
}

impl Drop for Aiosmtpd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Aiosmtpd {
    fn start(python: &PathBuf, folder: &std::path::Path, more: &[&str]) -> Self {
        let port = free_port();
        let address = format!("127.0.0.1:{port}");
        let maildir = folder.join("mail");
        let mut command = Command::new(python);
        command.args(["-m", "aiosmtpd", "-n", "-l", &address]).args(more);
        command.args(["-c", "aiosmtpd.handlers.Mailbox", maildir.to_str().unwrap()]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let up = || std::net::TcpStream::connect(&address).is_ok();
        assert!((0..600).any(|_| up() || {
            std::thread::sleep(std::time::Duration::from_millis(50));
            false
        }));
        Self { child, port }
    }

    fn mails(folder: &std::path::Path) -> Vec<String> {
        let files = std::fs::read_dir(folder.join("mail/new")).map(|d| d.flatten().collect::<Vec<_>>());
        files.unwrap_or_default().iter().map(|f| std::fs::read_to_string(f.path()).unwrap()).collect()
    }
}

#[test]
fn a_real_server_takes_what_is_sent() {
    let Some(python) = python() else { return };
    let house = house();
    add(&house, "ida@reader.example");
    let folder = tempfile::tempdir().unwrap();
    let server = Aiosmtpd::start(&python, folder.path(), &[]);
    let sets = sets(server.port);
    doctor(&house, &["doctor", "--mail"], &sets, "answers, and takes the login");
    with(&house, &["send"], &sets).expect(0, "1 sent");
    let mails = Aiosmtpd::mails(folder.path());
    assert_eq!(mails.len(), 1);
    // Python's own parser reads it without a defect.
    let script = "import sys, email, email.policy\nm = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)\n\
                  parts = list(m.walk())\nassert [p.get_content_type() for p in parts] == ['multipart/alternative', 'text/plain', 'text/html'], parts\n\
                  assert not any(p.defects for p in parts), [p.defects for p in parts]\nassert not any(h.defects for p in parts for h in p.values()), m.items()\n\
                  assert 'That is all.' in m.get_body(('plain',)).get_content()\nassert m['to'] == 'ida@reader.example', m['to']";
    let mut reader =
        Command::new(&python).args(["-c", script]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut reader.stdin.take().unwrap(), mails[0].as_bytes()).unwrap();
    let said = reader.wait_with_output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    with(&house, &["send"], &sets).expect(0, "0 sent");
    assert_eq!(Aiosmtpd::mails(folder.path()).len(), 1);
}

#[test]
fn over_tls_only_a_known_certificate_is_talked_to() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (key, cert) = (at("key.pem"), at("cert.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"])
        .args(["-keyout", &key, "-out", &cert])
        .output();
    if !made.is_ok_and(|o| o.status.success()) {
        eprintln!("skipped: no openssl to make a certificate");
        return;
    }
    for (security, args) in
        [("starttls", ["--tlscert", &cert, "--tlskey", &key]), ("tls", ["--smtpscert", &cert, "--smtpskey", &key])]
    {
        let house = house();
        add(&house, "ida@reader.example");
        let server = Aiosmtpd::start(&python, folder.path(), &args);
        let mut all = sets(server.port);
        let more = ["mail.smtp_host=\"localhost\"".to_owned(), format!("mail.security=\"{security}\"")];
        all.extend(more.into_iter().flat_map(|s| ["--set".to_owned(), s]));
        with(&house, &["send"], &all).expect(1, "the encryption failed");
        all.extend(["--set".to_owned(), format!("mail.ca_file=\"{cert}\"")]);
        with(&house, &["send"], &all).expect(0, "1 sent");
    }
    assert_eq!(Aiosmtpd::mails(folder.path()).len(), 2);
}

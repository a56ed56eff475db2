//! The user's word: split, merge, mute and pin over the demo newswire, with the real binary, over a second day and restarts;
//! addresses that lead on, reasons that are told, and briefs that are made again to the byte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{House, check_references, free_port, server::Server};
use serde_json::Value;

/// A demo's folder, which every call opens anew: each is a restart.
struct Desk {
    house: House,
    port: String,
}

impl Desk {
    /// After the first day.
    fn new() -> Self {
        let desk = Self { house: House::new(), port: free_port().to_string() };
        desk.day("1");
        desk
    }

    /// Reads up to a day and gives its edition.
    fn day(&self, day: &str) -> Value {
        let args = ["demo", "--once", "--day", day, "--format", "json", "--with-originals", "--quiet"];
        let edition = self.house.run(&[&args[..], &["--newswire-port", &self.port]].concat()).json(0);
        check_references(&edition);
        edition
    }

    fn edition(&self) -> Value {
        self.house.run(&["show", "--format", "json"]).json(0)
    }

    /// The story of the latest edition that holds a page, by the end of its address.
    fn story(&self, page: &str) -> String {
        let edition = self.edition();
        let brief = briefs(&edition).iter().find(|b| b["originals"].to_string().contains(page));
        brief.unwrap_or_else(|| panic!("no story holds {page}"))["story"].as_str().unwrap().to_owned()
    }

    fn decide(&self, args: &[&str]) -> Value {
        self.house.run(&[args, &["--json"]].concat()).json(0)
    }

    fn why(&self, story: &str) -> Value {
        self.house.run(&["explain", story, "--json"]).json(0)
    }

    /// The pages of a story as `explain` lists them.
    fn pages(&self, story: &str) -> Vec<String> {
        let why = self.why(story);
        let page = |m: &Value| m["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        why["members"].as_array().unwrap().iter().map(page).collect()
    }

    fn article(&self, story: &str, page: &str) -> String {
        let why = self.why(story);
        let members = why["members"].as_array().unwrap();
        let member = members.iter().find(|m| m["url"].as_str().unwrap().ends_with(page)).expect("the page is in it");
        member["article"].as_str().unwrap().to_owned()
    }

    /// Every brief of the latest edition is made again to the byte.
    /// Stories that a search finds.
    fn found(&self, words: &str) -> Vec<String> {
        let hits = self.house.run(&["search", words, "--json"]).json(0);
        let story = |hit: &Value| hit["story"].as_str().unwrap().to_owned();
        hits["stories"].as_array().unwrap().iter().map(story).collect()
    }
    fn replays(&self) {
        for brief in briefs(&self.edition()) {
            self.house.run(&["replay", brief["id"].as_str().unwrap()]).expect(0, "the same bytes again");
        }
    }
}

fn briefs(edition: &Value) -> &Vec<Value> {
    edition["briefs"].as_array().unwrap()
}

fn order(edition: &Value) -> Vec<&str> {
    edition["edition"]["stories"].as_array().unwrap().iter().map(|s| s["story"].as_str().unwrap()).collect()
}

#[test]
fn a_merge_is_remembered_and_the_old_address_leads_on() {
    let desk = Desk::new();
    let (from, into) = (desk.story("dunmere-rejects-flood-barrier"), desk.story("brackwater-votes-for-a-wall"));
    let before = desk.house.run(&["show", &from, "--format", "json"]).json(0);
    assert!(desk.found("dunmere").contains(&from));
    let done = desk.decide(&["merge", &from, &into]);
    assert_eq!(done[0]["decision"]["decided"], "merge");
    for name in [&from, &into, &from[..10].to_owned()] {
        assert_eq!(
            desk.house.run(&["show", name, "--format", "json"]).json(0)["brief"]["story"],
            into.as_str(),
            "{name}"
        );
        assert_eq!(desk.why(name)["story"], into.as_str());
    }
    assert!(!desk.found("dunmere").contains(&from) && desk.found("dunmere").contains(&into), "the one that is left");
    let old = before["brief"]["id"].as_str().unwrap();
    desk.house.run(&["replay", old]).expect(0, "the same bytes again");
    let edition = desk.edition();
    assert!(!order(&edition).contains(&from.as_str()), "{:?}", order(&edition));
    assert!(order(&edition).contains(&into.as_str()));
    let pages = desk.pages(&into);
    assert!(pages.iter().any(|p| p == "dunmere-rejects-flood-barrier"), "{pages:?}");
    desk.replays();
    // The second day's report of either story joins the one that is left.
    let second = desk.day("2");
    assert!(!order(&second).contains(&from.as_str()));
    let pages = desk.pages(&into);
    assert!(pages.iter().any(|p| p == "dunmere-barrier-contractor"), "{pages:?}");
    desk.replays();
    desk.house.run(&["merge", &from, &into]).expect(1, "one story already");
    desk.decide(&["undo"]);
    assert_eq!(desk.house.run(&["show", &from, "--format", "json"]).json(0)["brief"]["story"], from.as_str());
    assert!(desk.pages(&from).iter().any(|p| p == "dunmere-rejects-flood-barrier"));
    assert!(desk.found("dunmere").contains(&from), "and back");
    desk.replays();
}

#[test]
fn a_split_article_stays_where_it_was_put() {
    let desk = Desk::new();
    let story = desk.story("ferry-hits-skellan-breakwater");
    let article = desk.article(&story, "/skellan-ferry-what-we-know");
    let done = desk.decide(&["split", &story, &article]);
    let new = done[0]["decision"]["into"].as_str().unwrap().to_owned();
    assert_eq!(desk.pages(&new), ["skellan-ferry-what-we-know"]);
    assert!(!desk.pages(&story).iter().any(|p| p == "skellan-ferry-what-we-know"));
    let why = desk.why(&new);
    assert_eq!((&why["members"][0]["by"], &why["links"][0]["how"]), (&"user".into(), &"split_from".into()));
    assert_eq!(desk.why(&story)["links"][0]["story"], new.as_str());
    let shown = desk.house.run(&["show", &story, "--format", "json"]).json(0);
    assert_eq!(shown["standing"]["links"][0]["how"], "split_off");
    // The user's own word is no correction of anybody's.
    let brief = briefs(&desk.edition()).iter().find(|b| b["story"] == story.as_str()).unwrap().clone();
    assert!(!brief["originals"].to_string().contains("skellan-ferry-what-we-know"));
    assert_eq!((&brief["corrections"], &brief["revision"]), (&serde_json::json!([]), &2.into()));
    desk.replays();
    desk.house.run(&["undo", "1"]).expect(0, "took back decision 1");
    assert!(desk.pages(&story).iter().any(|p| p == "skellan-ferry-what-we-know"));
    assert_eq!(desk.why(&new)["story"], story.as_str(), "its address leads on");
    desk.house.run(&["undo", "1"]).expect(1, "taken back already, by decision 2");
    desk.house.run(&["undo", "2"]).expect(0, "took back decision 2");
    desk.replays();
    desk.day("2");
    assert_eq!(desk.pages(&new)[0], "skellan-ferry-what-we-know");
    assert!(!desk.pages(&story).iter().any(|p| p == "skellan-ferry-what-we-know"));
    desk.replays();
}

#[test]
fn what_is_pinned_comes_first_and_what_is_muted_is_named_in_the_ledger() {
    let desk = Desk::new();
    let edition = desk.edition();
    let last = (*order(&edition).last().unwrap()).to_owned();
    let (storm, rate) = (desk.story("storm-isolde-evacuations"), desk.story("halvern-rate-rise"));
    desk.decide(&["pin", &last]);
    desk.decide(&["mute", &rate]);
    desk.decide(&["mute", "--name", "Isolde"]);
    let edition = desk.edition();
    assert_eq!(order(&edition)[0], last);
    assert_eq!(edition["edition"]["stories"][0]["pinned"], true);
    assert!(!order(&edition).contains(&rate.as_str()) && !order(&edition).contains(&storm.as_str()));
    let muted = |edition: &Value| -> Vec<String> {
        let all = edition["edition"]["ledger"]["not_shown"].as_array().unwrap().clone();
        all.iter().filter(|n| n["reason"] == "muted").map(|n| n["detail"].as_str().unwrap().to_owned()).collect()
    };
    let said = muted(&edition).join("\n");
    assert!(said.contains("unmute --name \"Isolde\"") && said.contains(&format!("unmute {rate}")), "{said}");
    let second = desk.day("2");
    assert_eq!(order(&second)[0], last, "there is no news of it, and it stays");
    assert!(!order(&second).contains(&storm.as_str()));
    assert!(!muted(&second).is_empty());
    desk.decide(&["unmute", "--name", "isolde"]);
    desk.decide(&["unpin", &last]);
    let edition = desk.edition();
    assert!(order(&edition).contains(&storm.as_str()));
    assert_ne!(order(&edition)[0], last);
    desk.house.run(&["explain", &rate]).expect(0, "you muted this story");
    desk.house.run(&["decisions"]).expect(0, "muted stories about “Isolde”");
    desk.house.run(&["show"]).expect(0, "That is all");
}

#[test]
fn a_muted_source_tells_nothing_and_counts_for_nothing() {
    let desk = Desk::new();
    let story = desk.story("ferry-hits-skellan-breakwater");
    let before = desk.why(&story)["independent"].as_u64().unwrap();
    desk.decide(&["mute", "--source", "Radio Vessen News"]);
    let brief = briefs(&desk.edition()).iter().find(|b| b["story"] == story.as_str()).unwrap().clone();
    assert!(!brief["originals"].to_string().contains("radio-vessen"));
    let why = desk.why(&story);
    assert_eq!(why["independent"].as_u64().unwrap(), before - 1);
    assert_eq!(brief["independent_sources"], why["independent"]);
    assert!(why["independence"].as_str().unwrap().contains("by a source you muted"), "{}", why["independence"]);
    desk.replays();
    desk.decide(&["unmute", "--source", "radio-vessen.localhost"]);
    let brief = briefs(&desk.edition()).iter().find(|b| b["story"] == story.as_str()).unwrap().clone();
    assert!(brief["originals"].to_string().contains("radio-vessen"));
    desk.replays();
}

#[test]
fn reasons_are_told_in_full() {
    let desk = Desk::new();
    let story = desk.story("storm-isolde-evacuations");
    let why = desk.why(&story);
    assert_eq!(why["schema"], "standfirst.why/1");
    let members = why["members"].as_array().unwrap();
    assert!(members.iter().any(|m| m["by"] == "copy" && m["copy_of"].is_array() && m["counts_as"].is_null()));
    assert_eq!(members[0]["by"], "first");
    let joined = members.iter().find(|m| m["by"] == "joined").expect("one joined by likeness");
    assert!(!joined["terms"].as_array().unwrap().is_empty());
    let voices = why["voices"].as_array().unwrap();
    assert_eq!(voices.len() as u64, why["independent"].as_u64().unwrap());
    let ranking = &why["place"]["ranking"];
    let number = |name: &str| ranking[name].as_f64().unwrap_or_else(|| panic!("no {name} in {ranking}"));
    let product = number("voices") * number("freshness") * number("growth") * number("interest");
    assert!((product - number("rank")).abs() < 1e-9);
    let edition = desk.edition();
    let shown =
        edition["edition"]["stories"].as_array().unwrap().iter().find(|s| s["story"] == story.as_str()).unwrap();
    assert_eq!(shown["rank"], ranking["rank"]);
    let said = desk.house.run(&["explain", &story]);
    for part in ["independent of", "Freshness", "Growth", "Interest", "Terms that decided", "3 copies", "Nearest"] {
        said.expect(0, part);
    }
}

#[test]
fn topics_and_watch_words_move_a_story_and_explain_says_by_how_much() {
    let house = House::new();
    let port = free_port().to_string();
    let config = house.write(
        "standfirst.toml",
        "watch = [\"puffin*\"]\n[[topics]]\nname = \"Money\"\nwords = [\"rate\", \"bank*\"]\nmute = true\n\
         [[topics]]\nname = \"Boats\"\nwords = [\"dugout\", \"boat\"]\nboost = 4.0\n",
    );
    let run = |args: &[&str]| house.run(&[args, &["--config", config.to_str().unwrap()]].concat());
    let edition = run(&["demo", "--once", "--quiet", "--newswire-port", &port, "--format", "json"]).json(0);
    assert!(!edition["briefs"].to_string().contains("halvern-rate-rise"), "a muted topic");
    let find = |page: &str| -> String {
        let all = briefs(&edition);
        all.iter().find(|b| b["originals"].to_string().contains(page)).unwrap()["story"].as_str().unwrap().to_owned()
    };
    run(&["explain", &find("oldest-boat-hollin-moss")]).expect(0, "topic Boats by “").expect(0, "× 4.00");
    run(&["explain", &find("puffin")]).expect(0, "watch word “puffin*” × 1.50");
    run(&["mute", "--topic", "boats"]).expect(0, "muted the topic “Boats”");
    let after = run(&["show", "--format", "json"]).json(0);
    assert!(!after["briefs"].to_string().contains("oldest-boat-hollin-moss"));
    run(&["mute", "--topic", "Ships"]).expect(1, "there are: Money, Boats");
}

#[test]
fn faults_are_named_with_their_remedy() {
    let desk = Desk::new();
    let story = desk.story("ferry-hits-skellan-breakwater");
    let run = |args: &[&str]| desk.house.run(args);
    run(&["merge", &story]).expect(2, "2 values required");
    run(&["merge", &story, &story]).expect(1, "one story already");
    run(&["merge", &story, "0000000000000000"]).expect(1, "there is no story");
    run(&["split", &story]).expect(2, "ARTICLE");
    run(&["split", &story, "99"]).expect(1, "there is no number 99");
    run(&["split", &story, "https://nowhere.example/x"]).expect(1, "no article of story");
    run(&["mute"]).expect(2, "STORY");
    run(&["mute", "--source", "Radio Vesen News"]).expect(1, "the nearest is Radio Vessen News");
    run(&["mute", "--topic", "Sea"]).expect(1, "no [[topics]]");
    run(&["unmute", &story]).expect(1, "not muted");
    run(&["unpin", &story]).expect(1, "not pinned");
    run(&["undo"]).expect(1, "nothing was decided yet");
    run(&["undo", "7"]).expect(1, "there is no decision 7");
    run(&["decisions"]).expect(0, "Nothing was decided yet");
    for command in ["merge", "split", "mute", "pin", "undo"] {
        run(&[command, "--help"]).expect(0, "standfirst undo");
    }
    let all: Vec<String> = (1..=desk.pages(&story).len()).map(|n| n.to_string()).collect();
    let mut args = vec!["split", &story];
    args.extend(all.iter().map(String::as_str));
    run(&args).expect(1, "leave it at least one article");
    assert_eq!(run(&["decisions", "--json"]).json(0), serde_json::json!([]), "a refused decision leaves nothing");
}

#[test]
fn what_was_decided_and_taken_back_leaves_no_trace_in_what_is_read() {
    let untouched = Desk::new();
    let other = Desk { house: House::new(), port: untouched.port.clone() };
    assert_eq!(other.day("1"), untouched.day("1"));
    let story = other.story("halvern-rate-rise");
    other.decide(&["mute", &story]);
    other.decide(&["undo"]);
    other.decide(&["pin", &story]);
    other.decide(&["unpin", &story]);
    let (second, again) = (untouched.day("2"), other.day("2"));
    assert_eq!(again, second, "to the byte");
    // The links between languages are the grouping's own.
    let marks = ["\"pinned\"", "\"merged\"", "\"split_off\"", "\"split_from\""];
    assert!(marks.iter().all(|mark| !second.to_string().contains(mark)), "{second}");
}

/// The page of a house, asked over a socket like a browser without scripts.
struct Page(Server);

impl Page {
    fn open(house: &House) -> Self {
        Self(Server::start(house, &["serve", "--read-only", "--listen", "127.0.0.1:0"]))
    }

    /// Head and body of an answer.
    fn get(&self, path: &str) -> (String, String) {
        let (head, body) = self.0.get(path);
        (head, String::from_utf8(body).unwrap())
    }

    /// Sends a form of the page at `from` and follows to where it leads.
    fn send(&self, from: &str, to: &str, fields: &str) -> (String, String) {
        let (_, page) = self.get(from);
        let token = page.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let body = format!("token={token}&{fields}");
        let (head, body) = self.0.ask(&format!(
            "POST {to} HTTP/1.0\r\nHost: localhost:{0}\r\nOrigin: http://localhost:{0}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {1}\r\n\r\n{body}",
            self.0.port(),
            body.len()
        ));
        (head, String::from_utf8(body).unwrap())
    }
}

#[test]
fn the_page_does_it_all_without_a_script() {
    let desk = Desk::new();
    let (ferry, rate) = (desk.story("ferry-hits-skellan-breakwater"), desk.story("halvern-rate-rise"));
    let article = desk.article(&ferry, "/skellan-ferry-what-we-know");
    let page = Page::open(&desk.house);
    let why = format!("/s/{ferry}/why");
    let (head, body) = page.get(&why);
    assert!(head.starts_with("HTTP/1.0 200"), "{head}");
    for part in
        ["Why this story is what it is", "Freshness", "Nearest story", "independent of", &article, "Take it out"]
    {
        assert!(body.contains(part), "no “{part}” in {body}");
    }
    assert!(page.get(&format!("/s/{ferry}")).1.contains(&why), "the story leads to its reasons");
    assert!(page.get(&format!("/story/{ferry}/why")).0.contains(&format!("location: /s/{ferry}/why")));
    assert!(page.get(&format!("/s/{ferry}/why.json")).1.contains("standfirst.why/1"));
    let done = |(head, body): (String, String)| assert!(head.starts_with("HTTP/1.0 303"), "{head}\n{body}");
    done(page.send(&why, &format!("/s/{ferry}/pin"), "on=1"));
    done(page.send(&why, &format!("/s/{ferry}/split"), &format!("article={article}&into=")));
    done(page.send(&why, &format!("/s/{rate}/mute"), "on=1"));
    done(page.send("/decisions", "/mute", "matter=name&which=Isolde"));
    done(page.send(&why, &format!("/s/{}/merge", desk.story("puffin")), &format!("into={}", &ferry[..8])));
    let (_, list) = page.get("/decisions");
    for part in ["pinned “", "took “", "muted “", "muted stories about “Isolde”", "merged “", "Take back"] {
        assert!(list.contains(part), "no “{part}” in {list}");
    }
    let edition = desk.edition();
    assert_eq!(order(&edition)[0], ferry);
    assert!(!order(&edition).contains(&rate.as_str()));
    done(page.send("/decisions", "/undo", "decision=4"));
    let refused = page.send(&why, &format!("/s/{ferry}/merge"), &format!("into={ferry}"));
    assert!(refused.0.contains(" 4") && refused.1.contains("one story already"), "{refused:?}");
    let forged = page.0.ask(&format!(
        "POST /s/{ferry}/pin HTTP/1.0\r\nHost: localhost:{}\r\nOrigin: http://evil.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4\r\n\r\non=0",
        page.0.port()
    ));
    assert!(forged.0.contains("403"), "{forged:?}");
    let (front, _) = page.get("/");
    assert!(front.starts_with("HTTP/1.0 200"));
    assert_eq!(desk.decide(&["decisions"]).as_array().unwrap().len(), 6);
}

#[test]
fn an_old_address_leads_on_over_http() {
    let desk = Desk::new();
    let (from, into) = (desk.story("dunmere-rejects-flood-barrier"), desk.story("brackwater-votes-for-a-wall"));
    desk.decide(&["merge", &from, &into]);
    let page = Page::open(&desk.house);
    for ending in ["", ".json", ".md", "/why", "/why.json"] {
        let (head, _) = page.get(&format!("/s/{from}{ending}"));
        assert!(head.starts_with("HTTP/1.0 307") && head.contains(&format!("location: /s/{into}{ending}")), "{head}");
        let (head, _) = page.get(&format!("/s/{into}{ending}"));
        assert!(head.starts_with("HTTP/1.0 200"), "{head}");
    }
    let (_, body) = page.get(&format!("/s/{into}"));
    assert!(body.contains("You made this story part of it"), "{body}");
}

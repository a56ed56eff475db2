//! A reader app as it talks to the real binary, and the world it reads.

#![allow(dead_code, reason = "each test file uses its own part")]

use super::{House, server::Server};
use serde_json::Value;
use std::collections::BTreeSet;

pub(crate) const PASSWORD: &str = "heron on the weir";
pub(crate) const ALL: &str = "user/-/state/com.google/reading-list";
pub(crate) const READ: &str = "user/-/state/com.google/read";
pub(crate) const STARRED: &str = "user/-/state/com.google/starred";
pub(crate) const KEPT: &str = "user/-/state/com.google/kept-unread";

/// A server of two days of news with a password and a token.
pub(crate) struct World {
    pub(crate) house: House,
    pub(crate) server: Server,
    pub(crate) token: String,
}

impl World {
    pub(crate) fn new(days: &str, sets: &[&str]) -> Self {
        let house = House::new();
        house.run(&["demo", "--once", "--day", days, "--newswire-port", "0", "--quiet"]).expect(0, "");
        house.run_with_input(&["password"], format!("{PASSWORD}\n").as_bytes()).expect(0, "");
        let token = house.run(&["token", "add", "phone"]).out.trim().to_owned();
        let server = Self::serve(&house, sets);
        Self { house, server, token }
    }

    pub(crate) fn serve(house: &House, sets: &[&str]) -> Server {
        let mut args = vec!["serve", "--read-only", "--listen", "127.0.0.1:0"];
        args.extend(sets.iter().flat_map(|s| ["--set", s]));
        Server::start(house, &args)
    }

    pub(crate) fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String, String) {
        let head = format!("{method} {path} HTTP/1.0\r\nHost: localhost:{}\r\n{headers}", self.server.port());
        let form = format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n", body.len());
        let (head, body) = self.server.ask(&format!("{head}{form}\r\n{body}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_lowercase(), String::from_utf8(body).unwrap())
    }

    /// Logs an app in.
    pub(crate) fn app(&self, secret: &str) -> App<'_> {
        let (status, head, body) =
            self.send("POST", "/accounts/ClientLogin", "", &form(&[("Email", "me"), ("Passwd", secret)]));
        assert_eq!(status, 200, "{body}");
        assert!(head.contains("content-type: text/plain") && head.contains("cache-control: no-store"), "{head}");
        let auth = body.lines().find_map(|l| l.strip_prefix("Auth=")).unwrap().to_owned();
        assert!(body.contains(&format!("SID={auth}\n")) && body.contains("LSID="));
        App { world: self, auth }
    }
}

pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// An app that is logged in.
pub(crate) struct App<'w> {
    pub(crate) world: &'w World,
    pub(crate) auth: String,
}

impl App<'_> {
    pub(crate) fn ask(&self, method: &str, call: &str, body: &str) -> (u16, String, String) {
        let auth = format!("Authorization: GoogleLogin auth={}\r\n", self.auth);
        self.world.send(method, &format!("/reader/api/0/{call}"), &auth, body)
    }

    pub(crate) fn json(&self, method: &str, call: &str, body: &str) -> Value {
        let (status, head, body) = self.ask(method, call, body);
        assert_eq!(status, 200, "{call}: {body}");
        assert!(head.contains("content-type: application/json; charset=utf-8"), "{call}: {head}");
        serde_json::from_str(&body).unwrap()
    }

    pub(crate) fn get(&self, call: &str) -> Value {
        self.json("GET", call, "")
    }

    pub(crate) fn edit(&self, call: &str, fields: &[(&str, &str)]) {
        let (status, head, body) = self.ask("POST", call, &form(fields));
        assert_eq!((status, body.trim()), (200, "OK"), "{call} {fields:?}");
        assert!(head.contains("content-type: text/plain"), "{head}");
    }

    /// Every id of a stream, page by page.
    pub(crate) fn ids(&self, stream: &str, rest: &str) -> Vec<String> {
        let (mut ids, mut next) = (vec![], String::new());
        loop {
            let page = self.get(&format!("stream/items/ids?output=json&{}&n=7{rest}{next}", form(&[("s", stream)])));
            ids.extend(page["itemRefs"].as_array().unwrap().iter().map(|i| i["id"].as_str().unwrap().to_owned()));
            let Some(c) = page["continuation"].as_str() else { break };
            next = format!("&c={c}");
        }
        let distinct: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len(), "no item twice");
        ids
    }

    pub(crate) fn unread(&self, id: &str) -> u64 {
        let counts = self.get("unread-count?output=json");
        let all = counts["unreadcounts"].as_array().unwrap();
        all.iter().find(|c| c["id"] == id).map_or(0, |c| c["count"].as_u64().unwrap())
    }

    pub(crate) fn contents(&self, ids: &[&str]) -> Vec<Value> {
        let body = form(&ids.iter().map(|id| ("i", *id)).collect::<Vec<_>>());
        self.json("POST", "stream/items/contents?output=json", &body)["items"].as_array().unwrap().clone()
    }
}

pub(crate) fn long(decimal: &str) -> String {
    format!("tag:google.com,2005:reader/item/{:016x}", decimal.parse::<i64>().unwrap())
}

pub(crate) fn has(item: &Value, category: &str) -> bool {
    item["categories"].as_array().unwrap().iter().any(|c| c == category)
}

//! Search, password and tokens, as the command line has them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::House;

fn read_house() -> House {
    let house = House::new();
    let said = house.run(&["demo", "--once", "--newswire-port", "0", "--quiet"]);
    assert_eq!(said.code, 0, "{}", said.err);
    house
}

#[test]
fn the_archive_is_searched() {
    let house = read_house();
    let all = house.run(&["search", "ferry", "--json"]).json(0);
    let count = |v: &serde_json::Value| v["articles"].as_array().unwrap().len();
    assert!(count(&all) > 1 && !all["stories"].as_array().unwrap().is_empty(), "{all}");
    for article in all["articles"].as_array().unwrap() {
        assert!(article["url"].as_str().unwrap().starts_with("http"));
    }
    let none = house.run(&["search", "ferry", "before:2000", "--json"]).json(0);
    assert_eq!(count(&none), 0);
    let source = all["articles"][0]["site"].as_str().unwrap();
    let one = house.run(&["search", "ferry", &format!("source:\"{source}\""), "--json"]).json(0);
    assert!(count(&one) >= 1 && count(&one) < count(&all));
    let first = house.run(&["search", "ferry", "--limit", "1", "--json"]).json(0);
    let next = first["next"].to_string();
    let second = house.run(&["search", "ferry", "--limit", "1", "--from", &next, "--json"]).json(0);
    assert_ne!(first["articles"][0]["article"], second["articles"][0]["article"]);
    house.run(&["search", "nowhereatall"]).expect(0, "Nothing in the archive");
    house.run(&["search", " -ferry"]).expect(0, "Only words to keep out");
    house.run(&["search", "after:soon", "ferry"]).expect(0, "is no day");
    house.run(&["search"]).expect(2, "required");
}

#[test]
fn tokens_are_shown_once_and_kept_as_hashes() {
    let house = House::new();
    let said = house.run(&["token", "add", "phone"]);
    let token = said.out.trim().to_owned();
    assert!(said.code == 0 && token.starts_with("sf_") && token.len() == 67, "{said:?}");
    house.run(&["token", "add", "phone"]).expect(1, "already");
    house.run(&["token", "add", " "]).expect(1, "printable");
    let list = house.run(&["token", "list", "--json"]).json(0);
    assert_eq!(list[0]["name"], "phone");
    let files = std::fs::read_dir(house.data()).unwrap().map(|f| std::fs::read(f.unwrap().path()).unwrap());
    for bytes in files {
        assert!(!bytes.windows(token.len()).any(|w| w == token.as_bytes()), "the token itself is kept nowhere");
    }
    house.run(&["token", "revoke", "phone"]).expect(0, "revoked");
    house.run(&["token", "revoke", "phone"]).expect(1, "no token named");
    house.run(&["token", "list"]).expect(0, "No token");
}

#[test]
fn a_password_comes_from_standard_input() {
    let house = House::new();
    house.run_with_input(&["password"], b"short\n").expect(1, "too short");
    house.run_with_input(&["password"], b"heron on the weir\n").expect(0, "The password is set");
    house.run(&["password", "--remove"]).expect(0, "is gone");
}

#[test]
fn access_and_sections_are_checked_before_anything_starts() {
    let house = House::new();
    for (set, fault) in [
        ("access.reading=open", "write public or private"),
        ("access.proxy_header=Remote-User", "names no proxy"),
        ("access.proxy_from=[\"nonsense\"]", "is no address"),
        ("sections.Sea=\"-only\"", "finds nothing"),
    ] {
        house.run(&["config", "validate", "--set", set]).expect(1, fault);
    }
    house.run(&["config", "validate", "--set", "sections.Sea=ferry port"]).expect(0, "");
}

#[test]
fn a_public_page_without_a_password_is_warned_of() {
    let house = read_house();
    let doctor = |house: &House| {
        let public = ["doctor", "--set", "site.base_url=https://news.example", "--json"];
        house.run(&public).out.contains("sends no X-Forwarded-For")
    };
    assert!(doctor(&house));
    house.run_with_input(&["password"], b"heron on the weir\n").expect(0, "The password is set");
    assert!(!doctor(&house));
}

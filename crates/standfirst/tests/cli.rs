//! The command line: exit codes, what goes where, and an error that names the thing, the fault and the remedy.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::House;

const PAGE: &str = "<!doctype html><html lang=en><head><title>Salmon return above the old Marrow weir | Northern Courant</title>\
<link rel=canonical href=\"https://courant.example/2026/07/salmon\"><meta property=\"article:published_time\" content=\"2026-07-01T09:00:00Z\"></head><body><nav>Home News Sport</nav><article><h1>Salmon return above the old Marrow weir</h1>\
<p>Salmon have returned to the upper Marrow river for the first time since 1954, the river survey of Northmark said on Wednesday.</p>\
<p>Forty-one adult fish were counted above the site of the old weir, which was taken down two years ago after a long dispute between anglers and the mill’s owners.</p>\
<p>“This is a first sign and not a recovery,” said Ines Varga, who leads the survey. She said that counts in the next three years would show whether the fish spawn there.</p>\
<p>The weir was built in 1954 to drive a paper mill that closed in 1998. The removal cost 2.3 million crowns, of which the region paid half.</p>\
<p>The survey will publish its full report in October, and the region will decide in the winter whether two smaller weirs upstream should go as well.</p></article></body></html>";

#[test]
fn exit_codes_and_remedies() {
    let house = House::new();
    house.run(&["nonsense"]).expect(2, "nonsense");
    house.run(&["--help"]).expect(0, "Exit codes");
    house.run(&["show"]).expect(1, "run --once");
    house.run(&["stage", "fead"]).expect(1, "there are: feed");
    house.run(&["--set", "site.titel=x", "config", "print"]).expect(1, "did you mean title?");
    house.run(&["config", "print"]).expect(0, "[fetch]");
    house.run(&["config", "validate"]).expect(0, "fine");
    house.run(&["add", "ftp://a.example/feed"]).expect(1, "no http or https address");
    House::new().run(&["explain", "0123456789abcdef"]).expect(1, "there is nothing");
    house.run(&["add", "--no-check", "https://a.example/feed"]).expect(0, "Following");
    house.run(&["explain", "0123456789abcdef"]).expect(1, "no story");
    house.run(&["completions", "bash"]).expect(0, "standfirst");
}

#[test]
fn init_add_export_import_remove() {
    let house = House::new();
    house.run(&["init"]).expect(0, "written");
    house.run(&["init"]).expect(0, "is there already");
    house.run(&["config", "validate"]).expect(0, "fine");
    house.run(&["add", "--no-check", "--title", "A & B", "https://a.example/feed"]).expect(0, "Following A & B");
    let opml = house.run(&["export", "opml"]);
    opml.expect(0, "A &amp; B");
    let file = house.write("feeds.opml", &opml.out);
    let other = House::new();
    other.run(&["import", file.to_str().unwrap()]).expect(0, "1 of them new");
    other.run(&["feeds"]).expect(0, "A & B");
    other.run(&["remove", "https://a.example/feed"]).expect(0, "no longer followed");
    other.run(&["remove", "https://a.example/feed"]).expect(1, "not among your feeds");
}

#[test]
fn a_bad_file_is_refused_and_left() {
    let house = House::new();
    let file = house.write("data/standfirst.db", "this is my diary, not a data file at all");
    house.run(&["feeds"]).expect(1, "does not begin like a data file");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "this is my diary, not a data file at all");
    let list = house.write("nothing.txt", "no addresses here\n");
    House::new().run(&["import", list.to_str().unwrap()]).expect(1, "neither OPML nor a list");
}

#[test]
fn a_filter_keeps_its_place_whatever_comes() {
    let house = House::new();
    let said = house.run_with_input(
        &["stage", "dates"],
        b"{\"id\":1,\"text\":\"27 Jul 2023 17:00:00 GMT\"}\nrubbish\n{\"id\":3,\"text\":\"soon\"}\n",
    );
    assert_eq!(said.code, 4, "{said:?}");
    let lines: Vec<serde_json::Value> = said.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines[0]["epoch"], 1_690_477_200);
    assert!(lines[1]["error"].is_string());
    assert_eq!((lines[2]["id"].clone(), lines[2]["epoch"].clone()), (3.into(), serde_json::Value::Null));
}

#[test]
fn a_page_on_standard_input_is_briefed() {
    let house = House::new();
    let said = house.run_with_input(&["brief", "-", "--format", "json", "--with-originals"], PAGE.as_bytes());
    let brief = said.json(0);
    assert!(brief["brief"]["tldr"].as_array().unwrap().len() >= 2, "{brief:#}");
    assert_eq!(brief["brief"]["originals"][0]["url"], "https://courant.example/2026/07/salmon");
    house.run_with_input(&["brief", "-"], PAGE.as_bytes()).expect(0, "Salmon");
    house.run_with_input(&["brief", "-"], b"<p>no address</p>").expect(1, "--url");
    house
        .run_with_input(&["brief", "-", "--url", "https://a.example/x"], b"<p>Too short.</p>")
        .expect(3, "words of text");
}

#[test]
fn a_folder_of_saved_pages_is_read() {
    let house = House::new();
    house.write("pages/one.html", PAGE);
    house.write("pages/two.html", "<p>states no address</p>");
    let folder = house.folder.path().join("pages");
    house.run(&["import", folder.to_str().unwrap()]).expect(4, "1 pages read");
    house.run(&["run", "--once"]);
    house.run(&["show"]).expect(0, "Marrow");
}

#[test]
fn a_date_is_held_against_the_day_on_which_a_page_was_published() {
    let house = House::new();
    let page = |published: &str| {
        format!(
            "<!doctype html><html lang=en><head><title>Council votes for the wall</title>{published}</head><body><article>\
             <h1>Council votes for the wall</h1><p>The council of Marrow voted on Monday to rebuild the harbour wall, the mayor \
             said. It will be as high as the customs house and half as long again as the old one, which the autumn storms \
             broke in two places.</p><p>Work begins in October. The wall will cost nine million crowns, of which the region \
             pays a third and the harbour dues the rest, the council’s engineer said.</p></article></body></html>"
        )
    };
    let check = |published: &str, text: &str, code: i32, part: &str| {
        let source = house.write("page.html", &page(published));
        let file = house.write("text.txt", text);
        let args = ["verify", file.to_str().unwrap(), "--source", source.to_str().unwrap(), "--all"];
        house.run(&args).expect(code, part);
    };
    let dated = "<meta property=\"article:published_time\" content=\"2026-11-24T10:00:00Z\">";
    let voted =
        |day: &str| format!("The council of Marrow voted on {day} to rebuild the harbour wall, the mayor said.");
    check(dated, &voted("Monday 23 November"), 0, "✓ supported");
    check(dated, &voted("Monday, November 23,"), 0, "✓ supported");
    check(dated, &voted("Monday 22 November"), 3, "22");
    check(dated, &voted("Tuesday 24 November"), 3, "24");
    check("", &voted("Monday 23 November"), 3, "23");
    check("", &voted("Monday"), 0, "= word for word");
}

#[test]
fn any_text_is_held_against_any_source() {
    let house = House::new();
    let source = house.write(
        "source.txt",
        "The council of Marrow voted on Tuesday to rebuild the harbour wall, the mayor said. Work begins in October.",
    );
    let check = |text: &str, code: i32, part: &str| {
        let file = house.write("text.txt", text);
        house.run(&["verify", file.to_str().unwrap(), "--source", source.to_str().unwrap()]).expect(code, part);
    };
    check("Work begins in October.", 0, "0 not supported");
    check("Work begins in November.", 3, "November");
    check("", 3, "0 sentences");
    check("Work begins in \u{1b}[2JNovember.", 3, "the source says: “Work begins in October.”");
    let text = house.write("text.txt", "Work begins in November.");
    let (text, against) = (text.to_str().unwrap(), source.to_str().unwrap());
    let json = house.run(&["verify", text, "--source", against, "--json"]).json(3);
    assert_eq!(json[0]["missing"][0], "November");
    assert_eq!(
        (json[0]["by"].as_str(), json[0]["against"][0].as_str()),
        (Some("rules"), Some("Work begins in October."))
    );
    house.run(&["verify", text, "--source", "/nonexistent"]).expect(1, "cannot read");
    for rubbish in
        ["{}", "{\"originals\":7}", "{\"originals\":{\"x\":1}}", "[1]", "null", "{\"originals\":{},\"briefs\":[]}"]
    {
        let file = house.write("rubbish.json", rubbish);
        house.run(&["verify", file.to_str().unwrap()]).expect(1, "");
    }
    house.run(&["verify", source.to_str().unwrap()]).expect(1, "--source");
    house.run(&["verify", "/nonexistent"]).expect(1, "cannot read");
}

/// A model of one's own: a shell script that vouches for one word, doubts another, and has its bad days.
#[cfg(unix)]
#[test]
fn a_model_is_asked_beside_the_rules() {
    let house = House::new();
    let source = house.write("source.txt", "The council of Marrow voted on Tuesday to rebuild the harbour wall.");
    let model = house.write(
        "model.sh",
        "while read -r line; do case \"$line\" in *restore*) echo '{\"entailment\":0.97}';; *) echo '{\"entailment\":0.01}';; esac; done",
    );
    let check = |text: &str, model: &str, code: i32, part: &str| {
        let file = house.write("text.txt", text);
        let (file, source) = (file.to_str().unwrap(), source.to_str().unwrap());
        house.run(&["verify", file, "--source", source, "--all", "--nli", model]).expect(code, part);
    };
    let model = format!("sh {}", model.display());
    let other = "The council of Marrow voted on Tuesday to restore the harbour wall.";
    let cut = "The council voted on Tuesday to rebuild the harbour wall.";
    check(other, &model, 0, "(by the model)");
    check(cut, &model, 3, "the model’s assent");
    check("The council of Marrow voted on Monday to restore the harbour wall.", &model, 3, "Monday");
    for broken in ["/nonexistent/model", "false", "echo rubbish", "echo {\"entailment\":7}"] {
        check(other, broken, 3, "restore");
        check(cut, broken, 0, "supported");
    }
    let file = house.write("text.txt", other);
    let (file, source) = (file.to_str().unwrap(), source.to_str().unwrap());
    house
        .run(&["--set", "verify.nli_seconds=0", "verify", file, "--source", source, "--nli", &model])
        .expect(3, "restore");
    let key = format!("verify.nli_command=[\"sh\", \"{}\"]", model.trim_start_matches("sh "));
    house.run(&["--set", &key, "verify", file, "--source", source, "--all"]).expect(0, "(by the model)");
}

#[test]
fn a_page_is_explained_block_by_block() {
    let house = House::new();
    let file = house.write("page.html", PAGE);
    house
        .run(&["explain", "--page", file.to_str().unwrap()])
        .expect(0, "Salmon have returned")
        .expect(0, "blocks are the article")
        .expect(0, "access: ");
    house.run(&["explain", "--page", "/nonexistent.html"]).expect(1, "cannot read");
    house.run(&["explain"]).expect(2, "STORY");
}

/// Regression: noise was briefed as if it were an article.
#[test]
fn bytes_that_are_no_text_are_no_article() {
    let mut state = 7u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    })
    .take(20_000)
    .collect();
    House::new().run_with_input(&["brief", "-", "--url", "https://a.example/x"], &noise).expect(3, "0 words of text");
}

//! The LLM writer through the real binary: asked once, cached, counted, checked like any writer, and replaced by the default
//! writer with the reason in the ledger whatever goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;
#[path = "common/model.rs"]
mod model;
#[path = "common/stories.rs"]
mod stories;

use common::House;
use model::{Act, Asked, FakeModel, faithful, numbered, openai};
use serde_json::{Value, json};
use stories::{briefs, house, instead, more, page, round, with};

#[test]
fn a_model_writes_and_is_checked_cached_and_counted() {
    let fake = FakeModel::serve(|asked, _| openai(&faithful(&asked.body)));
    let key = House::new();
    let file = key.write("key.txt", " secret-key \n");
    let sets = more(
        fake.sets(),
        &[&format!("model.api_key_file={:?}", file.to_str().unwrap()), "model.price_in=1.0", "model.price_out=10.0"],
    );
    let (house, edition) = house(2, &sets);
    let used = &edition["ledger"]["model"];
    assert_eq!((&used["stories"], &used["asked"], &used["failed"]), (&2.into(), &2.into(), &0.into()), "{edition:#}");
    assert_eq!(
        (&used["tokens_in"], &used["tokens_out"], &used["millionths"]),
        (&1400.into(), &240.into(), &3800.into())
    );
    assert!(used["instead"].as_array().unwrap().is_empty());
    let chats = fake.chats();
    assert_eq!(chats.len(), 2);
    assert!(
        chats.iter().all(|c| c.head.contains("authorization: bearer secret-key") && c.path == "/v1/chat/completions")
    );
    assert_eq!(chats[0].body["model"], "test-model");
    for brief in briefs(&house) {
        assert_eq!(brief["engine"]["writer"], "llm", "{brief:#}");
        assert!(brief["engine"]["prompt_hash"].as_str().unwrap().starts_with("sha256:"));
        // made again from the cache, whoever writes now, though the model is gone
        let id = brief["id"].as_str().unwrap();
        with(&house, &["replay", id], &sets).expect(0, "the same bytes");
        let other = more(vec![], &["model.model=\"test-model\""]);
        with(&house, &["replay", id], &other).expect(0, "the same bytes");
        with(&house, &["replay", id], &more(sets.clone(), &["model.seed=2"])).expect(3, "asked something else");
        let story = brief["story"].as_str().unwrap();
        house.run(&["explain", story]).expect(0, "articles");
        house.run(&["explain", &format!("{story}#1")]).expect(0, "paper");
        house.run(&["show", story]).expect(0, "with a language model");
    }
    let shown = house.run(&["show", "--format", "json", "--with-originals"]);
    common::check_references(&shown.json(0));
    let file = house.write("edition.json", &shown.out);
    house.run(&["verify", file.to_str().unwrap()]).expect(0, "0 not supported");
    let lie = house.write("lie.json", &shown.out.replace("14 stops", "94 stops"));
    house.run(&["verify", lie.to_str().unwrap()]).expect(3, "94");
    assert_eq!(fake.chats().len(), 2, "nothing is asked twice");
}

#[test]
fn the_same_question_is_not_asked_twice_and_a_new_revision_differs_sentence_by_sentence() {
    let fake = FakeModel::serve(|asked, _| openai(&faithful(&asked.body)));
    let (house, _) = house(1, &fake.sets());
    let before = briefs(&house);
    // the publisher changes a number; the story is told anew
    house.write("pages/0.html", &page(0).replace("310 million", "340 million"));
    let folder = house.folder.path().join("pages");
    with(&house, &["import", folder.to_str().unwrap()], &fake.sets()).expect(0, "pages read");
    round(&house, &fake.sets());
    let after = briefs(&house);
    assert_eq!((fake.chats().len(), &after[0]["revision"]), (2, &2.into()), "{after:#?}");
    let ids = [before[0]["id"].as_str().unwrap(), after[0]["id"].as_str().unwrap()];
    let said = house.run(&["diff", ids[0], ids[1]]);
    said.expect(0, "- The tram line cost 310").expect(0, "+ The tram line cost 340");
    house.run(&["diff", ids[1], "--json"]).expect(0, "340 million");
    for id in ids {
        with(&house, &["replay", id], &fake.sets()).expect(0, "the same bytes");
    }
}

#[test]
fn whatever_goes_wrong_the_default_writer_writes_and_the_ledger_says_why() {
    let plain = {
        let (house, edition) = house(1, &[]);
        assert!(edition["ledger"].get("model").is_none(), "no model, no word of one");
        briefs(&house).remove(0)
    };
    let check = |act: fn(&Asked, usize) -> Act, extra: &[&str], reason: &str, times: usize| {
        let (brief, why, asked) = instead(act, extra);
        assert!(why.contains(reason), "“{reason}” not in “{why}”");
        assert_eq!(asked, times, "{reason}");
        assert_eq!(brief["engine"]["writer"], "extractive");
        for part in ["headline", "tldr", "article", "key_facts", "inputs_hash", "id"] {
            // another language has other headings
            let labelled =
                extra.iter().any(|e| e.starts_with("writer.language")) && ["article", "inputs_hash"].contains(&part);
            assert!(labelled || brief[part] == plain[part], "{reason}: {part}");
        }
    };
    check(|_, _| Act::Answer(429, "retry-after: 900\r\n", String::new()), &[], "asked too often", 1);
    check(|_, _| Act::Answer(429, "retry-after: 0\r\n", String::new()), &[], "tried 3 times", 3);
    check(|_, _| Act::Answer(503, "", "loading model".into()), &[], "loading model", 3);
    check(
        |_, _| Act::Answer(404, "", json!({"error": {"message": "model not found"}}).to_string()),
        &[],
        "model.model",
        1,
    );
    check(|_, _| Act::Answer(401, "", String::new()), &[], "api_key_file", 1);
    check(|_, _| Act::Answer(302, "location: http://127.0.0.1:1/\r\n", String::new()), &[], "points elsewhere", 1);
    check(|_, _| Act::Raw(String::new()), &[], "cut off", 3);
    check(|_, _| Act::Raw("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"choices\":[".into()), &[], "cut off", 3);
    check(|_, _| Act::Raw("+OK POP3 ready\r\n".into()), &[], "broken", 3);
    check(|_, _| Act::Hang(String::new()), &["model.timeout_s=1"], "model.timeout_s", 1);
    check(
        |_, _| Act::Hang("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{".into()),
        &["model.timeout_s=1"],
        "model.timeout_s",
        1,
    );
    check(|_, _| Act::Endless, &[], "no brief is", 1);
    check(|_, _| Act::Answer(200, "", "<html>It works!</html>".into()), &[], "no JSON", 1);
    check(|_, _| Act::Answer(200, "", json!({"error": "out of memory"}).to_string()), &[], "out of memory", 1);
    check(
        |_, _| Act::Answer(200, "", json!({"choices": [{"message": {"tool_calls": [{"x": 1}]}}]}).to_string()),
        &[],
        "it has none",
        1,
    );
    check(|_, _| openai("I am sorry, I cannot do that."), &[], "no sentence with a citation", 1);
    check(|_, _| openai("{\"tldr\":[{\"text\":\"A fire broke out.\",\"from\":[991]}]}"), &[], "exists", 1);
    check(
        |_, _| openai("{\"tldr\":[{\"text\":\"The tram fell into the sea and 40 died.\",\"from\":[1]}]}"),
        &[],
        "stood the check",
        1,
    );
    check(|_, _| openai("{}"), &["model.tokens_per_day=100"], "tokens_per_day", 0);
    check(|_, _| openai("{}"), &["model.money_per_day=0.001", "model.price_out=1000.0"], "money_per_day", 0);
    check(|_, _| openai("{}"), &["model.context_tokens=1300"], "context_tokens", 0);
    check(|_, _| openai("{}"), &["writer.language=\"fr\""], "cannot be checked", 0);
    check(|_, _| openai("{}"), &["model.api_key_file=\"/nonexistent/key\""], "api_key_file", 0);
    let nobody = format!("model.base_url=\"http://127.0.0.1:{}\"", common::free_port());
    let (brief, why, _) = instead(|_, _| Act::Endless, &[&nobody]);
    assert!(why.contains("start the model's server") && brief["tldr"] == plain["tldr"], "{why}");
}

#[test]
fn answers_of_every_server_are_read() {
    let check = |act: fn(&Asked, usize) -> Act, times: usize| {
        let (brief, why, asked) = instead(act, &[]);
        assert_eq!((brief["engine"]["writer"].as_str(), why.as_str(), asked), (Some("llm"), "", times));
    };
    // Ollama's own form
    check(
        |a, _| {
            Act::Answer(
                200,
                "",
                json!({"message": {"role": "assistant", "content": faithful(&a.body)}, "done": true, "eval_count": 9})
                    .to_string(),
            )
        },
        1,
    );
    // vLLM with a model that reasons
    check(
        |a, _| {
            Act::Answer(200, "", json!({"choices": [{"message": {"reasoning_content": "hm", "content": format!("<think>[1]?</think>\n```json\n{}\n```", faithful(&a.body))}, "finish_reason": "stop"}]}).to_string())
        },
        1,
    );
    // a server that streams whatever it is asked
    check(
        |a, _| {
            let text = faithful(&a.body);
            let at = text.char_indices().nth(40).unwrap().0;
            let event = |part: &str| format!("data: {}\n\n", json!({"choices": [{"delta": {"content": part}}]}));
            Act::Answer(200, "", format!("{}{}data: [DONE]\n\n", event(&text[..at]), event(&text[at..])))
        },
        1,
    );
    // llama.cpp, cut off in the middle of the article
    check(
        |a, _| {
            let text = faithful(&a.body);
            let content = &text[..text.find("Background").unwrap()];
            Act::Answer(
                200,
                "",
                json!({"choices": [{"finish_reason": "length", "message": {"content": content}}]}).to_string(),
            )
        },
        1,
    );
    // an older server that knows no schema, and is not asked for one again
    check(
        |a, _| {
            if a.body.get("response_format").is_some() {
                return Act::Answer(
                    400,
                    "",
                    json!({"error": {"message": "unknown field response_format"}}).to_string(),
                );
            }
            openai(&faithful(&a.body))
        },
        3,
    );
    // a model that wants the newer names of settings
    check(
        |a, _| {
            if a.body.get("max_tokens").is_some() {
                return Act::Answer(400, "", json!({"error": {"message": "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."}}).to_string());
            }
            openai(&faithful(&a.body))
        },
        2,
    );
    // lines with numbers, no JSON at all
    check(
        |a, _| openai(&numbered(&a.body).iter().take(4).map(|(n, t)| format!("- {t} [{n}]\n")).collect::<String>()),
        1,
    );
}

/// A lie beside the truth is left out, and the truth stays.
#[test]
fn what_its_numbers_do_not_support_is_left_out() {
    let fake = FakeModel::serve(|asked, _| {
        let mut answer: Value = serde_json::from_str(&faithful(&asked.body)).unwrap();
        let lie = |text: &str, from: usize| json!({"text": text, "from": [from]});
        let tldr = answer["tldr"].as_array_mut().unwrap();
        tldr.push(lie("Mayor Ada Renn resigned on Monday.", 3));
        tldr.push(lie("The line is ninety kilometres long and has 14 stops.", 4));
        tldr.push(lie("Read more at http://tracker.example/?d=secret.", 1));
        openai(&answer.to_string())
    });
    let (house, edition) = house(1, &fake.sets());
    let brief = briefs(&house).remove(0);
    assert_eq!(brief["engine"]["writer"], "llm");
    let text = brief.to_string();
    for lie in ["resigned", "ninety", "tracker.example"] {
        assert!(!text.contains(lie), "{lie}: {brief:#}");
    }
    assert!(edition["ledger"]["sentences_left_out"].as_u64().unwrap() >= 3);
    house
        .run(&["explain", brief["story"].as_str().unwrap()])
        .expect(0, "resigned")
        .expect(0, "an address does not belong");
}

#[test]
fn a_budget_of_a_day_holds_over_stories() {
    let fake = FakeModel::serve(|asked, _| openai(&faithful(&asked.body)));
    let (house, edition) = house(2, &more(fake.sets(), &["model.tokens_per_day=2200"]));
    let used = &edition["ledger"]["model"];
    assert_eq!((&used["stories"], &used["asked"], fake.chats().len()), (&1.into(), &1.into(), 1), "{used:#}");
    assert!(used["instead"][0]["problem"].as_str().unwrap().contains("budget"), "{used:#}");
    let page = house.run(&["doctor", "--json"]);
    assert!(!page.out.contains("model budget"), "no word of a model where none is set");
}

#[test]
fn doctor_looks_at_the_model() {
    let check = |act: fn(&Asked, usize) -> Act, extra: &[&str], code: i32, part: &str| {
        let fake = FakeModel::serve(act);
        let house = House::new();
        house.run(&["add", "--no-check", "https://a.example/feed"]).expect(0, "Following");
        with(&house, &["doctor"], &more(fake.sets(), extra)).expect(code, part);
    };
    fn good(asked: &Asked, _: usize) -> Act {
        if asked.path == "/v1/models" {
            return Act::Answer(200, "", json!({"data": [{"id": "test-model"}]}).to_string());
        }
        openai("{\"from\":[1,2]}")
    }
    check(good, &[], 0, "keeps to the schema");
    check(good, &[], 0, "requests today: 1");
    check(good, &["model.model=\"other\""], 4, "it has: test-model");
    check(good, &["model.tokens_per_day=10"], 4, "raise model.tokens_per_day");
    check(good, &["model.api_key_file=\"/nonexistent\""], 1, "api_key_file");
    let auto = &["model.form=\"auto\""];
    check(good, auto, 4, "asked sentence by sentence");
    check(
        |a, n| if numbered(&a.body).is_empty() { good(a, n) } else { openai(&faithful(&a.body)) },
        auto,
        0,
        "makes briefs that its sources bear out",
    );
    check(|_, _| Act::Answer(401, "", String::new()), &[], 1, "wants a key");
    check(|_, _| Act::Raw(String::new()), &[], 1, "the default writer writes until then");
    check(
        |a, _| if a.path == "/v1/models" { Act::Answer(404, "", String::new()) } else { openai("Sure! 1 and 2.") },
        &[],
        4,
        "not in the form asked for",
    );
    check(
        |a, _| match (a.path.as_str(), a.body.get("response_format")) {
            ("/v1/models", _) => Act::Answer(404, "", String::new()),
            (_, Some(_)) => Act::Answer(400, "", "{}".into()),
            _ => openai("{\"from\":[1]}"),
        },
        &[],
        4,
        "takes no JSON schema",
    );
    let house = House::new();
    house.run(&["--set", "writer.kind=\"llm\"", "config", "validate"]).expect(1, "model.base_url");
    house
        .run(&["--set", "writer.kind=\"llm\"", "--set", "model.base_url=\"http://127.0.0.1:1\"", "config", "validate"])
        .expect(1, "model.model");
    house.run(&["--set", "writer.kind=\"gpt\"", "config", "validate"]).expect(1, "gpt");
}

/// A model of entailment that doubts one sentence: briefs are made without it, made again without being asked, and where it
/// fails the rules judge alone and the ledger says so.
#[cfg(unix)]
#[test]
fn a_second_opinion_is_heard_when_briefs_are_made() {
    let command = |script: &str| {
        let house = House::new();
        let file = house.write("nli.sh", script);
        let log = house.folder.path().join("asked");
        let (file, to) = (file.to_str().unwrap(), log.to_str().unwrap());
        (vec!["--set".to_owned(), format!("verify.nli_command=[\"sh\", {file:?}, {to:?}]")], house, log)
    };
    let doubting = "while read -r line; do echo x >> \"$1\"; echo '{\"entailment\":0.01}'; done";
    let (sets, _keep, log) = command(doubting);
    let (house, edition) = house(2, &sets);
    let asked = std::fs::read_to_string(&log).unwrap_or_default().len();
    assert!(asked > 0, "it was asked");
    assert!(edition["ledger"]["model"].is_null(), "{edition:#}");
    let shown = with(&house, &["show", "--format", "json"], &sets).json(0);
    for brief in shown["briefs"].as_array().unwrap() {
        for sentence in brief["tldr"].as_array().unwrap() {
            assert_ne!(sentence["check"]["verdict"], "supported", "it was doubted: {sentence}");
        }
        with(&house, &["replay", brief["id"].as_str().unwrap()], &sets).expect(0, "the same bytes");
    }
    round(&house, &sets);
    assert_eq!(std::fs::read_to_string(&log).unwrap_or_default().len(), asked, "nobody is asked twice");
    let (broken, _keep, _) = command("echo rubbish");
    let (house, edition) = stories::house(2, &broken);
    let note = edition["ledger"]["model"]["instead"][0]["problem"].as_str().unwrap_or_default().to_owned();
    assert!(note.contains("the rules judged alone"), "{edition:#}");
    let shown = with(&house, &["show", "--format", "json"], &broken).json(0);
    let brief = shown["briefs"][0]["id"].as_str().unwrap().to_owned();
    with(&house, &["replay", &brief], &broken).expect(0, "the same bytes");
}

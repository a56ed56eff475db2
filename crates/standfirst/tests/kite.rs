//! The kite shape, on the real binary over the demo: the files have the fields and types that the front end's `types.ts` names, every
//! text stands in the sealed brief, and what is served is what is written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use common::{House, server::Server};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs};

/// The front end's types as a schema; what it has as optional, we always give.
fn category_schema() -> Value {
    let text = json!({ "type": "string" });
    let texts = json!({ "type": "array", "items": text });
    let object = |fields: &[(&str, &Value)]| {
        let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
        let properties: serde_json::Map<String, Value> =
            fields.iter().map(|(name, schema)| ((*name).to_owned(), (*schema).clone())).collect();
        json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
    };
    let list = |of: &Value| json!({ "type": "array", "items": of });
    let count = json!({ "type": "integer", "minimum": 0 });
    let domain = object(&[("name", &text), ("favicon", &text)]);
    let source = object(&[("name", &text), ("url", &text)]);
    let perspective = object(&[("text", &text), ("sources", &list(&source))]);
    let instant = json!({ "type": "string", "pattern": "^(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\+00:00)?$" });
    let article = object(&[
        ("title", &text),
        ("link", &text),
        ("domain", &text),
        ("date", &instant),
        ("image", &text),
        ("image_caption", &text),
    ]);
    let strings = [
        "category",
        "title",
        "short_summary",
        "did_you_know",
        "quote",
        "quote_author",
        "quote_source_url",
        "quote_source_domain",
        "location",
        "emoji",
        "geopolitical_context",
        "historical_background",
        "humanitarian_impact",
        "economic_implications",
        "future_outlook",
        "business_angle_text",
        "destination_highlights",
        "culinary_significance",
        "league_standings",
        "diy_tips",
        "design_principles",
        "user_experience_impact",
        "technical_specifications",
    ];
    let lists = [
        "talking_points",
        "international_reactions",
        "timeline",
        "key_players",
        "technical_details",
        "business_angle_points",
        "user_action_items",
        "scientific_significance",
        "travel_advisory",
        "performance_statistics",
        "gameplay_mechanics",
        "industry_impact",
    ];
    let (perspectives, articles, domains) = (list(&perspective), list(&article), list(&domain));
    let mut fields = vec![("cluster_number", &count), ("unique_domains", &count), ("number_of_titles", &count)];
    fields.extend(strings.iter().map(|name| (*name, &text)));
    fields.extend(lists.iter().map(|name| (*name, &texts)));
    fields.extend([("perspectives", &perspectives), ("articles", &articles), ("domains", &domains)]);
    let clusters = list(&object(&fields));
    object(&[
        ("category", &text),
        ("timestamp", &count),
        ("read", &count),
        ("domains", &domains),
        ("clusters", &clusters),
    ])
}

fn check(category: &Value) {
    let schema = category_schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator.iter_errors(category).map(|e| e.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    for (i, cluster) in category["clusters"].as_array().unwrap().iter().enumerate() {
        assert_eq!(cluster["cluster_number"], i + 1);
        let articles = cluster["articles"].as_array().unwrap();
        assert_eq!(cluster["number_of_titles"], articles.len());
        let hosts: BTreeSet<&str> = articles.iter().map(|a| a["domain"].as_str().unwrap()).collect();
        assert_eq!(cluster["unique_domains"], hosts.len());
        for invented in ["emoji", "did_you_know", "location", "geopolitical_context"] {
            assert_eq!(cluster[invented], "", "{invented}");
        }
        for picture in ["image", "image_caption"] {
            assert!(articles.iter().all(|a| a[picture] == ""));
        }
    }
}

/// Every text below a value, and the name it stands under.
fn texts<'a>(value: &'a Value, name: &'a str, found: &mut Vec<(&'a str, &'a str)>) {
    match value {
        Value::String(text) => found.push((name, text)),
        Value::Array(all) => all.iter().for_each(|v| texts(v, name, found)),
        Value::Object(all) => all.iter().for_each(|(name, v)| texts(v, name, found)),
        _ => {}
    }
}

#[test]
fn editions_and_sections_in_the_kite_shape() {
    let house = House::new();
    for day in ["1", "2"] {
        house.run(&["demo", "--once", "--day", day, "--quiet", "--newswire-port", "0"]).expect(0, "");
    }
    let toml =
        "[sections]\n\"Sea & shore\" = \"harbour | port | ferry\"\n[[topics]]\nname = \"Work\"\nwords = [\"strike\"]\n";
    let config = house.write("own.toml", toml);
    let config = config.to_str().unwrap();
    let folder = house.folder.path().join("kite");
    let output = folder.to_str().unwrap();
    let export = ["show", "--format", "kite", "--output", output, "--config", config];
    house.run(&export).expect(0, "3 categories");
    let read = |name: &str| -> Value { serde_json::from_slice(&fs::read(folder.join(name)).unwrap()).unwrap() };

    let index = read("kite.json");
    let names: Vec<&str> =
        index["categories"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["All", "Sea & shore", "Work"]);
    assert!(index["timestamp"].is_i64());

    let edition = house.run(&["show", "--format", "json"]).json(0);
    let page = Server::start(&house, &["serve", "--read-only", "--listen", "127.0.0.1:0", "--config", config]);
    for entry in index["categories"].as_array().unwrap() {
        let file = entry["file"].as_str().unwrap();
        let category = read(file);
        check(&category);
        assert_eq!((&category["category"], &category["timestamp"]), (&entry["name"], &index["timestamp"]));
        let (head, body) = page.get(&format!("/kite/{file}"));
        assert!(head.to_lowercase().contains("content-type: application/json"), "{head}");
        assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), category, "{file}");
    }
    let (_, served) = page.get("/kite/kite.json");
    assert_eq!(serde_json::from_slice::<Value>(&served).unwrap(), index);
    assert!(page.get("/kite/none.json").0.contains("404"));

    // Every text of a cluster stands in its brief.
    let (all, briefs) = (read("all.json"), edition["briefs"].as_array().unwrap());
    let clusters = all["clusters"].as_array().unwrap();
    assert_eq!(clusters.len(), briefs.len());
    for (cluster, brief) in clusters.iter().zip(briefs) {
        let mut said = vec![];
        texts(brief, "", &mut said);
        let sentences: Vec<String> =
            said.iter().map(|(_, t)| t.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let mut given = vec![];
        texts(cluster, "", &mut given);
        for (name, text) in given.into_iter().filter(|(_, t)| !t.is_empty()) {
            let known = match name {
                "category" => true,
                "name" | "domain" | "quote_source_domain" => {
                    sentences.iter().any(|s| s == text || s.contains(&format!("//{text}")))
                }
                "date" => sentences.iter().any(|s| s.starts_with(&text[..10])),
                "timeline" => text.split_once(":: ").is_some_and(|(day, t)| {
                    sentences.iter().any(|s| s.starts_with(day)) && sentences.iter().any(|s| s == t)
                }),
                // Several sentences, one after the other.
                "short_summary" | "historical_background" | "future_outlook" => {
                    let mut rest = text;
                    while let Some(s) = sentences
                        .iter()
                        .filter(|s| !s.is_empty() && rest.starts_with(s.as_str()))
                        .max_by_key(|s| s.len())
                    {
                        rest = rest[s.len()..].trim_start();
                    }
                    rest.is_empty()
                }
                _ => sentences.iter().any(|s| s == text),
            };
            assert!(known, "{name}: “{text}” stands nowhere in the brief");
        }
    }
    let full = |name: &str| {
        clusters
            .iter()
            .filter(|c| !matches!(&c[name], Value::String(s) if s.is_empty()) && c[name] != json!([]))
            .count()
    };
    for name in ["short_summary", "quote", "timeline", "perspectives", "historical_background"] {
        assert!(full(name) > 0, "no cluster has a {name}");
    }

    // Written again, nothing changes; a section that is no more goes, and a folder of somebody else's is left alone.
    house.run(&export).expect(0, "0 of them new or changed, 0 removed");
    house.run(&["show", "--format", "kite", "--output", output]).expect(0, "2 removed");
    let foreign = house.write("theirs/notes.txt", "mine");
    let foreign = foreign.parent().unwrap().to_str().unwrap();
    house.run(&["show", "--format", "kite", "--output", foreign]).expect(1, "holds files");
    house.run(&["show", "--format", "json", "--output", output]).expect(1, "--format kite");
    check(&house.run(&["show", "--format", "kite"]).json(0));
    let story = briefs[0]["story"].as_str().unwrap();
    let one = house.run(&["show", story, "--format", "kite"]).json(0);
    check(&one);
    assert_eq!(one["clusters"].as_array().unwrap().len(), 1);
}

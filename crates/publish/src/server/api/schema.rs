//! The schemas of what goes in and out, read from `schemas.txt` into JSON Schema 2020-12, each with an example.
//!
//! A schema begins with a line `== Name: what it is`; each line after that is a field, `name: type -- what it is`, with a
//! question mark behind the name of a field that may be absent. `Name closed` takes no other field; `== Name = A B` is one of
//! several. Types: `text`, `text<=600` (at least one character: `text 1<=600`), `count`, `u32`, `number`, `bool`, `time`, `when`, `id`, `hash`,
//! `any`, `one of a b`, `[T]`, `{T}` (an object of any names), the name of a schema; `or null` behind any of them.

use serde_json::{Map, Value, json};
use std::sync::LazyLock;

const TEXT: &str = include_str!("schemas.txt");

/// Every schema by name.
pub(crate) static SCHEMAS: LazyLock<Map<String, Value>> = LazyLock::new(|| read(TEXT));

fn read(text: &str) -> Map<String, Value> {
    let mut all = Map::new();
    for block in text.split("\n== ").skip(1) {
        let (head, lines) = block.split_once('\n').unwrap_or((block, ""));
        let (name, what) = head.split_once(": ").unwrap_or((head, ""));
        let (name, schema) = match name.split_once(" = ") {
            Some((name, choices)) => {
                let choices: Vec<Value> = choices.split(' ').map(refer).collect();
                (name, json!({ "oneOf": choices, "description": what }))
            }
            None => {
                let (name, closed) = name.strip_suffix(" closed").map_or((name, false), |name| (name, true));
                (name, object(what, lines, closed))
            }
        };
        all.insert(name.into(), schema);
    }
    all
}

fn object(what: &str, lines: &str, closed: bool) -> Value {
    let (mut properties, mut required) = (Map::new(), vec![]);
    for (name, rest) in lines.lines().filter_map(|l| l.split_once(": ")) {
        let (kind, says) = rest.split_once(" -- ").unwrap_or((rest, ""));
        let name = match name.strip_suffix('?') {
            Some(optional) => optional,
            None => {
                required.push(name);
                name
            }
        };
        let mut schema = of(kind.trim());
        if let (Value::Object(schema), false) = (&mut schema, says.is_empty()) {
            schema.insert("description".into(), says.into());
        }
        properties.insert(name.into(), schema);
    }
    let mut out = json!({ "type": "object", "description": what, "properties": properties, "required": required });
    if let (Value::Object(out), true) = (&mut out, closed) {
        out.insert("additionalProperties".into(), false.into());
    }
    out
}

fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn of(kind: &str) -> Value {
    if let Some(kind) = kind.strip_suffix(" or null") {
        return json!({ "anyOf": [of(kind), { "type": "null" }] });
    }
    if let Some(inner) = kind.strip_prefix('[').and_then(|k| k.strip_suffix(']')) {
        return json!({ "type": "array", "items": of(inner) });
    }
    if let Some(inner) = kind.strip_prefix('{').and_then(|k| k.strip_suffix('}')) {
        return json!({ "type": "object", "additionalProperties": of(inner) });
    }
    if let Some(words) = kind.strip_prefix("one of ") {
        return json!({ "type": "string", "enum": words.split(' ').collect::<Vec<_>>() });
    }
    if let Some((least, most)) = kind.strip_prefix("text").and_then(|k| k.split_once("<=")) {
        let most = most.parse::<u32>().unwrap_or(0);
        return json!({ "type": "string", "minLength": least.trim().parse::<u32>().unwrap_or(0), "maxLength": most });
    }
    match kind {
        "text" => json!({ "type": "string" }),
        "count" => json!({ "type": "integer", "minimum": 0 }),
        "u32" => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        "number" => json!({ "type": "number" }),
        "bool" => json!({ "type": "boolean" }),
        "time" => json!({ "type": "string", "format": "date-time" }),
        "when" => json!({ "type": "string", "pattern": "^-?\\d{4,6}-\\d{2}-\\d{2}(T\\S+Z)?$" }),
        "id" => json!({ "type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{16}$" }),
        "hash" => json!({ "type": "string", "pattern": "^sha256:[0-9a-f]{16}$" }),
        "any" => json!({}),
        name => refer(name),
    }
}

/// An example of a schema: what its fields hold in a small made-up case. `deep` bounds how far it goes.
pub(crate) fn example(schema: &Value, name: &str, deep: u8) -> Value {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    if let Some(target) = text("$ref") {
        let target = target.rsplit('/').next().unwrap_or_default();
        return SCHEMAS.get(target).map_or(Value::Null, |s| example(s, name, deep.saturating_sub(1)));
    }
    if let Some(first) = ["anyOf", "oneOf"].iter().find_map(|k| schema.get(*k)?.get(0)) {
        let null = schema.get("anyOf").and_then(|a| a.get(1)).is_some();
        return if deep == 0 && null { Value::Null } else { example(first, name, deep) };
    }
    if let Some(first) = schema.get("enum").and_then(|e| e.get(0)) {
        return first.clone();
    }
    match text("type") {
        Some("object") => {
            let required: Vec<&str> =
                schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let fields = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
            let told = fields.filter(|(name, _)| required.contains(&name.as_str()));
            Value::Object(told.map(|(name, field)| (name.clone(), example(field, name, deep))).collect())
        }
        Some("array") if deep == 0 => json!([]),
        Some("array") => json!([example(&schema["items"], name, deep)]),
        Some("integer") => schema.get("minimum").cloned().unwrap_or(json!(1)),
        Some("number") => json!(0.5),
        Some("boolean") => json!(true),
        Some("string") => json!(word(name, text("format").or(text("pattern")))),
        _ => Value::Null,
    }
}

/// A text that a field of this name may hold.
fn word(name: &str, form: Option<&str>) -> &'static str {
    match (form, name) {
        (Some("date-time"), _) => "2031-05-08T16:00:00Z",
        (Some(form), _) if form.starts_with("^sha256") => "sha256:0123456789abcdef",
        (Some(form), _) if form.starts_with("^-?") => "2031-05-08",
        (Some(_), _) => "5hfgfh5x8c3vjm0k",
        (_, "headline" | "title") => "Fourteen dead after ferry strikes the Sker rocks",
        (_, "url" | "link" | "page" | "type") => "https://courant.example/ferry",
        (_, "publisher" | "site" | "family" | "sources") => "Ellery Courant",
        (_, "language") => "en",
        (_, "schema") => "standfirst.edition/1",
        (_, "query") => "ferry | harbour",
        (_, "name") => "Sea",
        (_, "by") => "rules",
        _ => "Fourteen people died, the coast guard said.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_is_met() {
        fn refs<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
            match value {
                Value::Object(all) => {
                    found.extend(all.get("$ref").and_then(Value::as_str));
                    all.values().for_each(|v| refs(v, found));
                }
                Value::Array(all) => all.iter().for_each(|v| refs(v, found)),
                _ => {}
            }
        }
        assert!(SCHEMAS.len() > 50);
        for (name, schema) in SCHEMAS.iter() {
            let mut found = vec![];
            refs(schema, &mut found);
            for target in found {
                let target = target.strip_prefix("#/components/schemas/").unwrap();
                assert!(SCHEMAS.contains_key(target), "{name} names {target}");
            }
            assert!(schema["description"].as_str().is_some_and(|d| d.ends_with('.')), "{name} says what it is");
        }
    }

    #[test]
    fn types_are_read() {
        assert_eq!(
            of("[text or null]"),
            json!({ "type": "array", "items": { "anyOf": [{ "type": "string" }, { "type": "null" }] } })
        );
        assert_eq!(of("text 1<=60"), json!({ "type": "string", "minLength": 1, "maxLength": 60 }));
        assert_eq!(of("one of a b"), json!({ "type": "string", "enum": ["a", "b"] }));
        assert_eq!(of("{Ref}"), json!({ "type": "object", "additionalProperties": refer("Ref") }));
    }
}

//! The document: the operations and schemas as OpenAPI 3.1.

use super::{
    call::{Answer, Call},
    fault::KINDS,
    operation::{Operation, Parameter, Stands},
    schema::{SCHEMAS, example},
    table::TAGS,
};
use crate::{Site, server::Library};
use serde_json::{Map, Value, json};

pub(super) async fn document<L: Library>(call: Call<L>) -> Answer {
    let document = write(&call.shop.operations(), &call.visit.site);
    call.json(&document)
}

/// The whole document.
pub(super) fn write(operations: &[Operation], site: &Site) -> Value {
    let mut paths = Map::new();
    for operation in operations {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(operation.method.as_str().to_lowercase(), one(operation));
        }
    }
    let server = site.absolute("").trim_end_matches('/').to_owned();
    json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": site.title, "version": env!("CARGO_PKG_VERSION"),
            "summary": "The briefs, their evidence, and all that was read for them.",
            "description": "JSON of everything on the pages. Lists go on by `cursor`; the next page's is in the body as `next` \
                            and in the header `Link`. Every answer to a question carries an `ETag`. What goes wrong is told as \
                            `application/problem+json` (RFC 9457). What only the owner may do needs a token.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": if server.is_empty() { "/" } else { &server }, "description": "This server." }],
        "tags": TAGS.map(|(name, description)| json!({ "name": name, "description": description })),
        "paths": paths,
        "components": {
            "schemas": *SCHEMAS,
            "securitySchemes": {
                "token": {
                    "type": "http", "scheme": "bearer",
                    "description": "A token that `standfirst token add NAME` made. A browser in which the owner has logged in needs none.",
                },
            },
            "headers": headers(),
            "responses": problems(),
        },
    })
}

fn one(operation: &Operation) -> Value {
    let mut out = json!({
        "operationId": operation.id, "tags": [operation.tag], "summary": operation.title,
        "responses": operation.statuses().into_iter().map(|s| (s.to_string(), response(operation, s))).collect::<Map<_, _>>(),
    });
    if let Some(out) = out.as_object_mut() {
        if !operation.says.is_empty() {
            out.insert("description".into(), operation.says.into());
        }
        let mut parameters: Vec<Value> = operation.parameters.iter().map(parameter).collect();
        if !operation.changes() {
            parameters.push(json!({
                "name": "If-None-Match", "in": "header", "required": false, "schema": { "type": "string" },
                "description": "The `ETag` of what is known already: 304 where it still holds.", "example": "\"0123456789abcdef01234567\"",
            }));
        }
        if operation.id == "events" {
            parameters.push(json!({
                "name": "Last-Event-ID", "in": "header", "required": false, "schema": { "type": "string" },
                "description": "The event to go on from, as browsers send it.", "example": "0a1b2c3d-17",
            }));
        }
        out.insert("parameters".into(), parameters.into());
        if let Some((schema, example)) = &operation.body {
            let content = json!({ "application/json": { "schema": refer("schemas", schema), "example": example } });
            out.insert("requestBody".into(), json!({ "required": true, "content": content }));
        }
        // Where reading is private, whatever is not the owner's alone needs the token too.
        let security = if operation.owner { json!([{ "token": [] }]) } else { json!([{}, { "token": [] }]) };
        out.insert("security".into(), security);
    }
    out
}

fn parameter(p: &Parameter) -> Value {
    let stands = match p.stands {
        Stands::Path => "path",
        Stands::Query => "query",
    };
    let mut out = json!({
        "name": p.name, "in": stands, "required": p.required, "description": p.says, "schema": p.takes.schema(),
    });
    if let (Some(out), false) = (out.as_object_mut(), p.example.is_empty()) {
        let plain = matches!(p.takes.schema()["type"].as_str(), Some("integer" | "boolean"));
        let value = if plain { serde_json::from_str(p.example).unwrap_or_default() } else { p.example.into() };
        out.insert("example".into(), value);
    }
    out
}

fn response(operation: &Operation, status: u16) -> Value {
    match status {
        304 | 307 => refer("responses", if status == 304 { "same" } else { "elsewhere" }),
        s if s == operation.status => {
            let schema = refer("schemas", operation.gives);
            let shown = example(&schema, "", 3);
            let mut content = json!({ "application/json": { "schema": schema, "example": shown } });
            if operation.id == "events" {
                content["text/event-stream"] = json!({
                    "schema": { "type": "string" },
                    "example": "id: 0a1b2c3d-17\nevent: edition\ndata: {\"id\":\"5hfgfh5x8c3vjm0k\",\"stories\":8}\n\n",
                });
            }
            let mut headers = Map::from_iter([("Cache-Control".to_owned(), refer("headers", "Cache-Control"))]);
            if !operation.changes() {
                headers.insert("ETag".into(), refer("headers", "ETag"));
            }
            if operation.paged.is_some() {
                headers.insert("Link".into(), refer("headers", "Link"));
            }
            json!({ "description": operation.title, "headers": headers, "content": content, "links": links(operation.id) })
        }
        s => KINDS.iter().find(|(code, ..)| *code == s).map_or(Value::Null, |(_, name, _)| refer("responses", name)),
    }
}

/// Which operation gives what another asks for: the other, its parameter, where the value stands.
const LINKS: [(&str, &str, &str, &str); 12] = [
    ("listEditions", "getEdition", "edition", "$response.body#/items/0/id"),
    ("listEditions", "getLedger", "edition", "$response.body#/items/0/id"),
    ("listStories", "getStory", "story", "$response.body#/items/0/story"),
    ("listStories", "getWhy", "story", "$response.body#/items/0/story"),
    ("listStories", "listSentences", "story", "$response.body#/items/0/story"),
    ("listStories", "listRevisions", "story", "$response.body#/items/0/story"),
    ("listArticles", "getArticle", "article", "$response.body#/items/0/article"),
    ("listArticles", "listVersions", "article", "$response.body#/items/0/article"),
    ("listFeeds", "getFeed", "feed", "$response.body#/items/0/id"),
    ("putSection", "getSectionHits", "section", "$response.body#/name"),
    ("listReports", "deleteReport", "report", "$response.body#/items/0/id"),
    ("postDecision", "deleteDecision", "decision", "$response.body#/decision/number"),
];

fn links(id: &str) -> Map<String, Value> {
    let own = LINKS.iter().filter(|(from, ..)| *from == id);
    own.map(|(_, to, name, value)| ((*to).to_owned(), json!({ "operationId": to, "parameters": { *name: value } })))
        .collect()
}

fn headers() -> Value {
    json!({
        "ETag": { "description": "Names this very answer (RFC 9110, 8.8.3); weak where it is compressed.", "schema": { "type": "string" } },
        "Cache-Control": { "description": "How long it may be kept: as a rule, as long as asking says 304.", "schema": { "type": "string" } },
        "Link": { "description": "The next page, `rel=\"next\"` (RFC 8288); absent on the last.", "schema": { "type": "string" } },
        "Retry-After": { "description": "Seconds to wait.", "schema": { "type": "integer" } },
        "Location": { "description": "Where it is now.", "schema": { "type": "string" } },
    })
}

fn problems() -> Value {
    let mut all = Map::new();
    for (status, name, says) in KINDS {
        let mut problem = json!({
            "description": says,
            "content": { "application/problem+json": {
                "schema": refer("schemas", "Problem"),
                "example": { "type": format!("/api#{name}"), "title": name.replace('-', " "), "status": status, "detail": says, "instance": "/api/stories" },
            } },
        });
        if status == 429 {
            problem["headers"] = json!({ "Retry-After": refer("headers", "Retry-After") });
        }
        all.insert(name.into(), problem);
    }
    all.insert("same".into(), json!({ "description": "It is as it was: the ETag that was sent still holds." }));
    let location = json!({ "Location": refer("headers", "Location") });
    all.insert("elsewhere".into(), json!({ "description": "The story is part of another now.", "headers": location }));
    Value::Object(all)
}

fn refer(part: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{part}/{name}") })
}

//! What an assistant is told about the tools and resources: names, purposes, the form of arguments and results.

use serde_json::{Value, json};

/// The tools.
pub(super) const NAMES: [&str; 5] = ["search", "story", "brief", "evidence", "edition"];

/// The tools with their schemas (JSON Schema 2020-12).
pub(super) fn tools() -> Value {
    let story_id = json!({ "type": "string", "minLength": 1, "maxLength": 16, "description": "A story's id, or its first characters" });
    json!([
        tool(
            "search",
            "Search the archive",
            "Full-text search over every article that was read and the newest brief of every story, newest first. The query takes \
             words, \"quoted words\", -word, a | b, source:, name:, after:2031-05-08, before:, lang:.",
            json!({
                "query": { "type": "string", "minLength": 1, "maxLength": 500, "description": "What to look for" },
                "limit": { "type": "integer", "minimum": 1, "maximum": 50, "default": 10, "description": "Most articles" },
                "cursor": { "type": "string", "description": "`next` of the page before" },
            }),
            &["query"],
            json!({
                "stories": list("Stories, on the first page", json!({ "story": text(), "headline": text(), "lead": text(), "sources": texts(), "updated": text(), "url": text() })),
                "articles": list("Articles", json!({ "article": text(), "title": text(), "publisher": text(), "published": maybe(), "url": text(), "access": text(), "story": maybe(), "beginning": text() })),
                "notes": texts(), "next": maybe(),
            }),
            &["stories", "articles", "notes", "next"],
        ),
        tool(
            "story",
            "A story and its reports",
            "Why a story holds the reports it holds: each report with publisher, time, address, whether it counts as an independent \
             source or is a copy, and what the check left out of the brief.",
            json!({ "story": story_id }),
            &["story"],
            json!({
                "story": text(), "headline": text(), "independence": text(), "url": text(),
                "reports": list("Reports", json!({ "article": text(), "title": text(), "publisher": text(), "published": text(), "url": text(), "counts": text() })),
                "left_out": list("Sentences that failed the check", json!({ "text": text(), "missing": texts() })),
            }),
            &["story", "headline", "independence", "url", "reports", "left_out"],
        ),
        tool(
            "brief",
            "A brief",
            "The brief of a story in numbered sentences, each checked against its sources. Without a story: headline and TL;DR of \
             every story of the latest edition.",
            json!({ "story": story_id }),
            &[],
            json!({
                "edition": maybe(),
                "briefs": list("Briefs", json!({
                    "story": text(), "brief": text(), "revision": { "type": "integer" }, "status": text(), "language": text(),
                    "updated": text(), "url": text(), "independent_sources": { "type": "integer" },
                    "sentences": list("Sentences; number 0 is the headline", json!({ "n": { "type": "integer" }, "part": text(), "text": text(), "verdict": text() })),
                    "quotes": list("Quotations", json!({ "text": text(), "speaker": text() })),
                    "open_questions": texts(),
                    "originals": list("Originals", json!({ "publisher": text(), "title": text(), "url": text(), "published": maybe(), "access": text(), "origin": text() })),
                    "corrections": list("Corrections", json!({ "at": text(), "was": text(), "now": text(), "why": text() })),
                })),
            }),
            &["edition", "briefs"],
        ),
        tool(
            "evidence",
            "What a sentence rests on",
            "The passages of the originals that a sentence of a story's brief rests on, in their context, with address, outlet, time \
             and verdict.",
            json!({
                "story": story_id,
                "sentence": { "type": "integer", "minimum": 0, "description": "Its number, as `brief` gives it; 0 is the headline" },
            }),
            &["story", "sentence"],
            json!({
                "story": text(), "n": { "type": "integer" }, "text": text(), "verdict": text(), "checked_by": text(), "url": text(),
                "passages": list("Passages", json!({
                    "before": text(), "quote": text(), "after": text(), "publisher": text(), "title": text(), "url": text(),
                    "published": maybe(), "article": text(), "version": { "type": "integer" }, "start": { "type": "integer" },
                    "end": { "type": "integer" }, "hash": text(),
                })),
            }),
            &["story", "n", "text", "verdict", "passages"],
        ),
        tool(
            "edition",
            "Editions",
            "An edition: its stories in order, what changed since the one before, and what was and was not read. Without an id, the \
             latest; with `list`, so many editions by date instead.",
            json!({
                "edition": { "type": "string", "minLength": 16, "maxLength": 16, "description": "An edition's id" },
                "list": { "type": "integer", "minimum": 1, "maximum": 50, "description": "List so many editions, newest first" },
            }),
            &[],
            json!({
                "editions": list("Editions", json!({ "edition": text(), "from": text(), "to": text(), "stories": { "type": "integer" }, "url": text() })),
                "stories": list("Stories of the edition", json!({ "story": text(), "headline": text(), "tldr": texts(), "status": text(), "independent_sources": { "type": "integer" }, "url": text() })),
                "changed": list("What changed since the edition before", json!({ "story": text(), "what": text(), "text": text(), "was": maybe() })),
                "ledger": { "type": "object" },
            }),
            &["editions", "stories", "changed"],
        ),
    ])
}

fn tool(
    name: &str,
    title: &str,
    description: &str,
    arguments: Value,
    required: &[&str],
    result: Value,
    given: &[&str],
) -> Value {
    let object = |properties: Value, required: &[&str]| json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
    json!({
        "name": name, "title": title, "description": description,
        "inputSchema": object(arguments, required), "outputSchema": object(result, given),
        "annotations": { "title": title, "readOnlyHint": true, "destructiveHint": false, "idempotentHint": true, "openWorldHint": false },
    })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn maybe() -> Value {
    json!({ "type": ["string", "null"] })
}

fn texts() -> Value {
    json!({ "type": "array", "items": text() })
}

fn list(description: &str, properties: Value) -> Value {
    let required: Vec<String> = properties.as_object().into_iter().flat_map(|p| p.keys().cloned()).collect();
    let item =
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
    json!({ "type": "array", "description": description, "items": item })
}

/// What can be read without a tool.
pub(super) fn resources() -> Value {
    json!([{
        "uri": "standfirst://edition/latest", "name": "latest-edition", "title": "The latest edition", "mimeType": "application/json",
        "description": "Its stories in order, what changed, what was and was not read",
    }])
}

/// What can be read by id.
pub(super) fn templates() -> Value {
    let one = |kind: &str, title: &str| json!({ "uriTemplate": format!("standfirst://{kind}/{{id}}"), "name": kind, "title": title, "mimeType": "application/json" });
    json!([one("story", "The brief of a story"), one("edition", "An edition")])
}

//! JSON: the data as sealed, so that anyone can check every reference with a few lines of script.
//!
//! Texts are not cleaned here: offsets and hashes count over the very bytes.

use serde_json::{Map, Value, json};
use standfirst_types::{Article, Brief, Published, StoryId, StoryWhy, span::span_hash};

/// How to check a reference, said in the data themselves.
const HASH: &str = "sha256, first 16 hex digits, over the UTF-8 bytes of the span";
const REFS: &str = "article and version name originals[\"ARTICLE@VERSION\"]; start and end are UTF-8 byte offsets into its \
                    text, start inclusive, end exclusive";

/// The edition: `{"edition", "briefs", "originals"?, "schema_notes"}`, each brief after schema `standfirst.brief/1`;
/// `originals` holds every cited version as `"ID@VERSION"`, with its text.
pub fn edition(published: &Published, with_originals: bool) -> Value {
    let mut out = Map::new();
    out.insert("schema_notes".into(), notes());
    out.insert("edition".into(), value(&published.edition));
    out.insert("briefs".into(), published.briefs.iter().map(value).collect());
    if with_originals {
        out.insert("originals".into(), originals(published.originals.iter(), published));
    }
    Value::Object(out)
}

/// One story: `{"brief", "originals"?, "schema_notes"}`; `None` when it is not among the published.
pub fn story(published: &Published, story: StoryId, with_originals: bool) -> Option<Value> {
    let brief = published.brief(story)?;
    let mut out = Map::new();
    out.insert("schema_notes".into(), notes());
    out.insert("brief".into(), value(brief));
    let entry = published.edition.stories.iter().find(|s| s.story == story);
    if let Some(entry) = entry.filter(|e| e.pinned || !e.links.is_empty()) {
        out.insert("standing".into(), json!({ "pinned": entry.pinned, "links": entry.links }));
    }
    if with_originals {
        let cited = |a: &&Article| brief.refs().any(|r| (r.article, r.version) == (a.id, a.version));
        out.insert("originals".into(), originals(published.originals.iter().filter(cited), published));
    }
    Some(Value::Object(out))
}

/// Why a story is what it is: schema `standfirst.why/1`.
pub fn why(why: &StoryWhy) -> Value {
    value(why)
}

fn notes() -> Value {
    json!({"hash": HASH, "refs": REFS})
}

fn originals<'a>(articles: impl Iterator<Item = &'a Article>, published: &Published) -> Value {
    let entries = articles.map(|article| {
        let publisher = published
            .briefs
            .iter()
            .find_map(|b: &Brief| b.original(article.id))
            .map_or(article.site.as_str(), |o| o.publisher.as_str());
        let entry = json!({
            "url": article.url, "title": article.title, "publisher": publisher, "language": article.language,
            "published": article.published, "access": article.access, "text": article.text,
            "hash": span_hash(&article.text),
        });
        (format!("{}@{}", article.id, article.version), entry)
    });
    Value::Object(entries.collect())
}

/// The types of the news are plain structs with text keys, which always have a JSON form.
fn value(data: &impl serde::Serialize) -> Value {
    serde_json::to_value(data).unwrap_or_default()
}

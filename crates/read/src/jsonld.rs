//! JSON-LD: what a page's structured data say of its article (schema.org `NewsArticle` and its kin).

use crate::page::Page;
use serde_json::Value;

/// Scripts larger than this are not read.
const MAX_SCRIPT: usize = 512 * 1024;

/// The facts of the page's main article node, and of the page around it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Facts {
    pub(crate) headline: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    /// Dates of publication of other nodes: the page, a video on it.
    pub(crate) others: Vec<String>,
    pub(crate) body: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) section: Option<String>,
    /// `isAccessibleForFree` of the article.
    pub(crate) free: Option<bool>,
    /// A schema.org type of the page that is no article: `CollectionPage`, `ItemList`, …
    pub(crate) index: bool,
    /// `wordCount`.
    pub(crate) words: Option<usize>,
    /// A `LiveBlogPosting`.
    pub(crate) live: bool,
    /// An `ImageGallery` or `MediaGallery`.
    pub(crate) gallery: bool,
    /// Address of the lead image, and its credit.
    pub(crate) image: Option<String>,
    pub(crate) credit: Option<String>,
    pub(crate) keywords: Vec<String>,
    /// Whether an article node was found.
    pub(crate) article: bool,
}

/// Reads all data scripts of a page; the first article node wins, later ones fill what it lacks only when it is alone.
pub(crate) fn facts(page: &Page) -> Facts {
    let mut facts = Facts::default();
    let values: Vec<Value> = page.data.iter().filter(|d| d.len() <= MAX_SCRIPT).filter_map(|d| parse(d)).collect();
    let mut nodes = vec![];
    for value in &values {
        collect(value, 0, &mut nodes);
    }
    let article = nodes
        .iter()
        .copied()
        .find(|n| is_article(n))
        .or_else(|| nodes.iter().copied().find(|n| n.get("articleBody").is_some()));
    let dated = nodes.iter().filter(|n| article.is_none_or(|a| !std::ptr::eq(a, **n)));
    let dates = dated.filter_map(|n| string(n.get("datePublished")).or_else(|| string(n.get("uploadDate"))));
    facts.others = dates.take(8).collect();
    facts.gallery = nodes.iter().any(|n| types(n).any(|t| matches!(t, "ImageGallery" | "MediaGallery")));
    if let Some(article) = article {
        read_article(article, &nodes, &mut facts);
    } else {
        facts.index = nodes.iter().any(|n| types(n).any(|t| matches!(t, "CollectionPage" | "SearchResultsPage")));
        // A bare WebPage still knows its dates.
        if let Some(page) = nodes.iter().find(|n| types(n).any(|t| matches!(t, "WebPage" | "Webpage"))) {
            facts.published = string(page.get("datePublished"));
            facts.modified = string(page.get("dateModified"));
        }
    }
    facts
}

/// Publishers leave line breaks and commas in their JSON; both are forgiven.
fn parse(text: &str) -> Option<Value> {
    let trimmed = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let trimmed =
        trimmed.strip_prefix("//<![CDATA[").unwrap_or(trimmed).trim_end_matches("//]]>").trim().trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(trimmed) {
        return Some(value);
    }
    let mut fixed = String::with_capacity(trimmed.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in trimmed.chars() {
        match c {
            '"' if !escaped => quoted = !quoted,
            ']' | '}' if !quoted => {
                let end = fixed.trim_end().len();
                fixed.truncate(end);
                if fixed.ends_with(',') {
                    fixed.pop();
                }
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        fixed.push(if quoted && c.is_control() { ' ' } else { c });
    }
    serde_json::from_str(&fixed).ok()
}

fn collect<'v>(value: &'v Value, depth: usize, out: &mut Vec<&'v Value>) {
    if depth > 6 || out.len() > 400 {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|v| collect(v, depth + 1, out)),
        Value::Object(map) => {
            out.push(value);
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", "subjectOf", "liveBlogUpdate"] {
                // What a list page lists is not the page.
                if let Some(inner) = map.get(key).filter(|_| key != "liveBlogUpdate") {
                    collect(inner, depth + 1, out);
                }
            }
        }
        _ => {}
    }
}

fn types(node: &Value) -> impl Iterator<Item = &str> {
    let list: Vec<&str> = match node.get("@type") {
        Some(Value::String(s)) => vec![s.as_str()],
        Some(Value::Array(a)) => a.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    list.into_iter().map(|t| t.rsplit(['/', ':']).next().unwrap_or(t))
}

fn is_article(node: &Value) -> bool {
    types(node).any(|t| {
        t.ends_with("Article")
            || matches!(t, "BlogPosting" | "LiveBlogPosting" | "Report" | "SocialMediaPosting" | "Review")
    })
}

fn read_article(article: &Value, nodes: &[&Value], facts: &mut Facts) {
    facts.article = true;
    facts.headline = string(article.get("headline")).or_else(|| string(article.get("name")));
    facts.authors = people(article.get("author"), nodes, 0);
    if facts.authors.is_empty() {
        facts.authors = people(article.get("creator"), nodes, 0);
    }
    facts.published = string(article.get("datePublished")).or_else(|| string(article.get("dateCreated")));
    facts.modified = string(article.get("dateModified"));
    facts.body = string(article.get("articleBody"));
    facts.words = article
        .get("wordCount")
        .and_then(|w| w.as_u64().or_else(|| w.as_str()?.trim().parse().ok()))
        .map(|w| w as usize);
    facts.live = types(article).any(|t| t == "LiveBlogPosting");
    if facts.live && facts.body.is_none() {
        facts.body = updates(article);
    }
    (facts.image, facts.credit) = picture(article.get("image"), 0);
    facts.keywords = match article.get("keywords") {
        Some(Value::String(s)) => vec![s.clone()],
        Some(Value::Array(a)) => a.iter().filter_map(Value::as_str).take(40).map(str::to_owned).collect(),
        _ => vec![],
    };
    facts.section = string(article.get("articleSection"));
    facts.publisher = article.get("publisher").and_then(|p| resolve(p, nodes)).and_then(name);
    facts.free = article.get("isAccessibleForFree").and_then(truth);
    if facts.free.is_none() {
        let part = article.get("hasPart").map(|p| if let Value::Array(a) = p { a.first().unwrap_or(p) } else { p });
        facts.free = part.and_then(|p| p.get("isAccessibleForFree")).and_then(truth);
    }
}

/// The updates of a live blog, headline and text, in the page's order.
fn updates(article: &Value) -> Option<String> {
    let Some(Value::Array(list)) = article.get("liveBlogUpdate") else { return None };
    let mut out = String::new();
    for update in list.iter().take(400) {
        for key in ["headline", "articleBody"] {
            if let Some(text) = string(update.get(key)) {
                out.push_str(&text);
                out.push_str("\n\n");
            }
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Address and credit of an image: a string, an `ImageObject`, or a list of either.
fn picture(value: Option<&Value>, depth: usize) -> (Option<String>, Option<String>) {
    match value {
        Some(Value::Array(list)) if depth == 0 => picture(list.first(), 1),
        Some(node @ Value::Object(_)) => {
            let credit = ["creditText", "copyrightNotice", "creator", "author", "copyrightHolder"];
            let credit = credit.iter().find_map(|k| node.get(k).and_then(name));
            (string(node.get("url")).or_else(|| string(node.get("contentUrl"))), credit)
        }
        value => (string(value), None),
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(b) => Some(*b),
        Value::String(s) => match s.trim().to_ascii_lowercase().rsplit('/').next() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn string(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(s) => s.trim(),
        Value::Array(a) => a.first()?.as_str()?.trim(),
        Value::Object(_) => return string(value?.get("@value")),
        _ => return None,
    };
    (!text.is_empty()).then(|| text.to_owned())
}

/// Follows `{"@id": …}` to the node it names.
fn resolve<'v>(value: &'v Value, nodes: &[&'v Value]) -> Option<&'v Value> {
    let value = if let Value::Array(a) = value { a.first()? } else { value };
    if value.get("name").is_some() || value.is_string() {
        return Some(value);
    }
    let id = value.get("@id")?.as_str()?;
    nodes.iter().copied().find(|n| n.get("name").is_some() && n.get("@id").and_then(Value::as_str) == Some(id))
}

fn name(value: &Value) -> Option<String> {
    string(Some(value.get("name").unwrap_or(value)))
}

/// Names of persons; organisations are left out where the type says so.
fn people(value: Option<&Value>, nodes: &[&Value], depth: usize) -> Vec<String> {
    match value {
        Some(Value::Array(list)) if depth < 2 => {
            list.iter().take(20).flat_map(|v| people(Some(v), nodes, depth + 1)).collect()
        }
        Some(Value::String(s)) if !s.starts_with("http") => vec![s.trim().to_owned()],
        Some(value @ Value::Object(_)) => {
            let Some(node) = resolve(value, nodes) else { return vec![] };
            if types(node).any(|t| t.ends_with("Organization")) {
                return vec![];
            }
            match node.get("name") {
                Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
                _ => name(node).into_iter().collect(),
            }
        }
        _ => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str) -> Facts {
        facts(&Page { data: vec![json.into()], ..Page::default() })
    }

    #[test]
    fn article_nodes_are_read() {
        let found = check(
            r##"{"@graph":[{"@type":"WebSite","name":"x"},{"@type":["NewsArticle"],"headline":"Ferry sinks","author":[{"@id":"#a"}],
            "isAccessibleForFree":"False","publisher":{"name":"The Vallmark Post"}},{"@id":"#a","@type":"Person","name":"Ilse Varn"}]}"##,
        );
        assert_eq!(found.headline.as_deref(), Some("Ferry sinks"));
        assert_eq!(found.authors, ["Ilse Varn"]);
        assert_eq!(found.free, Some(false));
        assert_eq!(found.publisher.as_deref(), Some("The Vallmark Post"));
    }

    #[test]
    fn broken_json_is_forgiven() {
        let found = check(
            "{\"@type\":\"Article\",\"headline\":\"One\nline\",\"author\":{\"@type\":\"Organization\",\"name\":\"Desk\"},}",
        );
        assert_eq!(found.headline.as_deref(), Some("One line"));
        assert!(found.authors.is_empty());
        assert_eq!(check("not json"), Facts::default());
    }
}

//! The manual: the page that teaches the interface, made of the same operations as the document.

use super::{kinds, operation::Operation, schema::SCHEMAS, table::TAGS};
use crate::{
    page,
    server::{
        Library, Open,
        news::{Answer, made},
        respond::Kind,
        visit::Visit,
    },
};
use axum::extract::State;
use minijinja::context;

pub(super) async fn page<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    let base = visit.site.base_url.clone().unwrap_or_else(|| format!("http://{}", host(&visit)));
    let operations = shop.operations();
    let groups: Vec<_> = TAGS
        .iter()
        .map(|(name, says)| {
            let own: Vec<_> = operations.iter().filter(|o| o.tag == *name).map(|o| shown(o, &base)).collect();
            context! { name => *name, says => *says, operations => own }
        })
        .collect();
    let problems: Vec<_> = kinds()
        .iter()
        .map(|(status, name, says)| context! { status => *status, name => *name, says => *says })
        .collect();
    made(&visit, Kind::HTML, page::manual(context! { groups, problems, base }, &visit.site))
}

/// The name under which the page was asked for, for the lines that teach.
fn host(visit: &Visit) -> String {
    let host = visit.asked.get("host").and_then(|v| v.to_str().ok()).unwrap_or("localhost");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-' | '[' | ']');
    host.chars().filter(|c| plain(*c)).take(100).collect()
}

fn shown(o: &Operation, base: &str) -> minijinja::Value {
    let parameters: Vec<_> = o
        .parameters
        .iter()
        .map(|p| context! { name => p.name, says => plain(p.says), required => p.required })
        .collect();
    let gives = SCHEMAS.get(o.gives).and_then(|s| s["description"].as_str()).unwrap_or_default();
    context! {
        id => o.id, method => o.method.as_str(), path => o.path, title => o.title, says => plain(o.says), owner => o.owner,
        parameters, gives, curl => curl(o, base),
    }
}

/// Words of the document, which is Markdown, as the page has them.
fn plain(says: &str) -> String {
    says.replace('`', "")
}

/// A line for the shell that does it.
fn curl(o: &Operation, base: &str) -> String {
    let mut path = o.path.to_owned();
    let mut query = vec![];
    for p in &o.parameters {
        let place = format!("{{{}}}", p.name);
        if path.contains(&place) {
            path = path.replace(&place, p.example);
        } else if p.required {
            query.push(format!("--get --data-urlencode '{}={}'", p.name, p.example));
        }
    }
    let mut words = vec!["curl".to_owned()];
    if o.changes() {
        words.push(format!("-X {}", o.method));
    }
    if o.owner {
        words.push("-H \"Authorization: Bearer $TOKEN\"".into());
    }
    if let Some((_, example)) = &o.body {
        words.push(format!("--json '{example}'"));
    }
    if o.id == "events" {
        words.push("-N -H 'Accept: text/event-stream'".into());
    }
    words.extend(query);
    words.push(format!("{}{path}", base.trim_end_matches('/')));
    words.join(" ")
}
